"""What a scenario says of single people, and of luck: facts that a table could hold, and minds."""

from typing import Annotated, Self

from annotated_types import Ge, Gt, Le, doc
from pydantic import Field, model_validator

from outreach_sim.market.limits import MAX_IMPACT, MAX_PEOPLE
from outreach_sim.scenario.field_types import H100e, LogOdds, Pay, Slug, Strict

MAX_TEAM = 2**31 - 1


class LuckTable(Strict):
    """[luck]: whether tastes and fit are the same in every world."""

    freeze: Annotated[bool, doc("tastes and fit are the same in every world")] = False


class Fit(Strict):
    """How one person takes to one lab."""

    lab: Annotated[Slug, doc("a lab")]
    logit: Annotated[LogOdds, doc("how the person takes to it, in log-odds; of most people under a half")]


class PersonTable(Strict):
    """[[people]]: what is so of one candidate, whoever they are; what is left out stays as it was."""

    id: Annotated[int, Ge(1), Le(MAX_PEOPLE), doc("which candidate, from 1")]
    impact: Annotated[
        Annotated[int, Ge(1), Le(int(MAX_IMPACT) * 100)] | None,
        doc("contribution in hundredths of an average researcher's"),
    ] = None
    level: Annotated[Annotated[int, Ge(1), Le(5)] | None, doc("1 (researcher) to 5 (distinguished)")] = None
    pay_usd: Annotated[Pay | None, doc("yearly pay on the first day, with the equity of a year")] = None
    team: Annotated[
        Annotated[int, Ge(1), Le(MAX_TEAM)] | None, doc("number of the team at the employer, from 1")
    ] = None
    heavy_user: Annotated[bool | None, doc("whether compute counts for the person; else luck decides")] = None
    asks_h100e: Annotated[
        H100e | None,
        doc(
            "joins no lab whose fleet is smaller; as of the first day, it grows with the leader's fleet; 0 "
            "is none; else luck decides (switch `gate`)"
        ),
    ] = None
    money: Annotated[
        Annotated[float, Gt(0.0), Le(20.0)] | None,
        doc("what pay counts for the person, 1 for people on average; else luck decides"),
    ] = None
    fit: Annotated[list[Fit], doc("how the person takes to labs; to all others as luck decides")] = Field([])

    @model_validator(mode="after")
    def _who_asks_is_heavy(self) -> Self:
        if self.asks_h100e and self.heavy_user is False:
            raise ValueError(
                "only heavy users of compute ask for machines: leave out heavy_user or asks_h100e"
            )
        return self
