"""Small invented worlds for tests of the market, independent of scenario files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from outreach_sim.market.letters import LetterTables
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.market.setup import BotPolicy, Conference, Do, Lab, Order, People, Sender, Setup, Walkout
from outreach_sim.market.variants import NO_KIND, Variants
from outreach_sim.model.wording import LANGUAGES, Claims, Wording, reading_mask
from tests.params import PARAMETERS

_QUIET = Wording(
    subject_words=4, subject_fact=0, subject_faults=0, length=300, lix=30, ask=1, questions=0, prying=0,
    burdens=0, links=0, facts=0, exact=0, names_offer=0, honest=0, easy_no=0, slips=0, false=0, hostile=0,
    marks=0, stock=0, praise=0, nonsense=0, language=1, pitches=0,
)  # fmt: skip
_SILENT = Claims(met=0, earlier=0, days=0, machines_h100e=0, pay_usd=0)


def counts(kind: Any, rows: Sequence[Any]) -> Any:
    """Counts of these letters as columns, the same whatever is known of a reader."""
    return kind(
        **{
            f.name: np.array([[getattr(row, f.name)] * 16 for row in rows], dtype=np.int64)
            for f in fields(kind)
        }
    )


WORDING = (
    replace(_QUIET, length=350, facts=1, ask=4, questions=1, names_offer=1, praise=1),
    replace(_QUIET, length=900, stock=2, names_offer=1, burdens=1),
    replace(_QUIET, length=700, facts=3, slips=1, lix=46),
)
CLAIMS = (_SILENT, _SILENT, _SILENT)
LETTERS = LetterTables(
    ids=("ceo", "plain", "vague"),
    wording=counts(Wording, WORDING),
    claims=counts(Claims, CLAIMS),
    repeats=np.zeros((3, 6, 16), dtype=np.bool_),
    mistakes=np.array([[0] * 16, [0] * 16, [1] * 16], dtype=np.int16),
    names_offer=np.array([True, True, False]),
    sequence=np.array([[0, 1, 1, 2, 2, 2], [1, 1, 2, 2, 2, 2], [2, 1, 1, 1, 1, 1]], dtype=np.uint16),
    mails=np.full(3, 4, dtype=np.uint8),
    spacing_days=np.zeros((3, 6), dtype=np.uint8),
)

CLAIMING = replace(
    LETTERS,
    claims=counts(
        Claims,
        [
            replace(_SILENT, earlier=1),
            replace(_SILENT, met=2, days=8),
            replace(_SILENT, machines_h100e=60_000, earlier=1),
        ],
    ),
    wording=counts(
        Wording,
        [
            replace(WORDING[0], subject_fact=1),
            replace(WORDING[1], language=LANGUAGES.index("fr")),
            replace(WORDING[2], exact=1),
        ],
    ),
    repeats=np.concatenate(
        [np.arange(3 * 4 * 16).reshape(3, 4, 16) % 5 == 4, np.ones((3, 2, 16), dtype=np.bool_)], axis=1
    ),
    again=np.array([[0xFFFF, 0x0F0F, 0], [0, 0xFFFF, 0x00FF], [0x3333, 0, 0xFFFF]], dtype=np.uint16),
)
"""The same with claims that only the day they are read on can judge, and a letter in French."""


def with_variants(letters: LetterTables, candidates: int, labs: int) -> LetterTables:
    """The same where every fourth person reads the letter 0 by rows of their own, every other fourth by rows
    that depend on the labs: on whether lab 1 writes, and on whether the reader works at lab 2.
    """
    mails = [WORDING[2], WORDING[0], replace(WORDING[1], facts=15), WORDING[1], WORDING[2], WORDING[0]]
    wording = [[replace(one, stock=row, subject_fact=row % 2) for one in mails] for row in range(5)]
    claims = [[replace(_SILENT, met=row % 2, pay_usd=(row == 3) * 2_000_000)] * 6 for row in range(5)]
    at = np.arange(labs)
    return replace(
        letters,
        variants=Variants(
            wording=columns(Wording, wording),
            claims=columns(Claims, claims),
            repeats=np.arange(30).reshape(5, 6) % 3 == 2,
            kinds=np.array([0, NO_KIND, NO_KIND], dtype=np.int32),
            classes=(np.arange(candidates)[None] % 4 % 3).astype(np.uint32),
            first=np.array([0, 0, 1]),
            writers=np.stack([0 * at, 0 * at, 2 * (at == 1)]),
            employers=np.stack([0 * at, 0 * at, 1 * (at == 2)]),
        ),
    )


def columns(kind: Any, rows: Sequence[Sequence[Any]]) -> Any:
    """Counts as columns, shape (rows, mails)."""
    names = [f.name for f in fields(kind)]
    return kind(**{name: np.array([[getattr(one, name) for one in row] for row in rows]) for name in names})


SPACED = replace(
    CLAIMING,
    mails=np.array([4, 6, 2], dtype=np.uint8),
    spacing_days=np.array([[0] * 6, [0, 3, 9, 0, 1, 2], [0, 7, 0, 0, 0, 0]], dtype=np.uint8),
)
"""The same in sequences of other lengths, with days of their own between their mails."""

OFF = Mechanisms(
    fatigue=False,
    name_wear=False,
    weekday=False,
    gate=False,
    counter_offers=False,
    misfit=False,
    exits=False,
    budgets=False,
    quotas=False,
)


def people(count: int, labs: int, seed: int = 3) -> People:
    """Made-up facts."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=count)
    return People(
        employer=rng.integers(0, labs, count).astype(np.int8),
        level=rng.integers(1, 6, count).astype(np.int8),
        impact=(100 * np.exp(0.8 * rng.normal(size=count))).astype(np.int32),
        standing=np.rint(1000 * z).astype(np.int32),
        pay_usd=(600_000 * np.exp(0.5 * z)).astype(np.int64),
        known=rng.integers(0, 16, count).astype(np.uint8),
        reads=np.array([0, reading_mask(["en"]), reading_mask(["en", "fr"])], dtype=np.uint8)[
            np.arange(count) % 3
        ],
    )


def known_to_all(setup: Setup) -> Setup:
    """The same where every lab knows what everybody earns."""
    return replace(setup, people=replace(setup.people, pay_known=np.ones(len(setup.people), dtype=np.bool_)))


def lab(index: int, days: int, fleet: int = 100_000, researchers: int = 400, **changes: Any) -> Lab:
    """A lab with a fleet that grows a little every day."""
    growing = (fleet * (1.0 + 0.002 * np.arange(days + 1))).astype(np.int64)
    base = Lab(f"lab-{index}", f"Lab {index}", researchers, 0.5, growing, 600_000, 2_500_000)
    return replace(base, **changes)


def rich_setup(count: int = 200, days: int = 150) -> Setup:
    """Every mechanism on, four labs, bots and a script: the hardest world for bookkeeping."""
    quota = {Sender.CEO: 3, Sender.HIRING_MANAGER: 10, Sender.RECRUITER: 40}
    labs = (
        lab(
            0,
            days,
            350_000,
            appeal=0.3,
            budget_usd=9_000_000,
            letters_per_week=quota,
            interviews_per_week=3,
        ),
        lab(1, days, 1_000_000, appeal=0.48, letters_per_week=quota, policy=BotPolicy("spray", 21, 1.4, 1)),
        lab(
            2,
            days,
            90_000,
            appeal=0.6,
            letters_per_week=quota,
            policy=BotPolicy("spray", 14, 2.0, 2, Sender.HIRING_MANAGER, True),
        ),
        lab(3, days, 600, researchers=60, letters_per_week=quota, policy=BotPolicy("spray", 7, 3.0, 0)),
    )
    weekly = tuple(range(0, days, 7))
    staff = people(count, len(labs))
    few_hold = np.where(np.arange(count) % 6 == 0, staff.pay_usd // 4, 0)
    script = (
        Order(0, weekly, template=0, sender=Sender.CEO, top=3, pay_ratio=2.5, direct=True, pledge_h100e=400),
        Order(
            0,
            weekly,
            template=1,
            sender=Sender.HIRING_MANAGER,
            top=8,
            by="pay",
            pay_ratio=3.0,
            sign_on_usd=400_000,
            deadline_days=3,
        ),
        Order(0, weekly, template=2, top=12, employers=(1, 2), pay_usd=1_500_000),
    )
    return Setup(
        weekday=3,
        days=days,
        player=0,
        labs=labs,
        people=replace(staff, stake_usd=few_hold),
        people_seed=7,
        letters=LETTERS,
        parameters=replace(PARAMETERS, exit_hazard_per_year=0.3),
        rules=Rules(rest_days=40),
        script=script,
    )


def richest_setup(count: int = 200, days: int = 150) -> Setup:
    """The same with whatever people do besides, conferences, walkouts and late machines included."""
    base = rich_setup(count, days)
    on = dict.fromkeys(
        ("come_back", "colleagues", "aftermath", "returns", "pitch", "ceo_spam", "name_news"), True
    )
    on |= dict.fromkeys(("returns", "paid_raises", "raises", "peers", "purchases", "demand", "copying"), True)
    late = np.where(np.arange(days + 1) < 75, 600, 25_000).astype(np.int64)
    bound = {"non_compete_share": 0.4, "non_compete_days": 20, "non_compete_senior_days": 50}
    labs = tuple(
        replace(
            x,
            mission=0.5 * i,
            product=1.0 - i,
            growth_per_year=0.3 * i,
            raise_share=0.2 * i,
            raise_ratio=1.3,
            copies=i > 0,
            **bound,
        )
        for i, x in enumerate(base.labs)
    )
    weekly = tuple(range(3, days, 7))
    besides = (
        Order(0, tuple(range(days)), do=Do.ATTEND, top=3),
        Order(0, weekly, do=Do.RAISE, top=4, pay_ratio=1.1),
        Order(0, weekly, do=Do.RAISE, candidates=(1, 5, 9), pay_usd=900_000),
        Order(0, weekly, do=Do.RENT, h100e=9_000, rent_days=20),
        Order(3, weekly, do=Do.BUY, h100e=300),
    )
    return replace(
        base,
        labs=(replace(labs[0], budget_usd=60_000_000), *labs[1:3], replace(labs[3], fleet_h100e=late)),
        letters=with_variants(
            replace(CLAIMING, pitches=np.array([1, 2, 3], dtype=np.uint8)),
            len(base.people),
            len(base.labs) + 1,
        ),
        mechanisms=replace(base.mechanisms, **on),
        parameters=replace(
            base.parameters,
            gate_share=0.6,
            compute_share=0.7,
            compute_taste_mean=0.2,
            name_mails_per_person=0.2,
            counter_chance=0.6,
            kept_hazard_per_year=4.0,
        ),
        script=(*base.script, *besides),
        rules=replace(base.rules, delivery_days=30),
        conferences=(Conference("The week", 14, 5, 0.6),),
        walkouts=(Walkout(1, 2, 60, 90, 1.2),),
    )


def two_chairs(base: Setup) -> Setup:
    """The same where the player's lab has little time, dated money, and its own people to answer for."""
    weeks, lab_0 = tuple(range(0, base.days, 7)), base.labs[0]
    besides = (
        Order(0, weeks[::3], do=Do.STAND, counter_from=0.8, keep_hours=1),
        Order(0, weeks[2::3], do=Do.STAND),
        Order(0, tuple(range(base.days)), do=Do.COUNTER, candidates=tuple(range(0, len(base.people), 3))),
        Order(0, weeks, template=1, top=4, pay_ratio=2.0, short=True),
        Order(2, weeks, template=0, top=9, employers=(0,), pay_ratio=2.5, direct=True),
    )
    budget = lab_0.budget_usd // 4
    dated = tuple((day, budget + day) for day in range(20, base.days, 30))
    own = replace(lab_0, budget_usd=budget, grants=dated, rest_days=21, counters_by_hand=True)
    return replace(
        base,
        labs=(own, *base.labs[1:]),
        script=(*base.script, *besides),
        rules=replace(base.rules, ceo_hours=3, fresh_share=0.5),
    )


def opened(base: Setup, **parameters: float) -> Setup:
    """The same with a lab for all others, where every fourth candidate works; early quitters go back."""
    outside = lab(len(base.labs), base.days, 2_000_000, researchers=900, outside=True)
    employer = base.people.employer.copy()
    employer[::4] = len(base.labs)
    return replace(
        base,
        labs=(*base.labs, outside),
        people=replace(base.people, employer=employer),
        mechanisms=replace(base.mechanisms, returns=True),
        parameters=replace(base.parameters, **parameters),
    )


def plain_setup(
    count: int, days: int, letters_per_week: int, pay_ratio: float = 1.0, **parameters: float
) -> Setup:
    """Benchmark conditions: one writer, equal compute, equal appeal, nothing wears out."""
    labs = (
        lab(0, days, policy=BotPolicy("spray", letters_per_week, pay_ratio, 0), researchers=10 * count),
        lab(1, days, researchers=10 * count),
    )
    staff = people(count, 2)
    return Setup(
        weekday=0,
        days=days,
        player=0,
        labs=labs,
        people=replace(staff, employer=np.ones(count, dtype=np.int8)),
        people_seed=7,
        letters=LETTERS,
        parameters=replace(PARAMETERS, **parameters),
        mechanisms=OFF,
        rules=Rules(rest_days=2_000),
    )
