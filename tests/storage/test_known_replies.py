"""How steps are written about is kept beside a save: nothing is weighed twice, or reads otherwise."""

from collections.abc import Sequence

import pytest

from outreach_sim.api.situation import Desk
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.session import Session
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence import known_replies as keeping
from outreach_sim.storage.correspondence import reasons
from outreach_sim.storage.correspondence.inbox import Inbox, days_of
from outreach_sim.storage.correspondence.known_replies import known_replies
from outreach_sim.storage.correspondence.threads import Dealt
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import remove_files, replies_path, save_path

DAYS = 40


def read(game: Game, known: Sequence[Dealt] = ()) -> Inbox:
    inbox = Inbox(game, game.scenario.setup.player, known)
    for session, log in days_of(game):
        inbox.take(session, log)
    return inbox


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Whose reasons have been weighed, lab by lab."""
    labs: list[int] = []
    weigh = reasons.reason_for

    def watched(session: Session, step: Step, lab: int, own: OwnApproach, countered: bool) -> Reason | None:
        labs.append(lab)
        return weigh(session, step, lab, own, countered)

    monkeypatch.setattr(reasons, "reason_for", watched)
    return labs


def test_what_was_read_once_is_never_weighed_again_and_reads_the_same_then_and_later(
    scenario: Scenario, weighed: list[int]
) -> None:
    with Game.new("kept", scenario, 5, keep_script=True) as game:
        game.advance(DAYS)
        first = Desk(game).inbox
        assert len({*weighed}) > 1 and len(weighed) == len(first.dealt) > 10
        weighed.clear()
        assert Desk(game).inbox.threads == first.threads and not weighed
        game.advance(DAYS)
        known = known_replies(game)
        assert len(known) == len(first.dealt)
        gone_on = read(game, known)
        assert len(weighed) == len(gone_on.dealt) - len(known) > 10
        anew = read(game)
    assert gone_on.threads == anew.threads and gone_on.dealt == anew.dealt


def test_a_game_that_went_another_way_knows_nothing(scenario: Scenario) -> None:
    with Game.new("kept", scenario, 5, keep_script=True) as game:
        game.advance(DAYS)
        Desk(game)
        assert known_replies(game)
        game.undo()
        assert not known_replies(game), "the turn is taken back"
        game.advance(DAYS)
        assert not known_replies(game), "this is another turn, were it as long"


def test_other_rules_words_or_nonsense_know_nothing(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Game.new("kept", scenario, 5, keep_script=True) as game:
        game.advance(DAYS)
        Desk(game)
        path = replies_path(save_path("kept"))
        text = path.read_text(encoding="utf-8")
        with monkeypatch.context() as other:
            other.setattr(keeping, "_rules", lambda: b"other rules")
            assert not known_replies(game)
        for nonsense in ("", "[]", "{", text.replace('"of": "', '"of": "0'), text.replace("[[", "[[9, [")):
            path.write_text(nonsense, encoding="utf-8")
            assert not known_replies(game)
        for reason in ('"steps": [["no reason"],', '"steps": [[null, 99999],', '"steps": [[],'):
            path.write_text(text.replace('"steps": [', reason), encoding="utf-8")
            assert not known_replies(game)
        path.unlink()
        path.mkdir()
        assert not known_replies(game)
        Desk(game)  # it cannot be kept, and is read all the same


def test_it_is_kept_by_who_plays_the_game_and_removed_with_it(scenario: Scenario) -> None:
    path = save_path("kept")
    with Game.new("kept", scenario, 5, keep_script=True) as game:
        game.advance(DAYS)
        with Game.open("kept", write=False) as looked_at:
            Desk(looked_at)
        assert not replies_path(path).exists()
        Desk(game)
        assert replies_path(path).is_file()
    remove_files(path)
    assert not replies_path(path).exists()
