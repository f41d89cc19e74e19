"""Letters that stand in a scenario itself, as tables of [[letters]]: their text, and where its places are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.paths import below, printable
from outreach_sim.inputs.text import lines_of
from outreach_sim.inputs.toml import Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.mail.own import LetterText, letter_text, lies_in
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.template import ROLES
from outreach_sim.scenario.schema import LetterTable

_FRONT = ("name", "stage", "senders", "subject", "follow_ups", "spacing_days", "outcome", "reason")


@dataclass(frozen=True, slots=True)
class InlineLetters:
    """The tables of [[letters]] that are valid by themselves.

    Attributes:
        named: ids of all tables, sound or not.
        texts: what they say, by id; each once.
        problems: why some cannot be used, at their places in the scenario.
    """

    named: list[str]
    texts: dict[str, LetterText]
    problems: list[Problem]


def inline_letters(document: Document, text: str, folder: Path) -> InlineLetters:
    """The letters that a scenario holds or names by file.

    Args:
        document: the scenario.
        text: what it was parsed from.
        folder: where files lie that it names.
    """
    tables = _tables(document.data.get("letters"))
    found = InlineLetters([str(table.get("id")) for table in tables], {}, [])
    for number, table in enumerate(tables):
        try:
            letter = LetterTable.model_validate(table)
        except ValidationError:
            continue  # the schema says what is wrong with it
        try:
            found.texts[letter.id] = _text_of(document, text, folder, number, letter, found)
        except BadInputError as error:
            found.problems.extend(error.problems)
    return found


def _tables(value: Any) -> list[dict[str, Any]]:
    return [table if isinstance(table, dict) else {} for table in value] if isinstance(value, list) else []


def _text_of(
    document: Document, text: str, folder: Path, number: int, letter: LetterTable, found: InlineLetters
) -> LetterText:
    where: Location = ("letters", number)
    if letter.id in found.texts:
        raise BadInputError(document.problem((*where, "id"), f"the letter {letter.id!r} is there twice"))
    if letter.id in shipped_letters().ids:
        message = f"{letter.id!r} comes with the program"
        raise BadInputError(document.problem((*where, "id"), message, "rename yours"))
    if letter.file is None:
        if lies_in(folder, letter.id):
            message = f"the letter {letter.id!r} stands here, and lies beside this file as {letter.id}.md"
            raise BadInputError(document.problem((*where, "id"), message, "rename one of them"))
        return _Table(document, text, number).letter_text(folder)
    if below(folder, letter.file) is None:
        message = "the file must lie inside the scenario's own folder"
        raise BadInputError(document.problem((*where, "file"), message))
    return letter_text(folder / letter.file, letter.id)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table as a letter: a line of front matter for each of its keys, then its body.

    Whatever is wrong is found in that text, by whoever reads letters, and told where it stands here.
    """

    document: Document
    text: str
    number: int

    def letter_text(self, folder: Path) -> LetterText:
        """The table as the file of a letter."""
        table, file = self._table(), printable(self.document.file)
        front = [f"{key} = {_as_toml(table[key])}" for key in self._keys()]
        written = "\n".join(["+++", *front, "+++", str(table["body"])])
        return LetterText(str(table["id"]), written, file, folder, self._told)

    def _table(self) -> dict[str, Any]:
        table = dict(self.document.data["letters"][self.number])
        stage = table.setdefault("stage", "outreach")
        table.setdefault("name", table["id"])
        if stage not in ("answer", "reply"):
            table.setdefault("senders", list(ROLES))
        return table

    def _keys(self) -> list[str]:
        table = self._table()
        return [key for key in _FRONT if key in table]

    def _told(self, found: Problem) -> Problem:
        """A problem of the letter's text at its place in the scenario."""
        front, keys = found.line - 2, self._keys()
        if 0 <= front < len(keys):
            return self._in_front(found, keys[front])
        if front > len(keys):
            return self._in_text(found, "body", front - len(keys) - 1, found.column - 1)
        return self._at(found, ())

    def _in_front(self, found: Problem, key: str) -> Problem:
        item = found.where.removeprefix(f"{key}.")
        inside = (int(item) - 1,) if item.isdigit() else ()
        told = self._at(found, (key, *inside))
        offset = found.column - len(f'{key} = "') - 1
        return self._in_text(found, key, 0, offset) if key == "subject" and offset > 0 else told

    def _in_text(self, found: Problem, key: str, line: int, offset: int) -> Problem:
        """At a character of a text, where it stands in the scenario as it is meant; else at its key."""
        told = self._at(found, (key,))
        if told.file != self.document.file or not told.line:
            return told
        start = next(self._starts(told, str(self._table()[key])), None)
        if start is None:
            return told
        column = start[1] + offset if line == 0 else offset + 1
        return replace(told, line=start[0] + line, column=column)

    def _starts(self, key: Problem, value: str) -> Iterator[tuple[int, int]]:
        """Where a text begins that is written behind this key word by word."""
        lines = lines_of(self.text)
        rest = "\n".join([lines[key.line - 1][key.column - 1 :], *lines[key.line :]])
        at = rest.find("\n".join(lines_of(value)), rest.find("=") + 1)
        if value and at >= 0:
            before = rest[:at].split("\n")
            column = len(before[-1]) + (key.column if len(before) == 1 else 1)
            yield key.line + len(before) - 1, column

    def _at(self, found: Problem, inside: Location) -> Problem:
        return self.document.problem(("letters", self.number, *inside), found.message, found.hint)


def _as_toml(value: Any) -> str:
    """Text, or a list of it, on one line: TOML reads what JSON writes, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
