"""A letter that is still being written: as text to be changed, and as its reader notices it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from outreach_sim.mail import texts
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.one_reader import own_in, rows_for, text_for, with_fields
from outreach_sim.mail.reading import facts_of
from outreach_sim.mail.template import Template, shipped_templates
from outreach_sim.market.letters import KNOWN_MASKS, joined
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh, weigh_many
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Sender
from outreach_sim.model.explain import explain
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.correspondence.values import lab_values, person_values

OPENING = [t for t in shipped_templates().values() if t.stage == "outreach"]


@pytest.fixture(scope="module")
def played() -> tuple[Scenario, Session]:
    scenario = load_scenario("personal-email")
    return scenario, Session(scenario.setup, 1)


def values_of(played: tuple[Scenario, Session], candidate: int) -> dict[str, str]:
    scenario, session = played
    lab = scenario.setup.player
    return sample_values() | person_values(*played, candidate) | lab_values(scenario, session, lab, 0)


def retyped(template: Template, subject: str, body: str) -> Template:
    return replace(template, subject=subject, body=body)


@pytest.mark.parametrize("template", OPENING, ids=lambda t: t.id)
def test_a_letter_to_be_changed_reads_as_the_template_does_for_its_reader(
    played: tuple[Scenario, Session], template: Template
) -> None:
    for candidate in range(0, 640, 80):
        values = values_of(played, candidate)
        subject, body = text_for(template, values)
        assert "{%" not in body and "{{ first_name }}" not in body
        wanted = render(template, values)
        assert render(retyped(template, subject, body), values) == wanted
        others = retyped(template, with_fields(subject, values), with_fields(body, values))
        assert render(others, values) == wanted
        assert own_in(f"{others.subject}\n{others.body}", values) == []


def test_the_fields_come_back_longest_first_whole_words_only_and_not_within_tags() -> None:
    values = {"name": "Ann Lee", "first_name": "Ann", "city": "Nice", "lab": "Meta AI"}
    text = 'Ann Lee, Annika, nice Nice; {{ topic | default("Nice") }} Ann, Meta AI'
    assert with_fields(text, values) == (
        '{{ name }}, Annika, nice {{ city }}; {{ topic | default("Nice") }} {{ first_name }}, {{ lab }}'
    )
    assert own_in(text, values) == [("Ann Lee", "name"), ("Nice", "city"), ("Ann", "first_name")]
    assert with_fields("any text", {}) == "any text"
    assert with_fields("Hi Robin", {"name": "Robin", "first_name": "Robin"}) == "Hi {{ first_name }}"


def test_a_value_that_looks_like_a_field_stays_one() -> None:
    template = shipped_templates()["ceo-personal"]
    values = sample_values() | {"paper": "{{ name }} {% if x %}", "first_name": "{# Bob #}"}
    subject, body = text_for(template, values)
    assert "{{ paper }}" in body and "{{ first_name }}" in body
    assert render(retyped(template, subject, body), values) == render(template, values)


def test_of_a_sequence_only_the_mail_that_was_changed_is_measured_again(
    played: tuple[Scenario, Session],
) -> None:
    known, about = shipped_templates(), facts_of(values_of(played, 80), frozenset())
    first = known["ceo-personal"]
    mails = [first, *(known[name] for name in first.follow_ups)]
    rows_for(mails, about, 0, {})
    for number in range(3):
        before = texts._noticed.cache_info().misses
        rows_for([replace(first, body=f"{first.body}\n\nP.S. {number}"), *mails[1:]], about, 0, {})
        assert 1 <= texts._noticed.cache_info().misses - before <= KNOWN_MASKS


@pytest.mark.parametrize("template", [t for t in OPENING if t.id != "mass-mail"], ids=lambda t: t.id)
def test_what_a_reader_notices_is_what_the_table_of_letters_has(
    played: tuple[Scenario, Session], template: Template
) -> None:
    setup, known = played[0].setup, shipped_templates()
    place, old = len(setup.letters.ids), setup.letters.ids.index(template.id)
    mails = [template, *(known[name] for name in template.follow_ups)]
    rows, theirs = [place + n for n in range(len(mails))], [setup.letters.ids.index(m.id) for m in mails]
    for candidate in range(0, 640, 40):
        if setup.people.employer[candidate] == setup.player:
            continue
        about = facts_of(values_of(played, candidate), frozenset())
        both, mask = joined(setup.letters, rows_for(mails, about, place, {})), setup.people.known[candidate]
        for counts in (both.wording, both.claims):
            for field in fields(counts):
                column = getattr(counts, field.name)
                assert column[rows, mask].tolist() == column[theirs, mask].tolist(), field.name
        for name in ("repeats", "mistakes"):
            column = getattr(both, name)[..., mask]
            assert column[place].tolist() == column[old].tolist(), name
        for name in ("names_offer", "pitches", "mails", "spacing_days"):
            assert getattr(both, name)[place].tolist() == getattr(both, name)[old].tolist(), name
        assert both.sequence[place][: len(mails)].tolist() == rows


def test_a_plan_that_brings_its_letters_weighs_as_the_same_letters_of_the_world_do(
    played: tuple[Scenario, Session],
) -> None:
    scenario, session = played
    world, lab, known = session.world, scenario.setup.player, shipped_templates()
    letters = world.setup.letters
    template = known["ceo-personal"]
    mails = [template, *(known[name] for name in template.follow_ups)]
    p, place = scenario.setup.parameters, len(letters.ids)
    there = Plan(2_000_000, letters.ids.index(template.id), Sender.CEO)
    for candidate in (c for c in range(0, 640, 80) if world.home[c] != lab):
        about = facts_of(values_of(played, candidate), frozenset())
        brought = replace(there, template=place, letters=rows_for(mails, about, place, {}))
        one, other = (
            weigh(world, lab, candidate, plan, "Robin", as_truth=False) for plan in (there, brought)
        )
        assert one.mails == other.mails and one.subject == other.subject
        many = weigh_many(world, lab, np.array([candidate]), brought)
        assert many["chain"][0] == pytest.approx(explain(p, one).expected["chain"])
    assert world.setup.letters is letters
