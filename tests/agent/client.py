"""A small client of the Model Context Protocol, over the server's own method: no process, no library."""

from __future__ import annotations

import io
import json
from typing import Any

from outreach_sim.agent.door import Door
from outreach_sim.agent.mcp import Server, serve_mcp

Message = dict[str, Any]


class Client:
    """Speaks to one server."""

    def __init__(self, door: Door) -> None:
        self.server, self.number = Server(door), 0

    def raw(self, line: bytes | str | object) -> Any:
        """The reply to a line, to text, or to an object."""
        text = line if isinstance(line, bytes | str) else json.dumps(line)
        reply = self.server.line(text if isinstance(text, bytes) else text.encode())
        return None if reply is None else json.loads(json.dumps(reply, allow_nan=False))

    def ask(self, method: str, **params: Any) -> Message:
        """The result of a method, which must be one."""
        self.number += 1
        reply = self.raw({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        assert (reply["jsonrpc"], reply["id"]) == ("2.0", self.number) and "error" not in reply, reply
        result: Message = reply["result"]
        return result

    def error(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and words with which a method is refused."""
        reply = self.raw({"jsonrpc": "2.0", "id": "x", "method": method, "params": params})
        assert reply["id"] == "x"
        return reply["error"]["code"], reply["error"]["message"]

    def begin(self, version: str = "2025-11-25") -> Message:
        """The handshake."""
        about = {"capabilities": {}, "clientInfo": {"name": "test", "version": "0"}}
        told = self.ask("initialize", protocolVersion=version, **about)
        assert self.raw({"jsonrpc": "2.0", "method": "notifications/initialized"}) is None
        return told

    def call(self, verb: str, **arguments: Any) -> Message:
        """A tool's reply."""
        result = self.ask("tools/call", name=verb, arguments=arguments)
        reply: Message = result["structuredContent"]
        assert result["isError"] == (not reply["ok"])
        assert json.loads(result["content"][0]["text"]) == reply
        return reply


def served(door: Door, *messages: object) -> list[Message]:
    """What a whole conversation over streams is answered with."""
    sink = io.StringIO()
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in messages)
    serve_mcp(door, io.BytesIO(lines), sink)
    return [json.loads(line) for line in sink.getvalue().splitlines()]
