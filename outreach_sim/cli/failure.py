"""The one place where errors become a sentence on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli.streams import guarded
from outreach_sim.errors import BadInputError, ExitCode, OutreachError
from outreach_sim.study.open_files import MORE_FILES

if TYPE_CHECKING:
    from outreach_sim.cli.main import Desk

PROGRAM = "outreach-sim"
DEBUG_VARIABLE = "OUTREACH_SIM_DEBUG"
_CLUMSY = (
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
    # What a shell asks for to complete a line is read by the shell, and has to be exact.
    with guarded(stdout=COMPLETION_VARIABLE not in os.environ):
        code = _outcome(sys.argv[1:] if arguments is None else list(arguments), desk)
        _let_go()
        return code


def _outcome(arguments: list[str], desk: Desk | None) -> int:
    """Call the command; what it raises becomes a sentence and an exit code."""
    try:
        result = _call(arguments, desk)
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
    except BadInputError as error:
        return _say(error.exit_code, *map(str, error.problems))
    except OutreachError as error:
        return _say(error.exit_code, str(error))
    except Exception as error:
        if _has_reader_left(error):
            return ExitCode.OK  # nothing more can be said to them
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return _say(ExitCode.FAILED, _unforeseen(error))


def show_fault() -> int:
    """Print the traceback that somebody asked to see, of the exception being handled."""
    import traceback

    with guarded():
        traceback.print_exc()
    return ExitCode.FAILED


def _let_go() -> None:
    """Drop what stdout still holds where nobody takes it, else it would be tried again at the very end."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _has_reader_left(error: Exception) -> bool:
    """Whether whoever read our output has gone; Windows says so by another error, which names no file."""
    if isinstance(error, BrokenPipeError):
        return True
    invalid = isinstance(error, OSError) and (error.errno, error.filename) == (errno.EINVAL, None)
    return invalid and sys.platform == "win32"


def _call(arguments: list[str], desk: Desk | None) -> Any:
    """Call the command; not by click's own ``main``, which would take a reader who left for a failure."""
    from outreach_sim.cli.main import cli

    if COMPLETION_VARIABLE in os.environ:
        from outreach_sim.cli import shells

        shells.register()
        return cli.main(args=arguments, prog_name=PROGRAM)
    with cli.make_context(PROGRAM, arguments, color=_colour(), obj=desk) as context:
        return cli.invoke(context)


def _colour() -> bool | None:
    """``False`` where the user wants none (no-color.org) or the terminal has none; else click decides."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _interrupted() -> int:
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(err=True)  # the terminal has just shown ^C
    return _say(ExitCode.INTERRUPTED, "interrupted")


def _unforeseen(error: Exception) -> str:
    where = f"set {DEBUG_VARIABLE}=1 to see where"
    if isinstance(error, OSError) and error.strerror:
        if error.errno == errno.EMFILE:
            return f"too many files are open at once; {MORE_FILES}"
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
    return _say(ExitCode.USAGE, f"{message[:1].lower()}{message[1:]}; see '{command} --help'")


def _say(code: int, *sentences: str) -> int:
    """Tell on stderr, a sentence a line: one that quotes a line end begins no line of its own."""
    for sentence in sentences:
        click.echo(f"{PROGRAM}: {' '.join(sentence.splitlines())}", err=True)
    return int(code)
