"""What must be settled before the first reader comes."""

import sys

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from pages.parts import setting
from pages.parts.gate import Gate

BEFORE_EVERYTHING = [Middleware(Gate)]


def prepare() -> None:
    """Ends the server where it would listen to others without a sign-in. The menu alone says which screens there are.

    A fresh server would otherwise look for them in `pages/` itself, and tell the first reader who follows a link that
    there is no such page.
    """
    if setting.auth() is None and st.get_option("server.address") not in setting.LOOPBACK:
        sys.exit(setting.ELSEWHERE)
    PagesManager.uses_pages_directory = False
