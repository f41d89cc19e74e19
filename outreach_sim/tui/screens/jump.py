"""Jump mode: a letter on everything that can be gone to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.events import Key
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Static, Tab, Tabs

LETTERS = "asdfghjklqwertyuiopzxcvbnm123456789"
"""In the order in which they are given; where fingers lie, first."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that can be gone to: where its letter stands, and how one goes."""

    at: Offset
    go: Callable[[], object]


def places_of(screen: Screen[Any]) -> list[Goal]:
    """All that is seen on a screen and can have the cursor, the tabs one by one, from top to bottom."""
    found = [goal for widget in screen.query("*") if (goal := _goal(widget)) is not None]
    return sorted(found, key=lambda goal: (goal.at.y, goal.at.x))


def _goal(widget: Widget) -> Goal | None:
    go = _way_to(widget)
    if go is None or widget not in widget.screen._compositor.visible_widgets:
        return None
    return Goal(widget.region.offset, go)


def _way_to(widget: Widget) -> Callable[[], object] | None:
    if isinstance(widget, Tab):
        return partial(_open, widget)
    if not widget.focusable or isinstance(widget, Tabs):
        return None
    return widget.press if isinstance(widget, Button) else widget.focus


def _open(tab: Tab) -> None:
    tabs = next(node for node in tab.ancestors if isinstance(node, Tabs))
    tabs.active = tab.id or ""


class JumpScreen(ModalScreen[Goal]):
    """Waits for one letter, and ends with what it stands on; any other key leads back."""

    CSS_PATH = "jump.tcss"

    def __init__(self, goals: Sequence[Goal]) -> None:
        super().__init__()
        self._goals = dict(zip(LETTERS, goals, strict=False))

    def compose(self) -> ComposeResult:
        """The letters, each where its goal begins."""
        for letter, goal in self._goals.items():
            label = Static(letter, classes="label")
            label.styles.offset = goal.at
            yield label

    def on_key(self, event: Key) -> None:
        """Choose what the letter stands on."""
        event.stop()
        event.prevent_default()
        self.dismiss(self._goals.get(event.character or ""))


def go_to(goal: Goal | None) -> None:
    """Go where it is."""
    if goal is not None:
        goal.go()
