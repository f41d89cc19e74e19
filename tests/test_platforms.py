"""No system is needed in particular: what Windows and macOS have not, or have otherwise, is done without.

Other systems are played here, on the one that the tests run on, by taking away what they have not.
"""

import ast
import errno
import io
import os
import signal
import stat
import sys
import types
from datetime import date
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import UsageError
from outreach_sim.formatting import dated
from outreach_sim.inputs.writing import made_folder, write_text
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.database import uri_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.study.pool import Pool
from outreach_sim.tui.open import check_terminal
from tests.cli.test_commands import run
from tests.trees import trees
from tests.tui import desks
from tests.waiting import PATIENCE_SECONDS

NOT_EVERYWHERE = {
    "fork", "forkpty", "getuid", "geteuid", "getgid", "getpgid", "getpgrp", "getppid", "killpg", "setsid",
    "sync", "mkfifo", "mknod", "chown", "nice", "uname", "wait3", "wait4", "waitpid", "sched_getaffinity",
    "fchmod", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "SIGHUP", "SIGQUIT", "SIGKILL",
    "SIGSTOP", "SIGCONT", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGPIPE", "SIGWINCH", "alarm",
    "setitimer", "pthread_sigmask", "pthread_kill", "sigwait", "preexec_fn", "AF_UNIX",
}  # fmt: skip
POSIX_MODULES = {"fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty", "curses"}


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files as on Windows: no folder can be opened, and only what is open for writing is flushed."""
    real_open, real_sync = os.open, os.fsync

    def opened(path, flags: int, mode: int = 0o777, **more) -> int:
        if not more and os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real_open(path, flags, mode, **more)

    def flushed(handle: int) -> None:
        import fcntl

        if not fcntl.fcntl(handle, fcntl.F_GETFL) & (os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real_sync(handle)

    monkeypatch.delattr(os, "O_DIRECTORY")
    monkeypatch.delattr(os, "sync")
    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))


@pytest.mark.usefixtures("windows")
def test_files_and_folders_are_written_where_no_folder_can_be_opened(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "one")
    write_text(tmp_path / "a.csv", "two", force=True)
    with made_folder(tmp_path / "box") as temporary:
        temporary.mkdir()
        (temporary / "x").write_bytes(b"x")
    assert (tmp_path / "a.csv").read_text() == "two" and (tmp_path / "box" / "x").read_bytes() == b"x"


@pytest.mark.usefixtures("windows")
def test_games_mail_and_studies_are_kept_where_no_folder_can_be_opened(tmp_path: Path, capsys) -> None:
    with Game.new("a", load_scenario("first-letter"), 5) as game:
        game.advance(7)
        digest = game.session.digest()
        game.branch("b")
    with Game.open("b") as game:
        assert game.session.digest() == digest
    for words in (
        ("export", "a", "--maildir", str(tmp_path / "mail")),
        ("export", "a", "--mbox", str(tmp_path / "mail.mbox")),
        ("run", "first-letter", "-n", "4", "--to", str(tmp_path / "s.db")),
        ("save", "remove", "b", "--yes"),
    ):
        code, _, err = run(capsys, *words)
        assert code == 0, err


def test_macos_is_asked_to_write_what_the_drive_holds_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    fake = types.SimpleNamespace(F_FULLFSYNC=51, fcntl=lambda handle, command: asked.append(command))
    monkeypatch.setitem(sys.modules, "fcntl", fake)
    write_text(tmp_path / "a.csv", "one")
    assert asked == [51, 51], "the file, and its folder"


def test_a_drive_that_knows_no_such_call_and_a_system_without_fcntl_flush_as_usual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(handle: int, command: int) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    flushed: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    for fake in (types.SimpleNamespace(F_FULLFSYNC=51, fcntl=unknown), None):
        monkeypatch.setitem(sys.modules, "fcntl", fake)
        write_text(tmp_path / "a.csv", "one", force=True)
    assert flushed == [False, True] * 2


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath("C:/Users/Ann B/a.db"), "file:///C:/Users/Ann%20B/a.db?mode=ro"),
        (PureWindowsPath(r"\\host\share\a.db"), "file:////host/share/a.db?mode=ro"),
        (PurePosixPath("/saves/a?b.db"), "file:///saves/a%3Fb.db?mode=ro"),
    ],
)
def test_sqlite_takes_the_name_of_a_file_on_any_drive(path: PurePath, uri: str) -> None:
    assert uri_of(path, "mode=ro") == uri


def test_workers_start_where_no_signal_can_be_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask")
    with Pool(1) as pool:
        assert pool.submit(abs, -1).result(PATIENCE_SECONDS) == 1


def test_the_desk_opens_without_the_signals_that_windows_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    for name in ("SIGHUP", "SIGQUIT"):
        monkeypatch.delattr(signal, name)
    monkeypatch.setattr("asyncio.unix_events._UnixSelectorEventLoop.add_signal_handler", refuse)

    async def steps(driver: desks.Driver) -> None:
        await driver.press("d")
        assert driver.play.session.day > 0
        await driver.press("ctrl+q")

    desks.run(steps)


class Console(io.StringIO):
    """A terminal that somebody sits at."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("system", "opens"), [("win32", True), ("linux", False), ("darwin", False)])
def test_a_terminal_that_has_no_name_is_one_on_windows_only(
    system: str, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", Console())
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.setattr(sys, "platform", system)
    if opens:
        check_terminal()
        return
    with pytest.raises(UsageError, match="TERM names none"):
        check_terminal()


class Closed(io.StringIO):
    """A stream whose reader has left, as Windows says it."""

    def write(self, text: str) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")


@pytest.mark.parametrize(("system", "code"), [("win32", 0), ("linux", 1)])
def test_a_reader_that_left_is_no_error_on_windows_either(
    system: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_command_line(["scenario", "list"])  # what it imports is there before the system changes
    monkeypatch.setattr("sys.stdout", Closed())
    monkeypatch.setattr("sys.stderr", io.StringIO())
    monkeypatch.setattr(sys, "platform", system)
    assert run_command_line(["scenario", "list"]) == code


@pytest.mark.parametrize(
    ("day", "said"), [(date(2024, 3, 4), "Mon 4 Mar 2024"), (date(2024, 11, 30), "Sat 30 Nov 2024")]
)
def test_a_date_needs_no_code_of_one_c_library(day: date, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere(date):
        def strftime(self, form: str) -> str:
            assert "%-" not in form, "Windows refuses this"
            return super().strftime(form)

    assert dated(Elsewhere(day.year, day.month, day.day), "%a %-d %b %Y") == said


def test_no_date_is_written_past_that() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.FormattedValue) and "%-" in ast.unparse(node.format_spec or ast.Constant(""))
        )
        or (isinstance(node, ast.Attribute) and node.attr == "strftime" and name != "formatting.py")
    ]
    assert found == [], "say it with formatting.dated"


def asked_for(function: ast.AST) -> set[object]:
    """What a function asks for with ``hasattr`` before it uses it."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    asked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "hasattr"]
    return {call.args[1].value for call in asked if isinstance(call.args[1], ast.Constant)}


def used_in(tree: ast.AST) -> set[str]:
    """Which of them are named in these lines, as an attribute or an argument."""
    nodes = list(ast.walk(tree))
    named = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("os", "signal", "socket")
    }
    return (named | {str(node.arg) for node in nodes if isinstance(node, ast.keyword)}) & NOT_EVERYWHERE


def test_what_one_system_has_not_is_asked_for_before_it_is_used() -> None:
    wild: list[str] = []
    for name, tree in trees().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        asked = set().union(*(asked_for(function) & used_in(function) for function in functions))
        wild += [f"{name}: {used}" for used in sorted(used_in(tree) - asked)]
    assert wild == []


def test_modules_that_one_system_has_not_are_imported_where_they_may_be_missing() -> None:
    wild: list[str] = []
    for name, tree in trees().items():
        tried = {inner for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in node.body}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in tried:
                modules = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                wild += [f"{name}: {module}" for module in sorted(POSIX_MODULES & modules)]
    assert wild == []
