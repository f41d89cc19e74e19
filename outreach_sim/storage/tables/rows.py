"""Rows of the tables, from what was played; ids of people count from 1, as at every door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from outreach_sim.market.mechanisms.tactics import Tactic
from outreach_sim.market.setup import number_of
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.told import Told
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.tables.source import Source, World

Row = tuple[Any, ...]
NUMBERED = (Event.SENT, Event.REPLIED)
"""Events whose ``mail`` is the number of a mail; elsewhere it is the letter of an answer, index + 1."""
_HEARD = {
    "own": "the lab",
    "employer": "the employer",
    "rivals": "other labs",
    "world": "everybody",
    "nobody": "everybody, of no candidate",
}


def run_row(source: Source, world: World) -> Row:
    """One world."""
    scenario = source.scenario
    return (
        world.number, source.name, scenario.title, source.seed, str(scenario.start), scenario.days,
        world.played_days, source.engine, world.log_hash,
    )  # fmt: skip


def lab_rows(scenario: Scenario) -> Iterator[Row]:
    """Every employer, as on the first day."""
    setup = scenario.setup
    for index, (spec, lab) in enumerate(zip(scenario.spec.labs, setup.labs, strict=True)):
        yield (
            lab.id, lab.name, lab.researchers, int(lab.fleet_h100e[0]), spec.pay.median, spec.pay.top,
            int(index == setup.player), int(lab.outside),
        )  # fmt: skip


def person_rows(scenario: Scenario) -> Iterator[Row]:
    """Every candidate, as on the first day."""
    people, labs = scenario.setup.people, scenario.lab_ids
    employers = [labs[index] for index in people.employer.tolist()]
    profiles = scenario.population.book.profiles(range(len(people)), employers)
    columns = (
        people.level, people.impact, people.standing, people.pay_usd, people.pay_known, people.stake_usd,
        people.team,
    )  # fmt: skip
    facts = zip(*(column.tolist() for column in columns), strict=True)
    for index, (who, employer, fact) in enumerate(zip(profiles, employers, facts, strict=True)):
        level, impact, standing, pay, known, stake, team = fact
        yield (
            number_of(index), who.name, employer, level, impact / 100, standing / 1000, pay, int(known),
            stake, team or None, who.city, who.topic,
        )  # fmt: skip


def kind_rows() -> Iterator[Row]:
    """Every kind of event, whether it happened or not."""
    for event in Event:
        yield name_of(event), int(event), event.whose, event.means, _told(event.told)


def code_rows() -> Iterator[Row]:
    """Values that stand for words."""
    states = {name.lower(): value for name, value in vars(State).items() if name.isupper()}
    words: dict[Event, Mapping[int, str]] = {
        Event.REFUSED: {int(refusal): refusal.why for refusal in Refusal},
        Event.TACTIC_SEEN: {int(tactic): tactic.words for tactic in Tactic},
        Event.ADOPTED: {int(tactic): tactic.words for tactic in Tactic},
        Event.WITHDRAWN: {value: name for name, value in states.items()},
    }
    for event, meanings in words.items():
        yield from ((name_of(event), value, means) for value, means in meanings.items())


def event_rows(scenario: Scenario, world: World) -> Iterator[Row]:
    """Everything that happened in a world, but for the number of the row."""
    log, labs, letters = world.log, scenario.lab_ids, scenario.setup.letters.ids
    dates = [str(scenario.start + timedelta(days=day)) for day in range(scenario.days + 1)]
    names = {int(event): name_of(event) for event in Event}
    numbered = frozenset(map(int, NUMBERED))
    columns = (log.day, log.kind, log.lab, log.candidate, log.number, log.mail, log.value)
    for day, kind, lab, candidate, number, mail, value in zip(*(c.tolist() for c in columns), strict=True):
        counts = kind in numbered
        yield (
            world.number, day, dates[day], names[kind], labs[lab], _person(candidate), number or None,
            mail if counts else None, letters[mail - 1] if mail and not counts else None, value,
        )  # fmt: skip


def name_of(event: Event) -> str:
    """An event as the tables call it."""
    return event.name.lower()


def _person(candidate: int) -> int | None:
    """The id of a candidate; nothing for news, which is of nobody."""
    return number_of(candidate) if candidate >= 0 else None


def _told(told: Told | str) -> str:
    if isinstance(told, str):
        return told
    lines: Sequence[tuple[str, str | None]] = [(who, getattr(told, field)) for field, who in _HEARD.items()]
    return " ".join(f"To {who}: {line}" for who, line in lines if line)
