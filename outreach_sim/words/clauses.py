"""What a sentence claims, of whom: clauses, their subjects, pay, machines, days, meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from outreach_sim.model.wording import ANSWERED, MET, Claims
from outreach_sim.words.amounts import amount, in_digits
from outreach_sim.words.lexicon import claims as said
from outreach_sim.words.lexicon import shapes
from outreach_sim.words.lexicon.phrases import Phrases

_HOURS = ("h", "s", "小", "个")
_MOST_NUMBERS = 60
_DAYS_OF_A_WEEK = 7
_WRITERS = re.compile(rf"(?<!\w){said.WE}(?!\w)[^.?!,]{{0,14}}$")
LEAST_PAY, MOST_PAY = 30_000, 2_000_000_000
"""Between these a sum of money may be somebody's yearly pay."""


def claims_of(subject: str, sentences: Sequence[str], labs: Iterable[str]) -> Claims:
    """What a canonical text claims; the subject is read as the body is.

    Args:
        subject: canonical, without ``Re:``.
        sentences: canonical, in the case in which they are written.
        labs: names of labs that are not the writer's, of whom something may be told.
    """
    others = _names(labs)
    headline = list(_clauses([subject])) if subject else []
    clauses = list(_clauses(sentences))
    machines = [*_machines(headline, others, headline=True), *_machines(clauses, others, headline=False)]
    pay = [*_pay(headline, others, headline=True), *_pay(clauses, others, headline=False)]
    days = [*_days([subject.lower()]), *_days([sentence.lower() for sentence in sentences])]
    return Claims(
        met=_in_touch([subject, *sentences]),
        earlier=int(any(said.EARLIER.search(sentence.lower()) for sentence in (subject, *sentences))),
        days=min(days, default=0),
        machines_h100e=max(machines, default=0),
        pay_usd=max(pay, default=0),
    )


def _names(labs: Iterable[str]) -> re.Pattern[str] | None:
    every = sorted(
        {re.escape(lab.lower()) for lab in (*labs, *said.KNOWN_LABS) if lab}, key=len, reverse=True
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(every) + r")(?!\w)") if every else None


def _clauses(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        for clause in shapes.CLAUSE.split(sentence):
            if clause and clause.strip():
                yield in_digits(clause.lower())


def _in_touch(sentences: Sequence[str]) -> int:
    lowered = [sentence.lower() for sentence in sentences]
    return max(MET * _says(said.MET, lowered), ANSWERED * _says(said.AGREED, lowered))


def _says(phrases: Phrases, sentences: Iterable[str]) -> bool:
    for sentence in sentences:
        found = phrases.search(sentence)
        if found and not said.NOT_SO.search(sentence[max(0, found.start() - 60) : found.end()]):
            return True
    return False


def _machines(clauses: Iterable[str], others: re.Pattern[str] | None, headline: bool) -> Iterator[int]:
    for clause in clauses:
        for count, found in enumerate(shapes.MACHINES.finditer(clause)):
            if count < _MOST_NUMBERS and _is_own(clause, found.start(), others, headline):
                yield int(amount(found["number"], found["scale"]))


def _is_own(clause: str, place: int, others: re.Pattern[str] | None, headline: bool) -> bool:
    """Whether something in a clause is said of the writer's lab, or of what the reader gets, today."""
    before = clause[max(0, place - 120) : place]
    if said.CONDITIONAL.search(before) or said.NEGATION.search(before[-40:]):
        return False
    after = clause[place : place + 120]
    who = _nearest(before, others)
    if who is None:
        return (
            (headline and not _told_of(after, others))
            or _nearest(after, others) == "we"
            or _is_for_you(after)
        )
    return who == "we" or (who == "you" and (bool(said.GIVEN.search(before[-60:])) or _is_for_you(after)))


def _is_for_you(after: str) -> bool:
    return bool(said.YOURS.search(after[:60]))


def _nearest(text: str, others: re.Pattern[str] | None) -> str | None:
    """Who is spoken of last in a text."""
    last, who = -1, None
    for found in shapes.SUBJECT.finditer(text):
        last, who = found.start(), found.lastgroup
    for found in others.finditer(text) if others else ():
        if found.start() > last:
            last, who = found.start(), "other"
    return who


def _told_of(text: str, others: re.Pattern[str] | None) -> bool:
    return bool(others and others.search(text))


def _pay(clauses: Iterable[str], others: re.Pattern[str] | None, headline: bool) -> Iterator[int]:
    for clause in clauses:
        if not any(character.isdigit() for character in clause):
            continue
        for count, found in enumerate(shapes.MONEY.finditer(clause)):
            if count < _MOST_NUMBERS and (found["before"] or found["after"]):
                value = _yearly(clause, found)
                if LEAST_PAY <= value <= MOST_PAY and _is_offered(clause, found, others, headline):
                    yield int(value)


def _yearly(clause: str, found: re.Match[str]) -> float:
    value = amount(found["number"], found["scale"])
    after = clause[found.end() : found.end() + 40]
    if said.MONTHLY.search(after[:20]):
        return 12 * value
    years = shapes.OVER_YEARS.search(after)
    if years is None:
        return value
    number = years["years"] or years["han"]
    return value / max(int(said.NUMBER_WORDS.get(number, number)), 1)


def _is_offered(clause: str, found: re.Match[str], others: re.Pattern[str] | None, headline: bool) -> bool:
    near = clause[max(0, found.start() - 60) : found.start()] + " # " + clause[found.end() : found.end() + 50]
    before = clause[max(0, found.start() - 120) : found.start()]
    if said.NO_PAY.search(near) or said.NEGATION.search(before[-12:]):
        return False
    if _nearest(before, others) in ("other", "employer"):
        return False
    if said.YEARLY.search(near):
        return not said.CONDITIONAL.search(before[-40:]) or "you" in before
    return headline or bool(said.OFFERING.search(near))


def _days(sentences: Iterable[str]) -> Iterator[int]:
    """Days that the reader has to decide."""
    for low in sentences:
        soon = said.TONIGHT.search(low)
        if soon and not said.NEGATION.search(low[max(0, soon.start() - 25) : soon.start()]):
            yield 1
        weekday = said.WEEKDAY.search(low)
        if weekday and not _WRITERS.search(low[max(0, weekday.start() - 20) : weekday.start()]):
            yield _DAYS_OF_A_WEEK
        for found in shapes.DEADLINE.finditer(low):
            around = low[max(0, found.start() - 90) : found.end() + 60]
            acts = said.WRITER_ACTS.search(low[max(0, found.start() - 60) : found.end() + 12])
            if (
                said.DECIDE.search(around)
                and not acts
                and not said.NOT_SO.search(low[max(0, found.start() - 14) : found.start()])
            ):
                days = _in_days(found)
                if 0 < days <= 60:
                    yield days


def _in_days(found: re.Match[str]) -> int:
    digits, unit = found["number"] or found["number_zh"], found["unit"] or found["unit_zh"]
    number = int(said.NUMBER_WORDS.get(digits, digits) if not digits.isdecimal() else digits)
    return -(-number // 24) if unit.startswith(_HOURS) and not unit.startswith("天") else number
