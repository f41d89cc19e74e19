"""Pages as a phone shows them: at 390 px nothing is cut and nothing has to be pushed aside. Needs a chromium.

Usage: python -m tests.storage.phone
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from outreach_sim.cli.failure import run_command_line

WIDTH = 390
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAY = "script.*.offer.pay_ratio"
LONG = "A name of forty characters, no more, yes"
PAGES = {
    "run": ["run", "personal-email", "-n", "12"],
    "compare": ["compare", "personal-email", "--b", f"{PAY}=4", "--set", f"c:{PAY}=1", "--name", f"b={LONG}",
                "-n", "12", "--metric", "hires", "--metric", "committed_usd"],
    "sweep": ["sweep", "personal-email", "--vary", f"{PAY}=1,2,3000000", "--vary", "labs.meta.appeal=0.1,0.5",
              "-n", "12"],
}  # fmt: skip
ASK = """<script>
document.documentElement.style.width = "%dpx";
const shown = [...document.querySelectorAll("body *:not(svg *)")].filter(e => !e.closest("thead"));
const wide = shown.filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1);
const outside = shown.filter(e => e.getBoundingClientRect().right > %d);
const cut = [...document.querySelectorAll("svg text")].filter(e => {
  const text = e.getBoundingClientRect(), picture = e.ownerSVGElement.getBoundingClientRect();
  return text.left < picture.left - 1 || text.right > picture.right + 1; });
const found = [...wide, ...outside, ...cut];
document.title = JSON.stringify(found.map(e => e.tagName + ": " + e.textContent.slice(0, 60)));
</script></body>"""


def cut_at(page: str, folder: Path, browser: str) -> list[str]:
    """Elements of a page that are wider than their place, everything unfolded."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    text = bare.replace("<details>", "<details open>")
    (folder / "asked.html").write_text(text.replace("</body>", ASK % (WIDTH, WIDTH)), encoding="utf-8")
    # A window is never narrower than 500 px; rules for phones hold up to 640, so the page is made narrow.
    words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=500,900", "--dump-dom"]
    done = subprocess.run(
        [*words, (folder / "asked.html").as_uri()], capture_output=True, text=True, check=True
    )
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.S)
    assert title, "the browser showed no page"
    found: list[str] = json.loads(unescape(title[1]))
    return found


def main() -> int:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stdout.write("there is no chromium here; nothing was looked at\n")
        return 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        for page, words in PAGES.items():
            file = folder / f"{page}.html"
            assert run_command_line([*words, "--report", str(file)]) == 0
            text = file.read_text(encoding="utf-8")
            found = cut_at(text, folder, browser)
            assert not found, (page, found)
            unruly = text.replace("max-width:40rem", "max-width:1rem")
            assert page == "sweep" or cut_at(unruly, folder, browser), "without its rules it must be cut"
    sys.stdout.write(f"{len(PAGES)} pages, nothing cut at {WIDTH} px\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
