"""The last guard before the desk's terminal: no character that a widget draws steers it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from outreach_sim.inputs.text import replaced


class Guard(LineFilter):
    """Draws blanks, as wide, for characters that cleaning would have taken out where text comes in.

    Escape sequences of the program's own are made of segments later, and are not among their texts.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line; ``background`` does not matter."""
        return [segment if segment.control else _guarded(segment) for segment in segments]


def _guarded(segment: Segment) -> Segment:
    text = replaced(segment.text, _blank)
    return segment if text is segment.text else Segment(text, segment.style)


def _blank(character: str) -> str:
    return " " * cell_len(character)
