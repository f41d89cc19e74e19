"""Words are worth the same in a table and alone; each sub-term has parameters, a sentence, and an effect."""

from dataclasses import asdict, fields, replace

import numpy as np
import pytest

from outreach_sim.model import word_terms, word_weights
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.word_terms import OPENING, OPENING_JUDGED, REPLY, REPLY_JUDGED, Part, parts
from outreach_sim.model.wording import Claims, Judged, Wording, false_claims
from outreach_sim.scenario.parameters import load_parameters
from tests import oracle
from tests.model.letters import GOOD, LOUD, QUIET

P = load_parameters()
LETTERS = [
    QUIET,
    GOOD,
    LOUD,
    replace(LOUD, nonsense=0, length=900, subject_words=0),
    replace(GOOD, ask=3, length=1300),
    replace(GOOD, facts=1, names_offer=0),
]
JUDGED = [
    Judged(0, 0, 0, 0),
    Judged(2, 0, 0, 0),
    Judged(0, 1, 0, 0),
    Judged(1, 0, 1, 1),
    Judged(3, 1, 1, 1),
    Judged(0, 0, 0, 2),
]
CLAIMS = Claims(met=1, earlier=1, days=1, machines_h100e=900_000, pay_usd=0)
LINKS = {
    "open": (word_terms.opening_worth, word_terms.opening_judged),
    "reply": (word_terms.reply_worth, word_terms.reply_judged),
}


def columns(kind, rows):
    return kind(**{f.name: np.array([getattr(row, f.name) for row in rows]) for f in fields(kind)})


@pytest.mark.parametrize("link", LINKS)
def test_a_table_and_a_letter_have_the_same_bits(link: str) -> None:
    worth, judged = LINKS[link]
    table = worth(P, columns(Wording, LETTERS)) + judged(
        P, columns(Wording, LETTERS), columns(Judged, JUDGED)
    )
    alone = [worth(P, w) + judged(P, w, j) for w, j in zip(LETTERS, JUDGED, strict=True)]
    assert table.tolist() == alone


@pytest.mark.parametrize("link", LINKS)
def test_the_parts_add_up_and_each_says_why(link: str) -> None:
    worth, judged = LINKS[link]
    for w in LETTERS:
        for j in JUDGED:
            found = parts(P, w, CLAIMS, j)[link]
            assert sum(part.value for part in found) == pytest.approx(
                worth(P, w) + judged(P, w, j), abs=1e-12
            )
            assert all(part.sentence[0].isupper() or part.sentence[0].isdigit() for part in found)
            assert all(part.sentence.endswith(".") and "{" not in part.sentence for part in found)


def test_every_parameter_of_words_moves_some_letter_and_is_named_by_its_part() -> None:
    declared = {
        source for part in (*OPENING, *REPLY, *OPENING_JUDGED, *REPLY_JUDGED) for source in part.sources
    }
    assert declared == {f.name for f in fields(Parameters) if f.name.startswith("words_")}
    for name in declared:
        other = replace(P, **{name: getattr(P, name) + 1.0})
        assert any(total(P, w, j) != total(other, w, j) for w in many() for j in JUDGED), name


def test_words_are_worth_what_the_oracle_says() -> None:
    p = asdict(P)
    for w in many():
        assert word_terms.opening_worth(P, w) == pytest.approx(oracle.subject(p, asdict(w)), abs=1e-12)
        for j in JUDGED:
            mine = word_terms.reply_worth(P, w) + word_terms.reply_judged(P, w, replace(j, unread=0))
            theirs = oracle.words(p, asdict(w), j.false, j.no_earlier, j.repeat)
            assert mine == pytest.approx(theirs, abs=1e-12)


def many():
    return [
        *LETTERS,
        replace(QUIET, length=600),
        replace(QUIET, lix=45),
        replace(QUIET, stock=1),
        replace(QUIET, praise=4),
    ]


def total(p: Parameters, w: Wording, j: Judged) -> float:
    return sum(worth(p, w) + judged(p, w, j) for worth, judged in LINKS.values())


def test_every_count_moves_a_letter_but_those_that_other_terms_read() -> None:
    elsewhere = {"pitches", "language"}
    for name in {f.name for f in fields(Wording)} - elsewhere:
        changed = [replace(w, **{name: value}) for w in LETTERS for value in (0, 1, 4, 2000)]
        assert any(
            total(P, w, JUDGED[0]) not in {total(P, x, JUDGED[0]) for x in LETTERS} for w in changed
        ), name


def test_a_false_claim_takes_what_is_good_with_it() -> None:
    before = word_terms.reply_worth(P, GOOD)
    caught = before + word_terms.reply_judged(P, GOOD, Judged(1, 0, 0, 0))
    assert before - caught == pytest.approx(-P.words_false + word_weights.good_words(P, GOOD))
    assert word_weights.good_words(P, GOOD) > 0.5
    spoilt = replace(GOOD, false=1)
    assert word_weights.good_words(P, spoilt) == 0


def test_the_same_again_takes_what_is_good_with_it_and_a_false_claim_takes_it_once() -> None:
    again = word_terms.reply_judged(P, GOOD, Judged(0, 0, 0, 1))
    assert again == pytest.approx(P.words_repeat - word_weights.good_words(P, GOOD))
    both = word_terms.reply_judged(P, GOOD, Judged(1, 0, 0, 1))
    assert both == pytest.approx(again + P.words_false)
    months_ago = word_terms.reply_judged(P, GOOD, Judged(0, 0, 0, 2))
    assert months_ago == pytest.approx(P.words_repeat), "what was good in it is good again"


def test_costs_of_a_kind_saturate() -> None:
    stock = [word_terms.reply_worth(P, replace(QUIET, stock=count)) for count in range(7)]
    steps = -np.diff(stock)
    assert steps[0] == pytest.approx(-P.words_stock)
    assert steps[1:] / steps[:-1] == pytest.approx(P.words_further_share)


@pytest.mark.parametrize(
    "spoils", [{"burdens": 2}, {"questions": 4}, {"slips": 3}, {"hostile": 1}, {"nonsense": 1}]
)
def test_nothing_good_counts_beside_what_spoils_it(spoils: dict[str, int]) -> None:
    assert word_weights.good_words(P, replace(GOOD, **spoils)) == 0


def test_claims_are_judged_by_the_facts_of_the_day() -> None:
    said = Claims(met=1, earlier=0, days=5, machines_h100e=1_000, pay_usd=0)
    assert false_claims(said, 1, 5, 1_000.0) == 0
    assert (
        false_claims(said, 0, 5, 1_000.0)
        == false_claims(said, 1, 6, 1_000.0)
        == false_claims(said, 1, 5, 900.0)
        == 1
    )
    assert false_claims(said, 0, 0, 10.0) == 3
    many = columns(Claims, [said, said])
    assert false_claims(many, np.array([1, 0]), np.array([5, 9]), np.array([1e6, 1e6])).tolist() == [0, 2]


def test_a_part_is_declared_once() -> None:
    for declared in ((*OPENING, *OPENING_JUDGED), (*REPLY, *REPLY_JUDGED)):
        names = [part.name for part in declared]
        assert len(set(names)) == len(names)
    assert all(isinstance(part, Part) for part in REPLY)
