"""What an agent can say: one model a verb, which check every line and are printed as the JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from annotated_types import MaxLen, MinLen, doc
from pydantic import AfterValidator, Field, model_validator

from outreach_sim.agent.orders import Checked, Deadline, Number, Order, PayRatio, PayUsd, Pledge, Short, said
from outreach_sim.agent.questions import QUESTIONS
from outreach_sim.mail.template import UNDER_A_THREAD
from outreach_sim.model.chain import STAGES
from outreach_sim.scenario.field_types import (
    LetterText,
    Pay,
    SenderName,
    Share,
    ShownName,
    SignOn,
    Slug,
    Strict,
)

VERSION = 1
LINKS = ("chain", *STAGES)
MOST_ROWS = 50
MOST_ORDERS = 100
MOST_DAYS = 28


def _spoken(version: int) -> int:
    if version != VERSION:
        raise ValueError(f"version {VERSION} is spoken here")
    return version


Version = Annotated[int, AfterValidator(_spoken), Field(json_schema_extra={"const": VERSION})]
Spacing = Annotated[int, Field(ge=1, le=365)]
Count = Annotated[int, Field(ge=0, le=10**12)]


class Usage(Strict):
    """What the agent says that it has used since its last request; it is added up and shown."""

    tokens_in: Annotated[Count, doc("tokens read")] = 0
    tokens_out: Annotated[Count, doc("tokens written")] = 0
    usd: Annotated[float, Field(ge=0, le=1e9), doc("what they cost")] = 0.0


class Request(Strict):
    """What every request may say."""

    v: Annotated[Version, doc("version of this protocol")] = VERSION
    id: Annotated[int | ShownName | None, doc("given back with the reply")] = None
    usage: Annotated[Usage | None, doc("tokens and money since the last request, as you tell them")] = None


class Hello(Request):
    """Say who plays: shown beside the score, as told. Gives the first line again."""

    do: Literal["hello"]
    model: Annotated[ShownName | None, doc("name of the model")] = None
    scaffold: Annotated[ShownName | None, doc("name of the program around it")] = None


class Rules(Request):
    """The rules of this game: labs, letters and their fields, mechanisms, points, questions."""

    do: Literal["rules"]


class Observe(Request):
    """Look: what your lab can know now."""

    do: Literal["observe"]
    what: Annotated[
        Literal["summary", "people", "person", "approaches", "staff", "labs", "letters", "waiting"],
        doc(
            "summary: means, boards, what waits; people: whom you can write to; person: all about one; "
            "approaches: what is under way; staff: your own, likeliest to leave first; "
            "waiting: what needs an answer"
        ),
    ] = "summary"
    candidate: Annotated[Number | None, doc("of person: their number")] = None
    ids: Annotated[list[Number] | None, MaxLen(1_000), doc("of people: these only")] = None
    employer: Annotated[Slug | None, doc("of people: staff of this lab only")] = None
    min_level: Annotated[int | None, Field(ge=1, le=5), doc("of people: of this level or higher")] = None
    max_pay: Annotated[Pay | None, doc("of people: known to earn no more")] = None
    by: Annotated[
        Literal["points", "impact", "pay", "chance"] | None, doc("of people: what comes first; else points")
    ] = None
    limit: Annotated[int | None, Field(ge=0, le=MOST_ROWS), doc("rows at most; else 20")] = None
    offset: Annotated[int | None, Field(ge=0, le=10_000_000), doc("rows left out before them")] = None

    @model_validator(mode="after")
    def _uses_all(self) -> Observe:
        """Refuse what says nothing about what is asked for."""
        if (self.what == "person") != (self.candidate is not None):
            other = f"'candidate' is for 'person' and says nothing about {self.what!r}"
            raise ValueError("'person' needs a candidate" if self.what == "person" else other)
        allowed = _FILTERS if self.what == "people" else _PAGES if self.what in _LISTS else ()
        for key in (*_FILTERS, *_PAGES):
            if key in self.model_fields_set and key not in (*allowed, *(_PAGES if allowed else ())):
                raise ValueError(f"{key!r} says nothing about {self.what!r}, leave it out")
        return self


_FILTERS = ("ids", "employer", "min_level", "max_pay", "by")
_PAGES = ("limit", "offset")
_LISTS = ("approaches", "staff")


class Act(Request):
    """Order: each is taken or refused by itself. It is done with the next day, by advance."""

    do: Literal["act"]
    orders: Annotated[list[Order], MinLen(1), MaxLen(MOST_ORDERS), doc("in this order")]


class Write(Request):
    """Write a letter of your own; told is what a reader notices, in log-odds: the market reads no prose."""

    do: Literal["write"]
    letter: Annotated[Slug, doc("its id, by which orders name it")]
    body: Annotated[LetterText, doc("text with fields such as {{ topic }}; rules tells all of them")]
    subject: Annotated[LetterText, doc("one line; an answer has none")] = ""
    stage: Annotated[
        Literal["outreach", "follow-up", "answer"], doc("an answer is said with invite, offer, withdraw")
    ] = "outreach"
    senders: Annotated[list[SenderName] | None, MinLen(1), MaxLen(3), doc("who may sign; else all")] = None
    follow_ups: Annotated[list[Slug] | None, MaxLen(10), doc("ids of the mails after it")] = None
    spacing_days: Annotated[list[Spacing] | None, MaxLen(10), doc("days before each of them")] = None
    candidate: Annotated[Number | None, doc("who reads it here; else a made-up person")] = None

    @model_validator(mode="after")
    def _uses_all(self) -> Write:
        """Refuse what an answer has not: its thread says who signs it, and under which subject."""
        if self.stage in UNDER_A_THREAD:
            lacks = ("subject", "senders", "follow_ups", "spacing_days")
            if strange := [key for key in lacks if key in self.model_fields_set]:
                raise ValueError(f"{strange[0]!r} says nothing about the stage {self.stage!r}, leave it out")
        return self


class Advance(Request):
    """Play on: up to so many days, or to the first on which something needs an answer or a forecast."""

    do: Literal["advance"]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS), doc("at most")] = 7


class Terms(Request, Checked):
    """A letter that you think of."""

    candidate: Annotated[Number, doc("whom")]
    letter: Annotated[Slug, doc("id of the letter")] = "recruiter"
    sender: Annotated[SenderName, doc("who signs")] = "recruiter"
    pay: PayUsd = None
    pay_ratio: PayRatio = None
    sign_on: Annotated[SignOn, doc("USD, once")] = 0
    pledge: Pledge = 0
    direct: Annotated[bool, doc("without interviews")] = False
    short: Short = False
    deadline_days: Deadline = 7

    def terms(self) -> dict[str, Any]:
        """As the library takes them."""
        return said(self, Terms.model_fields, without=(*Request.model_fields, "candidate"))


class Explain(Terms):
    """Ask how likely a letter leads to a yes, link by link, and why; as your lab can know it."""

    do: Literal["explain"]


class WhatIf(Terms):
    """Ask what it would take: pay, machines or sender that reach a chance, each alone."""

    do: Literal["what_if"]
    target: Annotated[float | None, Field(gt=0, lt=1), doc("chance to be reached; else twice today's")] = None
    link: Annotated[Literal[LINKS], doc("what it is a chance of")] = "chain"  # type: ignore[valid-type]


class Forecast(Request):
    """Answer a question of today: how likely it is. Taken on its own day only, the last answer counts."""

    do: Literal["forecast"]
    question: Annotated[Literal[tuple(QUESTIONS)], doc("as waiting and summary name it")]  # type: ignore[valid-type]
    p: Annotated[Share, doc("from 0 to 1")]


class Note(Request):
    """Keep a text for yourself; summary gives it back. The last one counts."""

    do: Literal["note"]
    text: Annotated[LetterText, doc("given back by summary")]


class Finish(Request):
    """End: the game is played to its end without further orders, and gives its result."""

    do: Literal["finish"]


VERBS: dict[str, type[Request]] = {
    "hello": Hello, "rules": Rules, "observe": Observe, "act": Act, "write": Write, "advance": Advance,
    "explain": Explain, "what_if": WhatIf, "forecast": Forecast, "note": Note, "finish": Finish,
}  # fmt: skip
LOOKS = ("rules", "observe", "explain", "what_if")
"""Verbs that change nothing."""
