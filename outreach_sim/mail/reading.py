"""A letter as one reader notices it: filled in, and measured after the mails that came before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from outreach_sim.mail.letter import Letter, render, sample_values
from outreach_sim.mail.template import Template, gallery, shipped_templates
from outreach_sim.words.facts import Facts
from outreach_sim.words.measure import Measured, measure

SAMPLE_READS = frozenset({"en", "de", "fr", "es"})
"""Languages of the made-up person of previews, who is written to in each of them."""


def all_letters() -> Mapping[str, Template]:
    """Every letter that comes with the program, those to learn from after those to play with."""
    return {**shipped_templates(), **gallery()}


def sample_reader(sender: str, met: bool = False) -> Facts:
    """The made-up person of previews.

    Args:
        sender: how the letter is signed.
        met: whether people of the lab have met them.
    """
    return facts_of(sample_values() | {"sender": sender}, SAMPLE_READS, met=met)


def facts_of(
    values: Mapping[str, str], reads: frozenset[str], labs: Sequence[str] = (), met: bool = False
) -> Facts:
    """What a letter with these values is held against.

    Args:
        values: text by field, the offer's days and the lab's machines among them.
        reads: languages of the reader; empty where nobody knows.
        labs: names of all labs; those of the values are added.
        met: whether people of the lab have met the reader.
    """
    return Facts(
        values,
        tuple(dict.fromkeys((*labs, values["lab"], values["employer"]))),
        met=met,
        deadline_days=int(values["deadline_days"]),
        fleet_h100e=float(values["fleet"].replace(",", "")),
        reads=reads,
    )


def mails_before(template: Template, among: Mapping[str, Template]) -> Sequence[Template]:
    """The mails after which a follow-up comes, in the first sequence that has it; none for a first letter."""
    if template.stage != "follow-up":
        return ()
    for first in among.values():
        if first.stage == "outreach" and template.id in first.follow_ups:
            place = first.follow_ups.index(template.id)
            return [first, *(among[name] for name in first.follow_ups[:place] if name in among)]
    return ()


def after(about: Facts, before: Sequence[Template]) -> Facts:
    """The same reader, who has had these letters."""
    had = (render(template, about.values) for template in before)
    return replace(about, earlier=tuple((letter.subject, letter.body) for letter in had))


def read_by(letter: Letter, about: Facts) -> Measured:
    """What this reader notices of a letter as it is written."""
    return measure(letter.subject, letter.body, about)


def judged_by(template: Template, about: Facts, among: Mapping[str, Template]) -> Measured:
    """What this reader notices of a letter filled in for them, after those of its sequence."""
    about = replace(after(about, mails_before(template, among)), answered=template.stage == "answer")
    return read_by(render(template, about.values), about)
