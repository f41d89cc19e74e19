"""Back and forth in a game, and bookmarks: the same luck, the same events, whichever way was gone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from outreach_sim.errors import UsageError
from outreach_sim.market.setup import Do, Order
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.bookmarks import bookmarks, go_to_bookmark, remove_bookmark, set_bookmark
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import bookmarks_path, save_path
from outreach_sim.storage.saves.shelf import remove
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.timeline import Step, branch_at, go_to_day, moments, redo, to_redo
from outreach_sim.storage.saves.verify import verify

TURNS = (7, 3, 7)
ENDS = (0, 7, 10, 17)


@pytest.fixture
def game() -> Iterator[Game]:
    """Three turns with a letter before each, and one order for today."""
    with Game.new("back", load_scenario("first-letter"), 5) as game:
        for turn, days in enumerate((*TURNS, 0)):
            game.act(
                Order(lab=game.scenario.setup.player, days=(), do=Do.OFFER, candidates=(rival(game, turn),))
            )
            if days:
                game.advance(days)
        yield game


def rival(game: Game, number: int) -> int:
    view = game.session.observe()
    return [c for c in range(len(game.scenario.population)) if view.free[c]][number]


def day_by_day(game: Game) -> list[str]:
    """The log hash of every day of the game, played once through, a day a turn."""
    hashes = []
    with Game.new("day-by-day", game.scenario, game.seed) as other:
        orders = dict(zip(ENDS, game.lines(), strict=True))
        for day in range(ENDS[-1] + 1):
            hashes.append(other.log_hash)
            if day in orders:
                from outreach_sim.storage.saves.script_lines import order_of

                other.act(order_of(game.scenario, orders[day]))
            other.advance(1)
    return hashes


def check_sound(name: str) -> None:
    with closing(Store.open(name, write=False)) as store:
        assert not verify(store).problem


def test_every_day_is_the_day_it_was_whichever_way_one_comes_to_it(game: Game) -> None:
    hashes = day_by_day(game)
    for day in (17, 9, 0, 10, 8, 16, 3, 7, 17):
        go_to_day(game, day)
        assert (game.session.day, game.log_hash) == (day, hashes[day]), day
    assert (
        len(game.lines()) == 3
    )  # the order of the last day was taken back on the way, and can be given again
    assert redo(game) == Step(order=game.entries[[e.kind for e in game.entries].index("order", 6)].body)
    assert len(game.lines()) == 4 and not to_redo(game.entries)
    check_sound("back")


def test_what_is_taken_back_is_done_again_in_its_order_until_something_else_is_done(game: Game) -> None:
    before, entries = game.log_hash, len(game.path())
    game.undo(entries - 1)
    assert game.session.day == 0 and not game.lines()
    done = [redo(game) for _ in range(entries - 1)]
    assert [step.days for step in done] == [0, 7, 0, 3, 0, 7, 0]
    assert (game.log_hash, len(game.lines())) == (before, 4)
    with pytest.raises(UsageError, match="nothing to do again"):
        redo(game)
    game.undo(2)
    game.advance(3)  # part of the turn that was taken back: the rest of it is left
    assert to_redo(game.entries)[0] == Step(days=4)
    redo(game)
    assert game.log_hash == before
    game.undo()
    other = Order(lab=game.scenario.setup.player, days=(), do=Do.OFFER, candidates=(rival(game, 5),))
    game.act(other)
    assert not to_redo(game.entries)


def test_beyond_what_was_taken_back_time_passes(game: Game) -> None:
    go_to_day(game, 30)
    assert (game.session.day, len(game.lines())) == (30, 4)
    for day in (-1, 61):
        with pytest.raises(UsageError, match=r"the days of this game are 0 to 60"):
            go_to_day(game, day)


def test_a_branch_from_any_day_has_done_nothing_since(game: Game) -> None:
    hashes = day_by_day(game)
    for day, lines in ((0, 0), (8, 2), (10, 2), (17, 4)):
        branch_at(game, f"from-{day}", day)
        with Game.open(f"from-{day}") as copy:
            assert (copy.session.day, copy.log_hash, copy.undone) == (day, hashes[day], 0)
            assert len(copy.lines()) == lines and "back" in copy.origin
        check_sound(f"from-{day}")
    with pytest.raises(UsageError, match="there is no day 18 behind the game"):
        branch_at(game, "later", 18)


def test_moments_are_the_turns_with_their_orders(game: Game) -> None:
    assert [(m.turn, m.day, m.orders) for m in moments(game)] == [
        (0, 0, 1),
        (1, 7, 1),
        (2, 10, 1),
        (3, 17, 1),
    ]


def test_a_bookmark_leads_back_even_to_what_was_taken_back(game: Game) -> None:
    here = (game.log_hash, game.lines())
    assert set_bookmark(game, "  before \x1b[2J the   offer ") == "before the offer"
    go_to_day(game, 7)
    other = Order(lab=game.scenario.setup.player, days=(), do=Do.OFFER, candidates=(rival(game, 5),))
    game.act(other)
    game.advance(20)
    set_bookmark(game, "the other way")
    there = game.log_hash
    go_to_bookmark(game, "before the offer")
    assert (game.log_hash, game.lines()) == here
    go_to_bookmark(game, "the other way")
    assert game.log_hash == there and game.session.day == 27
    remove_bookmark(game, "the other way")
    assert list(bookmarks(game)) == ["before the offer"]
    with pytest.raises(UsageError, match="there is no bookmark 'x', there are 'before the offer'"):
        go_to_bookmark(game, "x")
    for name in ("", "  ", "x" * 41):
        with pytest.raises(UsageError, match="1 to 40 characters"):
            set_bookmark(game, name)
    check_sound("back")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": 2, "at": {}}',
        '{"format": 1, "at": {"a": [99, "x"], "b": [1, "x"], "c": 7}}',
    ],
)
def test_bookmarks_that_make_no_sense_are_left_out(game: Game, text: str) -> None:
    bookmarks_path(save_path("back")).write_text(text)
    assert bookmarks(game) == {}


def test_bookmarks_go_with_their_save(game: Game) -> None:
    set_bookmark(game, "here")
    path: Path = bookmarks_path(save_path("back"))
    assert path.is_file()
    game.close()
    remove("back")
    assert not path.exists()
