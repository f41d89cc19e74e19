"""Decks of replies: every cell speaks in every temper, and no two pieces of one say the same."""

import re
from itertools import combinations

import pytest

from outreach_sim.mail.decks import TEMPERS, Decks, Piece, piece_of, pieces_by_cell, shipped_decks
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.steps import Step
from outreach_sim.storage.correspondence.values import _TERMS
from outreach_sim.words.text import HAN

LANGUAGES = sorted(shipped_decks())
LEAST = {"en": 160, "de": 60, "fr": 60, "es": 60, "zh": 60}
_SLOT = re.compile(r"\{\{ \w+ \}\}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])(?=.)")
_END = re.compile(r"[.!?。！？]$|^[\w\s]+[:：]$|^To the point\.$")
_WORD = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+")
"""A word; a Chinese character is one, since nothing stands between the words there."""


_PAIRS = (("„", "“"), ("«", "»"), ("《", "》"), ("(", ")"))


def every_piece(decks: Decks) -> list[tuple[str, str, Piece]]:
    return [(deck, cell, piece) for (deck, cell), pieces in decks.cells.items() for piece in pieces]


def jaccard_distance(one: str, other: str) -> float:
    a, b = (set(_WORD.findall(text.lower())) for text in (one, other))
    return 1 - len(a & b) / len(a | b)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_pieces_of_things_that_can_happen(language: str) -> None:
    decks = shipped_decks()[language]
    assert len({piece.text for *_, piece in every_piece(decks)}) >= LEAST[language]
    assert {deck for deck, _ in decks.cells} == {*Step, "openings", "closes"}
    assert decks.cells.keys() == shipped_decks()["en"].cells.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_has_pieces_in_every_temper_that_need_nothing_in_particular(language: str) -> None:
    # Nobody outside has an employer with a name.
    always = {"threshold", "lab", "who", "today", "day_proposed", "terms", "deadline", "name",
              "first_name"}  # fmt: skip
    of_the_cell = {"again": "said_in", "unanswered": "wrote_in", "left": "colleague", "other-offer": "rival"}
    decks = shipped_decks()[language]
    for (deck, cell), pieces in decks.cells.items():
        there = always | {of_the_cell.get(cell, "")}
        for temper in TEMPERS:
            fitting = [p for p in pieces if temper in p.tempers and p.needs <= there]
            assert len(fitting) >= 2, (deck, cell, temper)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_are_whole_sentences_with_slots_that_there_are(language: str) -> None:
    for deck, cell, piece in every_piece(shipped_decks()[language]):
        where = (deck, cell, piece.text)
        assert _END.search(piece.text), where
        assert piece.needs <= set(FIELDS) and piece.tempers <= set(TEMPERS), where
        bare = _SLOT.sub("x", piece.text)
        assert not re.search(r"[{}]|  |^ | $| [.,;:!?。，；：！？]", bare), where
        assert len(piece.text) <= 200 and all(bare.count(a) == bare.count(b) for a, b in _PAIRS), where
        assert bare.count('"') % 2 == 0, where


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pieces_of_a_deck_say_two_things(language: str) -> None:
    for (deck, cell), pieces in shipped_decks()[language].cells.items():
        for one, other in combinations(pieces, 2):
            far = jaccard_distance(_SLOT.sub("", one.text), _SLOT.sub("", other.text))
            assert far > 0.6, (deck, cell, one.text, other.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_in_two_pieces(language: str) -> None:
    seen: dict[str, str] = {}
    for deck, cell, piece in every_piece(shipped_decks()[language]):
        for sentence in _SENTENCE.split(piece.text):
            assert sentence not in seen, (sentence, seen.get(sentence), f"{deck}/{cell}")
            seen[sentence] = f"{deck}/{cell}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reply_names_what_the_lab_must_not_learn(language: str) -> None:
    sums = {"threshold", "terms", "deadline_days", "fleet", "compute_per_researcher", "named_pay", "pay"}
    for deck, cell, piece in every_piece(shipped_decks()[language]):
        bare = _SLOT.sub("", piece.text).replace("H100", "")
        assert not re.search(r"[$€£]|\d[\d.,]{3,}|\d\s*%", bare), (deck, cell, "a sum of their own")
        if deck == Step.COUNTERED:
            assert not piece.needs & sums and not re.search(r"\d", bare), "a sum would tell what they earn"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_language_are_complete(language: str) -> None:
    words = shipped_decks()[language].words
    assert len(words["weekdays"]) == 7 and len(words["months"]) == 12 and len(words["roles"]) == 3
    assert set(words["signatures"]) == set(TEMPERS) and "{}" in words["days"][1]
    if language != "en":
        assert set(words["terms"]) == set(_TERMS) and len(words["senders"]) == 3
    assert len(set(words["weekdays"])) == 7 and len(set(words["months"])) == 12


def test_what_fills_a_slot_is_never_read_as_one() -> None:
    piece = piece_of("I am {{ name }} of {{ employer }}.", "curt")
    assert piece.needs == {"name", "employer"} and piece.tempers == {"curt"}
    values = {"name": "{{ employer }}", "employer": r"\1 {% x %}"}
    assert piece.filled(values) == r"I am {{ employer }} of \1 {% x %}."
    assert not piece.fits(values | {"employer": ""})


def test_the_list_of_cells_counts_every_piece() -> None:
    rows = pieces_by_cell()
    for language, decks in shipped_decks().items():
        assert sum(row["pieces"][language] for row in rows) == len(every_piece(decks))
