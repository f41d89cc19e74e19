"""Writes files that a user names: whole or not at all, through links, and over nothing but regular files."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.paths import problem

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)
_numbers = count()


def kind_of(path: Path) -> str:
    """What is there instead of a file, with its article; empty for a file, or nothing.

    Raises:
        OSError, ValueError: nobody can tell, or the name is no path.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    return next((words for is_one, words in _KINDS if is_one(mode)), "")


def may_write(path: Path, force: bool = False) -> Path:
    """Object to a file that ``written`` would not write; else say which one it would be: a link's own target.

    Raises:
        BadInputError: the file is there and ``force`` is not set, it is no regular file or may only be read,
            or its folder is not there or cannot be written to.
    """
    try:
        kind, there = kind_of(path), path.exists()
        target = Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    if kind:
        hint = "name a file inside it" if path.is_dir() else "name a file"
        raise problem(path, f"this is {kind}", hint)
    if there and not force:
        raise problem(path, "the file is there already", "use --force to write over it")
    if there and not os.access(target, os.W_OK):
        raise problem(path, "the file may only be read", "name another one")
    _check_folder(path, target)
    return target


def may_make_folder(path: Path) -> Path:
    """The same for a folder, which is never written over.

    Raises:
        BadInputError: something is there already, or it cannot be made.
    """
    try:
        there, target = path.exists(), Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    if there:
        raise problem(path, "something is there already", "name another path")
    _check_folder(path, target)
    return target


def _check_folder(path: Path, target: Path) -> None:
    """Object to a folder in which nothing can be made; it is the target's, where ``path`` is a link."""
    hint = "name a file in a folder that is there and yours"
    if not target.parent.is_dir():
        raise problem(path, "its folder does not exist", hint)
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise problem(path, "nothing can be written in its folder", hint)


@contextmanager
def written(path: Path, force: bool = False) -> Iterator[Path]:
    """A free name beside the file, to be filled in the block; what is there then takes the file's place.

    Where the block fails nothing has changed. A file that is written over keeps its permissions.

    Raises:
        BadInputError: as ``may_write``, or the disk refuses.
    """
    with _replacing(path, may_write(path, force)) as temporary:
        yield temporary


@contextmanager
def made_folder(path: Path) -> Iterator[Path]:
    """The same for a whole folder, which must not be there.

    Raises:
        BadInputError: as ``may_make_folder``, or the disk refuses.
    """
    with _replacing(path, may_make_folder(path)) as temporary:
        yield temporary


@contextmanager
def _replacing(path: Path, target: Path) -> Iterator[Path]:
    temporary = beside(target)
    try:
        yield temporary
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        put_in_place(temporary, target)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        discard(temporary)


def write_text(path: Path, text: str, force: bool = False) -> None:
    """Write a text file, UTF-8, whole or not at all.

    Raises:
        BadInputError: as ``written``, or the text holds what is no Unicode.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        raise problem(path, "the file cannot be written (its text holds what is no Unicode)") from None
    with written(path, force) as temporary:
        temporary.write_bytes(data)


def beside(target: Path) -> Path:
    """A free name in the same folder, short enough wherever the target's own is."""
    return target.with_name(f".outreach-sim-{os.getpid()}-{next(_numbers)}.tmp")


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a finished file or folder, flushed to the disk before and the folder it is in after."""
    flush(temporary)
    temporary.replace(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Have the disk hold what was written to a file, or to a folder's list of names.

    Windows opens no folders, keeps their lists by itself, and flushes only what is open for writing.
    """
    opens_folders = hasattr(os, "O_DIRECTORY")
    if not opens_folders and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if opens_folders else os.O_RDWR)
    try:
        _fsync(handle)
    finally:
        os.close(handle)


def _fsync(handle: int) -> None:
    """``os.fsync``; on macOS the call that also has the drive write what it holds back, where it is known."""
    try:
        import fcntl
    except ImportError:  # Windows
        full = None
    else:
        full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        with suppress(OSError):  # a network drive may know no such thing
            fcntl.fcntl(handle, full)
            return
    os.fsync(handle)


def flush_all(folder: Path) -> None:
    """Have the disk hold every file below a folder; by one call for all of them where there is one."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        flush(path)


def discard(path: Path) -> None:
    """Remove what was begun and not finished, a file or a folder."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def reason(error: OSError | ValueError) -> str:
    """What the system refused, in words and without its number."""
    words = getattr(error, "strerror", None) or "the name cannot be a path"
    return words[:1].lower() + words[1:] + (", make room on it" if is_full(error) else "")


def is_full(error: Exception) -> bool:
    """Whether it was for want of room that something was not written."""
    return getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT)


def unwritable(path: Path, error: OSError | ValueError) -> BadInputError:
    """What to say where the system refuses."""
    return problem(path, f"the file cannot be written ({reason(error)})")
