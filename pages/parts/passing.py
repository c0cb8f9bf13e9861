"""What happens as answers pass the gate: somebody arrives from the provider, or figures leave in a file."""

import re
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Send
from streamlit.user_info import generate_login_redirect_url

from pages.parts import browser, doorway, routes
from wellmetrics import access, people
from wellmetrics.opening import now

TO = "wellmetrics_to"  # the cookie that keeps where somebody wanted to go
MINUTES_TO_SIGN_IN = 10


def to_the_provider(asked: HTTPConnection) -> Response:
    """As `st.login` does it; the screen that was asked for waits in a cookie of its own."""
    answer = RedirectResponse(generate_login_redirect_url("default"), 302)
    onwards = quote(routes.onwards(asked.query_params.get("to", "")), safe="")
    answer.set_cookie(TO, onwards, 60 * MINUTES_TO_SIGN_IN, httponly=True, samesite="lax")
    return answer


def watched(send: Send, door: routes.Door, asked: HTTPConnection) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            if door == "callback":
                _arrived(message, asked)
            if door == "file":
                _left(message, asked)
        await send(message)

    return sending


def _arrived(message: Message, asked: HTTPConnection) -> None:
    """A session begins where the server has signed somebody in, and they go on to where they wanted to."""
    who = browser.given(message["headers"])
    if who is None:
        return
    people.begin(access.home(), who, now())
    headers = MutableHeaders(scope=message)
    headers["location"] = routes.onwards(unquote(asked.cookies.get(TO, "")))
    headers.append("set-cookie", f"{TO}=; Path=/; Max-Age=0; HttpOnly; SameSite=lax")


def _left(message: Message, asked: HTTPConnection) -> None:
    """A file that is saved, whole or in pieces, and not one that a page draws."""
    said = MutableHeaders(scope=message).get("content-disposition", "")
    if message["status"] in (200, 206) and said.startswith("attachment") and asked.scope["method"] == "GET":
        file = re.sub(r"^attachment; filename\*?=(utf-8'')?", "", said).strip('"')
        reader = doorway.reader(asked)
        as_whom = f" as {reader.looks_as} sees it" if reader.looks_as else ""
        people.note(access.home(), reader.who, "download", f"{unquote(file)}{as_whom}")
