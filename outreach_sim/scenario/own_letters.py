"""The letters that lie beside a scenario, found by the names that it gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.paths import is_slug
from outreach_sim.inputs.toml import Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.letters import LetterTables

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template

MAX_OWN = 200
"""So many letters a scenario may bring: each is measured before the first day."""


@dataclass(frozen=True, slots=True)
class OwnLetters:
    """What lies beside a scenario.

    Attributes:
        letters: those that it names and those that follow them up, by id; all are sound.
        nearby: names of all files that could be letters.
        named: names of those and of all that cannot be used.
        problems: why not, at the place in the scenario that names them.
        faults: what is wrong in a letter, at its place there.
    """

    letters: Mapping[str, Template]
    nearby: Sequence[str]
    named: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    faults: Sequence[Problem] = ()

    def tables(self) -> LetterTables:
        """The shipped letters, and these after them."""
        if not self.letters:
            return shipped_letters()
        from outreach_sim.mail.compile import with_letters

        return with_letters(shipped_letters(), self.letters)


def own_letters(document: Document, folder: Path | None, here: Path) -> OwnLetters:
    """The letters beside a scenario.

    Args:
        document: the scenario.
        folder: where it lies; ``None`` for a shipped one, which brings none of its own.
        here: where letters are looked for that a shipped one is told to use.
    """
    shipped = shipped_letters().ids
    named: dict[str, Location] = {}
    for location, name in _named(document.data):
        named.setdefault(name, location)
    if folder is None:
        named = {name: location for name, location in named.items() if name not in shipped}
    if not named:
        return OwnLetters({}, ())
    from outreach_sim.mail.own import letters_in

    search, problems = _Search(folder or here), []
    for name, location in named.items():
        problems += [document.problem(location, *wrong) for wrong in search.look(name)]
    nearby = () if set(named) <= {*shipped, *search.seen} else letters_in(folder or here)
    return OwnLetters(search.letters, nearby, search.seen, problems, search.faults)


def _named(data: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """Every name of a letter in a scenario, with its place; what is no name at all is for the schema."""
    places: list[tuple[Location, Any]] = []
    listed = _inside(data, ("scenario", "letters"))
    places += [(("scenario", "letters", n), name) for n, name in enumerate(_list(listed))]
    for index, lab in enumerate(_list(data.get("labs"))):
        places.append((("labs", index, "bot", "template"), _inside(lab, ("bot", "template"))))
    for index, line in enumerate(_list(data.get("script"))):
        places.append((("script", index, "template"), _inside(line, ("template",))))
    yield from ((location, name) for location, name in places if isinstance(name, str) and is_slug(name))


def _inside(value: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class _Search:
    """Reads letters of a folder, each once, and those that follow them up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.letters: dict[str, Template] = {}
        self.seen: list[str] = []
        self.faults: list[Problem] = []

    def look(self, name: str) -> Iterator[tuple[str, str]]:
        """Read the letter of this name, if there is one; what is wrong where it is named, and a hint."""
        from outreach_sim.mail.own import lies_in, objection_to, read_own_letter

        if name in self.seen or not lies_in(self.folder, name):
            return
        if wrong := objection_to(self.folder, name):
            self.seen.append(name)
            yield wrong
            return
        if name in shipped_letters().ids:
            return  # what lies there is the shipped letter
        self.seen.append(name)
        if len(self.seen) > MAX_OWN:
            yield f"{name!r} is one letter too many", f"a scenario brings at most {MAX_OWN} of its own"
            return
        try:
            letter = read_own_letter(self.folder / f"{name}.md")
        except BadInputError as error:
            self.faults += error.problems
            yield f"the letter {name}.md is not sound", ""
            return
        if letter.stage == "reply":
            yield f"{name}.md is a reply", "a lab writes letters of the stage outreach or follow-up"
            return
        self.letters[name] = letter
        for follow_up in letter.follow_ups:
            yield from self.look(follow_up)
