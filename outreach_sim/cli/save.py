"""``save``: record, list, show and check saved games, branch off from them, turn them into scripts."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.asking import is_confirmed
from outreach_sim.cli.career_view import career_of, show_career
from outreach_sim.cli.hindsight_view import look_at, show_looked
from outreach_sim.cli.options import (
    Whole,
    game_argument,
    game_seed_option,
    json_option,
    letters_option,
    scenario_argument,
)
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.save_facts import facts, order_table, order_words
from outreach_sim.cli.save_fame import fame
from outreach_sim.cli.save_play import act, advance, new, write
from outreach_sim.cli.save_script import script
from outreach_sim.cli.save_search import search
from outreach_sim.cli.save_show import show_situation
from outreach_sim.cli.save_time import bookmark, go, redo, undo
from outreach_sim.cli.score_view import breakdown_of, show_breakdown
from outreach_sim.cli.truth_view import show_truth, truth_of
from outreach_sim.errors import BadInputError, ExitCode, UsageError
from outreach_sim.formatting import counted, signed

if TYPE_CHECKING:
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.verify import Verdict


@click.group("save")
def command() -> None:
    """Record, list, show, search, check, remove saved games, branch off from them, turn them into scripts."""


for _command in (new, act, write, advance, undo, redo, go, bookmark, search, script, fame):
    command.add_command(_command)


@command.command("record")
@scenario_argument
@click.argument("name", required=False)
@game_seed_option
@letters_option
@json_option
def record(scenario: str, name: str | None, seed: int | None, letters: Path | None, as_json: bool) -> None:
    """Play SCENARIO by its own script, week by week, and keep it as the saved game NAME.

    Without a NAME the scenario's is taken, with a number where a game is called so already.
    """
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.places import free_name, renamed

    loaded = load_scenario(scenario, letters=letters)
    kept_as = name or free_name(loaded.name)
    if name is None and (said := renamed(loaded.name, kept_as)):
        click.echo(said, err=True)
    with (
        Progress(loaded.title) as progress,
        Game.new(kept_as, loaded, loaded.luck(seed), keep_script=True) as game,
    ):
        while not game.session.over:
            game.advance(7)
            progress(game.session.day / loaded.days)
        if as_json:
            output.print_json(facts(game))
        else:
            days = counted(game.session.day, "day")
            click.echo(f"{loaded.title}: {days} kept as {game.name}, log hash {game.log_hash[:16]}.")


@command.command("list")
@click.option("--score", is_flag=True, help="Count points that nobody has counted yet: plays games again.")
@json_option
def list_(score: bool, as_json: bool) -> None:
    """List the saved games."""
    from outreach_sim.storage.saves.places import list_names, saves_folder

    rows = [summary(name, score) for name in list_names()]
    if as_json:
        output.print_json({"folder": str(saves_folder()), "saves": rows})
    elif not rows:
        click.echo(f"No game is saved in {saves_folder()}.")
    else:
        header = ["name", "scenario", "date", "day", "points", "turns", "taken back", "last played", "state"]
        table = [[_shown(row[key]) for key in _COLUMNS] for row in rows]
        output.table(header, table, right=(3, 4, 5, 6))
        if any(row["problem"] for row in rows):
            click.echo("\nWhat is wrong with a save: outreach-sim save verify NAME")


_COLUMNS = ("name", "title", "date", "day", "points", "turns", "undone", "played", "state")


def summary(name: str, score: bool = False) -> dict[str, Any]:
    """One line about a save; one that cannot be played is said to be so instead of failing the list."""
    from datetime import datetime

    from outreach_sim.storage.saves.shelf import last_played, look

    played = datetime.fromtimestamp(last_played(name)).isoformat(" ", "minutes")
    state, problem, known = look(name, partial(_with_points, score), lambda past: dict(past.facts))
    row: dict[str, Any] = dict.fromkeys(_COLUMNS) | {"name": name, "played": played}
    return row | (known or {}) | {"state": str(state), "problem": problem}


def _with_points(score: bool, game: Game) -> dict[str, Any]:
    from outreach_sim.storage.saves.known_points import counted_points, known_points

    return facts(game) | {"points": (counted_points if score else known_points)(game)}


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return signed(value, 2)
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


@command.command("show")
@game_argument
@click.option(
    "--score", is_flag=True, help="Points by person, over a twin that does nothing: plays it again."
)
@click.option("--career", is_flag=True, help="Boards, rivals, and who remembers you: plays it again.")
@click.option("--forecast", is_flag=True, help="How it may end, by what you have seen: plays 200 worlds.")
@click.option("--luck", is_flag=True, help="Its place among 200 worlds in which your letters are written.")
@click.option("--regret", is_flag=True, help="What 40 decisions otherwise would have come to on this luck.")
@click.option("--truth", is_flag=True, help="What you could not know of people, once the game is over.")
@click.option(
    "--limit", type=Whole(1, 100_000), default=50, show_default=True,
    help="So many people, threads and pieces of news under --json.",
)  # fmt: skip
@json_option
def show(
    name: str,
    score: bool,
    career: bool,
    forecast: bool,
    luck: bool,
    regret: bool,
    truth: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Show the game saved as NAME: where it stands, what can be done, what was ordered, what came of it."""
    known, funnel, lines = _history(name)
    now = _situation(name, limit)
    breakdown = breakdown_of(name) if score else None
    long = career_of(name) if career else None
    looked = look_at(name, forecast, luck, regret) if forecast or luck or regret else None
    people = truth_of(name) if truth else None
    if as_json:
        asked = ({"points": breakdown} if score else {}) | (looked.tables if looked else {})
        asked |= {} if people is None else {"truth": people}
        asked |= {"career": long} if career else {}
        output.print_json(known | {"funnel": funnel, "orders": lines} | now | asked)
        return
    output.heading(
        f"{known['name']}: {known['title']}, {known['date']}, day {known['day']} of {known['days']}"
    )
    click.echo(f"Seed {known['seed']}, {counted(known['turns'], 'turn')}, {known['undone']} taken back.")
    if known["origin"]:
        click.echo(f"A branch of {known['origin']}.")
    click.echo("\n" + ", ".join(f"{count:,} {stage}" for stage, count in funnel.items()))
    for line in lines:
        click.echo(order_words(line))
    if now and not now["over"]:
        show_situation(now)
    if breakdown is not None:
        show_breakdown(breakdown)
    if long is not None:
        show_career(long)
    if looked is not None:
        show_looked(looked)
    if people is not None:
        show_truth(people)
    click.echo(f"\nLog hash {known['log_hash'][:16]}")


def _situation(name: str, limit: int) -> dict[str, Any]:
    """What a player can see and do; nothing of a game that an older engine played, which cannot go on."""
    from outreach_sim.api.situation import Desk
    from outreach_sim.errors import OlderEngineError
    from outreach_sim.storage.saves.game import Game

    try:
        with Game.open(name, write=False) as game:
            given = game.lines()
            waiting = given[len(given) - len(game.pending) :]
            return Desk(game).told(limit) | {"pending": [order_table(line) for line in waiting]}
    except OlderEngineError:
        return {}


def _history(name: str) -> tuple[dict[str, Any], Mapping[str, int], list[dict[str, Any]]]:
    """Where a game stands, how far its letters came, and its orders; of an older engine's it is said so."""
    from outreach_sim.errors import OlderEngineError
    from outreach_sim.market.state.events import STAGES
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.past import read_past

    try:
        with Game.open(name, write=False) as game:
            counts = game.session.world.recorder.funnel[game.scenario.setup.player].tolist()
            funnel = dict(zip(STAGES, counts, strict=True))
            return facts(game), funnel, [order_table(line) for line in game.lines()]
    except OlderEngineError as error:
        click.echo(output.as_sentence(error), err=True)
        past = read_past(name)
        return dict(past.facts), past.funnel, past.orders


@command.command("verify")
@game_argument
@json_option
def verify(name: str, as_json: bool) -> int:
    """Check the save NAME from end to end: make it anew from its orders, and compare every row.

    Exits with 65 if anything is in it that does not come out again, and with 1 if an older engine played it:
    then its seal is checked, and nothing is made anew.
    """
    verdict = _verdict(name, as_json)
    if as_json:
        sealed_only = bool(verdict.older) and not verdict.problem
        found = {
            "sound": None if sealed_only else not verdict.problem,
            "entries": verdict.entries,
            "turns": verdict.turns,
        }
        why = verdict.problem or verdict.older
        output.print_json({"name": name} | found | {"problem": why, "not_measured": verdict.unmeasured})
    elif verdict.problem:
        sound = f"sound up to turn {verdict.turns}" if verdict.sound_before else "not sound"
        click.echo(f"{name} is {sound}: {verdict.problem}.")
        if verdict.sound_before:
            click.echo(f"Keep what is sound: outreach-sim save branch {name} NEW-NAME")
    elif verdict.older:
        size = f"{counted(verdict.entries, 'entry', 'entries')}, {counted(verdict.turns, 'turn')}"
        click.echo(f"{name} is as it was sealed ({size}), but cannot be made anew: {verdict.older}.")
    else:
        click.echo(
            f"{name} is sound: {counted(verdict.entries, 'entry', 'entries')}, "
            f"{counted(verdict.turns, 'turn')}, played again alike."
        )
        if verdict.unmeasured:
            output.sentence(f"{verdict.unmeasured}.")
    if verdict.problem:
        return ExitCode.BAD_INPUT
    return ExitCode.FAILED if verdict.older else ExitCode.OK


def _verdict(name: str, as_json: bool) -> Verdict:
    """What a check finds; of a save that cannot be opened, programs hear as of any other."""
    from outreach_sim.storage.saves.store import Store
    from outreach_sim.storage.saves.verify import Verdict, verify

    try:
        store = Store.open(name, write=False)
    except BadInputError as error:
        if not as_json:
            raise
        return Verdict(0, 0, str(error))
    with closing(store):
        return verify(store)


@command.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def remove(name: str, yes: bool, as_json: bool) -> None:
    """Remove the game NAME with its backup, after asking; a damaged one too.

    A game that somebody plays is left alone.
    """
    from outreach_sim.storage.saves.places import existing_name
    from outreach_sim.storage.saves.shelf import remove as remove_save

    existing_name(name)
    if not yes and not is_confirmed(_question(name)):
        click.echo(f"{name} is kept.", err=True)
        return
    remove_save(name)
    if as_json:
        output.print_json({"removed": name})
    else:
        click.echo(f"{name} is removed.")


def _question(name: str) -> str:
    row = summary(name)
    what = (
        f"{row['title']}, day {row['day']}, {counted(row['turns'], 'turn')}" if row["title"] else row["state"]
    )
    return f"Remove {name} ({what})?"


@command.command("branch")
@game_argument
@click.argument("new_name")
@click.option("--turn", type=Whole(0), help="Last turn to copy, 0 for none; everything if left out.")
@click.option("--day", type=Whole(0), help="Copy it as it stood on this day of the game.")
@click.option("--backup", is_flag=True, help="Copy from the backup, taken when NAME was last opened sound.")
@json_option
def branch(name: str, new_name: str, turn: int | None, day: int | None, backup: bool, as_json: bool) -> None:
    """Copy the game NAME, or its beginning, into a save NEW_NAME; of a damaged save, what is sound."""
    from outreach_sim.storage.saves.branch import branch as copy
    from outreach_sim.storage.saves.store import Store

    if day is not None:
        _branch_at(name, new_name, day, turn is not None or backup)
        _tell_branch(name, new_name, "", as_json)
        return
    source = Store.open_backup(name) if backup else Store.open(name, write=False)
    try:
        copy(source, new_name, turn)
        damage = source.damage
    finally:
        source.close()
    if damage:
        click.echo(f"{name} is damaged: {damage}; what stands before that was copied", err=True)
    _tell_branch(name, new_name, damage, as_json)


def _branch_at(name: str, new_name: str, day: int, otherwise: bool) -> None:
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.timeline import branch_at

    if otherwise:
        raise UsageError("--day says where to copy from: leave out --turn and --backup")
    with Game.open(name, write=False) as game:
        branch_at(game, new_name, day)


def _tell_branch(name: str, new_name: str, damage: str, as_json: bool) -> None:
    known, _, _ = _history(new_name)
    if as_json:
        output.print_json(known | {"damage": damage})
    else:
        click.echo(f"{new_name} stands at {known['date']}, after turn {known['turns']} of {name}.")
