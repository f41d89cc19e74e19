"""TOML is refused before it can hang the parser, and every value that is read has its place."""

import time
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.toml import MAX_BYTES, Document, Override, dotted, parse
from outreach_sim.inputs.toml_places import Location, find_places

FIXTURES = sorted(shipped_folder("fixtures").rglob("*.toml"))
SCRAPS = ["a", "1", ".", '"', "'", '"""', "'''", "\\", "[", "]", "{", "}", "=", ",", "#", "\n", " "]


def locations(value: Any, location: Location = ()) -> Iterator[Location]:
    pairs: Any = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, inner in pairs:
        yield (*location, key)
        yield from locations(inner, (*location, key))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_value_of_every_shipped_file_has_a_place_that_holds_its_key(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    lines, document = text.split("\n"), parse(text, path.name)
    for location in locations(document.data):
        line, column = document.places[location]
        if isinstance(location[-1], str) and not isinstance(document.data.get(location[0]), list):
            assert location[-1] in lines[line - 1][column - 1 :]


def test_quotes_that_end_a_long_string_open_no_other() -> None:
    text = """x = { a = \"""q\"""\", b = "", c = \'\'\'q\'\'\'\', d = '' }\n"""
    assert parse(text, "f").data["x"] == {"a": 'q"', "b": "", "c": "q'", "d": ""}
    assert {location[-1] for location in find_places(text)} == {"x", "a", "b", "c", "d"}


def test_keys_in_arrays_of_several_lines_stand_in_their_own_table() -> None:
    text = 'x = [\n  { on = 1, "b c" = """"two" quotes""""" },\n  2, # [ {\n]\n'
    text += '[t.u]\n"k\\u0041".z = 1\r\nq = 3\n'
    places = parse(text, "f").places
    assert places["x", 0] == (2, 3)
    assert places["x", 0, "on"] == (2, 5)
    assert places["x", 0, "b c"] == (2, 13)
    assert places["x", 1] == (3, 3)
    assert places["t", "u", "kA", "z"] == (6, 1)
    assert places["t", "u", "q"] == (7, 1)
    assert ("on",) not in places


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("a", "", "=1"),
        ('"a"', "", "=1"),
        ("'a'", "x = 1\n", "=1"),
        ('a."a"', "", "=1"),
        ("a", 'x."#".', "=1"),
        ("a", '"\'".', "=1"),
        ("a", "x = { ", "=1}"),
        ('"a"', "[", "]"),
        ("a", "[[", "]]"),
    ],
)
def test_a_key_of_many_parts_is_refused_at_once_however_it_is_written(
    part: str, before: str, after: str
) -> None:
    parts = (MAX_BYTES - 100) // (len(part) + 1)
    began = time.process_time()
    with pytest.raises(BadInputError, match="at most 8 parts"):
        parse(before + ".".join([part] * parts) + after, "f")
    assert time.process_time() - began < 1


def test_dots_in_text_and_comments_are_no_key() -> None:
    dots = "a.b.c.d.e.f.g.h.i.j"
    document = parse(f'x = "{dots}" # {dots}\ny = """\n{dots}\n"""\na.b.c.d.e.f.g.h = 1\n', "f")
    assert document.data["x"] == dots


@pytest.mark.parametrize("unit", ["k", "f", '"', "'", "\\", "[", "{", "a = [", '"""\\"', "''''", "{ ,", "}"])
def test_no_repetition_keeps_the_reader_busy(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    began = time.process_time()
    with pytest.raises(BadInputError):
        parse(text, "f")
    assert time.process_time() - began < 3


@given(st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join))
def test_scraps_are_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        with pytest.raises(BadInputError, match=r"^f:"):
            parse(text, "f")
        return
    document = parse(text, "f")
    assert document.data == expected
    assert set(locations(expected)) <= set(document.places)


def test_a_location_is_shown_harmless_short_and_counted_from_one() -> None:
    assert dotted(("labs", 0, "\x1b[31mred\u202e")) == "labs.1.red"
    assert len(dotted(("k" * 40_000,))) <= 60


def test_a_value_set_from_outside_is_blamed_on_what_set_it_last() -> None:
    at, key = ("a", "b"), ("a", "b")
    overrides = (Override(at, "--set a.b=1", key), Override(at, "--set a.b=2", key))
    document = Document("f", {}, {("a",): (3, 1)}, overrides)
    assert document.problem(("a", "b", 0), "is wrong").file == "--set a.b=2"
    assert document.problem(("a",), "is wrong").file == "--set a.b=2"
    assert str(document.problem(("a", "c"), "is wrong")) == "f:3:1: a.c: is wrong"


def test_a_place_set_from_outside_is_named_by_the_key_that_set_it() -> None:
    override = Override(("labs", 0, "pay", "top"), "--b x", ("labs", "meta", "pay", "top"))
    document = Document("f", {}, {("labs",): (3, 1), ("labs", 0): (3, 1)}, (override,))
    assert (
        str(document.problem(("labs", 0, "pay", "top"), "is wrong")) == "--b x: labs.meta.pay.top: is wrong"
    )
    assert document.problem(("labs", 0, "pay", "top", 1), "is wrong").where == "labs.meta.pay.top.2"
    assert document.problem(("labs", 0), "is wrong").file == "f", "the file says what this table is"
    made = Override(("lab", "meta", "pay"), "--set y", ("lab", "meta", "pay"))
    document = Document("f", {}, {}, (made,))
    assert document.problem(("lab",), "is wrong").file == "--set y", "nothing in the file is called so"
    assert document.problem((), "is wrong").file == "f"


def test_a_key_that_stands_twice_is_named_as_it_is_written() -> None:
    for text, name in (("[rules]\n[rules]\n", "rules"), ("a = {b = 1}\n[a.c]\n", "a.c")):
        with pytest.raises(BadInputError, match=f"cannot declare {name} twice"):
            parse(text, "f.toml")


@pytest.mark.parametrize(
    ("value", "column", "words"),
    [
        ("2024-13-18", 9, "2024-13-18 is no date, months go from 01 to 12, as in 2024-01-18"),
        ("2024-02-30", 9, "2024-02-30 is no date, days of 2024-02 go from 01 to 29"),
        ("0000-01-01", 9, "0000-01-01 is no date, years begin with 0001"),
        ("2024-1-8 # soon", 9, "2024-1-8 is no date, did you mean 2024-01-08?"),
        ("2024/01/18", 9, "2024/01/18 is no date, did you mean 2024-01-18?"),
        ("2024-01-018", 9, "2024-01-018 is no date, did you mean 2024-01-18?"),
        ("2024-01-18T25:00:00", 9, "2024-01-18T25:00:00 is no date, did you mean 2024-01-18?"),
        ("18.01.2024", 9, "18.01.2024 is no date, write year, month and day, such as 2024-01-18"),
        ("2024-03-00", 9, "2024-03-00 is no date, days of 2024-03 go from 01 to 31"),
        ("2024-00-03", 9, "2024-00-03 is no date, months go from 01 to 12"),
        ("1,100", 9, "1,100 is no number of TOML, write 1_100"),
        ("{ a = 450,000, b = 2 }", 15, "450,000 is no number of TOML, write 450_000"),
        ("20k H100", 9, "20k H100 is no number of TOML, write 20_000"),
        ("12 %", 9, "12 % is no number of TOML, write 0.12"),
        ("$1.5m", 9, "$1.5m is no number of TOML, write 1_500_000"),
        ("1,5", 9, "1,5 is no number of TOML, did you mean 1.5?"),
        ("5 days", 11, "this is not TOML: expected newline"),
        ("[2024-01-01, 2024-13-01]", 22, "2024-13-01 is no date"),
        ("{ on = 2024-13-01 }", 16, "2024-13-01 is no date"),
        ("1 2024-01-18", 11, "this is not TOML: expected newline"),
        ("1.2.3", 12, "this is not TOML: expected newline"),
        ('"2024-13-18', 20, "this is not TOML: illegal character"),
    ],
)
def test_what_is_no_date_is_told_where_it_starts_and_what_would_be_right(
    value: str, column: int, words: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        parse(f"a = 1\nstart = {value}\nb = 2\n", "f")
    (problem,) = caught.value.problems
    assert words in str(problem)
    assert (problem.line, problem.column) == (2, column)
