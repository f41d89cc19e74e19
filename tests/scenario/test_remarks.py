"""What is told of a sound scenario before it is played: letters with holes, lines that send nothing."""

from pathlib import Path

import pytest

from outreach_sim.market.setup import Fact
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.scenario.remarks import FACT_NAMES, remarks_on
from tests.scenario.test_scenario_errors import SOUND

LINE = '[[script]]\nevery = "week"\ntemplate = "short-note"\nto = {{ top = {top}, from = ["south"] }}\n'
SCRIPT = SOUND.index("[[script]]")


def remarks(folder: Path, text: str, *overrides: str) -> list[str]:
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return [
        str(p).removeprefix(str(folder))
        for p in remarks_on(load_scenario(str(folder / "plan.toml"), overrides))
    ]


HOLED = """+++
name = "With a hole"
stage = "outreach"
senders = ["recruiter"]
subject = "Come and see us"
+++
Would you look at what we do in "{{{{ {} }}}}"?
"""


def with_people(folder: Path, rows: str) -> str:
    (folder / "people.csv").write_text("name,employer,pay_usd,topic,paper\n" + rows, encoding="utf-8")
    return SOUND.replace("size = 20", 'file = "people.csv"')


def two_lines(first: int, second: int) -> str:
    return SOUND[:SCRIPT] + LINE.format(top=first) + LINE.format(top=second)


def test_a_letter_that_names_what_is_not_known_has_a_hole(tmp_path: Path) -> None:
    text = with_people(tmp_path, "Ada,south,500000,proofs,\nBo,south,500000,,\nCy,north,500000,,\n")
    for name, field in (("recruiter", "topic"), ("mass-mail", "paper")):
        (tmp_path / f"my-{name}.md").write_text(HOLED.format(field), encoding="utf-8")
        text = text.replace(f'"{name}"', f'"my-{name}"')
    (said,) = remarks(tmp_path, text)
    assert said.startswith(
        "/plan.toml:26:1: script.1.template: its letters have a hole for 1 of 2 people: no topic"
    )
    (said,) = remarks(tmp_path, text.replace('"my-recruiter"', '"my-mass-mail"'))
    assert "for 2 of 2 people: no paper is known" in said
    assert remarks(tmp_path, text.replace("top = 3", "candidates = [1]")) == []


def test_every_fact_has_a_name() -> None:
    assert set(FACT_NAMES) == set(Fact)


def test_a_line_whose_quota_an_earlier_line_uses_up_never_sends(tmp_path: Path) -> None:
    used_up = (
        two_lines(40, 5).replace("size = 20", "size = 80").replace("researchers = 60", "researchers = 90")
    )
    (said,) = remarks(tmp_path, used_up, "labs.north.letters_per_week.recruiter=9")
    assert said.startswith(
        "/plan.toml:28:1: script.2: never gets a letter out: north has 9 letters a week by"
    )
    assert "the recruiter, used up first by [[script]] 1, raise letters_per_week" in said
    assert remarks(tmp_path, used_up, "labs.north.letters_per_week.recruiter=41") == []
    assert remarks(tmp_path, used_up, "mechanisms.quotas=false") == []
    other = used_up.replace(LINE.format(top=5), LINE.format(top=5) + 'sender = "hiring-manager"\n')
    assert remarks(tmp_path, other, "labs.north.letters_per_week.recruiter=9") == []


def test_a_line_gets_its_turn_once_the_one_before_has_run_out_of_people(tmp_path: Path) -> None:
    text = two_lines(5, 5).replace('from = ["south"] }', 'from = ["west"] }', 1)
    south = SOUND[SOUND.index('[[labs]]\nid = "south"') : SCRIPT]
    text = text[:SCRIPT] + south.replace("south", "west").replace("South", "West") + text[SCRIPT:]
    quota = "labs.north.letters_per_week.recruiter=5"
    assert len(remarks(tmp_path, text, quota, "scenario.days=7")) == 1
    assert remarks(tmp_path, text, quota, "scenario.days=90") == []


def test_a_world_too_large_to_be_tried_is_judged_by_what_the_lines_ask_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.scenario.remarks.MOST_TRIED", 0)
    quota = "labs.north.letters_per_week.recruiter=5"
    assert len(remarks(tmp_path, two_lines(5, 5), quota)) == 1
    assert remarks(tmp_path, two_lines(4, 5), quota) == []


def test_nobody_to_write_to_and_nobody_to_write_are_told(tmp_path: Path) -> None:
    text = with_people(tmp_path, "Ada,north,500000,x,x\n")
    assert any("there is nobody it could be addressed to" in said for said in remarks(tmp_path, text))
    (said,) = remarks(tmp_path, SOUND, "labs.north.letters_per_week.recruiter=0")
    assert "sends nothing: signed by the recruiter, north writes no letters" in said


@pytest.mark.parametrize("name", list_scenarios())
def test_nothing_is_to_be_said_of_what_is_shipped(name: str) -> None:
    assert remarks_on(load_scenario(name)) == []
