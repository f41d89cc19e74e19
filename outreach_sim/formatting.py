"""Numbers and columns as people read them, in a terminal of any kind."""

from __future__ import annotations

import math
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """What all amounts of one column are written in, so that they can be compared at a glance.

    Attributes:
        sign: for the heading, such as $k. usd: what it stands for. decimals: of every amount.
    """

    sign: str
    usd: int
    decimals: int

    def text(self, amount_usd: float) -> str:
        """An amount without its sign; one that is there is never written as nothing."""
        told = f"{amount_usd / self.usd:,.{self.decimals}f}"
        if amount_usd and not any(digit in told for digit in "123456789"):
            return f"<{10.0**-self.decimals:.{self.decimals}f}"
        return told


_MONEY_UNITS = (
    (9_999.5, MoneyUnit("$", 1, 0)),
    (9_999_500.0, MoneyUnit("$k", 1_000, 0)),
    (9_999_995_000.0, MoneyUnit("$M", 1_000_000, 2)),
    (math.inf, MoneyUnit("$B", 1_000_000_000, 2)),
)
"""Units, and the amount from which the next one is taken."""


def money_unit(largest_usd: float) -> MoneyUnit:
    """The unit of a column whose largest amount, of either sign, is this."""
    return next(unit for below, unit in _MONEY_UNITS if abs(largest_usd) < below)


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


def signed(points: float, decimals: int = 2) -> str:
    """Points, or any difference, with a sign, thousands apart; never a nothing with one."""
    value = round(points, decimals) + 0.0
    return f"{value:{'+' if value else ''},.{decimals}f}"


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
