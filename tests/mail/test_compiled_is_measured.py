"""What the market knows of a letter is what its reader notices of it, rendered, whoever it is."""

from dataclasses import asdict
from functools import cache

import numpy as np
import pytest

from outreach_sim.mail.letter import Letter, render
from outreach_sim.mail.names import first_name, plain_name
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.template import shipped_templates
from outreach_sim.market.phases.features import add_what_the_day_tells, mail_place, subjects_of
from outreach_sim.market.setup import Fact
from outreach_sim.market.state.approaches import ApproachTable
from outreach_sim.market.state.world import World
from outreach_sim.model.features import Features
from outreach_sim.model.wording import Claims, Wording
from outreach_sim.scenario.load import load_scenario
from outreach_sim.words.facts import Facts
from outreach_sim.words.measure import Canonical, canonical, measure, notice
from tests.params import PARAMETERS

TABLES = shipped_letters()
SCENARIO = load_scenario("personal-email")
PEOPLE = range(0, len(SCENARIO.setup.people), 4)
LABS = tuple(lab.name for lab in SCENARIO.setup.labs)
DAYS, FLEET = 9, 600_000
_FACTS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}


def known_of(candidate: int) -> int:
    return int(SCENARIO.setup.people.known[candidate])


@cache
def values(candidate: int) -> dict[str, str]:
    """A real letter's values: this person's, and terms of all lengths."""
    employer = int(SCENARIO.setup.people.employer[candidate])
    writer = (employer + 1 + candidate % (len(LABS) - 1)) % len(LABS)
    profile = SCENARIO.population.book.profile(candidate, SCENARIO.lab_ids[employer])
    known = known_of(candidate)
    facts = {name: getattr(profile, name) if known >> fact & 1 else "" for name, fact in _FACTS.items()}
    pay = f"${300_000 + candidate * 7_919:,}"
    return facts | {
        "name": plain_name(profile.name),
        "first_name": first_name(profile.name),
        "employer": LABS[employer],
        "lab": LABS[writer],
        "sender": ("The recruiting team", "The hiring manager", "The CEO")[candidate % 3],
        "pay": pay,
        "terms": f"{pay} a year" + ", without interviews" * (candidate % 2),
        "fleet": f"{FLEET:,}",
        "deadline_days": str(DAYS),
        "compute_per_researcher": str(20 + candidate % 300),
    }


@cache
def written(identity: str, candidate: int) -> Letter:
    return render(shipped_templates()[identity], values(candidate))


def about(candidate: int, met: bool, earlier: tuple[tuple[str, str], ...]) -> Facts:
    return Facts(values(candidate), LABS, met, earlier, DAYS, float(FLEET))


@cache
def text_of(identity: str, candidate: int) -> Canonical:
    letter = written(identity, candidate)
    return canonical(letter.subject, letter.body, values(candidate))


@cache
def counts_of(text: Canonical) -> tuple[Wording, Claims]:
    return notice(text, LABS)


def unlike(index: int, candidate: int) -> list[str]:
    """Counts of a letter that differ between the table and the rendered text."""
    measured, found = counts_of(text_of(TABLES.ids[index], candidate)), []
    place = (index, known_of(candidate))
    columns = asdict(TABLES.wording) | asdict(TABLES.claims)
    counts = asdict(measured[0]) | asdict(measured[1])
    found += [name for name, count in counts.items() if columns[name][place] != count]
    return found


def in_own_words(identity: str, candidate: int) -> bool:
    """Whether a fact of this reader stands in what the template says to everybody."""
    body = shipped_templates()[identity].body.lower()
    return any(values(candidate)[name] and values(candidate)[name].lower() in body for name in _FACTS)


@pytest.mark.parametrize("index", range(len(TABLES.ids)), ids=TABLES.ids)
def test_tables_equal_measuring_the_rendered_letter_of_everybody_whose_facts_it_does_not_hit(
    index: int,
) -> None:
    identity = TABLES.ids[index]
    people = [candidate for candidate in PEOPLE if not in_own_words(identity, candidate)]
    assert len(people) > 0.9 * len(PEOPLE)
    wrong = {candidate: found for candidate in people if (found := unlike(index, candidate))}
    assert not wrong, f"{len(wrong)} of {len(people)}"


@pytest.mark.parametrize("met", [True, False])
def test_what_the_market_weighs_is_the_measure_of_the_letter_on_its_day(met: bool) -> None:
    world = World(SCENARIO.setup, 1, [0])
    for candidate in PEOPLE[::8]:
        for index, identity in enumerate(TABLES.ids):
            if in_own_words(identity, candidate):
                continue
            chain = [TABLES.ids[row] for row in TABLES.sequence[index][: TABLES.mails[index]]]
            earlier: list[tuple[str, str]] = []
            for number, name in enumerate(chain, start=1):
                letter = written(name, candidate)
                theirs = measure(letter.subject, letter.body, about(candidate, met, tuple(earlier)))
                assert words_of(world, index, candidate, number, met) == pytest.approx(
                    theirs.reply(PARAMETERS), abs=1e-12
                ), (identity, number)
                earlier.append((letter.subject, letter.body))
            letter = written(identity, candidate)
            first = measure(letter.subject, letter.body, about(candidate, met, ()))
            subject = subjects_of(world, np.array([index]), np.array([candidate]))
            assert subject[0] == first.opening(PARAMETERS)


def words_of(world: World, template: int, candidate: int, number: int, met: bool) -> float:
    """What the engine makes of this mail of a sequence, log-odds."""
    table, row = ApproachTable(1), np.zeros(1, dtype=np.intp)
    table.append(1)
    table.person[0], table.template[0], table.mails[0], table.number[0] = candidate, template, number, 1
    table.deadline_days[0] = DAYS
    features = Features(*(np.zeros(1) for _ in range(8)))
    features.met = np.full(1, float(met))
    place = mail_place(world, table, row)
    features.words = world.reading.reply.take(place)
    world.fleet_today = np.full(world.labs, FLEET)
    add_what_the_day_tells(world, table, row, place, features)
    return float(features.words[0])
