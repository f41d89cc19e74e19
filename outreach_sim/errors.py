"""Every way this program can say no, and the exit code that goes with it.

The tree::

    OutreachError
    ├── UsageError      the command line asks for something that cannot be asked    exit 2
    ├── BadInputError   a file or a value says something that cannot be right       exit 65
    │   └── NewerFormatError  nothing is wrong with it: a newer version made it
    └── RunError        the run itself failed, or an expectation did not hold       exit 1
        ├── PlaceError  there is nowhere to run it
        └── OtherRulesError  another version made it, and this one plays it otherwise
            └── OlderEngineError  an older engine made it, whose rules are gone
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells the shell. These numbers are documented and do not change."""

    OK = 0
    FAILED = 1
    USAGE = 2
    BAD_INPUT = 65
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what would be right.

    Attributes:
        file: the file as the user named it, or a word such as ``--set``.
        line: 1-based line, 0 where a line makes no sense.
        column: 1-based column, 0 where a column makes no sense.
        where: the dotted key, or the row and column name.
        message: one sentence without a full stop.
        hint: what would be right (``did you mean 'size'?``); may be empty.
    """

    file: str
    line: int
    column: int
    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        parts = [place]
        if self.where:
            parts.append(self.where)
        text = ": ".join([*parts, self.message])
        return f"{text}, {self.hint}" if self.hint else text


class OutreachError(Exception):
    """Base of every error this program raises on purpose."""

    exit_code = ExitCode.FAILED


class UsageError(OutreachError):
    """The command line asks for something that cannot be asked."""

    exit_code = ExitCode.USAGE


class RunError(OutreachError):
    """The run itself failed."""


class OtherRulesError(RunError):
    """A game goes otherwise in this version than in the one that kept it."""


class OlderEngineError(OtherRulesError):
    """A game was played by an older engine: its history can be read, but it cannot be played here."""


class PlaceError(RunError):
    """There is nowhere to run: the cluster does not answer, or no process can be started."""


class BadInputError(OutreachError):
    """A file or a value is wrong; carries every problem found, not only the first."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[BadInputError], tuple[tuple[Problem, ...]]]:
        """What another process needs to say the same."""
        return type(self), (self.problems,)


class NewerFormatError(BadInputError):
    """A newer version of this program made the file; nothing is wrong with it, and nothing was changed."""
