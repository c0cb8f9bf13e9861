"""Whether somebody who asks over the network is let in, and what they are told if not."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response

from pages.parts import browser, handed, plain_page, setting, spoken
from pages.parts.routes import Door
from wellmetrics import access, people
from wellmetrics.model import Refusal
from wellmetrics.opening import now
from wellmetrics.people.settings import LOOPBACK

STRANGER = "Without a sign-in this dashboard answers to 127.0.0.1 and localhost alone."
NOTHING = "There is nothing here."
LOADERS = "Files are loaded by the wellbeing lead."


def shut(asked: HTTPConnection) -> str:
    """Why nobody is served, or nobody under this name: another name may be a site that has itself pointed at us."""
    try:
        why = setting.shut(access.home())
    except Refusal as refusal:
        return str(refusal)
    return why or ("" if setting.auth() is not None or _on_this_machine(asked) else STRANGER)


def _on_this_machine(asked: HTTPConnection) -> bool:
    named = urlsplit(f"//{asked.headers.get('host', '')}").hostname
    return named in LOOPBACK and (asked.client is None or asked.client.host in LOOPBACK)


def reader(asked: HTTPConnection) -> people.Reader:
    """Who asks. Raises SignedOut with a sentence."""
    return people.reader(access.home(), browser.of(asked.cookies), now())


def known(door: Door, asked: HTTPConnection) -> Response | None:
    """None where they may come in."""
    try:
        who = reader(asked)
    except people.SignedOut as why:
        onwards = f"{asked.scope['path']}?{asked.url.query}".rstrip("?")
        return plain_page.sign_in(str(why), onwards) if door == "screen" else PlainTextResponse(str(why), 401)
    except Refusal as refusal:
        return plain_page.shut(str(refusal))
    if not who.grants:
        return plain_page.no_role() if door == "screen" else PlainTextResponse(plain_page.NO_ROLE, 403)
    name = spoken.name_of(asked.scope["path"])
    if door == "file" and not handed.may(handed.whose(browser.of(asked.cookies), who), name):
        return PlainTextResponse(NOTHING, 404)
    if door == "upload" and (who.looks_as or "lead" not in {grant.role for grant in who.grants}):
        return PlainTextResponse(LOADERS, 403)
    return None
