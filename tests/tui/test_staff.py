"""The other chair at the desk: who may leave, counter-offers, the standing rule, turns that end for them."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from textual.widgets import Select

from outreach_sim.cli.failure import run_command_line
from outreach_sim.formatting import usd
from outreach_sim.market.flight import Flight, OfferRisk, flight_risk
from outreach_sim.market.own_staff import counter_offer, worth_of_having
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import Explanation
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.waiting import Lookout, Waiting
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.script import script_of
from outreach_sim.tui import staff as module
from outreach_sim.tui.mailbox import Sight, Which, find_offers
from outreach_sim.tui.next_step import next_step
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.staff import StaffScreen
from outreach_sim.tui.staff import Member, Staff, counter_order, rule_of, rule_order, why_not_counter
from outreach_sim.tui.texts.staff import detail, rule_told
from outreach_sim.tui.widgets.table import PlainTable
from tests.tui.desks import NARROW, WIDE, Driver, run


@pytest.fixture
def defended() -> Iterator[Play]:
    with Game.new("defended", load_scenario("defender"), 5) as game:
        yield Play(game)


def until_told(play: Play) -> int:
    """Play until one of the lab's own people tells of an offer; who decides first."""
    while not play.offers_to_answer():
        play.advance(1)
    return play.offers_to_answer()[0].candidate


def weighed(play: Play) -> Staff:
    found = Staff(play)
    for _ in found.slices():
        pass
    return found


def test_own_people_are_weighed_by_the_engines_own_functions_who_has_an_offer_first(defended: Play) -> None:
    until_told(defended)
    found = weighed(defended)
    held = {offer.candidate for offer in defended.view.offered}
    assert {member.candidate for member in found.members[: len(held)]} == held and found.found == len(
        found.members
    ) == 240
    people = np.array([member.candidate for member in found.members])
    risk = flight_risk(defended.session.world, defended.lab, 0, people)
    assert [member.going.leaves for member in found.members] == pytest.approx(risk.leaves.tolist())
    assert [member.going.rival for member in found.members] == risk.likeliest.tolist()
    worth = worth_of_having(defended.outlook, people)
    assert [member.worth for member in found.members] == pytest.approx(worth.tolist())
    keeping = counter_offer(defended.outlook, people[:1])
    assert found.members[0].counter == pytest.approx(float(keeping.expected[0]))
    without = [member for member in found.members if member.offer is None]
    assert np.isnan([member.counter for member in without]).all()
    assert [m.at_stake for m in without] == sorted((m.at_stake for m in without), reverse=True)


def test_own_people_are_weighed_a_few_at_a_time(defended: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def noted(world: World, lab: int, at: int, who: Index, *, told: tuple[OfferRisk, ...]) -> Flight:
        asked.append(who.size)
        return flight_risk(world, lab, at, who, told=told)

    monkeypatch.setattr(module, "flight_risk", noted)
    monkeypatch.setattr(module, "MOST_SHOWN", 100)
    first = until_told(defended)
    found = weighed(defended)
    assert asked == [40, 40, 20] and found.found == 240
    assert first in [member.candidate for member in found.members], "who has an offer is always shown"


def test_own_people_are_weighed_once_a_day_and_why_each_would_go_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighed: list[int] = []
    asked: list[int] = []
    each, why = module._weighed, module.reasons_of

    def counted(play: Play, people: Index, told: tuple[OfferRisk, ...]) -> Iterator[Member]:
        weighed.extend(people.tolist())
        yield from each(play, people, told)

    def reasons(play: Play, member: Member) -> Explanation | None:
        asked.append(member.candidate)
        return why(play, member)

    monkeypatch.setattr(module, "_weighed", counted)
    monkeypatch.setattr(module, "reasons_of", reasons)

    async def steps(driver: Driver) -> None:
        await driver.press("y")
        first = driver.shown("#summary")
        assert len(weighed) == len(set(weighed)) > 10 and len(asked) == 1 and "departures" in first
        table = driver.app.screen.query_one(PlainTable)
        assert driver.play.name(asked[0]) in driver.text() and table.current == str(asked[0])
        await driver.press("j", "k", "escape", "y")
        assert driver.shown("#summary") == first and len(weighed) == len(set(weighed))
        assert len(asked) == len(set(asked)) == 2
        await driver.press("escape", "d", "y")
        assert len(weighed) == 2 * len(set(weighed)), "it is another day"

    run(steps, "defender", size=WIDE, changed=["population.size=400"])


def test_what_the_market_would_refuse_is_said_before(defended: Play) -> None:
    until_told(defended)
    member, other = weighed(defended).members[0], weighed(defended).members[-1]
    candidate = member.candidate
    assert why_not_counter(defended, member) == ""
    assert "made" in why_not_counter(defended, other) and other.offer is None
    for one in (member, other):  # what an answer costs is told before anybody makes an offer
        told = detail(defended, one, None).renderables[0]
        assert f"costs {usd(one.cost_usd)} a year" in str(told) and "an hour of the CEO" in str(told)
    defended.left.hours = 0
    assert why_not_counter(defended, member) == "The CEO has no hour left this week."
    defended.left.hours, defended.left.free_usd = 3, 0
    assert ("money" in why_not_counter(defended, member)) is defended.scenario.setup.mechanisms.paid_raises
    defended.act(counter_order(defended, candidate))
    assert "has your counter-offer already" in why_not_counter(defended, member)
    assert candidate not in {offer.candidate for offer in defended.offers_to_answer()}
    defended.advance(1)
    log = defended.game.log
    countered = log.candidate[(log.kind == Event.COUNTERED)].tolist()
    assert candidate in countered and Event.REFUSED not in log.kind[log.day == log.day.max()].tolist()


def test_a_turn_ends_on_the_day_on_which_somebody_of_ones_own_tells_of_an_offer(defended: Play) -> None:
    with Game.new("slowly", load_scenario("defender"), 5) as game:
        slow = Play(game)
        until_told(slow)
        day = slow.session.day
    turn = defended.advance(28, heed=True)
    assert defended.session.day == day < 28
    who = defended.offers_to_answer()[0].candidate
    points = defended.worths.counters(defended)[who]
    said = f"{defended.name(who)} has an offer, and works for you (a counter-offer: {points:+.3f} points)"
    assert points > 0.0 and turn.sentence.startswith(said)
    assert len(defended.game.path()) == 2, "it is one turn"
    again = defended.advance(7)
    assert defended.session.day == day + 7 and again.stopped == "", "who does not heed plays on"


def test_an_offer_that_no_counter_offer_is_worth_does_not_end_a_turn_but_is_told_of() -> None:
    """At five times their pay each would cost more than they do; the screen of the staff says as much."""
    dear = load_scenario("defender", ("parameters.counter_raise=4",))
    with Game.new("dear", dear, 5) as game:
        play = Play(game)
        turn = play.advance(14, heed=True)
        assert play.session.day == 14 and turn.stopped == ""
        told = game.log.candidate[game.log.kind == Event.TOLD].tolist()
        said = f"{play.name(told[0])} and 1 other of yours have told you of an offer; no counter-offer"
        assert said in turn.told, "once, whatever the days"
        member = weighed(play).members[0]
        assert member.candidate in told
        assert play.worths.counters(play)[member.candidate] == member.counter <= 0.0
        assert "has an offer" not in next_step(play).plain


def test_the_rule_answers_unasked_and_then_no_turn_ends_for_it(defended: Play) -> None:
    defended.act(rule_order(defended, 0.0, 3))
    assert rule_of(defended) == (0.0, 3) and "3 counter-offers a week" in rule_told(defended)
    heard: list[Waiting] = []
    lookout = Lookout(defended.session, defended.lab, {}, ())

    def watch(session: Session, log: Log) -> bool:
        heard.extend(lookout.calls(session))
        return bool((log.kind == Event.TOLD).any())

    defended.game.advance(100, watch)
    kinds = defended.game.log.kind.tolist()
    assert Event.TOLD in kinds and Event.COUNTERED in kinds and heard == []
    defended._stand()
    assert rule_of(defended) == (0.0, 3) and not defended.offers_to_answer()
    defended.act(rule_order(defended, 1.0, 0))
    assert "off" in rule_told(defended)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_counter_offer_and_rule_are_given_at_the_desk_and_replayed_from_a_script(
    size: tuple[int, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = {}

    async def steps(driver: Driver) -> None:
        play = driver.play
        candidate = until_told(play)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        assert driver.shown("#next").startswith(f"Your {play.name(candidate)[:24]} has an offer from")
        await driver.press("y")
        assert isinstance(driver.app.screen, StaffScreen)
        table = driver.app.screen.query_one("#people", PlainTable)
        assert table.row_count == 240 and "departures expected within a year" in driver.shown("#summary")
        driver.app.screen.show(candidate)
        await driver.settle()
        member = driver.app.screen.member
        assert isinstance(member, Member) and member.candidate == candidate
        assert driver.text().count(f"{member.counter:+.3f}") == 2, "in the table and beside it"
        assert play.name(candidate) in driver.text()
        await driver.press("a")
        assert [order.do for order in play.ordered()] == [Do.COUNTER]
        waiting = len(play.offers_to_answer())
        assert (f"{waiting} offer" in driver.shown("#summary")) == bool(waiting), (
            "who is answered does not wait"
        )
        assert "hours 2/3" in driver.shown("#bar")
        assert driver.app.screen.staff.fits(play), "all are weighed anew, with what is left"
        assert table.current == str(candidate), "and the cursor stays"
        await driver.press("a")
        assert any("has your counter-offer already" in notice for notice in driver.notices())
        await driver.press("r")
        driver.app.screen.query_one("#keep", Select).value = 1
        await driver.press("ctrl+s")
        assert "1 counter-offer a week" in driver.shown("#summary")
        await driver.press("escape")
        assert isinstance(driver.app.screen, DeskScreen)
        assert "1 kept" in driver.shown("#bar")
        await driver.press("d")
        kinds = play.game.log.kind.tolist()
        assert Event.COUNTERED in kinds and Event.REFUSED not in kinds
        played["script"], played["hash"] = script_of(play.game).toml, play.game.log_hash
        play.game.advance(400)
        played["script"], played["hash"] = script_of(play.game).toml, play.game.log_hash

    run(steps, "defender", seed=5, size=size)
    assert 'do = "counter"' in played["script"] and 'do = "stand"' in played["script"]
    file = tmp_path / "again.toml"
    file.write_text(played["script"], encoding="utf-8")
    assert run_command_line(["run", str(file), "--seed", "5", "--json"]) == 0
    assert played["hash"] in capsys.readouterr().out


def test_on_the_day_of_the_decision_no_counter_offer_is_asked_for_or_weighed() -> None:
    with Game.new("late", load_scenario("defender"), 5) as game:
        play = Play(game)
        candidate = until_told(play)
        play.advance(play.offers_to_answer()[0].until - play.session.day)
        member = next(one for one in weighed(play).members if one.candidate == candidate)
        assert member.offer is not None and member.offer.until == play.session.day
        assert candidate not in [offer.candidate for offer in play.offers_to_answer()]
        assert math.isnan(member.counter) and "decides today" in why_not_counter(play, member)
        play.act(counter_order(play, candidate))
        turn = play.advance(1)
        assert any("an order was refused" in headline.text for headline in turn.headlines)


def test_an_offer_to_ones_own_stands_in_the_inbox_until_it_is_decided_and_enter_opens_the_staff() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        candidate = until_told(play)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        assert f"Inbox ({len(play.offers_to_answer())})" in driver.text()
        await driver.press("2")
        told = driver.shown("#thread-text")
        offer = play.offers_to_answer()[0]
        until = play.scenario.date_of(offer.until)
        writer = f"{play.news.recruiter(offer.lab)} of {play.lab_called(offer.lab)}"
        assert f"{writer} has made me an offer" in told and f"{until:%b %Y}" in told
        said = f"{play.name(candidate)} tells you of an offer from {writer}, and has"
        assert any(item.text.startswith(said) for item in play.news.headlines)
        for which, there in ((Which.WAITING, True), (Which.EVERY, True), (Which.UNREAD, False)):
            assert (offer in find_offers(play, Sight(which))) is there
        assert find_offers(play, Sight(lab=offer.lab)) and not find_offers(play, Sight(lab=play.lab))
        await driver.press("enter")
        assert isinstance(driver.app.screen, StaffScreen)
        assert driver.app.screen.member is not None and driver.app.screen.member.candidate == candidate
        await driver.press("a", "escape")
        assert "Your counter-offer is made." in driver.shown("#thread-text")
        assert offer not in find_offers(play, Sight(Which.WAITING))

    run(steps, "defender", seed=5)


def test_a_week_at_the_desk_ends_when_somebody_wants_to_be_answered_and_a_longer_turn_too() -> None:
    async def steps(driver: Driver) -> None:
        days = []
        while not driver.play.offers_to_answer():
            await driver.press("n")
            days.append(driver.play.session.day)
        assert days[-1] % 7, "the last week was not played to its end"
        assert any("has an offer, and works for you" in notice for notice in driver.notices())
        before = driver.play.session.day
        await driver.press("e")
        assert before < driver.play.session.day < before + 28

    run(steps, "defender", seed=5)


def test_who_has_nobody_of_their_own_among_the_candidates_is_told_so() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("y")
        staff = driver.app.screen.staff  # type: ignore[attr-defined]
        told = "nobody is named who could leave" in driver.shown("#summary")
        assert told is (staff.found == 0)
        await driver.press("a", "b", "escape", "escape")
        assert isinstance(driver.app.screen, DeskScreen)

    run(steps, "first-letter")
