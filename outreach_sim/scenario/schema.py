"""What a scenario file may say: strict models, every number finite and bounded.

Money in USD (per year where it is pay), compute in h100e, dates as TOML dates.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen, doc
from pydantic import Discriminator, Field, Tag, model_validator

from outreach_sim.market import metrics
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import (
    MAX_DAYS,
    MAX_DEADLINE_DAYS,
    MAX_H100E,
    MAX_PEOPLE,
    MAX_TOP,
    Mechanisms,
    Rules,
)
from outreach_sim.scenario.dated_events import ConferenceTable, NonCompete, StaffRaises, WalkoutTable
from outreach_sim.scenario.field_types import (
    FIRST_DAY,
    LAST_DAY,
    DisplayText,
    FileName,
    H100e,
    LetterName,
    LogOdds,
    ParameterValues,
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
    table_of,
)


def _one_or_list(value: object) -> str:
    return "list" if isinstance(value, list) else "one"


class ScenarioTable(Strict):
    """[scenario]: what is played, when and by whom."""

    name: Annotated[DisplayText, doc("the title")]
    summary: Annotated[DisplayText, doc("what a stranger should know")] = ""
    start: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY), doc("date of the first day")]
    days: Annotated[int, Ge(1), Le(MAX_DAYS), doc(f"length of the game, at most {MAX_DAYS:,}")]
    player: Annotated[Slug, doc("id of the lab that is played, or looked at")]
    real_outcome: Annotated[DisplayText, doc("what was published of the real case")] = ""
    letters: Annotated[
        list[LetterName],
        MaxLen(200),
        doc("letters of your own beside the file, for a player to choose from"),
    ] = Field([])


class PopulationTable(Strict):
    """[population]: how many made-up candidates, or a CSV file beside the scenario."""

    size: Annotated[
        Annotated[int, Ge(1), Le(MAX_PEOPLE)] | None,
        doc("how many candidates are made up; no more than the labs have researchers"),
    ] = None
    seed: Annotated[int, Ge(0), Lt(2**63), doc("which ones")] = 1
    file: Annotated[FileName | None, doc("a CSV of candidates in the scenario's own folder")] = None

    @model_validator(mode="after")
    def _one_source(self) -> PopulationTable:
        if (self.size is None) == (self.file is None):
            raise ValueError("give either size or file")
        return self


class FleetPoint(Strict):
    """One dated size of a fleet; between two of them it grows by equal daily deliveries."""

    on: Annotated[date, doc("date of a point")]
    h100e: Annotated[H100e, doc("size of the fleet on that day")]


class PayBand(Strict):
    """A public pay band; top is read as its 99th percentile."""

    median: Annotated[Pay, doc("middle of the public pay band")]
    top: Annotated[Pay, doc("its 99th percentile")]

    @model_validator(mode="after")
    def _ordered(self) -> PayBand:
        if self.top <= self.median:
            raise ValueError("top must be above median")
        return self


class LetterQuota(Strict):
    """New sequences a week by sender; what is left out follows the size of the lab."""

    recruiter: Annotated[Quota | None, doc("new sequences a week that recruiters begin")] = None
    hiring_manager: Annotated[Quota | None, doc("the same of hiring managers")] = Field(
        None, alias="hiring-manager"
    )
    ceo: Annotated[Quota | None, doc("the same of the CEO")] = None


class Bot(Strict):
    """How a lab writes that acts by a policy; what is left out is the policy's own."""

    letters_per_week: Annotated[
        Quota | None, doc("what the policy does otherwise than usual: sequences a week")
    ] = None
    pay_ratio: Annotated[Ratio | None, doc("pay offered over present pay")] = None
    template: Annotated[LetterName | None, doc("the letter")] = None
    sender: Annotated[SenderName | None, doc("who signs")] = None
    direct: Annotated[bool | None, doc("without interviews")] = None
    aggressiveness: Annotated[
        float,
        Ge(0.0),
        Le(10.0),
        doc("times as many letters; for a `defender` the share of offers it answers"),
    ] = 1.0


class Source(Strict):
    """Where a figure of this lab comes from, beside the figure."""

    what: Annotated[DisplayText, doc("which figure of the lab a source is for")]
    value: Annotated[DisplayText | float | int | None, doc("the figure")] = None
    source: Annotated[DisplayText, doc("who says so")]
    url: Annotated[Url | None, doc("where; http or https")] = None
    date: Annotated[DisplayText, doc("when")]
    trust: Annotated[
        Literal["A", "B", "C", "D", "M", "guess"],
        doc(
            "`A` peer-reviewed or first-hand, `B` reputable report, `C` vendor or second-hand, `D` derived "
            "by analogy or from weak figures, `M` from memory, or a `guess`"
        ),
    ]


class LabTable(Strict):
    """[[labs]]: an employer."""

    id: Annotated[Slug, doc("1 to 64 lower-case letters, digits and inner hyphens")]
    name: Annotated[DisplayText, doc("as shown")]
    researchers: Annotated[int, Ge(1), Le(MAX_PEOPLE), doc("heads on the first day, candidates included")]
    research_share: Annotated[Share, doc("part of the fleet that research gets")] = 0.7
    compute: Annotated[
        Annotated[H100e, Tag("one")] | Annotated[list[FleetPoint], MinLen(1), MaxLen(200), Tag("list")],
        Discriminator(_one_or_list),
        doc("the fleet: one number, or dated points between which it grows by equal daily deliveries"),
    ]
    pay: Annotated[PayBand, doc("the public pay band")]
    brand: Annotated[LogOdds, doc("appeal to outsiders that pay and compute do not explain")] = 0.0
    stay: Annotated[LogOdds, doc("what holds its people besides")] = 0.0
    budget_usd: Annotated[
        Usd | None,
        doc(
            "money for first-year pay and sign-on of hires, raises and machines; left out, there is no limit"
        ),
    ] = None
    letters_per_week: Annotated[
        LetterQuota, doc("new sequences a week by sender; what is left out follows the size of the lab")
    ] = Field(default_factory=lambda: LetterQuota.model_validate({}))
    interviews_per_week: Annotated[
        Quota | None, doc("interview slots; left out, they follow the size of the lab")
    ] = None
    mission: Annotated[LogOdds, doc("strength of its mission: 1 is one strong argument (switch `pitch`)")] = (
        0.0
    )
    product: Annotated[LogOdds, doc("the same of its products")] = 0.0
    non_compete: Annotated[NonCompete | None, doc("contracts that keep staff from starting at once")] = None
    raises: Annotated[StaffRaises | None, doc("raises for staff seen looking elsewhere")] = None
    copies: Annotated[bool, doc("takes up tactics that won people for others (switch `copying`)")] = False
    growth_per_year: Annotated[
        float,
        Ge(-0.9),
        Le(10.0),
        doc("how fast the number of researchers it wants grows: .3 is 30 % a year (switch `demand`)"),
    ] = 0.0
    policy: Annotated[
        PolicyName,
        doc("`idle`, `script`, or one of the policies, which takes the place of the lab's script"),
    ] = "script"
    bot: Annotated[Bot | None, doc("what the policy does otherwise than usual")] = None
    sources: Annotated[list[Source], doc("where figures of the lab come from")] = Field([])

    @model_validator(mode="after")
    def _bot_needs_policy(self) -> LabTable:
        policy, bot = POLICIES.get(self.policy), self.bot
        if policy is None:
            if bot is not None:
                raise ValueError(f'policy "{self.policy}" has nothing to set in a [labs.bot] table')
            return self
        if policy.letters_in_file and (bot is None or bot.letters_per_week is None):
            raise ValueError(f'policy "{self.policy}" goes with bot = {{ letters_per_week = N }}')
        if policy.counters and bot is not None and bot.aggressiveness > 1.0:
            raise ValueError(f"a {self.policy} answers at most all offers: aggressiveness is at most 1")
        return self


class To(Strict):
    """Who is written to: the first ``top`` eligible people, or candidates named by id."""

    top: Annotated[
        Annotated[int, Ge(1), Le(MAX_TOP)] | None, doc("so many people, the first who are free")
    ] = None
    by: Annotated[Literal["impact", "pay"], doc("by `impact` or `pay`, highest first")] = "impact"
    employers: Annotated[list[Slug], doc("staff of these labs only; left out, of all rivals")] = Field(
        [], alias="from"
    )
    candidates: Annotated[
        list[Annotated[int, Ge(1), Le(MAX_PEOPLE)]],
        doc("people by id, from 1, in place of `top`; needed to `invite`, `offer` and `withdraw`"),
    ] = Field([])

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

    pay_ratio: Annotated[
        Ratio | None, doc("pay over present pay; 1 where neither this nor `pay_usd` is said")
    ] = None
    pay_usd: Annotated[Pay | None, doc("pay as a figure")] = None
    sign_on_usd: Annotated[SignOn, doc("once, on top")] = 0
    pledge_h100e: Annotated[H100e, doc("compute promised to the person by name")] = 0
    direct: Annotated[bool, doc("no interviews")] = False
    deadline_days: Annotated[int, Ge(1), Le(MAX_DEADLINE_DAYS), doc("days to decide")] = 7

    @model_validator(mode="after")
    def _one_pay(self) -> Offer:
        if self.pay_ratio is not None and self.pay_usd is not None:
            raise ValueError("give either pay_ratio or pay_usd")
        return self


class ScriptLine(Strict):
    """[[script]]: what a lab does on certain days."""

    do: Annotated[
        Literal["send", "invite", "offer", "withdraw", "attend", "raise", "buy", "rent"],
        doc(
            "`send` letters; `invite` interested people to interviews, `offer` to them at once (or better a "
            "live offer), `withdraw`; `attend` the conference of the day; `raise` pay of own staff; `buy` or "
            "`rent` machines"
        ),
    ] = "send"
    every: Annotated[Literal["day", "week"] | None, doc("`day` or `week`")] = None
    on: Annotated[
        Annotated[
            Annotated[date, Tag("one")] | Annotated[list[date], MinLen(1), MaxLen(MAX_DAYS), Tag("list")],
            Discriminator(_one_or_list),
        ]
        | None,
        doc("a date, or a list of dates"),
    ] = None
    start: Annotated[date | None, doc("with `every`: first day; the game's first where it is left out")] = (
        Field(None, alias="from")
    )
    until: Annotated[date | None, doc("with `every`: last day; the game's last where it is left out")] = None
    lab: Annotated[Slug | None, doc("which lab; the player's where it is left out")] = None
    template: Annotated[
        LetterName | None,
        doc("the letter, with `send` only: a shipped one, or a file beside the scenario"),
    ] = None
    sender: Annotated[SenderName, doc("`recruiter`, `hiring-manager` or `ceo`")] = "recruiter"
    to: Annotated[To, doc("who is meant; left out for machines only")] = NOBODY
    offer: Annotated[Offer, doc("the terms meant")] = Offer()
    by_hand: Annotated[bool, doc("what follows on an answer is ordered line by line, nothing by itself")] = (
        False
    )
    h100e: Annotated[
        Annotated[int, Ge(1), Le(MAX_H100E)] | None, doc("how many machines, to `buy` or `rent`")
    ] = None
    rent_days: Annotated[
        Annotated[int, Ge(1), Le(MAX_DAYS)] | None,
        doc("for how long, with `rent`; a year where it is left out"),
    ] = None

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

    that: Annotated[DisplayText, doc("the sentence")]
    metric: Annotated[MetricName, doc("one of the metrics: `hires`, `started`, `declined` …")]
    lab: Annotated[Slug | None, doc("whose; the player's where it is left out")] = None
    employer: Annotated[Slug | None, doc("only people who work at this lab when it happens")] = Field(
        None, alias="from"
    )
    sender: Annotated[SenderName | None, doc("only approaches signed so")] = None
    gated: Annotated[
        bool | None,
        doc("only people who have a compute threshold at all (`true`), or who have none"),
    ] = None
    at_least: Annotated[Usd | None, doc("the bound: this, or `at_most`")] = None
    at_most: Annotated[Usd | None, doc("the bound: this, or `at_least`")] = None
    in_share_of_worlds: Annotated[
        float, Gt(0.0), Lt(1.0), doc("worlds that must keep the bound: between 0 and 1")
    ]

    @model_validator(mode="after")
    def _one_bound(self) -> Expect:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give either at_least or at_most")
        narrowed = self.employer or self.sender or self.gated is not None
        if narrowed and not metrics.metric_of(self.metric).event:
            raise ValueError(f"from, sender and gated choose among people; {self.metric} is the lab's money")
        return self


class MechanismsTable(table_of(Mechanisms)):  # type: ignore[misc] # a class made from another
    """[mechanisms]: what is switched on."""


class RulesTable(table_of(Rules)):  # type: ignore[misc] # the same
    """[rules]: how long things take, whole days; what they cost; how far pay can grow by itself."""

    @model_validator(mode="after")
    def _ordered(self) -> RulesTable:
        if self.interview_days_high < self.interview_days_low:
            raise ValueError("interview_days_high must not be below interview_days_low")
        return self


class LuckTable(Strict):
    """[luck]: whether tastes and fit are the same in every world."""

    freeze: Annotated[bool, doc("tastes and fit are the same in every world")] = False


class Spec(Strict):
    """A whole scenario file."""

    scenario: Annotated[ScenarioTable, doc("what is played, when and by whom")]
    population: Annotated[PopulationTable, doc("how many made-up candidates, or a file of them")]
    labs: Annotated[list[LabTable], MinLen(2), MaxLen(100), doc("the employers")]
    script: Annotated[list[ScriptLine], doc("what labs do on certain days")] = Field([])
    expect: Annotated[list[Expect], doc("sentences about the worlds of a run")] = Field([])
    conference: Annotated[list[ConferenceTable], MaxLen(100), doc("weeks in which labs meet researchers")] = (
        Field([])
    )
    walkout: Annotated[list[WalkoutTable], MaxLen(100), doc("leaders of labs who go to another")] = Field([])
    mechanisms: Annotated[MechanismsTable, doc("what is switched on")] = MechanismsTable()
    rules: Annotated[
        RulesTable, doc("how long things take, what they cost, how far pay can grow by itself")
    ] = RulesTable()
    parameters: Annotated[ParameterValues, doc("parameters of the model that are replaced, by name")] = Field(
        {}
    )
    luck: Annotated[LuckTable, doc("whether tastes and fit are the same in every world")] = LuckTable()
