"""Who may come in through the browser: one machine, one token, few windows of a sensible size."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import compare_digest, token_urlsafe

HOST = "127.0.0.1"
"""The loopback address: nobody else's machine reaches it."""
MOST_WINDOWS = 2
MOST_CELLS = (500, 200)
"""Columns and lines of a window, at most."""
LEAST_CELLS = (10, 3)
MOST_TYPED = 64 * 1024
"""Characters of one message, pasted text among them."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self' ws://{place}; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets those in who know the token.

    Attributes:
        place: host and port, as browsers say them.
        token: what was told to whoever started it.
        windows: how many are open.
    """

    def __init__(self, port: int) -> None:
        self.place = f"{HOST}:{port}"
        self.token = token_urlsafe(24)
        self.windows = 0

    @property
    def cookie(self) -> str:
        """Its name; cookies do not tell ports apart."""
        return f"outreach-sim-{self.place.rpartition(':')[2]}"

    @property
    def address(self) -> str:
        """What is opened in the browser."""
        return f"http://{self.place}/?token={self.token}"

    @property
    def headers(self) -> dict[str, str]:
        """What every answer says to the browser."""
        return {name: value.format(place=self.place) for name, value in HEADERS.items()}

    def objection(self, headers: Mapping[str, str], given: str, *, is_socket: bool) -> str:
        """Why a request is not answered, a sentence; empty where it is.

        Args:
            headers: of the request.
            given: the token that came with it, as a cookie or in the address.
            is_socket: whether it opens a window; a page of anybody's can ask for that, so the page is told.
        """
        if headers.get("Host", "") != self.place:
            return f"This is the desk at http://{self.place}, and was asked for under another name."
        origin = headers.get("Origin", "")
        if (origin or is_socket) and origin != f"http://{self.place}":
            return "The page that asks is not the desk's own."
        if not compare_digest(given.encode(), self.token.encode()):
            return "The address needs the token that was printed when the desk was opened."
        if is_socket and self.windows >= MOST_WINDOWS:
            return f"{MOST_WINDOWS} windows are open already; close one."
        return ""


def within(width: object, height: object) -> tuple[int, int]:
    """A window of a size that can be drawn, whatever was asked for."""
    sizes = (_whole(asked, usual) for asked, usual in ((width, 80), (height, 24)))
    bounds = zip(sizes, LEAST_CELLS, MOST_CELLS, strict=True)
    columns, lines = (min(max(size, low), high) for size, low, high in bounds)
    return columns, lines


def _whole(asked: object, usual: int) -> int:
    text = str(asked)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual
