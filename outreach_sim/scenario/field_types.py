"""The kinds of value that scenario files hold, each with its bounds, and the base of all their tables.

Text is of a kind that a ``TextCheck`` watches, so that nothing of a file reaches a screen as it stands there;
a table that declares any other cannot be defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from annotated_types import DocInfo
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from outreach_sim.inputs.paths import is_slug
from outreach_sim.inputs.text import clean, clean_lines, is_clean
from outreach_sim.market.limits import LEAST_PAY_USD, LEAST_RATIO, MAX_H100E, MAX_PAY_USD, MAX_RATIO, MAX_USD
from outreach_sim.market.policies.registry import NO_POLICIES, POLICIES
from outreach_sim.market.setup import SENDER_NAMES
from outreach_sim.scenario.offered import OfferedLetters, OfferedParameters

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


class TextCheck(AfterValidator):
    """A check that lets clean text through, and nothing else."""


def _slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError("must be 1 to 64 lower-case letters, digits and inner hyphens")
    return text


def _letter_name(text: str) -> str:
    if is_slug(text):
        return text
    name = text.removesuffix(".md")
    if is_slug(name):
        raise ValueError(f"a letter is named without its ending, {name!r}")
    if "/" in text or "\\" in text:
        raise ValueError("a letter must lie beside the scenario, and is named without its folder")
    raise ValueError("must be the name of a letter: 1 to 64 lower-case letters, digits and inner hyphens")


def _display_text(text: str) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise ValueError("must hold something that can be shown")
    return cleaned


def _url(text: str) -> str:
    cleaned = clean(text)
    if not re.fullmatch(_LINK, cleaned):
        raise ValueError("must be a link that can be shown")
    return cleaned


def _as_it_is(text: str) -> str:
    # It names something elsewhere, which another spelling would not find.
    if not is_clean(text):
        raise ValueError("must be a name that can be shown as it is")
    return text


_LINK = r"^https?://\S+$"
Slug = Annotated[str, TextCheck(_slug)]
LetterName = Annotated[str, TextCheck(_letter_name), OfferedLetters()]
DisplayText = Annotated[str, Field(max_length=2_000), TextCheck(_display_text)]
Url = Annotated[str, Field(max_length=500, pattern=_LINK), TextCheck(_url)]
LetterText = Annotated[str, Field(max_length=16 * 1024), TextCheck(clean_lines)]
ShownName = Annotated[str, Field(min_length=1, max_length=200), TextCheck(_as_it_is)]
FileName = ShownName
ParameterValues = Annotated[dict[Annotated[str, TextCheck(_as_it_is)], float], OfferedParameters()]
Usd = Annotated[int, Field(ge=0, le=MAX_USD)]
Pay = Annotated[int, Field(ge=LEAST_PAY_USD, le=MAX_PAY_USD)]
SignOn = Annotated[int, Field(ge=0, le=MAX_PAY_USD)]
H100e = Annotated[int, Field(ge=0, le=MAX_H100E)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
LogOdds = Annotated[float, Field(ge=-20.0, le=20.0)]
Quota = Annotated[int, Field(ge=0, le=1_000_000)]
Ratio = Annotated[float, Field(ge=LEAST_RATIO, le=MAX_RATIO)]

if TYPE_CHECKING:  # a set that is declared elsewhere is text to whoever checks types
    SenderName = str
    PolicyName = str
else:
    SenderName = Literal[tuple(SENDER_NAMES.values())]
    PolicyName = Literal[NO_POLICIES + tuple(POLICIES)]


class Strict(BaseModel):
    """Base of all tables: no unknown keys, no silent conversions, no text that nobody checks."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        populate_by_name=True,
        defer_build=True,
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Refuse to be defined with a field whose text nothing cleans; tell editors what each is for."""
        for name, field in cls.model_fields.items():
            field.description = next(
                (m.documentation for m in field.metadata if isinstance(m, DocInfo)), None
            )
            if any(unchecked(field.annotation, field.metadata)):
                raise TypeError(
                    f"{cls.__name__}.{name} is text that nobody checks: use DisplayText, Slug, Url …"
                )


def one_or_list(value: object) -> str:
    """Which of the two a value is read as, where a file may give one thing or a list of them."""
    return "list" if isinstance(value, list) else "one"


def table_of(kept: type[Any]) -> type[Strict]:
    """A table with the fields of a dataclass: the same names, bounds, defaults and lines of text.

    Args:
        kept: a dataclass of the market, its fields annotated with bounds and ``annotated_types.doc``.
    """
    hints = get_type_hints(kept, include_extras=True)
    keys: dict[str, Any] = {field.name: (hints[field.name], field.default) for field in fields(kept)}
    return create_model(kept.__name__, __base__=Strict, __module__=__name__, **keys)


def unchecked(annotation: Any, checks: Any = ()) -> Iterator[bool]:
    """For each text in an annotation, whether nothing cleans it.

    Args:
        annotation: of a field.
        checks: what the field is annotated with besides.
    """
    if annotation is str:
        yield not any(isinstance(check, TextCheck) for check in checks)
    elif hasattr(annotation, "__metadata__"):
        yield from unchecked(annotation.__origin__, annotation.__metadata__)
    else:
        for part in get_args(annotation):
            yield from unchecked(part)
