"""The same door as tools, by the Model Context Protocol over stdin and stdout: JSON-RPC, five methods.

Plain, for the protocol's own library brings thirty packages; a test plays with its client.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, BinaryIO

from outreach_sim.about import __version__
from outreach_sim.agent.door import Door
from outreach_sim.agent.gate import MAX_SHOWN, read_json
from outreach_sim.agent.lines import Sink, lines_of, say
from outreach_sim.agent.requests import LOOKS, VERBS
from outreach_sim.agent.rules import GOAL
from outreach_sim.agent.schema import OF_THE_LINE, arguments
from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import clean

PROTOCOLS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
"""Versions that begin with a handshake, the one that is offered to strangers first."""
BATCHES = "2025-03-26"
"""The one version in which several messages stand on a line."""
MODERN = "2026-07-28"
"""From this version on there is no handshake: requests say their version, and ``server/discover`` asks."""
SAYS_VERSION, SAYS_SERVER = (f"io.modelcontextprotocol/{key}" for key in ("protocolVersion", "serverInfo"))
SAYS_USAGE = "outreach-sim/usage"
"""What a client says in ``_meta`` of a call, as lines say ``usage``: the model itself does not know it."""
PARSE, INVALID, NO_METHOD, PARAMS, NO_VERSION = -32700, -32600, -32601, -32602, -32022
SERVER = {"name": "outreach-sim", "title": "Outreach Sim", "version": __version__}
CAPABILITIES = {"tools": {"listChanged": False}}
NEVER_OLD = {"cacheScope": "public", "ttlMs": 3_600_000}
"""What may be kept: the tools are the same in every game."""
HOW = (
    f"{GOAL} Call rules first, then observe; orders are given by act and done by advance. Answer the "
    "questions of a day by forecast on that day. finish ends the game and tells the result."
)
Message = dict[str, Any]


def serve_mcp(door: Door, source: BinaryIO, sink: Sink) -> None:
    """Answer until the client leaves; then the game is played to its end."""
    server = Server(door)
    with suppress(BrokenPipeError):  # the client has left, which is no fault
        for line in lines_of(source):
            if (reply := server.line(line)) is not None:
                say(sink, reply)
    door.leave()


class Server:
    """Answers one client.

    Attributes:
        protocol: the version agreed on; empty before.
    """

    def __init__(self, door: Door) -> None:
        self._door, self.protocol = door, ""

    def line(self, raw: bytes) -> Message | list[Message] | None:
        """The reply to a line; ``None`` where none is due."""
        try:
            found = read_json(raw)
        except UsageError as error:
            return _error(None, PARSE, str(error))
        if isinstance(found, list) and found and self.protocol == BATCHES:
            replies = [reply for one in found if (reply := self._message(one)) is not None]
            return replies or None
        return self._message(found)

    def _message(self, message: Any) -> Message | None:
        if not isinstance(message, dict):
            return _error(None, INVALID, "a message is a JSON object")
        known = message.get("id")
        sound = type(known) is int or isinstance(known, str)
        if "method" not in message and ("result" in message or "error" in message):
            return None  # an answer to something that was never asked
        if "id" in message and not sound:
            return _error(None, INVALID, "an id is text or a whole number")
        told = self._answer(message, message.get("method"), message.get("params", {}))
        return {"jsonrpc": "2.0", "id": known, **told} if sound else None

    def _answer(self, message: Message, method: Any, params: Any) -> Message:
        """A result or an error, by its name."""
        if message.get("jsonrpc") != "2.0" or not isinstance(method, str):
            return _refusal(INVALID, "a message says jsonrpc 2.0 and its method")
        if not isinstance(params, dict):
            return _refusal(PARAMS, "params are an object")
        if "id" not in message:
            return {}  # a notification
        about = params.get("_meta")
        said = about.get(SAYS_VERSION) if isinstance(about, dict) else None
        if said not in (None, MODERN, *PROTOCOLS):
            told = {"supported": [MODERN, *PROTOCOLS], "requested": clean(str(said), MAX_SHOWN)}
            return _refusal(NO_VERSION, "this version of the protocol is not spoken here", told)
        return self._method(method, params, begun=bool(self.protocol) or said == MODERN)

    def _method(self, method: str, params: Message, *, begun: bool) -> Message:
        match method:
            case "ping":
                return _result({})
            case "initialize":
                return self._initialize(params)
            case "server/discover":
                told = {"supportedVersions": [MODERN], "capabilities": CAPABILITIES, "instructions": HOW}
                return _result(told | NEVER_OLD)
            case "tools/list" | "tools/call" if not begun:
                return _refusal(INVALID, "initialize comes first")
            case "tools/list":
                return _tools(params)
            case "tools/call":
                return self._call(params)
        return _refusal(NO_METHOD, f"there is no method {clean(method, MAX_SHOWN)!r}")

    def _initialize(self, params: Message) -> Message:
        asked = params.get("protocolVersion")
        if not isinstance(asked, str):
            return _refusal(PARAMS, "initialize says its protocolVersion")
        self.protocol = asked if asked in PROTOCOLS else PROTOCOLS[0]
        told = {"protocolVersion": self.protocol, "capabilities": CAPABILITIES, "serverInfo": SERVER}
        return {"result": told | {"instructions": HOW}}

    def _call(self, params: Message) -> Message:
        name, given = params.get("name"), params.get("arguments", {})
        if not isinstance(name, str) or name not in VERBS:
            shown = clean(str(name), MAX_SHOWN)
            return _refusal(PARAMS, f"there is no tool {shown!r}, there are {', '.join(VERBS)}")
        if not isinstance(given, dict):
            return _refusal(PARAMS, "arguments are an object")
        if strange := [key for key in OF_THE_LINE if key in given]:
            return _refusal(PARAMS, f"{name} has no argument {strange[0]!r}")
        about = params.get("_meta")
        used = {"usage": about[SAYS_USAGE]} if isinstance(about, dict) and SAYS_USAGE in about else {}
        reply = self._door.handle({"do": name, **given, **used})
        text = json.dumps(reply, ensure_ascii=False, allow_nan=False)
        content = [{"type": "text", "text": text}]
        return _result({"content": content, "structuredContent": reply, "isError": not reply["ok"]})


def _tools(params: Message) -> Message:
    if params.get("cursor") is not None:
        return _refusal(PARAMS, "all tools stand on one page, there is no cursor")
    return _result({"tools": [_tool(verb) for verb in VERBS]} | NEVER_OLD)


def _tool(verb: str) -> Message:
    hints = {"readOnlyHint": verb in LOOKS, "destructiveHint": verb == "finish", "openWorldHint": False}
    return {
        "name": verb,
        "description": " ".join((VERBS[verb].__doc__ or "").split()),
        "inputSchema": arguments(verb),
        "annotations": hints,
    }


def _result(told: Message) -> Message:
    """A whole result, as the newest version wants it; older ones do not mind."""
    return {"result": told | {"resultType": "complete", "_meta": {SAYS_SERVER: SERVER}}}


def _refusal(code: int, why: str, data: Message | None = None) -> Message:
    return {"error": {"code": code, "message": why} | ({} if data is None else {"data": data})}


def _error(known: int | str | None, code: int, why: str) -> Message:
    return {"jsonrpc": "2.0", "id": known, **_refusal(code, why)}
