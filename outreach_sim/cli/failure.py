"""The one place where errors become a sentence on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.errors import ExitCode, OutreachError

if TYPE_CHECKING:
    from outreach_sim.cli.main import Desk

PROGRAM = "outreach-sim"
DEBUG_VARIABLE = "OUTREACH_SIM_DEBUG"
_CLUMSY = (
    (re.compile(r"valid integer range"), "valid integer"),
    (re.compile(r"valid float range"), "valid number"),
    (re.compile(r"\. \(?(?:Did you mean one of: )(.*)\?\)?$", re.DOTALL), r", did you mean one of \1?"),
    (re.compile(r"\. \(?Did you mean (.*)\?\)?$", re.DOTALL), r", did you mean \1?"),
)
"""What click says, and how it reads as one sentence."""
COMPLETION_VARIABLE = "_OUTREACH_SIM_COMPLETE"


def run_command_line(arguments: list[str] | None = None, desk: Desk | None = None) -> int:
    """Run a command and return its exit code; no traceback leaves here unless it is asked for.

    Args:
        arguments: words of the command line; those of the process where there are none.
        desk: opens the desk.
    """
    try:
        result = _call(sys.argv[1:] if arguments is None else list(arguments), desk)
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(result) if isinstance(result, int) else ExitCode.OK
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
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
        return _say(_unforeseen(error), ExitCode.FAILED)


def _call(arguments: list[str], desk: Desk | None) -> Any:
    """Call the command; not by click's own ``main``, which would take a reader who left for a failure."""
    from outreach_sim.cli.main import cli

    if COMPLETION_VARIABLE in os.environ:
        return cli.main(args=arguments, prog_name=PROGRAM)
    with cli.make_context(PROGRAM, arguments, color=_colour(), obj=desk) as context:
        return cli.invoke(context)


def _colour() -> bool | None:
    """``False`` where the user wants none (no-color.org) or the terminal has none; else click decides."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _interrupted() -> int:
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(err=True)  # the terminal has just shown ^C
    return _say("interrupted", ExitCode.INTERRUPTED)


def _unforeseen(error: Exception) -> str:
    where = f"set {DEBUG_VARIABLE}=1 to see where"
    if isinstance(error, OSError) and error.strerror:
        if error.errno == errno.EMFILE:
            return "too many files are open at once; allow more: ulimit -n 1024"
        place = f"{error.filename}: " if error.filename else ""
        return f"the operating system refused: {place}{error.strerror}; {where}"
    return (
        f"a fault in outreach-sim itself ({type(error).__name__}: {str(error)[:200]}); "
        f"{where}, and please report it"
    )


def _usage(error: click.ClickException) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    message = error.format_message().rstrip(".")
    for clumsy, plain in _CLUMSY:
        message = clumsy.sub(plain, message)
    return _say(f"{message[:1].lower()}{message[1:]}; see '{command} --help'", ExitCode.USAGE)


def _say(message: str, code: int) -> int:
    lines = message.split("\n")
    if sys.stderr is not None:
        with suppress(OSError):  # nobody may be listening; the exit code still tells
            print("\n".join(f"{PROGRAM}: {line}" for line in lines), file=sys.stderr, flush=True)
    return int(code)
