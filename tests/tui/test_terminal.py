"""The real program on a terminal of its own: signals, crashes, no terminal."""

import os
import pty
import select
import signal
import struct
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

from outreach_sim.errors import RunError
from outreach_sim.tui.open import check_room
from tests.waiting import PATIENCE_SECONDS, until

LEAVE_ALTERNATE_SCREEN, SHOW_CURSOR = b"\x1b[?1049l", b"\x1b[?25h"


class Terminal:
    """A program on a pseudo-terminal, everything it wrote kept."""

    def __init__(self, home: Path, *words: str, code: str = "", **environment: str) -> None:
        self.master, slave = pty.openpty()
        ioctl(slave, TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        start = ["-c", code] if code else ["-m", "outreach_sim", *words]
        self.process = subprocess.Popen(
            [sys.executable, *start], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color", "OUTREACH_SIM_HOME": str(home)} | environment,
        )  # fmt: skip
        os.close(slave)
        self.written = b""

    def read(self) -> bytes:
        """Take in what was written since; returns all that was ever written."""
        while select.select([self.master], [], [], 0)[0]:
            try:
                self.written += os.read(self.master, 65_536)
            except OSError:  # nobody has the other end open any more
                break
        return self.written

    def wait_for(self, text: bytes) -> None:
        until(f"{text!r} on the terminal", lambda: text in self.read() or self.process.poll() is not None)
        assert text in self.written, self.written[-2_000:]

    def end(self) -> int:
        try:
            until("the end of the desk", lambda: self.read() and self.process.poll() is not None)
        finally:
            self.process.kill()
            self.process.wait()
        self.read()
        os.close(self.master)
        return self.process.returncode


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
)
def test_a_signal_gives_the_terminal_back(tmp_path: Path, number: signal.Signals, code: int) -> None:
    terminal = Terminal(tmp_path, "play", "first-letter", "--seed", "1")
    terminal.wait_for(b"Status")
    terminal.process.send_signal(number)
    assert terminal.end() == code
    assert LEAVE_ALTERNATE_SCREEN in terminal.written
    assert SHOW_CURSOR in terminal.written
    assert not list((tmp_path / "saves").iterdir()), "a game in which nothing was done is not kept"


def test_bare_command_opens_the_choice_of_games_and_q_leaves(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.wait_for(b"first-letter")
    os.write(terminal.master, b"q")
    assert terminal.end() == 0
    assert LEAVE_ALTERNATE_SCREEN in terminal.written


def test_a_crash_is_a_sentence_and_exit_1(tmp_path: Path) -> None:
    code = """
import outreach_sim.tui.screens.desk as desk
def broken(self): raise ZeroDivisionError("a test broke it")
desk.DeskScreen.action_volume = broken
import sys
sys.argv = ["outreach-sim", "play", "first-letter", "--seed", "1"]
from outreach_sim.__main__ import main
main()
"""
    terminal = Terminal(tmp_path, code=code)
    terminal.wait_for(b"Status")
    os.write(terminal.master, b"v")
    assert terminal.end() == 1
    after = terminal.written.split(LEAVE_ALTERNATE_SCREEN)[-1]
    assert b"a fault in outreach-sim itself (ZeroDivisionError: a test broke it)" in after
    assert b"Traceback" not in terminal.written


@pytest.mark.parametrize("words", [(), ("play", "first-letter")])
def test_without_a_terminal_it_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "outreach_sim", *words],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env=os.environ | {"OUTREACH_SIM_HOME": str(tmp_path)}, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs a terminal" in done.stderr
    assert not (tmp_path / "saves").exists()


def test_too_few_open_files_are_told_before_the_screen_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(count: int) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("outreach_sim.study.open_files.check_open_files", refuse)
    with pytest.raises(RunError, match=r"the desk cannot be opened .too many open files.; allow more"):
        check_room()


def test_a_dumb_terminal_is_told_so(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "play", "first-letter", TERM="dumb")
    assert terminal.end() == 2
    assert b"TERM names none" in terminal.written
    assert b"\x1b" not in terminal.written


@pytest.mark.parametrize("words", [("play", "first-leter"), ("play", "--resume", "nothing"),
                                   ("play", "first-letter", "--resume", "x")])  # fmt: skip
def test_what_is_not_there_is_said_before_the_screen_opens(tmp_path: Path, words: tuple[str, ...]) -> None:
    terminal = Terminal(tmp_path, *words)
    assert terminal.end() == 2
    assert b"\x1b[?1049h" not in terminal.written
