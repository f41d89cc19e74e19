"""Sweeps: points, the same luck at each, and points that fail."""

import builtins
from fractions import Fraction

import numpy as np
import pytest

from outreach_sim.cli.vary import parse_axis
from outreach_sim.errors import UsageError
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.plan import plan
from outreach_sim.study.report import lab_values
from outreach_sim.study.run import run_here
from outreach_sim.study.sweep import Axis, points, sweep


def build(overrides: tuple[str, ...]):
    return load_scenario("first-letter", overrides).setup, 0


def rows_of(*vary: str, n: int = 20, seed: int = 3, jobs: int = 1):
    return sweep(points([parse_axis(text) for text in vary], "grid", None, 1), build, seed, n, jobs)


def test_a_failed_point_is_a_row_with_its_reason_and_not_the_end() -> None:
    rows = rows_of("script.1.offer.pay_ratio=0,1,2.5,99999")
    assert [bool(row.failed) for row in rows] == [True, False, False, True]
    assert "must be at least 0.01" in rows[0].failed and "\n" not in rows[0].failed
    assert not rows[1].differences, "the first that did not fail is what the others are set against"
    assert rows[2].differences["hires"].difference > 0


def test_points_share_their_luck() -> None:
    first, second = rows_of("labs.south.appeal=0,0", n=40)
    assert first.metrics == second.metrics
    assert second.differences["hires"].ci95 == (0.0, 0.0)
    alone = run_here(plan(build(("labs.south.appeal=0",))[0], 3, 40))
    assert first.metrics["hires"].mean == lab_values(alone, 0)["hires"].mean()


def test_processes_change_nothing() -> None:
    here, there = (rows_of("script.1.offer.pay_ratio=1,2", jobs=jobs) for jobs in (1, 2))
    assert here == there


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("a.b=1,2.5,3", Axis("a.b", ("1", "2.5", "3"))),
        ("a=ceo, recruiter", Axis("a", ("ceo", "recruiter"))),
        ("a=[1,2],[3,4]", Axis("a", ("[1,2]", "[3,4]"))),
        ("a={ b = 1, c = 2 }", Axis("a", ("{ b = 1, c = 2 }",))),
        ('a="x,y",z', Axis("a", ('"x,y"', "z"))),
        ("a=1..9", Axis("a", (), 1, 9, False, True)),
        ("a=0.5..9", Axis("a", (), 0.5, 9, False, False)),
        ("a=-2..-1.5", Axis("a", (), -2, -1.5, False, False)),
        ("a=log:1e2..1e5", Axis("a", (), 100, 1e5, True, False)),
        ("a=log:1_000..100_000", Axis("a", (), 1000, 100_000, True, True)),
    ],
)
def test_what_vary_understands(text: str, axis: Axis) -> None:
    assert parse_axis(text) == axis


@pytest.mark.parametrize(
    "text", ["a", "=1", "a=", "a=1,,2", "a=9..1", "a=log:0..5", "a=1..x", "a=1..inf", "a=1..nan"]
)
def test_what_vary_refuses_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="--vary"):
        parse_axis(text)


def test_a_grid_is_every_combination_and_ends_are_kept() -> None:
    axes = [parse_axis("a=x,y"), parse_axis("b=1..10"), parse_axis("c=log:1.0..100")]
    made = points(axes, "grid", 3, 1)
    assert len(made) == 18
    assert [p.values["b"] for p in made[:9:3]] == ["1", "6", "10"]
    assert [float(Fraction(p.values["c"])) for p in made[:3]] == [1.0, 10.0, 100.0]


@pytest.mark.parametrize("sampler", ["lhs", "sobol"])
def test_samplers_fill_the_range_evenly_and_are_repeatable(sampler: str) -> None:
    axes = [parse_axis("a=0.0..1"), parse_axis("b=log:1.0..1000")]
    made = points(axes, sampler, 16, 7)
    assert made == points(axes, sampler, 16, 7) != points(axes, sampler, 16, 8)
    a = np.array([float(p.values["a"]) for p in made])
    b = np.log10([float(p.values["b"]) for p in made]) / 3
    for shares in (a, b):
        assert sorted((shares * 16).astype(int).tolist()) == list(range(16))


@pytest.mark.parametrize(
    ("vary", "sampler", "count", "message"),
    [
        (["a=1,2"], "lhs", 4, "needs ranges"),
        (["a=1..2"], "sobol", 5, "--points 8"),
        (["a=1..2", "a=3..4"], "grid", None, "twice"),
        (["a=1..99999", "b=1..99999"], "grid", 200, "too many"),
    ],
)
def test_points_that_cannot_be_made_are_refused(vary, sampler: str, count, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        points([parse_axis(text) for text in vary], sampler, count, 1)


def test_without_scipy_a_sampler_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_scipy(name: str, *more, **kinds):
        if name.split(".")[0] == "scipy":
            raise ImportError(name)
        return real(name, *more, **kinds)

    monkeypatch.setattr(builtins, "__import__", no_scipy)
    with pytest.raises(UsageError, match=r"pip install scipy"):
        points([parse_axis("a=1..2")], "lhs", 4, 1)
