"""Every reply and every decision of a run, recomputed by an independent scalar implementation."""

import math
from dataclasses import asdict, replace

import numpy as np
import pytest

from outreach_sim.market import decisions, due, outreach
from outreach_sim.market.approaches import Flag, Rows
from outreach_sim.market.events import Event
from outreach_sim.market.recorder import Log
from outreach_sim.market.session import Session
from outreach_sim.market.world import World
from tests import oracle
from tests.market.worlds import LETTERS, rich_setup

BASE = rich_setup(count=120)
# Eager people and offers that stay open for long: several are weighed at once, and employers answer.
SETUP = replace(
    BASE,
    rules=replace(BASE.rules, deadline_days=40),
    mechanisms=replace(BASE.mechanisms, budgets=False),
    parameters=replace(
        BASE.parameters,
        reply_cut_1=-0.5,
        reply_cut_2=0.0,
        reply_cut_3=0.3,
        reply_cut_4=0.5,
        interest_cut=-0.3,
        gate_share=0.5,
        gate_weight=-1.0,
        offer_chance_interviewed=0.9,
        offer_chance_direct=0.9,
        counter_chance=0.5,
    ),
)
P = asdict(SETUP.parameters)
Key = tuple[int, int, int, int]


def person_facts(world: World, row: int) -> dict[str, float]:
    """What the oracle needs of one approach, read one number at a time."""
    table = world.approaches
    person, lab = int(table.person[row]), int(table.row[row])
    home = int(world.home[person])
    labs = world.setup.labs

    def per_researcher(index: int) -> float:
        lab_ = labs[index]
        research = int(lab_.fleet_h100e[world.day]) * lab_.research_share - int(PLEDGED[index])
        return max(research / max(int(HEADS[index]), 1), 1.0)

    return {
        "present_usd": float(world.pay_usd[person]),
        "taste": float(world.tastes.compute[person]),
        "c_lab": per_researcher(lab) + int(table.pledge_h100e[row]),
        "c_employer": per_researcher(home) + int(world.pledge_h100e[person]),
        "brand": labs[lab].brand - labs[home].brand,
        "stay": labs[home].stay,
        "fit": float(table.fit[row]),
    }


HEADS: np.ndarray
PLEDGED: np.ndarray


@pytest.fixture(scope="module")
def replayed() -> tuple[Log, dict[Key, float], dict[Key, float]]:
    """One run; the oracle's logits of all mails and decisions, noted as the engine was about to act."""
    mails: dict[Key, float] = {}
    answers: dict[Key, float] = {}
    write, choose, start = outreach.write, decisions.choose, World.start_day
    hear = due.hear_replies

    def frozen(world: World) -> None:
        global HEADS, PLEDGED
        start(world)
        HEADS, PLEDGED = world.heads.copy(), world.pledged_h100e.copy()

    def noting_write(world: World, rows: Rows) -> None:
        for row in rows.tolist():
            mails[key_of(world, row, int(world.approaches.mails[row]) + 1)] = letter_logit(world, row)
        write(world, rows)

    def noting_replies(world: World, rows: Rows) -> None:
        for row in rows.tolist():
            value = float(world.approaches.value[row])
            closed = bool(offer(world, row)["gate_closed"])
            answers[key_of(world, row, -1)] = oracle.interest_logit(P, value, closed)
        hear(world, rows)

    def noting_choose(world: World, rows: Rows) -> None:
        for person in np.unique(world.approaches.person[rows]).tolist():
            offers = [row for row in rows.tolist() if world.approaches.person[row] == person]
            logits = oracle.accept_logits(
                P, [offer(world, row) for row in offers], bool(world.countered[person])
            )
            for row, logit in zip(offers, logits, strict=True):
                answers[key_of(world, row, world.day)] = logit
        choose(world, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(World, "start_day", frozen)
        patch.setattr("outreach_sim.market.acts.write", noting_write)
        patch.setattr(decisions, "choose", noting_choose)
        patch.setattr(due, "hear_replies", noting_replies)
        session = Session(SETUP, 21)
        log = session.advance(SETUP.days)
    return log, mails, answers


def key_of(world: World, row: int, last: int) -> Key:
    table = world.approaches
    return int(table.row[row]), int(table.person[row]), int(table.number[row]), last


def letter_logit(world: World, row: int) -> float:
    table, mail = world.approaches, int(world.approaches.mails[row]) + 1
    opening = int(table.template[row])
    letter = int(LETTERS.sequence[opening, mail - 1])
    known = int(SETUP.people.known[table.person[row]])
    return oracle.reply_logit(
        P,
        mail=mail,
        **person_facts(world, row),
        offered_usd=float(table.shown_usd[row]),
        sender=("recruiter", "hiring-manager", "ceo")[int(table.sender[row])],
        facts_used=int(LETTERS.facts_used[letter, known]),
        length=int(LETTERS.length[letter, known]),
        mistakes=int(LETTERS.mistakes[letter, known]),
        weekday=(SETUP.weekday + world.day) % 7,
        load_campaigns=int(world.load[table.person[row]]) / 65536 / 64 * 365,
        mails_per_person=int(world.mailed[table.row[row]]) / 65536 / 64 * 90 / world.candidates,
    )


def offer(world: World, row: int) -> dict[str, float]:
    table = world.approaches
    flags = int(table.flags[row])
    person, lab = int(table.person[row]), int(table.row[row])
    fleets = [int(lab_.fleet_h100e[world.day]) for lab_ in SETUP.labs]
    threshold = int(world.tastes.gate_ppm[person]) * max(fleets)
    have = max(fleets[lab], int(table.pledge_h100e[row]))
    return person_facts(world, row) | {
        "offered_usd": float(table.pay_usd[row] + table.sign_on_usd[row] // 4),
        "direct": bool(flags & Flag.DIRECT),
        "deadline_days": int(table.deadline_days[row]),
        "named_usd": float(table.shown_usd[row]) if flags & Flag.NAMED else 0.0,
        "gate_closed": have * 1_000_000 < threshold,
    }


def test_every_mail_s_reply_logit_is_the_oracle_s_sum_of_terms(
    replayed: tuple[Log, dict[Key, float], dict[Key, float]],
) -> None:
    log, mails, _ = replayed
    sent = log.where(log.kind == Event.SENT)
    assert len(sent) == len(mails) > 500
    for lab, candidate, number, mail, value in zip(
        sent.lab, sent.candidate, sent.number, sent.mail, sent.value, strict=True
    ):
        assert abs(mails[int(lab), int(candidate), int(number), int(mail)] - value / 1e6) < 1e-6


def test_every_reply_is_logged_with_the_logit_of_the_mail_it_answers(
    replayed: tuple[Log, dict[Key, float], dict[Key, float]],
) -> None:
    log, mails, _ = replayed
    replied = log.where(log.kind == Event.REPLIED)
    assert len(replied) > 50
    for lab, candidate, number, value in zip(
        replied.lab, replied.candidate, replied.number, replied.value, strict=True
    ):
        of_approach = [v for k, v in mails.items() if k[:3] == (int(lab), int(candidate), int(number))]
        assert abs(of_approach[-1] - value / 1e6) < 1e-6


def test_every_interest_is_logged_with_the_oracle_s_logit(
    replayed: tuple[Log, dict[Key, float], dict[Key, float]],
) -> None:
    log, _, answers = replayed
    interested = log.where(log.kind == Event.INTERESTED)
    assert len(interested) > 20
    for lab, candidate, number, value in zip(
        interested.lab, interested.candidate, interested.number, interested.value, strict=True
    ):
        assert abs(answers[int(lab), int(candidate), int(number), -1] - value / 1e6) < 1e-6


def test_every_decision_s_logit_is_the_oracle_s_with_all_rivals_and_counters(
    replayed: tuple[Log, dict[Key, float], dict[Key, float]],
) -> None:
    log, _, answers = replayed
    answers = {key: logit for key, logit in answers.items() if key[3] >= 0}
    people_and_days = [(key[1], key[3]) for key in answers]
    assert len(set(people_and_days)) < len(people_and_days), "nobody had two offers at once"
    assert (log.kind == Event.RAISED).any(), "no counter-offer was ever taken"
    decided = log.where((log.kind == Event.ACCEPTED) | (log.kind == Event.DECLINED))
    assert len(decided) == len(answers) > 15
    for lab, candidate, number, day, value in zip(
        decided.lab, decided.candidate, decided.number, decided.day, decided.value, strict=True
    ):
        assert math.isclose(
            answers[int(lab), int(candidate), int(number), int(day)], value / 1e6, abs_tol=1e-6
        )
