"""What is seen of a letter that is being written, as texts to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from outreach_sim.errors import Problem
from outreach_sim.mail.letter import Letter
from outreach_sim.model.explain import rounded
from outreach_sim.model.word_terms import Noticed
from outreach_sim.tui.colours import BAD, GOOD, QUIET, STRONG, WARN
from outreach_sim.tui.seen import Seen

_MOST_REMARKS = 6
"""So many remarks stand before what is noticed; a text has up to fifty."""


def noticed(seen: Seen, first: bool, title: str = "Words, for an answer") -> Group:
    """Remarks, then what each thing that the reader notices is worth.

    Args:
        seen: of one mail.
        first: whether it is the first of its sequence, whose subject counts.
        title: what the words are weighed for.
    """
    parts: list[RenderableType] = [*_remarks(seen.wrong, BAD), *_remarks(seen.odd, WARN)]
    parts += [Text(f'{kind.capitalize()}: "{said}".', BAD) for kind, said in seen.false]
    if seen.explanation is not None:
        if first:
            parts += _link("Subject, for opening it", seen.opening)
        parts += _link(title, seen.reply)
    while parts and isinstance(parts[-1], Text) and not parts[-1].plain:
        parts.pop()
    return Group(*parts)


def _remarks(problems: Sequence[Problem], style: str) -> list[Text]:
    shown = [Text(remark(problem), style) for problem in problems[:_MOST_REMARKS]]
    more = len(problems) - len(shown)
    return [*shown, Text(f"And {more:,} more.", style)] if more > 0 else shown


def remark(problem: Problem) -> str:
    """A problem with the place in the editor, a sentence."""
    if problem.where == "subject":
        place = "Subject: "
    else:
        place = f"Line {problem.line}, column {problem.column}: " if problem.line else ""
    mail = f"{problem.file.capitalize()}. " if problem.file.startswith("mail ") else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    end = "" if hint.endswith("?") else "."
    said = problem.message if place else problem.message[:1].upper() + problem.message[1:]
    return f"{mail}{place}{said}{hint}{end}"


def _link(title: str, parts: Sequence[Noticed]) -> list[RenderableType]:
    """The sub-terms of one link, the largest first; shown digits add up to the sum."""
    ordered = sorted(parts, key=lambda part: -abs(part.value))
    values = rounded([part.value for part in ordered])
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=5, no_wrap=True)
    table.add_column(ratio=1)
    for part, value in zip(ordered, values, strict=True):
        style = GOOD if value > 0 else BAD if value < 0 else QUIET
        said = Text(f"{part.name}: ", STRONG).append(part.sentence, "not bold")
        table.add_row(Text(f"{value:+.2f}", style), said)
    return [Text(f"{title}: {sum(values):+.2f}", STRONG), table, Text()]


def as_read(letter: Letter | None) -> Text:
    """The letter as the first of its readers has it."""
    if letter is None:
        return Text("It cannot be read until it is a letter.", WARN)
    return Text().append(f"{letter.subject}\n\n", STRONG).append(letter.body)
