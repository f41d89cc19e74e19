"""What an agent is told, what it can do, what it may use, and what comes of it."""

from typing import Any

import pytest

import outreach_sim as osim
from outreach_sim.agent.door import SALT_BYTES, Door, stopwatch
from outreach_sim.agent.limits import Limits
from outreach_sim.agent.questions import Questions
from outreach_sim.agent.requests import LOOKS, VERBS
from outreach_sim.study.balance import play_through, with_policy
from tests.agent.games import SEED, ask, door, refused, scenario, seat, send

MINE = {
    "letter": "mine",
    "subject": "About {{ topic }}",
    "body": "{{ first_name }}, your work on {{ topic }} is why I write. Can we talk?\n\n{{ sender }}",
}


def everything_in(told: Any) -> list[Any]:
    """Every key and every value of what was told."""
    if isinstance(told, dict):
        return [*told, *(one for inner in told.values() for one in everything_in(inner))]
    return [one for inner in told for one in everything_in(inner)] if isinstance(told, list) else [told]


def people(played: Door, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(played, "observe", what="people", **filters)["people"]
    return found


def test_a_game_over_lines_is_the_game_of_the_library() -> None:
    played, own = door(), osim.play("first-letter", seed=SEED)
    best = [one["candidate"] for one in people(played, limit=3)]
    assert best == own.free[:3]
    assert ask(played, "act", orders=[send(*best)])["taken"] == [{"order": 1, "letters_to": best}]
    own.act(osim.send(best, letter="ceo-personal", sender="ceo", pay_ratio=2.5))
    while not played.player.game.over:
        ask(played, "advance", days=28)
    while not own.over:
        own.advance(28)
    result = ask(played, "finish")["result"]
    assert (result["log_hash"], result["points"], result["hires"]) == (
        own.log_hash, round(own.points(), 6), own.outcome().hires,
    )  # fmt: skip
    assert result["hires"] > 0 and result["points"] == pytest.approx(sum(result["lines"].values()))


def test_what_is_told_is_what_a_lab_can_know() -> None:
    played = door()
    told: list[Any] = [played.hello]
    ask(played, "act", orders=[send(people(played)[0]["candidate"], by_hand=True)])
    for _ in range(3):
        told += [ask(played, "rules"), ask(played, "advance", days=5), ask(played, "observe")]
        whats = VERBS["observe"].model_fields["what"].annotation.__args__  # type: ignore[union-attr]
        told += [ask(played, "observe", what=what) for what in whats if what != "person"]
        told += [ask(played, "observe", what="person", candidate=one) for one in (1, 14, 15)]
    told.append(ask(played, "explain", candidate=14))
    session = played.player.game._state().session
    facts, view = session.setup.people, session.observe()
    hidden = set(facts.pay_usd.tolist()) - set(view.pay_guess_usd.tolist())
    assert len(hidden) > 5, "the lab does not know what rivals pay"
    own = {int(pay) for pay, home in zip(facts.pay_usd, facts.employer, strict=True) if home == view.lab}
    said = everything_in(told)
    assert not (hidden - own) & {one for one in said if type(one) is int}
    assert SEED not in [one for one in everything_in(played.hello) if type(one) is int]
    assert not {"seed", "salt", "logit", "log_hash", "ability", "fit"} & {
        one for one in said if type(one) is str
    }


def test_a_ratio_of_pay_is_over_what_the_lab_believes() -> None:
    played = door()
    first, second = (one["candidate"] for one in people(played, limit=2))
    known = {one: ask(played, "observe", what="person", candidate=one)["person"] for one in (first, second)}
    ask(played, "act", orders=[send(first, pay_ratio=1.5), send(second, pay_ratio=3)])
    ask(played, "advance", days=1)
    pays = {
        one["candidate"]: one["pay_usd"] for one in ask(played, "observe", what="approaches")["approaches"]
    }
    for candidate, ratio in ((first, 1.5), (second, 3.0)):
        assert pays[candidate] == pytest.approx(ratio * known[candidate]["pay_known_usd"], abs=1)


def test_orders_are_taken_or_refused_each_by_itself_in_the_market_s_words() -> None:
    played = door()
    reply = ask(played, "act", orders=[
        send(14), send(999), send(15, letter="ceo-persnal"), {"do": "buy", "h100e": 5}, send(15),
        {"do": "invite", "to": [5]},
    ])  # fmt: skip
    assert [one["order"] for one in reply["taken"]] == [1, 5]
    assert reply["refused"] == [
        {"order": 2, "why": "there is no candidate 999, ids run from 1 to 20"},
        {"order": 3, "why": "there is no letter 'ceo-persnal', did you mean 'ceo-personal'?"},
        {"order": 4, "why": "Machines: machines cannot be ordered here"},
        {"order": 6, "why": "Indali Memon (5): nothing is under way with this person"},
    ]  # fmt: skip
    assert ask(played, "observe")["means"]["letters_left"]["ceo"] == 1


def test_people_are_filtered_sorted_and_paged() -> None:
    played = door()
    everybody = people(played, limit=50)
    assert [one["points"] for one in everybody] == sorted((one["points"] for one in everybody), reverse=True)
    by_pay = people(played, by="pay", limit=2, offset=1)
    pays = sorted((one["pay_known_usd"] for one in everybody), reverse=True)
    assert [one["pay_known_usd"] for one in by_pay] == pays[1:3]
    seniors = people(played, min_level=5, max_pay=pays[0] - 1, employer="south")
    assert {one["candidate"] for one in seniors} == {
        one["candidate"] for one in everybody if one["level"] >= 5 and one["pay_known_usd"] < pays[0]
    }
    assert people(played, employer="north") == [] and people(played, ids=[everybody[2]["candidate"]])


def test_own_words_are_measured_as_elsewhere_and_said_in_letters_and_answers() -> None:
    played = door()
    told = ask(played, "write", **MINE, candidate=14)
    same = played.player.game.noticed("mine", 14)
    assert told["log_odds"] == pytest.approx(same["log_odds"], abs=1e-6) and told["body"] == same["body"]
    assert sum(one["value"] for one in told["noticed"] if one["link"] == "reply") == pytest.approx(
        told["log_odds"]["reply"], abs=1e-5
    )
    loop = "{% for a in b %}{% endfor %}"
    assert "not allowed in a letter" in refused(played, "write", letter="bad", subject="x", body=loop)
    assert "from 1 to 20, not 99" in refused(played, "write", **MINE | {"letter": "other"}, candidate=99)
    glad = "Glad to hear it. Come and see our machines."
    ask(played, "write", letter="glad", stage="answer", body=glad)
    assert [one["id"] for one in ask(played, "observe", what="letters")["letters"]][-2:] == ["mine", "glad"]
    ask(played, "act", orders=[send(15, 5, 14, by_hand=True, letter="mine")])
    turn: dict[str, Any] = {"waiting": []}
    while not turn["waiting"] and not played.player.game.over:
        turn = ask(played, "advance", days=28)
    who = turn["waiting"][0]["candidate"]
    assert turn["waiting"][0]["needs"] == "answer" and turn["replies"][-1]["body"]
    ask(played, "act", orders=[{"do": "invite", "to": [who], "words": "glad"}])
    ask(played, "advance", days=1)
    mails = ask(played, "observe", what="person", candidate=who)["mails"]
    assert [one["body"] for one in mails if "machines" in one["body"]] == [glad]


def test_a_turn_ends_where_something_needs_an_answer_or_a_forecast() -> None:
    played = door()
    assert ask(played, "advance", days=28)["played"] == 20, "a third of sixty days"
    every = ["hires>=1", "hires>=2", "hires>=3", "hires>=5", "hires>=8"]
    assert ask(played, "observe")["questions"] == every
    assert ask(played, "forecast", question=every.pop(1), p=0.25)["open"] == every
    ask(played, "advance", days=1)
    assert "answered on the days 0, 20, 40" in refused(played, "forecast", question="hires>=2", p=0.25)


def test_forecasts_are_scored_by_what_came_true() -> None:
    asked = Questions(60)
    assert asked.asked_on == [0, 20, 40] and Questions(2).asked_on == [0, 1] and Questions(1).asked_on == [0]
    asked.answers = {(0, "hires>=1"): 0.9, (0, "hires>=8"): 1.0, (20, "hires>=2"): 0.0}
    found = asked.scored(1)
    assert found["brier"] == pytest.approx((0.1**2 + 1.0 + 0.0 + 12 * 0.25) / 15, abs=1e-6)
    logs = 0.105361 + 6.907755 + 0.0 + 12 * 0.693147
    assert found["log_score"] == pytest.approx(logs / 15, abs=1e-5)
    assert (found["asked"], found["answered"]) == (15, 3)
    assert [(one["p"], one["came_true"]) for one in found["answers"]] == [
        (0.9, True),
        (1.0, False),
        (0.0, False),
    ]
    assert Questions(60).scored(0)["brier"] == 0.25, "one half for whatever has no answer"


@pytest.mark.parametrize(("limits", "spent"), [(Limits(calls=3), "calls"), (Limits(seconds=5), "seconds")])
def test_when_calls_or_seconds_are_used_up_the_game_ends_without_orders(limits: Limits, spent: str) -> None:
    now = [0]
    played = door(limits, clock=lambda: now[0])
    ask(played, "act", orders=[send(14, labs=None, pay=None)])
    ask(played, "note", text="here")
    now[0] = 5_000
    ask(played, "observe")
    now[0] = 5_001
    told = refused(played, "observe")
    most = "3 calls" if spent == "calls" else "5 seconds"
    told_so = f"the {most} of this game are used up: it was played to its end without you, finish tells"
    assert told == f"{told_so} its result"
    assert refused(played, "act", orders=[send(15)]) == told and played.player.game.over
    result = ask(played, "finish")["result"]
    assert result["ended"] == spent and result["usage"]["calls"] == 5
    idle = osim.play("first-letter", seed=SEED)
    idle.act(osim.send(14, letter="ceo-personal", sender="ceo", pay_ratio=2.5))
    while not idle.over:
        idle.advance(60)
    assert result["log_hash"] == idle.log_hash


def test_what_ifs_beyond_their_limit_are_refused_and_the_game_goes_on() -> None:
    played = door(Limits(what_ifs=2))
    ask(played, "explain", candidate=14, pay=None, pay_ratio=None)  # null says nothing
    takes = ask(played, "what_if", candidate=14, target=0.3)
    assert takes["target"] == 0.3 and {one["lever"] for one in takes["levers"]} >= {
        "pay",
        "compute",
        "sender",
    }
    assert refused(played, "explain", candidate=14) == "2 what-ifs of this game are used up, play on without"
    ask(played, "rules")
    ask(played, "observe")
    assert {"rules", "observe", "explain", "what_if"} == set(LOOKS)
    assert played.player.game.log_hash == osim.play("first-letter", seed=SEED).log_hash, "looking is nothing"
    ask(played, "advance")
    assert played.used.what_ifs == 2


def test_an_agent_that_leaves_has_its_game_played_to_the_end() -> None:
    kept: list[Any] = []
    played = door(keep=kept.append)
    ask(played, "hello", model="a model", scaffold="a program")
    ask(played, "observe", usage={"tokens_in": 3, "usd": 0.5})
    ask(played, "observe", usage={"tokens_in": 4, "tokens_out": 1})
    played.leave()
    played.leave()
    end = kept[-1]
    assert [line["kind"] for line in kept] == ["begin", "turn", "turn", "turn", "end"]
    assert end["ended"] == "left" and end["result"]["agent"] == {"model": "a model", "scaffold": "a program"}
    used = end["result"]["usage"]
    assert (used["tokens_in"], used["tokens_out"], used["usd"], used["calls"]) == (7, 1, 0.5, 3)
    assert played.player.game.over


def test_the_result_says_what_policies_make_of_the_same_luck() -> None:
    played = door(policies=("spray", "patient"))
    result = ask(played, "finish")["result"]
    for name, one in result["policies"].items():
        found = play_through(with_policy(scenario().setup, name), SEED, 1)
        assert one == {"points": int(found.score[0]) / 1e6, "hires": int(found.hires[0])}
    assert set(result["policies"]) == {"spray", "patient"}
    assert (result["points"], result["beaten"], result["ended"]) == (0.0, 0, "finish"), "nothing was done"
    assert played.handle({"do": "finish"})["result"] == result
    assert refused(played, "act", orders=[send(14)]) == "the game is over, finish tells its result"


def test_a_reply_has_the_id_of_its_request_and_a_hostile_one_has_none() -> None:
    played = door()
    assert played.handle({"do": "observe", "id": 3})["id"] == 3
    assert played.handle({"do": "nothing", "id": "a-1"})["id"] == "a-1"
    for given in (True, 1.5, None, [1], "\x1b[2J", "x" * 300):
        assert "id" not in played.handle({"do": "observe", "id": given})
    assert played.line(b"\xff") == {"ok": False, "day": 0, "why": "the line is no UTF-8 from byte 1 on"}


def test_a_salt_is_drawn_for_every_game_and_a_clock_begins_at_nothing() -> None:
    salts = {seat().salt for _ in range(3)}
    assert len(salts) == 3 and {len(salt) for salt in salts} == {2 * SALT_BYTES}
    assert stopwatch()() < 60_000
