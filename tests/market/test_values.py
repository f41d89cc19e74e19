"""What decisions are worth: each number against a plain reckoning of it."""

import math
from dataclasses import asdict, replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.forms import form_of, forms
from outreach_sim.market.outlook import chances_now, mail_shares, outlook, poisson_at_most
from outreach_sim.market.own_staff import counter_offer, flight_chance, in_reach, raise_pay, stay_chance
from outreach_sim.market.plan import Plan, Plans
from outreach_sim.market.prospects import weigh, weigh_many
from outreach_sim.market.setup import NO_LIMIT, BotPolicy, Do, Order, Sender, Setup
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.world import World
from outreach_sim.market.values import (
    Worth,
    answers,
    best_pay,
    better,
    in_time,
    letter,
    machines,
    new_mind,
    pledge,
    standing_offer,
)
from outreach_sim.model.chain import chances
from tests import oracle
from tests.market.worlds import known_to_all, rich_setup, richest_setup
from tests.params import PARAMETERS

RICH = rich_setup(120, 150)
PLAYER = replace(
    RICH, script=(), labs=(replace(RICH.labs[0], budget_usd=NO_LIMIT, policy=BotPolicy()), *RICH.labs[1:])
)
OTHERS = np.flatnonzero(PLAYER.people.employer != 0)


def world_of(setup: Setup = PLAYER, day: int = 0) -> World:
    world = World(setup, 4, [0])
    while world.day < day:
        play_day(world)
    return world


def plans(world: World, people, ratio: float = 1.4, **more) -> Plans:
    return Plans((believed_pay_usd(world, 0, people) * ratio).astype(np.int64), **more)


# -- letters ---------------------------------------------------------------------------------------------


def test_a_letter_is_worth_its_chance_times_work_less_crowding_and_overpay() -> None:
    setup = known_to_all(PLAYER)
    quiet = replace(setup, mechanisms=replace(setup.mechanisms, exits=False))
    world, people = world_of(quiet), OTHERS[:5]
    view, terms = outlook(world, 0), plans(world, OTHERS[:5], direct=True)
    worth = letter(view, people, terms)
    lab, p = quiet.labs[0], PARAMETERS
    own = quiet.people.impact[quiet.people.employer == 0] / 100
    everybody = own.sum() + lab.researchers - own.size
    for place, candidate in enumerate(people.tolist()):
        pay = int(np.asarray(terms.pay_usd)[place])
        plan = Plan(pay, 0, direct=True)
        chain = chances(p, weigh(world, 0, candidate, plan, "", as_truth=False))["chain"]
        work = (1 - p.misfit_chance_direct) * quiet.people.impact[candidate] / 100
        crowding = 0.5 * everybody / lab.researchers
        over = 0.5 * max(pay - quiet.people.pay_usd[candidate], 0) / lab.pay_median_usd
        assert worth.chance[place] == pytest.approx(chain)
        assert worth.if_yes[place] == pytest.approx(work - crowding - over, rel=1e-4)
        assert worth.expected[place] == pytest.approx(
            chain * worth.served[place] * (work - crowding * worth.crowding_stays[place] - over), rel=1e-4
        )
    assert worth.served == pytest.approx(1.0)


def test_who_earns_less_than_the_band_says_yes_more_often_and_costs_more() -> None:
    guessed, known = world_of(), world_of(known_to_all(PLAYER))
    terms = Plans(900_000)
    both = [letter(outlook(world, 0), OTHERS, terms) for world in (guessed, known)]
    believed = 0.5 * np.maximum(900_000 - believed_pay_usd(guessed, 0, OTHERS), 0) / 600_000
    assert both[1].overpay == pytest.approx(
        0.5 * np.maximum(900_000 - PLAYER.people.pay_usd[OTHERS], 0) / 600_000
    )
    assert np.mean(both[0].overpay) > np.mean(believed)
    # Told at last what everybody earns, a lab has on average the chance that it had believed in.
    assert both[0].chance.sum() == pytest.approx(both[1].chance.sum(), rel=0.25)


def test_the_chance_is_that_of_weigh_many() -> None:
    world, terms = world_of(), plans(world_of(), OTHERS)
    found = weigh_many(world, 0, OTHERS, terms)["chain"]
    assert letter(outlook(world, 0), OTHERS, terms).chance == pytest.approx(found)


def test_many_at_once_are_worth_what_each_of_them_is_alone_in_any_world_of_a_stack() -> None:
    stack = World(PLAYER, 4, range(3))
    for world in (stack, alone := World(PLAYER, 4, [2])):
        for _ in range(30):
            world.orders = [Order(0, (), top=3, pay_ratio=1.5)]
            play_day(world)
    terms = Plans(np.linspace(300_000, 1_500_000, OTHERS.size).astype(np.int64))
    many = letter(outlook(stack, 0, 2), OTHERS, terms)
    single = outlook(alone, 0)
    for place in range(0, OTHERS.size, 17):
        one = letter(single, OTHERS[[place]], Plans(np.asarray(terms.pay_usd)[[place]]))
        assert one.expected[0] == pytest.approx(many.expected[place], rel=1e-12)
    assert np.ptp(many.expected) > 0


def test_what_time_does_not_serve_is_not_promised() -> None:
    rules, left = PLAYER.rules, PLAYER.days
    low, high = rules.interview_days_low, rules.interview_days_high
    full, none = np.array([0]), np.array([1])
    world = world_of()
    view = outlook(world, 0)
    assert [in_time(view, form, 0)[0] for form in (full, none)] == pytest.approx([1.0, 1.0])
    delays = world.delays.astype(int)
    for day in (left - 60, left - 30, left - 20, left - 10, left - 4, left - 1):
        world.day = day
        view = outlook(world, 0)
        # An answer comes after a delay, is answered a day later, and an offer made while days are played.
        want = np.mean([
            day + 5 + delay + 1 + days <= left - 1
            for delay in np.unique(delays).repeat(np.unique(delays, return_counts=True)[1])[::64]
            for days in range(low, high + 1)
        ])  # fmt: skip
        assert in_time(view, full, 5)[0] == pytest.approx(want, abs=0.01)
        served = [letter(view, OTHERS[:1], Plans(900_000, direct=direct)).served[0] for direct in (0, 1)]
        assert served[0] < 1 and served[1] >= served[0]
    assert served == [0.0, 0.0]


def test_which_mail_is_answered_follows_from_the_cut_points() -> None:
    mails = (4, 6, 1)
    letters = replace(PLAYER.letters, mails=np.array(mails, dtype=np.uint8))
    world = world_of(replace(PLAYER, letters=letters))
    for value in (-6.0, -2.0, 0.0, 3.0):
        cuts = np.array(PARAMETERS.reply_cuts) + value
        by_now = 1 / (1 + np.exp(-cuts))
        reply = by_now[np.array(mails) - 1]
        shares = mail_shares(world, np.arange(3), reply)
        for found, last in zip(shares, mails, strict=True):
            want = np.diff(by_now[:last], prepend=0.0) / by_now[last - 1]
            assert found[:last] == pytest.approx(want) and not found[last:].any()


def test_a_second_attempt_meets_the_same_mind_as_often_as_memory_says() -> None:
    world = world_of()
    chance = np.full(OTHERS.size, 0.3)
    assert new_mind(outlook(world, 0), OTHERS, chance) == pytest.approx(1.0)
    world.attempts[OTHERS[:2]] = (1, 3)
    rng, memory, opened = np.random.default_rng(1), PARAMETERS.memory, 0.3
    met = np.zeros(200_000, dtype=bool)
    met |= rng.random(met.size) < opened
    for attempts, place in ((1, 0), (3, 1)):
        for _ in range(attempts - 1):
            met |= (rng.random(met.size) < memory) & (rng.random(met.size) < opened)
        blocked = met & (rng.random(met.size) < memory)
        found = new_mind(outlook(world, 0), OTHERS, chance)[place]
        assert found == pytest.approx(1 - blocked.mean(), abs=0.005)


# -- money, interviews -----------------------------------------------------------------------------------


def rich_in(budget_usd: int, **more) -> Setup:
    lab = replace(PLAYER.labs[0], budget_usd=budget_usd, **more)
    return replace(PLAYER, labs=(lab, *PLAYER.labs[1:]))


def test_what_money_does_not_serve_is_not_promised() -> None:
    poor = letter(outlook(world_of(rich_in(899_999)), 0), OTHERS, Plans(900_000))
    able = letter(outlook(world_of(rich_in(900_000)), 0), OTHERS, Plans(900_000))
    assert not poor.served.any() and not poor.expected.any() and able.served.all()
    assert np.array_equal(poor.if_yes, able.if_yes), "what it would be worth is said"


def test_what_the_board_pays_in_before_an_offer_is_made_serves_for_it() -> None:
    base = rich_in(100_000)
    boards = ((1, 400_000), (30, 400_000))
    labs = (replace(base.labs[0], grants=boards), *base.labs[1:])
    view = outlook(world_of(replace(base, labs=labs)), 0)
    first_year = np.full(4, 900_000)
    assert view.money_serves(first_year, np.array([0.0, 1.0, 29.9, 30.0])).tolist() == [0, 0, 0, 1]
    later = world_of(replace(base, labs=labs))
    while later.day < 31:
        play_day(later)
    paid = outlook(later, 0)
    assert (
        paid.cash_usd == 900_000 and not paid.grants and paid.money_serves(first_year[:1], np.zeros(1)) == 1
    )
    at_once, in_time = (
        letter(view, OTHERS, Plans(900_000, direct=direct)).served for direct in (True, False)
    )
    assert not at_once.any() and in_time.all(), "interviews take longer than the board"


def test_letters_that_are_out_have_a_claim_on_the_money() -> None:
    def served(letters: int) -> float:
        world = world_of(rich_in(3_000_000, letters_per_week={Sender.CEO: 200}))
        if letters:
            people = tuple(OTHERS[:letters].tolist())
            world.orders = [
                Order(0, (), candidates=people, sender=Sender.CEO, pay_usd=1_400_000, direct=True)
            ]
        play_day(world)
        view = outlook(world, 0)
        assert (view.claims > 0) == (letters > 0)
        return float(view.money_serves(np.array([1_400_000]), np.zeros(1))[0])

    shares = [served(letters) for letters in (0, 20, 80)]
    assert shares[0] == 1.0 > shares[1] > shares[2] > 0.0


def test_claims_are_poisson() -> None:
    for mean in (0.0, 0.3, 4.0, 60.0):
        for most in (0, 1, 3, 40):
            plain = sum(math.exp(-mean) * mean**n / math.factorial(n) for n in range(most + 1))
            assert poisson_at_most(mean, np.array([float(most)])) == pytest.approx(plain, abs=1e-9)
        assert poisson_at_most(mean, np.array([-1.0, 1e9])).tolist() == pytest.approx([0.0, 1.0])


def test_more_people_than_interviews_in_the_long_run_go_without() -> None:
    def slots(interviews: int) -> float:
        quota = {Sender.RECRUITER: 200}
        world = world_of(rich_in(NO_LIMIT, letters_per_week=quota, interviews_per_week=interviews))
        world.orders = [Order(0, (), candidates=tuple(OTHERS.tolist()), pay_ratio=3.0, by_hand=True)]
        play_day(world)
        return outlook(world, 0).slots

    assert slots(100) == 1.0 > slots(1) > slots(0) == 0.0


# -- answers and offers ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def under_way() -> World:
    """A world in which people wait for the player's answer, and hold offers."""
    p = replace(PLAYER.parameters, interest_cut=1.0, open_constant=2.0)
    quotas = {Sender.CEO: 200, Sender.RECRUITER: 200}
    base = rich_in(NO_LIMIT, letters_per_week=quotas)
    world = World(replace(base, parameters=p), 4, [0])
    everybody = tuple(OTHERS.tolist())
    world.orders = [Order(0, (), candidates=everybody, sender=Sender.CEO, pay_ratio=1.5, by_hand=True)]
    while world.day < 14:
        play_day(world)
        if world.day == 10:
            some = world.approaches.in_state(State.INTERESTED)[::2]
            chosen = tuple(world.approaches.person[some].tolist())
            world.orders = [Order(0, (), do=Do.OFFER, candidates=chosen, pay_ratio=1.5, deadline_days=14)]
    return world


def those_in(world: World, state: int):
    table = world.approaches
    return np.sort(table.person[(table.state == state) & (table.row == 0)])


def test_an_answer_is_the_form_s_chance_of_an_offer_times_that_of_a_yes(under_way: World) -> None:
    people = those_in(under_way, State.INTERESTED)
    assert people.size > 3
    view, terms = outlook(under_way, 0), plans(under_way, those_in(under_way, State.INTERESTED))
    found = answers(view, people, terms)
    assert list(found) == ["full", "short", "none"]
    known = asdict(under_way.setup.parameters)
    for form, worth in found.items():
        yes = weigh_many(under_way, 0, people, replace(terms, direct=form == "none"))["accept"]
        assert worth.chance == pytest.approx(oracle.offer_chance(known, form) * yes)
        impact = PLAYER.people.impact[people] / 100
        assert worth.work == pytest.approx((1 - oracle.misfit_chance(known, form)) * impact, rel=0.03)
    for more, less in (("short", "full"), ("none", "short")):
        assert (found[more].chance > found[less].chance).all()
        assert (found[more].work < found[less].work).all()


def test_at_the_end_of_a_game_only_an_offer_at_once_is_in_time(under_way: World) -> None:
    people, day = those_in(under_way, State.INTERESTED), under_way.day
    served = []
    try:
        for left in (100, 30, 10, 2):
            under_way.day = PLAYER.days - left
            found = answers(replace(outlook(under_way, 0), slots=1.0), people, plans(under_way, people))
            served.append([float(found[form].served.min()) for form in ("full", "short", "none")])
    finally:
        under_way.day = day
    assert served[0] == [1.0] * 3 and 0.4 < served[1][0] < 0.7 and served[1][1:] == [1.0, 1.0]
    days = [(full + 1) // 2 for full in range(14, 43)]
    assert served[2] == [0.0, pytest.approx(np.mean([day < 10 for day in days])), 1.0]
    assert served[3] == [0.0, 0.0, 0.0]


def test_to_better_an_offer_raises_the_chance_and_costs_half_a_point_a_salary(under_way: World) -> None:
    people = those_in(under_way, State.OFFERED)
    assert people.size > 3
    view, now = outlook(under_way, 0), plans(under_way, those_in(under_way, State.OFFERED), 1.5)
    then = replace(now, pay_usd=np.asarray(now.pay_usd) + 600_000)
    change = better(view, people, now, then)
    assert (change.chance > 0).all()
    assert change.if_yes == pytest.approx(-0.5, abs=0.06)  # who says yes earned less than was believed
    assert change.expected == pytest.approx(
        standing_offer(view, people, then).expected - standing_offer(view, people, now).expected
    )
    same = better(view, people, now, now)
    assert not same.expected.any() and not same.chance.any()
    form = form_of(view.forms, np.full(people.size, Flag.DIRECT))
    assert view.forms[form[0]].name == "none"


def test_a_pledge_is_half_used_and_missing_for_all_others() -> None:
    world = world_of()
    view = outlook(world, 0)
    change = pledge(view, OTHERS, plans(world, OTHERS))
    work = change.before.work * (np.sqrt(1.5) - 1)
    share = float(view.force.price_of_a_head[0])
    assert change.after.work - change.before.work == pytest.approx(work, abs=5e-3)
    assert change.after.crowding - change.before.crowding == pytest.approx(share, abs=2e-3)
    assert change.if_yes == pytest.approx(work - share, abs=0.01)  # who says yes had a little more
    assert change.chance.max() > 0
    two, three = (pledge(view, OTHERS, plans(world, OTHERS), shares) for shares in (2, 3))
    assert two.after.work == pytest.approx(change.before.work * np.sqrt(2), rel=1e-3)
    assert three.after.work == pytest.approx(two.after.work, rel=1e-3), "more is a price only"
    assert (three.after.crowding > two.after.crowding).all()


def test_advice_is_the_best_of_the_menu_and_weighs_overpay_more() -> None:
    world = world_of()
    view, menu = outlook(world, 0), (1.0, 1.3, 2.0)
    pay, worth = best_pay(view, OTHERS, Plans(0, template=1), menu)
    tried = [letter(view, OTHERS, plans(world, OTHERS, ratio, template=1)) for ratio in menu]
    assert worth.advised == pytest.approx(np.max([one.advised for one in tried], axis=0), rel=1e-4)
    assert len(set(np.round(pay / believed_pay_usd(world, 0, OTHERS), 2).tolist())) > 1
    assert isinstance(worth, Worth) and (worth.advised <= worth.expected + 1e-12).all()


# -- machines and own staff ------------------------------------------------------------------------------


def test_machines_are_nothing_but_what_they_make_good_of_pledges() -> None:
    setup = richest_setup(120, 150)
    setup = replace(setup, script=(), rules=replace(setup.rules, delivery_days=30))
    world = world_of(setup)
    assert machines(outlook(world, 0), 5_000) == 0.0
    own = np.flatnonzero(setup.people.employer == 0)[:3]
    world.pledge_h100e[own] = 4_000
    view = outlook(world, 0)
    some, all_of_it, more = (machines(view, n) for n in (5_000, 24_000, 90_000))
    assert 0 < some < all_of_it == pytest.approx(more)
    world.day = 130
    assert machines(outlook(world, 0), 5_000) == 0.0, "they would come too late"
    assert machines(outlook(world_of(), 0), 5_000) == 0.0, "none are for sale"


def test_a_counter_offer_is_worth_what_it_keeps() -> None:
    world = world_of()
    own = np.flatnonzero(PLAYER.people.employer == 0)[:6]
    table = world.approaches
    table.append(own.size)
    table.person[:], table.row[:], table.state[:] = own, 1, State.OFFERED
    table.pay_usd[:], table.due[:] = world.pay_usd[own] * 2, 7
    table.mails[:], table.number[:], table.deadline_days[:] = 1, 1, 7
    table.expected_usd[:] = table.pay_usd
    view = outlook(world, 0)
    found = counter_offer(view, own)
    assert (found.stays_after > found.stays_before).all() and (found.stays_before < 1).all()
    odds = [np.log(s / (1 - s)) for s in (found.stays_before, found.stays_after)]
    assert 0.4 * PARAMETERS.counter_pull < np.mean(odds[1] - odds[0]) <= PARAMETERS.counter_pull + 1e-9
    impact = PLAYER.people.impact[own] / 100
    assert found.worth == pytest.approx(impact - float(view.force.price_of_a_head[0]), rel=1e-6)
    half = 0.5 * np.floor(world.pay_usd[own] * PARAMETERS.counter_raise) / 600_000
    assert found.price == pytest.approx(half, rel=1e-3)
    gain = (found.stays_after - found.stays_before) * found.worth - found.stays_after * found.price
    assert found.expected == pytest.approx(gain)
    nobody = np.flatnonzero(PLAYER.people.employer == 0)[10:12]
    assert stay_chance(view, nobody, False).tolist() == [1.0, 1.0], "without an offer nobody goes"


def test_who_is_strong_is_written_to_first_and_a_raise_makes_letters_worth_less() -> None:
    world = world_of()
    view, own = outlook(world, 0), np.flatnonzero(PLAYER.people.employer == 0)
    risk = flight_chance(view, own)
    assert 0 < risk.max() < 1
    raised = raise_pay(view, own, world.pay_usd[own] * 2)
    assert (raised.stays_after >= raised.stays_before).all()
    assert (raised.stays_after > raised.stays_before).any()
    assert raised.price == pytest.approx(0.5 * world.pay_usd[own] / 600_000)
    calm = replace(PLAYER, labs=tuple(replace(lab, policy=BotPolicy()) for lab in PLAYER.labs))
    assert not flight_chance(outlook(world_of(calm), 0), own).any(), "nobody writes"


def test_forms_are_data_and_each_is_told_by_its_flags() -> None:
    known = forms(PLAYER)
    assert [form.name for form in known] == ["full", "short", "none"]
    flags = [0, Flag.DIRECT, Flag.DIRECT | Flag.NAMED, Flag.NAMED, Flag.SHORT, Flag.SHORT | Flag.NAMED]
    assert form_of(known, np.array(flags)).tolist() == [0, 2, 2, 0, 1, 1]
    calm = replace(PLAYER, mechanisms=replace(PLAYER.mechanisms, misfit=False))
    assert [form.misfit_chance for form in forms(calm)] == [0, 0, 0]


def test_a_letter_is_worth_what_the_form_that_it_promises_is_worth() -> None:
    world = world_of()
    ways: tuple[dict[str, bool], ...] = ({}, {"short": True}, {"direct": True})
    full, short, none = (letter(outlook(world, 0), OTHERS, plans(world, OTHERS, **way)) for way in ways)
    assert (full.chance < short.chance).all() and (short.chance < none.chance).all()
    assert (full.work > short.work).all() and (short.work > none.work).all()
    world.day = PLAYER.days - 25
    late = [letter(outlook(world, 0), OTHERS[:1], Plans(900_000, **way)).served[0] for way in ways]
    assert late[0] < late[1] < late[2]


def test_a_letter_with_long_waits_between_its_mails_is_in_time_less_often() -> None:
    served = []
    for wait in (0, 5, 15):
        spacing = np.zeros((len(PLAYER.letters.ids), 6), dtype=np.uint8)
        spacing[0, 1:] = wait
        world = world_of(replace(PLAYER, letters=replace(PLAYER.letters, spacing_days=spacing)))
        world.day = PLAYER.days - 45
        served.append(letter(outlook(world, 0), OTHERS[:1], Plans(900_000)).served[0])
    assert served[0] == served[1], "five days are what the rules say"
    assert served[2] < 0.9 * served[1]


def test_chances_of_letters_under_way_are_those_of_their_form() -> None:
    world = world_of()
    world.orders = [Order(0, (), candidates=(int(OTHERS[0]),), short=True)]
    play_day(world)
    rows = np.flatnonzero(world.approaches.row == 0)
    found = chances_now(world, 0, 0, rows)["offer"]
    assert found == pytest.approx(oracle.offer_chance(asdict(PLAYER.parameters), "short"))


# -- hours of the CEO ------------------------------------------------------------------------------------


def short_of_hours(hours: int, keep: int = 0) -> World:
    """A world in which the CEO of the player has so many hours, some of them kept for the rule."""
    world = World(replace(PLAYER, rules=replace(PLAYER.rules, ceo_hours=hours)), 4, [0])
    world.stores.hours.keep[0] = keep
    return world


def test_a_letter_for_which_the_ceo_has_no_hour_is_not_promised() -> None:
    def served(world: World, sender: Sender) -> float:
        return float(letter(outlook(world, 0), OTHERS[:1], Plans(900_000, sender=sender)).served[0])

    for hours, keep, spent, able in ((2, 0, 0, 1), (2, 0, 2, 0), (2, 1, 1, 0), (2, 1, 0, 1), (0, 0, 0, 0)):
        world = short_of_hours(hours, keep)
        world.stores.hours.used[0] = spent
        assert served(world, Sender.CEO) == pytest.approx(able)
        assert served(world, Sender.RECRUITER) == pytest.approx(1)


def test_offers_at_once_are_promised_to_as_many_as_there_are_hours_for_in_the_long_run() -> None:
    def found(hours: int, keep: int = 0) -> tuple[float, float]:
        base = replace(
            short_of_hours(hours, keep).setup, parameters=replace(PLAYER.parameters, open_constant=3.0)
        )
        lab = replace(base.labs[0], letters_per_week={Sender.RECRUITER: 200})
        world = World(replace(base, labs=(lab, *base.labs[1:])), 4, [0])
        world.stores.hours.keep[0] = keep
        everybody = tuple(OTHERS.tolist())
        world.orders = [Order(0, (), candidates=everybody, pay_ratio=3.0, by_hand=True, direct=True)]
        play_day(world)
        view = outlook(world, 0)
        worth = answers(view, OTHERS[:1], Plans(900_000))
        assert worth["none"].served == pytest.approx(view.hours) and worth["full"].served == 1.0
        return view.hours, view.slots

    assert found(1_000_000) == (1.0, 1.0) == found(200)
    assert 1.0 > found(2)[0] == 2 * found(1)[0] == 2 * found(3, keep=2)[0] > 0.0
    assert found(1, keep=1)[0] == found(0)[0] == 0.0


def test_a_counter_offer_beyond_hours_or_money_is_worth_nothing() -> None:
    def reached(world: World) -> bool:
        own = np.flatnonzero(PLAYER.people.employer == 0)[:4]
        found = in_reach(outlook(world, 0), own)
        assert (counter_offer(outlook(world, 0), own).served == found).all()
        assert found.all() or not found.any()
        return bool(found.all())

    assert reached(short_of_hours(1)) and reached(short_of_hours(1, keep=1)), "the rule's hour may be used"
    spent = short_of_hours(1)
    spent.stores.hours.used[0] = 1
    assert not reached(spent) and not reached(short_of_hours(0))
    poor = rich_in(10_000)
    assert reached(world_of(poor)) != PLAYER.mechanisms.paid_raises
    assert not reached(world_of(replace(poor, mechanisms=replace(poor.mechanisms, paid_raises=True))))
    assert not reached(world_of(replace(PLAYER, mechanisms=replace(PLAYER.mechanisms, counter_offers=False))))


def test_a_letter_to_somebody_who_was_written_to_before_has_the_chance_of_a_second_attempt() -> None:
    world = world_of()
    first = letter(outlook(world, 0), OTHERS[:2], Plans(900_000))
    opened = weigh_many(world, 0, OTHERS[:2], Plans(900_000))["open"]
    world.attempts[OTHERS[0]] = 1
    second = letter(outlook(world, 0), OTHERS[:2], Plans(900_000))
    discount = 1 - PARAMETERS.memory * opened[0] * PARAMETERS.offer_chance_interviewed
    assert second.chance[0] == pytest.approx(first.chance[0] * discount)
    assert second.chance[1] == first.chance[1]
