"""What files say of a lab's time, dated money and own people, and what is wrong with it."""

from datetime import date
from pathlib import Path

import pytest

from outreach_sim.cli.script_view import _what
from outreach_sim.errors import BadInputError
from outreach_sim.market.session import Session
from outreach_sim.market.setup import NO_LIMIT, Do, Sender
from outreach_sim.scenario.remarks import remarks_on
from outreach_sim.scenario.schema import ScriptLine
from outreach_sim.scenario.script_file import write_lines
from outreach_sim.storage.saves.script_lines import line_of, line_table, order_of
from tests.scenario.test_script_file import TOML as BESIDE
from tests.scenario.test_script_file import load as load_with_rows
from tests.storage.small import TOML, load

BUDGET = "budget_usd = 40_000_000\n"
LINES = """
[[script]]
do = "counter"
on = 2024-01-20
to = { candidates = [3, 9] }

[[script]]
do = "stand"
on = 2024-01-08
counter_from = 1.5
keep_hours = 2

[[script]]
do = "stand"
on = 2024-01-29
keep_hours = 0

[[script]]
do = "invite"
on = 2024-01-12
to = { candidates = [4] }
interviews = "short"

[[script]]
on = 2024-01-12
template = "recruiter"
to = { top = 2 }
interviews = "short"

[[expect]]"""


def with_lines(lines: str) -> str:
    return TOML.replace("\n[[expect]]", lines, 1)


def test_lines_of_two_chairs_become_orders_and_orders_such_lines(tmp_path: Path) -> None:
    scenario = load(tmp_path, with_lines(LINES))
    orders = scenario.setup.script[2:]
    counter, stand, over, invite, letter = orders
    assert (counter.do, counter.candidates, counter.days) == (Do.COUNTER, (2, 8), (15,))
    assert (stand.do, stand.counter_from, stand.keep_hours) == (Do.STAND, 1.5, 2)
    assert (over.do, over.keep_hours) == (Do.STAND, 0)
    assert invite.do is Do.INVITE and invite.short and letter.short and not counter.short
    for order in orders:
        line = line_of(
            scenario, order, date(2024, 1, 5) + (date(2024, 1, 6) - date(2024, 1, 5)) * order.days[0]
        )
        assert order_of(scenario, line) == order


def test_they_are_rows_of_a_csv_beside_the_scenario_just_as_well(tmp_path: Path) -> None:
    lines = load(tmp_path, with_lines(LINES)).spec.script[2:]
    rows = write_lines([line_table(line) for line in lines])
    assert load_with_rows(tmp_path, rows, BESIDE).spec.script == lines


def test_such_lines_are_told_in_words(tmp_path: Path) -> None:
    told = [_what(line) for line in load(tmp_path, with_lines(LINES)).spec.script[2:]]
    assert told == [
        "makes a counter-offer to candidates 3, 9",
        "answers up to 2 offers a week to people of its own of impact 1.5 or more",
        "answers no more offers to its own people unasked",
        "invites candidate 4, short interviews",
        "sends recruiter to the 2 highest by impact, signed by a recruiter; short interviews",
    ]


def test_dated_money_comes_on_its_days_besides_what_is_there(tmp_path: Path) -> None:
    dated = ((5, "2024-01-05"), (7, "2024-01-15"), (9, "2024-03-01"))
    points = f"budget = [ {', '.join(f'{{ on = {on}, usd = {usd} }}' for usd, on in dated)} ]\n"
    both, alone = (load(tmp_path, TOML.replace(BUDGET, kept + points)).setup.labs[0] for kept in (BUDGET, ""))
    assert (both.budget_usd, both.grants) == (40_000_005, ((10, 7), (56, 9)))
    assert (alone.budget_usd, alone.grants) == (5, ((10, 7), (56, 9)))
    assert load(tmp_path, TOML.replace(BUDGET, "")).setup.labs[0].budget_usd == NO_LIMIT


def test_money_that_comes_after_the_last_day_is_no_mistake_and_never_there(tmp_path: Path) -> None:
    late = "budget = [ { on = 2024-01-08, usd = 5 }, { on = 2034-01-08, usd = 7 } ]\n"
    session = Session(load(tmp_path, TOML.replace(BUDGET, late)).setup, 1)
    session.advance(session.setup.days)
    assert session.world.cash_usd[0] == 5


def test_a_desk_of_its_own_has_the_letters_and_slots_it_says_whatever_the_size_of_the_lab(
    tmp_path: Path,
) -> None:
    desk = "letters_per_week = { hiring-manager = 6, recruiter = 12, ceo = 3 }\ninterviews_per_week = 4\n"
    for heads in ("80", "3_500"):
        text = TOML.replace(BUDGET, BUDGET + desk).replace("researchers = 80", f"researchers = {heads}")
        lab = load(tmp_path, text).setup.labs[0]
        assert dict(lab.letters_per_week) == {Sender.CEO: 3, Sender.HIRING_MANAGER: 6, Sender.RECRUITER: 12}
        assert lab.interviews_per_week == 4


def test_what_is_left_out_is_as_it_was(tmp_path: Path) -> None:
    setup = load(tmp_path).setup
    assert [(lab.rest_days, lab.grants, lab.counters_by_hand) for lab in setup.labs] == [
        (None, (), False)
    ] * 3
    assert setup.rules.ceo_hours == 1_000_000 and setup.rules.fresh_share == 0.0


WHEN = "on = 2024-01-20"
SOMEBODY, THE_BEST = "to = { candidates = [3] }", "to = { top = 3 }"
LETTER = f'template = "recruiter"\n{WHEN}\n{THE_BEST}'
WRONG = {
    f'do = "counter"\n{WHEN}\n{THE_BEST}': 'do = "counter" needs to = { candidates = [ids] }',
    f'do = "counter"\n{WHEN}\n{SOMEBODY}\ntemplate = "recruiter"': "a template goes with invite, offer",
    f'do = "stand"\n{WHEN}\nkeep_hours = 1\ntemplate = "recruiter"': "a template goes with invite, offer",
    f'do = "stand"\n{WHEN}': "a standing rule says keep_hours = N",
    f'do = "stand"\n{WHEN}\nkeep_hours = 1\n{THE_BEST}': "about nobody in particular: leave out to",
    f'do = "buy"\n{WHEN}\nh100e = 1\nkeep_hours = 1': 'keep_hours goes with do = "stand"',
    f'do = "stand"\n{WHEN}\nkeep_hours = -1': "keep_hours: must be at least 0",
    f'do = "counter"\n{WHEN}\n{SOMEBODY}\ncounter_from = 1.0': 'counter_from goes with do = "stand"',
    f'do = "offer"\n{WHEN}\n{SOMEBODY}\ninterviews = "short"': 'interviews goes with do = "send" or "invite"',
    f'{LETTER}\ninterviews = "short"\noffer = {{ direct = true }}': "direct means no interviews, not short",
    f'{LETTER}\ninterviews = "none"': "'none' is not one of 'full', 'short'",
}


@pytest.mark.parametrize(("line", "words"), WRONG.items())
def test_a_line_that_asks_for_what_cannot_be_is_told_so(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        load(tmp_path, with_lines(f"\n[[script]]\n{line}\n\n[[expect]]"))
    (problem,) = caught.value.problems
    assert words in str(problem) and problem.line > 50


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("budget = [ { on = 2024-01-15, usd = 7 }, { on = 2024-01-15, usd = 9 } ]", "later than the date"),
        ("budget = [ { on = 2023-01-15, usd = 7 } ]", "2023-01-15 is before the game"),
        ("budget = [ { on = 2024-01-15, usd = 7.5 } ]", "whole number"),
        ('counters = "by-luck"', "is not one of 'by-chance', 'by-hand'"),
        ("rest_days = 0", "must be at least 1"),
    ],
)
def test_what_is_wrong_with_a_lab_is_told_at_its_place(tmp_path: Path, said: str, words: str) -> None:
    with pytest.raises(BadInputError) as caught:
        load(tmp_path, TOML.replace(BUDGET, said + "\n"))
    (problem,) = caught.value.problems
    assert words in str(problem) and problem.line == TOML[: TOML.index(BUDGET)].count("\n") + 1


KEYS = ("budget = [ { on = 2024-01-15, usd = 7 } ]", 'counters = "by-hand"', "rest_days = 9")


@pytest.mark.parametrize("key", KEYS)
def test_those_outside_have_no_time_and_no_money(tmp_path: Path, key: str) -> None:
    outside = TOML.replace('name = "South Lab"', f'name = "South Lab"\noutside = true\n{key}')
    with pytest.raises(BadInputError, match="outside, and does nothing by itself") as caught:
        load(tmp_path, outside)
    assert f"leave out {key.split(' =')[0]}" in str(caught.value)


def test_a_line_without_hours_is_none(tmp_path: Path) -> None:
    line = ScriptLine.model_validate({"do": "stand", "on": date(2024, 1, 8), "keep_hours": 3})
    assert line_table(line) == {"do": "stand", "on": date(2024, 1, 8), "keep_hours": 3}


def test_a_line_of_letters_for_which_the_ceo_has_no_hour_is_remarked_on(tmp_path: Path) -> None:
    for hours, said in ((0, "sends nothing: signed by the ceo"), (2, "")):
        text = TOML.replace("[parameters]", f"[rules]\nceo_hours = {hours}\n\n[parameters]")
        told = [str(problem) for problem in remarks_on(load(tmp_path, text))]
        assert len(told) == bool(said) and all(said in one and "raise rules.ceo_hours" in one for one in told)
