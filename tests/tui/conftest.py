"""A data folder of its own for each test of the desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

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


@pytest.fixture(autouse=True, scope="session")
def sheets_are_parsed_once() -> Iterator[None]:
    """All desks of one set of colours share the rules that they read from a style sheet."""
    parse = Stylesheet._parse_rules
    by_colours: dict[frozenset[tuple[str, str]], dict[tuple[object, ...], list[RuleSet]]] = {}

    def once(self: Stylesheet, css: str, **place: Any) -> list[RuleSet]:
        if getattr(self, "_read_with", None) is not self._variables:
            self._read_with = self._variables  # type: ignore[attr-defined]
            self._read = by_colours.setdefault(frozenset(self._variables.items()), {})  # type: ignore[attr-defined]
        read: dict[tuple[object, ...], list[RuleSet]] = self._read  # type: ignore[attr-defined]
        key = (css, *place.values())
        if key not in read:
            read[key] = parse(self, css, **place)
        return read[key]

    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(Stylesheet, "_parse_rules", once)
        yield


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
