"""Numbers and columns as people read them, in a terminal of any kind."""

from __future__ import annotations

import math
from datetime import date


def usd(amount: float) -> str:
    """An amount as people say it: $1.3M, $650k."""
    if abs(amount) >= 999_500_000:
        return f"${amount / 1e9:.3g}B"
    if abs(amount) >= 999_500:
        return f"${amount / 1e6:.3g}M"
    if abs(amount) >= 500:
        return f"${amount / 1e3:.0f}k"
    return f"${amount:.0f}"


def cells(text: str) -> int:
    """Terminal cells that a text takes; East Asian characters take two, marks and joiners none."""
    from unicodedata import category, east_asian_width

    if text.isascii():
        return len(text)
    return sum(
        0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def pad(text: str, size: int, right: bool) -> str:
    """The text filled up with spaces to so many cells."""
    space = " " * max(size - cells(text), 0)
    return space + text if right else text + space


def number(value: float) -> str:
    """A count or mean as people read it: three figures, thousands apart."""
    if value == 0:
        return "0"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{value:,.0f}"
    return (
        f"{value:,.{max(2 - math.floor(math.log10(abs(value))), 0)}f}"
        if abs(value) < 1e4
        else f"{value:,.0f}"
    )


def percent(share: float, decimals: int = 1) -> str:
    """A probability in percent, never rounded to 0 or 100 unless it is."""
    least = 10.0**-decimals
    if 0 < 100 * share < least:
        return f"<{least:.{decimals}f} %"
    if 100 - least < 100 * share < 100:
        return f">{100 - least:.{decimals}f} %"
    return f"{100 * share:.{decimals}f} %"


def counted(count: float, one: str, many: str = "") -> str:
    """A number of things, or a mean of them: 1 offer, 2 offers, 1.50 offers."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def are(count: float) -> str:
    """The verb that goes with so many."""
    return "is" if count == 1 else "are"


def dated(day: date, form: str) -> str:
    """A date as ``strftime`` writes it; ``%-d``, a day without a leading nought, works on every system."""
    return day.strftime(form.replace("%-d", str(day.day)))


def bar(value: float, full: float, size: int = 12) -> str:
    """A signed bar around a centre line: losses to the left, gains to the right."""
    filled = min(round(abs(value) / full * size), size) if full > 0 else 0
    left = ("█" * filled if value < 0 else "").rjust(size)
    return f"{left}│{('█' * filled if value > 0 else '').ljust(size)}"
