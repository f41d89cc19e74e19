"""Every reply and every decision of a run, recomputed by an independent scalar implementation."""

import inspect
import math
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np
import pytest

from outreach_sim.market.mechanisms import conference, leave, walkouts
from outreach_sim.market.mechanisms.tactics import IN_USE
from outreach_sim.market.phases import arrivals as due
from outreach_sim.market.phases import decisions, outreach, own_words, questions
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Conference, Do, Lab, Order, Walkout
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from tests import oracle
from tests.market.worlds import SPACED, opened, rich_setup, with_variants


def grown(lab: Lab) -> Lab:
    """The smallest lab gets machines on day 75, enough for some who asked for them."""
    late = (np.arange(len(lab.fleet_h100e)) >= 75) & (lab.fleet_h100e.max() < 1_000)
    return replace(lab, fleet_h100e=np.where(late, 25_000, lab.fleet_h100e))


BASE = opened(
    rich_setup(count=120), quit_returns=1.0, misfit_chance_direct=0.8, misfit_chance_interviewed=0.8
)
# Eager people and offers that stay open for long: several are weighed at once, and employers answer.
SETUP = replace(
    BASE,
    rules=replace(BASE.rules, deadline_days=40, delivery_days=10, ceo_hours=6),
    mechanisms=replace(
        BASE.mechanisms,
        budgets=False,
        come_back=True,
        colleagues=True,
        aftermath=True,
        pitch=True,
        ceo_spam=True,
        name_news=True,
        raises=True,
        peers=True,
        purchases=True,
        demand=True,
        copying=True,
    ),
    script=(
        *BASE.script,
        Order(0, tuple(range(5, 150, 7)), do=Do.RENT, h100e=20_000, rent_days=10),
        Order(3, tuple(range(5, 150, 30)), do=Do.BUY, h100e=400),
        Order(1, tuple(range(6, 150, 20)), do=Do.RAISE, top=3, pay_ratio=1.3),
        *(
            Order(
                lab,
                tuple(range(9 + lab, 150, 5)),
                do=do,
                candidates=tuple(range(120)),
                pay_ratio=1.8,
                deadline_days=40,
                words=(lab + do) % 3,
                short=do is Do.INVITE and lab % 2 == 0,
            )
            for lab in range(4)
            for do in (Do.OFFER, Do.INVITE)
        ),
    ),
    letters=with_variants(
        replace(SPACED, pitches=np.array([1, 2, 3], dtype=np.uint8)), len(BASE.people), len(BASE.labs)
    ),
    labs=tuple(
        replace(
            grown(x),
            mission=m,
            product=q,
            non_compete_share=0.5,
            non_compete_days=40,
            non_compete_senior_days=80,
            raise_share=0.5,
            raise_ratio=1.4,
            growth_per_year=0.0 if x.outside else 0.5,
            copies=not x.outside,
        )
        for x, m, q in zip(BASE.labs, (0.5, -1.0, 2.0, 1.0, 0.2), (1.0, 0.0, 0.5, -0.5, 0.3), strict=True)
    ),
    conferences=(Conference("The week", 14, 5, 0.6),),
    walkouts=(Walkout(1, 2, 60, 90, 1.1),),
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
        name_mails_per_person=0.2,
        notice_chance=0.6,
        peers_hear_chance=0.5,
        market_pay_per_gap=3.0,
    ),
)
P = asdict(SETUP.parameters)
Key = tuple[int, int, int, int]
V_FACTS = set(inspect.signature(oracle.v_terms).parameters) - {"p"}


def person_facts(world: World, row: int) -> dict[str, float]:
    """What the oracle needs of one approach, read one number at a time."""
    table = world.approaches
    person, lab = int(table.person[row]), int(table.row[row])
    home = int(world.home[person])
    labs = world.setup.labs

    def per_researcher(index: int) -> float:
        lab_ = labs[index]
        research = fleet_of(world, index) * lab_.research_share - int(PLEDGED[index])
        return max(research / max(int(HEADS[index]), 1), 1.0)

    return {
        "present_usd": float(world.pay_usd[person]),
        "stake_usd": float(world.stake_usd[person]),
        "money": float(world.tastes.money[person]),
        "taste": float(world.tastes.compute[person]),
        "c_lab": per_researcher(lab) + int(table.pledge_h100e[row]),
        "c_employer": per_researcher(home) + int(world.pledge_h100e[person]),
        "appeal": labs[lab].appeal - labs[home].appeal,
        "fit": float(table.fit[row]),
    } | circumstances(world, person, lab, home)


def fleet_of(world: World, index: int) -> int:
    """The scenario's machines, those that were bought and have come, and those that are rented."""
    ordered = world.stores.fleet
    assert ordered is not None
    own = int(SETUP.labs[index].fleet_h100e[world.day])
    return own + int(ordered.bought[index, world.day]) + int(ordered.rented[index, world.day])


def works_at(world: World, candidate: int) -> int | None:
    """Where somebody works or has signed, found by looking through all approaches."""
    table = world.approaches
    if world.status[candidate] == Status.GONE:
        return None
    for row in range(len(table.state)):
        if table.person[row] == candidate and table.state[row] == State.SIGNED:
            return int(table.row[row])
    return int(world.home[candidate])


def team_of(candidate: int) -> list[int]:
    """Those who sat with somebody on the first day: six of a lab, in order of id; nobody outside."""
    employer = SETUP.people.employer
    if SETUP.labs[int(employer[candidate])].outside:
        return [candidate]
    staff = [c for c in range(len(employer)) if employer[c] == employer[candidate]]
    place = staff.index(candidate) // 6 * 6
    return staff[place : place + 6]


def circumstances(world: World, person: int, lab: int, home: int) -> dict[str, float]:
    """Meetings, team mates, leaders and tastes of one person and one lab, counted one by one."""
    team, labs = team_of(person), SETUP.labs
    at = {c: works_at(world, c) for c in team}
    leader = max(team, key=lambda c: (SETUP.people.impact[c], -c))
    went, until = LED.get(leader, (-1, -1))
    led = (went == lab and until >= world.day and leader != person) or WALKED.get(home) == lab
    at_first = home == SETUP.people.employer[person]
    mission, product = world.tastes.mission, world.tastes.product
    assert mission is not None and product is not None
    peers = world.stores.peers
    assert peers is not None
    met_on = MET_ON.get((person, lab), -1_000)
    return {
        "met": float(world.day - met_on <= 60),
        "heard_usd": float(peers.heard_usd[person]),
        "colleagues": sum(at[c] == lab for c in team),
        # Who signs today is read to the last letter of the day, and is where they work.
        "team_left": max(sum(at[c] == home for c in team), 1) / len(team) if at_first else 1.0,
        "led": float(led),
        "crowd": CROWD["share"] if WALKED.get(home) == lab else 0.0,
        "mission": float(mission[person]) * (labs[lab].mission - labs[home].mission),
        "product": float(product[person]) * (labs[lab].product - labs[home].product),
    }


def share_that_said_so(world: World) -> float:
    """Of those who worked at lab 1 when its head went, who talk to lab 2 or went there, one by one."""
    table = world.approaches
    talks = {
        int(table.person[row])
        for row in range(len(table.state))
        if table.row[row] == 2 and table.state[row] >= State.INTERESTED
    }
    return sum(c in talks or world.home[c] == 2 for c in STAFF) / len(STAFF)


def pitched(facts: dict[str, float], letter: int) -> dict[str, float]:
    """A letter is read for what it speaks of."""
    pitches = SETUP.letters.pitches
    assert pitches is not None
    spoken = int(pitches[letter])
    return facts | {"mission": facts["mission"] * (spoken & 1), "product": facts["product"] * (spoken >> 1)}


HAD: dict[tuple[int, int], list[int]] = {}
"""Letters of the last approach that has ended, by lab and person."""
HEADS: np.ndarray
PLEDGED: np.ndarray
LED: dict[int, tuple[int, int]] = {}
WALKED: dict[int, int] = {}
STAFF: set[int] = set()
CROWD = {"share": 0.0}
MET_ON: dict[tuple[int, int], int] = {}
ANSWERED: dict[tuple[int, int, int], tuple[float, int]] = {}
"""What a lab's own words are worth, and the pay they named, by lab, person and number."""


@pytest.fixture(scope="module")
def replayed() -> tuple[Log, dict[Key, float], dict[Key, float]]:
    """One run; the oracle's logits of all mails and decisions, noted as the engine was about to act."""
    mails: dict[Key, float] = {}
    answers: dict[Key, float] = {}
    write, choose, start = outreach.write, decisions.choose, World.start_day
    read = own_words.read
    ask, close = questions.ask, World.close
    hear, sign, stay_after_all, meet = (
        due.hear_replies,
        decisions.sign,
        leave.stay_after_all,
        conference._meet,
    )

    def frozen(world: World) -> None:
        global HEADS, PLEDGED
        start(world)
        HEADS, PLEDGED = world.heads.copy(), world.pledged_h100e.copy()
        if world.day == 60:
            WALKED[1] = 2
        if world.day == 90:
            WALKED.clear()

    def noting_sign(world: World, rows: Rows) -> None:
        for row in rows.tolist():
            who = int(world.approaches.person[row])
            if who == max(team_of(who), key=lambda c: (SETUP.people.impact[c], -c)):
                LED[who] = int(world.approaches.row[row]), world.day + 45
        sign(world, rows)

    def noting_stays(world: World, rows: Rows) -> None:
        for who in world.approaches.person[rows].tolist():
            LED.pop(who, None)
        stay_after_all(world, rows)

    def noting_meet(world: World, row: Rows, candidate: Rows) -> None:
        for lab, who in zip(row.tolist(), candidate.tolist(), strict=True):
            MET_ON[who, lab] = world.day
        meet(world, row, candidate)

    def noting_read(world: World, rows: Rows) -> None:
        for row in rows.tolist():
            if world.approaches.answer[row]:
                note_answer(world, row)
        read(world, rows)

    def noting_write(world: World, rows: Rows) -> None:
        for row in rows.tolist():
            mails[key_of(world, row, int(world.approaches.mails[row]) + 1)] = letter_logit(world, row)
        write(world, rows)

    def noting_close(world: World, rows: Rows) -> None:
        table = world.approaches
        for row in rows.tolist():
            sent = SPACED.sequence[int(table.template[row]), : int(table.mails[row])]
            HAD[int(table.row[row]), int(table.person[row])] = sent.tolist()
        close(world, rows)

    def noting_replies(world: World, rows: Rows) -> None:
        for row in rows.tolist():
            value = float(world.approaches.value[row])
            closed = bool(offer(world, row)["gate_closed"])
            answers[key_of(world, row, -1)] = oracle.interest_logit(P, value, closed)
        hear(world, rows)

    def noting_ask(world: World, *asked: Any) -> None:
        if world.day == 60:
            STAFF.update(np.flatnonzero((world.home == 1) & (world.status != Status.GONE)).tolist())
        before = set(world.approaches.person[world.approaches.row == 2].tolist())
        ask(world, *asked)
        CROWD["share"] = share_that_said_so(world)
        table = world.approaches
        new = np.flatnonzero((table.row == 2) & (table.mails == 0) & (table.state == State.INTERESTED))
        assert world.day > 60 or (new.size and before)
        for row in new.tolist():
            facts = offer(world, row)
            person = {k: v for k, v in facts.items() if k in V_FACTS}
            answers[key_of(world, row, -1)] = oracle.follow_logit(P, bool(facts["gate_closed"]), **person)

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
        patch.setattr(World, "close", noting_close)
        patch.setattr("outreach_sim.market.actions.write", noting_write)
        patch.setattr("outreach_sim.market.phases.answers.read", noting_read)
        patch.setattr("outreach_sim.market.phases.arrivals.read", noting_read)
        patch.setattr(decisions, "choose", noting_choose)
        patch.setattr(due, "hear_replies", noting_replies)
        patch.setattr(decisions, "sign", noting_sign)
        patch.setattr(leave, "stay_after_all", noting_stays)
        patch.setattr(walkouts, "stay_after_all", noting_stays)
        patch.setattr(conference, "_meet", noting_meet)
        patch.setattr(questions, "ask", noting_ask)
        session = Session(SETUP, 21)
        log = session.advance(SETUP.days)
    return log, mails, answers


def key_of(world: World, row: int, last: int) -> Key:
    table = world.approaches
    return int(table.row[row]), int(table.person[row]), int(table.number[row]), last


def note_answer(world: World, row: int) -> None:
    """A lab answers in a letter of its own, and its reader holds it against what is so today."""
    table = world.approaches
    letter, lab, person = int(table.answer[row]) - 1, int(table.row[row]), int(table.person[row])
    counted, claims, _ = counts_of(world, row, letter, letter, 1)
    live, direct = table.state[row] == State.OFFERED, int(table.flags[row]) & Flag.DIRECT
    met = person_facts(world, row)["met"] or (live and not direct)
    days = int(table.due[row]) - world.day if live else int(table.deadline_days[row])
    false = [
        claims["met"] and not met,
        0 < claims["days"] < days,
        claims["machines_h100e"] > 1.1 * fleet_of(world, lab),
    ]
    terms = int(table.pay_usd[row]) + int(table.sign_on_usd[row]) // 4 if SPACED.names_offer[letter] else 0
    key = lab, person, int(table.number[row])
    before = ANSWERED.get(key, (0.0, 0))[1]
    unread = counted["language"] == 3 and person % 3 == 1
    ANSWERED[key] = (
        oracle.answer(P, counted, sum(map(bool, false)), unread),
        max(before, claims["pay_usd"] or terms),
    )


def letter_logit(world: World, row: int) -> float:
    table, mail = world.approaches, int(world.approaches.mails[row]) + 1
    who = int(table.person[row])
    opening = int(table.template[row])
    letter = int(SPACED.sequence[opening, mail - 1])
    counts, _, _ = noticed(world, row, letter, mail)
    return oracle.reply_logit(
        P,
        mail=mail,
        **pitched(person_facts(world, row), letter),
        offered_usd=float(table.expected_usd[row]),
        sender=("recruiter", "hiring-manager", "ceo")[int(table.sender[row])],
        letter=counts,
        judged=judged(world, row, letter, mail),
        weekday=(SETUP.weekday + world.day) % 7,
        load_campaigns=int(world.load[who]) / 65536 / 64 * 365,
        others_alike=others_alike(world, row),
        mails_per_person=int(world.mailed[table.row[row]]) / 65536 / 64 * 90 / world.candidates,
    )


def noticed(world: World, row: int, letter: int, mail: int) -> tuple[dict[str, int], dict[str, int], bool]:
    """Counts and claims of a mail, and whether it repeats one before it, to this reader from this lab."""
    return counts_of(world, row, int(world.approaches.template[row]), letter, mail)


def counts_of(
    world: World, row: int, opening: int, letter: int, mail: int
) -> tuple[dict[str, int], dict[str, int], bool]:
    """The same of a mail of the sequence that another letter opens."""
    table, variants = world.approaches, SETUP.letters.variants
    assert variants is not None
    who = int(table.person[row])
    known, own = int(SETUP.people.known[who]), who % 4 % 3
    if opening or not own:
        tables, place = (SPACED.wording, SPACED.claims), (letter, known)
        repeats = bool(SPACED.repeats[opening, mail - 1, known])
    else:
        by_lab = 2 * (int(table.row[row]) == 1) + (int(world.home[who]) == 2)
        tables, place = (variants.wording, variants.claims), (0 if own == 1 else 1 + by_lab, mail - 1)
        repeats = bool(variants.repeats[place])
    counts = [{f.name: int(getattr(one, f.name)[place]) for f in fields(one)} for one in tables]
    return counts[0], counts[1], repeats


def judged(world: World, row: int, letter: int, mail: int) -> dict[str, int]:
    """What is not so of what the letter claims, whether it was said before, and whether it can be read."""
    table = world.approaches
    counts, claims, repeats = noticed(world, row, letter, mail)
    lab, days, who = int(table.row[row]), int(table.deadline_days[row]), int(table.person[row])
    met = person_facts(world, row).get("met", 0.0)
    false = [
        claims["met"] and not met,
        0 < claims["days"] < days or (claims["days"] and not days),
        claims["machines_h100e"] > 1.1 * fleet_of(world, lab),
    ]
    first = mail == 1 and int(table.number[row]) == 1
    assert SPACED.again is not None
    had = HAD.get((lab, who), []) if table.number[row] > 1 else []
    again = any(int(SPACED.again[old, letter]) >> int(SETUP.people.known[who]) & 1 for old in had)
    return {
        "false_claims": sum(map(bool, false)),
        "no_earlier": int(bool(first and claims["earlier"])),
        "repeat": 1 if repeats else 2 * again,
        "unread": int(counts["language"] == 3 and who % 3 == 1),
    }


def others_alike(world: World, row: int) -> tuple[int, ...]:
    """How many other labs use each tactic that this letter shows."""
    table, tactics = world.approaches, world.stores.tactics
    assert tactics is not None
    person, lab, flags = int(table.person[row]), int(table.row[row]), int(table.flags[row])
    pay = int(table.pay_usd[row]) + int(table.sign_on_usd[row]) // 4
    shown = [int(table.sender[row]) == 2]
    home = SETUP.labs[int(world.home[person])]
    public = oracle.band_usd(home.pay_median_usd, home.pay_top_usd, int(SETUP.people.standing[person]))
    terms = [
        bool(flags & Flag.DIRECT),
        pay >= public + public // 2,
        int(table.pledge_h100e[row]) > 0,
    ]
    if not flags & Flag.NAMED:
        terms = [False] * 3
    uses = [terms[0], shown[0], terms[1], terms[2]]
    labs = range(len(SETUP.labs))
    return tuple(
        sum(bool(tactics.used[other, tactic] >= IN_USE) for other in labs if other != lab)
        for tactic in range(4)
        if uses[tactic]
    )


def offer(world: World, row: int) -> dict[str, float]:
    table = world.approaches
    flags = int(table.flags[row])
    person, lab = int(table.person[row]), int(table.row[row])
    fleets = [fleet_of(world, index) for index in range(len(SETUP.labs))]
    leader = max(fleets[index] for index, x in enumerate(SETUP.labs) if not x.outside)
    threshold = int(world.tastes.gate_ppm[person]) * leader
    have = max(fleets[lab], int(table.pledge_h100e[row]))
    worth, said_usd = ANSWERED.get((lab, person, int(table.number[row])), (0.0, 0))
    in_letter_usd = int(table.expected_usd[row]) if flags & Flag.NAMED else 0
    return person_facts(world, row) | {
        "offered_usd": float(table.pay_usd[row] + table.sign_on_usd[row] // 4),
        "direct": bool(flags & Flag.DIRECT),
        "deadline_days": int(table.deadline_days[row]),
        "named_usd": float(max(in_letter_usd, said_usd)),
        "answered": worth,
        "gate_closed": have * 1_000_000 < threshold and not flags & Flag.CAME_BACK,
        "wait_days": int(leave.leave_days(world, np.array([person]))[0]),
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


def test_labs_answered_in_words_of_their_own_some_of_them_false(
    replayed: tuple[Log, dict[Key, float], dict[Key, float]],
) -> None:
    worths = [worth for worth, _ in ANSWERED.values()]
    assert len(worths) > 30 and min(worths) < -1.4 < 0.0 < max(worths)


def test_every_mechanism_had_a_part_in_the_run(
    replayed: tuple[Log, dict[Key, float], dict[Key, float]],
) -> None:
    log, _, _ = replayed
    wanted = {
        Event.CAME_BACK, Event.MET, Event.LED_AWAY, Event.REINSTATED, Event.LEAVE, Event.TURNED_BACK,
        Event.TAKEN_FOR_SPAM, Event.NAME_WORN, Event.CONFERENCE_OPENED, Event.CONFERENCE_CLOSED,
        Event.LOOKED, Event.PAY_RAISED, Event.PEERS_HEARD, Event.ORDERED, Event.DELIVERED, Event.RENTED,
        Event.RENT_ENDED, Event.MARKET_PAY, Event.TACTIC_SEEN, Event.ADOPTED, Event.RETURNED, Event.EXITED,
        Event.SAID_SO,
    }  # fmt: skip
    assert wanted <= set(log.kind.tolist()), wanted - set(log.kind.tolist())
