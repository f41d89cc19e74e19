"""Letters of a user's own: read like shipped ones, checked as a sender would, named by their files."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.paths import below, is_slug, printable, read_text
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.mail.proofread import complaints, warnings
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.template import MAX_BYTES, Template, front_matter, read_template


def read_own_letter(path: Path) -> Template:
    """A letter or reply of a user's own.

    Raises:
        BadInputError: everything in it that is not allowed, or sure to be wrong.
    """
    template = read_template(path)
    text = read_text(path, MAX_BYTES)
    problems = [*_follow_up_problems(path, text, template), *complaints(text, printable(path), template)]
    if problems:
        raise BadInputError(problems)
    return template


def own_letter_warnings(path: Path) -> list[Problem]:
    """What looks wrong in a letter that ``read_own_letter`` takes."""
    return warnings(read_text(path, MAX_BYTES), printable(path), read_template(path))


def lies_in(folder: Path, name: str) -> bool:
    """Whether a folder holds a letter of this name, or a link that was meant for one."""
    path = folder / f"{name}.md"
    return path.is_file() or path.is_symlink()


def objection_to(folder: Path, name: str) -> tuple[str, str] | None:
    """Why the file of this name in a folder cannot be used as a letter: message and hint."""
    file = f"{name}.md"
    if not lies_in(folder, name):
        return None
    if not (folder / file).is_file():
        return f"the letter {file} is a link that leads nowhere", "put the letter there"
    if below(folder, file) is None:
        return f"the letter {file} is a link that leads out of its folder", "put a copy there"
    shipped = _shipped_file(name)
    if shipped is not None and read_text(shipped, MAX_BYTES) != read_text(folder / file, MAX_BYTES):
        return f"{name!r} comes with the program, and another {file} lies beside this file", "rename yours"
    return None


def letters_in(folder: Path) -> list[str]:
    """Names of all files in a folder that could be letters, for hints."""
    return sorted(path.stem for path in folder.glob("*.md") if is_slug(path.stem))


def _shipped_file(name: str) -> Path | None:
    """The letter of this name that comes with the program."""
    folder = shipped_folder("templates")
    return folder / f"{name}.md" if lies_in(folder, name) else None


def _follow_up_problems(path: Path, text: str, template: Template) -> Iterator[Problem]:
    document = front_matter(text, printable(path))
    for number, name in enumerate(template.follow_ups):
        where = ("follow_ups", number)
        if wrong := objection_to(path.parent, name):
            yield document.problem(where, *wrong)
        elif name not in shipped_letters().ids and not lies_in(path.parent, name):
            close = get_close_matches(name, [*shipped_letters().ids, *letters_in(path.parent)], 1)
            hint = (
                f"did you mean {close[0]!r}?"
                if close
                else f"a letter of your own is {name}.md beside this one"
            )
            yield document.problem(where, f"there is no template {name!r}", hint)
