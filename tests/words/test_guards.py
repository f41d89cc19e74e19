"""No text beats honest letters: heaps and tricks are never better than silence. Any text has a measure."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.model.wording import HOSTILE_KINDS
from outreach_sim.words.measure import MAX_CHARACTERS, Measured, measure
from tests.words.readers import INGRID, SIGNED, VALUES, P, letter

SILENCE = measure("", "", INGRID)
TITLE = VALUES["paper"]
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
TRICKS = {
    "title ten times": f'I read "{TITLE}". ' * 10 + "\n\nWould you like to hear more?",
    "twenty questions": " ".join(
        f"Would you like to hear about group {a} of {b} groups?" for a in NUMBERS for b in NUMBERS[:2]
    ),
    "one question eight times": "Would you like to hear more about reward modelling? " * 8,
    "a list of facts": f"reward modelling, {TITLE}, the speech team, Paris.\n\nReward modelling. Interested?",
    "keywords": "Ingrid reward modelling Paris H100 compute pay offer mission product freedom research paper "
    "talent frontier model scale team lab group training run pipeline cluster kernel",
    "lorem ipsum": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor "
    "incididunt ut labore et dolore magna aliqua. Quis nostrud exercitation ullamco laboris nisi aliquip?",
    "one-word sentences": "Reward modelling. Good. Pay. Good. Machines. Good. Team. City. You. Yes? Now.",
    "padding": "Would you like to hear about reward modelling?\n\n"
    + "the of and to in is are you your we our for on with that this it be have " * 12,
    "a sum over and over": "$1,300,000 a year " * 100,
    "exclamation marks": "!" * 400,
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_never_better_than_silence(trick: str) -> None:
    measured = letter(TRICKS[trick])
    assert measured.wording.nonsense
    assert measured.reply(P) <= SILENCE.reply(P)
    assert SILENCE.reply(P) < letter("We work on reward modelling here.").reply(P) - 1


def test_a_subject_without_a_letter_is_no_better_than_silence() -> None:
    assert measure("Reward modelling in Paris, Ingrid?", f"Hi Ingrid,{SIGNED}", INGRID).reply(
        P
    ) <= SILENCE.reply(P)


def test_praise_beyond_two_words_costs_and_cannot_be_bought_back() -> None:
    kind = letter("Your excellent work on reward modelling is known here.")
    gushing = letter(
        "Your excellent, brilliant, outstanding, stunning work on reward modelling is incredible here."
    )
    assert gushing.reply(P) < kind.reply(P) - 0.2


ALPHABET = [
    'I read "Patient Critics without Labels" with my group.',
    "We work on reward modelling here.",
    "You could stay in Paris if you like it there.",
    "Three people from the speech team sit here now.",
    "We would pay $1,300,000 a year.",
    "Our evaluation code is slow and messy.",
    "On 40B tokens the critic loses 8% with BF16.",
    "A no in one word is fine.",
    "Would you like to hear what we do?",
    "What would you try first?",
    "Your excellent idea is used every day.",
    "Meta AI has 350,000 H100s.",
    "Good. Yes. Now.",
    "",
]
MOST = sum(
    (P.words_up_to_400, P.words_two_facts, 2 * P.words_exact, P.words_offer, P.words_honest, P.words_easy_no)
) + (P.words_question + P.words_warm)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), max_size=14))
def test_no_text_of_the_alphabet_beats_the_bound(sentences: list[str]) -> None:
    assert letter(" ".join(sentences)).reply(P) <= MOST + 1e-9 < 1.2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET[:12]), min_size=1, max_size=8, unique=True), st.data())
def test_a_second_copy_of_a_sentence_never_raises_the_score(
    sentences: list[str], data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(sentences))
    place = data.draw(st.integers(sentences.index(again) + 1, len(sentences)))
    more = [*sentences[:place], again, *sentences[place:]]
    assert letter(" ".join(more)).reply(P) <= letter(" ".join(sentences)).reply(P) + 1e-9
    assert letter("\n\n".join(more)).reply(P) <= letter("\n\n".join(sentences)).reply(P) + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=400))
def test_any_text_has_a_measure_within_bounds(subject: str, body: str) -> None:
    in_bounds(measure(subject, body, INGRID))


def in_bounds(measured: Measured) -> None:
    most = {
        "subject_words": 30,
        "lix": 99,
        "questions": 9,
        "prying": 3,
        "burdens": 5,
        "links": 2,
        "facts": 15,
        "exact": 2,
    }
    most |= {
        "slips": 4,
        "false": 15,
        "hostile": (1 << len(HOSTILE_KINDS)) - 1,
        "marks": 5,
        "stock": 6,
        "praise": 8,
        "ask": 4,
        "language": 5,
    }
    for name, bound in most.items():
        assert 0 <= getattr(measured.wording, name) <= bound, name
    assert measured.reply(P) <= MOST + 1e-9 and measured.reply(P) > -40
    assert measured.claims.pay_usd >= 0 and measured.claims.machines_h100e >= 0


PIECES = [
    "1",
    "1,1",
    '"',
    "a. ",
    "are you ok? ",
    "you at ",
    'your paper "',
    "we have 1 million h100s, ",
    "$1 ",
    "AB ",
]
PIECES += [
    "$1,000,000 a year ",
    "- a\n",
    "a\n\n",
    "(",
    "a_",
    "a.",
    "我们",
    "您的论文“我们”。",
    "🚀",
    "!",
    "a",
    "a-",
    "\u0301",
]
PIECES += [
    "Hi, ",
    "would be a pity if ",
    "our ",
    "within 1 ",
    "www.",
    "http://",
    "Ingrid ",
    "your aa ",
    "Your paper Aaa Bbb ",
]

PIECES += [
    "Ingrit ",
    '"Patient Critics with Labels" ',
    "a\u0301\u0302\u0303",
    "\u200b",
    "\u202e\u202d",
    "А" + "m",
    "\ud800",
    "\U0001d400",
    "[",
    "{{",
    "{% ",
    "<p ",
    "%name",
    "____ ",
    "$",
    '" "',
    "first name ",
    "send me the weights ",
    "the the ",
    "within one hours ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_text_has_a_measure_too(piece: str) -> None:
    text = piece * (MAX_CHARACTERS // len(piece))
    measured = measure(text, text, INGRID)
    in_bounds(measured)
    assert measured.reply(P) <= SILENCE.reply(P) + 1.8


def test_four_times_the_text_is_not_sixteen_times_the_work() -> None:
    def spent(characters: int) -> float:
        before = time.process_time()
        for piece in PIECES[::6]:
            text = piece * (characters // len(piece))
            measure(text, text, INGRID)
        return time.process_time() - before

    spent(500)
    assert min(spent(8_000), spent(8_000)) < 9 * max(spent(2_000), spent(2_000))


def test_what_lies_beyond_the_bound_is_not_read() -> None:
    body = "We work on what nobody has seen. " * 400
    assert measure("", body[:MAX_CHARACTERS], INGRID) == measure(
        "", body[:MAX_CHARACTERS] + "more " * 5_000, INGRID
    )


def test_the_reader_s_languages_are_asked_for_and_an_unknown_one_is_not_held_against_anybody() -> None:
    assert (
        letter("Мы занимаемся здесь моделями вознаграждения и ищем людей, которые их понимают.").judged.unread
        == 0
    )
