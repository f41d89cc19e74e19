"""In every shipped scenario, every mail's and every decision's logit is the sum that plain ``math`` finds."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from outreach_sim.market.phases import questions
from outreach_sim.market.phases.questions import least_crowd
from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import Observer
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.crowds import Crowds
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64, Features
from outreach_sim.scenario.load import list_scenarios, load_scenario
from tests import oracle

P = dict[str, float]
Key = tuple[int, int, int, int]
TERMS = {
    "met", "colleagues", "team_left", "led", "crowd", "mission", "product", "heard_usd", "stake_usd",
}  # fmt: skip
"""What the oracle takes by the same name; a mechanism that is off leaves it out."""


class Adder(Observer):
    """Looks on, and adds up with the oracle what lies before each person."""

    def __init__(self, p: P) -> None:
        self.p = p
        self.mails: dict[Key, float] = {}
        self.decisions_: dict[Key, float] = {}
        self.follows: dict[int, float] = {}
        self.used: set[str] = set()

    def event(self, *nothing: Any) -> None:
        """Events are read from the log."""

    def letters(self, world: World, rows: Rows, features: Features) -> None:
        """Mails of the day."""
        mails = world.approaches.mails[rows].tolist()
        for i, (row, mail) in enumerate(zip(rows.tolist(), mails, strict=True)):
            value = self.p[f"reply_cut_{mail}"] + sum(
                oracle.v_terms(self.p, **self.person(features, i)).values()
            )
            value += at(features.sender, i) + at(features.words, i) + at(features.weekday, i)
            load, worn = at(features.load_campaigns, i), at(features.mails_per_person, i)
            value += self.p["fatigue_slope"] * math.log(1 + load / self.p["fatigue_campaigns_per_year"])
            worn_ratio = (1 + worn) / (1 + self.p["name_mails_per_person"])
            value += self.p["name_slope"] * max(math.log(worn_ratio), 0.0)
            value -= self.p["novelty_loss"] * at(features.alike, i)
            self.mails[key_of(world, row, mail)] = value

    def asked(
        self, world: World, crowds: Crowds, person: Index, features: Features, shock: F64
    ) -> tuple[Index, F64]:
        """Who says that they would follow a leader, with the crowd as it came out."""
        joined, logits = least_crowd(world, crowds, person, features, shock)
        features.crowd = crowds.share(world.home[person])
        for i in joined.tolist():
            shut = bool(at(features.gate_closed, i))
            self.follows[int(person[i])] = oracle.follow_logit(self.p, shut, **self.person(features, i))
        return joined, logits

    def decisions(self, world: World, rows: Rows, features: Features, stay: F64, rivals: F64) -> None:
        """Offers that are weighed today; one person's stand together."""
        table = world.approaches
        people = table.person[rows].tolist()
        values = [self.offer(features, i) - float(stay[i]) for i in range(len(people))]
        for i, row in enumerate(rows.tolist()):
            others = [math.exp(v) for k, v in enumerate(values) if k != i and people[k] == people[i]]
            self.decisions_[key_of(world, row, world.day)] = values[i] - math.log(1 + sum(others))

    def offer(self, features: Features, i: int) -> float:
        """One offer against staying without a counter-offer."""
        return oracle.offer_value(
            self.p,
            direct=bool(at(features.direct, i)),
            deadline_days=int(at(features.deadline_days, i)),
            named_usd=at(features.named_usd, i),
            gate_closed=bool(at(features.gate_closed, i)),
            wait_days=365 * at(features.wait_years, i),
            **self.person(features, i),
        )

    def person(self, features: Features, i: int) -> dict[str, float]:
        """The features as the oracle wants it; compute per researcher is taken back out of its pull."""
        facts = {
            "offered_usd": at(features.offered_usd, i), "present_usd": at(features.present_usd, i),
            "money": at(features.money, i), "taste": at(features.taste, i),
            "appeal": at(features.appeal, i), "fit": at(features.fit, i),
            "c_lab": self.compute(at(features.pull_lab, i)),
            "c_employer": self.compute(at(features.pull_employer, i)),
        }  # fmt: skip
        more = {name: at(getattr(features, name), i) for name in TERMS if getattr(features, name) is not None}
        self.used |= {
            name for name, value in more.items() if value not in (0.0, 1.0 if name == "team_left" else 0.0)
        }
        return facts | more

    def compute(self, pull: float) -> float:
        half = self.p["compute_half_saturation_h100e"]
        return half * math.exp(pull) / (1 - math.exp(pull))


def at(field: F64 | None, i: int) -> float:
    if field is None:
        return 0.0
    return float(field if np.ndim(field) == 0 else field[i])


def key_of(world: World, row: int, last: int) -> Key:
    table = world.approaches
    return int(table.row[row]), int(table.person[row]), int(table.number[row]), last


def check_interest(log: Log, adder: Adder) -> None:
    """Interest hangs on V of the mail that was answered, with the gate open or shut."""
    replied = log.where(log.kind == Event.REPLIED)
    last_mail = {
        (lab, person, number): mail
        for lab, person, number, mail in zip(
            replied.lab.tolist(),
            replied.candidate.tolist(),
            replied.number.tolist(),
            replied.mail.tolist(),
            strict=True,
        )
    }
    rows = log.where(log.kind == Event.INTERESTED)
    for lab, person, number, value in zip(
        rows.lab.tolist(), rows.candidate.tolist(), rows.number.tolist(), rows.value.tolist(), strict=True
    ):
        if (lab, person, number) not in last_mail:
            assert adder.follows[person] == pytest.approx(value / 1e6, abs=2e-6)
            continue
        mail = last_mail[lab, person, number]
        v = adder.mails[lab, person, number, mail] - adder.p[f"reply_cut_{mail}"]
        either = [oracle.interest_logit(adder.p, v, shut) for shut in (False, True)]
        assert min(abs(logit - value / 1e6) for logit in either) < 2e-6


LONGEST_DAYS = 731
"""Of a longer game its first two years: what comes later is more of the same."""


@pytest.mark.parametrize("name", list_scenarios())
def test_every_logit_of_a_shipped_scenario_adds_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    setup = load_scenario(name).setup
    session = Session(setup, 5)
    adder = Adder(asdict(setup.parameters))
    session.world.observers.append(adder)
    monkeypatch.setattr(questions, "least_crowd", adder.asked)
    log = session.advance(min(setup.days, LONGEST_DAYS))
    sent = log.where(log.kind == Event.SENT)
    decided = log.where((log.kind == Event.ACCEPTED) | (log.kind == Event.DECLINED))
    assert len(sent) == len(adder.mails) and len(decided) == len(adder.decisions_)
    assert len(sent) or len(adder.follows) > 50
    for rows, last, expected in ((sent, sent.mail, adder.mails), (decided, decided.day, adder.decisions_)):
        columns = (rows.lab, rows.candidate, rows.number, last, rows.value)
        for *key, value in zip(*(column.tolist() for column in columns), strict=True):
            assert expected[tuple(key)] == pytest.approx(value / 1e6, abs=2e-6), key
    check_interest(log, adder)
    wanted = {"sandbox": {"colleagues", "mission", "heard_usd"}, "everybody-copies": {"colleagues"}}
    wanted |= {walkout: {"crowd"} for walkout in ("letter-weekend", "hollow-out")}
    assert wanted.get(name, set()) <= adder.used, adder.used
