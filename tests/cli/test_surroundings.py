"""What surrounds a command: readers that leave, full disks, closed streams, terminals, Ctrl-C."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.processes import start, until_all_are_gone, until_it_loads_numpy, until_there_are
from tests.waiting import PATIENCE_SECONDS

PROGRAM = f"{sys.executable} -m outreach_sim"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a line of bash in which ``$sim`` is the program."""
    env = os.environ | {"sim": PROGRAM} | environment
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


@pytest.mark.parametrize("arguments", ["candidates show personal-email --limit 600", "scenario schema"])
def test_a_reader_that_left_is_neither_an_error_nor_a_failed_expectation(arguments: str) -> None:
    read, write = os.pipe()
    os.close(read)  # the reader is gone before the first byte, so every write fails
    command = [sys.executable, "-m", "outreach_sim", *arguments.split(), "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_is_a_sentence_about_the_disk() -> None:
    done = shell("$sim scenario schema > /dev/full")
    assert done.returncode == 1
    assert done.stderr.startswith("outreach-sim: the operating system refused: No space left on device")
    assert done.stderr.count("\n") == 1


def test_closed_streams_change_no_exit_code_and_keep_errors_out_of_the_data() -> None:
    assert shell("$sim --version >&-").returncode == 0
    done = shell("$sim run first-letter -n 0 2>&-")
    assert (done.returncode, done.stdout) == (2, "")


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "outreach_sim", *arguments]
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")} | {"TERM": "xterm"}
    subprocess.run(
        command, env=env | environment, stdout=theirs, stdin=theirs, check=True, timeout=PATIENCE_SECONDS
    )
    os.close(theirs)
    written = os.read(ours, 65536)
    os.close(ours)
    return written


def test_a_terminal_gets_bold_headings_unless_the_user_or_the_terminal_wants_none() -> None:
    command = ["template", "show", "recruiter"]
    assert b"\x1b[1m" in on_a_terminal(*command)
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        written = on_a_terminal(*command, **plain)
        assert b"\x1b" not in written and b"Subject:" in written


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_ctrl_c_while_workers_start_prints_no_traceback(processes: int) -> None:
    process = start("run", "personal-email", "-n", "20000", "--jobs", "2", "--json", start_new_session=True)
    until_it_loads_numpy(process)
    until_there_are(processes, process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody hears it
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out, err) == (130, "", "outreach-sim: interrupted\n")
    until_all_are_gone(process.pid)


def test_a_group_without_a_command_shows_its_whole_help(capsys) -> None:
    code, out, err = run(capsys, "scenario")
    assert (code, out) == (2, "")
    assert err.startswith("Usage: outreach-sim scenario") and "outreach-sim: " not in err


def test_the_shell_completes_commands_and_options() -> None:
    asked = {"_OUTREACH_SIM_COMPLETE": "bash_complete"}
    assert shell("$sim", COMP_WORDS="outreach-sim sce", COMP_CWORD="1", **asked).stdout == "plain,scenario\n"
    found = shell("$sim", COMP_WORDS="outreach-sim run --se", COMP_CWORD="2", **asked).stdout
    assert found.split() == ["plain,--seed", "plain,--set"]


def test_settings_come_from_the_environment_too(capsys, monkeypatch) -> None:
    monkeypatch.setenv("OUTREACH_SIM_RUN_SEED", "5")
    assert "-n 1 --seed 5" in run(capsys, "run", "first-letter")[1]
    assert "OUTREACH_SIM_RUN_SEED" in run(capsys, "run", "--help")[1]


def test_a_fault_shows_its_place_when_asked(capsys, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("outreach_sim.scenario.load.load_scenario", broken)
    monkeypatch.setenv("OUTREACH_SIM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError, match="oops"):
        run(capsys, "run", "first-letter")


def test_settings_of_a_scenario_are_run_again_by_the_printed_command(capsys, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "run", "first-letter", "--seed", "7", "--set", "scenario.days=40")
    again = out.strip().rpartition("again: outreach-sim ")[2]
    assert code == 0 and run(capsys, *again.split())[1] == out
