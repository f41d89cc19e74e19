"""A real browser without a window, driven by Chromium's own protocol."""

import asyncio
import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.waiting import PATIENCE_SECONDS, until

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_KEYS = {"Enter": ("Enter", "\r", 13), "Escape": ("Escape", "", 27), "Tab": ("Tab", "", 9)}


@contextmanager
def chromium() -> Iterator[int]:
    """Start one; gives the port of its protocol."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [
            PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
            f"--user-data-dir={profile}", "--no-first-run", "--disable-background-networking", "about:blank",
        ]  # fmt: skip
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            told = Path(profile) / "DevToolsActivePort"
            until(
                "the browser to say where it is", lambda: told.is_file() and len(told.read_text().split()) > 1
            )
            yield int(told.read_text().split()[0])
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


class Page:
    """One tab.

    Attributes:
        drawn: what came through the page's window to the desk, as text with its escape sequences.
        asked: every address that the page asked for.
    """

    def __init__(self, socket: Any) -> None:
        self._socket, self._number = socket, 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.drawn, self.asked = "", list[str]()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said.get("result", said))
            elif said["method"] == "Network.webSocketFrameReceived":
                frame = said["params"]["response"]
                if frame["opcode"] == 2:
                    self.drawn += base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
            elif said["method"] == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])

    async def ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        return await asyncio.wait_for(answer, PATIENCE_SECONDS)

    async def go(self, address: str) -> None:
        self.drawn = ""
        await self.ask("Page.navigate", url=address)

    async def press(self, *keys: str) -> None:
        """Keys by name, characters, or characters with Ctrl."""
        for key in keys:
            held, last = 2 * key.startswith("Ctrl+"), key.removeprefix("Ctrl+")
            name, text, code = _KEYS.get(last, (last, "" if held else last, ord(last[0].upper())))
            event = {"key": name, "windowsVirtualKeyCode": code, "modifiers": held}
            await self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **event)

    async def until(self, what: str, since: int = 0, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until this was drawn, from so many characters on."""
        for _ in range(int(seconds / 0.05)):
            if what in self.drawn[since:]:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{what!r} was not drawn")

    async def see(self, script: str) -> Any:
        """What a line of the page's own language gives."""
        found = await self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        return found["result"].get("value")

    async def picture(self, path: Path) -> None:
        found = await self.ask("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(found["data"]))

    async def close(self) -> None:
        self._listening.cancel()
        await self._socket.close()


async def open_page(session: Any, port: int) -> Page:
    """A new tab."""
    async with session.put(f"http://127.0.0.1:{port}/json/new?about:blank") as answer:
        told = await answer.json()
    page = Page(await session.ws_connect(told["webSocketDebuggerUrl"], max_msg_size=0))
    for domain in ("Page", "Network", "Runtime"):
        await page.ask(f"{domain}.enable")
    await page.ask("Emulation.setFocusEmulationEnabled", enabled=True)
    return page
