"""What stands in the package, read once."""

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "outreach_sim"
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def trees() -> dict[str, ast.Module]:
    """Every module by its path inside the package, as a syntax tree."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES
    }
