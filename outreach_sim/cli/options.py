"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import click

from outreach_sim.cli import complete
from outreach_sim.inputs.amounts import NoAmount, Unit, number, whole
from outreach_sim.market.limits import LEAST_RATIO, MAX_RATIO
from outreach_sim.market.metrics import KNOWN, metric_of
from outreach_sim.scenario.seeds import TODAY, seed_of

MAX_SEED = 2**63 - 1
MAX_WORLDS = 100_000
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


class Seed(Whole):
    """A number for the luck, or ``today``."""

    def __init__(self) -> None:
        super().__init__(0, MAX_SEED)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        return super().convert(seed_of(date.today()) if value == TODAY else value, param, ctx)


class Ratio(click.FloatRange):
    """Pay over what a lab believes somebody earns, within the bounds of play: ``2`` or ``1.5``."""

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


scenario_argument: Decorator = click.argument("scenario", shell_complete=complete.scenarios)
game_argument: Decorator = click.argument("name", shell_complete=complete.saves)


def worlds_option(default: int, text: str, least: int = 1) -> Decorator:
    """``-n``: how many worlds, said of this command in a sentence."""
    count = Whole(least, MAX_WORLDS)
    return click.option("-n", "replications", type=count, default=default, show_default=True, help=text)


def lab_option(whose: str) -> Decorator:
    """``--lab``: the lab that is meant, in place of the player's."""
    text = f"Id of the lab {whose}.  [default: the player's]"
    return click.option("--lab", "lab_id", shell_complete=complete.labs, help=text)


def reader_options(verb: str) -> Decorator:
    """``--scenario``, ``--candidate``, ``--lab``, ``--sender``: who reads a letter, and who signs it."""
    options = (
        click.option(
            "--scenario",
            shell_complete=complete.scenarios,
            help=f"{verb} for a person of this scenario, on its first day.",
        ),
        click.option("--candidate", type=Whole(1), help="Id of the person, from 1."),
        lab_option("that writes"),
        click.option(
            "--sender",
            shell_complete=complete.senders,
            help="Who signs, one of those whom the letter allows.  [default: the first of them]",
        ),
    )
    return lambda command: reduce(lambda decorated, option: option(decorated), reversed(options), command)


def force_option(what: str) -> Decorator:
    """``--force``: what is there may be written over."""
    return click.option("--force", is_flag=True, help=f"Write over {what}.")


def set_option_of(text: str, metavar: str = "KEY=VALUE") -> Decorator:
    """``--set``: values that are replaced; may be repeated."""
    return click.option(
        "--set", "overrides", multiple=True, metavar=metavar, shell_complete=complete.keys, help=text
    )


set_option = set_option_of("Replace a value of the scenario, e.g. labs.meta.compute=400000; may be repeated.")
letters_option: Decorator = click.option(
    "--letters",
    "letters",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    shell_complete=complete.folders,
    help="A folder of letters of your own: each may be named, and replies in it are dealt.",
)
POLICIES = "a shipped policy, FILE.py:NAME, package.module:NAME, or what an installed package offers"
"""What may stand behind ``--policy``."""


def policy_option(text: str, metavar: str = "LAB=POLICY") -> Decorator:
    """``--policy``: who acts, in place of the script; may be repeated."""
    return click.option(
        "--policy",
        "policies",
        multiple=True,
        metavar=metavar,
        shell_complete=complete.own_policies,
        help=text,
    )


json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
seed_option: Decorator = click.option(
    "--seed",
    type=Seed(),
    default=1,
    show_default=True,
    show_envvar=True,
    help="Luck: tastes, fit and every shock.",
)
game_seed_option: Decorator = click.option(
    "--seed",
    type=Seed(),
    show_envvar=True,
    help="Luck: tastes, fit and every shock.  [default: the scenario's own, else 1]",
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
