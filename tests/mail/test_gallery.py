"""Letters that ship are true of everybody and best for somebody; those to learn from teach what they say."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from docs.generate_gallery import PAGE, measured, page, table
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.letter import render
from outreach_sim.mail.reading import (
    SAMPLE_READS,
    all_letters,
    facts_of,
    judged_by,
    mails_before,
    sample_reader,
)
from outreach_sim.mail.shipped import compiled_tables
from outreach_sim.mail.template import ROLES, Template, gallery, shipped_templates
from outreach_sim.mail.texts import values_for
from outreach_sim.market.session import Session
from outreach_sim.model.wording import LANGUAGES, Claims, Wording, false_claims
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.storage.correspondence.values import lab_values, person_values
from outreach_sim.words.measure import Canonical, canonical, notice

P = load_parameters()
PLAYED = {name: letter for name, letter in shipped_templates().items() if not letter.teaches}
TAUGHT = {name: letter for name, letter in all_letters().items() if letter.teaches}


@cache
def worth(name: str, met: bool = False) -> tuple[float, float]:
    found = measured(all_letters()[name], met)
    return found.opening(P), found.reply(P)


# -- the letters one plays with --------------------------------------------------------------------


@cache
def noticed(text: Canonical, labs: tuple[str, ...]) -> tuple[Wording, Claims]:
    return notice(text, labs)


def readers(scenario: Scenario, every: int) -> Iterator[dict[str, str]]:
    """What is true of everybody, or every nth, in a scenario, as the player's lab would write to them."""
    session = Session(scenario.setup, 1)
    lab = scenario.lab_ids.index(scenario.spec.scenario.player)
    writer = values_for(15) | lab_values(scenario, session, lab, session.day)
    for candidate in range(0, len(scenario.population), every):
        yield writer | person_values(scenario, session, candidate)


@pytest.mark.parametrize(("name", "every"), [("first-letter", 1), ("defender", 12)])
def test_no_letter_says_what_is_not_so_of_anybody_met_or_not(name: str, every: int) -> None:
    scenario = load_scenario(name)
    labs = tuple(lab.name for lab in scenario.setup.labs)
    seen = 0
    for values in readers(scenario, every):
        for letter in shipped_templates().values():
            written = render(letter, values)
            wording, claims = noticed(canonical(written.subject, written.body, values), labs)
            fleet = float(values["fleet"].replace(",", ""))
            assert (wording.false, wording.hostile, claims.met) == (0, 0, 0), (letter.id, values)
            assert not any(false_claims(claims, met, 1, fleet) for met in (0, 2)), (letter.id, values)
            assert wording.slips == 0 or letter.teaches, (letter.id, values)
            seen += 1
    assert seen >= len(scenario.population) // every * len(shipped_templates())


def test_only_follow_ups_speak_of_an_earlier_mail() -> None:
    for name, letter in shipped_templates().items():
        speaks = bool(measured(letter, met=False).claims.earlier)
        assert speaks == (letter.stage == "follow-up"), name
        assert letter.subject.startswith("Re: ") == (letter.stage == "follow-up"), name


def test_no_letter_comes_twice_in_a_sequence_and_the_last_is_the_last() -> None:
    for name, letter in PLAYED.items():
        assert len({name, *letter.follow_ups}) == 1 + len(letter.follow_ups)
        assert "follow-up-last" not in letter.follow_ups[:-1]
        assert not measured(letter, met=False).judged.repeat, name


_SAID_OF_MACHINES = re.compile(r"(?:runs?|among) \{\{ fleet \}\} H100s(?: today)?[,;.]")


def test_machines_are_told_and_not_boasted_of() -> None:
    """Fifty a head are no promise to somebody who has a hundred and fifty."""
    for name, letter in PLAYED.items():
        assert "compute_per_researcher" not in letter.body, name
        assert letter.body.count("{{ fleet }}") == len(_SAID_OF_MACHINES.findall(letter.body)), name
        assert not measured(letter, met=False).claims.days, name


def replies(letter: Template) -> list[float]:
    """What the words are worth to somebody of whom these facts are known, of all sixteen combinations."""
    among = shipped_templates()
    readers = [facts_of(values_for(known), SAMPLE_READS) for known in range(16)]
    return [round(judged_by(letter, about, among).reply(P), 6) for about in readers]


@cache
def table_of_replies() -> dict[str, list[float]]:
    return {name: replies(letter) for name, letter in PLAYED.items()}


@pytest.mark.parametrize("name", PLAYED)
def test_each_letter_is_the_best_that_one_of_its_senders_has_for_somebody(name: str) -> None:
    worths, letter = table_of_replies(), PLAYED[name]
    wins = 0
    for role in letter.senders:
        rivals = [n for n, x in PLAYED.items() if x.stage == letter.stage and role in x.senders and n != name]
        for known in range(16):
            wins += all(worths[name][known] > worths[rival][known] for rival in rivals)
    assert wins, worths[name]


def test_the_page_says_for_whom_each_is_the_best() -> None:
    known = {
        "recruiter": 12,
        "hiring-manager": 8,
        "compute-pledge": 0,
        "conference-hello": 2,
        "short-note": 1,
    }
    rivals = [n for n, x in PLAYED.items() if x.stage == "outreach" and "recruiter" in x.senders]
    for name, facts in known.items():
        assert max(rivals, key=lambda rival: table_of_replies()[rival][facts]) == name
    assert set(known) == set(rivals)


# -- the letters one learns from -------------------------------------------------------------------


def test_there_are_letters_of_every_role_stage_and_language_and_each_teaches_something() -> None:
    letters = gallery().values()
    assert len(letters) >= 24 and all(letter.teaches for letter in letters)
    assert {letter.senders[0] for letter in letters} == set(ROLES)
    assert {letter.stage for letter in letters} == {"outreach", "follow-up"}
    assert {LANGUAGES[measured(letter, met=False).wording.language] for letter in letters} >= set(
        LANGUAGES[1:]
    )
    assert len({letter.teaches for letter in letters}) == len(letters)


def test_what_a_lesson_quotes_stands_in_its_letter_and_no_bad_letter_is_without_a_quote() -> None:
    for name, letter in TAUGHT.items():
        written = " ".join(f"{letter.subject} {letter.body}".split()).lower()
        quoted = re.findall("“([^”]+)”", letter.teaches)
        assert all(quote.lower() in written for quote in quoted), (name, quoted)
        assert quoted or worth(name)[1] > 0 or name == "chinese", name


BETTER = [
    ("two-facts", "plain"),
    ("question-first", "two-facts"),
    ("downside-told", "ceo-personal-en"),
    ("downside-told", "long"),
    ("plain", "calendar-and-links"),
    ("one-line", "two-words"),
    ("plain", "homework"),
    ("plain", "stock-phrases"),
    ("plain", "purple"),
    ("plain", "holes"),
    ("prying", "six-questions"),
    ("downside-told", "prying"),
    ("tu", "flat-spanish"),
    ("question-first", "wrong-paper"),
    ("plain", "overpromise"),
    ("six-questions", "threat"),
    ("wrong-paper", "urgent"),
    ("news", "bump"),
    ("last-easy-no", "bump"),
    ("suite", "bump"),
    ("question-on-the-paper", "plain"),
    ("second-approach", "plain"),
    ("zusage", "overpromise"),
    ("stock-phrases", "mass-mail"),
    ("vous", "chinese"),
]


@pytest.mark.parametrize(("better", "worse"), BETTER)
def test_letters_are_worth_what_they_teach(better: str, worse: str) -> None:
    assert worth(better)[1] > worth(worse)[1] and worth(better)[0] >= worth(worse)[0]


def test_every_letter_stands_in_the_order_of_worth() -> None:
    assert {name for pair in BETTER for name in pair} >= set(TAUGHT) - {"after-a-meeting", "sie"}


def test_a_letter_is_worth_the_same_in_every_language_that_its_reader_reads() -> None:
    english = worth("question-first")
    assert all(worth(name) == english for name in ("sie", "vous", "tu"))
    v = sample_reader("The recruiting team").values
    assert (
        judged_by(gallery()["chinese"], facts_of(v, frozenset({"zh"})), all_letters()).reply(P) == english[1]
    )
    assert worth("chinese")[0] < -0.5 and worth("chinese")[1] < -1.0


def test_we_met_is_worth_what_it_says_to_those_who_were_met_alone() -> None:
    assert worth("after-a-meeting", met=True)[1] - worth("after-a-meeting")[1] > 1.5


def test_false_letters_are_false_in_what_they_quote_and_no_other_letter_is() -> None:
    for name, letter in TAUGHT.items():
        found = measured(letter, met=False)
        is_false = bool(found.false) or bool(found.judged.false)
        assert is_false == (name in {"urgent", "after-a-meeting", "overpromise", "wrong-paper"}), name
    overpromise, urgent = (measured(gallery()[name], met=False).claims for name in ("overpromise", "urgent"))
    assert (overpromise.machines_h100e, overpromise.pay_usd) == (50_000_000, 40_000_000)
    assert urgent.days == 2


def test_a_lesson_of_three_times_the_same_mail_is_one_of_repeats() -> None:
    mass, about = shipped_templates()["mass-mail"], sample_reader("The recruiting team")
    assert set(mass.follow_ups) == {"mass-mail"} and mails_before(gallery()["bump"], all_letters())
    assert measured(gallery()["bump"], met=False).judged.repeat
    assert judged_by(mass, about, all_letters()).judged.repeat == 0


def test_no_game_offers_a_letter_to_learn_from() -> None:
    assert not set(gallery()) & {*compiled_tables().ids, *shipped_templates()}
    assert {path.stem for path in (shipped_folder("templates") / "gallery").iterdir()} == set(gallery())


def test_nobody_in_a_letter_is_real_and_no_address_can_be_reached() -> None:
    for letter in all_letters().values():
        for host in re.findall(r"https?://([^/\s]+)", letter.body):
            assert host.endswith((".example.org", ".example.com")), letter.id
        assert "@" not in letter.body


# -- the page --------------------------------------------------------------------------------------


def test_the_page_is_what_is_measured() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python docs/generate_gallery.py"
    text = page()
    assert all(f"| `{name}`" in text and letter.teaches in text for name, letter in TAUGHT.items())
    assert sum(1 for _ in table(TAUGHT, taught=True)) == 2 + len(TAUGHT) + 1  # one is told met and not met
