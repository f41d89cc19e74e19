"""Starts the command line: ``outreach-sim`` and ``python -m outreach_sim``."""

from __future__ import annotations

import signal
import sys
from types import FrameType

INTERRUPTED = 130


class Interrupted(KeyboardInterrupt):
    """Ctrl-C.

    A plain ``KeyboardInterrupt`` that strikes while an import executes a string makes CPython end the process
    by the signal in the end, whatever exit code it is given; a subclass does not.
    """


def interrupt(number: int, frame: FrameType | None) -> None:
    """Answer SIGINT."""
    raise Interrupted


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody had it ignored
            signal.signal(signal.SIGINT, interrupt)
        from outreach_sim.cli.failure import run_command_line

        code = run_command_line()
    except KeyboardInterrupt:
        code = INTERRUPTED  # Ctrl-C before there was anything to say it with
    sys.exit(code)


if __name__ == "__main__":
    main()
