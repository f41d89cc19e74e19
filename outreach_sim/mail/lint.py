"""Checks a template's syntax tree against a list of what is allowed, before anything is compiled.

Compiling folds constants, so a hostile template could fill the memory before it ran. Only fields, text,
``if`` with plain tests, and filters without arguments pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from outreach_sim.errors import Problem
from outreach_sim.intake.characters import named
from outreach_sim.intake.text import lines_of, strangers
from outreach_sim.mail.fields import FIELDS

MAX_BODY = 8_000
MAX_DEPTH = 20
MAX_NODES = 500
FILTERS = ("capitalize", "lower", "trim", "upper")
_TAG = re.compile(r"\{[{%].*?(?:[}%]\}|$)")


def environment() -> SandboxedEnvironment:
    """The one Jinja environment: sandboxed, strict white space, only the allowed filters."""
    env = SandboxedEnvironment(
        autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    env.filters = {name: env.filters[name] for name in FILTERS}
    env.globals = {}
    env.tests = {}
    return env


def check(source: str, file: str, first_line: int = 1, facts_only: bool = False) -> list[Problem]:
    """Everything in a template's text that is not allowed.

    Args:
        source: the template's text.
        file: as the user named it.
        first_line: line of the file on which ``source`` starts.
        facts_only: tests may only ask for contact facts. The market knows a letter by its features for
            each combination of known facts; a letter that branched on anything else would not fit them.
    """
    if len(source) > MAX_BODY:
        return [Problem(file, first_line, 1, "", f"the letter is longer than {MAX_BODY:,} characters")]
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        line = error.lineno or 1
        message = (error.message or "this is no template").rstrip(".")
        column = _column(source.split("\n"), line)
        return [Problem(file, first_line + line - 1, column, "", message[:1].lower() + message[1:][:200])]
    except (RecursionError, ValueError, OverflowError):
        return [Problem(file, first_line, 1, "", "the template nests or counts beyond any sense")]
    return list(_walk(tree, source, file, first_line, facts_only))


def _walk(
    tree: nodes.Template, source: str, file: str, first_line: int, facts_only: bool
) -> Iterator[Problem]:
    seen = 0
    stack: list[tuple[nodes.Node, int, bool]] = [(tree, 0, False)]
    lines = source.split("\n")
    while stack:
        node, depth, tested = stack.pop()
        seen += 1
        wrong = _wrong(node, tested and facts_only)
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
        children = reversed(list(node.iter_child_nodes()))
        stack.extend((child, depth + 1, tested or child is test) for child in children)


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


def _wrong(node: nodes.Node, must_be_fact: bool) -> tuple[str, str, str] | None:
    """What is wrong with one node by itself: message, hint, and the text to point at."""
    if isinstance(node, nodes.Name):
        return _wrong_name(node, must_be_fact)
    if isinstance(node, nodes.Filter):
        if node.name not in FILTERS:
            return _unknown("filter", node.name, FILTERS)
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return (f"the filter {node.name!r} takes no arguments here", "", node.name)
        return None
    if isinstance(node, nodes.Const):
        plain = isinstance(node.value, str | bool) and len(str(node.value)) <= 200
        if not plain:
            return ("only short text in quotes may be compared with", "", "")
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
    return (f"{_KINDS.get(kind, kind)} is not allowed in a letter", "use fields, if and the four filters", "")


def _wrong_name(node: nodes.Name, must_be_fact: bool) -> tuple[str, str, str] | None:
    if node.ctx != "load":
        return (f"a letter cannot set {node.name!r}", "", node.name)
    if node.name not in FIELDS:
        return _unknown("field", node.name, tuple(FIELDS))
    if must_be_fact and FIELDS[node.name].fact is None:
        message = f"a letter may only test for contact facts, not for {node.name!r}"
        return (message, f"facts are {_FACTS}", node.name)
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
)
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
