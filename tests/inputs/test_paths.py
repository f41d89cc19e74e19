"""Files that a user names are read within limits, written whole or not at all, and never led outside."""

from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError, RunError
from outreach_sim.inputs.paths import below, is_slug, read_text
from outreach_sim.inputs.shipped import shipped_folder


def test_a_slug_can_be_a_file_name_and_nothing_more() -> None:
    assert all(map(is_slug, ("a", "google-deepmind", "lab-2", "x" * 64)))
    assert not any(map(is_slug, ("", "-a", "a-", "A", "a.b", "../x", "a/b", "a\n", "x" * 65, "ä")))


@pytest.mark.parametrize("name", ["../x.csv", "/etc/passwd", "a/../../x.csv", "a\0b.csv"])
def test_a_name_that_leads_out_or_is_no_path_is_not_below(tmp_path: Path, name: str) -> None:
    assert below(tmp_path / "inside", name) is None


def test_a_link_that_leads_out_is_not_below(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "link.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "inside" / "loop.csv").symlink_to(tmp_path / "inside" / "loop.csv")
    assert below(tmp_path / "inside", "link.csv") is None
    assert below(tmp_path / "inside", "loop.csv") is None
    assert below(tmp_path / "inside", "own.csv") == (tmp_path / "inside" / "own.csv").resolve()


def test_each_unreadable_file_gets_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 11)
    (tmp_path / "latin").write_bytes(b"ok\nna\xefve\n")
    (tmp_path / "mac").write_bytes("ö\rüü".encode() + b"\xff")
    (tmp_path / "wide").write_bytes("öa".encode("utf-16"))
    (tmp_path / "wider").write_bytes("ö".encode("utf-32"))
    for name, words in {
        "": "this is a folder",
        "none": "there is no such file",
        "big": "larger than 10 bytes",
        "latin": "latin:2:3: this byte is not UTF-8",
        "mac": "mac:2:3: this byte is not UTF-8",
        "wide": "the file is UTF-16, not UTF-8, save it as UTF-8",
        "wider": "the file is UTF-32",
        "big/x": "cannot be read",
        "a\0b": "cannot be read",
        "x" * 5_000: "cannot be read",
    }.items():
        with pytest.raises(BadInputError, match=words):
            read_text(tmp_path / name, 10)


def test_a_hostile_file_name_is_harmless_in_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read_text(tmp_path / "\x1b[2Jx\u202e\n\udc80.toml", 10)
    assert caught.value.problems[0].file == str(tmp_path / r"\x1b[2Jx\u202e\n\udc80.toml")


def test_an_incomplete_installation_says_so() -> None:
    with pytest.raises(RunError, match="install it again"):
        shipped_folder("nowhere")
