"""The games as Gymnasium's own tools see them. Skipped without the extra ``rl``.

Run: pip install -e '.[rl]' and python -m pytest -q tests/rl
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.errors import OutreachError

gymnasium = pytest.importorskip("gymnasium")
IDS = ("OutreachSim/Campaign-v0", "OutreachSim/Letters-v0")
ENVIRONMENTS = [(name, scenario) for name in IDS for scenario in ("first-letter", "small-lab", "defender")]


def one(name: str = IDS[0], scenario: str = "first-letter", **settings: Any) -> Any:
    return gymnasium.make(f"outreach_sim.environments:{name}", scenario=scenario, **settings)


def many(name: str = IDS[0], num_envs: int = 4, scenario: str = "first-letter", **settings: Any) -> Any:
    return gymnasium.make_vec(
        f"outreach_sim.environments:{name}", num_envs=num_envs, scenario=scenario, **settings
    )


def same(left: Any, right: Any) -> bool:
    return left.keys() == right.keys() and all(np.array_equal(left[k], right[k]) for k in left)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("name", "scenario"), ENVIRONMENTS)
def test_gymnasiums_checker_has_nothing_to_say(name: str, scenario: str) -> None:
    from gymnasium.utils.env_checker import check_env

    check_env(one(name, scenario).unwrapped)


@pytest.mark.parametrize("name", IDS)
def test_an_episode_through_the_usual_wrappers_adds_up_to_its_points(name: str) -> None:
    wrapped = gymnasium.wrappers.FlattenObservation(
        gymnasium.wrappers.RecordEpisodeStatistics(one(name, "small-lab"))
    )
    seen, _ = wrapped.reset(seed=1)
    wrapped.action_space.seed(1)
    points = []
    for _ in range(3):
        over = False
        while not over:
            assert wrapped.observation_space.contains(seen)
            seen, _, over, cut, info = wrapped.step(wrapped.action_space.sample())
            assert not cut
        assert info["episode"]["r"] == pytest.approx(info["points"], abs=1e-9)
        points.append(info["points"])
        seen, told = wrapped.reset()
        assert told["world"] == len(points) and told["seed"] == 1
    assert any(points) and seen.ndim == 1


@pytest.mark.parametrize("name", IDS)
def test_one_environment_is_world_0_of_many(name: str) -> None:
    alone, stack = one(name), many(name, 16)
    stack.action_space.seed(5)
    (first, told), (all_first, all_told) = alone.reset(seed=9), stack.reset(seed=9)
    assert same(first, {part: values[0] for part, values in all_first.items()})
    assert told == {key: values[0] for key, values in all_told.items() if not key.startswith("_")}
    over = False
    while not over:
        actions = stack.action_space.sample()
        seen, reward, over, _, _ = alone.step(actions[0])
        all_seen, rewards, ended, cut, _ = stack.step(actions)
        assert same(seen, {part: values[0] for part, values in all_seen.items()})
        assert reward == rewards[0] and over == ended[0] and not cut.any()
        assert stack.observation_space.contains(all_seen)
    assert ended.all()


def test_the_step_after_the_last_begins_the_next_worlds() -> None:
    stack = many(num_envs=3)
    assert stack.metadata["autoreset_mode"] is gymnasium.vector.AutoresetMode.NEXT_STEP
    seen, info = stack.reset(seed=2)
    stack.action_space.seed(2)
    ended = np.zeros(3, dtype=bool)
    while not ended.any():
        last, _, ended, _, info = stack.step(stack.action_space.sample())
    assert (
        info["world"].tolist() == [0, 1, 2] and (info["day"] == 60).all() and (last["lab"][:, 0] == 1.0).all()
    )
    seen, reward, ended, cut, info = stack.step(stack.action_space.sample())
    assert info["world"].tolist() == [3, 4, 5] and not reward.any() and not ended.any() and not cut.any()
    assert (seen["lab"][:, 0] == 0.0).all()
    again = many(num_envs=3, repeat_after=6)
    assert again.reset(seed=2)[1]["world"].tolist() == [0, 1, 2]
    assert [again.reset()[1]["world"][0] for _ in range(3)] == [3, 0, 3]
    assert same(again.reset(seed=2, options={"first_world": 3})[0], seen)


def test_the_usual_statistics_of_vectors_add_up() -> None:
    stack = gymnasium.wrappers.vector.RecordEpisodeStatistics(many(IDS[1], 8))
    stack.reset(seed=1)
    stack.action_space.seed(1)
    found: list[Any] = []
    while len(found) < 3:
        _, _, ended, _, info = stack.step(stack.action_space.sample())
        if ended.any():
            assert info["episode"]["r"] == pytest.approx(info["points"], abs=1e-9)
            assert (info["episode"]["l"] == 9).all()
            found.append(info["points"])
    assert np.any(found) and (info["hires"] >= 0).all() and (info["cash_usd"] == np.inf).all()


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_gymnasiums_own_vectors_take_single_worlds(mode: str) -> None:
    loaded = osim.load("first-letter", {"scenario.days": 30})
    stack = many(IDS[1], 2, scenario=loaded, vectorization_mode=mode, stop=True)
    stack.reset(seed=3)
    stack.action_space.seed(3)
    days = np.stack([stack.step(stack.action_space.sample())[4]["day"] for _ in range(3)])
    assert (days > 0).all() and (days <= 21).all()
    stack.close()


def test_choices_are_drawn_by_the_mask() -> None:
    env = one(IDS[1])
    seen, _ = env.reset(seed=1)
    heads = tuple(np.split(seen["mask"], np.cumsum(env.action_space.nvec)[:-1]))
    env.action_space.seed(1)
    for _ in range(20):
        action = env.action_space.sample(mask=heads)
        assert all(head[choice] for head, choice in zip(heads, action, strict=True))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (lambda: one(scenario="first-leter"), "did you mean 'first-letter'"),
        (lambda: many(stop=True), "stop goes with the letters game of one world"),
        (lambda: many(repeat_after=6), "repeat_after must be 4 or a multiple of it, not 6"),
        (lambda: many().reset(seed=[1, 2, 3, 4]), "one seed is for all worlds"),
        (lambda: one().reset(options={"world": 3}), "no option 'world', the one there is is first_world"),
        (lambda: one().reset(options={"first_world": -1}), "first_world must be a whole number from 0"),
        (lambda: one().unwrapped.__class__(render_mode="human"), "there is no render_mode 'human'"),
    ],
)
def test_what_cannot_be_is_a_sentence(asked: Any, sentence: str) -> None:
    with pytest.raises(OutreachError, match=sentence):
        asked()
