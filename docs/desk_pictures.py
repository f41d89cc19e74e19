"""Draws every screen of the desk as SVG, by pressing its keys: ``python docs/desk_pictures.py [FOLDER]``.

The people come from ``fixtures/candidates.csv``, so that no picture changes with a library's lists of names.
A test draws the pictures again and compares.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.screen_svg import picture, settled
from outreach_sim.market.setup import Do, Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.app import Desk
from outreach_sim.tui.debrief import Debrief
from outreach_sim.tui.draft import first_draft, standing_draft
from outreach_sim.tui.people import Sight, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.rounds import last_round

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "pictures"
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "160x50": (160, 50)}
SEED = 119
FEW = (40, 4)
"""Worlds for luck, decisions looked back on: in a game they are more, and a test draws this again."""
EVERYBODY = ("rules.fresh_share=0",)
"""The sample file is small: all of it can be written to from the first day on."""
CEO_LETTER = ("w", "shift+tab", "shift+tab", "enter", "home", "enter", "tab", "tab")


def nothing(play: Play) -> None:
    """The first day."""


def first_replies(play: Play) -> None:
    """The CEO writes to the three people at the top, the recruiters to twenty; two weeks pass."""
    ceo = play.scenario.setup.letters.ids.index("ceo-personal")
    for candidate in find_people(play, Sight()).candidates[:3]:
        draft = first_draft(play, (candidate,)).changed(template=ceo, sender=Sender.CEO)
        play.act(draft.order(play.lab))
    play.act(last_round(play).order(play.lab))
    for _ in range(2):
        play.advance(7)


def the_end(play: Play) -> None:
    """Who is interested gets an offer without interviews; the other weeks pass."""
    first_replies(play)
    for own in play.awaiting():
        play.act(standing_draft(play, own).order(play.lab, Do.OFFER))
    while not play.over:
        play.advance(7)


@dataclass(frozen=True, slots=True)
class Stop:
    """A screen: what it is called, the keys that lead to it from the desk, and those that lead back."""

    name: str
    keys: tuple[str, ...]
    back: tuple[str, ...] = ("escape",)


@dataclass(frozen=True, slots=True)
class Tour:
    """Screens of one game, one after the other, so that it is played once.

    Attributes:
        played: what was done before; ``None`` where the desk asks which game to play.
    """

    played: Callable[[Play], None] | None
    stops: tuple[Stop, ...]


WORDS = (*CEO_LETTER, "ctrl+e", *["down"] * 3, "end", *" What {{")
TOURS = {
    "choice": Tour(None, (Stop("start", ("down",), ()),)),
    "first-day": Tour(
        nothing,
        (
            Stop("desk", ("down",), ()),
            Stop("find", ("slash", *"jms"), ("escape",)),
            Stop("compose", CEO_LETTER),
            Stop("why", ("w", "ctrl+r")),
            Stop("takes", ("w", "ctrl+t")),
            Stop("volume", ("v",)),
            Stop("spend", ("b",)),
            Stop("staff", ("y",)),
            Stop("rule", ("y", "r"), ("escape", "escape")),
            Stop("note", ("i",)),
            Stop("columns", ("C",)),
            Stop("card", ("c",)),
            Stop("time", ("h",)),
            Stop("help", ("f1",)),
            Stop("jump", ("ctrl+g",)),
            Stop("palette", ("ctrl+p", *"sort")),
            Stop("write", WORDS, ()),
            Stop("keep", ("escape", "ctrl+o", *"A warm hello"), ()),
        ),
    ),
    "replies": Tour(
        first_replies,
        (
            Stop("inbox", ("2",), ()),
            Stop("news", ("3",), ()),
            Stop("books", ("4",), ()),
            Stop("pipeline", ("5",), ()),
            Stop("answer", ("1", "a")),
            Stop("say", ("1", "a", "ctrl+e", *["down"] * 2, "end", *" We have 900,000 H100s."), ()),
        ),
    ),
    "end": Tour(the_end, (Stop("outcome", ("o",)),)),
}
"""Every screen; the picture is taken after the last of its keys."""
SCREENS = [stop.name for tour in TOURS.values() for stop in tour.stops]


def scenario_with_stored_people(folder: Path) -> Path:
    """The personal email, with people from the sample file."""
    text = (ROOT / "fixtures" / "scenarios" / "personal-email.toml").read_text(encoding="utf-8")
    text, found = re.subn(r"(?m)^size = [\d_]+$", 'file = "candidates.csv"', text)
    assert found == 1
    people = (ROOT / "fixtures" / "candidates.csv").read_text(encoding="utf-8")
    (folder / "candidates.csv").write_text(people, encoding="utf-8")
    path = folder / "personal-email.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def pictures(tour: str, size: tuple[int, int]) -> dict[str, str]:
    """The screens of a tour as SVG, by name."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OUTREACH_SIM_HOME"] = folder
        scenario = load_scenario(str(scenario_with_stored_people(Path(folder))), EVERYBODY)
        played = TOURS[tour].played
        with Game.new("picture", scenario, SEED) as game:
            play = Play(game)
            Debrief.worlds, Debrief.most = FEW
            (played or first_replies)(play)
            if played is not None:
                return await _drawn(Desk(play), tour, size)
        return await _drawn(Desk(), tour, size)


async def _drawn(app: Desk, tour: str, size: tuple[int, int]) -> dict[str, str]:
    found = {}
    async with app.run_test(size=size, notifications=False) as pilot:
        await settled(app, pilot)
        for stop in TOURS[tour].stops:
            await pilot.press(*stop.keys)
            found[stop.name] = picture(await settled(app, pilot), f"Outreach Sim: {stop.name}")
            await pilot.press(*stop.back)
    return found


def draw(
    tour: str, size: str, run: Callable[[Coroutine[Any, Any, dict[str, str]]], dict[str, str]] = asyncio.run
) -> dict[str, str]:
    """The pictures of a tour at one size; ``run`` is the loop they are drawn in."""
    return run(pictures(tour, SIZES[size]))


def page() -> str:
    """The page of all of them."""
    heads = " | ".join(SIZES)
    rows = (
        f"| {name} | " + " | ".join(f"[{size}](pictures/{name}-{size}.svg)" for size in SIZES) + " |"
        for name in SCREENS
    )
    return "\n".join([PAGE_BEGINS, f"| screen | {heads} |", "|---|" + "---|" * len(SIZES), *rows, ""])


PAGE_BEGINS = """# Every screen of the desk

At three sizes of the terminal; wide ones show more. A test draws them again by the desk's keys: one size of
each in the default run, all of them with `--whole`. Made by `python docs/desk_pictures.py [FOLDER]`, as this
page is.
"""


def write_all(folder: Path) -> None:
    """All pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for tour in TOURS:
        for size in SIZES:
            for name, svg in draw(tour, size).items():
                (folder / f"{name}-{size}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
    (FOLDER.parent / "screens.md").write_text(page(), encoding="utf-8")
