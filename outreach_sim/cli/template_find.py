"""Which letter the ``template`` commands mean, who signs it, and who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from outreach_sim.cli.labs import one_that_acts
from outreach_sim.errors import UsageError
from outreach_sim.inputs.paths import is_slug
from outreach_sim.inputs.text import clean

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.words.facts import Facts


def find(name: str, scenario: str | None = None, letters: Path | None = None) -> Template:
    """A shipped letter by id, or one of one's own: from a file, a folder, a scenario, or here; or one that is
    kept for other games, or of the gallery.

    Raises:
        UsageError: there is none of that name.
    """
    from difflib import get_close_matches

    from outreach_sim.mail.own import read_own_letter
    from outreach_sim.mail.template import gallery, shipped_templates
    from outreach_sim.scenario.load import letters_folder
    from outreach_sim.storage.letter_shelf import kept_letters

    if name in shipped_templates():
        return shipped_templates()[name]
    if "/" in name or name.endswith(".md"):
        return read_own_letter(Path(name))
    own = own_templates(letters, scenario)
    beside = (letters_folder(scenario) if scenario else Path()) / f"{name}.md"
    if name not in own and beside.is_file():
        return read_own_letter(beside)
    kept = kept_letters()
    if name in kept and name not in own:
        return kept[name].read(list(kept))
    known = {**gallery(), **own}
    if name in known:
        return known[name]
    close = get_close_matches(name, [*shipped_templates(), *known, *kept], 1)
    hint = f"did you mean {close[0]!r}?" if close else f"shipped are {', '.join(shipped_templates())}"
    raise UsageError(f"there is no template {name!r}, {hint}")


def own_templates(letters: Path | None, scenario: str | None = None) -> Mapping[str, Template]:
    """Letters and replies of one's own: of a scenario, or else of a folder."""
    from outreach_sim.mail.own import read_folder
    from outreach_sim.scenario.load import load_scenario

    if scenario is not None:
        return load_scenario(scenario, letters=letters).own_letters
    return {} if letters is None else read_folder(letters)


def with_letters(
    scenario: str, overrides: Sequence[str], names: Sequence[str], letters: Path | None = None
) -> Scenario:
    """The scenario, with those brought along, and with letters that lie beside it or in the gallery and that
    it does not name itself.

    Those that are found nowhere are left out.

    Raises:
        BadInputError: the scenario or a letter is not sound.
    """
    import json

    from outreach_sim.mail.own import home_of, lies_in
    from outreach_sim.scenario.load import letters_folder, load_scenario

    loaded, folder = load_scenario(scenario, overrides, letters=letters), letters_folder(scenario)
    more = [name for name in dict.fromkeys(names) if name not in loaded.setup.letters.ids and is_slug(name)]
    found = [name for name in more if lies_in(home_of(folder, name), name)]
    if not found:
        return loaded
    listed = json.dumps([*loaded.spec.scenario.letters, *found])
    return load_scenario(scenario, [*overrides, f"scenario.letters={listed}"], letters=letters)


def signature(letter: str, allowed: Sequence[str], sender: str | None) -> str:
    """How the sender signs.

    Raises:
        UsageError: it is none of those allowed.
    """
    from outreach_sim.market.setup import SENDER_NAMES
    from outreach_sim.storage.correspondence.values import ROLES as SIGNATURES

    chosen = sender or allowed[0]
    if chosen not in allowed:
        raise UsageError(f"{letter} is not signed by {clean(chosen, 60)!r}, but by {' or '.join(allowed)}")
    return next(SIGNATURES[role] for role, name in SENDER_NAMES.items() if name == chosen)


def reader(
    scenario: str | None,
    candidate: int | None,
    lab_id: str | None,
    signed: str,
    *,
    met: bool = False,
    letters: Path | None = None,
    letter: str = "",
) -> Facts:
    """The sample person, or somebody of a scenario on its first day; terms are those of the sample.

    Args:
        scenario: where the person is from.
        candidate: id of the person, from 1; named with the scenario or not at all.
        lab_id: who writes; the player where nothing is said.
        signed: how the letter is signed.
        met: whether people of the lab have met the reader.
        letters: a folder of letters that the scenario is played with.
        letter: the text, in whose language the employer of somebody outside is put in words.

    Raises:
        UsageError: no such person or lab, or one of the two without the other.
    """
    from outreach_sim.mail.languages import language_of
    from outreach_sim.mail.letter import sample_values
    from outreach_sim.mail.reading import facts_of, sample_reader
    from outreach_sim.market.session import Session
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.correspondence.values import lab_values, person_values

    if (scenario is None) != (candidate is None) or (lab_id and not scenario):
        raise UsageError("--scenario and --candidate go together, --lab with them")
    if scenario is None or candidate is None:
        return sample_reader(signed, met)
    loaded = load_scenario(scenario, letters=letters)
    if candidate > len(loaded.population):
        raise UsageError(f"there is no candidate {candidate}, ids run from 1 to {len(loaded.population):,}")
    lab = lab_id or loaded.spec.scenario.player
    if lab not in loaded.lab_ids:
        raise UsageError(f"there is no lab {lab!r}, the labs are {', '.join(loaded.lab_ids)}")
    writer = one_that_acts(loaded.setup, loaded.lab_ids.index(lab))
    session = Session(loaded.setup, 1)
    person = person_values(loaded, session, candidate - 1, language_of(letter))
    values = sample_values() | person | lab_values(loaded, session, writer, session.day) | {"sender": signed}
    reads = frozenset(loaded.population.book.reads(candidate - 1))
    return facts_of(values, reads, [one.name for one in loaded.setup.labs], met)
