"""What a save embeds of a scenario, so that it needs no other file; and the scenario again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.paths import is_slug, printable
from outreach_sim.inputs.text import clean, clean_lines
from outreach_sim.inputs.toml import parse
from outreach_sim.mail.tables import plain_tables, tables_from
from outreach_sim.mail.template import Template, parse_template
from outreach_sim.market.letters import LetterTables
from outreach_sim.market.setup import People
from outreach_sim.model.wording import reading_mask
from outreach_sim.scenario.build import build_setup, expectations, played_lines
from outreach_sim.scenario.check import validate
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import READABLE, NameBook, Profile, reserved_address
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.scenario.population import Population, StoredBook
from outreach_sim.scenario.schema import Spec
from outreach_sim.storage.saves.hash_chain import NOT_OURS
from outreach_sim.storage.saves.migrations import GAME, PERSON
from outreach_sim.storage.saves.rows import Content

MAX_SPEC_BYTES = 16 * 1024 * 1024
"""Of a scenario within a save, lines of script from a file included: more than its own file may have."""
MAX_NAME = 100
"""Characters of a scenario's name that are kept: a file may be called longer."""
_FACTS = ("employer", "level", "impact", "standing", "pay_usd", "known", "team", "stake_usd")
PAY_KNOWN = 1 << 7
"""A bit beside those of facts in the mask of what is known; saves from before it was there stay sound."""
_FACT_BITS = 0x7F
_READS = 8
"""The first of the bits of languages, which stand there for who comes from a file."""
_WORDS = ("topic", "paper", "former_team", "city")


def embed(
    scenario: Scenario,
    templates: Mapping[str, Template],
    seed: int,
    origin: str = "",
    undone_before: int = 0,
) -> Content:
    """Rows of everything a game is played with.

    Args:
        scenario: its spec, population, letters and parameters count.
        templates: every letter by id, those that nobody writes in this scenario included.
        seed: luck seed.
        origin: what it is a branch of.
        undone_before: how often its origin had taken something back.
    """
    setup = scenario.setup
    game: dict[str, Any] = {
        "id": 1,
        "scenario": clean(scenario.name, MAX_NAME),
        "title": scenario.title,
        "toml": spec_toml(scenario.spec),
        "seed": seed,
        "parameters": json.dumps(asdict(setup.parameters)),
        "letters": letters_json(setup.letters),
        "engine": engine(),
        "origin": origin,
        "undone_before": undone_before,
    }
    return {
        "game": [tuple(game[column] for column in GAME)],
        "person": person_rows(
            scenario.population, scenario.lab_ids, from_file=scenario.spec.population.file is not None
        ),
        "template": [(key, template_text(templates[key])) for key in sorted(templates)],
    }


def restore(content: Content, path: Path) -> tuple[Scenario, int]:
    """Scenario and luck seed of a save. Its text passes the same gates as any file's.

    Raises:
        BadInputError: it holds something that no scenario can, or another version wrote it.
    """
    try:
        return _restored(content, path)
    except NOT_OURS as error:
        message = f"what this save embeds is not what this version reads ({clean(str(error), 120)})"
        raise BadInputError(Problem(printable(path), 0, 0, "", message)) from None


def _restored(content: Content, path: Path) -> tuple[Scenario, int]:
    game = dict(zip(GAME, content["game"][0], strict=True))
    if None in game.values():
        raise ValueError("a part of the game is missing")
    letters = letters_from(game["letters"])
    known = may_be_named(content, letters)
    spec = named_as_today(validate(parse(game["toml"], printable(path), MAX_SPEC_BYTES), known))
    table, labs = spec.population, [lab.id for lab in spec.labs]
    made_up = None if table.file is not None else NameBook(table.seed)
    population = population_from(content["person"], labs, made_up)
    if letters.variants is not None and not letters.variants.are_for(len(population), len(labs)):
        raise ValueError("its letters are for other people")
    parameters = load_parameters(json.loads(game["parameters"]))
    setup = replace(build_setup(spec, population.people, letters), parameters=parameters)
    name = clean(game["scenario"], MAX_NAME)
    scenario = Scenario(name, path, game["toml"], spec, population, setup, expectations(spec))
    return scenario, int(game["seed"])


def may_be_named(content: Content, letters: LetterTables) -> list[str]:
    """Ids of the letters that labs of a save write, and of replies of the player's own."""
    return [*letters.ids, *(key for key, _ in content["template"] if key not in letters.ids)]


def named_as_today(spec: Spec) -> Spec:
    """Older saves say ``idle`` of a lab that named no policy; it goes on by its lines, or by its player."""
    by_orders = {line.lab or spec.scenario.player for line in spec.script} | {spec.scenario.player}
    labs = [
        lab.model_copy(update={"policy": "script"}) if lab.policy == "idle" and lab.id in by_orders else lab
        for lab in spec.labs
    ]
    return spec.model_copy(update={"labs": labs})


def restore_templates(content: Content, path: Path) -> dict[str, Template]:
    """Every letter by id, checked as any file is, but for characters that cannot stand there: they go.

    Raises:
        BadInputError: one holds what no template may.
    """
    if not all(is_slug(key) for key, _ in content["template"]):
        raise BadInputError(
            Problem(printable(path), 0, 0, "", "a letter of this save has a name that none can have")
        )
    return {
        key: parse_template(clean_lines(text), f"{printable(path)}: {key}", key)
        for key, text in content["template"]
    }


def spec_toml(spec: Spec, *, only_given: bool = False) -> str:
    """A scenario file with the same meaning, without lines of script that a policy acts in the place of.

    Args:
        spec: the validated tables.
        only_given: leave out what the spec's own file did not say; else values at their defaults are written.
    """
    played = spec.model_copy(update={"script": played_lines(spec)})
    data = played.model_dump(by_alias=True, exclude_none=True, exclude_unset=only_given)
    # A file that gives a summary gives one that can be shown; none at all is left out.
    data["scenario"] = {key: value for key, value in data["scenario"].items() if value != ""}
    import tomlkit

    return tomlkit.dumps(data)


def letters_json(letters: LetterTables) -> str:
    """Tables of letters as JSON."""
    return json.dumps(plain_tables(letters))


def letters_from(text: str) -> LetterTables:
    """Tables of letters from JSON."""
    letters = tables_from(json.loads(text))
    if not all(map(is_slug, letters.ids)):
        raise ValueError("a letter has a name that none can have")
    return letters


def person_rows(population: Population, labs: Sequence[str], *, from_file: bool) -> list[tuple[Any, ...]]:
    """A row per candidate: facts, names, and those contact facts that can be known.

    What people of a file read stands there; what made-up people read follows from their seed.
    """
    people = population.people
    employers = [labs[index] for index in people.employer.tolist()]
    profiles = population.book.profiles(range(len(people)), employers)
    mask = (people.known | np.uint8(PAY_KNOWN) * people.pay_known).astype(np.int64)
    if from_file:
        mask |= [_language_bits(population.book.reads(i)) for i in range(len(people))]
    columns = [(mask if fact == "known" else getattr(people, fact)).tolist() for fact in _FACTS[1:]]
    rows = zip(employers, profiles, *columns, strict=True)
    return [
        (i, profile.name, lab, *facts[:-2], *(getattr(profile, word) for word in _WORDS), *facts[-2:])
        for i, (lab, profile, *facts) in enumerate(rows, start=1)
    ]


def _language_bits(reads: Sequence[str]) -> int:
    return sum(1 << _READS + READABLE.index(code) for code in reads)


def population_from(
    rows: Sequence[Sequence[Any]], labs: Sequence[str], made_up: NameBook | None
) -> Population:
    """The candidates again; names are cleaned, addresses made anew on reserved domains, when asked for.

    Args:
        rows: as ``person_rows`` made them.
        labs: ids in index order.
        made_up: the book of people who come from no file, for what they read.
    """
    columns = dict(zip(PERSON, zip(*rows, strict=True), strict=True))
    if columns["id"] != tuple(range(1, len(rows) + 1)):
        raise ValueError("candidates are not numbered 1, 2, 3 …")
    if not all(type(text) is str for word in ("name", *_WORDS) for text in columns[word]):
        raise ValueError("a candidate has no name, or one that is no text")
    of_lab = {lab: index for index, lab in enumerate(labs)}
    known = np.array(columns["known"], dtype=np.int64)
    people = People(
        employer=np.array([of_lab[lab] for lab in columns["employer"]], dtype=np.int8),
        level=np.array(columns["level"], dtype=np.int8),
        impact=np.array(columns["impact"], dtype=np.int32),
        standing=np.array(columns["standing"], dtype=np.int32),
        pay_usd=np.array(columns["pay_usd"], dtype=np.int64),
        known=(known & _FACT_BITS).astype(np.uint8),
        team=np.array(columns["team"], dtype=np.int32),
        stake_usd=np.array(columns["stake_usd"], dtype=np.int64),
        pay_known=(known & PAY_KNOWN) > 0,
        reads=made_up.reading_masks(len(rows))
        if made_up
        else np.array([reading_mask(_reads(columns, i)) for i in range(len(rows))], dtype=np.uint8),
    )
    reads = made_up.reads if made_up else partial(_reads, columns)
    return Population(people, StoredBook(partial(_name, columns), partial(_profile, columns), reads))


def _reads(columns: Mapping[str, Sequence[Any]], candidate: int) -> tuple[str, ...]:
    bits = columns["known"][candidate] >> _READS
    return tuple(code for place, code in enumerate(READABLE) if bits >> place & 1)


def _name(columns: Mapping[str, Sequence[Any]], candidate: int) -> str:
    return clean(columns["name"][candidate], 120)


def _profile(columns: Mapping[str, Sequence[Any]], candidate: int) -> Profile:
    name = _name(columns, candidate)
    words = {word: clean(columns[word][candidate], 200) for word in _WORDS}
    return Profile(name, reserved_address(name, candidate, columns["employer"][candidate]), **words)


@lru_cache(256)  # those that are shipped are written into every save
def template_text(template: Template) -> str:
    """The template as a file."""
    front: dict[str, Any] = {
        "name": template.name,
        "stage": template.stage,
    }
    if template.stage == "reply":
        front |= {"outcome": template.outcome} | ({"reason": template.reason} if template.reason else {})
    elif template.stage != "answer":
        front |= {"senders": list(template.senders), "subject": template.subject}
    if template.follow_ups:
        front["follow_ups"] = list(template.follow_ups)
    if template.spacing_days:
        front["spacing_days"] = list(template.spacing_days)
    if template.teaches:
        front["teaches"] = template.teaches
    import tomlkit

    return f"+++\n{tomlkit.dumps(front)}+++\n{template.body}\n"
