"""Nothing that could drive a terminal gets through the gate, and cleaning twice changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.inputs.characters import named
from outreach_sim.inputs.text import clean, clean_lines, is_clean, strangers, visible
from outreach_sim.inputs.toml import parse

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
                "\t",
                "[/]",
                "\u200d",
                "\u200c",
                "\u094d",
                "👩",
                "\ufe0f",
                "\u3164",
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
    for character in once.replace("\u200c", "").replace("\u200d", ""):
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    once.encode("utf-8")


@given(NASTY)
def test_a_text_of_several_lines_is_cleaned_line_by_line(text: str) -> None:
    once = clean_lines(text)
    assert clean_lines(once) == once == visible(once)
    assert not [found for line in once.split("\n") for found in strangers(line)]


@given(NASTY)
def test_what_is_spelled_out_is_harmless_and_stays_as_it_is(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    assert not [found for line in once.split("\n") for found in strangers(line)]
    once.encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "شركة رواية",
        "מִשְׂרָד פתוח",
        "می\u200cخواهم",  # Persian, two parts of one word
        "ශ්\u200dරී",  # Sinhala, a conjunct
        "क्\u200dष र\u094d\u200cक",
        "র\u200d্যাব",  # Bengali
        "👩\u200d👩\u200d👧 👩🏽\u200d⚕\ufe0f ❤\ufe0f 1\ufe0f\u20e3",
        "葛\U000e0100城",  # a variant of an ideograph, as names have it
        "ศิริวัฒนา",
        "\U0001fae8",  # an emoji that this Python may not know yet
    ],
)
def test_every_script_and_emoji_is_left_alone(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert clean(text) == text == clean_lines(text) == visible(text)
    assert not list(strangers(text))


@pytest.mark.parametrize(
    ("text", "line", "spelled"),
    [
        ("a\u200db", "ab", r"a\u200db"),  # a joiner that joins nothing
        ("x\ufe0f\ufe00y", "xy", r"x\ufe0f\ufe00y"),  # selectors of nothing, in a row
        ("a\u061cb\u2067c\u202ed", "abcd", r"a\u061cb\u2067c\u202ed"),
        ("a\u3164\u115f\u2800b", "ab", r"a\u3164\u115f\u2800b"),
        ("a\U000e0041b\ufeffc\u00add", "abcd", r"a\U000e0041b\ufeffc\xadd"),
        ("one\u2028two\u0085three\x0bfour", "one two three four", r"one\u2028two\x85three\x0bfour"),
        ("a\x9d52;c;QQ==\x07b\x90q\x9cc", "abc", r"a\x9d52;c;QQ==\x07b\x90q\x9cc"),
        ("â\x80\x9d and more", "â and more", r"â\x80\x9d and more"),  # a quotation mark, wrongly decoded
    ],
)
def test_what_nobody_sees_goes_and_in_messages_is_spelled_out(text: str, line: str, spelled: str) -> None:
    assert (clean(text), visible(text)) == (line, spelled)


def test_lines_end_alike_and_blanks_and_tabs_stay() -> None:
    assert clean_lines("a\r\n\r\n  b\tc \rd\u2028e") == "a\n\n  b\tc \nd\ne"
    assert clean_lines("a\x1b]0;never ended\nb\x1b[31mc") == "a\nbc"


def test_a_character_is_told_by_its_place_and_name() -> None:
    found = [(place, named(character)) for place, character in strangers("a\x1b\tb\u202e\x9b\ue000\x7f")]
    assert found == [
        (1, "ESCAPE (U+001B)"),
        (4, "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        (5, "CONTROL SEQUENCE INTRODUCER (U+009B)"),
        (6, "PRIVATE USE (U+E000)"),
        (7, "DELETE (U+007F)"),
    ]


def test_every_control_is_called_as_unicode_calls_it() -> None:
    for number in (*range(32), *range(127, 160)):
        name = named(chr(number)).partition(" (")[0]
        # BELL is another character's name in Unicode, which calls this one ALERT.
        assert name == "BELL" or unicodedata.lookup(name) == chr(number)


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
