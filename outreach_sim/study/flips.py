"""Who says yes in one of two paired worlds but not in the other, counted over worlds.

Two scenarios are played on the same luck. A *flip* is a candidate who accepts one lab's offer in a world
under one scenario and does not under the other; ``study.partings`` tells where the two paths part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.journeys import Journeys, Table
from outreach_sim.market.setup import number_of
from outreach_sim.market.state.events import Event
from outreach_sim.study.partings import LINKS, Story, pairs_of, part, stories


@dataclass(slots=True)
class FlipCounts:
    """Flips of one pair of scenarios, counted over worlds; filled block by block.

    Attributes:
        worlds: how many were compared.
        parted: by side (``a`` or ``b``: who has the yes), candidate, link, term and cause: worlds and the
            sum of differences.
        lost: by side of the lost yes, candidate and cause: worlds.
        raised: the side whose offers are the better ones, if one's are.
    """

    worlds: int = 0
    raised: str | None = None
    parted: dict[tuple[str, int, str, str | None, str], list[float]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0.0])
    )
    lost: Counter[tuple[str, int, str]] = field(default_factory=Counter)

    def add(self, a: Journeys, b: Journeys, worlds: int, same_fleet: bool) -> None:
        """Count the flips of some more worlds."""
        self.worlds += worlds
        yes = {"a": said_yes(a), "b": said_yes(b)}
        flipped = yes["a"] ^ yes["b"]
        told = {"a": stories(a, flipped), "b": stories(b, flipped)}
        raised = raised_side(a.begun, b.begun)
        self.raised = self.raised or raised
        for key in sorted(flipped):
            side, other = ("a", "b") if key in yes["a"] else ("b", "a")
            winner, loser = told[side][key], told[other][key]
            parting = part(winner, loser, same_fleet)
            count = self.parted[side, key[1], parting.link, parting.term, parting.cause]
            count[0] += 1
            count[1] += parting.difference
            if _raised(winner, loser, raised == other):
                self.lost[side, key[1], parting.cause] += 1


def said_yes(journeys: Journeys) -> set[tuple[int, int]]:
    """The (world, candidate) pairs in which the lab won somebody."""
    table = journeys.events.columns
    rows = (table["event"] == Event.ACCEPTED) & (table["own"] == 1)
    return set(zip(table["world"][rows].tolist(), table["candidate"][rows].tolist(), strict=True))


def raised_side(a: Table, b: Table) -> str | None:
    """The side whose letters offer more, ``None`` if neither's do.

    Judged by the letters both send: at least one in twenty is raised, and twenty times as many are raised
    as cut. Pay is raised where both the sum and its ratio to present pay are (a person whose employer has
    just countered costs more under the same terms).
    """
    key_a, key_b = (pairs_of(table) for table in (a, b))
    first_a, first_b = a.columns["number"] == 1, b.columns["number"] == 1
    _, in_a, in_b = np.intersect1d(key_a[first_a], key_b[first_b], return_indices=True)
    old = {name: column[first_a][in_a] for name, column in a.columns.items()}
    new = {name: column[first_b][in_b] for name, column in b.columns.items()}
    more, less = int(_better(old, new).sum()), int(_better(new, old).sum())
    for side, gains, losses in (("b", more, less), ("a", less, more)):
        if gains and 20 * gains >= len(in_a) and 20 * losses <= gains:
            return side
    return None


def _better(old: dict[str, NDArray[np.int64]], new: dict[str, NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Where the new offer raises pay or pledge."""
    ratio = (new["pay_usd"] / new["present_usd"]) > 1.001 * (old["pay_usd"] / old["present_usd"])
    return (ratio & (new["pay_usd"] > old["pay_usd"])) | (new["pledge_h100e"] > old["pledge_h100e"])


def _raised(yes: Story, no: Story, all_raised: bool) -> bool:
    """Whether the path without a yes had the better offer; unwritten letters go by all the others."""
    winner = yes.winner()
    loser = no.paths.get(winner.number)
    if loser is None:
        return all_raised
    if loser.pay_usd < winner.pay_usd or loser.pledge_h100e < winner.pledge_h100e:
        return False
    dearer = loser.pay_usd * winner.present_usd * 1000 > winner.pay_usd * loser.present_usd * 1001
    return (dearer and loser.pay_usd > winner.pay_usd) or loser.pledge_h100e > winner.pledge_h100e


def flips_as_dicts(counts: FlipCounts, most: int) -> list[dict[str, Any]]:
    """The most frequent flips: one row per side and candidate, with the commonest parting."""
    by_person: dict[tuple[str, int], list[tuple[str, str | None, str, int, float]]] = defaultdict(list)
    for (side, candidate, link, term, cause), (times, total) in counts.parted.items():
        by_person[side, candidate].append((link, term, cause, int(times), total))
    rows: list[dict[str, Any]] = []
    for (side, candidate), partings in by_person.items():
        worlds = sum(times for *_, times, _ in partings)
        link, term, cause, times, total = min(partings, key=lambda p: (-p[3], LINKS.index(p[0]), p[2]))
        rows.append(
            {
                "candidate": number_of(candidate),
                "won_by": side,
                "worlds": worlds,
                "share": worlds / counts.worlds,
                "link": link,
                "link_share": times / worlds,
                "term": term,
                "difference": total / times,
                "cause": cause,
            }
        )
    rows.sort(key=lambda row: (-row["worlds"], row["candidate"], row["won_by"]))
    return rows[:most]


def partings_as_dicts(counts: FlipCounts) -> list[dict[str, Any]]:
    """Where paths part, over all flips: yeses a world by side, link, term and cause."""
    totals: Counter[tuple[str, str, str | None, str]] = Counter()
    for (side, _, link, term, cause), (times, _) in counts.parted.items():
        totals[side, link, term, cause] += int(times)
    ordered = sorted(totals.items(), key=lambda item: (-item[1], LINKS.index(item[0][1]), str(item[0])))
    return [
        {"won_by": side, "link": link, "term": term, "cause": cause, "per_world": times / counts.worlds}
        for (side, link, term, cause), times in ordered
    ]


def lost_as_dict(counts: FlipCounts, most: int) -> dict[str, Any]:
    """People who said yes to the weaker offer and not to the raised one: how many a world, why, and who."""
    causes: Counter[str] = Counter()
    people: Counter[tuple[str, int]] = Counter()
    for (side, candidate, cause), times in counts.lost.items():
        causes[cause] += times
        people[side, candidate] += times
    why = {
        key: min((c for s, i, c in counts.lost if (s, i) == key), key=lambda c: (-counts.lost[(*key, c)], c))
        for key in people
    }
    ordered = sorted(people, key=lambda key: (-people[key], key[1], key[0]))[:most]
    return {
        "per_world": sum(causes.values()) / counts.worlds,
        "causes": {
            cause: causes[cause] / counts.worlds for cause in sorted(causes, key=lambda c: (-causes[c], c))
        },
        "candidates": [
            {
                "candidate": number_of(candidate),
                "won_by": side,
                "worlds": people[side, candidate],
                "share": people[side, candidate] / counts.worlds,
                "cause": why[side, candidate],
            }
            for side, candidate in ordered
        ],
    }
