"""What a user has set for the desk, in a file of their own: colours, keys of commands, the forecast."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.paths import printable, read_text
from outreach_sim.inputs.toml import MAX_BYTES, Document, parse
from outreach_sim.storage.saves.places import HOME_VARIABLE, data_folder
from outreach_sim.tui.catalogue import SCREENS, commands, heard_on
from outreach_sim.tui.columns import NAME
from outreach_sim.tui.key_names import NoKey, key_name, needed_for, types_text
from outreach_sim.tui.themes import THEMES
from outreach_sim.tui.widgets.keys import as_shown

FILE = "desk.toml"
_TOP = ("theme", "keys", "columns", "forecast")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set.

    Attributes:
        theme: name of the colours; empty where none were chosen.
        keys: keys of commands by identity, as Textual calls them, apart by commas; those that were changed.
        columns: of tables, by table, in the order chosen; a table that is not in it shows those that fit.
        forecast: whether it is counted beside the game, by a process of its own; in a file it is, unless it
            says no.
    """

    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forecast: bool = False


def settings_path() -> Path:
    """Where the file is looked for: the folder for settings, or the one that holds all that is kept.

    Raises:
        RunError: nobody knows where that would be.
    """
    if os.environ.get(HOME_VARIABLE):
        return data_folder() / FILE
    from platformdirs import user_config_path

    try:
        folder = user_config_path("outreach-sim", appauthor=False)
    except RuntimeError:
        folder = Path()
    return (folder if folder.is_absolute() else data_folder()) / FILE


def read_settings() -> Settings:
    """What the user has set; nothing where there is no file.

    Raises:
        BadInputError: everything that is wrong with it, by line and column.
    """
    path = settings_path()
    if not os.path.lexists(path):
        return Settings(forecast=True)
    document = parse(read_text(path, MAX_BYTES), printable(path))
    reader = _Reader(document)
    found = reader.settings()
    if reader.problems:
        raise BadInputError(sorted(reader.problems, key=document.order))
    return found


class _Reader:
    """Reads a parsed file.

    Attributes:
        problems: what is wrong with it.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []
        self._bindings = {binding.id or "": (place, binding) for place, binding in commands()}

    def settings(self) -> Settings:
        """What it says, as far as it makes sense."""
        data = self._document.data
        for name in data:
            if name not in _TOP:
                self._object((name,), "there is no such setting", _meant(name, _TOP))
        theme = self._theme(data.get("theme", ""))
        keys = self._keys(data.get("keys", {}))
        forecast = data.get("forecast", True)
        if not isinstance(forecast, bool):
            self._object(("forecast",), "this is neither yes nor no", "write true or false")
        if not self.problems:
            self._check_meetings(keys)
        told = {identity: ",".join(names) for identity, names in keys.items()}
        return Settings(theme, told, dict(self._columns(data.get("columns", {}))), forecast is True)

    def _object(self, location: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self.problems.append(self._document.problem(location, message, hint))

    def _theme(self, theme: Any) -> str:
        if theme == "" or theme in THEMES:
            return str(theme)
        self._object(("theme",), "there are no such colours", _meant(str(theme), tuple(THEMES)))
        return ""

    def _columns(self, tables: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Columns by table; tables are asked for where there are any, for they need the whole game."""
        if not tables:
            return
        from outreach_sim.tui.tables import TABLES

        if not isinstance(tables, dict):
            self._object(("columns",), "this is no table", 'write [columns], and below it people = ["Name"]')
            return
        for table, chosen in tables.items():
            if table not in TABLES:
                self._object(("columns", table), "there is no such table", _meant(table, tuple(TABLES)))
            elif not isinstance(chosen, list):
                self._object(("columns", table), "this is no list", 'such as ["Name", "Pay"]')
            else:
                self._check_columns(table, chosen, [look.heading for look in TABLES[table]])
                yield table, tuple(map(str, chosen))

    def _check_columns(self, table: str, chosen: list[Any], known: list[str]) -> None:
        for place, heading in enumerate(chosen):
            location = ("columns", table, place)
            if heading not in known:
                self._object(location, "there is no such column", _meant(str(heading), known))
            elif heading in chosen[:place]:
                self._object(location, "this column stands there already", "name it once")
        if NAME not in chosen:
            self._object(("columns", table), f"{NAME!r} is missing", "it is always shown; put it anywhere")

    def _keys(self, tables: Any) -> dict[str, list[str]]:
        if not isinstance(tables, dict):
            self._object(("keys",), "this is no table", 'write [keys.desk], and below it week = "N"')
            return {}
        found = (self._keys_of(screen, table) for screen, table in tables.items())
        return {identity: names for table in found for identity, names in table}

    def _keys_of(self, screen: str, table: Any) -> Iterator[tuple[str, list[str]]]:
        known = {identity.partition(".")[0] for identity in self._bindings}
        if screen not in known or not isinstance(table, dict):
            self._object(
                ("keys", screen), "there is no such table of commands", _meant(screen, sorted(known))
            )
            return
        for command, value in table.items():
            identity, location = f"{screen}.{command}", ("keys", screen, command)
            if identity not in self._bindings:
                mine = [each.partition(".")[2] for each in self._bindings if each.startswith(f"{screen}.")]
                self._object(location, "there is no such command", _meant(command, mine))
            elif names := self._names(location, value, self._bindings[identity][0].typed):
                yield identity, names

    def _names(self, location: tuple[str, ...], value: Any, typed: bool) -> list[str]:
        values = value if isinstance(value, list) else [value]
        if not values:
            self._object(location, "a command needs a key", 'such as "N", or ["N", "F5"]')
        return [name for each in values for name in self._name(location, each, typed)]

    def _name(self, location: tuple[str, ...], value: Any, typed: bool) -> Iterator[str]:
        try:
            name = key_name(value)
        except NoKey as error:
            self._object(location, *error.args)
            return
        if why := needed_for(name):
            self._object(location, f"{as_shown(name)} {why}", "take another key")
        elif typed and types_text(name):
            where = "that would be typed into a field there"
            self._object(location, f"{as_shown(name)} is text, {where}", "take one with Ctrl, or F2 to F12")
        else:
            yield name

    def _check_meetings(self, changed: Mapping[str, list[str]]) -> None:
        """No two commands that are heard on one screen may have one key."""
        told: set[tuple[str, str]] = set()
        for screen in SCREENS:
            owners: dict[str, str] = {}
            for binding in heard_on(screen):
                identity = binding.id or ""
                for name in changed.get(identity, binding.key.split(",")):
                    other = owners.setdefault(name, identity)
                    newly = {other, identity} & changed.keys() and (other, identity) not in told
                    if other != identity and newly:
                        told.add((other, identity))
                        self._meet(name, other, identity, changed)

    def _meet(self, name: str, one: str, other: str, changed: Mapping[str, list[str]]) -> None:
        blamed, kept = (other, one) if other in changed else (one, other)
        message = f"{as_shown(name)} is a key of {kept} already"
        self._object(("keys", *blamed.split(".")), message, "give one of the two another")


def _meant(name: str, known: tuple[str, ...] | list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
