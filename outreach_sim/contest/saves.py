"""Games of people as an entry: their saves, verified; who has not finished gives no more orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from outreach_sim.errors import BadInputError, OutreachError, Problem, UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves import embed
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.past import older_engine
from outreach_sim.storage.saves.replay import replay
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from outreach_sim.study.balance import Played
from outreach_sim.study.leaderboard import Entry

PEOPLE = "saves"
"""Name of the entry of saves that were given none."""
GAME = 0
"""Number of the world that a save plays, of whatever luck."""


def named_saves(options: Iterable[str]) -> list[tuple[str, str]]:
    """``[NAME=]SAVE`` as options say it: the name of its entry, and the save.

    Raises:
        UsageError: one does not read so.
    """
    found = []
    for text in options:
        name, has_name, save = text.rpartition("=")
        if not save or (has_name and not name):
            raise UsageError(f"--saves {text!r} must read [NAME=]SAVE, e.g. march or ann=march")
        found.append((name or PEOPLE, save))
    return found


def people(saves: Sequence[tuple[str, str]], scenario: Scenario) -> list[Entry]:
    """An entry for each name, of all its saves.

    Args:
        saves: names of entries, and of saves.
        scenario: what the table is about.

    Raises:
        UsageError: there is no such save, or two of an entry are on the same luck.
        BadInputError: one is not sound, or was played in another scenario.
        RunError: an older engine played it.
    """
    by_name: dict[str, list[str]] = {}
    for name, save in saves:
        by_name.setdefault(name, []).append(save)
    return [_entry(name, names, scenario) for name, names in by_name.items()]


def _entry(name: str, saves: Sequence[str], scenario: Scenario) -> Entry:
    found = {save: _played(save, scenario) for save in saves}
    seeds = [seed for seed, _, _, _ in found.values()]
    for place, (save, seed) in enumerate(zip(found, seeds, strict=True)):
        if seed in seeds[:place]:
            raise UsageError(f"{save} is a second game of {name} on luck {seed:,}, and a second try is none")
    worlds = tuple((seed, GAME) for seed in seeds)
    columns = zip(*(played for _, played, _, _ in found.values()), strict=True)
    undone = sum(bool(times) for _, _, times, _ in found.values())
    unfinished = sum(not over for _, _, _, over in found.values())
    notes = [
        f"something was taken back in {counted(undone, 'game')} of {len(found)}" if undone else "",
        f"{counted(unfinished, 'game')} of {len(found)} broke off" if unfinished else "",
    ]
    played = Played(*(np.array(column, dtype=np.int64) for column in columns))
    return Entry(name, "person", worlds, played, worlds, "; ".join(filter(None, notes)))


def _played(name: str, scenario: Scenario) -> tuple[int, tuple[int, int, int], int, bool]:
    """Luck of a save; points in millionths, hires and USD; how often it went back; whether it was over."""
    _check_sound(name, scenario)
    with Game.open(name, write=False) as game:
        session = Session(game.scenario.setup, game.seed)
        twin = Twin(session.world, game.seed, [GAME])
        for _ in replay(game.scenario, session, game.path()):
            pass
        over = session.over
        while not session.over:
            session.advance()
        world, lab = session.world, game.scenario.setup.player
        hires = world.recorder.funnel[lab, FUNNEL.index(Event.ACCEPTED)]
        usd = world.committed_usd[lab] + world.raises_usd[lab]
        score = int(twin.points().score[0])
        return game.seed, (score, int(hires), int(usd)), game.undone, over


def _check_sound(name: str, scenario: Scenario) -> None:
    """Object to a save that is not sound, or of another game."""
    store = Store.open(name, write=False)
    try:
        if store.is_older:
            raise older_engine(store)
        if problem := verify(store).problem:
            raise BadInputError(
                Problem(name, 0, 0, "", f"this save is not sound, so it is no entry: {problem}")
            )
        played, _ = embed.restore(store.content, store.path)
        if not same_game(played, scenario):
            told = f"{clean(played.name, 60)} as it was played there is not {scenario.name} as it is here"
            raise BadInputError(Problem(name, 0, 0, "", told))
    finally:
        store.close()


def same_game(played: Scenario, scenario: Scenario) -> bool:
    """Whether a save was begun in this scenario, with nobody but the player at its lab."""
    try:
        handed = without_players_script(scenario)
        content = embed.embed(handed, scenario.templates(), 0)
        again, _ = embed.restore(content, scenario.file)
    except OutreachError:
        return False
    return played == again
