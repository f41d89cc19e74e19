"""Letters that were written while a game was played: entries of their own in its save.

They move nothing by themselves, so where the game stands they do not say: no order is taken back by way of
one, and a letter once written is there for all orders to come, in whatever branch of the way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from outreach_sim.errors import BadInputError
from outreach_sim.mail.tables import plain_tables, tables_from
from outreach_sim.mail.template import Template, parse_template
from outreach_sim.market.letters import LetterTables, check_room, joined
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.hash_chain import Entry, UnfitContentError, taken_apart
from outreach_sim.words.facts import VERSION

_TEXTS = ("id", "name", "stage", "subject", "body")
_SAYS = (*_TEXTS, "senders", "follow_ups", "spacing_days")
_CALLED = {"id": "identity"}
_FOLLOWS = ("ids", "sequence", "mails", "spacing_days")
"""Columns that follow from the name of a letter and of those that follow it up."""
_SAID = "said"
"""Which letters say again what this one has said, and which have said what it says; itself included."""


def letter_body(template: Template, row: LetterTables, version: int = VERSION) -> str:
    """What a ``letter`` entry holds: the letter, its fields, and what was noticed of it, by which version."""
    from outreach_sim.mail.typed import fields_in

    plain = plain_tables(replace(row, again=None))
    measured = {name: column for name, column in plain.items() if name not in _FOLLOWS}
    if row.again is not None:
        measured[_SAID] = [row.again[-1].tolist(), row.again[:, -1].tolist()]
    says = {name: getattr(template, name) for name in _SAYS}
    return json.dumps(
        says | {"fields": fields_in(template), "words_version": version, "measured": measured},
        ensure_ascii=False,
    )


def words_version(entry: Entry) -> int:
    """By which version of the measure a letter was measured.

    Raises:
        UnfitContentError: it does not say.
    """
    version = _said(entry)["words_version"]
    if not isinstance(version, int):
        raise UnfitContentError(f"the letter of entry {entry.id} does not say how it was measured")
    return version


def template_in(entry: Entry) -> Template:
    """The letter of an entry; its text passes the same gate as that of any letter.

    Raises:
        UnfitContentError: it is none.
    """
    from outreach_sim.mail.own import check_name
    from outreach_sim.mail.typed import typed_text

    said = _said(entry)
    try:
        with taken_apart():
            text = typed_text(**{_CALLED.get(name, name): said[name] for name in _SAYS})
            check_name(text.id)
            return parse_template(text.text, text.file, text.id)
    except BadInputError as error:
        raise UnfitContentError(f"the letter of entry {entry.id} cannot be one: {error}") from None


def row_in(entry: Entry, template: Template, tables: LetterTables) -> LetterTables:
    """What was noticed of the letter of an entry when it was written, to come behind these tables.

    Raises:
        UnfitContentError: it is no such thing.
    """
    from outreach_sim.mail.compile import sequences

    measured, count = dict(_said(entry)["measured"]), len(tables.ids) + 1
    with taken_apart():
        if template.id in tables.ids:
            raise ValueError(f"there are two letters {template.id!r}")
        said = measured.pop(_SAID, None)
        alone = sequences([replace(template, follow_ups=(), spacing_days=())], [template.id])
        row = tables_from(measured | {"ids": [template.id]} | alone)
        columns: dict[str, Any] = sequences([template], (*tables.ids, template.id))
        if said is not None:
            columns["again"] = np.zeros((count, count), dtype=np.uint16)
            columns["again"][-1], columns["again"][:, -1] = said
        return replace(row, **columns)


def with_letters(scenario: Scenario, entries: Sequence[Entry], templates: Sequence[Template]) -> Scenario:
    """The scenario with every letter that was written in these entries, which hold these templates.

    Raises:
        UnfitContentError: one of them is none.
    """
    letters = scenario.setup.letters
    with taken_apart():
        check_room(len(letters.ids) + len(entries))
    for entry, template in zip(entries, templates, strict=True):
        letters = joined(letters, row_in(entry, template, letters))
    return replace(scenario, setup=replace(scenario.setup, letters=letters))


def _said(entry: Entry) -> Mapping[str, Any]:
    with taken_apart():
        said = json.loads(entry.body)
        texts = [*(said[name] for name in _TEXTS), *said["senders"], *said["follow_ups"]]
        if not all(isinstance(text, str) for text in texts) or not isinstance(said["measured"], dict):
            raise ValueError(f"entry {entry.id} holds no letter")
    return dict(said)


def why_no_letter(template: Template, known: Template | None) -> str:
    """Why this cannot be written as a letter, a sentence without its end."""
    if known is not None:
        return f"there is another letter {template.id!r} in this game, call yours something else"
    return f"{template.id!r} is a reply, and a lab writes letters of the stage outreach or follow-up"
