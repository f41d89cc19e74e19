"""The text of a scenario with values replaced: what ``--set`` says stands in it, its comments stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import tomlkit

from outreach_sim.scenario.load import read
from outreach_sim.scenario.overrides import apply_overrides


def text_with(name_or_path: str, overrides: Sequence[str] = ()) -> str:
    """The file of a scenario that has been loaded with these overrides, as it would say them itself.

    Args:
        name_or_path: a shipped name or the path of a TOML file.
        overrides: ``KEY=VALUE`` with dotted keys, as ``--set`` takes them.

    Raises:
        BadInputError: an override has no key, no TOML value, or leads nowhere.
    """
    _, text, document = read(name_or_path)
    if not overrides:
        return text
    changed = apply_overrides(replace(document, data=tomlkit.parse(text)), overrides)
    return tomlkit.dumps(changed.data)
