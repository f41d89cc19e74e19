"""Contrast of what the desk draws, as the WCAG computes it."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.color import Color
from textual.app import App

BORDERS = frozenset("╭╮╰╯─│╸━╺▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕▖▗▘▙▚▛▜▝▞▟┃┏┓┗┛ ")
"""What is drawn with these is no text."""


class Drawn(NamedTuple):
    """A text on its background, both as red, green and blue from 0 to 255."""

    text: str
    colour: tuple[int, int, int]
    ground: tuple[int, int, int]
    ratio: float


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio, WCAG 2.2: 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def drawn(app: App) -> Iterator[Drawn]:
    """Every text of the screen as it is drawn."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is None or not set(text) - BORDERS:
                continue
            assert not style.dim, f"{text!r} is left to the terminal to dim"
            colour, ground = rgb(style.color), rgb(style.bgcolor)
            if style.reverse:
                colour, ground = ground, colour
            yield Drawn(text.strip(), colour, ground, contrast(colour, ground))


def rgb(colour: Color | None) -> tuple[int, int, int]:
    assert colour is not None and colour.triplet is not None, "a colour is left to the terminal"
    return (colour.triplet.red, colour.triplet.green, colour.triplet.blue)
