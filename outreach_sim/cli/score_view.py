"""Points as people read them, and as programs do: of many worlds, of one game by person, of one letter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.looking import to_look_at
from outreach_sim.formatting import counted, signed

if TYPE_CHECKING:
    from outreach_sim.market.values import Worth
    from outreach_sim.study.scores import Scores


def of_worlds(scores: Scores | None) -> dict[str, Any]:
    """What ``run --score --json`` prints besides; nothing where nobody asked."""
    return {} if scores is None else {"points": scores}


def show_worlds(lab: str, scores: Scores | None) -> None:
    """The score of a lab over worlds, its lines, and how often it reaches its goal."""
    if scores is None:
        return
    from outreach_sim.model.explain import rounded

    mean, interval = scores.score.mean, scores.score.ci95
    click.echo()
    if interval is None:
        output.sentence(f"{lab} scores {signed(mean)} points; {output.too_few_worlds()}.")
    else:
        between = f"95 % interval of the mean {signed(interval[0])} to {signed(interval[1])}"
        ends = (scores.score.quantiles[level] or 0.0 for level in ("5%", "95%"))
        low, high = (signed(end, 1) for end in ends)
        spread = f"nine worlds in ten lie between {low} and {high}"
        output.sentence(f"{lab} scores {signed(mean)} points a world ({between}; {spread}).")
    parts = rounded([line.mean for line in scores.lines.values()], to=round(mean, 2))
    told = [f"{_said(name)} {signed(part)}" for name, part in zip(scores.lines, parts, strict=True) if part]
    if told:
        output.sentence(f"Over doing nothing in the same worlds: {', '.join(told)}.", indent=2)
    if scores.goal is not None and scores.reached is not None:
        output.sentence(_of_goal(scores.goal, scores.reached, scores.reached_ci95), indent=2)


def _said(line: str) -> str:
    return line.replace("_", " ")


def _of_goal(goal: float, reached: float, interval: tuple[float, float] | None) -> str:
    sure = output.too_few_worlds()
    if interval is not None:
        sure = f"95 % interval {output.percent(interval[0])} to {output.percent(interval[1])}"
    return f"The goal of {goal:g} points is reached in {output.percent(reached)} of worlds ({sure})."


@dataclass(frozen=True, slots=True)
class Person:
    """A line of a breakdown: a candidate, and what each kind comes to; they add up to ``points``."""

    candidate: int
    name: str
    points: float
    lines: dict[str, float]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The points of one game, by person; ``people`` and ``everybody`` add up to ``score`` to the last digit.

    Attributes:
        score: all of it.
        goal: what the board asks for by the end; ``None`` where it does not.
        everybody: crowding that is nobody's own.
        people: whoever counts, who is worth most first.
    """

    score: float
    goal: float | None
    everybody: float
    people: tuple[Person, ...]


def breakdown_of(name: str) -> Breakdown | None:
    """The points of a saved game; ``None``, said on stderr, of one that an older engine played."""
    from outreach_sim.market.points import NAMES, POINT
    from outreach_sim.storage.saves.points import points_of

    game = to_look_at(name, "It has no points: they are told by playing it again.")
    if game is None:
        return None
    with game:
        found = points_of(game)
        people = tuple(
            Person(
                candidate + 1,
                game.scenario.population.book.name(candidate),
                int(found.by_person[:, 0, candidate].sum()) / POINT,
                dict(zip(NAMES, (found.by_person[:, 0, candidate] / POINT).tolist(), strict=True)),
            )
            for candidate in found.people().tolist()
        )
        goal = game.scenario.goal
        return Breakdown(int(found.score[0]) / POINT, goal, int(found.everybody[0]) / POINT, people)


MOST_PEOPLE = 25
"""Lines of a breakdown that are shown to people; programs get all of them."""


def show_breakdown(found: Breakdown) -> None:
    """The table of a breakdown: every line adds up across, and the last column downwards."""
    from outreach_sim.market.points import LINES

    of = "" if found.goal is None else f" of {found.goal:g}"
    click.echo()
    output.heading(f"{signed(found.score)}{of} points over doing nothing on the same luck")
    if not found.people:
        return
    rows = _rows(found)
    used = [place for place, line in enumerate(LINES) if any(row[place + 1] for row in rows)]
    header = ["", *(_said(LINES[place].name) for place in used), "points"]
    cells = [[row[0], *(row[place + 1] for place in used), row[-1]] for row in rows]
    output.table(header, cells, right=range(1, len(header)))


def _rows(found: Breakdown) -> list[list[str]]:
    """Who it is, each line, and their sum; people beyond the first many together, then what is nobody's."""
    from outreach_sim.market.points import NAMES
    from outreach_sim.study.breakdown import adding_up

    shown, others = found.people[:MOST_PEOPLE], found.people[MOST_PEOPLE:]
    who = [f"{person.name} ({person.candidate})" for person in shown]
    lines = [[person.lines[name] for name in NAMES] for person in shown]
    if others:
        who.append(counted(len(others), "other"))
        lines.append([math.fsum(person.lines[name] for person in others) for name in NAMES])
    who.append("nobody's own")
    lines.append([found.everybody * (name == "crowding") for name in NAMES])
    return [
        [name, *(signed(value) if value else "" for value in row), signed(total)]
        for name, (row, total) in zip(who, adding_up(lines, found.score), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class LetterPoints:
    """What one letter is worth in points, as ``explain --json`` prints it.

    Attributes:
        if_yes: ``work`` less ``crowding`` and ``overpay``, on the day of a yes.
        chance: of the whole way. served: part of it for which time, money and interviews last.
        in_the_end: like ``if_yes``, at the end of the game: people leave, and what they were granted stays.
        expected: chance, times what is served, times what is there in the end.
        best_pay_usd, best_expected: the pay of a menu that brings most points, and how many to expect of it.
    """

    if_yes: float
    work: float
    crowding: float
    overpay: float
    chance: float
    served: float
    in_the_end: float
    expected: float
    best_pay_usd: int
    best_expected: float

    @classmethod
    def of(cls, worth: Worth, best_pay_usd: int, best_expected: float) -> LetterPoints:
        """The same of the first of some people; parts in whole millionths, so that they add up."""
        from outreach_sim.market.points import POINT, millionths

        work, crowding, over = (
            int(millionths(part)[0]) for part in (worth.work, worth.crowding, worth.overpay)
        )
        return cls(
            (work - crowding - over) / POINT,
            work / POINT,
            crowding / POINT,
            over / POINT,
            float(worth.chance[0]),
            float(worth.served[0]),
            float(worth.in_the_end[0]),
            float(worth.expected[0]),
            best_pay_usd,
            best_expected,
        )


LEAST_SERVED = 0.995
"""From this share of letters on it is not said how many time, money and interviews serve."""


def show_letter(worth: LetterPoints | None) -> None:
    """The points of a letter in words; its parts add up."""
    if worth is None:
        return
    from outreach_sim.formatting import usd
    from outreach_sim.model.explain import rounded

    parts = [worth.work, -worth.crowding, -worth.overpay]
    work, crowding, over = rounded(parts, to=round(worth.if_yes, 2))
    sum_of = f"{work:.2f} work - {-crowding:.2f} crowding - {-over:.2f} overpay"
    click.echo()
    output.sentence(f"In points: if yes {signed(worth.if_yes)} = {sum_of}.")
    served = f" (time, money and interviews serve {output.percent(worth.served)} of them)"
    served *= worth.served < LEAST_SERVED
    expected = f"To be expected of the letter by the end of the game: {_finely(worth.expected)}"
    output.sentence(f"{expected}{served}.")
    best = f"{usd(worth.best_pay_usd)} a year, with {_finely(worth.best_expected)} expected"
    output.sentence(f"Best pay for points: {best}.")


def _finely(points: float) -> str:
    """Points of one letter, which are few: three decimals."""
    return signed(points, 3)
