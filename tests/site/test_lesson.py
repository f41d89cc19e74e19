"""The lesson's plan adds up, its two worlds differ by who writes, and what its answers say is what is played.

What commands print is held by tests/cli/test_docs.py; figures in the text by the tests here with ``--whole``.
"""

import re
import sqlite3
import tomllib
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import outreach_sim as osim
from outreach_sim.market.points import LINES, POINT
from tests.cli.test_commands import ROOT, run
from tests.cli.test_docs import PAGES, one_line

PAGE = one_line(PAGES["docs/lesson.md"])
FOLDER = ROOT / "docs" / "lesson"
WORLD = str(FOLDER / "harbour.toml")
PAY = "script.1.offer.pay_ratio"


@cache
def played(times: float) -> osim.Run:
    """The class's world at a multiple of pay, with points."""
    return osim.run(WORLD, worlds=200, changes={PAY: times}, score=True)


def shown(value: float) -> str:
    """A number as the text has it: hundredths without a leading zero."""
    return f"{value:.2f}".replace("-", "−").replace("0.", ".", 1 if abs(value) < 1 else 0)


def test_the_minutes_of_the_plan_follow_each_other_up_to_two_hours() -> None:
    spans = [(int(a), int(b)) for a, b in re.findall(r"\| (\d+)–(\d+) \|", PAGE)]
    assert spans[0][0] == 0 and spans[-1][1] == 120
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert len(re.findall(r"\[question \d\]", PAGE)) == PAGE.count("*Expected.*") == 6


def test_the_two_worlds_of_the_lesson_differ_by_who_writes_alone(capsys: pytest.CaptureFixture[str]) -> None:
    few, many = (tomllib.loads((FOLDER / f"{n}.toml").read_text("utf-8")) for n in ("harbour", "mass-mail"))
    scripts = few.pop("script"), many.pop("script")
    for world in (few, many):
        del world["scenario"]["name"], world["scenario"]["summary"]
    assert few == many
    assert [line["offer"] for lines in scripts for line in lines] == [{"pay_ratio": 1.5}] * 2
    for file in sorted(FOLDER.iterdir()):
        assert f"lesson/{file.name}" in PAGE
        code, out, err = run(capsys, "scenario", "check", str(file))
        assert (code, err) == (0, "") and "is sound" in out


@pytest.mark.whole
def test_hires_rise_with_pay_and_points_do_not_as_the_page_says() -> None:
    every = [played(times) for times in (1.0, 1.5, 2.0, 3.0)]
    hires = [one["hires"].mean for one in every]
    points = [one["points"].mean for one in every]
    assert f"Hires rise with pay all the way, {', '.join(map(shown, hires))};" in PAGE
    assert f"points do not: {', '.join(map(shown, points))}." in PAGE
    flat = [shown(played(times)["points"].mean) for times in (1.0, 1.2, 1.3, 1.5, 2.0)]
    assert f"are {', '.join(flat[:-1])} and {flat[-1]}, each known to .2" in PAGE
    interval = played(1.5)["points"].ci95
    assert interval is not None and round((interval[1] - interval[0]) / 2, 1) == 0.2
    more = played(2.0).values("points") - played(1.3).values("points")
    half = 1.96 * more.std(ddof=1) / len(more) ** 0.5
    ends = (shown(more.mean()), shown(more.mean() - half), shown(more.mean() + half))
    assert "({}, {} to {})".format(*ends) in PAGE


@pytest.mark.whole
def test_with_more_machines_a_newcomer_crowds_as_much() -> None:
    place = [line.name for line in LINES].index("crowding")
    a_head = []
    for fleet in (4_000, 40_000):
        one = osim.run(WORLD, worlds=200, changes={"labs.harbour.compute": fleet}, score=True)
        assert one.result.points is not None
        a_head.append(one.result.points[:, place].sum() / one.values("hires").sum() / POINT)
    assert a_head[0] == pytest.approx(a_head[1], abs=0.02)


@pytest.mark.whole
def test_the_truth_of_candidate_9_is_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    (asked,) = re.findall(r"```sh outreach-sim (explain [^`]*--as truth) ```", PAGE)
    out = one_line(run(capsys, *asked.replace("docs/lesson/harbour.toml", WORLD).split())[1])
    for said in ("the present $555k", "money counts 0.6 times", "no price does", "597 H100s pledged"):
        assert said in out
    assert "$555,000 and not $590,000" in PAGE and "counts .6 times" in PAGE and "597 H100s by name" in PAGE


@pytest.mark.whole
def test_the_curse_is_counted_as_the_page_shows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```sh\n([^`]*tables\.db\n)```", PAGES["docs/lesson.md"])
    for line in block.splitlines():
        words = line.replace("docs/lesson/harbour.toml", WORLD).split()[1:]
        assert run(capsys, *words)[0] == 0
    (sql,) = re.findall(r"```sql\n(.*?)```", PAGES["docs/lesson.md"], re.S)
    with closing(sqlite3.connect("tables.db")) as db:
        rows = db.execute(sql).fetchall()
    for what, count, times in rows:
        assert f"| {what} | {count} | {times:.2f} |" in PAGE
    assert [times for _, _, times in rows] == sorted(times for _, _, times in rows) and len(rows) == 4


@pytest.mark.whole
def test_reminders_are_why_the_better_letter_is_answered_less(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    reminded, alone = (letter_of(name) for name in ("recruiter", "gallery/question-first"))
    (line,) = re.findall(r"^follow_ups.*\n", reminded, re.M)
    assert "follow_ups" not in alone
    (tmp_path / "asks.md").write_text(alone.replace("subject", f"{line}subject", 1), encoding="utf-8")
    (tmp_path / "once.md").write_text(reminded.replace(line, ""), encoding="utf-8")

    def tried(a: str, b: str) -> str:
        words = ("template", "try", a, b, "--letters", str(tmp_path), "--scenario", WORLD)
        return run(capsys, *words)[1]

    def answers(out: str) -> list[str]:
        return re.findall(r"^\S+ +[\d,]+ +([\d.]+) %", out, re.M)[:2]

    whole = tried("recruiter", "question-first")
    assert answers(whole) == ["31.9", "25.7"] and "question-first is -6.2 percentage points" in whole
    assert "takes 831 letters of each. A test here has 54 in all" in whole
    (finds,) = re.findall(r"once, at the end +([\d.]+) %", whole)
    assert round(100 / float(finds)) == 11
    assert answers(tried("recruiter", "asks"))[1] == "32.0"
    assert answers(tried("once", "question-first")) == ["22.0", "25.7"]
    for said in ("31.9 answer", "`question-first` 25.7", "32.0 answer", "the first, 22.0", "6.2 points",
                 "831 letters of each", "Harbour's 54", "one test of eleven"):  # fmt: skip
        assert said in PAGE


def letter_of(name: str) -> str:
    """The text of a letter that ships."""
    return (ROOT / "templates" / f"{name}.md").read_text(encoding="utf-8")


def test_after_three_weeks_there_is_nobody_left_to_write_to() -> None:
    world = tomllib.loads((FOLDER / "mass-mail.toml").read_text("utf-8"))
    weekly = world["script"][0]["to"]["top"]
    assert weekly <= world["labs"][0]["letters_per_week"]["recruiter"]
    assert world["population"]["size"] == 3 * weekly and "after three weeks there is nobody left" in PAGE
    assert "Of 120 sequences a world" in PAGE  # nobody is written to twice
