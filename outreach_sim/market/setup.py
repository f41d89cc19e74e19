"""Everything a world starts from, as plain data: what ``scenario`` builds and ``market`` plays.

Money in USD per year, compute in H100-equivalents (h100e), time in whole days from day 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.formatting import counted
from outreach_sim.market.dispositions import Disposition
from outreach_sim.market.letters import LetterTables
from outreach_sim.market.rules import NO_HOUR_LIMIT, Mechanisms, Rules
from outreach_sim.model.equality import same
from outreach_sim.model.parameters import Parameters

Place = TypeVar("Place", int, NDArray[np.int32])
PPM = 1_000_000
"""Shares that must be exact are integers in millionths."""
DAYS_PER_YEAR = 365.0
DAYS_PER_WEEK = 7
SIGN_ON_YEARS = 4
"""A sign-on bonus is weighed as so much a year over these."""
NEVER_COPIES = -1
"""Stands for a lab that copies nobody, in place of a lag in days."""
IDLE_KIND = "idle"
"""What a lab runs that does nothing by itself."""
PLAIN = -1
"""Stands for an answer in the words that come with the program, in place of a letter."""
NO_LIMIT = 2**62
"""Stands for "no budget set" and "no quota" in integer columns."""


class Sender(IntEnum):
    """Who signs a letter. Roles, never people."""

    RECRUITER = 0
    HIRING_MANAGER = 1
    CEO = 2


SENDER_NAMES = {Sender.RECRUITER: "recruiter", Sender.HIRING_MANAGER: "hiring-manager", Sender.CEO: "ceo"}


class Fact(IntEnum):
    """What may be known of a candidate and used in a letter; a bit position in ``People.known``."""

    TOPIC = 0
    PAPER = 1
    TEAM = 2
    CITY = 3


@dataclass(frozen=True, slots=True)
class People:
    """The candidates' facts: integers keyed by id, the same in every world. Shape (candidates,) each.

    Candidate ids shown to users are the array position plus one. Names are views made elsewhere.

    Attributes:
        employer: index of the lab they work at on day 0, int8.
        level: 1 (researcher) to 5 (distinguished), int8.
        impact: hundredths of an average researcher's contribution, int32.
        standing: place in the pay distribution, thousandths of a standard deviation, int32.
        pay_usd: yearly pay on day 0, int64.
        known: bit mask over ``Fact``, uint8.
        team: number of the team at the employer, from 1, int32; 0 where nobody says (then people of one
            employer are seated in order of id, ``Rules.team_size`` at a time).
        stake_usd: yearly value of the equity that they forfeit who leave, int64; 0 where nobody says.
        pay_known: whether every lab knows what they earn, bool; else labs go by the public band.
        reads: the languages they read, a bit for each of ``model.wording.LANGUAGES``, uint8; 0 where nobody
            says, which is as good as all.
    """

    employer: NDArray[np.int8]
    level: NDArray[np.int8]
    impact: NDArray[np.int32]
    standing: NDArray[np.int32]
    pay_usd: NDArray[np.int64]
    known: NDArray[np.uint8]
    team: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    stake_usd: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    pay_known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    reads: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))

    def __post_init__(self) -> None:
        """No word of teams means none is named; of stakes, nobody has one; of pay, nobody's is known."""
        for name in ("team", "stake_usd", "pay_known", "reads"):
            if not len(given := getattr(self, name)):
                object.__setattr__(self, name, np.zeros(len(self.employer), dtype=given.dtype))

    def __len__(self) -> int:
        return len(self.employer)


@dataclass(frozen=True, slots=True)
class BotPolicy:
    """How a lab acts by itself.

    Attributes:
        kind: name of a policy (``market.policies.registry``), which sets all the rest; ``idle`` does nothing.
        letters_per_week: new sequences a week, before the sender's quota.
        pay_ratio: yearly pay offered over what the lab believes the candidate earns.
        template: index into the letter tables.
        sender: who signs.
        direct: offers without interviews.
        aggressiveness: multiplies the letters a week.
        counters: whether ``aggressiveness`` is also the share of offers to its staff that it answers.
        raises: whether it raises the same share of the staff it sees looking elsewhere.
        copy_lag_days: how long after a tactic has won others people it is its own; ``NEVER_COPIES``.
    """

    kind: str = IDLE_KIND
    letters_per_week: int = 0
    pay_ratio: float = 1.0
    template: int = 0
    sender: Sender = Sender.RECRUITER
    direct: bool = False
    aggressiveness: float = 1.0
    counters: bool = False
    raises: bool = False
    copy_lag_days: int = NEVER_COPIES

    @property
    def acts(self) -> bool:
        """Whether it does anything by itself."""
        return self.kind != IDLE_KIND


@dataclass(frozen=True, slots=True)
class Lab:
    """An employer.

    Attributes:
        id: slug, as in the scenario file.
        name: as shown.
        researchers: heads on day 0, candidates included.
        research_share: part of the fleet that research gets, 0 to 1.
        fleet_h100e: whole fleet on each day, int64, shape (days + 1,).
        pay_median_usd, pay_top_usd: the public pay band; top is the 99th percentile.
        appeal: what draws people there and holds them besides pay and compute, log-odds.
        stake: mean yearly value of the equity that leaving forfeits, in years' pay.
        budget_usd: money for first-year pay of hires, ``NO_LIMIT`` where none is set.
        letters_per_week: quota of new sequences by sender.
        interviews_per_week: interview slots.
        policy: what it does when nobody plays or scripts it.
        mission, product: how strong the two are, as a pitch and in fact; 1 is one strong argument.
        non_compete_share: part of its staff that may not start elsewhere at once.
        non_compete_days: how long they wait; non_compete_senior_days: the same from level 4 up.
        raise_share: part of the staff seen looking elsewhere who get a raise at once.
        raise_ratio: yearly pay after such a raise over pay before.
        copies: whether it takes up tactics that have won people for others.
        growth_per_year: how fast the number of researchers it wants grows, as a share.
        outside: whether it stands for all employers that are not on the board.
        rest_days: how long it leaves somebody alone after an approach; ``None`` for ``Rules.rest_days``.
        grants: day and sum, USD, of what is added to its budget later on, by day.
        counters_by_hand: whether it answers offers to its staff by orders alone; else by its policy, or by
            the usual chance.
    """

    id: str
    name: str
    researchers: int
    research_share: float
    fleet_h100e: NDArray[np.int64]
    pay_median_usd: int
    pay_top_usd: int
    appeal: float = 0.0
    stake: float = 0.0
    budget_usd: int = NO_LIMIT
    letters_per_week: Mapping[Sender, int] = field(default_factory=dict)
    interviews_per_week: int = NO_LIMIT
    policy: BotPolicy = BotPolicy()
    mission: float = 0.0
    product: float = 0.0
    non_compete_share: float = 0.0
    non_compete_days: int = 0
    non_compete_senior_days: int = 0
    raise_share: float = 0.0
    raise_ratio: float = 1.0
    growth_per_year: float = 0.0
    copies: bool = False
    outside: bool = False
    rest_days: int | None = None
    grants: tuple[tuple[int, int], ...] = ()
    counters_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Conference:
    """A week that everybody knows of.

    Attributes:
        name: as shown.
        start: its first day; days: how long it lasts.
        share: part of all candidates that goes there, 0 to 1.
    """

    name: str
    start: int
    days: int
    share: float


@dataclass(frozen=True, slots=True)
class Walkout:
    """The head of a lab goes, and its staff look where to.

    Attributes:
        lab, to: indices of the lab that loses its leader, and of the one that gets them.
        start: the day it is known; back: the day the leader returns, or beyond the end.
        pay_ratio: yearly pay, over what they earn, that the other lab offers in public to all who follow;
            ``None`` where it offers nothing, so that nobody is asked.
    """

    lab: int
    to: int
    start: int
    back: int
    pay_ratio: float | None = None


class Do(IntEnum):
    """What an order asks for."""

    SEND = 1  # open approaches
    INVITE = 2  # ask interested people to interviews
    OFFER = 3  # offer interested people directly, or better the terms of a live offer
    WITHDRAW = 4  # end approaches that are not signed
    RAISE = 30  # pay own staff more
    BUY = 31  # machines of one's own, which come late
    RENT = 32  # machines for a time, there tomorrow
    COUNTER = 33  # answer offers made to own staff
    STAND = 34  # set the rule by which offers to own staff are answered unasked
    ATTEND = 45  # meet people at today's conference


def number_of(index: Place) -> Place:
    """What people and policies call the candidates at these array positions: they count from 1."""
    return index + 1


def index_of(number: Place) -> Place:
    """The array positions of the candidates with these numbers."""
    return number - 1


@dataclass(frozen=True, slots=True)
class Order:
    """What a lab asks for on certain days: a line of a script, or a player's command.

    Attributes:
        lab: index of the lab that acts.
        days: days on which it acts, increasing.
        do: what is asked for; answers to approaches need named candidates, machines nobody.
        template, sender: as in the letter tables and ``Sender``; only for ``SEND``.
        top: how many candidates; 0 means the candidates named in ``candidates``.
        by: ``impact`` or ``pay`` (highest first).
        employers: indices of the labs whose staff are eligible; empty means every rival.
        candidates: where the order names people: their array positions; an order that a policy of the user's
            own gives holds their numbers, see ``policies.numbers``.
        pay_ratio: yearly pay over what the lab believes the present one to be, used where ``pay_usd`` is 0.
        pay_usd: yearly pay, or 0.
        sign_on_usd: one-off, on top; a quarter counts as yearly pay.
        pledge_h100e: compute promised to the person by name.
        direct: no interviews.
        short: interviews in their short form.
        deadline_days: days to decide, at least 1.
        by_hand: the lab answers each later step by an order of its own.
        h100e: how many machines, to buy or to rent.
        rent_days: how long they are rented.
        words: letter in which an answer is said, as in the letter tables; ``PLAIN`` for none of its own.
        counter_from: least impact, 1 for an average researcher, of whom the standing rule answers for.
        keep_hours: so many times a week it does; those hours of the CEO are kept for it. 0 switches it off.
    """

    lab: int
    days: tuple[int, ...]
    do: Do = Do.SEND
    template: int = 0
    sender: Sender = Sender.RECRUITER
    top: int = 0
    by: str = "impact"
    employers: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    pay_ratio: float = 1.0
    pay_usd: int = 0
    sign_on_usd: int = 0
    pledge_h100e: int = 0
    direct: bool = False
    deadline_days: int = 7
    by_hand: bool = False
    h100e: int = 0
    rent_days: int = 365
    words: int = PLAIN
    short: bool = False
    counter_from: float = 0.0
    keep_hours: int = 0

    def __post_init__(self) -> None:
        """Naming somebody twice means naming them once."""
        object.__setattr__(self, "candidates", tuple(dict.fromkeys(self.candidates)))


@dataclass(frozen=True, slots=True)
class Trial:
    """Two letters that a lab tries on its people, half and half: whatever it writes, one of these goes out.

    Attributes:
        lab: index of the lab that tries them.
        templates: the two, as in the letter tables; they may be the same one.
    """

    lab: int
    templates: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Setup:
    """One scenario, ready to be played in any number of worlds.

    Attributes:
        weekday: weekday of day 0, Monday 0 to Sunday 6.
        days: length of the game.
        player: index of the player's lab.
        freeze_luck: tastes and fit drawn from the people seed, the same in every replication.
        conferences, walkouts: what the calendar brings, by their first day.
        trial: two letters that one lab tries, if any does.
        dispositions: what is said of single people's minds, in place of luck.
        common_letters: so many of the first letters are anybody's, and a policy that takes any takes one of
            them; those after them are somebody's own. ``None`` where all are anybody's.
    """

    weekday: int
    days: int
    player: int
    labs: tuple[Lab, ...]
    people: People
    people_seed: int
    letters: LetterTables
    parameters: Parameters
    mechanisms: Mechanisms = field(default_factory=Mechanisms)
    rules: Rules = field(default_factory=Rules)
    script: tuple[Order, ...] = ()
    freeze_luck: bool = False
    conferences: tuple[Conference, ...] = ()
    walkouts: tuple[Walkout, ...] = ()
    trial: Trial | None = None
    common_letters: int | None = None
    dispositions: tuple[Disposition, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same, array by array."""
        return same(self, other) if isinstance(other, Setup) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        labs = ", ".join(lab.id for lab in self.labs)
        people = counted(len(self.people), "person", "people")
        return f"<Setup of {counted(self.days, 'day')}, {people}, labs {labs}>"

    def ceo_hours(self, lab: int) -> int:
        """Hours a week that the CEO of a lab has; ``NO_HOUR_LIMIT`` where nobody counts them."""
        counted_here = self.mechanisms.quotas and lab == self.player
        return self.rules.ceo_hours if counted_here else NO_HOUR_LIMIT

    @property
    def outside(self) -> int | None:
        """Index of the lab that stands for all employers that are not on the board; ``None`` without one."""
        return next((index for index, lab in enumerate(self.labs) if lab.outside), None)
