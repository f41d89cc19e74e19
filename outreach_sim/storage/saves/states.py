"""The states that a save keeps now and then: a game is opened from the last one instead of its first day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import OtherRulesError, RunError
from outreach_sim.market.session import Session
from outreach_sim.market.state import snapshot
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves import arrays
from outreach_sim.storage.saves.hash_chain import Entry, Snapshot, taken_apart
from outreach_sim.storage.saves.replay import replayed
from outreach_sim.storage.steps import Steps, outcome_of

SNAPSHOT_DAYS = 28
"""The state is kept with the first turn that ends so many days after the last kept one: opening a game
replays no more than that, and a turn."""
MOST_REMEMBERED = 8
SMALL_BYTES = 4_000_000
"""A state of some ten thousand people, which is copied in a millisecond."""
NOTHING: Mapping[int, arrays.Arrays] = {}


def first_state(session: Session) -> Snapshot:
    """What is kept with the first entry."""
    return arrays.pack(snapshot.snapshot(session.world))


def state_if_due(session: Session, kept_on: int) -> Snapshot | None:
    """What is kept with a turn that has just been played; ``None`` where the last state is young enough.

    Args:
        session: stands where the turn ended.
        kept_on: the day of the last state that was kept on the way there.
    """
    return first_state(session) if session.day - kept_on >= SNAPSHOT_DAYS else None


class Latest:
    """The states before the latest turns of a game, so that taking one back plays no day again.

    They are beside what the save keeps, and lost with the program. Of worlds of many people there are none:
    eight of them would take too much memory.

    Attributes:
        states: by the entry after which the game stood so.
    """

    def __init__(self) -> None:
        self.states: dict[int, arrays.Arrays] = {}

    def note(self, path: Sequence[Entry], session: Session) -> None:
        """A turn is about to begin; orders that wait for it are in the way and in no state."""
        turn = next(entry.id for entry in reversed(path) if entry.kind != "order")
        state = self.states.pop(turn, None) or snapshot.snapshot(session.world, copies=False)
        if sum(array.nbytes for array in state.values()) <= SMALL_BYTES:
            self.states[turn] = _copied(state)
        for oldest in list(self.states)[:-MOST_REMEMBERED]:
            del self.states[oldest]


def _copied(state: arrays.Arrays) -> arrays.Arrays:
    return {name: array.copy() for name, array in state.items()}


def stand(
    scenario: Scenario, seed: int, path: Sequence[Entry], state_of: Callable[[int], Snapshot | None]
) -> tuple[Session, int]:
    """What ``standing`` returns."""
    return outcome_of(standing(scenario, seed, path, state_of))


def standing(
    scenario: Scenario,
    seed: int,
    path: Sequence[Entry],
    state_of: Callable[[int], Snapshot | None],
    remembered: Mapping[int, arrays.Arrays] = NOTHING,
) -> Steps[tuple[Session, int]]:
    """A session at the end of a way, and the day of the last kept state on it; a day with each step.

    Args:
        scenario: what is played.
        seed: luck seed.
        path: entries from the first on.
        state_of: the state kept with an entry, by its id.
        remembered: states of entries beside those, of which there need be none.

    Raises:
        OtherRulesError: this version keeps other things, or plays otherwise what came after.
        UnfitContentError: there can be no such state, or entry.
    """
    session = Session(scenario.setup, seed)
    last = len(path) - 1
    kept = next(place for place in range(last, -1, -1) if state_of(path[place].id) is not None)
    start = next(place for place in range(last, -1, -1) if place == kept or path[place].id in remembered)
    try:
        with taken_apart():
            snapshot.restore(session.world, _state(path[start].id, state_of, remembered))
    except RunError as error:
        raise OtherRulesError(str(error)) from None
    for entry in path[start + 1 :]:
        yield from replayed(scenario, session, entry)
    return session, path[kept].day


def _state(
    entry: int, state_of: Callable[[int], Snapshot | None], remembered: Mapping[int, arrays.Arrays]
) -> arrays.Arrays:
    kept = None if entry in remembered else state_of(entry)
    return _copied(remembered[entry]) if kept is None else arrays.unpack(*kept)


def same_state(
    ours: Snapshot, theirs: Snapshot, unordered: Sequence[str], *, of_this_version: bool = True
) -> bool:
    """Whether two kept states are one: the same arrays with the same values.

    Args:
        ours: a state, packed.
        theirs: another.
        unordered: the tables whose rows may stand in any order, as ``snapshot.unordered`` names them.
        of_this_version: whether this version kept theirs, too; else it may hold more than is kept today.
    """
    if of_this_version and ours[0] != theirs[0]:
        return False
    try:
        one, other = (_ordered(arrays.unpack(*kept), unordered) for kept in (ours, theirs))
    except (ValueError, KeyError):
        return False
    if not of_this_version:
        other = _as_today(one, other)
    return one.keys() == other.keys() and all(
        np.array_equal(one[name], other[name], equal_nan=True) for name in one
    )


def _as_today(today: arrays.Arrays, kept: arrays.Arrays) -> arrays.Arrays:
    """What an older version kept, without what is no longer kept and what nobody had written there."""
    known = {name: kept[name] for name in today if name in kept}
    value = known.get("approach.value")
    if value is not None and value.shape == today["approach.value"].shape:
        known["approach.value"] = np.where(today["approach.value"] == 0.0, 0.0, value)
    return known


def _ordered(state: arrays.Arrays, unordered: Sequence[str]) -> arrays.Arrays:
    for table in unordered:
        columns = {name: array for name, array in state.items() if name.startswith(table)}
        if columns:
            # Whose they are counts first: the last key is the first that is looked at.
            whose = (state[f"{table}row"], state[f"{table}person"])
            order: NDArray[np.intp] = np.lexsort([*columns.values(), *whose])
            state |= {name: array[order] for name, array in columns.items()}
    return state
