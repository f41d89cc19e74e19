"""Comparisons on the page: differences as a picture, where paths part and who flips as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach_sim.formatting import percent
from outreach_sim.storage.report.causes import in_words
from outreach_sim.storage.report.numbers import short, signed

MOST_PARTINGS = 8
MOST_FLIPS = 12
Pair = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flips:
    """One pair of scenarios, in words.

    Attributes:
        title: which pair.
        partings: yeses a world, the scenario they come under, the link, and the term or cause.
        flips: person, employer, scenario, share of worlds, link, term or cause, log-odds between the two.
        lost: a sentence on yeses that the stronger offer loses; empty where there is none.
        nobody: why nobody can be followed; empty where they can.
    """

    title: str
    partings: tuple[tuple[str, ...], ...]
    flips: tuple[tuple[str, ...], ...]
    lost: str
    nobody: str


def by_metric(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The pairs of each metric: people and money have no axis in common."""
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair["metric"], []).append(pair)
    return found


def difference_rows(pairs: Sequence[Pair]) -> list[tuple[str, float, Sequence[float] | None]]:
    """Name, difference, and its interval, where there are worlds enough for one."""
    blank = "\N{NO-BREAK SPACE}"
    return [(f"{p['b']}{blank}−{blank}{p['a']}", p["difference"], p["ci95"]) for p in pairs]


def difference_table(pairs: Sequence[Pair]) -> tuple[tuple[str, ...], ...]:
    """The same as text, with the share of worlds in which either has more."""
    return tuple(
        (
            name,
            signed(d, 0),
            " to ".join(signed(end, 0) for end in interval or ()) or "too few worlds",
            percent(p["b_wins"]),
            percent(p["a_wins"]),
        )
        for p, (name, d, interval) in zip(pairs, difference_rows(pairs), strict=True)
    )


def flips_of(pairs: Sequence[Pair]) -> list[Flips]:
    """Each pair of scenarios once, whatever the number of metrics."""
    told: dict[tuple[str, str], Flips] = {}
    for pair in pairs:
        told.setdefault((pair["a"], pair["b"]), _flips(pair))
    return list(told.values())


def _flips(pair: Pair) -> Flips:
    title = f"{pair['b']} against {pair['a']}"
    if pair.get("flips") is None:
        return Flips(title, (), (), "", str(pair.get("why_no_flips") or ""))
    partings = tuple(
        (short(row["per_world"]), row["won_by"], row["link"], _why(row))
        for row in pair["partings"][:MOST_PARTINGS]
    )
    flips = tuple(
        (
            f"{row['name']} (candidate {row['candidate']})", row["employer"], row["won_by"],
            percent(row["share"]), row["link"], _why(row),
            signed(row["difference"], 0) if row["term"] else "",
        )
        for row in pair["flips"][:MOST_FLIPS]
    )  # fmt: skip
    lost = pair["lost_yeses"]
    causes = ", ".join(f"{in_words(cause)} {short(times)}" for cause, times in lost["causes"].items())
    said = f"Yeses to the weaker offer only: {short(lost['per_world'])} a world ({causes})." if causes else ""
    return Flips(title, partings, flips, said, "")


def _why(row: Pair) -> str:
    return str(row["term"] or in_words(row["cause"]))
