"""Going back and forth in a game: to any day, to a bookmark, and again to what was taken back.

Nothing new is kept for it: going back takes back entry after entry, going forth gives the same orders and
plays the same turns again, which on the same luck gives the same events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach_sim.errors import UsageError
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import LETTER, days_in, line_in, path_to
from outreach_sim.storage.saves.script_lines import order_of
from outreach_sim.storage.steps import Steps, outcome_of

_TURN, _START, _UNDO = "days", "new", "undo"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done: an order, as its entry holds it, or so many days."""

    order: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """The start of a game, or the end of one of its turns.

    Attributes:
        turn: number of the turn, 0 for the start.
        day: of the game.
        orders: how many were given then.
        entry: its number in the save.
    """

    turn: int
    day: int
    orders: int
    entry: int


def moments(game: Game) -> list[Moment]:
    """The way to where a game stands, turn by turn."""
    found: list[Moment] = []
    for entry in game.path():
        if entry.kind in (_START, _TURN):
            found.append(Moment(len(found), entry.day, 0, entry.id))
        else:
            last = found[-1]
            found[-1] = Moment(last.turn, last.day, last.orders + 1, last.entry)
    return found


def to_redo(entries: Sequence[Entry]) -> list[Step]:
    """What was taken back and can be done again, in its order; nothing once something else was done."""
    taken: list[Step] = []
    head = entries[0]
    for entry in entries[1:]:
        if entry.kind == _UNDO:
            taken.append(_step(head))
            head = entries[head.parent]
        elif entry.kind != LETTER:
            _do(taken, _step(entry))
            head = entry
    return taken[::-1]


def _do(taken: list[Step], done: Step) -> None:
    """What is left to be done again after something was done; part of a turn leaves the rest of it."""
    if not taken or (done != taken[-1] and not 0 < done.days < taken[-1].days):
        taken.clear()
        return
    rest = taken.pop().days - done.days
    if rest:
        taken.append(Step(days=rest))


def _step(entry: Entry) -> Step:
    return Step(days=days_in(entry)) if entry.kind == _TURN else Step(order=entry.body)


def redo(game: Game) -> Step:
    """Do again what was taken back last, at once: what ``redoing`` does."""
    return outcome_of(redoing(game))


def redoing(game: Game) -> Steps[Step]:
    """Do again what was taken back last, a day with each step; returns what it was.

    Raises:
        UsageError: there is nothing, or the game is open for reading only.
        RunError: the disk refuses; nothing was done.
    """
    steps = to_redo(game.entries)
    if not steps:
        raise UsageError("there is nothing to do again")
    yield from _again(game, steps[0])
    return steps[0]


def _again(game: Game, step: Step) -> Iterator[None]:
    if step.days:
        for _ in game.day_by_day(step.days, lambda: False):
            yield
        return
    entry = next(entry for entry in game.entries if entry.body == step.order)
    game.act(order_of(game.scenario, line_in(entry)))


def go_to_day(game: Game, day: int) -> None:
    """Stand on this day, at once: what ``going_to_day`` does."""
    outcome_of(going_to_day(game, day))


def going_to_day(game: Game, day: int) -> Steps[None]:
    """Stand on this day: back by taking back, orders of that day too; forth by doing that again, then time.

    A day is played with each step.

    Raises:
        UsageError: the game has no such day, or is open for reading only.
        RunError: the disk refuses; the game stands where it got to.
    """
    if not 0 <= day <= game.scenario.days:
        raise UsageError(f"there is no day {day}, the days of this game are 0 to {game.scenario.days}")
    beyond = len(game.path()) - len(kept_until(game.path(), day))
    if beyond:
        yield from game.taking_back(beyond)
    while game.session.day < day:
        steps, left = to_redo(game.entries), day - game.session.day
        step = steps[0] if steps else Step(days=left)
        yield from _again(game, step if step.order else Step(days=min(step.days, left)))


def kept_until(path: Sequence[Entry], day: int) -> list[Entry]:
    """The part of a way before a day: to the turn that ends on it, or with orders of the turn it is in."""
    if day >= path[-1].day:
        return list(path)
    turns = [place for place, entry in enumerate(path) if entry.kind in (_START, _TURN)]
    last = max(place for place in turns if path[place].day <= day)
    if path[last].day == day:
        return list(path[: last + 1])
    return list(path[: next(place for place in turns if place > last)])


def going_to_entry(game: Game, number: int) -> Steps[None]:
    """Stand where the game stood once, whether or not that was taken back since; a day with each step.

    Raises:
        UsageError: it never stood there, or is open for reading only.
        RunError: the disk refuses; the game stands where it got to.
    """
    entries = game.entries
    if not 0 <= number < len(entries) or entries[number].kind in (_UNDO, LETTER):
        raise UsageError("the game never stood there")
    wanted, here = (
        [_step(entry) for entry in path[1:]] for path in (path_to(entries, entries[number]), game.path())
    )
    same = next((n for n, (a, b) in enumerate(zip(wanted, here, strict=False)) if a != b), None)
    same = min(len(wanted), len(here)) if same is None else same
    if len(here) > same:
        yield from game.taking_back(len(here) - same)
    for step in wanted[same:]:
        yield from _again(game, step)


def branch_at(game: Game, name: str, day: int, where: str = "") -> None:
    """Copy a game as it stood on a day into a new save, which has done nothing since.

    Args:
        game: what is copied; it stays as it is.
        name: of the new save.
        day: on whose morning it stands.
        where: that is, in words that its origin says; the turn where nothing is said.

    Raises:
        UsageError: there is no such day behind the game, or the name is taken.
        RunError: the new save cannot be written.
    """
    if not 0 <= day <= game.session.day:
        raise UsageError(f"there is no day {day} behind the game, which stands on day {game.session.day}")
    game.branch(name, last=kept_until(game.path(), day)[-1], where=where)
    with Game.open(name) as copy:
        go_to_day(copy, day)
