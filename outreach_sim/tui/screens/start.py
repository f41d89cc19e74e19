"""The first screen: a new game of a scenario, or a saved one."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.css.query import NoMatches
from textual.widgets import Input, Static
from textual.widgets.option_list import Option, OptionDoesNotExist
from textual.worker import get_current_worker

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted, dated
from outreach_sim.scenario.difficulty import FACTORS, Difficulty
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.seeds import seed_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.known_points import counted_points
from outreach_sim.storage.saves.shelf import State, glance, latest_first, look, remove
from outreach_sim.tui.choices import SAVES, Choice, choices
from outreach_sim.tui.colours import BAD, WARN
from outreach_sim.tui.fuzzy import Sought, with_marks
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, next_of, pressed, with_keys
from outreach_sim.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk


class StartScreen(Screen[None]):
    """Asks what to play."""

    CSS_PATH = "start.tcss"
    app: Desk
    HELP = """
    You recruit for one AI lab: write letters to researchers of others, play a week, read who answers and
    why, make offers. In the end your lab is compared with itself on the same luck, had you done nothing.

    Choose a game with Up and Down, and begin it with Enter: `first-game` takes ten minutes. Games that
    were begun stand above the new ones, and go on where they were left.

    **The seed** is a number for the luck. The same game with the same seed is the same world: play it
    again to do better. Where none is typed, it is the game's own if it has one, else any.
    """

    BINDINGS: ClassVar = [
        key(
            "start.play",
            "enter",
            "play",
            "Play",
            "begin the game under the cursor, or go on with it",
            first=True,
        ),
        key("start.quit", "q", "app.quit", "Quit", "leave the program"),
        key(
            "start.today",
            "t",
            "today",
            "Today",
            "the seed of the day: one luck for everybody who plays today",
        ),
        key("start.difficulty", "d", "difficulty", "Difficulty", "easy, normal or hard: goals and grants"),
        key("start.fame", "f", "fame", "Fame", "the hall of fame: games that were finished"),
        key("start.remove", "x", "remove", "Remove", "remove the saved game under the cursor, after asking"),
        key("start.find", "slash", "find", "Find", "find a game by letters of its name"),
        key("start.close", "escape", "close", "Close", "end the search", footer=False),
        key("start.seed", "s", "seed", "Seed", "choose the luck: the same seed, the same luck", footer=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.difficulty = Difficulty.NORMAL
        self._to_remove = ""
        self._lines: dict[Choice, Text] = {}

    def compose(self) -> ComposeResult:
        """A title, the list, and what is known of the line under the cursor."""
        yield Static(_title(self.difficulty), id="title")
        yield Input(placeholder="Find a game by letters of its name", compact=True, id="find", max_length=60)
        with Horizontal(id="choice"):
            yield Lines(id="games")
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="summary")
        yield Input(
            placeholder=with_keys("<start.seed>: seed of the luck; empty is the game's own, else any"),
            restrict=r"[0-9]*", max_length=18, id="seed", compact=True,
        )  # fmt: skip
        yield KeyBar(show_command_palette=True)

    def on_mount(self) -> None:
        """Begin at the first line; the search opens when it is asked for."""
        self.find.display = False
        self.query_one("#games", Lines).focus()

    def on_screen_resume(self) -> None:
        """List what there is; saves may have come meanwhile."""
        games = self.query_one("#games", Lines)
        place = games.highlighted
        saves = self._saves()
        self._lines = {choice: Text(f"  {choice.name}") for choice in choices(saves)}
        self._list()
        if place is not None and place < games.option_count:
            games.highlighted = place
        self.run_worker(partial(self._mark, saves), thread=True, exclusive=True)

    def _list(self) -> None:
        """The lines that fit what is looked for, the letters that do standing out."""
        games, sought, kind = self.query_one("#games", Lines), Sought(self.find.value), ""
        games.clear_options()
        for choice, line in self._lines.items():
            places = sought.match(line.plain)
            if sought.words and places is None:
                continue
            if choice.kind != kind:
                kind = choice.kind
                games.add_option(Option(Text(kind, "bold"), disabled=True))
            shown = line if places is None else with_marks(line.copy(), places.places)
            games.add_option(Option(shown, id=choice.identity))
        games.highlighted = 1 if games.option_count else None
        if not games.option_count:
            self.query_one("#summary", Static).update(Text("No game is called so.", "dim"))

    @property
    def find(self) -> Input:
        """The field to search with."""
        return self.query_one("#find", Input)

    @on(Input.Changed, "#find")
    def _find(self) -> None:
        self._list()

    def action_find(self) -> None:
        """Type what to look for."""
        self.find.display = True
        self.find.focus()

    def action_close(self) -> None:
        """End the search."""
        if self.find.display:
            self.find.value, self.find.display = "", False
        self.query_one("#games").focus()

    def _saves(self) -> list[str]:
        """Names of the saves; where nobody may look for them, there is still something new to play."""
        try:
            return latest_first()
        except OutreachError as error:
            self.app.say(error)
            return []

    def _mark(self, saves: list[str]) -> None:
        """Find out, beside the screen, which saves cannot be played."""
        worker = get_current_worker()
        for name in saves:
            if worker.is_cancelled:
                return
            state = glance(name)
            if state is not State.PLAYED:
                self.app.call_from_thread(self._show_state, name, state)
            elif not worker.is_cancelled:
                self._mark_sound(name)

    def _mark_sound(self, name: str) -> None:
        """Title, date and points of a game that can be played."""
        _, _, told = look(name, _line_of_save)
        if told:
            title, rest = told
            text = Text(f"  {title}\n", no_wrap=True, overflow="ellipsis")
            self.app.call_from_thread(self._show_line, name, text.append(f"  {name}, {rest}", "dim"))

    def _show_state(self, name: str, state: State) -> None:
        text = Text(f"  {name}  ").append(state, f"italic {BAD if state is State.DAMAGED else WARN}")
        self._show_line(name, text)

    def _show_line(self, name: str, text: Text) -> None:
        choice = Choice(SAVES, name)
        self._lines[choice] = text
        with suppress(OptionDoesNotExist, NoMatches):  # the list was made anew meanwhile, or left
            self.query_one("#games", Lines).replace_option_prompt(choice.identity, text)

    @on(Lines.OptionHighlighted, "#games")
    def describe(self, event: Lines.OptionHighlighted) -> None:
        """Tell about the line under the cursor."""
        if event.option_id is None:
            return
        self._to_remove = self._to_remove if event.option_id == f"{SAVES}/{self._to_remove}" else ""
        kind, _, name = event.option_id.partition("/")
        self.query_one("#summary", Static).update(_about(kind, name))

    @on(Lines.OptionSelected, "#games")
    def choose(self, event: Lines.OptionSelected) -> None:
        """Begin or open a game."""
        kind, _, name = (event.option_id or "").partition("/")
        typed = self.query_one("#seed", Input).value
        try:
            game = Choice(kind, name).opened(self.difficulty, int(typed) if typed else None)
        except OutreachError as error:
            self.app.say(error)
            return
        self.app.begin(game)

    def action_play(self) -> None:
        """From the seed on to the choice; from there into the game."""
        games = self.query_one("#games", Lines)
        if games.has_focus:
            games.action_select()
        else:
            games.focus()

    def action_today(self) -> None:
        """The luck that everybody has today."""
        self.query_one("#seed", Input).value = str(seed_of(date.today()))

    def action_difficulty(self) -> None:
        """The next one; it holds for new games."""
        self.difficulty = next_of(list(Difficulty), self.difficulty)
        self.query_one("#title", Static).update(_title(self.difficulty))
        self.app.tell(f"New games are {self.difficulty} from now on: {_told(self.difficulty)}.")

    def action_fame(self) -> None:
        """Show games that were finished."""
        from outreach_sim.tui.screens.fame import FameScreen

        self.app.push_screen(FameScreen())

    def action_remove(self) -> None:
        """Remove a saved game, once it was said twice."""
        games = self.query_one("#games", Lines)
        option = None if games.highlighted is None else games.get_option_at_index(games.highlighted)
        kind, _, name = ("" if option is None else option.id or "").partition("/")
        if kind != SAVES:
            self.app.tell("The cursor is on no saved game.", severity="warning")
        elif self._to_remove != name:
            self._to_remove = name
            again = pressed("start.remove")
            self.app.tell(f"{again} again removes {name} for good.", severity="warning", seconds=8.0)
        else:
            self._remove(name)

    def _remove(self, name: str) -> None:
        self._to_remove = ""
        try:
            remove(name)
        except OutreachError as error:
            self.app.say(error)
        else:
            self.app.tell(f"{name} is removed.")
        self.on_screen_resume()

    def action_seed(self) -> None:
        """Type a seed."""
        self.query_one("#seed", Input).focus()


def _title(difficulty: Difficulty) -> Text:
    text = Text()
    text.append("OUTREACH SIM\n", "bold")
    text.append("You recruit for an AI lab: write letters, make offers, see who comes, and\n")
    text.append("whether it does your lab any good. Begin with first-game.\n")
    text.append("No mail is ever sent: people are made up or your own, addresses reach nobody.", "dim")
    if difficulty is not Difficulty.NORMAL:
        text.append(f"\nNew games are {difficulty}: {_told(difficulty)}.", WARN)
    return text


def _told(difficulty: Difficulty) -> str:
    goal, grants = FACTORS[difficulty]
    return f"goals times {goal:g}, money that your lab is given times {grants:g}"


def _line_of_save(game: Game) -> tuple[str, str]:
    """What a list says of a save: its title, and where it branches off; points and date."""
    on = dated(game.scenario.date_of(game.session.day), "%-d %b %Y")
    where = game.origin.partition(", ")[2]
    return f"{game.scenario.title}{where and f', from {where}'}", f"{counted_points(game):+.1f}, {on}"


def _about(kind: str, name: str) -> Text:
    """What is known of a line of the list, or what is wrong with it."""
    if kind == SAVES:
        state, problem, text = look(name, _about_save)
        return text or Text(f"{state.capitalize()}\n", "bold").append(problem, "not bold")
    try:
        return _about_scenario(name)
    except OutreachError as error:
        return Text(str(error))


def _about_scenario(name: str) -> Text:
    loaded = load_scenario(name)
    text = Text()
    text.append(f"{loaded.title}\n", "bold").append(f"{loaded.summary}\n\n")
    text.append_text(_table(loaded))
    return text


def _table(loaded: Scenario) -> Text:
    text = Text()
    end = loaded.date_of(loaded.days)
    text.append(
        f"{dated(loaded.start, '%-d %B %Y')} to {dated(end, '%-d %B %Y')}, {counted(loaded.days, 'day')}\n"
    )
    text.append(f"{counted(len(loaded.population), 'researcher')} to write to\n\n")
    for index, lab in enumerate(loaded.setup.labs):
        yours = index == loaded.setup.player
        heads, fleet = counted(lab.researchers, "researcher"), counted(int(lab.fleet_h100e[0]), "H100")
        line = f"{lab.name}: {heads}, {fleet}"
        text.append(f"{line}{', yours' if yours else ''}\n", "bold" if yours else "")
    return text


def _about_save(game: Game) -> Text:
    text = Text()
    text.append(f"{game.scenario.title}\n", "bold")
    text.append(f"{dated(game.scenario.date_of(game.session.day), '%-d %B %Y')}: day {game.session.day} of ")
    text.append(f"{game.scenario.days}{', over' if game.session.over else ''}\n")
    text.append(f"{counted(game.turn, 'turn')}, {counted(len(game.lines()), 'order')}, seed {game.seed}\n")
    if game.origin:
        text.append(f"A branch, from {game.origin}.\n")
    if game.undone:
        text.append(f"Something was taken back {counted(game.undone, 'time')}.\n")
    return text
