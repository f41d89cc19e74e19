"""The model's parameters: plain numbers by name.

Values, ranges, sources and trust stand in ``fixtures/parameters.toml``. The fields are written from it by
``make pages``: this class has no defaults on purpose, a number without its card cannot get in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of the acceptance model. Utilities in log-odds, chances as probabilities."""

    open_constant: float  # log-odds
    open_ceo: float  # log-odds
    reply_cut_1: float  # log-odds
    reply_cut_2: float  # log-odds
    reply_cut_3: float  # log-odds
    reply_cut_4: float  # log-odds
    reply_further: float  # share of what the mail before added
    interest_cut: float  # log-odds
    offer_chance_interviewed: float  # probability
    offer_chance_direct: float  # probability
    accept_constant: float  # log-odds
    accept_direct: float  # log-odds
    pay_slope: float  # log-odds per unit of ln pay at equal pay
    pay_curvature: float  # exponent
    money_sd: float  # sd of the value of money, mean 1
    compute_taste_mean: float  # log-odds per unit of compute pull
    compute_share: float  # probability
    compute_half_saturation_h100e: float  # h100e per researcher
    fit_sd: float  # log-odds
    memory: float  # probability
    sender_hiring_manager: float  # log-odds
    sender_ceo: float  # log-odds
    words_up_to_400: float  # log-odds
    words_up_to_800: float  # log-odds
    words_up_to_1200: float  # log-odds
    words_over_1200: float  # log-odds
    words_subject_missing: float  # log-odds
    words_subject_long: float  # log-odds
    words_subject_fact: float  # log-odds
    words_subject_fault: float  # log-odds each
    words_subject_unread: float  # log-odds
    words_one_fact: float  # log-odds
    words_two_facts: float  # log-odds
    words_exact: float  # log-odds each
    words_offer: float  # log-odds
    words_honest: float  # log-odds
    words_easy_no: float  # log-odds
    words_under_80: float  # log-odds
    words_hard: float  # log-odds
    words_dense: float  # log-odds
    words_question: float  # log-odds
    words_calendar: float  # log-odds
    words_no_ask: float  # log-odds
    words_further_question: float  # log-odds each
    words_prying: float  # log-odds each
    words_burden: float  # log-odds
    words_further_burden: float  # log-odds each
    words_further_share: float  # of the one before
    words_link: float  # log-odds each
    words_slip: float  # log-odds each
    words_false: float  # log-odds each
    words_hostile: float  # log-odds each
    words_mark: float  # log-odds each
    words_stock: float  # log-odds each
    words_warm: float  # log-odds
    words_gush: float  # log-odds each
    words_nothing: float  # log-odds
    words_repeat: float  # log-odds
    words_unread: float  # log-odds
    words_nonsense: float  # log-odds
    answer_words_share: float  # share
    weekday_slow: float  # log-odds
    fatigue_slope: float  # log-odds per ln of recruiting load
    fatigue_campaigns_per_year: float  # campaigns a person-year
    name_slope: float  # log-odds per ln of mails
    name_mails_per_person: float  # mails per person in 90 days
    gate_share: float  # probability
    gate_fleet_share: float  # share of the leader's fleet
    gate_sd: float  # sd of ln threshold
    gate_weight: float  # log-odds
    counter_chance: float  # probability
    counter_impact_slope: float  # log-odds per ln of impact over the average
    counter_pull: float  # log-odds
    counter_raise: float  # share of present pay
    short_deadline: float  # log-odds
    short_deadline_days: float  # days
    occasion_met: float  # log-odds
    colleague_pull: float  # log-odds per ln(1 + former team mates at the lab)
    team_hold: float  # log-odds per ln of the share of the team still there
    leader_pull: float  # log-odds
    crowd_pull: float  # log-odds
    leader_back_stays: float  # probability
    wait_per_year: float  # log-odds per year of waiting
    turn_back_per_year: float  # rate per year
    kept_hazard_per_year: float  # rate per year
    mission_taste_sd: float  # log-odds per unit of mission
    product_taste_sd: float  # log-odds per unit of product
    ceo_spam_chance: float  # probability
    notice_chance: float  # probability
    peers_hear_chance: float  # probability
    peers_slope: float  # log-odds
    market_pay_per_gap: float  # rate per year
    novelty_loss: float  # log-odds
    delivery_late_median_days: float  # days
    delivery_late_sd: float  # sd of ln days
    reply_delay_median_days: float  # days
    reply_delay_sd: float  # sd of ln days
    exit_hazard_per_year: float  # rate per year
    quit_returns: float  # probability
    misfit_chance_interviewed: float  # probability
    misfit_chance_direct: float  # probability

    @property
    def heavy_taste(self) -> float:
        """Weight of compute for heavy users, log-odds per unit of pull; for all others it is 0."""
        return self.compute_taste_mean / self.compute_share

    @property
    def offer_chance_short(self) -> float:
        """P(offer | interested) after short interviews: half-way between full ones and none."""
        return (self.offer_chance_interviewed + self.offer_chance_direct) / 2.0

    @property
    def misfit_chance_short(self) -> float:
        """P(a hire does not fit) after short interviews: half-way between full ones and none."""
        return (self.misfit_chance_interviewed + self.misfit_chance_direct) / 2.0

    @property
    def gated_of_heavy(self) -> float:
        """Share of the heavy users who have a gate: nobody else has one."""
        return min(self.gate_share / self.compute_share, 1.0)

    @property
    def reply_cuts(self) -> tuple[float, ...]:
        """Cut-points of the cumulative reply logit for mails 1 to 6, log-odds."""
        cuts = [self.reply_cut_1, self.reply_cut_2, self.reply_cut_3, self.reply_cut_4]
        gain = self.reply_cut_4 - self.reply_cut_3
        for _ in range(2):
            gain *= self.reply_further
            cuts.append(cuts[-1] + gain)
        return tuple(cuts)
