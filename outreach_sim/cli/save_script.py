"""``save script``: what was played, as a scenario that plays it again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import output
from outreach_sim.cli.options import force_option, game_argument, json_option
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.storage.saves.script import Script


@click.command("script")
@game_argument
@click.option(
    "--to", "target", type=click.Path(path_type=Path), help="Scenario file to write; else it is shown."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Write a folder that is not there: scenario, orders as CSV, letters. Of any length.",
)
@force_option("files that are there")
@json_option
def script(name: str, target: Path | None, folder: Path | None, force: bool, as_json: bool) -> None:
    """Turn the game NAME into a scenario whose script is what was played.

    Running it with the game's seed gives the same events.
    """
    from outreach_sim.errors import OlderEngineError
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.past_script import past_script
    from outreach_sim.storage.saves.script import CANDIDATES_FILE, LINES_FILE, script_of

    if target and folder:
        raise UsageError("say where to write: either --to FILE or --folder FOLDER")
    candidates = f"{target.stem if target else name}-candidates.csv" if not folder else CANDIDATES_FILE
    try:
        with Game.open(name, write=False) as game:
            made = script_of(game, candidates, LINES_FILE if folder else "")
            seed, digest = game.seed, game.log_hash
        again = "the same events again:"
    except OlderEngineError as error:
        if folder:
            raise UsageError(f"{error}; that version reads one file, so write --to FILE") from error
        click.echo(output.as_sentence(error), err=True)
        made, seed, digest = past_script(name, candidates)
        again = "with the version that played it, the same events again:"
    known = {"seed": seed, "days": made.days, "orders": made.orders, "log_hash": digest}
    files = _write_folder(folder, made) if folder else _write_files(target, made, candidates, force)
    if as_json:
        output.print_json(known | {"files": [str(path) for path in files], "toml": made.toml})
    elif files:
        where = folder or target
        click.echo(
            f"{counted(made.orders, 'order')} on {counted(made.days, 'day')} written to {where}; {again}"
        )
        click.echo(f"  outreach-sim run {where} --seed {seed}")
    else:
        click.echo(made.toml, nl=False)


def _write_folder(folder: Path, made: Script) -> list[Path]:
    """The scenario with everything that it names, whole or not at all."""
    from outreach_sim.storage.saves.script import write_folder

    files = made.in_a_folder()
    write_folder(folder, files)
    return [folder / file for file in files]


def _write_files(target: Path | None, made: Script, candidates: str, force: bool) -> list[Path]:
    """The scenario and what lies beside it: all or none."""
    from outreach_sim.inputs.writing import may_write, write_text

    if target is None:
        return []
    files = {target: made.toml}
    if made.candidates:
        files[target.with_name(candidates)] = made.candidates
    files |= _new_letters(target, made.letters)
    for path in files:
        may_write(path, force)
    for path, text in files.items():
        write_text(path, text, force)
    return list(files)


def _new_letters(target: Path, letters: Mapping[str, str]) -> dict[Path, str]:
    """Files of letters to write beside a scenario; those that say the same already are left alone."""
    from outreach_sim.mail.template import parse_template, read_template

    files = {target.with_name(file): text for file, text in letters.items()}
    same = {
        path
        for path, text in files.items()
        if path.is_file() and read_template(path) == parse_template(text, path.name, path.stem)
    }
    return {path: text for path, text in files.items() if path not in same}
