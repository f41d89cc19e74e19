"""Letters of a user's own: read like shipped ones, checked as a sender would, named by their files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from outreach_sim.errors import BadInputError, Problem, UsageError
from outreach_sim.inputs.paths import below, is_slug, printable, problem, read_text, slug_of
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.text import lines_of
from outreach_sim.mail.proofread import complaints, warnings
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.template import (
    MAX_BYTES,
    Template,
    front_matter,
    gallery_folder,
    parse_template,
    read_template,
)

MAX_OWN = 4_000
"""So many letters of one's own there may be: each is measured before the first day."""
FOLDER = "letters"
"""A folder beside a scenario in which letters may lie, too."""


def _as_it_is(found: Problem) -> Problem:
    return found


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as it is written somewhere.

    Attributes:
        id: what it is called by.
        text: front matter and body.
        file: where it stands, as it may be printed.
        folder: where letters that follow it up may lie; ``None`` where none can.
        told: a problem of ``text``, at the place where the user sees it.
    """

    id: str
    text: str
    file: str
    folder: Path | None
    told: Callable[[Problem], Problem] = _as_it_is

    def read(self, others: Sequence[str] = ()) -> Template:
        """The letter or reply.

        Args:
            others: ids that may follow it up, besides the shipped ones and those in its folder.

        Raises:
            BadInputError: everything in it that is not allowed, or sure to be wrong.
        """
        try:
            template = parse_template(self.text, self.file, self.id)
            known = [*shipped_letters().ids, *others]
            problems = [*self._follow_up_problems(template, known)]
            problems += complaints(self.text, self.file, template)
            if problems:
                raise BadInputError(problems)
        except BadInputError as error:
            raise BadInputError([self.told(found) for found in error.problems]) from None
        return template

    def warnings(self) -> list[Problem]:
        """What looks wrong in a letter that ``read`` takes."""
        template = parse_template(self.text, self.file, self.id)
        return [self.told(found) for found in warnings(self.text, self.file, template)]

    def follow_up_problem(self, number: int, message: str, hint: str) -> Problem:
        """A problem with one of its follow-ups, counted from 0."""
        document = front_matter(self.text, self.file)
        return document.problem(("follow_ups", number), message, hint)

    def _follow_up_problems(self, template: Template, known: Sequence[str]) -> Iterator[Problem]:
        for number, name in enumerate(template.follow_ups):
            if name in known and name not in shipped_letters().ids:
                continue
            home = home_of(self.folder or gallery_folder(), name)
            if wrong := objection_to(home, name):
                yield self.follow_up_problem(number, *wrong)
            elif name not in known and not lies_in(home, name):
                yield self.follow_up_problem(number, *self._no_such(name, known))

    def _no_such(self, name: str, known: Sequence[str]) -> tuple[str, str]:
        nearby = [] if self.folder is None else letters_in(self.folder)
        close = get_close_matches(name, [*known, *nearby], 1)
        beside = "" if self.folder is None else f"a letter of your own is {name}.md beside this one"
        return f"there is no template {name!r}", f"did you mean {close[0]!r}?" if close else beside


def letter_text(path: Path, identity: str = "", folder: Path | None = None) -> LetterText:
    """What a file holds.

    Args:
        path: of the file.
        identity: what the letter is called by; its file's name, unless it is given another.
        folder: where letters that follow it up are named; that of the file, unless said otherwise.
    """
    text = read_text(path, MAX_BYTES)
    return LetterText(identity or path.stem, text, printable(path), folder or path.parent)


def named_letter(folder: Path, name: str) -> LetterText:
    """The letter of this name in a folder, which ``lies_in`` it."""
    return letter_text(_file_of(folder, name), folder=folder)


def read_own_letter(path: Path) -> Template:
    """A letter or reply of a user's own.

    Raises:
        BadInputError: everything in it that is not allowed, or sure to be wrong.
    """
    read_template(path)
    return letter_text(path).read()


def own_letter_warnings(path: Path) -> list[Problem]:
    """What looks wrong in a letter that ``read_own_letter`` takes."""
    return letter_text(path).warnings()


def check_name(name: str) -> None:
    """Refuse what cannot name a letter: it is a file's name, too.

    Raises:
        UsageError: with a name that can.
    """
    if not is_slug(name):
        message = f"{printable(name)[:60]!r} cannot name a letter"
        raise UsageError(f"{message}: lower-case letters, digits and hyphens can, as in {slug_of(name)!r}")


def folder_of_letters(folder: Path) -> tuple[list[LetterText], list[Problem]]:
    """Every letter of a folder, by name, and why files that are meant for one cannot be used.

    A file is meant for one if it ends in ``.md`` and begins as a letter does; others may lie beside it.

    Raises:
        BadInputError: there is no such folder, or more lies in it than can be letters.
    """
    found: list[LetterText] = []
    problems: list[Problem] = []
    for name in _markdown_in(folder):
        try:
            if wrong := objection_to(folder, name.removesuffix(".md")):
                raise problem(folder / name, *wrong)
            text = letter_text(folder / name)
            if lines_of(text.text)[0].strip() != "+++":
                continue
            if not is_slug(text.id):
                message = "a letter's file is named in lower-case letters, digits and hyphens"
                raise problem(folder / name, message, "rename it, as in warm-hello.md")
            if text.id not in shipped_letters().ids:  # else it is that letter
                found.append(text)
        except BadInputError as error:
            problems += error.problems
    return found, problems


def read_folder(folder: Path) -> dict[str, Template]:
    """Letters and replies of a folder, by id.

    Raises:
        BadInputError: everything that is wrong in any of them.
    """
    texts, problems = folder_of_letters(folder)
    found: dict[str, Template] = {}
    for text in texts:
        try:
            found[text.id] = text.read([other.id for other in texts])
        except BadInputError as error:
            problems += error.problems
    if problems:
        raise BadInputError(problems)
    return found


def _markdown_in(folder: Path) -> list[str]:
    """Names of files in a folder that may be letters, and of links that were meant for one."""
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".md") and (entry.is_symlink() or entry.is_file()):
                    names.append(entry.name)
                if len(names) > MAX_OWN:
                    message = f"there are more than {MAX_OWN:,} files .md in this folder"
                    raise problem(folder, message, f"at most {MAX_OWN:,} letters can be played with")
    except NotADirectoryError:
        raise problem(folder, "this is no folder", "name the folder in which the letters lie") from None
    except FileNotFoundError:
        raise problem(folder, "there is no such folder") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be a path"
        raise problem(folder, f"the folder cannot be read ({reason.lower()})") from None
    return sorted(names)


def _file_of(folder: Path, name: str) -> Path:
    """Where the letter of this name lies that is named in a folder: in it, else in ``FOLDER`` there."""
    beside, inside = folder / f"{name}.md", folder / FOLDER / f"{name}.md"
    return inside if _is_there(inside) and not _is_there(beside) else beside


def _is_there(path: Path) -> bool:
    """Whether there is a file, or a link that was meant for one."""
    return path.is_file() or path.is_symlink()


def lies_in(folder: Path, name: str) -> bool:
    """Whether a folder holds a letter of this name, or a link that was meant for one."""
    return _is_there(_file_of(folder, name))


def home_of(folder: Path, name: str) -> Path:
    """Where a letter of this name is found: in this folder, or else among those to learn from."""
    shelf = gallery_folder()
    return shelf if lies_in(shelf, name) and not lies_in(folder, name) else folder


def objection_to(folder: Path, name: str) -> tuple[str, str] | None:
    """Why the file of this name in a folder cannot be used as a letter: message and hint."""
    path, file = _file_of(folder, name), f"{name}.md"
    if not _is_there(path):
        return None
    if not path.is_file():
        return f"the letter {printable(file)} is a link that leads nowhere", "put the letter there"
    if below(folder, str(path.relative_to(folder))) is None:
        return f"the letter {printable(file)} is a link that leads out of its folder", "put a copy there"
    shipped = _shipped_file(name)
    if shipped is not None and read_text(shipped, MAX_BYTES) != read_text(path, MAX_BYTES):
        return f"{name!r} comes with the program, and {printable(path)} is another", "rename yours"
    return None


def letters_in(folder: Path) -> list[str]:
    """Names of all files that are found from a folder and could be letters, for hints."""
    folders = (folder, folder / FOLDER, gallery_folder())
    files = [path for one in folders for path in one.glob("*.md")]
    return sorted({path.stem for path in files if is_slug(path.stem)})


def _shipped_file(name: str) -> Path | None:
    """The letter of this name that comes with the program."""
    if name not in shipped_letters().ids:
        return None
    return shipped_folder("templates") / f"{name}.md"
