"""The page of agents: its game comes out as it stands there, its tables are those of the models."""

import re
from typing import get_args

from docs.generate_agents import PAGE, page, shortened
from outreach_sim.agent.gate import MAX_LINE
from outreach_sim.agent.limits import Limits
from outreach_sim.agent.mcp import MODERN, PROTOCOLS
from outreach_sim.agent.orders import ASKS
from outreach_sim.agent.questions import FLOOR, HIRES, UNANSWERED
from outreach_sim.agent.requests import MOST_DAYS, MOST_ORDERS, MOST_ROWS, VERBS

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_what_the_door_says_and_what_is_declared() -> None:
    assert page() == TEXT, "run python docs/generate_agents.py"


def test_every_verb_and_every_order_has_a_chapter_and_the_game_shows_most_verbs() -> None:
    chapters = re.findall(r"^### `(\w+)`$", TEXT, re.M)
    orders = [get_args(model.model_fields["do"].annotation)[0] for model in ASKS]
    assert chapters == [*VERBS, *orders]
    shown = set(re.findall(r'^> \{"id": \d+, "do": "(\w+)"', TEXT, re.M))
    assert shown == {"hello", "observe", "explain", "write", "forecast", "act", "advance", "finish"}


def test_numbers_of_the_text_are_those_of_the_program() -> None:
    text = " ".join(TEXT.split())
    limits = Limits()
    assert f"requests, {limits.calls:,} unless" in text and f"together, {limits.what_ifs}." in text
    assert limits.seconds is None
    caps = f"{MOST_ORDERS} orders a request, {MOST_DAYS} days an `advance`, {MOST_ROWS} rows a page"
    assert f"{caps}, {MAX_LINE:,} bytes a line" in text
    first, *between, last = HIRES
    told = f"`hires>={first}`, {', '.join(f'`{one}`' for one in between)} and `{last}`"
    assert told in text and f"counts as {UNANSWERED:g}".replace("0.", ".") in text
    assert f"never less than {FLOOR:g}".replace("0.", ".") in text
    assert f"from {PROTOCOLS[-1]} to {MODERN}" in text


def test_what_is_shortened_is_seen_to_be() -> None:
    long = {
        "lines": {"a": 1, "b": 2, "c": 3},
        "x": ["1", "2", "3"],
        "y": "z" * 91,
        "n": {"a": 1, "b": 2, "c": 3},
    }
    told = shortened(long)
    assert told["lines"] == {"a": 1, "b": 2, "…": "…"} and told["x"] == ["1", "2", "…"]
    assert told["y"] == "z" * 90 + "…" and told["n"] == long["n"]
