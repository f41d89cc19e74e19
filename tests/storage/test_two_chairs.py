"""Games with hours, dated money, late comers and own people to answer for: kept, scripted, replayed."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.script import script_of
from tests.storage.small import TOML, load

FIRST = "{ on = 2024-01-05, usd = 9_000_000 }, "
MONEY = f"""budget = [ {FIRST}{{ on = 2024-02-01, usd = 500 }}, {{ on = 2024-03-20, usd = 7 }} ]
counters = "by-hand"
rest_days = 12
"""
RULES = """
[rules]
ceo_hours = 3
fresh_share = 0.5

[parameters]
interest_cut = 0.0
reply_cut_4 = 2.0
offer_chance_direct = 0.9
"""


def text() -> str:
    """The small market as one of two chairs; the other labs write to the player's people."""
    raid = """
[[script]]
every = "week"
lab = "south"
template = "recruiter"
to = { top = 30, from = ["north"] }
offer = { pay_ratio = 3.0, direct = true, deadline_days = 9 }

[[expect]]"""
    return (
        TOML.replace("budget_usd = 40_000_000\n", MONEY, 1)
        .replace("\n[parameters]\n", RULES, 1)
        .replace("\n[[expect]]", raid, 1)
    )


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load(tmp_path_factory.mktemp("besieged"), text())


def ordered(game: Game) -> list[Order]:
    """Letters whose interviews are short, a rule that comes and goes, and an answer to whoever is offered."""
    day, view = game.session.day, game.session.observe()
    told = tuple(offer.candidate for offer in view.offered)
    letter = Order(0, (), template=day % 3, sender=Sender.CEO, top=4, pay_ratio=2.0, short=True)
    rule = Order(0, (), Do.STAND, counter_from=0.5 + day % 2, keep_hours=day % 3)
    interested = tuple(own.candidate for own in view.approaches)
    invite = [Order(0, (), Do.INVITE, candidates=interested, short=True)] if interested else []
    return [letter, rule, *invite, *([Order(0, (), Do.COUNTER, candidates=told)] if told else [])]


def play(game: Game, until: int) -> Game:
    while game.session.day < until:
        for order in ordered(game):
            game.act(order)
        game.advance(min(4, until - game.session.day))
    return game


def alike(one: Log, other: Log) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(Log))


@pytest.mark.parametrize("day", [3, 44])
def test_a_game_of_two_chairs_is_a_script_whichever_day_it_ends_on(
    besieged: Scenario, tmp_path: Path, day: int
) -> None:
    with Game.new("a", besieged, 5) as game:
        play(game, day)
        (tmp_path / "script.toml").write_text(script_of(game).toml, encoding="utf-8")
        session = Session(load_scenario(str(tmp_path / "script.toml")).setup, 5)
        assert alike(session.advance(1_000), game.log) and session.day == day
        assert session.digest() == game.session.digest()
        if day == 44:
            happened = {Event.FRESH, Event.TOLD, Event.COUNTERED, Event.GRANTED}
            assert happened <= set(game.log.kind.tolist())
            refused = set(game.log.value[game.log.kind == Event.REFUSED].tolist())
            assert Refusal.LETTER_HOURS in refused


def test_a_lab_whose_money_was_still_to_come_has_none_in_the_script(
    besieged: Scenario, tmp_path: Path
) -> None:
    late = text().replace(FIRST, "")
    with Game.new("a", load(tmp_path, late), 5) as game:
        game.advance(5)
        (tmp_path / "script.toml").write_text(script_of(game).toml, encoding="utf-8")
        view = Session(load_scenario(str(tmp_path / "script.toml")).setup, 5).observe()
        assert view.cash_usd == 0 == game.session.observe().cash_usd


def test_such_a_game_reloaded_each_turn_goes_as_if_it_never_was(besieged: Scenario) -> None:
    with Game.new("straight", besieged, 5) as game:
        expected = play(game, 48).session.digest()
    Game.new("broken", besieged, 5).close()
    for day in (8, 20, 36, 48):  # on which rules stand, hours are spent, decisions are open
        with Game.open("broken") as game:
            play(game, day)
    with Game.open("broken") as game:
        assert game.session.digest() == expected


def test_what_a_turn_took_of_the_week_comes_back_with_the_turn(besieged: Scenario) -> None:
    with Game.new("a", besieged, 5) as game:
        play(game, 8)
        hours, rule = game.session.observe().hours_left, game.session.observe().counter_from
        play(game, 10)
        game.undo()
        view = game.session.observe()
        assert (view.hours_left, view.counter_from) == (hours, rule)
