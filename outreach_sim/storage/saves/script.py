"""A game as a scenario file whose script is what the player did: running it gives the same events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.toml import MAX_BYTES
from outreach_sim.inputs.writing import flush_all, made_folder, write_text
from outreach_sim.mail.own import FOLDER
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.setup import People
from outreach_sim.market.state.fresh import fresh_days
from outreach_sim.scenario.candidates_csv import write_candidates
from outreach_sim.scenario.load import IN_A_FOLDER, made_population
from outreach_sim.scenario.parameters import load_cards
from outreach_sim.scenario.schema import ScriptLine, Spec
from outreach_sim.scenario.script_file import write_lines
from outreach_sim.storage.saves.embed import template_text
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import line_in
from outreach_sim.storage.saves.script_lines import line_table
from outreach_sim.storage.saves.toml_text import toml_text

CANDIDATES_FILE, LINES_FILE = "candidates.csv", "orders.csv"
"""What a folder calls its tables."""


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario file, and the candidates' file it names, if any.

    Attributes:
        toml: text of the scenario.
        lines: text of the CSV with the lines of the script, where they are not in the scenario.
        candidates: text of the CSV that the scenario names; empty where people are made from a seed.
        letters: files of the letters that do not come with the program, by name.
        orders: how many orders of the player it holds.
        days: how many days it plays.
    """

    toml: str
    candidates: str
    letters: Mapping[str, str]
    orders: int
    days: int
    lines: str = ""

    def in_a_folder(self) -> dict[str, str]:
        """Texts by file of one that was made with ``LINES_FILE``: the scenario and all that it names."""
        files = {IN_A_FOLDER: self.toml, LINES_FILE: self.lines}
        files |= {f"{FOLDER}/{file}": text for file, text in self.letters.items()}
        return files | ({CANDIDATES_FILE: self.candidates} if self.candidates else {})


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write a scenario with everything that it names into a new folder, whole or not at all.

    Raises:
        BadInputError: something is there already, or the disk refuses.
    """
    with made_folder(folder) as temporary:
        for file in files:
            (temporary / file).parent.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            write_text(temporary / file, text)
        flush_all(temporary)


def script_of(
    game: Game, candidates_file: str = CANDIDATES_FILE, lines_file: str = "", headed: bool = True
) -> Script:
    """The days of a game that were played, as a scenario with the same log hash under the same seed.

    What was taken back is left out, and so are orders that wait for the next day. Expectations are left
    out, for they are about another script.

    Args:
        game: any game with a day played.
        candidates_file: what the scenario calls the CSV, where people were not made from a seed or would be
            made otherwise by this version.
        lines_file: what the scenario calls the CSV with the lines of its script; where this is empty they are
            in the scenario.
        headed: whether it begins with a comment that says which game it was.

    Raises:
        UsageError: no day was played, orders were given beside a policy, or the script would be larger than a
            scenario may be.
    """
    days = game.session.day
    if not days:
        raise UsageError(f"no day of the game {game.name!r} has been played, so there is nothing to script")
    entries = [entry for entry in game.path() if entry.kind == "order" and entry.day < days]
    if entries:
        _check_nobody_acts_beside(game)
    made = can_be_made_again(game.scenario.spec, game.scenario.population.people)
    sections, rows = _sections(game, [line_in(e) for e in entries], made, candidates_file), ""
    if lines_file:
        rows = write_lines(sections.pop("script"))
        sections["scenario"]["script_file"] = lines_file
    text = (_header(game) if headed else "") + toml_text(sections)
    if len(text.encode("utf-8")) > MAX_BYTES:
        raise UsageError(
            f"{counted(len(entries), 'order')} make a larger scenario than {MAX_BYTES // 1024} KB; "
            f"write it as a folder: outreach-sim save script {game.name} --folder FOLDER"
        )
    csv = "" if made else write_candidates(game.scenario.population, game.scenario.lab_ids)
    return Script(text, csv, _own_letters(game, entries), len(entries), days, rows)


def _own_letters(game: Game, orders: Sequence[Entry]) -> dict[str, str]:
    """Files of the letters and replies that the game was played with and that are the player's own.

    Those that were written meanwhile are among them if an order sends them, or they follow one up.
    """
    names = dict.fromkeys([*game.scenario.setup.letters.ids, *game.scenario.spec.scenario.letters])
    sent = [line.template for line in map(line_in, orders) if line.template]
    sent += [name for letter in sent for name in game.templates[letter].follow_ups]
    own = [name for name in names if name not in shipped_letters().ids]
    kept = [name for name in own if name not in game.written or name in sent]
    return {f"{name}.md": template_text(game.templates[name]) for name in kept}


def _check_nobody_acts_beside(game: Game) -> None:
    """Refuse a game in which a policy acted beside the orders: in a scenario it would act instead of them.

    A player takes the place of a policy; but a recorded game can be played on, and older games had both.
    """
    player = game.scenario.spec.labs[game.scenario.setup.player]
    if player.policy != "script":
        raise UsageError(
            f"in the game {game.name!r} the policy {player.policy!r} acted beside your orders; a scenario "
            "has the one or the other, so there is no script of it"
        )


def can_be_made_again(spec: Spec, people: People) -> bool:
    """Whether size and seed of the scenario still give these people."""
    if spec.population.size is None:
        return False
    made = made_population(spec).people
    return all(np.array_equal(getattr(made, f.name), getattr(people, f.name)) for f in fields(people))


def _sections(game: Game, lines: list[ScriptLine], made: bool, candidates_file: str) -> dict[str, Any]:
    spec, last = game.scenario.spec, game.scenario.date_of(game.session.day - 1)
    sections = spec.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True, exclude={"expect"})
    sections["scenario"]["days"] = game.session.day
    sections["conference"] = [c for c in sections.get("conference", []) if c["start"] <= last]
    sections["walkout"] = [w for w in sections.get("walkout", []) if w["on"] <= last]
    for lab in sections["labs"]:
        _cut_budget(lab, last)
    if spec.rules.fresh_share:  # else a shorter game would bring them sooner
        sections["rules"]["fresh_days"] = fresh_days(game.scenario.setup)
    if not made:
        sections["population"] = {"file": candidates_file, "seed": spec.population.seed}
    sections["parameters"] = _changed_parameters(game)
    sections["script"] = [line_table(line) for line in [*_until(spec.script, last), *lines]]
    return sections


def _cut_budget(lab: dict[str, Any], last: date) -> None:
    """Leave out what this lab would have been paid after a date; no money is not money without limit."""
    if grants := lab.pop("budget", []):
        lab.setdefault("budget_usd", 0)
        kept = [grant for grant in grants if grant["on"] <= last]
        lab |= {"budget": kept} if kept else {}


def _until(lines: list[ScriptLine], last: date) -> Iterator[ScriptLine]:
    """What these lines ask for up to a date."""
    for line in lines:
        if line.on is not None:
            kept = [day for day in line.on if day <= last] if isinstance(line.on, list) else line.on
            if kept and (isinstance(kept, list) or kept <= last):
                yield line.model_copy(update={"on": kept})
        elif line.start is None or line.start <= last:
            yield line.model_copy(update={"until": line.until and min(line.until, last)})


def _changed_parameters(game: Game) -> dict[str, float]:
    """Parameters of the game that differ from today's defaults."""
    used, cards = game.scenario.setup.parameters, load_cards()
    return {name: getattr(used, name) for name, card in cards.items() if getattr(used, name) != card.value}


def _header(game: Game) -> str:
    taken_back = "# Something was taken back in this game.\n" if game.undone else ""
    until = game.scenario.date_of(game.session.day)
    return (
        f"# The game {game.name!r}, played until {until}, as a script. Under --seed {game.seed} it has the\n"
        f"# log hash of the game.\n{taken_back}\n"
    )
