"""The house in order: light imports, docstrings, no paths of a machine, documents that do not drift."""

import ast
import json
import re
import subprocess
import sys
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.trees import MODULES, trees
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[1]
NEED_AN_EXTRA = ("outreach_sim.environments.gym", "outreach_sim.environments.registration")
"""What cannot be imported without Gymnasium."""
HEAVY = ("numpy", "textual", "faker", "pydantic", "jinja2", "sqlite_utils", "rich")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    code = f"from outreach_sim.cli.failure import run_command_line\nrun_command_line(['{option}'])"
    assert not loaded_after(code) & set(HEAVY)


def test_engine_studies_and_command_line_leave_textual_alone() -> None:
    code = """
import importlib, pkgutil, outreach_sim
for module in pkgutil.walk_packages(outreach_sim.__path__, "outreach_sim."):
    if not module.name.startswith(("outreach_sim.tui", *NEED_AN_EXTRA)):
        importlib.import_module(module.name)
"""
    others = ("outreach_sim.tui", *NEED_AN_EXTRA)
    loaded = loaded_after(code.replace("NEED_AN_EXTRA", repr(NEED_AN_EXTRA)))
    assert "textual" not in loaded
    assert loaded >= {name for name in map(module_name, MODULES) if not name.startswith(others)}


def test_a_run_needs_neither_faker_nor_textual_nor_the_database() -> None:
    code = "from outreach_sim.cli.failure import run_command_line as main\n"
    code += "main(['run', 'first-letter', '--json'])"
    assert not loaded_after(code) & {"faker", "textual", "sqlite_utils", "rich"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    house = grimp.build_graph("outreach_sim", exclude_type_checking_imports=True, cache_dir=None)
    arrows = {module: house.find_modules_directly_imported_by(module) for module in house.modules}
    assert len(arrows) > len(MODULES) // 2 and any(arrows.values())
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        pytest.fail("these import each other: " + " <- ".join(error.args[1]))


def test_every_module_says_what_it_is_and_stays_readable() -> None:
    assert [name for name, tree in trees().items() if not ast.get_docstring(tree)] == []
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > 380} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{name}: {node.name}": (node.end_lineno or 0) - node.lineno
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert len(lengths) > 1_000
    assert {name: lines for name, lines in lengths.items() if lines >= 52} == {}


def public_definitions(body: list[ast.stmt]) -> list[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes that others may use, and the methods of those classes."""
    named = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [node for node in named if not node.name.startswith("_")]
    methods = [inner for node in public if isinstance(node, ast.ClassDef) for inner in node.body]
    return public + (public_definitions(methods) if methods else [])


def test_everything_public_says_what_it_does() -> None:
    silent = [
        f"{name}: {node.name}"
        for name, tree in trees().items()
        for node in public_definitions(tree.body)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_core_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.body[ast.get_docstring(node) is not None].lineno + 1
        for name, tree in trees().items()
        if name.startswith(("market/", "model/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and len(node.body) > (ast.get_docstring(node) is not None)
    )
    assert lengths[len(lengths) // 2] < 10


def tracked_texts() -> dict[Path, str]:
    """Every text file that a clone holds, by its path; without git, the package's own."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\0") if done.returncode == 0 else list(map(str, MODULES))
    texts = {}
    for path in (ROOT / name for name in names if name):
        if path.is_file():
            with suppress(UnicodeDecodeError):
                texts[path] = path.read_text(encoding="utf-8")
    return texts


def test_no_file_names_a_path_of_a_machine_or_a_package_host() -> None:
    machine = r"(?<![\w.])/(?:work|farm|root|home|mnt)/"
    host = r"index-url|://[^ \"]*/simple\b|\.whl\b.*://"
    pattern = re.compile(f"{machine}|{host}")
    texts = tracked_texts()
    texts.pop(Path(__file__), None)  # it holds the pattern
    assert len(texts) >= len(MODULES)
    for path, text in texts.items():
        for number, line in enumerate(text.splitlines(), start=1):
            assert not pattern.search(line), f"{path}:{number}: {line}"


def test_no_code_could_send_mail_or_open_a_connection() -> None:
    forbidden = {"smtplib", "socket", "http", "urllib", "requests", "ftplib", "asyncio", "ssl"}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names.append(node.module or "")
                if [a.name for a in node.names] == ["get_running_loop"]:
                    continue  # the desk asks for its own loop, to answer signals; a loop connects nothing
            assert not forbidden & {name.split(".")[0] for name in names}, path


def test_the_reference_of_the_command_line_is_what_the_help_says() -> None:
    from docs.generate_cli import reference

    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), (
        "run python docs/generate_cli.py"
    )


def test_the_tables_of_the_page_of_scenarios_are_those_of_the_schema() -> None:
    from docs.generate_scenarios import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page(), "run python docs/generate_scenarios.py"


def test_the_tables_of_words_terms_and_fields_are_what_is_declared() -> None:
    from docs.generate_tables import pages

    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, "run python docs/generate_tables.py"


def test_every_card_of_a_parameter_is_a_field_with_its_unit() -> None:
    from docs.generate_parameters import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page(), "run python docs/generate_parameters.py"


def test_the_page_of_balance_is_what_was_played_and_names_all_games_and_strategies() -> None:
    from docs.generate_balance import PAGE, PLAYED, page
    from outreach_sim.cli.balance import GAMES
    from outreach_sim.study.balance import STRATEGIES

    found = json.loads(PLAYED.read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page(found), "run python docs/generate_balance.py"
    for luck in found:
        assert tuple(luck["scenarios"]) == GAMES, "run python docs/generate_balance.py --worlds 256"
        for game in luck["scenarios"].values():
            assert set(game["strategies"]) == set(STRATEGIES), "play again"


def test_the_page_of_evidence_is_what_the_files_say() -> None:
    from docs.generate_evidence import PAGE, chapters, page

    assert PAGE.read_text(encoding="utf-8") == page(), "run python docs/generate_evidence.py"
    assert all(chapters().values()), "a chapter without a parameter"
