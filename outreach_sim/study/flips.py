"""Who says yes in one of two paired worlds but not in the other: where their paths part, and on which term.

Two scenarios are played on the same luck. A *flip* is a candidate who accepts one lab's offer in a world
under one scenario and does not under the other. The paths are followed link by link; at the first link
that only one of them passed, the terms of both are laid side by side. They come from
``market.observers.journeys``, which notes what ``model.terms`` gave the engine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.journeys import Journeys, Link, Table
from outreach_sim.market.setup import number_of
from outreach_sim.market.state.events import Event, Refusal

LINKS = ("letter", "opened", "reply", "interest", "offer", "decision")
_SMALL = 1e-9
_CAUSES = {
    "other offers": "rivals",
    "counter-offer": "counter-offer",
    "weekday": "timing",
    "fatigue": "wear",
    "name": "wear",
}
Terms = dict[str, float]


@dataclass(slots=True)
class Path:
    """How far one sequence came.

    Attributes:
        number: which sequence of the pair, from 1.
        day, pay_usd, present_usd, pledge_h100e, direct: when its first mail went out.
        events: what happened, by kind: day, mail and value.
        terms: what was weighed, by link and mail.
    """

    number: int
    day: int
    pay_usd: int
    present_usd: int
    pledge_h100e: int
    direct: int
    events: dict[Event, tuple[int, int, int]] = field(default_factory=dict)
    terms: dict[tuple[Link, int], Terms] = field(default_factory=dict)

    def weighed(self, link: Link) -> Terms:
        """The terms of a link that is weighed once; empty where it was not reached."""
        found = [terms for (at, _), terms in self.terms.items() if at is link]
        return found[-1] if found else {}

    @property
    def without_letter(self) -> bool:
        """Whether the person came without a letter, in a walkout."""
        return Event.INTERESTED in self.events and self.events[Event.INTERESTED][1] == 0

    @property
    def began(self) -> str:
        """How the two came to talk: by a letter, in a walkout, or because the person came back."""
        if Event.CAME_BACK in self.events:
            return "come back"
        return "walkout" if self.without_letter else "letter"

    def letter(self, mail: int) -> Terms:
        """The terms of this mail, or of the last one before it."""
        mails = [m for at, m in self.terms if at is Link.LETTER and m <= mail]
        return self.terms[Link.LETTER, max(mails)] if mails else {}


@dataclass(frozen=True, slots=True)
class Story:
    """One candidate in one world: the lab's sequences, and the day of a yes to another lab."""

    paths: dict[int, Path]
    taken_on: int | None = None


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two paths part.

    Attributes:
        link: one of ``LINKS``.
        term: the term that speaks most for the yes over the no, or ``None`` where no term differs.
        difference: by so much, log-odds.
        cause: for the path without a yes: ``rivals``, ``dilution``, ``timing``, ``wear``, ``counter-offer``,
            ``walkout`` (did not follow the leader), ``gate`` (also: never had the machines to come back for),
            a ``quota:`` of letters, slots, money or compute, else the term's own name.
    """

    link: str
    term: str | None
    difference: float
    cause: str


def stories(journeys: Journeys, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Story]:
    """The stories of these (world, candidate) pairs."""
    found = {key: Story({}) for key in wanted}
    for i in _rows(journeys.begun, wanted):
        row = {name: int(column[i]) for name, column in journeys.begun.columns.items()}
        key = (row.pop("world"), row.pop("candidate"))
        found[key].paths[row["number"]] = Path(**row, events={}, terms={})
    for i in _rows(journeys.events, wanted):
        row = {name: int(column[i]) for name, column in journeys.events.columns.items()}
        key, event = (row["world"], row["candidate"]), Event(row["event"])
        if not row["own"]:
            found[key] = Story(found[key].paths, row["day"])
        else:
            found[key].paths[row["number"]].events[event] = (row["day"], row["mail"], row["value"])
    weighed = journeys.weighed.columns
    for i in _rows(journeys.weighed, wanted):
        path = found[int(weighed["world"][i]), int(weighed["candidate"][i])].paths[int(weighed["number"][i])]
        values = dict(zip(journeys.names, journeys.terms[i].tolist(), strict=True))
        path.terms[Link(int(weighed["link"][i])), int(weighed["mail"][i])] = values
    return found


def _rows(table: Table, wanted: set[tuple[int, int]]) -> list[int]:
    """Indices of the rows about these pairs, in their order."""
    keys = np.array([_key(world, candidate) for world, candidate in wanted], dtype=np.int64)
    have = table.columns["world"] * 2**31 + table.columns["candidate"]
    return np.flatnonzero(np.isin(have, keys)).tolist()


def _key(world: int, candidate: int) -> int:
    return world * 2**31 + candidate


def part(yes: Story, no: Story, same_fleet: bool = True) -> Parting:
    """Where the path to a yes and the path of the same person to no yes part.

    Args:
        yes: has an accepted sequence.
        no: has none.
        same_fleet: whether the scenarios give the lab the same fleet and heads; a loss of compute is
            then dilution by its own hires and pledges.
    """
    winner = next(path for path in yes.paths.values() if Event.ACCEPTED in path.events)
    loser = no.paths.get(winner.number)
    if loser is None or winner.began != loser.began:
        return Parting("letter", None, 0.0, "rivals" if no.taken_on is not None else _MISSED[winner.began])
    for link, passed in _PASSED.items():
        if passed not in loser.events and passed in winner.events:
            return _parting(link, winner, loser, no, same_fleet)
    raise ValueError("both paths end in a yes")


_MISSED = {"letter": "quota: letters", "walkout": "walkout", "come back": "gate"}
"""What kept somebody away who begins to talk in the other world, by how that comes about there."""
_PASSED = {
    "opened": Event.OPENED,
    "reply": Event.REPLIED,
    "interest": Event.INTERESTED,
    "offer": Event.OFFERED,
    "decision": Event.ACCEPTED,
}


def _parting(link: str, winner: Path, loser: Path, no: Story, same_fleet: bool) -> Parting:
    stopped = _stopped(link, winner, loser, no)
    if stopped:
        return Parting(link, None, 0.0, stopped)
    gains = _gains(link, winner, loser)
    term = max(gains, key=lambda name: (gains[name], name), default=None)
    if term is None or gains[term] <= _SMALL:
        return Parting(link, None, 0.0, "timing")
    cause = _CAUSES.get(term, term)
    if term == "compute" and same_fleet:
        cause = "dilution"
    return Parting(link, term, gains[term], cause)


def _stopped(link: str, winner: Path, loser: Path, no: Story) -> str:
    """What ended a path before its link was weighed at all; empty where it was weighed."""
    if link == "reply" and Event.CLOSED not in loser.events:
        last = max((mail for at, mail in loser.terms if at is Link.LETTER), default=0)
        if last < winner.events[Event.REPLIED][1]:
            return _interrupted(no)
    if link == "interest" and Event.NOT_INTERESTED not in loser.events:
        return _interrupted(no)
    if link == "offer" and Event.NO_OFFER not in loser.events:
        return _short_of(loser) or _interrupted(no)
    if link == "decision" and Event.DECLINED not in loser.events:
        return _interrupted(no)
    return ""


_SHORT_OF = {Refusal.CASH: "quota: money", Refusal.COMPUTE: "quota: compute", Refusal.SLOTS: "quota: slots"}


def _short_of(loser: Path) -> str:
    """What the lab had none left of when it should have gone on; empty where it had enough."""
    if Event.REFUSED in loser.events:
        return _SHORT_OF.get(Refusal(loser.events[Event.REFUSED][2]), "")
    return "quota: slots" if Event.CLOSED in loser.events else ""


def _interrupted(no: Story) -> str:
    """Nothing was weighed: the person had gone to a rival, or the game (or the person) ended first."""
    return "rivals" if no.taken_on is not None else "timing"


def _gains(link: str, winner: Path, loser: Path) -> Terms:
    """By how much each term speaks for the path to yes, at a link both have weighed; log-odds."""
    mail = winner.events[Event.REPLIED][1] if link in ("reply", "interest") else 0
    if link == "opened":
        return _minus(winner.weighed(Link.OPEN), loser.weighed(Link.OPEN))
    if link == "reply":
        return _minus(winner.letter(mail), loser.letter(mail))
    if link == "interest":
        answered = loser.events[Event.REPLIED][1]
        letters = _minus(winner.letter(mail), loser.letter(answered))
        gates = _minus(winner.weighed(Link.GATE), loser.weighed(Link.GATE))
        # Interest is in the whole sequence: its constant does not depend on the mail that was answered.
        return gates | {
            name: gain + gates.get(name, 0.0) for name, gain in letters.items() if name != "constant"
        }
    if link == "offer":
        return _minus(winner.weighed(Link.OFFER), loser.weighed(Link.OFFER))
    return _minus(winner.weighed(Link.DECISION), loser.weighed(Link.DECISION))


def _minus(a: Terms, b: Terms) -> Terms:
    return {name: a.get(name, 0.0) - b.get(name, 0.0) for name in [*a, *(n for n in b if n not in a)]}


# -- counting over worlds ------------------------------------------------------------------------------


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
    key_a, key_b = (t.columns["world"] * 2**31 + t.columns["candidate"] for t in (a, b))
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
    winner = next(path for path in yes.paths.values() if Event.ACCEPTED in path.events)
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
