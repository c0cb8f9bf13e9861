"""The way to a line over which a screen is drawn: open to a signed-in reader, and of no more use when they no longer are."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Send

from pages.parts import doorway, routes
from pages.parts.line import Line


async def through(app: ASGIApp, asked: HTTPConnection, receive: Receive, send: Send) -> None:
    line = Line(asked, receive, send)
    if routes.door(asked.scope["path"], "CONNECT") != "stream" or doorway.shut(asked) or not line.may():
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await app(asked.scope, line.received, line.sent)
