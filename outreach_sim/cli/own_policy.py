"""Reads ``--policy LAB=FILE.py:NAME``: the user's own code, run because the user named it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from outreach_sim.errors import BadInputError, Problem, UsageError


def own_policies(policies: Sequence[str], labs: Sequence[str]) -> dict[int, Any]:
    """Classes by the index of the lab they act for.

    Raises:
        UsageError: the option does not read LAB=FILE.py:NAME, or names no lab.
        BadInputError: the file cannot be run, or has no such class.
    """
    found = {}
    for text in policies:
        lab, is_pair, rest = text.partition("=")
        file, has_name, name = rest.rpartition(":")
        if not (is_pair and has_name and file and name):
            raise UsageError(f"--policy {text!r} must read LAB=FILE.py:NAME, e.g. meta=mine.py:Mine")
        if lab not in labs:
            raise UsageError(f"--policy {text!r}: there is no lab {lab!r}, labs are {', '.join(labs)}")
        found[labs.index(lab)] = load_class(Path(file), name)
    return found


def load_class(file: Path, name: str) -> Any:
    """Run the file and take the class out of it.

    Raises:
        BadInputError: it cannot be run, or has no such class with an ``act``.
    """
    spec = spec_from_file_location(f"own_policy_{file.stem}", file)
    if not file.is_file() or spec is None or spec.loader is None:
        raise BadInputError(
            Problem(str(file), 0, 0, "", "there is no such Python file (its name ends in .py)")
        )
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = getattr(error, "lineno", None) or 0
        raise BadInputError(Problem(str(file), line, 0, "", f"cannot be run: {error!r}")) from error
    own = getattr(module, name, None)
    if not (isinstance(own, type) and callable(getattr(own, "act", None))):
        message = f"has no class {name!r} with a method act(self, view)"
        raise BadInputError(Problem(str(file), 0, 0, "", message))
    return own
