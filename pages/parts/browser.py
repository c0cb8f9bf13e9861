"""Who a browser says it is: the cookie of a sign-in, as the server signed it."""

import json
from collections.abc import Iterable, Mapping
from http.cookies import SimpleCookie

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from wellmetrics.people import Identity, identity


def of(cookies: Mapping[str, str]) -> Identity | None:
    """None where there is no cookie, or one that this server did not sign."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1")) if value else None

    found = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    try:
        return identity.of(json.loads(found)) if found else None
    except ValueError:
        return None


def given(headers: Iterable[tuple[bytes, bytes]]) -> Identity | None:
    """Who an answer of the server signs in."""
    cookies: dict[str, str] = {}
    for name, value in headers:
        if name.lower() == b"set-cookie":
            cookies |= {
                key: one.value for key, one in SimpleCookie(value.decode("latin-1")).items() if one.value
            }
    return of(cookies)
