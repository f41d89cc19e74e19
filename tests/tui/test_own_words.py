"""Letters in the player's own words, written at the desk with the keyboard."""

from dataclasses import replace

import numpy as np
import pytest
from textual.widgets import Input, Select, TextArea

from outreach_sim.inputs.text import clean_lines, visible
from outreach_sim.mail.fields import FIELDS
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.events import Event
from outreach_sim.model.explain import explain
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.draft import Draft, as_planned, first_draft, plan_of, with_mails, written
from outreach_sim.tui.people import Sight, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.compose import ComposeScreen
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.help import HelpScreen
from outreach_sim.tui.screens.write import WriteScreen
from outreach_sim.tui.seen import look_at
from outreach_sim.tui.texts import words
from outreach_sim.tui.widgets.offers import Offers
from tests.tui.desks import WIDE, Driver, run

LETTER = """Hi {{ first_name }},

I read "{{ paper | default("your latest") }}" on the train to {{ city | default("work") }} and missed my stop.

Which part of it would you do differently today?

{{ sender }}, {{ lab }}"""


async def write(driver: Driver, text: str = "", marked: int = 0) -> WriteScreen:
    """From the desk to the editor; a text takes the place of the body as if it had been pasted."""
    if marked:
        desk = driver.app.screen
        assert isinstance(desk, DeskScreen)
        desk.people.marked |= set(find_people(driver.play, Sight()).candidates[:marked])
    await driver.press("w", "ctrl+e")
    screen = driver.app.screen
    assert isinstance(screen, WriteScreen)
    if text:
        await put(driver, text)
    return screen


async def put(driver: Driver, text: str) -> None:
    driver.app.screen.query_one("#body", TextArea).text = text
    await driver.settle()


def body(driver: Driver) -> str:
    return driver.app.screen.query_one("#body", TextArea).text


def sent_words(driver: Driver) -> list[str]:
    """Bodies of the lab's letters, in the order of people."""
    threads = driver.play.inbox.threads
    return [threads[who][0].letter.body for who in sorted(threads)]


def own(play: Play, *texts: str, days: int = 5, **terms: object) -> Draft:
    """A draft to the first rival whose first mails have these bodies; all come so many days apart."""
    candidate = next(c for c in range(60) if play.view.free[c] and int(play.view.employer[c]) != play.lab)
    draft = first_draft(play, (candidate,)).changed(**terms)
    mails = list(as_planned(play, draft))
    mails += [mails[-1]] * (len(texts) - len(mails))
    for place, text in enumerate(texts):
        mails[place] = mails[place].typed(mails[place].subject, text, mails[place])
    first, *after = mails
    return with_mails(play, draft, (first, *(replace(mail, days=days) for mail in after)))


def test_what_is_typed_is_sent_and_read_and_stays_in_the_save() -> None:
    async def steps(driver: Driver) -> None:
        await write(driver)
        await driver.type("Zebras first. ")
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, DeskScreen)
        await driver.press("u", "w")
        assert "Zebras first." in driver.text()
        await driver.press("ctrl+s", "d")
        assert sent_words(driver)[0].startswith("Zebras first. ")
        (line,) = driver.play.game.lines()
        assert line.template is not None and line.template.startswith("own-")
        with Game.open(driver.play.game.name, write=False) as again:
            assert again.templates[line.template].body.startswith("Zebras first. ")
            assert again.log_hash == driver.play.game.log_hash

    run(steps)


def test_to_one_person_the_letter_is_filled_in_but_for_what_the_terms_decide() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver)
        who = driver.play.profile(screen.draft.first)
        assert who.topic.lower() in body(driver).lower()
        assert "{{ terms }}" in body(driver) and "{{ sender }}" in body(driver)
        assert "{{ first_name }}" not in body(driver)
        await driver.press("ctrl+r")
        assert f"${screen.draft.pay_usd:,} a year" in flat(driver)
        await driver.press("f1")
        assert isinstance(driver.app.screen, HelpScreen)
        assert dict(driver.app.screen.keys)["Ctrl+L"] == "the letter as it was before you changed it"

    run(steps, size=WIDE)


def test_what_it_is_worth_follows_what_is_typed() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver, LETTER)
        good = screen._seen
        assert {part.name for part in good.reply} >= {"facts", "question"}
        assert "asks one thing" in driver.text().replace("\n", " ")
        await put(driver, LETTER.replace("Hi {{ first_name }},", "Hi Deborah,"))
        bad = screen._seen
        assert ("wrong name", "Deborah") in bad.false and 'Wrong name: "Deborah".' in driver.text()
        assert good.explanation is not None and bad.explanation is not None
        assert bad.explanation.expected["chain"] < good.explanation.expected["chain"]
        total = sum(part.value for part in bad.reply)
        assert f"Words, for an answer: {total:+.2f}" in driver.text()

    run(steps, size=WIDE)


def test_a_field_is_offered_from_its_first_letter_and_taken_with_tab_or_enter() -> None:
    async def steps(driver: Driver) -> None:
        await write(driver, "x")
        await put(driver, " yours")
        offers = driver.app.screen.query_one(Offers)
        await driver.type("{{")
        names = [name for name, field in FIELDS.items() if not field.reply]
        assert offers.open and [option.id for option in offers.options] == names
        await driver.type("fi")
        assert [option.id for option in offers.options] == ["first_name"]
        await driver.press("tab")
        assert not offers.open and body(driver) == "{{ first_name }} yours"
        await driver.type(" {{c")
        await driver.pilot.click(Offers, offset=(3, 2))
        await driver.settle()
        assert body(driver) == "{{ first_name }} {{ compute_per_researcher }} yours"
        await driver.type("{{")
        await driver.press("escape")
        assert not offers.open and isinstance(driver.app.screen, WriteScreen)
        await driver.press("shift+tab")
        subject = driver.app.screen.query_one("#subject", Input)
        assert subject.has_focus
        subject.value = ""
        await driver.type("On {{la")
        await driver.press("enter")
        assert subject.value == "On {{ lab }}"

    run(steps)


def test_what_is_wrong_is_said_with_its_line_and_is_not_sent() -> None:
    async def steps(driver: Driver) -> None:
        await write(driver, "Hello,\n\n{{ topc }} is yours.")
        assert "Line 3, column 4: there is no field 'topc'; did you mean 'topic'?" in flat(driver)
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, WriteScreen) and "topc" in driver.notices()[-1]
        await driver.press("escape")
        assert isinstance(driver.app.screen, ComposeScreen)
        assert "no letter yet" in driver.text() and "topc" in driver.text()
        await driver.press("ctrl+t", "ctrl+r", "ctrl+s")
        assert driver.play.ordered() == [] and "topc" in driver.notices()[-1]
        await driver.press("ctrl+e")
        await put(driver, "Hello TODO")
        assert "Line 1, column 7: 'TODO' looks left over from a draft" in flat(driver)

    run(steps, size=WIDE)


def flat(driver: Driver) -> str:
    """The side of the screen on one line."""
    lines = [line[66:].strip(" │") for line in driver.text().splitlines()]
    return " ".join(" ".join(lines).split())


def test_plain_again_leads_back_and_own_words_can_be_chosen_again() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver)
        before = body(driver), screen.draft.mails
        await driver.type("Zebras. ")
        assert screen.words.own
        await driver.press("ctrl+l")
        assert (body(driver), screen.draft.mails) == before
        await driver.put("#letter", "")
        assert body(driver).startswith("Zebras. ") and screen.words.own
        await driver.press("ctrl+l", "ctrl+z")
        assert body(driver).startswith("Zebras. ")
        await driver.press("ctrl+n", "ctrl+z")
        assert "Zebras" not in body(driver) and not screen.words.own
        await driver.press("ctrl+n", "ctrl+n", "ctrl+n")
        assert screen.mail == 0 and body(driver).startswith("Zebras. ")
        await driver.press("ctrl+l", "escape")
        assert "Zebras. " not in driver.text()
        await driver.put("#template", "")
        assert "Zebras. " in driver.text()
        await driver.put("#template", "hiring-manager")
        await driver.press("ctrl+s", "d")
        assert [line.template for line in driver.play.game.lines()] == ["hiring-manager"]

    run(steps)


def test_nothing_typed_is_lost_on_the_way_back_and_to_the_same_person_again() -> None:
    async def steps(driver: Driver) -> None:
        await write(driver)
        await driver.type("Zebras. ")
        await driver.press("escape")
        assert "your own words" in driver.text() and "Zebras." in driver.text()
        await driver.put("#template", "short-note")
        assert "Zebras." not in driver.text()
        await driver.put("#template", "")
        assert "Zebras." in driver.text()
        await driver.press("escape")
        assert isinstance(driver.app.screen, DeskScreen) and "wait here" in driver.notices()[-1]
        await driver.press("w")
        assert "Zebras." in driver.text()
        await driver.press("ctrl+s", "d")
        assert sent_words(driver)[0].startswith("Zebras. ") and not driver.play.unsent

    run(steps)


def test_many_people_get_one_letter_filled_in_for_each() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver, marked=40)
        assert len(screen.draft.candidates) == 40 and "{{ first_name }}" in body(driver)
        await put(driver, LETTER)
        assert "and 39 others" in driver.text()
        await driver.press("ctrl+s", "d")
        words = sent_words(driver)
        assert len(words) == len(set(words)) == 40
        (template,) = {line.template for line in driver.play.game.lines()}
        assert template is not None and "{{ first_name }}" in driver.play.letters[template].body

    run(steps, "personal-email", changed=["mechanisms.quotas=false"])


def test_what_fits_the_first_alone_is_said_where_many_read_it() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver, marked=9)
        name = driver.play.name(screen.draft.first).split()[0]
        await put(driver, f"Dear {name},\n\nI read {{{{ former_team }}}} with joy.")
        assert f"'{name}' is {driver.play.name(screen.draft.first)}'s alone" in flat(driver)
        assert "of 9 readers is not known, which leaves a hole" in flat(driver)

    run(steps, "personal-email", size=WIDE)


def test_a_letter_is_kept_for_other_people_and_other_games() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver)
        name = driver.play.name(screen.draft.first).split()[0]
        await put(driver, f"Dear {name},\n\nzebras. Which are yours?\n\n{{{{ sender }}}}")
        await driver.press("ctrl+o")
        await driver.type("Hiring Manager")
        assert "There is a letter hiring-manager already" in driver.text()
        await driver.press("enter")
        assert driver.app.screen is screen and "comes with the program" in driver.notices()[-1]
        await driver.press("ctrl+o")
        await driver.type("Warm hello!")
        await driver.press("enter")
        kept = driver.play.kept["warm-hello"]
        assert kept.body == "Dear {{ first_name }},\n\nzebras. Which are yours?\n\n{{ sender }}"
        assert kept.name == "Warm hello!"
        await driver.press("escape", "escape")

    run(steps)

    async def elsewhere(driver: Driver) -> None:
        await driver.press("w")
        await driver.put("#template", "warm-hello")
        assert driver.app.screen.query_one("#template", Select).value == "warm-hello"
        await driver.put("#pay", "1,234,000")
        await driver.press("ctrl+e")
        assert "zebras" in body(driver) and "{{ first_name }}" not in body(driver)
        await driver.press("escape", "ctrl+s", "d")
        assert "zebras" in sent_words(driver)[0] and not driver.play.unsent

    run(elsewhere, "personal-email")


HOSTILE = {
    "8,000 characters": "{" * 8_000,
    "more than that": "spam " * 4_000,
    "digits": "9" * 7_999,
    "emoji": "👩\u200d🔬💰🚀" * 500,
    "right to left": "\u202eمرحبا עולם " * 300,
    "a tag": "{% for x in y %}{{ x.__class__ }}{% endfor %}",
    "open tags": "{{ {% {# }} %} #}",
    "escapes": "\x1b]52;c;QQ==\x07\x1b[2J [bold]x[/] [/]",
    "nothing": "   \n\n ",
}


def test_whatever_is_pasted_the_editor_stands_and_says_what_is_wrong() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver)
        for name, text in HOSTILE.items():
            await put(driver, text)
            seen = screen._seen
            assert bool(seen.wrong) != bool(seen.letter), name
            assert visible(driver.text()) == driver.text(), name
            if seen.wrong:
                await driver.press("ctrl+s")
                assert driver.app.screen is screen and words.remark(seen.wrong[0]) in driver.notices()[-1], (
                    name
                )

    run(steps)


@pytest.mark.parametrize("name", ["emoji", "right to left", "escapes"])
def test_what_is_odd_and_no_fault_is_sent_as_it_is_but_for_what_nobody_could_read(
    play: Play, name: str
) -> None:
    draft = written(play, own(play, HOSTILE[name]))
    play.act(draft.order(play.lab))
    play.advance(1)
    (mail,) = play.inbox.threads[draft.first]
    assert mail.letter.body == clean_lines(HOSTILE[name]).strip()


def test_follow_ups_are_planned_with_texts_and_words() -> None:
    async def steps(driver: Driver) -> None:
        screen = await write(driver, LETTER)
        await driver.press("ctrl+n")
        assert screen.mail == 1 and "day 5, if unanswered" in driver.text()
        await driver.type("Zebras again. ")
        await driver.put("#after", "61")
        assert "Days: from 1 to 60." in driver.text()
        await driver.press("ctrl+s")
        assert driver.app.screen is screen and "Days: from 1 to 60." in driver.notices()[-1]
        await driver.put("#after", "9")
        assert "day 9, if unanswered" in driver.text()
        for number in range(4, 6):
            await driver.put("#mail", number)
        assert "6: day 29, if unanswered" in driver.text() and len(screen.draft.mails) == 6
        for _ in range(2):
            await driver.put("#letter", "-")
        await driver.put("#mail", 1)
        await driver.put("#mail", 2)
        await driver.put("#letter", "-")
        assert len(screen.draft.mails) == 3 and screen.mail == 1
        await driver.press("escape")
        told = "without an answer: after 9 days your own words, after 5 days follow-up-last."
        assert told in driver.shown("#side-text")
        await driver.press("ctrl+s")
        line = driver.play.game.lines()[0]
        first = driver.play.letters[line.template or ""]
        second, third = first.follow_ups
        assert driver.play.letters[second].body.startswith("Zebras again. ") and third == "follow-up-last"
        assert first.spacing_days == (9, 5)

    run(steps, size=WIDE)


MORE = "Once more, {{ first_name }}: {{ terms }}. We run 9,000,000 H100s. It was great to meet you."


@pytest.mark.parametrize(("texts", "days"), [((LETTER,), 5), ((LETTER, MORE), 9), ((LETTER, *[MORE] * 5), 3)])
def test_what_is_shown_for_own_words_is_what_the_engine_logs_once_they_are_sent(
    play: Play, texts: tuple[str, ...], days: int
) -> None:
    draft = own(play, *texts, days=days, sender=Sender.CEO, direct=True)
    p, name = play.scenario.setup.parameters, play.name(draft.first)
    truth = weigh(play.session.world, play.lab, draft.first, plan_of(play, draft), name, as_truth=True)
    shown = explain(p, truth)
    seen = look_at(play, draft, 0)
    assert sum(part.value for part in seen.reply) == pytest.approx(float(truth.mails[0].words))
    play.act(written(play, draft).order(play.lab))
    while any(a.candidate == draft.first for a in play.view.approaches) or play.session.day == 0:
        play.advance(1)
    log = play.game.log
    sent = log.where((log.kind == Event.SENT) & (log.candidate == draft.first))
    assert len(sent.value) == len(draft.mails) and set(np.diff(sent.day)) == {days}
    for mail, value in zip(sent.mail.tolist(), sent.value.tolist(), strict=True):
        assert shown.mails[mail - 1].logit == pytest.approx(value / 1e6, abs=5e-5)
