"""Draws the desk's screens as SVG, by pressing its keys: ``python docs/desk_pictures.py``.

The people come from ``fixtures/candidates.csv``, so that no picture changes with a library's lists of names.
A test draws the pictures again and compares.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from outreach_sim.market.setup import Do, Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.app import Desk
from outreach_sim.tui.debrief import Debrief
from outreach_sim.tui.draft import first_draft, standing_draft
from outreach_sim.tui.people import Sight, find_people
from outreach_sim.tui.picture import cleaned
from outreach_sim.tui.play import Play
from outreach_sim.tui.rounds import last_round

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "pictures"
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
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


PICTURES: dict[str, tuple[Callable[[Play], None], tuple[str, ...]]] = {
    "desk": (nothing, ("down",)),
    "compose": (nothing, CEO_LETTER),
    "write": (nothing, (*CEO_LETTER, "ctrl+e", *["down"] * 3, "end", *" What {{")),
    "why": (nothing, ("w", "ctrl+r")),
    "takes": (nothing, ("w", "ctrl+t")),
    "inbox": (first_replies, ("2",)),
    "answer": (first_replies, ("a",)),
    "say": (first_replies, ("a", "ctrl+e", *["down"] * 2, "end", *" We have 900,000 H100s.")),
    "outcome": (the_end, ("o",)),
}
"""What was played before, and the keys pressed then; the picture is taken after the last."""


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


async def picture(name: str, size: tuple[int, int]) -> str:
    """The screen as SVG, without fonts from the web."""
    played, keys = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OUTREACH_SIM_HOME"] = folder
        scenario = load_scenario(str(scenario_with_stored_people(Path(folder))), EVERYBODY)
        with Game.new("picture", scenario, SEED) as game:
            play = Play(game)
            played(play)
            app = Desk(play)
            Debrief.worlds, Debrief.most = FEW
            async with app.run_test(size=size, notifications=False) as pilot:
                await pilot.press(*keys)
                await app.workers.wait_for_complete()
                for field in app.screen.query(Input):
                    field.cursor_blink = False
                return cleaned(await _settled(app, pilot))


async def _settled(app: Desk, pilot: Pilot[None]) -> str:
    """The picture once it does not change any more: layout and scrolling take a few rounds."""
    drawn, same = "", 0
    while same < 3:
        await pilot.pause(0.02)
        again = app.export_screenshot(title="Outreach Sim")
        same = same + 1 if again == drawn else 0
        drawn = again
    return drawn


def draw(name: str, size: str, run: Callable[[Coroutine[Any, Any, str]], str] = asyncio.run) -> str:
    """One picture by its name and size; ``run`` is the loop it is drawn in."""
    return run(picture(name, SIZES[size]))


if __name__ == "__main__":
    for which in PICTURES:
        for dimensions in SIZES:
            (FOLDER / f"{which}-{dimensions}.svg").write_text(draw(which, dimensions), encoding="utf-8")
