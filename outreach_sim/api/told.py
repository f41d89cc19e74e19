"""What a game tells as plain tables: mails, news, what waits, means. Ids from 1, dates as ISO 8601."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.setup import SENDER_NAMES, Order, Sender, number_of
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import LabView, OwnApproach, look
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.news import Headline
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.correspondence.waiting import NOBODY, Waiting

Row = dict[str, Any]
STATES = {
    State.WAITING: "silent",
    State.INTERESTED: "interested",
    State.PROCESS: "in interviews",
    State.OFFERED: "offered",
    State.SIGNED: "signed",
}
"""Where an approach stands, as its lab knows it."""


def mail_row(scenario: Scenario, mail: Mail) -> Row:
    """A letter or reply."""
    return {
        "date": mail.when.date().isoformat(),
        "candidate": number_of(mail.candidate),
        "name": scenario.population.book.name(mail.candidate),
        "from": "candidate" if mail.from_candidate else "lab",
        "step": None if mail.step is None else str(mail.step),
        "subject": mail.letter.subject,
        "body": mail.letter.body,
    }


def news_row(scenario: Scenario, item: Headline) -> Row:
    """A line of news."""
    return {
        "date": scenario.date_of(item.day).isoformat(),
        "about": str(item.kind),
        "candidate": None if item.candidate is None else number_of(item.candidate),
        "text": item.text,
    }


def waiting_row(scenario: Scenario, waiting: Waiting, recruiter: str = "") -> Row:
    """Something that needs an answer; ``last`` is the last day on which an order is in time.

    Args:
        scenario: that is played.
        waiting: what waits.
        recruiter: the name of who recruits for the rival, where one is in it.
    """
    somebody = waiting.candidate != NOBODY
    return {
        "needs": str(waiting.need),
        "candidate": number_of(waiting.candidate) if somebody else None,
        "name": scenario.population.book.name(waiting.candidate) if somebody else None,
        "rival": None if waiting.lab == NOBODY else scenario.lab_ids[waiting.lab],
        "recruiter": recruiter or None,
        "last": scenario.date_of(waiting.last).isoformat(),
    }


def approach_row(scenario: Scenario, own: OwnApproach) -> Row:
    """A live approach, as its lab knows it."""
    return {
        "candidate": number_of(own.candidate),
        "name": scenario.population.book.name(own.candidate),
        "state": STATES[own.state],
        "mails": own.mails,
        "letter": scenario.setup.letters.ids[own.template],
        "sender": SENDER_NAMES[own.sender],
        "pay_usd": own.pay_usd,
        "sign_on_usd": own.sign_on_usd,
        "pledge_h100e": own.pledge_h100e,
        "direct": own.direct,
        "by_hand": own.by_hand,
        "due": None if own.due is None else scenario.date_of(own.due).isoformat(),
    }


def means(view: LabView) -> Row:
    """What a lab has for the rest of today; ``None`` where there is no limit."""
    free = None if view.cash_usd is None else view.cash_usd - view.reserved_usd
    return {
        "cash_usd": view.cash_usd,
        "reserved_usd": view.reserved_usd,
        "free_usd": free,
        "letters_left": {SENDER_NAMES[sender]: view.letters_left[sender] for sender in Sender},
        "interviews_left": view.interviews_left,
        "ceo_hours_left": view.hours_left,
        "ceo_hours_kept": view.hours_kept,
        "fleet_h100e": int(view.fleet_h100e[view.lab]),
        "pledgeable_h100e": view.pledgeable_h100e,
        "coming_h100e": view.coming_h100e,
        "rented_h100e": view.rented_h100e,
        "rentable_h100e": view.rentable_h100e,
        "machines_for_sale": view.machines_for_sale,
    }


def this_morning(session: Session, lab: int) -> LabView:
    """What the lab has left today, once the orders that wait have been carried out."""
    return session.observe(lab) if session.over else look(session.tried([]).world, lab)


def boards_table(scenario: Scenario) -> list[Row]:
    """When the board meets, and the points that it asks for by then; none without a goal."""
    return [{"on": scenario.date_of(day).isoformat(), "points": points} for day, points in scenario.boards]


def letters_table(ids: Sequence[str], templates: Mapping[str, Template]) -> list[Row]:
    """What can be sent or said, and by whom."""
    return [
        {"id": name, "stage": templates[name].stage, "senders": list(templates[name].senders)} for name in ids
    ]


def labs_table(scenario: Scenario, view: LabView) -> list[Row]:
    """What is public of every lab."""
    return [
        {
            "id": lab.id,
            "name": lab.name,
            "heads": int(view.heads[i]),
            "fleet_h100e": int(view.fleet_h100e[i]),
            "h100e_per_researcher": float(view.h100e_per_researcher[i]),
        }
        for i, lab in enumerate(scenario.setup.labs)
        if not lab.outside
    ]


def tried(scenario: Scenario, session: Session, orders: Sequence[Order], lab: int) -> tuple[list[str], Row]:
    """What the market would refuse of orders, in its own sentences, and what would come of the others.

    Returns:
        A sentence a refusal; and the numbers of people to whom letters would go out, with the means left.
    """
    before, after = session.tried([]), session.tried(orders)
    known = _refusals(before.log, lab)
    fresh = [row for row, n in _refusals(after.log, lab).items() for _ in range(n - known.get(row, 0))]
    reached = [number_of(candidate) for candidate in after.letters if candidate not in before.letters]
    return [_sentence(scenario, *row) for row in fresh], {
        "letters_to": reached,
        "left": means(look(after.world, lab)),
    }


def _refusals(log: Log, lab: int) -> Mapping[tuple[int, int], int]:
    """How often each is refused: candidate and why."""
    found: dict[tuple[int, int], int] = {}
    mine = log.where((log.kind == Event.REFUSED) & (log.lab == lab))
    for row in zip(mine.candidate.tolist(), mine.value.tolist(), strict=True):
        found[row] = found.get(row, 0) + 1
    return found


def _sentence(scenario: Scenario, candidate: int, value: int) -> str:
    why = Refusal(value)
    who = f"{scenario.population.book.name(candidate)} ({number_of(candidate)})"
    return f"{why.about or who}: {why.why}"
