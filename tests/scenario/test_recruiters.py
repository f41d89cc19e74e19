"""Each rival has a named recruiter, made up, whose style is what its policy does."""

import string

import pytest

from outreach_sim.market.policies.base import Policy
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.recruiters import recruiters, said_pay, style_of

CAREER = load_scenario("career")


def test_every_rival_that_writes_has_one_and_nobody_else() -> None:
    labs = CAREER.setup.labs
    rivals = [index for index, lab in enumerate(labs) if lab.policy.acts and index != CAREER.setup.player]
    assert [who.lab for who in recruiters(CAREER)] == rivals
    assert not {CAREER.setup.player, CAREER.setup.outside} & set(rivals)


def test_names_stay_whatever_else_changes_and_follow_the_seed_of_the_people() -> None:
    names = [who.name for who in recruiters(CAREER)]
    smaller = load_scenario(
        "career", ("population.size=500", "labs.aurum.policy=spray", "labs.aurum.bot.letters_per_week=3")
    )
    assert [who.name for who in recruiters(smaller)] == names
    assert len(set(names)) == len(names)
    other = load_scenario("career", (f"population.seed={CAREER.spec.population.seed + 1}",))
    assert [who.name for who in recruiters(other)] != names


def test_a_style_says_the_pay_and_the_form_that_the_lab_really_offers() -> None:
    said = {CAREER.lab_ids[who.lab]: who.style for who in recruiters(CAREER)}
    assert "twice their pay, without interviews" in said["aurum"]
    dearer = load_scenario("career", ("labs.aurum.bot.pay_ratio=2.7", "labs.aurum.bot.direct=false"))
    style = next(who.style for who in recruiters(dearer) if dearer.lab_ids[who.lab] == "aurum")
    assert "2.7 times their pay, with interviews" in style
    assert said_pay(1.0) == "the pay they are believed to have" and said_pay(3.0) == "three times their pay"


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_every_policy_has_a_style_of_its_own(kind: str) -> None:
    style = POLICIES[kind].style
    assert style != Policy.style
    fields = {name for _, name, _, _ in string.Formatter().parse(style) if name}
    assert fields <= {"pay", "interviews"}
    assert not style.endswith(".")


def test_all_styles_differ() -> None:
    setup = CAREER.setup
    styles = [style_of(lab.policy) for lab in setup.labs if lab.policy.acts]
    assert len(set(styles)) == len(styles)
