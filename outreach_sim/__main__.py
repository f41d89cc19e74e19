"""Starts the command line: ``outreach-sim`` and ``python -m outreach_sim``."""

from __future__ import annotations

import signal
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from outreach_sim.cli.failure import run_command_line

        code = run_command_line()
    except KeyboardInterrupt:
        code = INTERRUPTED  # Ctrl-C before there was anything to say it with
    if code == INTERRUPTED and hasattr(signal, "pthread_sigmask"):
        # An interrupt that struck while an import executed a string makes CPython end the process by the
        # signal after all; where the signal is blocked, the exit code stands.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.exit(code)


if __name__ == "__main__":
    main()
