"""The official client of the Model Context Protocol plays a game, in every way that it has to begin one.
Skipped without the extra ``mcp``.

Run: pip install -e '.[mcp]' and python -m pytest -q tests/clients
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.agent.requests import VERBS
from outreach_sim.agent.transcript import read, verify
from tests.agent.client import Client
from tests.agent.games import SEED, door
from tests.agent.test_mcp import GAME

PROGRAM = [sys.executable, "-m", "outreach_sim", "agent", "first-letter", "--mcp", "--transcript"]


def own_replies() -> list[dict[str, Any]]:
    """What our own small client is told."""
    client = Client(door())
    client.begin()
    return [client.call(**{"verb": ask["do"], **without_verb(ask)}) for ask in GAME]


def without_verb(ask: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in ask.items() if key != "do"}


async def played(kept: Path, mode: str) -> tuple[str, list[str], list[dict[str, Any]]]:
    """Version agreed on, tools, and every reply."""
    import mcp
    from mcp.client.stdio import stdio_client

    command, *words = [*PROGRAM, str(kept)]
    environment = {"OUTREACH_SIM_SEED": str(SEED), "PATH": os.environ["PATH"]}
    server = mcp.StdioServerParameters(command=command, args=words, env=environment)
    async with mcp.Client(stdio_client(server), mode=mode) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        replies = []
        for ask in GAME:
            result = await client.call_tool(ask["do"], without_verb(ask))
            assert result.is_error == (not result.structured_content["ok"])
            replies.append(result.structured_content)
        return client.protocol_version, tools, replies


@pytest.mark.parametrize(("mode", "version"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
def test_the_official_client_plays_the_same_game(tmp_path: Path, mode: str, version: str) -> None:
    pytest.importorskip("mcp")
    kept = tmp_path / "game.jsonl"
    agreed, tools, replies = asyncio.run(played(kept, mode))
    assert (agreed, tools) == (version, list(VERBS))
    own = own_replies()
    assert replies[:-1] == own[:-1]
    assert replies[-1]["result"]["log_hash"] == own[-1]["result"]["log_hash"]
    verify(read(kept))
