"""Points once more: one person after the other, in plain Python, from the log of a game and its day.

It shares no code with ``market.points``; only the chance of an offer is asked of the model.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field

from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from tests import oracle

Lab = int
Person = int


@dataclass
class Book:
    """What a log says of one lab: who is there, what they were granted, who holds an offer."""

    session: Session
    at: dict[Person, Lab | None] = field(default_factory=dict)
    pay: dict[Person, int] = field(default_factory=dict)
    home: dict[Person, Lab | None] = field(default_factory=dict)
    before: dict[Person, Lab | None] = field(default_factory=dict)
    over: dict[Person, int] = field(default_factory=lambda: defaultdict(int))
    signing: dict[Person, int] = field(default_factory=dict)
    offers: dict[tuple[Lab, Person], int] = field(default_factory=dict)
    form: dict[tuple[Lab, Person], str] = field(default_factory=dict)
    hired: dict[Person, tuple[str, int | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = self.session.setup.people
        for person in range(len(people)):
            self.at[person] = self.home[person] = int(people.employer[person])
            self.before[person] = self.home[person]
            self.pay[person] = int(people.pay_usd[person])

    @property
    def me(self) -> Lab:
        return self.session.setup.player

    def read(self, log: Log) -> None:
        for day, kind, lab, who, value in zip(
            log.day, log.kind, log.lab, log.candidate, log.value, strict=True
        ):
            self.note(int(day), Event(int(kind)), int(lab), int(who), int(value))

    def note(self, day: int, event: Event, lab: Lab, who: Person, value: int) -> None:
        key = (lab, who)
        if event is Event.DRAWN_UP:
            self.form[key] = "none"
        elif event is Event.INVITED:
            self.form[key] = "short" if self.is_short(key) else "full"
        elif event in (Event.OFFERED, Event.IMPROVED):
            self.offers[key] = value
        elif event in (Event.DECLINED, Event.WITHDRAWN):
            self.offers.pop(key, None)
        elif event is Event.ACCEPTED:
            offered = self.offers.pop(key)
            self.at[who] = lab
            if lab == self.me:
                self.signing[who] = max(offered - self.pay[who], 0)
                self.over[who] += self.signing[who]
                self.hired[who] = (self.form[key], None)
        elif event is Event.STARTED:
            self.before[who], self.home[who], self.at[who], self.pay[who] = self.home[who], lab, lab, value
            if lab == self.me:
                self.hired[who] = (self.hired[who][0], day)
        elif event in (Event.HIRE_LOST, Event.TURNED_BACK):
            self.at[who] = self.home[who] if event is Event.TURNED_BACK else None
            if lab == self.me:
                self.over[who] -= self.signing.pop(who, 0)
        elif event in (Event.RAISED, Event.PAY_RAISED):
            if lab == self.me:
                self.over[who] += value - self.pay[who]
            self.pay[who] = value
        elif event in (Event.QUIT, Event.EXITED, Event.LEFT_LATER):
            self.home[who] = self.at[who] = None
        elif event is Event.RETURNED:
            self.home[who] = self.at[who] = lab

    def is_short(self, key: tuple[Lab, Person]) -> bool:
        """How somebody is interviewed whom a lab has invited today, which no log says."""
        table = self.session.world.approaches
        for row in range(len(table.state)):
            if table.state[row] == 4 and (table.row[row], table.person[row]) == key:
                return bool(table.flags[row] & Flag.SHORT)
        raise AssertionError("read a log day by day")

    def fits(self, who: Person) -> float:
        """How likely somebody who is there still fits: Bayes, over the days on which misfits quit."""
        p = self.session.setup.parameters
        if who not in self.hired or not self.session.setup.mechanisms.misfit:
            return 1.0
        form, started = self.hired[who]
        misfit = oracle.misfit_chance(asdict(p), form)
        days = range(30, 181)
        quit_by_now = 0 if started is None else sum(started + n < self.session.day for n in days)
        still = misfit * (1 - quit_by_now / len(days))
        return (1 - misfit) / ((1 - misfit) + still)


def pledge_of(book: Book, who: Person) -> int:
    """Machines by name of somebody who is at the lab, or has signed with it."""
    world = book.session.world
    table = world.approaches
    for row in range(len(table.state)):
        if table.state[row] == 6 and table.person[row] == who:
            return int(table.pledge_h100e[row])
    return int(world.pledge_h100e[who])


def standing(book: Book) -> tuple[float, float]:
    """Research of the lab, offers that are out among it, and pay granted above what people had."""
    session, me = book.session, book.me
    setup, world = session.setup, session.world
    lab, people = setup.labs[me], setup.people
    there = [who for who, at in book.at.items() if at == me]
    day_0 = sum(int(employer) == me for employer in people.employer)
    unnamed = lab.researchers - day_0
    heads = len(there) + unnamed
    scripted = int(lab.fleet_h100e[session.day])
    bought = int(world.owned_today[me]) - scripted
    pledge = {who: pledge_of(book, who) for who in there}
    plan = scripted * lab.research_share / lab.researchers
    pledged = sum(pledge.values())
    fleet = min(scripted * lab.research_share, (scripted + bought) * lab.research_share - pledged)
    c = max(fleet / heads, plan / 100)
    common = (c / plan) ** 0.5
    work = 0.0
    for who in there:
        use = min(pledge[who] / 2, c)
        work += book.fits(who) * people.impact[who] / 100 * ((c + use) / plan) ** 0.5
    everybody = unnamed + sum(book.fits(who) * people.impact[who] / 100 for who in there)
    head = 0.5 * common * everybody / heads
    spare = max(bought * lab.research_share - pledged, 0.0)
    out = sum(offer(book, who, common, plan, c, head, spare) for lab_, who in book.offers if lab_ == me)
    return work + unnamed * common + out, sum(book.over.values()) / lab.pay_median_usd


def offer(book: Book, who: Person, common: float, plan: float, c: float, head: float, spare: float) -> float:
    """What an offer that is out is worth, at the chance that the lab believes in."""
    from outreach_sim.market.plan import standing as as_it_stands
    from outreach_sim.market.prospects import weigh
    from outreach_sim.market.view import own_approach
    from outreach_sim.model.chain import chances

    world, setup, me = book.session.world, book.session.setup, book.me
    own = own_approach(world, me, who)
    if own is None or own.state != 5:
        return 0.0
    lab, p = setup.labs[me], setup.parameters
    yes = chances(p, weigh(world, me, who, as_it_stands(own), "", as_truth=False))["accept"]
    misfit = oracle.misfit_chance(asdict(p), "none" if own.direct else "short" if own.short else "full")
    work = (1 - misfit * setup.mechanisms.misfit) * setup.people.impact[who] / 100
    work *= ((c + min(own.pledge_h100e / 2, c)) / plan) ** 0.5
    taken = head * (1 + max(own.pledge_h100e - spare, 0) / c)
    employer = book.home[who]
    assert employer is not None
    known = band(setup.labs[employer], int(setup.people.standing[who]))
    if setup.people.pay_known[who]:
        known = book.pay[who]
    return yes * (work - taken - 0.5 * max(own.pay_usd + own.sign_on_usd - known, 0) / lab.pay_median_usd)


def band(lab: object, standing_: int) -> int:
    """The public band."""
    return oracle.band_usd(lab.pay_median_usd, lab.pay_top_usd, standing_)  # type: ignore[attr-defined]


def score(game: Book, twin: Book) -> float:
    """Points: research over the twin's, less half a point for each median salary above what people had."""
    (work, over), (work_0, over_0) = standing(game), standing(twin)
    return work - work_0 - 0.5 * (over - over_0)
