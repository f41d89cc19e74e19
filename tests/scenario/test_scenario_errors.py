"""Bad scenario files: each problem is a sentence with its place, all at once, quickly."""

import time
from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError, Problem, UsageError
from outreach_sim.scenario.load import load_scenario

SOUND = """\
[scenario]
name = "Test"
start = 2024-01-18
days = 30
player = "north"

[population]
size = 20

[[labs]]
id = "north"
name = "North"
researchers = 40
compute = 20_000
pay = { median = 500_000, top = 1_500_000 }

[[labs]]
id = "south"
name = "South"
researchers = 60
compute = [ { on = 2024-01-01, h100e = 8_000 }, { on = 2024-12-31, h100e = 9_000 } ]
pay = { median = 450_000, top = 1_200_000 }

[[script]]
every = "week"
template = "recruiter"
to = { top = 3 }
"""

EXPECT = """[[expect]]
that = "somebody answers"
metric = "replied"
at_least = 1
in_share_of_worlds = 0.5
"""


def problems(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(BadInputError) as caught:
        load_scenario(str(path))
    for problem in caught.value.problems:
        assert problem.file == str(path)
        assert problem.message and not problem.message.endswith(".")
        assert "\x1b" not in str(problem) and len(str(problem)) < 800
    return caught.value.problems


def only(tmp_path: Path, old: str, new: str) -> Problem:
    assert old in SOUND
    found = problems(tmp_path, SOUND.replace(old, new, 1))
    assert len(found) == 1, found
    return found[0]


def test_the_sound_file_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "good.toml"
    path.write_text(SOUND)
    scenario = load_scenario(str(path))
    assert scenario.lab_ids == ("north", "south")
    assert scenario.setup.labs[1].fleet_h100e[0] > 8_000


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("days = 30", "dayz = 30", 4, 1, "unknown key 'dayz', did you mean 'days'?"),
        ("days = 30", "days = nan", 4, 1, "whole number"),
        ("days = 30", "days = -3", 4, 1, "at least 1"),
        ("days = 30", "days = 100_000", 4, 1, "at most 3,650"),
        ("days = 30", 'days = "7"', 4, 1, "whole number"),
        ("size = 20", "size = 1_000_000_000", 8, 1, "at most 2,000,000"),
        ("size = 20", "size = 200", 8, 1, "only 100 researchers"),
        ("start = 2024-01-18", 'start = "soon"', 3, 1, "must be a date such as 2024-01-18"),
        ("start = 2024-01-18", "start = 2024-02-31", 3, 9, "2024-02-31 is no date"),
        ('player = "north"', 'player = "norht"', 5, 1, "no lab 'norht', did you mean 'north'?"),
        ('id = "south"', 'id = "north"', 18, 1, "there twice"),
        ('id = "south"', 'id = "../x"', 18, 1, "letters, digits"),
        ("researchers = 40", "researchers = 0", 13, 1, "at least 1"),
        ("median = 500_000", "median = 9_500_000", 15, 1, "top must be above median"),
        ("median = 500_000", "median = inf", 15, 9, "whole number"),
        ("h100e = 8_000", "h100e = 1e30", 21, 32, "whole number"),
        ("on = 2024-12-31", "on = 2023-12-31", 21, 51, "later than the date before it"),
        ("to = { top = 3 }", "to = {}", 27, 1, "name somebody"),
        ("to = { top = 3 }", "to = { candidates = [99] }", 27, 22, "no candidate 99"),
        ("to = { top = 3 }", 'to = { top = 3, from = ["west"] }', 27, 25, "no lab 'west'"),
        ("to = { top = 3 }", f'to = {{ top = 3 }}\n{EXPECT}lab = "nort"', 33, 1, "did you mean 'north'?"),
        ("to = { top = 3 }", f'to = {{ top = 3 }}\n{EXPECT}from = "suoth"', 33, 1, "did you mean 'south'?"),
        ('template = "recruiter"', 'template = "recruter"', 26, 1, "did you mean 'recruiter'?"),
        ('every = "week"', 'every = "year"', 25, 1, "'year' is not one of 'day', 'week'"),
        ('every = "week"', "on = 2025-01-01", 25, 1, "outside the game"),
        ("[population]", "[population", 7, 12, "not TOML"),
        ("start = 2024-01-18", "start = 9999-12-20", 3, 1, "at most 2200-01-01"),
        ("start = 2024-01-18", "start = 2024-01-18T10:00:00", 3, 1, "must be a date such as"),
        ("days = 30", "days = 0x" + "f" * 50_000, 4, 1, "at most 3,650"),
        ("days = 30", "days = 30\n" + "k" * 40_000 + " = 1", 5, 1, "unknown key 'kkk"),
        ("days = 30", 'days = 30\n"\\u001b[2J\\u202ered" = 1', 5, 1, "scenario.red: unknown key 'red'"),
        ("size = 20", 'file = "a\\u0000b.csv"', 8, 1, "can be shown as it is"),
        ('every = "week"', "every = 0x" + "f" * 9_000, 25, 1, "must be one of 'day', 'week'"),
        ('every = "week"', "on = [2024-01-20, 2025-01-01]", 25, 19, "outside the game"),
        ('every = "week"', "on = 2024-01-20\nuntil = 2024-01-21", 24, 1, "not with on"),
        (
            'every = "week"',
            'every = "week"\nfrom = 2024-02-10\nuntil = 2024-02-01',
            27,
            1,
            "not be before from",
        ),
        ("to = { top = 3 }", 'to = { top = 3, from = ["north"] }', 27, 25, "own staff"),
        ("to = { top = 3 }", 'to = { candidates = [1], from = ["south"] }', 27, 1, "from goes with top"),
        ("to = { top = 3 }", "to = { top = 3 }\n[parameters]\ngate_share = 7.0", 29, 1, "from 0 to 1"),
        (
            "to = { top = 3 }",
            "to = { top = 3 }\n[parameters]\ngate_share = 0.6",
            29,
            1,
            "compute_share, which",
        ),
        (
            "to = { top = 3 }",
            "to = { top = 3 }\n[parameters]\ncompute_share = 0.06",
            29,
            1,
            "above compute_share",
        ),
        ("compute = 20_000", "compute = 20_000\nstake = -1.0", 15, 1, "at least 0"),
        ("to = { top = 3 }", "to = { top = 3 }\n[parameters]\nreply_cut_2 = -3.0", 29, 1, "not be above"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: int, words: str
) -> None:
    problem = only(tmp_path, old, new)
    assert words in str(problem)
    assert problem.line == line
    assert column in (0, problem.column)


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SOUND.replace("days = 30", "days = -1").replace("size = 20", 'size = "x"')
    found = problems(tmp_path, text.replace("researchers = 60", "resaerchers = 60"))
    assert [p.line for p in found] == sorted(p.line for p in found)
    assert [p.line for p in found] == [4, 8, 20]


def test_a_wrong_type_hides_no_wrong_name(tmp_path: Path) -> None:
    text = SOUND.replace("days = 30", "days = 0").replace('player = "north"', 'player = "norht"')
    text = text.replace('id = "south"', 'id = "north"').replace('"recruiter"', '"recruter"')
    found = problems(
        tmp_path, text.replace("top = 1_500_000", "top = nan") + "[parameters]\npay_slop = 1.0\n"
    )
    assert [p.line for p in found] == [4, 5, 15, 18, 26, 29]


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("days = 30", "end = 2024-02-16", "scenario.end", "did you mean 'days'? days = 30"),
        ("days = 30", 'days = "60 days"', "scenario.days", "write 60"),
        ("start = 2024-01-18", 'start = "2024-01-18"', "scenario.start", "write 2024-01-18"),
        ("researchers = 40", "headcount = 40", "labs.1.headcount", "did you mean 'researchers'?"),
        ("researchers = 40", 'researchers = 40\nattrition = "12%"', "labs.1.attrition", "see appeal"),
        ("compute = 20_000", 'compute = "20k H100"', "labs.1.compute", "write 20_000"),
        ("compute = 20_000", 'compute = "1,5"', "labs.1.compute", "full groups of three"),
        ("median = 500_000", 'median = "450k"', "labs.1.pay.median", "write 450_000"),
        ("compute = 20_000", 'compute = 20_000\nappeal = "12%"', "labs.1.appeal", "write 0.12"),
        ("compute = 20_000", "compute = 20_000\nbrand = 0.3", "labs.1.brand", "write appeal"),
        ("compute = 20_000", "compute = 20_000\nstay = 0.3", "labs.1.stay", "write appeal"),
        (
            "to = { top = 3 }",
            "to = { top = 3 }\n[parameters]\ncompute_taste_sd = 0.3",
            "parameters.compute_taste_sd",
            "compute_share is the share",
        ),
        (
            "compute = 20_000",
            "compute = 1\nletters_per_week = 6",
            "labs.1.letters_per_week",
            "{ recruiter = 6 }",
        ),
        ('every = "week"', 'every = "Monday"', "script.1.every", "from = 2024-01-22, a Monday"),
        ('every = "week"', 'every = "weekly"', "script.1.every", "did you mean 'week'?"),
        ('every = "week"', 'every = "month"', "script.1.every", "name the days one by one"),
        ("to = { top = 3 }", 'to = { top = 3, from = "south" }', "script.1.to.from", 'write ["south"]'),
        ("to = { top = 3 }", 'to = { top = 3 }\nsender = "vp"', "script.1.sender", "mean 'hiring-manager'?"),
        ('"recruiter"', '"Short Note"', "script.1.template", 'such as "short-note"'),
        ("[population]\nsize = 20", "", "population", "write [population] with size = 300"),
    ],
)
def test_what_is_written_from_memory_is_told_what_would_be_right(
    tmp_path: Path, old: str, new: str, where: str, words: str
) -> None:
    problem = only(tmp_path, old, new)
    assert problem.where == where and words in problem.hint


def test_what_follows_from_a_mistake_is_not_told_again(tmp_path: Path) -> None:
    assert only(tmp_path, 'id = "north"', 'idd = "north"').line == 11
    without_labs = "labs = 3\n" + SOUND[: SOUND.index("[[labs]]")]
    assert [p.where for p in problems(tmp_path, without_labs)] == ["labs"]


def test_thousands_of_mistakes_are_counted_not_listed(tmp_path: Path) -> None:
    found = problems(tmp_path, "".join(f"k{i} = 1\n" for i in range(3_000)) + SOUND)
    assert len(found) == 51
    assert found[-1].message == "and 2,950 more problems"


def test_sixty_kilobytes_of_dotted_keys_are_refused_at_once(tmp_path: Path) -> None:
    began = time.process_time()
    assert "at most 8 parts" in str(problems(tmp_path, ".".join("a" * 30_000) + " = 1")[0])
    assert "larger than" in str(problems(tmp_path, SOUND + "#" + "x" * 70_000)[0])
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "[[labs]]\n" * 2_000,
        "a = " + "[" * 5_000,
        "[scenario]\nname = '\x1b]52;c;aGk=\x07'\n",
        'x = "\udc80"',
        "labs = 3",
        "scenario = [1]",
        "[scenario.name]\nx=1",
        "[labs]\nid = 3",
        "[parameters]\npay_slop = 1.0",
    ],
)
def test_hostile_files_get_a_sentence(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_folder_a_missing_file_and_an_unknown_name_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="this is a folder"):
        load_scenario(str(tmp_path))
    with pytest.raises(BadInputError, match="no such file"):
        load_scenario(str(tmp_path / "none.toml"))
    with pytest.raises(UsageError, match="did you mean 'personal-email'"):
        load_scenario("personal-emial")


def test_a_population_file_must_lie_beside_the_scenario(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(SOUND.replace("size = 20", 'file = "../../etc/passwd"'))
    with pytest.raises(BadInputError, match="must lie inside"):
        load_scenario(str(path))


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("days", "must look like KEY=VALUE"),
        ("labs.nort.researchers=3", "did you mean 'north'?"),
        ("scenario.days.x=3", "leads into a value|is a value"),
        ("scenario.days='", "not a TOML value"),
        ("=3", "must look like"),
        ("a.a.a.a.a.a.a.a.a.a=3", "too long"),
        ("scenario.days=0", "at least 1"),
        ("scenario.dayz=0", "did you mean 'days'?"),
        ("scenario.days=9\nplayer='south'", "not a TOML value"),
        ("labs.north.pay.top=2_000", "top must be above median"),
        ("labs.south.researchers=nan", "labs.south.researchers: must be a whole number"),
        ("script.1.template=x", "no template 'x'"),
        ("lab.south.researchers=9", "lab: unknown key 'lab', did you mean 'labs'?"),
        ("labs.south.policy=spray", 'labs.south: policy "spray" goes with bot'),
        ("population.size=5000", "only 100 researchers"),
        ("parameters.pay_slop=1", "did you mean 'pay_slope'?"),
        ("parameters.conference_load=0.5", "it is gone, for a talk at a conference is no mail"),
        ("parameters.pay_slope=0x" + "f" * 1_500, "must be"),
        ("scenario.x\x1b[2J=1", "unknown key 'x'"),
    ],
)
def test_a_bad_override_gets_a_sentence_that_names_it(override: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words) as caught:
        load_scenario("first-letter", [override])
    for problem in caught.value.problems:
        assert problem.file.startswith("--set " + override[:8])
        assert "\x1b" not in str(problem) and len(str(problem)) < 400


def test_of_many_words_only_the_one_that_was_meant_is_named() -> None:
    with pytest.raises(
        BadInputError, match=r"'acepted' is not one of 35 words .* did you mean 'accepted'"
    ) as caught:
        load_scenario("first-letter", ["expect.1.metric=acepted"])
    assert len(str(caught.value)) < 200
    with pytest.raises(BadInputError, match="'xyzzy' is not one of 'hires', 'started'"):
        load_scenario("first-letter", ["expect.1.metric=xyzzy"])


def test_bad_overrides_are_told_together() -> None:
    with pytest.raises(BadInputError) as caught:
        load_scenario("first-letter", ["days", "labs.x.pay=1", "scenario.days=3"])
    assert len(caught.value.problems) == 2


def test_overrides_reach_labs_by_id_and_script_lines_by_number() -> None:
    overrides = ["labs.south.researchers=61", "script.1.offer.pay_ratio=3.5", "parameters.pay_slope=1.5"]
    setup = load_scenario("first-letter", overrides).setup
    assert setup.labs[1].researchers == 61
    assert setup.script[0].pay_ratio == 3.5
    assert setup.parameters.pay_slope == 1.5


def test_pay_is_known_of_made_up_people_by_a_line_and_of_a_file_by_its_column(tmp_path: Path) -> None:
    known = SOUND.replace("size = 20", "size = 20\npay_known = true")
    for text, says in ((SOUND, False), (known, True)):
        (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
        people = load_scenario(str(tmp_path / "plan.toml")).population.people
        assert people.pay_known.tolist() == [says] * 20
    (tmp_path / "plan.toml").write_text(known.replace("size = 20", 'file = "p.csv"'), encoding="utf-8")
    with pytest.raises(
        BadInputError, match=r"plan.toml:7:1: population: pay_known is said of made-up people; a file"
    ):
        load_scenario(str(tmp_path / "plan.toml"))
