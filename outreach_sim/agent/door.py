"""The door: requests of one agent about one game, within limits; every reply is a plain object."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from outreach_sim.agent.embedded import Embedded
from outreach_sim.agent.gate import read_line, request_of
from outreach_sim.agent.limits import Limits, Used
from outreach_sim.agent.player import Player, Row, plain
from outreach_sim.agent.requests import VERBS, VERSION, Explain, Hello, Request, WhatIf
from outreach_sim.agent.rules import greeting_of
from outreach_sim.errors import BadInputError, OutreachError, UsageError
from outreach_sim.inputs.text import clean, is_clean
from outreach_sim.market.points import POINT
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario
from outreach_sim.study.balance import play_through, with_policy

SALT_BYTES = 16
NO_LIMITS_SAID = Limits()
MAX_WHY, MAX_ID, MAX_KEPT = 1_000, 200, 500
Clock = Callable[[], int]
"""Milliseconds since the first line."""


def stopwatch() -> Clock:
    """The time from now on."""
    began = time.monotonic()
    return lambda: int(1000 * (time.monotonic() - began))


def committed(seed: int, salt: str) -> str:
    """What binds a transcript to its seed without telling it: the SHA-256 of ``SALT:SEED``."""
    return hashlib.sha256(f"{salt}:{seed}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Seat:
    """What is played, and how much an agent may use.

    Attributes:
        scenario: loaded. embedded: the same as text, for the transcript.
        seed: of its luck, which nobody is told before the end.
        limits: what may be used.
        policies: shipped ones that play on the same luck, for the result.
        salt: hides the seed in what commits to it.
    """

    scenario: Scenario
    embedded: Embedded
    seed: int
    limits: Limits = NO_LIMITS_SAID
    policies: tuple[str, ...] = tuple(POLICIES)
    salt: str = ""

    def salted(self) -> Seat:
        """The same with a salt that nobody can guess."""
        return replace(self, salt=secrets.token_hex(SALT_BYTES))

    def begin(self) -> Row:
        """The first line of a transcript."""
        return {
            "kind": "begin",
            "v": VERSION,
            "engine": engine(),
            "scenario": self.embedded.as_told(),
            "limits": asdict(self.limits),
            "policies": list(self.policies),
            "seed_sha256": committed(self.seed, self.salt),
        }


class Door:
    """Answers one agent.

    Args:
        seat: what is played.
        keep: hears every line of the transcript.
        clock: the time.

    Attributes:
        ended: why the game is over for the agent: ``finish``, ``calls``, ``seconds``, ``left``; empty before.
        result: once it is told.
    """

    def __init__(
        self, seat: Seat, keep: Callable[[Row], object] = lambda line: None, clock: Clock | None = None
    ) -> None:
        self.seat, self.player, self.used = seat, Player(seat.scenario, seat.seed), Used()
        self.agent: dict[str, str] = {}
        self.ended = ""
        self.result: Row | None = None
        self._keep, self._clock = keep, clock or stopwatch()
        self._keep(seat.begin())

    @cached_property
    def hello(self) -> Row:
        """The first line that an agent reads."""
        limits = asdict(self.seat.limits)
        head = {"kind": "hello", "v": VERSION, **greeting_of(self.seat.scenario)}
        return head | {"limits": limits, "verbs": list(VERBS), "next": "rules tells the rest"}

    # -- a request -----------------------------------------------------------------------------------

    def line(self, raw: bytes) -> Row:
        """The reply to a line, whatever stands on it."""
        try:
            data = read_line(raw)
        except UsageError as error:
            kept = clean(raw[:MAX_KEPT].decode("utf-8", "replace"), MAX_KEPT)
            return self._turn({"line": kept}, {}, str(error))
        return self.handle(data)

    def handle(self, data: dict[str, Any]) -> Row:
        """The reply to an object that was read."""
        return self._turn({"request": data}, data, "")

    def _turn(self, asked: Row, data: Mapping[str, Any], unread: str) -> Row:
        """Count, answer, and keep both; after the result nothing more is kept."""
        over, self.used.ms = self.result is not None, self._clock()
        reply = {**_echo(data), "ok": True, "day": 0}
        try:
            self._count(data)
            if unread:
                raise UsageError(unread)
            reply |= self._answer(request_of(dict(data)))
        except OutreachError as error:
            self.used.refused += 1
            reply |= {"ok": False, "why": _why(error)}
        reply["day"] = self.player.game.day
        if not over:
            took = self._clock() - self.used.ms
            self._keep({"kind": "turn", "ms": self.used.ms, "took_ms": took, **asked, "reply": reply})
            self._keep_end()
        return reply

    def _count(self, data: Mapping[str, Any]) -> None:
        """Count a call; where that was one too many, play the game to its end.

        Raises:
            UsageError: the game is over for the agent.
        """
        if data.get("do") == "finish":
            return
        self.used.calls += 1
        if not self.ended and (spent := self.used.spent(self.seat.limits)):
            self._end(spent)
        if self.ended in ("calls", "seconds"):
            most = getattr(self.seat.limits, self.ended)
            told = f"the {most:,} {self.ended} of this game are used up: it was played to its end without you"
            raise UsageError(f"{told}, finish tells its result")

    def _answer(self, request: Request) -> Row:
        if request.usage is not None:
            self.used.tokens_in += request.usage.tokens_in
            self.used.tokens_out += request.usage.tokens_out
            self.used.usd += request.usage.usd
        if isinstance(request, Hello):
            self.agent |= request.model_dump(include={"model", "scaffold"}, exclude_none=True)
            return self.hello
        if request.do == "finish":  # type: ignore[attr-defined]
            self._end("finish")
            return {"result": self._result()}
        if isinstance(request, Explain | WhatIf):
            self.used.weigh(self.seat.limits)
        return self.player.answer(request)

    # -- the end -------------------------------------------------------------------------------------

    def leave(self) -> None:
        """The agent is gone: the game is played to its end without orders, and that is the score."""
        if self.result is None:
            self._end("left")
            self._result()
            self._keep_end()

    def _end(self, why: str) -> None:
        self.ended = self.ended or why
        self.player.play_out()

    def _result(self) -> Row:
        if self.result is None:
            self.result = plain(self._counted_up())
        return self.result

    def _counted_up(self) -> Row:
        played, seat = self.player.game, self.seat
        outcome, others = played.outcome(), {}
        for name in seat.policies:
            found = play_through(with_policy(seat.scenario.setup, name), seat.seed, 1)
            others[name] = {"points": int(found.score[0]) / POINT, "hires": int(found.hires[0])}
        return {
            "ended": self.ended,
            "points": outcome.points,
            "lines": outcome.lines,
            "hires": outcome.hires,
            "policies": others,
            "beaten": sum(outcome.points > one["points"] for one in others.values()),
            "forecasts": self.player.questions.scored(outcome.hires),
            "log_hash": played.log_hash,
            "usage": self.used.as_told(),
            "agent": dict(self.agent),
        }

    def _keep_end(self) -> None:
        if self.result is not None:
            told = {"ended": self.ended, "seed": self.seat.seed, "salt": self.seat.salt}
            self._keep({"kind": "end", "ms": self.used.ms, **told, "result": self.result})


def _echo(data: Mapping[str, Any]) -> Row:
    """The id of a request, where it is one."""
    given = data.get("id")
    sound = type(given) is int or (isinstance(given, str) and len(given) <= MAX_ID and is_clean(given))
    return {"id": given} if sound else {}


def _why(error: OutreachError) -> str:
    problems = error.problems if isinstance(error, BadInputError) else (error,)
    return clean("; ".join(map(str, problems)), MAX_WHY)
