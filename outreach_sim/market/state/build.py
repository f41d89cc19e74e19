"""What a stack of worlds starts from: its arrays, laid out and filled for the first day.

Person arrays are flat over (world, candidate), lab arrays over (world, lab), pair arrays over (world,
lab, candidate); ``person``, ``row`` and ``pair`` are indices into them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.dispositions import said_fit
from outreach_sim.market.letters import LetterTables, Reading, spoken_in
from outreach_sim.market.rules import NO_HOUR_LIMIT
from outreach_sim.market.setup import NO_LIMIT, Order, Sender, Setup
from outreach_sim.market.state.approaches import ApproachTable, Flag
from outreach_sim.market.state.bands import public_bands
from outreach_sim.market.state.events import Query
from outreach_sim.market.state.follow_ups import FollowUps
from outreach_sim.market.state.fresh import OPEN, opening_days
from outreach_sim.market.state.persons import Readers, reader_columns
from outreach_sim.market.state.policy_table import policy_table
from outreach_sim.market.state.recorder import Recorder
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import Shortlist, rankings
from outreach_sim.market.state.stores.registry import Stores
from outreach_sim.market.state.tastes import counter_chances, draw_tastes, reply_delay_table
from outreach_sim.model.draws import U64, Stream, world_keys
from outreach_sim.model.interviews import misfit_chance_by_form, offer_chance_by_form
from outreach_sim.model.logits import LEAST_SEEN

if TYPE_CHECKING:
    from outreach_sim.market.state.asked import Asked
    from outreach_sim.market.state.observer import Observer

NOBODY: Index = np.empty(0, dtype=np.intp)


class Columns:
    """The arrays of stacked worlds on the first day.

    Args:
        setup: the scenario.
        seed: luck seed.
        replications: which worlds; world w of the stack is replication ``replications[w]``.
        queries: what to count besides the funnel.
        keep_log: whether event rows are kept (a session) or only counted (a study).
        stream: which luck the seed is of.

    Attributes:
        day: the day about to be played, from 0.
        assumed_keys: world key of the luck of each person, where it is not that of their world:
            see ``World.assume``.
        readers: what mails ask of people, see ``reader_columns``; ``home`` and ``pay_usd`` are parts of it.
        home: row of the present employer, per person. before: of the one before, at first the same.
        outside: index of the lab that stands for all others; ``None`` where nobody outside is played.
        said_fit: as ``dispositions.said_fit``; ``None`` where luck alone decides who fits.
        pay_usd, pledge_h100e, status: per person. stake_usd: what leaving forfeits a year; 0 after a move.
        pay_ceiling_usd: shape (), as NumPy likes it best.
        grants: lab, day and sum, USD, of what is paid into budgets later on.
        any_budget, any_pledge: whether any lab's money is limited, any approach so far came with a pledge.
        any_pay_known: whether anybody's pay is known to every lab.
        any_answer: whether any lab has answered in its own words so far.
        any_rule: whether any lab has a standing rule.
        offer_chances, misfit_chances: by the bits of ``Flag.FORM``.
        any_sender: whether any approach so far was signed by somebody above a recruiter.
        freeing: by day, the rows and pairs whose rest ends then.
        first_person: person = candidate + first_person[row].
        pair_offset: pair = person + pair_offset[row].
        band_usd: what the public band of each lab promises each candidate, at person + band_offset[row].
        open_chance_today: P(open) by lab row, sender and level of the subject; empty before the first day.
        seen_share: part of the letters that is not taken for spam, by sender.
        appeal, mission, product: per lab row. pitches: what each template speaks of.
        reply_cuts: cut-points by number of the mail, from 1; log-odds.
        orders: what is asked for today in every world, carried out after the script.
        orders_of: what is asked for today in one world alone, by its number in the stack, increasing;
            carried out after those.
        asked: what is asked for today by columns; carried out last.
        observers: who looks on; nobody, unless a study asks.
        load: recruiting campaigns received, fading, fixed point, per person.
        opener: 0, or 256 x (lab + 1) + number of the approach that opened the person's decision.
        countered: whether the employer has answered the open decision.
        marked: scratch space per person, all false between uses.
        opened_today: people whose decision opened today.
        interested_today: approaches whose people said today that they are interested.
        told_today: people whose pay is talked about today.
        heads, cash_usd, reserved_usd, committed_usd, pledged_h100e: per lab row.
        raises_usd: first year of raises given so far, per lab row.
        letters_used: per lab row and sender, this week.
        interviews_used: per lab row, this week.
        hour_quota: hours of the CEO a week, per lab row. any_hours: whether any lab's are limited.
        rest_days: how long a lab leaves somebody alone, per lab row. rests: all lengths of it, increasing.
        one_rest: whether there is but one.
        by_hand: whether offers to its staff are answered by orders alone, per lab row.
        mailed: mails sent by the lab, fading, fixed point, per lab row.
        free_on: per pair, the day from which a new approach is allowed; ``NEVER`` while one is live.
        attempts: per pair, approaches so far.
        had: per pair, the mails of the latest approach that has ended, as ``ApproachTable.before`` has them.
        any_before: whether any approach so far came after another of its lab.
        stores: what mechanisms that are switched on remember from day to day.
        attending: who is at a conference on day ``attending_on``, per person; ``None`` where there is none.
        met_today: meetings of today, per lab row.
        any_non_compete: whether any lab holds people who have signed elsewhere.
    """

    def __init__(
        self,
        setup: Setup,
        seed: int,
        replications: Sequence[int],
        queries: Sequence[Query] = (),
        keep_log: bool = False,
        stream: Stream = Stream.LUCK,
    ) -> None:
        self.setup = setup
        self.day = 0
        self.outside = setup.outside
        self.worlds, self.labs, self.candidates = len(replications), len(setup.labs), len(setup.people)
        self.keys = world_keys(seed, np.asarray(replications, dtype=np.int64), stream)
        self.assumed_keys: U64 | None = None
        self.tastes = draw_tastes(setup, self.keys)
        self.said_fit = said_fit(setup.dispositions, self.labs, self.candidates)
        self.recorder = Recorder(self.worlds, self.labs, self.candidates, queries, keep_log)
        self.approaches = ApproachTable()
        self._fleet_before = b""
        self.opened_today = self.interested_today = NOBODY
        self.told_today: list[Index] = []
        self.orders: list[Order] = []
        self.orders_of: dict[int, list[Order]] = {}
        self.asked: list[Asked] = []
        self.observers: list[Observer] = []
        self.freeing: dict[int, list[tuple[Index, Index]]] = {}
        self.any_pledge = self.any_sender = self.any_answer = self.any_before = self.any_rule = False
        self.stores = Stores(setup, self.worlds)
        self.attending: NDArray[np.bool_] | None = None
        self.attending_on = -1
        self._index_labs()
        self._fill_books()
        self._read_the_model()
        self._place_people()
        self.shortlist = Shortlist(rankings(setup), self.worlds)
        for lab in range(self.labs):
            self.shortlist.fill(lab, setup.people.employer != lab)
        if setup.rules.fresh_share > 0.0:
            self._close_to_the_player(opening_days(setup))
        self.shortlist.repeat_world()

    def _close_to_the_player(self, opens_on: NDArray[np.int16]) -> None:
        """Whom the player's lab cannot write to yet, in every world, and until when."""
        lab, late = self.setup.player, np.flatnonzero(opens_on)
        self.shortlist.fill(lab, (self.setup.people.employer != lab) & (opens_on == OPEN))
        row = np.arange(self.worlds).repeat(late.size) * self.labs + lab
        pair = row * self.candidates + np.tile(late, self.worlds)
        self.free_on[pair] = on = np.tile(opens_on[late], self.worlds)
        for day in sorted(set(on.tolist())):
            self.freeing[day] = [(row[on == day], pair[on == day])]

    def _index_labs(self) -> None:
        rows, labs = self.worlds * self.labs, self.setup.labs
        self.lab_of = np.tile(np.arange(self.labs), self.worlds)
        self.world_of = np.repeat(np.arange(self.worlds), self.labs)
        self.first_person = self.world_of * self.candidates
        self.pair_offset = (np.arange(rows) - self.world_of) * self.candidates
        self.band_offset = self.lab_of * self.candidates - self.first_person
        self.fleets = np.stack([lab.fleet_h100e for lab in labs])
        self.research_share = self._real(lab.research_share for lab in labs)
        self.appeal = self._real(lab.appeal for lab in labs)
        self.any_appeal = bool(self.appeal.any())
        self.mission = self._real(lab.mission for lab in labs)
        self.product = self._real(lab.product for lab in labs)
        bound = any(lab.non_compete_share > 0.0 for lab in labs)
        self.any_non_compete = self.setup.mechanisms.non_competes and bound

    def _whole(self, each: Iterable[int]) -> NDArray[np.int64]:
        return np.tile(np.array(list(each), dtype=np.int64), self.worlds)

    def _real(self, each: Iterable[float]) -> NDArray[np.float64]:
        return np.tile(np.array(list(each), dtype=np.float64), self.worlds)

    def _fill_books(self) -> None:
        rows, labs, on = self.worlds * self.labs, self.setup.labs, self.setup.mechanisms
        self.heads = self._whole(lab.researchers for lab in labs)
        self.cash_usd = self._whole(lab.budget_usd for lab in labs)
        self.has_budget = self.cash_usd < NO_LIMIT if on.budgets else np.zeros(rows, dtype=np.bool_)
        dated = enumerate(lab.grants if on.budgets else () for lab in labs)
        self.grants = tuple((lab, day, usd) for lab, sums in dated for day, usd in sums)
        self.any_budget = bool(self.has_budget.any())
        self.reserved_usd = np.zeros(rows, dtype=np.int64)
        self.committed_usd = np.zeros(rows, dtype=np.int64)
        self.raises_usd = np.zeros(rows, dtype=np.int64)
        self.pledged_h100e = np.zeros(rows, dtype=np.int64)
        quota = [[lab.letters_per_week.get(s, NO_LIMIT) for s in Sender] for lab in labs]
        self.letter_quota = np.tile(np.array(quota, dtype=np.int64), (self.worlds, 1))
        self.letters_used = np.zeros((rows, len(Sender)), dtype=np.int64)
        self.interview_quota = self._whole(lab.interviews_per_week for lab in labs)
        self.interviews_used = np.zeros(rows, dtype=np.int64)
        self.mailed = np.zeros(rows, dtype=np.int64)
        hours, player = self.setup.rules.ceo_hours, self.setup.player
        self.any_hours = on.quotas and hours < NO_HOUR_LIMIT
        limits = [hours if self.any_hours and lab == player else NO_LIMIT for lab in range(self.labs)]
        self.hour_quota = self._whole(limits)
        usual = self.setup.rules.rest_days
        self.rest_days = self._whole(usual if lab.rest_days is None else lab.rest_days for lab in labs)
        self.rests = tuple(sorted({int(days) for days in self.rest_days[: self.labs].tolist()}))
        self.one_rest = len(self.rests) == 1
        self.by_hand = np.tile(np.array([lab.counters_by_hand for lab in labs]), self.worlds)
        self.any_by_hand = bool(self.by_hand.any())
        self.met_today = np.zeros(rows, dtype=np.int64)

    def _read_the_model(self) -> None:
        setup, p = self.setup, self.setup.parameters
        self.delays = reply_delay_table(p)
        self.counter_chance = counter_chances(setup)
        self.policies = policy_table(setup, self.worlds)
        self.band_usd = public_bands(setup)
        self.pay_ceiling_usd = np.array(setup.rules.pay_ceiling_usd, dtype=np.int64)
        forms = np.arange(Flag.FORM + 1)
        direct, short = (forms & Flag.DIRECT) > 0, (forms & Flag.SHORT) > 0
        self.offer_chances = offer_chance_by_form(p, direct, short)
        self.misfit_chances = misfit_chance_by_form(p, direct, short)
        self.reply_cuts = np.array((0.0, *p.reply_cuts))
        self.sender_logit = np.array([0.0, p.sender_hiring_manager, p.sender_ceo])
        self.seen_share = np.ones(len(Sender))
        if setup.mechanisms.ceo_spam:
            self.seen_share[Sender.CEO] = max(1.0 - p.ceo_spam_chance, LEAST_SEEN)
        self.read_letters(setup.letters)

    def read_letters(self, letters: LetterTables) -> None:
        """These are the letters from now on; those that there are keep their places."""
        self.setup = replace(self.setup, letters=letters)
        self.reading = Reading(self.setup.parameters, letters, self.setup.people.reads)
        self.sequence = letters.sequence.ravel().astype(np.intp)
        self.pitches = spoken_in(letters)
        self.follow_ups = FollowUps(letters, self.setup.rules)
        # How they are opened is told by the next day.
        self.open_chance_today = np.zeros((0, len(Sender), len(self.reading.levels)))

    def _place_people(self) -> None:
        people, worlds, count = self.setup.people, self.worlds, self.candidates
        total = worlds * count
        self.key_of = np.repeat(self.keys, self.labs)
        self.fit_key_of = self.key_of
        if self.setup.freeze_luck:
            frozen = world_keys(self.setup.people_seed, np.zeros(worlds), Stream.PEOPLE)
            self.fit_key_of = np.repeat(frozen, self.labs)
        self.readers = np.empty((total, len(Readers._fields)), dtype=np.int64)
        self.home, self.pay_usd, known, taste, money = reader_columns(self.readers)
        self.home[:] = np.tile(people.employer, worlds)
        self.home += np.repeat(np.arange(worlds) * self.labs, count)
        self.before = self.home.copy()
        self.pay_usd[:] = np.tile(people.pay_usd, worlds)
        self.any_pay_known = bool(people.pay_known.any())
        known[:] = np.tile(people.known, worlds)
        taste[:], money[:] = self.tastes.compute, self.tastes.money
        self.tastes = replace(self.tastes, compute=taste, money=money)
        self.stake_usd = np.tile(people.stake_usd, worlds)
        self.any_stake = bool(self.stake_usd.any())
        self.pledge_h100e = np.zeros(total, dtype=np.int64)
        self.status = np.zeros(total, dtype=np.uint8)
        self.load = np.zeros(total, dtype=np.int64)
        self.opener = np.zeros(total, dtype=np.int32)
        self.countered = np.zeros(total, dtype=np.bool_)
        self.marked = np.zeros(total, dtype=np.bool_)
        self.free_on = np.zeros(worlds * self.labs * count, dtype=np.int16)
        self.attempts = np.zeros(worlds * self.labs * count, dtype=np.uint8)
        self.had = np.zeros(worlds * self.labs * count, dtype=np.uint16)
