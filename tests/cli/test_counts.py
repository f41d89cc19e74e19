"""One candidate, two candidates: a count agrees with its noun at every door."""

import re
from pathlib import Path

import pytest

from outreach_sim.formatting import are, counted
from tests.cli.test_commands import ROOT, run

NOUNS = (
    "days|worlds|people|letters|mails|replies|offers|researchers|candidates|weeks|months|turns|orders|H100s|"
    "labs|cells|lines|times|sequences|others|problems|points|interviews|slots|characters|hires|colleagues|games"
)
COUNT = re.compile(rf"\{{[^{{}}]*\}}(?: more| other)? (?:{NOUNS})\b")
ALWAYS_MANY = re.compile(
    r"\{(?:MAX_|LEAST|FEWEST|len\(LETTERS\)|len\(arms\)|len\(counts\)|len\(best\)|uncertain\.FEWEST|max_rows)"
    r"|per_person:\.1f|ratio:g|present_usd:|held_usd:|money:\.1f|/ who"
    r"|LONGEST|MOST_DRAWN|signed\(|letters:\.1f|goal:g|\{total:,\} points are too many|\{count\} scenarios"
    r"|if replications == 1|\(\{times:,\} points\)|in these \{result|hires \{|leads \{|\{found\.draws"
    r"|\{replications:,\} worlds, each|_too_|h100e_each|MOST_LETTERS|lead\.mean|found\.letters:|mails - 2\]"
)
"""Limits, means, and what was asked to be more than one."""


def test_no_source_writes_a_plural_behind_a_number_of_its_own() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sorted(Path(ROOT / "outreach_sim").rglob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if COUNT.search(line) and "counted(" not in line and not ALWAYS_MANY.search(line)
    ]
    assert not found, "say it with formatting.counted:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 offers are"), (1, "1 offer is"), (1_200, "1,200 offers are"), (1.5, "1.50 offers are")],
)
def test_a_noun_and_its_verb_follow_the_count(count: float, told: str) -> None:
    assert f"{counted(count, 'offer')} {are(count)}" == told


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A scenario of a day and one candidate from a file."""
    (tmp_path / "people.csv").write_text("name,employer,pay_usd\nPat Sample,south,500000\n", encoding="utf-8")
    text = (ROOT / "fixtures" / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    text = re.sub(r"size = .*\nseed = .*\n", 'file = "people.csv"\n', text)
    text = re.sub(r"days = \d+", "days = 1", text, count=1).split("[[script]]")[0]
    (tmp_path / "alone.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_one_candidate_and_one_day_are_one(capsys, alone: Path) -> None:
    scenario, people = str(alone / "alone.toml"), str(alone / "people.csv")
    told = [
        run(capsys, *words)[1]
        for words in (
            ("scenario", "check", scenario), ("scenario", "show", scenario), ("candidates", "check", people),
            ("candidates", "make", scenario, "--to", str(alone / "again.csv")),
        )
    ]  # fmt: skip
    assert all("1 candidate" in text and "1 candidates" not in text for text in told)
    assert ", 1 day, player" in told[1]


def test_one_line_of_the_script_is_rented_for_one_day() -> None:
    from outreach_sim.cli.script_view import sentence
    from outreach_sim.scenario.schema import ScriptLine

    line = ScriptLine.model_validate({"do": "rent", "every": "week", "h100e": 5, "rent_days": 1})
    assert sentence(line, "meta").endswith("rents 5 h100e for 1 day")
