"""The screens look as the pictures in the documentation: drawn again, and compared."""

from pathlib import Path

import pytest

from docs.desk_pictures import SIZES, TOURS, draw, page
from tests.tui.clock import run_in_own_time

DOCS = Path(__file__).parents[2] / "docs"
LONG = "first-day"
"""Half of all pictures, and three quarters of what drawing them takes."""
FEW_OR_WHOLE = [pytest.param(tour, marks=pytest.mark.whole) if tour == LONG else tour for tour in TOURS]


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("tour", FEW_OR_WHOLE)
def test_the_screens_look_as_they_are_shown(tour: str, size: str) -> None:
    drawn = draw(tour, size, run_in_own_time)
    assert set(drawn) == {stop.name for stop in TOURS[tour].stops}
    for name, svg in drawn.items():
        shown = (DOCS / "pictures" / f"{name}-{size}.svg").read_text(encoding="utf-8")
        assert svg == shown, f"look at {name}, then run python docs/desk_pictures.py"


def test_the_page_of_screens_is_the_one_that_is_made() -> None:
    assert (DOCS / "screens.md").read_text(encoding="utf-8") == page()
