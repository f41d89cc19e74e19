"""Invented readers and letters to them, for tests of what is measured."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.words.facts import Facts
from outreach_sim.words.measure import Measured, measure

RANKED = Path(__file__).with_name("ranked.toml")
BLIND = Path(__file__).with_name("blind.toml")
LABS = ("OpenAI", "Anthropic", "Google DeepMind", "Meta AI", "Microsoft AI", "North", "South")
P = load_parameters()

VALUES = {
    "name": "Ingrid Solberg",
    "first_name": "Ingrid",
    "employer": "Anthropic",
    "topic": "reward modelling",
    "paper": "Patient Critics without Labels",
    "former_team": "the speech team",
    "city": "Paris",
    "lab": "Meta AI",
    "sender": "The hiring manager",
    "pay": "$1,300,000",
    "terms": "$1,300,000 a year, without interviews",
    "fleet": "350,000",
    "deadline_days": "14",
    "compute_per_researcher": "50",
}
EVERY_LANGUAGE = frozenset({"en", "de", "fr", "es", "zh"})
INGRID = Facts(VALUES, LABS, deadline_days=14, fleet_h100e=350_000.0, reads=EVERY_LANGUAGE)
SIGNED = "\n\nAnna Weber\nThe hiring manager, Meta AI"


def letter(
    sentence: str, subject: str = "Reward modelling", about: Facts = INGRID, greeting: str = "Hi Ingrid,"
) -> Measured:
    """A sentence as a letter to Ingrid."""
    return measure(subject, f"{greeting}\n\n{sentence}{SIGNED}", about)


@cache
def ranked(path: Path = RANKED) -> dict[str, Any]:
    """Letters that were ranked before any was measured, and their readers."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def facts_of(reader: str, path: Path = RANKED) -> Facts:
    """What is true of a reader of ranked letters."""
    told = dict(ranked(path)["readers"][reader])
    days, reads = told.pop("deadline_days"), frozenset(told.pop("reads"))
    return Facts(
        told, LABS, deadline_days=days, fleet_h100e=float(told["fleet"].replace(",", "")), reads=reads
    )


def ranked_letter(entry: dict[str, Any], path: Path = RANKED) -> Measured:
    """One of the ranked letters, measured; with ``after``, by somebody who has had that letter."""
    about = replace(facts_of(entry["reader"], path), met=entry.get("met", False))
    if "after" in entry:
        first = next(one for one in ranked(path)["letters"] if one["id"] == entry["after"])
        about = replace(about, earlier=((first["subject"], _signed(first, about)),))
    return measure(entry["subject"], _signed(entry, about), about)


def _signed(entry: dict[str, Any], about: Facts) -> str:
    sign = entry.get("sign") or f"Anna Weber\n{about.values['sender']}, {about.values['lab']}"
    return f"{entry['body']}\n\n{sign}" if entry["body"] else ""
