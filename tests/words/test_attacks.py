"""Attacks: greedy search, lists of phrases, any characters; letters typed in other ways than written."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.mail.letter import Letter, render
from outreach_sim.mail.reading import all_letters, facts_of
from outreach_sim.mail.texts import values_for
from outreach_sim.model.wording import Claims, Wording
from outreach_sim.words.facts import Facts
from outreach_sim.words.lexicon import asks, manner, tone
from outreach_sim.words.measure import measure
from tests.words.greedy import EMPTY, GOOD, best, worth
from tests.words.kinds import PAGE
from tests.words.readers import BLIND, INGRID, RANKED, P, letter, ranked, ranked_letter
from tests.words.test_guards import in_bounds

SILENCE = measure("", "", INGRID).reply(P)
NOTHING_SAID = letter("We are looking for people in many fields.").reply(P)


@cache
def of_good_letters() -> list[float]:
    """Replies of the letters that readers would likely answer."""
    likely = ((BLIND, 4), (RANKED, 60))
    return [
        ranked_letter(entry, path).reply(P)
        for path, least in likely
        for entry in ranked(path)["letters"]
        if entry["answers"] >= least
    ]


def test_greedy_search_finds_nothing_among_empty_sentences() -> None:
    assert worth(best(EMPTY)) < min(of_good_letters())


def test_greedy_search_finds_a_good_letter_and_no_use_for_empty_sentences() -> None:
    found = best(GOOD + EMPTY)
    assert set(found) <= set(GOOD)
    assert max(of_good_letters()) < worth(found) < max(of_good_letters()) + 0.25
    assert f"comes to {worth(found):+.2f}, over empty ones" in PAGE.read_text("utf-8")


PHRASES = [
    pattern.removeprefix("_")
    for phrases in (manner.STOCK, manner.PRAISE, manner.PRESSURE, tone.HONEST, tone.EASY_NO, asks.INVITE)
    for pattern in phrases._patterns
    if "(?<" not in pattern and r"\b" not in pattern
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PHRASES).flatmap(lambda one: st.from_regex(one, fullmatch=True)), max_size=9))
def test_no_letter_of_the_lists_alone_is_worth_a_good_one(phrases: list[str]) -> None:
    assert letter(". ".join(phrases) + "?").reply(P) < min(of_good_letters())


ANY = st.characters(exclude_categories=())


@settings(max_examples=80, deadline=None)
@given(st.text(ANY, max_size=60), st.text(ANY, max_size=400))
def test_any_characters_have_a_measure_lone_surrogates_too(subject: str, body: str) -> None:
    measured = measure(subject, body, INGRID)
    in_bounds(measured)
    (measured.canonical.subject + measured.canonical.body).encode()


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(INGRID.values)), st.text(ANY, max_size=40)), st.text(max_size=200)
)
def test_any_values_of_a_reader_are_held_against_any_text(values: dict[str, str], body: str) -> None:
    about = facts_of({**INGRID.values, **values, "deadline_days": "14", "fleet": "350,000"}, INGRID.reads)
    in_bounds(measure("A line", body, about))


LOOSE = {
    "nine questions": "".join(f"Would you like group {n} more than reward modelling? " for n in "abcdefghi"),
    "a title seven times": 'We read "Patient Critics without Labels". ' * 7,
    "titles of all sorts": "Patient Critics without Labels is good. We like Patient Critics without Labels. "
    "Who wrote Patient Critics without Labels? Patient Critics without Labels! Ah, Patient Critics without "
    "Labels.",
    "Chinese in a heap": "的是我你在有们和了不这人一为到与对想请会能以就也都好吗还没从很把被让个上下来去说看"
    * 3,
    "syllables": "Ba na ka lo mi ri ta su no pe ku wa re ti mo sa le vu " * 4,
    "a keyboard": "asdf jklö qwer uiop yxcv nm fghj tzui vbnm rtzu hjkl dfgh cvbn wert sdfg xcvb",
    "numbers": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
    "emoji": "🔥🚀💰🎉✨" * 12,
}


@pytest.mark.parametrize("trick", LOOSE)
def test_what_is_no_letter_is_worth_less_than_one_that_says_nothing(trick: str) -> None:
    assert letter(LOOSE[trick]).reply(P) < NOTHING_SAID < 0
    assert SILENCE < NOTHING_SAID


@pytest.mark.parametrize("count", range(4, 10))
def test_more_questions_than_three_are_never_better_than_nothing_said(count: int) -> None:
    asked = "".join(f"Do you like group {n} better than reward modelling? " for n in "abcdefghi"[:count])
    assert letter(asked).reply(P) <= NOTHING_SAID + 1e-9


RETYPED = {
    "quotes and blanks": str.maketrans({'"': "”", "'": "’", " ": "\u00a0", "-": "-"}),
    "unseen characters": str.maketrans({" ": " \u200b", "a": "a\u00ad"}),
    "wide letters": str.maketrans({"e": "ｅ", "T": "Ｔ", "1": "１"}),
}


@pytest.mark.parametrize("how", [*RETYPED, "unwrapped", "carriage returns"])
def test_every_letter_measures_alike_however_it_is_typed(how: str) -> None:
    for name in all_letters():
        written, about, noticed = as_written(name)
        typed = written.body.translate(RETYPED.get(how, {}))
        if how == "unwrapped":
            typed = "\n\n".join(_unwrapped(paragraph) for paragraph in typed.split("\n\n"))
        if how == "carriage returns":
            typed = typed.replace("\n", "\r\n")
        again = measure(written.subject, typed, about)
        assert (again.wording, again.claims, again.false) == noticed, name


@cache
def as_written(name: str) -> tuple[Letter, Facts, tuple[Wording, Claims, tuple[tuple[str, str], ...]]]:
    """A letter to somebody of whom some facts are known, others for each letter, and what is noticed."""
    known = 15 if len(name) % 2 else len(name) % 16
    about = facts_of(values_for(known), frozenset({"en", "de", "fr", "es", "zh"}))
    letter = render(all_letters()[name], about.values)
    found = measure(letter.subject, letter.body, about)
    return letter, about, (found.wording, found.claims, found.false)


def _unwrapped(paragraph: str) -> str:
    """Lines of a paragraph joined, but for those of a signature or a list."""
    lines = paragraph.split("\n")
    return " ".join(lines) if all(len(line) > 60 for line in lines[:-1]) else paragraph
