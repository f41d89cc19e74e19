"""Fills in a template: plain text values in, subject and body out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from outreach_sim.inputs.text import clean, clean_lines
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.layout import laid_out, marked
from outreach_sim.mail.template import Template

if TYPE_CHECKING:
    from jinja2 import Template as Compiled

MAX_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered letter; the subject is one line that no header parser reads more into."""

    subject: str
    body: str


@lru_cache(maxsize=512)
def _compiled(source: str) -> Compiled:
    from outreach_sim.mail.lint import environment

    return environment().from_string(marked(source, environment()))


def filled(source: str, values: Mapping[str, str]) -> str:
    """A text that the lint has passed, filled in and laid out; ``values`` has every field."""
    return laid_out(_compiled(source).render(values))


def render(template: Template, values: Mapping[str, str | None]) -> Letter:
    """Fill in a template.

    Args:
        template: as ``parse_template`` returns it, hence checked.
        values: text by field name; fields left out, or ``None``, are empty.
    """
    every = {name: values.get(name) or "" for name in FIELDS}
    subject = clean(filled(template.subject, every), MAX_SUBJECT).replace("=?", "= ?")
    return Letter(subject, clean_lines(filled(template.body, every)).strip())


def sample_values() -> dict[str, str]:
    """Values of a made-up person and lab, for previews."""
    return {name: field.sample for name, field in FIELDS.items()}
