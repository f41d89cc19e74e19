"""Letters ranked before any was measured come out in that order, of readers' minds and not of lists."""

import re
from collections.abc import Sequence
from itertools import combinations

import pytest

from tests.words.kinds import PAGE
from tests.words.readers import BLIND, RANKED, P, ranked, ranked_letter

LANGUAGES = {"en", "de", "fr", "es", "zh"}


def ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    return [order.index(value) + (order.count(value) - 1) / 2 for value in values]


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    a, b = ranks(one), ranks(other)
    mean = (len(a) - 1) / 2
    shared = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    return shared / (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5


@pytest.mark.parametrize(("part", "opens", "answers"), [("seen", 0.8, 0.75), ("aside", 0.7, 0.8)])
def test_letters_come_out_in_the_order_of_their_ranks(part: str, opens: float, answers: float) -> None:
    chosen = [entry for entry in ranked()["letters"] if entry["part"] == part]
    measured = [ranked_letter(entry) for entry in chosen]
    assert len(chosen) >= 20
    assert spearman([e["opens"] for e in chosen], [m.opening(P) for m in measured]) >= opens
    assert spearman([e["answers"] for e in chosen], [m.reply(P) for m in measured]) >= answers


@pytest.mark.parametrize(
    ("part", "letters", "opens", "answers"),
    [
        ("first", 69, 0.8, 0.84),
        ("second", 20, 0.8, 0.85),
        ("third", 20, 0.75, 0.85),
        ("fourth", 23, 0.75, 0.8),
    ],
)
def test_letters_of_all_kinds_to_five_readers_come_out_in_the_order_of_their_ranks(
    part: str, letters: int, opens: float, answers: float
) -> None:
    chosen = [entry for entry in ranked(BLIND)["letters"] if entry["part"] == part]
    measured = [ranked_letter(entry, BLIND) for entry in chosen]
    assert len(chosen) == letters
    assert spearman([e["opens"] for e in chosen], [m.opening(P) for m in measured]) >= opens
    assert spearman([e["answers"] for e in chosen], [m.reply(P) for m in measured]) >= answers


def kendall(one: Sequence[float], other: Sequence[float]) -> float:
    """Tau-b, which ties take nothing from that they could not give."""
    pairs = list(combinations(range(len(one)), 2))
    x = [(one[i] > one[j]) - (one[i] < one[j]) for i, j in pairs]
    y = [(other[i] > other[j]) - (other[i] < other[j]) for i, j in pairs]
    untied = sum(map(abs, x)) * sum(map(abs, y))
    return float(sum(a * b for a, b in zip(x, y, strict=True)) / untied**0.5)


def test_the_page_says_how_the_letters_come_out_now() -> None:
    rows = re.findall(
        r"^\| (\w+), (\d+) \|.*\| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert [part for part, *_ in rows] == ["seen", "aside", "first", "second", "third", "fourth"]
    for part, count, opens, answers in rows:
        path = RANKED if part in ("seen", "aside") else BLIND
        chosen = [entry for entry in ranked(path)["letters"] if entry["part"] == part]
        found = [ranked_letter(entry, path) for entry in chosen]
        told = [[e["opens"] for e in chosen], [e["answers"] for e in chosen]]
        measured = [[m.opening(P) for m in found], [m.reply(P) for m in found]]
        assert len(chosen) == int(count)
        for cell, x, y in zip((opens, answers), told, measured, strict=True):
            assert cell == f"{spearman(x, y):.2f}, {kendall(x, y):.2f}".replace("0.", "."), part


def test_no_letter_that_nobody_answers_is_worth_more_than_one_that_is_likely_answered() -> None:
    replies = [(e["answers"], ranked_letter(e, BLIND).reply(P)) for e in ranked(BLIND)["letters"]]
    assert (
        max(worth for rank, worth in replies if rank == 1) < min(w for rank, w in replies if rank >= 4) - 0.3
    )


def test_ranked_letters_are_in_five_languages_and_each_stands_once() -> None:
    entries = ranked()["letters"]
    told = {m.canonical: e["id"] for e in entries if (m := ranked_letter(e))}
    assert len(told) == len(entries) >= 40


def test_good_letters_of_five_languages_stand_close_together() -> None:
    good = ("german-good", "french-good", "spanish-good", "chinese-good", "plain-offer")
    replies = [ranked_letter(e).reply(P) for e in ranked()["letters"] if e["id"] in good]
    assert len(replies) == len(LANGUAGES) and max(replies) - min(replies) < 0.35


def test_exact_technical_letters_and_honest_lists_stand_above_and_insults_and_inventions_far_below() -> None:
    replies = {entry["id"]: ranked_letter(entry).reply(P) for entry in ranked()["letters"]}
    best = min(replies[name] for name in ("code-names", "honest-list", "not-yet", "two-papers"))
    worst = max(replies[name] for name in ("insult-en", "spanish-insult", "private-life", "breach", "threat"))
    assert best > 0.5 and worst < -1.5
    assert replies["invented-agreement"] < -1.0 < replies["flat-but-true"] < best
