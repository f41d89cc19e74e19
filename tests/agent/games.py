"""Games for agents, in this process: small ones, on a known seed, every line of their transcript at hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from outreach_sim.agent.door import Door, Seat
from outreach_sim.agent.embedded import Embedded
from outreach_sim.agent.limits import Limits
from outreach_sim.scenario.load import load_scenario

SEED = 7
Reply = dict[str, Any]


@cache
def scenario(overrides: tuple[str, ...] = ()) -> Any:
    return load_scenario("first-letter", overrides)


def seat(
    limits: Limits | None = None, policies: tuple[str, ...] = (), overrides: tuple[str, ...] = ()
) -> Seat:
    played = scenario(overrides)
    embedded = Embedded.of(played, overrides)
    return Seat(played, embedded, SEED, limits or Limits(), policies).salted()


def door(
    limits: Limits | None = None,
    policies: tuple[str, ...] = (),
    keep: Callable[[Any], object] = lambda line: None,
    clock: Callable[[], int] = lambda: 0,
) -> Door:
    return Door(seat(limits, policies), keep, clock)


def ask(played: Door, do: str, **says: Any) -> Reply:
    """What a request is answered with, which must be yes."""
    reply = played.handle({"do": do, **says})
    assert reply["ok"], reply["why"]
    return reply


def refused(played: Door, do: str, **says: Any) -> str:
    """The sentence with which a request is refused."""
    reply = played.handle({"do": do, **says})
    assert not reply["ok"], reply
    return str(reply["why"])


def send(*people: int, **more: Any) -> dict[str, Any]:
    """A letter of the CEO, answered by itself."""
    return {
        "do": "send",
        "to": list(people),
        "letter": "ceo-personal",
        "sender": "ceo",
        "pay_ratio": 2.5,
    } | more
