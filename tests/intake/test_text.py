"""Nothing that could drive a terminal gets through the gate, and cleaning twice changes nothing."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.intake.text import clean, is_clean
from outreach_sim.intake.toml import parse

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
NASTY = st.lists(
    st.one_of(
        ANY_TEXT,
        st.sampled_from(
            [
                "\x1b[2J",
                "\x1b]0;t\x07",
                "\x9b1m",
                "\u202e",
                "\u200b",
                "\ud800",
                "e\u0301",
                "\x00",
                "\n",
                "[/]",
            ]
        ),
    ),
    max_size=8,
).map("".join)


@given(NASTY)
def test_cleaned_text_is_harmless_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert is_clean(once)
    assert unicodedata.normalize("NFC", once) == once
    for character in once:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    once.encode("utf-8")


def test_ordinary_names_are_left_alone() -> None:
    for name in ("Zoë Łukasiewicz", "山田 太郎", "O'Brien-Smith", "José María [PhD]"):
        assert clean(name) == name


def test_escape_sequences_go_as_a_whole() -> None:
    assert clean("\x1b]8;;http://x.example\x07click\x1b]8;;\x07") == "click"
    assert clean("a\x1b[31mred\x1b[0m") == "ared"


def test_every_value_of_a_file_has_its_line_and_column() -> None:
    head = 'a = 1\n[[t]]\nx = "]{="\n[[t]]\n  y = { p = 1, q = [ { r = 2 } ] } # z = 3\n'
    text = head + '[t.s]\nw = """\nv = 1\n"""\nu = 2\n'
    places = parse(text, "f").places
    assert places["a",] == (1, 1)
    assert places["t", 0, "x"] == (3, 1)
    assert places["t", 1, "y"] == (5, 3)
    assert places["t", 1, "y", "q", 0, "r"] == (5, 24)
    assert places["t", 1, "s", "u"] == (10, 1)
    assert ("t", 1, "s", "v") not in places and ("t", 1, "z") not in places


@given(NASTY)
def test_what_is_printable_is_cleaned_as_the_rest_is(text: str) -> None:
    """Printable text takes a shorter way; a character that is dropped sends it the long one."""
    printable = "".join(c for c in text if c.isprintable())
    assert clean(printable) == clean(f"\x00{printable}")
