"""Checks a template's syntax tree against a list of what is allowed, before anything is compiled.

Compiling folds constants, so a hostile template could fill the memory before it ran. Only fields, text,
``if`` with plain tests, filters without arguments, and ``default`` with something to say instead pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from outreach_sim.errors import Problem
from outreach_sim.inputs.characters import named
from outreach_sim.inputs.text import lines_of, strangers
from outreach_sim.mail.fields import FIELDS, GONE_FIELDS
from outreach_sim.mail.foreign import foreign_hint

MAX_BODY = 8_000
MAX_DEPTH = 20
MAX_NODES = 500
PLAIN_FILTERS = ("capitalize", "lower", "trim", "upper")
FALLBACKS = ("default", "d")
FILTERS = (*PLAIN_FILTERS, *FALLBACKS)
_TAG = re.compile(r"\{[{%].*?(?:[}%]\}|$)")


def environment() -> SandboxedEnvironment:
    """The one Jinja environment: sandboxed, only the allowed filters; white space is ``layout``'s."""
    env = SandboxedEnvironment(autoescape=False)
    env.filters = {name: env.filters[name] for name in PLAIN_FILTERS} | dict.fromkeys(FALLBACKS, _default)
    env.globals = {}
    env.tests = {}
    return env


def _default(value: str, default_value: str = "", boolean: bool = True) -> str:
    """Jinja's ``default``; what is not known of a person is empty text, which counts as missing."""
    return value or default_value


def check(source: str, file: str, first_line: int = 1, letter: bool = False) -> list[Problem]:
    """Everything in a template's text that is not allowed.

    Args:
        source: the template's text.
        file: as the user named it.
        first_line: line of the file on which ``source`` starts.
        letter: it is no reply, so tests may only ask for contact facts: the market knows a letter by its
            features for each combination of known facts, and one that branched on anything else would not fit
            them. What only replies have is empty in it.
    """
    if len(source) > MAX_BODY:
        return [Problem(file, first_line, 1, "", f"the letter is longer than {MAX_BODY:,} characters")]
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        line = error.lineno or 1
        message = (error.message or "this is no template").rstrip(".")
        column = _column(source.split("\n"), line)
        hint = _syntax_hint(source.split("\n")[line - 1][column - 1 :])
        return [
            Problem(file, first_line + line - 1, column, "", message[:1].lower() + message[1:][:200], hint)
        ]
    except (RecursionError, ValueError, OverflowError):
        return [Problem(file, first_line, 1, "", "the template nests or counts beyond any sense")]
    return list(_walk(tree, source, file, first_line, letter))


def tests_of_values(source: str, file: str, first_line: int) -> Iterator[Problem]:
    """Where a text that ``check`` has passed compares a field with words; ``where`` names the field."""
    lines = source.split("\n")
    for compare in environment().parse(source).find_all(nodes.Compare):
        sides = [compare.expr, *(operand.expr for operand in compare.ops)]
        fields = [name.name for side in sides for name in _names(side)]
        words = [side.value for side in sides if isinstance(side, nodes.Const)]
        if fields and words != [""]:
            column = _column(lines, compare.lineno, fields[0])
            yield Problem(file, first_line + compare.lineno - 1, column, fields[0], "")


def _names(node: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(node, nodes.Name):
        yield node
    yield from node.find_all(nodes.Name)


def _walk(tree: nodes.Template, source: str, file: str, first_line: int, letter: bool) -> Iterator[Problem]:
    seen = 0
    stack: list[tuple[nodes.Node, int, bool]] = [
        (tree, 0, False)
    ]  # node, depth, whether the letter asks for it
    lines = source.split("\n")
    while stack:
        node, depth, tested = stack.pop()
        seen += 1
        wrong = _wrong(node, letter, tested)
        if depth > MAX_DEPTH or seen > MAX_NODES:
            wrong = ("the template is too large or nests too deeply", "", "")
        if wrong:
            message, hint, token = wrong
            line = getattr(node, "lineno", None) or 1
            yield Problem(file, first_line + line - 1, _column(lines, line, token), "", message, hint)
            if depth > MAX_DEPTH or seen > MAX_NODES:
                return
            continue
        test = node.test if isinstance(node, nodes.If) else None
        tested |= isinstance(node, nodes.Compare | nodes.Not)
        children = reversed(list(node.iter_child_nodes()))
        stack.extend((child, depth + 1, tested or child is test) for child in children)


def _syntax_hint(text: str) -> str:
    """What would be right instead of the tag at the beginning of a text, where it can be told."""
    tag = _TAG.match(text)
    if tag is None:
        return ""
    if re.search(r"\|\s*(?:default|fallback)\s*[:=]|\|\s*[\"']", tag[0]):
        return _FALLBACK
    return foreign_hint(tag[0]) or ""


def _column(lines: Sequence[str], line: int, token: str = "") -> int:
    """Where on a line a word stands, in a tag if it can; else the line's only tag, or its beginning."""
    text = lines[line - 1] if line <= len(lines) else ""
    tags = list(_TAG.finditer(text))
    if token:
        word = re.compile(rf"(?<!\w){re.escape(token)}(?!\w)")
        for start, end in [*(tag.span() for tag in tags), (0, len(text))]:
            if found := word.search(text, start, end):
                return found.start() + 1
    return tags[0].start() + 1 if len(tags) == 1 else 1


def _wrong(node: nodes.Node, letter: bool, tested: bool) -> tuple[str, str, str] | None:
    """What is wrong with one node by itself: message, hint, and the text to point at."""
    if isinstance(node, nodes.Name):
        return _wrong_name(node) or (_wrong_in_letter(node.name, tested) if letter else None)
    if isinstance(node, nodes.Filter):
        return _wrong_filter(node)
    if isinstance(node, nodes.Const):
        plain = isinstance(node.value, str | bool) and len(str(node.value)) <= 200
        if not plain:
            return ("only a field or short text in quotes may stand here", "", "")
        # Written as an escape it stands in no line of the file.
        stranger = next((c for line in lines_of(str(node.value)) for _, c in strangers(line)), "")
        return (
            (f"the character {named(stranger)} cannot stand in a letter", "leave it out", "")
            if stranger
            else None
        )
    if isinstance(node, nodes.Compare):
        plain = len(node.ops) == 1 and node.ops[0].op in ("eq", "ne")
        return None if plain else ("a test may only ask whether something is equal (==) or not (!=)", "", "")
    if type(node) in _ALLOWED:
        return None
    kind = type(node).__name__.lower()
    foreign = isinstance(node, nodes.Getattr) and foreign_hint(node.attr)
    hint = foreign or _INSTEAD.get(kind, f"use fields, if, and the filters {', '.join(FILTERS)}")
    return (f"{_KINDS.get(kind, kind)} is not allowed in a letter", hint, "")


def _wrong_filter(node: nodes.Filter) -> tuple[str, str, str] | None:
    if node.name not in FILTERS:
        return _unknown("filter", node.name, FILTERS)
    if node.name in FALLBACKS:
        return (
            None if _is_fallback(node) else (f"{node.name} takes what to say instead", _FALLBACK, node.name)
        )
    if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return (f"the filter {node.name!r} takes no arguments here", "", node.name)
    return None


def _is_fallback(node: nodes.Filter) -> bool:
    """Whether it is called as Jinja's ``default``: what to say instead, and perhaps ``true``."""
    given = dict(zip(("default_value", "boolean"), node.args, strict=False))
    named = {pair.key: pair.value for pair in node.kwargs}
    flag = (given | named).get("boolean", nodes.Const(True))
    return (
        len(node.args) <= 2
        and "default_value" in given | named
        and not given.keys() & named.keys()
        and named.keys() <= {"default_value", "boolean"}
        and isinstance(flag, nodes.Const)
        and isinstance(flag.value, bool)
        and not (node.dyn_args or node.dyn_kwargs)
    )


def _wrong_name(node: nodes.Name) -> tuple[str, str, str] | None:
    if node.ctx != "load":
        return (f"a letter cannot set {node.name!r}", "", node.name)
    if node.name not in FIELDS:
        message, hint, token = _unknown("field", node.name, tuple(FIELDS))
        return message, GONE_FIELDS.get(node.name) or foreign_hint(node.name) or hint, token
    return None


def _wrong_in_letter(name: str, tested: bool) -> tuple[str, str, str] | None:
    if FIELDS[name].reply:
        return (f"{name!r} is empty in a letter", "only replies have it", name)
    if tested and FIELDS[name].fact is None:
        message = f"a letter may only test for contact facts, not for {name!r}"
        return (message, f"facts are {_FACTS}", name)
    return None


_FACTS = ", ".join(name for name, field in FIELDS.items() if field.fact is not None)
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Operand,
    nodes.Keyword,
)
_FALLBACK = 'write {{ topic | default("your work") }}'
_INSTEAD = {
    "condexpr": f"{_FALLBACK}, or {{% if topic %}} … {{% else %}} … {{% endif %}}",
    "test": "write {% if topic %}, or {% if not topic %}",
}
_KINDS = {
    "getattr": "looking into a value (a dot)",
    "getitem": "looking into a value (brackets)",
    "call": "a call",
    "for": "a loop",
    "concat": "joining with ~",
    "assign": "set",
    "assignblock": "set",
    "extends": "extends",
    "include": "include",
    "import": "import",
    "fromimport": "import",
    "macro": "a macro",
    "callblock": "a call",
    "filterblock": "a filter block",
    "block": "a block",
    "test": "a test (is)",
    "condexpr": "an inline if",
    **dict.fromkeys(("add", "sub", "mul", "div", "floordiv", "mod", "pow", "neg", "pos"), "arithmetic"),
}


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> tuple[str, str, str]:
    close = get_close_matches(name, known, 1, 0.5)
    hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
    return (f"there is no {kind} {name[:60]!r}", hint, name)
