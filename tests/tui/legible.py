"""Every screen in every set of colours: ``python -m tests.tui.legible`` fails where texts have no contrast.

Two minutes of processor time. The default tests try the filter that sees to it.
"""

import os
import sys
import tempfile

from textual.screen import ModalScreen

from outreach_sim.tui.themes import PLAIN, THEMES
from tests.tui.contrast import Drawn, drawn
from tests.tui.desks import KEEN, WIDE, Driver, run

COLOURS = sorted(THEMES.keys() - {PLAIN.theme.name})
Places = dict[str, tuple[str, ...]]
FIRST = ("w", "ctrl+s", "down", "n")
"""A letter, and a week."""
EVERY: Places = {
    "people": ("down", "space"), "search": ("slash", "x"), "no search": ("escape",), "inbox": ("2",),
    "letters": ("slash", "t"), "news": ("escape", "3"), "books": ("4",),
    "a letter": ("1", "w"), "another field": ("tab", "tab"), "reasons": ("ctrl+r",), "levers": ("ctrl+t",),
    "a list dropped": ("shift+tab", "shift+tab", "shift+tab", "shift+tab", "enter"),
    "editor": ("escape", "ctrl+e"), "out": ("escape", "escape"), "an answer": ("a",),
    "own answer": ("ctrl+e",), "back": ("escape", "escape"), "volume": ("v",), "spend": ("escape", "b"),
    "card": ("escape", "c"), "outcome": ("escape", "o"), "help": ("escape", "f1"),
    "the end": ("escape", *["n"] * 30), "decisions": ("2",), "the truth": ("3",), "again": ("4",),
    "games": ("escape", "q"), "fame": ("f",),
}  # fmt: skip
"""Keys that lead to each place from the one before."""


async def look(driver: Driver, where: str) -> list[tuple[str, str, Drawn]]:
    """What is drawn here in any colours with less contrast than those promise."""
    assert not isinstance(driver.app.screen, ModalScreen)
    pale = []
    for name in COLOURS:
        driver.app.theme = name
        await driver.settle()
        pale += [(name, where, each) for each in drawn(driver.app) if each.ratio < THEMES[name].least]
    return pale


def pale_of(places: Places) -> list[tuple[str, str, Drawn]]:
    """What cannot be read well in these places, and of notices of each kind."""
    pale: list[tuple[str, str, Drawn]] = []

    async def steps(driver: Driver) -> None:
        await driver.press(*FIRST)
        for where, keys in places.items():
            await driver.press(*keys)
            pale.extend(await look(driver, where))
        for severity in ("information", "warning", "error"):
            driver.app.tell("said", title=severity, severity=severity)
            await driver.settle()
            pale.extend(await look(driver, severity))

    run(steps, size=WIDE, changed=KEEN)
    return pale


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["OUTREACH_SIM_HOME"] = home
        found = pale_of(EVERY)
    for line in found:
        sys.stdout.write(f"{line}\n")
    seen = f"{len(EVERY)} places in {len(COLOURS)} sets of colours"
    sys.stdout.write(f"{seen}: {len(found)} texts with too little contrast\n")
    sys.exit(bool(found))
