"""``staff``: who may leave, of a scenario's first day and of a saved game, and why."""

import json
from pathlib import Path

import pytest

from outreach_sim.cli.staff import show
from outreach_sim.market.flight import flight_risk
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from tests.cli.test_commands import run

DEFENDER = load_scenario("defender")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def listed(capsys, *words: str) -> dict:
    code, out, err = run(capsys, "staff", *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_list_is_the_flight_risk_of_the_first_day_likeliest_first(capsys) -> None:
    told = listed(capsys, "defender", "--limit", "500")
    found = flight_risk(World(DEFENDER.setup, 1, [0]), DEFENDER.setup.player)
    assert told["lab"] == "harbour" and told["day"] == 0
    leaves = {int(c) + 1: float(risk) for c, risk in zip(found.candidates, found.leaves, strict=True)}
    assert {row["id"]: row["leaves"] for row in told["staff"]} == leaves
    assert [row["leaves"] for row in told["staff"]] == sorted(leaves.values(), reverse=True)
    code, out, _ = run(capsys, "staff", "defender", "--limit", "3")
    assert code == 0 and told["staff"][0]["name"] in out and f"and {len(leaves) - 3} more" in out


def test_one_of_them_is_told_why_link_by_link_and_the_digits_are_those_of_the_list(capsys) -> None:
    worst = listed(capsys, "defender", "--limit", "1")["staff"][0]
    one = listed(capsys, "defender", "--candidate", str(worst["id"]))
    assert one["leaves"] == worst["leaves"]
    assert [link["stage"] for link in one["links"]] == ["open", "reply", "interested", "offer", "accept"]
    code, out, _ = run(capsys, "staff", "defender", "--candidate", str(worst["id"]))
    assert code == 0 and f"most likely for {worst['rival_name']}" in out and "would halve the rate" in out


def test_a_saved_game_is_looked_at_as_it_stands_and_is_not_changed(capsys, tmp_path: Path) -> None:
    with Game.new("march", DEFENDER, 4) as game:
        ids = [row["id"] for row in listed(capsys, "defender", "--limit", "3")["staff"]]
        game.act(Order(0, (), Do.RAISE, candidates=(ids[0] - 1,), pay_ratio=2.0))
        while not game.session.observe().offered:
            game.advance(5)
        day = game.session.day
        expected = flight_risk(game.session.world, game.scenario.setup.player)
        offers = {offer.candidate + 1 for offer in game.session.observe().offered}
        digest = game.session.digest()
    told = listed(capsys, "--save", "march", "--limit", "500")
    assert told["day"] == day > 0
    leaves = {int(c) + 1: float(risk) for c, risk in zip(expected.candidates, expected.leaves, strict=True)}
    assert {row["id"]: row["leaves"] for row in told["staff"]} == leaves
    assert {row["id"] for row in told["staff"] if row["offer_taken"]} == offers and offers
    with Game.open("march") as game:
        assert game.session.digest() == digest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a SCENARIO, or a saved game: --save NAME"),
        (("defender", "--save", "march"), "name a SCENARIO, or a saved game"),
        (("--save", "march", "--set", "scenario.days=3"), "--set changes a scenario; a save stays"),
        (("defender", "--candidate", "2"), "candidate 2 does not work for harbour"),
        (("defender", "--lab", "harbor"), "there is no lab 'harbor', did you mean 'harbour'?"),
        (("small-lab", "--lab", "pocket-lab", "--limit", "0"), "0 is not in the range"),
    ],
)
def test_what_cannot_be_said_is_a_sentence(capsys, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(capsys, "staff", *words)
    assert code == 2 and out == "" and said in err and err.count("\n") == 1


def test_where_nobody_writes_nobody_leaves_and_where_nobody_is_named_it_says_so(capsys) -> None:
    code, out, _ = run(capsys, "staff", "first-letter", "--limit", "1")
    assert code == 0 and "no pay" in out and "In all 0.0 of 11 people in a year" in out
    show([], 3, "Somewhere")
    assert "Nobody of Somewhere is among the candidates" in capsys.readouterr().out
    code, _, err = run(capsys, "staff", "first-letter", "--candidate", "1")
    assert code == 2 and "nobody writes to Yong Kang as a habit" in err
