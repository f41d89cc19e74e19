"""Agents that ask for anything: random requests in every shipped game, sound or not, kept and verified.

Run: python -m tests.agent.at_random [REQUESTS [SCENARIO ...]]. Nothing may be answered by a fault, and every
transcript must play again. Exit code 1 where one does not.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from outreach_sim.agent.door import Door, Seat
from outreach_sim.agent.embedded import Embedded
from outreach_sim.agent.limits import Limits
from outreach_sim.agent.recorder import Recorder
from outreach_sim.agent.requests import VERBS
from outreach_sim.agent.schema import schema
from outreach_sim.agent.transcript import read, verify
from outreach_sim.scenario.load import list_scenarios, load_scenario

LETTERS = ["recruiter", "ceo-personal", "mine", "glad", "nothing", "short-note"]
BODIES = ["Hello {{ first_name }}, your {{ topic }}. {{ terms }} Can we talk?", "{{ x }}", "{{ topic }}"]
WEIGHTS = {"act": 6, "advance": 5, "observe": 5, "finish": 0, "hello": 0.2, "rules": 0.2}


class Anything:
    """Draws what a schema allows, and now and then what it does not."""

    def __init__(self, seed: int, people: int) -> None:
        self.random, self.people = random.Random(seed), people

    def request(self) -> dict[str, Any]:
        """One for a verb of all."""
        verbs = list(VERBS)
        verb = self.random.choices(verbs, [WEIGHTS.get(one, 1) for one in verbs])[0]
        return self.object(schema()["$defs"][VERBS[verb].__name__])

    def object(self, told: dict[str, Any]) -> dict[str, Any]:
        """With what it needs, and some of the rest."""
        needed = told.get("required", ())
        chosen = [key for key in told["properties"] if key in needed or self.random.random() < 0.15]
        if self.random.random() < 0.01:
            chosen = chosen[1:]
        return {key: self.value(key, told["properties"][key]) for key in chosen}

    def value(self, key: str, told: dict[str, Any]) -> Any:
        """Something for a key."""
        if self.random.random() < 0.005:
            return self.random.choice([None, -1, 1.5, "x", [], {}, True, 10**17, "\u2028"])
        if "$ref" in told:
            return self.object(schema()["$defs"][told["$ref"].rpartition("/")[2]])
        if "const" in told or "enum" in told:
            return self.random.choice(told.get("enum", [told.get("const")]))
        if "anyOf" in told or "oneOf" in told:
            return self.value(key, self.random.choice(told.get("anyOf", told.get("oneOf"))))
        return self.plain(key, told)

    def plain(self, key: str, told: dict[str, Any]) -> Any:
        """A number, text, or list, mostly where a game has some."""
        kind = told["type"]
        if kind == "null":
            return None
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "string":
            words = {"body": BODIES, "text": ["a note", ""], "employer": ["south", "meta", "nobody"]}
            return self.random.choice(words.get(key, LETTERS))
        if kind == "array":
            most = min(told.get("maxItems", 5), 5)
            return [self.value(key, told["items"]) for _ in range(self.random.randint(1, most))]
        if key in ("to", "ids", "candidate"):
            return self.random.randint(1, self.people + 1)
        usual = {"pay": 10**6, "pay_ratio": 3, "sign_on": 10**6, "pledge": 500, "h100e": 500, "top": 5}
        low, high = told.get("minimum", 0), told.get("maximum", 1)
        high = min(high, max(usual.get(key, 30), low))
        return self.random.randint(low, high) if kind == "integer" else self.random.uniform(low, high)


def play(name: str, requests: int, folder: Path, seed: int) -> tuple[int, int, float]:
    """Requests that were taken and refused, and points; raises where anything is wrong."""
    loaded = load_scenario(name)
    kept = folder / f"{name}-{seed}.jsonl"
    recorder = Recorder(kept)
    seat = Seat(loaded, Embedded.of(loaded), seed, Limits(calls=requests, what_ifs=20), ("spray",)).salted()
    door, anything, taken, refused = Door(seat, recorder), Anything(seed, len(loaded.population)), 0, 0
    while door.result is None and door.used.calls <= requests and not door.player.game.over:
        reply = door.line(json.dumps(anything.request()).encode())
        taken, refused = taken + reply["ok"], refused + (not reply["ok"])
    door.leave()
    recorder.close()
    found = read(kept)
    verify(found)
    assert found.result is not None
    return taken, refused, float(found.result["points"])


def main(words: list[str]) -> None:
    requests = int(words[0]) if words else 150
    with TemporaryDirectory() as folder:
        for name in words[1:] or list_scenarios():
            taken, refused, points = play(name, requests, Path(folder), seed=1)
            told = f"{taken} answered, {refused} refused, {points:+.2f} points, plays again"
            sys.stdout.write(f"{name}: {told}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
