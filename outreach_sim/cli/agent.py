"""``agent``: one game for a program that plays it, over lines of JSON or as tools (MCP)."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, redirect_stdout
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import MAX_SEED, Whole, json_option, set_option
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted, signed
from outreach_sim.inputs.amounts import NoAmount, whole

if TYPE_CHECKING:
    from outreach_sim.agent.door import Seat
    from outreach_sim.agent.limits import Limits

SEED_VARIABLE = "OUTREACH_SIM_SEED"


@click.command("agent")
@click.argument("scenario", required=False, shell_complete=complete.scenarios)
@set_option
@click.option("--calls", type=Whole(1, 1_000_000), default=2_000, show_default=True,
              help="Requests; then the game is played to its end without orders.")  # fmt: skip
@click.option("--what-ifs", type=Whole(0, 1_000_000), default=500, show_default=True,
              help="Requests explain and what_if; those beyond are refused.")  # fmt: skip
@click.option("--seconds", type=Whole(1, 31_536_000),
              help="Of the clock; then the same as with --calls.  [default: any]")  # fmt: skip
@click.option("--transcript", "kept", type=click.Path(path_type=Path), metavar="FILE",
              help="Keep every line in a new file, which plays again.")  # fmt: skip
@click.option("--mcp", is_flag=True, help="As tools of the Model Context Protocol, over stdin and stdout.")
@click.option("--replay", type=click.Path(path_type=Path), metavar="FILE",
              help="Play a transcript again, and say whether all of it comes true.")  # fmt: skip
@click.option("--schema", is_flag=True, help="Print the JSON Schema of what can be said.")
@json_option
def command(
    scenario: str | None, overrides: tuple[str, ...], calls: int, what_ifs: int, seconds: int | None,
    kept: Path | None, mcp: bool, replay: Path | None, schema: bool, as_json: bool,
) -> None:  # fmt: skip
    """Let a program play SCENARIO: a request on a line of stdin, its reply on a line of stdout.

    The luck is drawn anew, or OUTREACH_SIM_SEED gives its seed; nobody is told before the end. docs/agents.md
    teaches what can be said.

    \b
    Examples:
      outreach-sim agent first-letter --transcript game.jsonl
      outreach-sim agent --replay game.jsonl
    """
    from outreach_sim.agent.limits import Limits

    if sum(map(bool, (scenario, replay, schema))) != 1:
        raise UsageError("give a SCENARIO to be played, or --replay FILE, or --schema")
    if schema:
        from outreach_sim.agent.schema import schema as told

        output.print_json(told())
    elif replay:
        _replay(replay, as_json)
    else:
        _serve(_seat(scenario or "", overrides, Limits(calls, what_ifs, seconds)), kept, mcp)


def _seat(scenario: str, overrides: tuple[str, ...], limits: Limits) -> Seat:
    from outreach_sim.agent.door import Seat
    from outreach_sim.agent.embedded import Embedded
    from outreach_sim.scenario.load import load_scenario

    loaded = load_scenario(scenario, overrides)
    return Seat(loaded, Embedded.of(loaded, overrides), _seed(), limits).salted()


def _seed() -> int:
    """That of the environment, which nothing started from here inherits, or one that nobody knows."""
    given = os.environ.pop(SEED_VARIABLE, None)
    if given is None:
        from outreach_sim.scenario.seeds import hidden_seed

        return hidden_seed()
    try:
        seed = whole(given)
    except NoAmount as error:
        raise UsageError(f"{SEED_VARIABLE}: {error}") from None
    if not 0 <= seed <= MAX_SEED:
        raise UsageError(f"{SEED_VARIABLE}: a seed lies between 0 and {MAX_SEED:,}")
    return seed


def _serve(seat: Seat, kept: Path | None, mcp: bool) -> None:
    """Hand the streams to the door; whatever else wants to print goes to stderr."""
    from outreach_sim.agent.door import Door
    from outreach_sim.agent.lines import serve_lines
    from outreach_sim.agent.mcp import serve_mcp
    from outreach_sim.agent.recorder import Recorder

    if sys.stdout is None:
        raise UsageError("there is no stdout on which to answer")
    source, sink = _bytes_of(sys.stdin), sys.stdout
    with ExitStack() as stack:
        recorder = None if kept is None else Recorder(kept)
        if recorder is not None:
            stack.callback(recorder.close)
        stack.enter_context(redirect_stdout(sys.stderr))
        door = Door(seat) if recorder is None else Door(seat, recorder)
        (serve_mcp if mcp else serve_lines)(door, source, sink)


def _bytes_of(stream: Any) -> BinaryIO:
    """What is behind a stream of text; nothing to be read, where there is none."""
    return BytesIO() if stream is None else stream.buffer


def _replay(file: Path, as_json: bool) -> None:
    from outreach_sim.agent.transcript import read, verify

    found = read(file)
    verify(found)
    assert found.result is not None, "what has no end is refused"
    told = {
        "file": found.file, "scenario": found.scenario.name, "sha256": found.scenario.sha256,
        "engine": found.engine, "requests": len(found.turns), "seed": found.seed, "result": found.result,
    }  # fmt: skip
    if as_json:
        output.print_json(told)
        return
    requests = counted(len(found.turns), "request")
    output.sentence(f"{found.file}: {requests} of {found.scenario.name} played again, every reply the same.")
    how = {"finish": "finished", "left": "left before finish, and played to its end without orders"}
    ended = how.get(found.ended, f"played to its end without orders when its {found.ended} were used up")
    output.sentence(f"The game was {ended}.")
    points, hires = (
        signed(found.result["points"], 2),
        counted(found.result["hires"], "hire"),
    )
    output.sentence(f"Points {points}, {hires}, seed {found.seed}, log {found.result['log_hash'][:16]}.")
