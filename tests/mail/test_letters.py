"""What the market knows of a letter equals what a reader would notice of the rendered one."""

import re

import numpy as np
import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.mail.compile import compile_letters, features_of, sequences
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


def test_a_letter_goes_out_with_its_follow_ups_and_nothing_after_them() -> None:
    for index, identity in enumerate(TABLES.ids):
        letter = shipped_templates()[identity]
        mails = int(TABLES.mails[index])
        assert mails == (4 if letter.stage == "outreach" else 1 + len(letter.follow_ups))
        sent = [TABLES.ids[place] for place in TABLES.sequence[index]]
        assert sent[:mails] == [identity, *letter.follow_ups]
        assert set(sent[mails:]) <= {sent[mails - 1]}
        assert not TABLES.spacing_days[index].any()


def test_a_letter_says_how_long_it_waits_before_each_follow_up() -> None:
    ids = ["a", "b", "c", "d", "e"]
    front = f'name = "T"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "S"\nfollow_ups = {ids}\n'
    letter = parse_template(f"+++\n{front}spacing_days = [3, 60]\n+++\nWould you come?", "t.md", "t")
    assert (letter.follow_ups, letter.spacing_days) == (tuple(ids), (3, 60))
    columns = sequences([letter], ["t", *ids])
    assert columns["mails"].tolist() == [6]
    assert columns["sequence"].tolist() == [[0, 1, 2, 3, 4, 5]]
    assert columns["spacing_days"].tolist() == [[0, 3, 60, 0, 0, 0]]
    for wrong, told in (
        ("[0]", "t.md:7:1: spacing_days: must be whole days from 1 to 60, as in spacing_days = [3, 7]"),
        ("[61]", "must be whole days from 1 to 60"),
        ("[2.0]", "must be whole days from 1 to 60"),
        ("[true]", "must be whole days from 1 to 60"),
        ("3", "must be a list in brackets"),
        ("[1, 1, 1, 1, 1, 1]", "has 6 waits for 5 follow-ups, name a letter in follow_ups for each of them"),
    ):
        with pytest.raises(BadInputError) as caught:
            parse_template(f"+++\n{front}spacing_days = {wrong}\n+++\nWould you come?", "t.md", "t")
        assert told in str(caught.value)
    with pytest.raises(BadInputError, match="must be at most 5 template ids"):
        parse_template("+++\n" + front.replace("'e'", "'e', 'f'") + "+++\nHi", "t.md", "t")


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
