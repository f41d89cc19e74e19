"""What will go wrong in a sound scenario once it is played: letters with holes, lines that never send any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import Problem
from outreach_sim.formatting import counted
from outreach_sim.inputs.paths import printable
from outreach_sim.inputs.toml import parse
from outreach_sim.market.day import play_day
from outreach_sim.market.setup import DAYS_PER_WEEK, NO_LIMIT, SENDER_NAMES, Do, Fact, Order, Sender, Setup
from outreach_sim.market.state.world import World

if TYPE_CHECKING:
    from outreach_sim.scenario.load import Scenario

FACT_NAMES = {Fact.TOPIC: "topic", Fact.PAPER: "paper", Fact.TEAM: "former team", Fact.CITY: "city"}
MOST_TRIED = 5_000_000
"""People times days up to which a world is played to see whether a line sends anything."""


@dataclass(frozen=True, slots=True)
class _Remark:
    """What is to be said of a line of the script."""

    line: int
    key: tuple[str, ...]
    message: str
    hint: str


def remarks_on(scenario: Scenario) -> list[Problem]:
    """What is to be said of a scenario's script, each at its place in the file."""
    setup = scenario.setup
    found = [*_holes(setup), *_addressed_to_nobody(setup), *_without_quota(setup)]
    if not found:
        return []
    document = parse(scenario.text, printable(scenario.file))
    told = [document.problem(("script", r.line, *r.key), r.message, r.hint) for r in found]
    return sorted(told, key=lambda problem: (problem.line, problem.column))


def _letters(setup: Setup) -> Iterator[tuple[int, Order]]:
    return ((index, order) for index, order in enumerate(setup.script) if order.do is Do.SEND)


def _audience(setup: Setup, order: Order) -> NDArray[np.intp]:
    """Everybody an order may ever be about."""
    employer = setup.people.employer
    may = employer != order.lab
    if order.employers:
        may &= np.isin(employer, order.employers)
    if order.candidates:
        may &= np.isin(np.arange(len(employer)), order.candidates)
    return np.flatnonzero(may)


def _holes(setup: Setup) -> Iterator[_Remark]:
    """Lines whose letters name what is not known of some of their readers."""
    for index, order in _letters(setup):
        known = setup.people.known[_audience(setup, order)]
        # Whatever counts what is unlike by NumPy's ``unique`` imports its masked arrays first.
        people = np.bincount(known)
        masks = np.flatnonzero(people)
        mistakes = setup.letters.mistakes[setup.letters.sequence[order.template]]
        holed = mistakes[:, masks].any(axis=0)
        facts = {fact for mask in masks[holed].tolist() for fact in _missed(mistakes, mask)}
        if not facts:
            continue
        names = " or ".join(FACT_NAMES[fact] for fact in sorted(facts))
        whom = f"{int(people[masks[holed]].sum()):,} of {counted(len(known), 'person', 'people')}"
        message = f"its letters have a hole for {whom}: no {names} is known"
        yield _Remark(index, ("template",), message, "fill that in, or write a letter that does without")


def _missed(mistakes: NDArray[np.int16], mask: int) -> Iterator[Fact]:
    """Facts of which a letter would have fewer holes if they were known too."""
    for fact in Fact:
        if not mask >> fact & 1 and (mistakes[:, mask] > mistakes[:, mask | 1 << fact]).any():
            yield fact


def _addressed_to_nobody(setup: Setup) -> Iterator[_Remark]:
    for index, order in _letters(setup):
        if not _audience(setup, order).size:
            message = "sends nothing: of the candidates there is nobody it could be addressed to"
            yield _Remark(index, ("to",), message, "see who works where: candidates show")


def _without_quota(setup: Setup) -> Iterator[_Remark]:
    """Lines that find the letters of the week gone whenever they act."""
    if not setup.mechanisms.quotas:
        return
    suspects = dict(_starved(setup))
    for index in _sends_nothing(setup, list(suspects)):
        order, before = setup.script[index], suspects[index]
        lab, who = setup.labs[order.lab], SENDER_NAMES[order.sender]
        quota = _weekly(setup, order.lab, order.sender)
        by_hours = quota < lab.letters_per_week.get(order.sender, NO_LIMIT)
        more = "raise rules.ceo_hours" if by_hours else "raise letters_per_week"
        if not quota:
            message = f"sends nothing: signed by the {who}, {lab.id} writes no letters"
            yield _Remark(index, ("sender",), message, f"{more}, or let somebody else sign")
            continue
        lines = " and ".join(f"[[script]] {line + 1}" for line in before)
        week = f"{lab.id} has {counted(quota, 'letter')} a week by the {who}"
        message = f"never gets a letter out: {week}, used up first by {lines}"
        yield _Remark(index, (), message, f"{more}, or ask for fewer there")


def _weekly(setup: Setup, lab: int, sender: Sender) -> int:
    """How many letters a week there can be: the quota, or the hours of the player's CEO."""
    quota = setup.labs[lab].letters_per_week.get(sender, NO_LIMIT)
    return min(quota, setup.rules.ceo_hours) if (lab, sender) == (setup.player, Sender.CEO) else quota


def _starved(setup: Setup) -> Iterator[tuple[int, list[int]]]:
    """Lines for which nothing is left as long as those before them find people, and the latter."""
    weeks = np.arange(setup.days) // DAYS_PER_WEEK
    for writer in dict.fromkeys((order.lab, order.sender) for _, order in _letters(setup)):
        quota = _weekly(setup, *writer)
        lines = [(i, order) for i, order in _letters(setup) if (order.lab, order.sender) == writer]
        asked = {i: _asked_by_day(setup, order) for i, order in lines}
        so_far = _used_this_week(np.sum(list(asked.values()), axis=0), weeks)
        today = np.zeros(setup.days, dtype=np.int64)
        for i, order in lines:
            days = np.array(order.days, dtype=np.intp)
            if days.size and (so_far[days] + today[days] >= quota).all():
                earlier = {j: _used_this_week(one, weeks) + (j < i) * one for j, one in asked.items()}
                yield i, [j for j, used in earlier.items() if j != i and used[days].any()]
            today += asked[i]


def _asked_by_day(setup: Setup, order: Order) -> NDArray[np.int64]:
    """How many letters a line asks for on each day, and has people for."""
    asked = np.zeros(setup.days, dtype=np.int64)
    asked[list(order.days)] = min(order.top or len(order.candidates), _audience(setup, order).size)
    return asked


def _used_this_week(asked: NDArray[np.int64], weeks: NDArray[np.intp]) -> NDArray[np.int64]:
    """What was asked for on earlier days of the same week."""
    before = asked.cumsum() - asked
    first_day = weeks * DAYS_PER_WEEK
    used: NDArray[np.int64] = before - before[first_day]
    return used


def _sends_nothing(setup: Setup, suspects: Sequence[int]) -> list[int]:
    """Those of these lines without which a world would be the same.

    Lines before them may run out of people, and leave letters over after all; so a world is played with them
    and without, unless it is too large for that.
    """
    if not suspects or len(setup.people) * setup.days > MOST_TRIED:
        return list(suspects)
    whole = _played(setup, ())
    return [index for index in suspects if np.array_equal(_played(setup, (index,)), whole)]


def _played(setup: Setup, left_out: Sequence[int]) -> NDArray[np.int64]:
    """What became of the letters of all labs in one world, without some lines of the script."""
    script = tuple(order for index, order in enumerate(setup.script) if index not in left_out)
    world = World(replace(setup, script=script), 1, [0])
    for _ in range(setup.days):
        play_day(world)
    return world.recorder.funnel
