"""How the dashboard is set up: with a sign-in, or for a look at the demo trust on this machine, or not to be served."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from wellmetrics import access
from wellmetrics.people.settings import LOOPBACK, fault

ELSEWHERE = (
    "No sign-in is set up, so this dashboard serves this machine only. Set server.address to 127.0.0.1, or set a sign-in up "
    "as docs/sign-in.md says."
)
NOT_DEMO = (
    "Without a sign-in only the demo trust is shown, and {home} holds none. Set a sign-in up as docs/sign-in.md says, or "
    "build the demo trust in an empty folder: python -m wellmetrics demo --home FOLDER. Loading, undo, show and export work "
    "on the command line either way."
)


def auth() -> Mapping[str, Any] | None:
    """The section [auth] of secrets.toml; None where no sign-in is set up. A file that cannot be read is one all the same."""
    if not st.secrets.load_if_toml_exists():
        return {} if any(Path(file).exists() for file in st.get_option("secrets.files")) else None
    return st.secrets["auth"].to_dict() if "auth" in st.secrets else None


def shut(home: Path) -> str:
    """Why nobody is served at all; empty where somebody may be."""
    return why_shut(st.get_option("server.address"), auth(), home)


def why_shut(address: str | None, set_up: Mapping[str, Any] | None, home: Path) -> str:
    if set_up is not None:
        return fault(set_up)
    if address not in LOOPBACK:
        return ELSEWHERE
    return "" if access.is_demo(home) else NOT_DEMO.format(home=home)
