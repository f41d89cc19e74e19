"""What stands against an order in the game that it is for is said at every door, in the same words."""

from pathlib import Path
from typing import Any

import pytest

import outreach_sim as osim
from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.market.setup import Do, Order
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from tests.agent.games import ask, door

HOURS = "a standing rule cannot keep 4 hours of a CEO who has 3 a week, keep 3 at most"
SIGNED = "no ceo signs 'recruiter', who signs it is recruiter or hiring-manager"
LINE = '[[script]]\non = 2024-03-04\ndo = "stand"\nkeep_hours = 4\n{lab}'
STAND = {"do": "stand", "keep_hours": 4}
LETTER = {"do": "send", "to": [4], "letter": "recruiter", "sender": "ceo"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves go into a folder of the test's own."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def test_a_script_keeps_no_more_hours_than_there_are_and_a_rival_whose_nobody_counts_does(
    tmp_path: Path,
) -> None:
    text = load_scenario("first-letter").text.replace("\n[[script]]", "\n{line}\n[[script]]", 1)
    file = tmp_path / "mine.toml"
    for lab, wrong in (("", True), ('lab = "north"\n', True), ('lab = "south"\n', False)):
        file.write_text(text.replace("{line}", LINE.format(lab=lab)), encoding="utf-8")
        if wrong:
            with pytest.raises(BadInputError) as error:
                load_scenario(str(file))
            line = file.read_text(encoding="utf-8").split("\n").index("keep_hours = 4") + 1
            assert str(error.value) == f"{file}:{line}:1: script.1.keep_hours: {HOURS}"
            load_scenario(str(file), ["script.1.keep_hours=3"])
            load_scenario(str(file), ["rules.ceo_hours=4"])
        else:
            load_scenario(str(file))


def test_a_game_takes_no_such_order_from_a_desk() -> None:
    with Game.new("desk", load_scenario("first-letter"), 5) as game:
        with pytest.raises(UsageError) as error:
            game.act(Order(lab=0, days=(), do=Do.STAND, keep_hours=4))
        assert str(error.value) == HOURS and not game.pending
        game.act(Order(lab=0, days=(), do=Do.STAND, keep_hours=3))


@pytest.mark.parametrize(("said", "told"), [(STAND, HOURS), (LETTER, SIGNED)])
def test_nor_from_a_program(said: dict[str, Any], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    game = osim.play("first-letter", 5)
    asked = osim.stand(4) if said is STAND else osim.send(4, letter="recruiter", sender="ceo")
    with pytest.raises(UsageError, match=told):
        game.act(asked)
    (refused,) = ask(door(), "act", orders=[said])["refused"]
    assert refused["why"].endswith(told)
    with Game.new("plain", load_scenario("first-letter"), 5) as saved:
        saved.advance(1)
    words = ["stand", "--keep-hours", "4"]
    words = words if said is STAND else ["send", "4", "--letter", "recruiter", "--sender", "ceo"]
    assert run_command_line(["save", "act", "plain", *words]) in (2, 65)
    assert told in " ".join(capsys.readouterr().err.split())


def test_who_may_sign_a_letter_may_send_it() -> None:
    game = osim.play("first-letter", 5)
    assert game.act(osim.send(14, letter="recruiter", sender="hiring-manager")) == [14]
