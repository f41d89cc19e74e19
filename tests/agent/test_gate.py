"""Whatever stands on a line has one reply of one line, and what cannot be is refused in a sentence."""

import inspect
import io
import json
from contextlib import suppress
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.agent.gate import MAX_DEPTH, MAX_LINE, _walk, read_line, request_of
from outreach_sim.agent.lines import lines_of
from outreach_sim.agent.orders import ASKS
from outreach_sim.agent.requests import VERBS
from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import is_clean

HOSTILE = [
    (b"", "the line is empty"),
    (b"\xff\xfe{}", "no UTF-8 from byte 1 on"),
    (b'{"do": "note", "text": "\xc3"}', "no UTF-8 from byte 25 on"),
    (b'\xef\xbb\xbf{"do": "observe"}', "begins with a byte order mark"),
    (b"[]", "a request is a JSON object"),
    (b"7", "a request is a JSON object"),
    (b'{"do": "finish"', "no JSON: expecting ',' delimiter at character 16"),
    (b'{"do": "finish"} {"do": "finish"}', "no JSON: extra data at character 18"),
    (b"[" * 100_000, "nested deeper than 12 levels"),
    (b'{"a":' * 13 + b"1" + b"}" * 13, "nested deeper than 12 levels"),
    (b'{"do": "note", "text": "' + b"x" * MAX_LINE + b'"}', "longer than 262,144 bytes"),
    (b'{"do": "advance", "days": NaN}', "NaN is no number that JSON knows"),
    (b'{"do": "advance", "days": -Infinity}', "-Infinity is no number"),
    (b'{"do": "forecast", "question": "hires>=1", "p": 1e999}', "1e999 is too large a number"),
    (b'{"do": "advance", "days": ' + b"9" * 5_000 + b"}", "at most 18 digits"),
    (b'{"do": "note", "text": "\\ud800"}', "half a character"),
    (b'{"do": "note", "\\udfff": 1}', "half a character"),
    (b'{"do": "finish", "do": "observe"}', "the key 'do' stands twice"),
    (b'{"do": "act", "orders": [{"do": "buy", "h100e": 1, "h100e": 2}]}', "'h100e' stands twice"),
    (b'{"d": "observe"}', "did you mean do in place of 'd'?"),
    (b"{}", "'do' is missing"),
    (b'{"do": null}', "do: must be one of"),
    (b'{"do": "obsrve"}', "did you mean 'observe'?"),
    (b'{"do": "observe", "v": 2}', "v: version 1 is spoken here"),
    (b'{"do": "observe", "v": true}', "v: must be a whole number"),
    (b'{"do": "observe", "id": 1.5}', "id: must be a whole number"),
    (b'{"do": "observe", "id": {"a": 1}}', "id: must be a whole number"),
    (b'{"do": "observe", "waht": "people"}', "waht: unknown key 'waht', did you mean 'what'?"),
    (b'{"do": "observe", "what": "peple"}', "did you mean 'people'?"),
    (b'{"do": "observe", "what": "people", "ids": "abc"}', "ids: must be a list"),
    (b'{"do": "observe", "what": "people", "ids": [1.0]}', "ids.1: must be a whole number"),
    (b'{"do": "observe", "what": "people", "ids": [0]}', "ids.1: must be at least 1"),
    (b'{"do": "observe", "what": "people", "ids": [true]}', "ids.1: must be a whole number"),
    (b'{"do": "observe", "what": "people", "offset": -5}', "offset: must be at least 0"),
    (b'{"do": "observe", "what": "people", "limit": 51}', "limit: must be at most 50"),
    (b'{"do": "observe", "employer": "south"}', "'employer' says nothing about 'summary', leave it out"),
    (b'{"do": "observe", "what": "staff", "min_level": 3}', "'min_level' says nothing about 'staff'"),
    (b'{"do": "observe", "what": "labs", "limit": 3}', "'limit' says nothing about 'labs'"),
    (b'{"do": "observe", "what": "person"}', "'person' needs a candidate"),
    (b'{"do": "observe", "candidate": 3}', "'candidate' is for 'person'"),
    (b'{"do": "advance", "days": 2.0}', "days: must be a whole number"),
    (b'{"do": "advance", "days": 29}', "days: must be at most 28"),
    (b'{"do": "act", "orders": {}}', "orders: must be a list"),
    (b'{"do": "act", "orders": []}', "orders: needs at least 1"),
    (b'{"do": "act", "orders": [7]}', "orders.1: must be an object"),
    (b'{"do": "act", "orders": [{"to": [1]}]}', "orders.1: 'do' is missing, orders are send, invite"),
    (b'{"do": "act", "orders": [{"do": "sned"}]}', "orders.1: there is no order 'sned', did you mean"),
    (
        b'{"do": "act", "orders": [{"do": "send", "letter": "short-note", "pay_ration": 2}]}',
        "orders.1.pay_ration: unknown key 'pay_ration', did you mean 'pay_ratio'?",
    ),
    (b'{"do": "act", "orders": [{"do": "buy", "h100e": 1e3}]}', "orders.1.h100e: must be a whole number"),
    (b'{"do": "act", "orders": [{"do": "buy", "h100e": -1}]}', "orders.1.h100e: must be at least 1"),
    (
        b'{"do": "write", "letter": "a", "body": "x", "stage": "answer", "subject": "y"}',
        "'subject' says nothing about the stage 'answer'",
    ),
    (b'{"do": "write", "letter": "A b", "body": "x"}', "letter: must be 1 to 64 lower-case letters"),
    (b'{"do": "act", "orders": [{"do": "buy", "h100e": 0}]}', "orders.1.h100e: must be at least 1"),
    (b'{"do": "act", "orders": [{"do": "send", "letter": "a"}]}', "orders.1: say 'to' or 'top'"),
    (b'{"do": "act", "orders": [{"do": "attend"}]}', "orders.1: say 'to' or 'top'"),
    (b'{"do": "act", "orders": [{"do": "attend", "to": [1], "top": 2}]}', "orders.1: 'to' and 'top' cannot"),
    (b'{"do": "act", "orders": [{"do": "raise", "to": [1]}]}', "orders.1: say 'pay' or 'pay_ratio'"),
    (b'{"do": "act", "orders": [{"do": "send", "letter": "a", "to": [1], "by": "pay"}]}', "without 'top'"),
    (b'{"do": "explain", "candidate": 1, "pay": 9000, "pay_ratio": 2}', "'pay' and 'pay_ratio' cannot both"),
    (b'{"do": "what_if", "candidate": 1, "direct": true, "short": true}', "'direct' and 'short' cannot both"),
    (b'{"do": "forecast", "question": "hires>=1", "p": 1.5}', "p: must be at most 1"),
    (b'{"do": "hello", "model": "\\u001b[2J"}', "model: must be a name that can be shown as it is"),
    (b'{"do": "finish", "usage": {"tokns_in": 1}}', "usage.tokns_in: unknown key 'tokns_in', did you mean"),
    (b'{"do": "finish", "usage": {"usd": -1}}', "usage.usd: must be at least 0"),
    (b'{"do": "forecast", "question": "hires>=4", "p": 2}', "(and 1 more fault)"),
]  # fmt: skip


def test_what_cannot_be_is_refused_in_a_sentence() -> None:
    for line, told in HOSTILE:
        with pytest.raises(UsageError) as error:
            request_of(read_line(line))
        said = str(error.value)
        assert told in said and is_clean(said) and len(said) < 500, line[:80]


def test_a_missing_key_that_stands_there_misspelt_is_one_fault() -> None:
    with pytest.raises(UsageError) as error:
        request_of({"do": "act", "orders": [{"do": "send", "lettr": "short-note", "to": [1]}]})
    assert str(error.value) == "orders.1.lettr: unknown key 'lettr', did you mean 'letter'?"


KEYS = st.sampled_from(["do", "orders", "what", "ids", "usage", "id", "x"])
PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([*VERBS])
)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


@given(st.binary(max_size=60) | ANYTHING.map(lambda value: json.dumps(value).encode()))
@settings(deadline=None, max_examples=60)
def test_no_line_is_answered_by_a_fault(line: bytes) -> None:
    with suppress(UsageError):
        request_of(read_line(line))


def test_lines_end_where_they_end_however_long_they_are() -> None:
    long = b"x" * (3 * MAX_LINE)
    found = list(lines_of(io.BytesIO(b"a\r\n\n" + long + b"\nlast")))
    assert [len(one) for one in found] == [1, 0, MAX_LINE + 2, 4]
    assert found[0] == b"a" and found[-1] == b"last"


def test_depth_counts_every_kind_of_bracket() -> None:
    assert max(depth for depth, _ in _walk([{"a": [{"b": 1}]}])) == 5 < MAX_DEPTH


def test_every_verb_and_every_order_is_the_model_of_its_name_and_its_function() -> None:
    for verb, model in VERBS.items():
        assert get_args(model.model_fields["do"].annotation) == (verb,)
    for order, function in ASKS.items():
        assert set(order.model_fields) - {"do"} == set(inspect.signature(function).parameters), order
