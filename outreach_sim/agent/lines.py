"""The door over lines: one object a line each way, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Protocol

from outreach_sim.agent.door import Door
from outreach_sim.agent.gate import MAX_LINE
from outreach_sim.agent.recorder import as_json


class Sink(Protocol):
    """Where replies go: a stream of text, of any encoding, for they are in ASCII."""

    def write(self, text: str, /) -> object:
        """Add to what waits."""

    def flush(self) -> object:
        """Send what waits."""


def serve_lines(door: Door, source: BinaryIO, sink: Sink) -> None:
    """Answer until the game is finished or the agent leaves; then the game is played to its end.

    Args:
        door: the game.
        source: what the agent writes.
        sink: what it reads; the first line is hello.
    """
    with suppress(BrokenPipeError):  # the agent has left, which is no fault
        say(sink, door.hello)
        for line in lines_of(source):
            say(sink, door.line(line))
            if door.result is not None:
                break
    door.leave()


def lines_of(source: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends; of one that is too long only so much that it can be seen to be."""
    while line := source.readline(MAX_LINE + 2):
        cut = line
        while not cut.endswith(b"\n") and (cut := source.readline(MAX_LINE)):
            pass
        yield line.rstrip(b"\r\n")


def say(sink: Sink, reply: object) -> None:
    """Write one line."""
    sink.write(f"{as_json(reply)}\n")
    sink.flush()
