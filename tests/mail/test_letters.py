"""What the market knows of a letter equals what a reader would notice of the rendered one."""

import re

import numpy as np
import pytest

from outreach_sim.mail.compile import compile_letters, features_of
from outreach_sim.mail.features import measure
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.template import letters, parse_template, shipped_templates
from outreach_sim.mail.texts import values_for
from outreach_sim.market.letters import subject_table, words_table
from outreach_sim.market.setup import Fact
from tests.params import PARAMETERS

TABLES = shipped_letters()


@pytest.mark.parametrize("template", list(shipped_templates().values()), ids=lambda t: t.id)
def test_a_rendered_letter_has_no_traces_no_holes_and_its_real_length(template) -> None:
    every = sample_values()
    letter = render(template, every)
    assert "{" not in letter.body and "\ue000" not in letter.body and "  " not in letter.body
    assert "\n\n\n" not in letter.body
    assert (letter.subject or template.stage == "reply") and "\n" not in letter.subject
    nominal = measure(template, every).length
    inserted = {n: len(re.findall(rf"{{{{ {n} (?:\|[^}}]*)?}}}}", template.body)) for n in FIELDS}
    if "{%" not in template.body:
        actual = len(letter.body) + sum(n * (FIELDS[f].width - len(every[f])) for f, n in inserted.items())
        assert nominal == actual


def test_names_and_amounts_do_not_move_what_a_reader_notices() -> None:
    template = shipped_templates()["recruiter"]
    long = sample_values() | {"name": "X" * 90, "first_name": "Y" * 60, "terms": "Z" * 200}
    assert measure(template, long) == measure(template, sample_values())


def test_an_unguarded_fact_that_is_unknown_is_a_mistake() -> None:
    mass = TABLES.ids.index("mass-mail")
    assert TABLES.mistakes[mass, 0] == 1
    assert TABLES.mistakes[mass, 1 << Fact.PAPER] == 0


def test_a_letter_that_asks_what_a_fact_says_is_known_by_what_it_says_to_most() -> None:
    front = 'name = "T"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "s"\n'
    body = 'Hi.{% if city == "Zurich" %} We are there too.{% elif city != "" %} You need not move.{% endif %}'
    template = parse_template(f"+++\n{front}+++\n{body}\n", "t.md", "t")
    for known, features in enumerate(features_of(template)):
        said = "Hi. You need not move." if known >> Fact.CITY & 1 else "Hi."
        assert features == measure(template, values_for(known) | {"city": "Oslo" if len(said) > 3 else ""})
        assert features.length == len(said)


def test_a_personal_letter_is_worth_more_than_a_mass_mail_and_its_subject_too() -> None:
    words, subjects = words_table(PARAMETERS, TABLES), subject_table(PARAMETERS, TABLES)
    mass, everything = TABLES.ids.index("mass-mail"), 15
    for name in ("recruiter", "ceo-personal"):
        assert words[TABLES.ids.index(name), everything] > words[mass, everything] + 0.3
    assert subjects[TABLES.ids.index("recruiter"), everything] == PARAMETERS.words_subject_fact
    assert subjects[mass, everything] <= 0


def test_every_letter_has_a_sequence_of_four_mails() -> None:
    for index, identity in enumerate(TABLES.ids):
        assert TABLES.sequence[index, 0] == index, identity
        assert (TABLES.sequence[index] < len(TABLES.ids)).all()


def test_tables_do_not_depend_on_the_order_of_files() -> None:
    backwards = dict(reversed(list(shipped_templates().items())))
    again = compile_letters(backwards)
    assert again.ids == TABLES.ids
    assert np.array_equal(again.wording.length, TABLES.wording.length)


def test_no_subject_forges_a_header() -> None:
    front = 'name = "T"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "For {{ name }}"\n'
    template = parse_template(f"+++\n{front}+++\nHi {{{{ name }}}}\n", "t.md", "t")
    subject = render(template, {"name": "=?utf-8?q?A=0D=0ABcc:_v@x.example?=\r\nBcc: eve@x.example"}).subject
    assert "\r" not in subject and "\n" not in subject and "=?" not in subject


def test_masks_hide_what_is_not_known() -> None:
    assert values_for(0)["paper"] == "" and values_for(15)["paper"]
    assert len(letters(shipped_templates())) == len(TABLES.ids)
