"""A game of an older engine as a scenario for the version that played it, word by word as that one has it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import Any

from outreach_sim.errors import UsageError
from outreach_sim.inputs.cells import safe_cell
from outreach_sim.inputs.toml import parse
from outreach_sim.mail.template import shipped_templates
from outreach_sim.market.setup import Fact
from outreach_sim.storage.saves.database import damaged
from outreach_sim.storage.saves.embed import PAY_KNOWN
from outreach_sim.storage.saves.hash_chain import NOT_OURS
from outreach_sim.storage.saves.history import head_of, path_to
from outreach_sim.storage.saves.migrations import PERSON
from outreach_sim.storage.saves.past import orders_in, past_of
from outreach_sim.storage.saves.script import Script
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.toml_text import toml_text

_IS_REPLY = re.compile(r'(?m)^stage = "reply"$')
"""Replies that no scenario lists came with the program, in versions that had them as letters."""
_NUMBERS = ("level", "impact", "standing", "pay_usd")
_WORDS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}


def past_script(name: str, candidates_file: str) -> tuple[Script, int, str]:
    """The scenario, the seed, and the log hash that the version which played the game gives them.

    Raises:
        UsageError: there is none of that name, or no day was played.
        BadInputError: it is damaged, or holds what no save can.
    """
    with closing(Store.open(name, write=False)) as store:
        facts = past_of(store).facts
        if not facts["day"]:
            raise UsageError(f"no day of the game {name!r} has been played, so there is nothing to script")
        try:
            return _script(store, facts["day"], candidates_file), facts["seed"], facts["log_hash"]
        except NOT_OURS as error:
            raise damaged(store.path, f"what this save embeds is no game ({error})") from None


def _script(store: Store, days: int, candidates_file: str) -> Script:
    spec = dict(parse(store.game()["toml"], store.name).data)
    path = path_to(store.entries, head_of(store.entries))
    orders = [_dated(order) for order in orders_in([entry for entry in path if entry.day < days])]
    spec["scenario"] = {**spec["scenario"], "days": days}
    spec["script"] = [*spec.get("script", []), *orders]
    csv_text = ""
    if "file" in spec["population"]:
        spec["population"] = {**spec["population"], "file": candidates_file}
        csv_text = _candidates(store.content["person"], store.format)
    spec.pop("expect", None)
    listed = spec["scenario"].get("letters", ())
    own = {
        f"{key}.md": text
        for key, text in store.content["template"]
        if key not in shipped_templates() and (key in listed or not _IS_REPLY.search(text))
    }
    return Script(_header(store) + toml_text(spec), csv_text, own, len(orders), days)


def _dated(order: Mapping[str, Any]) -> dict[str, Any]:
    """An order with its date as TOML has dates."""
    return {**order, "on": date.fromisoformat(order["on"])}


def _candidates(rows: Sequence[Sequence[Any]], version: int) -> str:
    """People of a file, in columns that the version knows which wrote saves of this format."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    more = () if version == 1 else ("stake_usd", "pay_known")
    writer.writerow(("id", "name", "employer", *_NUMBERS, *_WORDS, "team", *more))
    for row in rows:
        who = dict(zip(PERSON, row, strict=False))
        words = [who[word] if who["known"] >> fact & 1 else "" for word, fact in _WORDS.items()]
        numbers = [who[number] for number in _NUMBERS]
        cells = [who["employer"], *numbers, *map(safe_cell, words), who["team"] or ""]
        told = [who["stake_usd"], "yes" if who["known"] & PAY_KNOWN else "no"] if more else []
        writer.writerow((who["id"], safe_cell(who["name"]), *cells, *told))
    return output.getvalue()


def _header(store: Store) -> str:
    seed, maker = int(store.game()["seed"]), store.maker
    return (
        f"# The game {store.name!r}, as outreach-sim {maker} played it, with its orders as a script. Under\n"
        f"# --seed {seed} that version gives it the log hash of the game; later ones have other rules,\n"
        "# and other names for what labs are.\n\n"
    )
