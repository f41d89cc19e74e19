"""What a scenario file may say: strict models, every number finite and bounded.

Money in USD (per year where it is pay), compute in h100e, dates as TOML dates.
"""

# Annotations are not postponed here, nor where switches and labs are declared: pydantic would compile each
# from its text, at every start.
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen, doc
from pydantic import Discriminator, Field, Tag, model_validator

from outreach_sim.market import metrics
from outreach_sim.market.letters import MOST_MAILS, MOST_SPACING_DAYS
from outreach_sim.market.limits import (
    MAX_DAYS,
    MAX_DEADLINE_DAYS,
    MAX_H100E,
    MAX_HOURS,
    MAX_IMPACT,
    MAX_PEOPLE,
    MAX_TOP,
)
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.scenario.dated_events import ConferenceTable, WalkoutTable
from outreach_sim.scenario.field_types import (
    FIRST_DAY,
    LAST_DAY,
    DisplayText,
    FileName,
    H100e,
    LetterName,
    LetterText,
    ParameterValues,
    Pay,
    Ratio,
    SenderName,
    SignOn,
    Slug,
    Strict,
    Usd,
    one_or_list,
    table_of,
)
from outreach_sim.scenario.lab_tables import LabTable
from outreach_sim.scenario.people_tables import LuckTable, PersonTable
from outreach_sim.scenario.story_tables import BeatTable, Goal


class ScenarioTable(Strict):
    """[scenario]: what is played, when and by whom."""

    name: Annotated[DisplayText, doc("the title")]
    summary: Annotated[DisplayText, doc("what a stranger should know")] = ""
    start: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY), doc("date of the first day")]
    days: Annotated[int, Ge(1), Le(MAX_DAYS), doc(f"length of the game, at most {MAX_DAYS:,}")]
    player: Annotated[Slug, doc("id of the lab that is played, or looked at")]
    goal: Annotated[
        Goal | None,
        doc("points that the board asks for by the end, or by dates of its own; see docs/points.md"),
    ] = None
    seed: Annotated[
        Annotated[int, Ge(0), Lt(2**63)] | None,
        doc("the luck with which one game of it is played, unless another is asked for"),
    ] = None
    difficulty: Annotated[
        Literal["easy", "normal", "hard"],
        doc("what goals and grants were made for whoever plays; `play --difficulty` writes it"),
    ] = "normal"
    real_outcome: Annotated[DisplayText, doc("what was published of the real case")] = ""
    letters: Annotated[
        list[LetterName],
        MaxLen(200),
        doc("letters of your own beside the file, for a player to choose from"),
    ] = Field([])
    script_file: Annotated[
        FileName | None,
        doc("a CSV in the scenario's own folder with further lines of script, however many"),
    ] = None


class PopulationTable(Strict):
    """[population]: how many made-up candidates, or a CSV file beside the scenario."""

    size: Annotated[
        Annotated[int, Ge(1), Le(MAX_PEOPLE)] | None,
        doc("how many candidates are made up; no more than the labs have researchers"),
    ] = None
    seed: Annotated[int, Ge(0), Lt(2**63), doc("which ones")] = 1
    file: Annotated[FileName | None, doc("a CSV of candidates in the scenario's own folder")] = None
    pay_known: Annotated[
        bool, doc("whether labs know what made-up people earn; else they go by the employer's public band")
    ] = False

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.size is None) == (self.file is None):
            raise ValueError("give either size or file")
        if self.pay_known and self.file is not None:
            raise ValueError("pay_known is said of made-up people; a file has a column of that name")
        return self


class LetterTable(Strict):
    """[[letters]]: a letter or reply of the scenario's own."""

    id: Annotated[Slug, doc("what it is called by; no shipped letter's")]
    file: Annotated[
        FileName | None, doc("a file in the scenario's own folder that holds it, in place of what follows")
    ] = None
    body: Annotated[LetterText | None, doc("its text, as below the front matter of a letter's file")] = None
    name: Annotated[DisplayText | None, doc("as shown in lists; the id where it is left out")] = None
    stage: Annotated[
        Literal["outreach", "follow-up", "answer", "reply"],
        doc("opens an approach, comes later in it, is what a lab says to who has answered, or is a reply"),
    ] = "outreach"
    senders: Annotated[list[SenderName], MaxLen(3), doc("who may sign it; anybody where it is left out")] = (
        Field([])
    )
    subject: Annotated[
        LetterText | None, doc("of a letter; an answer or a reply goes under that of its thread")
    ] = None
    follow_ups: Annotated[
        list[LetterName], MaxLen(MOST_MAILS - 1), doc("letters that go out after it, if nobody answers")
    ] = Field([])
    spacing_days: Annotated[
        list[Annotated[int, Ge(1), Le(MOST_SPACING_DAYS)]],
        MaxLen(MOST_MAILS - 1),
        doc("days before each of them; after the last, `follow_up_days`"),
    ] = Field([])
    outcome: Annotated[Slug | None, doc("of a reply: what happened, such as `declined`")] = None
    reason: Annotated[Slug | None, doc("of a reply: why; any reason where it is left out")] = None

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if (self.file is None) == (self.body is None):
            raise ValueError("give either body or file")
        if self.file is not None and self.model_fields_set - {"id", "file"}:
            raise ValueError("a file says all but the id itself: leave out what stands beside file")
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
        doc("people by id, from 1, in place of `top`; needed to `invite`, `offer`, `withdraw` and `counter`"),
    ] = Field([])

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if (self.top is None) == (not self.candidates):
            raise ValueError("name somebody: either top = N or candidates = [ids]")
        if self.candidates and self.employers:
            raise ValueError("from goes with top; candidates are named one by one")
        return self


NOBODY = To.model_construct(top=None, by="impact", employers=[], candidates=[])
"""Whom an order of machines is for, and a standing rule."""


class Offer(Strict):
    """The terms meant: pay a year, and what comes on top."""

    pay_ratio: Annotated[
        Ratio | None,
        doc(
            "pay over what the lab believes the present one to be; 1 where neither this nor `pay_usd` is said"
        ),
    ] = None
    pay_usd: Annotated[Pay | None, doc("pay as a figure")] = None
    sign_on_usd: Annotated[SignOn, doc("once, on top")] = 0
    pledge_h100e: Annotated[H100e, doc("compute promised to the person by name")] = 0
    direct: Annotated[bool, doc("no interviews")] = False
    deadline_days: Annotated[int, Ge(1), Le(MAX_DEADLINE_DAYS), doc("days to decide")] = 7

    @model_validator(mode="after")
    def _one_pay(self) -> Self:
        if self.pay_ratio is not None and self.pay_usd is not None:
            raise ValueError("give either pay_ratio or pay_usd")
        return self


ANSWERS = ("invite", "offer", "withdraw")
"""What a lab does to whoever has answered, in its own words where a letter is named."""

_FOR_NOBODY = dict.fromkeys(("buy", "rent"), "machines are for nobody: leave out to") | {
    "stand": "a standing rule is about nobody in particular: leave out to"
}


class ScriptLine(Strict):
    """[[script]]: what a lab does on certain days."""

    do: Annotated[
        Literal["send", "invite", "offer", "withdraw", "counter", "stand", "attend", "raise", "buy", "rent"],
        doc(
            "`send` letters; `invite` interested people to interviews, `offer` to them at once (or better a "
            "live offer), `withdraw`; `counter` the offer that somebody of one's own has, or `stand` by a "
            "rule that does; `attend` the conference of the day; `raise` pay of own staff; `buy` or `rent` "
            "machines"
        ),
    ] = "send"
    every: Annotated[Literal["day", "week"] | None, doc("`day` or `week`")] = None
    on: Annotated[
        Annotated[
            Annotated[date, Tag("one")] | Annotated[list[date], MinLen(1), MaxLen(MAX_DAYS), Tag("list")],
            Discriminator(one_or_list),
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
        doc(
            "the letter to `send`, a shipped one or one of your own; with `invite`, `offer` and "
            "`withdraw` the answer in your own words, a letter of the stage `answer`"
        ),
    ] = None
    sender: Annotated[SenderName, doc("`recruiter`, `hiring-manager` or `ceo`")] = "recruiter"
    to: Annotated[To, doc("who is meant; left out for machines and for a standing rule")] = NOBODY
    offer: Annotated[Offer, doc("the terms meant")] = Offer()
    by_hand: Annotated[bool, doc("what follows on an answer is ordered line by line, nothing by itself")] = (
        False
    )
    interviews: Annotated[
        Literal["full", "short"],
        doc(
            "with `send` or `invite`: `short` ones take half the days; offers and misfits come half-way "
            "between full ones and none"
        ),
    ] = "full"
    counter_from: Annotated[
        float,
        Ge(0.0),
        Le(MAX_IMPACT),
        doc("with `stand`: the least impact of whom it answers for, 1 for an average researcher"),
    ] = 0.0
    keep_hours: Annotated[
        Annotated[int, Ge(0), Le(MAX_HOURS)] | None,
        doc("with `stand`: counter-offers a week; an hour of the CEO is kept for each; 0 ends the rule"),
    ] = None
    h100e: Annotated[
        Annotated[int, Ge(1), Le(MAX_H100E)] | None, doc("how many machines, to `buy` or `rent`")
    ] = None
    rent_days: Annotated[
        Annotated[int, Ge(1), Le(MAX_DAYS)] | None,
        doc("for how long, with `rent`; a year where it is left out"),
    ] = None

    @model_validator(mode="after")
    def _when_and_what(self) -> Self:
        if (self.every is None) == (self.on is None):
            raise ValueError("say when: either every or on")
        if self.on is not None and (self.start or self.until):
            raise ValueError("from and until go with every, not with on")
        if self.do == "send" and self.template is None:
            raise ValueError('say which letter: do = "send" needs a template')
        if self.template is not None and self.do not in ("send", *ANSWERS):
            raise ValueError(f"a template goes with {', '.join(ANSWERS)} and send, and only with them")
        machines = self.do in ("buy", "rent")
        if (machines or self.do == "stand") != (self.to == NOBODY):
            raise ValueError(_FOR_NOBODY.get(self.do, "say to whom: to = { ... }"))
        if machines and self.h100e is None:
            raise ValueError("say how many: h100e = N")
        if self.h100e is not None and not machines:
            raise ValueError('h100e goes with do = "buy" or "rent", and only with them')
        if self.rent_days is not None and self.do != "rent":
            raise ValueError('rent_days goes with do = "rent"')
        if self.do in (*ANSWERS, "counter") and not self.to.candidates:
            raise ValueError(f'do = "{self.do}" needs to = {{ candidates = [ids] }}')
        if self.do == "raise" and self.offer.pay_ratio is None and self.offer.pay_usd is None:
            raise ValueError('do = "raise" needs offer = { pay_ratio = R } or { pay_usd = N }')
        return self

    @model_validator(mode="after")
    def _time_of_the_lab(self) -> Self:
        if self.interviews == "short" and self.do not in ("send", "invite"):
            raise ValueError('interviews goes with do = "send" or "invite"')
        if self.interviews == "short" and self.offer.direct:
            raise ValueError("direct means no interviews, not short ones: leave out one of the two")
        if (self.do == "stand") != (self.keep_hours is not None):
            raise ValueError('keep_hours goes with do = "stand", and a standing rule says keep_hours = N')
        if self.counter_from and self.do != "stand":
            raise ValueError('counter_from goes with do = "stand"')
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
        float, Gt(0.0), Lt(1.0), doc("share of worlds that must keep the bound, between 0 and 1")
    ]

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
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
    def _ordered(self) -> Self:
        if self.interview_days_high < self.interview_days_low:
            raise ValueError("interview_days_high must not be below interview_days_low")
        return self


class Spec(Strict):
    """A whole scenario file."""

    scenario: Annotated[ScenarioTable, doc("what is played, when and by whom")]
    population: Annotated[PopulationTable, doc("how many made-up candidates, or a file of them")]
    labs: Annotated[list[LabTable], MinLen(2), MaxLen(100), doc("the employers")]
    script: Annotated[list[ScriptLine], doc("what labs do on certain days")] = Field([])
    letters: Annotated[list[LetterTable], MaxLen(200), doc("letters and replies of the scenario's own")] = (
        Field([])
    )
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
    people: Annotated[list[PersonTable], MaxLen(10_000), doc("what is so of single candidates")] = Field([])
    story: Annotated[list[BeatTable], MaxLen(200), doc("sentences for what happens to the player")] = Field(
        []
    )
    luck: Annotated[LuckTable, doc("whether tastes and fit are the same in every world")] = LuckTable()
