"""Pages of the site as a phone shows them: at 390 px nothing but code and tables is wider.

Usage: python -m tests.site.phone, with a chromium and the extra ``site``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.site.building import build_into
from tests.storage.phone import BROWSERS, WIDTH

ASK = """<script>addEventListener("load", () => setTimeout(() => {
document.documentElement.style.width = "%dpx";
const own = "pre, table, .md-typeset__scrollwrap, svg, nav, header, [hidden], .md-sidebar, .md-search";
const shown = [...document.querySelectorAll("article *")].filter(e => !e.closest(own));
const wide = shown.filter(e => e.getBoundingClientRect().right > %d + 1);
const told = wide.map(e => e.tagName + ": " + e.textContent.slice(0, 60));
const pushed = [...document.querySelectorAll("article pre, article table")].filter(e => {
  const box = e.tagName == "PRE" ? e.querySelector("code") : e.closest(".md-typeset__scrollwrap");
  const wider = e.getBoundingClientRect().right > %d + 1;
  return box && wider && getComputedStyle(box).overflowX == "visible"; });
const cut = pushed.map(e => "cut: " + e.textContent.slice(0, 60));
document.title = JSON.stringify([shown.length, [...told, ...cut]]);
}, 300));</script></body>"""


def looked_at(page: Path, browser: str) -> tuple[int, list[str]]:
    """How many elements of a page there are, and those that are too wide."""
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", ASK % (WIDTH, WIDTH, WIDTH)), encoding="utf-8")
    words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=500,900", "--dump-dom"]
    words += ["--virtual-time-budget=3000", page.as_uri()]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.S)
    assert title, "the browser showed no page"
    count, wide = json.loads(unescape(title[1]))
    return int(count), list(wide)


def main() -> int:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or find_spec("zensical") is None:
        sys.stdout.write("there is no chromium or no zensical here; nothing was looked at\n")
        return 0
    with TemporaryDirectory() as name:
        site = build_into(Path(name))
        pages = sorted(page for page in site.rglob("*.html") if page.name != "404.html")
        for page in pages:
            count, wide = looked_at(page, browser)
            assert wide == [], (page.relative_to(site).as_posix(), wide)
            assert count > 1, page
    sys.stdout.write(f"{len(pages)} pages, nothing cut at {WIDTH} px\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
