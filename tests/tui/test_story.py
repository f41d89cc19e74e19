"""A story is told at the desk as it happens, and says what to do next."""

from outreach_sim.market.setup import Do, Sender
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.draft import first_draft, standing_draft
from outreach_sim.tui.next_step import next_step
from outreach_sim.tui.play import Play


def write_to(play: Play, name: str) -> None:
    candidate = next(i for i in range(len(play.scenario.population)) if play.name(i) == name)
    draft = first_draft(play, (candidate,)).changed(sender=Sender.CEO, direct=True, by_hand=True)
    play.act(draft.order(play.lab))


def test_the_first_game_names_three_people_to_write_to_and_tells_what_came_of_it() -> None:
    scenario = load_scenario("first-game")
    with Game.new("first", scenario, scenario.luck(None)) as game:
        play, asked = Play(game), []
        for _ in range(3):
            said = next_step(play).plain
            assert said.startswith("Write to ")
            asked.append(min((play.name(i) for i in range(30)), key=lambda name: said.find(name) % 999))
            write_to(play, asked[-1])
        assert len(set(asked)) == 3
        assert "order" in next_step(play).plain, "what is ordered is not asked for again"
        turn = play.advance(1)
        assert len(turn.story) >= 3 and turn.told.startswith(turn.story[0])
        assert not any("{" in line for line in turn.story)
        assert not set(play.advance(1).story) & set(turn.story), "each is said once"


def test_a_turn_ends_when_the_story_asks_for_something_new_and_not_for_what_it_asked_for_before() -> None:
    scenario = load_scenario("first-game")
    with Game.new("asked", scenario, scenario.luck(None)) as game:
        play = Play(game)
        turn = play.advance(28, heed=True)
        assert play.session.day == 7 and turn.stopped.startswith("Write to ")
        assert play.advance(2, heed=True).stopped == "" and play.session.day == 9
        assert play.advance(28, heed=True).stopped.startswith("Write to ") and play.session.day == 14
        play.advance(28, heed=True)
        assert play.over, "what was never done is not asked for again"


def test_a_turn_ends_on_the_day_on_which_the_story_says_that_something_lasts_a_while_only() -> None:
    scenario = load_scenario("first-game")
    with Game.new("lasts", scenario, scenario.luck(None)) as game:
        play = Play(game)
        write_to(play, play.name(18))
        while not (waiting := play.awaiting()):
            play.advance(1)
        play.act(standing_draft(play, waiting[0]).changed(direct=True).order(play.lab, Do.OFFER))
        story: tuple[str, ...] = ()
        while not any("while it lasts" in line for line in story):
            story = play.advance(28, heed=True).story
        days = game.log.day[game.log.kind == Event.LED_AWAY].tolist()
        assert days == [play.session.day - 1] or days == [play.session.day]


def test_a_scenario_without_a_story_tells_none() -> None:
    with Game.new("plain", load_scenario("first-letter"), 5) as game:
        play = Play(game)
        assert not play.advance(7).story
