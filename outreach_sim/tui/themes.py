"""Colours of the desk: dark, light, of high contrast, and none at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, dim_color
from textual.theme import Theme

from outreach_sim.tui.colours import BAD, GOOD, WARN

_PALE = 0.5
"""Brightness from which a background is a mark, where there are no colours."""
_NO_DIM = Style(dim=False)
DRAWN = "╭╮╰╯─│╸━╺▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕▖▗▘▙▚▛▜▝▞▟┃┏┓┗┛ "
"""Lines, bars and blanks; what else is drawn is text."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the desk looks.

    Attributes:
        theme: colours of widgets.
        good, bad, warn: colours of texts that mean this.
        quiet: how much of its colour a quiet text keeps on its background, 0 to 1.
        least: contrast that every text has at least, as WCAG 2.2 computes it, from 1 to 21.
    """

    theme: Theme
    good: str
    bad: str
    warn: str
    quiet: float
    least: float = 4.5

    @property
    def tints(self) -> dict[str, str]:
        """Colours of texts as they are written, and as they are shown."""
        return {GOOD: self.good, BAD: self.bad, WARN: self.warn}


def _theme(name: str, dark: bool, **colours: Any) -> Theme:
    cursor = {
        "block-cursor-foreground": colours["background"],
        "block-cursor-background": colours["primary"],
        "block-cursor-blurred-foreground": colours["foreground"],
        "block-cursor-blurred-background": colours["panel"],
        "input-selection-background": colours["panel"],
        "footer-key-foreground": colours["accent"],
        "text-muted": colours["secondary"],
        "text-disabled": colours["secondary"],
        "text-primary": colours["primary"],
        "text-accent": colours["accent"],
        "text-success": colours["success"],
        "text-warning": colours["warning"],
        "text-error": colours["error"],
        "border": colours["primary"],
        "border-blurred": colours["secondary"],
        "scrollbar": colours["secondary"],
    }
    return Theme(name=name, dark=dark, variables=cursor, **colours)


DARK = Look(
    _theme(
        "dark", dark=True, primary="#7aa2c8", secondary="#a9adb3", accent="#e0b45c", foreground="#dcdcd4",
        background="#14171c", surface="#1a1e25", panel="#232833", success="#86b37a", warning="#d9a441",
        error="#e58a80",
    ),
    good="#7cb875", bad="#e08379", warn="#d9a441", quiet=0.72,
)  # fmt: skip
LIGHT = Look(
    _theme(
        "light", dark=False, primary="#2d5d8c", secondary="#55595f", accent="#7a5200", foreground="#22262c",
        background="#f7f5ef", surface="#efece3", panel="#e4e0d4", success="#2f6b29", warning="#7d5300",
        error="#9e2f25",
    ),
    good="#2f6b29", bad="#a83228", warn="#7d5300", quiet=0.78,
)  # fmt: skip
HIGH = Look(
    _theme(
        "high-contrast", dark=True, primary="#8fd3ff", secondary="#e6e6e6", accent="#ffe066",
        foreground="#ffffff", background="#000000", surface="#000000", panel="#1c1c1c", success="#8cff8c",
        warning="#ffe066", error="#ffb3ab",
    ),
    good="#8cff8c", bad="#ffb3ab", warn="#ffe066", quiet=0.85, least=7.0,
)  # fmt: skip
PLAIN = Look(
    _theme(
        "no-colour", dark=True, primary="#ffffff", secondary="#ffffff", accent="#ffffff",
        foreground="#ffffff", background="#000000", surface="#000000", panel="#000000", success="#ffffff",
        warning="#ffffff", error="#ffffff",
    ),
    good="#ffffff", bad="#ffffff", warn="#ffffff", quiet=1.0,
)  # fmt: skip
THEMES = {look.theme.name: look for look in (DARK, LIGHT, HIGH, PLAIN)}
"""By the name under which they are set."""


class Tints(LineFilter):
    """Gives texts the colours of what is chosen, in every line that is drawn; or takes all colours away.

    Attributes:
        look: what is chosen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.look = DARK

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same texts, in these colours."""
        ground, name = background.rich_color, self.look.theme.name
        return [
            segment
            if segment.style is None
            else Segment(segment.text, _dyed(segment.style, ground, name, segment.text.strip(DRAWN) != ""))
            for segment in segments
        ]


@lru_cache(4096)
def _dyed(style: Style, ground: RichColor, name: str, is_text: bool) -> Style:
    look = THEMES[name]
    if look is PLAIN:
        return _without_colours(style)
    before = style.color
    behind = ground if style.bgcolor is None or style.bgcolor.is_default else style.bgcolor
    if before is None or before.triplet is None or behind.triplet is None:
        return style
    colour = RichColor.parse(look.tints.get(before.triplet.hex, before.triplet.hex))
    if style.dim:
        colour = dim_color(behind, colour, look.quiet)
    if is_text:
        colour = _legible(colour, behind, look)
    return style + Style.from_color(colour) + _NO_DIM


def _legible(colour: RichColor, ground: RichColor, look: Look) -> RichColor:
    """The colour, or where it cannot be told from what is behind it the theme's own that can best."""
    if _contrast(colour, ground) >= look.least:
        return colour
    theme = look.theme
    others = [RichColor.parse(each) for each in (theme.foreground, theme.background) if each]
    return max(others, key=lambda other: _contrast(other, ground))


def _contrast(one: RichColor, other: RichColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: RichColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (each / 255 for each in colour.get_truecolor())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _without_colours(style: Style) -> Style:
    """What a background marks is shown the other way round instead."""
    behind = style.bgcolor
    marked = (
        behind is not None and behind.triplet is not None and Color.from_rich_color(behind).brightness > _PALE
    )
    kept = {
        each: getattr(style, each) for each in ("bold", "dim", "italic", "underline", "strike", "reverse")
    }
    plain = Style(**kept, link=style.link, meta=style.meta)
    return plain + Style(reverse=True) if marked else plain
