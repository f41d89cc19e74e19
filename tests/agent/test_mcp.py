"""The door as tools: the protocol's own rules, and the same game as over lines."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.agent.lines import serve_lines
from outreach_sim.agent.mcp import BATCHES, MODERN, PROTOCOLS
from outreach_sim.agent.recorder import Recorder
from outreach_sim.agent.requests import LOOKS, VERBS
from outreach_sim.agent.schema import OF_THE_LINE, arguments, schema
from outreach_sim.agent.transcript import read, verify
from tests.agent.client import Client, served
from tests.agent.games import door, send

GAME: list[dict[str, Any]] = [
    {"do": "hello", "model": "a model"},
    {"do": "forecast", "question": "hires>=1", "p": 0.7},
    {"do": "write", "letter": "mine", "subject": "Hello", "body": "{{ first_name }}, can we talk?"},
    {"do": "act", "orders": [send(15, 5, 14), send(99)]},
    {"do": "advance", "days": 14},
    {"do": "advance", "days": 400},
    {"do": "act", "orders": [send(10, letter="mine", by_hand=True)]},
    {"do": "advance"},
    {"do": "finish"},
]


def test_the_same_game_over_lines_and_as_tools_is_the_same(tmp_path: Path) -> None:
    as_tools, as_lines, sink = tmp_path / "tools.jsonl", tmp_path / "lines.jsonl", io.StringIO()
    recorder = Recorder(as_tools)
    client = Client(door(keep=recorder))
    client.begin()
    told = [client.call(**{"verb": ask["do"], **{k: v for k, v in ask.items() if k != "do"}}) for ask in GAME]
    recorder.close()
    recorder = Recorder(as_lines)
    lines = "\n".join(map(json.dumps, GAME)).encode()
    serve_lines(door(keep=recorder), io.BytesIO(lines), sink)
    recorder.close()
    hello, *replies = map(json.loads, sink.getvalue().splitlines())
    assert hello["kind"] == "hello" and replies == told
    assert [reply["ok"] for reply in replies] == [True, True, True, True, True, False, True, True, True]
    one, other = read(as_tools), read(as_lines)
    assert one.result is not None and other.result is not None
    assert one.result["log_hash"] == other.result["log_hash"] and one.result["hires"] > 0
    verify(one)


def test_the_version_is_agreed_on() -> None:
    for version in PROTOCOLS:
        assert Client(door()).begin(version)["protocolVersion"] == version
    told = Client(door()).begin("1999-01-01")
    assert told["protocolVersion"] == PROTOCOLS[0] and set(told["capabilities"]) == {"tools"}
    assert told["serverInfo"]["name"] == "outreach-sim" and "rules" in told["instructions"]
    code, why = Client(door()).error("initialize", protocolVersion=7)
    assert (code, why) == (-32602, "initialize says its protocolVersion")


def test_the_newest_version_has_no_handshake() -> None:
    client, meta = Client(door()), {"io.modelcontextprotocol/protocolVersion": MODERN}
    found = client.ask("server/discover", _meta=meta)
    assert found["supportedVersions"] == [MODERN] and found["resultType"] == "complete"
    listed = client.ask("tools/list", _meta=meta)
    assert listed["resultType"] == "complete" and listed["ttlMs"] > 0 and listed["cacheScope"] == "public"
    result = client.ask("tools/call", _meta=meta, name="observe", arguments={})
    assert result["resultType"] == "complete" and result["structuredContent"]["ok"]
    other = {"io.modelcontextprotocol/protocolVersion": "2099-01-01"}
    reply = client.raw({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": other}})
    assert reply["error"]["code"] == -32022 and reply["error"]["data"]["supported"][0] == MODERN


def test_every_verb_is_a_tool_with_the_arguments_of_its_model() -> None:
    client = Client(door())
    client.begin()
    tools = {tool["name"]: tool for tool in client.ask("tools/list")["tools"]}
    assert list(tools) == list(VERBS)
    for verb, tool in tools.items():
        known = set(VERBS[verb].model_fields) - set(OF_THE_LINE)
        assert set(tool["inputSchema"]["properties"]) == known and tool["description"].endswith(".")
        assert tool["annotations"]["readOnlyHint"] == (verb in LOOKS)
        assert tool["inputSchema"]["additionalProperties"] is False
    assert arguments("explain")["required"] == ["candidate"]
    text = json.dumps(arguments("act"))
    assert all(f'"#/$defs/{kind}"' in text and f'"{kind}": {{' in text for kind in ("Send", "Rent"))


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (b"{", -32700, "no JSON"),
        (b"\xff", -32700, "no UTF-8"),
        (b'{"jsonrpc": "2.0", "id": 1, "id": 2, "method": "ping"}', -32700, "'id' stands twice"),
        (b"7", -32600, "a message is a JSON object"),
        (b"[]", -32600, "a message is a JSON object"),
        (b'{"id": 1, "method": "ping"}', -32600, "jsonrpc 2.0"),
        (b'{"jsonrpc": "2.0", "id": 1}', -32600, "its method"),
        (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600, "an id is text or a whole number"),
        (b'{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}', -32600, "an id is text"),
        (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600, "an id is text"),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32602, "params are an object"),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "resources/list"}', -32601, "no method 'resources/list'"),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}', -32600, "initialize comes first"),
    ],
)
def test_what_is_no_message_is_an_error_by_its_code(line: bytes, code: int, words: str) -> None:
    reply = Client(door()).raw(line)
    assert reply["error"]["code"] == code and words in reply["error"]["message"]


def test_calls_that_cannot_be_are_told_apart_from_those_that_the_game_refuses() -> None:
    played = door()
    client = Client(played)
    client.begin()
    assert client.error("tools/call", name="obsrve") == (
        -32602, f"there is no tool 'obsrve', there are {', '.join(VERBS)}",
    )  # fmt: skip
    assert client.error("tools/call", name="observe", arguments=[1])[0] == -32602
    for key in OF_THE_LINE:
        code, why = client.error("tools/call", name="observe", arguments={key: 1})
        assert (code, why) == (-32602, f"observe has no argument {key!r}")
    assert client.error("tools/list", cursor="x")[0] == -32602
    used = {"outreach-sim/usage": {"tokens_in": 12, "usd": 0.5}}
    client.ask("tools/call", name="note", arguments={"text": "x"}, _meta=used)
    assert (played.used.tokens_in, played.used.usd) == (12, 0.5)
    refused = client.call("observe", whta="people")
    assert not refused["ok"] and "did you mean 'what'?" in refused["why"]


def test_notifications_and_answers_are_not_answered_and_a_ping_always_is() -> None:
    client = Client(door())
    assert client.ask("ping")["resultType"] == "complete"
    for message in ({"method": "notifications/cancelled", "params": {"requestId": 1}}, {"method": "nothing"}):
        assert client.raw({"jsonrpc": "2.0", **message}) is None
    assert client.raw({"jsonrpc": "2.0", "id": 5, "result": {}}) is None


def test_batches_are_taken_by_the_one_version_that_has_them() -> None:
    old, new = Client(door()), Client(door())
    old.begin(BATCHES)
    new.begin()
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    batch = json.dumps([ping, {"jsonrpc": "2.0", "method": "notifications/x"}, ping | {"id": 2}])
    assert [reply["id"] for reply in old.raw(batch)] == [1, 2]
    assert old.raw(json.dumps([{"jsonrpc": "2.0", "method": "notifications/x"}])) is None
    assert new.raw(batch)["error"]["code"] == -32600


def test_a_client_that_leaves_has_its_game_played_to_the_end() -> None:
    played = door()
    begin = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18"}}
    assert [reply["id"] for reply in served(played, begin, {**begin, "id": "b"})] == [1, "b"]
    assert played.ended == "left" and played.result is not None


def test_the_schema_is_that_of_the_models_without_what_only_repeats() -> None:
    told = schema()
    assert [one["$ref"].rpartition("/")[2] for one in told["oneOf"]] == [m.__name__ for m in VERBS.values()]
    assert all(model.__name__ in told["$defs"] for model in VERBS.values())
    for model in VERBS.values():
        found = told["$defs"][model.__name__]
        assert found["additionalProperties"] is False and "do" in found["required"]
        described = [one.get("description") for name, one in found["properties"].items() if name != "do"]
        assert all(described), model
