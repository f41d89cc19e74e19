"""What the library gives is what the command line gives; it loads late, has types, and says no in words."""

import copy
import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.cli import run as run_command
from outreach_sim.market.points import POINT
from outreach_sim.market.session import Session
from outreach_sim.market.stack import run_worlds
from outreach_sim.scenario.handover import without_players_script
from tests.cli.test_saves import call
from tests.test_hygiene import ROOT, loaded_after
from tests.waiting import PATIENCE_SECONDS

TWO_LABS = ROOT / "tests/two-labs.toml"


def test_to_import_it_loads_nothing_but_itself() -> None:
    code = """
before = set(sys.modules)
import outreach_sim
assert set(sys.modules) - before == {"outreach_sim", "outreach_sim.about"}, set(sys.modules) - before
outreach_sim.run("first-letter")
"""
    loaded = loaded_after(code)
    assert "outreach_sim.api.studies" in loaded and not {"pandas", "faker", "textual"} & loaded


def test_all_of_its_names_are_there_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(osim.__all__) <= set(dir(osim))
    for name in osim.__all__:
        assert getattr(osim, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        osim.nothing  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.whole
def test_a_snippet_outside_is_checked_by_its_types(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(
        "import outreach_sim as osim\n\n"
        'found: osim.Run = osim.run("first-letter", worlds=2, policies={"north": "sniper"})\n'
        'mean: float = found["hires"].mean\n'
        "class Mine:\n"
        "    def act(self, view: osim.LabView) -> list[osim.Ask]:\n"
        '        return [osim.send(view.best_free[:2], letter="recruiter")]\n'
        "mine: type[osim.OwnPolicy] = Mine\n"
        'game: osim.Game = osim.play(osim.load("first-letter"))\n'
        'game.act(osim.send(1, letter="recruiter", sender=3))\n'
        "osim.nothing\n"
    )
    cache = f"--cache-dir={ROOT / '.mypy_cache'}"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", cache, "outside.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    errors = [line.split(": error: ")[-1] for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 2, done.stdout + done.stderr
    assert 'Argument "sender" to "send" has incompatible type "int"; expected "str"' in errors[0]
    assert 'Module has no attribute "nothing"' in errors[1]


def test_a_run_is_that_of_the_command_line() -> None:
    told = call(run_command.command, "first-letter", "-n", "12", "--seed", "5", "--score", "--json")
    found = osim.run("first-letter", worlds=12, seed=5, score=True)
    assert found.log_hash == told["log_hash"]
    assert found["hires"].mean == told["metrics"]["hires"]["mean"]
    assert found["points"].mean == told["points"]["score"]["mean"]
    assert found["mails"].ci95 == tuple(told["metrics"]["mails"]["ci95"])
    table = found.to_table()
    north = table["lab"] == "north"
    assert table["hires"][north].tolist() == found.values("hires").tolist()
    assert table["mails"][~north].tolist() == found.values("mails", "south").tolist()


def test_worlds_with_higher_numbers_are_those_of_a_longer_run() -> None:
    setup = osim.load("first-letter").setup
    later = osim.run("first-letter", worlds=5, first_world=1_000)
    assert later.result.digests == run_worlds(setup, 1, range(1_000, 1_005)).digests
    assert later.to_table()["world"].tolist()[::2] == list(range(1_000, 1_005))


def test_a_script_without_a_guard_may_ask_for_processes(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        "import outreach_sim as osim\n"
        'print(osim.run("first-letter", worlds=4, jobs=2).log_hash)\n'
        "class Mine:\n    def act(self, view): return []\n"
        "try:\n"
        '    osim.run("first-letter", worlds=4, jobs=2, policies={"north": Mine})\n'
        "except osim.OutreachError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    first, second = done.stdout.splitlines()
    assert first == osim.run("first-letter", worlds=4).log_hash and not done.stderr
    assert second.startswith("other processes cannot find Mine: put it in a file and name it")


def test_changes_are_read_as_set_reads_them() -> None:
    values = {"labs.south.compute": np.int64(9_000), "scenario.days": 30, "script.*.offer.pay_ratio": 3.0,
              "scenario.name": 'A "new" one', "luck.freeze": True}  # fmt: skip
    words = ["labs.south.compute=9000", "scenario.days=30", "script.*.offer.pay_ratio=3.0",
             "scenario.name='A \"new\" one'", "luck.freeze=true"]  # fmt: skip
    changed = osim.load("first-letter", values)
    assert changed == osim.load("first-letter", words) != osim.load("first-letter")
    assert changed.title == 'A "new" one' and changed.spec.luck.freeze
    assert osim.load("first-letter", {"population.seed": 4}) != osim.load("first-letter")


def test_scenarios_are_held_against_each_other_without_an_error_and_are_told_in_a_line() -> None:
    one, other = osim.load("first-letter"), osim.load("first-letter")
    assert one == other and one.setup == other.setup and one != "first-letter"
    assert one.setup != osim.load("first-letter", {"rules.rest_days": 9}).setup
    for thing in (one, one.setup, osim.run("first-letter"), osim.play("first-letter"), osim.scenarios(),
                  osim.send(3, letter="recruiter"), osim.play("first-letter").advance(1)):  # fmt: skip
        assert len(repr(thing)) < 200 and "\n" not in repr(thing)
    named = osim.load("first-letter", {"scenario.name": "<b>bold</b>"})
    assert "<b>bold" not in named._repr_html_() and "&lt;b&gt;bold" in named._repr_html_()


def test_a_table_is_columns_of_one_length_a_file_and_a_page(tmp_path: Path) -> None:
    table = osim.Table({"who": ["<i>", "b,c"], "n": [1, 2], "share": [0.5, None], "yes": [True, False]})
    assert table.shape == (2, 4) and table["n"].dtype == np.int64 and table["share"].dtype == np.float64
    assert np.isnan(table["share"][1]) and table.to_dicts()[0] == {
        "who": "<i>",
        "n": 1,
        "share": 0.5,
        "yes": True,
    }
    assert "&lt;i&gt;" in table._repr_html_() and "<i>" not in table._repr_html_()
    table.to_csv(tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert [row["who"] for row in csv.DictReader(text.splitlines())] == ["<i>", "b,c"]
    with pytest.raises(osim.OutreachError, match="is there already"):
        table.to_csv(tmp_path / "a.csv")
    with pytest.raises(ValueError, match="different lengths"):
        osim.Table({"a": [1], "b": [1, 2]})
    with pytest.raises(KeyError, match="there is no column 'm'"):
        table["m"]


def test_a_game_is_world_0_of_a_run_with_the_same_orders() -> None:
    game = osim.play(TWO_LABS, seed=7)
    plain = without_players_script(osim.load(TWO_LABS))
    session = Session(plain.setup, 7)
    assert game.act(osim.send(game.free[:2], letter="ceo-personal", sender="ceo", pay_ratio=2.5)) == [14, 18]
    (order,) = game._done
    session.act(order)
    session.advance(30)
    while game.day < 30:
        game.advance(30 - game.day, stop=False)
    assert game._state().session.digest() == session.digest()
    branch = copy.deepcopy(game)
    for one in (game, branch):
        one.advance(7, stop=False)
    assert branch.log_hash == game.log_hash


def test_points_of_a_game_are_those_of_a_save_and_of_a_run() -> None:
    idle = osim.run(TWO_LABS, policies={"north": "idle"}, seed=7, score=True)
    game = osim.play(TWO_LABS, seed=7)
    while not game.over:
        game.advance(60)
    assert (game.points(), game.log_hash) == (0.0, idle.log_hash)
    few = {"script.1.to.top": 1}
    script = osim.play(TWO_LABS, seed=3, changes=few)
    for week in range(9):
        if script.day < 7 * week:
            script.advance(7 * week - script.day, stop=False)
        script.act(osim.send(top=1, letter="ceo-personal", sender="ceo", pay_ratio=1.3, direct=True))
    while not script.over:
        script.advance(60, stop=False)
    run = osim.run(TWO_LABS, seed=3, changes=few, score=True)
    assert (script.log_hash, script.points()) == (run.log_hash, run["points"].mean)
    assert script.points() == int(script.points() * POINT + (0.5 if script.points() > 0 else -0.5)) / POINT


WRONG = {
    "no scenario": (lambda: osim.run("first-leter"), "did you mean 'first-letter'"),
    "no lab": (lambda: osim.run("first-letter", policies={"meta": "idle"}), "the labs are north, south"),
    "no policy": (lambda: osim.run("first-letter", policies={"north": "snipper"}), "did you mean 'sniper'"),
    "no module": (lambda: osim.run("first-letter", policies={"north": "no.such:A"}), "there is no module"),
    "no file": (lambda: osim.run("first-letter", policies={"north": "a/b.py:A"}), "no such Python file"),
    "no class": (lambda: osim.run("first-letter", policies={"north": int}), "has no method act"),
    "no worlds": (lambda: osim.run("first-letter", worlds=0), "worlds must be a whole number from 1"),
    "half a world": (lambda: osim.run("first-letter", worlds=1.5), "worlds must be a whole number"),
    "no metric": (lambda: osim.run("first-letter")["hire"], "there is no metric 'hire'"),
    "no points": (lambda: osim.run("first-letter")["points"], r"score=True"),
    "a changed one changed": (lambda: osim.run(osim.load("first-letter"), changes={"a": 1}), "load it with"),
    "no such key": (lambda: osim.load("first-letter", {"rules.rest": 1}), "did you mean"),
    "no value": (lambda: osim.load("first-letter", {"rules.rest_days": object()}), "not object"),
    "no arm": (lambda: osim.compare({}), "at least one arm"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_is_said_in_a_sentence(what: str) -> None:
    call_it, says = WRONG[what]
    with pytest.raises(osim.OutreachError, match=says) as caught:
        call_it()
    assert str(caught.value).count("\n") == 0


def test_an_order_that_cannot_be_is_refused_and_none_is_kept() -> None:
    game = osim.play(TWO_LABS, seed=7)
    letter = {"letter": "ceo-personal", "sender": "ceo"}
    refused = {
        "this person may not be written to now": osim.send(3, **letter),
        "the CEO has no hour left for letters this week": osim.send(game.free[:4], **letter),
        "nothing is under way with this person": osim.offer(14, pay=10**6),
        "ids run from 1 to 20": osim.send([14, 99], **letter),
        "at least 1": osim.send(0, **letter),
        "to.candidates.1: must be a whole number": osim.send(["14"], **letter),  # type: ignore[list-item]
        "must be at most": osim.send(14, **letter, pledge=10**23),
        "must be at least 1,000": osim.send(14, **letter, pay=1),
        "must be a finite number": osim.send(14, **letter, pay_ratio=float("nan")),
        "there is no template 'nope'": osim.send(14, letter="nope"),
        "name somebody": osim.send(letter="recruiter"),
        "give either pay_ratio or pay_usd": osim.send(14, **letter, pay=10**6, pay_ratio=2),
        "there is no conference today": osim.attend(top=2),
        "machines cannot be ordered here": osim.buy(100),
        "nobody has made this person an offer": osim.counter(1),
        "this person does not work for you": osim.raise_pay(14, pay=10**6),
    }
    for why, ask in refused.items():
        with pytest.raises(osim.OutreachError, match=why):
            game.act(osim.send(18, **letter), ask)
    with pytest.raises(osim.OutreachError, match="orders are made by send"):
        game.act("send")
    assert game._done == [] and game.act(osim.send([], **letter)) == [] == game._done
    for bad in (lambda: game.explain(0), lambda: game.explain(99), lambda: game.explain(1),
                lambda: game.explain(14, letter="nope"), lambda: game.explain(14, sender="king"),
                lambda: game.advance(0), lambda: game.write("mine", "x", "{{ nothing }}"),
                lambda: game.write("recruiter", "x", "Come.")):  # fmt: skip
        with pytest.raises(osim.OutreachError):
            bad()
    assert game._done == []


def test_what_a_lab_knows_is_told_by_numbers_from_1() -> None:
    game = osim.play(TWO_LABS, seed=7)
    view = game.view()
    assert view.first == 1 and set(view.best_free.tolist()) == set(game.free)
    assert view.judged.min() == 1 and view.judged.max() == 20
    assert game.people()["candidate"].tolist() == game.free
    assert set(game.staff()["candidate"].tolist()).isdisjoint(game.free)
    assert json.dumps([game.means(), game.waiting(), game.mails(14)])
    assert game.labs()["id"].tolist() == ["north", "south"] and game.approaches().height == 0


def test_what_a_letter_of_one_s_own_has_under_way_is_told_and_what_it_came_to() -> None:
    game = osim.play("first-letter", seed=1)
    game.write(
        "mine", "About {{ topic }}", "{{ first_name }}, can we talk about {{ topic }}?", senders=("ceo",)
    )
    assert game.letters()[-1] == {"id": "mine", "stage": "outreach", "senders": ["ceo"]}
    game.act(osim.send(14, letter="mine", sender="ceo", pay_ratio=2.0))
    game.advance(1)
    assert game.approaches()["letter"].tolist() == ["mine"]
    known = game.person(14)
    assert not known["free"] and known["values"]["first_name"] == "Harry"
    assert game.noticed("mine", 14)["subject"] == f"About {known['values']['topic']}"
    found = game.outcome()
    assert found.points == sum(found.lines.values()) == game.points() and found.hires == 0
