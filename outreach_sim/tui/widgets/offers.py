"""Fields of letters offered while one types them: after ``{{`` a list drops down, Tab or Enter fills in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich.text import Text
from textual.events import Key
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option

from outreach_sim.mail.fields import FIELDS

_BEGUN = re.compile(r"\{\{\s*([a-z_]*)$")
_ENDED = re.compile(r"\s*\}\}")
_NAMES = tuple(name for name, field in FIELDS.items() if not field.reply)
_NAME, _VALUE = 1 + max(map(len, _NAMES)), 60
"""Cells of a name and a blank; characters of a value, of which the list shows what fits."""


class Offers(OptionList, can_focus=False):
    """The fields that what is typed may become, with what each says in the letter that is written."""

    DEFAULT_CSS = """
    Offers {
        overlay: screen;
        constrain: inside inflect;
        display: none;
        width: 50;
        height: auto;
        max-height: 9;
        border: round $primary;
        background: $panel;
        padding: 0;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    class Closed(Message):
        """Nothing is offered any more."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id)
        self.values: Mapping[str, str] = {}

    @property
    def open(self) -> bool:
        """Whether anything is offered."""
        return bool(self.display)

    def offer(self, before: str, at: Offset) -> None:
        """Offer what a line may go on with; nothing where no field is begun.

        Args:
            before: the line up to the cursor.
            at: where on the screen the cursor is.
        """
        names = begun(before)
        if not names:
            self.close()
        else:
            self.display = True
            self.clear_options()
            self.add_options([Option(self._shown(name), id=name) for name in names])
            self.highlighted = 0
            self.absolute_offset = at + Offset(0, 1)
            self.refresh(layout=True)

    def _shown(self, name: str) -> Text:
        value = self.values.get(name, "") or "(not known)"
        said = Text(no_wrap=True, overflow="ellipsis").append(f"{name:<{_NAME}}")
        return said.append(value[:_VALUE], "dim")

    def close(self) -> None:
        """Offer nothing."""
        if self.open:
            self.display = False
            self.post_message(self.Closed())

    @property
    def chosen(self) -> str:
        """The name under the cursor of the list."""
        option = self.highlighted_option
        return "" if option is None or option.id is None else option.id

    def takes(self, key: str) -> bool:
        """Whether a key is for the list rather than the text; moves its cursor."""
        if not self.open or key not in ("up", "down", "tab", "enter", "escape"):
            return False
        if key == "up":
            self.action_cursor_up()
        elif key == "down":
            self.action_cursor_down()
        return True


def begun(before: str) -> list[str]:
    """Names of fields that a text may go on with, those first that begin so."""
    found = _BEGUN.search(before)
    if found is None:
        return []
    return [name for name in _NAMES if name.startswith(found[1])]


class _Completes:
    """What both fields do with what is offered.

    Attributes:
        offers: the list, one for all fields of a screen.
    """

    offers: Offers

    def around(self) -> tuple[str, str, Offset]:
        """What stands on the line before and after the cursor, and where that is on the screen."""
        raise NotImplementedError

    def fill_in(self, text: str, back: int, ahead: int) -> None:
        """Put a text in the place of so many characters before and after the cursor."""
        raise NotImplementedError

    def offer(self) -> None:
        """Offer fields for what stands before the cursor."""
        before, _, at = self.around()
        self.offers.offer(before, at)

    def offer_again(self) -> None:
        """The cursor has moved: there is nothing to offer, or something else."""
        if self.offers.open:
            self.offer()

    def on_blur(self) -> None:
        """What is offered is for what is typed here."""
        self.offers.close()

    async def _on_key(self, event: Key) -> None:
        if not self.offers.takes(event.key):
            return
        event.stop()
        event.prevent_default()
        if event.key in ("tab", "enter"):
            self.take(self.offers.chosen)
        if event.key not in ("up", "down"):
            self.offers.close()

    def take(self, name: str) -> None:
        """Put a field in the place of what was begun."""
        before, after, _ = self.around()
        ended = _ENDED.match(after)
        self.fill_in(f"{{{{ {name} }}}}", _length_begun(before), len(ended[0]) if ended else 0)
        self.offers.close()


def _length_begun(before: str) -> int:
    found = _BEGUN.search(before)
    return len(found[0]) if found else 0


class Subject(_Completes, Input):
    """A subject in which fields are offered."""

    def __init__(self, offers: Offers, *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(compact=True, select_on_focus=False, id=id)
        self.offers = offers

    def around(self) -> tuple[str, str, Offset]:
        """See ``_Completes``."""
        at = self.cursor_position
        return self.value[:at], self.value[at:], self.cursor_screen_offset

    def fill_in(self, text: str, back: int, ahead: int) -> None:
        """See ``_Completes``."""
        at = self.cursor_position
        self.replace(text, at - back, at + ahead)

    def watch_selection(self) -> None:
        """The cursor is elsewhere."""
        self.offer_again()


class Body(_Completes, TextArea):
    """The text of a letter, in which fields are offered."""

    def __init__(self, offers: Offers, *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(id=id, show_line_numbers=False, tab_behavior="focus")
        self.offers = offers

    def around(self) -> tuple[str, str, Offset]:
        """See ``_Completes``."""
        line, column = self.cursor_location
        text = self.document.get_line(line)
        return text[:column], text[column:], self.cursor_screen_offset

    def fill_in(self, text: str, back: int, ahead: int) -> None:
        """See ``_Completes``."""
        line, column = self.cursor_location
        self.replace(text, (line, column - back), (line, column + ahead), maintain_selection_offset=False)

    def on_text_area_selection_changed(self) -> None:
        """The cursor is elsewhere."""
        self.offer_again()

    def show(self, text: str) -> None:
        """Show another text in the place of this one; Ctrl+Z brings this one back."""
        if text != self.text:
            self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
            self.move_cursor((0, 0))
