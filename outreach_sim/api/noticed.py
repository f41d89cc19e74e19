"""What a reader notices of a letter, and what is known of a person whom a letter is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from outreach_sim.api.told import Row
from outreach_sim.mail.languages import language_of
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.reading import facts_of, judged_by, sample_reader
from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.setup import SENDER_NAMES
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.values import ROLES, lab_values, person_values
from outreach_sim.words.facts import Facts

LINKS = {"open": "opening", "reply": "reply", "accept": "yes"}
"""What a letter's words count for, as it is said."""


def noticed(
    scenario: Scenario,
    session: Session,
    template: Template,
    known: Mapping[str, Template],
    candidate: int | None = None,
) -> Row:
    """A letter measured as one reader notices it; its terms are those of the sample.

    Args:
        scenario: what is played.
        session: between two days.
        template: the letter.
        known: every letter by its id, for those before a follow-up.
        candidate: array position of the reader; the made-up person of previews where there is none.
    """
    about, p = _reader(scenario, session, template, candidate), scenario.setup.parameters
    found = judged_by(template, about, known)
    is_answer = template.stage == "answer"
    parts = {"accept": found.answer_parts(p)} if is_answer else found.parts(p)
    worth = {"yes": found.answer(p)} if is_answer else {"opening": found.opening(p), "reply": found.reply(p)}
    written = render(template, about.values)
    return {
        "to": about.values["name"],
        "subject": written.subject,
        "body": written.body,
        "log_odds": worth,
        "noticed": [
            {"link": LINKS[link]} | {field.name: getattr(part, field.name) for field in fields(part)}
            for link, some in parts.items()
            for part in some
        ],
        "false": [{"what": kind, "text": text} for kind, text in found.false],
    }


def _reader(scenario: Scenario, session: Session, template: Template, candidate: int | None) -> Facts:
    role = template.senders[0] if template.senders else "ceo"
    signed = next(ROLES[sender] for sender, name in SENDER_NAMES.items() if name == role)
    if candidate is None:
        return sample_reader(signed)
    person = person_values(scenario, session, candidate, language_of(template.body))
    lab = lab_values(scenario, session, scenario.setup.player, session.day)
    reads = frozenset(scenario.population.book.reads(candidate))
    names = [one.name for one in scenario.setup.labs]
    return facts_of(sample_values() | person | lab | {"sender": signed}, reads, names)


def known_of(scenario: Scenario, session: Session, candidate: int) -> Row:
    """What a lab can know of somebody: facts a letter can name are empty where nobody knows them.

    Args:
        scenario: what is played.
        session: between two days.
        candidate: their array position.
    """
    view, people = session.observe(), scenario.setup.people
    home = int(view.employer[candidate])
    return {
        "candidate": candidate + 1,
        "employer": scenario.lab_ids[home] if home >= 0 else None,
        "level": int(people.level[candidate]),
        "impact": int(people.impact[candidate]) / 100,
        "pay_known_usd": int(view.pay_guess_usd[candidate]),
        "free": bool(view.free[candidate]),
        "values": person_values(scenario, session, candidate),
    }
