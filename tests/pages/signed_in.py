"""A reader who is signed in, for screens that are run without a server: with a real role and a real session."""

from pathlib import Path
from uuid import uuid4

from streamlit.testing.v1 import AppTest

from wellmetrics import people
from wellmetrics.opening import now
from wellmetrics.people import ADMINISTRATOR, Grant, identity

AUTH = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "wellmetrics",
    "client_secret": "secret",
    "server_metadata_url": "http://127.0.0.1:9400/.well-known/openid-configuration",
}


def as_role(app: AppTest, home: Path, *roles: str) -> identity.Identity:
    """Somebody new with these roles and no others."""
    name = uuid4().hex
    email = f"{name}@trust.example"
    for role in roles:
        people.invite(home, ADMINISTRATOR, "a test", email, Grant.parse(role))
    app.secrets = {"auth": AUTH}
    app.user = {"is_logged_in": True, "iss": "https://provider.example", "sub": name, "email": email,
                "email_verified": True, "iat": 1, "nonce": name}  # fmt: skip
    who = identity.of(app.user)
    assert who is not None
    people.begin(home, who, now())
    return who


def again(app: AppTest, before: AppTest, home: Path) -> identity.Identity:
    """The same person in another browser."""
    app.secrets, app.user = before.secrets, {**before.user, "nonce": uuid4().hex}
    who = identity.of(app.user)
    assert who is not None
    people.begin(home, who, now())
    return who
