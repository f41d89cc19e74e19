"""Replies do not repeat: dealt from the log, nothing is stored, and whoever reads them reads the same."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.mail.decks import piece_of, shipped_decks
from outreach_sim.mail.replies import SENIOR
from outreach_sim.mail.starters import starter
from outreach_sim.mail.steps import Step
from outreach_sim.mail.template import Template, parse_template
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.candidates_csv import read_candidates, write_candidates
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.population import Population, StoredBook
from outreach_sim.storage.correspondence.dealing import RESTS, Dealer
from outreach_sim.storage.correspondence.history import History
from outreach_sim.storage.correspondence.inbox import Inbox, days_of
from outreach_sim.storage.correspondence.threads import Mail, Post, correspondence
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.played import played_scenario
from tests.storage.repetition import (
    DAYS,
    MOST_SENTENCES,
    MOST_TEXTS,
    REPLIES,
    Repetition,
    repetition,
    replies_of,
)

GERMAN = "Guten Tag {{ name }},\n\nich habe von Ihnen gehört und möchte mit Ihnen über {{ terms }} reden."
OWN = """+++
name = "Mine"
stage = "reply"
outcome = "interested"
+++
Mine to {{ lab }}, on a {{ today }}.
"""


@pytest.fixture(scope="module")
def replies() -> list[Mail]:
    return replies_of("personal-email", 1)


def test_a_game_of_many_replies_hardly_says_anything_twice(replies: list[Mail]) -> None:
    assert len(replies) == REPLIES
    found = repetition([mail.wording for mail in replies])
    assert found.texts < MOST_TEXTS * found.replies
    assert found.sentences < MOST_SENTENCES * found.all_sentences
    assert len({mail.letter.body for mail in replies}) > 147


def test_the_measure_counts_texts_and_sentences_that_stood_before() -> None:
    texts = [("One. Two.", "Three."), ("Four.",), ("Two.",), ("Four.",)]
    assert repetition(texts) == Repetition(replies=4, texts=1, all_sentences=6, sentences=2)
    far = [("Far.",), *((f"{n}.",) for n in range(30)), ("Far.",)]
    assert repetition(far) == Repetition(replies=32, texts=1, all_sentences=32, sentences=0)


def test_senior_people_write_less(replies: list[Mail]) -> None:
    level = load_scenario("personal-email").setup.people.level
    words: dict[bool, list[int]] = {False: [], True: []}
    for mail in replies:
        if mail.from_candidate:
            count = sum(len(piece.split()) for piece in mail.wording)
            words[bool(level[mail.candidate] >= SENIOR)].append(count)
    mean = {senior: sum(counts) / len(counts) for senior, counts in words.items()}
    assert min(map(len, words.values())) > 20 and mean[True] < 0.85 * mean[False]


def test_one_labs_mail_reads_as_it_does_among_all() -> None:
    scenario = load_scenario("personal-email")
    every, of_one = (read_by(scenario, lab) for lab in (None, 3))
    assert of_one == [mail for mail in every if mail.lab == 3]
    assert sum(mail.step is not None for mail in of_one) > 3
    assert {mail.lab for mail in every if mail.step is not None} > {3}


def read_by(scenario: Scenario, lab: int | None) -> list[Mail]:
    played = played_scenario(scenario, 3)
    return list(correspondence(scenario, played.templates, islice(played.days, 35), lab))


def test_the_desk_reads_what_is_exported_of_a_save_and_of_its_branch(scenario: Scenario) -> None:
    lab = scenario.setup.player
    with Game.new("a", scenario, 5, keep_script=True) as game:
        game.advance(40)
        inbox = Inbox(game, lab)
        at_the_desk = [mail for session, log in days_of(game) for mail in inbox.take(session, log)]
        assert at_the_desk == list(correspondence(game.scenario, game.templates, days_of(game), lab))
    assert sum(mail.step is not None for mail in at_the_desk) > 3
    played = played_scenario(scenario, 5)
    again = correspondence(scenario, played.templates, islice(played.days, 40), lab)
    assert list(again) == at_the_desk


# -- dealing ---------------------------------------------------------------------------------------------


def test_a_piece_comes_again_when_all_others_have_been_and_other_seeds_deal_otherwise() -> None:
    pieces = [piece_of(f"Piece {n}.", "any") for n in range(12)]
    orders = []
    for seed in (1, 2):
        dealer, dealt = Dealer(), []
        for _ in range(24):
            dealer.next_reply()
            dealt.append(dealer.deal(seed, pieces).text)
        assert len(set(dealt[:12])) == 12 and dealt[12:] == dealt[:12]
        orders.append(dealt)
    assert orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1])


def test_an_opening_is_left_out_rather_than_said_again_too_soon() -> None:
    dealer, pieces = Dealer(), [piece_of("Only one.", "any")]
    dealt = []
    for _ in range(RESTS + 2):
        dealer.next_reply()
        dealt.append(dealer.deal_rested(1, pieces))
    assert dealt == [pieces[0], *[None] * RESTS, pieces[0]]


# -- memory ----------------------------------------------------------------------------------------------


def test_what_lies_behind_the_two_fills_slots_and_chooses_the_opening() -> None:
    scenario = load_scenario("personal-email")
    session, history = Session(scenario.setup, 1), History(scenario)
    while session.day < 90:
        session.advance()
    words = shipped_decks()["en"].words
    own = OwnApproach(7, State.INTERESTED, 1, 2, 0, Sender.CEO, False, True, 900_000, 0, 0, 1, None)
    own = replace(own, read_usd=900_000, named=True)

    def slots() -> dict[str, str]:
        return history.slots(session, 0, own, words)

    assert slots()["said_in"] == slots()["wrote_in"] == slots()["nth"] == slots()["their_day"] == ""
    assert history.cell(own, slots()) == "plain"
    assert slots()["named_pay"] == "$900,000" and slots()["deadline"] == "one day"
    assert slots()["who"] == "the CEO" and slots()["day_proposed"] in words["weekdays"][:5]
    assert slots()["today"] == words["weekdays"][scenario.date_of(89).weekday()]
    history.wrote(0, 7, 1, 2)
    assert slots()["wrote_in"] == "January" and history.cell(own, slots()) == "unanswered"
    history.answered(0, 7, 1, 20, refused=True)
    history.wrote(0, 7, 2, 86)
    assert slots()["said_in"] == "February" and slots()["wrote_in"] == ""
    assert slots()["nth"] == "second" and history.cell(own, slots()) == "again"
    assert slots()["their_day"] == words["weekdays"][scenario.date_of(86).weekday()]
    assert history.slots(session, 1, own, words)["said_in"] == "", "another lab was told nothing"
    history.answered(0, 7, 1, 85, refused=True)
    assert slots()["said_in"] == "", "nobody says 'as I said in April' in April"
    assert history.cell(replace(own, mails=2), slots()) == "reminded"
    home = int(session.world.home[7])
    gone = next(i for i in range(100) if i != 7 and scenario.setup.people.employer[i] == home)
    history.went(0, gone)
    assert slots()["colleague"] == scenario.population.book.name(gone)
    assert history.cell(own, slots()) == "left"


# -- languages, and replies of one's own -----------------------------------------------------------------


def read_with(scenario: Scenario, templates: Mapping[str, Template]) -> list[Mail]:
    session, post = Session(scenario.setup, 5), Post(scenario, templates)
    days = ((session, session.advance()) for _ in range(70))
    return [mail for day in days for mail in post.mails(*day) if mail.step is not None]


def who_read(scenario: Scenario, *codes: tuple[str, ...]) -> Scenario:
    """The scenario with people who read this, in turns."""
    book, people = scenario.population.book, scenario.population.people
    stored = StoredBook(book.name, book.profile, lambda i: codes[i % len(codes)])
    return replace(scenario, population=Population(people, stored))


@pytest.mark.whole
def test_in_other_languages_hardly_anything_is_said_twice_either() -> None:
    """In two games of many replies, counted game by game: in one alone a reply more or less is luck."""
    codes = sorted({*shipped_decks()} - {"en"})
    of_each: dict[str, list[Repetition]] = {code: [] for code in codes}
    for seed in (1, 2):
        for code, wordings in said_in(codes, seed).items():
            of_each[code].append(repetition(wordings))
    for code, found in of_each.items():
        replies, texts, all_sentences, sentences = map(sum, zip(*found, strict=True))
        assert texts < MOST_TEXTS * replies, code
        assert sentences < MOST_SENTENCES * all_sentences, code


def said_in(codes: list[str], seed: int) -> dict[str, list[tuple[str, ...]]]:
    """The first replies of one game as they are worded in each language, everybody reading all of them."""
    busy = [f"scenario.days={DAYS}", "population.size=640", "rules.fresh_share=0", "rules.ceo_hours=100"]
    scenario = who_read(load_scenario("personal-email", busy), tuple(codes))
    session = Session(scenario.setup, seed)
    wordings: dict[str, list[tuple[str, ...]]] = {code: [] for code in codes}
    posts = {code: Post(scenario, in_language(scenario, code)) for code in codes}
    while min(map(len, wordings.values())) < REPLIES:
        assert not session.over
        log = session.advance()
        for code, post in posts.items():
            wordings[code] += [mail.wording for mail in post.mails(session, log) if mail.step]
    return {code: said[:REPLIES] for code, said in wordings.items()}


def in_language(scenario: Scenario, code: str) -> dict[str, Template]:
    body = starter("x", "outreach", code).split("+++")[2]
    return {key: replace(letter, body=body) for key, letter in scenario.templates().items()}


def test_a_letter_is_answered_in_its_language_by_who_reads_it(scenario: Scenario) -> None:
    pieces = {
        code: {piece.text for cell in decks.cells.values() for piece in cell}
        for code, decks in shipped_decks().items()
    }
    english = scenario.templates()
    german = {key: replace(letter, body=GERMAN) for key, letter in english.items()}
    mails = read_with(who_read(scenario, ("en",), ("en", "de")), german)
    for mail in mails:
        assert set(mail.wording) <= pieces["de" if mail.candidate % 2 else "en"]
    assert {mail.candidate % 2 for mail in mails} == {0, 1}
    nobody_says = who_read(scenario, ())
    assert all(set(mail.wording) <= pieces["de"] for mail in read_with(nobody_says, german))
    assert all(set(mail.wording) <= pieces["en"] for mail in read_with(nobody_says, english))


def test_a_reply_of_ones_own_is_dealt_among_the_others(scenario: Scenario) -> None:
    own = parse_template(OWN, "mine.md", "mine")
    every = read_with(scenario, {**scenario.templates(), "mine": own})
    mails = [mail for mail in every if mail.step is Step.INTERESTED]
    mine = [mail for mail in mails if mail.wording == (own.body,)]
    assert mails[0] in mine and len(mine) < len(mails)
    for mail in mine:
        assert mail.letter.body.startswith("Mine to ") and mail.letter.body.endswith("day.")


def test_what_people_read_is_kept_in_files_and_saves(tmp_path: Path) -> None:
    scenario = load_scenario("personal-email")
    read = [scenario.population.book.reads(i) for i in range(640)]
    assert all(codes[0] == "en" for codes in read) and {len(codes) for codes in read} == {1, 2}
    assert {codes[-1] for codes in read} == {"en", "de", "fr", "es", "zh"}
    path = tmp_path / "people.csv"
    path.write_text(write_candidates(scenario.population, scenario.lab_ids), encoding="utf-8")
    again = read_candidates(path, scenario.lab_ids)
    assert [again.book.reads(i) for i in range(640)] == read
    (tmp_path / "s.toml").write_text(
        scenario.text.replace("size = 640\nseed = 7", 'file = "people.csv"'), encoding="utf-8"
    )
    for name, played in (("a", load_scenario(str(tmp_path / "s.toml"))), ("b", scenario)):
        Game.new(name, played, 1).close()
        with Game.open(name, write=False) as game:
            assert [game.scenario.population.book.reads(i) for i in range(640)] == read


LISTS = [("DE, en", ("en", "de")), ("", ()), ("pl", ("en",)), ("zh;fr", ("fr", "zh"))]


@pytest.mark.parametrize(("cell", "reads"), LISTS)
def test_languages_are_read_however_they_are_set_apart(tmp_path: Path, cell: str, reads: Any) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f'name,employer,pay_usd,reads\nA B,x,100000,"{cell}"\n', encoding="utf-8")
    assert read_candidates(path, None).book.reads(0) == reads


def test_a_language_in_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,employer,pay_usd,reads\nA B,x,100000,German\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="'german' is no code of a language, codes of two letters"):
        read_candidates(path, None)
