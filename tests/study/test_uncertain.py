"""Luck and ignorance apart: unbiased parts, honest intervals, parameters drawn as their cards say."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from outreach_sim.cli.output import plain
from outreach_sim.model.chain import chances
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.parameters import load_cards, load_parameters, objection_to
from outreach_sim.study.executors import run_study
from outreach_sim.study.ignorance import REFERENCE, Draws, draw, reference, triangle
from outreach_sim.study.plan import plan, plan_draws
from outreach_sim.study.run import run_here
from outreach_sim.study.statistics import log_hash
from outreach_sim.study.uncertain import (
    PARTIAL,
    PLAIN,
    mean95,
    partial_correlations,
    parts,
    pooled_report,
    ranking,
    share95,
    table,
    uncertainty,
)

BASE, CARDS = load_parameters(), load_cards()
SETUP = load_scenario("first-letter").setup


@cache
def drawn() -> Draws:
    """Sixty sets of parameters."""
    return draw(BASE, CARDS, (), 60, 1)


def made_up(rng, draws: int, worlds: int, parameters: float, world: float, rest: float):
    return (
        parameters * rng.normal(size=(draws, 1))
        + world * rng.normal(size=(1, worlds))
        + rest * rng.normal(size=(draws, worlds))
    )


@pytest.mark.parametrize("sds", [(0.6, 1.0, 0.7), (0.0, 1.0, 1.0), (1.0, 0.0, 2.0)])
def test_the_parts_of_a_variance_are_unbiased(sds: tuple[float, float, float]) -> None:
    rng = np.random.default_rng(1)
    found = [parts(made_up(rng, 25, 6, *sds)) for _ in range(800)]
    for name, sd in zip(("parameters", "world", "rest"), sds, strict=True):
        values = [getattr(part, name) for part in found]
        assert np.mean(values) == pytest.approx(sd**2, abs=4 * np.std(values) / np.sqrt(800))


def test_the_spread_of_means_would_say_too_much_of_ignorance() -> None:
    values = made_up(np.random.default_rng(2), 400, 4, 0.3, 1.0, 2.0)
    naive = values.mean(axis=1).var(ddof=1)
    assert naive > 5 * 0.3**2
    assert parts(values).parameters < 2.5 * 0.3**2


def test_the_bootstrap_interval_covers_the_share() -> None:
    rng = np.random.default_rng(3)
    truth, hits = 0.36 / (0.36 + 1.0 + 0.49), 0
    for k in range(12):
        ends = share95(made_up(rng, 60, 12, 0.6, 1.0, 0.7), k)
        hits += ends is not None and ends[0] <= truth <= ends[1]
    assert hits >= 9
    assert share95(made_up(rng, 60, 9, 0.6, 1.0, 0.7), 1) is None


def test_the_interval_of_the_mean_knows_that_worlds_are_shared() -> None:
    values = made_up(np.random.default_rng(4), 200, 10, 0.0, 1.0, 0.0)
    as_if_separate = 1.96 * values.std() / np.sqrt(values.size)
    ends = mean95(values, 0.0)
    assert ends is not None and ends[1] > 5 * as_if_separate
    assert mean95(values[:, :9], 0.0) is None


def test_every_draw_means_something_and_keeps_cut_points_rising() -> None:
    for p in drawn().sets:
        for name, card in CARDS.items():
            value = getattr(p, name)
            assert card.low <= value <= card.high and objection_to(name, value) is None
        assert list(p.reply_cuts) == sorted(p.reply_cuts)


def test_draws_are_a_latin_hypercube_of_triangles() -> None:
    share = drawn().shares["accept_constant"]
    assert sorted((share * 60).astype(int).tolist()) == list(range(60))
    card = CARDS["accept_constant"]
    grid = (np.arange(200_000) + 0.5) / 200_000
    values = triangle(grid, card)
    assert values.mean() == pytest.approx((card.low + card.value + card.high) / 3, abs=1e-4)
    below = (card.value - card.low) / (card.high - card.low)
    assert (values < card.value).mean() == pytest.approx(below, abs=1e-4)


def test_a_ceo_s_weight_lies_on_the_ridge_with_pay() -> None:
    target = chances(BASE, reference(BASE))["chain"]
    alike = chances(BASE, REFERENCE)["chain"]
    assert target != pytest.approx(alike, rel=0.005), "the people written to differ"
    weights = []
    for p in drawn().sets:
        on = replace(BASE, pay_slope=p.pay_slope, pay_curvature=p.pay_curvature, sender_ceo=p.sender_ceo)
        assert chances(on, reference(on))["chain"] == pytest.approx(target, rel=1e-9)
        assert CARDS["sender_ceo"].low < p.sender_ceo < CARDS["sender_ceo"].high, "found, not cut off"
        weights.append((p.pay_slope, p.sender_ceo))
    assert np.corrcoef(np.array(weights).T)[0, 1] < -0.5


def test_what_the_scenario_sets_itself_is_known() -> None:
    drawn = draw(replace(BASE, pay_slope=1.5), CARDS, {"pay_slope"}, 10, 1)
    assert {p.pay_slope for p in drawn.sets} == {1.5}
    assert "pay_slope" not in drawn.shares
    assert {p.sender_ceo for p in drawn.sets} == {BASE.sender_ceo}, "nothing is left for it to follow"


def test_a_new_parameter_moves_nobody_else_s_draws() -> None:
    fewer = {name: card for name, card in CARDS.items() if name != "gate_share"}
    again = draw(BASE, fewer, (), 60, 1)
    assert (again.shares["fit_sd"] == drawn().shares["fit_sd"]).all()


def test_each_draw_is_the_world_it_would_be_alone_and_jobs_change_nothing() -> None:
    made = plan_draws(SETUP, 4, 6, drawn().sets[:4])
    result = run_study(made)
    alone = run_here(plan(replace(SETUP, parameters=drawn().sets[2]), 4, 6))
    assert result.digests[12:18] == alone.digests
    assert (table(result, 0, "hires", 6)[2] == alone.funnel[:, 0, 7]).all()
    assert log_hash(run_study(made, 2).digests) == log_hash(result.digests)


@pytest.mark.parametrize(("draws", "measure"), [(160, PARTIAL), (60, PLAIN)])
def test_the_parameter_that_moves_the_result_comes_first(draws: int, measure: str) -> None:
    drawn = draw(BASE, CARDS, (), draws, 1)
    noise = 0.1 * np.random.default_rng(5).normal(size=draws)
    expected = 3 * drawn.shares["offer_chance_direct"] - 1.5 * drawn.shares["gate_share"] + noise
    first, second, third, *_ = ranking(expected, drawn)
    assert (first.parameter, second.parameter) == ("offer_chance_direct", "gate_share")
    assert first.clear and not third.clear
    assert second.clear == (measure == PARTIAL), "what is plain once the strong one is held"
    assert first.ci95[0] < first.value < first.ci95[1] and second.value < 0
    assert first.measure == measure


def test_nothing_is_ranked_where_nothing_varies() -> None:
    assert ranking(np.zeros(60), drawn()) == ()


def test_a_partial_correlation_is_that_of_residuals() -> None:
    rng = np.random.default_rng(6)
    x = rng.normal(size=(3, 50))
    y = x[0] + 2 * x[1] + rng.normal(size=50)
    others = np.c_[np.ones(50), x[1], x[2]]
    left = [v - others @ np.linalg.lstsq(others, v, rcond=None)[0] for v in (x[0], y)]
    assert partial_correlations(np.array([*x, y]))[0] == pytest.approx(np.corrcoef(left)[0, 1])


def test_a_study_of_draws_reports_shares_that_add_up() -> None:
    drawn = draw(BASE, CARDS, (), 12, 1)
    result = run_study(plan_draws(SETUP, 4, 5, drawn.sets))
    found = json.loads(json.dumps(uncertainty(result, drawn, 0, "hires", 4), default=plain))
    assert found["luck_share"] + found["parameters_share"] == pytest.approx(1)
    assert found["ci95"] is None, "five worlds are too few for an interval"
    assert (found["draws"], found["worlds_per_draw"]) == (12, 5)
    assert {"parameter", "measure", "value"} <= set(found["ranking"][0])
    whole = pooled_report(result, 0, 5)
    assert whole.metrics["hires"].mean == pytest.approx(result.funnel[:, 0, 7].mean())
