"""The frame. The server imports this file once, at its start; every reader's run executes it as the main script."""

import streamlit as st

from pages.parts import menu, server

if __name__ == "__main__":
    menu.run()
else:
    server.prepare()
    app = st.App(__file__, middleware=server.BEFORE_EVERYTHING)
