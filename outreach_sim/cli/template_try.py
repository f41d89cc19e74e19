"""``template try``: two letters on the same people, what tests of them find, and which is the better one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output, sketch
from outreach_sim.cli.options import (
    MAX_WORLDS,
    Whole,
    cluster_option,
    jobs_option,
    json_option,
    lab_option,
    letters_option,
    seed_option,
    set_option,
    worlds_option,
)
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.study_run import Where
from outreach_sim.cli.template_find import with_letters
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.adaptive import Split
    from outreach_sim.study.trial import Rule, TrialResult

METRICS = {"replied": "replies", "interested": "replies with interest", "accepted": "yeses"}
"""What two letters can be told apart by, as a verb and as a noun."""
MOST_LOOKS = 60
ENOUGH_TESTS = 100
LEAST_LETTERS = 4
"""Two an arm, to speak of a share."""


@click.command("try")
@click.argument("a", shell_complete=complete.letters)
@click.argument("b", shell_complete=complete.letters)
@click.option("--scenario", required=True, shell_complete=complete.scenarios,
              help="What is played; whatever the lab writes in it, one of the two goes out.")  # fmt: skip
@worlds_option(200, "How many worlds, each played half and half, all A and all B.", least=2)
@click.option("--size", type=Whole(LEAST_LETTERS, MAX_WORLDS * 1_000),
              help="Letters in a test, A and B together.  [default: those of one world]")  # fmt: skip
@click.option("--looks", type=Whole(2, MOST_LOOKS),
              help="How often somebody looks at a test.  [default: once a week of the game]")  # fmt: skip
@click.option("--adaptive", is_flag=True,
              help="Say what a split would bring that follows the answers (Thompson sampling).")  # fmt: skip
@click.option("--metric", type=click.Choice(list(METRICS)), default="replied", show_default=True,
              help="What the two are told apart by.")  # fmt: skip
@lab_option("that tries them")
@set_option
@letters_option
@seed_option
@jobs_option
@cluster_option
@json_option
def try_(
    a: str, b: str, scenario: str, replications: int, size: int | None, looks: int | None, adaptive: bool,
    metric: str, lab_id: str | None, overrides: tuple[str, ...], letters: Path | None, seed: int, jobs: int,
    cluster: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Try letter A against letter B, half and half by lot, and alone on the same luck.

    Says how many letters it takes to tell them apart, what tests of a size find in these worlds, how often
    they mislead, what looking early does, and which is the better letter.

    \b
    Examples:
      outreach-sim template try recruiter short-note --scenario personal-email
      outreach-sim template try ceo-personal recruiter --scenario personal-email --size 900 -n 2,000
    """
    from outreach_sim.cli.arms import lab_index
    from outreach_sim.study.trial import NoTestError, try_letters

    where, played = Where(jobs, cluster), with_letters(scenario, overrides, (a, b), letters)
    check_letters(played, (a, b))
    lab = lab_index(played, lab_id)
    times = looks or looks_of(played.setup.days)
    try:
        with Progress("trying letters") as progress:
            result = try_letters(
                played.setup, trial_of(played, lab, (a, b)), seed, replications, times, metric, size,
                adaptive, where.parts, progress, cluster,
            )  # fmt: skip
    except NoTestError as error:
        raise UsageError(too_few(played, lab, error.letters, size, replications)) from None
    told = {
        "scenario": played.name, "lab": played.lab_ids[lab], "a": a, "b": b, "metric": metric, "seed": seed,
        "replications": replications, "looks": times,
    }  # fmt: skip
    if as_json:
        output.print_json(told | as_dict(result))
    else:
        show(told, result)


def looks_of(days: int) -> int:
    """Once a week of the game."""
    return min(max(-(-days // 7), 2), MOST_LOOKS)


def check_letters(scenario: Scenario, names: Sequence[str]) -> None:
    """Refuse letters that there are not.

    Raises:
        UsageError: which is not, and which was probably meant.
    """
    from difflib import get_close_matches

    from outreach_sim.mail.template import gallery_ids

    known = scenario.setup.letters.ids
    for name in names:
        if name not in known:
            close = get_close_matches(name, [*known, *gallery_ids()], 1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
            raise UsageError(f"there is no letter {clean(name, 60)!r} in or beside {scenario.name}, {hint}")


def trial_of(scenario: Scenario, lab: int, names: tuple[str, str]) -> Any:
    """What the market is to try."""
    from outreach_sim.cli.explain import letter_sent
    from outreach_sim.market.setup import Trial

    a, b = names
    return Trial(lab, (letter_sent(scenario, a), letter_sent(scenario, b)))


def too_few(scenario: Scenario, lab: int, sent: int, asked: int | None, worlds: int) -> str:
    """Why there is no test, and what would make one."""
    name = scenario.setup.labs[lab].name
    if not sent or asked is None:
        return f"{name} writes no letter in {scenario.name}: there is nothing to try"
    enough = -(-asked * worlds // sent) + 1
    return (
        f"{name} writes {counted(sent, 'letter')} in {counted(worlds, 'world')}, and a test takes {asked:,}: "
        f"play more (-n {enough:,}) or ask for fewer (--size)"
    )


def as_dict(result: TrialResult) -> dict[str, Any]:
    """What ``template try --json`` prints, besides what was asked."""
    from outreach_sim.study.sample_size import ALPHA, POWER

    known = output.fields_of(result)
    known["arms"] = dict(zip(("a", "b"), result.arms, strict=True))
    known["differences"], known["significant"] = result.differences.tolist(), result.significant.tolist()
    return {"alpha": ALPHA, "wanted_power": POWER} | known


def show(told: dict[str, Any], result: TrialResult) -> None:
    """The same for people."""
    output.heading(
        f"{told['a']} or {told['b']}? {counted(told['replications'], 'world')} of {told['scenario']}, each "
        f"played half and half, all {told['a']} and all {told['b']}, on the same luck"
    )
    rows = [
        [told[arm], f"{known.letters:,}", output.percent(known.alone), output.percent(known.beside)]
        for arm, known in zip(("a", "b"), result.arms, strict=True)
    ]
    header = ["letter", "sent alone", f"{told['metric']}, alone", "beside the other"]
    output.table(header, rows, right=(1, 2, 3))
    click.echo()
    for line in (truth(told, result), size(result), of_one_test(told, result)):
        output.sentence(line)
    if sketch.watched():
        click.echo(f"\nPoints from {told['a']} to {told['b']} at the end of each test:")
        sketch.show_shares(result.differences)
    click.echo()
    show_rules(told["looks"], result)
    if result.split is not None:
        output.sentence(of_a_split(told, result.split))
    if result.tests < ENOUGH_TESTS:
        worlds = -(-ENOUGH_TESTS * told["replications"] // result.tests)
        output.sentence(f"So few tests give rough shares; -n {worlds:,} holds about {ENOUGH_TESTS}.")


def points(value: float) -> str:
    """A difference of two shares, in points of percentage."""
    return f"{100 * value:+.1f}"


def truth(told: dict[str, Any], result: TrialResult) -> str:
    """Which is the better letter: what only a simulator knows."""
    if result.difference == 0:
        return "The truth: the two are equal."
    low, high = map(points, result.ci95 or (0.0, 0.0))
    sure = f"95 % interval {low} to {high}" if result.ci95 else output.too_few_worlds()
    if result.ci95 and result.ci95[0] <= 0 <= result.ci95[1]:
        sure += ": so many worlds do not tell which is better"
    apart = f"{told['b']} is {points(result.difference)} percentage points from {told['a']} ({sure})"
    each = output.alike([result.per_world.difference], signs=True)[0]
    return f"The truth: {apart}; {each} {METRICS[told['metric']]} a world, later rounds included."


def size(result: TrialResult) -> str:
    """What it takes to tell them apart, and what a test of this size can."""
    if result.needed is None:
        return "No number of letters tells equal letters apart."
    return (
        f"To find that in four tests of five takes {counted(result.needed, 'letter')} of each. A test here "
        f"has {result.letters:,.0f} in all, and has a chance of {output.percent(result.power)}."
    )


def of_one_test(told: dict[str, Any], result: TrialResult) -> str:
    """How often the end of a test points the wrong way."""
    tests = counted(result.tests, "test")
    if result.looks_worse is None:
        return f"These worlds hold {tests}."
    better = told["b"] if result.difference > 0 else told["a"]
    return (
        f"These worlds hold {tests}; in {output.percent(result.looks_worse)} of them the better letter, "
        f"{better}, looks worse at the end."
    )


def of_a_split(told: dict[str, Any], found: Split) -> str:
    """What following the answers brings, beside half and half and all the better letter."""
    what = METRICS[told["metric"]]
    known = [found.adaptive, found.half, *([] if found.better is None else [found.better])]
    adaptive, half, *better = output.alike(known)
    brings = f"{found.letters:,.0f} letters bring {adaptive} {what} a test; half and half, {half}"
    opening = f"Split anew at each look by what has been seen (Thompson sampling), {brings}"
    if found.to_better is None or found.astray is None:
        return f"{opening}. Between equal letters it is all one."
    gain, *ends = output.alike([found.gain, *(found.gain_ci95 or ())], signs=True)
    sure = f"95 % interval {ends[0]} to {ends[1]}" if ends else output.too_few_worlds()
    return (
        f"{opening}; with the better letter for all, {better[0]}. Following the answers is worth {gain} on "
        f"half and half ({sure}); {output.percent(found.to_better)} of the letters are the better one, and "
        f"in {output.percent(found.astray)} of the tests most are the worse."
    )


def show_rules(looks: int, result: TrialResult) -> None:
    """A line for each way to end a test."""
    ways = (
        ("once, at the end", result.once),
        (f"at each of {looks} looks", result.naive),
        ("the same, O'Brien-Fleming", result.obrien_fleming),
    )
    header = ["tested", "finds", "wrong way", "equal letters", "exaggerates", "letters"]
    output.table(header, [[name, *rule_cells(rule)] for name, rule in ways], right=range(1, 6))


def rule_cells(rule: Rule) -> list[str]:
    """What comes of a way to end a test; nothing where there is nothing to find."""
    wrong = "-" if rule.wrong_way is None else output.percent(rule.wrong_way)
    times = "-" if rule.exaggeration is None else f"× {rule.exaggeration:.1f}"
    alarms = output.percent(rule.false_alarms)
    return [output.percent(rule.found), wrong, alarms, times, f"{rule.letters:,.0f}"]
