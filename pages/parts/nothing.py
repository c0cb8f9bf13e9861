"""A school has nothing to report, or nothing is due: said here, kept and taken back like any other load."""

import streamlit as st

from pages.parts import doing
from pages.parts.frame import Here
from wellmetrics import desk
from wellmetrics.views.this_term import ThisTerm, returns

STATES = {
    "nothing to report": "There was nothing to report: a true zero",
    "not due": "Nothing is due from them this term",
}


def ask(at: Here, view: ThisTerm) -> None:
    st.header("Nothing to report, or not due")
    st.markdown(
        "What a school tells you in words counts as much as a file. It stands in the history and can be undone."
    )
    left, right = st.columns(2)
    dataset = left.selectbox("What", list(view.nothing), format_func=lambda name: view.nothing[name])
    schools = right.multiselect(
        "Which schools", list(view.schools), format_func=lambda urn: view.schools[urn]
    )
    state = st.radio("What they say", list(STATES), format_func=lambda name: STATES[name])
    if st.button("Record it", disabled=not schools) and dataset and state:
        file = ("said-on-the-page.csv", returns(dataset, schools, view.period, state))
        doing.run(lambda tell: desk.load_files(at.home, [file], at.who, progress=tell)[0], at.who)
