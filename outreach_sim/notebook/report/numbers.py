"""Numbers as the page writes them."""

from __future__ import annotations


def short(value: float) -> str:
    """Three figures, thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) < 10 else 1}f}" if abs(value) >= 0.01 else f"{value:.1g}"


def signed(value: float, series: int) -> str:
    """The same with a sign where a number can be either."""
    if series or round(value, 9) == 0:
        return short(value)
    return ("+" if value > 0 else "−") + short(abs(value))


def percent(share: float) -> str:
    """In percent, one decimal."""
    return f"{100 * share:.1f} %"


def money(usd: float) -> str:
    """Whole USD."""
    return f"${usd:,.0f}"


def plural(count: int, noun: str) -> str:
    """A count and its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
