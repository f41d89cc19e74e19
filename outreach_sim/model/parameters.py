"""The model's parameters: plain numbers by name.

Values, ranges, sources and trust stand in ``fixtures/parameters.toml``; a test holds the two together.
This class has no defaults on purpose: a number without its card cannot get in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of the acceptance model. Utilities in log-odds, chances as probabilities."""

    # Open: once per approach.
    open_constant: float
    open_ceo: float
    # Reply by mail k of a sequence: rising cut-points of one cumulative logit.
    reply_cut_1: float
    reply_cut_2: float
    reply_cut_3: float
    reply_cut_4: float
    # Interested, of those who reply.
    interest_cut: float
    # Offer, once interested.
    offer_chance_interviewed: float
    offer_chance_direct: float
    # Yes to an offer, against staying.
    accept_constant: float
    accept_direct: float
    # Pay.
    pay_slope: float
    pay_curvature: float
    money_sd: float
    # Compute.
    compute_taste_mean: float
    compute_share: float
    compute_half_saturation_h100e: float
    # How this person takes to this lab.
    fit_sd: float
    # Whether they are of the same mind the next time.
    memory: float
    # Sender and words.
    sender_hiring_manager: float
    sender_ceo: float
    words_personal: float
    words_up_to_400: float
    words_up_to_800: float
    words_up_to_1200: float
    words_over_1200: float
    words_mistake: float
    # What readers notice of any text (model/word_terms.py).
    words_subject_missing: float
    words_subject_long: float
    words_subject_fact: float
    words_subject_fault: float
    words_subject_unread: float
    words_one_fact: float
    words_two_facts: float
    words_exact: float
    words_offer: float
    words_honest: float
    words_easy_no: float
    words_under_80: float
    words_hard: float
    words_dense: float
    words_question: float
    words_calendar: float
    words_no_ask: float
    words_further_question: float
    words_prying: float
    words_burden: float
    words_further_burden: float
    words_link: float
    words_slip: float
    words_false: float
    words_hostile: float
    words_mark: float
    words_stock: float
    words_warm: float
    words_gush: float
    words_nothing: float
    words_repeat: float
    words_unread: float
    words_nonsense: float
    weekday_slow: float
    # Wear.
    fatigue_slope: float
    fatigue_campaigns_per_year: float
    name_slope: float
    name_mails_per_person: float
    # The gate.
    gate_share: float
    gate_fleet_share: float
    gate_sd: float
    gate_weight: float
    # The employer answers.
    counter_chance: float
    counter_impact_slope: float
    counter_pull: float
    counter_raise: float
    # Terms of an offer.
    short_deadline: float
    short_deadline_days: float
    # Whom people know, whom they follow, what they believe in.
    occasion_met: float
    colleague_pull: float
    team_hold: float
    leader_pull: float
    crowd_pull: float
    leader_back_stays: float
    wait_per_year: float
    turn_back_per_year: float
    kept_hazard_per_year: float
    mission_taste_sd: float
    product_taste_sd: float
    ceo_spam_chance: float
    # What labs do for their staff and with their money.
    notice_chance: float
    peers_hear_chance: float
    peers_slope: float
    market_pay_per_gap: float
    novelty_loss: float
    delivery_late_median_days: float
    delivery_late_sd: float
    # Time.
    reply_delay_median_days: float
    reply_delay_sd: float
    exit_hazard_per_year: float
    quit_returns: float
    misfit_chance_interviewed: float
    misfit_chance_direct: float

    @property
    def heavy_taste(self) -> float:
        """Weight of compute for heavy users, log-odds per unit of pull; for all others it is 0."""
        return self.compute_taste_mean / self.compute_share

    @property
    def gated_of_heavy(self) -> float:
        """Share of the heavy users who have a gate: nobody else has one."""
        return min(self.gate_share / self.compute_share, 1.0)

    @property
    def reply_cuts(self) -> tuple[float, float, float, float]:
        """Cut-points of the cumulative reply logit for mails 1 to 4, log-odds."""
        return (self.reply_cut_1, self.reply_cut_2, self.reply_cut_3, self.reply_cut_4)
