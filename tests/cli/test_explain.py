"""``explain``: what a lab may learn, and targets that make no sense."""

import json

import pytest

from outreach_sim.cli.explain import find_prospect
from outreach_sim.scenario.load import load_scenario
from tests.cli.test_commands import run

LOADED = load_scenario("personal-email")


def prospect(view: str, pay: int | None = None):
    return find_prospect(LOADED, "meta", 5, view, pay, 0, "recruiter", "recruiter", False, 1)


def test_a_lab_does_not_learn_the_true_pay_from_a_default() -> None:
    lab, truth = prospect("lab"), prospect("truth")
    assert truth.present_usd == LOADED.setup.people.pay_usd[4] != lab.present_usd
    assert lab.offered_usd == lab.present_usd
    assert truth.offered_usd == truth.present_usd


def test_an_offer_that_is_named_is_the_offer_in_either_view() -> None:
    assert prospect("lab", 900_000).offered_usd == prospect("truth", 900_000).offered_usd == 900_000


@pytest.mark.parametrize("target", ["nan", "inf", "-1", "0", "1", "1.5", "150%"])
def test_a_target_that_is_no_chance_is_a_usage_error(capsys, target: str) -> None:
    code, out, err = run(capsys, "explain", "personal-email", "--candidate", "5", "--target", target)
    assert (code, out) == (2, "")
    assert ("not in the range" in err or "is not a number" in err) and err.count("\n") == 1


def test_amounts_on_the_command_line_are_read_as_everywhere(capsys) -> None:
    words = ["explain", "personal-email", "--candidate", "5", "--json"]
    written = run(capsys, *words, "--pay", "$1.5m", "--h100e", "1,000", "--target", "25%")
    assert written == run(capsys, *words, "--pay", "1500000", "--h100e", "1000", "--target", "0.25")
    assert written[0] == 0


def test_a_target_beyond_any_price_says_so_with_its_limit(capsys) -> None:
    command = ["explain", "personal-email", "--candidate", "5", "--target", "0.99", "--json"]
    code, out, _ = run(capsys, *command)
    pay = json.loads(out)["what_would_it_take"][0]
    assert code == 0 and pay["lever"] == "pay" and pay["possible"] is False
    assert 0 < pay["limit"] < 0.99 and pay["reason"].startswith("no price does")


def test_a_target_that_is_reached_already_takes_nothing(capsys) -> None:
    words = ["explain", "first-letter", "--candidate", "2", "--link", "accept", "--target", "0.2"]
    code, out, _ = run(capsys, *words)
    assert code == 0 and "It takes nothing to bring accept to 20.0 %" in out and "$0 more" not in out
