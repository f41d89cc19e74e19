"""A template filled in and the same letter typed by hand are one text; a long name is no long letter."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.mail.fields import FIELDS as LETTER_FIELDS
from outreach_sim.mail.letter import Letter, render, sample_values
from outreach_sim.mail.template import Template, letters, shipped_templates
from outreach_sim.mail.texts import values_for
from outreach_sim.market.setup import Fact
from outreach_sim.words.facts import FACTS, FIELDS, MARKS
from outreach_sim.words.measure import canonical, measure, repeats
from tests.words.readers import INGRID, VALUES, letter

OTHER = {
    "name": "Madeleine-Antoinette van der Rensselaer-Whitcombe",
    "first_name": "Madeleine-Antoinette",
    "employer": "Google DeepMind",
    "topic": "RL",
    "paper": "On the Unreasonable and Unexpected Effectiveness of Very Long Titles in Small Journals",
    "former_team": "the multimodal long-context retrieval team",
    "city": "Llanfairpwllgwyngyll",
    "lab": "OpenAI",
    "sender": "The CEO",
    "pay": "$950,000",
    "terms": "$950,000 a year, 4,000 H100s pledged to you by name, without interviews",
    "fleet": "1,200,000",
    "deadline_days": "5",
    "compute_per_researcher": "1,160",
}
TEMPLATES = {template.id: template for template in letters(shipped_templates())}


def filled_in(template: Template, values: dict[str, str]) -> Letter:
    return render(template, sample_values() | values)


def test_what_a_text_is_measured_by_is_what_letters_can_insert() -> None:
    assert FIELDS.keys() <= LETTER_FIELDS.keys()
    assert {name: size[0] for name, size in FIELDS.items()} == {
        name: LETTER_FIELDS[name].width for name in FIELDS
    }
    assert (
        tuple(name for fact in Fact for name, field in LETTER_FIELDS.items() if field.fact is fact) == FACTS
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_two_readers_of_a_shipped_letter_have_one_canonical_text(name: str) -> None:
    texts = []
    for values in (VALUES, OTHER):
        letter = filled_in(TEMPLATES[name], values)
        texts.append(canonical(letter.subject, letter.body, values))
    assert texts[0] == texts[1]


@pytest.mark.parametrize("known", range(16))
def test_a_letter_typed_by_hand_is_measured_as_the_template_is(known: int) -> None:
    values = values_for(known)
    about = replace(INGRID, values=values)
    for template in TEMPLATES.values():
        letter = render(template, values)
        typed = (
            letter.body.replace('"', "”").replace("'", "’").replace("\n\n", "\n \n\n").replace(". ", ".  ")
        )
        assert measure(letter.subject, typed, about) == measure(letter.subject, letter.body, about)


@settings(max_examples=15, deadline=None)
@given(st.permutations(list(VALUES)))
def test_the_order_of_keys_does_not_matter(keys: list[str]) -> None:
    body = 'I read "Patient Critics without Labels" in Paris, Ingrid Solberg.'
    assert canonical("Ingrid", body, {key: VALUES[key] for key in keys}) == canonical("Ingrid", body, VALUES)


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_the_case_of_values_does_not_matter(change) -> None:
    body = 'Hi Ingrid,\n\nI read "Patient Critics without Labels"; does reward modelling need Anthropic?'
    changed = {name: change(value) for name, value in VALUES.items()}
    assert canonical("Paris", body, changed) == canonical("Paris", body, VALUES)


def test_a_word_in_small_letters_is_no_name_and_no_city() -> None:
    nice = replace(INGRID, values=VALUES | {"city": "Nice", "name": "Will Rich", "first_name": "Will"})
    said = letter("It would be nice to hear what you think of it.", "What will change", nice).wording
    assert said.facts == 0 and said.subject_fact == 0
    assert letter("It would be nice to hear it.", "What will change", nice).wording.subject_fact == 0
    assert letter("You could stay in Nice, if you like it there.", about=nice).wording.facts == 8


def test_a_value_is_a_whole_word_and_a_sum_is_no_fleet() -> None:
    found = canonical("", "Parisian, Paris, $350,000, 350,000, 1,350,000.", VALUES).body
    assert found == f"Parisian, {MARKS['city']}, $350,000, {MARKS['fleet']}, 1,350,000."
    assert MARKS["topic"] in canonical("关于reward modelling的问题", "", VALUES).subject


def test_a_character_that_stands_for_a_value_cannot_be_written() -> None:
    assert canonical(MARKS["paper"], f"We read {MARKS['paper']}.", VALUES) == canonical(
        "", "We read .", VALUES
    )


def test_a_misspelt_name_or_title_is_a_slip_and_another_s_is_false() -> None:
    def greeted(greeting: str):
        return measure("", f"{greeting}\n\nWe work on reward modelling here.", INGRID)

    for greeting in (
        "Hi Ingird,",
        "Hi In,",
        "Dear Ingrid Sollberg,",
        "Hello, Ingrit,",
        "Guten Tag Frau Sohlberg,",
    ):
        assert greeted(greeting).wording.slips == 1 and not greeted(greeting).false, greeting
    for greeting in (
        "Hi Ingrid,",
        "Hello, Ingrid,",
        "Dear Dr. Solberg,",
        "Hi there,",
        "Liebe/r Ingrid,",
        "Good morning from Basel,",
    ):
        assert greeted(greeting).wording.slips == 0 and not greeted(greeting).false, greeting
    for greeting in ("Hi Deborah,", "Sehr geehrter Herr Braun,", "Estimado Tomás:", "Bonjour Madame Petit,"):
        assert [kind for kind, _ in greeted(greeting).false] == ["wrong name"], greeting
    assert letter('I liked "Patient Critic without Label" a lot.').wording.slips == 1


@pytest.mark.parametrize("greeting", ["Hello,", "Guten Tag,", "Bonjour,", "Hola,", "您好，", "你好,"])
def test_what_stands_below_a_greeting_without_a_name_is_no_name(greeting: str) -> None:
    for first in ("Solver traces are what we need.", "我读了您的论文。", "Bellman wrote of this."):
        assert not measure("", f"{greeting}\n\n{first} Would you look at ours?", INGRID).false
    assert measure("", f"{greeting[:-1]} Gunnar,\n\nWould you look at our traces?", INGRID).false


def test_a_lab_is_known_by_its_short_name_and_not_by_a_word() -> None:
    about = replace(INGRID, values=VALUES | {"lab": "Google DeepMind"})
    assert not measure("", "Hi Ingrid,\n\nWe at DeepMind like it.\n\nAnna\nDeepMind", about).false
    assert measure("", "Hi Ingrid,\n\nWe at OpenAI like it.\n\nAnna\nDeepMind", about).false


def test_the_same_again_is_a_repeat_and_news_are_none() -> None:
    first = canonical(
        "", "Hi Ingrid,\n\nWe work on reward modelling here and would like you to see it.", VALUES
    )
    news = (
        "Hi Ingrid,\n\nSince then the filter code went public. One test carries your title, the plots "
        "surprised everybody on the floor, and nobody could explain the second bump before lunch."
    )
    assert repeats(first, first)
    assert repeats(canonical("", "Hi Ingrid,\n\nJust bumping this. Any thoughts?", VALUES), first)
    assert not repeats(canonical("", news, VALUES), first)
