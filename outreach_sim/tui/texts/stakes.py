"""Points of one decision as texts: its parts add up as they are shown."""

from __future__ import annotations

from rich.text import Text

from outreach_sim.formatting import percent, signed, usd
from outreach_sim.market.values import Change
from outreach_sim.model.explain import rounded
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG, WARN
from outreach_sim.tui.draft import Draft
from outreach_sim.tui.score import FINE
from outreach_sim.tui.stakes import BestPay, LetterStakes, Way, best_of
from outreach_sim.tui.worths import PersonWorth

LEAST_SERVED = 0.995
"""From here on it is not said which part of the letters time, money, interviews and hours serve."""
_TITLES = {"full": "full", "short": "short", "none": "at once"}
_FIRST_WIDTH, _WIDTH = 10, 9


def if_yes(worth: PersonWorth) -> Text:
    """What it is worth if it works, and what that is made of."""
    total = round(worth.if_yes, 2)
    work, crowding, over = rounded([worth.work, -worth.crowding, -worth.overpay], to=total)
    text = Text("if yes ").append(signed(total), _style(total))
    return text.append(f" = {work:.2f} work - {-crowding:.2f} crowding - {-over + 0.0:.2f} overpay\n")


def letter(found: LetterStakes, best: BestPay, draft: Draft, otherwise: float | None = None) -> Text:
    """A letter: what it is worth, what can be expected of it, the pay that brings most.

    Args:
        found: what the engine says of it.
        best: and of its pay.
        draft: the letter.
        otherwise: what could be expected in the other form of interview; ``None`` until it is weighed.
    """
    first, people = PersonWorth.of(found.worth), len(draft.candidates)
    text = if_yes(first).append_text(expected(first))
    if people > 1:
        text.append(f", all {people:,}: {signed(found.expected, FINE)}")
    if otherwise is not None and otherwise > max(first.expected, 0.0):
        form = "with interviews" if draft.direct else "without interviews"
        text.append(f", {form} {signed(otherwise, FINE)}", WARN)
    if float(best.worth.expected[0]) <= 0.0:
        return text.append("; no pay within your means brings any\n")
    if best.pay_usd == draft.pay_usd:
        return text.append("; no pay brings more points\n")
    if float(best.worth.expected[0]) < first.expected:  # advice counts what leavers keep, points do not yet
        text.append("; leavers keep their pay, so")
    else:
        text.append(";")
    points = signed(float(best.worth.expected[0]), FINE)
    return text.append(f" best pay for points {best.ratio:.3g}x, {usd(best.pay_usd)}: {points}\n")


def expected(worth: PersonWorth) -> Text:
    """What can be expected, and which part of it is served where that is not all."""
    text = Text("expected ").append(signed(worth.expected, FINE), _style(worth.expected))
    if worth.served < LEAST_SERVED:
        text.append(f" (time and means for {percent(worth.served, 0)})", QUIET)
    return text


def bettering(change: Change) -> Text:
    """What other terms for an offer would change."""
    more = float(change.expected[0])
    text = Text("with these terms ").append(f"{signed(more, FINE)} points", _style(more))
    return text.append(f" to be expected, {_points_of_percent(float(change.chance[0]))} of a yes\n")


def _points_of_percent(chance: float) -> str:
    return f"{100 * chance:+.1f} %" if round(100 * chance, 1) else "no change in the chance"


def ways(found: tuple[Way, ...]) -> Text:
    """Forms of interview side by side; the one with most points among those to be had stands out."""
    best = best_of(found)
    text = Text(" " * _FIRST_WIDTH)
    for way in found:
        text.append(_TITLES[way.form.name].rjust(_WIDTH), STRONG if way is best else "")
    text.append("\n")
    for name, cells in _rows(found):
        text.append(name.ljust(_FIRST_WIDTH), QUIET)
        for way, cell in zip(found, cells, strict=True):
            text.append(cell.rjust(_WIDTH), STRONG if way is best else "")
        text.append("\n")
    for way in found:
        if way.lacks:
            text.append(f"{_TITLES[way.form.name].capitalize()}: no {way.lacks} left this week.\n", BAD)
    return text


def _rows(found: tuple[Way, ...]) -> list[tuple[str, list[str]]]:
    return [
        ("offer", [percent(way.form.offer_chance, 0) for way in found]),
        ("then yes", [percent(_yes(way), 0) for way in found]),
        ("days", [_days(way) for way in found]),
        ("fits (w)", [f"{1.0 - way.form.misfit_chance:.2f}" for way in found]),
        ("price", [_price(way) for way in found]),
        ("if yes", [signed(float(way.worth.if_yes[0])) for way in found]),
        ("expected", [signed(float(way.worth.expected[0]), FINE) for way in found]),
    ]


def _yes(way: Way) -> float:
    return float(way.worth.chance[0]) / way.form.offer_chance


def _days(way: Way) -> str:
    first, last = min(way.form.days), max(way.form.days)
    return str(first) if first == last else f"{first}-{last}"


def _price(way: Way) -> str:
    return f"{way.form.hours} hour" if way.form.hours else f"{way.form.slots} slot"


def _style(points: float) -> str:
    return f"{STRONG} {GOOD if points > 0 else BAD}" if round(points, FINE) else STRONG
