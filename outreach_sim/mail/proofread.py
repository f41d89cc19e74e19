"""Reads a letter as its sender would before it goes out: what is sure to be wrong, and what looks wrong.

The lint says what no template may hold; here is what a letter may hold and should not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from outreach_sim.errors import Problem
from outreach_sim.formatting import counted
from outreach_sim.mail.features import holes, measure_text
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.foreign import foreign_fields, without_tags
from outreach_sim.mail.letter import MAX_SUBJECT, filled
from outreach_sim.mail.lint import tests_of_values
from outreach_sim.mail.template import Template, front_matter, split, subject_place
from outreach_sim.mail.texts import values_for
from outreach_sim.market.letters import KNOWN_MASKS

SHOWN_SUBJECT = 78
"""Characters of a line that RFC 5322 asks for; lists of mails show fewer."""
MAX_WARNINGS = 50
SHOUTED = 8
"""Letters in capitals from which on a subject is no acronym."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HTML = re.compile(
    r"</?(?:br|div|span|strong|em|ul|ol|li|h[1-6]|table|tbody|tr|td|th|center|html|body|head|style|hr|blockquote)"
    r"(?:\s[^<>\n]{0,200})?/?>"
    r"|<(?:a|img|font|p|link|meta)\s[^<>\n]{1,300}>"
    r"|(?<!\w)<[biup]>|</(?:[abiup]|font)>",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"(?<!\w)(?:TODO|FIXME|TBD|TBC|PLACEHOLDER|[Xx]{3,})(?!\w)"
    r"|\b[Ll]orem ipsum\b|\bLOREM IPSUM\b|(?<=\S )_{3,}|_{3,}(?=[,.])"
)
_GREETS_NOBODY = re.compile(
    r"[^\W\d_][^,\n]{0,40}?\s+,.*"
    r"|(?:dear|hello|hi|hey|hallo|liebe[rs]?|liebe/r|sehr geehrte[rs]?|guten tag|cher|chère)\s+[!:]"
    r"|(?:dear|liebe[rs]?|liebe/r|sehr geehrte[rs]?|cher|chère)\s*[,!:]?",
    re.IGNORECASE,
)
"""A first line that greets nobody."""
_SAY_ELSE = 'write {{ topic | default("your work") }}, or {% if topic %} … {% else %} … {% endif %}'


def complaints(text: str, file: str, template: Template) -> Iterator[Problem]:
    """What is sure to be wrong with a letter that the lint has passed.

    Args:
        text: the file's.
        file: as the user named it.
        template: what was made of it.
    """
    _, body, first_line = split(text, file)
    if template.subject:
        line, column = _subject_place(text, file)(0)
        length = longest(template.subject)
        if length > MAX_SUBJECT:
            message = (
                f"the subject has {counted(length, 'character')}, of which only {MAX_SUBJECT} would be sent"
            )
            yield Problem(file, line, column, "subject", message, "make it shorter")
        elif who := _nothing_for(template.subject):
            yield Problem(file, line, column, "subject", f"the subject is empty {who}", _SAY_ELSE)
    if who := _nothing_for(body):
        yield Problem(
            file, first_line + _blank_lines_before(body), 1, "", f"the letter is empty {who}", _SAY_ELSE
        )


def warnings(text: str, file: str, template: Template) -> list[Problem]:
    """What looks wrong with a letter that can be sent all the same, in the order of the file."""
    _, body, first_line = split(text, file)
    found = [_problem(file, mark, _place(body, mark.start, first_line)) for mark in _marks(body)]
    found += [_problem(file, mark, (first_line + _blank_lines_before(body), 1)) for mark in _greeting(body)]
    if template.stage != "reply":
        found += _tests_of_values(body, file, first_line)
    if template.subject:
        place = _subject_place(text, file)
        marks = [*_marks(template.subject), *_loud_or_long(template.subject)]
        found += [_problem(file, mark, place(mark.start)) for mark in marks]
    found.sort(key=lambda problem: (problem.line, problem.column))
    rest = len(found) - MAX_WARNINGS
    if rest > 0:
        found[MAX_WARNINGS:] = [Problem(file, 0, 0, "", f"and {rest} more places that look wrong")]
    return found


def needed_facts(template: Template) -> tuple[str, ...]:
    """Contact facts without which subject or body has a hole, for want of a fallback."""
    missing: set[str] = set()
    for known in range(KNOWN_MASKS):
        for source in (template.subject, template.body):
            missing.update(holes(source, values_for(known)))
    return tuple(name for name in FIELDS if name in missing)


def longest(source: str) -> int:
    """Characters of a text where it is longest, inserted values counted at their nominal widths."""
    return max(measure_text(source, values_for(known)).length for known in range(KNOWN_MASKS))


class _Mark(NamedTuple):
    """Something that looks wrong, and where in its text it starts."""

    start: int
    message: str
    hint: str


def _marks(source: str) -> Iterator[_Mark]:
    """What looks wrong in any text of a letter."""
    for field in foreign_fields(source):
        yield _Mark(field.start, f"{field.text!r} looks like a field of another program", field.hint)
    text = without_tags(source)
    for match in _HTML.finditer(text):
        yield _Mark(match.start(), f"{match[0]!r} is HTML and would be read as it stands", "write plain text")
    for match in _ENTITY.finditer(text):
        if (meant := html.unescape(match[0])) != match[0]:
            hint = f"write {meant!r}" if meant.isprintable() and not meant.isspace() else "write a space"
            yield _Mark(match.start(), f"{match[0]!r} is HTML and would be read as it stands", hint)
    for match in _LEFTOVER.finditer(text):
        yield _Mark(match.start(), f"{match[0]!r} looks left over from a draft", "write what is meant")


def _loud_or_long(subject: str) -> Iterator[_Mark]:
    length = longest(subject)
    if length > SHOWN_SUBJECT:
        message = f"the subject has {counted(length, 'character')}, and lists of mails cut it off"
        yield _Mark(0, message, f"make it {SHOWN_SUBJECT} at most")
    own = without_tags(subject)
    if own.isupper() and sum(letter.isupper() for letter in own) >= SHOUTED:
        yield _Mark(0, "the subject is all in capitals", "write it as a sentence")


def _greeting(body: str) -> Iterator[_Mark]:
    """A first line such as "Hello ," which greets nobody."""
    for known in range(KNOWN_MASKS - 1, -1, -1):
        first = filled(body, values_for(known)).split("\n", 1)[0]
        if _GREETS_NOBODY.fullmatch(first.strip()):
            who = "" if known == KNOWN_MASKS - 1 else f" {_where_missing(known)}"
            yield _Mark(0, f"the greeting has no name{who}", "write {{ first_name }}")
            return


def _tests_of_values(body: str, file: str, first_line: int) -> Iterator[Problem]:
    """Where a letter asks what a fact says: the market knows only whether there is one."""
    for problem in tests_of_values(body, file, first_line):
        message = f"people are weighed as if {problem.where} said something else"
        yield replace(
            problem, where="", message=message, hint="their letters differ, what they think of them does not"
        )


def _nothing_for(source: str) -> str:
    """For whom a text comes out empty, as a part of a sentence; empty where it always says something."""
    for known in range(KNOWN_MASKS - 1, -1, -1):
        if not filled(source, values_for(known)):
            return _where_missing(known)
    return ""


def _where_missing(known: int) -> str:
    facts = [name for name, field in FIELDS.items() if field.fact is not None]
    missing = [name for name in facts if not values_for(known)[name]]
    if not missing:
        return "where everything is known of a person"
    return f"where {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not known of a person"


def _subject_place(text: str, file: str) -> Callable[[int], tuple[int, int]]:
    document = front_matter(text, file)
    return lambda offset: subject_place(document, text, offset)


def _place(source: str, start: int, first_line: int) -> tuple[int, int]:
    line_start = source.rfind("\n", 0, start) + 1
    return first_line + source.count("\n", 0, start), start - line_start + 1


def _blank_lines_before(body: str) -> int:
    return body[: len(body) - len(body.lstrip())].count("\n")


def _problem(file: str, mark: _Mark, place: tuple[int, int]) -> Problem:
    return Problem(file, *place, "", mark.message, mark.hint)
