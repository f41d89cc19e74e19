"""Makes a save anew from what follows from nothing else: scenario, seed, and the player's orders and turns.

Whatever else the save holds follows from those; where it differs, it was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import parse
from outreach_sim.mail.compile import compile_letters, for_readers
from outreach_sim.mail.readership import Readership
from outreach_sim.mail.shipped import shipped_letters_for
from outreach_sim.mail.template import Template, shipped_templates
from outreach_sim.mail.typed import row_of
from outreach_sim.market.letters import LetterTables, in_order
from outreach_sim.market.session import Session
from outreach_sim.market.state import snapshot
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.build import build_setup
from outreach_sim.scenario.check import validate
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario, lab_names, made_population
from outreach_sim.storage.saves.embed import (
    MAX_SPEC_BYTES,
    embed,
    may_be_named,
    restore,
    restore_templates,
    spec_toml,
)
from outreach_sim.storage.saves.hash_chain import Entry, Snapshot, UnfitContentError, taken_apart
from outreach_sim.storage.saves.history import LETTER, days_body, days_in, line_in, order_body, undo_entry
from outreach_sim.storage.saves.letters import letter_body, row_in, template_in, words_version
from outreach_sim.storage.saves.migrations import GAME
from outreach_sim.storage.saves.replay import event_rows, replay
from outreach_sim.storage.saves.rows import Content, Written, first_entry, quiet_entry
from outreach_sim.storage.saves.states import first_state, same_state, stand, state_if_due
from outreach_sim.storage.saves.store import Store
from outreach_sim.words.facts import VERSION


def content_again(store: Store) -> Content:
    """What a save of this game embeds, made anew.

    Taken as they are: the scenario's text, the seed, what the game is a branch of, which version made it,
    letters that do not come with the program or came with another version, and people who come from a file.

    Raises:
        BadInputError: it holds something that no scenario can.
    """
    scenario, seed = restore(store.content, store.path)
    spec = scenario.spec
    templates = _letters_again(store, spec.scenario.letters)
    population = scenario.population if spec.population.file is not None else made_population(spec)
    readers = population.readership(lab_names(spec))
    setup = build_setup(spec, population.people, _tables_of(templates, scenario.setup.letters.ids, readers))
    kept = store.game()
    content = embed(
        replace(scenario, population=population, setup=setup),
        templates,
        seed,
        clean(kept["origin"], 100),
        int(kept["undone_before"]),
    )
    game: dict[str, Any] = dict(zip(GAME, content["game"][0], strict=True))
    game |= {"engine": clean(kept["engine"], 100), "toml": _toml_again(kept["toml"], store, scenario)}
    again = {**content, "game": [tuple(game.values())]}
    # Another version may have shipped other words; what the market knows of them is compared all the same.
    return again if kept["engine"] == engine() else again | {"template": store.content["template"]}


def _toml_again(text: str, store: Store, scenario: Scenario) -> str:
    """The scenario's text without anything that does not belong to it; what it left open stays open."""
    known = may_be_named(store.content, scenario.setup.letters)
    spec = validate(parse(text, str(scenario.file), MAX_SPEC_BYTES), known)
    return spec_toml(spec, only_given=True)


def _letters_again(store: Store, listed: Sequence[str]) -> Mapping[str, Template]:
    """Every letter the program ships, and the game's own; replies of its own are those that it lists."""
    shipped = shipped_templates()
    own = {"template": [row for row in store.content["template"] if row[0] not in shipped]}
    letters = restore_templates(own, store.path)
    kept = {key: own for key, own in letters.items() if own.stage != "reply" or key in listed}
    return {**kept, **shipped}


def _tables_of(templates: Mapping[str, Template], ids: Sequence[str], readers: Readership) -> LetterTables:
    """Feature tables of these letters, in the order of ``ids`` where those are theirs."""
    if templates == shipped_templates():
        return shipped_letters_for(readers)
    made = compile_letters(templates)
    if sorted(ids) == sorted(made.ids):
        made = in_order(made, np.array([made.ids.index(name) for name in ids]))
    return for_readers(made, templates, readers)


class Player:
    """Plays a game again, entry by entry, those that were taken back included.

    Args:
        scenario, seed: what is played.
        content: what the save embeds.
    """

    def __init__(self, scenario: Scenario, seed: int, content: Content) -> None:
        self._scenario, self._seed = scenario, seed
        self._letters = restore_templates(content, scenario.file)
        self._session, self._kept_on = Session(scenario.setup, seed), 0
        self.unordered = snapshot.unordered(self._session.world)
        first = first_entry(content, self._session.digest(), first_state(self._session))
        self.made: list[Entry] = []
        self._path: list[Entry] = []
        self._states: dict[int, Snapshot] = {}
        self.first = self._noted(first)

    def next(self, entry: Entry) -> Written:
        """The entry that comes of doing what this one says.

        Raises:
            OtherRulesError: this version plays it otherwise.
            UsageError, UnfitContentError: it is no order and no turn, or takes back what was not done.
        """
        if entry.kind == "undo":
            return self._take_back()
        if entry.kind == LETTER:
            return self._write(entry)
        logs = [log for _, log in replay(self._scenario, self._session, [entry])]
        state = None
        if entry.kind == "days":
            body, state = days_body(days_in(entry)), state_if_due(self._session, self._kept_on)
        else:
            today = self._scenario.date_of(self._session.day)
            body = order_body(line_in(entry).model_copy(update={"on": today}))
        return self._noted(Written(self._made(entry.kind, body), event_rows(Log.joined(logs)), state))

    def _made(self, kind: str, body: str) -> Entry:
        number, day, digest = len(self.made), self._session.day, self._session.digest()
        return Entry(number, self._path[-1].id, kind, day, body, digest)

    def _write(self, entry: Entry) -> Written:
        """The letter of an entry; it is measured again, unless another version has measured it.

        Raises:
            UnfitContentError: what was noticed of it is not what is noticed of this text.
        """
        template, tables, version = template_in(entry), self._scenario.setup.letters, words_version(entry)
        row = row_in(entry, template, tables)
        if version == VERSION:
            row = row_of(template, tables, self._letters, self._scenario.readership)
        body = letter_body(template, row, version)
        if body != entry.body:
            raise UnfitContentError(
                f"the letter {template.id!r} of entry {entry.id} is not as it was written and measured"
            )
        with taken_apart():
            self._session.write(row)
        self._letters[template.id] = template
        self._scenario = replace(self._scenario, setup=self._session.setup)
        self.made.append(self._made(LETTER, body))
        return quiet_entry(self.made[-1])

    def _noted(self, written: Written) -> Written:
        self.made.append(written.entry)
        self._path.append(written.entry)
        if written.snapshot is not None:
            self._states[written.entry.id], self._kept_on = written.snapshot, written.entry.day
        return written

    def _take_back(self) -> Written:
        undo = undo_entry(self.made)
        self.made.append(undo)
        self._path.pop()
        self._session, self._kept_on = stand(self._scenario, self._seed, self._path, self._states.get)
        return quiet_entry(undo)


def entries_again(store: Store, content: Content) -> Iterator[Written]:
    """All entries of a save, made anew from the orders and the lengths of the turns that it holds.

    A kept state has the bytes of the save's own where both are one: they are not packed alike everywhere.
    """
    scenario, seed = restore(content, store.path)
    player = Player(scenario, seed, content)
    yield _as_packed(player.first, store, player.unordered)
    for entry in store.entries[1:]:
        yield _as_packed(player.next(entry), store, player.unordered)


def _as_packed(written: Written, store: Store, unordered: Sequence[str]) -> Written:
    kept, ours = store.snapshot_of(written.entry.id), store.game()["engine"] == engine()
    if written.snapshot is None or kept is None:
        return written
    if not same_state(written.snapshot, kept, unordered, of_this_version=ours):
        return written
    return replace(written, snapshot=kept)
