"""Names that are markup, escapes or bidi text: shown as they are, never interpreted, never raw."""

from pathlib import Path

import pytest
from textual.widgets import Select

from outreach_sim.tui.draft import first_draft
from outreach_sim.tui.spending import For
from tests.tui.desks import NARROW, WIDE, Driver, hostile_scenario, run

NAMES = [
    "[@click=app.quit]Click Me[/]",
    "[/nope] Slash",
    "[bold red]Loud[/bold red]",
    "Esc\x1b[2Jape \x1b]52;c;aGk=\x07Clip",
    "Bidi \u202egnorw\u202c Way",
    "C1 \x9b31m",
    "{{ 7 * 7 }} {% raw %}",
    "$name ${x} %s",
    "名前 とても長い" * 8,
    "é" * 300,
    "\\[escaped] \\",
]
FORBIDDEN = ("\x1b", "\x9b", "\u202e", "\u202c", "\x00", "\x07")


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_every_screen_shows_names_as_they_are(tmp_path: Path, size: tuple[int, int]) -> None:
    scenario = hostile_scenario(tmp_path, NAMES)
    seen: list[str] = []

    async def steps(driver: Driver) -> None:
        async def look(*keys: str) -> None:
            await driver.press(*keys)
            text = driver.text()
            assert not [c for c in FORBIDDEN if c in text]
            seen.append(text)

        await look()
        for _ in NAMES[:4]:
            await look("w")
            await driver.press("ctrl+s", "down")
        play = driver.play
        for candidate in range(4, len(NAMES)):
            play.act(first_draft(play, (candidate,)).order(play.lab))
        await look("c")
        await driver.press("escape")
        await look("v")
        await look("ctrl+s")
        for _ in range(4):
            await look("n")
        await look("2")
        await look("t")
        for _ in NAMES:
            await look("down")
        await look("a")
        await look("escape", "3")
        await look("4")
        await look("5")
        await driver.press("1", "i", *"[@click=app.quit]x[/]", "tab", "up", "enter")
        assert "[@click=app.quit]x[/]" in {play.notes.about(c) for c in play.notes.candidates}
        await look("e")
        await look("i")
        await driver.press("escape")
        await look("o")
        await look("escape", "f1")
        await look("escape", "ctrl+p")
        assert driver.app.is_running

    run(steps, scenario=str(scenario), size=size)
    everything = "\n".join(seen)
    assert "[@click=app.quit]" in everything
    assert "[/nope]" in everything
    assert "{{ 7 * 7 }}" in everything
    assert "49" not in everything.split("North", 1)[0]
    assert "[bold]that[/]" in everything or size == NARROW


def test_the_form_for_raises_names_staff_as_they_are(tmp_path: Path) -> None:
    scenario = hostile_scenario(tmp_path, NAMES[:3])
    scenario.write_text(scenario.read_text(encoding="utf-8").replace('player = "north"', 'player = "south"'))

    async def steps(driver: Driver) -> None:
        await driver.press("y")
        told = driver.text()
        assert all(name[:12] in told for name in NAMES[:3]) and not [c for c in FORBIDDEN if c in told]
        await driver.press("escape", "f", "f", "f")
        for name in NAMES[:3]:
            await driver.press("slash", *name[-4:], "enter", "b")
            chosen = driver.app.screen.query_one("#whom", Select)
            assert name[:12] in driver.text()
            assert chosen.value is For.CHOSEN
            await driver.press("tab", "ctrl+s", "u", "escape")

    run(steps, scenario=str(scenario), size=WIDE)
