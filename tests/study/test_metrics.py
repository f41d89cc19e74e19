"""One table of metrics: what it counts is in the log, and every door has the same names."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import pytest

from outreach_sim.cli.options import metric_option
from outreach_sim.errors import BadInputError
from outreach_sim.market.day import play_day
from outreach_sim.market.metrics import KNOWN, METRICS, NAMES, metric_of
from outreach_sim.market.state.events import FUNNEL, STAGES, Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.scenario.json_schema import json_schema
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.plan import plan
from outreach_sim.study.report import lab_values, report
from outreach_sim.study.run import StudyResult, run_here
from tests.cli.test_commands import run
from tests.market.worlds import richest_setup

RICHEST, WORLDS = richest_setup(), 12
LEAVING = replace(
    RICHEST.parameters, misfit_chance_direct=0.8, misfit_chance_interviewed=0.6, quit_returns=1.0
)
SETUP = replace(RICHEST, parameters=LEAVING)


class Listener(Observer):
    """Counts the rows it hears of, by kind."""

    def __init__(self) -> None:
        self.heard: Counter[int] = Counter()

    def event(self, world: World, batch: EventBatch) -> None:
        self.heard[int(batch.event)] += batch.row.size


@pytest.fixture(scope="module")
def played() -> tuple[StudyResult, Log, Listener]:
    """The busiest scenario twice: as a study, and with a log and somebody who listens."""
    world, listener = World(SETUP, 3, range(WORLDS), keep_log=True), Listener()
    world.observers.append(listener)
    for _ in range(SETUP.days):
        play_day(world)
    return run_here(plan(SETUP, 3, WORLDS)), world.recorder.take_log(), listener


def test_every_metric_counts_what_the_log_shows(played: tuple[StudyResult, Log, Listener]) -> None:
    result, log, _ = played
    found = [lab_values(result, lab) for lab in range(len(SETUP.labs))]
    for metric in METRICS:
        if not metric.event:
            assert np.array_equal(found[1][metric.name], getattr(result, metric.name)[:, 1])
            continue
        of_it = log.kind == Event[metric.event]
        rows = log.where(of_it & (log.value > 0) if metric.gate_closed else of_it)
        for lab, values in enumerate(found):
            counts = np.bincount(rows.world[rows.lab == lab], minlength=WORLDS)
            assert values[metric.name].tolist() == counts.tolist(), (metric.name, lab)


def test_every_metric_is_something_that_happens(
    played: tuple[StudyResult, Log, Listener],
) -> None:
    result, _, _ = played
    found = [lab_values(result, lab) for lab in range(len(SETUP.labs))]
    assert [name for name in NAMES if not any(values[name].any() for values in found)] == []


def test_who_looks_on_hears_of_every_event(played: tuple[StudyResult, Log, Listener]) -> None:
    _, log, listener = played
    assert listener.heard == Counter(log.kind.tolist())
    assert listener.heard[Event.ADOPTED] and listener.heard[Event.EXITED]


def test_every_stage_of_the_funnel_is_a_metric_by_that_name() -> None:
    assert [metric_of(stage).event for stage in STAGES] == [event.name for event in FUNNEL]


def test_no_name_means_two_things() -> None:
    assert len(set(KNOWN)) == len(KNOWN) == len(NAMES) + sum(bool(m.also) for m in METRICS)
    assert len({(m.event or m.name, m.gate_closed) for m in METRICS}) == len(METRICS)
    assert metric_of("accepted") is metric_of("hires")


def test_the_words_of_expectations_and_of_the_command_line_are_those_of_the_table() -> None:
    expect = json_schema()["$defs"]["Expect"]["properties"]["metric"]
    assert tuple(expect["enum"]) == KNOWN

    @click.command()
    @metric_option
    def command() -> None:
        """Only its option is looked at."""

    choice = command.params[0].type
    assert isinstance(choice, click.Choice) and tuple(choice.choices) == KNOWN


def test_every_door_prints_all_metrics(capsys, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "run", "first-letter", "--json", "-n", "2")
    told = json.loads(out)
    assert tuple(told["metrics"]) == NAMES
    assert all(tuple(lab["metrics"]) == NAMES for lab in told["labs"].values())
    _, out, _ = run(capsys, "compare", "first-letter", "--b", "script.1.offer.direct=true", "-n", "2",
                    "--metric", "accepted", "--metric", "hires", "--json")  # fmt: skip
    told = json.loads(out)
    assert all(tuple(arm["metrics"]) == NAMES for arm in told["arms"])
    assert [pair["metric"] for pair in told["pairs"]] == ["hires"]
    table = tmp_path / "all.csv"
    _, out, _ = run(capsys, "sweep", "first-letter", "--vary", "script.1.offer.pay_ratio=1,2", "-n", "2",
                    "--json", "--csv", str(table))  # fmt: skip
    assert all(tuple(point["metrics"]) == NAMES for point in json.loads(out)["points"])
    header = table.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [name.removesuffix("_mean") for name in header if name.endswith("_mean")] == list(NAMES)
    _, out, _ = run(capsys, "balance", "first-letter", "-n", "2", "--json")
    assert json.loads(out)["scenarios"]["first-letter"]["strategies"]["spray"]["hires"]


@pytest.mark.parametrize("name", ["hires", "accepted"])
def test_an_expectation_may_say_hires(name: str) -> None:
    loaded = load_scenario("first-letter", [f"expect.1.metric={name}"])
    result = run_here(plan(loaded.setup, 1, 30, loaded.queries))
    assert result.queries[:, 0].tolist() == lab_values(result, loaded.setup.player)["hires"].tolist()


def test_money_can_be_expected_as_anything_else() -> None:
    loaded = load_scenario(
        "first-letter", ["expect.1.metric=committed_usd", "expect.1.at_least=1000000", "expect.1.lab=south"]
    )
    assert loaded.queries == ()
    result = run_here(plan(loaded.setup, 1, 30, loaded.queries))
    (verdict,) = report(result, loaded.setup.player, loaded.expectations).verdicts
    assert verdict.share == (result.committed_usd[:, 1] >= 1_000_000).mean()
    with pytest.raises(BadInputError, match="the lab's money"):
        load_scenario("first-letter", ["expect.1.metric=raises_usd", "expect.1.sender=ceo"])
