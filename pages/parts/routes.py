"""Every route of the server, and who may come to it. What is not named here is closed to everybody."""

from typing import Literal

from pages.parts.screens import WINGS

Door = Literal[
    "health",
    "sign in",
    "provider",
    "callback",
    "sign out",
    "screen",
    "part",
    "file",
    "upload",
    "stream",
    "closed",
]
WITH_A_ROLE: tuple[Door, ...] = ("screen", "part", "file", "upload")  # and the stream, which is no request
WITHOUT_SIGN_IN: tuple[Door, ...] = WITH_A_ROLE  # there is nothing to sign in to and out of

FIXED: dict[str, Door] = {
    "/_stcore/health": "health",
    "/sign-in": "sign in",
    "/auth/login": "provider",
    "/oauth2callback": "callback",
    "/auth/logout": "sign out",
    "/_stcore/host-config": "part",
    "/favicon.png": "part",
    "/_stcore/stream": "stream",
    "/": "screen",
}
SCREENS = {f"/{name}" for _, _, names in WINGS for name in names}
READ, UPLOAD = ("GET", "HEAD"), ("PUT", "DELETE")


def door(path: str, method: str) -> Door:
    """What lies behind a path as the server itself compares it. A websocket has the method `CONNECT`."""
    if path == "/_stcore/stream":
        return "stream" if method == "CONNECT" else "closed"
    if path.startswith("/_stcore/upload_file/"):
        return "upload" if method in UPLOAD else "closed"
    if method not in READ:
        return "closed"
    if path.startswith("/media/"):
        return "file"
    if path.startswith("/static/"):
        return "part"
    return "screen" if path in SCREENS else FIXED.get(path, "closed")


def onwards(asked: str) -> str:
    """Where to go after the sign-in: a screen of ours with its choices, and nowhere else."""
    path, mark, choices = asked.partition("?")
    return f"{path}{mark}{choices}" if path in SCREENS and asked.isprintable() and "\\" not in asked else "/"
