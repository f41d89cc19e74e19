"""``save fame``: the hall of fame, games that were finished, each proved by its script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.asking import is_confirmed
from outreach_sim.cli.hindsight_view import counted_luck
from outreach_sim.cli.options import Whole, json_option
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import ExitCode, OutreachError, UsageError
from outreach_sim.formatting import counted, signed

if TYPE_CHECKING:
    from outreach_sim.storage.fame import Entry
    from outreach_sim.storage.fame_proof import Proof
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.study.luck import Luck


@click.command("fame")
@click.argument("number", required=False, type=Whole(1))
@click.option("--add", "name", shell_complete=complete.saves, help="Enter this saved game, which is over.")
@click.option("--luck", is_flag=True, help="With --add: its luck, too; plays 200 worlds.")
@click.option(
    "--verify", is_flag=True, help="Play it again from its script and compare; all where none is named."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Write its script into a folder that is not there."
)
@click.option("--remove", "take_away", is_flag=True, help="Take it away, after asking.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def fame(
    number: int | None,
    name: str | None,
    luck: bool,
    verify: bool,
    folder: Path | None,
    take_away: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """List the hall of fame: games that were finished; of one NUMBER, all that is known.

    What is finished at the desk, or by save advance, enters by itself. An entry holds the script of its game,
    so that it stays when the save is removed.

    --verify exits with 65 if an entry is not so, and with 1 if another engine played it: then its seal is
    checked, and nothing is played again.
    """
    from outreach_sim.storage.fame import entries, entry_numbered

    if sum((name is not None, verify, folder is not None, take_away)) > 1:
        raise UsageError("give one of --add, --verify, --folder and --remove at a time")
    if name is not None and number is not None:
        raise UsageError("a game that is added gets a number: leave out NUMBER")
    if luck and name is None:
        raise UsageError("--luck goes with --add NAME")
    if number is None and (folder is not None or take_away):
        raise UsageError(f"say which entry: save fame NUMBER {'--folder FOLDER' if folder else '--remove'}")
    if name is not None:
        return _show_one(_added(name, luck), as_json)
    if number is None:
        return _verify(entries(), as_json) if verify else _list(entries(), as_json)
    entry = entry_numbered(number)
    if verify:
        return _verify([entry], as_json)
    if folder is not None:
        return _write(entry, folder, as_json)
    if take_away:
        return _remove(entry, yes, as_json)
    return _show_one(entry, as_json)


def entered(game: Game, luck: Luck | None = None) -> Entry:
    """Enter a game that is over, its points counted now where nobody has."""
    from outreach_sim.market.points import POINT
    from outreach_sim.storage.fame import enter
    from outreach_sim.storage.saves.known_points import counted_points

    return enter(game, round(counted_points(game) * POINT), luck)


def told_of_fame(game: Game) -> dict[str, Any]:
    """What programs are told of a game that has just moved: where it entered, once it is over."""
    return {"fame": _number_in_fame(game)} if game.session.over else {}


def show_fame(known: Mapping[str, Any]) -> None:
    """The same for people."""
    if known.get("fame") is not None:
        click.echo(f"It is in the hall of fame: outreach-sim save fame {known['fame']}")


def _number_in_fame(game: Game) -> int | None:
    """Enter a game that has just ended; ``None``, said on stderr, where that cannot be: the game is kept."""
    try:
        return entered(game).number
    except OutreachError as error:
        click.echo(f"The game is kept, but not in the hall of fame: {error}", err=True)
        return None


def _added(name: str, lucky: bool) -> Entry:
    from outreach_sim.storage.saves.game import Game

    with Game.open(name, write=False) as game:
        return entered(game, counted_luck(game) if lucky and game.session.over else None)


# -- shown -----------------------------------------------------------------------------------------------


def table_of(entry: Entry) -> dict[str, Any]:
    """An entry for programs, in points."""
    from outreach_sim.market.points import POINT

    place, worlds = entry.luck or (None, None)
    return {
        "number": entry.number,
        "entered": entry.entered,
        "scenario": entry.scenario,
        "title": entry.title,
        "difficulty": entry.difficulty,
        "seed": entry.seed,
        "days": entry.days,
        "points": entry.points / POINT,
        "goal": entry.goal,
        "medal": entry.medal,
        "luck": None if entry.luck is None else {"place": place, "worlds": worlds},
        "undone": entry.undone,
        "save": entry.save,
        "origin": entry.origin,
        "engine": entry.engine,
        "this_engine": entry.is_of_this_engine,
        "log_hash": entry.log_hash,
        "script_hash": entry.script_hash,
        "sealed": entry.is_sealed,
    }


def _list(every: list[Entry], as_json: bool) -> int:
    from outreach_sim.storage.fame_file import fame_path

    if as_json:
        output.print_json({"file": str(fame_path()), "entries": [table_of(entry) for entry in every]})
    elif not every:
        click.echo("No game has been finished yet: the hall of fame is empty.")
    else:
        header = [
            "",
            "scenario",
            "",
            "seed",
            "points",
            "medal",
            "luck",
            "taken back",
            "entered",
            "save",
            "engine",
        ]
        output.table(header, [_line(entry) for entry in every], right=(0, 3, 4, 6, 7))
        click.echo("\nWhether one is so: outreach-sim save fame NUMBER --verify")
    return ExitCode.OK


def _line(entry: Entry) -> list[str]:
    from outreach_sim.market.points import POINT

    luck = "" if entry.luck is None else f"{entry.luck[0]} of {entry.luck[1]}"
    engine = entry.engine.partition("+")[0] + ("" if entry.is_of_this_engine else ", another")
    return [
        str(entry.number),
        entry.title,
        "" if entry.difficulty == "normal" else entry.difficulty,
        str(entry.seed),
        signed(entry.points / POINT),
        entry.medal if entry.is_sealed else "not as written",
        luck,
        str(entry.undone or ""),
        entry.entered[:10],
        entry.save,
        engine,
    ]


def _show_one(entry: Entry, as_json: bool) -> int:
    if as_json:
        output.print_json(table_of(entry))
        return ExitCode.OK
    from outreach_sim.market.points import POINT

    goal = "" if entry.goal is None else f" of {entry.goal:g}"
    medal = "" if entry.goal is None else f", {entry.medal or 'no medal'}"
    output.heading(f"{entry.number}: {entry.title}, {signed(entry.points / POINT)}{goal} points{medal}")
    luck = "nobody has counted its luck" if entry.luck is None else f"luck {entry.luck[0]} of {entry.luck[1]}"
    output.sentence(
        f"Seed {entry.seed}, {entry.difficulty}, {counted(entry.days, 'day')}; {luck}; {_taken_back(entry)}."
    )
    origin = f", a branch of {entry.origin}" if entry.origin else ""
    output.sentence(f"Entered on {entry.entered}, kept as {entry.save}{origin}.")
    output.sentence(f"By the rules of outreach-sim {entry.engine}.")
    click.echo(f"Log hash {entry.log_hash[:16]}, script {entry.script_hash[:16]}")
    if not entry.is_sealed:
        output.sentence("It is not as it was written: its seal is broken.")
    click.echo(f"\nIs it so?         outreach-sim save fame {entry.number} --verify")
    click.echo(f"Its script:       outreach-sim save fame {entry.number} --folder FOLDER")
    return ExitCode.OK


def _taken_back(entry: Entry) -> str:
    if not entry.undone:
        return "nothing was taken back"
    return f"something was taken back {counted(entry.undone, 'time')}"


# -- done ------------------------------------------------------------------------------------------------


def _verify(every: list[Entry], as_json: bool) -> int:
    proofs = []
    for place, entry in enumerate(every):
        with Progress(entry.title) as progress:
            proofs.append(_proof(entry))
            progress((place + 1) / len(every))
    if as_json:
        output.print_json({"entries": [_proof_table(*pair) for pair in zip(every, proofs, strict=True)]})
    else:
        for entry, proof in zip(every, proofs, strict=True):
            output.sentence(proof.told(entry))
        if not every:
            click.echo("The hall of fame is empty.")
    if any(proof.problem for proof in proofs):
        return ExitCode.BAD_INPUT
    return ExitCode.FAILED if any(proof.older for proof in proofs) else ExitCode.OK


def _proof(entry: Entry) -> Proof:
    from outreach_sim.storage.fame_proof import proof_of
    from outreach_sim.study.steps import finish

    return finish(proof_of(entry))


def _proof_table(entry: Entry, proof: Proof) -> dict[str, Any]:
    proved = None if proof.older else proof.holds
    return {"number": entry.number, "proved": proved, "problem": proof.problem or proof.older}


def _write(entry: Entry, folder: Path, as_json: bool) -> int:
    from outreach_sim.storage.fame import hash_of, script_numbered
    from outreach_sim.storage.saves.script import write_folder

    files = script_numbered(entry.number)
    if not files or hash_of(files) != entry.script_hash:
        raise UsageError(f"the script of entry {entry.number} is not as it was written")
    write_folder(folder, files)
    again = f"outreach-sim run {folder} --seed {entry.seed}"
    if as_json:
        output.print_json({"number": entry.number, "files": [str(folder / f) for f in files], "again": again})
    else:
        which = "" if entry.is_of_this_engine else f" with outreach-sim {entry.engine.partition('+')[0]}"
        click.echo(f"The script of entry {entry.number} is written; the same events again{which}:\n  {again}")
    return ExitCode.OK


def _remove(entry: Entry, yes: bool, as_json: bool) -> int:
    from outreach_sim.storage.fame import remove

    if not yes and not is_confirmed(f"Remove entry {entry.number} ({entry.title}, seed {entry.seed})?"):
        click.echo(f"Entry {entry.number} is kept.", err=True)
        return ExitCode.OK
    remove(entry.number)
    if as_json:
        output.print_json({"removed": entry.number})
    else:
        click.echo(f"Entry {entry.number} is removed.")
    return ExitCode.OK
