"""What a scenario file may say: strict models, every number finite and bounded.

Money in USD (per year where it is pay), compute in h100e, dates as TOML dates.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from outreach_sim.market import metrics
from outreach_sim.market.letters import MOST_MAILS
from outreach_sim.market.setup import MAX_DAYS, MAX_DEADLINE_DAYS, MAX_H100E, MAX_PEOPLE, MAX_TOP, MAX_USD
from outreach_sim.scenario.dated_events import ConferenceTable, NonCompete, StaffRaises, WalkoutTable
from outreach_sim.scenario.field_types import (
    FIRST_DAY,
    LAST_DAY,
    DisplayText,
    FileName,
    H100e,
    LetterName,
    LogOdds,
    ParameterName,
    Pay,
    PolicyName,
    Quota,
    Ratio,
    SenderName,
    Share,
    SignOn,
    Slug,
    Strict,
    Url,
    Usd,
)


def _one_or_list(value: object) -> str:
    return "list" if isinstance(value, list) else "one"


class ScenarioTable(Strict):
    """[scenario]: what is played, when and by whom."""

    name: DisplayText
    summary: DisplayText = ""
    start: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)]
    player: Slug
    real_outcome: DisplayText = ""
    letters: Annotated[list[LetterName], Field(max_length=200)] = Field([])


class PopulationTable(Strict):
    """[population]: how many made-up candidates, or a CSV file beside the scenario."""

    size: Annotated[int, Field(ge=1, le=MAX_PEOPLE)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    file: FileName | None = None

    @model_validator(mode="after")
    def _one_source(self) -> PopulationTable:
        if (self.size is None) == (self.file is None):
            raise ValueError("give either size or file")
        return self


class FleetPoint(Strict):
    """One dated size of a fleet; between two of them it grows by equal daily deliveries."""

    on: date
    h100e: H100e


class PayBand(Strict):
    """A public pay band; top is read as its 99th percentile."""

    median: Pay
    top: Pay

    @model_validator(mode="after")
    def _ordered(self) -> PayBand:
        if self.top <= self.median:
            raise ValueError("top must be above median")
        return self


class LetterQuota(Strict):
    """New sequences a week by sender; what is left out follows the size of the lab."""

    recruiter: Quota | None = None
    hiring_manager: Quota | None = Field(None, alias="hiring-manager")
    ceo: Quota | None = None


class Bot(Strict):
    """How a lab writes that acts by a policy; what is left out is the policy's own."""

    letters_per_week: Quota | None = None
    pay_ratio: Ratio | None = None
    template: LetterName | None = None
    sender: SenderName | None = None
    direct: bool | None = None
    aggressiveness: Annotated[float, Field(ge=0.0, le=10.0)] = 1.0


class Source(Strict):
    """Where a figure of this lab comes from, beside the figure."""

    what: DisplayText
    value: DisplayText | float | int | None = None
    source: DisplayText
    url: Url | None = None
    date: DisplayText
    trust: Literal["A", "B", "C", "D", "M", "guess"]


class LabTable(Strict):
    """[[labs]]: an employer."""

    id: Slug
    name: DisplayText
    researchers: Annotated[int, Field(ge=1, le=MAX_PEOPLE)]
    research_share: Share = 0.7
    compute: Annotated[
        Annotated[H100e, Tag("one")]
        | Annotated[list[FleetPoint], Field(min_length=1, max_length=200), Tag("list")],
        Discriminator(_one_or_list),
    ]
    pay: PayBand
    brand: LogOdds = 0.0
    stay: LogOdds = 0.0
    budget_usd: Usd | None = None
    letters_per_week: LetterQuota = Field(default_factory=lambda: LetterQuota.model_validate({}))
    interviews_per_week: Quota | None = None
    mission: LogOdds = 0.0
    product: LogOdds = 0.0
    non_compete: NonCompete | None = None
    raises: StaffRaises | None = None
    copies: bool = False
    growth_per_year: Annotated[float, Field(ge=-0.9, le=10.0)] = 0.0
    policy: PolicyName = "script"
    bot: Bot | None = None
    sources: list[Source] = Field([])

    @model_validator(mode="after")
    def _bot_needs_policy(self) -> LabTable:
        if self.policy in ("idle", "script") and self.bot is not None:
            raise ValueError(f'policy "{self.policy}" has nothing to set in a [labs.bot] table')
        if self.policy == "spray" and (self.bot is None or self.bot.letters_per_week is None):
            raise ValueError('policy "spray" goes with bot = { letters_per_week = N }')
        if self.policy == "defender" and self.bot is not None and self.bot.aggressiveness > 1.0:
            raise ValueError("a defender answers at most all offers: aggressiveness is at most 1")
        return self


class To(Strict):
    """Who is written to: the first ``top`` eligible people, or candidates named by id."""

    top: Annotated[int, Field(ge=1, le=MAX_TOP)] | None = None
    by: Literal["impact", "pay"] = "impact"
    employers: list[Slug] = Field([], alias="from")
    candidates: list[Annotated[int, Field(ge=1, le=MAX_PEOPLE)]] = Field([])

    @model_validator(mode="after")
    def _somebody(self) -> To:
        if (self.top is None) == (not self.candidates):
            raise ValueError("name somebody: either top = N or candidates = [ids]")
        if self.candidates and self.employers:
            raise ValueError("from goes with top; candidates are named one by one")
        return self


NOBODY = To.model_construct(top=None, by="impact", employers=[], candidates=[])
"""Whom an order of machines is for."""


class Offer(Strict):
    """The terms meant: pay a year, and what comes on top."""

    pay_ratio: Ratio | None = None
    pay_usd: Pay | None = None
    sign_on_usd: SignOn = 0
    pledge_h100e: H100e = 0
    direct: bool = False
    deadline_days: Annotated[int, Field(ge=1, le=MAX_DEADLINE_DAYS)] = 7

    @model_validator(mode="after")
    def _one_pay(self) -> Offer:
        if self.pay_ratio is not None and self.pay_usd is not None:
            raise ValueError("give either pay_ratio or pay_usd")
        return self


class ScriptLine(Strict):
    """[[script]]: what a lab does on certain days."""

    do: Literal["send", "invite", "offer", "withdraw", "attend", "raise", "buy", "rent"] = "send"
    every: Literal["day", "week"] | None = None
    on: (
        Annotated[
            Annotated[date, Tag("one")]
            | Annotated[list[date], Field(min_length=1, max_length=MAX_DAYS), Tag("list")],
            Discriminator(_one_or_list),
        ]
        | None
    ) = None
    start: date | None = Field(None, alias="from")
    until: date | None = None
    lab: Slug | None = None
    template: LetterName | None = None
    sender: SenderName = "recruiter"
    to: To = NOBODY
    offer: Offer = Offer()
    by_hand: bool = False
    h100e: Annotated[int, Field(ge=1, le=MAX_H100E)] | None = None
    rent_days: Annotated[int, Field(ge=1, le=MAX_DAYS)] | None = None

    @model_validator(mode="after")
    def _when_and_what(self) -> ScriptLine:
        if (self.every is None) == (self.on is None):
            raise ValueError("say when: either every or on")
        if self.on is not None and (self.start or self.until):
            raise ValueError("from and until go with every, not with on")
        if (self.do == "send") != (self.template is not None):
            raise ValueError('a template goes with do = "send", and only with it')
        machines = self.do in ("buy", "rent")
        if machines != (self.to == NOBODY):
            raise ValueError(
                "machines are for nobody: leave out to" if machines else "say to whom: to = { ... }"
            )
        if machines and self.h100e is None:
            raise ValueError("say how many: h100e = N")
        if self.h100e is not None and not machines:
            raise ValueError('h100e goes with do = "buy" or "rent", and only with them')
        if self.rent_days is not None and self.do != "rent":
            raise ValueError('rent_days goes with do = "rent"')
        if self.do in ("invite", "offer", "withdraw") and not self.to.candidates:
            raise ValueError(f'do = "{self.do}" needs to = {{ candidates = [ids] }}')
        if self.do == "raise" and self.offer.pay_ratio is None and self.offer.pay_usd is None:
            raise ValueError('do = "raise" needs offer = { pay_ratio = R } or { pay_usd = N }')
        return self


if TYPE_CHECKING:
    MetricName = str
else:
    MetricName = Literal[metrics.KNOWN]


class Expect(Strict):
    """[[expect]]: a sentence about the worlds of a run, and the number that decides it."""

    that: DisplayText
    metric: MetricName
    lab: Slug | None = None
    employer: Slug | None = Field(None, alias="from")
    sender: SenderName | None = None
    gated: bool | None = None
    at_least: Annotated[int, Field(ge=0, le=MAX_USD)] | None = None
    at_most: Annotated[int, Field(ge=0, le=MAX_USD)] | None = None
    in_share_of_worlds: Annotated[float, Field(gt=0.0, lt=1.0)]

    @model_validator(mode="after")
    def _one_bound(self) -> Expect:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give either at_least or at_most")
        narrowed = self.employer or self.sender or self.gated is not None
        if narrowed and not metrics.metric_of(self.metric).event:
            raise ValueError(f"from, sender and gated choose among people; {self.metric} is the lab's money")
        return self


class MechanismsTable(Strict):
    """[mechanisms]: what is switched on."""

    fatigue: bool = True
    name_wear: bool = True
    weekday: bool = True
    gate: bool = True
    counter_offers: bool = True
    misfit: bool = True
    exits: bool = True
    budgets: bool = True
    quotas: bool = True
    come_back: bool = False
    conferences: bool = True
    colleagues: bool = False
    non_competes: bool = True
    aftermath: bool = False
    pitch: bool = False
    ceo_spam: bool = False
    name_news: bool = False
    paid_raises: bool = False
    raises: bool = False
    peers: bool = False
    purchases: bool = False
    demand: bool = False
    copying: bool = False


Days = Annotated[int, Field(ge=1, le=MAX_DAYS)]


class RulesTable(Strict):
    """[rules]: how long things take, whole days; what they cost; how far pay can grow by itself."""

    follow_up_days: Days = 5
    sequence_mails: Annotated[int, Field(ge=1, le=MOST_MAILS)] = MOST_MAILS
    rest_days: Days = 120
    interview_days_low: Days = 14
    interview_days_high: Days = 42
    direct_days: Days = 3
    deadline_days: Days = 7
    notice_days: Days = 30
    interest_lasts_days: Days = 30
    meetings_per_day: Quota = 4
    met_lasts_days: Days = 60
    conference_mail_factor: Annotated[int, Field(ge=1, le=20)] = 2
    team_size: Annotated[int, Field(ge=2, le=1_000)] = 6
    leader_days: Days = 45
    raise_rest_days: Days = 180
    delivery_days: Days = 120
    h100e_price_usd: Annotated[int, Field(ge=1, le=1_000_000)] = 27_500
    h100e_rent_usd_per_year: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    rent_limit_share: Annotated[float, Field(ge=0.0, le=100.0)] = 0.25
    letters_per_gap: Annotated[int, Field(ge=0, le=1_000)] = 10
    copy_after_wins: Days = 2
    copy_lag_days: Days = 60
    pay_ceiling_usd: Pay = 250_000_000
    market_pay_ceiling: Annotated[float, Field(ge=1.0, le=100.0)] = 10.0

    @model_validator(mode="after")
    def _ordered(self) -> RulesTable:
        if self.interview_days_high < self.interview_days_low:
            raise ValueError("interview_days_high must not be below interview_days_low")
        return self


class LuckTable(Strict):
    """[luck]: whether tastes and fit are the same in every world."""

    freeze: bool = False


class Spec(Strict):
    """A whole scenario file."""

    scenario: ScenarioTable
    population: PopulationTable
    labs: Annotated[list[LabTable], Field(min_length=2, max_length=100)]
    script: list[ScriptLine] = Field([])
    expect: list[Expect] = Field([])
    conference: Annotated[list[ConferenceTable], Field(max_length=100)] = Field([])
    walkout: Annotated[list[WalkoutTable], Field(max_length=100)] = Field([])
    mechanisms: MechanismsTable = MechanismsTable()
    rules: RulesTable = RulesTable()
    parameters: dict[ParameterName, float] = Field({})
    luck: LuckTable = LuckTable()
