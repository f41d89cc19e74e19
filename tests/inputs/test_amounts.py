"""Amounts are read in one way or refused: marks group thousands in threes, decimals have a point."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.inputs.amounts import RULE, NoAmount, Unit, number, whole

PAGE = Path(__file__).parents[2] / "docs" / "candidates.md"
MARKS = [",", "_", " ", "'", "’", "\u00a0", "\u202f", "\u2009"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        (" 500000 ", 500_000),
        ("-1,500", -1_500),
        ("−5", -5),
        ("1.500.000", 1_500_000),
        ("500000.00", 500_000),
        ("1,500.00", 1_500),
        ("$1.5m", 1_500_000),
        ("USD 5k", 5_000),
        ("1,500k", 1_500_000),
        ("1 500.5k", 1_500_500),
        ("1.125m", 1_125_000),
        ("0.125m", 125_000),
        (".5M", 500_000),
        ("2 million", 2_000_000),
        ("3bn usd", 3_000_000_000),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, value: int) -> None:
    assert whole(text, Unit.USD) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("250,5", RULE),
        ("1,5", RULE),
        ("0,75", RULE),
        ("0,750", RULE),
        ("15_00", RULE),
        ("1,50,000", RULE),
        ("1,500 000", RULE),
        ("1,500,00", RULE),
        ("1,5m", "did you mean 1.5m?"),
        ("500.000,00", "did you mean 500,000?"),
        ("1.500", "may be 1,500 or 1.5, write 1,500"),
        ("1.500k", "may be 1,500k or 1.5k"),
        ("1,125m", "may be 1,125m or 1.125m, write 1.125m"),
        ("1.5", "'1.5' is not a whole number"),
        ("1.2345k", "is not a whole number"),
        ("5.00E+05", "did you mean 500,000?"),
        ("12%", "is a percentage"),
        ("5 €", "in another currency, money is in US dollars here"),
        ("$400k - $480k", "write one amount"),
        ("1.1M TC", "is not a whole number"),
        ("５００", "is not a whole number"),
        ("0x10", "is not a whole number"),
        ("--5", "is not a whole number"),
        ("\x1b[2J5", "'5' is not a whole number"),
        ("nan", "is not a whole number"),
        ("", "'' is not a whole number"),
    ],
)
def test_what_is_none_or_could_be_two_is_refused_with_what_would_be_right(text: str, words: str) -> None:
    with pytest.raises(NoAmount, match=re.escape(words)) as caught:
        whole(text, Unit.USD)
    assert "\x1b" not in str(caught.value)


@given(st.integers(1_000, 10**14), st.sampled_from(MARKS), st.data())
def test_thousands_are_grouped_in_threes_or_not_at_all(value: int, mark: str, data: st.DataObject) -> None:
    grouped = f"{value:,}".replace(",", mark)
    assert whole(grouped) == value
    place = data.draw(
        st.sampled_from([i for i, c in enumerate(grouped) if c.isdigit() and mark in grouped[:i]])
    )
    for wrong in (grouped[:place] + grouped[place + 1 :], grouped[:place] + "7" + grouped[place:]):
        with pytest.raises(NoAmount):
            whole(wrong)


def documented(first: str) -> list[str]:
    """What stands in quotes in the first cell of the rows of the page whose second begins so."""
    rows = re.findall(r"^\| (.*) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [
        text for cells, meaning in rows if meaning.startswith(first) for text in re.findall(r"`(.*?)`", cells)
    ]


def test_the_page_on_candidates_says_how_amounts_are_read() -> None:
    read, refused = documented("1,500,000:"), documented("refused:")
    assert len(read) > 9 and len(refused) > 8
    assert {whole(text, Unit.USD) for text in read} == {1_500_000}
    assert whole(*documented("500,000:")) == 500_000
    for text in refused:
        with pytest.raises(NoAmount):
            whole(text, Unit.USD)


def test_words_beside_a_number_are_those_of_its_kind() -> None:
    assert whole("20k H100s", Unit.H100E) == 20_000
    assert whole("150 %", Unit.PERCENT) == 150
    assert whole("14 days", Unit.DAYS) == 14
    for text, unit in (("$5", Unit.DAYS), ("5 days", Unit.USD), ("5%", Unit.H100E), ("20 H100", Unit.NUMBER)):
        with pytest.raises(NoAmount):
            whole(text, unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.125", 0.125), ("12%", 0.12), ("50 %", 0.5), ("2e-3", 0.002), (".5", 0.5), ("1.500", 1.5)],
)
def test_a_share_has_decimals_or_a_sign_of_percent(text: str, value: float) -> None:
    assert number(text, Unit.SHARE) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "words"),
    [("0,2", "did you mean 0.2?"), ("1e400", "not a number"), ("inf", "not a number"), ("1_5", RULE)],
)
def test_what_is_no_share_is_refused(text: str, words: str) -> None:
    with pytest.raises(NoAmount, match=re.escape(words)):
        number(text, Unit.SHARE)


@pytest.mark.parametrize("text", ["9" * 50_000, "1" + ",000" * 20_000, "9" * 29 + "b"])
def test_digits_without_end_pass_no_bound(text: str) -> None:
    assert whole(text) > 10**29


def test_a_refusal_quotes_no_more_than_a_line_holds() -> None:
    with pytest.raises(NoAmount) as caught:
        whole("0." + "3" * 50_000 + "m")
    assert len(str(caught.value)) < 200
