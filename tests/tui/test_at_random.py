"""Whatever is pressed, the desk stands, and what it leaves behind is sound; the long proof is a module."""

from pathlib import Path

import pytest
from textual.command import CommandList

from tests.tui.at_random import play, unsound
from tests.tui.desks import Driver, run


def test_a_player_who_presses_anything_breaks_neither_desk_nor_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # pictures are written where the desk was started
    assert len(play("first-letter", 40, seed=6)) == 40
    assert unsound() == []


def test_a_list_without_room_has_no_page() -> None:
    async def steps(driver: Driver) -> None:
        await driver.resize(30, 6)
        await driver.press("end", "pageup", "pagedown", "home", "pagedown")
        assert driver.app.is_running

    run(steps, scenario=None)


def test_a_palette_that_is_about_to_open_has_no_page() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("ctrl+p")
        driver.app.screen.query_one(CommandList).display = False
        await driver.press("pageup", "pagedown")
        assert driver.app.is_running

    run(steps)
