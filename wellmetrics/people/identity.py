"""Who the provider says somebody is: from the claims of a sign-in, and from nothing else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_YES = (True, 1, "1", "true", "True")


@dataclass(frozen=True, slots=True)
class Identity:
    """`email` is empty unless the provider vouches for it. `mark` names this one sign-in, and no other of the person."""

    issuer: str
    subject: str
    email: str
    mark: str


def of(claims: Mapping[str, Any]) -> Identity | None:
    """The person of a signed-in browser; None where nobody is signed in.

    Google says `email_verified`. Microsoft Entra says `xms_edov`: the owner of the address's domain is verified.
    """
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    if not (claims.get("is_logged_in") and issuer and subject):
        return None
    vouched = claims.get("email_verified") in _YES or claims.get("xms_edov") in _YES
    email = str(claims.get("email") or "").strip().lower() if vouched else ""
    # The nonce is new for each sign-in, so that two within one second are two.
    once = (issuer, subject, *(str(claims.get(name, "")) for name in ("iat", "nonce", "jti")))
    return Identity(issuer, subject, email, hashlib.sha256("\n".join(once).encode()).hexdigest())
