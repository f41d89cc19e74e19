"""The policy that has learned: from training worlds alone, the same again, however worlds are stacked."""

import json
import sys
from dataclasses import asdict, fields
from typing import Any

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.contest.ring import TRAINING
from outreach_sim.market.policies.registry import handed_over
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.world import World
from tests.cli.test_commands import ROOT

EXAMPLES = ROOT / "docs" / "examples"
GAME = "first-letter"


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The two files, as ``python docs/examples/train_policy.py`` finds them, with less to look up."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    for name in ("learned_policy", "train_policy"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import learned_policy  # type: ignore[import-not-found]
    import train_policy  # type: ignore[import-not-found]

    for name, value in (("MENU", (1.0, 2.0)), ("SHARES", (0, 1)), ("COMPARED_AT", 1)):
        monkeypatch.setattr(learned_policy, name, value)
    return learned_policy, train_policy


def test_training_gives_the_same_numbers_again_and_sees_no_test_world(
    examples: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    policy, train = examples
    worlds: set[int] = set()
    real = osim.run

    def noted(scenario: str, count: int, *more: Any, first_world: int = 0, **rest: Any) -> osim.Run:
        worlds.update(range(first_world, first_world + count))
        return real(scenario, count, *more, first_world=first_world, **rest)

    monkeypatch.setattr(osim, "run", noted)
    found = [list(train.learn(GAME, policy, 1, 6, 2, seed=1)) for _ in range(2)]
    assert found[0] == found[1] and len(found[0]) == 1
    assert found[0][-1].weights != policy.Weights()
    assert worlds == {0, 1} <= set(TRAINING)
    for count in (1, 64, 999, 1_000):
        first = [train.first_of(number, count) for number in range(3_000)]
        assert min(first) >= 0 and max(first) + count <= len(TRAINING)


def test_what_is_looked_up_on_the_first_day_is_the_same_in_every_world(examples: tuple[Any, Any]) -> None:
    policy, _ = examples
    setup = osim.load(GAME).setup
    idle = handed_over(setup, setup.player)
    books = [
        policy.book_of(osim.Stack(World(idle, seed, numbers), setup.player), setup.player)
        for seed, numbers in ((1, [0]), (9, [77, 5]))
    ]
    for field in fields(policy.Book):
        assert np.array_equal(getattr(books[0], field.name), getattr(books[1], field.name)), field.name


def test_it_writes_answers_and_hires_the_same_alone_and_in_a_stack(examples: tuple[Any, Any]) -> None:
    policy, train = examples
    setup = osim.load(GAME).setup
    player = train.maker(policy, policy.Weights(), None)
    stacked = run_worlds(setup, 1, range(8), own={setup.player: player})
    alone = run_worlds(setup, 1, [7], own={setup.player: player})
    assert stacked.digests[7] == alone.digests[0]
    done = stacked.funnel[:, setup.player].sum(axis=0)
    assert all(done[FUNNEL.index(event)] > 0 for event in (Event.SENT, Event.OFFERED, Event.ACCEPTED))


def test_what_ships_is_what_the_page_says_was_learned(examples: tuple[Any, Any]) -> None:
    policy, _ = examples
    kept = json.loads(policy.WEIGHTS.read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "leaderboard.md").read_text(encoding="utf-8")
    for scenario, class_ in (
        ("personal-email", policy.PersonalEmail),
        ("superintelligence-summer", policy.Summer),
    ):
        assert asdict(class_().weights) == kept[scenario]["weights"]
        how = " ".join(f"--{name} {kept[scenario][name]}" for name in ("generations", "sets", "worlds"))
        assert f"train_policy.py {scenario} {how}" in page
