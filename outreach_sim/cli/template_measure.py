"""``template measure``: what one reader notices of a letter, and what each thing is worth."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import json_option, letters_option, reader_options
from outreach_sim.cli.template_find import find, reader, signature
from outreach_sim.errors import BadInputError, Problem, UsageError

if TYPE_CHECKING:
    from outreach_sim.mail.letter import Letter
    from outreach_sim.mail.template import Template
    from outreach_sim.words.facts import Facts
    from outreach_sim.words.measure import Measured

STDIN = "-"
_LINKS = {"open": "opening", "reply": "reply", "accept": "yes"}


@click.command("measure")
@click.argument("letter", shell_complete=complete.templates)
@reader_options("Measure")
@click.option(
    "--after",
    "before",
    multiple=True,
    shell_complete=complete.templates,
    help="A mail of this approach that the reader has had; may be given again.  [default: for a follow-up, "
    "those before it in the first sequence that has it]",
)
@click.option("--met", is_flag=True, help="People of the lab have met the reader.")
@letters_option
@json_option
def measure(
    letter: str,
    scenario: str | None,
    candidate: int | None,
    lab_id: str | None,
    sender: str | None,
    before: tuple[str, ...],
    met: bool,
    letters: Path | None,
    as_json: bool,
) -> None:
    """Measure LETTER as a sample person reads it, or somebody in a scenario.

    LETTER is a template, by name or as a file, or a text: a file, or - for what comes on stdin, with a first
    line "Subject: ..." where it has one. Terms are those of the sample.
    """
    from dataclasses import replace

    from outreach_sim.mail.letter import render
    from outreach_sim.mail.reading import after, all_letters, mails_before, read_by
    from outreach_sim.mail.template import Template

    found = _template_or_text(letter, scenario, letters)
    signed, text = _signed(found, sender), found if isinstance(found, str) else found.body
    about = reader(scenario, candidate, lab_id, signed, met=met, letters=letters, letter=text)
    if isinstance(found, str):
        written, had = _typed(found), [find(name, scenario, letters) for name in before]
    else:
        written = render(found, about.values)
        had = [find(name, scenario, letters) for name in before] or [*mails_before(found, all_letters())]
    is_answer = isinstance(found, Template) and found.stage == "answer"
    about = replace(after(about, had), answered=is_answer)
    told = _told(read_by(written, about), written, about, had, is_answer)
    output.print_json(told) if as_json else _show(told)


def _template_or_text(name: str, scenario: str | None, letters: Path | None) -> Template | str:
    """A template that is found, or the text of a file without front matter, or of stdin."""
    from outreach_sim.inputs.paths import read_text
    from outreach_sim.mail.own import read_own_letter
    from outreach_sim.words.measure import MAX_CHARACTERS

    if name == STDIN:
        return _stdin(MAX_CHARACTERS)
    path = Path(name)
    if not path.is_file() and path.suffix != ".txt":
        return find(name, scenario, letters)
    text = read_text(path, 8 * MAX_CHARACTERS)
    return read_own_letter(path) if text.startswith("+++") else text


def _stdin(limit: int) -> str:
    data = sys.stdin.buffer.read(8 * limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        wrong = Problem("stdin", 0, 0, "", "the text is not UTF-8", "write it as UTF-8")
        raise BadInputError(wrong) from None


def _signed(found: Template | str, sender: str | None) -> str:
    from outreach_sim.mail.template import ROLES

    if isinstance(found, str):
        return signature("this text", ROLES, sender)
    if found.stage == "reply":
        raise UsageError(f"{found.id} is a reply, and nobody weighs replies; measure a letter")
    return signature(found.id, found.senders, sender)


def _typed(text: str) -> Letter:
    """A mail as somebody types it: a line with the subject, where there is one, and the text."""
    from outreach_sim.inputs.text import clean, clean_lines
    from outreach_sim.mail.letter import MAX_SUBJECT, Letter

    head, _, rest = text.lstrip("\r\n").partition("\n")
    if not head.lower().startswith("subject:"):
        return Letter("", clean_lines(text).strip())
    return Letter(clean(head.partition(":")[2], MAX_SUBJECT), clean_lines(rest).strip())


def _told(
    measured: Measured, letter: Letter, about: Facts, had: Sequence[Template], is_answer: bool
) -> dict[str, Any]:
    """All that was found, for programs."""
    from outreach_sim.model.wording import LANGUAGES
    from outreach_sim.scenario.parameters import load_parameters

    p = load_parameters()
    if is_answer:
        worth, noticed = {"yes": measured.answer(p)}, {"accept": measured.answer_parts(p)}
    else:
        worth = {"opening": measured.opening(p), "reply": measured.reply(p)}
        noticed = measured.parts(p)
    return {
        "to": about.values["name"],
        "subject": letter.subject,
        "body": letter.body,
        "after": [template.id for template in had],
        "met": about.met,
        "language": LANGUAGES[measured.wording.language],
        **worth,
        "parts": [
            {"link": _LINKS[link], **output.fields_of(part)}
            for link, parts in noticed.items()
            for part in parts
        ],
        "claims": measured.claims,
        "false": [{"what": kind, "text": text} for kind, text in measured.false],
    }


def _show(told: dict[str, Any]) -> None:
    came = f" after {', '.join(told['after'])}" if told["after"] else ""
    nameless = "an answer" if "yes" in told else "(no subject)"
    met = ", who has met people of the lab" if told["met"] else ""
    output.heading(f"To {told['to']}{met}{came}: {told['subject'] or nameless}")
    worth = ", ".join(f"{link} {told[link]:+.2f}" for link in _LINKS.values() if link in told)
    output.sentence(f"{worth.capitalize()}, in log-odds.")
    for wrong in told["false"]:
        output.sentence(f'{wrong["what"].capitalize()}: "{wrong["text"]}".')
    rows = [[part["link"], f"{part['value']:+.2f}", part["name"], part["sentence"]] for part in told["parts"]]
    if rows:
        click.echo()
        output.table(["link", "log-odds", "noticed", "why"], rows, right=(1,))
