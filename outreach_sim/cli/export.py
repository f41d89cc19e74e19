"""``export``: the letters and replies of a game as mail files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import Seed, force_option, json_option, letters_option, set_option
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.market.session import Session
    from outreach_sim.market.state.recorder import Log
    from outreach_sim.storage.correspondence.threads import Mail
    from outreach_sim.storage.saves.played import Played


@click.command("export")
@click.argument("source", shell_complete=complete.sources)
@click.option("--mbox", type=click.Path(path_type=Path), help="Write one mbox file.")
@click.option(
    "--maildir", type=click.Path(path_type=Path), help="Write a Maildir, a folder that is not there."
)
@click.option(
    "--seed",
    type=Seed(),
    help="Play the scenario SOURCE once with this luck, and export that.",
)
@click.option(
    "--lab", shell_complete=complete.labs, help="Only letters of this lab, and the replies to them."
)
@force_option("an mbox file that is there")
@set_option
@letters_option
@json_option
def command(
    source: str,
    mbox: Path | None,
    maildir: Path | None,
    seed: int | None,
    lab: str | None,
    force: bool,
    overrides: tuple[str, ...],
    letters: Path | None,
    as_json: bool,
) -> None:
    """Write every letter and reply of SOURCE as mail files; nothing is sent.

    SOURCE is the name of a save. With --seed it is a scenario, played once.
    """
    from outreach_sim.storage.correspondence.mailfiles import messages_of, write_maildir, write_mbox

    target = mbox or maildir
    if target is None or (mbox and maildir):
        raise UsageError("say where to write: either --mbox FILE or --maildir FOLDER")
    for option, said in (("--set changes", bool(overrides)), ("--letters are for", letters is not None)):
        if said and seed is None:
            message = "a scenario, which --seed has played; a save stays as it was played"
            raise UsageError(f"{option} {message}")
    with ExitStack() as stack:
        played = _played(stack, source, seed, overrides, letters)
        progress = stack.enter_context(Progress(f"Mails of {played.scenario.title}"))
        messages = messages_of(played.scenario, played.seed, mails_of(played, lab, progress))
        count = write_mbox(target, messages, force=force) if mbox else write_maildir(target, messages)
    if as_json:
        output.print_json({"file": str(target), "format": "mbox" if mbox else "maildir", "messages": count})
    else:
        click.echo(f"{counted(count, 'letter or reply', 'letters and replies')} written to {target}.")


def _played(
    stack: ExitStack, source: str, seed: int | None, overrides: Sequence[str], letters: Path | None
) -> Played:
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.played import played_game, played_scenario

    if seed is None:
        return stack.enter_context(played_game(source))
    return played_scenario(load_scenario(source, overrides, letters=letters), seed)


def mails_of(played: Played, lab: str | None, progress: Progress) -> Iterator[Mail]:
    """Every letter and reply of what was played, or those of one lab, as they are written.

    Raises:
        UsageError: there is no such lab.
    """
    from outreach_sim.storage.correspondence.threads import correspondence

    days = _watched(played, progress)
    return correspondence(played.scenario, played.templates, days, _lab_index(played, lab))


def _watched(played: Played, progress: Progress) -> Iterator[tuple[Session, Log]]:
    for number, day in enumerate(played.days, start=1):
        yield day
        progress(number / played.length)


def _lab_index(played: Played, lab: str | None) -> int | None:
    if lab is None:
        return None
    ids = played.scenario.lab_ids
    if lab not in ids:
        close = get_close_matches(lab, ids, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"labs are {', '.join(ids)}"
        raise UsageError(f"there is no lab {lab!r} in this game, {hint}")
    return ids.index(lab)
