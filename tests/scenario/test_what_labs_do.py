"""Scenario files that switch on what labs do with money and machines: they play, and say what is wrong."""

import json
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import BadInputError
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import load_scenario

TEXT = """
[scenario]
name = "All that labs do"
start = 2024-01-15
days = 200
player = "north"

[population]
size = 300
seed = 3

[[labs]]
id = "north"
name = "North Lab"
researchers = 90
compute = 40_000
pay = { median = 500_000, top = 1_500_000 }
budget_usd = 90_000_000

[[labs]]
id = "south"
name = "South Lab"
researchers = 300
compute = 1_000_000
pay = { median = 500_000, top = 1_500_000 }
raises = { share = 0.9, ratio = 1.3 }
growth_per_year = 0.8
copies = true
policy = "spray"
bot = { letters_per_week = 20, pay_ratio = 1.1 }

[[script]]
every = "week"
template = "recruiter"
to = { top = 20 }
offer = { pay_ratio = 2.5, direct = true }

[[script]]
do = "raise"
on = 2024-02-05
to = { top = 5 }
offer = { pay_ratio = 1.2 }

[[script]]
do = "buy"
on = 2024-01-15
h100e = 500

[[script]]
do = "rent"
on = 2024-02-01
h100e = 1_000
rent_days = 30

[mechanisms]
raises = true
peers = true
purchases = true
demand = true
copying = true
quotas = false

[rules]
delivery_days = 20
copy_lag_days = 20

[parameters]
notice_chance = 0.9
peers_hear_chance = 0.5
market_pay_per_gap = 1.5
"""


def write(folder: Path, text: str = TEXT) -> Path:
    file = folder / "labs.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_with_everything_plays_and_everything_happens(tmp_path: Path) -> None:
    scenario = load_scenario(str(write(tmp_path)))
    log = Session(scenario.setup, 4).advance(scenario.days)
    wanted = {
        Event.LOOKED, Event.PAY_RAISED, Event.PEERS_HEARD, Event.ORDERED, Event.DELIVERED, Event.RENTED,
        Event.RENT_ENDED, Event.MARKET_PAY, Event.TACTIC_SEEN, Event.ADOPTED,
    }  # fmt: skip
    assert wanted <= set(log.kind.tolist()), wanted - set(log.kind.tolist())
    raised = log.where((log.kind == Event.PAY_RAISED) & (log.day == 21) & (log.lab == 0))
    assert len(raised) == 5
    own = scenario.setup.people.pay_usd[raised.candidate]
    assert np.array_equal(raised.value, own * 1_200_000 // 1_000_000)


def test_run_says_what_raises_cost_and_how_long_tactics_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write(tmp_path))
    assert run_command_line(["run", file, "-n", "6", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["labs"]["south"]["metrics"]["raises_usd"]["mean"] > 0
    assert {"direct", "pay"} <= set(told["tactics"])
    direct = told["tactics"]["direct"]
    assert direct["half_life_days"] or direct["why"]
    assert len(direct["edge"]) == len(direct["letters"]) == 5
    assert run_command_line(["run", file, "-n", "2"]) == 0
    assert "half-life of its edge" in capsys.readouterr().out
    assert run_command_line(["run", file, "-n", "2", "--set", "mechanisms.copying=false"]) == 0
    assert "half-life" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("h100e = 500\n", "", ":44:1: script.3: say how many: h100e = N"),
        ("h100e = 500\n", "h100e = 0\n", "script.3.h100e: must be at least 1"),
        ("h100e = 500\n", "h100e = 500\nrent_days = 9\n", 'rent_days goes with do = "rent"'),
        ("h100e = 500\n", "h100e = 500\nto = { top = 2 }\n", "machines are for nobody: leave out to"),
        ("offer = { pay_ratio = 1.2 }\n", "", 'do = "raise" needs offer'),
        ("to = { top = 5 }\n", "", "say to whom"),
        ("share = 0.9", "share = 1.9", "labs.2.raises.share: must be at most 1.0"),
        ("ratio = 1.3", "ratio = 0.9", "labs.2.raises.ratio: must be above 1.0"),
        ("growth_per_year = 0.8", "growth_per_year = -1", "growth_per_year"),
        ("copies = true", 'copies = "yes"', "labs.2.copies: must be true or false"),
        ("copying = true", "copyng = true", "did you mean 'copying'?"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(BadInputError) as caught:
        load_scenario(str(write(tmp_path, TEXT.replace(old, new, 1))))
    assert words in str(caught.value)
