"""The mails of a letter as the player has them: those of a template, or changed. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.mail.one_reader import text_for
from outreach_sim.mail.own import LetterText
from outreach_sim.mail.template import Template
from outreach_sim.mail.typed import typed_letter


@dataclass(frozen=True, slots=True)
class Words:
    """One mail.

    Attributes:
        letter: id of the letter it began as.
        subject, body: as they stand in the editor.
        own: whether the player has changed anything.
        days: after the mail before it; 0 for the first.
    """

    letter: str
    subject: str
    body: str
    own: bool = False
    days: int = 0

    def typed(self, subject: str, body: str, plain: Words) -> Words:
        """The same with another text, which may be that of the letter again."""
        return replace(self, subject=subject, body=body, own=(subject, body) != (plain.subject, plain.body))


Mails = tuple[Words, ...]
"""A letter and those that follow it up; empty for a template with all that it has."""


def as_it_stands(template: Template, values: Mapping[str, str] | None, days: int = 0) -> Words:
    """A letter before anything is changed.

    Args:
        template: which.
        values: of the one person whom it goes to, and who is filled in; ``None`` where it goes to several.
        days: after the mail before it.
    """
    subject, body = (template.subject, template.body) if values is None else text_for(template, values)
    return Words(template.id, subject, body, days=days)


def letter_text(words: Words, template: Template, sender: str) -> LetterText:
    """One mail as a letter of the player's own, signed by this role.

    Raises:
        BadInputError: everything that no letter may hold, at its line and column.
    """
    if words.own:
        return _typed(words.subject, words.body, template.stage, sender)
    return _typed(template.subject, template.body, template.stage, sender)


@lru_cache(maxsize=64)
def _typed(subject: str, body: str, stage: str, sender: str) -> LetterText:
    return typed_letter(subject, body, stage=stage, senders=(sender,))


@lru_cache(maxsize=64)
def _read(text: LetterText) -> Template:
    return text.read()


def templates_of(mails: Mails, known: Mapping[str, Template], sender: str) -> list[Template]:
    """The mails as templates.

    Args:
        mails: as the player has them.
        known: letters by id, those they began as among them.
        sender: the role that signs.

    Raises:
        BadInputError: everything in any of them that no letter may hold.
    """
    found: list[Template] = []
    problems: list[Problem] = []
    for number, words in enumerate(mails, start=1):
        template = known[words.letter]
        try:
            found.append(_read(letter_text(words, template, sender)) if words.own else template)
        except BadInputError as error:
            problems += [in_mail(problem, number) for problem in error.problems]
    if problems:
        raise BadInputError(problems)
    return found


def in_mail(problem: Problem, number: int) -> Problem:
    """A problem of a mail, whose place says which of them it is."""
    return replace(problem, file=f"mail {number}")


def remarks(words: Words, template: Template, sender: str) -> tuple[list[Problem], list[Problem]]:
    """What no letter may hold, and what looks wrong in one that can be sent; in the order of the text."""
    try:
        text = letter_text(words, template, sender)
    except BadInputError as error:
        return list(error.problems), []
    return [], list(_warnings(text))


@lru_cache(maxsize=64)
def _warnings(text: LetterText) -> Sequence[Problem]:
    return tuple(text.warnings())
