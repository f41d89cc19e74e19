"""What the first frame of a saved game imports: nothing that is only needed when a key is pressed."""

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from outreach_sim.tui import screens as screens_of
from outreach_sim.tui.later import NAMES
from outreach_sim.tui.open import look_for_all_garbage, look_for_garbage

ROOT = Path(__file__).parents[2]
SEEN_FIRST = ("open", "app", "games", "play", "settings", "screens.desk")
"""Within the desk, what is imported on the way to the first frame, be it by name or within a function."""


def source_of(name: str) -> Path | None:
    path = ROOT.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def imported_with(name: str) -> Iterator[str]:
    """What a module imports as it is imported itself, within the house."""
    file = source_of(name)
    assert file is not None, name
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def all_imported_with(*names: str) -> set[str]:
    found, open_ends = set[str](), list(names)
    while open_ends:
        name = open_ends.pop()
        if name.startswith("outreach_sim") and name not in found and source_of(name) is not None:
            found.add(name)
            open_ends += imported_with(name)
        elif not name.startswith("outreach_sim"):
            found.add(name.partition(".")[0])
    return found


def test_the_first_frame_imports_nothing_that_only_keys_need() -> None:
    found = all_imported_with(*(f"outreach_sim.tui.{name}" for name in SEEN_FIRST))
    assert {"textual", "numpy", "outreach_sim.market.day", "outreach_sim.storage.saves.game"} <= found
    late = set(NAMES)
    assert found & {*late, "jinja2", "multiprocessing"} == set()


def test_all_that_is_made_ready_after_it_is_there() -> None:
    assert all(map(source_of, NAMES)) and len(set(NAMES)) == len(NAMES)
    seen = all_imported_with(*(f"outreach_sim.tui.{name}" for name in SEEN_FIRST))
    screens = {f"outreach_sim.tui.screens.{path.stem}" for path in Path(screens_of.__path__[0]).glob("*.py")}
    assert screens - {f"{screens_of.__name__}.__init__"} <= seen | set(NAMES), "no key waits for an import"


def test_a_key_never_waits_for_hundreds_of_thousands_of_objects_to_be_looked_through() -> None:
    limits, on = gc.get_threshold(), gc.isenabled()
    try:
        gc.disable()
        look_for_garbage()
        youngest, times, _ = gc.get_threshold()
        assert gc.isenabled() and youngest * times <= 40_000 and gc.get_freeze_count() > 0
        look_for_all_garbage()
        assert len(gc.get_objects()) < 10_000, "the next time is short"
    finally:
        gc.unfreeze()
        gc.set_threshold(*limits)
        (gc.enable if on else gc.disable)()
