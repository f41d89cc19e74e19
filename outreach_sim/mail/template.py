"""A template file: TOML front matter between ``+++`` lines, then the letter."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.formatting import counted
from outreach_sim.inputs.characters import named
from outreach_sim.inputs.paths import is_slug, printable, read_text
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.text import clean, clean_lines, lines_of, strangers
from outreach_sim.inputs.toml import Document, parse
from outreach_sim.mail.steps import FROM_CANDIDATE, Reason, Step
from outreach_sim.market.letters import MOST_MAILS, MOST_SPACING_DAYS

MAX_BYTES = 40 * 1024
"""Room for the most characters that a letter may have, in any script, and its front matter."""
MAX_SUBJECT = 300
MAX_LESSON = 1_000
MAX_STRANGERS = 10
"""Characters of a letter that cannot stand there and are told one by one."""
_CANNOT = "cannot stand in a letter"
STAGES = ("outreach", "follow-up", "answer", "reply")
_LETTERS = STAGES[:2]
_OF_LABS = STAGES[:3]
"""What a lab writes, and is measured."""
UNDER_A_THREAD = ("answer", "reply")
"""Who writes, and under which subject, follows from their thread."""
ROLES = ("recruiter", "hiring-manager", "ceo")
"""Who signs for a lab."""
_KEYS = {
    "name": str, "stage": str, "senders": list, "subject": str, "follow_ups": list,
    "spacing_days": list, "outcome": str, "reason": str, "teaches": str,
}  # fmt: skip
_REQUIRED = {
    "outreach": ("name", "stage", "senders", "subject"),
    "follow-up": ("name", "stage", "senders", "subject"),
    "answer": ("name", "stage"),
    "reply": ("name", "stage", "outcome"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """One letter to be filled in.

    Attributes:
        id: file name without its ending.
        name: as shown in lists.
        stage: ``outreach`` opens an approach, ``follow-up`` comes later in it, ``answer`` is what a lab says
            to whoever has answered, ``reply`` words what comes after an answer, from either side.
        senders: roles that may sign it.
        subject, body: allow-listed Jinja text; an answer or reply goes under the subject of its thread.
        follow_ups: templates of the mails after it when this one opens, at most five; then it ends.
        spacing_days: days before each of them, as far as they are given; then the rules say how many.
        outcome: for replies, the ``steps.Step`` they word.
        reason: the ``steps.Reason`` they give, or empty.
    """

    id: str
    name: str
    stage: str
    senders: tuple[str, ...]
    subject: str
    body: str
    follow_ups: tuple[str, ...]
    outcome: str
    reason: str = ""
    teaches: str = ""
    spacing_days: tuple[int, ...] = ()


def parse_template(text: str, file: str, identity: str) -> Template:
    """A checked template.

    Raises:
        BadInputError: everything wrong with front matter, subject and body, with line and column.
    """
    with suppress(BadInputError):  # it names no file
        return _faultless(text, identity)
    return _checked(text, file, identity)


@lru_cache(maxsize=256)
def _faultless(text: str, identity: str) -> Template:
    """The template of a text in which nothing is wrong: the same in whichever file, so it is read once."""
    return _checked(text, "", identity)


def _checked(text: str, file: str, identity: str) -> Template:
    from outreach_sim.mail import lint

    _, body, first_line = split(text, file)
    try:
        document, problems = front_matter(text, file), []
    except BadInputError as error:  # no TOML; the body can be looked at all the same
        document, problems = None, list(error.problems)
    if document is not None:
        problems += _front_problems(document) + _subject_problems(document, text)
    # Whether it is a letter or a reply, only front matter that can be read says.
    letter = document is not None and document.data.get("stage", STAGES[0]) in _OF_LABS
    problems += lint.check(body, file, first_line, letter) + _strangers_in(body, file, first_line)
    if not body.strip():
        problems.append(Problem(file, first_line, 1, "", "the letter is empty"))
    if problems or document is None:
        raise BadInputError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    data: Mapping[str, Any] = document.data
    return Template(
        id=identity,
        name=clean(data["name"], 100),
        stage=data["stage"],
        senders=tuple(data["senders"]) if "senders" in data else _writers(data.get("outcome", "")),
        subject=clean(data.get("subject", ""), MAX_SUBJECT),
        body=clean_lines(body).strip(),
        follow_ups=tuple(data.get("follow_ups", ())),
        outcome=data.get("outcome", ""),
        reason=data.get("reason", ""),
        teaches=clean(data.get("teaches", ""), MAX_LESSON),
        spacing_days=tuple(data.get("spacing_days", ())),
    )


def _writers(outcome: str) -> tuple[str, ...]:
    """Who writes about a step: the candidate, or whichever role of the lab the thread is with."""
    return ("candidate",) if outcome in FROM_CANDIDATE else ROLES


def split(text: str, file: str) -> tuple[str, str, int]:
    """Front matter, body, and the line of the file on which the body starts.

    Raises:
        BadInputError: it has no front matter.
    """
    lines = lines_of(text)
    if lines[0].strip() != "+++":
        raise BadInputError(Problem(file, 1, 1, "", "a template starts with a line +++ and its front matter"))
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "+++":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise BadInputError(Problem(file, 1, 1, "", "the front matter has no closing line +++"))


def front_matter(text: str, file: str) -> Document:
    """The front matter, its places those of the file.

    Raises:
        BadInputError: there is none, or it is not TOML.
    """
    front, _, _ = split(text, file)
    try:
        return parse("\n" + front, file)
    except BadInputError as error:
        raise BadInputError([_as_toml(problem, text) for problem in error.problems]) from None


def _as_toml(problem: Problem, text: str) -> Problem:
    """The same with a hint where a line is written as YAML, as other programs have it."""
    line = lines_of(text)[max(problem.line - 1, 0)].strip()
    key = line.partition(":")[0].strip()
    return replace(problem, hint=f'write {key} = "…"') if ":" in line and key in _KEYS else problem


def _strangers_in(body: str, file: str, first_line: int) -> list[Problem]:
    """Every character of a letter that nobody could read in it, or that would steer whoever shows it."""
    found = [
        Problem(file, line, place + 1, "", f"the character {named(character)} {_CANNOT}", "leave it out")
        for line, text in enumerate(body.split("\n"), start=first_line)
        for place, character in strangers(text)
    ]
    rest = len(found) - MAX_STRANGERS
    if rest > 0:
        last = found[MAX_STRANGERS]
        message = f"and {counted(rest, 'more character')} that {_CANNOT}"
        found[MAX_STRANGERS:] = [Problem(file, last.line, last.column, "", message)]
    return found


def _front_problems(document: Document) -> list[Problem]:
    problems, data = [], document.data
    for key, value in data.items():
        if key not in _KEYS:
            close = get_close_matches(key, list(_KEYS), 1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(_KEYS)}"
            problems.append(document.problem((key,), f"unknown key {clean(key, 60)!r}", hint))
        elif not isinstance(value, _KEYS[key]):
            kind = "text in quotes" if _KEYS[key] is str else "a list in brackets"
            problems.append(document.problem((key,), f"must be {kind}"))
    # What a stage that there is not would need, nobody knows.
    required = _REQUIRED.get(str(data.get("stage", STAGES[0])), ("name", "stage"))
    missing = [key for key in required if key not in data]
    problems += [document.problem((), f"the key {key!r} is missing") for key in missing]
    return problems + _value_problems(document, _sound(data))


def _sound(data: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that there are, with values of their kind."""
    return {key: value for key, value in data.items() if key in _KEYS and isinstance(value, _KEYS[key])}


def _value_problems(document: Document, data: Mapping[str, Any]) -> list[Problem]:
    problems, stage = [], data.get("stage")
    if "name" in data and not clean(data["name"]):
        problems.append(document.problem(("name",), "must hold something that can be shown"))
    if stage is not None and stage not in STAGES:
        problems.append(document.problem(("stage",), f"must be one of {', '.join(STAGES)}"))
    of_replies = [key for key in ("outcome", "reason") if key in data and stage in _OF_LABS]
    problems += [document.problem((key,), "belongs to replies only") for key in of_replies]
    if stage in UNDER_A_THREAD:
        return problems + _thread_problems(document, data, str(stage))
    senders = data.get("senders")
    if senders is not None and not (senders and all(sender in ROLES for sender in senders)):
        problems.append(document.problem(("senders",), f"must be some of {', '.join(ROLES)}"))
    follow_ups = data.get("follow_ups", [])
    if len(follow_ups) >= MOST_MAILS or not all(isinstance(f, str) and is_slug(f) for f in follow_ups):
        message = f"must be at most {MOST_MAILS - 1} template ids"
        problems.append(document.problem(("follow_ups",), message))
    return problems + _spacing_problems(document, data)


def _spacing_problems(document: Document, data: Mapping[str, Any]) -> list[Problem]:
    spacing, mails = data.get("spacing_days", []), len(data.get("follow_ups", []))
    where = ("spacing_days",)
    if not all(type(days) is int and 1 <= days <= MOST_SPACING_DAYS for days in spacing):
        message = f"must be whole days from 1 to {MOST_SPACING_DAYS}"
        return [document.problem(where, message, "as in spacing_days = [3, 7]")]
    if len(spacing) > mails:
        message = f"has {counted(len(spacing), 'wait')} for {counted(mails, 'follow-up')}"
        return [document.problem(where, message, "name a letter in follow_ups for each of them")]
    return []


def _subject_problems(document: Document, text: str) -> list[Problem]:
    """What is wrong with the text of the subject, at its place in the file."""
    subject = _sound(document.data).get("subject")
    if subject is None or document.data.get("stage") in UNDER_A_THREAD:
        return []
    from outreach_sim.mail import lint

    if not subject.strip():
        hint = "say in a few words what the letter is about"
        return [document.problem(("subject",), "the subject is empty", hint)]
    problems = []
    if wrong := _not_plain(subject):
        message = f"must be one line of plain text, at most {MAX_SUBJECT} characters{wrong}"
        problems.append(document.problem(("subject",), message))
    for found in lint.check(subject, document.file, letter=document.data.get("stage", STAGES[0]) in _LETTERS):
        line, column = subject_place(document, text, found.column - 1)
        problems.append(replace(found, line=line, column=column))
    return problems


def subject_place(document: Document, text: str, offset: int) -> tuple[int, int]:
    """Line and column at which a character of the subject stands in the file's text."""
    line, column = document.place(("subject",))
    written, subject = lines_of(text)[line - 1], document.data["subject"]
    at = written.find(subject, written.find("=", column) + 1)
    # Where the value is written with escapes or over several lines, its key has to do for a place.
    return line, column if at < 0 else at + offset + 1


def _not_plain(subject: str) -> str:
    """Why a subject is no line of plain text; empty where it is one."""
    first = next(strangers(subject), None)
    if first is not None:
        return f"; it holds {named(first[1])}"
    return f"; it has {len(subject)}" if len(subject) > MAX_SUBJECT else ""


def _thread_problems(document: Document, data: Mapping[str, Any], stage: str) -> list[Problem]:
    """What is wrong with an answer or a reply, besides what is wrong with any letter."""
    problems = []
    for key, known in (("outcome", list(Step)), ("reason", list(Reason))):
        if stage == "reply" and key in data and data[key] not in known:
            close = get_close_matches(data[key], known, 1)
            hint = f"did you mean {close[0].value!r}?" if close else f"known are {', '.join(known)}"
            problems.append(document.problem((key,), f"there is no {key} {clean(data[key], 60)!r}", hint))
    for key in ("senders", "subject", "follow_ups", "spacing_days"):
        if key in document.data:
            a = "an answer" if stage == "answer" else "a reply"
            message = f"{a} has no such key: who writes, and under which subject, follows from its thread"
            problems.append(document.problem((key,), message))
    return problems


def read_template(path: Path) -> Template:
    """A template from a file; its id is the file's name."""
    problems = []
    if not is_slug(path.stem):
        message = "the file name must be a slug such as warm-hello.md"
        problems.append(Problem(printable(path), 0, 0, "", message))
    text = read_text(path, MAX_BYTES)
    try:
        found = parse_template(text, printable(path), path.stem)
    except BadInputError as error:
        raise BadInputError([*problems, *error.problems]) from None
    if problems:
        raise BadInputError(problems)
    return found


def load_templates(folder: Path, besides: Container[str] = ()) -> Mapping[str, Template]:
    """All templates of a folder by id, sorted; a follow-up that names nothing is an error.

    Args:
        folder: where they lie.
        besides: ids of others that may follow them up.

    Raises:
        BadInputError: problems of all files.
    """
    problems: list[Problem] = []
    found: dict[str, Template] = {}
    for path in sorted(folder.glob("*.md")):
        try:
            found[path.stem] = read_template(path)
        except BadInputError as error:
            problems += error.problems
    for template in found.values():
        for other in template.follow_ups:
            if other not in found and other not in besides:
                message = f"follows up with {other!r}, which is no template"
                problems.append(Problem(f"{template.id}.md", 1, 1, "follow_ups", message))
    if problems:
        raise BadInputError(problems)
    return found


@cache
def shipped_templates() -> Mapping[str, Template]:
    """The letters that come with the program."""
    return load_templates(shipped_folder("templates"))


def gallery_folder() -> Path:
    """Where letters to learn from lie."""
    return shipped_folder("templates") / "gallery"


def gallery_ids() -> list[str]:
    """What letters to learn from are called."""
    return sorted(path.stem for path in gallery_folder().glob("*.md"))


@cache
def gallery() -> Mapping[str, Template]:
    """Letters that come with the program to be learnt from; a scenario may name them."""
    return load_templates(gallery_folder(), shipped_templates())


def letters(templates: Mapping[str, Template]) -> Sequence[Template]:
    """Those that a lab writes, in index order: sorted by id."""
    return [templates[key] for key in sorted(templates) if templates[key].stage != "reply"]
