"""Tables and sentences that fit the terminal they are printed on, and stay whole in a file."""

import click
import pytest

from outreach_sim.cli import output
from outreach_sim.cli.tables import blocks, natural_width
from outreach_sim.scenario.load import list_scenarios
from tests.cli.test_commands import run

TABLE = [
    ["lab", "what it is", "h100e at start", "at end"],
    ["pocket-lab", "a small lab of very few people", "500", "1,000"],
    ["giant", "a large one", "1,000,000", "2,000,000"],
]


def fitted(limit: int | None, keep: int = 1) -> list[list[str]]:
    """The lines of each block."""
    return [[line for row in block for line in row] for block in blocks(TABLE, {2, 3}, keep, limit)]


def test_a_table_that_fits_is_left_as_it_is() -> None:
    (lines,) = fitted(None)
    assert fitted(natural_width(TABLE)) == [lines] and len(lines) == 3
    assert lines[1] == "pocket-lab  a small lab of very few people             500      1,000"


def test_texts_and_headers_are_folded_before_anything_is_cut() -> None:
    (lines,) = fitted(48)
    assert len(lines) > 3 and max(map(len, lines)) <= 48
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["lab", "pocket-lab", "giant"]
    assert " ".join(" ".join(lines).split()).count("1,000,000") == 1, "no number is broken"


def test_what_still_does_not_fit_stands_below_with_its_first_columns() -> None:
    found = fitted(34)
    assert len(found) == 2 and all(len(line) <= 34 for lines in found for line in lines)
    assert all("pocket-lab" in "\n".join(lines) and "giant" in "\n".join(lines) for lines in found)
    assert "2,000,000" in "\n".join(found[1]) and "2,000,000" not in "\n".join(found[0])
    assert fitted(1), "a terminal without room is no fault"


def test_wide_characters_take_the_room_they_take() -> None:
    table = [["name", "what"], ["山田 太郎", "one two three four five six"]]
    for line, *_ in blocks(table, (), 1, 24)[0]:
        assert output.cells(line) <= 24


def test_numbers_read_together_have_as_many_decimals() -> None:
    assert output.alike([0.1, -0.0441, 0.244], signs=True) == ["+0.100", "-0.044", "+0.244"]
    assert output.alike([1, 1.3, 2.6]) == ["1.00", "1.30", "2.60"]
    assert output.alike([1, 2]) == ["1", "2"] and output.alike([]) == []
    assert output.alike([0.0, -0.0001, 1.0], signs=True) == ["0.00", "0.00", "+1.00"]
    assert output.alike([1_234.5, -2.0], signs=True) == ["+1,234", "-2"]


def test_a_sentence_is_folded_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{click.style('held', fg='green')}: in 10.0 % of all these worlds, 20.0 % were expected by us"
    output.sentence(text, indent=2)
    assert capsys.readouterr().out.count("\n") == 1
    for columns in range(20, 60):
        monkeypatch.setattr(output, "limit", lambda columns=columns: columns)
        output.sentence(text, indent=2)
        lines = click.unstyle(capsys.readouterr().out).splitlines()
        assert all(len(line) <= columns and not line.strip().startswith("%") for line in lines)
        assert [len(line) - len(line.lstrip()) for line in lines] == [2, *[4] * (len(lines) - 1)]


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize(
    "words",
    [
        *(["scenario", "show", name] for name in list_scenarios()),
        ["run", "everybody-copies", "-n", "2"],
        ["run", "benchmark"],
        ["run", "first-letter", "-n", "24"],
        ["compare", "first-letter", "--b", "script.1.offer.pay_ratio=1", "-n", "24", "--metric", "hires",
         "--metric", "committed_usd"],
        ["sweep", "first-letter", "--vary", "script.*.offer.pay_ratio=1,0", "--vary", "labs.north.appeal=0,1",
         "-n", "4", "--metric", "committed_usd"],
        ["explain", "small-lab", "--candidate", "5"],
        ["candidates", "show", "personal-email", "--limit", "40"],
        ["template", "list"],
        ["calibrate", "-n", "2"],
        ["balance", "first-letter", "-n", "2"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_people_read_fits_their_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], columns: int
) -> None:
    monkeypatch.setattr(output, "limit", lambda: columns)
    monkeypatch.setattr(output, "width", lambda: columns)
    _, out, _ = run(capsys, *words)
    lines = [line for line in click.unstyle(out).splitlines() if "again: outreach-sim" not in line]
    long = [line for line in lines if output.cells(line) > columns and not line.lstrip().startswith("<http")]
    assert not long
