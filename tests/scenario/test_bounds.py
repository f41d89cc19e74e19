"""What a scenario file may say, at the bound itself and one step beyond it; and what it becomes."""

from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from outreach_sim.market.setup import Walkout
from outreach_sim.scenario.dated_events import WalkoutTable
from outreach_sim.scenario.lab_tables import Bot, LabTable, PayBand
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.schema import RulesTable
from tests.market.test_ceilings import ends_of_rules
from tests.storage.small import TOML, load

GONE = {"lab": "south", "to": "north", "on": date(2024, 3, 1)}
LAB = {"id": "south", "name": "South", "researchers": 5, "compute": 1, "pay": {"median": 1_000, "top": 1_001}}


@pytest.mark.parametrize(
    ("table", "right", "wrong"),
    [
        (PayBand, {"median": 1_000, "top": 1_001}, {"median": 1_000, "top": 1_000}),
        (WalkoutTable, GONE | {"back": date(2024, 3, 2)}, GONE | {"back": date(2024, 3, 1)}),
        (RulesTable, {"interview_days_low": 9, "interview_days_high": 9}, {"interview_days_low": 43}),
        (Bot, {"aggressiveness": 10.0}, {"aggressiveness": 10.1}),
        (LabTable, LAB | {"policy": "defender", "bot": {"aggressiveness": 1.0}},
         LAB | {"policy": "defender", "bot": {"aggressiveness": 1.01}}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)  # fmt: skip
def test_a_bound_may_be_reached_and_not_passed(table: type[BaseModel], right: dict, wrong: dict) -> None:
    table.model_validate(right)
    with pytest.raises(ValidationError):
        table.model_validate(wrong)


@pytest.mark.parametrize(("name", "ends"), ends_of_rules().items())
def test_every_rule_of_play_may_reach_the_bounds_that_the_market_declares_and_not_pass_them(
    name: str, ends: tuple[float, float]
) -> None:
    pair = {"interview_days_low": 1, "interview_days_high": 3_650}
    kind = type(ends[0])
    for end, beyond in zip(ends, (ends[0] - 1, ends[1] + 1), strict=True):
        RulesTable.model_validate(pair | {name: kind(end)})
        with pytest.raises(ValidationError, match=f"{name}\n.*(greater|less) than or equal to"):
            RulesTable.model_validate(pair | {name: kind(beyond)})


@pytest.mark.parametrize(("back", "day"), [("back = 2024-01-20", 15), ("", 81)])
def test_a_walkout_leads_from_its_lab_to_the_other_and_back_on_its_day_or_never(
    tmp_path, back: str, day: int
) -> None:
    text = (
        f'[mechanisms]\ncolleagues = true\n[[walkout]]\nlab = "east"\nto = "south"\non = 2024-01-15\n{back}\n'
    )
    setup = load(tmp_path, TOML.replace("[parameters]", f"{text}\n[parameters]")).setup
    assert setup.walkouts == (Walkout(lab=2, to=1, start=10, back=day),)
    assert day == 15 or day > setup.days, "never is after the last day"


def test_machines_are_rented_for_a_year_unless_the_script_says_for_how_long(tmp_path) -> None:
    lines = [
        '[[script]]\ndo = "rent"\non = 2024-01-08\nh100e = 10\n' + more for more in ("", "rent_days = 9\n")
    ]
    setup = load(tmp_path, TOML.replace("[[expect]]", "".join(lines) + "[[expect]]")).setup
    assert [order.rent_days for order in setup.script[-2:]] == [365, 9]


@pytest.mark.parametrize(("said", "meant"), [(".3", 0.3), ("+.3", 0.3), ("0.3", 0.3), ("3e-1", 0.3)])
def test_a_number_may_be_set_without_a_nought_before_its_point(said: str, meant: float) -> None:
    scenario = load_scenario("first-letter", (f"parameters.fit_sd={said}",))
    assert scenario.setup.parameters.fit_sd == meant
