"""The house in order: light imports, docstrings, no paths of a machine, documents that do not drift."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "outreach_sim").rglob("*.py"))
HEAVY = ("numpy", "textual", "faker", "pydantic", "jinja2", "sqlite_utils", "rich")


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    code = f"from outreach_sim.cli.failure import run_command_line\nrun_command_line(['{option}'])"
    assert not loaded_after(code) & set(HEAVY)


def test_engine_studies_and_command_line_leave_textual_alone() -> None:
    code = """
import importlib, pkgutil, outreach_sim
for room in ("market", "model", "study", "scenario", "mail", "cli"):
    package = importlib.import_module(f"outreach_sim.{room}")
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""
    assert "textual" not in loaded_after(code)


def test_a_run_needs_neither_faker_nor_textual_nor_the_database() -> None:
    code = "from outreach_sim.cli.failure import run_command_line as main\n"
    code += "main(['run', 'first-letter', '--json'])"
    assert not loaded_after(code) & {"faker", "textual", "sqlite_utils", "rich"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 380
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 52, f"{node.name} is too long"


def test_core_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.body[ast.get_docstring(node) is not None].lineno + 1
        for path in MODULES
        if path.parent.name in ("market", "model")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and len(node.body) > (ast.get_docstring(node) is not None)
    )
    assert lengths[len(lengths) // 2] < 10


def tracked_files() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.split() or [str(p.relative_to(ROOT)) for p in MODULES]
    return [
        ROOT / name for name in names if (ROOT / name).suffix in {".py", ".md", ".toml", ".c", ".csv", ""}
    ]


def test_no_file_names_a_path_of_a_machine_or_a_package_host() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|farm|root|home)/|index-url|://[^ \"]*/simple\b|\.whl\b.*://")
    for path in tracked_files():
        if path.is_file() and path != Path(__file__):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                assert not pattern.search(line), f"{path}:{number}: {line}"


def test_no_code_could_send_mail_or_open_a_connection() -> None:
    forbidden = {"smtplib", "socket", "http", "urllib", "requests", "ftplib", "asyncio", "ssl"}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not forbidden & {name.split(".")[0] for name in names}, path


def test_the_reference_of_the_command_line_is_what_the_help_says() -> None:
    from docs.generate_cli import reference

    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), (
        "run python docs/generate_cli.py"
    )
