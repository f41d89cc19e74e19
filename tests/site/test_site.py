"""The site of docs/: it loads nothing from elsewhere, and every link in it leads somewhere.

Skipped without the extra ``site``. Run: pip install -e '.[site]' and python -m pytest -q tests/site
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.cli.test_commands import ROOT
from tests.site.building import build_into

LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}
"""What a browser fetches without being asked."""
SHOWN_ONLY = {"canonical", "prev", "next", "alternate"}
"""Links of a head that are told and not fetched."""


@dataclass
class Page(HTMLParser):
    """What a built page loads, links to, has anchors for, and says outside of code."""

    text: str
    loads: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    prose: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._code = 0
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        self._code += tag in ("pre", "code", "script", "style")
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
        if LOADS.get(tag) in given and not SHOWN_ONLY & set(given.get("rel", "").split()):
            self.loads.add(given[LOADS[tag]])

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in ("pre", "code", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.prose.append(data)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical")
    return build_into(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, Page]:
    found = {path.relative_to(built).as_posix(): path for path in built.rglob("*.html")}
    return {name: Page(path.read_text(encoding="utf-8")) for name, path in found.items()}


def test_every_page_of_the_docs_is_built(pages: dict[str, Page]) -> None:
    sources = (path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md"))
    expected = {path.with_suffix(".html").as_posix().replace("README", "index") for path in sources}
    assert set(pages) == {*expected, "404.html"}


def test_nothing_is_loaded_from_elsewhere(built: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for target in page.loads:
            parts = urlsplit(target)
            assert parts.scheme in ("", "data") and not parts.netloc, f"{name} loads {target}"
            where = built / urljoin(name, unquote(parts.path)).lstrip("/")
            assert parts.scheme == "data" or name == "404.html" or where.is_file(), f"{name}: {target}"
        fetches = re.search(r'class="[^"]*\b(?:mermaid|pyodide|glightbox|arithmatex)\b', page.text)
        assert not fetches, f"{name}: the site's script would fetch what draws {fetches}"
    for sheet in built.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", text), sheet


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(built: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or name == "404.html":
                assert parts.scheme in ("", "http", "https"), f"{name}: {link}"
                continue
            target = urljoin(name, unquote(parts.path)) if parts.path else name
            assert (built / target).is_file(), f"{name}: {link}"
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].anchors, f"{name}: {link}"


def test_no_mark_of_markdown_is_left_standing(pages: dict[str, Page]) -> None:
    left = re.compile(r"^\s*(?:[-*] |\||#+ |```|:::)|\*\*|`|\]\(", re.M)
    for name, page in pages.items():
        assert [line for line in page.prose if left.search(line)] == [], name


def test_every_public_name_of_the_library_is_told(pages: dict[str, Page]) -> None:
    import outreach_sim

    named = {f"outreach_sim.{name}" for name in outreach_sim.__all__} - {"outreach_sim.__version__"}
    assert named <= pages["api.html"].anchors
