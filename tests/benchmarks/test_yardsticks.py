"""The yardsticks play the market of RULES.md: C, SimPy, Mesa and our engine agree on every count.

Mesa and SimPy are not needed to pass these tests, nor is gcc: whatever is installed is compared.
"""

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import PATIENCE_SECONDS

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
LABS = ("alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel")
# A small market with many offers, rivals for the same people, and counter-offers.
LIVELY = [
    "population.size=200",
    "scenario.days=200",
    *(f"labs.{lab}.bot.letters_per_week=14" for lab in LABS),
    "parameters.offer_chance_interviewed=0.9",
    "parameters.interest_cut=-0.3",
    "parameters.counter_chance=0.6",
]


def python(program: str, *words: str) -> str:
    command = [sys.executable, str(BENCHMARKS / program), *words]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    ).stdout


def engine(seed: int, *overrides: str) -> Any:
    return json.loads(python("ours.py", "128", str(seed), "1", *LIVELY, *overrides))


@pytest.fixture(scope="module")
def module() -> Iterator[Any]:
    """Import a module of the benchmarks by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("benchmarks") / "lively.txt"
    python("export.py", str(path), *(word for override in LIVELY for word in ("--set", override)))
    return path


@pytest.fixture(scope="module")
def reference() -> Any:
    return engine(1)


def played_by_c(build_c: Any, data: Path) -> dict[str, Any]:
    """What C finds, or nothing where it cannot be compiled, which must be said in a sentence."""
    if shutil.which("gcc") is None:
        with pytest.raises(SystemExit, match="there is no gcc"):
            build_c(data.parent)
        return {}
    command = [str(build_c(data.parent)), str(data), "2000", "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    return {"C": json.loads(done.stdout)}


@pytest.mark.whole
def test_all_programs_that_can_run_here_agree_on_every_count(module: Any, data: Path, reference: Any) -> None:
    agreement = module("agreement")
    found = {"engine": reference, "engine, other luck": engine(2)}
    found |= played_by_c(module("programs").build_c, data)
    for name in ("simpy", "mesa"):
        if find_spec(name):
            found[name] = json.loads(python(f"yardstick_{name}.py", str(data), "20", "1"))
    samples = {name: agreement.pooled([result]) for name, result in found.items()}
    differences = {(a, b): agreement.worst(samples[a], samples[b]) for a, b in combinations(samples, 2)}
    assert {pair: worst for pair, worst in differences.items() if worst[0] > agreement.WORST_Z} == {}


def test_a_program_with_another_rule_is_told_apart(module: Any, reference: Any) -> None:
    agreement = module("agreement")
    other = engine(2, "parameters.counter_chance=0.5")
    z, count = agreement.worst(agreement.pooled([other]), agreement.pooled([reference]))
    assert z > agreement.WORST_Z
    assert count == "countered"


def test_without_a_compiler_the_harness_says_so(
    module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="there is no gcc; install one"):
        module("programs").build_c(tmp_path)
    assert not list(tmp_path.iterdir())


def test_calls_with_different_seeds_are_one_sample(module: Any) -> None:
    calls = [{"worlds": 2, "counts": {"mails": [10.0, 1.0]}}, {"worlds": 4, "counts": {"mails": [16.0, 3.0]}}]
    worlds, mean, sd = module("agreement").pooled(calls)["mails"]
    assert (worlds, mean) == (6, 14.0)
    assert sd == pytest.approx(((1 * 1 + 3 * 9) / 4) ** 0.5)


def test_a_difference_is_counted_in_standard_errors(module: Any) -> None:
    difference = module("agreement").difference
    assert difference((100, 10.0, 2.0), (100, 11.0, 2.0)) == pytest.approx(-1 / (2 * 0.02**0.5))
    assert difference((5, 7.0, 0.0), (3, 7.0, 0.0)) == 0
    assert difference((5, 7.0, 0.0), (3, 8.0, 0.0)) == float("inf")


def test_ratios_are_seconds_a_world_and_seconds_a_process(module: Any) -> None:
    def result(worlds: int, seconds: float, process: float = 0.0) -> dict[str, Any]:
        return {"worlds": worlds, "seconds": seconds, "process_seconds": process, "counts": {}}

    year = {
        "C": result(100, 1.0),
        "ours": result(50, 2.0),
        "ours, 2 processes": result(100, 2.0),
        "ours, one world": result(1, 0.5, 1.0),
        "SimPy": result(2, 4.0),
        "SimPy, one world": result(1, 1.0, 1.5),
        "Mesa": result(2, 3.0),
        "Mesa, one world": result(1, 2.0, 3.0),
    }
    found = {(title, what): values for title, what, values in module("compare").ratios([year], [])}
    assert found["many worlds, 1 process", "ours ÷ C"] == [pytest.approx(4.0)]
    assert found["many worlds, 1 process", "SimPy ÷ ours"] == [pytest.approx(50.0)]
    assert found["many worlds, 2 processes", "Mesa ÷ ours"] == [pytest.approx(75.0)]
    assert found["two processes against one", "speed-up"] == [pytest.approx(2.0)]
    assert found["one world, engine", "SimPy ÷ ours"] == [pytest.approx(2.0)]
    assert found["one world, whole process", "Mesa ÷ ours"] == [pytest.approx(3.0)]


def test_the_export_holds_what_the_rules_say(data: Path) -> None:
    items = {}
    for line in data.read_text(encoding="ascii").splitlines():
        name, count, *values = line.split(" ")
        assert int(count) == len(values)
        items[name] = [float(value) for value in values]
    candidates, labs, days = (int(items[name][0]) for name in ("candidates", "labs", "days"))
    assert (candidates, labs, days) == (200, 8, 200)
    assert len(items["fleet"]) == labs * (days + 1)
    for lab in range(labs):
        order = items["order"][lab * candidates : (lab + 1) * candidates]
        assert sorted(order) == list(range(candidates))
    assert items["letters_per_week"] == [14]
    assert items["counter_chance"] == [0.6]
