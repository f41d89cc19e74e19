"""Reads ``--policy LAB=FILE.py:NAME``: the user's own code, run because the user named it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from outreach_sim.errors import BadInputError, Problem, UsageError

if TYPE_CHECKING:
    from outreach_sim.market.policies.own import OwnPolicy


class OwnClass:
    """A user's class, which other processes are told of by file and name: each runs the file itself.

    Raises:
        BadInputError: the file cannot be run, or has no such class.
    """

    def __init__(self, file: str, name: str) -> None:
        self.file, self.name = file, name
        self.__wrapped__ = load_class(file, name)

    def __call__(self) -> OwnPolicy:
        """A new policy."""
        policy: OwnPolicy = self.__wrapped__()
        return policy

    def __reduce__(self) -> tuple[type[OwnClass], tuple[str, str]]:
        """Never the code."""
        return OwnClass, (self.file, self.name)


def own_policies(policies: Sequence[str], labs: Sequence[str]) -> dict[int, OwnClass]:
    """Classes by the index of the lab they act for.

    Raises:
        UsageError: the option does not read LAB=FILE.py:NAME, names no lab, or a lab twice.
        BadInputError: the file cannot be run, or has no such class.
    """
    found: dict[int, OwnClass] = {}
    for text in policies:
        lab, is_pair, rest = text.partition("=")
        file, has_name, name = rest.rpartition(":")
        if not (is_pair and has_name and file and name):
            raise UsageError(f"--policy {text!r} must read LAB=FILE.py:NAME, e.g. meta=mine.py:Mine")
        if lab not in labs:
            raise UsageError(f"--policy {text!r}: there is no lab {lab!r}, labs are {', '.join(labs)}")
        if labs.index(lab) in found:
            raise UsageError(f"--policy {text!r}: the lab {lab!r} has a policy already, and one acts for it")
        found[labs.index(lab)] = OwnClass(file, name)
    return found


def load_class(file: str, name: str) -> Any:
    """Run the file and take the class out of it.

    Raises:
        BadInputError: it cannot be run, or has no such class with an ``act``.
    """
    from outreach_sim.market.policies.blame import place_of

    module = run_file(file)
    own = vars(module).get(name)
    if not isinstance(own, type):
        classes = [key for key, value in vars(module).items() if isinstance(value, type)]
        close = get_close_matches(name, classes, 1)
        hint = f"did you mean {close[0]!r}?" if close else ""
        message = f"has no class {name!r} with a method act(self, view)"
        raise BadInputError(Problem(file, 0, 0, "", message, hint))
    if not callable(getattr(own, "act", None)):
        _, line = place_of(own) or (file, 0)
        raise BadInputError(Problem(file, line, 0, name, "has no method act(self, view)"))
    return own


def run_file(file: str) -> ModuleType:
    """The file as a module of its own; nothing is written beside it.

    Raises:
        BadInputError: there is no such file, or it cannot be run.
    """
    from outreach_sim.market.policies.blame import blaming

    path = Path(file)
    if path.suffix != ".py" or not path.is_file():
        raise BadInputError(Problem(file, 0, 0, "", "there is no such Python file (its name ends in .py)"))
    module = ModuleType(f"own_policy_{path.stem}")
    module.__file__ = file
    sys.modules[module.__name__] = module
    with blaming("cannot be run", file):
        exec(compile(path.read_bytes(), file, "exec"), vars(module))  # noqa: S102 - the user named it
    return module
