"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from outreach_sim.cli import complete
from outreach_sim.inputs.amounts import NoAmount, Unit, number, whole
from outreach_sim.market.limits import LEAST_RATIO, MAX_RATIO
from outreach_sim.market.metrics import KNOWN, metric_of

MAX_SEED = 2**63 - 1
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Whole(click.IntRange):
    """A whole amount within bounds, read as every other amount is: ``-n 1,000``, ``--pay 1.5m``."""

    def __init__(self, low: int | None = None, high: int | None = None, unit: Unit = Unit.NUMBER) -> None:
        super().__init__(low, high)
        self.unit = unit

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The amount, or a sentence what is wrong with it."""
        if isinstance(value, str):
            try:
                value = whole(value, self.unit)
            except NoAmount as error:
                self.fail(str(error), param, ctx)
        return super().convert(value, param, ctx)


class Ratio(click.FloatRange):
    """Pay over present pay, within the bounds of play: ``2`` or ``1.5``."""

    def __init__(self) -> None:
        super().__init__(LEAST_RATIO, MAX_RATIO)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The ratio, or a sentence what is wrong with it."""
        if isinstance(value, str):
            try:
                value = number(value)
            except NoAmount as error:
                self.fail(str(error), param, ctx)
        return super().convert(value, param, ctx)


class Share(click.FloatRange):
    """A share between 0 and 1, both left out: ``0.25`` or ``25%``."""

    def __init__(self) -> None:
        super().__init__(0, 1, min_open=True, max_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The share, or a sentence what is wrong with it."""
        if isinstance(value, str):
            try:
                value = number(value, Unit.SHARE)
            except NoAmount as error:
                self.fail(str(error), param, ctx)
        return super().convert(value, param, ctx)


def given(name: str) -> bool:
    """Whether this parameter of the running command stands on the command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
seed_option: Decorator = click.option(
    "--seed",
    type=Whole(0, MAX_SEED),
    default=1,
    show_default=True,
    show_envvar=True,
    help="Luck: tastes, fit and every shock.",
)
set_option: Decorator = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=complete.keys,
    help="Replace a value of the scenario, e.g. labs.meta.compute=400000; may be repeated.",
)
jobs_option: Decorator = click.option(
    "--jobs",
    type=Whole(1, 256),
    default=1,
    show_default=True,
    show_envvar=True,
    help="Processes; the numbers do not depend on it.",
)
cluster_option: Decorator = click.option(
    "--cluster", metavar="ADDRESS", help="Dask scheduler whose workers run it, e.g. tcp://127.0.0.1:8786."
)
lab_option: Decorator = click.option(
    "--lab",
    "lab_id",
    shell_complete=complete.labs,
    help="Id of the lab whose results count.  [default: the player's]",
)
metric_option: Decorator = click.option(
    "--metric",
    "metrics",
    type=click.Choice(KNOWN),
    metavar="METRIC",
    multiple=True,
    callback=lambda ctx, option, names: tuple(dict.fromkeys(metric_of(name).name for name in names)),
    help="What is compared, e.g. started, declined, committed_usd (docs/studies.md names all); may be "
    "repeated.  [default: hires]",
)
