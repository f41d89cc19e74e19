"""A lab that stands for all employers outside: what a file may say of it, and how every door shows it."""

import json
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.targets import condition, load_figures
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.outcome import outcome
from outreach_sim.tui.people import Sight, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.books import labs_table

SOUND = """\
[scenario]
name = "An open market"
start = 2024-01-18
days = 240
player = "north"

[population]
size = 200

[[labs]]
id = "north"
name = "North"
researchers = 100
compute = 20_000
pay = { median = 500_000, top = 1_500_000 }

[[labs]]
id = "south"
name = "South"
researchers = 100
compute = 9_000
pay = { median = 500_000, top = 1_500_000 }
policy = "spray"
bot = { letters_per_week = 40, pay_ratio = 2, direct = true }

[[labs]]
id = "elsewhere"
name = "Elsewhere"
outside = true
researchers = 400
compute = [ { on = 2024-01-18, h100e = 9_000 }, { on = 2024-05-01, h100e = 99_000 } ]
pay = { median = 500_000, top = 1_500_000 }

[mechanisms]
aftermath = true
returns = true
colleagues = true

[parameters]
exit_hazard_per_year = 1.5
misfit_chance_direct = 0.9
reply_cut_4 = 1.0
interest_cut = -0.1
offer_chance_direct = 0.95
quit_returns = 1.0
"""


def written(folder: Path, text: str = SOUND) -> str:
    path = folder / "open.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


SCRIPT = '\n[[script]]\nlab = "elsewhere"\nevery = "week"\ntemplate = "recruiter"\nto = { top = 3 }\n'
WALKOUT = '\n[[walkout]]\nlab = "{}"\nto = "{}"\non = 2024-02-01\n'
NO_ACTOR = "elsewhere is outside, and does nothing by itself"
OUTSIDE = "outside = true\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (SOUND.replace('player = "north"', 'player = "elsewhere"'), 5,
         NO_ACTOR),
        (SOUND.replace('policy = "spray"\nbot', OUTSIDE + "#"), 29, "south is outside already"),
        (SOUND + SCRIPT, 48, NO_ACTOR),
        (SOUND + WALKOUT.format("south", "elsewhere"), 49, NO_ACTOR),
        (SOUND + WALKOUT.format("elsewhere", "south"), 48, NO_ACTOR),
        (SOUND.replace(OUTSIDE, OUTSIDE + 'policy = "sniper"\n'), 30, "leave out policy"),
                *(
            (SOUND.replace(OUTSIDE, f"{OUTSIDE}{key} = {value}\n"), 30, f"leave out {key}")
            for key, value in {
                "budget_usd": "5_000", "letters_per_week": "{ ceo = 1 }", "interviews_per_week": "2",
                "raises": "{ share = 0.5, ratio = 1.2 }", "copies": "true", "growth_per_year": "0.3",
            }.items()
        ),
    ],
)  # fmt: skip
def test_who_is_outside_does_nothing_and_a_file_that_says_otherwise_is_told_where(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        load_scenario(written(tmp_path, text))
    (problem,) = caught.value.problems
    assert said in (problem.message, problem.hint) and problem.line == line, problem


def test_what_those_outside_are_may_be_said(tmp_path: Path) -> None:
    more = 'policy = "idle"\nmission = 0.5\nresearch_share = 1\nnon_compete = { share = 0.5, days = 30 }\n'
    setup = load_scenario(written(tmp_path, SOUND.replace(OUTSIDE, OUTSIDE + more))).setup
    assert setup.outside == 2 and setup.labs[2].mission == 0.5 and not setup.labs[2].policy.acts
    assert load_scenario("personal-email").setup.outside is None


@pytest.mark.parametrize(
    "words",
    [
        "explain FILE --candidate 5 --lab elsewhere",
        "compare FILE --b scenario.days=60 --lab elsewhere -n 2",
        "template render recruiter --scenario FILE --candidate 5 --lab elsewhere",
        "run FILE --policy elsewhere=MINE:Mine -n 2",
    ],
)
def test_no_door_has_those_outside_write(
    tmp_path: Path, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.py"
    mine.write_text("class Mine:\n    def act(self, view):\n        return []\n", encoding="utf-8")
    asked = words.replace("FILE", written(tmp_path)).replace("MINE", str(mine)).split()
    assert run_command_line(asked) == 2
    assert "elsewhere is outside and writes to nobody, name a lab on the board" in capsys.readouterr().err


def test_run_tells_of_tenure_at_labs_only_and_show_says_who_is_outside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path)
    assert run_command_line(["run", file, "-n", "2"]) == 0
    told = capsys.readouterr().out
    tenure = told[told.index("still there") :]
    assert "North" in tenure and "South" in tenure and "Elsewhere" not in tenure
    assert run_command_line(["run", file, "-n", "2", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["retention"]) == {"north", "south"}
    assert run_command_line(["scenario", "show", file]) == 0
    assert any(line.split()[0] == "elsewhere" and line.split()[-1] == "outside"
               for line in capsys.readouterr().out.splitlines() if line.strip())  # fmt: skip


def test_a_game_at_the_desk_tells_of_people_who_leave_come_back_and_can_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    with Game.new("open", load_scenario(written(tmp_path)), 3) as game:
        play = Play(game)
        play.advance(230)
        check_the_desk(play)


def check_the_desk(play: Play) -> None:
    told = [headline.text for headline in play.news.headlines]
    assert any(text.endswith("leaves you, for no lab on the board.") for text in told)
    assert any("comes back to you from South, where it did not fit." in text for text in told)
    assert not any("Elsewhere's fleet" in text for text in told)
    world = play.session.world
    left = [c for c in range(200) if play.scenario.setup.people.employer[c] == 0 and world.home[c] == 2]
    free = [c for c in left if play.view.free[c]]
    assert len(left) > 10 and free
    assert set(free) <= set(find_people(play, Sight()).candidates)
    assert play.status(free[0]) == "free" and play.lab_called(int(play.view.employer[free[0]])) == "Elsewhere"
    shown = str(labs_table(play))
    assert f"{int(world.heads[2]):,}" in shown[shown.index("Elsewhere") :]
    assert outcome(play).total == 0.0, "nobody did anything"


def test_the_two_years_are_played_among_as_many_people_and_letters_as_their_comment_says() -> None:
    setup = condition("two-years", ()).setup
    labs, outside = [lab for lab in setup.labs if not lab.outside], setup.labs[setup.outside or 0]
    heads = sum(lab.researchers for lab in labs)
    assert heads + outside.researchers == int(load_figures()["neurips"].value)
    assert outside.fleet_h100e[0] * outside.research_share / outside.researchers == pytest.approx(
        14, rel=0.001
    )
    letters = sum(lab.policy.letters_per_week for lab in labs)
    assert letters * 365 / 7 / len(setup.people) == pytest.approx(9.8, rel=0.005)
    staff = np.bincount(setup.people.employer)[: len(labs)]
    for lab, people in zip(labs, staff.tolist(), strict=True):
        assert abs(lab.policy.letters_per_week - 452 * people / staff.sum()) < 1, lab.id
