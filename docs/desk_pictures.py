"""Draws the desk's screens as SVG, by pressing its keys: ``python docs/desk_pictures.py``.

The people come from ``fixtures/candidates.csv``, so that no picture changes with a library's lists of names.
A test draws the pictures again and compares.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from outreach_sim.notebook.game import Game
from outreach_sim.scenario.load import load_scenario
from outreach_sim.tui.app import Desk
from outreach_sim.tui.play import Play

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "pictures"
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
SEED = 24
CEO_LETTER = ("w", "shift+tab", "shift+tab", "enter", "home", "enter", "tab", "tab")
PICTURES: dict[str, tuple[str, ...]] = {
    "desk": ("down",),
    "compose": CEO_LETTER,
    "why": (*CEO_LETTER, "ctrl+w"),
    "takes": (*CEO_LETTER, "ctrl+t"),
    "inbox": (*CEO_LETTER, "ctrl+s", "v", "ctrl+s", "n", "n", "2"),
    "answer": (
        *CEO_LETTER,
        "ctrl+s",
        "down",
        *CEO_LETTER,
        "ctrl+s",
        "down",
        *CEO_LETTER,
        "ctrl+s",
        "n",
        "n",
        "a",
    ),
    "outcome": (*CEO_LETTER, "ctrl+s", "v", "ctrl+s", *["n"] * 15),
}
"""Keys pressed from a fresh game; the picture is taken after the last."""
_WEB_FONT = re.compile(r',\s*url\("https?://[^)]*\) format\("[^"]*"\)')


def scenario_with_stored_people(folder: Path) -> Path:
    """The personal email, with people from the sample file."""
    text = (ROOT / "fixtures" / "scenarios" / "personal-email.toml").read_text(encoding="utf-8")
    text, found = re.subn(r"(?m)^size = 640$", 'file = "candidates.csv"', text)
    assert found == 1
    people = (ROOT / "fixtures" / "candidates.csv").read_text(encoding="utf-8")
    (folder / "candidates.csv").write_text(people, encoding="utf-8")
    path = folder / "personal-email.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def picture(keys: Sequence[str], size: tuple[int, int]) -> str:
    """The screen after these keys, as SVG without fonts from the web."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["OUTREACH_SIM_HOME"] = folder
        with Game.new("picture", load_scenario(str(scenario_with_stored_people(Path(folder)))), SEED) as game:
            app = Desk(Play(game))
            async with app.run_test(size=size, notifications=False) as pilot:
                for key in keys:
                    await pilot.press(key)
                    await pilot.pause()
                    await app.workers.wait_for_complete()
                    await pilot.pause()
                app.clear_notifications()
                await pilot.pause()
                return _WEB_FONT.sub("", app.export_screenshot(title="Outreach Sim"))


def draw(name: str, size: str) -> str:
    """One picture by its name and size."""
    return asyncio.run(picture(PICTURES[name], SIZES[size]))


if __name__ == "__main__":
    for which in PICTURES:
        for dimensions in SIZES:
            (FOLDER / f"{which}-{dimensions}.svg").write_text(draw(which, dimensions), encoding="utf-8")
