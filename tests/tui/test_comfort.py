"""What a stranger tries first: keys of lists, marks, jumps, the palette, notices, pictures."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from outreach_sim.mail.steps import Step
from outreach_sim.market.setup import Do
from outreach_sim.tui.draft import Draft, first_draft, standing_draft
from outreach_sim.tui.panes.people import PeoplePane
from outreach_sim.tui.people import Who
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.compose import ComposeScreen
from outreach_sim.tui.screens.help import HelpScreen
from outreach_sim.tui.screens.jump import JumpScreen
from outreach_sim.tui.stakes import of_every_letter
from outreach_sim.tui.texts import threads
from outreach_sim.tui.texts.batch import left_out
from outreach_sim.tui.widgets.amount import Amount
from tests.tui.desks import Driver, hostile_scenario, run


def pane(driver: Driver) -> PeoplePane:
    return driver.app.screen.query_one(PeoplePane)


def test_the_same_keys_go_to_the_ends_of_tables_lists_and_pages() -> None:
    async def steps(driver: Driver) -> None:
        table = pane(driver).table
        last = table.row_count - 1
        assert last > 2
        for keys, row in (
            (("G",), last), (("g",), 0), (("end",), last), (("home",), 0), (("j", "j", "k"), 1),
        ):  # fmt: skip
            await driver.press(*keys)
            assert table.cursor_row == row, keys
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, HelpScreen)
        page = driver.app.screen.query_one("#paper")
        await driver.press("G")
        assert page.scroll_y == page.max_scroll_y > 0
        await driver.press("g")
        assert page.scroll_y == 0
        await driver.press("question_mark", "q")
        games = driver.app.screen.query_one("#games", OptionList)
        await driver.press("G")
        assert games.highlighted == games.option_count - 1
        await driver.press("g")
        assert games.highlighted == 1  # the first line that can be chosen

    run(steps)


def test_a_letter_leads_to_whatever_can_be_gone_to_and_any_other_key_back() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("ctrl+g")
        assert isinstance(driver.app.screen, JumpScreen)
        await driver.press("s")
        assert driver.text().splitlines()[3].startswith(" People") and driver.app.screen.room == "inbox"  # type: ignore[attr-defined]
        await driver.press("1", "w", "ctrl+g")
        labels = {str(label.content) for label in driver.app.screen.query(".label").results()}  # type: ignore[attr-defined]
        assert {"a", "s", "d", "f"} <= labels
        await driver.press("escape")
        assert isinstance(driver.app.screen, ComposeScreen)
        await driver.press("ctrl+g", "a")
        assert driver.app.focused is driver.app.screen.query_one("#template")

    run(steps)


def test_the_palette_finds_people_by_letters_in_order(tmp_path: Path) -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        assert play.name(2) == "Björn Töpfer" and pane(driver).candidate != 2
        await driver.press("ctrl+p")
        assert isinstance(driver.app.screen, CommandPalette)
        await driver.type("bjorntopf")
        assert "Björn Töpfer, South [/] Lab, 3" in driver.text(), "a name is no markup"
        await driver.press("down", "enter")
        await driver.settle()
        assert pane(driver).candidate == 2

    names = ["Bjarne Tofte", "Ann Björk", "Björn Töpfer", "Jörn Topf"]
    run(steps, str(hostile_scenario(tmp_path, names)))


def test_a_batch_goes_to_who_can_be_written_to_and_says_who_is_left_out(play: Play) -> None:
    async def steps(driver: Driver) -> None:
        people, play = pane(driver), driver.play
        first = people.candidate
        await driver.press("w", "ctrl+s", "n", "asterisk")
        listed = [*map(int, people.table.keys)]
        assert people.marked == set(listed) - {first}
        told = driver.notices()[-1]
        assert f"{len(listed) - 1} people are marked. Left out" in told and play.name(first) in told
        await driver.press("asterisk")
        assert not people.marked
        await driver.press("home", "down", "space", "down", "down", "x")
        assert people.marked == set(listed[1:5])
        people.marked.add(first)  # one who was written to since
        await driver.press("w")
        screen = driver.app.screen
        assert isinstance(screen, ComposeScreen) and play.name(first) in driver.notices()[-1]
        at_cursor = (listed[4], *listed[1:4])
        assert screen.draft.candidates == at_cursor != tuple(sorted(at_cursor)), (
            "who is looked at comes first"
        )
        await driver.press("escape", "home", "w")
        assert isinstance(driver.app.screen, ComposeScreen)
        assert driver.app.screen.draft.candidates == tuple(listed[1:5]), "else they stand as they are listed"

    run(steps)
    told = list(left_out(play, [0, 1, 2, 3, 4]))
    assert len(told) == 1 and told[0].endswith("and 2 others.") and not list(left_out(play, []))


def best_of(play: Play, batch: Draft) -> tuple[int, ...]:
    points = dict(zip(batch.candidates, of_every_letter(play, batch).expected.tolist(), strict=True))
    return tuple(sorted(points, key=lambda c: (-points[c], c))[:3])


@pytest.mark.parametrize("own_words", [False, pytest.param(True, marks=pytest.mark.whole)])
def test_of_a_batch_that_is_too_large_the_best_that_fit_can_be_written_to(own_words: bool) -> None:
    async def steps(driver: Driver) -> None:
        people, play = pane(driver), driver.play
        await driver.press("end", "asterisk", "w")
        screen = driver.app.screen
        assert isinstance(screen, ComposeScreen) and screen.draft.first == people.candidate
        if own_words:
            await driver.press("ctrl+e", "end", *"Hello", "escape")
            pay = {one.first: one.pay_usd for one in screen.draft.for_each(play.view.pay)}
            await driver.press("escape", "home", "w")
            screen = driver.app.screen
            assert isinstance(screen, ComposeScreen) and screen.draft.mails, "whoever is shown, they wait"
            assert screen.draft.first == people.candidate and screen.draft.pay_usd == pay[people.candidate]
        batch, room = screen.draft, play.letters_left()["HIRING_MANAGER"]
        assert room == 3 < len(batch.candidates)
        await driver.press("ctrl+s")
        said = f"can write to 3 of these {len(batch.candidates)} this week. Ctrl+F keeps those of whom most"
        assert (
            said in driver.notices()[-1] and play.name(best_of(play, screen.draft)[0]) in driver.notices()[-1]
        )
        assert said[:30] in driver.shown("#means").replace("\n", " ")
        best = best_of(play, screen.draft)
        pay = {one.first: one.pay_usd for one in screen.draft.for_each(play.view.pay)}
        await driver.press("ctrl+f")
        in_order = tuple(c for c in batch.candidates if c in best)
        assert screen.draft.candidates == in_order and screen.draft.pay_usd == pay[in_order[0]]
        await driver.press("ctrl+s")
        assert {order.candidates[0] for order in play.ordered()} == set(best)
        assert people.marked == set(batch.candidates) - set(best)
        await driver.press("w", "ctrl+s")
        assert "can write 0 more this week" in driver.notices()[-1]

    run(steps, changed=("labs.north.letters_per_week.hiring-manager=3",))


def test_labs_go_round_from_rivals_and_never_begin_with_ones_own() -> None:
    async def steps(driver: Driver) -> None:
        people, seen = pane(driver), []
        for _ in range(3):
            await driver.press("l")
            seen.append(people.sight.lab)
        rivals = [lab for lab in range(len(driver.play.scenario.setup.labs)) if lab != driver.play.lab]
        assert seen == [*rivals, None, *rivals][:3]
        people.look_at(people.sight.__class__(who=Who.EVERYONE))
        await driver.press("l", "l")
        assert people.sight.lab == driver.play.lab

    run(steps)


def test_fields_for_numbers_take_no_letters_but_those_of_numbers() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w")
        field = driver.app.screen.query_one("#pay", Amount)
        await driver.type("xq1n.5")
        assert field.value == "1.5"
        await driver.type("mm")
        assert field.value == "1.5m" and field.number == 1_500_000

    run(steps)


def test_a_notice_takes_room_of_its_own_and_the_cursor_stays_in_sight() -> None:
    async def steps(driver: Driver) -> None:
        table = pane(driver).table
        await driver.press("G")
        before = table.region
        driver.app.tell("one\ntwo", title="three")
        await driver.settle()
        lines = driver.text().splitlines()
        assert table.region.height == before.height - 3 and "three" in lines[-4]
        assert driver.play.name(pane(driver).candidate) in lines[table.region.bottom - 1]

    run(steps, "personal-email")


def test_notices_leave_no_lines_behind_however_many_there_were() -> None:
    async def steps(driver: Driver) -> None:
        table, before = pane(driver).table, pane(driver).table.region
        for number in range(4):
            driver.app.tell(f"notice {number}")
            await driver.settle()
            assert table.region.height == before.height - 1
            assert driver.text().splitlines()[-2].startswith(f"▌ notice {number}")
        driver.app.clear_notifications()
        await driver.settle()
        assert table.region == before

    run(steps)


def test_a_picture_is_kept_or_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(driver: Driver) -> None:
        driver.app.action_picture()
        driver.app.action_picture()
        pictures = sorted(tmp_path.glob("*.svg"))
        assert (
            len(pictures) == 2
            and "http" not in pictures[0].read_text().split("<style>")[1].split("</style>")[0]
        )
        (tmp_path / "gone").mkdir()
        monkeypatch.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()
        driver.app.action_picture()
        await driver.settle()
        assert "Not possible" in driver.notices()[-1]

    run(steps)


def test_who_was_refused_by_ones_own_people_is_explained(keen: Play) -> None:
    rivals = [c for c in range(len(keen.scenario.population)) if keen.view.free[c]]
    for candidate in rivals[:8]:
        keen.act(first_draft(keen, (candidate,)).order(keen.lab))
    keen.advance(7)
    for own in keen.awaiting():
        keen.act(standing_draft(keen, own).order(keen.lab, Do.OFFER))
    keen.advance(7)
    refused = [c for c, mails in keen.inbox.threads.items() if mails[-1].step is Step.NO_OFFER]
    assert refused
    chance = keen.scenario.setup.parameters.offer_chance_direct
    assert f"{100 * chance:.1f} % without any" in threads.thread(keen, refused[0]).plain
    others = [c for c in keen.inbox.threads if c not in refused]
    assert not any("without any get an offer" in threads.thread(keen, c).plain for c in others)
