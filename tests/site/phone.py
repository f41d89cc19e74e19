"""The site in a real browser: at 390 px nothing is cut, nothing is asked for elsewhere, the search finds.

Usage: python -m tests.site.phone, with a chromium, and the extras ``site`` and ``test``.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from tests.site.building import build_into
from tests.tui.chromium import PROGRAM, Page, chromium, open_page
from tests.waiting import PATIENCE_SECONDS

WIDTH = 390
READY = "document.readyState == 'complete' && document.querySelectorAll('article *').length"
CUT = """(() => {
const beside = e => e.getBoundingClientRect().right > screen.width + 1;
const boxed = "pre, table, .md-typeset__scrollwrap, svg, nav, header, [hidden]";
const wide = [...document.querySelectorAll("article *")].filter(e => !e.closest(boxed) && beside(e));
const pushed = [...document.querySelectorAll("article pre, article table")].filter(e => {
  const box = e.tagName == "PRE" ? e.querySelector("code") : e.closest(".md-typeset__scrollwrap");
  return beside(e) && !(box && getComputedStyle(box).overflowX != "visible"); });
return [...wide, ...pushed].map(e => e.tagName + ": " + e.textContent.slice(0, 60)); })()"""
"""What is wider than the window, but for code and tables that can be pushed aside."""
SEARCH = "[...document.querySelectorAll('*')].some(e => e.shadowRoot && {})"
"""Whether something holds of the box for searching, which stands in a tree of its own."""


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


async def seen(page: Page, script: str, what: str) -> Any:
    """What a script gives, as soon as it gives something."""
    for _ in range(int(PATIENCE_SECONDS / 0.05)):
        if found := await page.see(script):
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


async def look(names: list[str], home: str, port: int) -> None:
    """Open every page as a phone does, then search."""
    import aiohttp

    async with aiohttp.ClientSession() as session:
        page = await open_page(session, port)
        await page.ask(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=844, deviceScaleFactor=2, mobile=True
        )
        for name in names:
            await page.go(home + name)
            await seen(page, f"location.pathname == '/{name}' && {READY} > 1", name)
            assert (cut := await page.see(CUT)) == [], (name, cut)
        assert len(page.asked) > len(names)
        assert [url for url in page.asked if not url.startswith((home, "data:"))] == []
        await page.ask("Emulation.clearDeviceMetricsOverride")
        await page.press("Ctrl+k")
        await seen(page, SEARCH.format("e.shadowRoot.querySelector('input')"), "the search")
        await page.ask("Input.insertText", text="winner's curse")
        found = "e.shadowRoot.textContent.includes('Guessing what people earn')"
        await seen(page, SEARCH.format(found), "the search to find a chapter of the lesson")
        await page.close()


def main() -> int:
    if PROGRAM is None or find_spec("zensical") is None:
        sys.stdout.write("there is no chromium or no zensical here; nothing was looked at\n")
        return 0
    with TemporaryDirectory() as name:
        site = build_into(Path(name))
        names = sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))
        names.remove("404.html")
        with served(site) as home, chromium() as port:
            asyncio.run(look(names, home, port))
    sys.stdout.write(f"{len(names)} pages, nothing cut at {WIDTH} px, nothing asked for elsewhere\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
