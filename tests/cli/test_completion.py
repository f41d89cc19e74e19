"""What Tab offers, through click's own door to it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from outreach_sim.cli import shells
from outreach_sim.cli.main import cli
from outreach_sim.market.metrics import KNOWN
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.scenario.parameters import NAMES
from tests.cli.test_commands import ROOT, run

CLASS = "class Mine:\n    pass\n\n\nraise SystemExit('it is read, not run')\n"


@pytest.fixture(autouse=True)
def desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder to stand in, with a scenario, candidates, a letter and a policy of one's own; two saves."""
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    saves = tmp_path / "home" / "saves"
    saves.mkdir(parents=True)
    for name in ("march.db", "may.db", "No Slug.db"):
        (saves / name).touch()
    here = tmp_path / "here"
    (here / "plans").mkdir(parents=True)
    scenario = (ROOT / "fixtures" / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    (here / "plans" / "mine.toml").write_text(scenario.replace('"north"', '"nord"'), encoding="utf-8-sig")
    (here / "plans" / "warm-hello.md").write_text('+++\nname = "Warm"\n+++\n', encoding="utf-8")
    (here / "plans" / "readme.md").write_text("Nothing to send.\n", encoding="utf-8")
    (here / "people.csv").write_text("name\n", encoding="utf-8")
    (here / "broken.toml").write_text("= nothing", encoding="utf-8")
    (here / "mine.py").write_text(CLASS, encoding="utf-8")
    monkeypatch.chdir(here)
    return here


def offered(typed: str, last: str = "") -> list[str]:
    """The words offered after ``typed`` for the beginning of a word."""
    found = ShellComplete(cli, {}, "outreach-sim", "_OUTREACH_SIM_COMPLETE")
    return [item.value for item in found.get_completions(typed.split(), last)]


@pytest.mark.parametrize("typed", ["run", "sweep", "explain", "staff", "drivers", "play", "compare",
                                   "balance", "scenario show", "scenario check", "candidates make",
                                   "candidates check x --scenario", "candidates show", "save record",
                                   "save new",
                                   "template render x --scenario",
                                   "compare small-lab", "export --seed 3"])  # fmt: skip
def test_scenarios_by_name_and_by_file(typed: str) -> None:
    assert offered(typed, "per") == ["personal-email"]
    assert offered(typed, "pl") == ["plans/"]
    assert "plans/mine.toml" in offered(typed, "plans/")


@pytest.mark.parametrize(
    "typed",
    [
        "play --resume",
        "staff --save",
        "save show",
        "save act",
        "save advance",
        "save undo",
        "save write",
        "save verify",
        "save branch",
        "save script",
        "save search",
        "export",
    ],
)
def test_saves(typed: str) -> None:
    assert offered(typed, "ma") == ["march", "may"]


@pytest.mark.parametrize("typed", ["explain personal-email --lab", "compare personal-email --lab",
                                   "staff personal-email --lab", "drivers personal-email --from",
                                   "sweep --vary a=1 personal-email --seed 2 --lab",
                                   "export --seed 1 personal-email --lab",
                                   "template render recruiter --scenario personal-email --lab"])  # fmt: skip
def test_labs_are_those_of_the_scenario_typed(typed: str) -> None:
    assert offered(typed) == ["meta", "google-deepmind", "openai", "anthropic", "microsoft"]


def test_labs_of_a_file_and_of_a_save(capsys) -> None:
    assert offered("explain plans/mine.toml --lab") == ["nord", "south"]
    run(capsys, "save", "record", "first-letter", "april")
    assert offered("export april --lab") == offered("save search april pay --lab") == ["north", "south"]


def test_letters_are_the_program_s_and_those_beside_the_scenario() -> None:
    assert "warm-hello" not in offered("explain first-letter --template")
    assert {"recruiter", "warm-hello"} < set(offered("explain plans/mine.toml --template"))
    assert "readme" not in offered("explain plans/mine.toml --template")
    assert offered("template show", "follow-") == ["follow-up", "follow-up-again", "follow-up-last"]
    assert offered("template show", "question-on") == ["question-on-the-paper"]
    assert offered("template measure", "question-on") == ["question-on-the-paper"]
    assert offered("template show", "plans/w") == ["plans/warm-hello.md"]


def test_letters_of_a_folder_that_is_brought_along_and_folders_alone_for_it() -> None:
    assert offered("run personal-email --letters", "p") == ["plans/"]
    assert "warm-hello" in offered("explain first-letter --letters plans --template")


def test_candidates_files() -> None:
    assert offered("candidates check", "pe") == ["people.csv"]
    assert offered("candidates show", "pe") == ["personal-email", "people.csv"]


def test_metrics_and_targets() -> None:
    assert tuple(offered("compare personal-email --metric")) == KNOWN
    assert "retention-openai" in offered("calibrate --only", "ret")


def test_policies_of_one_s_own_a_part_at_a_time_without_running_them() -> None:
    assert offered("run plans/mine.toml --policy") == ["nord=", "south="]
    assert offered("run plans/mine.toml --policy", "nord=m") == ["nord=mine.py:"]
    assert offered("run plans/mine.toml --policy", "nord=mine.py:") == ["nord=mine.py:Mine"]


@pytest.mark.parametrize(("last", "words"), [
    ("lab", ["labs."]),
    ("labs.m", ["labs.meta.", "labs.microsoft."]),
    ("labs.meta.pol", ["labs.meta.policy="]),
    ("labs.meta.policy=sp", ["labs.meta.policy=spray"]),
    ("labs.meta.pay.", ["labs.meta.pay.median=", "labs.meta.pay.top="]),
    ("labs.meta.compute.2.o", ["labs.meta.compute.2.on="]),
    ("script.", ["script.1.", "script.2."]),
    ("script.*.offer.pay", ["script.*.offer.pay_ratio=", "script.*.offer.pay_usd="]),
    ("script.1.template=ceo", ["script.1.template=ceo-personal"]),
    ("script.1.lab=op", ["script.1.lab=openai"]),
    ("scenario.player=m", ["scenario.player=meta", "scenario.player=microsoft"]),
    ("mechanisms.peers=", ["mechanisms.peers=true", "mechanisms.peers=false"]),
    ("rules.rest", ["rules.rest_days="]),
    ("parameters.pay_s", ["parameters.pay_slope="]),
    ("expect.1.metric=hi", ["expect.1.metric=hires"]),
    ("conf", []),
    ("labs.nobody.", []),
    ("labs.meta.pay.median.more.", []),
])  # fmt: skip
def test_keys_and_values_of_set(last: str, words: list[str]) -> None:
    found = offered("run personal-email --set", last)
    assert found[: len(words)] == words and (words or not found)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("mechanisms", [field.name for field in fields(Mechanisms)]),
        ("rules", [field.name for field in fields(Rules)]),
        ("parameters", NAMES),
    ],
)
def test_every_switch_rule_and_parameter_of_the_market_is_offered(table: str, names: list[str]) -> None:
    assert offered("run personal-email --set", f"{table}.") == [f"{table}.{name}=" for name in names]


def test_every_place_for_keys_has_them() -> None:
    assert offered("compare personal-email --set", "b:labs.mic") == ["b:labs.microsoft."]
    for place in ("compare personal-email --b", "sweep personal-email --vary", "explain personal-email --set",
                  "scenario show personal-email --set", "candidates show personal-email --set"):  # fmt: skip
        assert offered(place, "labs.mic") == ["labs.microsoft."]
    assert offered("calibrate --set", "parameters.fit") == ["parameters.fit_sd="]


def parameters(command: click.Command, words: str = "") -> Iterator[tuple[str, click.Parameter]]:
    """Every parameter of every command, and the words that lead to it."""
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                yield from parameters(command.get_command(context, name), f"{words} {name}")
        return
    yield from ((words, parameter) for parameter in command.params)


def test_nothing_that_has_a_name_is_left_without_an_offer() -> None:
    """Values that are free, names of bookmarks and of new saves are all that Tab leaves alone."""
    free = {
        "cluster", "new_name", "name", "names", "to", "page", "candidate", "turn", "words", "bookmark",
        "label",
    }  # fmt: skip
    for words, parameter in parameters(cli):
        of_files = isinstance(parameter.type, click.Path | click.Choice)
        numbers = isinstance(parameter.type, click.types.IntRange | click.types.FloatRange)
        if getattr(parameter, "is_flag", False) or of_files or numbers or parameter.name in free:
            continue
        typed = words
        if parameter.name in ("lab", "lab_id", "from_id", "policies"):
            typed += " x --scenario personal-email" if "template" in words else " personal-email"
        if isinstance(parameter, click.Option):
            typed += f" {parameter.opts[0]}"
        assert offered(typed), f"{typed}: nothing is offered"


@pytest.mark.parametrize(("typed", "last"), [
    ("explain nowhere.toml --lab", ""), ("explain broken.toml --lab", ""), ("run broken.toml --set", "labs."),
    ("export march --lab", ""), ("run personal-email --policy", "meta=nowhere.py:"), ("run", "nowhere/"),
    ("nothing of the kind", ""), ("run personal-email --set", "a.b.c.d=e"), ("run \x00 --lab", "\x00"),
])  # fmt: skip
def test_what_cannot_be_read_is_silence(capsys, typed: str, last: str) -> None:
    assert [word for word in offered(typed, last) if word not in cli.list_commands(None)] == []
    assert capsys.readouterr() == ("", "")


def test_a_file_name_that_drives_a_terminal_is_not_offered(desktop: Path) -> None:
    (desktop / "clip\x1b]52;c;aGk=\x07.csv").touch()
    (desktop / "clean.csv").touch()
    assert offered("candidates check", "cl") == ["clean.csv"]


@pytest.mark.parametrize(("pieces", "printed"), [
    (["run", "per"], ["plain,personal-email"]),
    (["run", "personal-email", "--set", "labs.meta.pol"], ["plain,labs.meta.policy="]),
    (["run", "personal-email", "--set", "labs.meta.policy", "=", "sn"], ["plain,sniper"]),
    (["run", "personal-email", "--set", "mechanisms.peers", "="], ["plain,true", "plain,false"]),
    (["compare", "personal-email", "--set", "b", ":", "labs.mic"], ["plain,labs.microsoft."]),
    (["run", "plans/mine.toml", "--policy", "nord", "=", "mine.py", ":"], ["plain,Mine"]),
    (["compare", "personal-email", "--metric", "=", "hi"], ["plain,hires"]),
])  # fmt: skip
def test_bash_cuts_words_at_signs_and_gets_the_last_piece(monkeypatch, pieces, printed) -> None:
    monkeypatch.setenv("COMP_WORDS", "\n".join(["outreach-sim", *pieces]))
    monkeypatch.setenv("COMP_CWORD", str(len(pieces)))
    answer = shells.Bash(cli, {}, "outreach-sim", "_OUTREACH_SIM_COMPLETE").complete()
    assert answer.splitlines() == printed


def test_a_word_that_goes_on_gets_no_blank() -> None:
    """Click's scripts are changed by replacing lines of theirs; here it shows if they have others."""
    assert "compopt -o nospace" in shells.Bash.source_template
    assert "-S ''" in shells.Zsh.source_template


ASKED = """
import sys
from outreach_sim.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_tab_imports_nothing_heavy() -> None:
    asked = {"COMP_WORDS": "outreach-sim\nexplain\nper", "COMP_CWORD": "2"}
    asked |= {"_OUTREACH_SIM_COMPLETE": "bash_complete", **os.environ}
    done = subprocess.run([sys.executable, "-c", ASKED], env=asked, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["plain,personal-email"]
    assert not {"numpy", "pydantic", "faker", "textual", "sqlite_utils", "jinja2"} & set(done.stderr.split())


def test_entries_of_a_leaderboard_are_offered_behind_their_names(desktop: Path) -> None:
    for name in ("game.jsonl", "ring.json"):
        (desktop / name).touch()
    assert {"a=sniper", "a=mine.py:"} <= set(offered("leaderboard first-letter --entry", "a="))
    assert offered("leaderboard first-letter --transcripts", "me=g") == ["me=game.jsonl"]
    assert offered("leaderboard first-letter --saves", "ann=ma") == ["ann=march", "ann=may"]
    assert "ring.json" in offered("leaderboard first-letter --held-out", "r")
