"""What the documentation says: commands parse, sets are whole, numbers and names are those of the program."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs.generate_transcripts import transcripts
from outreach_sim.cli.main import COMMANDS, cli
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.scenario.parameters import load_cards
from tests.cli.test_commands import ROOT, run

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}
PROSE = {name: text for name, text in PAGES.items() if name != "docs/cli.md"}
"""The reference is the help itself; all else is written by hand."""
WORDS = PAGES["docs/vocabulary.md"]


def rows(text: str) -> list[list[str]]:
    """Cells of the tables in a text, header lines left out."""
    found = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in found if row[0].strip() not in ("key", "name")]


def section(page: str, heading: str) -> str:
    """A chapter of a page, without those below it."""
    return page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


# -- commands ------------------------------------------------------------------------------------------

SHOWN = transcripts()
BLOCKS = [block for blocks in SHOWN.values() for block in blocks]
LONG = [block for block in BLOCKS if "--uncertain" in block[0]] + SHOWN["lesson.md"][1:]
"""Tried with ``--whole``: two hundred draws of the parameters; of the lesson all but the first question."""
TRIED = [
    pytest.param(*block, id=block[0], marks=pytest.mark.whole if block in LONG else ()) for block in BLOCKS
]
MEANT = {
    "SCENARIO": "first-letter", "S": "first-letter", "FILE": "x.toml", "FILE.html": "x.html", "NAME": "x",
    "ID": "1", "N": "5", "KEY=VALUE": "scenario.days=9", "KEY=…": "scenario.days=9", "A": "first-letter",
    "B": "small-lab", "C": "sandbox", "KEY=1,2,3": "a=1,2",
}  # fmt: skip
"""What stands for something in an example."""


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "shown"), TRIED)
def test_a_study_prints_what_its_page_shows(
    capsys, monkeypatch: pytest.MonkeyPatch, command: str, shown: str
) -> None:
    monkeypatch.chdir(ROOT)
    _, out, _ = run(capsys, *shlex.split(command))
    at, printed = 0, one_line(out)
    for part in filter(None, map(one_line, re.split("…", shown))):
        assert part in printed[at:], f"the page shows otherwise:\n{part}"
        at = printed.index(part, at) + len(part)


def test_there_is_something_to_hold_the_page_to() -> None:
    assert len(SHOWN["studies.md"]) > 5 and len(SHOWN["lesson.md"]) > 5 and len(BLOCKS) > len(LONG)


def blocks(text: str) -> list[str]:
    """What stands between fences."""
    return re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)


def commands() -> Iterator[tuple[str, str]]:
    """Every whole command line that a page shows, with its page; of several that a bar stands for, each."""
    for page, text in PROSE.items():
        found = [line for b in blocks(text) for line in re.findall(r"outreach-sim ([a-z][^\n#&]*)", b)]
        found += [one_line(line) for line in re.findall(r"`outreach-sim ([a-z][^`]*)`", text)]
        for line in found:
            first, *others = line.strip().split("|")
            yield page, first
            yield from ((page, f"{first.split()[0]} {word}") for word in others)


def short_forms() -> Iterator[tuple[str, str]]:
    """Commands in the middle of a sentence, without the program's name and often without their arguments."""
    for page, text in PROSE.items():
        for line in re.findall(rf"`((?:{'|'.join(COMMANDS)}) [^`=][^`]*)`", text):
            yield page, one_line(line)


PROGRAM = click.Context(cli, info_name="outreach-sim", **cli.context_settings)
COMMAND_LINES, SHORT_FORMS = sorted(set(commands())), sorted(set(short_forms()))


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the first words name, and the words that are left."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words:
        below = command.get_command(PROGRAM, words[0])
        assert below is not None, f"there is no command {words[0]}"
        command, words = below, words[1:]
    return command, words


@pytest.mark.parametrize(("page", "line"), COMMAND_LINES, ids=[f"{p}: {c}" for p, c in COMMAND_LINES])
def test_every_command_that_a_page_shows_is_one(page: str, line: str) -> None:
    command, words = command_of([MEANT.get(word, word) for word in shlex.split(line)])
    missing = [a for a in command.params if isinstance(a, click.Argument) and a.required and not words]
    command.make_context(command.name, [*words, *("x" for _ in missing)], parent=PROGRAM)


@pytest.mark.parametrize(("page", "line"), SHORT_FORMS, ids=[f"{p}: {c}" for p, c in SHORT_FORMS])
def test_every_option_that_a_sentence_names_is_one(page: str, line: str) -> None:
    command, words = command_of(line.split())
    known = {option for param in command.params for option in param.opts} | {"-h", "--help"}
    assert {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)} <= known


def test_commands_are_found_in_many_pages() -> None:
    assert len(COMMAND_LINES) > 30 and len(SHORT_FORMS) > 15
    assert {page for page, _ in COMMAND_LINES} >= {
        "README.md", "docs/playing.md", "docs/policies.md", "docs/studies.md", "docs/studies-at-scale.md",
        "docs/candidates.md", "docs/templates.md", "docs/scenarios.md",
    }  # fmt: skip


def test_what_readme_promises_of_explain_happens(capsys) -> None:
    lines = re.findall(r"`outreach-sim (explain [^`]*)`", one_line(PAGES["README.md"]))
    assert lines
    for line in lines:
        code, out, err = run(capsys, *shlex.split(line))
        assert (code, err) == (0, "") and "What would it take" in out and "no price does" in out


# -- sets ----------------------------------------------------------------------------------------------


def test_the_page_of_scenarios_has_every_scenario_that_is_shipped() -> None:
    told = {row[0].strip("`") for row in rows(section(PAGES["docs/scenarios.md"], "What is shipped"))}
    assert told == set(list_scenarios())
    assert told <= set(re.findall(r"`([a-z0-9-]+)`", PAGES["README.md"]))


def test_every_refusal_is_told() -> None:
    assert re.findall(r"`([A-Z_]+)`", section(WORDS, "Refusals")) == [refusal.name for refusal in Refusal]


def test_policies_outcomes_and_reasons_are_all_told() -> None:
    told = [
        row[0].strip("`") for row in rows(PAGES["docs/policies.md"].split("\n## ")[0]) if row[0] != "policy"
    ]
    assert told == ["idle", "script", *POLICIES]
    replies = one_line(section(PAGES["docs/templates.md"], "Replies"))
    for word, members in (("Outcomes", Step), ("Reasons", Reason)):
        sentence = re.search(rf"{word}: ([^.]*)\.", replies)
        assert sentence and re.findall(r"`([a-z-]+)`", sentence[1]) == [member.value for member in members]


def test_the_example_of_a_policy_s_settings_is_taken(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", PAGES["docs/policies.md"], re.S)
    text = (ROOT / "fixtures" / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    (tmp_path / "x.toml").write_text(text.replace('policy = "script"\n', shown), encoding="utf-8")
    lab = load_scenario(str(tmp_path / "x.toml")).setup.labs[0]
    assert (lab.policy.kind, lab.policy.letters_per_week, lab.policy.pay_ratio) == ("sniper", 2, 3.0)


def test_every_mechanism_has_a_word_in_its_own_page_or_is_told_with_the_switches() -> None:
    chapters = PAGES["docs/mechanisms.md"]
    off = [name for name in Mechanisms.__dataclass_fields__ if not getattr(Mechanisms(), name)]
    assert [name for name in off if f"`{name}`" not in chapters] == []


def test_the_desk_s_keys_are_those_of_its_page() -> None:
    from outreach_sim.tui.open import keys_in_force

    _, commands = keys_in_force()
    known = [[row["where"], f"`{row['keys']}`", row["does"]] for row in commands]
    assert [row for row in rows(section(PAGES["docs/playing.md"], "Keys")) if row[0] != "where"] == known


# -- names and numbers in the text -----------------------------------------------------------------------


def test_what_the_text_names_in_capitals_are_events_or_other_known_words() -> None:
    others = {
        "NO_COLOR",
        "OUTREACH_SIM_HOME",
        "MALLOC_TRIM_THRESHOLD_",
        "KEY",
        "SCENARIO",
        "NAME",
        "FILE",
        "S",
    }
    others |= {"TODO", "XXX"}  # what a letter is checked for
    others |= {"F_FULLFSYNC", "SIGHUP", "SIGQUIT", "TERM"}  # what not every system has
    others |= {"E", "G", "U"}  # keys of the desk
    others |= set("ABCDM")  # how far a source can be trusted
    known = set(Event.__members__) | set(Refusal.__members__) | others
    for page, text in PROSE.items():
        if "decisions" not in page:
            assert set(re.findall(r"`([A-Z][A-Z_]*)`", text)) <= known, page


def number_in(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").lstrip("$"))


def test_numbers_beside_parameters_and_rules_are_theirs() -> None:
    """``name`` (.25, a guess), ``rules.name`` (2): as on the page of mechanisms."""
    cards = load_cards()
    known = {name: card.value for name, card in cards.items()}
    known |= {f"rules.{name}": getattr(Rules(), name) for name in Rules.__dataclass_fields__}
    amount = r"(−?\$?[\d,]*[.]?\d+)"
    found = re.findall(rf"`([a-z_.0-9]+)`(?: \({amount}\b| {amount} \|)", PAGES["docs/mechanisms.md"])
    compared = [(name, number_in(one or other)) for name, one, other in found if name in known]
    assert len(compared) >= 20
    assert [row for row in compared if row[1] != pytest.approx(known[row[0]], rel=0.02)] == []


def test_links_lead_somewhere() -> None:
    for page, text in PAGES.items():
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text):
            file, _, anchor = target.partition("#")
            path = (ROOT / page).parent / file if file else ROOT / page
            assert path.exists(), f"{page}: {target}"
            if anchor and path.suffix == ".md":
                headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
                anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
                named = re.findall(r'<a (?:id|name)="([^"]+)"', path.read_text(encoding="utf-8"))
                assert anchor in anchors | set(named), f"{page}: {target}"


def test_files_that_the_text_names_are_there() -> None:
    for page, text in PROSE.items():
        for name in re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|toml|csv|md|json))`", text):
            homes = (ROOT, ROOT / "outreach_sim", (ROOT / page).parent, ROOT / "fixtures")
            assert any((home / name).exists() for home in homes), f"{page}: {name}"
