"""RULES.md in plain Python, shared by the SimPy and Mesa yardsticks: no engine, only arithmetic."""

from __future__ import annotations

import heapq
import json
import math
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

COUNTS = (
    "first_mails",
    "follow_ups",
    "opened",
    "replied",
    "interested",
    "offered",
    "countered",
    "accepted",
    "started",
)
FOLLOW_UP, REST, DEADLINE, NOTICE = 5, 120, 7, 30
NORMALS = [NormalDist().inv_cdf((k + 0.5) / 4096) for k in range(4096)]


def read(path: Path) -> dict[str, list[float]]:
    """The exported population: lists of numbers by name."""
    items = {}
    for line in path.read_text(encoding="ascii").splitlines():
        name, _, *values = line.split(" ")
        items[name] = [float(value) for value in values]
    return items


class Mind(NamedTuple):
    """What somebody thinks of a lab's approach: two uniforms and a Gumbel draw."""

    reply: float
    interest: float
    alternative: float


class Person:
    """One candidate of one world."""

    __slots__ = (
        "countered", "employer", "fit", "had", "minds", "money", "offers", "open", "parked", "pay", "signed",
        "signed_on",
        "taste", "threshold",
    )  # fmt: skip

    def __init__(self, employer: int, pay: float, money: float, taste: float, threshold: float) -> None:
        self.employer, self.pay, self.money = employer, pay, money
        self.taste, self.threshold = taste, threshold
        self.signed = self.open = self.countered = False
        self.signed_on = -NOTICE - 1
        self.offers: dict[int, Approach] = {}
        self.fit: dict[int, float] = {}
        self.minds: dict[int, Mind] = {}
        self.had: dict[int, int] = {}  # mails of each lab's latest approach
        self.parked: set[int] = set()


class Approach:
    """One lab's pursuit of one person."""

    __slots__ = ("before", "decided_on", "lab", "mails", "mind", "offered", "person", "shock", "value", "won")

    def __init__(self, lab: int, person: int, offered: float, shock: float, mind: Mind, before: int) -> None:
        self.before = before
        self.lab, self.person, self.offered, self.shock, self.mind = lab, person, offered, shock, mind
        self.mails, self.value = 0, 0.0
        self.decided_on, self.won = -1, False


class Market:
    """The state of one world and everything that happens to be arithmetic."""

    def __init__(self, data: dict[str, list[float]], rng: random.Random) -> None:
        self.rng, self.data = rng, data
        self.n, self.labs, self.days = (int(data[k][0]) for k in ("candidates", "labs", "days"))
        self.p = p = {name: values[0] for name, values in data.items() if len(values) == 1}
        self.pay_limit, self.curvature = p["pay_slope"] / p["pay_curvature"], p["pay_curvature"]
        self.counts = dict.fromkeys(COUNTS, 0)
        self.heads = list(data["researchers"])
        self.people = [self.make_person(i) for i in range(self.n)]
        order = [int(x) for x in data["order"]]
        self.order = [order[lab * self.n : (lab + 1) * self.n] for lab in range(self.labs)]
        self.rank = [[0] * self.n for _ in range(self.labs)]
        for lab, ranked in enumerate(self.order):
            for rank, i in enumerate(ranked):
                self.rank[lab][i] = rank
        self.free = [list(range(self.n)) for _ in range(self.labs)]
        median, sd = p["reply_delay_median_days"], p["reply_delay_sd"]
        self.delays = [min(1 + math.floor(median * math.exp(sd * z)), 14) for z in NORMALS]
        self.open_day(0)

    def make_person(self, i: int) -> Person:
        p = self.p
        variance = math.log1p(p["money_sd"] ** 2)
        money = math.exp(math.sqrt(variance) * self.normal() - variance / 2)
        heavy = self.rng.random() < p["compute_share"]
        taste = p["compute_taste_mean"] / p["compute_share"] if heavy else 0.0
        gated = heavy and self.rng.random() < p["gate_share"] / p["compute_share"]
        threshold = p["gate_fleet_share"] * math.exp(p["gate_sd"] * self.normal()) if gated else 0.0
        return Person(int(self.data["employer"][i]), self.data["pay_usd"][i], money, taste, threshold)

    def normal(self) -> float:
        return NORMALS[self.rng.getrandbits(12)]

    def gumbel(self) -> float:
        return -math.log(-math.log(self.rng.random() or 1e-300))

    def open_day(self, day: int) -> None:
        """Values that are frozen at the start of the day."""
        self.today = day
        data, half = self.data, self.p["compute_half_saturation_h100e"]
        self.fleet = [data["fleet"][lab * (self.days + 1) + day] for lab in range(self.labs)]
        self.leader = max(self.fleet)
        labs = zip(self.fleet, data["research_share"], self.heads, strict=True)
        compute = [max(fleet * share / heads, 1.0) for fleet, share, heads in labs]
        self.pull = [math.log(c / (c + half)) for c in compute]

    def wanted(self) -> int:
        """New sequences of each lab today."""
        per_week, day = int(self.p["letters_per_week"]), self.today
        return (day + 1) * per_week // 7 - day * per_week // 7

    def attraction(self, lab: int, person: Person, offered: float) -> float:
        pay = person.money * self.pay_limit * (1 - math.pow(person.pay / offered, self.curvature))
        if lab not in person.fit:
            person.fit[lab] = self.p["fit_sd"] * self.normal()
        return pay + person.taste * (self.pull[lab] - self.pull[person.employer]) + person.fit[lab]

    def gate(self, lab: int, person: Person) -> float:
        return self.p["gate_weight"] if self.fleet[lab] < person.threshold * self.leader else 0.0

    def pick(self, lab: int, wanted: int) -> list[int]:
        """The best free people of a lab; who may not be written to now is parked until that changes."""
        chosen: list[int] = []
        heap, ranked = self.free[lab], self.order[lab]
        while heap and len(chosen) < wanted:
            i = ranked[heapq.heappop(heap)]
            person = self.people[i]
            if person.signed or person.employer == lab:
                person.parked.add(lab)
            else:
                chosen.append(i)
        return chosen

    def release(self, lab: int, i: int) -> None:
        """The rest of a pair is over."""
        heapq.heappush(self.free[lab], self.rank[lab][i])

    def open_approach(self, lab: int, i: int) -> Approach:
        person = self.people[i]
        before = person.had.get(lab, 0)
        mind, shock = self.mind_of(person, lab), math.inf
        if self.rng.random() < 1 / (1 + math.exp(-self.p["open_constant"] - self.p["subject"])):
            shock = math.log(mind.reply / (1 - mind.reply))
            self.counts["opened"] += 1
        offered = math.floor(self.p["pay_ratio"] * self.believed_usd(i))
        return Approach(lab, i, offered, shock, mind, before)

    def believed_usd(self, i: int) -> float:
        """What labs take for somebody's present pay: the public band of the employer."""
        return self.data["band_usd"][self.people[i].employer * self.n + i]

    def mind_of(self, person: Person, lab: int) -> Mind:
        """That of the lab's first approach, as often as people remember; else a fresh one."""
        if lab in person.minds and self.rng.random() < self.p["memory"]:
            return person.minds[lab]
        mind = Mind(self.rng.random() or 1e-300, self.rng.random(), self.gumbel())
        person.minds.setdefault(lab, mind)
        return mind

    def mail(self, approach: Approach) -> int:
        """Write once more; days until the reply, or 0 where none will come."""
        approach.mails += 1
        first = approach.mails == 1
        self.counts["first_mails" if first else "follow_ups"] += 1
        person = self.people[approach.person]
        words = self.data["words_1" if first else "words_2"][approach.person]
        words += self.p["words_repeat"] * (approach.mails <= approach.before)
        person.had[approach.lab] = approach.mails
        approach.value = self.attraction(approach.lab, person, approach.offered) + words
        cut = self.p["reply_cut_1" if first else "reply_cut_2"]
        return self.delays[self.rng.getrandbits(12)] if approach.shock <= cut + approach.value else 0

    def blocked(self, approach: Approach) -> bool:
        """Whether the day found the person signed, or at work there; true whatever has happened since."""
        person = self.people[approach.person]
        signed = person.signed_on < self.today <= person.signed_on + NOTICE
        return signed or person.employer == approach.lab

    def hear_reply(self, approach: Approach) -> int:
        """Days of interviews, or 0 where the answer is no."""
        p, person = self.p, self.people[approach.person]
        self.counts["replied"] += 1
        x = p["reply_cut_4"] + p["interest_cut"] + approach.value + self.gate(approach.lab, person)
        chance = (1 + math.exp(-(p["reply_cut_4"] + approach.value))) / (1 + math.exp(-x))
        if approach.mind.interest >= chance:
            return 0
        self.counts["interested"] += 1
        return self.rng.randint(14, 42)

    def make_offer(self, approach: Approach) -> bool:
        if self.rng.random() >= self.p["offer_chance_interviewed"]:
            return False
        self.counts["offered"] += 1
        person = self.people[approach.person]
        if not person.open:
            person.open = True
            if self.rng.random() < self.p["counter_chance"]:
                person.countered = True
                self.counts["countered"] += 1
        person.offers[approach.lab] = approach
        return True

    def choose(self, person: Person) -> Approach | None:
        """The best of all live offers, or None to stay."""
        best = (self.p["counter_pull"] if person.countered else 0.0) + self.gumbel()
        winner = None
        for lab, offer in person.offers.items():
            v = self.p["accept_constant"] + self.attraction(lab, person, offer.offered)
            v += self.gate(lab, person) + offer.mind.alternative
            if v > best:
                best, winner = v, offer
        return winner

    def decide(self, i: int) -> list[Approach]:
        """One person answers all live offers; returns them, each with its day and whether it won."""
        person = self.people[i]
        winner = self.choose(person)
        if winner is not None:
            winner.won = person.signed = True
            person.signed_on = self.today
            self.counts["accepted"] += 1
        elif person.countered:
            person.pay = math.floor(person.pay * (1 + self.p["counter_raise"]))
        answered = list(person.offers.values())
        for offer in answered:
            offer.decided_on = self.today
        person.offers = {}
        person.open = person.countered = False
        return answered

    def start_work(self, approach: Approach) -> None:
        person = self.people[approach.person]
        self.counts["started"] += 1
        self.heads[person.employer] -= 1
        self.heads[approach.lab] += 1
        person.employer, person.pay, person.signed = approach.lab, approach.offered, False
        for lab in list(person.parked):
            if lab != approach.lab:
                person.parked.discard(lab)
                self.release(lab, approach.person)


def main(play: Callable[[Market], None]) -> None:
    """``FILE WORLDS SEED``: play so many worlds and print counts and seconds as JSON."""
    data, worlds, seed = read(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    found: dict[str, list[int]] = {}
    began = time.perf_counter()
    for world in range(worlds):
        market = Market(data, random.Random(f"{seed}/{world}"))
        play(market)
        market.counts["mails"] = market.counts["first_mails"] + market.counts["follow_ups"]
        for name, count in market.counts.items():
            found.setdefault(name, []).append(count)
    seconds = time.perf_counter() - began
    counts = {name: [fmean(x), stdev(x) if len(x) > 1 else 0.0] for name, x in found.items()}
    print(json.dumps({"worlds": worlds, "seconds": seconds, "counts": counts}))
