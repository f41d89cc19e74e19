"""Every fenced block of a page is executed or checked: by a rule for its language or a test of its own."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import shlex
import tomllib
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from typing import Any

import pytest
from pydantic import TypeAdapter

from docs.generate_transcripts import refreshed
from outreach_sim.scenario.schema import Spec
from tests.cli import test_docs
from tests.cli.test_commands import ROOT
from tests.cli.test_docs import PAGES

TABLES = "frames/test_frames.py::test_what_the_page_of_tables_shows_can_be_done"
ELSEWHERE = {
    ("docs/candidates.md", "$ outreach-sim candidates"): "scenario/test_tables.py::"
    "test_the_page_on_candidates_shows_what_is_said",
    ("docs/lesson.md", "WITH offer"): "site/test_lesson.py::test_the_curse_is_counted_as_the_page_shows",
    ("docs/playing.md", "theme ="): "tui/test_keys.py::test_the_documented_file_is_right",
    ("docs/points.md", "$ outreach-sim save record"): "cli/test_score.py::"
    "test_a_saved_game_is_broken_down_by_person_to_the_last_digit",
    ("docs/policies.md", "policy ="): "cli/test_docs.py::test_the_example_of_a_policy_s_settings_is_taken",
    ("docs/tables.md", "import sqlite3"): TABLES,
    ("docs/tables.md", "SELECT level"): TABLES,
}
"""Blocks that tests of their own execute, by their page and how they begin."""
PROGRAMS = {
    "dask": "study/test_cluster.py::test_a_cluster_gives_the_same_log_and_a_lost_worker_changes_nothing",
    "datasette": "frames/test_frames.py::test_datasette_serves_them_with_meanings_labels_and_facets",
    "duckdb": TABLES,
    "sqlite3": TABLES,
}
"""Programs of others, with the test that does the same."""
ALIASES = {".venv/bin/": "", "python3 ": "python "}


@dataclass(frozen=True)
class Block:
    """A fenced block, with its page and the line that it begins in."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.language}"


def found() -> list[Block]:
    """All of them; README and CONTRIBUTING are pages too."""
    pages = {**PAGES, "CONTRIBUTING.md": (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")}
    return [
        Block(page, text[: match.start()].count("\n") + 1, match[1], match[2])
        for page, text in pages.items()
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
    ]


FOUND = found()


def of(*languages: str) -> list[Block]:
    """Blocks of some languages that nobody executes elsewhere."""
    return [block for block in FOUND if block.language in languages and not elsewhere(block)]


def prompted() -> list[Block]:
    """Python as it is typed, with what it answers."""
    return [block for block in of("python") if ">>> " in block.text]


def elsewhere(block: Block) -> str | None:
    """The test that executes a block, if it is one of its own."""
    for (page, beginning), test in ELSEWHERE.items():
        if block.page == page and block.text.startswith(beginning):
            return test
    return None


def test_every_language_of_a_block_has_a_rule_and_there_are_many_blocks() -> None:
    assert {block.language for block in FOUND} <= {"", "text", "sh", "python", "toml", "sql", "json"}
    assert len(of("sh")) > 15 and len(of("toml")) >= 3 and len(prompted()) >= 12
    assert len({block.page for block in FOUND}) > 15
    fences = [line for text in PAGES.values() for line in re.findall(r"^ *(?:```|~~~).*$", text, re.M)]
    outside_contributing = [block for block in FOUND if block.page in PAGES]
    assert len(fences) == 2 * len(outside_contributing), "a fence that is not found"


@pytest.mark.parametrize("test", sorted({*ELSEWHERE.values(), *PROGRAMS.values()}))
def test_a_test_that_is_named_here_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def test_what_is_executed_elsewhere_stands_on_its_page() -> None:
    assert {test for block in FOUND if (test := elsewhere(block))} == set(ELSEWHERE.values())


# -- commands ------------------------------------------------------------------------------------------


def commands(text: str) -> list[list[str]]:
    """The words of every command of a block, of each in a row of several."""
    for written, meant in ALIASES.items():
        text = text.replace(written, meant)
    words = (shlex.split(line, comments=True) for line in text.replace("\\\n", " ").splitlines())
    parts = (groupby(line, key=lambda word: word in ("&&", "|")) for line in words)
    return [list(part) for line in parts for between, part in line if not between]


def is_known(words: list[str], block: Block) -> bool:
    """Whether a command would find what it names; what needs a network or hours is not run."""
    match words:
        case ["outreach-sim", *rest]:
            test_docs.test_every_command_that_a_page_shows_is_one(block.page, shlex.join(rest))
            return True
        case ["make", target]:
            return f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
        case ["python", "-m", module, *_]:
            return find_spec(module) is not None
        case ["python", "-c", code]:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(code, {})
            return True
        case ["python", file, *_]:
            return (ROOT / file).is_file()
        case ["pip", "install", *options]:
            return all(is_to_be_had(word) for word in options if not word.startswith("-"))
        case [program, *_]:
            return program in PROGRAMS
    return False


def is_to_be_had(what: str) -> bool:
    """Whether this is the clone, or extras of it that there are."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = re.fullmatch(r"\.(?:\[([\w,]+)\])?", what)
    return asked is not None and set((asked[1] or "").split(",")) - {""} <= set(
        extras["optional-dependencies"]
    )


@pytest.mark.parametrize("block", of("sh"), ids=str)
def test_every_command_of_a_block_is_one(block: Block) -> None:
    for words in commands(block.text):
        assert is_known(words, block), shlex.join(words)


def test_what_a_command_prints_is_held_to_what_it_prints_now() -> None:
    assert len(compared()) > 12
    for block in compared():
        command, _, shown = block.text.removeprefix("$ outreach-sim ").partition("\n")
        assert (command, shown) in test_docs.BLOCKS, f"{block}: name its test in ELSEWHERE"


def test_numbers_of_a_block_are_written_anew_where_its_words_are_still_printed() -> None:
    shown = "Hires 0.91 a world (-0.1 to 1.02)\n…\n 1,600   2.1 %\n…\n+0.20  reply  pay\n"
    printed = (
        "Two lines\nHires  1.17 a world (+0.3 to 12.5)\n  400  1.0 %\n1,600  3.4 %\n-0.11   reply  pay\n"
    )
    assert refreshed(shown, printed) == (
        "Hires 1.17 a world (+0.3 to 12.5)\n…\n 1,600   3.4 %\n…\n-0.11  reply  pay\n"
    )
    assert refreshed(shown.replace("pay", "words"), printed) is None


def compared() -> list[Block]:
    """Blocks that tests/cli/test_docs.py holds to what is printed now."""
    return [block for block in of("text") if block.text.startswith("$ ")]


# -- Python, TOML, SQL -----------------------------------------------------------------------------------


def sittings() -> list[list[Block]]:
    """Prompted blocks that are typed one after the other: one that begins with an import begins anew."""
    pages: list[list[Block]] = []
    for block in prompted():
        anew = re.match(r">>> (?:import|from) ", block.text)
        if anew or pages[-1][0].page != block.page:
            pages.append([])
        pages[-1].append(block)
    return pages


@pytest.mark.parametrize("blocks", sittings(), ids=lambda blocks: str(blocks[0]))
def test_an_example_prints_what_stands_there(blocks: list[Block], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"__name__": "example"}
    for module in re.findall(r"^>>> (?:import|from) (\w+)", blocks[0].text, re.M):
        pytest.importorskip(module)  # some are extras
    for block in blocks:
        told: list[str] = []
        asked = doctest.DocTestParser().get_doctest(block.text, names, block.page, block.page, block.line)
        outcome = doctest.DocTestRunner().run(asked, out=told.append, clear_globs=False)
        assert outcome.attempted > 0 and outcome.failed == 0, "".join(told)
        names = asked.globs


@pytest.mark.parametrize("block", [b for b in of("python") if ">>> " not in b.text], ids=str)
def test_python_without_prompts_is_a_file_of_the_examples(block: Block) -> None:
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "examples").glob("*.py"))
    assert block.text in files, "name its test in ELSEWHERE"


@pytest.mark.parametrize("block", of("toml"), ids=str)
def test_tables_of_scenario_files_are_taken_by_their_schema(block: Block) -> None:
    for name, table in tomllib.loads(block.text).items():
        TypeAdapter(Spec.model_fields[name].annotation).validate_python(table)


def test_json_is_json_and_so_is_what_is_said_to_an_agent_and_by_it() -> None:
    for block in of("json"):
        json.loads(block.text)
    for block in of("text"):
        for line in re.findall(r"^[<>] (\{.*)$", block.text, re.M):
            json.loads(line)


def test_sql_is_executed_by_a_test_of_its_own() -> None:
    assert of("sql") == [], "name their tests in ELSEWHERE"
