"""A file given to the reader. The page is not run again for it: the run would withdraw a file while it is made."""

import mimetypes
from collections.abc import Callable

import streamlit as st


def button(
    label: str, data: str | bytes | Callable[[], str | bytes], name: str, key: str | None = None
) -> None:
    """A file that costs something to make is handed over as the call that makes it, once somebody asks."""
    st.download_button(label, data, name, mimetypes.guess_type(name)[0], key=key, on_click="ignore")
