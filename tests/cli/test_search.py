"""``save search``: what it prints, for people and for programs."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from outreach_sim.cli import save
from outreach_sim.cli.main import cli
from outreach_sim.errors import UsageError
from outreach_sim.market.setup import Order, Sender
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE


@pytest.fixture(autouse=True)
def game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    with Game.new("a", load_scenario("first-letter"), 5) as game:
        for week in range(4):
            game.act(Order(0, (), sender=Sender.CEO, candidates=(week, week + 9), pay_ratio=3.0))
            game.advance(7)
    return tmp_path / "home" / "saves"


def call(*arguments: str) -> Any:
    group = click.Group("outreach-sim", context_settings=cli.context_settings)
    group.add_command(save.command)
    done = CliRunner().invoke(
        group, ["save", "search", *arguments], standalone_mode=False, catch_exceptions=False
    )
    return json.loads(done.stdout) if "--json" in arguments else done.stdout


def test_a_search_says_what_was_found_where_and_marks_it() -> None:
    found = call("a", "north", "--limit", "2")
    assert len(re.findall(r"^\d+ \w{3} 2024  .* to ", found, re.MULTILINE)) == 2
    assert "[North" in found
    assert re.search(r"\n\d+ mails of \d+ found, \d+ more are not shown \(--limit\)\.\n$", found)


def test_a_search_for_programs_says_the_same_with_ids_and_places() -> None:
    found = call("a", "north", "--json", "--limit", "1000")
    assert found["found"] == len(found["mails"]) <= found["searched"]
    assert found["words"] == "north"
    for mail in found["mails"]:
        assert mail["lab"] == "north" and mail["from"] in ("candidate", "lab")
        assert all(mail["snippet"][begin:end].casefold().startswith("north") for begin, end in mail["marks"])
    assert any(mail["marks"] for mail in found["mails"])


def test_a_search_is_narrowed_to_who_wrote_and_ordered_by_date() -> None:
    everything = call("a", "north", "--json", "--newest")["mails"]
    replies = call("a", "north", "--json", "--newest", "--from", "candidates")["mails"]
    assert 0 < len(replies) < len(everything)
    assert replies == [mail for mail in everything if mail["from"] == "candidate"]
    dates = [mail["date"] for mail in everything]
    assert dates == sorted(dates, reverse=True)


def test_an_argument_with_blanks_is_a_phrase() -> None:
    assert call("a", "north lab", "--json")["words"] == '"north lab"'
    assert call("a", "lab north", "--json")["found"] == 0 < call("a", "lab", "north", "--json")["found"]


def test_nothing_found_is_said_and_what_cannot_be_looked_for_too() -> None:
    assert re.fullmatch(r"0 mails of \d+ found\.\n", call("a", "zzzzzz"))
    with pytest.raises(UsageError, match="no word to search for"):
        call("a", "?!")
    with pytest.raises(UsageError, match="there is no lab 'nrth' in this game, did you mean 'north'"):
        call("a", "pay", "--lab", "nrth")


def test_a_search_leaves_the_save_as_it_was(game: Path) -> None:
    before = {path.name: path.read_bytes() for path in game.iterdir() if path.suffix == ".db"}
    call("a", "north")
    assert {path.name: path.read_bytes() for path in game.iterdir() if path.suffix == ".db"} == before
