"""What the desk shows, without a screen: people, drafts, rounds, news, outcome."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from outreach_sim.errors import UsageError
from outreach_sim.formatting import money_unit, usd
from outreach_sim.mail.steps import Step
from outreach_sim.market.points import POINT
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.correspondence.news import Headline, Kind, News
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.points import points_of
from outreach_sim.study.balance import with_policy
from outreach_sim.tui import columns, people, people_columns, rounds
from outreach_sim.tui.draft import first_draft, levers, obstacles, prospect, shortfalls, weighed
from outreach_sim.tui.outcome import against_rules, figures, outcome
from outreach_sim.tui.people import Sight, Who, find_people
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play
from outreach_sim.tui.spending import For, Spending, effects
from outreach_sim.tui.texts.card import paid
from outreach_sim.tui.texts.outcome import _WHY_NOT, page, refusals
from outreach_sim.tui.turn import Turn
from tests.tui.desks import WON


def letter(play: Play, candidate: int, **terms: object):
    draft = first_draft(play, (candidate,))
    ceo = play.scenario.setup.letters.ids.index("ceo-personal")
    return draft.changed(**({"template": ceo, "sender": Sender.CEO, "direct": True} | terms))


@pytest.mark.parametrize("rising", [True, False])
@pytest.mark.parametrize("by", list(Column))
def test_the_table_is_cut_where_sorting_everybody_would_cut_it(
    play: Play, monkeypatch: pytest.MonkeyPatch, by: Column, rising: bool
) -> None:
    sight = Sight(who=Who.EVERYONE, by=by, rising=rising)
    everybody = find_people(play, sight).candidates
    assert len(everybody) == len(play.scenario.population) > 7
    for most in (1, 5, 7):
        monkeypatch.setattr(people, "MOST_ROWS", most)
        assert find_people(play, sight).candidates == everybody[:most]


def test_no_more_people_are_sorted_and_looked_up_than_are_shown(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, argsort = list[int](), np.argsort

    def sorting(key: NDArray[np.generic], **how: str) -> NDArray[np.intp]:
        sizes.append(key.size)
        return argsort(key, **how)

    play.view = play.session.observe()
    monkeypatch.setattr(people, "MOST_ROWS", 3)
    monkeypatch.setattr(np, "argsort", sorting)
    shown = find_people(play, Sight()).candidates
    assert len(shown) == 3 == max(sizes), "of whom nothing is weighed"
    told = [columns.cells(play, c, people_columns.LOOKS, people_columns.units(play)) for c in shown]
    assert all(told) and "of_all" not in vars(play.view.pay)


def rivals(play: Play) -> tuple[int, ...]:
    return find_people(play, Sight()).candidates


def test_people_are_those_of_rivals_by_impact(play: Play) -> None:
    found = rivals(play)
    impact = play.scenario.setup.people.impact[list(found)]
    assert set(play.view.employer[list(found)].tolist()) == {1}
    assert (np.diff(impact) <= 0).all()


@pytest.mark.parametrize("column", list(Column))
def test_every_column_sorts_both_ways(play: Play, column: Column) -> None:
    sight = Sight(who=Who.EVERYONE).sorted_by(column)
    cells = partial(columns.cells, play, looks=people_columns.LOOKS, units=people_columns.units(play))
    once = [cells(c) for c in find_people(play, sight).candidates]
    again = [cells(c) for c in find_people(play, sight.sorted_by(column)).candidates]
    place = list(Column).index(column)
    assert len(once) == 20
    assert (
        {row[place] for row in once[:1]} != {row[place] for row in again[:1]}
        or len(set(once)) == 1
        or (len({row[place] for row in once}) == 1)
    )


@pytest.mark.parametrize("part", ["name", "id", "lab"])
def test_people_are_found_by_parts_of_words(play: Play, part: str) -> None:
    wanted = rivals(play)[2]
    words = {"name": play.name(wanted)[:4].upper(), "id": str(wanted + 1), "lab": "south"}[part]
    assert wanted in find_people(play, Sight(find=f"  {words} ")).candidates


def test_what_is_not_there_is_not_found(play: Play) -> None:
    assert find_people(play, Sight(find="nobody is called so")).candidates == ()


def test_a_letter_that_was_ordered_counts_before_it_goes_out(play: Play) -> None:
    candidate, before = rivals(play)[0], play.letters_left()["CEO"]
    assert before is not None
    play.act(letter(play, candidate).order(play.lab))
    assert play.letters_left()["CEO"] == before - 1
    assert play.status(candidate) == "to be sent"
    assert any("cannot be written to" in line for line in obstacles(play, letter(play, candidate)))


def test_the_last_letter_of_the_week_is_said_to_be_the_last(play: Play) -> None:
    *free, last = [candidate for candidate in rivals(play) if play.view.free[candidate]][:4]
    for candidate in free:
        assert list(obstacles(play, letter(play, candidate))) == []
        play.act(letter(play, candidate).order(play.lab))
    assert list(obstacles(play, letter(play, last))) == ["The CEO can write 0 more this week."]


def test_a_sender_who_does_not_sign_the_letter_is_named(play: Play) -> None:
    draft = letter(play, rivals(play)[0], sender=Sender.RECRUITER)
    assert "The recruiters does not sign this letter." not in obstacles(play, draft)
    assert "The recruiters do not sign this letter." in obstacles(play, draft)


def test_a_pledge_beyond_the_fleet_is_told_and_stops_no_letter(play: Play) -> None:
    draft = letter(play, rivals(play)[0], pledge_h100e=10**6)
    assert any("left to pledge" in line for line in shortfalls(play, draft))
    assert list(obstacles(play, draft)) == [], "it is the offer that waits, not the letter"


def test_more_pay_raises_the_chance_shown_and_the_lever_reaches_its_target(play: Play) -> None:
    draft = letter(play, rivals(play)[0])
    now = weighed(play, draft).chain
    assert weighed(play, draft.changed(pay_usd=2 * draft.pay_usd)).chain > now
    pay = next(lever for lever in levers(play, draft).levers if lever.lever == "pay")
    if pay.possible:
        assert isinstance(pay.value, float)
        assert weighed(play, draft.changed(pay_usd=round(pay.value))).chain >= 2 * now * 0.999


def test_what_is_shown_of_a_person_is_what_the_lab_can_know(play: Play) -> None:
    who = prospect(play, letter(play, rivals(play)[0]))
    assert who.features.fit == 0.0
    assert who.fit_sd > 0.0
    assert who.features.present_usd == play.view.pay_guess_usd[rivals(play)[0]]


def test_a_card_says_how_far_the_lab_knows_what_somebody_earns(play: Play) -> None:
    stranger, own = rivals(play)[0], int(np.flatnonzero(play.view.employer == play.lab)[0])
    world = play.session.world
    assert f"paid about {usd(int(play.view.pay_guess_usd[stranger]))} a year, by the" in paid(play, stranger)
    assert paid(play, own) == f"paid {usd(int(world.pay_usd[own]))} a year"
    play.scenario.setup.people.pay_known[stranger] = True
    assert "by the public band" not in paid(play, stranger)


@pytest.mark.parametrize("by", list(rounds.By))
def test_a_round_reaches_whom_the_market_then_writes_to_by_whatever_they_are_the_best(
    play: Play, by: rounds.By
) -> None:
    plan = rounds.Round(6, by, -1, play.scenario.setup.letters.ids.index("recruiter"), 140, False)
    weighed = rounds.Weighed(play, plan)
    list(weighed.slices(play, np.array([], dtype=np.intp)))
    expected = rounds.reached(play, plan, weighed)
    able = [one for one in weighed.of.values() if by is not rounds.By.EXPECTED or one.expected >= 0]
    others = [one for one in able if one.candidate not in expected]
    ranks = [rounds._rank(play, by, one) for one in others] if not by.is_the_markets else []
    worst = [rounds._rank(play, by, weighed.of[c]) for c in expected] if ranks else []
    assert len(expected) == min(6, len(able)) and (not ranks or min(ranks) >= max(worst))
    play.act(rounds.order_of(play, plan, weighed))
    play.advance(1)
    sent = play.game.log
    assert set(sent.candidate[sent.kind == Event.SENT].tolist()) == set(expected)
    again = rounds.last_round(play)
    assert again == (plan if by.is_the_markets else replace(plan, by=rounds.By.EXPECTED, top=len(expected)))


@pytest.mark.parametrize("percent", [103, 129, 137, 171])
def test_a_round_offers_to_the_dollar_what_it_showed(play: Play, percent: int) -> None:
    letter = play.scenario.setup.letters.ids.index("recruiter")
    plan = rounds.Round(12, rounds.By.IMPACT, -1, letter, percent, False)
    people = rounds.reached(play, plan, rounds.Weighed(play, plan))
    shown = {c: rounds.offered_usd(play, plan, c) for c in people}
    play.act(plan.order(play.lab))
    play.advance(1)
    offered = {own.candidate: own.pay_usd for own in play.view.approaches}
    assert {c: offered[c] for c in shown} == shown and len(shown) > 3


def told(play: Play, event: Event, candidate: int, value: int, lab: int | None = None) -> list[str]:
    """What is heard of one event at the player's lab, of a row of which that is the lab unless another is."""
    row = (0, int(event), 0, play.lab if lab is None else lab, candidate, 0, 0, value)
    log = Log(*(np.array([number]) for number in row))
    return [line.text for line in News(play.scenario, play.lab).take(play.session, log)]


def test_news_of_nobody_leave_the_nobody_out_and_counts_agree(play: Play) -> None:
    lab = play.scenario.setup.labs[play.lab].name
    back = f"The leader of {lab} is back"
    assert told(play, Event.REINSTATED, -1, 0) == [f"{back}."]
    assert told(play, Event.REINSTATED, -1, 1) == [f"{back}; it keeps 1 person who had signed elsewhere."]
    assert told(play, Event.REINSTATED, -1, 7) == [f"{back}; it keeps 7 people who had signed elsewhere."]
    assert told(play, Event.LED_AWAY, -1, 0) == [f"A leader goes to {lab}."]
    follows = f"A leader goes to {lab}, which makes 1 colleague think of following."
    assert told(play, Event.LED_AWAY, -1, 1) == [follows]


def test_that_somebody_moves_is_said_once_to_whoever_is_told_of_the_hire() -> None:
    with Game.new("hire", load_scenario("personal-email"), 5) as game:
        play, names = Play(game), game.scenario.population.book
        employer = play.session.world.home.tolist()
        rival, elsewhere = (lab for lab in range(3) if lab != play.lab)

        def heard(event: Event, who: int, lab: int) -> list[str]:
            return [line for line in told(play, event, who, 2, lab) if names.name(who) in line]

        for who, lab in ((employer.index(rival), play.lab), (employer.index(play.lab), rival)):
            assert len(heard(Event.ACCEPTED, who, lab)) == 1
            moves = f"{names.name(who)} makes 2 colleagues think of following."
            assert heard(Event.LED_AWAY, who, lab) == [moves]
        third, to = employer.index(elsewhere), play.scenario.setup.labs[rival].name
        assert heard(Event.ACCEPTED, third, rival) == []
        follows = "which makes 2 colleagues think of following."
        assert heard(Event.LED_AWAY, third, rival) == [f"{names.name(third)} goes to {to}, {follows}"]


def test_whose_leader_goes_is_named_where_the_calendar_says_it() -> None:
    with Game.new("weekend", load_scenario("letter-weekend"), 5) as game:
        play = Play(game)
        news = [item.text for item in play.advance(1).headlines]
    follows = "which makes 770 colleagues think of following."
    assert f"The leader of OpenAI goes to Microsoft, {follows}" in news


def test_a_notice_of_many_news_leaves_room_and_says_where_the_others_are() -> None:
    def turn(lines: int, kind: Kind = Kind.YOURS) -> Turn:
        return Turn((), tuple(Headline(3, kind, f"Line {n}.") for n in range(lines)))

    assert turn(0).told == "" and turn(3, Kind.WORLD).told == "3: read the news"
    assert turn(6).told.splitlines() == [f"Line {n}." for n in range(6)]
    assert turn(61).told.splitlines()[4:] == ["Line 4.", "And 56 more. 3: read the news"]


def test_a_lab_hears_that_somebody_who_signed_will_not_come(play: Play) -> None:
    who = play.name(3)
    assert told(play, Event.HIRE_LOST, 3, 1)[0].startswith(f"{who}, who had signed with you, has left")


def test_a_turn_brings_the_replies_of_its_days(keen: Play) -> None:
    for candidate in rivals(keen)[:3]:
        keen.act(letter(keen, candidate, pay_usd=5_000_000).order(keen.lab))
    replies = []
    while not keen.over:
        turn = keen.advance(7)
        replies += [mail.candidate for mail in turn.replies]
        assert keen.unread >= {mail.candidate for mail in turn.replies}
    log = keen.game.log
    replied = log.candidate[(log.kind == Event.INTERESTED) | (log.kind == Event.NOT_INTERESTED)].tolist()
    assert replies
    assert set(replied) <= set(replies)


def test_a_game_opened_again_shows_the_same_threads_and_news(keen: Play) -> None:
    for candidate in rivals(keen)[:3]:
        keen.act(letter(keen, candidate, pay_usd=5_000_000).order(keen.lab))
    for _ in range(5):
        keen.advance(7)
    again = Play(keen.game)
    assert any(m.from_candidate for thread in keen.inbox.threads.values() for m in thread)
    assert again.inbox.threads == keen.inbox.threads
    assert again.news.headlines == keen.news.headlines


def test_undo_takes_the_letters_out_of_the_inbox(play: Play) -> None:
    play.act(letter(play, rivals(play)[0]).order(play.lab))
    play.advance(7)
    assert play.inbox.threads
    assert play.undo() == "The last turn is taken back."
    assert not play.inbox.threads
    assert play.status(rivals(play)[0]) == "to be sent"
    assert play.undo() == "The last order is taken back."
    assert play.status(rivals(play)[0]) == "free"
    with pytest.raises(UsageError):
        play.undo()


def test_an_interested_person_waits_for_the_player_and_can_be_offered(keen: Play) -> None:
    for candidate in rivals(keen)[:3]:
        keen.act(letter(keen, candidate, pay_usd=9_000_000).order(keen.lab))
    while not keen.awaiting():
        assert not keen.over
        keen.advance(1)
    own = keen.awaiting()[0]
    assert keen.status(own.candidate) == "interested!"
    offer = letter(keen, own.candidate, pay_usd=9_000_000).order(keen.lab, Do.OFFER)
    keen.act(offer)
    assert own not in keen.awaiting()
    assert keen.status(own.candidate) == "to be answered"
    keen.advance(7)
    assert keen.approach(own.candidate) is None or keen.status(own.candidate).startswith(("offer", "starts"))


def test_the_outcome_of_doing_nothing_is_no_points(play: Play) -> None:
    play.advance(30)
    found = outcome(play)
    assert found.total == 0.0 and not found.points.by_person.any()
    assert "Nobody is here who would not be" in page(play, found).plain


def test_the_outcome_compares_with_the_same_luck_without_the_player() -> None:
    with Game.new("compared", load_scenario("first-letter", WON), 1) as game:
        compare_outcome(Play(game))


def compare_outcome(play: Play) -> None:
    for candidate in rivals(play)[:3]:
        play.act(letter(play, candidate, pay_usd=9_000_000).order(play.lab))
    while not play.over:
        for own in play.awaiting():
            play.act(letter(play, own.candidate, pay_usd=9_000_000).order(play.lab, Do.OFFER))
        play.advance(7)
    found = outcome(play)
    idle = Session(play.scenario.setup, play.game.seed)
    idle.advance(60)
    assert found.idle == figures(idle.world, play.lab)
    hired = int((play.game.log.kind == Event.ACCEPTED).sum())
    assert hired
    assert found.played.heads == found.idle.heads + hired
    assert found.total == int(points_of(play.game).score[0]) / POINT != 0.0


def test_the_outcome_counts_why_people_said_no() -> None:
    with Game.new("noes", load_scenario("first-letter", ["parameters.interest_cut=-3.0"]), 5) as game:
        play = Play(game)
        for candidate in rivals(play):
            play.act(first_draft(play, (candidate,)).order(play.lab))
        while not play.over:
            play.advance(7)
        noes = [m for t in play.inbox.threads.values() for m in t if m.step is Step.NOT_INTERESTED]
        told = refusals(play)
        assert noes
        assert sum(number for _, number in told) == sum(m.reason in _WHY_NOT for m in noes)
        assert f"{told[0][0]} {told[0][1]}" in page(play, outcome(play)).plain


def test_who_does_nothing_gains_nothing_whoever_acted_for_the_lab_before() -> None:
    with Game.new("idle", load_scenario("sandbox"), 5) as game:
        play = Play(game)
        play.advance(30)
        found = outcome(play)
    assert found.total == 0.0 and found.played == found.idle


def test_the_rules_are_played_on_the_players_luck(play: Play) -> None:
    for _ in range(9):
        play.advance(7)
    found = against_rules(play, outcome(play))
    assert found.rules is not None
    assert {name for name, _ in found.rules} == set(POLICIES)
    setup = with_policy(play.scenario.setup, "sniper")
    again = Session(setup, play.game.seed)
    twin = Twin(again.world, play.game.seed, [0])
    again.advance(play.session.day)
    assert dict(found.rules)["sniper"] == int(twin.points().score[0]) / POINT


def test_who_leaves_the_outcome_waits_for_no_rules(play: Play) -> None:
    play.advance(7)
    assert against_rules(play, outcome(play), lambda: True).rules is None


def test_the_outcome_of_a_game_under_way_says_what_is_open(play: Play) -> None:
    assert "Nothing is under way" in page(play, outcome(play)).plain
    play.act(letter(play, rivals(play)[0]).order(play.lab))
    play.advance(1)
    assert "Still open: without an answer yet 1" in page(play, outcome(play)).plain


def test_a_raise_costs_no_more_than_the_ceiling_lets_it_grow() -> None:
    ceiling = 600_000
    with Game.new("ceiling", load_scenario("first-letter", [f"rules.pay_ceiling_usd={ceiling}"]), 5) as game:
        play = Play(game)
        world, spending = play.session.world, Spending(0, 0, 90, 200, For.EVERYBODY)
        staff = list(spending.people(play))
        before = world.pay_usd[staff].copy()
        cost, shown = spending.cost_usd(play)[2], effects(play, spending, (), None).plain
        for order in spending.orders(play):
            play.act(order)
        play.advance(1)
        after = world.pay_usd[staff]
    assert (after == ceiling).any() and (after < 2 * before).any()
    assert cost == int((after - before).sum()) > 0
    unit = money_unit(int(after.max()))
    told = [
        f"{unit.text(old):>7} to {unit.text(new):>7} {unit.sign}"
        for old, new in zip(before, after, strict=True)
    ]
    assert all(line in shown for line in told) and unit.sign == "$k"
