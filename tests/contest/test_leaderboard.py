"""The leaderboard: whoever plays is held against the others in the same worlds, or not at all."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.agent.door import Door
from outreach_sim.agent.limits import Limits
from outreach_sim.agent.recorder import Recorder
from outreach_sim.agent.transcript import read
from outreach_sim.cli.main import cli
from outreach_sim.contest import board, ring, transcripts
from outreach_sim.contest.board import leaderboard
from outreach_sim.contest.saves import people
from outreach_sim.contest.transcripts import agents
from outreach_sim.errors import BadInputError, OtherRulesError, OutreachError, UsageError
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import Order, Sender
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.study.balance import Played, play, with_policy
from outreach_sim.study.leaderboard import Entry, stand
from outreach_sim.study.statistics import above_zero_of_many, student_t
from tests.agent.games import ask, seat, send

DAYS = "scenario.days=28"
GAME = "first-letter"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not everybody plays where it does not matter who does."""
    monkeypatch.setattr(board, "SHIPPED", ("idle", "spray", "pay-max"))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(GAME)


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two games of an agent, the second of which it left."""
    folder, paths = tmp_path_factory.mktemp("games"), []
    for seed in (6, 9):
        paths.append(folder / f"{seed}.jsonl")
        _agent_plays(paths[-1], seed, finish=seed == 6)
    return paths


def _agent_plays(path: Path, seed: int, finish: bool = True, limits: Limits | None = None) -> None:
    recorder = Recorder(path)
    played = Door(replace(seat(limits), seed=seed), recorder)
    ask(played, "hello", model="tortoise", scaffold="shell")
    usage = {"tokens_in": 70, "tokens_out": 30, "usd": 0.25}
    ask(played, "act", orders=[send(14, 15, pay_ratio=2.5, direct=True)], usage=usage)
    ask(played, "forecast", question="hires>=1", p=0.9)
    if finish:
        ask(played, "finish")
    else:
        played.leave()
    recorder.close()


# -- ranks ---------------------------------------------------------------------------------------------


def entry(name: str, points: list[float], kind: str = "policy", first: int = 0) -> Entry:
    score = np.rint(np.array(points) * POINT).astype(np.int64)
    worlds = tuple((1, first + place) for place in range(len(points)))
    return Entry(name, kind, worlds, Played(score, score * 0 + 2, score * 0 + 1_000), worlds)


def test_ranks_are_shared_by_whom_the_worlds_do_not_tell_apart() -> None:
    luck = [3.0, -3.0] * 10
    found = stand(
        [
            entry("ahead", [5.0 + x for x in luck]),
            entry("even", [1.0, 1.1] * 10),
            entry("like it", [1.1, 1.0] * 10),
            entry("last", [-9.0, -9.1] * 10),
        ]
    )
    assert next((row.entry.name, row.rank, row.tied) for row in found.rows) == ("ahead", 1, False)
    ranks = {row.entry.name: (row.rank, row.tied) for row in found.rows}
    assert ranks == {"ahead": (1, False), "even": (2, True), "like it": (2, True), "last": (4, False)}
    last = found.rows[-1]
    assert (last.lost, last.hires, last.usd, found.pairs) == (1.0, 2.0, 1_000.0, 6)
    assert last.behind is not None and last.behind.mean == pytest.approx(-14.05)


def test_a_difference_that_is_clear_for_one_pair_need_not_be_among_many() -> None:
    values = np.array([1.0, -0.55] * 10)
    assert above_zero_of_many(values + 0.15, 1) and not above_zero_of_many(values + 0.15, 45)
    assert above_zero_of_many(values + 1.0, 45) and not above_zero_of_many([1.0] * 9, 1)
    for z, degrees, known in ((3.290527, 9, 4.7809), (3.290527, 30, 3.6460), (2.575829, 15, 2.9467)):
        assert student_t(degrees, z) == pytest.approx(known, abs=0.02)  # tables of two-sided t


def test_ranks_are_corrected_for_as_many_pairs_as_there_are() -> None:
    ahead, nothing = entry("a", [1.15, -0.4] * 10), [entry(f"b{n}", [0.0] * 20) for n in range(9)]
    assert [row.rank for row in stand([ahead, nothing[0]]).rows] == [1, 2]
    assert {row.rank for row in stand([ahead, *nothing]).rows} == {1}, "45 pairs"


def test_too_few_worlds_tell_no_rank() -> None:
    few = entry("few", [9.0] * 9, "agent", first=5)
    found = stand([entry("a", [0.0] * 20), entry("b", [1.0] * 20), few])
    row = next(row for row in found.rows if row.entry is few)
    assert (row.rank, row.tied, row.p10, row.points.ci95) == (None, False, None, None)
    assert row.behind is not None and row.behind.mean == pytest.approx(8.0), "in the same nine worlds"
    assert {row.rank for row in found.rows if row.entry is not few} == {1, 2}


# -- policies ------------------------------------------------------------------------------------------


def test_policies_play_worlds_from_1000_on_and_their_differences_are_paired() -> None:
    found = leaderboard(GAME, {"mine": "pay-max", "own": Quiet}, worlds=3, changes=[DAYS])
    rows = {row["entry"]: row for row in found.to_table().to_dicts()}
    assert set(rows) == {"idle", "spray", "pay-max", "mine", "own"}
    setup = load_scenario(GAME, [DAYS]).setup
    pay_max = play(with_policy(setup, "pay-max"), 1, range(1_000, 1_003))
    spray = play(with_policy(setup, "spray"), 1, range(1_000, 1_003))
    assert rows["pay-max"]["points"] == pytest.approx(float(pay_max.score.mean()) / POINT)
    assert rows["pay-max"]["usd"] == float(pay_max.usd.mean()) > 0.0
    for name, same in (("mine", "pay-max"), ("own", "idle")):
        for column in ("points", "to_first", "hires", "usd", "lost_share"):
            assert rows[name][column] == rows[same][column]
    assert rows["own"]["points"] == 0.0 and np.isnan(rows["own"]["rank"]), "two worlds tell no rank"
    first = max(("idle", "spray", "pay-max"), key=lambda name: rows[name]["points"])
    assert found.standings.first == first and rows[first]["to_first"] == 0.0
    apart = (pay_max.score - spray.score).mean() / POINT
    assert rows["pay-max"]["to_first"] - rows["spray"]["to_first"] == pytest.approx(apart)


class Quiet:
    """Orders nothing."""

    def act_all(self, stack: osim.Stack, lab: int) -> None:
        """Nothing."""


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.raises(UsageError, match="two entries are called 'spray'"):
        leaderboard(GAME, {"spray": "spray"}, worlds=2, changes=[DAYS])


# -- agents --------------------------------------------------------------------------------------------


def test_an_agent_is_held_against_policies_on_its_own_luck(games: list[Path], scenario: Scenario) -> None:
    found = osim.leaderboard(GAME, worlds=2, transcripts={"": games})
    row = next(row for row in found.to_table().to_dicts() if row["kind"] == "agent")
    assert (row["entry"], row["worlds"], row["calls"], row["tokens"]) == ("tortoise / shell", 2, 6, 200)
    assert (row["usd_told"], row["note"]) == (0.5, "1 game of 2 broke off")
    assert 0.0 < row["brier"] < 1.0
    results = [read(game).result for game in games]
    points = [result["points"] for result in results if result is not None]
    assert row["points"] == pytest.approx(sum(points) / 2)
    first = with_policy(scenario.setup, found.standings.first)
    theirs = [int(play(first, seed, [0]).score[0]) / POINT for seed in (6, 9)]
    assert row["to_first"] == pytest.approx(sum(points) / 2 - sum(theirs) / 2)


def test_a_transcript_that_was_changed_or_has_no_end_is_no_entry(
    games: list[Path], scenario: Scenario, tmp_path: Path
) -> None:
    cut, other = tmp_path / "cut.jsonl", tmp_path / "other.jsonl"
    text = games[0].read_text(encoding="utf-8")
    cut.write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    other.write_text(text.replace("2.5", "2.6"), encoding="utf-8")
    with pytest.raises(BadInputError, match="no last line"):
        agents([("", cut)], scenario)
    with pytest.raises(BadInputError, match=r"other\.jsonl:3: "):
        agents([("", other)], scenario)


def test_a_transcript_of_another_scenario_engine_or_limits_is_refused(
    games: list[Path], scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInputError, match=r"6\.jsonl:1: first-letter as it was played here is not"):
        agents([("", games[0])], load_scenario(GAME, [DAYS]))
    free = tmp_path / "free.jsonl"
    _agent_plays(free, 13, limits=Limits(calls=9_999))
    with pytest.raises(BadInputError, match=r"free\.jsonl:1: its limits are not those of"):
        agents([("", games[0]), ("", free)], scenario)
    with pytest.raises(BadInputError, match="tortoise / shell has another game on this luck"):
        agents([("", games[0]), ("", games[0])], scenario)
    monkeypatch.setattr(transcripts, "engine", lambda: "9.9.9+0")
    with pytest.raises(BadInputError, match=r"6\.jsonl:1: .* and this is 9\.9\.9\+0"):
        agents([("", games[0])], scenario)
    assert not issubclass(BadInputError, OtherRulesError)


# -- people --------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTREACH_SIM_HOME", str(tmp_path / "home"))
    return tmp_path


def test_a_person_is_held_against_policies_on_the_same_luck_and_marked(
    home: Path, scenario: Scenario
) -> None:
    letter = scenario.setup.letters.ids.index("ceo-personal")
    wanted = Order(scenario.setup.player, (), template=letter, sender=Sender.CEO, pay_ratio=2.5, direct=True)
    with Game.new("a", scenario, 6) as game:
        game.act(replace(wanted, candidates=(13, 14)))
        game.advance(60)
    with Game.new("b", scenario, 9) as game:
        game.act(replace(wanted, candidates=(13, 14)))
        game.advance(3)
        game.undo()
        game.advance(3)
    found = people([("ann", "a"), ("ann", "b")], scenario)
    assert [(one.name, one.kind, one.own) for one in found] == [("ann", "person", ((6, 0), (9, 0)))]
    assert found[0].note == "something was taken back in 1 game of 2; 1 game of 2 broke off"
    for place, seed in enumerate((6, 9)):  # what was not finished goes on to its end
        alone = osim.play(GAME, seed=seed)
        alone.act(osim.send([14, 15], letter="ceo-personal", sender="ceo", pay_ratio=2.5, direct=True))
        alone.advance(60, stop=False)
        outcome = alone.outcome()
        assert found[0].points([(seed, 0)])[0] == pytest.approx(outcome.points)
        assert found[0].played.hires[place] == outcome.hires == 1
        assert found[0].played.usd[place] == outcome.usd > 0
    with pytest.raises(BadInputError, match="a: first-letter as it was played there is not"):
        people([("ann", "a")], load_scenario(GAME, [DAYS]))
    with pytest.raises(OutreachError, match="nobody"):
        people([("ann", "nobody")], scenario)
    with Game.new("again", scenario, 6):
        pass
    with pytest.raises(UsageError, match="again is a second game of ann on luck 6"):
        people([("ann", "a"), ("ann", "again")], scenario)
    with (home / "home" / "saves" / "a.db").open("ab") as file:
        file.write(b"more")
    with pytest.raises(BadInputError, match="a: this save is not sound, so it is no entry: "):
        people([("ann", "a")], scenario)


# -- private rings -------------------------------------------------------------------------------------


def test_a_private_ring_is_what_its_hash_says_and_plays_other_luck_people_and_parameters(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ring.json"
    sha256 = ring.write_ring(ring.drawn_ring(), path)
    assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    kept = ring.read_ring(path)
    assert kept.sha256 == sha256 and len(kept.salt) == 32 and kept.first == 0
    assert ring.drawn_ring().seed != kept.seed
    public, held_out = load_scenario(GAME), kept.scenario(GAME)
    assert held_out.setup.people_seed == kept.people_seed != public.setup.people_seed
    for name, value in kept.parameters.items():
        assert getattr(held_out.setup.parameters, name) == value
    changed = [n for n, v in kept.parameters.items() if v != getattr(public.setup.parameters, n)]
    assert len(changed) > 50
    found = leaderboard(GAME, worlds=2, changes=[DAYS], held_out=path)
    assert found.ring == kept and found.standings.rows[0].entry.own == ((kept.seed, 0), (kept.seed, 1))
    with pytest.raises(BadInputError, match="is there already"):
        ring.write_ring(kept, path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "other"}, "this is no ring of worlds"),
        ({"v": 99}, r"a newer version of this program wrote it \(ring 99\)"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"people_seed": "x"}, "people_seed must be a whole number"),
        ({"parameters": {"pay_slope": 99.0}}, "pay_slope must be from 0.9 to 3.6"),
        ({"parameters": {"slope": 1.0}}, "there is no parameter 'slope'"),
        ({"parameters": []}, "there is no parameter a table"),
        ({"more": 1}, "its key 'more' is not known"),
        ({"salt": 3}, "salt must be text"),
    ],
)
def test_a_ring_that_cannot_be_is_refused_in_a_sentence(
    change: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "ring.json"
    ring.write_ring(replace(ring.Ring(people_seed=3), parameters={"pay_slope": 1.0}), path)
    told = json.loads(path.read_text(encoding="utf-8")) | change
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(BadInputError, match=said):
        ring.read_ring(path)


# -- the command ---------------------------------------------------------------------------------------


def test_the_command_prints_tables_pages_json_and_every_world(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, games: list[Path]
) -> None:
    held_out, csv = tmp_path / "ring.json", tmp_path / "worlds.csv"
    cli(["leaderboard", "--new-ring", str(held_out)], standalone_mode=False)
    sha256 = hashlib.sha256(held_out.read_bytes()).hexdigest()
    assert sha256 in capsys.readouterr().out
    hidden = tmp_path / "hidden.toml"
    cli(
        ["leaderboard", GAME, "--held-out", str(held_out), "--scenario-to", str(hidden)],
        standalone_mode=False,
    )
    assert load_scenario(str(hidden)) == ring.read_ring(held_out).scenario(GAME) != load_scenario(GAME)
    capsys.readouterr()
    asked = ["leaderboard", GAME, "-n", "2", "--set", DAYS, "--held-out", str(held_out)]
    cli([*asked, "--json", "--csv", str(csv)], standalone_mode=False)
    found = json.loads(capsys.readouterr().out)["scenarios"][GAME]
    assert found["ring_sha256"] == sha256 and found["seed"] is None
    assert {row["entry"] for row in found["rows"]} == {"idle", "spray", "pay-max"}
    lines = csv.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 3 * 2 and lines[0].startswith("scenario,entry,kind,luck,world,points")
    points = [float(line.split(",")[5]) for line in lines if ",pay-max," in line]
    row = next(row for row in found["rows"] if row["entry"] == "pay-max")
    assert sum(points) / 2 == pytest.approx(row["points"])
    cli([*asked, "--markdown"], standalone_mode=False)
    page = capsys.readouterr().out
    assert page.startswith(f"## {GAME}, worlds 0 to 1 of a private ring") and sha256 in page
    assert "| \\- | idle | 0.00 |" in page
    cli(["leaderboard", GAME, "-n", "2", "--transcripts", f"slow={games[1]}"], standalone_mode=False)
    shown = capsys.readouterr().out
    assert "slow" in shown and board.BROKEN_OFF in shown and "1 game of 1 broke off" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name at least one scenario"),
        ([GAME, "--entry", "spray"], "must read NAME=POLICY"),
        ([GAME, "--entry", "a=spray", "--entry", "a=idle"], "two entries are called 'a'"),
        ([GAME, "--markdown", "--json"], "two ways to print the same"),
        ([GAME, "small-lab", "--saves", "march"], "are of one scenario"),
        ([GAME, "--transcripts", "none-*.jsonl"], "there is no such file"),
        ([GAME, "--saves", "=march"], "must read .NAME=.SAVE"),
        ([GAME, "--new-ring", "ring.json"], "goes without a scenario"),
        ([GAME, "--scenario-to", "hidden.toml"], "name both, with --held-out"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(words: list[str], said: str, home: Path) -> None:
    with pytest.raises(UsageError, match=said):
        cli(["leaderboard", *words], standalone_mode=False)
