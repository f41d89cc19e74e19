"""Plays whole worlds in stacks and returns what was counted: the unit of work of a study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import RunError
from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.afterwards import tenure
from outreach_sim.market.observers.by_group import GroupCounter, Grouping
from outreach_sim.market.observers.hires import HireList
from outreach_sim.market.observers.journeys import JourneyObserver, Journeys
from outreach_sim.market.observers.race import Race
from outreach_sim.market.observers.sequences import SequenceCounter, SequenceCounts
from outreach_sim.market.observers.tactic_counts import TacticCounter
from outreach_sim.market.observers.tally import Tally
from outreach_sim.market.observers.trial_letters import TrialLetters
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.policies.players import Players
from outreach_sim.market.policies.registry import handed_over
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.events import FUNNEL, Query
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.saved import Arrays, fill
from outreach_sim.market.state.snapshot import settle, snapshot, take_over
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Counts of worlds, one after the other.

    Attributes:
        funnel: int64, shape (worlds, labs, len(FUNNEL)); mails of all steps count as sent.
        counts: what is a metric besides the funnel, int64, shape (worlds, labs, len(COUNTED)).
        queries: int64, shape (worlds, queries).
        committed_usd: first-year pay and sign-on of accepted offers, int64, shape (worlds, labs).
        raises_usd: first year of raises for staff, counter-offers included, int64, shape (worlds, labs).
        digests: 32 bytes a world, SHA-256 over its day sums.
        race: see ``market.observers.race.Race``, int32, shape (worlds, points, labs, series).
        tenure: who left and who is still there, see ``afterwards.tenure``.
        sequences: what became of sequences by the time of their first mail, where asked for.
        tactics: sequences by tactic and month, see ``TacticCounter``, where labs copy.
        journeys: how far each sequence of one lab came, where asked for.
        hires: world, day and candidate of each yes to one lab, int64, shape (hires, 3), where asked for.
        trial: what became of each letter of a lab that tries two, see ``TrialLetters``.
        by_group: how far one lab's approaches came by group of candidate, int64, shape
            (worlds, groups, len(FUNNEL)), where asked for.
        points: of the player's lab, each line in millionths of a point, int64, shape (worlds, len(LINES)),
            where asked for.
    """

    funnel: NDArray[np.int64]
    counts: NDArray[np.int64]
    queries: NDArray[np.int64]
    committed_usd: NDArray[np.int64]
    raises_usd: NDArray[np.int64]
    digests: tuple[bytes, ...]
    race: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0, 0, 2), dtype=np.int32))
    tenure: NDArray[np.int64] | None = None
    sequences: SequenceCounts | None = None
    journeys: Journeys | None = None
    tactics: NDArray[np.int64] | None = None
    hires: NDArray[np.int64] | None = None
    trial: NDArray[np.int64] | None = None
    points: NDArray[np.int64] | None = None
    by_group: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldsResult(Counted):
    """Counts of some worlds, in the order of ``replications``: int64, shape (worlds,)."""

    replications: NDArray[np.int64]


def run_worlds(
    setup: Setup,
    seed: int,
    replications: Sequence[int],
    queries: Sequence[Query] = (),
    on_day: Callable[[int], None] | None = None,
    own: Makers | None = None,
    sequences: bool = False,
    journeys_of: int | None = None,
    hires_of: int | None = None,
    scored: bool = False,
    grouping: Grouping | None = None,
    on_state: Callable[[Callable[[], Arrays]], None] | None = None,
    start: Callable[[], Arrays | None] | None = None,
) -> WorldsResult:
    """Play these replications, stacked, from the first day to the last.

    Args:
        setup: the scenario.
        seed: luck seed, 0 to 2**63 - 1.
        replications: numbers of the worlds; any subset in any order gives the same worlds.
        queries: what to count besides the funnel.
        on_day: called with the number of days played, for progress.
        own: policies of the user's own, who take over their labs; an object for each world or stack.
        sequences: whether to count sequences by the time of their first mail.
        journeys_of: index of the lab whose sequences are noted one by one.
        hires_of: the same of hires.
        scored: whether a twin of each world is played, for points of the player's lab.
        grouping: which lab's approaches are counted by group of candidate.
        on_state: called after each day but the last with a function that gives the state, for who wants to
            go on from there another time. The arrays are the world's own: copy or write them at once.
        start: gives such a state of the same worlds, to go on from, if there is one; asked for when the
            worlds stand, and emptied, for it may be as large as they are.

    Raises:
        RunError: the state is of other worlds, what it lacks is needed, or a number left its bounds.
        BadInputError: a policy of the user's own is wrong.
    """
    setup = reduce(handed_over, own or {}, setup)
    world = World(setup, seed, replications, queries)
    players = Players(world, own or {})
    notes = _Notes(world, sequences, journeys_of, hires_of, replications, seed if scored else None, grouping)
    if start is not None and (state := start()) is not None:
        _go_on_from(state, world, notes, whole=not own and notes.only_count)
    for day in _days(world, notes, players):
        if on_day is not None:
            on_day(day + 1)
        if on_state is not None and day + 1 < setup.days:
            on_state(lambda: snapshot(world, copies=False) | notes.arrays())
    return _result(world, replications, notes)


def _days(world: World, notes: _Notes, players: Players) -> Iterator[int]:
    """Play day after day to the end; each is noted."""
    for day in range(world.day, world.setup.days):
        with strict_state():
            players.ask()
            play_day(world)
            notes.race.note(world)
        yield day


def logs_of_worlds(
    setup: Setup, seed: int, replications: Sequence[int], on_day: Callable[[int], None] | None = None
) -> tuple[list[Log], tuple[bytes, ...]]:
    """Play these replications, stacked, and keep every event.

    Args:
        setup: the scenario.
        seed: luck seed.
        replications: numbers of the worlds.
        on_day: called with the number of days played, for progress.

    Returns:
        The log of each world, in canonical order, and its digest, in the order of ``replications``.
    """
    world = World(setup, seed, replications, keep_log=True)
    with strict_state():
        for day in range(setup.days):
            play_day(world)
            if on_day is not None:
                on_day(day + 1)
    log = world.recorder.take_log()
    return [log.where(log.world == i) for i in range(len(replications))], world.recorder.digests()


class _Notes:
    """What is noted of stacked worlds besides their own counters."""

    def __init__(
        self,
        world: World,
        sequences: bool,
        journeys_of: int | None,
        hires_of: int | None,
        replications: Sequence[int],
        twins_seed: int | None = None,
        grouping: Grouping | None = None,
    ) -> None:
        self.twin = None if twins_seed is None else Twin(world, twins_seed, replications)
        self.race = Race(world)
        self.tally = Tally(len(world.heads))
        world.recorder.on_day = self.tally.day
        self.counter = SequenceCounter(world) if sequences else None
        self.observer = JourneyObserver(world, journeys_of, replications) if journeys_of is not None else None
        self.tactics = TacticCounter(world) if world.setup.mechanisms.copying else None
        self.hires = HireList(hires_of, replications) if hires_of is not None else None
        trial = world.setup.trial
        self.trial = TrialLetters(world, trial.lab, replications) if trial is not None else None
        self.groups = GroupCounter(world, grouping) if grouping is not None else None
        found = (self.counter, self.observer, self.tactics, self.hires, self.trial, self.groups)
        world.observers += [observer for observer in found if observer is not None]

    @property
    def only_count(self) -> bool:
        """Whether all that is noted can be kept, for who goes on from the middle."""
        return not any((self.observer, self.hires, self.twin, self.groups))

    def arrays(self) -> Arrays:
        """State to be kept, so that worlds can go on in their middle; what is noted one by one is not."""
        counters = (self.race, self.tally, self.counter, self.tactics, self.trial)
        return {name: array for c in counters if c is not None for name, array in c.arrays().items()}

    def go_on_from(self, arrays: Arrays) -> None:
        """Take over what ``arrays`` gave."""
        for name, array in self.arrays().items():
            fill(array, arrays, name)


def _go_on_from(state: Arrays, world: World, notes: _Notes, whole: bool) -> None:
    """Stand where a state stands, which is emptied; it must be the ``whole`` of what the worlds have seen."""
    if not whole:
        raise RunError("worlds of which policies or notes must see every day begin at the first")
    take_over(world, state)
    notes.go_on_from(state)
    state.clear()  # what the notes took
    settle(world)


def _result(world: World, replications: Sequence[int], notes: _Notes) -> WorldsResult:
    """Everything counted, at the end of the last day."""
    shape = (world.worlds, world.labs)
    return WorldsResult(
        replications=np.asarray(replications, dtype=np.int64),
        funnel=world.recorder.funnel.reshape(*shape, len(FUNNEL)),
        counts=notes.tally.counts.reshape(*shape, -1),
        queries=world.recorder.queries.T.copy(),
        committed_usd=world.committed_usd.reshape(shape),
        raises_usd=world.raises_usd.reshape(shape),
        digests=world.recorder.digests(),
        race=notes.race.series,
        tenure=tenure(world),
        sequences=notes.counter.counts(world) if notes.counter else None,
        journeys=notes.observer.journeys() if notes.observer else None,
        tactics=notes.tactics.counts if notes.tactics else None,
        hires=notes.hires.hires() if notes.hires else None,
        trial=notes.trial.letters_sent() if notes.trial else None,
        points=notes.twin.points().by_line().T if notes.twin else None,
        by_group=notes.groups.counts if notes.groups else None,
    )
