"""Stands before every route of the server: nobody comes in who is not signed in and has no role."""

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.parts import browser, doorway, headers, passing, plain_page, routes, setting, stream
from wellmetrics import access, people
from wellmetrics.model import Refusal
from wellmetrics.opening import now


class Gate:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        asked = HTTPConnection(scope)
        door = routes.door(scope["path"], scope.get("method", "CONNECT"))
        if scope["type"] == "websocket":
            return await stream.through(self.app, asked, receive, send)
        send = headers.protected(send, asked, secure=setting.auth() is not None)
        if answer := _answer(door, Request(scope)):
            return await answer(scope, receive, send)
        if setting.auth() is not None:
            send = passing.watched(send, door, asked)
        return await self.app(scope, receive, send)


def _answer(door: routes.Door, asked: Request) -> Response | None:
    """What somebody is told who does not come in; None lets them through."""
    if door == "closed":
        return PlainTextResponse(doorway.NOTHING, 404)
    if door == "health":
        return None
    if why := doorway.shut(asked):
        return plain_page.shut(why)
    if setting.auth() is None:
        return None if door in routes.WITHOUT_SIGN_IN else PlainTextResponse(doorway.NOTHING, 404)
    if door == "sign in":
        return passing.to_the_provider(asked)
    if door == "sign out":
        return _signed_out(asked)
    return doorway.known(door, asked) if door in routes.WITH_A_ROLE else None


def _signed_out(asked: Request) -> Response | None:
    """None where the server goes on to forget the browser. Where the sign-in cannot be ended, the browser is forgotten here."""
    try:
        if who := browser.of(asked.cookies):
            people.end(access.home(), who, now())
    except Refusal as refusal:
        answer = plain_page.not_ended(str(refusal))
        for name in asked.cookies:
            answer.delete_cookie(name, httponly=True, samesite="lax")
        return answer
    return None
