"""Games: durable, resumed, taken back, branched off, and the same however often they are reopened."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outreach_sim.errors import BadInputError, RunError, UsageError
from outreach_sim.market.phases.accounts import close_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.approaches import ApproachTable
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.schema import PopulationTable
from outreach_sim.storage.saves.embed import named_as_today, spec_toml
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import free_name, list_names
from outreach_sim.storage.saves.states import SNAPSHOT_DAYS
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from tests.storage.small import orders, play


def same(a: Log, b: Log) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(Log))


def verdict(name: str) -> Any:
    store = Store.open(name, write=False)
    try:
        return verify(store)
    finally:
        store.close()


def test_a_game_is_a_session_with_the_same_orders(scenario: Scenario) -> None:
    session = Session(without_players_script(scenario).setup, 12)
    while session.day < 40:
        for order in orders(session.day):
            session.act(order)
        session.advance(4)
    with Game.new("a", scenario, 12) as game:
        assert play(game, 40).session.digest() == session.digest()
        kinds = set(game.log.kind.tolist())
    assert {Event.SENT, Event.REPLIED, Event.OFFERED, Event.ACCEPTED, Event.REFUSED} <= kinds


def test_a_save_keeps_of_whom_pay_is_known_and_its_orders_go_by_it(scenario: Scenario) -> None:
    people = replace(scenario.setup.people, pay_known=np.arange(len(scenario.population)) % 2 == 0)
    spec = scenario.spec.model_copy(
        update={"population": PopulationTable.model_validate({"file": "people.csv"})}
    )
    mixed = replace(
        scenario,
        spec=spec,
        population=replace(scenario.population, people=people),
        setup=replace(scenario.setup, people=people),
    )
    with Game.new("a", mixed, 11) as game:
        play(game, 24)
    assert verdict("a").problem == ""
    with Game.open("a") as game:
        kept = game.scenario.setup.people
        assert all(np.array_equal(getattr(kept, f.name), getattr(people, f.name)) for f in fields(people))
        assert verdict("a").problem == ""


def test_save_reload_continue_equals_continue_whenever_it_is_reloaded(scenario: Scenario) -> None:
    with Game.new("straight", scenario, 5) as straight:
        play(straight, scenario.days, 8)
        digest, log = straight.session.digest(), straight.log
    Game.new("stop-and-go", scenario, 5).close()
    for day in range(8, scenario.days + 1, 8):
        with Game.open("stop-and-go") as game:
            play(game, day, 8)
    with Game.open("stop-and-go") as game:
        assert game.session.over and game.session.digest() == digest
        assert same(game.log, log) and game.turn == straight.turn
    assert verdict("stop-and-go").problem == ""


def test_orders_of_today_are_kept_before_the_day_is_played(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 8)
        given = [game.act(order) for order in orders(8)]
    with Game.open("a") as game:
        assert list(game.pending) == given
        assert play(game, 8).session.day == 8


def test_a_player_takes_the_place_of_the_script_and_of_nobody_elses(scenario: Scenario) -> None:
    with Game.new("by-hand", scenario, 5) as game:
        log = game.advance(60)
    assert set(log.lab[log.kind == Event.SENT].tolist()) == {1, 2}
    session = Session(scenario.setup, 5)
    session.advance(60)
    with Game.new("scripted", scenario, 5, keep_script=True) as game:
        game.advance(60)
        assert game.session.digest() == session.digest()


def test_a_player_takes_the_place_of_a_policy_and_of_the_lab_s_rules() -> None:
    """Nobody writes, meets or raises beside the player, in this sitting or the next."""
    rules = ["labs.middle.raises={share = 1.0, ratio = 1.2}", "labs.middle.copies=true"]
    sandbox = load_scenario("sandbox", ["conference.1.start=2026-01-12", *rules])
    player, by_order = sandbox.setup.player, [Event.SENT, Event.MET, Event.PAY_RAISED, Event.ADOPTED]
    recorded = Session(sandbox.setup, 5).advance(60)
    assert ((recorded.lab == player) & (recorded.kind == Event.SENT)).any()
    with Game.new("by-hand", sandbox, 5) as game:
        game.advance(30)
    with Game.open("by-hand") as game:
        game.advance(60)
        log = game.log
    assert not ((log.lab == player) & np.isin(log.kind, by_order)).any()
    assert np.isin(by_order, log.kind[log.lab != player]).sum() >= 3


@pytest.mark.parametrize("why", [FloatingPointError("overflow"), KeyboardInterrupt()])
def test_half_a_day_is_none(scenario: Scenario, monkeypatch: pytest.MonkeyPatch, why: BaseException) -> None:
    """A turn that breaks off in the middle of a day leaves the game where it stood."""

    def fail(world: World) -> None:
        if world.day == 11:
            raise why
        close_day(world)

    with Game.new("a", scenario, 5) as game, Game.new("b", scenario, 5) as other:
        play(game, 8, 8), play(other, 8, 8)
        monkeypatch.setattr("outreach_sim.market.day.close_day", fail)
        with pytest.raises((RunError, KeyboardInterrupt)):
            game.advance(7)
        monkeypatch.setattr("outreach_sim.market.day.close_day", close_day)
        assert (game.session.day, game.turn) == (8, 1)
        assert play(game, 24, 8).log_hash == play(other, 24, 8).log_hash


def test_a_save_of_older_times_goes_on_by_its_lines_and_its_player(scenario: Scenario) -> None:
    """They say ``idle`` of labs that named no policy; today a lab that is called so has no lines."""
    labs = [lab.model_copy(update={"policy": "idle"}) for lab in scenario.spec.labs]
    older = scenario.spec.model_copy(update={"labs": labs})
    assert [lab.policy for lab in named_as_today(older).labs] == ["script", "script", "idle"]
    assert spec_toml(older).count("[[script]]") == 0
    assert spec_toml(named_as_today(older)).count("[[script]]") == len(scenario.spec.script) > 1


def test_what_was_taken_back_stays_in_the_save_and_marks_the_game(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 12)
        digest, turn, log = game.session.digest(), game.turn, game.log
        game.act(orders(12)[0])
        game.advance(3)
        assert (game.undo(), game.session.day, len(game.pending)) == ("days", 12, 1)
        assert (game.undo(), game.session.day, len(game.pending)) == ("order", 12, 0)
        assert (game.session.digest(), game.turn, game.undone) == (digest, turn, 2)
        assert same(game.log, log)
    with Game.open("a") as game:
        assert (game.session.digest(), game.undone) == (digest, 2)
        kinds = [entry.kind for entry in game._store.entries[-4:]]
        assert kinds == ["order", "days", "undo", "undo"]


def test_a_turn_taken_back_and_played_again_goes_the_same(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, SNAPSHOT_DAYS + 8)
        digest = game.session.digest()
        for _ in range(3 * 4):
            game.undo()
        assert game.session.day == SNAPSHOT_DAYS - 4
        assert play(game, SNAPSHOT_DAYS + 8).session.digest() == digest
    with Game.open("a") as game:
        assert game.session.digest() == digest
    assert verdict("a").problem == ""


def test_everything_can_be_taken_back_but_not_more(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        game.advance(2)
        game.undo()
        assert game.session.day == 0
        with pytest.raises(UsageError, match="nothing to take back"):
            game.undo()


def test_a_branch_is_the_game_up_to_a_turn_and_goes_its_own_way(scenario: Scenario) -> None:
    with Game.new("trunk", scenario, 5) as trunk:
        play(trunk, 40)
        trunk.act(orders(40)[0])
        trunk.undo()
        trunk.branch("now")
        trunk.branch("early", 3)
        digest = trunk.session.digest()
    with Game.open("now") as now, Game.open("early") as early:
        assert now.session.digest() == digest
        assert (early.session.day, early.turn, early.origin, early.undone) == (12, 3, "trunk, turn 3", 1)
        assert play(early, 40).session.digest() == digest
        now.advance(5)
    with Game.open("trunk") as trunk:
        assert trunk.session.digest() == digest
    assert [verdict(name).problem for name in ("trunk", "now", "early")] == [""] * 3


def test_a_branch_of_a_turn_that_was_not_played_is_refused(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        game.advance(2)
        with pytest.raises(UsageError, match="there is no turn 2, turns run from 0 to 1"):
            game.branch("b", 2)
    assert list_names() == ["a"]


def test_a_save_needs_no_other_file(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    with Game.new("a", scenario, 5) as game:
        digest = play(game, 20).session.digest()
        names = game.scenario.population.book.names(range(60))
    monkeypatch.setattr("outreach_sim.scenario.load.shipped_letters", None)
    monkeypatch.setattr("outreach_sim.scenario.names._lists", None)
    monkeypatch.setattr("outreach_sim.scenario.names._locale_pools", None)
    scenario.file.rename(scenario.file.with_suffix(".gone"))
    try:
        with Game.open("a") as game:
            assert game.session.digest() == digest
            assert game.scenario.population.book.names(range(60)) == names
            assert game.scenario.setup.parameters == scenario.setup.parameters
            assert "ceo-personal" in game.templates
    finally:
        scenario.file.with_suffix(".gone").rename(scenario.file)


def test_orders_that_no_script_could_give_are_refused_before_they_are_kept(scenario: Scenario) -> None:
    wrong = {
        "no candidate 61": Order(0, (), candidates=(60,)),
        "own staff": Order(0, (), top=3, employers=(0,)),
        "top = N or candidates": Order(0, (), top=3, candidates=(1,)),
        "deadline_days": Order(0, (), top=3, deadline_days=0),
        "pay_usd": Order(0, (), top=3, pay_usd=10**30),
        "pay_ratio": Order(0, (), top=3, pay_ratio=float("nan")),
        "needs to": Order(0, (), Do.OFFER, top=3),
        "lab or template": Order(0, (), template=99, top=3),
        "lab or template that": Order(7, (), top=3),
    }
    with Game.new("a", scenario, 5) as game:
        for words, order in wrong.items():
            with pytest.raises(UsageError, match=words):
                game.act(order)
        assert game.pending == () and len(game._store.entries) == 1


def test_a_game_that_is_over_takes_no_more_orders(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        game.advance(1_000)
        assert game.session.day == scenario.days
        with pytest.raises(UsageError, match="the game is over"):
            game.advance()
        with pytest.raises(UsageError, match="the game is over"):
            game.act(orders(0)[0])
        game.undo()
        assert game.session.day == 0


@pytest.mark.parametrize("name", ["../x", "", "A", "a b", "-a", "x" * 65, "a/b", "a\0"])
def test_a_name_that_could_lead_out_of_the_folder_is_refused(name: str, scenario: Scenario) -> None:
    for open_it in (lambda: Game.new(name, scenario, 1), lambda: Game.open(name)):
        with pytest.raises(UsageError, match="cannot name a save"):
            open_it()


def test_names_are_not_taken_twice_and_a_missing_one_is_guessed(scenario: Scenario) -> None:
    Game.new("summer", scenario, 5).close()
    with pytest.raises(UsageError, match="there is a save 'summer' already"):
        Game.new("summer", scenario, 6)
    with pytest.raises(UsageError, match="did you mean 'summer'"):
        Game.open("sumer")
    assert free_name("summer") == "summer-2" and free_name("winter") == "winter"
    assert len(free_name("x" * 64)) == 64


def test_nothing_of_what_stood_in_memory_before_gets_into_a_save() -> None:
    table = ApproachTable()
    table.append(600)
    table.value[:] = 7.0
    table.release(np.arange(600))
    table.squeeze()
    rows = table.append(5)
    assert table.value[rows].tolist() == [0.0] * 5


def test_saves_are_nobody_elses_to_read(scenario: Scenario, home: Path) -> None:
    with Game.new("a", scenario, 5) as game:
        game.advance()
        modes = {path.name: path.stat().st_mode & 0o777 for path in home.iterdir()}
    assert {"a.db", "a.lock"} <= set(modes) and set(modes.values()) == {0o600}
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_save_that_plays_otherwise_in_this_version_is_not_played_on(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 12)
    monkeypatch.setattr("outreach_sim.market.state.recorder._GOLDEN", np.uint64(3))
    with pytest.raises(RunError, match=r"goes otherwise in outreach-sim \S+ than in the version"):
        Game.open("a")
    assert "goes otherwise" in verdict("a").problem


def test_a_damaged_state_is_a_sentence(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    Game.new("a", scenario, 5).close()
    monkeypatch.setattr("outreach_sim.storage.saves.arrays.MAX_BYTES", 10)
    with pytest.raises(BadInputError, match=r"cannot be played \(the state is larger"):
        Game.open("a")
