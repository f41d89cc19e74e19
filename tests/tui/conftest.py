"""A data folder of its own for each test of the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.debrief import Debrief
from outreach_sim.tui.play import Play
from tests.tui.desks import KEEN


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    for name in ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found out when a game is over, of fewer worlds and decisions."""
    monkeypatch.setattr(Debrief, "worlds", 6)
    monkeypatch.setattr(Debrief, "most", 6)


@pytest.fixture
def play() -> Iterator[Play]:
    with Game.new("test", load_scenario("first-letter"), 5) as game:
        yield Play(game)


@pytest.fixture
def keen() -> Iterator[Play]:
    """The same game among people who are all interested."""
    with Game.new("keen", load_scenario("first-letter", KEEN), 5) as game:
        yield Play(game)
