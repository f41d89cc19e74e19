"""Serves the desk to a browser: textual-serve, behind a guard."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path
from subprocess import list2cmdline
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.app_service import AppService
from textual_serve.server import Server

from outreach_sim.tui.browser.guard import HOST, MOST_TYPED, Guard, within

TITLE = "Outreach Sim"


class DeskServer(Server):
    """One desk, in a window of the browser or two.

    Attributes:
        guard: who may come in.
    """

    def __init__(self, words: list[str], port: int) -> None:
        quoted = list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
        page = Path(__file__).parent / "page"
        super().__init__(quoted, host=HOST, port=port, title=TITLE, templates_path=page)
        self.public_url = f"http://{HOST}:{port}"
        self.guard = Guard(port)
        self._open: set[web.WebSocketResponse] = set()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_get("/desk.js", self._script)
        app.middlewares.append(self._guarded)
        return app

    async def _script(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(Path(__file__).parent / "page" / "desk.js")

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer who may come in; keep the token in a cookie, out of the address."""
        given = request.cookies.get(self.guard.cookie) or request.query.get("token", "")
        is_socket = request.path == "/ws"
        if why := self.guard.objection(request.headers, given, is_socket=is_socket):
            return web.Response(status=403, text=f"{why}\n", headers=self.guard.headers)
        if "token" in request.query:
            answer: web.StreamResponse = web.Response(status=303, headers={"Location": "/"})
            answer.set_cookie(self.guard.cookie, given, httponly=True, samesite="Strict")
        else:
            answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(self.guard.headers)
        return answer

    async def on_startup(self, app: web.Application) -> None:
        """Nothing: where it is is said once somebody can come in."""

    def _say_where(self, *_: object) -> None:
        sys.stdout.write(f"The desk is at {self.guard.address}\nCtrl+C closes it.\n")
        sys.stdout.flush()

    async def on_shutdown(self, app: web.Application) -> None:
        """Close what is open; the desks behind it are closed with it, and their games are kept."""
        for window in list(self._open):
            await window.close()

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A window: a desk of its own, as long as it is open."""
        window = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_TYPED)
        self.guard.windows += 1
        self._open.add(window)
        try:
            await window.prepare(request)
            await self._serve(window, *within(request.query.get("width"), request.query.get("height")))
        finally:
            self._open.discard(window)
            self.guard.windows -= 1
        return window

    async def _serve(self, window: web.WebSocketResponse, width: int, height: int) -> None:
        service = AppService(
            self.command,
            write_bytes=window.send_bytes,
            write_str=window.send_str,
            close=partial(_close, window),
            download_manager=self.download_manager,
        )
        await service.start(width, height)
        try:
            await self._process_messages(window, service)
        finally:
            await service.stop()

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        async for message in websocket:
            if message.type is web.WSMsgType.TEXT and (said := _understood(message)):
                await self._do(app_service, websocket, *said)

    async def _do(self, service: AppService, window: web.WebSocketResponse, kind: str, data: Any) -> None:
        """What the page asks for; what makes no sense is passed over."""
        if kind == "stdin" and isinstance(data, str):
            await service.send_bytes(data.encode("utf-8", "replace"))
        elif kind == "resize" and isinstance(data, dict):
            await service.set_terminal_size(*within(data.get("width"), data.get("height")))
        elif kind == "ping":
            await window.send_json(["pong", data])
        elif kind == "blur":
            await service.blur()
        elif kind == "focus":
            await service.focus()

    def run(self) -> None:
        """Serve until Ctrl+C or a signal."""
        web.run_app(self._make_app(), host=HOST, port=self.port, access_log=None, print=self._say_where)


async def _close(window: web.WebSocketResponse) -> None:
    await window.close()


def _understood(message: Any) -> tuple[str, Any] | None:
    """Kind and content of a message, if it is one."""
    try:
        said = message.json()
    except ValueError:
        return None
    if not isinstance(said, list) or not said or not isinstance(said[0], str):
        return None
    return said[0], said[1] if len(said) > 1 else None
