"""The one place where errors become a sentence on stderr and an exit code."""

from __future__ import annotations

import os
import sys

import click

from outreach_sim.errors import BadInputError, ExitCode, OutreachError

DEBUG_VARIABLE = "OUTREACH_SIM_DEBUG"


def run_command_line(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code; no traceback leaves here unless it is asked for."""
    from outreach_sim.cli.main import cli

    try:
        result = cli.main(args=arguments, prog_name="outreach-sim", standalone_mode=False)
        sys.stdout.flush()
        return int(result) if isinstance(result, int) else ExitCode.OK
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _say("interrupted", ExitCode.INTERRUPTED)
    except click.ClickException as error:
        return _usage(error)
    except OutreachError as error:
        return _say(str(error), error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        kind = type(error).__name__
        return _say(
            f"a fault in outreach-sim itself ({kind}: {str(error)[:200]}); "
            f"set {DEBUG_VARIABLE}=1 to see where, and please report it",
            ExitCode.FAILED,
        )


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "outreach-sim"
    message = error.format_message().rstrip(".")
    return _say(f"{message[:1].lower()}{message[1:]}; see '{command} --help'", ExitCode.USAGE)


def _say(message: str, code: int) -> int:
    lines = message.split("\n")
    print("\n".join(f"outreach-sim: {line}" for line in lines), file=sys.stderr)
    return int(code)


def fail_with_json(error: BadInputError) -> dict[str, object]:
    """Problems as ``scenario check --json`` and ``candidates check --json`` print them."""
    return {"errors": [problem.as_dict() for problem in error.problems]}
