"""``outreach-sim agent`` as it is started: streams, seeds, transcripts, and every way to leave."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.agent.transcript import read, verify
from outreach_sim.cli import agent
from outreach_sim.cli.failure import run_command_line
from outreach_sim.market.policies.registry import POLICIES
from tests.cli.test_commands import ROOT, run
from tests.waiting import PATIENCE_SECONDS

SHORT = ("agent", "first-letter", "--set", "scenario.days=12")


def lines(*requests: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in requests)


@pytest.fixture(autouse=True)
def no_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(agent.SEED_VARIABLE, raising=False)


def started(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, given: bytes, *words: str
) -> tuple[int, list[Any], str]:
    """Exit code, lines of stdout and stderr of a command that is given this."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    code, out, err = run(capsys, *words)
    return code, [json.loads(line) for line in out.splitlines()], err


def test_a_game_is_played_kept_and_played_again(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path, quick: None
) -> None:
    kept = tmp_path / "game.jsonl"
    monkeypatch.setenv(agent.SEED_VARIABLE, "4711")
    given = lines({"do": "observe", "id": 1}) + b"nonsense\n\n" + lines({"do": "finish"}, {"do": "observe"})
    code, told, err = started(monkeypatch, capsys, given, *SHORT, "--transcript", str(kept))
    assert (code, err) == (0, "") and agent.SEED_VARIABLE not in os.environ
    hello, first, second, third, last = told
    assert hello["kind"] == "hello" and hello["scenario"]["days"] == 12 and "4711" not in json.dumps(told[:4])
    assert (first["id"], first["ok"]) == (1, True)
    assert second["why"].startswith("the line is no JSON") and third["why"].startswith("the line is empty")
    assert set(last["result"]["policies"]) == set(POLICIES), "all that ship"
    found = read(kept)
    assert (found.seed, found.result, found.scenario.overrides) == (
        4711,
        last["result"],
        ("scenario.days=12",),
    )

    code, out, err = run(capsys, "agent", "--replay", str(kept))
    assert (code, err) == (0, "") and "4 requests of first-letter played again, every reply the same." in out
    assert "The game was finished." in out and "seed 4711" in out
    code, out, _ = run(capsys, "agent", "--replay", str(kept), "--json")
    again = json.loads(out)
    assert (code, again["seed"], again["requests"], again["result"]) == (0, 4711, 4, last["result"])

    code, _, err = started(monkeypatch, capsys, b"", *SHORT, "--transcript", str(kept))
    assert code == 65 and "a transcript is never written over" in err
    kept.write_text(kept.read_text().replace('"do": "observe"', '"do": "rules"', 1))
    code, out, err = run(capsys, "agent", "--replay", str(kept))
    assert (code, out) == (65, "") and "game.jsonl:2: the line, or the one before it, is not as it was" in err


def test_the_seed_is_drawn_or_that_of_the_environment_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    drawn = {agent._seed() for _ in range(20)}
    assert len(drawn) == 20 and max(drawn) < 2**53 and min(drawn) > 1_000_000, "nobody finds one by trying"
    for wrong, told in (("x", "a whole number"), ("-1", "between 0 and"), (str(2**63), "between 0 and")):
        monkeypatch.setenv(agent.SEED_VARIABLE, wrong)
        code, out, err = started(monkeypatch, capsys, b"", *SHORT)
        assert (
            code == 2 and not out and err.startswith(f"outreach-sim: {agent.SEED_VARIABLE}: ") and told in err
        )
    assert not any("seed" in option for param in agent.command.params for option in param.opts)


@pytest.mark.parametrize("words", [(), ("first-letter", "--schema"), ("first-letter", "--replay", "x")])
def test_one_thing_is_asked_for_at_a_time(capsys: Any, words: tuple[str, ...]) -> None:
    code, out, err = run(capsys, "agent", *words)
    assert (code, out) == (2, "") and "give a SCENARIO to be played, or --replay FILE, or --schema" in err


def test_the_schema_is_printed(capsys: Any) -> None:
    code, out, _ = run(capsys, "agent", "--schema")
    assert code == 0 and json.loads(out)["$defs"]["Advance"]["properties"]["days"]["maximum"] == 28


class Pipe(io.StringIO):
    """A reader who leaves after so many lines."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.left = lines

    def write(self, text: str) -> int:
        if self.left <= 0:
            raise BrokenPipeError
        self.left -= 1
        return super().write(text)


class Quick:
    """Shipped policies are another test's matter."""

    def __init__(self) -> None:
        self.score, self.hires = [0], [0]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach_sim.agent.door.play_through", lambda *_: Quick())


def test_a_reader_who_leaves_in_the_middle_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path, quick: None
) -> None:
    kept = tmp_path / "left.jsonl"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines(*[{"do": "observe"}] * 3))))
    monkeypatch.setattr("sys.stdout", Pipe(2))
    assert run_command_line([*SHORT, "--transcript", str(kept)]) == 0
    assert capsys.readouterr().err == ""
    found = read(kept)
    assert (found.ended, len(found.turns)) == ("left", 2)


def test_streams_that_are_not_there_are_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, quick: None
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    code, out, err = run(capsys, *SHORT)
    assert (code, err) == (0, "") and json.loads(out)["kind"] == "hello"
    monkeypatch.setattr("sys.stdout", None)
    assert run_command_line([*SHORT]) == 2


def test_ctrl_c_leaves_at_once_without_an_end(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path
) -> None:
    class Interrupted:
        def readline(self, size: int) -> bytes:
            raise KeyboardInterrupt

    kept = tmp_path / "broken.jsonl"
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": Interrupted()})())
    code, _, err = run(capsys, *SHORT, "--transcript", str(kept))
    assert (code, err) == (130, "outreach-sim: interrupted\n") and read(kept).seed is None
    code, _, err = run(capsys, "agent", "--replay", str(kept))
    assert code == 65 and "left without finish, so its seed was never told" in err


def test_whatever_else_is_printed_goes_to_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, quick: None
) -> None:
    def noisy(self: Any) -> None:
        sys.stdout.write("noise\n")

    monkeypatch.setattr("outreach_sim.agent.door.Door.leave", noisy)
    code, told, err = started(monkeypatch, capsys, b"", *SHORT)
    assert (code, len(told), err) == (0, 1, "noise\n")


def test_the_same_over_tools(monkeypatch: pytest.MonkeyPatch, capsys: Any, quick: None) -> None:
    given = lines({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    code, told, err = started(monkeypatch, capsys, given, *SHORT, "--mcp")
    assert (code, err) == (0, "") and [reply["id"] for reply in told] == [1]


def test_the_sample_agent_plays_from_outside(tmp_path: Path) -> None:
    kept = tmp_path / "game.jsonl"
    words = ["first-letter", "--set", "scenario.days=21", "--transcript", str(kept)]
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "examples" / "agent.py"), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
        env=os.environ | {agent.SEED_VARIABLE: "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "") and "points" in done.stdout
    found = read(kept)
    assert (found.seed, found.ended, found.agent["scaffold"]) == (1, "finish", "docs/examples/agent.py")
    assert found.forecasts["answered"] == 15 and found.usage["refused"] == 0
    verify(found)
