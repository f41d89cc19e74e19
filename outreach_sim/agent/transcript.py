"""Reads the transcript of a game, and plays it again: the same seed, the same replies, the same events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from outreach_sim.agent.door import Door, Seat, committed
from outreach_sim.agent.embedded import Embedded
from outreach_sim.agent.limits import Limits
from outreach_sim.agent.recorder import as_json, seal_of
from outreach_sim.agent.requests import VERSION
from outreach_sim.api.play import Game
from outreach_sim.errors import BadInputError, NewerFormatError, OtherRulesError, OutreachError, Problem
from outreach_sim.inputs.paths import printable, read_text
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.scenario.engine import engine

MAX_BYTES = 256 * 1024 * 1024
MOST = 2**63 - 1
_NOT_OURS = (LookupError, TypeError, ValueError, AttributeError)
"""What a line raises that no recorder wrote."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A request and its reply.

    Attributes:
        number: of the line, from 1.
        ms: when it came, milliseconds since the first line. took_ms: until the reply.
        request: ``None`` for a line that could not be read.
        reply: what was answered.
    """

    number: int
    ms: int
    took_ms: int
    request: Mapping[str, Any] | None
    reply: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A game as it was kept.

    Attributes:
        file: as it may be printed.
        engine: fingerprint of the rules that it was played by.
        scenario: what was played; ``scenario.load()`` gives it again.
        limits: what might be used.
        policies: shipped ones that played on the same luck.
        seed_sha256: what it committed to.
        turns: every request.
        seed: of the luck, the game is its world 0; ``None`` where it has no end, as ``salt`` and ``result``.
        salt: of the commitment.
        result: points, lines, hires, policies, beaten, forecasts, log_hash, usage, agent.
    """

    file: str
    engine: str
    scenario: Embedded
    limits: Limits
    policies: tuple[str, ...]
    seed_sha256: str
    turns: Sequence[Turn]
    seed: int | None = None
    salt: str = ""
    result: Mapping[str, Any] | None = None

    @property
    def ended(self) -> str:
        """Why it ended: ``finish``, ``calls``, ``seconds``, ``left``; empty without an end."""
        return "" if self.result is None else str(self.result["ended"])

    @property
    def agent(self) -> Mapping[str, str]:
        """``model`` and ``scaffold``, as told; empty where nobody did."""
        return {} if self.result is None else self.result["agent"]

    @property
    def usage(self) -> Mapping[str, Any]:
        """calls, what_ifs, refused, seconds; tokens_in, tokens_out, usd as told."""
        return {} if self.result is None else self.result["usage"]

    @property
    def forecasts(self) -> Mapping[str, Any]:
        """asked, answered, brier, log_score, answers."""
        return {} if self.result is None else self.result["forecasts"]

    def problem(self, line: int, message: str, hint: str = "") -> BadInputError:
        """An error about one of its lines, counted from 1."""
        return BadInputError(Problem(self.file, line, 0, "", message, hint))


def read(path: Path | str) -> Transcript:
    """A transcript, every line of which is as it was written.

    Raises:
        BadInputError: it cannot be read, or a line was changed, taken out or cut off, and which.
    """
    file = Path(path)
    text, name = read_text(file, MAX_BYTES), printable(file)
    lines = _lines(text, name)
    try:
        return _read(lines, name)
    except _NOT_OURS:
        raise BadInputError(Problem(name, 1, 0, "", "this is no transcript of a game", _SAYS)) from None


_SAYS = "outreach-sim agent --transcript FILE writes one"


def _lines(text: str, name: str) -> list[dict[str, Any]]:
    """Every line without its seal, which fits."""
    found: list[dict[str, Any]] = []
    before = ""
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        try:
            told = json.loads(line)
            seal = told.pop("seal")
            fits = seal == seal_of(before, as_json(told))
        except (*_NOT_OURS, RecursionError):
            said = "this is no line of a transcript, or was cut off" if found else "this is no transcript"
            raise BadInputError(Problem(name, number, 0, "", said, "" if found else _SAYS)) from None
        if not fits:
            message = "the line, or the one before it, is not as it was written"
            raise BadInputError(Problem(name, number, 0, "", message))
        found.append(told)
        before = seal
    return found


def _read(lines: list[dict[str, Any]], name: str) -> Transcript:
    begin, rest = lines[0], lines[1:]
    if begin["kind"] != "begin":
        raise ValueError("it has no first line")
    if begin["v"] > VERSION:
        message = f"a newer version of this program wrote it (protocol {begin['v']})"
        raise NewerFormatError(Problem(name, 1, 0, "", message, "install that version"))
    end = rest.pop() if rest and rest[-1]["kind"] == "end" else None
    found = Transcript(
        file=name,
        engine=_text(begin["engine"]),
        scenario=_scenario(begin["scenario"]),
        limits=_limits(**begin["limits"]),
        policies=tuple(map(_text, begin["policies"])),
        seed_sha256=_text(begin["seed_sha256"]),
        turns=[_turn(number, line) for number, line in enumerate(rest, start=2)],
    )
    if found.scenario.sha256 != begin["scenario"]["sha256"]:
        raise found.problem(1, "the scenario is not the one of its SHA-256")
    if end is None:
        return found
    seed, salt = _whole(end["seed"]), _text(end["salt"])
    return replace(found, seed=seed, salt=salt, result=_result(end["result"]))


def _scenario(told: Mapping[str, Any]) -> Embedded:
    files = {_text(file): _text(text) for file, text in told["files"].items()}
    return Embedded(_text(told["name"]), _text(told["text"]), tuple(map(_text, told["overrides"])), files)


def _limits(calls: object, what_ifs: object, seconds: object) -> Limits:
    return Limits(_whole(calls), _whole(what_ifs), None if seconds is None else _whole(seconds))


def _turn(number: int, line: dict[str, Any]) -> Turn:
    if line["kind"] != "turn":
        raise ValueError("lines between the first and the last are turns")
    asked, reply = line.get("request"), line["reply"]
    if not isinstance(asked, dict | None) or not isinstance(reply, dict):
        raise TypeError("requests and replies are objects")
    return Turn(number, _whole(line["ms"]), _whole(line["took_ms"]), asked, reply)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text stands there")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError("a whole number stands there")
    return value


def _result(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """A result that has everything that is asked of it."""
    _text(told["ended"]), _text(told["log_hash"])
    numbers = (told["points"], told["hires"], told["forecasts"]["brier"], told["usage"]["calls"])
    if not all(isinstance(number, int | float) for number in numbers):
        raise TypeError("numbers stand there")
    if not all(isinstance(told[key], dict) for key in ("policies", "lines", "agent")):
        raise TypeError("objects stand there")
    return told


def verify(transcript: Transcript) -> Game:
    """Play it again, request by request; returns the game, at its end.

    Raises:
        BadInputError: it has no end, its seed is not the one it committed to, or a reply or the result is not
            what the game gives; and at which line.
        OtherRulesError: the same, and another version of the rules played it.
    """
    if transcript.seed is None:
        message = "the game has no last line: it was left without finish, so its seed was never told"
        raise transcript.problem(0, message, "nothing can be played again")
    last = len(transcript.turns) + 2
    if committed(transcript.seed, transcript.salt) != transcript.seed_sha256:
        raise transcript.problem(last, "the seed is not the one that the first line committed to")
    now = [0]
    kept: list[dict[str, Any]] = []
    door = Door(_seat(transcript), kept.append, lambda: now[0])
    for turn in transcript.turns:
        now[0] = turn.ms
        kept.clear()
        again = door.handle(dict(turn.request)) if turn.request is not None else door.line(b"")
        if turn.request is not None and again != turn.reply:
            raise _differs(transcript, turn.number, "the reply is not the one that the game gives")
    door.leave()
    if door.result != transcript.result:
        raise _differs(transcript, last, "the result is not the one that the game comes to")
    return door.player.game


def _seat(transcript: Transcript) -> Seat:
    """What was played, to be played again."""
    try:
        scenario = transcript.scenario.load()
    except OutreachError as error:
        told = str(error).splitlines()[0]
        raise _differs(transcript, 1, f"the scenario cannot be played here ({told})") from None
    if unknown := set(transcript.policies) - set(POLICIES):
        raise _differs(transcript, 1, f"there is no policy {min(unknown)!r} here")
    assert transcript.seed is not None, "asked before"
    t = transcript
    return Seat(scenario, t.scenario, transcript.seed, t.limits, t.policies, t.salt)


def _differs(transcript: Transcript, line: int, message: str) -> OutreachError:
    """Blame the file, or the rules where these are others than it was played by."""
    if transcript.engine == engine():
        return transcript.problem(line, message)
    told = Problem(transcript.file, line, 0, "", message)
    return OtherRulesError(f"{told}; {transcript.engine} played it, and this is {engine()}")
