"""What the market knows of a letter equals what a reader would notice of the rendered one."""

import re

import numpy as np
import pytest

from outreach_sim.mail.compile import compile_letters, features_of, values_for
from outreach_sim.mail.features import measure
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.template import letters, parse_template, shipped_templates
from outreach_sim.market.letters import words_table
from outreach_sim.market.setup import Fact
from outreach_sim.scenario.load import load_scenario
from tests.params import PARAMETERS

TABLES = shipped_letters()
SCENARIO = load_scenario("personal-email")
_FACTS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}


def values(candidate: int) -> dict[str, str]:
    """A real letter's values: this person's, and terms of all lengths."""
    profile = SCENARIO.population.book.profile(candidate, "openai")
    known = int(SCENARIO.setup.people.known[candidate])
    facts = {name: getattr(profile, name) if known >> fact & 1 else "" for name, fact in _FACTS.items()}
    offer = {
        "pay": f"${candidate * 7_919:,}",
        "terms": f"${candidate * 7_919:,} a year" + " and more" * (candidate % 5),
    }
    return sample_values() | facts | offer | {"name": profile.name, "first_name": profile.name.split()[0]}


@pytest.mark.parametrize("index", range(len(TABLES.ids)), ids=TABLES.ids)
def test_tables_equal_measuring_the_rendered_letter_of_five_hundred_people(index: int) -> None:
    template = shipped_templates()[TABLES.ids[index]]
    for candidate in range(500):
        features = measure(template, values(candidate))
        known = int(SCENARIO.setup.people.known[candidate])
        assert features.facts_used == TABLES.facts_used[index, known]
        assert features.length == TABLES.length[index, known]
        assert features.mistakes == TABLES.mistakes[index, known]
        assert features.names_offer == TABLES.names_offer[index]


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


def test_the_recruiters_letter_keeps_benchmark_conditions_and_the_ceo_s_is_short_and_personal() -> None:
    words = words_table(PARAMETERS, TABLES)
    everything = 15
    assert abs(words[TABLES.ids.index("recruiter"), everything] - 0.2) < 0.03
    assert words[TABLES.ids.index("ceo-personal"), everything] > 0.4
    assert words[TABLES.ids.index("mass-mail"), everything] < 0.1


def test_every_letter_has_a_sequence_of_four_mails() -> None:
    for index, identity in enumerate(TABLES.ids):
        assert TABLES.sequence[index, 0] == index, identity
        assert (TABLES.sequence[index] < len(TABLES.ids)).all()


def test_tables_do_not_depend_on_the_order_of_files() -> None:
    backwards = dict(reversed(list(shipped_templates().items())))
    again = compile_letters(backwards)
    assert again.ids == TABLES.ids
    assert np.array_equal(again.length, TABLES.length)


def test_no_subject_forges_a_header() -> None:
    front = 'name = "T"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "For {{ name }}"\n'
    template = parse_template(f"+++\n{front}+++\nHi {{{{ name }}}}\n", "t.md", "t")
    subject = render(template, {"name": "=?utf-8?q?A=0D=0ABcc:_v@x.example?=\r\nBcc: eve@x.example"}).subject
    assert "\r" not in subject and "\n" not in subject and "=?" not in subject


def test_masks_hide_what_is_not_known() -> None:
    assert values_for(0)["paper"] == "" and values_for(15)["paper"]
    assert len(letters(shipped_templates())) == len(TABLES.ids)
