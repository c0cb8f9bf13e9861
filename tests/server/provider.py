"""A real OpenID Connect provider and a real server that trusts it, both on this machine, and visitors without a browser."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tests.serving import free_port, module, running
from wellmetrics import people

# A line of its own for each request: on one that is kept, two small packets wait 40 ms for each other.
NETWORK = httpx.Client(timeout=20, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
ROLES = {
    "lead": "lead",
    "board": "board",
    "programme": "programme",
    "head": "head:900003",
    "school": "school lead:900003",
    "admin": "administrator",
    "officer": "data protection officer",
    "second": "board",
}
PERSONS = (*ROLES, "nobody", "unproven")


def invite_all(home: Path) -> None:
    for name, role in ROLES.items():
        people.invite(home, people.ADMINISTRATOR, "a test", email(name), people.Grant.parse(role))


def email(name: str) -> str:
    return f"{name}@trust.example"


@contextmanager
def provider() -> Iterator[str]:
    """Everybody's address is vouched for, but that of `unproven`, who claims to be the lead."""
    port = free_port()
    users = [
        {
            "sub": name,
            "email": email("lead" if name == "unproven" else name),
            "email_verified": name != "unproven",
        }
        for name in PERSONS
    ]
    claims = [part for user in users for part in ("--user-claims", json.dumps(user))]
    command = ["oidc_provider_mock", "--port", str(port), *claims]
    address = f"http://127.0.0.1:{port}"
    with module(command, f"{address}/.well-known/openid-configuration", AUTHLIB_INSECURE_TRANSPORT="1"):
        yield address


@contextmanager
def server(home: Path, folder: Path, trusted: str, log: Path | None = None) -> Iterator[str]:
    """The dashboard with a sign-in."""
    port, secrets = free_port(), folder / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"0123456789abcdef" * 4}"\n'
        f'client_id = "wellmetrics"\nclient_secret = "known to both"\n'
        f'server_metadata_url = "{trusted}/.well-known/openid-configuration"\n'
    )
    with running(home, port, "--secrets.files", str(secrets), log=log) as address:
        yield address


@dataclass
class Visitor:
    """Somebody with a jar of cookies. A browser would send them on this machine, secure as they are."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, **more
    ) -> httpx.Response:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        url = urljoin(self.address, path)
        ours = url.startswith(self.address)
        sent = {**(headers or {}), **({"cookie": jar} if ours else {})}
        answer = NETWORK.request(method, url, headers=sent, **more)
        NETWORK.cookies.clear()  # each visitor has a jar of their own
        for said in answer.headers.get_list("set-cookie") if ours else ():
            name, value = said.split(";")[0].split("=", 1)
            if re.search("max-age=0", said, re.I):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def sign_in(self, name: str, to: str = "/") -> httpx.Response:
        """The whole way to the provider and back; the answer that ends it."""
        answer = self.ask(f"/sign-in?to={to}")
        for _ in range(2):
            answer = self.ask(answer.headers["location"])
        form = str(answer.url)
        back = NETWORK.post(form, data={"sub": name})
        return self.ask(back.headers["location"])
