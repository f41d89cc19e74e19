"""What a scenario says of a lab: the tables under ``[[labs]]``.

Money in USD (per year where it is pay), compute in h100e.
"""

from datetime import date
from typing import Annotated, Literal, Self

from annotated_types import Ge, Le, MaxLen, MinLen, doc
from pydantic import Discriminator, Field, Tag, model_validator

from outreach_sim.market.limits import MAX_DAYS, MAX_PEOPLE
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.scenario.dated_events import NonCompete, StaffRaises
from outreach_sim.scenario.field_types import (
    DisplayText,
    H100e,
    LetterName,
    LogOdds,
    Pay,
    PolicyName,
    Quota,
    Ratio,
    SenderName,
    Share,
    Slug,
    Strict,
    Url,
    Usd,
    one_or_list,
)


class FleetPoint(Strict):
    """One dated size of a fleet; between two of them it grows by equal daily deliveries."""

    on: Annotated[date, doc("date of a point")]
    h100e: Annotated[H100e, doc("size of the fleet on that day")]


class Grant(Strict):
    """One dated sum that a lab's board pays in."""

    on: Annotated[date, doc("date on which a sum is paid in")]
    usd: Annotated[Usd, doc("how much, whole USD")]


class PayBand(Strict):
    """A public pay band; top is read as its 99th percentile."""

    median: Annotated[Pay, doc("middle of the public pay band")]
    top: Annotated[Pay, doc("its 99th percentile")]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
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
    pay_ratio: Annotated[
        Ratio | None, doc("pay offered over what the lab believes the present one to be")
    ] = None
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
    candidates: Annotated[
        Annotated[int, Ge(0), Le(MAX_PEOPLE)] | None,
        doc(
            "so many of them are candidates, with a name; left out, as many of the `size` of the population "
            "as the lab's part of all researchers"
        ),
    ] = None
    research_share: Annotated[Share, doc("part of the fleet that research gets")] = 0.7
    compute: Annotated[
        Annotated[H100e, Tag("one")] | Annotated[list[FleetPoint], MinLen(1), MaxLen(200), Tag("list")],
        Discriminator(one_or_list),
        doc("the fleet: one number, or dated points between which it grows by equal daily deliveries"),
    ]
    pay: Annotated[PayBand, doc("the public pay band")]
    appeal: Annotated[
        LogOdds, doc("what draws people there, and holds them, that pay and compute do not explain")
    ] = 0.0
    stake: Annotated[
        float,
        Ge(0.0),
        Le(100.0),
        doc(
            "yearly value of the unvested or founder's equity that its people forfeit by leaving, in years' "
            "pay: the mean, a person's own is 0 to 2 times it; rivals do not know it"
        ),
    ] = 0.0
    budget_usd: Annotated[
        Usd | None,
        doc(
            "money for first-year pay and sign-on of hires, raises and machines, there on the first day; "
            "left out, there is no limit, or no more than `budget` brings"
        ),
    ] = None
    budget: Annotated[
        list[Grant],
        MaxLen(200),
        doc("dated sums of money besides, known beforehand; what is not spent stays"),
    ] = Field([])
    letters_per_week: Annotated[
        LetterQuota, doc("new sequences a week by sender; what is left out follows the size of the lab")
    ] = Field(default_factory=lambda: LetterQuota.model_validate({}))
    interviews_per_week: Annotated[
        Quota | None, doc("interview slots; left out, they follow the size of the lab")
    ] = None
    rest_days: Annotated[
        Annotated[int, Ge(1), Le(MAX_DAYS)] | None,
        doc("it leaves somebody alone for so long after an approach; `rules.rest_days` where it is left out"),
    ] = None
    counters: Annotated[
        Literal["by-chance", "by-hand"],
        doc(
            "how it answers offers made to its staff: by its policy or the usual chance, or `by-hand`, by "
            "orders to `counter` and to `stand` alone (switch `counter_offers`)"
        ),
    ] = "by-chance"
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
    outside: Annotated[
        bool, doc("stands for all employers that are not on the board: people leave for it and come from it")
    ] = False
    sources: Annotated[list[Source], doc("where figures of the lab come from")] = Field([])

    @model_validator(mode="after")
    def _candidates_are_researchers(self) -> Self:
        if (self.candidates or 0) > self.researchers:
            raise ValueError("candidates are researchers of the lab: name at most as many")
        return self

    @model_validator(mode="after")
    def _bot_needs_policy(self) -> Self:
        policy, bot = POLICIES.get(self.policy), self.bot
        if policy is None or policy.weighs:
            if bot is not None:
                raise ValueError(f'policy "{self.policy}" has nothing to set in a [labs.bot] table')
            return self
        if policy.letters_in_file and (bot is None or bot.letters_per_week is None):
            raise ValueError(f'policy "{self.policy}" goes with bot = {{ letters_per_week = N }}')
        if policy.counters and bot is not None and bot.aggressiveness > 1.0:
            raise ValueError(f"a {self.policy} answers at most all offers: aggressiveness is at most 1")
        return self
