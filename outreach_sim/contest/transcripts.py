"""Games of an agent as an entry: every transcript is played again before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from glob import glob
from pathlib import Path

import numpy as np

from outreach_sim.agent.transcript import Transcript, read, verify
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.market.points import POINT
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario
from outreach_sim.study.balance import Played
from outreach_sim.study.leaderboard import Entry, Told

MAX_NAME = 60
GAME = 0
"""Number of the world that an agent plays, of whatever luck."""


def named_files(options: Iterable[str]) -> list[tuple[str, Path]]:
    """``[NAME=]GLOB`` as options say it: every file, with the name of its entry or none.

    Raises:
        UsageError: nothing is called so.
    """
    found: list[tuple[str, Path]] = []
    for text in options:
        name, has_name, pattern = text.rpartition("=")
        files = sorted(glob(pattern, recursive=True))
        if not files or (has_name and not name):
            raise UsageError(
                f"--transcripts {text!r}: there is no such file; it reads [NAME=]FILES, '*.jsonl'"
            )
        found += [(name, Path(file)) for file in files]
    return found


def agents(files: Sequence[tuple[str, Path]], scenario: Scenario) -> list[Entry]:
    """An entry for each agent, by the name it was given or that it told.

    Args:
        files: names of entries, empty for what the agent told, and transcripts.
        scenario: what the table is about.

    Raises:
        BadInputError: a transcript was changed, has no end, or was played in another scenario.
        OtherRulesError: by another engine.
        UsageError: games of one entry, or of two, are not of the same kind.
    """
    by_name: dict[str, list[Transcript]] = {}
    for name, file in files:
        transcript = read(file)
        _check_same_game(transcript, scenario)
        by_name.setdefault(name or told_name(transcript), []).append(transcript)
    _check_same_limits([one for games in by_name.values() for one in games])
    return [_entry(name, games) for name, games in by_name.items()]


def told_name(transcript: Transcript) -> str:
    """What the agent calls itself: its model and what drives it; else the file."""
    told = [transcript.agent.get(key, "") for key in ("model", "scaffold")]
    return clean(" / ".join(filter(None, told)), MAX_NAME) or Path(transcript.file).stem


def _check_same_game(transcript: Transcript, scenario: Scenario) -> None:
    if transcript.engine != engine():
        message = (
            f"{transcript.engine} played it, and this is {engine()}: its score cannot stand beside these"
        )
        raise transcript.problem(1, message)
    if transcript.scenario.load() != scenario:
        named = f"{clean(transcript.scenario.name, MAX_NAME)} as it was played here"
        raise transcript.problem(1, f"{named} is not {scenario.name} as it is here")


def _check_same_limits(transcripts: Sequence[Transcript]) -> None:
    """One table, one set of limits: who may ask more often may know more."""
    for one in transcripts[1:]:
        if one.limits != transcripts[0].limits:
            first = transcripts[0].file
            raise one.problem(
                1, f"its limits are not those of {first}: {one.limits}, not {transcripts[0].limits}"
            )


def _entry(name: str, games: Sequence[Transcript]) -> Entry:
    outcomes = [verify(game).outcome() for game in games]
    seeds = [game.seed or 0 for game in games]
    if len(set(seeds)) < len(seeds):
        twice = games[next(place for place, seed in enumerate(seeds) if seed in seeds[:place])]
        raise twice.problem(
            len(twice.turns) + 2, f"{name} has another game on this luck, and a second try is none"
        )
    worlds = tuple((seed, GAME) for seed in seeds)
    played = Played(
        np.array([round(one.points * POINT) for one in outcomes], dtype=np.int64),
        np.array([one.hires for one in outcomes], dtype=np.int64),
        np.array([one.usd for one in outcomes], dtype=np.int64),
    )
    return Entry(name, "agent", worlds, played, worlds, _note(games), told_by(games))


def told_by(games: Sequence[Transcript]) -> Told:
    """What the games say of calls, tokens, money and forecasts."""
    briers = [brier for game in games if (brier := game.forecasts.get("brier")) is not None]
    return Told(
        calls=sum(int(game.usage["calls"]) for game in games),
        tokens=sum(int(game.usage["tokens_in"]) + int(game.usage["tokens_out"]) for game in games),
        usd=sum(float(game.usage["usd"]) for game in games),
        brier=float(np.mean(briers)) if briers else None,
    )


def _note(games: Sequence[Transcript]) -> str:
    """How many games broke off, and were played to their end without orders."""
    broken = sum(game.ended != "finish" for game in games)
    return f"{counted(broken, 'game')} of {len(games)} broke off" if broken else ""


def as_mapping(given: Mapping[str, Iterable[str | Path]]) -> list[tuple[str, Path]]:
    """Files by the names of their entries, as Python hands them over."""
    return [(name, Path(file)) for name, files in given.items() for file in files]
