"""Files that a user names are written whole or not at all, through links, over nothing but regular files."""

import errno
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.writing import made_folder, may_write, write_text, written

PACKAGE = Path(__file__).parents[2] / "outreach_sim"


def write_half(path: Path) -> None:
    with written(path, force=True) as temporary:
        temporary.write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_text(path, "one")
    with pytest.raises(BadInputError, match="there already"):
        write_text(path, "two")
    write_text(path, "three", force=True)
    with pytest.raises(BadInputError, match="cannot be written"):
        write_text(path, "\ud800", force=True)
    with pytest.raises(BadInputError, match="no space left on device, make room on it"):
        write_half(path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("x.csv", "three")]


def device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 3))
    except (AttributeError, PermissionError):
        path.symlink_to(os.devnull)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)  # the name of a socket may not be long
        made.bind(path.name)


@pytest.mark.parametrize(
    ("make", "words"),
    [(os.mkfifo, "this is a pipe"), (device, "this is a device"), (listening, "this is a socket"),
     (os.mkdir, "this is a folder")],
)  # fmt: skip
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_regular_file_is_left_as_it_is_even_with_force(
    tmp_path: Path, make: Callable[[Path], None], words: str, linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    there = path = tmp_path / "folder" / "n"
    make(there)
    if linked:
        path = tmp_path / "link"
        path.symlink_to(there)
    before = there.lstat()
    with pytest.raises(BadInputError, match=words):
        write_text(path, "x", force=True)
    after = there.lstat()
    assert (after.st_ino, after.st_mode, after.st_rdev) == (before.st_ino, before.st_mode, before.st_rdev)
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["n"]


def test_a_link_stays_and_the_file_it_names_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real, link, second = tmp_path / "far" / "real.csv", tmp_path / "link.csv", tmp_path / "second.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(Path("far") / "real.csv")
    second.symlink_to(link)
    with pytest.raises(BadInputError, match="there already"):
        write_text(second, "new")
    write_text(second, "new", force=True)
    assert second.is_symlink() and link.is_symlink() and not real.is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("new", 0o640)
    assert [file.name for file in real.parent.iterdir()] == ["real.csv"]


def test_a_link_to_nothing_yet_makes_the_file_it_names(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_text(tmp_path / "link.csv", "new")
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "real.csv").read_text() == "new"
    (tmp_path / "folder").symlink_to(tmp_path / "real-folder")
    with made_folder(tmp_path / "folder") as temporary:
        temporary.mkdir()
    assert (tmp_path / "folder").is_symlink() and (tmp_path / "real-folder").is_dir()


def test_each_place_where_nothing_can_be_written_gets_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in {
        "none/x.csv": "its folder does not exist",
        "file/x.csv": "cannot be written .not a directory",
        "loop": "cannot be written .too many levels of symbolic links",
        "a\0b": "cannot be written .the name cannot be a path",
        "x" * 300: "cannot be written .file name too long",
    }.items():
        with pytest.raises(BadInputError, match=words):
            may_write(tmp_path / name)
    for refused, words in ((tmp_path / "file", "may only be read"), (tmp_path, "nothing can be written in")):
        with monkeypatch.context() as patch:
            patch.setattr("outreach_sim.inputs.writing.os.access", lambda path, _, no=refused: path != no)
            with pytest.raises(BadInputError, match=words):
                may_write(tmp_path / "file", force=True)


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 251}.csv"
    write_text(path, "x")
    assert path.read_text() == "x"


def test_every_file_of_a_users_choice_goes_through_the_one_writer() -> None:
    """Whatever opens, renames or removes files itself must have its reason here."""
    reasons = {
        "agent/recorder.py": "adds line by line, each on the disk before its reply goes out",
        "api/table.py": "fills what the writer has named",
        "cli/complete.py": "reads",
        "cli/failure.py": "opens the null device, when nobody reads any more",
        "inputs/paths.py": "reads",
        "inputs/writing.py": "is the writer",
        "mail/shipped.py": "makes the package's own tables anew",
        "storage/saves/lock.py": "locks files of our own",
        "storage/correspondence/mailfiles.py": "fills what the writer has named",
        "storage/saves/places.py": "looks whether a save can be read, and removes it",
        "storage/report/pictures.py": "fills what the writer has named",
        "storage/report/written.py": "reads",
        "storage/tables/write.py": "fills what the writer has named",
        "study/open_files.py": "opens the null device, to see how many files can be open",
    }
    writes = re.compile(
        r"(?:path|file|target|stream|temporary)\.open\(|(?<![\w.])(?<!def )open\(|os\.open\("
        r"|\.write_(?:text|bytes)\(|\.rename\(|temporary\.replace\(|os\.(?:replace|rename|remove|unlink)\(|\.unlink\("
    )
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    assert found <= {*reasons, *OWN_FILES}, "write it with intake.writing, or say why not"


OWN_FILES = {"storage/saves/database.py", "storage/study_file.py", "storage/fame_file.py"}
"""Saves, files of studies, the hall of fame: SQLite writes them."""
