"""The page of the benchmarks, and its parts that programs make anew."""

from __future__ import annotations

from pathlib import Path

_PAGE = Path(__file__).with_name("README.md")


def write(program: str, made: str) -> None:
    """Put what a program has made, such as `hindsight.py`, between the marks that name it."""
    begin, end = f"<!-- made by {program} -->\n", f"<!-- end of {program} -->\n"
    before, rest = _PAGE.read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    _PAGE.write_text(before + begin + made + end + after, encoding="utf-8")
