"""The screens look as the pictures in the documentation: drawn again, and compared."""

from pathlib import Path

import pytest

from docs.desk_pictures import PICTURES, SIZES, draw
from tests.tui.clock import run_in_own_time

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", list(PICTURES))
def test_a_screen_looks_as_it_is_shown(name: str, size: str) -> None:
    drawn = draw(name, size, run_in_own_time)
    shown = (DOCS / "pictures" / f"{name}-{size}.svg").read_text(encoding="utf-8")
    assert drawn == shown, "look at the screen, then run python docs/desk_pictures.py"
