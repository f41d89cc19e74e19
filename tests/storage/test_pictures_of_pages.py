"""Pages of comparisons and sweeps, pictures as files, and nothing that a phone would cut."""

import hashlib
import math
import re
import struct
import sys
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from outreach_sim.errors import UsageError
from outreach_sim.market.state.events import STAGES
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.report import svg
from outreach_sim.storage.report.pictures import standalone
from outreach_sim.storage.report.png import Draw, drawer, plain
from outreach_sim.study.compare import Arm, compare
from tests.cli.test_commands import run
from tests.storage.test_report import Reader

LETTER = "script.1.offer.pay_ratio"
LONG = "A name of forty characters, no more, yes"
SPACE = "{http://www.w3.org/2000/svg}"
COMPARE = (
    "compare", "first-letter", "--b", f"{LETTER}=1", "--set", f"c:{LETTER}=4", "--name", "b=Low pay",
    "--name", f"c={LONG}", "-n", "12",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of each kind, with its pictures."""
    from outreach_sim.cli.failure import run_command_line

    folder = tmp_path_factory.mktemp("pages")
    sweep = ("sweep", "first-letter", "--vary", f"{LETTER}=1,2,3000000", "-n", "12", "--metric", "started")
    for name, words in (("compare", COMPARE), ("sweep", sweep), ("run", ("run", "first-letter", "-n", "12"))):
        page = ["--report", str(folder / f"{name}.html"), "--pictures", str(folder / name)]
        assert run_command_line([*words, *page]) == 0
    return folder


def text_of(pages: Path, name: str) -> str:
    return (pages / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["compare", "sweep", "run"])
def test_every_cell_says_what_it_is_so_that_a_phone_can_set_rows_below_each_other(pages: Path, name) -> None:
    text = text_of(pages, name)
    reader = Reader(text)
    assert reader.open == [] and reader.loads == [] and "script" not in reader.seen
    cells = re.findall(r"<td[^>]*>", text)
    assert len(cells) > 5 and all(re.search(r'data-of="[^"]+"', cell) for cell in cells)
    narrow = text.partition("@media (max-width:40rem)")[2].partition("</style>")[0]
    wide = text.partition("@media (max-width:40rem)")[0]
    assert (
        "display:block" in narrow and "content:attr(data-of)" in narrow and "overflow-wrap:anywhere" in narrow
    )
    # Where a cell must not wrap, the rule for phones must weigh more than the one that says so.
    held = [s for rule in re.findall(r"([^}\n]+) \{[^}]*nowrap", wide) for s in rule.split(",")]
    (freed,) = re.findall(r"([^}\n]+) \{ white-space:normal \}", narrow)
    assert len(held) > 3 and max(map(weight, held)) < min(map(weight, freed.split(",")))


def weight(selector: str) -> tuple[int, int]:
    """Classes (and what counts as one) and elements of a selector, as a browser counts them."""
    parts = re.findall(r"[.:]?[a-z][\w-]*", re.sub(r":not\(([^)]*)\)", r"\1", selector))
    return sum(part[0] in ".:" for part in parts), sum(part[0] not in ".:" for part in parts)


@pytest.mark.parametrize("name", ["compare", "sweep", "run"])
def test_every_picture_is_a_file_of_its_own_with_title_legend_and_style(pages: Path, name: str) -> None:
    files = sorted((pages / name).iterdir())
    drawn = re.findall(r'<svg viewBox="0 0 400 .*?</svg>', text_of(pages, name), re.S)
    assert len(files) == len(drawn) >= 2
    for file, picture in zip(files, drawn, strict=True):
        text = file.read_text(encoding="utf-8")
        tree = ElementTree.fromstring(text)
        assert tree.tag == f"{SPACE}svg" and "prefers-color-scheme" in (tree.findtext(f"{SPACE}style") or "")
        inner = re.fullmatch(r"<svg[^>]*>(.*)</svg>", picture, re.S)
        assert inner and inner[1] in text, "the picture of the page, unchanged"
        words = [node.text or "" for node in tree.iter(f"{SPACE}text")]
        assert words[0] and file.name.startswith("0")
        used = {kind for node in tree.iter() for kind in (node.get("class") or "").split()}
        assert all(f".{kind}" in text.partition("</style>")[0] for kind in used), used
        assert "href" not in text and "url(" not in text and "@import" not in text
        _, _, width, height = map(float, (tree.get("viewBox") or "").split())
        for node in tree.iter(f"{SPACE}text"):
            assert float(node.get("y") or 0) <= height and room_for(node, width), node.text


def room_for(node: ElementTree.Element, width: float) -> bool:
    """Whether a line of text lies within its picture, at seven units a character."""
    size, x = 7.0 * len(node.text or ""), float(node.get("x") or 0)
    left = {"start": x, "middle": x - size / 2, "end": x - size}[node.get("text-anchor") or "start"]
    return left >= -8 and left + size <= width + 8


def test_all_scenarios_stand_in_every_picture_under_their_names_with_what_was_counted(pages: Path) -> None:
    scenario = load_scenario("first-letter")
    others = [load_scenario("first-letter", [f"{LETTER}={ratio}"]) for ratio in (1, 4)]
    setups = [scenario.setup, *(other.setup for other in others)]
    found = compare([Arm(label, setup, 0) for label, setup in zip("abc", setups, strict=True)], 1, 12)
    files = {file.stem[3:]: file.read_text(encoding="utf-8") for file in (pages / "compare").iterdir()}
    assert set(files) == {
        "compared-on-the-same-luck-hires", "hires-scenario-by-scenario",
        "from-a-mail-to-a-first-day-scenario-by-scenario", "hires-so-far-scenario-by-scenario",
        "heads-won-and-lost-scenario-by-scenario",
    }  # fmt: skip
    for text in files.values():
        assert "Low pay" in text and LONG in " ".join(re.findall(r">([^<]+)<", text))
    hires = [metrics["hires"].mean for metrics in found.metrics]
    page = text_of(pages, "compare")
    for title in ("Hires, scenario by scenario", "Hires so far, scenario by scenario"):
        rows = re.findall(r"<th scope=\"row\"[^>]*>([^<]+)</th><td[^>]*>([^<]+)</td>",
                          page.partition(f"<h2>{title}</h2>")[2].partition("</section>")[0])  # fmt: skip
        assert [name for name, _ in rows] == ["a", "Low pay", LONG]
        assert [float(mean) for _, mean in rows] == pytest.approx(hires, abs=0.006)
    assert len(set(hires)) == 3
    funnel = page.partition("<h2>From a mail to a first day, scenario by scenario</h2>")[2]
    accepted = funnel.partition('data-of="mean per world">accepted</th>')[2].partition("</tr>")[0]
    shown = [float(n) for n in re.findall(r"<td[^>]*>([^<]+)</td>", accepted)]
    assert shown == pytest.approx(hires, abs=0.006) and funnel.count("<tr>") >= len(STAGES)
    assert all(f"Log hash of {name}" in page for name in ("a", "Low pay", LONG))
    assert all(log_hash in page for log_hash in found.log_hashes)


def test_scenarios_of_different_lengths_share_no_axis_of_time(capsys, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = ["compare", "first-letter", "--b", "scenario.days=30", "-n", "2", "--report", str(page)]
    assert run(capsys, *words, "--pictures", str(tmp_path / "drawn"))[0] == 0
    assert "They are of different lengths, so their days have no axis" in page.read_text(encoding="utf-8")
    assert len(list((tmp_path / "drawn").iterdir())) == 3


@pytest.mark.parametrize(("name", "texts"), [("compare", 3), ("sweep", 1), ("run", 1)])
def test_a_page_carries_what_was_played_and_its_hash(pages: Path, name: str, texts: int) -> None:
    page = text_of(pages, name)
    source = load_scenario("first-letter").file.read_text(encoding="utf-8")
    shown = [unescape(text) for text in re.findall(r"<pre>(.*?)</pre></details>", page, re.S)]
    assert shown == [source] * texts
    digest = hashlib.sha256(source.encode()).hexdigest()
    assert page.count(digest) == texts
    assert (f"changed by {LETTER}=4" in page) == (name == "compare")


def test_a_sweep_is_one_page_with_its_points_its_failures_and_its_command(
    pages: Path, capsys, tmp_path: Path
) -> None:
    page = text_of(pages, "sweep")
    assert "Points that could not be played" in page and "3000000" in page and "Against 1: starts" in page
    assert [*re.findall(r"<h2>([^<]*)</h2>", page)][:2] == ["Point by point: starts", "Against 1: starts"]
    command = unescape(page.partition("byte for byte")[2].partition("<pre>")[2].partition("</pre>")[0])
    words = ["sweep", "first-letter", "--vary", f"{LETTER}=1,2,3000000", "-n", "12", "--seed", "1"]
    assert command == f"outreach-sim {' '.join([*words, '--metric', 'started', '--report', 'sweep.html'])}"
    again = tmp_path / "sweep.html"
    assert run(capsys, *command.split()[1:-1], str(again))[0] == 0
    assert again.read_text(encoding="utf-8") == page
    code, _, err = run(capsys, *words, "--pictures", str(pages / "sweep"))
    assert code == 65 and "something is there already" in err


def test_a_page_of_many_points_has_a_table_and_no_picture_that_nobody_could_read() -> None:
    from outreach_sim.storage.report.sweep_page import MOST_DRAWN, sweep_figures
    from outreach_sim.study.statistics import Summary
    from outreach_sim.study.sweep import Point, Row

    for count in (MOST_DRAWN, MOST_DRAWN + 1):
        summary = Summary(1.0, None, None, {})
        rows = [Row(Point({"a": str(i)}), {"hires": summary}, {}) for i in range(count)]
        figure = next(iter(sweep_figures(rows[:1] + rows[1:], ["hires"])))
        assert len(figure.rows) == count and bool(figure.picture) == (count == MOST_DRAWN)
        assert ("are not drawn" in figure.note) == (count > MOST_DRAWN)


def test_a_name_that_takes_half_of_a_picture_stands_above_its_line() -> None:
    long = "one of many words − another one of as many words, and of some more that go on for long"
    for name in ("b − a", long):
        tree = ElementTree.fromstring(svg.intervals([(name, 1.0, (0.5, 1.5))], "t", "u", "k"))
        lines = [node for node in tree.findall("text") if node.get("text-anchor") == "start"]
        assert " ".join(node.text or "" for node in lines) == name
        assert all(room_for(node, svg.WIDTH) for node in lines)
        (dot,) = tree.findall("circle")
        below = float(dot.get("cy") or 0) - max(float(node.get("y") or 0) for node in lines)
        assert below > 5 if name == long else abs(below) < 5


def test_hostile_names_are_words_in_a_picture_too() -> None:
    from markupsafe import Markup

    from outreach_sim.storage.report.frame import Figure

    name = '</text><script>alert("x")</script>\x1b[2J'
    drawn = Markup(svg.intervals([(name, 1.0, None)], name, name, "k"))
    legend = ((Markup(svg.swatch(0)), name), (Markup(svg.block(1)), name * 3))
    text = standalone(Figure(name, "", drawn, ("a",), (), legend))
    tree = ElementTree.fromstring(text)
    assert not [node for node in tree.iter() if "script" in node.tag] and "\x1b" not in text


@pytest.fixture(scope="module")
def draw() -> Draw:
    """What draws a PNG, on a system that has a font."""
    try:
        return drawer()
    except UsageError as error:
        pytest.skip(str(error))


def test_every_picture_is_a_png_too_where_that_is_asked_for(
    pages: Path, draw: Draw, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "drawn"
    assert run(capsys, "run", "first-letter", "-n", "12", "--pictures", str(folder), "--png")[0] == 0
    files = sorted(folder.glob("*.svg"))
    assert [file.name for file in files] == sorted(file.name for file in (pages / "run").iterdir())
    assert sorted(folder.glob("*.png")) == [file.with_suffix(".png") for file in files]
    for file in files:
        tree = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        data = file.with_suffix(".png").read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", data[16:24])
        assert (width, height) == (int(tree.attrib["width"]), math.ceil(float(tree.attrib["height"])))


def test_a_png_has_the_text_and_the_light_colours_of_its_picture(pages: Path, draw: Draw) -> None:
    text = next((pages / "compare").glob("03-*")).read_text(encoding="utf-8")
    assert "var(" not in plain(text) and "@media" not in plain(text) and ":root" not in plain(text)
    whole = draw(text)
    assert draw(re.sub(r"@media.*?\} \}", "", text, flags=re.S)) == whole
    for taken, given in (("<text", "<g"), ("#2f6db5", "#000000"), ("#c2571a", "#123456"), ("#fff", "#eee")):
        changed = text.replace(taken, given).replace("</text>", "</g>" if given == "<g" else "</text>")
        assert draw(changed) != whole, taken


def test_what_a_name_says_is_not_taken_for_a_style(draw: Draw) -> None:
    from markupsafe import Markup

    from outreach_sim.storage.report.frame import Figure

    name = "var(--evil) @media :root { --bar:red } </style>"
    drawn = Markup(svg.intervals([(name, 1.0, None)], name, name, "k"))
    assert draw(standalone(Figure(name, "", drawn, ("a",), (), ()))).startswith(b"\x89PNG")


def test_without_what_draws_a_png_a_sentence_says_so_before_anything_is_played(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: tuple[str, ...] = ("run", "first-letter", "-n", "100000", "--png")
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "") and "--png is for the pictures of --pictures FOLDER" in err
    words += ("--pictures", str(tmp_path / "drawn"))
    with monkeypatch.context() as patch:
        patch.setattr("outreach_sim.storage.report.png._NAMED", "'A font that nobody has'")
        code, out, err = run(capsys, *words)
        assert (code, out) == (2, "") and "--png finds no font to write with; install one of DejaVu" in err
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert "--png needs resvg-py, which is not installed; pip install resvg-py" in err
    assert not (tmp_path / "drawn").exists()
