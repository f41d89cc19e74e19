"""Made-up people and people from a file."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.text import is_clean
from outreach_sim.market.setup import People
from outreach_sim.scenario.candidates_csv import read_candidates, read_with_labs, write_candidates
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.names import LOCALES, NameBook, ascii_slug, reserved_address
from outreach_sim.scenario.people import LabPay, make_people
from outreach_sim.scenario.population import Population

LABS = [
    LabPay(1_500, 650_000, 2_500_000, stake=0.5),
    LabPay(2_450, 600_000, 5_000_000),
    LabPay(50, 450_000, 1_000_000),
]
IDS = ("meta", "google-deepmind", "pocket-lab")
FACTS = list(People.__dataclass_fields__)


def test_six_hundred_people_are_the_first_of_a_thousand() -> None:
    few, many = make_people(600, 7, LABS), make_people(1_000, 7, LABS)
    for fact in FACTS:
        assert np.array_equal(getattr(few, fact), getattr(many, fact)[:600]), fact
    assert NameBook(7).names(range(600)) == NameBook(7).names(range(1_000))[:600]


def test_another_seed_makes_other_people() -> None:
    assert not np.array_equal(make_people(100, 1, LABS).pay_usd, make_people(100, 2, LABS).pay_usd)
    assert NameBook(1).names(range(50)) != NameBook(2).names(range(50))


def test_people_spread_over_labs_by_size_and_are_paid_in_their_band() -> None:
    people = make_people(3_000, 3, LABS)
    share = np.bincount(people.employer, minlength=3) / 3_000
    assert np.allclose(share, [1_500 / 4_000, 2_450 / 4_000, 50 / 4_000], atol=0.03)
    assert np.bincount(people.employer)[2] <= 50
    assert abs(np.median(people.pay_usd[people.employer == 1]) / 600_000 - 1) < 0.15
    assert abs(people.impact.mean() - 100) < 8
    assert people.level.min() == 1 and people.level.max() == 5
    assert np.corrcoef(people.impact, people.pay_usd)[0, 1] > 0.2


@pytest.mark.parametrize("rooms", [(30, 31), (3, 3, 10), (50, 5, 5), (1, 40, 1, 18)])
@pytest.mark.parametrize("seed", range(5))
def test_no_lab_has_more_candidates_than_researchers_and_the_first_keep_their_lab(
    rooms: tuple[int, ...], seed: int
) -> None:
    tight = [LabPay(room, 500_000, 900_000) for room in rooms]
    full = make_people(sum(rooms), seed, tight).employer
    assert np.bincount(full, minlength=len(rooms)).tolist() == list(rooms)
    for size in range(1, sum(rooms), 7):
        assert np.array_equal(make_people(size, seed, tight).employer, full[:size])


def test_more_candidates_than_researchers_are_refused() -> None:
    with pytest.raises(BadInputError, match="only 4,000 researchers in all"):
        make_people(4_001, 1, LABS)


def test_a_lab_has_as_many_candidates_as_it_names_and_the_others_share_the_rest() -> None:
    third = LabPay(50, 450_000, 1_000_000, candidates=50)
    people = make_people(600, 7, [*LABS[:2], third])
    first, second, named = np.bincount(people.employer).tolist()
    assert named == 50 and first + second == 550
    assert first / second == pytest.approx(1_500 / 2_450, rel=0.15)
    usual = make_people(600, 7, LABS)
    changed = np.flatnonzero(people.employer != usual.employer)
    assert 30 < changed.size < 50 and changed[0] > 540, "the last of the others are its own"
    assert np.array_equal(people.impact, usual.impact)
    few = make_people(600, 7, [LABS[0], LabPay(2_450, 600_000, 5_000_000, candidates=9), LABS[2]])
    assert np.bincount(few.employer)[1] == 9


def test_all_may_be_named_and_nobody_of_a_lab() -> None:
    none, some = LabPay(9, 500_000, 900_000, candidates=0), LabPay(9, 500_000, 900_000, candidates=3)
    assert make_people(3, 1, [none, some]).employer.tolist() == [1, 1, 1]
    with pytest.raises(BadInputError, match="4 candidates, but the labs have only 3 candidates in all"):
        make_people(4, 1, [none, some])
    with pytest.raises(BadInputError, match="2 candidates, but the labs name 3 of their own"):
        make_people(2, 1, [none, some])


def with_named(tmp_path: Path, size: str, said: str) -> Path:
    source = (shipped_folder("fixtures") / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    lab = re.search(r"researchers = \d[\d_]*\n", source)
    assert lab is not None
    source = re.sub(r"size = \d+\n", size + "\n", source.replace(lab[0], f"{lab[0]}{said}\n", 1))
    (tmp_path / "own.toml").write_text(source, encoding="utf-8")
    return tmp_path / "own.toml"


@pytest.mark.parametrize(
    ("size", "said", "words"),
    [
        ("size = 20", "candidates = 21", "labs name 21 of their own"),
        (
            "size = 20",
            "candidates = 1_000_000",
            "candidates are researchers of the lab: name at most as many",
        ),
        ('file = "mine.csv"', "candidates = 3", "candidates is said of made-up people; a file has its own"),
    ],
)
def test_what_is_wrong_with_the_number_of_a_lab_s_candidates_is_told(
    size: str, said: str, words: str, tmp_path: Path
) -> None:
    sample = (shipped_folder("fixtures") / "candidates.csv").read_text(encoding="utf-8")
    (tmp_path / "mine.csv").write_text(sample, encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        load_scenario(str(with_named(tmp_path, size, said)))
    assert words in str(caught.value)
    assert any(problem.line > 1 for problem in caught.value.problems)


def test_every_name_is_clean_and_every_address_reserved() -> None:
    book = NameBook(11)
    for i, name in enumerate(book.names(range(2_000))):
        assert is_clean(name) and " " in name
        assert reserved_address(name, i, "openai").endswith("@openai.example")
    profile = book.profile(5, "meta")
    assert profile.email.isascii() and profile.email.endswith(".example")
    assert profile.topic and profile.paper and profile.city and profile.former_team


def test_names_follow_faker_s_own_frequencies() -> None:
    from faker.providers.person.en_US import Provider

    names = NameBook(3, ("en_US",)).names(range(40_000))
    share = sum(name.endswith(" Smith") for name in names) / len(names)
    weights = Provider.last_names
    expected = weights["Smith"] / sum(weights.values())
    assert abs(share - expected) < 4 * (expected / len(names)) ** 0.5


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_many_first_and_family_names(locale: str) -> None:
    names = NameBook(3, (locale,)).names(range(2_000))
    assert len({name.split()[0] for name in names}) > 15
    assert len({name.split()[-1] for name in names}) > 40


def test_one_person_looked_at_is_the_same_as_among_many() -> None:
    book = NameBook(5)
    many = book.profiles(range(50, 90), ["openai"] * 40)
    assert many[7] == book.profile(57, "openai")
    assert many[7].name == book.name(57)
    assert len({profile.paper for profile in many}) > 20 and len({profile.topic for profile in many}) > 8


def test_an_address_is_made_even_of_a_name_without_latin_letters() -> None:
    assert ascii_slug("山田") == "researcher"
    assert reserved_address("Łukasz Groß", 0, "meta") == "lukasz.gross.1@meta.example"
    assert "@mail.example" in reserved_address("X", 0, "")


def test_candidates_survive_the_way_to_a_file_and_back(tmp_path: Path) -> None:
    made, book = make_people(200, 9, LABS), NameBook(9)
    made = replace(made, pay_known=np.arange(200) % 3 == 0, reads=book.reading_masks(200))
    population = Population(made, book)
    path = tmp_path / "people.csv"
    path.write_text(write_candidates(population, IDS), encoding="utf-8")
    again = read_candidates(path, IDS)
    for fact in FACTS:
        assert np.array_equal(getattr(population.people, fact), getattr(again.people, fact)), fact
    assert population.book.names(range(200)) == again.book.names(range(200))


def test_a_stake_is_a_fact_of_the_person_evenly_from_nothing_to_twice_the_lab_s_mean() -> None:
    people = make_people(3_000, 3, LABS)
    held = people.stake_usd / people.pay_usd
    there = people.employer == 0
    assert (people.stake_usd[~there] == 0).all() and held[there].max() <= 1.0
    assert np.allclose(np.quantile(held[there], [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=0.05)
    assert abs(np.corrcoef(held[there], people.pay_usd[there])[0, 1]) < 0.1


def test_a_file_names_stakes_and_the_lab_s_are_drawn_for_those_it_does_not_name(tmp_path: Path) -> None:
    scenario = shipped_folder("fixtures") / "scenarios" / "first-letter.toml"
    text = scenario.read_text(encoding="utf-8").replace("pay = {", "stake = 0.5\npay = {")
    text = re.sub(r"(?m)^\[population\]\n(?:.+\n)*", '[population]\nfile = "people.csv"\nseed = 4\n', text)
    rows = [
        "name,employer,pay_usd,stake_usd",
        "Ada,south,500000,0",
        "Bo,south,500000,$1.5m",
        "Cy,south,500000,",
    ]
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    named, given, drawn = load_scenario(str(tmp_path / "own.toml")).population.people.stake_usd.tolist()
    assert (named, given) == (0, 1_500_000) and 0 < drawn <= 500_000
    bare = ["name,employer,pay_usd", *(f"{n},south,500000" for n in ("Ada", "Bo", "Cy"))]
    (tmp_path / "people.csv").write_text("\n".join(bare), encoding="utf-8")
    all_drawn = load_scenario(str(tmp_path / "own.toml")).population.people.stake_usd
    assert all_drawn[2] == drawn and len(set(all_drawn.tolist())) == 3


def test_whoever_brings_pay_knows_it_unless_a_column_says_of_whom_not(tmp_path: Path) -> None:
    plain = "name,employer,pay_usd,standing\n" + "Eve Sample,meta,500000,0\n" * 2
    assert read(tmp_path, plain).people.pay_known.tolist() == [True, True]
    words = ("yes", "TRUE", " X ", "1", "no", "False", "0", "", " ")
    rows = "".join(f"P{i} Sample,meta,500000,{i},{word}\n" for i, word in enumerate(words))
    found = read(tmp_path, "name,employer,pay_usd,standing,Pay known?\n" + rows)
    assert found.people.pay_known.tolist() == [True] * 4 + [False] * 5
    assert [odd.where for odd in found.oddities] == ["topic"]
    with pytest.raises(
        BadInputError, match=r"c.csv:3:17: pay_known: 'about' is neither yes nor no, yes where labs"
    ):
        read(tmp_path, "name,employer,pay_usd,pay_known\nA,meta,500000,yes\nEve,meta,500000,    about\n")


def test_pay_that_labs_can_only_guess_without_any_standing_to_guess_it_by_is_remarked(tmp_path: Path) -> None:
    rows = "A,meta,1m,no,,x\nB,meta,1m,yes,,x\nC,meta,1m,no,0,x\nD,meta,1m,,,x\n"
    (odd,) = (
        odd
        for odd in read(tmp_path, "name,employer,pay_usd,pay_known,standing,topic\n" + rows).oddities
        if odd.where == "pay_known"
    )
    assert odd.message.startswith("labs do not know what 2 of 4 people earn, and take them for the median of")
    assert "standing" in odd.hint


def test_the_sample_file_is_sound() -> None:
    labs = load_scenario("personal-email").lab_ids
    assert len(read_candidates(shipped_folder("fixtures") / "candidates.csv", labs)) == 40


def read(tmp_path: Path, text: str | bytes) -> Population:
    path = tmp_path / "c.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return read_candidates(path, IDS)


def test_a_hostile_name_is_made_harmless(tmp_path: Path) -> None:
    nasty = "\x1b]52;c;aGk=\x07Eve\u202e \x1b[2J[@click=app.quit]Mallory\u200b"
    people = read(tmp_path, f'name,employer,pay_usd\n"{nasty}",meta,500000\n=cmd|x,meta,500000\n')
    assert people.book.name(0) == "Eve [@click=app.quit]Mallory"
    assert is_clean(people.book.name(0))
    text = write_candidates(people, IDS)
    assert "'=cmd|x" in text
    assert people.book.profile(0).email.endswith("@meta.example")


def test_a_real_address_in_a_file_never_gets_in(tmp_path: Path) -> None:
    people = read(tmp_path, "name,email,employer,pay_usd\nEve,eve@gmail.com,meta,500000\n")
    assert people.book.profile(0).email == "eve.1@meta.example"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty, it begins with a line name,employer,pay_usd"),
        ("name,employer,pay\nEve,meta,500000\n", "calls pay_usd 'pay', rename that column"),
        ("name,employer\nEve,meta\n", "has no column 'pay_usd', add the column 'pay_usd'"),
        ("name,name,employer,pay_usd\n", "stands there twice"),
        ("name,employer,pay_usd\n", "names no candidate"),
        ("name,employer,pay_usd\nEve,meta,nan\n", ":2:10: pay_usd: 'nan' is not a whole number"),
        ("name,employer,pay_usd\nEve,meta,-5\n", "not between"),
        ("name,employer,pay_usd\nEve,meta,--5\n", ":2:10: pay_usd: '--5' is not a whole number"),
        ("name,employer,pay_usd\nEve,meta,1e30\n", "not a whole number"),
        (
            'name,employer,pay_usd\nEve,meta,"250,5"\n',
            ":2:10: pay_usd: '250,5' is not a whole number, a mark",
        ),
        ('name,employer,pay_usd,impact\nEve,meta,500000,"1,5"\n', ":2:17: impact: '1,5' is not"),
        ("name,employer,pay_usd,impact\nEve,meta,500000,$5\n", ":2:17: impact: '$5' is money"),
        ("name,employer,pay_usd\nEve,meta,€500000\n", "money is in US dollars here"),
        ("name,employer,pay_usd\nEve,meta," + "9" * 400 + "\n", "not between"),
        ("name,employer,pay_usd\nEve,meta,\n", "pay_usd: is empty"),
        ("name,employer,pay_usd\n\u202e,meta,500000\n", "nothing that can be shown"),
        ("name,employer,pay_usd\nEve,mta,500000\n", "did you mean 'meta'"),
        ("name,employer,pay_usd\nEve,meta,500000,x\n", "has 4 cells"),
        ("id,name,employer,pay_usd\n1,A,meta,500000\n1,B,meta,500000\n", "which another row has"),
        ("name,employer,pay_usd\nA\0B,meta,500000\n", ":2:1: name: a NUL character"),
        ('name,employer,pay_usd\n"' + "x" * 200_000 + '",meta,500000\n', "longer than 10,000"),
        ('name,employer,pay_usd\n"Eve,meta,500000\n', ":2: this is not CSV"),
        (b"name,employer,pay_usd\n\xff\xfe,meta,1\n", "not UTF-8"),
    ],
)
def test_a_bad_file_gets_a_sentence_with_its_row(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(BadInputError, match=None) as caught:
        read(tmp_path, text)
    assert words in str(caught.value)


def test_many_bad_rows_are_reported_together_and_not_without_end(tmp_path: Path) -> None:
    rows = "".join(f"P{i},nowhere-{i},x{i}\n" for i in range(500))
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, "name,employer,pay_usd\n" + rows)
    assert len(caught.value.problems) == 51
    assert caught.value.problems[-1].message == "and 950 more problems"


def test_one_reading_finds_what_is_wrong_with_header_cells_and_quotes(tmp_path: Path) -> None:
    rows = f'Eve,mta,nan,\nAda,meta\n"{"x" * 200_000}",meta,500000,\n"Al"x,meta,1,\n\nBo\0,meta,5e9,\n'
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, "name,employer,pay_usd,vip\n" + rows)
    found = [(problem.line, problem.where) for problem in caught.value.problems]
    first = [(2, "employer"), (2, "pay_usd")]
    assert sorted(found) == sorted([*first, (3, ""), (4, ""), (5, ""), (7, "name"), (7, "pay_usd")])


def test_a_cell_of_a_row_over_several_lines_is_reported_where_it_starts(tmp_path: Path) -> None:
    rows = '"A\r\nB",meta,500000\r\n"C ""x""\r\n,D",mta,500000\r\nA"B,meta,-1\r\n,meta,500000,\r\n'
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, "name,employer,pay_usd\r\n" + rows)
    found = [(problem.line, problem.column) for problem in caught.value.problems]
    assert found == [(5, 5), (6, 10), (7, 1)]


def test_the_same_mistake_is_told_once_with_how_many_rows_it_concerns(tmp_path: Path) -> None:
    rows = "".join(f"P{i},{'mta' if i % 2 else 'meta'},{1 if i == 7 else 500_000}\n" for i in range(1_300))
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, "name,employer,pay_usd\n" + rows)
    wrong_lab, low_pay = map(str, caught.value.problems)
    assert wrong_lab.endswith(
        "c.csv:3:4: employer: 'mta' is no lab of the scenario (in 650 rows), did you mean 'meta'?"
    )
    assert low_pay.endswith("c.csv:9:8: pay_usd: 1 is not between 1,000 and 1,000,000,000")


def test_a_mistake_is_counted_on_when_there_are_too_many_to_be_told(tmp_path: Path) -> None:
    rows = "".join(f"P{i},meta,x{i % 60}\n" for i in range(120))
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, "name,employer,pay_usd\n" + rows)
    *told, rest = [problem.message for problem in caught.value.problems]
    assert len(told) == 50 and all(message.endswith("(in 2 rows)") for message in told)
    assert rest == "and 20 more problems"


def test_rows_beyond_the_limit_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.scenario.candidates_csv.MAX_ROWS", 3)
    with pytest.raises(BadInputError, match="5: the file has more than 3 rows"):
        read(tmp_path, "name,employer,pay_usd\n" + "Eve,meta,500000\n" * 9)


def test_without_a_scenario_labs_are_taken_as_they_come_up_to_a_hundred(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("name,employer,pay_usd\nA,south,50000\nB,north,60000\nC,south,70000\n")
    population, labs = read_with_labs(path)
    assert labs == ("south", "north") and population.people.employer.tolist() == [0, 1, 0]
    path.write_text("name,employer,pay_usd\n" + "".join(f"P,lab-{i},50000\n" for i in range(101)))
    with pytest.raises(BadInputError, match="'lab-100' is one lab too many"):
        read_with_labs(path)


def test_a_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"\xef\xbb\xbfname,employer,pay_usd\nEve,meta,500000\n")) == 1


def test_a_scenario_plays_with_a_file_of_one_s_own(tmp_path: Path) -> None:
    source = (shipped_folder("fixtures") / "scenarios" / "personal-email.toml").read_text(encoding="utf-8")
    sample = (shipped_folder("fixtures") / "candidates.csv").read_text(encoding="utf-8")
    (tmp_path / "mine.csv").write_text(sample, encoding="utf-8")
    own = re.sub(r"\nsize = [\d_]+\n", '\nfile = "mine.csv"\n', re.sub(r"\ncandidates = \d+\n", "\n", source))
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    scenario = load_scenario(str(tmp_path / "own.toml"))
    assert len(scenario.population) == 40
    assert scenario.population.book.name(0) in sample


@pytest.mark.parametrize("folder", [".", "mine"])
def test_a_file_of_a_scenario_is_named_as_the_scenario_is(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (shipped_folder("fixtures") / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path(folder).mkdir(exist_ok=True)
    own = Path(folder) / "own.toml"
    own.write_text(source.replace("size = 20\n", 'file = "people.csv"\n'), encoding="utf-8")
    for text, words in ((None, ": there is no such file"), ("name,employer,pay_usd\n", ":1: the file names")):
        if text is not None:
            own.with_name("people.csv").write_text(text, encoding="utf-8")
        with pytest.raises(BadInputError) as caught:
            load_scenario(str(own) if folder != "." else "./own.toml")
        assert str(caught.value).startswith(f"{own.with_name('people.csv')}{words}")
