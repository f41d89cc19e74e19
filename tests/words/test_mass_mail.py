"""A mass mail in the market: answered by far fewer than a good letter, but by some."""

import json

import pytest

from tests.cli.test_commands import run


def replied(capsys: pytest.CaptureFixture[str], letter: str) -> float:
    """Share of OpenAI's settled sequences that were answered, all of them begun by this letter."""
    change = f"labs.openai.bot.template={letter}"
    _, out, _ = run(capsys, "run", "personal-email", "-n", "60", "--set", change, "--json")
    reached = json.loads(out)["labs"]["openai"]["cohort"]["settled"]
    return float(reached["replied"] / reached["sequences"])


def test_a_mass_mail_is_answered_a_third_as_often_as_a_good_letter(capsys) -> None:
    mass, good = (replied(capsys, letter) for letter in ("mass-mail", "recruiter"))
    assert 0.05 < mass < 0.09
    assert 0.25 < mass / good < 0.42
