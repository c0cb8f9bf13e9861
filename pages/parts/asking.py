"""Who is asking, at each run of a screen. Nobody is served who is not signed in, but for the demo trust on this machine."""

from html import escape
from typing import NoReturn
from urllib.parse import urlsplit

import streamlit as st

from pages.parts import kept, setting
from pages.parts.text import plain
from wellmetrics import access, people
from wellmetrics.opening import now
from wellmetrics.people import Grant, Reader, identity
from wellmetrics.views import choice
from wellmetrics.views.choice import Refusal

NOT_OURS = ("administrator", "data protection officer")


def reader() -> Reader:
    """Stops with a sentence where nobody may be served. A run of a screen counts as use; a look at the clock does not."""
    try:
        if why := setting.shut(access.home()):
            stop("Not open", plain(why))
        found = whoever(using=True)
    except people.SignedOut as why:
        st.title("Signed out")
        st.markdown(plain(str(why)))
        st.html(f'<a href="{escape(_this_screen())}" target="_self">Sign in</a>')
        st.stop()
    except Refusal as refusal:
        stop("Not open", plain(str(refusal)))
    if not found.grants:
        stop("Not allowed", "Your role in this dashboard has ended. Ask the person who looks after it.")
    return found


def whoever(*, using: bool) -> Reader:
    home = access.home()
    if setting.auth() is None:
        demo = kept.viewers(str(home), choice.current(home))
        return Reader("", (*(Grant(one.role, one.urn) for one in demo), *map(Grant, NOT_OURS)))
    return people.reader(home, identity.of(st.user.to_dict()), now(), using=using)


def look_as(whom: Grant | None) -> None:
    """The screens are another role's from the next run on, or one's own again."""
    people.look_as(access.home(), identity.of(st.user.to_dict()), now(), whom)


def _this_screen() -> str:
    """The address bar's, so that whoever signs in again is where they were."""
    at = urlsplit(st.context.url or "/")
    return f"{at.path}?{at.query}".rstrip("?")


def stop(title: str, sentence: str) -> NoReturn:
    st.title(title)
    st.markdown(sentence)
    st.stop()
