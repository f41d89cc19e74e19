"""What a scenario says of the game for whoever shows it: the board's dates, and a story told as it happens.

None of it reaches the engine.
"""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le, MaxLen, MinLen, doc
from pydantic import Discriminator, Field, Tag

from outreach_sim.market.limits import MAX_PEOPLE, MAX_USD
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.field_types import DisplayText, Slug, Strict, one_or_list

Points = Annotated[float, Gt(0), Le(10_000)]
"""What a board can ask for."""


class Board(Strict):
    """One day on which the board meets, and what it asks for by then."""

    on: Annotated[date, doc("date on which the board meets")]
    points: Annotated[Points, doc("what it asks for by then, over the whole game so far")]


Goal = Annotated[
    Annotated[Points, Tag("one")] | Annotated[list[Board], MinLen(1), MaxLen(200), Tag("list")],
    Discriminator(one_or_list),
]
"""What the board asks for: points by the end, or dated ones."""


def name_of(event: Event) -> str:
    """What an event is called in a file: `not-interested`."""
    return event.name.lower().replace("_", "-")


EVENTS = {name_of(event): event for event in Event}

if TYPE_CHECKING:
    EventName = str
else:
    EventName = Literal[tuple(EVENTS)]


class BeatTable(Strict):
    """[[story]]: a sentence for the first time that something happens."""

    event: Annotated[EventName, doc("what happens: an event by its name, such as `interested` or `no-offer`")]
    who: Annotated[
        Annotated[int, Ge(1), Le(MAX_PEOPLE)] | None, doc("to which candidate; anybody where it is left out")
    ] = None
    lab: Annotated[Slug | None, doc("the lab of the event; the player's where it is left out")] = None
    at_least: Annotated[
        Annotated[int, Ge(0), Le(MAX_USD)] | None,
        doc("only with a value of so much or more: 1 for a `not-interested` that names a fleet"),
    ] = None
    at_most: Annotated[
        Annotated[int, Ge(0), Le(MAX_USD)] | None, doc("only with a value of so much or less")
    ] = None
    text: Annotated[
        DisplayText,
        doc("said then; `{who}` stands for the person's name, `{value}` for the value of the event"),
    ]
    todo: Annotated[
        DisplayText | None, doc("what the player can do for it, said until it happens; with `{who}`")
    ] = None
    start: Annotated[date | None, doc("when `todo` is first said; on the first day where it is left out")] = (
        Field(None, alias="from")
    )
    stops: Annotated[
        bool, doc("whether a turn of several days ends on that day: what is said asks for something")
    ] = False
