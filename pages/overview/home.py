"""Where an address without a screen leads: a head to the school, the lead to the term's files, the board to the trust."""

import streamlit as st

from pages.parts import frame

FIRST = {
    "head": "overview/school",
    "school lead": "overview/school",
    "lead": "term/this_term",
    "administrator": "office/people",
    "data protection officer": "office/record",
}

at = frame.asked()
address = dict(st.query_params.items())
st.switch_page(f"pages/{FIRST.get(at.grant.role, 'overview/trust')}.py", query_params=address)
