"""Where an address without a screen leads: a head to the school, the lead to the term's files, the board to the trust."""

import streamlit as st

from pages.parts.frame import here

FIRST = {"head": "overview/school", "lead": "term/this_term"}

at = here()
asked = dict(st.query_params.items())
st.switch_page(f"pages/{FIRST.get(at.viewer.role, 'overview/trust')}.py", query_params=asked)
