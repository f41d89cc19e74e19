"""Which scenarios a comparison is about: named one by one, or one of them changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_sim.api.policies import in_hands, pairs
from outreach_sim.cli.labs import one_that_acts
from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.scenario.load import Scenario, load_scenario

if TYPE_CHECKING:
    from outreach_sim.market.policies.own import Makers

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MAX_NAME = 40
"""Characters of a name: it stands in tables and pictures."""
_FOR_ONE = re.compile(r"([a-zA-Z]):(.*)", re.DOTALL)


@dataclass(frozen=True)
class NamedArm:
    """A scenario with its changes, under a letter.

    Attributes:
        letter: a, b, c …
        scenario: as built.
        source: as the user named it.
        changes: ``KEY=VALUE``, those for all arms first.
        own: those of the changes and policies that are for this arm alone.
        name: what the user calls it; empty where nothing was said.
        makers: policies of the user's own that act in it.
    """

    letter: str
    scenario: Scenario
    source: str
    changes: tuple[str, ...]
    own: tuple[str, ...]
    name: str = ""
    makers: Makers | None = None

    @property
    def called(self) -> str:
        """Its name, or its letter."""
        return self.name or self.letter

    @property
    def label(self) -> str:
        """What tells it from the others: its scenario and its own changes."""
        return ", ".join([clean(self.scenario.name), *map(clean, self.own)])


def named_arms(
    sources: Sequence[str],
    overrides: Sequence[str],
    for_b: Sequence[str],
    letters: Path | None = None,
    names: Sequence[str] = (),
    policies: Sequence[str] = (),
    jobs: int = 1,
) -> list[NamedArm]:
    """The arms of a comparison; a letter without a scenario of its own is the first one, changed.

    Args:
        sources: shipped names or paths.
        overrides: ``KEY=VALUE`` for all, or ``b:KEY=VALUE`` for one.
        for_b: ``KEY=VALUE`` for b.
        letters: a folder of letters that every arm may name.
        names: ``b=High pay``.
        policies: ``LAB=POLICY`` for all, or ``b:LAB=POLICY`` for one.
        jobs: processes that must find them.

    Raises:
        UsageError: there is only one arm, a letter is skipped, or a name is none.
        BadInputError: a scenario or a change is wrong.
    """
    shared, own, written = _sorted(overrides, for_b)
    acts_in_all, acts, _ = _sorted(policies, ())
    count = max(len(sources), *(LETTERS.index(letter) + 1 for letter in (*own, *acts)), 1)
    if count < 2:
        raise UsageError(
            "there is nothing to compare with: name a second scenario, or change one, --b KEY=VALUE"
        )
    if count > len(LETTERS):
        raise UsageError(f"{count} scenarios are too many, compare up to {len(LETTERS)}")
    for letter in LETTERS[len(sources) : count]:
        if letter not in own and letter not in acts:
            raise UsageError(
                f"nothing is said about {letter}: name its scenario, or change one, --set {letter}:KEY=VALUE"
            )
    called = _names(names, LETTERS[:count])
    arms = []
    for index, letter in enumerate(LETTERS[:count]):
        source = sources[index] if index < len(sources) else sources[0]
        mine = tuple(own.get(letter, ()))
        changes = (*shared, *mine)
        scenario = load_scenario(source, changes, written, letters)
        alone = tuple(acts.get(letter, ()))
        hands = in_hands(scenario, pairs((*acts_in_all, *alone), scenario.lab_ids), jobs)
        scenario, name = replace(scenario, setup=hands.setup), called.get(letter, "")
        arms.append(NamedArm(letter, scenario, source, changes, (*mine, *alone), name, hands.own))
    return arms


def _names(said: Sequence[str], letters: str) -> dict[str, str]:
    """Names by letter.

    Raises:
        UsageError: what is said names no scenario, or none that can be told from the others.
    """
    found: dict[str, str] = {}
    for text in said:
        letter, _, name = text.partition("=")
        letter, name = letter.strip().lower(), clean(name).strip()
        wrong = _wrong_with(letter, name, letters, found)
        if wrong:
            raise UsageError(f"--name {clean(text, 60)!r} {wrong}")
        found[letter] = name
    return found


def _wrong_with(letter: str, name: str, letters: str, found: Mapping[str, str]) -> str:
    """Why this cannot be the name of that scenario; empty where it can."""
    if not name or len(letter) != 1 or letter not in letters:
        return f"names no scenario: write LETTER=NAME, with a letter from {letters[0]} to {letters[-1]}"
    if len(name) > MAX_NAME:
        return f"is longer than {MAX_NAME} characters, which is what tables have room for"
    if letter in found or name in found.values() or name in letters:
        return "is taken: each scenario has one name, and no other has it"
    return ""


def _sorted(
    overrides: Sequence[str], for_b: Sequence[str]
) -> tuple[list[str], dict[str, list[str]], dict[str, str]]:
    """Changes for all arms, those for one by its letter, and how the latter stand on the command line."""
    shared: list[str] = []
    own: dict[str, list[str]] = {"b": list(for_b)} if for_b else {}
    written = {change: f"--b {change}" for change in for_b}
    for override in overrides:
        match = _FOR_ONE.match(override)
        if match:
            own.setdefault(match[1].lower(), []).append(match[2])
            written[match[2]] = f"--set {override}"
        else:
            shared.append(override)
    return shared, own, written


def lab_index(scenario: Scenario, lab_id: str | None) -> int:
    """The index of a lab by its id; the player's where none is named."""
    if lab_id is None:
        return scenario.setup.player
    if lab_id in scenario.lab_ids:
        return one_that_acts(scenario.setup, scenario.lab_ids.index(lab_id))
    close = get_close_matches(lab_id, scenario.lab_ids, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"the labs are {', '.join(scenario.lab_ids)}"
    raise UsageError(f"there is no lab {lab_id!r} in {scenario.name}, {hint}")


def arm_in_words(arm: NamedArm, lab: int, hires: float) -> str:
    """What a letter stands for, and how many the lab that counts hires there."""
    called = f"{arm.letter}, {arm.name}" if arm.name else arm.letter
    return f"{called}: {arm.label} ({arm.scenario.setup.labs[lab].name} hires {hires:.2f} a world)"


def with_names(told: dict[str, Any], arms: list[NamedArm]) -> dict[str, Any]:
    """The same of a pair with names in place of letters, for people."""
    names = {arm.letter: arm.called for arm in arms}
    found: dict[str, Any] = {key: names[told[key]] for key in ("a", "b") if key in told}
    for key in ("flips", "partings"):
        if told[key] is not None:
            found[key] = [row | {"won_by": names[row["won_by"]]} for row in told[key]]
    return told | found
