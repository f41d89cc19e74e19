"""The desk in a browser: who comes in, how far, and a game played in a real one."""

import asyncio
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.errors import UsageError
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import list_names
from outreach_sim.storage.saves.wanted import Wanted
from outreach_sim.tui.browser import serve
from outreach_sim.tui.browser.guard import MOST_WINDOWS, Guard, within
from tests.tui.chromium import PROGRAM, chromium, open_page
from tests.tui.served import desks_of, no_desk_left, served
from tests.waiting import until

NEEDS_A_BROWSER = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed here")


@pytest.mark.parametrize(
    ("host", "origin", "token", "is_socket", "said"),
    [
        ("127.0.0.1:8173", "", "right", False, ""),
        ("127.0.0.1:8173", "http://127.0.0.1:8173", "right", True, ""),
        ("127.0.0.1:8173", "", "wrong", False, "needs the token"),
        ("127.0.0.1:8173", "", "", False, "needs the token"),
        ("evil.example:8173", "", "right", False, "under another name"),
        ("127.0.0.1:9000", "", "right", False, "under another name"),
        ("127.0.0.1:8173", "http://evil.example", "right", False, "not the desk's own"),
        ("127.0.0.1:8173", "http://evil.example", "right", True, "not the desk's own"),
        ("127.0.0.1:8173", "", "right", True, "not the desk's own"),
        ("127.0.0.1:8173", "null", "right", True, "not the desk's own"),
    ],
)
def test_only_the_page_of_this_desk_with_its_token_comes_in(host, origin, token, is_socket, said) -> None:
    guard = Guard(8173)
    headers = {"Host": host} | ({"Origin": origin} if origin else {})
    given = guard.token if token == "right" else token
    found = guard.objection(headers, given, is_socket=is_socket)
    assert said in found and bool(said) == bool(found)


def test_no_more_windows_are_opened_than_some() -> None:
    guard = Guard(8173)
    headers = {"Host": guard.place, "Origin": f"http://{guard.place}"}
    guard.windows = MOST_WINDOWS
    assert "close one" in guard.objection(headers, guard.token, is_socket=True)
    assert not guard.objection(headers, guard.token, is_socket=False)
    assert Guard(8173).token != guard.token and len(guard.token) >= 32


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (("99999999", "99999999"), (500, 200)), (("-5", "0"), (80, 3)), (("120", "40"), (120, 40)),
        ((None, "x"), (80, 24)), ((True, {}), (80, 24)), (("9" * 5000, "1"), (80, 3)),
        (("١٢٠", "24"), (80, 24)),
    ],
)  # fmt: skip
def test_a_window_has_a_size_that_can_be_drawn_whatever_is_asked_for(asked, given) -> None:
    assert within(*asked) == given


def test_without_the_library_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"install it with: pip install textual-serve$"):
        serve.serve_desk(Wanted("first-letter"), 8173)


def test_the_command_line_hands_all_of_it_to_the_desk() -> None:
    asked = []

    class Door:
        def serve(self, *words: object) -> int:
            asked.append(words)
            return 0

    words = ["play", "first-letter", "--seed", "3", "--browser", "--port", "9000"]
    assert run_command_line(words, desk=Door()) == 0
    assert asked == [(Wanted("first-letter", 3), 9_000)]


def test_a_served_desk_refuses_strangers_and_what_was_not_touched_is_not_kept(own_home: Path) -> None:
    aiohttp = pytest.importorskip("aiohttp", reason="the extra serve is not installed")
    pytest.importorskip("textual_serve", reason="the extra serve is not installed")

    async def knock(place: str, token: str) -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            for path in ("/", "/static/js/textual.js", "/desk.js", "/ws", "/?token=wrong", "/download/x"):
                async with session.get(f"http://{place}{path}") as answer:
                    assert answer.status == 403, path
            async with session.get(f"http://{place}/?token={token}") as answer:
                assert (answer.status, str(answer.url)) == (200, f"http://{place}/")
                page = await answer.text()
                assert "googleapis" not in page and token not in page
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"ws://{place}/ws", origin="http://evil.example")
            size = f"ws://{place}/ws?width=99999999&height=99999999"
            async with session.ws_connect(size, origin=f"http://{place}") as window:
                for nonsense in (
                    "[]",
                    "7",
                    "{",
                    '["resize", 7]',
                    '["stdin", {}]',
                    '["resize", {"width": 1e99}]',
                ):
                    await window.send_str(nonsense)
                assert (await window.receive()).data
                (desk,) = desks_of(desk_server.process)
                started_with = Path(f"/proc/{desk}/environ").read_bytes().split(b"\0")
                assert {b"COLUMNS=500", b"ROWS=200"} <= set(started_with)
            desks.append(desk)

    desks: list[int] = []
    with served(own_home, "first-letter", "--seed", "5") as desk_server:
        asyncio.run(knock(desk_server.place, desk_server.token))
        no_desk_left(desks)
        assert list_names() == ["first-letter"]
    assert desk_server.process.returncode == 0 and list_names() == []


@pytest.mark.whole
@NEEDS_A_BROWSER
def test_a_game_is_played_in_a_real_browser_that_asks_nobody_else(own_home: Path) -> None:
    aiohttp = pytest.importorskip("aiohttp", reason="the extra serve is not installed")
    pytest.importorskip("textual_serve", reason="the extra serve is not installed")

    async def play(address: str, place: str, port: int) -> None:
        async with aiohttp.ClientSession() as session:
            page = await open_page(session, port)
            await page.go(address)
            await page.until("write to the person")
            await page.press("w")
            await page.until("Ask me before each step")
            await page.press("Ctrl+s")
            await page.until("goes out with the next day")
            await page.press("n")
            await page.until("day 7/60")
            assert await page.see("location.href") == f"http://{place}/"
            assert len(page.asked) > 4 and all(asked.startswith(f"http://{place}/") for asked in page.asked)
            await page.close()

    with served(own_home, "first-letter", "--seed", "5") as desk, chromium() as port:
        asyncio.run(play(desk.address, desk.place, port))
    with Game.open("first-letter", write=False) as game:
        assert (game.turn, game.session.day, len(game.lines())) == (1, 7, 1)
    until("every desk to end", lambda: not desks_of(desk.process))
