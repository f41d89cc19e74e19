"""What a letter of a game can insert: the person, the lab and the terms as plain text."""

from __future__ import annotations

from collections.abc import Mapping

from outreach_sim.formatting import counted
from outreach_sim.mail.decks import shipped_decks
from outreach_sim.mail.languages import ENGLISH
from outreach_sim.mail.names import first_name, plain_name
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Fact, Sender
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import Scenario

ROLES = {
    Sender.RECRUITER: "The recruiting team",
    Sender.HIRING_MANAGER: "The hiring manager",
    Sender.CEO: "The CEO",
}
_TERMS = {
    "between": ", ",
    "year": "{} a year",
    "sign_on": "{} to sign",
    "pledge": "{} pledged to you by name",
    "h100s": "H100s",
    "direct": "without interviews",
}
_FACTS = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}


def letter_values(
    scenario: Scenario, session: Session, lab: int, own: OwnApproach, day: int, language: str = ENGLISH
) -> dict[str, str]:
    """Text by field name for ``mail.letter.render``.

    Args:
        scenario: where names come from.
        session: where the person works now.
        lab: the lab that writes, or is written to.
        own: the approach, for its person, sender and terms.
        day: on which it is written: the machines of that day.
        language: of the letter.
    """
    return (
        person_values(scenario, session, own.candidate, language)
        | lab_values(scenario, session, lab, day)
        | {
            "sender": ROLES[own.sender],
            "pay": f"${own.pay_usd:,}",
            "terms": terms_text(own),
            "deadline_days": str(own.deadline_days),
        }
    )


def person_values(
    scenario: Scenario, session: Session, candidate: int, language: str = ENGLISH
) -> dict[str, str]:
    """What is known of a person; facts that nobody can know are empty.

    Those outside work for many employers, none of which has a name: theirs is put in words of the language.
    """
    home = int(session.world.home[candidate])
    lab = scenario.setup.labs[home]
    profile = scenario.population.book.profile(candidate, scenario.lab_ids[home])
    known = int(scenario.setup.people.known[candidate])
    facts = {name: getattr(profile, name) if known >> fact & 1 else "" for name, fact in _FACTS.items()}
    return facts | {
        "name": plain_name(profile.name),
        "first_name": first_name(profile.name),
        "employer": employers(language)[1] if lab.outside else lab.name,
    }


def employers(language: str) -> tuple[str, str]:
    """What the employer of somebody outside is called: by themselves, and by a lab that writes to them."""
    theirs, to_them = shipped_decks()[language].words["employers"]
    return theirs, to_them


def lab_values(scenario: Scenario, session: Session, lab: int, day: int) -> dict[str, str]:
    """What is public of a lab on this day."""
    world = session.world
    fleet = world.fleets_on(day)
    return {
        "lab": scenario.setup.labs[lab].name,
        "fleet": f"{int(fleet[lab]):,}",
        "compute_per_researcher": f"{int(world.compute_per_researcher(fleet)[lab]):,}",
    }


def terms_text(own: OwnApproach, words: Mapping[str, str] = _TERMS) -> str:
    """The whole offer in words, English where no others are given."""
    parts = [words["year"].format(f"${own.pay_usd:,}")]
    if own.sign_on_usd:
        parts.append(words["sign_on"].format(f"${own.sign_on_usd:,}"))
    if own.pledge_h100e:
        parts.append(words["pledge"].format(counted(own.pledge_h100e, "H100", words["h100s"])))
    if own.direct:
        parts.append(words["direct"])
    return words["between"].join(parts)
