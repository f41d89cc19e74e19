"""How terms are explained: each is declared with the parameters it rests on and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NewType

from outreach_sim.formatting import counted, usd
from outreach_sim.model.prospect import Mail, Prospect, one, with_pledge

_MAILS = (
    "the first mail", "even the second mail", "even the third mail", "even the fourth mail",
    "even the fifth mail", "even the sixth mail",
)  # fmt: skip
_CUTS = 4
"""So many mails have a cut-point of their own; what later ones add follows from it."""


@dataclass(frozen=True, slots=True)
class About:
    """A term that is to be put into words.

    Attributes:
        value: log-odds.
        stage: the link whose term it is.
        who: the prospect, one person.
        mail: the one that is read.
    """

    value: float
    stage: str
    who: Prospect
    mail: Mail

    @property
    def features(self) -> Any:
        """Those of the prospect, as numbers."""
        return self.who.features

    def sign(self, above: str, below: str) -> str:
        """The first where the term speaks for a yes, else the second."""
        return above if self.value >= 0 else below

    @property
    def which_mail(self) -> str:
        """The mail, as the first or as a later one."""
        return _MAILS[self.mail.number - 1]

    @property
    def signed_by(self) -> str:
        """Who signs, in words."""
        return str(self.who.sender).replace("-", " ").replace("ceo", "CEO")


Said = Callable[[About], str]
Name = NewType("Name", str)


@dataclass(frozen=True, slots=True)
class Words:
    """How a term is explained.

    Attributes:
        source: the parameters it rests on, or where else its value comes from.
        sentence: what it says about this person and this lab.
        formula: what it is, in Markdown, for the page of formulas; empty where it is part of a link's own.
    """

    source: Said
    sentence: Said
    formula: str


TERMS: dict[Name, Words] = {}
"""All terms of the model, by name."""


def term(name: str, source: Said | str, sentence: Said | str, formula: str = "") -> Name:
    """Declare a term; only what is declared can be yielded."""
    TERMS[Name(name)] = Words(_said(source), _said(sentence), formula)
    return Name(name)


def _said(text: Said | str) -> Said:
    return (lambda _: text) if isinstance(text, str) else text


# -- longer sentences --------------------------------------------------------------------------------

_CONSTANT_SOURCES = {
    "open": "open_constant",
    "interested": "reply_cut_4, interest_cut",
    "accept": "accept_constant",
}
_CONSTANTS = {
    "open": "Mail from a lab is usually opened.",
    "reply": "At equal pay and compute, few answer {mail}.",
    "interested": "At equal pay and compute, fewer still are interested than answer.",
    "offer": "Not everyone who is interested ends up with an offer.",
    "accept": "Most offers are taken.",
}


def constant_source(it: About) -> str:
    """The cut-points of this link."""
    if it.stage == "offer" and it.who.promised:
        return "the scenario: walkout"
    if it.stage == "offer":
        if it.features.direct:
            return "offer_chance_direct"
        return "offer_chance_interviewed" + ", offer_chance_direct" * bool(it.who.short)
    if it.stage == "reply":
        number = it.mail.number
        return f"reply_cut_{number}" if number <= _CUTS else "reply_cut_4, reply_cut_3, reply_further"
    return _CONSTANT_SOURCES[it.stage]


def about_constant(it: About) -> str:
    """How this link stands where all else is equal."""
    if it.stage == "offer" and it.who.promised:
        return "The offer stands open to everybody who follows."
    return _CONSTANTS[it.stage].format(mail=it.which_mail)


def about_pay(it: About) -> str:
    """The pay that the reader has in mind, over the present."""
    who = it.who
    banded = who.expected_usd > 0 and it.stage != "accept"
    amount = who.expected_usd if banded else who.offered_usd
    ratio = f"{_over_present(it, amount)}{_value_of_money(it)}"
    if banded and it.features.named_usd > 0:
        return f"The letter named {usd(amount)}, {ratio}."
    if banded:
        return f"The letter names no pay; the public band says {usd(amount)}, {ratio}."
    return f"{usd(amount)} a year is {ratio}."


def _over_present(it: About, amount: float) -> str:
    """Pay over what somebody has, and over what they would lose with it where they have a stake.

    Of what a lab does not know it is said what the figure goes by.
    """
    present_usd, stake_usd = it.features.present_usd, it.features.stake_usd
    if not stake_usd:
        source = ", by the public band" if it.who.pay_guessed else ""
        return f"{amount / present_usd:.2f} times the present {usd(present_usd)}{source}"
    held_usd = present_usd + stake_usd
    return (
        f"{amount / held_usd:.2f} times the {usd(held_usd)} held now: {usd(present_usd)} of pay, and "
        f"{usd(stake_usd)} of equity that leaving forfeits"
    )


def _value_of_money(it: About) -> str:
    """How much pay counts for the person, where that is known."""
    if it.who.money_sd or it.features.money == 1.0:
        return ""
    return f"; money counts {it.features.money:.1f} times as much for them as for most"


def about_broken_word(it: About) -> str:
    """What was named, and where."""
    since = it.features.answer_usd or 0.0
    who = "The lab's answer" if since > it.features.named_usd else "An earlier letter"
    return f"{who} named {usd(max(it.features.named_usd, since))}, more than is offered."


def about_compute(it: About) -> str:
    """Machines here and there."""
    who, ours = it.who, counted(round(machines(it.stage, it.who)), "H100")
    return f"{ours} a researcher at {who.lab} against {who.employer_h100e:,.0f} at {who.employer}."


def machines(stage: str, who: Prospect) -> float:
    """H100s a researcher that the person would work with, as this link weighs them."""
    if stage == "accept":
        return float(with_pledge(who, one(who.pledge_h100e))[0])
    return float(who.lab_h100e + (who.read_h100e if who.is_out else who.pledge_h100e))


def about_load(it: About) -> str:
    """How much more recruiting mail than usual comes."""
    more = round(it.mail.load_campaigns)
    fill = "fills" if more == 1 else "fill"
    return f"{counted(more, 'more campaign')} a year than usual {fill} this inbox."


def about_taste(what: str) -> Said:
    """How this person likes what the lab has."""
    return lambda it: (
        f"{it.who.candidate} likes the {what} of {it.who.lab} "
        f"{it.sign('better', 'less')} than {it.who.employer}'s."
    )


def about_wait(it: About) -> str:
    """How long the contract holds."""
    months = counted(round(it.features.wait_years * 12), "month")
    return f"A contract with {it.who.employer} means {months} of waiting."
