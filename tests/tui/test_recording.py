"""The recorded game on the README: it is of today, and moves without a script, one text in every place."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from docs.draw_recording import FILE, SCENES, SIZE, drawn, is_up_to_date
from tests.tui.clock import run_in_own_time

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def svg() -> str:
    return FILE.read_text(encoding="utf-8")


def test_the_recording_is_made_of_what_there_is_now(svg: str) -> None:
    assert is_up_to_date(svg), "run python docs/draw_recording.py, and look at it"
    assert not is_up_to_date(svg.replace("made of ", "made of 0"))


def test_it_takes_a_minute_and_asks_nobody_for_anything(svg: str) -> None:
    assert len(svg.encode()) < 1_500_000
    tree = ElementTree.fromstring(svg)  # of our own making
    kinds = {element.tag.removeprefix(SVG) for element in tree.iter()}
    assert kinds <= {"svg", "title", "desc", "metadata", "style", "rect", "g", "text", "tspan", "animate"}
    assert "href" not in svg and "url(" not in svg and svg.count("http") == 1
    words = (tree.findtext(f"{SVG}metadata") or "").replace(",", "").split()
    assert int(words[1]) == sum(max(len(scene.keys), 1) for scene in SCENES) and 45 <= float(words[3]) <= 60
    assert {animate.get("dur") for animate in tree.iter(f"{SVG}animate")} == {f"{words[3]}s"}


def test_every_line_has_one_text_at_every_moment_and_says_what_is_done(svg: str) -> None:
    tree = ElementTree.fromstring(svg)
    shown: dict[float, list[tuple[float, float]]] = {}
    for group in tree.iter(f"{SVG}g"):
        moves, texts = group.find(f"{SVG}animate"), group.findall(f"{SVG}text")
        if moves is None or not texts:
            continue
        times = [*map(float, (moves.get("keyTimes") or "").split(";")), 1.0]
        values = (moves.get("values") or "").split(";")
        assert times == sorted(times) and times[0] == 0 and len(values) == len(times) - 1
        assert group.get("visibility") == values[0]
        shown.setdefault(float(texts[0].get("y") or 0), []).extend(
            (times[place], times[place + 1]) for place, value in enumerate(values) if value == "visible"
        )
    assert len(shown) >= SIZE[1] - 2
    for row, spans in shown.items():
        ordered = sorted(spans)
        assert all(one[1] <= after[0] for one, after in pairwise(ordered)), row
    captions = ["".join(text.itertext()) for text in tree.iter(f"{SVG}text") if text.get("text-anchor")]
    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in captions] == [
        scene.says for scene in SCENES
    ]


@pytest.mark.whole
def test_the_game_played_again_by_its_keys_is_the_one_recorded(svg: str) -> None:
    assert drawn(run_in_own_time) == svg, "run python docs/draw_recording.py, and look at it"
