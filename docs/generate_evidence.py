"""Writes ``docs/evidence.md`` from the parameter, figure and target files and from ``docs/calibration.json``.

Run: python docs/generate_evidence.py

What the model makes of the targets takes a while to play: ``make pages`` has ``calibrate --json`` write it.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from outreach_sim.scenario.parameters import ParameterCard, load_cards
from outreach_sim.scenario.targets import Figure, Target, load_figures, load_targets
from outreach_sim.study.judging import Verdict, judge

PAGE = Path(__file__).parent / "evidence.md"
CALIBRATION = Path(__file__).parent / "calibration.json"
CHAPTERS = {
    "From the letter to the reply": "How often mail of a lab is opened and answered, at equal pay and "
    "compute. Vendors' figures of millions of recruiters' sequences; they count what their software sees.",
    "From interest to the yes": "What becomes of those who answer.",
    "Pay": "What more pay is worth: slope and curvature of one utility for all links.",
    "Compute": "What machines per researcher are worth. Nobody has measured this; it is set by analogy with "
    "what else people give up pay for.",
    "The person": "How differently people take to the same lab.",
    "Sender and words": "Who signs, what the letter is like, and on which day it comes.",
    "Wear": "Full inboxes, and names that are worn by mass mail.",
    "The gate": '"Come back to me when you have 10,000 H100 GPUs." One anecdote; the share is a guess.',
    "What employers do": "Counter-offers, and raises for staff who look elsewhere; what peers make of them.",
    "Terms of an offer": "Deadlines.",
    "People and places": "Whom people know, follow and meet; what they believe in; when they have to wait.",
    "The market": "What everybody does at once.",
    "Time": "Delays, exits, and hires that do not fit.",
}
_FIRST = {
    "open_constant": "From the letter to the reply", "interest_cut": "From interest to the yes",
    "pay_slope": "Pay", "compute_taste_mean": "Compute", "fit_sd": "The person",
    "sender_hiring_manager": "Sender and words", "fatigue_slope": "Wear", "gate_share": "The gate",
    "counter_chance": "What employers do", "short_deadline": "Terms of an offer",
    "occasion_met": "People and places", "notice_chance": "What employers do",
    "market_pay_per_gap": "The market", "reply_delay_median_days": "Time",
}  # fmt: skip
"""The parameter with which a chapter begins, in the order of the file."""


def chapters() -> dict[str, list[ParameterCard]]:
    """All parameters by chapter."""
    found: dict[str, list[ParameterCard]] = {title: [] for title in CHAPTERS}
    title = ""
    for name, card in load_cards().items():
        title = _FIRST.get(name, title)
        found[title].append(card)
    return found


@cache
def simulated() -> dict[str, dict[str, Any]]:
    """What ``calibrate --json`` said of each target."""
    found = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return {row["id"]: row for row in found["targets"]}


def verdict(target: Target) -> Verdict:
    """Whether the model hits a target."""
    row = simulated()[target.id]
    return judge(row["simulated"], row["ci95"], target.low, target.high)


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    cards, figures = load_cards(), load_figures()
    yield from ("# Evidence", "", _MADE_BY, "")
    guesses = sum(card.trust == "guess" for card in cards.values())
    yield _paragraph(_INTRODUCTION.format(count=len(cards), guesses=guesses))
    yield from ("", _paragraph(_TRUST))
    for title, members in chapters().items():
        yield from ("", f"## {title}", _paragraph(CHAPTERS[title]))
        for card in members:
            yield from ("", *_parameter(card))
    yield from ("", "## What the parameters were set from", _paragraph(_JUDGED), "")
    yield from _targets([t for t in load_targets() if not t.held_out])
    yield from ("", "## Kept aside", _paragraph(_KEPT_ASIDE), "")
    yield from _targets([t for t in load_targets() if t.held_out])
    yield from ("", "## Published figures", "", "| id | of | figure | value | source | date | trust |")
    yield "|---|---|---|---|---|---|---|"
    yield from map(_figure, figures.values())


_MADE_BY = "<!-- Made by docs/generate_evidence.py from files in fixtures/. Edit those. -->"
_INTRODUCTION = (
    "Every number of the model: value, range, where it comes from and how far to trust it. "
    "{count} parameters; {guesses} of them are **guesses**, for nobody has published anything "
    "that sets them; [those that matter most](limits.md#guesses-that-matter-most) have a list of what would. "
    "The ranges are those that `run --uncertain` draws from. "
    "A scenario replaces any of them under `[parameters]`."
)
_TRUST = (
    "Trust: **A** peer-reviewed or first-hand, **B** reputable report, **C** vendor or second-hand, "
    "**D** derived by analogy or from weak figures, **M** from memory, **guess**. "
    "Parameters are set from the figures named beside them and from nothing else; `outreach-sim calibrate` "
    "plays the figures and says which are hit, and judges by others that were [kept aside](#kept-aside)."
)

_JUDGED = (
    "What `outreach-sim calibrate` makes of the figures. A target is hit where the simulated value lies in "
    "the range that counts as right and its interval is no wider than half of it; missed where the value "
    "lies outside and the interval is as narrow, or where all of it lies outside. Else the worlds are too "
    "few to tell: unsure."
)
_KEPT_ASIDE = "No parameter was set from these, and no card above names them; they are there to judge by."


def _paragraph(text: str) -> str:
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _figure(figure: Figure) -> str:
    source = f"[{figure.source}]({figure.url})" if figure.url else figure.source
    name = f'<a id="{figure.id}"></a>`{figure.id}`'
    cells = (
        name,
        figure.about,
        figure.figure,
        f"{figure.value} {figure.unit}",
        source,
        figure.date,
        figure.trust,
    )
    return f"| {' | '.join(cells)} |"


def _parameter(card: ParameterCard) -> Iterator[str]:
    trust = "**a guess**" if card.trust == "guess" else f"trust {card.trust}"
    span, links = f"{card.low:g} to {card.high:g}", ", ".join(card.links)
    yield f"**`{card.name}`** = {card.value:g} ({span}), {card.unit}; {trust}; in {links}.  "
    if card.source != "a guess":
        date = f" ({card.date})" if card.date else ""
        yield f"{_sentence(card.source)[:-1]}{date}.  "
    yield _paragraph(_sentence(card.derivation) + _linked(card.figures))


def _linked(ids: tuple[str, ...]) -> str:
    return "" if not ids else " Figures: " + ", ".join(f"[{one}](#{one})" for one in ids) + "."


def _sentence(text: str) -> str:
    first = text[0] if text.startswith("ln(") else text[0].upper()
    return first + text[1:] + ("" if text.endswith(".") else ".")


def _targets(targets: list[Target]) -> Iterator[str]:
    yield "| target | published | counts as right | simulated | 95 % interval | verdict | of what | figure |"
    yield "|---|---:|---|---:|---|---|---|---|"
    for target in targets:
        row, word = simulated()[target.id], verdict(target)
        cells = (
            f"`{target.id}`",
            f"{target.value:g}",
            f"{target.low:g} to {target.high:g}",
            f"{row['simulated']:.3g}",
            " to ".join(f"{end:.3g}" for end in row["ci95"] or ()) or "none",
            word if word is Verdict.HIT else f"**{word}**",
            target.that,
            f"[{target.figure}](#{target.figure})",
        )
        yield f"| {' | '.join(cells)} |"
    for target in targets:
        if target.why and verdict(target) is Verdict.MISSED:
            yield from ("", _paragraph(f"**Why `{target.id}` is missed.** {_sentence(target.why)}"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
