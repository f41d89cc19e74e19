"""The wheel and the editable install find their templates and fixtures from any folder."""

import json
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from outreach_sim import __version__
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[1]
LIST = "from outreach_sim.cli.failure import run_command_line as main; main(['scenario', 'list', '--json'])"
WHERE = "import outreach_sim; print(outreach_sim.__file__)"


def call(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the tree, without asking any index."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    call(*pip, "-w", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A new environment that sees our dependencies, not our checkout; our own pip installs into it."""
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    site = Path(call(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=tmp_path).strip())
    ours = [path for path in sys.path if path.endswith("site-packages")]
    # Dependencies only: a .pth file would also run the editable install's own .pth, a plain path does not.
    (site / "dependencies.pth").write_text("\n".join(ours) + "\n")
    return python


def install(python: Path, *what: str | Path, cwd: Path) -> None:
    """Install into this environment, without asking any index."""
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index"]
    # Whatever our own environment holds is no part of the new one.
    call(*pip, "--ignore-installed", *what, cwd=cwd)


def test_the_wheel_holds_every_template_and_fixture_and_no_test(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("templates", "fixtures"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert f"outreach_sim/_data/{path.relative_to(ROOT)}" in names
    assert "outreach_sim/py.typed" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_runs_from_another_folder_in_a_clean_environment(
    wheel: Path, clean: Path, tmp_path: Path
) -> None:
    install(clean, wheel, cwd=tmp_path)
    assert str(tmp_path / "env") in call(clean, "-c", WHERE, cwd=tmp_path)
    found = json.loads(call(clean, "-c", LIST, cwd=tmp_path))
    assert "personal-email" in [scenario["name"] for scenario in found["scenarios"]]
    program = tmp_path / "env" / "bin" / "outreach-sim"
    assert "hires" in call(program, "run", "first-letter", cwd=tmp_path)


@pytest.mark.whole
def test_a_type_checker_reads_the_installed_package_s_types(wheel: Path, clean: Path, tmp_path: Path) -> None:
    install(clean, wheel, cwd=tmp_path)
    typed = tmp_path / "typed.py"
    typed.write_text("from outreach_sim.errors import BadInputError\nx: int = BadInputError\n")
    checked = [clean, "-m", "mypy", "--config-file=", "--cache-dir", tmp_path / "cache", typed]
    told = subprocess.run(list(map(str, checked)), cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert "Incompatible types" in told.stdout


def test_an_editable_install_runs_from_another_folder(clean: Path, tmp_path: Path) -> None:
    install(clean, "--no-build-isolation", "-e", ROOT, cwd=tmp_path)
    assert str(ROOT) in call(clean, "-c", WHERE, cwd=tmp_path)
    found = json.loads(call(clean, "-c", LIST, cwd=tmp_path))
    assert "personal-email" in [scenario["name"] for scenario in found["scenarios"]]


def test_the_citation_names_this_version() -> None:
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_dependency_says_what_it_is_for() -> None:
    block = re.search(r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.M | re.S)
    assert block is not None
    lines = block[1].splitlines()
    assert len(lines) > 8 and all(re.search(r'",  # \w', line) for line in lines)
