"""Letters that a player keeps for other games: files in a folder beside that of the saves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from outreach_sim.errors import BadInputError, RunError, UsageError
from outreach_sim.inputs.paths import is_slug, printable
from outreach_sim.inputs.writing import reason, write_text
from outreach_sim.mail.own import FOLDER, LetterText, check_name, folder_of_letters, letter_text
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.storage.saves.places import data_folder


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies there.

    Attributes:
        letters: those that are sound, by id, replies among them.
        skipped: why others are not taken, a sentence each, without its end.
    """

    letters: Mapping[str, LetterText]
    skipped: tuple[str, ...] = ()


def shelf_folder() -> Path:
    """The folder; it need not be there yet.

    Raises:
        RunError: nobody knows where it would be.
    """
    return data_folder() / FOLDER


def look_over() -> Shelf:
    """Everything on the shelf; whatever lies there, nothing is raised."""
    try:
        folder = shelf_folder()
        if not os.path.lexists(folder):
            return Shelf({})
        texts, problems = folder_of_letters(folder)
    except RunError as error:
        return Shelf({}, (str(error),))
    except BadInputError as error:
        return Shelf({}, tuple(map(str, error.problems)))
    skipped = [str(problem) for problem in problems]
    letters: dict[str, LetterText] = {}
    for text in texts:
        try:
            text.read([other.id for other in texts])
            letters[text.id] = text
        except BadInputError as error:
            skipped += [str(problem) for problem in error.problems[:1]]
    return Shelf(letters, tuple(skipped))


def kept_letters() -> dict[str, LetterText]:
    """The sound letters on the shelf, by id."""
    return dict(look_over().letters)


def kept_file(named: Path) -> Path:
    """The file that is meant: where nothing of this name lies here, that of the letter on the shelf."""
    if os.path.lexists(named) or not is_slug(str(named)):
        return named
    kept = look_over().letters.get(str(named))
    return named if kept is None else shelf_folder() / f"{kept.id}.md"


def keep_letter(text: LetterText, name: str) -> Path:
    """Put a letter on the shelf, under a name; what lies there is never written over.

    Args:
        text: its follow-ups are shipped, or lie there already.
        name: what it is called by from now on.

    Returns:
        Its file; that of the same letter where it lies there already.

    Raises:
        UsageError: the name cannot be one, or something else is called so.
        BadInputError: everything in it that is not allowed, or sure to be wrong.
        RunError: the folder cannot be made.
    """
    check_name(name)
    if name in shipped_letters().ids:
        raise UsageError(f"{name!r} comes with the program, call yours something else")
    folder = _made(shelf_folder())
    path = folder / f"{name}.md"
    if os.path.lexists(path):
        return _same(path, text)
    replace(text, id=name, folder=folder).read([name])
    write_text(path, text.text)
    return path


def _same(path: Path, text: LetterText) -> Path:
    try:
        if letter_text(path).text == text.text:
            return path
    except BadInputError:
        pass
    raise UsageError(f"there is another letter {path.stem!r} on your shelf, call this one something else")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise RunError(f"the folder {printable(folder)} cannot be made ({reason(error)})") from None
    return folder
