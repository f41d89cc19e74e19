"""Files that ``run``, ``compare`` and ``sweep`` write besides: a page, its pictures, a CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli.options import Decorator, force_option
from outreach_sim.cli.study_run import check_file
from outreach_sim.errors import UsageError

if TYPE_CHECKING:
    from outreach_sim.storage.report.frame import Figure
    from outreach_sim.storage.report.png import Draw


@dataclass(frozen=True, slots=True)
class Files:
    """What is asked for; ``None`` for what is not.

    Attributes:
        page: one HTML file.
        pictures: a folder that is not there.
        png: whether each picture is there as PNG too.
        csv: one CSV file.
        force: whether a CSV file that is there is written over.
    """

    page: Path | None
    pictures: Path | None
    png: bool
    csv: Path | None
    force: bool

    def check(self) -> None:
        """Say at once what would keep one from being written after hours of work.

        Raises:
            UsageError: the name of a file is empty, or nothing can draw a PNG.
            BadInputError: it cannot be written, or what is there is nothing of ours.
        """
        from outreach_sim.inputs.writing import may_make_folder
        from outreach_sim.storage.report.written import may_write_page

        for path, option in ((self.page, "--report"), (self.csv, "--csv")):
            if path == Path():
                raise UsageError(f"{option} names no file")
        if self.page is not None:
            check_file(str(self.page), "--report")
            may_write_page(self.page)
        if self.pictures is not None:
            may_make_folder(self.pictures)
        self.draw()
        if self.csv is not None:
            check_file(str(self.csv), "--csv", self.force)

    def draw(self) -> Draw | None:
        """What makes a PNG of a picture, if that is asked for."""
        from outreach_sim.storage.report.png import drawer

        if not self.png:
            return None
        if self.pictures is None:
            raise UsageError("--png is for the pictures of --pictures FOLDER, which is not asked for")
        return drawer()

    def write_page(self, text: Callable[[str], str]) -> None:
        """Write the page, if it is asked for, over an older one.

        Args:
            text: makes it, given what stands for it at the end of a command line.
        """
        import shlex

        from outreach_sim.inputs.writing import write_text

        if self.page is not None:
            write_text(self.page, text(f" --report {shlex.quote(self.page.name)}"), force=True)

    def write_pictures(self, figures: Callable[[], Iterable[Figure]]) -> None:
        """Write the folder of pictures, if it is asked for."""
        from outreach_sim.storage.report.pictures import write_pictures

        if self.pictures is not None:
            write_pictures(self.pictures, list(figures()), self.draw())

    def write_csv(self, text: Callable[[], str]) -> None:
        """Write the CSV file, if it is asked for."""
        from outreach_sim.inputs.writing import write_text

        if self.csv is not None:
            write_text(self.csv, text(), self.force)


def files_options(lines: str, page: str = "") -> Decorator:
    """``--report``, ``--pictures``, ``--png``, ``--csv`` and ``--force``, handed over as ``files``.

    Args:
        lines: what the CSV holds.
        page: what else is said of the page.
    """
    options = (
        click.option(
            "--report",
            "page",
            type=click.Path(path_type=Path),
            metavar="FILE.html",
            help=f"Write a page with pictures{page}.",
        ),
        click.option(
            "--pictures",
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="Write every picture of that page as an SVG file into a folder that is not there.",
        ),
        click.option("--png", is_flag=True, help="Each of them as PNG too (needs resvg-py)."),
        click.option(
            "--csv",
            "csv_file",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"Write {lines} as CSV too.",
        ),
        force_option("a CSV file that is there"),
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_files(**said: Any) -> Any:
            asked = [said.pop(option) for option in ("page", "pictures", "png", "csv_file", "force")]
            return command(files=Files(*asked), **said)

        decorated: Callable[..., Any] = with_files
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate
