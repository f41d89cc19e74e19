"""Transcripts: what they say, that they play again, and that whatever is changed in one is found."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import outreach_sim.agent.transcript as transcripts
from outreach_sim.agent.door import Door, committed
from outreach_sim.agent.embedded import Embedded
from outreach_sim.agent.limits import Limits
from outreach_sim.agent.recorder import Recorder, as_json, seal_of
from outreach_sim.agent.transcript import read, verify
from outreach_sim.errors import BadInputError, NewerFormatError, OtherRulesError, UsageError
from outreach_sim.scenario.load import load_scenario
from tests.agent.games import SEED, ask, door, seat, send
from tests.scenario.test_script_file import TOML as BESIDE

INSIDE = """
[[letters]]
id = "inner"
name = "Inner"
stage = "outreach"
senders = ["ceo"]
subject = "Hello"
body = "Let us talk."

[[letters]]
id = "cold"
file = "cold.md"
"""


def play(path: Path, limits: Limits | None = None, finish: bool = True) -> Door:
    """A short game with everything that a line can be."""
    now = iter(range(0, 10**6, 250))
    recorder = Recorder(path)
    shorter = ("scenario.days=21",)
    played = Door(seat(limits, ("spray",), shorter), recorder, lambda: next(now))
    ask(played, "hello", model="a model")
    ask(played, "observe")
    ask(played, "act", orders=[send(14, 15), send(999)])
    played.line(b"\xff\xfe")
    ask(played, "forecast", question="hires>=1", p=0.3)
    ask(played, "advance", days=28)
    if finish:
        ask(played, "finish")
    recorder.close()
    return played


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "game.jsonl"
    play(path)
    return path


def changed(
    kept: Path, to: Path, line: int, change: Callable[[dict[str, Any]], object], sealed: bool
) -> Path:
    """The same with a line changed; its seals made anew by somebody who knows how, or not."""
    lines = [json.loads(text) for text in kept.read_text().splitlines()]
    change(lines[line - 1])
    if sealed:
        before = ""
        for told in lines:
            del told["seal"]
            told["seal"] = before = seal_of(before, as_json(told))
    to.write_text("".join(f"{as_json(told)}\n" for told in lines))
    return to


def test_a_transcript_says_everything_and_its_seed_only_in_its_last_line(kept: Path) -> None:
    found, lines = read(kept), kept.read_text().splitlines()
    assert found.seed == SEED and found.seed_sha256 == committed(SEED, found.salt)
    assert all(f'"seed": {SEED}' not in line and found.salt not in line for line in lines[:-1])
    assert found.scenario.text == load_scenario("first-letter").text
    assert [turn.number for turn in found.turns] == list(range(2, 9))
    assert [turn.ms for turn in found.turns] == sorted(turn.ms for turn in found.turns)
    assert found.turns[3].request is None and not found.turns[3].reply["ok"]
    assert (found.ended, found.agent, found.usage["refused"]) == ("finish", {"model": "a model"}, 1)
    assert found.result is not None and set(found.result["policies"]) == {"spray"} == set(found.policies)
    assert found.forecasts["answered"] == 1 and found.limits == Limits()


def test_it_plays_again(kept: Path) -> None:
    verify(read(kept))


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (1, lambda told: told["limits"].update(calls=9)),
        (2, lambda told: told["request"].update(model="another")),
        (4, lambda told: told["request"]["orders"][0].update(pay_ratio=2.4)),
        (5, lambda told: told.update(ms=0)),
        (9, lambda told: told["result"].update(points=99.0)),
    ],
)
def test_a_changed_line_is_named(
    kept: Path, tmp_path: Path, line: int, change: Callable[..., object]
) -> None:
    path = changed(kept, tmp_path / "changed.jsonl", line, change, sealed=False)
    with pytest.raises(
        BadInputError, match=rf"changed\.jsonl:{line}: the line, or the one before it, is not"
    ):
        read(path)


@pytest.mark.parametrize(
    ("line", "change", "told"),
    [
        (4, lambda told: told["request"]["orders"][0].update(to=[14, 5]), "4: the reply is not the one"),
        (3, lambda told: told["reply"]["means"].update(fleet_h100e=1), "3: the reply is not the one"),
        (7, lambda told: told["reply"].update(letters_sent=9), "7: the reply is not the one"),
        (8, lambda told: told["request"].update(usage={"usd": 0.0, "tokens_in": 5}), "8: the reply is not"),
        (9, lambda told: told["result"].update(points=99.0), "9: the result is not the one"),
        (9, lambda told: told.update(seed=8), "9: the seed is not the one that the first line committed to"),
        (1, lambda told: told["scenario"].update(text="x"), "1: the scenario is not the one of its SHA-256"),
    ],
)
def test_a_changed_game_is_found_by_playing_it_again(
    kept: Path, tmp_path: Path, line: int, change: Callable[..., object], told: str
) -> None:
    path = changed(kept, tmp_path / "changed.jsonl", line, change, sealed=True)
    with pytest.raises(BadInputError, match=rf"changed\.jsonl:{told}"):
        verify(read(path))


def setitem(told: dict[str, Any], key: str, value: Any) -> None:
    told[key] = value


def test_lines_cut_off_taken_out_or_foreign_are_found(kept: Path, tmp_path: Path) -> None:
    lines, path = kept.read_text().splitlines(keepends=True), tmp_path / "x.jsonl"
    for text, told in (
        ("".join(lines)[:-40], ":9: this is no line of a transcript, or was cut off"),
        ("".join(lines[:3] + lines[4:]), ":4: the line, or the one before it, is not as it was written"),
        ("".join(lines[:3]) + "[" * 99_999, ":4: this is no line of a transcript, or was cut off"),
        ("{}\n", ":1: this is no transcript, outreach-sim agent --transcript FILE writes one"),
        ("", ":1: this is no transcript of a game"),
        ('{"seal": "' + seal_of("", "{}") + '"}\n', ":1: this is no transcript of a game"),
    ):
        path.write_text(text)
        with pytest.raises(BadInputError, match=told):
            read(path)
    swaps: list[tuple[int, str, Any]] = [
        (1, "kind", "turn"), (1, "engine", 5), (1, "limits", {"calls": "x"}), (1, "limits", {"x": 1}),
        (1, "scenario", []), (1, "policies", 7), (1, "policies", [7]), (1, "seed_sha256", None),
        (2, "kind", "end"), (2, "ms", "x"), (2, "ms", -1), (2, "request", 7), (2, "reply", []),
        (9, "seed", "7"), (9, "seed", -1), (9, "seed", 10**30), (9, "salt", 7), (9, "result", []),
        (9, "result", {"points": 1.0}),
    ]  # fmt: skip
    for line, key, value in swaps:
        wrong = changed(kept, path, line, partial(setitem, key=key, value=value), sealed=True)
        with pytest.raises(BadInputError, match="this is no transcript of a game"):
            read(wrong)
    newer = changed(kept, path, 1, lambda told: told.update(v=2), sealed=True)
    with pytest.raises(NewerFormatError, match="a newer version"):
        read(newer)


def test_a_game_that_was_left_is_told_by_whether_its_end_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "left.jsonl"
    played = play(path, finish=False)
    killed = read(path)
    assert (killed.seed, killed.result, killed.ended, killed.usage) == (None, None, "", {})
    with pytest.raises(BadInputError, match="left without finish, so its seed was never told"):
        verify(killed)
    other = tmp_path / "gone.jsonl"
    recorder = Recorder(other)
    gone = door(policies=("spray",), keep=recorder)
    ask(gone, "act", orders=[send(14)])
    gone.leave()
    recorder.close()
    assert read(other).ended == "left" and not played.ended
    verify(read(other))


def test_a_game_out_of_time_plays_again_by_the_clock_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "late.jsonl"
    recorder, now = Recorder(path), [0]
    played = door(Limits(seconds=1), (), recorder, lambda: now[0])
    ask(played, "act", orders=[send(14)])
    now[0] = 1_001
    assert not played.handle({"do": "advance"})["ok"]
    played.leave()
    recorder.close()
    found = read(path)
    assert found.ended == "seconds" and found.turns[-1].ms == 1_001
    verify(found)


def test_nothing_is_written_over_and_a_full_disk_is_a_sentence(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInputError, match="there already, a transcript is never written over"):
        Recorder(kept)
    with pytest.raises(BadInputError, match="its folder does not exist"):
        Recorder(tmp_path / "no" / "x.jsonl")
    recorder = Recorder(tmp_path / "full.jsonl")

    def refuse(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("outreach_sim.agent.recorder.flush", refuse)
    with pytest.raises(BadInputError, match=r"full\.jsonl: the file cannot be written \(no space left"):
        Door(seat(), recorder)
    recorder.close()


def test_a_line_is_on_the_disk_before_its_reply_goes_out(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    recorder = Recorder(path)
    played = door(keep=recorder)
    for number in range(1, 4):
        ask(played, "note", text="x", id=number)
        last = json.loads(path.read_text().splitlines()[-1])
        assert last["request"]["id"] == number == last["reply"]["id"]
    recorder.close()


def test_another_engine_is_blamed_where_one_played_it(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "engine", lambda: "9.9.9+another")
    found = read(kept)
    verify(found)  # other rules that play it the same are no matter
    wrong = {**(found.result or {}), "points": 5.0}
    with pytest.raises(
        OtherRulesError, match=r"9: the result is not .* played it, and this is 9\.9\.9\+another"
    ):
        verify(replace(found, result=wrong))


def test_a_scenario_with_files_beside_it_is_embedded_whole(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    (home / "lists").mkdir(parents=True)
    text = BESIDE.replace('player = "north"', 'player = "north"\nletters = ["warm"]')
    files = {"scenario.toml": text.replace("size = 60", 'file = "lists/people.csv"') + INSIDE}
    files["orders.csv"] = "on,do,lab,template,to.top\n2024-01-20,send,south,recruiter,2\n"
    people = [f"Person {place},{lab},4,500000" for place, lab in enumerate(["north", "south"] * 4)]
    files["lists/people.csv"] = "\n".join(["name,employer,level,pay_usd", *people, ""])
    head = '+++\nname = "A"\nstage = "outreach"\nsenders = ["ceo"]\nsubject = "Hello"\n+++\n'
    files["warm.md"], files["cold.md"] = f"{head}Let us talk.\n", f"{head}We have machines.\n"
    for name, content in files.items():
        (home / name).write_text(content)
    loaded = load_scenario(str(home), ("scenario.days=20",))
    kept = Embedded.of(loaded, ("scenario.days=20",))
    assert set(kept.files) == {"orders.csv", "lists/people.csv", "warm.md", "cold.md"}
    shutil.rmtree(home)
    again = kept.load()
    assert again == loaded and (again.days, again.name, len(again.population)) == (20, "mine", 8)
    assert {"warm", "inner", "cold"} <= set(again.own_letters)
    with pytest.raises(UsageError, match="lies outside of its folder"):
        Embedded("x", text, (), {"../../evil.csv": "x"}).load()
    assert kept.sha256 != replace(kept, overrides=()).sha256 != replace(kept, files={}).sha256
