"""A mass mail in the market: answered by far fewer than a good letter, but by some."""

import json

import pytest

from tests.cli.test_commands import run


@pytest.mark.parametrize(("letter", "least", "most"), [("mass-mail", 0.08, 0.11), ("recruiter", 0.22, 0.30)])
def test_a_mass_mail_is_answered_by_a_tenth_and_a_good_letter_by_a_quarter(
    capsys: pytest.CaptureFixture[str], letter: str, least: float, most: float
) -> None:
    change = f"labs.openai.bot.template={letter}"
    _, out, _ = run(capsys, "run", "personal-email", "-n", "60", "--set", change, "--json")
    reached = json.loads(out)["labs"]["openai"]["cohort"]["settled"]
    assert least < reached["replied"] / reached["sequences"] < most
