"""``balance``: every policy in every game, on the same luck, in points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import jobs_option, json_option, policy_option, seed_option, worlds_option
from outreach_sim.cli.progress import Progress
from outreach_sim.formatting import signed

if TYPE_CHECKING:
    from outreach_sim.study.balance import Balance, StrategyRow

GAMES = (
    "small-lab",
    "defender",
    "personal-email",
    "superintelligence-summer",
    "everybody-copies",
    "sandbox",
)
"""Shipped scenarios that are played for points, if none is named."""


@click.command("balance")
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...", shell_complete=complete.scenarios)
@worlds_option(20, "How many worlds for each strategy and scenario.", least=2)
@seed_option
@jobs_option
@policy_option(
    "Let a policy of yours play too: FILE.py:NAME, package.module:NAME, an installed one; may be repeated.",
    "POLICY",
)
@json_option
def command(
    scenarios: tuple[str, ...],
    replications: int,
    seed: int,
    jobs: int,
    policies: tuple[str, ...],
    as_json: bool,
) -> None:
    """Let every policy play the player's lab of each SCENARIO (the six games, if none is named).

    All play in the same worlds, and so do three naive strategies and doing nothing. Points are over doing
    nothing in the same world, with the 95 % interval of their mean.
    """
    from outreach_sim.study.many import kept

    with Progress("balance") as progress, kept(jobs) as where:
        results = played(scenarios or GAMES, seed, replications, progress, where, policies)
    if as_json:
        output.print_json(as_dict(results, seed, replications))
        return
    for name, result in results.items():
        show(name, result)
    for sentence in summing_up(results):
        output.sentence(sentence)


def played(
    names: tuple[str, ...],
    seed: int,
    replications: int,
    progress: Any,
    where: Any,
    policies: tuple[str, ...] = (),
) -> dict[str, Balance]:
    """The balance of each of these scenarios, one after the other."""
    from outreach_sim.api.policies import Reference
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.study.balance import STRATEGIES, balance

    loaded = [load_scenario(name) for name in names]
    own = {name: Reference(name) for name in dict.fromkeys(policies) if name not in STRATEGIES}  # they play
    results: dict[str, Balance] = {}
    for number, scenario in enumerate(loaded):

        def told(share: float, before: int = number) -> None:
            progress((before + share) / len(loaded))

        goal = scenario.goal
        results[scenario.name] = balance(scenario.setup, seed, replications, told, where, goal, own)
    return results


def as_dict(results: dict[str, Balance], seed: int, replications: int) -> dict[str, Any]:
    """What ``balance --json`` prints."""
    return {
        "seed": seed,
        "replications": replications,
        "scenarios": {
            name: {
                "goal": result.goal,
                "strategies": {
                    row.strategy: {
                        "points": row.points,
                        "best_share": row.best,
                        "goal_share": row.reached,
                        "hires": row.hires,
                    }
                    for row in result.rows
                },
                "best": result.best,
                "lead": result.lead,
                "clear": result.clear,
                "verdict": who_leads(result),
            }
            for name, result in results.items()
        },
        "summary": summing_up(results),
    }


HEADER = ["strategy", "points", "95 % interval", "best in", "reaches the goal", "hires"]


def show(name: str, result: Balance) -> None:
    """The table of one scenario."""
    output.heading(name if result.goal is None else f"{name}, goal {result.goal:g}")
    output.table(HEADER, [cells_of(row) for row in result.rows], right=(1, 3, 4, 5))
    click.echo()
    output.sentence(who_leads(result))
    click.echo()


def cells_of(row: StrategyRow) -> list[str]:
    """One row as text."""
    interval = " to ".join(map(signed, row.points.ci95 or ())) or "-"
    reached = "-" if row.reached is None else output.percent(row.reached)
    hires = f"{row.hires.mean:.1f}"
    return [row.strategy, signed(row.points.mean), interval, output.percent(row.best), reached, hires]


def who_leads(result: Balance) -> str:
    """How far the first leads the second, or that they are even."""
    first, second = result.rows[0].strategy, result.rows[1].strategy
    if result.best is None:
        return f"{first} and {second} are even{_as_far_as_known(result)}."
    word = "clearly" if result.clear else "but not clearly"
    if result.lead.ci95 is None:
        word = f"but {output.too_few_worlds()}"
    return f"{first} leads {second} by {result.lead.mean:.2f} points, {word}."


def _as_far_as_known(result: Balance) -> str:
    """The interval in which the lead of the first may lie, where there is any."""
    if result.lead.ci95 is None or result.lead.mean == 0.0:
        return ""
    low, high = map(signed, result.lead.ci95)
    return (
        f", as far as so many worlds tell: {signed(result.lead.mean)} points, 95 % interval {low} to {high}"
    )


def summing_up(results: dict[str, Balance]) -> list[str]:
    """What the tables say together: who leads how often, and how far the others get."""
    said = [_who_is_best(results), _who_else_is_best(results)]
    with_goal = {name: result for name, result in results.items() if result.goal is not None}
    return said + ([_who_else_reaches(with_goal)] if with_goal else [])


def _who_is_best(results: dict[str, Balance]) -> str:
    best = [result.best for result in results.values()]
    named = [strategy for strategy in best if strategy is not None]
    if len(best) == 1:
        return f"Best: {named[0]}." if named else "Nobody is best: the first are even."
    order = sorted(set(named), key=lambda strategy: (-named.count(strategy), strategy))
    said = [f"{strategy} {named.count(strategy)}" for strategy in order]
    even = len(best) - len(named)
    said += [f"even {even}"] if even else []
    return f"Best in how many of {len(best)} scenarios: {', '.join(said)}."


def _who_else_is_best(results: dict[str, Balance]) -> str:
    """Of strategies that do not weigh what the screens say, the one that is best in most worlds of a game."""
    name, row = max(_others(results), key=lambda found: found[1].best)
    return f"Of the others, {row.strategy} is best in most worlds: {output.percent(row.best)} of {name}."


def _who_else_reaches(results: dict[str, Balance]) -> str:
    name, row = max(_others(results), key=lambda found: found[1].reached or 0.0)
    if not row.reached:
        return "None of the others reaches the goal."
    share = output.percent(row.reached)
    return f"Of the others, {row.strategy} reaches the goal most often: in {share} of {name}."


def _others(results: dict[str, Balance]) -> list[tuple[str, StrategyRow]]:
    """All rows but those of policies that weigh what the screens say, with the name of their scenario."""
    from outreach_sim.market.policies.registry import POLICIES

    weighing = {name for name, policy in POLICIES.items() if policy.weighs}
    rows = [(name, row) for name, result in results.items() for row in result.rows]
    return [(name, row) for name, row in rows if row.strategy not in weighing]
