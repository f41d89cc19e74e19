"""Starts the command line: ``outreach-sim`` and ``python -m outreach_sim``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from outreach_sim.cli.failure import run_command_line
    except KeyboardInterrupt:
        sys.exit(130)  # Ctrl-C before there was anything to say it with
    sys.exit(run_command_line())


if __name__ == "__main__":
    main()
