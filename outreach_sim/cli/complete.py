"""What Tab offers: scenarios, saves, labs, letters, files, keys of ``--set``. Silent where it fails.

Click hands over the words before the cursor. Files are read as they lie there, never checked or played.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.inputs.paths import is_slug
from outreach_sim.inputs.shipped import shipped_folder

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Offer = Callable[[click.Context, click.Parameter, str], Iterable[str]]
Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem[str]"]]
MOST_BYTES = 1_000_000
"""A larger file is no scenario that somebody waits for with a finger on Tab."""
_SAFE = re.compile(r"[\w./~+@%,=:*-]+")
"""What every shell takes as one word, and no terminal as anything but letters."""
_NAMES_A_SCENARIO = ("scenario", "scenarios", "source")


def completer(offer: Offer) -> Completer:
    """What click wants of a function that yields words: those that begin as typed; on any error none."""

    @wraps(offer)
    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        try:
            words = list(dict.fromkeys(offer(ctx, param, incomplete)))
        except Exception:  # Tab is no place for a message
            return []
        return [CompletionItem(w) for w in words if w.startswith(incomplete) and _SAFE.fullmatch(w)]

    return complete


@completer
def scenarios(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Shipped scenarios, and TOML files."""
    yield from _shipped("fixtures", "scenarios")
    yield from _files(incomplete, ".toml")


@completer
def people(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Whatever holds candidates: scenarios, and CSV files."""
    yield from _shipped("fixtures", "scenarios")
    yield from _files(incomplete, ".toml", ".csv")


@completer
def candidate_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """CSV files."""
    yield from _files(incomplete, ".csv")


@completer
def folders(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Folders."""
    yield from _files(incomplete)


@completer
def saves(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Saved games."""
    yield from _saves()


@completer
def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Saved games; scenarios where a seed says that one is to be played."""
    if ctx.params.get("seed") is None:
        yield from _saves()
    yield from _shipped("fixtures", "scenarios")
    yield from _files(incomplete, ".toml")


@completer
def games_and_studies(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Saved games, and files of studies."""
    yield from _saves()
    yield from _files(incomplete, ".db")


@completer
def labs(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Labs of the scenario or save that was typed."""
    yield from lab_ids(scenario_typed(ctx))


@completer
def letters(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Letters that the scenario may name: those that come with the program, and those beside it."""
    yield from letter_ids(ctx)


@completer
def templates(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Letters by name, and files."""
    yield from letter_ids(ctx)
    yield from _files(incomplete, ".md")


@completer
def senders(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Who may sign a letter."""
    yield from ("recruiter", "hiring-manager", "ceo")


@completer
def own_policies(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """``LAB=POLICY`` or ``NAME=POLICY``, a part at a time, or a policy alone; a file is read, not run."""
    arm = re.match(r"[a-z]:", incomplete)
    before = arm[0] if arm and param.metavar == "[b:]LAB=POLICY" else ""
    lab, equals, policy = incomplete.removeprefix(before).partition("=")
    if param.metavar == "POLICY":
        yield from _policies("", incomplete)
    elif equals:
        yield from _policies(f"{before}{lab}=", policy)
    elif param.metavar == "NAME=POLICY":
        yield "mine="
    else:
        yield from (f"{before}{lab}=" for lab in lab_ids(scenario_typed(ctx)))


def _policies(before: str, typed: str) -> Iterator[str]:
    """Policies that ship and Python files, and the classes of a file."""
    if ":" in typed:
        path = typed.partition(":")[0]
        classes = re.findall(r"^class\s+(\w+)", Path(path).expanduser().read_text("utf-8"), re.MULTILINE)
        yield from (f"{before}{path}:{name}" for name in classes)
        return
    from outreach_sim.market.policies.registry import POLICIES

    yield from (f"{before}{name}" for name in POLICIES if before)
    yield from (f"{before}{path}{'' if path.endswith('/') else ':'}" for path in _files(typed, ".py"))


@completer
def rings(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Files of private rings."""
    yield from _files(incomplete, ".json")


@completer
def transcripts(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """``[NAME=]FILES``: transcripts of agents."""
    name, equals, typed = incomplete.rpartition("=")
    yield from (f"{name}{equals}{path}" for path in _files(typed, ".jsonl"))


@completer
def entered_saves(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """``[NAME=]SAVE``."""
    name, equals, _ = incomplete.rpartition("=")
    yield from (f"{name}{equals}{save}" for save in _saves())


@completer
def targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """Published figures that the model is held against."""
    for target in _toml(shipped_folder("fixtures") / "targets.toml")["target"]:
        yield str(target["id"])


@completer
def keys(ctx: click.Context, param: click.Parameter, incomplete: str) -> Iterator[str]:
    """``KEY=VALUE`` of the scenario that was typed, a part at a time; ``b:`` may stand before it."""
    from outreach_sim.cli.complete_keys import keys_of

    arm = re.match(r"[a-z]:", incomplete)
    before = arm[0] if arm and param.name == "overrides" else ""
    data = _scenario(scenario_typed(ctx))
    for word in keys_of(data, incomplete.removeprefix(before), lambda: letter_ids(ctx)):
        yield before + word


# -- what was typed --------------------------------------------------------------------------------


def scenario_typed(ctx: click.Context) -> str:
    """The scenario (or save) that stands on the command line already; empty where none does.

    While the last option still waits for its value, click leaves arguments where it found them.
    """
    for param in ctx.command.params:
        if param.name in _NAMES_A_SCENARIO:
            value = ctx.params.get(param.name)
            words = value if isinstance(value, tuple) else (value,)
            waiting = ctx.args if isinstance(param, click.Argument) else []
            return next((word for word in (*words, *waiting) if isinstance(word, str)), "")
    return ""


def lab_ids(scenario: str) -> list[str]:
    """Labs that write, of a scenario by its name or file, or of a save."""
    data = _scenario(scenario)
    if data:
        return [lab["id"] for lab in data["labs"] if is_slug(lab["id"]) and lab.get("outside") is not True]
    if scenario not in _saves():
        return []
    from outreach_sim.storage.saves.embed import restore
    from outreach_sim.storage.saves.store import Store

    store = Store.open(scenario, write=False)
    try:
        labs = restore(store.content, store.path)[0].setup.labs
        return [lab.id for lab in labs if not lab.outside]
    finally:
        store.close()


def letter_ids(ctx: click.Context) -> list[str]:
    """Letters of the program, those beside the scenario that was typed, and those brought along."""
    file = Path(scenario_typed(ctx)).expanduser()
    folders = {file.parent} if file.suffix == ".toml" else set()
    if isinstance(brought := ctx.params.get("letters"), Path):
        folders.add(brought.expanduser())
    own = sorted({path for folder in folders for path in folder.glob("*.md")})
    return [
        *_shipped("templates"),
        *_shipped("templates", "gallery"),
        *(path.stem for path in own if _is_letter(path)),
    ]


def _is_letter(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(6).removeprefix(b"\xef\xbb\xbf").startswith(b"+++") and is_slug(path.stem)


def _scenario(name: str) -> dict[str, Any]:
    """The tables of a scenario as they stand in its file; none where there is no such file."""
    shipped = shipped_folder("fixtures") / "scenarios" / f"{name}.toml"
    path = shipped if is_slug(name) and shipped.is_file() else Path(name).expanduser()
    return _toml(path) if path.suffix == ".toml" and path.is_file() else {}


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    with path.open("rb") as stream:
        return tomllib.loads(stream.read(MOST_BYTES).decode("utf-8-sig"))


# -- what there is ---------------------------------------------------------------------------------


def _shipped(*folders: str) -> list[str]:
    """Names of the scenarios or templates in a folder of the program's own."""
    endings = {".toml", ".md"}
    folder = shipped_folder(folders[0]).joinpath(*folders[1:])
    return sorted(path.stem for path in folder.iterdir() if path.suffix in endings)


def _saves() -> list[str]:
    from outreach_sim.storage.saves.places import list_names

    return list_names()


def _files(typed: str, *endings: str) -> list[str]:
    """Files with these endings, and folders, that a word may go on with."""
    before = typed[: typed.rfind("/") + 1]
    found: list[str] = []
    with os.scandir(os.path.expanduser(before) or ".") as entries:
        for entry in entries:
            if entry.name.startswith(".") and not typed[len(before) :].startswith("."):
                continue
            if entry.is_dir():
                found.append(f"{before}{entry.name}/")
            elif endings and entry.name.lower().endswith(endings):
                found.append(before + entry.name)
    return sorted(found)
