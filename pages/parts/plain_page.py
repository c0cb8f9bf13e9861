"""The page of somebody who is not let in: one sentence, one link, no script, nothing of the trust."""

from html import escape
from urllib.parse import quote

from starlette.responses import HTMLResponse

STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.25rem;line-height:1.6;"
    "color:#1F2933;background:#fff}h1{font-size:1.7rem}a{display:inline-block;padding:.5rem 1.1rem;border-radius:4px;background:#12436D;color:#fff;text-decoration:none}"
    "@media(prefers-color-scheme:dark){body{color:#E6EAEE;background:#10161D}a{background:#3878B0}}"
)
NO_ROLE = (
    "You are signed in, and nobody has given you a role in this dashboard. Ask the person who looks after it to invite the "
    "e-mail address you sign in with; then sign out and in again."
)


def sign_in(sentence: str, onwards: str) -> HTMLResponse:
    return _page(401, "Sign in", sentence, ("Sign in", f"/sign-in?to={quote(onwards)}"))


def no_role() -> HTMLResponse:
    return _page(403, "Not allowed", NO_ROLE, ("Sign out", "/auth/logout"))


def shut(sentence: str) -> HTMLResponse:
    return _page(403, "Not open", sentence)


def not_ended(why: str) -> HTMLResponse:
    return _page(
        500,
        "Signed out of this browser",
        f"The sign-in itself ends when it has not been used for a while: {why}",
    )


def _page(status: int, title: str, sentence: str, link: tuple[str, str] | None = None) -> HTMLResponse:
    label, address = link or ("", "")
    action = f'<p><a href="{escape(address)}">{escape(label)}</a></p>' if link else ""
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f"<main><h1>{escape(title)}</h1><p>{escape(sentence)}</p>{action}</main></html>",
        status,
    )
