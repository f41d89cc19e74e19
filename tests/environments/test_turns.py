"""Games to learn on, without Gymnasium: what is seen, what is asked for, and what it is worth."""

from collections.abc import Iterator
from copy import deepcopy

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.environments import Turns
from outreach_sim.environments.choices import ANSWERS, PAY_RATIOS, SHARES, Choices
from outreach_sim.environments.orders import orders
from outreach_sim.errors import OutreachError
from outreach_sim.market.policies.stacked import Stack
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.study.statistics import log_hash
from tests.cli.test_commands import ROOT
from tests.environments.by_view import observed

GAMES = ("campaign", "letters")
CHANGES = (
    "scenario.days=60", "conference.1.start=2026-02-09", "parameters.interest_cut=-0.5",
    "parameters.offer_chance_interviewed=0.9", "parameters.accept_constant=2.15",
)  # fmt: skip
RICH = ("sandbox", CHANGES)
"""People come onto the market, ask for machines, are met and countered; the market pays more every week."""


def any_choices(turns: Turns, mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A choice of every head among those there are, and now and then one of what there is not."""
    heads = np.split(mask, np.cumsum(turns.choices.sizes)[:-1])
    return np.array([int((rng.random(head.size) * (head + 0.01)).argmax()) for head in heads])


def played(turns: Turns, seed: int, first_world: int = 0) -> Iterator[tuple[dict, np.ndarray]]:
    """Steps of random choices to the end; in every world those that it would get alone."""
    seen = turns.reset(seed, first_world)
    luck = [np.random.default_rng(number) for number in turns.numbers]
    while not turns.over:
        choices = [any_choices(turns, seen["mask"][world], rng) for world, rng in enumerate(luck)]
        seen, reward = turns.step(np.stack(choices))
        yield seen, reward


def choice(turns: Turns, **options: object) -> np.ndarray:
    """An action by the names of heads; of each other head the one that does nothing, or the first."""
    found = []
    for head in turns.choices.heads:
        name = head.name.replace(" ", "_")
        idle = "nobody" if "nobody" in head.options else head.options[0]
        found.append(head.options.index(options.pop(name, idle)))
    assert not options
    return np.tile(np.array(found), (turns.worlds, 1))


@pytest.fixture(scope="module")
def rich() -> list[tuple[dict, Turns]]:
    """Two worlds of a game by hand, every five days: what is seen, and the game as it stands then."""
    turns = Turns(RICH[0], "letters", 2, turn_days=5, changes=RICH[1])
    return [(seen, deepcopy(turns)) for seen, _ in played(turns, 10)]


def countered(turns: Turns, number: int) -> frozenset[int]:
    """To whose offer by the lab the employer has answered with its own, by the world itself."""
    world, lab = turns.world, turns.lab
    people = slice(number * world.candidates, (number + 1) * world.candidates)
    opened_by = (world.opener[people] >> 8) - 1
    return frozenset(np.flatnonzero(world.countered[people] & (opened_by == lab)).tolist())


def test_what_is_seen_is_a_function_of_the_view_that_policies_have(rich) -> None:
    for seen, turns in rich:
        for number in range(turns.worlds):
            expected = observed(turns.world, number, countered(turns, number))
            for part, values in expected.items():
                assert seen[part][number].tolist() == values.tolist(), (turns.world.day, number, part)


def test_every_entry_was_something_other_than_nothing(rich) -> None:
    """Else the comparison above would say little."""
    for part in ("lab", "people", "approaches", "staff"):
        columns = np.concatenate([seen[part].reshape(-1, seen[part].shape[-1]) for seen, _ in rich])
        constant = [i for i in range(columns.shape[1]) if not np.ptp(columns[:, i])]
        besides = [0, 6] if part == "people" else []  # somebody is always there; a fleet is asked for below
        assert constant == besides, part


def test_the_fleet_that_somebody_asked_for_is_seen(rich) -> None:
    turns = deepcopy(rich[3][1])
    waiting, table, free = turns.world.stores.waiting, turns.world.approaches, turns.sight.free.candidate
    waiting.add(table, turns.sight.own[:1], np.array([70_000]))
    number = int(table.person[turns.sight.own[0]]) // turns.world.candidates
    waiting.columns["person"][-1] = free[number, 2] + number * turns.world.candidates
    seen = turns.look()["people"]
    assert seen[number].tolist() == observed(turns.world, number)["people"].tolist()
    assert np.flatnonzero(seen[number, :, 6]).tolist() == [2]


def test_what_nobody_can_know_does_not_show(rich) -> None:
    seen, turns = rich[5]
    turns = deepcopy(turns)
    world, table = turns.world, turns.world.approaches
    world.tastes.money[:] *= 3.0
    world.tastes.compute[:] += 1.0
    strangers = (world.home % world.labs != turns.lab) & ~np.tile(world.setup.people.pay_known, world.worlds)
    if world.stores.crowds is not None:
        strangers &= world.stores.crowds.said_to < 0
    world.pay_usd[strangers] *= 2
    silent = (table.state == State.WAITING) | (table.state == State.REPLYING)
    table.state[silent] = State.REPLYING
    table.due[silent] += 3
    table.shock[:], table.value[:], table.fit[:] = 9.0, 9.0, 9.0
    again = turns.look()
    assert strangers.any() and silent.any()
    assert {part: values.tolist() for part, values in seen.items()} == {
        part: values.tolist() for part, values in again.items()
    }


@pytest.mark.parametrize("game", GAMES)
def test_a_world_is_played_as_it_would_be_alone(game: str) -> None:
    alone = Turns("first-letter", game)
    stacked = list(played(Turns("first-letter", game, 16), 4))
    assert any(reward.any() for _, reward in stacked)
    for number in (0, 7):
        for (seen, reward), (own, own_reward) in zip(stacked, played(alone, 4, number), strict=True):
            assert reward[number] == own_reward[0]
            assert all(seen[part][number].tolist() == own[part][0].tolist() for part in own)


class Weekly:
    """What an agent does in the campaign below, as a policy that acts in all worlds."""

    def act_all(self, stack: Stack, lab: int) -> None:
        if stack.day % 7 == 0:
            most = int(np.ceil(0.5 * stack.letters_left("hiring-manager").max()))
            best = stack.best_free(most)
            stack.send(best, letter="hiring-manager", sender="hiring-manager", pay_ratio=2.5, direct=True)


def test_rewards_add_up_to_the_points_of_the_same_worlds_of_run() -> None:
    turns = Turns("first-letter", worlds=6)
    turns.reset(5)
    action = choice(turns, share="50%", letter="hiring-manager by hiring-manager", pay="2.5", form="none")
    total = np.zeros(6)
    while not turns.over:
        total += turns.step(action)[1]
    run = osim.run("first-letter", worlds=6, seed=5, policies={"north": Weekly}, score=True)
    assert np.abs(total - run.values("points")).max() < 1e-9
    assert turns.points.tolist() == run.values("points").tolist() and total.any()
    assert turns.hires.tolist() == run.values("hires").tolist()
    assert log_hash(turns.world.recorder.digests()) == run.log_hash


def test_a_game_by_hand_is_that_of_the_library() -> None:
    turns, game = Turns("first-letter", "letters"), osim.play("first-letter", seed=6)
    turns.reset(6)
    ceo = "ceo-personal by ceo"
    letters = {"letter_1": ceo, "pay_1": "3", "letter_2": ceo, "pay_2": "2"}
    reward = turns.step(choice(turns, who_1="slot 1", who_2="slot 3", **letters))[1]
    free = game.view().best_free
    game.act(
        osim.send(int(free[0]), letter="ceo-personal", sender="ceo", pay_ratio=3.0, by_hand=True),
        osim.send(int(free[2]), letter="ceo-personal", sender="ceo", pay_ratio=2.0, by_hand=True),
    )
    game.advance(7, stop=False)
    waiting = [one["candidate"] for one in game.waiting()]
    who = (turns.sight.approaches.candidate[0] + 1).tolist()
    assert waiting and [one for one in who if one] == waiting
    reward += turns.step(choice(turns, answer_1="offer", pay_of_answer_1="4", pledge_of_answer_1="1"))[1]
    h100e = round(game.view().h100e_per_researcher[turns.lab])
    game.act(osim.offer(waiting[0], pay_ratio=4.0, pledge=h100e))
    game.advance(7, stop=False)
    while not turns.over:
        reward += turns.step(choice(turns))[1]
        game.advance(7, stop=False)
    assert game.over and reward[0] == pytest.approx(game.points(), abs=1e-9) and reward[0] != 0.0
    assert log_hash(turns.world.recorder.digests()) == game.log_hash


@pytest.mark.parametrize("game", GAMES)
def test_doing_nothing_is_worth_exactly_nothing(game: str) -> None:
    turns = Turns("first-letter", game, 3)
    turns.reset(2)
    while not turns.over:
        assert turns.step(choice(turns))[1].tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(OutreachError, match=r"^the game is over, reset it$"):
        turns.step(choice(turns))


def test_the_same_seed_is_the_same_game_and_the_next_worlds_are_others() -> None:
    turns = Turns("first-letter", worlds=2)
    first, again = [[r.tolist() for _, r in played(turns, 8)] for _ in range(2)]
    assert first == again and turns._reward._twin is None
    for seed, first_world in ((8, 2), (9, 0)):
        anew = Turns("first-letter", worlds=2)
        other, fresh = ([r.tolist() for _, r in played(t, seed, first_world)] for t in (turns, anew))
        assert other == fresh != first and list(turns.numbers) == [first_world, first_world + 1]
    assert list(turns._reward._kept) == [(8, (0, 1)), (8, (2, 3)), (9, (0, 1))]


def test_a_step_may_end_on_the_first_day_on_which_something_new_needs_an_answer() -> None:
    turns, game = Turns("first-letter", "letters", stop=True, turn_days=20), osim.play("first-letter", seed=1)
    turns.reset(1)
    letters = {"letter_1": "ceo-personal by ceo", "pay_1": "2.5"}
    turns.step(choice(turns, who_1="slot 1", **letters))
    best = int(game.view().best_free[0])
    game.act(osim.send(best, letter="ceo-personal", sender="ceo", pay_ratio=2.5, by_hand=True))
    days = [turns.world.day]
    game.advance(20)
    assert days == [game.day]
    while not game.over:
        game.advance(20)
        turns.step(choice(turns))
        assert turns.world.day == game.day
        days.append(game.day)
    assert len(days) > 3 and turns.over


def test_a_choice_of_nobody_or_of_what_there_is_not_does_nothing() -> None:
    turns = Turns("first-letter", "letters")
    mask = turns.reset(1)["mask"]
    seen, _ = turns.step(choice(turns, answer_1="withdraw", counter_1="yes", who_1="slot 16"))
    assert turns.world.recorder.funnel.sum() == 0 and (seen["people"][0, 15] == 0).all()
    sizes = np.cumsum(turns.choices.sizes)[:-1]
    who = np.split(mask[0], sizes)[0]
    assert who.tolist() == [*(seen["people"][0, :, 0] > 0).astype(int).tolist(), 1]


def test_the_mask_allows_what_there_is(rich) -> None:
    for seen, turns in rich:
        heads = np.split(seen["mask"], np.cumsum(turns.choices.sizes)[:-1], axis=1)
        by_name = dict(zip([head.name for head in turns.choices.heads], heads, strict=True))
        assert all(head.any(axis=1).all() for head in heads)
        for number in range(turns.worlds):
            out = seen["approaches"][number, 0]
            there, is_offer = bool(out[0]), bool(out[5])
            assert by_name["answer 1"][number].tolist() == [
                1, there and not is_offer, there and not is_offer, there, there
            ]  # fmt: skip
            assert by_name["counter 1"][number].tolist() == [1, seen["staff"][number, 0, 0]]
            hours = seen["lab"][number, 7] - seen["lab"][number, 8]
            letters = zip(by_name["letter 1"][number], turns.choices.heads[1].options, strict=True)
            ceo = [allows for allows, letter in letters if letter.endswith("by ceo")]
            assert hours > 0 or not any(ceo)
            pledgeable = 1000 * 10.0 ** seen["lab"][number, 11]
            h100e = 100 * 10.0 ** seen["lab"][number, 9]
            able = [share * h100e <= pledgeable + 1 for share in (0.0, 0.5, 1.0, 2.0)]
            assert by_name["pledge 1"][number].tolist() == able


def test_answers_and_counter_offers_are_about_the_people_in_the_slots(rich) -> None:
    """The first slot is turned away, the second invited shortly where somebody waits there."""
    short, away, countered_for = [], [], []
    for seen, turns in rich:
        action = choice(turns, answer_1="withdraw", answer_2="short interviews", counter_1="yes")
        asked = {
            (order.do, int(order.flags[0])): order for order in orders(turns.choices, turns.sight, action)
        }
        for number in range(turns.worlds):
            who = {
                do: order.candidate[order.place == order.rows.tolist().index(row)].tolist()
                for (do, _), order in asked.items()
                if (row := turns.sight.rows[number]) in order.rows
            }
            slots, staff = turns.sight.approaches.candidate[number], turns.sight.staff.candidate[number]
            waits = seen["approaches"][number, 1, 0] and not seen["approaches"][number, 1, 5]
            assert who.get(Do.WITHDRAW, []) == [c for c in slots[:1].tolist() if c >= 0]
            assert who.get(Do.INVITE, []) == (slots[1:2].tolist() if waits else [])
            assert who.get(Do.COUNTER, []) == [c for c in staff[:1].tolist() if c >= 0]
            short.append(Do.INVITE in who)
            away.append(Do.WITHDRAW in who)
            countered_for.append(Do.COUNTER in who)
        assert all(flags == Flag.SHORT for do, flags in asked if do is Do.INVITE)
    assert any(short) and any(away) and any(countered_for)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"game": "chess"}, "there is no game 'chess', games are campaign and letters"),
        ({"worlds": 0}, "worlds must be a whole number from 1 to 100,000, not 0"),
        ({"turn_days": 29}, "turn_days must be a whole number from 1 to 28, not 29"),
        ({"worlds": 2, "game": "letters", "stop": True},
         "stop goes with the letters game of one world: stacked worlds go on together"),
        ({"changes": {"labs.north.letters_per_week": {"recruiter": 0, "hiring-manager": 0, "ceo": 0}}},
         "nobody may sign a letter for north in first-letter, nothing can be learned"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_sentence(said: dict, sentence: str) -> None:
    with pytest.raises(OutreachError) as raised:
        Turns("first-letter", **said)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [
        ([[0] * 5], "actions must be whole numbers, shape (1, 6), not int64 (1, 5)"),
        ([[0.0] * 6], "actions must be whole numbers, shape (1, 6), not float64 (1, 6)"),
        ([[5, 0, 0, 0, 0, 0]], "choices count from 0 and are fewer than (5, 14, 8, 4, 3, 4), head by head"),
        ([[0, 0, 0, 0, 0, -1]], "choices count from 0 and are fewer than (5, 14, 8, 4, 3, 4), head by head"),
    ],
)
def test_actions_that_cannot_be_are_a_sentence(actions: list, sentence: str) -> None:
    turns = Turns("first-letter")
    turns.reset()
    with pytest.raises(OutreachError) as raised:
        turns.step(actions)
    assert str(raised.value) == sentence and turns.world.day == 0 and not turns.world.asked


def test_a_game_that_has_not_begun_or_was_broken_off_must_be_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns("first-letter")
    sentence = r"^reset comes first: no game has begun, or its last step was broken off$"
    with pytest.raises(OutreachError, match=sentence):
        turns.step([[0] * 6])
    turns.reset()
    with monkeypatch.context() as patch:
        patch.setattr("outreach_sim.market.day.close_day", ctrl_c)
        with pytest.raises(KeyboardInterrupt):
            turns.step(choice(turns))
    with pytest.raises(OutreachError, match=sentence):
        turns.step(choice(turns))
    turns.reset()
    assert turns.step(choice(turns))[1].tolist() == [0.0]


def ctrl_c(*_: object) -> None:
    raise KeyboardInterrupt


def test_without_gymnasium_its_classes_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from outreach_sim import environments

    monkeypatch.setattr(environments, "find_spec", lambda _: None)
    with pytest.raises(OutreachError) as raised:
        _ = environments.OutreachEnv
    sentence = "OutreachEnv needs gymnasium, which is not installed; pip install gymnasium"
    assert str(raised.value) == sentence
    with pytest.raises(AttributeError, match="no attribute 'Chess'"):
        _ = environments.Chess


def test_the_page_says_the_shape_of_every_part_and_how_many_choices_there_are() -> None:
    page = (ROOT / "docs" / "environments.md").read_text(encoding="utf-8")
    turns = Turns("first-letter", "letters")
    for part, values in turns.reset().items():
        assert part == "mask" or f"\n`{part}`, shape {values.shape[1:]}" in page
    assert f"\n{len(turns.choices.heads)} numbers: four letters, an answer for each of six" in page


def test_options_are_what_the_choices_say() -> None:
    choices = Choices(osim.load("first-letter"), "letters")
    assert len(choices.heads) == 4 * 4 + 6 * 3 + 4 + 1 and len(ANSWERS) == 5
    assert [len(PAY_RATIOS), len(SHARES)] == [8, 5]
