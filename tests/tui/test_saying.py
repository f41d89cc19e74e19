"""The desk's editor of answers: own words for each step, weighed as they will be, and back to plain ones."""

from __future__ import annotations

import pytest
from textual.widgets import Select, TextArea

from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import State
from outreach_sim.tui import saying
from outreach_sim.tui.draft import standing_draft, weighed
from outreach_sim.tui.own_words import Words
from outreach_sim.tui.screens.answer import AnswerScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.say import SayScreen
from tests.tui.desks import KEEN, NARROW, WIDE, WON, Driver, run
from tests.tui.test_screens import a_day_passes, play_until_interested

OWN = "Hi {{ first_name }}, bring a problem you could not solve. {{ sender }}, {{ lab }}"
LIE = f"We have 900,000,000 H100s today. It was great to meet you last week. {OWN}"


async def at_the_editor(driver: Driver) -> SayScreen:
    await play_until_interested(driver)
    await driver.press("a", "ctrl+e")
    assert isinstance(driver.app.screen, SayScreen)
    return driver.app.screen


async def put(driver: Driver, body: str) -> None:
    """Set the text as if it had been typed."""
    driver.app.screen.query_one("#body", TextArea).text = body
    await driver.settle()


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_an_invitation_is_written_sent_and_read(size: tuple[int, int]) -> None:
    async def steps(driver: Driver) -> None:
        editor = await at_the_editor(driver)
        assert "The plain words" in driver.text() and "that the offer is accepted" in driver.text()
        who = editor.draft.first
        await put(driver, LIE)
        assert "claims" in driver.text() and "your own words" in driver.text()
        await put(driver, OWN)
        assert "claims" not in driver.text()
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, DeskScreen)
        (order,) = driver.play.ordered()
        assert order.do is Do.INVITE and driver.play.letters[driver.play.ids[order.words]].body == OWN
        assert not driver.play.sayings
        await a_day_passes(driver)
        first_name = driver.play.name(who).split()[0]
        assert f"Hi {first_name}, bring a problem" in driver.play.inbox.threads[who][-1].letter.body

    run(steps, changed=KEEN, size=size)


def test_what_a_text_is_worth_is_shown_with_every_key_as_it_will_be_weighed() -> None:
    async def steps(driver: Driver) -> None:
        editor = await at_the_editor(driver)
        await driver.press("ctrl+n")
        assert editor.do is Do.OFFER
        plain = editor._seen.explanation
        await put(driver, LIE)
        lied = editor._seen.explanation
        assert plain is not None and lied is not None
        assert lied.links[4].logit == pytest.approx(
            plain.links[4].logit + 2 * driver.play.scenario.setup.parameters.words_false,
            abs=0.02,
        )
        assert lied.expected["accept"] < plain.expected["accept"]
        await driver.press("ctrl+s")
        while (own := driver.play.approach(editor.draft.first)) is not None and own.state != State.OFFERED:
            await a_day_passes(driver)
        assert own is not None and own.answer_false == 2
        standing = weighed(driver.play, standing_draft(driver.play, own)).links[4]
        assert standing.logit == pytest.approx(lied.links[4].logit, abs=0.02), "what was shown is weighed"

    run(steps, changed=WON)


def test_plain_again_leads_back_and_what_is_no_letter_is_told() -> None:
    async def steps(driver: Driver) -> None:
        editor = await at_the_editor(driver)
        before = editor.words
        for body in ("", "{{ nobody }}", "{% for x in y %}", "x" * 8_001):
            await put(driver, body)
            assert "once it is a letter" in driver.shown("#chance"), body
        await driver.press("ctrl+s")
        assert driver.app.screen is editor and "Not sent" in driver.notices()[-1]
        await driver.press("escape", "ctrl+n")
        assert isinstance(driver.app.screen, AnswerScreen) and not driver.play.ordered()
        await driver.press("ctrl+e")
        await put(driver, OWN)
        again = driver.app.screen
        assert isinstance(again, SayScreen) and again.said[Do.INVITE].own
        await driver.press("ctrl+l")
        assert again.words == before and not again.said
        await driver.put("#text", "own")
        assert again.words.body == OWN == again.query_one("#body", TextArea).text
        await put(driver, before.body)
        assert not again.said, "the plain text typed by hand is the plain text"
        await by_hand_it_is_worth_nothing(driver, again)

    run(steps, changed=KEEN)


async def by_hand_it_is_worth_nothing(driver: Driver, editor: SayScreen) -> None:
    """The plain text of each step passes as a letter; said by hand it moves next to nothing."""
    for do, draft in editor.drafts.items():
        text = saying.plain(driver.play, draft, do)
        assert "{{ sender }}" in text.body and not text.own
        typed = Words(text.letter, "", f"{text.body} ", own=True)
        seen = saying.look_at(driver.play, draft, do, typed)
        assert not seen.wrong and not seen.odd
        assert abs(sum(part.value for part in seen.reply)) < 0.06


def test_each_step_has_words_of_its_own_which_wait_while_the_desk_is_open() -> None:
    async def steps(driver: Driver) -> None:
        await at_the_editor(driver)
        for body in ("Come and see us.", "We offer {{ terms }}.", "It ends here."):
            await put(driver, body)
            await driver.press("ctrl+n")
        await driver.press("escape")
        assert isinstance(driver.app.screen, AnswerScreen)
        told = "In your own words: an invitation to interviews, an offer at once, the end of it."
        assert told in driver.shown("#means")
        await driver.press("escape", "a", "ctrl+e")
        editor = driver.app.screen
        assert isinstance(editor, SayScreen)
        assert [words.body for words in editor.said.values()] == [
            "Come and see us.", "We offer {{ terms }}.", "It ends here.",
        ]  # fmt: skip
        await put(driver, f"Bring a problem, {driver.play.name(editor.draft.first).split()[0]}.")
        await driver.press("ctrl+o", *"mine", "enter")
        assert driver.play.letters_of("answer") == ["mine"] and "mine" not in driver.play.letters_of(
            "outreach"
        )
        await driver.press("ctrl+l")
        await driver.put("#text", "letter:mine")
        assert driver.app.screen.query_one("#text", Select).value == "letter:mine"
        assert "Bring a problem" in editor.query_one("#body", TextArea).text
        await driver.press("ctrl+s")
        (order,) = driver.play.ordered()
        assert order.do is Do.INVITE
        assert driver.play.letters[driver.play.ids[order.words]].body == "Bring a problem, {{ first_name }}."

    run(steps, changed=KEEN)


def test_a_live_offer_is_bettered_with_words_and_pay_named_binds() -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        own = driver.play.awaiting()[0]
        driver.play.act(standing_draft(driver.play, own).order(driver.play.lab, Do.OFFER))
        while (now := driver.play.approach(own.candidate)) is not None and now.state != State.OFFERED:
            await a_day_passes(driver)
        assert now is not None
        await driver.app.push_screen(AnswerScreen(driver.play, own.candidate))
        await driver.press("ctrl+e")
        editor = driver.app.screen
        assert isinstance(editor, SayScreen) and editor.do is Do.OFFER
        assert [words for words, _ in editor._steps()] == ["a better offer", "the end of it"]
        await put(driver, "We offer you $40,000,000 a year.")
        shown = editor._seen.explanation
        assert shown is not None and "broken word" in {term.name for term in shown.links[4].terms}
        await driver.press("escape", "ctrl+o")
        await a_day_passes(driver)
        bettered = driver.play.approach(own.candidate)
        assert bettered is not None and bettered.named_usd == 40_000_000
        assert "$40,000,000" in driver.play.inbox.threads[own.candidate][-1].letter.body
        standing = weighed(driver.play, standing_draft(driver.play, bettered)).links[4].terms
        parts = [{t.name: t.value for t in terms if t.name.startswith(("answer", "broken"))}
                 for terms in (shown.links[4].terms, standing)]  # fmt: skip
        assert parts[0] == pytest.approx(parts[1]), "what was shown is what is weighed"

    run(steps, changed=WON)
