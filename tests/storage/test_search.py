"""Full text over mails: what is found, in which order, and what no query can do."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from outreach_sim.errors import RunError, UsageError
from outreach_sim.mail.letter import Letter
from outreach_sim.market.setup import Order, Sender
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence import search
from outreach_sim.storage.correspondence.inbox import Inbox, days_of, names_in
from outreach_sim.storage.correspondence.search import MAX_QUERY, MAX_WORDS, Found, Index, query_of
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.saves.game import Game
from tests.storage.small import play


@dataclass
class Box:
    """Letters of a test, by the names of those who wrote them."""

    mails: list[Mail] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def put(self, body: str, subject: str = "Re: a note", name: str = "Sara Chen") -> "Box":
        when = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=len(self.mails))
        letter = Letter(subject, body)
        self.mails.append(Mail(0, len(self.mails), 1, 0, True, Sender.CEO, when, letter))
        self.names.append(name)
        return self

    def index(self) -> Index:
        index = Index(lambda mail: self.names[mail.candidate])
        index.add(self.mails)
        return index

    def found(self, words: str) -> list[int]:
        return [hit.mail.candidate for hit in self.index().find(words, 50).hits]


def marked(found: Found) -> list[str]:
    """What is marked in the best hit."""
    text = found.hits[0].snippet
    return [text.text[begin:end] for begin, end in text.marks]


def test_all_words_must_be_there_and_each_finds_what_begins_like_it() -> None:
    box = Box().put("We compute on 10,000 H100s.").put("Computers are dear.").put("Pay is fine.")
    assert set(box.found("comput")) == {0, 1}
    assert box.found("comput h100") == [0]
    assert box.found("10,000") == [0]
    assert box.found("puter") == []
    assert box.found("comput fine") == []


def test_words_in_quotes_stand_side_by_side_as_they_are() -> None:
    box = Box().put("Come back to me with more.").put("Back I come.").put("Come backwards.")
    assert set(box.found("come back")) == {0, 1, 2}
    assert box.found('"come back"') == [0]
    assert box.found("„come back“") == [0]
    assert box.found('"come back" more') == [0]
    assert box.found('"come back') == [0], "a quote left open ends with the query"


def test_accents_and_capitals_do_not_matter_and_names_are_found() -> None:
    box = Box().put("Grüße aus Zürich.", name="Jörg Müller").put("ÉTÉ à Paris", name="Renée Núñez")
    assert box.found("zurich") == box.found("ZÜRICH") == box.found("muller") == [0]
    assert box.found("été") == box.found("nunez ete") == [1]


@pytest.mark.parametrize(
    ("body", "there", "missing"),
    [
        ("如果你们有一万张显卡，请再联系我。", ["显卡", "一万张", "我", "联系 显卡"], ["卡显", "没有"]),
        ("研究のための計算資源が必要です。", ["計算", "計算資源", "です"], ["資計"]),
        ("ผมต้องการเครื่องมากกว่านี้", ["เครื่อง"], ["งเครื่ออ"]),
        ("연구에 필요한 컴퓨터가 더 있으면 연락주세요", ["컴퓨터", "연구에 연락"], ["터컴"]),
        ("Мне нужно больше вычислений", ["вычисл", "МНЕ"], ["слений"]),
        ("أحتاج إلى المزيد من الحوسبة", ["الحوسبة"], ["حوس"]),
        ("मुझे अधिक कंप्यूटर चाहिए", ["कंप्यूटर"], ["प्यूटर चाहूँगा"]),
    ],
)
def test_words_of_other_scripts_are_found(body: str, there: list[str], missing: list[str]) -> None:
    box = Box().put("Nothing of the kind.").put(body)
    assert [box.found(words) for words in there] == [[1]] * len(there)
    assert [box.found(words) for words in missing] == [[]] * len(missing)


def test_a_word_between_others_without_blanks_is_marked_as_it_stands() -> None:
    found = Box().put("如果你们有一万张显卡，请再联系我。").index().find("显卡", 5)
    assert found.hits[0].snippet.text == "如果你们有一万张显卡，请再联系我。"
    assert marked(found) == ["显卡"]


def test_the_best_comes_first_a_subject_counts_for_more_and_the_newest_breaks_ties() -> None:
    box = Box().put("On pay, once.").put("On pay, once.").put("A line.", subject="Re: pay")
    assert box.found("pay") == [2, 1, 0]
    newest = box.put("Long, and pay in it " + "and more " * 60).index().find("pay", 9, newest_first=True)
    assert [hit.mail.candidate for hit in newest.hits] == [3, 2, 1, 0]


def test_a_snippet_is_what_was_written_around_what_was_found() -> None:
    body = "Dear Sara,\n\n" + "filler words here " * 40 + "we need\nmore compute now. " + "and so on " * 40
    found = Box().put(body).index().find("compute", 1)
    snippet = found.hits[0].snippet
    assert marked(found) == ["compute"]
    assert "need more compute now." in snippet.text
    assert snippet.text.startswith("…") and snippet.text.endswith("…") and len(snippet.text) < 200


def test_only_so_many_are_shown_of_those_that_count() -> None:
    box = Box()
    for _ in range(9):
        box.put("pay")
    found = box.index().find("pay", 2, lambda mail: mail.candidate % 2 == 0)
    assert (found.total, [hit.mail.candidate for hit in found.hits]) == (5, [8, 6])


HOSTILE = [
    "NEAR(pay compute, 2)", "pay AND compute", "pay OR NOT zzz", "subject:pay", "{who body}:pay", "^pay",
    "pay*", "*", "-pay", "pay + compute", '"', '""', '"""', "'; DROP TABLE mail; --", "pay\0compute", "(((((",
    "\x02pay\x03", "\x1fpay", "x'00'", "%", "_", "\\", "🙂",
    "\u202epay", "a" * 400, "\ud800pay", "١٢٣", "ﷺ", "𞤀",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_no_query_is_more_than_words(words: str) -> None:
    """Each is answered, or said in a sentence to hold no word; the mails are there after as before."""
    index = Box().put("Pay and compute near you.").put("pay").put("Nothing here.").index()
    if any(map(str.isalnum, words)):
        assert index.find(words, 9).total <= 2
    else:
        with pytest.raises(UsageError, match="no word to search for"):
            index.find(words, 9)
    assert index.find("pay", 9).total == 2


def test_operators_are_words() -> None:
    box = Box().put("Pay or compute.").put("Pay.").put("Is it near? Pay and compute, not far.")
    assert box.found("pay OR compute") == [0]
    assert box.found("NEAR(pay compute)") == [2]
    assert box.found("pay NOT far") == [2]
    assert box.found("subject:pay") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "no word"),
        ("?!… —", "no word"),
        ("a" * (MAX_QUERY + 1), f"at most {MAX_QUERY} characters"),
        ("a " * (MAX_WORDS + 1), f"at most {MAX_WORDS} words"),
    ],
)
def test_what_cannot_be_looked_for_is_a_sentence(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        query_of(words)


def test_what_a_mail_holds_marks_nothing() -> None:
    """Marks are characters that cleaned text never has; a text that was not cleaned loses them."""
    found = Box().put("so \x02forged\x03 a \x1f pay").index().find("pay", 1)
    assert (found.hits[0].snippet.text, marked(found)) == ("so forged a pay", ["pay"])


def test_a_python_without_full_text_search_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_TABLE", search._TABLE.replace("fts5", "fts_that_is_not_there"))
    with pytest.raises(RunError, match=r"was built without the full-text search FTS5 \(no such module"):
        Index(lambda mail: "")


def test_the_mails_of_a_game_are_found_as_it_goes_on(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 20)
        inbox = Inbox(game, 0)
        for session, log in days_of(game):
            inbox.take(session, log)
        before = len(inbox.index)
        assert before == sum(map(len, inbox.threads.values())) > 0
        game.act(_one_letter())
        game.advance(2, inbox.take)
        assert len(inbox.index) == sum(map(len, inbox.threads.values())) > before
        for thread in inbox.threads.values():
            found = inbox.index.find(names_in(scenario)(thread[-1]), 1_000)
            assert thread[-1] in [hit.mail for hit in found.hits]


def _one_letter() -> Order:
    return Order(0, (), top=20, employers=(1,))


def test_an_index_is_of_no_file() -> None:
    index = Box().put("pay").index()
    assert [row[2] for row in index._db.execute("PRAGMA database_list")] == [""]
