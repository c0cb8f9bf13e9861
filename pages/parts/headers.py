"""What every answer of the server carries: cookies for this site alone, and what a page may load and do."""

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import Message, Send

from pages.parts.policy import policy
from wellmetrics.people import LONGEST

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def protected(send: Send, asked: HTTPConnection, *, secure: bool) -> Send:
    path, host = asked.scope["path"], asked.headers.get("host", "")
    host = host if re.fullmatch(r"[\w.:\[\]-]+", host) else "localhost"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(ALWAYS | {"Content-Security-Policy": policy(host)})
            if not path.startswith("/static/"):
                headers["Cache-Control"] = "no-store"
            if secure:
                headers["Strict-Transport-Security"] = "max-age=31536000"
                message["headers"] = [(name, _kept(name, value)) for name, value in message["headers"]]
        await send(message)

    return sending


def _kept(name: bytes, value: bytes) -> bytes:
    """A cookie goes over encrypted lines alone, and no longer than a sign-in may last."""
    if name.lower() != b"set-cookie":
        return value
    longest = int(LONGEST.total_seconds())
    value = re.sub(rb"(?i)max-age=(\d+)", lambda age: b"Max-Age=%d" % min(int(age[1]), longest), value)
    return value if re.search(rb"(?i);\s*secure", value) else value + b"; Secure"
