"""Progress is for people who wait, and never in the way of programs."""

import io

import pytest

from outreach_sim.cli.progress import Progress
from outreach_sim.cli.streams import guarded

WIPED = f"\r{79 * ' '}\r"
"""Blanks over a line of the usual 80 columns: an old console of Windows knows no escapes."""


class Terminal(io.StringIO):
    """A stream that claims to be watched."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return now


def play(clock: list[float], stream: io.StringIO, monkeypatch, times: list[float]) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with Progress("The title") as show:
        for number, now in enumerate(times, start=1):
            clock[0] = now
            show(number / len(times))
    return stream.getvalue()


def test_the_first_second_is_silent(clock, monkeypatch) -> None:
    assert play(clock, Terminal(), monkeypatch, [0.2, 0.5, 0.9]) == ""


def test_a_terminal_gets_a_bar_that_is_wiped_at_the_end(clock, monkeypatch) -> None:
    written = play(clock, Terminal(), monkeypatch, [0.5, 1.5, 1.55, 2.0])
    assert written.count("\rThe title [") == 2  # not for 1.55: too soon after 1.5
    assert " 50 %, 2 s left" in written
    assert written.endswith(WIPED) and "\x1b" not in written


def test_a_log_gets_a_plain_line_in_half_a_minute(clock, monkeypatch) -> None:
    written = play(clock, io.StringIO(), monkeypatch, [2.0, 29.0, 31.0, 45.0, 62.0])
    assert written == "The title: 60 % after 31 s\nThe title: 100 % after 62 s\n"


def test_a_dumb_terminal_gets_no_escapes(clock, monkeypatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in play(clock, Terminal(), monkeypatch, [2.0, 31.0])


def test_no_stderr_is_no_progress(clock, monkeypatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    with Progress("The title") as show:
        clock[0] = 40.0
        show(0.5)


@pytest.mark.parametrize("columns", [1, 12, 24, 40, 60])
def test_a_bar_is_never_wider_than_its_terminal(clock, monkeypatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    written = play(clock, Terminal(), monkeypatch, [1.5, 2.0, 400.0])
    lines = written.split("\r")
    assert len(lines) > 2 and max(map(len, lines)) < max(columns, 2)
    assert columns < 24 or " s left" in written


def test_a_bar_is_drawn_and_wiped_past_the_guard(clock, monkeypatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with guarded(), Progress("The\x1b[2Jtitle") as show:
        clock[0] = 1.5
        show(0.5)
    assert terminal.getvalue().startswith("\rThe\\x1b[2Jtitle [") and terminal.getvalue().endswith(WIPED)
