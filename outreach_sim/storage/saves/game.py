"""A session and its save: what was acknowledged is on the disk."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.market.letters import check_room
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves import embed
from outreach_sim.storage.saves.branch import branch
from outreach_sim.storage.saves.database import damaged
from outreach_sim.storage.saves.facts import Facts
from outreach_sim.storage.saves.hash_chain import Entry, Snapshot, UnfitContentError
from outreach_sim.storage.saves.history import (
    LETTER,
    days_body,
    head_of,
    letters_in,
    order_body,
    path_to,
    turns_in,
    undo_entry,
)
from outreach_sim.storage.saves.letters import letter_body, template_in, why_no_letter, with_letters
from outreach_sim.storage.saves.past import older_engine
from outreach_sim.storage.saves.replay import event_rows
from outreach_sim.storage.saves.rows import Written, first_entry, in_a_row, quiet_entry
from outreach_sim.storage.saves.script_lines import check_line, line_of, order_of
from outreach_sim.storage.saves.states import Latest, first_state, standing, state_if_due
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.steps import Steps, outcome_of

if TYPE_CHECKING:
    from outreach_sim.mail.own import LetterText

Watch = Callable[[Session, Log], bool]
"""Looks on after each day; the turn ends with the day after which it says so."""
Turn = Generator[tuple[Session, Log], None, Log]
"""A turn a day at a time."""


class Game(Facts):
    """One world being played and kept; one thread at a time.

    Attributes:
        name: the save's.
        scenario: what is played, as the save embeds it, with the letters that were written since.
        seed: luck seed.
        session: look at it as much as you like; ``act``, ``write``, ``advance`` and ``undo`` change it, and
            nobody else may.
        read_only: whether they are refused, and ``why_read_only`` in words.
        origin: what this game is a branch of; empty for none.
        busy: whether a turn is being played, during which nothing else can be done.
    """

    _kept_on: int
    _begun_here = False
    busy = False

    def __init__(self, store: Store) -> None:
        self._store, self._latest = store, Latest()
        embedded, self.seed = embed.restore(store.content, store.path)
        written = letters_in(store.entries)
        with self._unfit_is_damage():
            self._written = {letter.id: letter for letter in map(template_in, written)}
            self.scenario = with_letters(embedded, written, list(self._written.values()))
        row = store.game()
        self.origin, self._undone_before = clean(str(row["origin"])), int(row["undone_before"])
        self._resume()

    @classmethod
    def new(cls, name: str, scenario: Scenario, seed: int, *, keep_script: bool = False) -> Game:
        """Begin a game and its save.

        Args:
            name: of the save, a slug.
            scenario: its spec, population, letters and parameters count.
            seed: luck seed; the game is replication 0 of a study with it.
            keep_script: whether the scenario's own script or policy goes on acting for the player's lab,
                which a player otherwise takes the place of.

        Raises:
            UsageError: the name is taken, or cannot be one.
            RunError: the save cannot be written.
        """
        played = scenario if keep_script else without_players_script(scenario)
        content = embed.embed(played, scenario.templates(), seed)
        fresh = Session(played.setup, seed)
        first = first_entry(content, fresh.digest(), first_state(fresh))
        game = cls._ready(Store.create(name, content, [first]))
        game._begun_here = True
        return game

    @classmethod
    def open(cls, name: str, *, write: bool = True) -> Game:
        """Go on with a saved game; to look at it only, where another process plays it.

        Raises:
            UsageError: there is no such save.
            BadInputError: it is damaged; says what is still sound. Or a newer program made it.
            RunError: this version plays its last turns otherwise, or an older engine played it.
        """
        store = Store.open(name, write=write)
        if store.damage:
            store.close()
            raise _damaged(store)
        if store.is_older:
            store.close()
            raise older_engine(store)
        return cls._ready(store)

    @classmethod
    def _ready(cls, store: Store) -> Game:
        try:
            return cls(store)
        except BaseException:
            store.close()
            raise

    def __enter__(self) -> Game:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the save; the game lasts."""
        self._store.close()

    def leave(self) -> None:
        """Close the game; one that was begun by this object, and in which nothing was done, is not kept."""
        if self._begun_here and len(self._store.entries) == 1:
            self._store.remove()
        else:
            self.close()

    # -- playing -----------------------------------------------------------------------------------

    def act(self, order: Order) -> Order:
        """Ask for something today; returns the order dated today. It is kept before this returns.

        Raises:
            UsageError: the game is over, is open for reading only, or no script could ask for that.
            RunError: the disk refuses; the order was not taken.
        """
        (dated,) = self.act_all([order])
        return dated

    def act_all(self, orders: Sequence[Order]) -> list[Order]:
        """The same of several, in their sequence: all of them are taken and kept, or none.

        Raises:
            UsageError, RunError: as for one.
        """
        self._check_playing()
        today = self.scenario.date_of(self.session.day)
        lines = [line_of(self.scenario, order, today) for order in orders]
        for line in lines:
            check_line(self.scenario, self.templates, line)
        self._store.append(*in_a_row(self._entry("order", ""), map(order_body, lines)))
        return [self.session.act(order_of(self.scenario, line)) for line in lines]

    def write(self, text: LetterText) -> str:
        """Write a letter that can be sent from now on; returns its id. It is kept before this returns.

        Whatever is taken back, it stays written; the same letter again is that letter. Letters that follow it
        up and lie in its folder are written before it.

        Raises:
            BadInputError: everything in it that is not allowed, or sure to be wrong.
            UsageError: the game is over, is open for reading only, has another letter of that id, or has as
                many as it can have; or the id can be none.
            RunError: the disk refuses; the letter was not written.
        """
        from outreach_sim.mail.typed import follow_ups_first

        self._check_playing()
        for letter in follow_ups_first(text, self.scenario.setup.letters.ids):
            self._write(letter)
        return text.id

    def _write(self, text: LetterText) -> None:
        from outreach_sim.mail.own import check_name
        from outreach_sim.mail.typed import row_of

        letters = self.scenario.setup.letters
        check_name(text.id)
        template = text.read([*letters.ids, text.id])
        known = self.templates.get(template.id)
        if known == template:
            return
        if known is not None or template.stage == "reply":
            raise UsageError(why_no_letter(template, known))
        check_room(len(letters.ids) + 1)
        row = row_of(template, letters, self.templates, self.scenario.readership)
        self._store.append(quiet_entry(self._entry(LETTER, letter_body(template, row))))
        self.session.write(row)
        self._written[template.id] = template
        self.scenario = replace(self.scenario, setup=self.session.setup)

    def advance(self, days: int = 1, watch: Watch | None = None) -> Log:
        """Play up to ``days`` days, not beyond the end: one turn. It is kept before this returns.

        Args:
            days: how many.
            watch: called after each day with the session and what happened on it; it may end the turn.

        Raises:
            UsageError: the game is over, or is open for reading only.
            RunError: the disk refuses, or a number left its bounds; the game stands where it stood.
        """
        stop = False
        turn = self.day_by_day(days, lambda: stop)
        with closing(turn):
            while True:
                try:
                    today = next(turn)
                except StopIteration as kept:
                    log: Log = kept.value
                    return log
                stop = watch is not None and watch(*today)

    def day_by_day(self, days: int, enough: Callable[[], bool]) -> Turn:
        """The same, a day with each step: yields what a watch is called with, returns the log.

        Until all steps are done nothing is kept, and no order can be given; whoever closes it before that has
        played nothing, and the game stands where it stood.

        Args:
            days: how many at most.
            enough: asked after each day whether the turn ends with it.
        """
        self._check_playing()
        if days < 1:
            raise UsageError("a turn lasts at least one day")
        before, logs = self.session.day, []
        self._latest.note(self.path(), self.session)
        self.busy = True
        try:
            for _ in range(min(days, self.session.setup.days - before)):
                logs.append(self.session.advance())
                yield self.session, logs[-1]
                if enough():
                    break
            log = Log.joined(logs)
            body = days_body(self.session.day - before)
            self._store.append(Written(self._entry("days", body), event_rows(log), self._snapshot()))
        except BaseException:
            # What was not kept has not happened, and half a day is none.
            self._resume()
            raise
        finally:
            self.busy = False
        return log

    def undo(self, times: int = 1) -> str:
        """Take back the last orders or turns, deleting nothing; returns what the last was, a kind of entry.

        Raises:
            UsageError: there is nothing to take back, or the game is open for reading only.
            RunError: the disk refuses; nothing was taken back.
        """
        return outcome_of(self.taking_back(times))

    def taking_back(self, times: int = 1) -> Steps[str]:
        """The same, a day played again with each step; whoever closes it before does the rest at once."""
        self._check_writing()
        kinds = []
        try:
            for _ in range(times):
                undo = undo_entry(self._store.entries)
                self._store.append(quiet_entry(undo))
                kinds.append(self._store.entries[undo.parent].kind)
            if {*kinds} == {"order"}:  # days were not touched
                del self.session.world.orders[-times:]
            else:
                yield from self._resuming()
        except BaseException:
            self._resume()
            raise
        return kinds[-1]

    def branch(self, name: str, turn: int | None = None, last: Entry | None = None, where: str = "") -> None:
        """Copy the way to now, to the end of an earlier turn, or to an entry, into a new save.

        Raises:
            UsageError: there is no such turn, or the name is taken.
            RunError: the new save cannot be written.
        """
        branch(self._store, name, turn, last, where)

    # -- inside ------------------------------------------------------------------------------------

    def _check_writing(self) -> None:
        if self.busy:
            raise UsageError("days are being played; wait until the turn has ended")
        if self.read_only:
            raise UsageError(f"the game {self.name!r} is open for reading only: {self.why_read_only}")

    def _check_playing(self) -> None:
        self._check_writing()
        if self.session.over:
            raise UsageError("the game is over")

    def _entry(self, kind: str, body: str) -> Entry:
        number, session = len(self._store.entries), self.session
        return Entry(number, self._head().id, kind, session.day, body, session.digest())

    def _snapshot(self) -> Snapshot | None:
        kept = state_if_due(self.session, self._kept_on)
        if kept is not None:
            self._kept_on = self.session.day
        return kept

    def _resume(self) -> None:
        """Stand where the save stands: the last kept state, and what came after it replayed."""
        outcome_of(self._resuming())

    def _resuming(self) -> Steps[None]:
        with self._unfit_is_damage():
            self.session, self._kept_on = yield from standing(
                self.scenario, self.seed, self.path(), self._store.snapshot_of, self._latest.states
            )

    @contextmanager
    def _unfit_is_damage(self) -> Iterator[None]:
        try:
            yield
        except UnfitContentError as error:
            message = f"what this save holds cannot be played ({clean(str(error), 120)})"
            raise damaged(self._store.path, message) from None


def _damaged(store: Store) -> BadInputError:
    turns = len(turns_in(path_to(store.entries, head_of(store.entries))))
    what = f"the save is damaged after turn {turns}: {store.damage}"
    command = f"outreach-sim save branch {store.name} NEW-NAME"
    return damaged(store.path, what, f"keep what is sound with '{command}', or its backup with --backup")
