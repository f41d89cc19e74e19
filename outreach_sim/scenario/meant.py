"""What people write into a scenario from memory, and what is right instead: hints, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import MAX_SHOWN, written

_KEYS = {
    "scenario": {"end": "days", "until": "days", "duration": "days", "length": "days", "title": "name",
                 "description": "summary", "company": "player", "lab": "player", "us": "player"},
    "population": {"n": "size", "count": "size", "people": "size", "candidates": "size", "csv": "file",
                   "path": "file", "random_seed": "seed"},
    "labs": {"headcount": "researchers", "heads": "researchers", "employees": "researchers",
             "staff": "researchers", "size": "researchers", "gpus": "compute", "h100": "compute",
             "h100s": "compute", "h100e": "compute", "fleet": "compute", "salary": "pay",
             "compensation": "pay", "title": "name", "cash": "budget_usd", "growth": "growth_per_year",
             "quota": "letters_per_week", "emails_per_week": "letters_per_week", "strategy": "policy"},
    "pay": {"mid": "median", "mean": "median", "p50": "median", "max": "top", "high": "top", "p99": "top"},
    "script": {"action": "do", "when": "on", "date": "on", "day": "on", "dates": "on", "frequency": "every",
               "start": "from", "end": "until", "letter": "template", "email": "template",
               "signed_by": "sender", "recipients": "to", "target": "to"},
    "letters": {"text": "body", "content": "body", "message": "body", "title": "subject", "path": "file",
                "template": "id", "letter": "id", "sender": "senders", "signed_by": "senders",
                "follow_up": "follow_ups", "step": "outcome", "kind": "stage", "type": "stage"},
    "to": {"n": "top", "count": "top", "employer": "from", "employers": "from", "company": "from",
           "ids": "candidates", "sort": "by"},
    "offer": {"salary": "pay_usd", "pay": "pay_usd", "bonus": "sign_on_usd", "sign_on": "sign_on_usd",
              "signing_bonus": "sign_on_usd", "h100e": "pledge_h100e", "compute": "pledge_h100e",
              "ratio": "pay_ratio", "deadline": "deadline_days"},
    "expect": {"text": "that", "sentence": "that", "count": "metric", "min": "at_least",
               "minimum": "at_least", "max": "at_most", "maximum": "at_most",
               "probability": "in_share_of_worlds", "share": "in_share_of_worlds",
               "chance": "in_share_of_worlds"},
}  # fmt: skip
"""By table: what a key is called elsewhere, and here."""
_SENTENCES = {
    ("labs", "brand"): "a lab has one appeal, which attracts and holds: write appeal, in log-odds",
    ("labs", "stay"): "a lab has one appeal, which attracts and holds: write appeal, in log-odds",
    ("parameters", "compute_taste_sd"): (
        "people have one of two tastes for compute: compute_share is the share of those who want it"
    ),
    ("parameters", "conference_load"): (
        "it is gone, for a talk at a conference is no mail, and it is mail that people tire of"
    ),
    ("labs", "attrition"): "how fast people leave is no rate of one lab: see appeal, in log-odds",
    ("labs", "turnover"): "how fast people leave is no rate of one lab: see appeal, in log-odds",
    ("labs", "recruiters"): "say how many letters they write: letters_per_week = { recruiter = 40 }",
}
_MISSING = {
    "population": 'write [population] with size = 300, or with file = "people.csv"',
    "scenario": "write [scenario] with name, start, days and player",
    "labs": "write a table [[labs]] for each of two labs or more",
    "start": "such as start = 2026-01-01",
    "days": "such as days = 365",
    "player": "the id of the lab that is played",
    "researchers": "heads on the first day, such as researchers = 180",
    "compute": "the fleet in H100s, such as compute = 20_000",
    "pay": "such as pay = { median = 450_000, top = 1_500_000 }",
    "in_share_of_worlds": "such as in_share_of_worlds = 0.5",
    "metric": 'what is counted, such as metric = "accepted"',
}
_CHOICES = {
    "every": {"daily": "day", "days": "day", "weekly": "week", "weeks": "week"},
    "sender": {"vp": "hiring-manager", "manager": "hiring-manager", "hm": "hiring-manager", "founder": "ceo",
               "sourcer": "recruiter", "hr": "recruiter"},
    "do": {"email": "send", "mail": "send", "write": "send", "interview": "invite", "hire": "offer"},
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SLUG_RULE = "1 to 64 lower-case letters"
Location = Sequence[str | int]


def instead_of(table: str, name: str) -> str:
    """What is to be written in place of a key that means nothing here, or nothing any more; or empty."""
    return _SENTENCES.get((table, name), "")


def for_key(data: Any, location: Location, value: object, known: Sequence[str]) -> str:
    """The hint for a key that the schema does not know."""
    name, table = clean(str(location[-1]), MAX_SHOWN), _table(location)
    if told := instead_of(table, name):
        return told
    close = get_close_matches(name, known, 1, 0.6)
    meant = _KEYS.get(table, {}).get(name.lower().replace("-", "_"))
    if close or meant in known:
        found = close[0] if close else meant
        days = _days_until(data, value) if found == "days" else 0
        return f"did you mean {found!r}?" + (f" days = {days}" if days else "")
    return f"known here: {', '.join(known)}"


def for_missing(location: Location) -> str:
    """The hint for a key that must be there."""
    return _MISSING.get(str(location[-1]), "") if location else ""


def for_value(kind: str, value: object, message: str, known: Sequence[str]) -> str:
    """The hint for a value of a wrong kind; empty where the message says all.

    Args:
        kind: pydantic's name of what is wrong.
        value: what stands there.
        message: what is said of it.
        known: the keys of the table that is wanted, where one is.
    """
    if isinstance(value, str):
        return _for_text(kind, value, message)
    if kind.startswith("model_") and known and isinstance(value, int | float) and not isinstance(value, bool):
        return f"write {{ {known[0]} = {value} }}"
    return ""


def for_choice(data: Any, location: Location, word: str) -> str:
    """The hint for a word that is not among those allowed; empty where none is to be had."""
    key, word = str(location[-1]) if location else "", word.lower()
    meant = _CHOICES.get(key, {}).get(word)
    if meant:
        return f"did you mean {meant!r}?"
    if key != "every":
        return ""
    if word in _WEEKDAYS:
        return f'write every = "week" and from = {_first(data, _WEEKDAYS.index(word))}, a {word.capitalize()}'
    return "name the days one by one: on = [2026-01-01, 2026-02-01]" if word.startswith("month") else ""


def _for_text(kind: str, value: str, message: str) -> str:
    if kind.startswith(("int_", "float_")):
        return written(value, kind.startswith("int_"))
    if kind == "list_type":
        return f'write ["{clean(value, MAX_SHOWN)}"]'
    if kind == "date_type" and (day := _date(value)):
        return f"write {day}"
    if kind == "bool_type" and value.lower() in ("yes", "no", "on", "off", "true", "false"):
        return f"write {str(value.lower() in ('yes', 'on', 'true')).lower()}"
    if _SLUG_RULE in message:
        slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:64].strip("-")
        return f'such as "{slug}"' if slug else ""
    return ""


def _table(location: Location) -> str:
    """The name of the innermost table around a key."""
    return next((part for part in reversed(location[:-1]) if isinstance(part, str)), "")


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _start(data: Any) -> date | None:
    table = data.get("scenario") if isinstance(data, Mapping) else None
    return _date(table.get("start")) if isinstance(table, Mapping) else None


def _days_until(data: Any, value: object) -> int:
    """Days of a game that ends with this date; 0 where that cannot be told."""
    start, end = _start(data), _date(value)
    return (end - start).days + 1 if start and end and start <= end else 0


def _first(data: Any, weekday: int) -> date:
    """The first such weekday of the game."""
    start = _start(data) or date(2026, 1, 1)
    return start + timedelta(days=(weekday - start.weekday()) % 7)
