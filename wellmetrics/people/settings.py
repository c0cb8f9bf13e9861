"""Is the sign-in set up so that it can be trusted? Said in a sentence where it is not; nothing is served then."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
CALLBACK = "/oauth2callback"
SHORTEST = 32
# Addresses of Microsoft under which everybody with any account of theirs could sign in.
ANYBODY = ("/common/", "/organizations/", "/consumers/")


def fault(auth: Mapping[str, Any]) -> str:
    """What is wrong with the section [auth] of secrets.toml; empty where it is well."""
    if not auth:
        return "The file secrets.toml cannot be read, or its section [auth] is empty. Write it as docs/sign-in.md shows."
    missing = [name for name in NEEDED if not auth.get(name)]
    if missing:
        return f"The section [auth] of secrets.toml lacks {', '.join(missing)}."
    if len(str(auth["cookie_secret"])) < SHORTEST:
        return f"cookie_secret is too short. Write {SHORTEST} random characters or more."
    back, provider = str(auth["redirect_uri"]), str(auth["server_metadata_url"])
    if urlsplit(back).path != CALLBACK:
        return f"redirect_uri is {back}. It ends with {CALLBACK}, and the dashboard lies at the root of its address."
    for name, address in (("redirect_uri", back), ("server_metadata_url", provider)):
        if not _safe(address):
            return f"{name} is {address}. It begins with https://, unless it is on this machine."
    if any(part in urlsplit(provider).path for part in ANYBODY):
        return f"server_metadata_url is {provider}: anybody with a Microsoft account. Write the trust's own tenant in it."
    return ""


def _safe(address: str) -> bool:
    at = urlsplit(address)
    return at.scheme == "https" or (at.scheme == "http" and at.hostname in LOOPBACK)
