"""``balance``: every policy in every scenario, on the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import jobs_option, json_option, policy_option, seed_option, worlds_option
from outreach_sim.cli.progress import Progress

if TYPE_CHECKING:
    from outreach_sim.study.balance import Balance, PolicyRow

NOT_PLAYED = ("benchmark", "first-letter")
"""Shipped scenarios that are no games: a yardstick for speed, and a first look."""


@click.command("balance")
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...", shell_complete=complete.scenarios)
@worlds_option(20, "How many worlds for each policy and scenario.", least=2)
@seed_option
@jobs_option
@policy_option(
    "Let a policy of yours play too: FILE.py:NAME, package.module:NAME, an installed one; may be repeated.",
    "POLICY",
)
@click.option("--markdown", is_flag=True, help="Print tables for a page of documentation.")
@json_option
def command(
    scenarios: tuple[str, ...],
    replications: int,
    seed: int,
    jobs: int,
    policies: tuple[str, ...],
    markdown: bool,
    as_json: bool,
) -> None:
    """Let every policy play the player's lab of each SCENARIO (all shipped games, if none is named).

    All play in the same worlds. The gain is the lab's research output at the end over that of doing nothing,
    in percent, with the 95 % interval of its mean.
    """
    from outreach_sim.api.policies import Reference
    from outreach_sim.scenario.load import list_scenarios, load_scenario
    from outreach_sim.study.balance import balance
    from outreach_sim.study.many import kept

    names = scenarios or tuple(name for name in list_scenarios() if name not in NOT_PLAYED)
    loaded = [load_scenario(name) for name in names]
    own = {name: Reference(name) for name in dict.fromkeys(policies)}
    results: dict[str, Balance] = {}
    with Progress("balance") as progress, kept(jobs) as where:
        for number, scenario in enumerate(loaded):

            def told(share: float, before: int = number) -> None:
                progress((before + share) / len(loaded))

            results[scenario.name] = balance(scenario.setup, seed, replications, told, where, own)
    if as_json:
        output.print_json(as_dict(results, seed, replications))
        return
    for name, result in results.items():
        show(name, result, markdown)
    for sentence in summing_up(results):
        if markdown:
            click.echo(f"- {sentence}")
        else:
            output.sentence(sentence)


def as_dict(results: dict[str, Balance], seed: int, replications: int) -> dict[str, Any]:
    """What ``balance --json`` prints."""
    return {
        "seed": seed,
        "replications": replications,
        "scenarios": {
            name: {
                "policies": {
                    row.policy: {
                        "gain_percent": row.gain,
                        "hires": row.hires,
                        "lost": row.lost,
                    }
                    for row in result.rows
                },
                "best": result.best,
                "lead": result.lead,
                "clear": result.clear,
            }
            for name, result in results.items()
        },
        "summary": summing_up(results),
    }


HEADER = ["policy", "gain, %", "95 % interval", "hires", "lost by"]


def show(name: str, result: Balance, markdown: bool) -> None:
    """The table of one scenario."""
    rows = [_cells(row) for row in result.rows]
    if markdown:
        click.echo(f"### {name}\n\n| {' | '.join(HEADER)} |\n|---|---:|---|---:|---|")
        for row in rows:
            click.echo(f"| {' | '.join(row)} |")
    else:
        output.heading(name)
        output.table(HEADER, rows, right=(1, 3))
    click.echo()
    output.sentence(who_leads(result))
    click.echo()


def who_leads(result: Balance) -> str:
    """How far the first leads the second, or that they are even."""
    first, second = result.rows[0].policy, result.rows[1].policy
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
    low, high = (f"{end:+.2f}" for end in result.lead.ci95)
    return f", as far as so many worlds tell: {result.lead.mean:+.2f} points, 95 % interval {low} to {high}"


def _cells(row: PolicyRow) -> list[str]:
    ways = ", ".join(f"{way} {output.percent(share)}" for way, share in row.lost.items() if share > 0.0)
    interval = " to ".join(f"{end:+.2f}" for end in row.gain.ci95 or ()) or "-"
    return [row.policy, f"{row.gain.mean:+.2f}", interval, f"{row.hires.mean:.1f}", ways or "-"]


def summing_up(results: dict[str, Balance]) -> list[str]:
    """What the tables say together: who is best how often, how far chance gets, how one can lose."""
    from outreach_sim.market.score import WAYS_TO_LOSE

    found = [_who_is_best(results), _how_far_chance_gets(results)]
    for way in WAYS_TO_LOSE:
        losers = {row.policy for result in results.values() for row in result.rows if row.lost[way] > 0.0}
        found.append(f"Lost by {way}: {', '.join(sorted(losers)) or 'nobody'}.")
    return found


def _who_is_best(results: dict[str, Balance]) -> str:
    best = [result.best for result in results.values()]
    named = [policy for policy in best if policy is not None]
    if len(best) == 1:
        return f"Best: {named[0]}." if named else "Nobody is best: the first are even."
    order = sorted(set(named), key=lambda policy: (-named.count(policy), policy))
    said = [f"{policy} {named.count(policy)}" for policy in order]
    even = len(best) - len(named)
    said += [f"even {even}"] if even else []
    return f"Best in how many of {len(best)} scenarios: {', '.join(said)}."


def _how_far_chance_gets(results: dict[str, Balance]) -> str:
    from outreach_sim.study.balance import above_zero

    won = {
        name: {row.policy: row.gain.mean for row in found.rows}
        for name, found in results.items()
        if above_zero(found.rows[0].gain)
    }
    if not won:
        return "Nobody gains anything over doing nothing."
    lucky = [name for name, gain in won.items() if gain["random"] >= 0.5 * max(gain.values())]
    if lucky:
        return f"random gains half of what the best policy gains, or more, in {', '.join(lucky)}."
    everywhere = " in every scenario" if len(results) > 1 else ""
    return f"random gains less than half of what the best policy gains{everywhere}."
