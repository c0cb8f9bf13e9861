"""Where an address without a screen leads: a head to the school, everybody else to the trust."""

import streamlit as st

from pages.parts.frame import here

at = here()
asked = dict(st.query_params.items())
st.switch_page(f"pages/overview/{'school' if at.viewer.role == 'head' else 'trust'}.py", query_params=asked)
