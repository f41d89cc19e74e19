"""The two lines above a screen."""

from __future__ import annotations

from textual.widgets import Static

from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.header import status_bar


class StatusBar(Static):
    """Where and when, what is left for today, what is at stake; as much of it as the screen is wide."""

    def __init__(self, play: Play) -> None:
        super().__init__(id="bar")
        self._play = play

    def on_resize(self) -> None:
        """What fits depends on the width."""
        self.show()

    def show(self) -> None:
        """The game as it stands."""
        self.update(status_bar(self._play, self.app.size.width))
