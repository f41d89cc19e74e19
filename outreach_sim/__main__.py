"""Starts the command line: ``outreach-sim`` and ``python -m outreach_sim``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from outreach_sim.cli.failure import run_command_line

    sys.exit(run_command_line())


if __name__ == "__main__":
    main()
