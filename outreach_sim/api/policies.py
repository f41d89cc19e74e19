"""Who acts for a lab: a policy that ships, a class, or where a class is: a file, a module, an entry point.

What is named in words is looked for again in every process: workers get the words, never the code.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module, metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from outreach_sim.errors import BadInputError, Problem, UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.market.policies.blame import blaming, place_of
from outreach_sim.market.policies.own import Makers, OwnPolicy
from outreach_sim.market.policies.registry import NO_POLICIES, POLICIES, handed_over, settings
from outreach_sim.market.setup import Setup
from outreach_sim.scenario.load import Scenario

GROUP = "outreach_sim.policies"
"""Entry points by which an installed package offers policies."""
Chosen = str | type | Callable[[], OwnPolicy]
"""A policy by its name, a class, or ``file.py:Class``, ``package.module:Class``, or an entry point's name."""


class Reference:
    """A class of the user's own by where it is, which is what other processes are told.

    Raises:
        BadInputError: it is not there, cannot be run, or has no ``act``.
        UsageError: nothing is called so.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self.__wrapped__ = found_at(where)

    def __call__(self) -> OwnPolicy:
        """A new policy."""
        policy: OwnPolicy = self.__wrapped__()
        return policy

    def __reduce__(self) -> tuple[type[Reference], tuple[str]]:
        """Never the code."""
        return Reference, (self.where,)


@dataclass(frozen=True, slots=True)
class Hands:
    """A scenario with labs in other hands: those of policies that ship are in the setup itself."""

    setup: Setup
    own: Makers | None


def in_hands(scenario: Scenario, policies: Mapping[str, Chosen], jobs: int = 1) -> Hands:
    """The scenario with these policies in place of whatever acted for their labs, by the labs' ids.

    Raises:
        UsageError: there is no such lab or policy, or workers could not find a class.
        BadInputError: a class is not where it is said to be, or is no policy.
    """
    setup, own = scenario.setup, {}
    for lab, chosen in policies.items():
        if lab not in scenario.lab_ids:
            raise UsageError(f"there is no lab {lab!r}, the labs are {', '.join(scenario.lab_ids)}")
        place = scenario.lab_ids.index(lab)
        if place == setup.outside:
            raise UsageError(f"{lab} is outside and writes to nobody, name a lab on the board")
        if isinstance(chosen, str) and chosen in (*NO_POLICIES, *POLICIES):
            quotas = setup.labs[place].letters_per_week
            setup = handed_over(setup, place, settings(chosen, setup.letters.ids, quotas))
        else:
            own[place] = maker_of(chosen, jobs)
    return Hands(setup, own or None)


def maker_of(chosen: Chosen, jobs: int = 1) -> Callable[[], OwnPolicy]:
    """What makes a policy of the user's own.

    Raises:
        UsageError, BadInputError: as for ``in_hands``.
    """
    if isinstance(chosen, str):
        return Reference(chosen)
    if not callable(chosen):
        raise UsageError(f"a policy is a class or its name, not {type(chosen).__name__}")
    if isinstance(chosen, type):
        check_acts(chosen)
    if jobs > 1 and not _can_be_sent(chosen):
        hint = "put it in a file and name it, as in 'mine.py:Mine', or leave jobs at 1"
        raise UsageError(f"other processes cannot find {getattr(chosen, '__name__', 'this policy')}: {hint}")
    return chosen


def _can_be_sent(chosen: object) -> bool:
    """Whether another process would find the same: it does not run what was typed, or the main program."""
    try:
        return getattr(chosen, "__module__", "") != "__main__" and bool(pickle.dumps(chosen))
    except (pickle.PicklingError, AttributeError, TypeError):
        return False


def found_at(where: str) -> Any:
    """The class that is meant by a file, a module or an entry point.

    Raises:
        UsageError, BadInputError: as for ``in_hands``.
    """
    place, has_class, name = where.rpartition(":")
    if not has_class:
        return _entry_point(where)
    if place.endswith(".py") or "/" in place:
        return class_in(run_file(place), place, name)
    try:
        module = import_module(place)
    except ImportError as error:
        message = f"there is no module {clean(place)!r} ({clean(str(error), 120)})"
        raise UsageError(f"{message}; a file is named with its ending, mine.py:Mine") from None
    return class_in(module, module.__file__ or place, name)


def _entry_point(name: str) -> Any:
    """What an installed package offers under this name."""
    offered = {entry.name: entry for entry in metadata.entry_points(group=GROUP)}
    if name not in offered:
        known = [*NO_POLICIES, *POLICIES, *offered]
        close = get_close_matches(name, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else "a class of your own is FILE.py:NAME"
        raise UsageError(f"there is no policy {clean(name)!r}, {hint}")
    with blaming(f"the policy {name} of an installed package", name):
        found = offered[name].load()
    check_acts(found)
    return found


def class_in(module: ModuleType, file: str, name: str) -> Any:
    """The class of this name in a module.

    Raises:
        BadInputError: there is none, or it has no ``act``.
    """
    own = vars(module).get(name)
    if not isinstance(own, type):
        classes = [key for key, value in vars(module).items() if isinstance(value, type)]
        close = get_close_matches(name, classes, 1)
        hint = f"did you mean {close[0]!r}?" if close else ""
        message = f"has no class {name!r} with a method act(self, view)"
        raise BadInputError(Problem(file, 0, 0, "", message, hint))
    check_acts(own, file, name)
    return own


def check_acts(own: Any, file: str = "", name: str = "") -> None:
    """Object to a class that cannot act.

    Raises:
        BadInputError: by its file and line.
    """
    if callable(getattr(own, "act", None)) or callable(getattr(own, "act_all", None)):
        return
    at, line = place_of(own) or (file or "a policy", 0)
    called = name or getattr(own, "__name__", "")
    raise BadInputError(Problem(at, line, 0, called, "has no method act(self, view)"))


def run_file(file: str) -> ModuleType:
    """The file as a module of its own; nothing is written beside it.

    Raises:
        BadInputError: there is no such file, or it cannot be run.
    """
    path = Path(file)
    if path.suffix != ".py" or not path.is_file():
        raise BadInputError(Problem(file, 0, 0, "", "there is no such Python file (its name ends in .py)"))
    module = ModuleType(f"own_policy_{path.stem}")
    module.__file__ = file
    sys.modules[module.__name__] = module
    with blaming("cannot be run", file):
        exec(compile(path.read_bytes(), file, "exec"), vars(module))  # noqa: S102 - the user named it
    return module


def pairs(options: Iterable[str], labs: tuple[str, ...]) -> dict[str, str]:
    """``LAB=POLICY`` as options say it, by the lab.

    Raises:
        UsageError: one does not read so, names no lab, or a lab twice.
    """
    found: dict[str, str] = {}
    for text in options:
        lab, is_pair, policy = text.partition("=")
        if not (is_pair and policy and policy.strip(":") == policy):
            raise UsageError(f"--policy {text!r} must read LAB=POLICY, e.g. meta=sniper or meta=mine.py:Mine")
        if lab not in labs:
            raise UsageError(f"--policy {text!r}: there is no lab {lab!r}, labs are {', '.join(labs)}")
        if lab in found:
            raise UsageError(f"--policy {text!r}: the lab {lab!r} has a policy already, and one acts for it")
        found[lab] = policy
    return found
