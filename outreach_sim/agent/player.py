"""What an agent's verbs do in the game: the library's own game, told as plain numbers and text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any

from outreach_sim.agent import requests as said
from outreach_sim.agent.orders import ask_of, letter_of
from outreach_sim.agent.questions import PLACES, Questions
from outreach_sim.agent.rules import rules_of
from outreach_sim.api.play import Game
from outreach_sim.api.told import boards_table
from outreach_sim.errors import OutreachError, UsageError
from outreach_sim.mail.template import ROLES
from outreach_sim.scenario.field_types import Strict
from outreach_sim.scenario.load import Scenario

Row = dict[str, Any]
USUAL_ROWS = 20
_ORDER = re.compile(r"^(?:nothing was ordered: |order 1(?:\.[\w.]+)?: )")
"""What the library says before why an order of several is refused."""
_BEST = {"points": "points", "impact": "impact", "pay": "pay_known_usd", "chance": "chance"}


class Player:
    """One game, played by an agent.

    Attributes:
        game: the library's.
        questions: what is asked of the agent, and its answers.
        note: its own text.
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.game = Game(scenario, seed)
        self.questions = Questions(scenario.days)
        self.note = ""

    def answer(self, request: said.Request) -> Row:
        """What a request is answered with, but for those that only the door can answer.

        Raises:
            OutreachError: it cannot be done; nothing was.
        """
        verb = next(name for name, model in said.VERBS.items() if type(request) is model)
        if self.game.over and verb in _PLAYS:
            raise UsageError("the game is over, finish tells its result")
        told: Row = getattr(self, f"_{verb}")(request)
        return {key: plain(value) for key, value in told.items()}

    def play_out(self) -> None:
        """To the end, without further orders."""
        while not self.game.over:
            self.game.advance(10_000, stop=False)

    # -- looking -------------------------------------------------------------------------------------

    def _rules(self, request: said.Rules) -> Row:
        return rules_of(self.game, self.questions)

    def _observe(self, request: said.Observe) -> Row:
        game = self.game
        match request.what:
            case "people":
                return _page(self._people(request), "people", request)
            case "person":
                return self._person(request.candidate or 0)
            case "approaches":
                return _page(game.approaches().to_dicts(), "approaches", request)
            case "staff":
                return _page(game.staff().to_dicts(), "staff", request)
            case "labs":
                return {"labs": game.labs().to_dicts()}
            case "letters":
                return {"letters": game.letters()}
            case "waiting":
                return self._waiting()
        return self._summary()

    def _summary(self) -> Row:
        game = self.game
        states = game.approaches()["state"].tolist()
        return {
            "date": game.date,
            "days_left": game.scenario.days - game.day,
            "means": game.means(),
            "boards": boards_table(game.scenario),
            "approaches": {state: states.count(state) for state in dict.fromkeys(states)},
            "note": self.note,
        } | self._waiting()

    def _waiting(self) -> Row:
        """What needs an answer today, and the questions of the day that have none."""
        return {"waiting": self.game.waiting(), "questions": self.questions.open_on(self.game.day)}

    def _people(self, request: said.Observe) -> list[Row]:
        found = [
            row
            for row in self.game.people().to_dicts()
            if (request.ids is None or row["candidate"] in request.ids)
            and request.employer in (None, row["employer"])
            and row["level"] >= (request.min_level or 0)
            and (request.max_pay is None or row["pay_known_usd"] <= request.max_pay)
        ]
        return sorted(found, key=lambda row: -row[_BEST[request.by or "points"]])

    def _person(self, candidate: int) -> Row:
        game = self.game
        known = game.person(candidate)
        own = [row for row in game.approaches().to_dicts() if row["candidate"] == candidate]
        return {"person": known, "approach": own[0] if own else None, "mails": game.mails(candidate)}

    def _explain(self, request: said.Explain) -> Row:
        found = self.game.explain(request.candidate, **request.terms())
        links = [
            {
                "link": link.stage,
                "chance": link.probability,
                "expected": found.expected[link.stage],
                "why": [{"term": t.name, "log_odds": t.value, "sentence": t.sentence} for t in link.terms],
            }
            for link in found.links
        ]
        return {
            "chain": found.chain,
            "links": links,
            "gate_chance": found.gate_chance,
            "counter_chance": found.counter_chance,
            "accept_if_countered": found.accept_if_countered,
        }

    def _what_if(self, request: said.WhatIf) -> Row:
        found = self.game.what_would_it_take(
            request.candidate, target=request.target, link=request.link, **request.terms()
        )
        return {
            "link": found.link,
            "now": found.now,
            "target": found.target,
            "levers": [lever.as_dict() for lever in found.levers],
            "usd_for_1000_h100e": found.usd_for_1000_h100e,
        }

    # -- doing ---------------------------------------------------------------------------------------

    def _act(self, request: said.Act) -> Row:
        taken, refused = [], []
        for number, order in enumerate(request.orders, start=1):
            try:
                self._check_letter(order)
                reached = self.game.act(ask_of(order))
            except OutreachError as error:
                refused.append({"order": number, "why": _ORDER.sub("", str(error))})
            else:
                taken.append({"order": number} | ({"letters_to": reached} if order.do == "send" else {}))
        return {"taken": taken, "refused": refused}

    def _check_letter(self, order: Strict) -> None:
        """Refuse a letter that is not there, by the nearest that is."""
        name, ids = letter_of(order), [one["id"] for one in self.game.letters()]
        if name is not None and name not in ids:
            close = get_close_matches(name, ids, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"letters are {', '.join(ids)}"
            raise UsageError(f"there is no letter {name!r}, {hint}")

    def _write(self, request: said.Write) -> Row:
        if request.candidate is not None:
            self.game.person(request.candidate)  # nothing is written for nobody
        self.game.write(
            request.letter,
            request.subject,
            request.body,
            senders=tuple(request.senders or ROLES),
            stage=request.stage,
            follow_ups=tuple(request.follow_ups or ()),
            spacing_days=tuple(request.spacing_days or ()),
        )
        told = self.game.noticed(request.letter, request.candidate)
        for one in told["noticed"]:
            del one["sources"]
        return {"letter": request.letter} | told

    def _advance(self, request: said.Advance) -> Row:
        days = min(request.days, self.questions.until_next(self.game.day))
        turn = self.game.advance(days)
        return {
            "played": turn.days,
            "date": self.game.date,
            "over": self.game.over,
            "letters_sent": len(turn.mails) - len(turn.replies),
            "replies": [_reply(mail) for mail in turn.replies],
            "news": turn.news,
        } | self._waiting()

    def _forecast(self, request: said.Forecast) -> Row:
        day = self.game.day
        if request.question not in self.questions.on(day):
            days = ", ".join(map(str, self.questions.asked_on))
            raise UsageError(f"nothing is asked today, questions are answered on the days {days}")
        self.questions.answers[day, request.question] = float(request.p)
        return {"open": self.questions.open_on(day)}

    def _note(self, request: said.Note) -> Row:
        self.note = request.text
        return {}


_PLAYS = ("act", "write", "advance", "explain", "what_if", "forecast")
"""Verbs that a game which is over does not have."""


def _reply(mail: Row) -> Row:
    return {key: value for key, value in mail.items() if key != "from"}


def _page(rows: Sequence[Row], name: str, request: said.Observe) -> Row:
    first = request.offset or 0
    most = USUAL_ROWS if request.limit is None else request.limit
    return {"found": len(rows), name: rows[first : first + most]}


def plain(value: Any) -> Any:
    """What JSON knows, fractions to six places: the last bits differ from machine to machine."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "item"):
        return plain(value.item())
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    if isinstance(value, float):  # a column of the library has NaN where nothing is
        return None if math.isnan(value) else round(value, PLACES)
    return value
