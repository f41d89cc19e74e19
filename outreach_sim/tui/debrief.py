"""What is found out about a game that is over, a step at a time between keys; it can rest and go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from outreach_sim.api.truth import Truth, truth_about
from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted, dated
from outreach_sim.market.setup import Do
from outreach_sim.storage.fame import Entry, enter
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hindsight import film_in_steps, luck_in_steps
from outreach_sim.storage.saves.places import free_name
from outreach_sim.storage.saves.timeline import branch_at
from outreach_sim.study.decisions import Decision
from outreach_sim.study.luck import WORLDS, Luck
from outreach_sim.study.regret import MOST_DECISIONS, Film, Hindsight
from outreach_sim.tui.outcome import Outcome, against_rules, outcome
from outreach_sim.tui.play import Play

MOST_PEOPLE = 5_000
"""Among more, a step would keep keys waiting: a replay of a decision takes whole copies of the world."""
SIDE_BY_SIDE = 20
"""Worlds of which a step plays one day, at most."""
PEOPLE_A_STEP = 40_000
"""So many people they have together, at most."""
PEOPLE_SHOWN = 100
"""More are not read; a command tells all."""
SHOWN = 3
"""So many of the decisions that cost most."""
_LONGEST = 50
"""Characters of a game's name in that of one that branches off it."""


class Debrief:
    """Luck and hindsight of one finished game, as it stands.

    Attributes:
        play: the game.
        outcome: how it has ended; ``None`` until its points are counted.
        people: the truth about them.
        luck: its place among other worlds; ``None`` until it is known.
        worlds_seen: of those, how many were played so far.
        film: the game made ready for its decisions to be changed; ``None`` until then.
        found: decisions that were looked back on.
        trouble: why nothing more will be found, a sentence without its end; empty for no trouble.
        entry: in the hall of fame; ``None`` until it is there.
        no_entry: why it is not there, a sentence without its end.
        worlds, most: other worlds for luck, and decisions that are looked back on.
    """

    worlds = WORLDS
    most = MOST_DECISIONS

    def __init__(self, play: Play) -> None:
        self.play = play
        self.outcome: Outcome | None = None
        self.people: list[Truth] = []
        self.luck: Luck | None = None
        self.worlds_seen = 0
        self.film: Film | None = None
        self.found: list[Hindsight] = []
        self.trouble = ""
        self.entry: Entry | None = None
        self.no_entry = ""
        self._of = play.game.log_hash
        self._lucky = self._guarded(self._place())
        self._wiser = self._guarded(self._look_back())

    def fits(self) -> bool:
        """Whether the game still stands where this looks back from."""
        return self._of == self.play.game.log_hash

    # -- finding out -------------------------------------------------------------------------------

    @property
    def command(self) -> str:
        """What finds it out instead, where people are too many; else empty."""
        people = len(self.play.scenario.population)
        if people <= MOST_PEOPLE:
            return ""
        command = f"outreach-sim save show {self.play.game.name} --luck --regret --truth"
        return f"with {counted(people, 'person', 'people')} it takes a command: {command}"

    def counted(self) -> Iterator[None]:
        """The steps to the points, and to the truth about people."""
        yield from self.play.score.slices()
        points = self.play.score.points
        if self.outcome is None and points is not None:
            self.outcome = outcome(self.play)
            yield
            if not self.command:
                self.people = truth_about(self.play.session.world, self.play.game.seed, points)

    def lucky(self) -> Iterator[None]:
        """The steps to the luck that are left. The points have to be counted before."""
        return self._lucky

    def wiser(self) -> Iterator[None]:
        """The steps that are left through the decisions."""
        return self._wiser

    def enter(self) -> None:
        """Enter the hall of fame, with what is known by now; of use beside the screen, in a thread."""
        points = self.play.score.points
        if points is None:
            return
        try:
            with Game.open(self.play.game.name, write=False) as game:
                self.entry = enter(game, int(points.score[0]), self.luck)
        except OutreachError as error:
            self.no_entry = str(error)

    @property
    def is_ranked(self) -> bool:
        """Whether the rules have played in the player's place."""
        return self.outcome is not None and self.outcome.rules is not None

    def rank(self, stopped: Callable[[], bool]) -> None:
        """Have them play; of use beside the screen, in a thread: nothing of the game is changed."""
        if self.outcome is not None:
            self.outcome = against_rules(self.play, self.outcome, stopped)

    def _guarded(self, steps: Iterator[None]) -> Iterator[None]:
        """None of them where people are too many; what is wrong is told, not raised."""
        self.trouble = self.command
        if self.trouble:
            return
        try:
            yield from steps
        except OutreachError as error:
            self.trouble = str(error)

    def _place(self) -> Iterator[None]:
        points = self.play.score.points
        if points is not None:
            score = int(points.score[0])
            at_once = side_by_side(len(self.play.scenario.population))
            steps = luck_in_steps(self.play.game, score, self.worlds, at_once, self._seen)
            self.luck = yield from steps

    def _seen(self, worlds: int) -> None:
        self.worlds_seen = worlds

    def _look_back(self) -> Iterator[None]:
        self.film = film = yield from film_in_steps(self.play.game)
        for decision in film.decisions[: self.most]:
            self.found.append((yield from film.looking_back(decision)))

    # -- what was found ----------------------------------------------------------------------------

    @property
    def to_look_at(self) -> int | None:
        """How many decisions are looked back on in all; ``None`` until that is known."""
        return None if self.film is None else min(len(self.film.decisions), self.most)

    @property
    def done(self) -> bool:
        """Whether all of them were."""
        return len(self.found) == self.to_look_at

    def costliest(self) -> list[Hindsight]:
        """The decisions that cost most of those found so far, the dearest first."""
        dear = sorted((found for found in self.found if found.regret), key=lambda found: -found.regret)
        return dear[:SHOWN]

    def best(self) -> Hindsight | None:
        """The decision that was worth most of those found so far."""
        best = max(self.found, key=lambda found: found.worth, default=None)
        return best if best is not None and best.worth > 0 else None

    def people_shown(self, others: bool) -> list[Truth]:
        """The first of those whom the lab met; or of the strongest others."""
        found = (one for one in self.people if (one.written_to or one.points != 0) != others)
        return list(islice(found, PEOPLE_SHOWN))

    def promised(self) -> dict[int, float]:
        """Points that could be expected of the letters to somebody when they went out, by candidate."""
        promised: dict[int, float] = {}
        for decision, expected in [] if self.film is None else self.film.expected():
            if decision.order.do is Do.SEND:
                promised[decision.candidate] = promised.get(decision.candidate, 0.0) + expected
        return promised


def side_by_side(people: int) -> int:
    """Worlds of so many people of which a step plays one day: the more people, the fewer."""
    return max(min(PEOPLE_A_STEP // people, SIDE_BY_SIDE), 1)


def when(play: Play, decision: Decision) -> str:
    """The day of a decision: 5 Mar 2025, day 186."""
    return f"{dated(play.scenario.date_of(decision.day), '%-d %b %Y')}, day {decision.day}"


def play_from(play: Play, decision: Decision) -> str:
    """Begin a game of its own on the morning of a decision; returns its name. The other stays as it is.

    Raises:
        OutreachError: it cannot be written.
    """
    name = free_name(f"{play.game.name[:_LONGEST]}-day-{decision.day}")
    before = f"day {decision.day}, before {decision.about} {play.name(decision.candidate)}"
    branch_at(play.game, name, decision.day, before)
    return name
