"""Policies by name, file, module and entry point at every door; by columns they are as they are by orders."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.cli import balance, compare, compare_page, run, sweep
from outreach_sim.cli.study_run import run_kept
from outreach_sim.errors import BadInputError
from outreach_sim.market.policies import stacked
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView
from outreach_sim.study.run import StudyResult
from outreach_sim.study.statistics import log_hash
from tests.cli.test_commands import ROOT
from tests.cli.test_saves import call
from tests.market.worlds import richest_setup

EXAMPLES = ROOT / "docs" / "examples"
VIEW, ARRAY = f"{EXAMPLES / 'my_policy.py'}:Bargains", f"{EXAMPLES / 'my_array_policy.py'}:Bargains"
DAYS = {"scenario.days": 40}
WORLDS = 3
_TERMS: dict[str, Any] = {
    "pay_ratio": [1.1, 1.5, 3.0], "sign_on_usd": [0, 50_000], "pledge_h100e": [0, 30],
    "deadline_days": [3, 14],
}  # fmt: skip


def picked(world: int, day: int) -> dict[str, Any]:
    """What a lab does in one world on one day, by lot."""
    rng = np.random.default_rng([world, day])
    terms = {name: rng.choice(values).item() for name, values in _TERMS.items()}
    answer = str(rng.choice(["offer", "invite", "withdraw"], p=[0.4, 0.4, 0.2]))
    return terms | {"count": int(rng.integers(0, 5)), "answer": answer}


class InOne:
    """Acts in one world, by orders."""

    def __init__(self, world: int) -> None:
        self.world = world

    def act(self, view: LabView) -> list[Order]:
        asked = picked(self.world, view.day)
        count, answer = asked.pop("count"), asked.pop("answer")
        to = tuple(view.best_free[:count].tolist())
        orders = [Order(0, (), template=0, candidates=to, by_hand=True, **asked)] if to else []
        waits = tuple(own.candidate for own in view.approaches if own.state == State.INTERESTED)[:2]
        if waits:
            terms = asked if answer == "offer" else {}
            orders.append(Order(0, (), do=Do[answer.upper()], candidates=waits, **terms))
        return orders


class InAll:
    """The same in all of them, by columns."""

    def act_all(self, stack: osim.Stack, lab: int) -> None:
        asked = [picked(world, stack.day) for world in range(WORLDS)]
        terms = {name: np.array([one[name] for one in asked]) for name in _TERMS}
        counts = np.array([one["count"] for one in asked])
        to = stack.best_free(4) * (np.arange(4) < counts[:, None])
        stack.send(to, letter=stack.world.setup.letters.ids[0], by_hand=True, **terms)
        for answer in ("offer", "invite", "withdraw"):
            waits = stack.waiting(2) * np.array([[one["answer"] == answer] for one in asked])
            getattr(stack, answer)(waits, **(terms if answer == "offer" else {}))


def test_columns_are_the_orders_of_each_world() -> None:
    setup = richest_setup(count=200, days=70)
    number = itertools.count()
    alone = run_worlds(setup, 3, range(WORLDS), own={0: lambda: InOne(next(number))})
    at_once = run_worlds(setup, 3, range(WORLDS), own={0: InAll})
    assert alone.digests == at_once.digests and len(set(alone.digests)) == WORLDS
    done = alone.funnel[:, 0].sum(axis=0)
    assert all(done[FUNNEL.index(event)] for event in (Event.SENT, Event.INVITED, Event.OFFERED))


def test_the_two_examples_are_one_policy_whatever_plays_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = stacked.Stack

    def counted(world: World, lab: int) -> stacked.Stack:
        asked.append(world.worlds)
        return real(world, lab)

    monkeypatch.setattr(stacked, "Stack", counted)
    found = {
        (where, jobs): osim.run("small-lab", 4, changes=DAYS, policies={"pocket-lab": where}, jobs=jobs)
        for where, jobs in ((VIEW, 1), (ARRAY, 1), (ARRAY, 2))
    }
    hashes = {one.log_hash for one in found.values()}
    assert len(hashes) == 1 and found[ARRAY, 1]["hires"].mean > 0
    assert asked == [4] * DAYS["scenario.days"], "once a day for all worlds"


def test_a_policy_by_name_is_that_of_the_scenario() -> None:
    by_name = osim.run("small-lab", 2, changes=DAYS, policies={"pocket-lab": "sniper"})
    in_file = osim.run("small-lab", 2, changes=DAYS | {"labs.pocket-lab.policy": "sniper"})
    told = call(run.command, "small-lab", "-n", "2", "--set", "scenario.days=40",
                "--policy", "pocket-lab=sniper", "--json")  # fmt: skip
    assert by_name.log_hash == in_file.log_hash == told["log_hash"]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a policy, and an entry point for it."""
    text = (EXAMPLES / "my_policy.py").read_text(encoding="utf-8")
    (tmp_path / "bargain_package.py").write_text(text, encoding="utf-8")
    info = tmp_path / "bargain_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bargain-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[outreach_sim.policies]\nbargains = bargain_package:Bargains\n")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_a_file_a_module_and_an_entry_point_are_one_policy_at_every_door(installed: None) -> None:
    small = ("small-lab", "--set", "scenario.days=25")
    told = call(
        compare.command, *small, "--policy", f"a:pocket-lab={VIEW}",
        "--policy", "b:pocket-lab=bargain_package:Bargains", "--policy", "c:pocket-lab=bargains", "-n", "2",
        "--json",
    )  # fmt: skip
    hashes = {arm["log_hash"] for arm in told["arms"]}
    assert len(told["arms"]) == 3 and len(hashes) == 1
    plain = osim.run("small-lab", 2, changes={"scenario.days": 25}, policies={"pocket-lab": VIEW})
    assert hashes == {plain.log_hash}
    points = call(sweep.command, *small, "--vary", "rules.rest_days=30,60", "--policy", "pocket-lab=bargains",
                  "-n", "2", "--metric", "mails", "--json")["points"]  # fmt: skip
    mails = osim.sweep("small-lab", {"rules.rest_days": [30, 60]}, 2, metric="mails",
                       changes={"scenario.days": 25}, policies={"pocket-lab": VIEW})  # fmt: skip
    assert [point["metrics"]["mails"]["mean"] for point in points] == mails["mails"].tolist()


def test_balance_plays_a_policy_of_ones_own_beside_the_others(installed: None, tmp_path: Path) -> None:
    file = tmp_path / "short.toml"
    text = osim.load("small-lab").text.replace("days = 240", "days = 20")
    assert "days = 20\n" in text
    file.write_text(text, encoding="utf-8")
    told = call(balance.command, str(file), "-n", "2", "--policy", ARRAY, "--policy", "bargains",
                "--policy", "sniper", "--json")  # fmt: skip
    rows = told["scenarios"]["short"]["strategies"]
    assert rows[ARRAY] == rows["bargains"] and "sniper" in rows
    hires = osim.run(file, 2, policies={"pocket-lab": ARRAY})["hires"]
    assert rows[ARRAY]["hires"]["mean"] == hires.mean


def test_policies_are_not_sent_to_a_cluster(capsys: pytest.CaptureFixture[str]) -> None:
    for command, *more in (
        (run.command,),
        (compare.command,),
        (sweep.command, "--vary", "rules.rest_days=1,2"),
    ):
        words = ["first-letter", *more, "--policy", "north=sniper", "--cluster", "tcp://127.0.0.1:1"]
        with pytest.raises(osim.OutreachError, match="leave --cluster out"):
            call(command, *words)


def wrong(body: str) -> Callable[[Path], str]:
    def file(folder: Path) -> str:
        path = folder / "mine.py"
        path.write_text(f"class Mine:\n    def act_all(self, stack, lab):\n        {body}  # here\n")
        return f"{path}:Mine"

    return file


MISTAKES = {
    "a list": (wrong("stack.send([1], letter='recruiter')"), r"shape \(2, any\)"),
    "floats": (wrong("stack.send([[1.0], [2.0]], letter='recruiter')"), "numbers of candidates"),
    "nobody": (wrong("stack.send([[99], [1]], letter='recruiter')"), "numbered from 1 to 20"),
    "twice": (wrong("stack.send([[3, 3], [1, 2]], letter='recruiter')"), "named twice"),
    "no letter": (wrong("stack.send([[3], [1]], letter='nope')"), "there is no letter 'nope'"),
    "no sender": (
        wrong("stack.send([[3], [1]], letter='recruiter', sender='king')"),
        "'king' signs no letter",
    ),
    "no ratio": (wrong("stack.offer([[3], [1]], pay_ratio=float('nan'))"), "pay_ratio must be from 0.01"),
    "three worlds": (
        wrong("stack.offer([[3], [1]], pay_usd=[1, 2, 3])"),
        "one for all, one a world or one a person",
    ),
    "hardly paid": (wrong("stack.offer([[3], [1]], pay_usd=5)"), "at least 1,000, or 0"),
    "both forms": (wrong("stack.send([[3], [1]], letter='recruiter', direct=True, short=True)"), "not short"),
    "its own": (wrong("1 / 0"), "ZeroDivisionError"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_in_columns_is_a_sentence_with_file_and_line(what: str, tmp_path: Path) -> None:
    make, says = MISTAKES[what]
    where = make(tmp_path)
    with pytest.raises(BadInputError, match=says) as caught:
        osim.run("first-letter", 2, policies={"north": where})
    assert str(caught.value).startswith(f"{tmp_path / 'mine.py'}:3: the policy of north on day 1: ")


def test_what_is_asked_in_words_is_an_order_and_nothing_of_nobody() -> None:
    class Words:
        def act(self, view: osim.LabView) -> list[osim.Ask]:
            few = view.best_free[: 2 * (view.day % 7 == 0)]
            return [osim.send(few, letter="ceo-personal", sender="ceo", pay_ratio=2.0)]

    class Orders:
        def act(self, view: osim.LabView) -> list[Order]:
            if view.day % 7:
                return []
            letter, few = view.templates.index("ceo-personal"), tuple(view.best_free[:2].tolist())
            return [Order(0, (), template=letter, sender=Sender.CEO, candidates=few, pay_ratio=2.0)]

    setup = osim.load("first-letter").setup
    assert (
        run_worlds(setup, 1, [0], own={0: Words}).digests
        == run_worlds(setup, 1, [0], own={0: Orders}).digests
    )

    class Wrong:
        def act(self, view: osim.LabView) -> list[osim.Ask]:
            return [osim.send(3, letter="nope")]

    with pytest.raises(BadInputError, match="names a letter or a lab that is not there"):
        run_worlds(setup, 1, [0], own={0: Wrong})
    assert json.dumps(osim.buy(3).says)


def test_the_page_of_a_comparison_is_of_the_worlds_in_which_the_policy_acted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[str] = []

    def noted(*how: Any) -> StudyResult:
        result = run_kept(*how)
        again.append(log_hash(result.digests))
        return result

    monkeypatch.setattr(compare_page, "run_kept", noted)
    file, own = tmp_path / "page.html", f"a:north={VIEW}"
    words = ("first-letter", "--b", "rules.rest_days=30", "--policy", own, "-n", "2", "--report", str(file))
    told = call(compare.command, *words, "--json")
    assert again == [told["arms"][0]["log_hash"]] != [told["arms"][1]["log_hash"]]
    assert "A policy of the user's own acted here" in file.read_text(encoding="utf-8")
