"""What every page has: figures with tables, the scenario's text and its hash, the command that makes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from outreach_sim.about import __version__
from outreach_sim.inputs.text import visible
from outreach_sim.scenario.load import Scenario


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the same numbers as a table; the first column names the row."""

    title: str
    note: str
    picture: Markup
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[tuple[Markup, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlayedText:
    """A scenario as it was played.

    Attributes:
        title: whose it is, and the name of its file.
        text: of the file, before its changes.
        changes: ``KEY=VALUE``, one after the other.
        sha256: of the text in UTF-8, hexadecimal.
    """

    title: str
    text: str
    changes: str
    sha256: str


def played_text(scenario: Scenario, changes: Sequence[str], called: str = "") -> PlayedText:
    """The text of a scenario; where there are several, with what this one is called."""
    digest = hashlib.sha256(scenario.text.encode("utf-8")).hexdigest()
    title = f"{called}: {scenario.file.name}" if called else scenario.file.name
    return PlayedText(title, scenario.text, ", ".join(changes), digest)


def rendered(
    template: str,
    command: str,
    texts: Sequence[PlayedText],
    hashes: Sequence[tuple[str, str]],
    who: str,
    **more: Any,
) -> str:
    """A page as HTML; byte for byte the same for the same fields.

    Args:
        template: its file, which fills in the frame.
        command: the command line that gives the page again.
        texts: what was played.
        hashes: log hashes, each with what is said of whose it is.
        who: whether the people are made up.
        more: what the template asks for.
    """
    text = (
        environment()
        .get_template(template)
        .render(command=command, texts=texts, hashes=hashes, who=who, version=__version__, **more)
    )
    return visible(text)  # the command names files as they are called


def environment() -> Environment:
    """Templates of pages and their style, which lie beside this module."""
    return Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _read(name: str) -> str:
    return (files("outreach_sim.storage.report") / name).read_text(encoding="utf-8")
