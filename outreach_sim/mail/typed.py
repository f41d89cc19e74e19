"""Letters that somebody types while a game is played: cleaned, checked as any letter is, and measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from jinja2 import nodes

from outreach_sim.errors import Problem, UsageError
from outreach_sim.inputs.text import clean, clean_lines
from outreach_sim.mail.compile import rows_of
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.lint import environment
from outreach_sim.mail.own import LetterText, check_name, lies_in, named_letter
from outreach_sim.mail.readership import Readership
from outreach_sim.mail.template import UNDER_A_THREAD, Template, parse_template, shipped_templates
from outreach_sim.market.letters import LetterTables
from outreach_sim.market.session import Session

FILE = "your letter"
"""What errors call a letter that lies in no file."""
PREFIX = "own-"
_NAME_LENGTH, _FAR_TOO_LONG = 60, 100_000
_SUBJECT = 'subject = "'


def typed_letter(
    subject: str,
    body: str,
    *,
    stage: str = "outreach",
    senders: Sequence[str],
    follow_ups: Sequence[str] = (),
    spacing_days: Sequence[int] = (),
    name: str = "",
    id: str | None = None,  # noqa: A002
) -> LetterText:
    """A letter as somebody types it: what a file of it would hold.

    Characters that nobody could read go; fields such as ``{{ first_name }}`` are kept, the rest is text.

    Args:
        subject: on one line; an answer has none of its own.
        body: at most 8,000 characters.
        stage: ``outreach``, ``follow-up`` or ``answer``.
        senders: roles that may sign it; an answer is signed by whoever the thread is with.
        follow_ups: ids of the mails after it; whether there are such letters is asked where it is written.
        spacing_days: days before each of them.
        name: as shown in lists; the subject, where it is empty.
        id: what it is called by; else ``own-`` and the first 8 hex digits of a hash of what it says.

    Raises:
        BadInputError: everything that no letter may hold; line and column are those of what was typed.
        UsageError: the id can be none.
    """
    letter = typed_text(subject, body, stage, senders, follow_ups, spacing_days, name, id)
    check_name(letter.id)
    letter.read(follow_ups)
    return letter


def typed_text(
    subject: str,
    body: str,
    stage: str,
    senders: Sequence[str],
    follow_ups: Sequence[str] = (),
    spacing_days: Sequence[int] = (),
    name: str = "",
    identity: str | None = None,
) -> LetterText:
    """The same, cleaned and not yet read."""
    subject, body = clean(subject, _FAR_TOO_LONG), clean_lines(body[:_FAR_TOO_LONG])
    says: dict[str, Any] = {"stage": stage}
    if stage not in UNDER_A_THREAD:
        says |= {"senders": list(senders), "subject": subject}
    if follow_ups:
        says["follow_ups"] = list(follow_ups)
    if spacing_days:
        says["spacing_days"] = list(spacing_days)
    shown = clean(name) or subject[:_NAME_LENGTH].strip() or FILE
    front = [f"{key} = {_as_toml(value)}" for key, value in ({"name": shown} | says).items()]
    text = "\n".join(["+++", *front, "+++", body])
    return LetterText(identity or _identity(says, body), text, FILE, None, partial(_told, front))


def _identity(says: Mapping[str, Any], body: str) -> str:
    said = json.dumps([says, body.strip()], sort_keys=True)
    return PREFIX + hashlib.sha256(said.encode("ascii")).hexdigest()[:8]


def _told(front: Sequence[str], found: Problem) -> Problem:
    """A problem of the letter's file at its place in what was typed."""
    first = len(front) + 2
    if found.line > first:
        return replace(found, line=found.line - first)
    key = front[found.line - 2].partition(" ")[0] if 2 <= found.line < first else ""
    column = max(found.column - len(_SUBJECT), 1) if key == "subject" else 0
    return replace(found, line=1 if column else 0, column=column, where=found.where or key)


def _as_toml(value: Any) -> str:
    """Text, numbers or a list on one line: TOML reads what JSON writes, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def follow_ups_first(text: LetterText, known: Container[str]) -> list[LetterText]:
    """A letter, behind those that follow it up and lie in its folder, each behind its own.

    Args:
        text: it is last; those in no folder are alone.
        known: ids of letters that there are already.

    Raises:
        BadInputError: one of them cannot be read.
        UsageError: two follow each other up.
    """
    return list(_with_follow_ups(text, known, {}, ()))


def _with_follow_ups(
    text: LetterText, known: Container[str], found: dict[str, LetterText], above: tuple[str, ...]
) -> Iterator[LetterText]:
    found[text.id] = text
    for name in parse_template(text.text, text.file, text.id).follow_ups:
        if name in (*above, text.id) and name != text.id:
            raise UsageError(f"{text.id!r} and {name!r} follow each other up, which no letter of a game can")
        if name not in known and name not in found and text.folder and lies_in(text.folder, name):
            other = named_letter(text.folder, name)
            yield from _with_follow_ups(other, known, found, (*above, text.id))
    yield text


def row_of(
    template: Template,
    tables: LetterTables,
    known: Mapping[str, Template],
    readers: Readership | None = None,
) -> LetterTables:
    """The row of a letter, measured, to come behind those that there are.

    Args:
        template: its follow-ups are itself or have rows already.
        tables: of the letters that there are.
        known: letters by id, the shipped ones or others, that there are.
        readers: everybody who may be written to; nobody's values stand in it where it is left out.
    """
    every = {**shipped_templates(), **known, template.id: template}
    return rows_of([template], tables.ids, every, readers)


def write(
    session: Session,
    template: Template,
    known: Mapping[str, Template] | None = None,
    readers: Readership | None = None,
) -> int:
    """Add a letter to a world that is being played; returns its place among the letters.

    One of its name that is there already is that letter.

    Args:
        session: between two of its days.
        template: as ``LetterText.read`` returns it.
        known: letters that are not shipped and may follow it up, by id; they are written already.
        readers: as in ``row_of``.

    Raises:
        UsageError: there are as many letters as a game can have.
    """
    ids = session.setup.letters.ids
    if template.id in ids:
        return ids.index(template.id)
    return session.write(row_of(template, session.setup.letters, known or {}, readers))


def fields_in(template: Template) -> tuple[str, ...]:
    """Fields that a letter has in its subject or text, in the order of the list of all."""
    names = {
        node.name
        for source in (template.subject, template.body)
        for node in environment().parse(source).find_all(nodes.Name)
    }
    return tuple(name for name in FIELDS if name in names)
