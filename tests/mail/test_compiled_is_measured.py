"""What the market knows of a letter is what its reader notices of it, rendered, whoever it is."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.mail.compile import with_letters
from outreach_sim.mail.shipped import shipped_letters_for
from outreach_sim.mail.tables import plain_tables, tables_from
from outreach_sim.mail.template import Template, gallery, letters, shipped_templates
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.names import LOCALES, _locale_pools
from tests.mail.compiled import Compiled, letter, literal

ODD_PEOPLE = """name,employer,level,pay_usd,topic,paper,former_team,city,reads
Will Nice,openai,3,500000,evaluation,The Will to Scale,the data team,Nice,en fr
ravi kumar,anthropic,2,500000,speech models,quiet gradients,Google DeepMind,new york,en
Paris Meta,microsoft,4,500000,reward modelling,Reward Modelling,OpenAI,Paris,fr
Plato,openai,1,500000,evaluation,Honest Probes,the speech team,Zurich,de
Dr. Braun,google-deepmind,5,500000,scaling laws,Scaling by Laws,Meta,Nice,
王伟,anthropic,3,500000,强化学习,大规模注意力,语音组,北京,zh en
X,openai,2,500000,C,,,,es
Alexandra Will,microsoft,2,500000,data curation,Patient Critics without Label,the data team,London,en de
"""
ODD_LETTERS = literal("odd")


@cache
def everyday() -> Compiled:
    """Two dozen people of *The personal email*, with a third of the letters to learn from."""
    taught = dict(list(gallery().items())[::3])
    return Compiled(load_scenario("personal-email", ["population.size=24"]), {**taught, **literal()})


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """People whose names and facts are words, labs, places, or in small letters."""
    folder: Path = tmp_path_factory.mktemp("odd")
    (folder / "people.csv").write_text(ODD_PEOPLE, encoding="utf-8")
    lines = load_scenario("personal-email").text.splitlines()
    cut = next(n for n, line in enumerate(lines) if line.startswith(("[[script", "[[expect")))
    text = "\n".join('file = "people.csv"' if line.startswith("size =") else line for line in lines[:cut])
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return Compiled(load_scenario(str(folder / "scenario.toml")), ODD_LETTERS)


def writers(case: Compiled, candidate: int) -> list[int]:
    return [lab for lab in range(len(case.labs)) if lab != case.world.home[candidate]]


def test_every_letter_is_weighed_by_its_readers_as_it_is_measured() -> None:
    case, wrong = everyday(), []
    people = len(case.scenario.setup.people)
    for place, identity in enumerate(case.world.setup.letters.ids):
        for candidate in (place % people, (5 * place + 7) % people)[: 1 + (identity in literal())]:
            writer = writers(case, candidate)[place % 4]
            found = case.unlike(identity, candidate, writer, bool((place + candidate) % 2))
            wrong += [(identity, candidate, *one) for one in found]
    assert not wrong


@pytest.mark.parametrize("name", ODD_LETTERS)
def test_people_whose_names_are_words_or_labs_or_places_read_what_is_theirs(odd: Compiled, name: str) -> None:
    wrong = [
        (candidate, odd.labs[writer], *found)
        for candidate in range(len(odd.scenario.setup.people))
        for writer in writers(odd, candidate)
        for found in odd.unlike(name, candidate, writer, False)
    ]
    assert not wrong


def typed(case: Compiled, candidate: int) -> Template:
    """What somebody types to one person, everything filled in."""
    who = case.values(candidate, writers(case, candidate)[0])
    body = (
        f"Hi {who['first_name']},\n\nI read '{who['paper']}' twice, and like what you do in {who['topic']} "
        f"at {who['employer']}. Would you tell me what you would try next?\n\n{who['lab']}"
    )
    return letter("typed", f"{who['topic']}, {who['first_name']}", body)


def test_a_letter_typed_to_one_person_is_theirs_and_false_for_everybody_else() -> None:
    scenario = everyday().scenario
    reader = int(np.flatnonzero((scenario.setup.people.known & 3) == 3)[2])
    case, writer = Compiled(scenario, {"typed": typed(everyday(), reader)}), writers(everyday(), reader)[0]
    worth = {}
    for candidate in (reader, *(other for other in range(8) if other != reader)):
        if writer != case.world.home[candidate]:
            assert not list(case.unlike("typed", candidate, writer, False))
            worth[candidate] = case.weighed("typed", candidate, writer, 1, False)
    assert len(worth) > 3 and worth.pop(reader) > max(worth.values()) + 1.5


def test_who_has_changed_labs_reads_what_is_so_of_the_new_one() -> None:
    case = Compiled(everyday().scenario, {"labs": literal()["labs"]})
    world, there = case.world, case.labs.index("OpenAI")
    reader = int(np.flatnonzero(world.home != there)[0])
    writer = next(lab for lab in writers(case, reader) if lab != there)
    before = case.weighed("labs", reader, writer, 1, False)
    world.move(np.array([reader]), np.array([there]))
    assert case.weighed("labs", reader, writer, 1, False) > before + 1.0
    assert not list(case.unlike("labs", reader, writer, False))


AGAIN = [("mass-mail", "mass-mail"), ("mass-mail", "recruiter"), ("hiring-manager", "hiring-manager")]


@pytest.mark.parametrize(("before", "now"), AGAIN)
def test_what_the_last_approach_said_is_not_said_again_for_nothing(before: str, now: str) -> None:
    case = everyday()
    for candidate in (0, 5, 11):
        assert not list(case.unlike(now, candidate, writers(case, candidate)[1], True, before))
    worth = [case.weighed(now, 0, writers(case, 0)[0], 1, False, had) for had in ("", before)]
    assert (worth[1] < worth[0]) is (now != "recruiter")


def test_a_letter_added_later_reads_as_one_that_was_there_from_the_start() -> None:
    scenario, added = everyday().scenario, [literal()[name] for name in ("city", "labs", "topics")]
    readers = scenario.readership
    at_once = with_letters(shipped_letters_for(readers), {one.id: one for one in added}, readers)
    one_by_one = shipped_letters_for(readers)
    for one in added:
        one_by_one = with_letters(one_by_one, {one.id: one}, readers)
    apart, together = plain_tables(one_by_one), plain_tables(at_once)
    assert apart["variants"] == together["variants"] and apart["ids"] == together["ids"]
    again = tables_from(json.loads(json.dumps(apart)))
    assert plain_tables(again) == apart
    assert again.variants is not None and again.variants.classes.dtype == np.uint32
    far = [10**6] * len(apart["variants"]["first"])
    with pytest.raises(ValueError, match="do not belong together"):
        tables_from(apart | {"variants": apart["variants"] | {"first": far}})


def test_who_does_not_read_its_language_hardly_opens_and_hardly_answers_a_letter() -> None:
    case = everyday()
    p, known = case.scenario.setup.parameters, case.scenario.setup.people.known
    book = case.scenario.population.book
    does = next(n for n in range(24) if "zh" in book.reads(n))
    does_not = next(n for n in range(24) if "zh" not in book.reads(n) and known[n] == known[does])
    reply = [case.weighed("chinese", n, writers(case, n)[0], 1, False) for n in (does, does_not)]
    opening = [case.subject("chinese", n, writers(case, n)[0]) for n in (does, does_not)]
    assert reply[1] == pytest.approx(reply[0] + p.words_unread, abs=1e-12)
    assert opening[1] == pytest.approx(opening[0] + p.words_subject_unread, abs=1e-12)


def test_nobody_made_up_is_called_by_a_word_of_a_shipped_letter() -> None:
    called = {name.split()[0] for locale in LOCALES for name in _locale_pools(locale)[0].values}
    for template in letters(shipped_templates()):
        words = set(f"{template.subject} {template.body}".replace(",", " ").replace("?", " ").split())
        assert not words & called, template.id


def test_people_of_whom_nothing_is_named_share_the_rows_of_everybody() -> None:
    tables = everyday().scenario.setup.letters
    assert tables.variants is not None
    named = np.flatnonzero(tables.variants.kinds >= 0)
    assert [tables.ids[n] for n in named] == ["mass-mail"], "it names a topic"
    assert World(everyday().scenario.setup, 1, [0]).reading.any_foreign is False
