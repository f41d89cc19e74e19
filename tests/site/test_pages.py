"""Pages read well on a code host and in the site, which has all of them. Needs no extra."""

import re
from pathlib import PurePosixPath

import outreach_sim
from tests.cli.test_commands import ROOT
from tests.cli.test_docs import PAGES

SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
DOCS = {name.removeprefix("docs/"): text for name, text in PAGES.items() if name.startswith("docs/")}


def test_every_page_stands_once_in_the_navigation_and_every_decision_in_its_list() -> None:
    listed = re.findall(r"([\w/-]+\.md)$", SETTINGS.partition("\nnav:\n")[2], re.M)
    decisions = {name for name in DOCS if re.fullmatch(r"decisions/\d.*", name)}
    assert sorted(listed) == sorted(DOCS.keys() - decisions)
    linked = {f"decisions/{name}" for name in re.findall(r"\(([^)]*)\)", DOCS["decisions/README.md"])}
    assert decisions <= linked


def test_a_link_of_a_page_stays_within_the_docs() -> None:
    """The site has nothing else; what lies beside ``docs/`` is named as code."""
    for name, text in DOCS.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)\s#]+)", text):
            depth = 0
            for part in (*PurePosixPath(name).parts[:-1], *PurePosixPath(target).parts):
                depth += -1 if part == ".." else 1
                assert depth >= 0, f"docs/{name}: {target} is not in the site"


def test_a_list_stands_after_an_empty_line() -> None:
    """Python-Markdown, unlike code hosts, takes it for the rest of a paragraph otherwise."""
    item = re.compile(r"[-*] |1\. ")
    for name, text in DOCS.items():
        for block in re.sub(r"^```.*?^```", "", text, flags=re.M | re.S).split("\n\n"):
            lines = block.strip("\n").splitlines()
            inner = [line for line in lines[1:] if item.match(line)]
            assert not inner or item.match(lines[0]) or lines[0].startswith("#"), f"docs/{name}: {inner[0]}"


def test_no_two_headings_of_a_page_are_the_same() -> None:
    """Code hosts and the site number their anchors differently."""
    for name, text in DOCS.items():
        headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)
        assert len(headings) == len(set(headings)), name


def test_the_page_of_python_names_everything_once() -> None:
    named = re.findall(r"^::: outreach_sim\.(\w+)$", DOCS["api.md"], re.M)
    assert sorted([*named, "__version__"]) == sorted(outreach_sim.__all__)


def test_the_start_page_plays_what_the_readme_plays() -> None:
    (command,) = re.findall(r"```sh\n(.*?)```", DOCS["index.md"], re.S)
    assert command in PAGES["README.md"]
