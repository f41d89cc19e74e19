"""The desk's editor of answers: own words for each step, weighed as they will be, and back to plain ones."""

from __future__ import annotations

import pytest
from textual.widgets import Select, TextArea

from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event
from outreach_sim.tui import saying
from outreach_sim.tui.draft import standing_draft
from outreach_sim.tui.own_words import Words
from outreach_sim.tui.screens.answer import AnswerScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.say import SayScreen
from tests.tui.desks import KEEN, NARROW, WIDE, WON, Driver, run
from tests.tui.test_screens import a_day_passes, play_until_interested

HAND = ["scenario.start=2024-03-04"]
OWN = "Hi {{ first_name }}, bring a problem you could not solve. {{ sender }}, {{ lab }}"
LIE = f"We have 900,000,000 H100s today. {OWN}"


async def at_the_editor(driver: Driver) -> SayScreen:
    await play_until_interested(driver)
    await driver.press("a", "ctrl+e")
    assert isinstance(driver.app.screen, SayScreen)
    return driver.app.screen


async def put(driver: Driver, body: str) -> None:
    """Set the text as if it had been typed."""
    driver.app.screen.query_one("#body", TextArea).text = body
    await driver.settle()


def steps_of(driver: Driver) -> list[str]:
    (candidate,) = {own.candidate for own in driver.play.view.approaches if own.state != State.WAITING} or {0}
    return [mail.letter.body for mail in driver.play.inbox.threads[candidate]]


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
            plain.links[4].logit + driver.play.scenario.setup.parameters.words_false
        )
        assert lied.expected["accept"] < plain.expected["accept"]
        assert "9" in driver.shown("#chance") or "%" in driver.shown("#chance")
        await driver.press("ctrl+s")
        candidate = editor.draft.first
        decided: list[float] = []

        def watch(_: Session, log: object) -> None:
            rows = log.where((log.kind == Event.ACCEPTED) | (log.kind == Event.DECLINED))  # type: ignore[attr-defined]
            decided.extend((rows.value[rows.candidate == candidate] / 1e6).tolist())

        while driver.play.approach(candidate) is not None and not decided:
            driver.play.game.advance(1, watch)
            driver.play._look()
            own = driver.play.approach(candidate)
            if own is not None and own.state == State.OFFERED:
                assert (own.answer_false, own.answer > 0) == (1, True)
        assert decided or driver.play.approach(candidate) is None

    run(steps, changed=WON)


def test_plain_again_leads_back_and_the_words_are_put_aside() -> None:
    async def steps(driver: Driver) -> None:
        editor = await at_the_editor(driver)
        before = editor.words
        await put(driver, OWN)
        assert editor.said[Do.INVITE].own
        await driver.press("ctrl+l")
        assert editor.words == before and not editor.said
        await driver.put("#text", "own")
        assert editor.words.body == OWN and editor.query_one("#body", TextArea).text == OWN
        await put(driver, before.body)
        assert not editor.said, "the plain text typed by hand is the plain text"

    run(steps, changed=KEEN)


def test_each_step_has_words_of_its_own_which_wait_while_the_desk_is_open() -> None:
    async def steps(driver: Driver) -> None:
        await at_the_editor(driver)
        for body in ("Come and see us.", "We offer {{ terms }}.", "It ends here."):
            await put(driver, body)
            await driver.press("ctrl+n")
        await driver.press("escape")
        assert isinstance(driver.app.screen, AnswerScreen)
        assert "In your own words: an invitation to interviews and an offer at once and the end" in (
            driver.shown("#means").replace("\n", " ")
        )
        await driver.press("escape", "a", "ctrl+e")
        editor = driver.app.screen
        assert isinstance(editor, SayScreen)
        assert [words.body for words in editor.said.values()] == [
            "Come and see us.", "We offer {{ terms }}.", "It ends here.",
        ]  # fmt: skip
        await driver.press("escape", "ctrl+b")
        (order,) = driver.play.ordered()
        assert order.do is Do.WITHDRAW and driver.play.letters[driver.play.ids[order.words]].body == (
            "It ends here."
        )

    run(steps, changed=KEEN)


@pytest.mark.parametrize("body", ["", "{{ nobody }}", "{% for x in y %}", "x" * 8_001])
def test_what_is_no_letter_is_told_and_not_said(body: str) -> None:
    async def steps(driver: Driver) -> None:
        await at_the_editor(driver)
        await put(driver, body)
        assert "once it is a letter" in driver.text()
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, AnswerScreen) and driver.notices()
        assert not driver.play.ordered()
        await driver.press("ctrl+o" if body == "" else "ctrl+n")
        assert bool(driver.play.ordered()) == (body == ""), "an offer has its own words, here the plain ones"

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
        await driver.settle()
        before = driver.shown("#chance")
        await driver.press("ctrl+e")
        editor = driver.app.screen
        assert isinstance(editor, SayScreen) and editor.do is Do.OFFER
        assert [str(words) for words, _ in editor._steps()] == ["a better offer", "the end of it"]
        await put(driver, "We offer you $40,000,000 a year.")
        await driver.press("escape")
        assert driver.shown("#chance") != before, "naming more than is offered breaks a word"
        await driver.press("ctrl+o")
        await a_day_passes(driver)
        bettered = driver.play.approach(own.candidate)
        assert bettered is not None and bettered.named_usd == 40_000_000
        assert "$40,000,000" in driver.play.inbox.threads[own.candidate][-1].letter.body

    run(steps, changed=WON)


def test_the_plain_text_that_is_shown_can_be_said_by_hand_and_is_worth_next_to_nothing() -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        own = driver.play.awaiting()[0]
        draft = standing_draft(driver.play, own)
        for do in saying.steps(own):
            text = saying.plain(driver.play, draft, do)
            assert "{{ sender }}" in text.body and not text.own
            by_hand = Words(text.letter, "", f"{text.body} ", own=True)
            seen = saying.look_at(driver.play, draft, do, by_hand)
            assert not seen.wrong and not seen.odd
            assert abs(sum(part.value for part in seen.reply)) < 0.06

    run(steps, changed=KEEN)


def test_letters_of_the_stage_answer_are_offered_here_and_not_to_write_with() -> None:
    async def steps(driver: Driver) -> None:
        await play_until_interested(driver)
        letter = '+++\nname = "Mine"\nstage = "answer"\n+++\nCome and see us, {{ first_name }}.\n'
        from outreach_sim.mail.template import parse_template

        driver.play.kept = {"mine": parse_template(letter, "mine.md", "mine")}
        assert "mine" not in driver.play.letters_of("outreach")
        await driver.press("a", "ctrl+e")
        await driver.put("#text", "letter:mine")
        assert driver.app.screen.query_one("#text", Select).value == "letter:mine"
        assert "Come and see us" in driver.app.screen.query_one("#body", TextArea).text
        await driver.press("ctrl+s")
        (order,) = driver.play.ordered()
        assert driver.play.letters[driver.play.ids[order.words]].body == "Come and see us, {{ first_name }}."

    run(steps, changed=KEEN)
