"""What a game is worth, on every screen: points beside a twin, what comes next, what is left."""

import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from outreach_sim.formatting import percent, signed
from outreach_sim.market import values
from outreach_sim.market.own_staff import raise_pay
from outreach_sim.market.plan import Plans
from outreach_sim.market.points import LINES, POINT
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.runs import Index
from outreach_sim.market.twin import Twin
from outreach_sim.market.values import Worth
from outreach_sim.model.explain import Explanation
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.points import points_of
from outreach_sim.storage.saves.script import script_of
from outreach_sim.study.breakdown import medal, rows_of
from outreach_sim.tui import rounds, slices, spending, worths
from outreach_sim.tui.agenda import agenda
from outreach_sim.tui.draft import Draft, as_planned, first_draft, standing_draft, weighed
from outreach_sim.tui.outcome import outcome
from outreach_sim.tui.people import Sight, Who, find_people
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.compose import ComposeScreen
from outreach_sim.tui.screens.spend import SpendScreen
from outreach_sim.tui.spending import For, Spending, effects
from outreach_sim.tui.stakes import best_of, best_pay_of, of_answers, of_bettering, of_letter, of_other_form
from outreach_sim.tui.texts import card
from outreach_sim.tui.texts import stakes as texts
from outreach_sim.tui.texts.header import status_bar
from outreach_sim.tui.texts.outcome import page
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.table import PlainTable
from tests.tui.desks import KEEN, NARROW, ROOMY, WIDE, WON, Driver, run
from tests.tui.test_play import letter, rivals


def counted(play: Play) -> int:
    """The score in millionths, as the desk counts it between keys."""
    for _ in play.score.slices():
        pass
    assert play.score.points is not None
    return int(play.score.points.score[0])


def hire_three(play: Play, days: int = 42) -> None:
    """The CEO writes to three people, who are all won; some days pass."""
    for candidate in rivals(play)[:3]:
        play.act(letter(play, candidate, pay_usd=9_000_000).order(play.lab))
    for _ in range(days // 7):
        for own in play.awaiting():
            play.act(letter(play, own.candidate, pay_usd=9_000_000).order(play.lab, Do.OFFER))
        play.advance(7)


@pytest.fixture
def won():
    with Game.new("won", load_scenario("first-letter", [*ROOMY, *WON, "scenario.goal=2"]), 5) as game:
        yield Play(game)


def test_points_at_the_desk_are_those_of_the_save_through_turns_undo_and_branches(won: Play) -> None:
    hire_three(won)
    assert counted(won) == int(points_of(won.game).score[0]) != 0
    before = won.session.day
    won.undo()
    assert won.session.day < before and won.score.total is None, "no old number is shown"
    assert counted(won) == int(points_of(won.game).score[0])
    assert won.score.twin.world.day == won.session.day, "a twin that is ahead is made anew"
    twin = won.score.twin
    won.act(letter(won, rivals(won)[5]).order(won.lab))
    won.undo()
    assert won.score.twin is twin, "an order that is taken back needs no other twin"
    won.game.branch("again")
    with Game.open("again") as game:
        again = Play(game)
        assert counted(again) == counted(won) == int(points_of(game).score[0])


def test_nothing_is_weighed_and_no_twin_is_made_before_the_first_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[str] = []
    first, drawn = Twin.__init__, StatusBar.render

    def made(twin: Twin, *args: Any) -> None:
        order.append("twin")
        first(twin, *args)

    def shown(bar: StatusBar) -> Any:
        order.append("frame")
        return drawn(bar)

    monkeypatch.setattr(Twin, "__init__", made)
    monkeypatch.setattr(StatusBar, "render", shown)

    async def steps(driver: Driver) -> None:
        assert order.index("frame") < order.index("twin")
        assert order.count("twin") == 1 and driver.play.score.total == 0.0

    run(steps, every_frame=True)


def test_the_twin_is_played_a_day_at_a_time(won: Play) -> None:
    won.advance(20)
    days = [won.score.twin.world.day for _ in won.score.slices()]
    assert days == list(range(1, 21))


def test_the_breakdown_adds_up_across_and_down_as_it_is_shown(won: Play) -> None:
    hire_three(won)
    found = outcome(won)
    rows = rows_of(found.points, 2)
    assert len(rows) == 4 and rows[2].others > 0, "who is beyond the first two stands in one row"
    for row in rows:
        assert round(sum(row.parts), 2) == row.total
    assert round(sum(row.total for row in rows), 2) == round(found.total, 2)
    shown = page(won, found).plain
    at = next(n for n, line in enumerate(shown.splitlines()) if line.startswith("   ") and "points" in line)
    lines = shown.splitlines()[at + 1 :]
    table = [line.split() for line in lines[: lines.index("")]]
    assert len(table) == len(rows_of(found.points, 20)) > 3
    assert round(sum(float(cells[-1]) for cells in table), 2) == round(found.total, 2)
    assert len(LINES) == found.points.by_person.shape[0]


@pytest.mark.parametrize(
    ("points", "called"), [(2.9, ""), (3.0, "bronze"), (4.99, "bronze"), (5, "silver"), (7.5, "gold")]
)
def test_medals_are_given_from_their_part_of_the_goal_on(points: float, called: str) -> None:
    assert medal(points, 5.0) == called


def test_the_board_and_its_medal_are_told_and_money_alone_loses(won: Play) -> None:
    hire_three(won)
    found = outcome(won)
    shown = page(won, found).plain
    assert "The board asks for 2 by" in shown and "1.2 for bronze, 2 for silver, 3 for gold." in shown
    assert "Lost" not in shown
    won.session.world.cash_usd[won.lab] = -1
    won.session.world.has_budget[won.lab] = True
    assert "Lost: the money is gone." in page(won, outcome(won)).plain


def test_the_header_tells_points_goal_hours_money_and_what_comes_next() -> None:
    changed = ["scenario.goal=2.5", "rules.ceo_hours=3"]

    async def steps(driver: Driver) -> None:
        play = driver.play
        assert " 0.0 points · goal 2.5 by 3 May · hours 3/3" in driver.text()
        driver.play.act(letter(play, rivals(play)[0]).order(play.lab))
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        assert "hours 2/3" in driver.shown("#bar")
        for width in (80, 100, 160):
            first, second = status_bar(play, width).plain.split("\n")
            assert max(len(first), len(second)) <= width - 2
            assert second.startswith("0.0 points · goal 2.5 by 3 May · hours 2/3")
        assert "letters left this week: CEO 2" in first
        assert "next 3 May: the end" in second

    for size in (NARROW, WIDE):
        run(steps, changed=changed, size=size)


def test_what_needs_an_answer_comes_first_among_what_comes_next(keen: Play) -> None:
    for candidate in rivals(keen)[:2]:
        keen.act(letter(keen, candidate, pay_usd=5_000_000).order(keen.lab))
    while not keen.awaiting():
        keen.advance(1)
    first = agenda(keen)[0]
    own = keen.awaiting()[0]
    assert (first.day, first.text) == (own.due, f"answer {keen.name(own.candidate)[:20]}")
    keen.act(Order(keen.lab, (), do=Do.WITHDRAW, candidates=(own.candidate,)))
    assert next(item for item in agenda(keen) if item.text == first.text).later == 1
    assert [item.text for item in agenda(keen)][-1] == "the end"
    assert np.all(np.diff([item.day for item in agenda(keen)]) >= 0)


def test_a_score_in_the_header_is_that_of_the_outcome() -> None:
    async def steps(driver: Driver) -> None:
        hire_three(driver.play)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        total = int(points_of(driver.play.game).score[0]) / POINT
        assert f"{total:+.1f} points" in driver.shown("#bar") and total
        await driver.press("o")
        assert f"{total:+.2f} points over doing nothing" in driver.shown("#outcome")
        assert find_people(driver.play, Sight()).found

    run(steps, changed=WON)


def weighed_people(play: Play) -> list[int]:
    """Everybody is weighed; how many with each step."""
    known, steps = 0, []
    for _ in play.worths.slices(play):
        now = int((~np.isnan(play.worths.expected)).sum())
        steps.append(now - known)
        known = now
    return steps


def test_people_are_weighed_a_few_at_a_time_each_by_the_letter_that_the_composer_begins_with(
    play: Play,
) -> None:
    steps = weighed_people(play)
    assert sum(steps) == int((play.view.free & (play.view.employer != play.lab)).sum()) > 5
    for candidate in rivals(play)[:5]:
        found = of_letter(play, first_draft(play, (candidate,)))
        assert play.worths.expected[candidate] == pytest.approx(float(found.worth.expected[0]), abs=1e-12)
        assert play.worths.if_yes[candidate] == pytest.approx(float(found.worth.if_yes[0]), abs=1e-12)


def test_no_step_weighs_more_than_a_few_of_a_thousand_people(monkeypatch: pytest.MonkeyPatch) -> None:
    with Game.new("many", load_scenario("small-lab", ["population.size=1200"]), 5) as game:
        play = Play(game)
        assert max(weighed_people(play)) == worths.SLICE_PEOPLE
        first, *_ = rivals(play)
        assert play.worths.expected[first] == np.nanmax(play.worths.expected)
        monkeypatch.setattr(worths, "MOST_WEIGHED", 50)
        play.worths.forget()
        before = play.worths.latest[first]
        assert play.worths.order(np.array([first])) == [before], "the order stays until all are weighed"
        assert sum(weighed_people(play)) == 50
        others = [c for c in rivals(play) if np.isnan(play.worths.expected[c])][:3]
        assert play.worths.lacks(play, others)
        for _ in play.worths.slices(play, others):
            pass
        assert not np.isnan(play.worths.expected[others]).any() and not play.worths.lacks(play, others)


def test_who_has_a_letter_keeps_their_place_until_nothing_is_to_be_expected_of_them(play: Play) -> None:
    weighed_people(play)
    first = np.array(rivals(play)[:1])
    before = play.worths.order(first)
    play.act(first_draft(play, (int(first[0]),)).order(play.lab))
    assert play.worths.order(first) == before
    weighed_people(play)
    while play.approach(int(first[0])) or not play.session.day:
        assert play.worths.order(first) == before, "a letter is under way, whatever has been weighed since"
        play.advance(1)
    assert np.isnan(play.worths.order(first)), "they cannot be written to"


@pytest.mark.parametrize("rising", [True, False])
def test_who_cannot_be_weighed_comes_last_either_way(play: Play, rising: bool) -> None:
    weighed_people(play)
    found = find_people(play, Sight(who=Who.EVERYONE, rising=rising)).candidates
    blank = np.isnan(play.worths.expected[list(found)])
    assert 0 < blank.sum() < blank.size and not blank[: int((~blank).sum())].any()
    some = play.worths.expected[list(found)][~blank]
    assert (np.diff(some) >= 0).all() if rising else (np.diff(some) <= 0).all()


def test_the_table_shows_what_letters_are_worth_set_to_the_right_and_the_best_first() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        first = driver.app.screen.query_one("#table", PlainTable).keys[0]
        best = int(np.nanargmax(play.worths.expected))
        assert first == str(best)
        row = next(line for line in driver.text().splitlines() if play.name(best) in line)
        assert f" {play.worths.if_yes[best]:+.2f}    {play.worths.expected[best]:+.3f}  free" in row
        await driver.press("w")
        assert f"expected {play.worths.expected[best]:+.3f}" in driver.shown("#chance")

    run(steps, "small-lab")


@pytest.mark.parametrize("width", [80, 120, 160])
def test_who_looks_at_the_top_of_the_table_stays_there_when_it_is_weighed(width: int) -> None:
    async def steps(driver: Driver) -> None:
        table = driver.app.screen.query_one("#table", PlainTable)
        best = int(np.nanargmax(driver.play.worths.expected))
        assert (table.cursor_row, table.keys[0]) == (0, str(best))
        await driver.press("down", "down")
        who = driver.app.screen.people.candidate  # type: ignore[attr-defined]
        await driver.press("d")
        now = driver.app.screen.people.candidate  # type: ignore[attr-defined]
        assert now == who, "who looks at somebody goes on looking at them"

    run(steps, "defender", size=(width, 30))


def test_a_step_of_counting_between_keys_is_short_and_keys_come_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    real = worths._letters

    def noted(play: Play, who: Index) -> Worth:
        done.append("weighed")
        return real(play, who)

    monkeypatch.setattr(worths, "_letters", noted)
    monkeypatch.setattr(slices, "SLICE_SECONDS", 0.0)

    async def steps(driver: Driver) -> None:
        free = int((driver.play.view.free & (driver.play.view.employer != driver.play.lab)).sum())
        assert done.count("weighed") == -(-free // worths.SLICE_PEOPLE) > 1
        driver.play.worths.forget()
        weighing = driver.app.screen.weigh()  # type: ignore[attr-defined]
        driver.app.call_later(done.append, "a key")
        await weighing.wait()
        assert "weighed" in done[done.index("a key") :]

    run(steps, "small-lab")


def test_the_composer_tells_points_that_add_up_and_a_key_sets_the_pay_that_brings_most() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        screen = driver.app.screen
        assert isinstance(screen, ComposeScreen)
        told = driver.shown("#chance")
        total, work, crowding, over = re.match(
            r"if yes ([-+.\d]+) = ([.\d]+) work - ([.\d]+) crowding - ([.\d]+) overpay", told
        ).groups()  # type: ignore[union-attr]
        assert round(float(work) - float(crowding) - float(over), 2) == float(total)
        before = best_pay_of(driver.play, screen.draft)
        assert f"best pay for points {before.ratio:.3g}x" in told
        await driver.press("ctrl+b")
        assert screen.draft.pay_usd == before.pay_usd
        assert "no pay brings more points" in driver.shown("#chance")
        expected = float(of_letter(driver.play, screen.draft).worth.expected[0])
        assert f"expected {expected:+.3f}" in driver.shown("#chance")
        assert expected == pytest.approx(float(before.worth.expected[0]))

    for size in (NARROW, WIDE):
        run(steps, "small-lab", size=size)


def test_advice_that_brings_less_than_what_is_typed_says_why() -> None:
    """Advice counts that leavers keep their pay, and the points of a letter do not."""
    with Game.new("advised", load_scenario("first-game"), 117135) as game:
        play = Play(game)
        best = next(one for one in rivals(play) if play.name(one) == "Antony Mendonça")
        draft = letter(play, best, direct=False)
        advice = best_pay_of(play, draft)
        for pay_usd, said in (
            (1_800_000, "; leavers keep their pay, so best pay"),
            (9_000_000, "; best pay"),
        ):
            draft = draft.changed(pay_usd=pay_usd)
            assert said in texts.letter(of_letter(play, draft), advice, draft).plain


def test_the_composer_says_when_the_other_form_of_interview_brings_more() -> None:
    with Game.new("late", load_scenario("first-game"), 117135) as game:
        play = Play(game)
        for direct, other in ((False, "without interviews"), (True, "with interviews")):
            draft = letter(play, rivals(play)[0], direct=direct, pay_usd=1_500_000)
            found, turned = of_letter(play, draft), of_letter(play, draft.changed(direct=not direct))
            otherwise = of_other_form(play, draft)
            assert otherwise == float(turned.worth.expected[0])
            told = texts.letter(found, best_pay_of(play, draft), draft, otherwise).plain
            assert (f", {other} {signed(otherwise, 3)}" in told) == (not direct)


def test_a_card_names_who_would_write_and_fears_a_fleet_by_what_was_answered() -> None:
    def told(play: Play, candidate: int) -> str:
        console = Console(width=60, file=StringIO(), color_system=None)
        console.print(card.whole(play, candidate))
        return console.file.getvalue()  # type: ignore[attr-defined]

    with Game.new("fears", load_scenario("first-game"), 117135) as game:
        play = Play(game)
        strong = next(one for one in rivals(play) if play.name(one) == "Girindra Purohit")
        assert "If the CEO wrote today" in told(play, strong)
        feared = weighed(play, first_draft(play, (strong,))).gate_chance
        assert f"{percent(feared)} that only a larger fleet" in told(play, strong)
        assert "letters left this week: CEO 3 · interview" in status_bar(play, 120).plain
        play.act(letter(play, strong, pay_usd=1_820_000, direct=False).order(play.lab))
        while not play.awaiting():
            play.advance(1)
        best = play.worths.of(play, strong)
        assert best is not None
        assert "a year, short interviews" in told(play, strong), "the answer that brings most"
        assert f"if yes {signed(best.if_yes, 2)}" in told(play, strong)
        assert f"{percent(best.chance)} from here to a yes" in told(play, strong)
        assert "only a larger fleet" not in told(play, strong)
        own = play.approach(strong)
        assert own is not None
        assert 0.0 < weighed(play, standing_draft(play, own)).gate_chance < feared / 20


def test_a_lab_with_a_long_name_leaves_two_lines_above_every_screen() -> None:
    long = load_scenario("first-letter", ("labs.north.name=Institute of Superintelligence",))
    with Game.new("long", long, 5) as game:
        play = Play(game)
        for columns in range(80, 130):
            lines = status_bar(play, columns).plain.split("\n")
            assert len(lines) == 2 and max(map(len, lines)) <= columns - 2


def test_the_card_says_of_which_mail_the_reasons_are(play: Play) -> None:
    def told(explanation: Explanation) -> str:
        console = Console(width=200, file=StringIO(), color_system=None)
        console.print(card.why(explanation))
        return console.file.getvalue()  # type: ignore[attr-defined]

    found = weighed(play, first_draft(play, rivals(play)[:1]))
    said = told(found)
    named = re.search(r"Answers the (\w+) of (\w+) mails, the likeliest, if", said)
    reasons = re.search(r"few answer (?:even )?the (\w+) mail\.", said)
    assert named is not None and reasons is not None
    assert named[2] == "four" and named[1] == reasons[1]
    assert "Answers the mail, if" in told(replace(found, mails=found.mails[:1]))


def test_own_words_and_several_people_have_their_points_too(play: Play) -> None:
    two = first_draft(play, rivals(play)[:2])
    alone = [float(of_letter(play, single).worth.expected[0]) for single in two.for_each(play.view.pay)]
    assert of_letter(play, two).expected == pytest.approx(sum(alone))
    plain = first_draft(play, rivals(play)[:1])
    planned = as_planned(play, plain)
    boast = replace(planned[0], body="Hi.\n\nWe pay you. Come.\n\nThe hiring manager", own=True)
    own = plain.changed(mails=(boast, *planned[1:]))
    chance = weighed(play, own).chain
    assert chance != weighed(play, plain).chain
    worth = of_letter(play, own).worth
    assert float(worth.chance[0]) == pytest.approx(chance, rel=0.2)
    assert float(worth.chance[0]) != float(of_letter(play, plain).worth.chance[0])
    assert best_pay_of(play, own).pay_usd > 0


def test_an_answer_sets_three_forms_side_by_side_and_each_can_be_chosen() -> None:
    changed = [*KEEN, "rules.ceo_hours=3"]

    async def steps(driver: Driver) -> None:
        play = driver.play
        play.act(letter(play, rivals(play)[0], pay_usd=1_200_000, direct=False).order(play.lab))
        while not play.awaiting():
            play.advance(1)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.press("a")
        told = driver.shown("#chance")
        forms = play.outlook.forms
        for form in forms:
            assert f"{100 * form.offer_chance:.0f} %" in told and f"{1 - form.misfit_chance:.2f}" in told
        assert [form.name for form in forms] == ["full", "short", "none"]
        assert "1 slot" in told and "1 hour" in told and "no hour left" not in told
        screen = driver.app.screen
        draft = screen.typed()  # type: ignore[attr-defined]
        worth = [way.worth for way in of_answers(play, screen._interviewed(), draft)]  # type: ignore[attr-defined]
        line = next(line for line in told.splitlines() if line.startswith("expected"))
        assert line.split()[1:] == [signed(float(one.expected[0]), 3) for one in worth]
        assert any(float(one.expected[0]) for one in worth)
        await driver.press("ctrl+t", "d")
        assert next(own.short for own in play.view.approaches if own.candidate == draft.first)
        assert 'interviews = "short"' in script_of(play.game).toml

    for size in (NARROW, WIDE):
        run(steps, "small-lab", changed=changed, size=size)


def test_without_an_hour_the_screen_says_so_and_points_to_the_best_that_is_left(keen: Play) -> None:
    keen.act(letter(keen, rivals(keen)[0], direct=False).order(keen.lab))
    while not keen.awaiting():
        keen.advance(1)
    own = keen.awaiting()[0]
    draft = standing_draft(keen, own)
    keen.left.hours, keen.left.kept, keen.left.interviews = 1, 1, 3
    ways = of_answers(keen, draft.changed(direct=False), draft.changed(direct=True))
    assert [way.lacks for way in ways] == ["", "", "hour"]
    assert "At once: no hour left this week." in texts.ways(ways).plain
    best = best_of(ways)
    assert best is not None and best.form.name in ("full", "short")
    keen.left.interviews = 0
    ways = of_answers(keen, draft.changed(direct=False), draft.changed(direct=True))
    assert best_of(ways) is None and texts.ways(ways).plain.count("no slot left this week") == 2


def test_bettering_an_offer_says_what_it_changes(won: Play) -> None:
    hire_three(won, days=14)
    own = next(own for own in won.view.approaches if own.state == State.OFFERED)
    now = standing_draft(won, own)
    more = of_bettering(won, now, now.changed(pay_usd=2 * now.pay_usd))
    assert float(more.chance[0]) > 0 > float(more.if_yes[0])
    assert "points to be expected" in texts.bettering(more).plain


def test_machines_are_nothing_in_points_until_they_are_pledged_and_the_screen_says_so() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        await driver.press("b")
        told = driver.shown("#side-text")
        assert "In points: nothing, until you pledge them." in told
        pledged = spending.shares(play)
        who = np.array([one.candidate for one in pledged])
        change = values.pledge(play.outlook, who, worths.opening_plans(play, who))
        assert [one.expected for one in pledged] == pytest.approx(change.expected.tolist())
        assert [f"{one.if_yes:+.2f}" in told for one in pledged] == [True] * len(pledged) and pledged
        best = np.sort(play.worths.expected[~np.isnan(play.worths.expected)])[-len(pledged) :]
        assert sorted(play.worths.expected[who]) == best.tolist()

    run(steps, "sandbox", size=WIDE)


def test_what_is_bought_counts_where_it_makes_good_what_was_pledged(monkeypatch: pytest.MonkeyPatch) -> None:
    with Game.new("pledged", load_scenario("sandbox"), 5) as game:
        play = Play(game)
        monkeypatch.setattr(spending, "machines", lambda view, h100e: 0.012 if h100e == 500 else 0.0)
        some = Spending(500, 0, 90, 120, For.NOBODY)
        assert "Points by the end: +0.012" in effects(play, some, (), None).plain
        assert "nothing, until" in effects(play, replace(some, buy_h100e=0, rent_h100e=9), (), None).plain


def test_a_raise_tells_its_points_when_nothing_is_typed() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        await driver.press("f", "f", "f", "b")
        screen = driver.app.screen
        assert isinstance(screen, SpendScreen) and screen.chosen is not None
        who = np.array([screen.chosen])
        pay = play.session.world.pay_usd[who] * 12 // 10
        found = float(raise_pay(play.outlook, who, pay).expected.sum())
        assert f"Points to be expected: {found:+.3f}" in driver.shown("#side-text")
        await driver.put("#whom", For.EVERYBODY)
        assert "of the first 40" in driver.shown("#side-text")
        await driver.put("#whom", For.NOBODY)
        assert "Points to be expected" not in driver.shown("#side-text")

    run(steps, "defender", size=WIDE)


def test_a_round_of_the_recruiters_tells_what_can_be_expected_of_all_its_letters() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("v")
        await driver.put("#top", "6")
        await driver.put("#percent", "140")
        play, template = driver.play, driver.play.ids.index("recruiter")
        now = rounds.Round(6, rounds.By.IMPACT, -1, template, 140, False)
        who = np.array(rounds.reached(play, now, rounds.Weighed(play, now)))
        pay = np.array([rounds.offered_usd(play, now, candidate) for candidate in who.tolist()])
        worth = values.letter(play.outlook, who, Plans(pay, template, Sender.RECRUITER))
        expected = signed(float(worth.expected.sum()), 3)
        assert f"Expected of all of them: {expected} points." in driver.shown("#chance")
        alone = weighed(play, Draft((int(who[0]),), template, Sender.RECRUITER, int(pay[0])))
        first = next(line for line in driver.text().splitlines() if play.name(int(who[0]))[:11] in line)
        assert percent(alone.chain) in first and signed(float(worth.expected[0]), 3) in first

    run(steps)


def test_the_composer_begins_with_somebody_who_may_write() -> None:
    ids = ("recruiter", "ceo-personal", "hiring-manager")
    none = {Sender.HIRING_MANAGER: 0}
    assert worths.opening_letter(ids, {}) == (2, Sender.HIRING_MANAGER)
    assert worths.opening_letter(ids, none | {Sender.CEO: 3}) == (1, Sender.CEO)
    assert worths.opening_letter(ids, none | {Sender.CEO: 0, Sender.RECRUITER: 9}) == (0, Sender.RECRUITER)
    assert worths.opening_letter(ids, dict.fromkeys(Sender, 0)) == (2, Sender.HIRING_MANAGER)


def test_the_board_that_is_shown_is_the_next_one_and_at_the_end_the_last(tmp_path: Path) -> None:
    file = tmp_path / "boards.toml"
    boards = "goal = [ { on = 2024-03-25, points = 1 }, { on = 2024-05-02, points = 2.5 } ]"
    text = Path("fixtures/scenarios/first-letter.toml").read_text(encoding="utf-8")
    file.write_text(re.sub(r"^goal = .*$", boards, text, count=1, flags=re.M), encoding="utf-8")
    scenario = load_scenario(str(file))
    days = [day for day, _ in scenario.boards]
    with Game.new("boards", scenario, 5) as game:
        play = Play(game)
        shown = [(play.session.day, play.score.goal)]
        for until in (days[0], days[0] + 1, scenario.days):
            play.advance(until - play.session.day)
            shown.append((play.session.day, play.score.goal))
    assert [goal for _, goal in shown] == [1, *(1 if day <= days[0] else 2.5 for day, _ in shown[1:])]
    assert shown[-1][1] == 2.5
