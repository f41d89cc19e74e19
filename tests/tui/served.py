"""The desk served by a process of its own, as a user starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.waiting import PATIENCE_SECONDS, until


class Served(NamedTuple):
    """Where it is.

    Attributes:
        address: with its token.
        place: host and port.
        token: alone.
        process: that serves it.
    """

    address: str
    place: str
    token: str
    process: "subprocess.Popen[str]"


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def served(home: Path, *words: str) -> Iterator[Served]:
    """Start ``play WORDS --browser``, and end it as Ctrl+C does."""
    command = [sys.executable, "-m", "outreach_sim", "play", *words, "--browser", "--port", str(free_port())]
    environment = os.environ | {"OUTREACH_SIM_HOME": str(home)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = re.search(r"http://(127\.0\.0\.1:\d+)/\?token=(\S+)", said)
        assert found, said
        yield Served(found[0], found[1], found[2], process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_SECONDS)


def desks_of(process: "subprocess.Popen[str]") -> list[int]:
    """Processes that the server has started for windows."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in children.read_text().split()] if children.exists() else []


def no_desk_left(pids: list[int]) -> None:
    until(
        "the desks to end with their windows", lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids)
    )
