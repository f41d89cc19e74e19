"""A letter of one's own in any of the languages is answered in it by whoever reads it, else in English."""

import re
from pathlib import Path

import pytest

from outreach_sim.mail.decks import shipped_decks
from outreach_sim.mail.languages import language_of
from outreach_sim.mail.starters import starter
from outreach_sim.mail.steps import FROM_CANDIDATE
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.threads import Mail, correspondence
from outreach_sim.storage.correspondence.values import terms_text
from outreach_sim.storage.saves.played import played_scenario

CODES = ["de", "fr", "es", "zh"]
SCENARIO = """\
[scenario]
name = "Two labs"
start = 2026-01-05
days = 90
player = "north"

[population]
file = "people.csv"

[[labs]]
id = "north"
name = "North"
researchers = 400
compute = 40_000
pay = {{ median = 500_000, top = 1_500_000 }}

[[labs]]
id = "south"
name = "South"
researchers = 400
compute = 20_000
pay = {{ median = 500_000, top = 1_500_000 }}

[[script]]
every = "week"
template = "bring-{code}"
sender = "recruiter"
to = {{ top = 30 }}
offer = {{ pay_ratio = 3.0, pledge_h100e = 1_000, deadline_days = 10 }}

[[letters]]
id = "bring-{code}"
subject = "?"
body = '''
{body}
'''
"""


def mails_in(folder: Path, code: str) -> list[Mail]:
    """Of a game in which everybody gets a letter in this language, which every second one reads."""
    body = starter("x", "outreach", code).split("+++")[2].strip()
    (folder / "mine.toml").write_text(SCENARIO.format(code=code, body=body), encoding="utf-8")
    people = [f"Robin Sample{n},south,400000,{'en' if n % 2 else f'en;{code}'}" for n in range(200)]
    (folder / "people.csv").write_text("\n".join(["name,employer,pay_usd,reads", *people]), encoding="utf-8")
    played = played_scenario(load_scenario(str(folder / "mine.toml")), 3)
    mails = correspondence(played.scenario, played.templates, played.days)
    return [mail for mail in mails if mail.step is not None]


@pytest.mark.parametrize("code", CODES)
def test_a_letter_is_answered_in_its_language_by_who_reads_it(tmp_path: Path, code: str) -> None:
    mails = mails_in(tmp_path, code)
    pieces = {
        language: {piece.text for cell in shipped_decks()[language].cells.values() for piece in cell}
        for language in ("en", code)
    }
    for mail in mails:
        assert set(mail.wording) <= pieces["en" if mail.candidate % 2 else code], mail.letter.body
        assert not re.search(r"[{}]|\bNone\b", mail.letter.body)
    theirs = [mail for mail in mails if mail.candidate % 2 == 0]
    assert len(theirs) > 10 and len({mail.letter.body for mail in theirs}) > 0.9 * len(theirs)
    long = [mail.letter.body for mail in theirs if len(mail.letter.body) > (30 if code == "zh" else 120)]
    assert long and {language_of(body) for body in long} == {code}
    ours = [mail.letter.body for mail in theirs if mail.step not in FROM_CANDIDATE]
    signed = shipped_decks()[code].words["senders"][0]
    assert ours and all(signed in body for body in ours)


@pytest.mark.parametrize("code", CODES)
def test_an_offer_is_said_in_the_words_of_the_language(code: str) -> None:
    own = OwnApproach(1, 1, 1, 1, 0, 0, True, True, 900_000, 50_000, 1_000, 5, None)
    words = shipped_decks()[code].words["terms"]
    said, english = terms_text(own, words), terms_text(own)
    assert english.endswith(" to sign, 1,000 H100s pledged to you by name, without interviews")
    assert "H100s" not in said and {"$900,000", "$50,000", "1,000"} <= set(re.findall(r"\$?\d+,\d+", said))
    assert not set(re.findall(r"[a-z]{3,}", said)) & set(re.findall(r"[a-z]{3,}", english))
