"""``template``: letters are shown with what readers notice, checked, and signed by somebody who may."""

import io
import json
from pathlib import Path

import pytest

from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.mail.starters import LANGUAGES
from outreach_sim.mail.template import STAGES
from outreach_sim.market.letters import subject_table, words_table
from outreach_sim.scenario.parameters import load_parameters
from tests.cli.test_commands import run
from tests.scenario.test_own_letters import REMINDER, SALUTE, SCENARIO

REPLY = '+++\nname = "Stays"\nstage = "reply"\noutcome = "declined"\nreason = "counter-offer"\n+++\nI stay.\n'
INVITATION = (
    '+++\nname = "Come"\nstage = "reply"\noutcome = "invited"\n+++\nCome.\n\n{{ sender }}, {{ lab }}\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("stays.md").write_text(REPLY, encoding="utf-8")
    Path("invitation.md").write_text(INVITATION, encoding="utf-8")
    Path("salute.md").write_text(SALUTE, encoding="utf-8")
    Path("reminder.md").write_text(REMINDER, encoding="utf-8")
    return tmp_path


def test_a_letter_is_shown_with_what_a_reader_notices(capsys) -> None:
    _, out, _ = run(capsys, "template", "show", "recruiter")
    text = " ".join(out.split())
    known = json.loads(run(capsys, "template", "show", "recruiter", "--json")[1])
    assert "Signed by recruiter or hiring-manager." in text
    assert "Followed up by follow-up, follow-up-again, follow-up-last." in text
    assert f"{known['length']:,} characters; it names the offer and uses topic, paper, team, city." in text
    assert "It speaks of the lab's mission." in text
    assert "hole" not in text and known["needs"] == [] and "teaches" not in text
    mass = " ".join(run(capsys, "template", "show", "mass-mail")[1].split())
    assert "It has a hole where paper is not known" in mass and "It teaches: Stock phrases, length" in mass
    _, out, _ = run(capsys, "template", "show", "short-note")
    assert "it names no offer and uses topic." in " ".join(out.split())


def test_every_thing_that_is_noticed_is_told_and_adds_up_to_what_the_market_counts(capsys) -> None:
    tables, p = shipped_letters(), load_parameters()
    for name in ("recruiter", "mass-mail", "follow-up"):
        words = json.loads(run(capsys, "template", "show", name, "--json")[1])["words"]
        place = tables.ids.index(name), 15
        for link, table in (("open", subject_table), ("reply", words_table)):
            total = sum(part["value"] for part in words[link])
            assert total == pytest.approx(table(p, tables)[place], abs=1e-12)
        text = run(capsys, "template", "show", name)[1]
        assert all(part["sentence"].split()[0] in text for part in words["reply"])
        assert f"reply {sum(part['value'] for part in words['reply']):+.2f}" in " ".join(text.split())


def test_a_check_of_a_letter_tells_what_its_words_are_worth(capsys, folder: Path) -> None:
    known = json.loads(run(capsys, "template", "check", "salute.md", "--json")[1])
    assert {"open", "reply"} <= known["words"].keys()
    assert "every fact known: open " in " ".join(run(capsys, "template", "check", "salute.md")[1].split())
    assert "every fact known" not in run(capsys, "template", "check", "stays.md")[1]


def test_a_reply_of_ones_own_is_shown_as_one_and_decks_are_counted(capsys, folder: Path) -> None:
    _, out, _ = run(capsys, "template", "show", "stays")
    assert "A reply: declined, for the reason 'counter-offer'" in out and "Signed" not in out
    rows = json.loads(run(capsys, "template", "list", "--json")[1])["replies"]
    counted = {(row["deck"], row["cell"]): row["pieces"] for row in rows}
    assert counted["not-interested", "letters"]["en"] > counted["not-interested", "letters"]["de"] > 10
    assert "counter-offer" in run(capsys, "template", "list")[1]


def test_a_letter_of_the_present_folder_is_found_by_its_name(capsys, folder: Path) -> None:
    assert "Hallo {{ first_name }}" in run(capsys, "template", "show", "salute")[1]
    assert "Hallo Robin" in run(capsys, "template", "render", "salute")[1]
    assert "did you mean" in run(capsys, "template", "show", "ceo-persona")[2]


@pytest.mark.parametrize(
    ("arguments", "signed"),
    [
        (["salute"], "The CEO"),
        (["salute", "--sender", "recruiter"], "The recruiting team"),
        (["recruiter"], "The recruiting team, Meta AI"),
        (["recruiter", "--sender", "hiring-manager"], "The hiring manager, Meta AI"),
        (["invitation", "--sender", "ceo"], "The CEO, Meta AI"),
    ],
)
def test_a_letter_is_signed_by_somebody_who_may(
    capsys, folder: Path, arguments: list[str], signed: str
) -> None:
    code, out, _ = run(capsys, "template", "render", *arguments)
    assert code == 0 and out.rstrip().split("\n")[-1] == signed


@pytest.mark.parametrize("sender", ["hiring-manager", "boss", "\x1b[31m", "candidate"])
def test_a_sender_who_may_not_sign_is_a_sentence(capsys, folder: Path, sender: str) -> None:
    code, out, err = run(capsys, "template", "render", "salute", "--sender", sender)
    assert (code, out) == (2, "") and err.endswith(", but by ceo or recruiter\n") and "\x1b" not in err


def test_somebody_of_a_scenario_gets_the_same_signature(capsys, folder: Path) -> None:
    Path("two.toml").write_text(SCENARIO)
    Path("southern.md").write_text(REMINDER)
    where = ["--scenario", "two.toml", "--candidate", "2"]
    out = run(capsys, "template", "render", "salute", *where, "--sender", "recruiter")[1]
    assert out.rstrip().endswith("\n\nThe recruiting team") and "\n\nFrom here it looks like " in out


def test_people_of_a_table_are_called_by_their_first_names(capsys, folder: Path) -> None:
    names = ['"Solberg, Mira"', "Dr. Mira Solberg", "SOLBERG Mira", '"Mira Solberg, PhD"', "Dr. Solberg"]
    rows = "".join(f"{name},south,500000,proofs\n" for name in names)
    Path("people.csv").write_text("name,employer,pay_usd,topic\n" + rows)
    Path("two.toml").write_text(SCENARIO.replace("size = 20", 'file = "people.csv"'))
    Path("southern.md").write_text(REMINDER)
    greeted = []
    for number in range(1, len(names) + 1):
        where = ["--scenario", "two.toml", "--candidate", str(number)]
        greeted.append(run(capsys, "template", "render", "recruiter", *where)[1].split("\n")[2])
    assert greeted == ["Hello Mira,"] * 4 + ["Hello Dr. Solberg,"]
    dear = run(capsys, "template", "render", "mass-mail", "--scenario", "two.toml", "--candidate", "1")[1]
    assert "Dear Mira Solberg,\n" in dear


def test_what_looks_wrong_is_a_warning_and_what_is_wrong_an_error(capsys, folder: Path) -> None:
    Path("reminder.md").write_text(REMINDER.replace("{{ first_name }}", "*|FNAME|*"))
    code, out, err = run(capsys, "template", "check", "reminder.md")
    assert (code, err) == (0, "")
    first, last = out.strip().split("\n")
    assert first.startswith(
        "reminder.md:7:7: warning: '*|FNAME|*' looks like a field of another program, write"
    )
    assert last == (
        "reminder.md is sound: 27 characters. "
        "Log-odds of its words, every fact known: open +0.00; reply -2.50. 1 warning."
    )
    known = json.loads(run(capsys, "template", "check", "reminder.md", "--json")[1])
    assert known["errors"] == [] and [w["column"] for w in known["warnings"]] == [7]
    Path("reminder.md").write_text(REMINDER.replace("Once more", ""))
    code, out, err = run(capsys, "template", "check", "reminder.md")
    assert (code, out) == (65, "") and err.startswith(
        "outreach-sim: reminder.md:5:1: subject: the subject is empty"
    )
    assert len(json.loads(run(capsys, "template", "check", "reminder.md", "--json")[1])["errors"]) == 1


def test_a_check_says_which_facts_a_letter_cannot_do_without(capsys, folder: Path) -> None:
    Path("reminder.md").write_text(REMINDER.replace("once", "{{ city }}, {{ topic or paper }}"))
    out = run(capsys, "template", "check", "reminder.md")[1]
    assert "It has a hole where paper or city is not known; a fallback fills it." in out


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_begin_with_is_sound_in_every_language_and_needs_no_fact(
    capsys, folder: Path, stage: str, language: str
) -> None:
    code, out, _ = run(capsys, "template", "new", "my-first", "--stage", stage, "--language", language)
    assert (code, Path("my-first.md").exists()) == (0, True) and "my-first.md is written" in out
    code, out, _ = run(capsys, "template", "check", "my-first.md", "--json")
    told = json.loads(out)
    assert code == 0 and told["errors"] == told["warnings"] == [] and told["needs"] == []
    assert told["stage"] == stage and told["name"] == "My first" and told["length"] > 20
    assert Path("my-first.md").read_text(encoding="utf-8").count("# ") >= 3
    seen = run(capsys, "template", "render", "my-first")[1]
    assert "{" not in seen and seen.strip()


def test_a_letter_to_begin_with_never_takes_the_place_of_another(capsys, folder: Path) -> None:
    before = Path("salute.md").read_bytes()
    Path("astray.md").symlink_to(folder / "nowhere" / "away.md")
    for name, words in (
        ("salute", "salute.md is there already"),
        ("salute.md", "salute.md is there already"),
        ("astray", "astray.md is there already"),
        ("recruiter", "'recruiter' comes with the program"),
        ("My Letter", "'My Letter' cannot name a letter"),
        ("../", "cannot name a letter"),
    ):
        code, _, err = run(capsys, "template", "new", name)
        assert code == 2 and words in err and err.count("\n") == 1, (name, err)
    assert run(capsys, "template", "new", "no/where/mine")[0] == 65
    assert Path("salute.md").read_bytes() == before


def test_letters_of_a_folder_are_listed_shown_and_rendered(capsys, folder: Path) -> None:
    Path("mine").mkdir()
    for name in ("salute", "reminder", "stays"):
        Path(f"{name}.md").rename(f"mine/{name}.md")
    rows = json.loads(run(capsys, "template", "list", "--letters", "mine", "--json")[1])["templates"]
    assert {"salute", "reminder", "stays", "recruiter"} < {row["id"] for row in rows}
    assert "A salute" in run(capsys, "template", "show", "salute", "--letters", "mine")[1]
    assert "Hallo Robin" in run(capsys, "template", "render", "salute", "--letters", "mine")[1]
    assert "did you mean 'salute'" in run(capsys, "template", "show", "salut", "--letters", "mine")[2]


def measured(capsys, *arguments: str) -> dict:
    return json.loads(run(capsys, "template", "measure", *arguments, "--json")[1])


def parts_of(told: dict, link: str) -> float:
    return sum(part["value"] for part in told["parts"] if part["link"] == link)


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


@pytest.mark.parametrize("name", ["recruiter", "mass-mail", "wrong-paper", "chinese", "last-easy-no"])
def test_what_a_letter_is_worth_is_the_sum_of_what_is_noticed(capsys, name: str) -> None:
    told = measured(capsys, name)
    for link in ("opening", "reply"):
        assert abs(told[link] - parts_of(told, link)) < 1e-9
    assert all(part["sentence"].endswith(".") and part["sources"] for part in told["parts"])
    code, out, _ = run(capsys, "template", "measure", name)
    assert code == 0 and all(part["sentence"] in out and part["name"] in out for part in told["parts"])


def test_a_letter_typed_by_hand_measures_as_its_template_does(capsys, monkeypatch) -> None:
    told = measured(capsys, "hiring-manager")
    text = f"Subject: {told['subject']}\n\n{told['body']}\n"
    type_in(monkeypatch, text.encode())
    typed = measured(capsys, "-", "--sender", "hiring-manager")
    assert typed == told
    type_in(monkeypatch, text.partition("\n")[2].encode())
    assert next(part["name"] for part in measured(capsys, "-")["parts"]) == "no subject"


def test_a_file_without_front_matter_is_a_text_and_one_with_it_a_letter(capsys, folder: Path) -> None:
    Path("typed.txt").write_text(
        "\ufeffSubject: Theorem proving\r\n\r\nWould you come?\r\n", encoding="utf-8"
    )
    told = measured(capsys, "typed.txt")
    assert (told["subject"], told["body"]) == ("Theorem proving", "Would you come?")
    assert measured(capsys, "salute.md")["subject"] == measured(capsys, "salute")["subject"] != ""


def test_a_follow_up_is_measured_after_the_mails_that_came_before_it(capsys) -> None:
    assert measured(capsys, "last-easy-no")["after"] == ["plain", "bump", "bump"]
    assert measured(capsys, "follow-up")["after"] == ["ceo-personal"]
    again = measured(capsys, "plain", "--after", "plain")
    assert "repeat" in [part["name"] for part in again["parts"]]
    assert "repeat" not in [part["name"] for part in measured(capsys, "plain")["parts"]]


def test_somebody_of_a_scenario_reads_what_they_read_and_meeting_them_matters(capsys) -> None:
    who = ["--scenario", "personal-email", "--candidate", "3"]
    told = measured(capsys, "two-facts", *who)
    assert told["to"] in run(capsys, "candidates", "show", "personal-email", "--limit", "5")[1]
    unread = measured(capsys, "chinese", *who)
    assert unread["language"] == "zh" and unread["reply"] < told["reply"] - 1
    met, not_met = (measured(capsys, "after-a-meeting", *who, *flag) for flag in (["--met"], []))
    assert met["claims"]["met"] == 2 and met["reply"] > not_met["reply"] + 1


@pytest.mark.parametrize(
    ("arguments", "says", "expected"),
    [
        (["recruiter", "--candidate", "3"], "--scenario and --candidate go together", 2),
        (["recruiter", "--sender", "ceo"], "is not signed by 'ceo', but by recruiter or hiring-manager", 2),
        (["recruter"], "did you mean 'recruiter'?", 2),
        (["question-frist"], "did you mean 'question-first'?", 2),
        (["stays"], "stays is a reply, and nobody weighs replies; measure a letter", 2),
        (["recruiter", "--scenario", "first-letter", "--candidate", "21"], "ids run from 1 to 20", 2),
        (["recruiter", "--after", "nothing"], "there is no template 'nothing'", 2),
        (["nowhere.txt"], "nowhere.txt", 65),
        (["-"], "the text is not UTF-8", 65),
    ],
)
def test_what_cannot_be_measured_is_a_sentence(
    capsys, folder: Path, monkeypatch, arguments: list[str], says: str, expected: int
) -> None:
    type_in(monkeypatch, b"\xff\xfe")
    code, out, err = run(capsys, "template", "measure", *arguments)
    assert (code, out) == (expected, "") and says in err and err.count("\n") == 1


def test_letters_to_learn_from_are_listed_with_what_they_teach_and_shown(capsys, folder: Path) -> None:
    rows = json.loads(run(capsys, "template", "list", "--gallery", "--json")[1])["templates"]
    assert len(rows) >= 24 and all(row["teaches"] for row in rows)
    assert "nobody's business" in run(capsys, "template", "list", "--gallery")[1]
    assert "It teaches: The bench mark" in " ".join(run(capsys, "template", "show", "plain")[1].split())
    assert "plain" not in [
        r["id"] for r in json.loads(run(capsys, "template", "list", "--json")[1])["templates"]
    ]
    Path("plain.md").write_text(SALUTE, encoding="utf-8")
    assert "Hallo {{ first_name }}" in run(capsys, "template", "show", "plain")[1], "one's own comes first"


@pytest.mark.parametrize(("language", "text", "said"), [
    ("en", "What would you want of a lab that {{ employer }} is not?", "your present employer"),
    ("de", "Was fehlt Ihnen bei {{ employer }}, und was hätten Sie gern?", "Ihrem jetzigen Arbeitgeber"),
    ("fr", "Que vous manque-t-il chez {{ employer }}, et que voulez-vous ?", "votre employeur actuel"),
    ("es", "¿Qué le falta en {{ employer }} y qué le gustaría tener?", "su empresa actual"),
    ("zh", "您在{{ employer }}还缺什么？", "您目前的单位"),
])  # fmt: skip
def test_the_employer_of_somebody_outside_is_put_in_words_of_the_letters_language(
    capsys, folder: Path, language: str, text: str, said: str
) -> None:
    front = '+++\nname = "x"\nstage = "outreach"\nsenders = ["recruiter"]\nsubject = "x"\n+++\n'
    (folder / "mine.md").write_text(front + text, encoding="utf-8")
    words = ("template", "render", "mine", "--scenario", "sandbox", "--candidate")
    assert said in run(capsys, *words, "1")[1]
    assert said not in run(capsys, *words, "2")[1]
