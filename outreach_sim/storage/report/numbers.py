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


def whole(value: float) -> str:
    """A count."""
    return f"{value:,.0f}"


def tick(value: float) -> str:
    """What stands at a tick: 1,500, 20k, −1.5M."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return minus(f"{value / (1e3 if letter == 'k' else size):g}{letter}")
    return minus(f"{value:,g}")


def minus(number: str) -> str:
    """The same with the sign that is as wide as a plus."""
    return number.replace("-", "−")


def money(usd: float) -> str:
    """Whole USD."""
    return f"${usd:,.0f}"
