"""``save undo``, ``save redo``, ``save go``, ``save bookmark``: back and forth in a saved game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.options import Whole, game_argument, json_option
from outreach_sim.cli.save_facts import facts
from outreach_sim.cli.save_fame import show_fame, told_of_fame
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted, dated

if TYPE_CHECKING:
    from outreach_sim.storage.saves.game import Game


@click.command("undo")
@game_argument
@json_option
def undo(name: str, as_json: bool) -> None:
    """Take back the last order or the last turn of the game NAME; it says so from then on."""
    from outreach_sim.storage.saves.game import Game

    with Game.open(name) as game:
        what = "order" if game.undo() == "order" else "turn"
        if not as_json:
            click.echo(f"The last {what} is taken back.")
        _tell(game, as_json, what)


@click.command("go")
@game_argument
@click.option("--day", type=Whole(0), help="To this day of the game, back or forth.")
@click.option("--bookmark", help="To where this bookmark was set.")
@json_option
def go(name: str, day: int | None, bookmark: str | None, as_json: bool) -> None:
    """Stand on another day of the game NAME.

    Back, what was done after it is taken back, and stays in the save: save redo does it again, one thing at a
    time. Forth, what was taken back is done again, and after that time passes without an order.
    """
    from outreach_sim.storage.saves.bookmarks import go_to_bookmark
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.timeline import go_to_day

    if (day is None) == (bookmark is None):
        raise UsageError("give either --day or --bookmark")
    with Game.open(name) as game:
        if day is None:
            go_to_bookmark(game, bookmark or "")
        else:
            go_to_day(game, day)
        _tell(game, as_json)


@click.command("redo")
@game_argument
@click.option("--all", "everything", is_flag=True, help="All of it.")
@json_option
def redo(name: str, everything: bool, as_json: bool) -> None:
    """Do again what was taken back last in the game NAME, an order or a turn."""
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.timeline import redo as do_again
    from outreach_sim.storage.saves.timeline import to_redo

    with Game.open(name) as game:
        do_again(game)
        while everything and to_redo(game.entries):
            do_again(game)
        _tell(game, as_json)


@click.command("bookmark")
@game_argument
@click.argument("label", required=False)
@click.option("--remove", is_flag=True, help="Forget LABEL.")
@json_option
def bookmark(name: str, label: str | None, remove: bool, as_json: bool) -> None:
    """Call the place where the game NAME stands LABEL; without one, list its bookmarks."""
    from outreach_sim.storage.saves.bookmarks import remove_bookmark, set_bookmark
    from outreach_sim.storage.saves.game import Game

    if remove and label is None:
        raise UsageError("say which bookmark: save bookmark NAME LABEL --remove")
    with Game.open(name, write=False) as game:
        if label is not None and remove:
            remove_bookmark(game, label)
        elif label is not None:
            set_bookmark(game, label)
        _list(game, as_json)


def _list(game: Game, as_json: bool) -> None:
    from outreach_sim.storage.saves.bookmarks import bookmarks

    rows: list[dict[str, Any]] = [
        {"bookmark": label, "day": game.entries[entry].day, "date": _date(game, game.entries[entry].day)}
        for label, entry in bookmarks(game).items()
    ]
    if as_json:
        output.print_json({"name": game.name, "bookmarks": rows})
    elif rows:
        output.table(
            ["bookmark", "day", "date"], [[str(v) for v in row.values()] for row in rows], right=(1,)
        )
    else:
        click.echo(f"{game.name} has no bookmark.")


def _date(game: Game, day: int) -> str:
    return dated(game.scenario.date_of(day), "%-d %B %Y")


def _tell(game: Game, as_json: bool, taken_back: str = "") -> None:
    """Where a game stands now, and what can be done again."""
    from outreach_sim.storage.saves.timeline import to_redo

    day, left = game.session.day, len(to_redo(game.entries))
    known = facts(game) | {"to_redo": left} | ({"taken_back": taken_back} if taken_back else {})
    known |= told_of_fame(game)
    if as_json:
        output.print_json(known)
        return
    more = f"; {counted(left, 'thing')} can be done again" if left else ""
    click.echo(f"{game.name} stands on {_date(game, day)}, day {day} of {game.scenario.days}{more}.")
    show_fame(known)
