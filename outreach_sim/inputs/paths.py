"""Reads files that a user names, within limits, or says in one sentence why not."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.text import lines_of, visible

BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a file, by which spreadsheets know that it is UTF-8; it is read as nothing."""
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def is_slug(text: str) -> bool:
    """1 to 64 lower-case letters, digits and inner hyphens: safe as a file name and as an id."""
    return _SLUG.fullmatch(text) is not None


_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that some systems keep for devices, whatever a file's ending."""


def slug_of(text: str) -> str:
    """The slug that comes nearest to a text: a slug itself is left as it is.

    Accents go, what is neither letter nor digit becomes a hyphen; where nothing is left it is ``game``.
    """
    if is_slug(text) and not _RESERVED.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode("ascii")
    words = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:64].strip("-")
    return f"{words}-game" if _RESERVED.fullmatch(words) else words or "game"


def printable(path: Path | str) -> str:
    """A path as it may be printed, on one line: a file's name can hold anything but a slash."""
    return visible(str(path)).replace("\n", "\\n").replace("\t", "\\t")


def problem(path: Path | str, message: str, hint: str = "") -> BadInputError:
    """An error about a file as a whole."""
    return BadInputError(Problem(printable(path), 0, 0, "", message, hint))


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file of at most ``limit`` bytes.

    Raises:
        BadInputError: it is a folder, missing, unreadable or too large.
    """
    try:
        if path.is_dir():
            raise problem(path, "this is a folder", "name a file inside it")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise problem(path, "there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be a path"
        raise problem(path, f"the file cannot be read ({reason.lower()})") from None
    if len(data) > limit:
        raise problem(path, f"the file is larger than {limit:,} bytes", "split it or leave parts out")
    return data


def read_text(path: Path, limit: int) -> str:
    """The same as text; UTF-8, with or without a byte order mark.

    Raises:
        BadInputError: as above, or it is in another encoding.
    """
    data = read_bytes(path, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        other = next((name for mark, name in _MARKS if data.startswith(mark)), "")
        if other:
            raise problem(path, f"the file is {other}, not UTF-8", "save it as UTF-8") from None
        # Before the first wrong byte all is well, so lines and characters can be counted.
        before = lines_of(data[: error.start].decode("utf-8-sig"))
        hint = "save the file as UTF-8"
        place = Problem(printable(path), len(before), len(before[-1]) + 1, "", "this byte is not UTF-8", hint)
        raise BadInputError(place) from None


_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
"""Byte order marks that UTF-8 text cannot begin with; the longer ones first, which begin alike."""


def below(folder: Path, name: str) -> Path | None:
    """The file ``name`` inside ``folder``; ``None`` where the name leads out of it or is no path."""
    try:
        target = (folder / name).resolve()
        inside = target.is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return None
    return target if inside else None
