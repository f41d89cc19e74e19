"""``template``: list, show, check and render letters; ``measure`` and ``try`` stand beside."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import checking, complete, output
from outreach_sim.cli.options import json_option, letters_option, reader_options
from outreach_sim.cli.template_find import find, own_templates, reader, signature
from outreach_sim.cli.template_measure import measure
from outreach_sim.cli.template_try import try_
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.mail.starters import LANGUAGES, starter
from outreach_sim.mail.template import STAGES

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template


@click.group("template")
def command() -> None:
    """List, show, check, measure, render and try letters, and list replies."""


command.add_command(measure)
command.add_command(try_)


def facts(template: Template) -> dict[str, Any]:
    """What can be said of a template."""
    from outreach_sim.mail.compile import features_of
    from outreach_sim.mail.proofread import needed_facts
    from outreach_sim.market.mechanisms.pitch import PITCH_NAMES
    from outreach_sim.market.setup import Fact

    everything = features_of(template)[-1]
    used = [fact.name.lower() for fact in Fact if everything.facts_used >> fact & 1]
    needs = () if template.stage == "reply" else needed_facts(template)
    return {
        "id": template.id,
        "name": template.name,
        "stage": template.stage,
        "outcome": template.outcome,
        "reason": template.reason,
        "senders": list(template.senders),
        "follow_ups": list(template.follow_ups),
        "spacing_days": list(template.spacing_days),
        "length": everything.length,
        "facts_used": used,
        "needs": list(needs),
        "names_offer": everything.names_offer,
        "teaches": template.teaches,
        "pitches": [name for bit, name in PITCH_NAMES.items() if everything.pitches & bit],
    }


def worth(template: Template) -> dict[str, list[dict[str, Any]]]:
    """What is noticed of a letter to somebody of whom every fact is known, by link, as the market counts it.

    Claims about the day count as true, for which day it is nobody says.
    """
    from dataclasses import asdict

    from outreach_sim.mail.texts import canonical_texts, noticed
    from outreach_sim.market.letters import KNOWN_MASKS
    from outreach_sim.model.answer_words import answer_parts
    from outreach_sim.model.word_terms import parts
    from outreach_sim.model.wording import Judged
    from outreach_sim.scenario.parameters import load_parameters

    if template.stage == "reply":
        return {}
    wording, claims = noticed(canonical_texts(template)[KNOWN_MASKS - 1])
    p, judged = load_parameters(), Judged(0, 0, 0, 0)
    if template.stage == "answer":
        return {"accept": [asdict(part) for part in answer_parts(p, wording, claims, judged)]}
    found = parts(p, wording, claims, judged)
    return {link: [asdict(part) for part in terms] for link, terms in found.items()}


def sums(words: dict[str, list[dict[str, Any]]]) -> str:
    """The sum of what is noticed, by link, in log-odds."""
    totals = {link: sum(part["value"] for part in noticed) for link, noticed in words.items()}
    return "; ".join(f"{link} {value:+.2f}" for link, value in totals.items())


@command.command("list")
@click.option(
    "--gallery", "taught", is_flag=True, help="List the letters to learn from, and what they teach."
)
@letters_option
@json_option
def list_(taught: bool, letters: Path | None, as_json: bool) -> None:
    """List the shipped letters, those that you keep, those of a folder of yours, and how many pieces replies
    are made of, by what they answer.
    """
    if taught:
        list_gallery(as_json)
        return
    from outreach_sim.mail.decks import pieces_by_cell
    from outreach_sim.mail.template import shipped_templates
    from outreach_sim.storage.letter_shelf import look_over

    found, shelf = {**shipped_templates(), **own_templates(letters)}, look_over()
    kept = [name for name in shelf.letters if name not in found]
    found |= {name: shelf.letters[name].read(list(shelf.letters)) for name in kept}
    rows, replies = [facts(template) for template in found.values()], pieces_by_cell()
    if as_json:
        known = {"templates": rows, "replies": replies}
        output.print_json(known | {"kept": kept, "skipped": list(shelf.skipped)})
        return
    header = ["id", "stage", "length", "offer", "facts used", "name"]
    table = [
        [
            r["id"],
            r["stage"],
            str(r["length"]),
            "yes" if r["names_offer"] else "no",
            ", ".join(r["facts_used"]),
            r["name"],
        ]
        for r in rows
    ]
    output.table(header, table, right=(2,))
    if kept:
        output.sentence(f"Kept by you, for every game: {', '.join(kept)}.")
    for why in shelf.skipped:
        output.sentence(f"Not taken: {why}.")
    click.echo()
    languages = list(replies[0]["pieces"])
    counts = [[r["deck"], r["cell"], *(str(r["pieces"][code]) for code in languages)] for r in replies]
    output.table(["replies", "cell", *languages], counts, right=range(2, 2 + len(languages)))


def list_gallery(as_json: bool) -> None:
    """Letters to learn from, each with what it teaches."""
    from outreach_sim.mail.template import gallery

    rows = [facts(template) for template in gallery().values()]
    if as_json:
        output.print_json({"templates": rows})
        return
    table = [[r["id"], r["stage"], ", ".join(r["senders"]), r["name"], r["teaches"]] for r in rows]
    output.table(["id", "stage", "senders", "name", "teaches"], table)


@command.command("show")
@click.argument("template", shell_complete=complete.templates)
@letters_option
@json_option
def show(template: str, letters: Path | None, as_json: bool) -> None:
    """Show a letter's text and what a reader notices of it."""
    found = find(template, letters=letters)
    known, words = facts(found), worth(found)
    if as_json:
        output.print_json(known | {"words": words} | {"subject": found.subject, "body": found.body})
        return
    output.heading(f"{found.id}: {found.name}")
    click.echo(f"Subject: {found.subject}\n\n{found.body}" if found.subject else found.body)
    click.echo()
    for line in noticed(known):
        output.sentence(line)
    for link, parts in words.items():
        for part in parts:
            output.sentence(f"{link} {part['value']:+.2f} {part['name']}: {part['sentence']}")
    if words:
        output.sentence(f"In all, log-odds, every fact known: {sums(words)}.")


def noticed(known: dict[str, Any]) -> Iterator[str]:
    """What ``facts`` has found, in sentences."""
    if known["stage"] == "reply":
        why = f", for the reason {known['reason']!r}" if known["reason"] else ""
        yield f"A reply: {known['outcome']}{why}; {counted(known['length'], 'character')}."
        return
    yield f"Signed by {' or '.join(known['senders'])}."
    if known["follow_ups"]:
        yield f"Followed up by {', '.join(follow_ups(known))}."
    used = ", ".join(known["facts_used"]) or "none of the facts that make a letter personal"
    offer = "names the offer" if known["names_offer"] else "names no offer"
    yield f"What a reader notices: {counted(known['length'], 'character')}; it {offer} and uses {used}."
    if known["pitches"]:
        yield f"It speaks of the lab's {' and '.join(known['pitches'])}."
    if known["needs"]:
        yield holes(known)
    if known["teaches"]:
        yield f"It teaches: {known['teaches']}"


def follow_ups(known: dict[str, Any]) -> Iterator[str]:
    """The mails after a letter, each with its days where the letter says how many."""
    for name, days in zip_longest(known["follow_ups"], known["spacing_days"]):
        yield name if days is None else f"{name} after {counted(days, 'day')}"


def holes(known: dict[str, Any]) -> str:
    """Which facts a letter cannot do without."""
    return f"It has a hole where {' or '.join(known['needs'])} is not known; a fallback fills it."


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> int:
    """Check a template file as its sender would, and tell what is wrong with line and column. A letter that
    you keep is checked by its name.

    What is not allowed, or sure to be wrong, is an error; what merely looks wrong, such as a field of another
    mail program, is a warning.
    """
    from outreach_sim.inputs.paths import printable
    from outreach_sim.mail.own import own_letter_warnings, read_own_letter
    from outreach_sim.storage.letter_shelf import kept_file

    file = kept_file(file)

    def look() -> tuple[str, dict[str, Any]]:
        letter = read_own_letter(file)
        known, words = facts(letter), worth(letter)
        hole = f" {holes(known)}" if known["needs"] else ""
        told = f" Log-odds of its words, every fact known: {sums(words)}." if words else ""
        sound = f"{printable(file)} is sound: {counted(known['length'], 'character')}.{hole}{told}"
        return sound, known | {"words": words}

    return checking.answer(as_json, look, lambda: own_letter_warnings(file))


@command.command("new")
@click.argument("name")
@click.option("--stage", type=click.Choice(STAGES), default=STAGES[0], show_default=True,
              help="Opens an approach, comes later in it, answers somebody, or is a reply.")  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True,
              help="What it is written in.")  # fmt: skip
@json_option
def new(name: str, stage: str, language: str, as_json: bool) -> None:
    """Write NAME.md, a letter of yours to begin with: sound as it stands, with comments.

    NAME may have a folder before it. What is there already is never written over.
    """
    from outreach_sim.inputs.paths import is_slug, printable
    from outreach_sim.inputs.writing import may_write, write_text
    from outreach_sim.mail.template import shipped_templates

    path = Path(f"{name.removesuffix('.md')}.md")
    if not is_slug(path.stem):
        raise UsageError(
            f"{clean(path.stem, 60)!r} cannot name a letter: lower-case letters, digits and hyphens can"
        )
    if path.stem in shipped_templates():
        raise UsageError(f"{path.stem!r} comes with the program; name yours otherwise")
    if path.exists() or path.is_symlink():
        raise UsageError(f"{printable(path)} is there already; name yours otherwise")
    write_text(may_write(path), starter(path.stem, stage, language))
    if as_json:
        output.print_json({"file": str(path), "stage": stage, "language": language})
    else:
        click.echo(
            f"{printable(path)} is written; change it, then: outreach-sim template check {printable(path)}"
        )


@command.command("render")
@click.argument("template", shell_complete=complete.templates)
@reader_options("Render")
@letters_option
@json_option
def render(
    template: str,
    scenario: str | None,
    candidate: int | None,
    lab_id: str | None,
    sender: str | None,
    letters: Path | None,
    as_json: bool,
) -> None:
    """Render a letter or reply for a sample person, or for somebody in a scenario."""
    from outreach_sim.mail.letter import render as fill
    from outreach_sim.mail.template import ROLES

    found = find(template, scenario, letters)
    # A reply can be signed by, or go to, any role of the lab.
    signed = signature(found.id, ROLES if found.stage == "reply" else found.senders, sender)
    known = reader(scenario, candidate, lab_id, signed, letters=letters, letter=found.body)
    letter = fill(found, known.values)
    if as_json:
        output.print_json({"subject": letter.subject, "body": letter.body})
    else:
        click.echo(f"Subject: {letter.subject}\n\n{letter.body}" if letter.subject else letter.body)
