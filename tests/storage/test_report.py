"""The page of a study: one file, the same bytes, readable by a machine, harmless whatever a scenario says."""

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.market.observers.race import Race, race_days
from outreach_sim.market.session import Session
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.report import svg
from outreach_sim.storage.report.movers import movers
from outreach_sim.storage.report.numbers import tick
from outreach_sim.storage.report.page import binned, page, safe_link, who_they_are
from outreach_sim.storage.report.written import MARK, may_write_page
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan
from outreach_sim.study.report import report
from tests.cli.test_commands import run

SCENARIO = load_scenario("personal-email")
HOSTILE = '</title><script>alert("x")</script>&'


def page_of(scenario, worlds: int = 24, pairs=(), chunk: int | None = None) -> str:
    result = run_study(plan(scenario.setup, 1, worlds, scenario.queries, chunk=chunk))
    summed = report(result, scenario.setup.player, scenario.expectations)
    return page(scenario, result, summed, 1, "outreach-sim run x --report x.html", pairs)


@cache
def usual_page() -> str:
    """The page of the scenario as it stands."""
    return page_of(SCENARIO)


class Reader(HTMLParser):
    """Notes elements, their balance, and what they load."""

    void = frozenset({"meta", "br", "rect", "line", "circle", "polyline", "polygon"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: dict[str, int] = {}
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1
        self.loads += [value for name, value in attrs if name in ("src", "href", "xlink:href") and tag != "a"]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs) -> None:
        self.seen[tag] = self.seen.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    reader = Reader(usual_page())
    assert reader.open == [] and reader.loads == []
    assert "script" not in reader.seen and "link" not in reader.seen
    assert "url(" not in usual_page() and "@import" not in usual_page()


def test_every_picture_says_what_it_shows_and_has_a_table_beside_it() -> None:
    pictures = re.findall(r"<svg viewBox=\"0 0 400 .*?</svg>", usual_page(), re.S)
    assert len(pictures) == 4
    for drawn in pictures:
        tree = ElementTree.fromstring(drawn)
        assert tree.get("role") == "img"
        assert [child.tag for child in tree[:2]] == ["title", "desc"]
        assert tree[0].text and len(tree[1].text or "") > 20
    assert Reader(usual_page()).seen["table"] >= len(pictures)


def test_the_same_run_is_the_same_page_byte_for_byte() -> None:
    assert page_of(SCENARIO, chunk=5) == usual_page()


def test_it_is_readable_in_the_dark_and_on_a_phone() -> None:
    assert "prefers-color-scheme: dark" in usual_page() and "width=device-width" in usual_page()
    assert "overflow-x:auto" in usual_page()


def test_numbers_of_the_page_are_those_of_the_run(capsys, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    _, out, _ = run(capsys, "run", "personal-email", "-n", "24", "--report", str(file))
    mean = re.search(r"hires ([\d.]+) a world", out)
    assert mean and f"<strong>{mean.group(1)}</strong> people a world" in file.read_text(encoding="utf-8")
    assert "outreach-sim run personal-email -n 24 --seed 1 --report page.html" in file.read_text(
        encoding="utf-8"
    )


def test_hostile_names_are_words_and_nothing_else() -> None:
    labs = [f"labs.meta.name='{HOSTILE}'", f"scenario.name='{HOSTILE}'", f"scenario.summary='{HOSTILE}'"]
    pair = {
        "a": HOSTILE,
        "b": HOSTILE,
        "metric": "hires",
        "difference": 1.0,
        "ci95": [0.5, 1.5],
        "b_wins": 0.5,
        "a_wins": 0.2,
        "flips": None,
        "why_no_flips": HOSTILE,
    }
    text = page_of(load_scenario("personal-email", labs), pairs=[pair])
    reader = Reader(text)
    assert "script" not in reader.seen and reader.open == []
    assert "&lt;script&gt;" in text and "Compared on the same luck" in text
    assert safe_link("javascript:alert(1)") == "" and safe_link(None) == ""


def test_the_terms_of_a_mover_add_up_to_the_decision_that_was_drawn() -> None:
    found = movers(SCENARIO, 2)
    log = Session(SCENARIO.setup, 2).advance(SCENARIO.days)
    yes = log.where(log.kind == Event.ACCEPTED)
    drawn = dict(zip(yes.candidate.tolist(), yes.value.tolist(), strict=True))
    assert found and [m.impact for m in found] == sorted((m.impact for m in found), reverse=True)
    for mover in found:
        total = sum(term.value for term in mover.link.terms)
        assert total == pytest.approx(drawn[mover.candidate - 1] * 1e-6, abs=6e-4)
    named = [term.name for mover in found for term in mover.link.terms]
    assert named.count("others") < len(found)  # most are told without a rest


def test_the_race_ends_where_the_funnel_ends_and_starts_at_nothing() -> None:
    result = run_worlds(SCENARIO.setup, 3, range(6))
    assert np.array_equal(result.race[:, -1, :, 1], result.funnel[:, :, 7])
    assert (np.diff(result.race[:, :, :, 1], axis=1) >= 0).all()
    session = Session(SCENARIO.setup, 3, 4)
    race = Race(session.world)
    for _ in range(SCENARIO.days):
        session.advance()
        race.note(session.world)
    assert np.array_equal(race.series[0], result.race[4])


@pytest.mark.parametrize("days", [1, 6, 7, 8, 104, 365, 3650])
def test_the_race_is_counted_now_and_then_and_at_the_end(days: int) -> None:
    counted = race_days(days)
    assert counted[-1] == days and len(counted) <= 27 and counted == sorted(set(counted))


def test_bins_hold_everybody_and_ticks_span_the_numbers() -> None:
    for counts in ([0], [3, 3], list(range(40)), [0, 1_000]):
        assert sum(n for _, n in binned(np.array(counts))) == len(counts)
        assert len(binned(np.array(counts))) <= 16
    for low, high in ((0, 1), (-3.2, 7), (0, 0), (0, 123_456), (-1e-3, 1e-3)):
        ticks = svg.ticks_for(low, high)
        assert ticks[0] <= low and ticks[-1] >= high and 2 <= len(ticks) <= 7


def test_a_page_for_nowhere_is_said_before_anything_is_played(capsys, tmp_path: Path) -> None:
    code, out, err = run(capsys, "run", "first-letter", "--report", str(tmp_path / "no" / "p.html"))
    assert (code, out) == (65, "") and "its folder does not exist" in err
    code, _, err = run(capsys, "run", "first-letter", "--report", str(tmp_path))
    assert code == 65 and "this is a folder" in err


def compared(metric: str, difference: float) -> dict:
    ends = [difference - abs(difference) / 2, difference + abs(difference) / 2]
    shares = {"b_wins": 0.5, "a_wins": 0.2}
    return {"a": "a", "b": "b", "metric": metric, "difference": difference, "ci95": ends, "flips": None,
            "why_no_flips": "they are others"} | shares  # fmt: skip


def test_people_and_money_have_no_axis_in_common() -> None:
    text = page_of(SCENARIO, pairs=[compared("hires", 1.5), compared("committed_usd", 2_400_000.0)])
    titles = re.findall(r"<h2>(Compared on the same luck[^<]*)</h2>", text)
    assert [title.split(": ")[1] for title in titles] == ["hires", "first-year pay committed, USD"]
    drawn = re.findall(r'<svg viewBox.*?id="pairs-\w+-t".*?</svg>', text, re.S)
    assert len(drawn) == 2 and "e+" not in "".join(drawn) and ">2M<" in drawn[1] and ">2M<" not in drawn[0]


def test_a_few_worlds_have_points_and_no_intervals() -> None:
    text = page_of(SCENARIO, worlds=3, pairs=[compared("hires", 1.5) | {"ci95": None}])
    assert "95 % interval of the mean" not in text and "80 % end between" not in text
    assert "shaded band" not in text and '<polygon points="' not in text
    drawn = re.findall(r'<svg viewBox.*?id="pairs-hires-t".*?</svg>', text, re.S)
    assert "<circle" in drawn[0] and 'class="line s0"' not in drawn[0] and "too few worlds" in text


def test_labels_stay_inside_their_picture() -> None:
    for value in (1.5, -2_400_000.0, 3e9):
        rows = [("b − a", value, (value - abs(value), value + abs(value)))]
        tree = ElementTree.fromstring(svg.intervals(rows, "t", "difference a world", "k"))
        for label in tree.findall("text"):
            room = 3.5 * len(label.text or "") if label.get("text-anchor") == "middle" else 0
            assert room <= float(label.get("x", "0")) <= svg.WIDTH - room


def test_ticks_are_short_and_counts_have_whole_ones() -> None:
    assert [tick(v) for v in (0.5, -3, 1_500, 20_000, -1.5e6, 2e9)] == [
        "0.5",
        "−3",
        "1,500",
        "20k",
        "−1.5M",
        "2B",
    ]
    for most in (1, 2, 3, 7, 40):
        tree = ElementTree.fromstring(svg.columns([("0", most), ("1", 0)], "t", "u", "k"))
        on_the_left = [t.text or "" for t in tree.findall("text") if t.get("text-anchor") == "end"]
        assert len(set(on_the_left)) == len(on_the_left) >= 2 and not any("." in t for t in on_the_left)


def test_one_world_is_told_in_whole_people_without_empty_pictures() -> None:
    text = page_of(load_scenario("first-letter", ("parameters.accept_constant=-50",)), worlds=1)
    assert "over 1 world" not in text and ">in this world<" in text
    assert "Nobody is hired by any lab." in text and "No lab wins or loses anybody." in text
    assert not re.search(r"<td>\d+\.\d\d</td>", text.partition("Why the biggest movers")[0])
    assert len(re.findall(r"<svg viewBox=\"0 0 400 ", text)) == 1


def test_few_worlds_have_no_interval_on_the_page() -> None:
    text = page_of(load_scenario("first-letter"), worlds=2)
    assert re.search(r"\d\.\d\d</strong> people a world \(\d to \d in these 2 worlds\)", text)
    assert "interval of the mean" not in text
    assert "interval of the mean" in usual_page()


def test_a_page_is_known_as_one_and_nothing_else_is(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    may_write_page(file)
    file.write_text(usual_page(), encoding="utf-8")
    may_write_page(file)
    for other in ("", "<!DOCTYPE html><p>mine", "x" * 2_000 + MARK.decode()):
        file.write_text(other, encoding="utf-8")
        with pytest.raises(BadInputError, match="is no page of outreach-sim"):
            may_write_page(file)


def test_a_lab_looks_the_same_in_every_chart() -> None:
    looks: dict[str, set[str]] = {}
    for kind, name in re.findall(r'class="line (s\d)"/></svg><span>([^<]+)</span>', usual_page()):
        looks.setdefault(name, set()).add(kind)
    assert len(looks) == 5 and all(len(kinds) == 1 for kinds in looks.values())
    assert looks["Meta AI"] == {"s0"} and len(set.union(*looks.values())) == 5


def test_people_from_a_file_are_not_said_to_be_made_up() -> None:
    table = SCENARIO.spec.population.model_copy(update={"file": "people.csv", "size": None})
    listed = replace(SCENARIO, spec=SCENARIO.spec.model_copy(update={"population": table}))
    assert usual_page().count(who_they_are(SCENARIO)) == 2 and "All people are made up" in usual_page()
    assert who_they_are(listed).startswith("People are those of the scenario's own file")
