"""Disputes that stand, settled with what was found: by the lead, or by the head whose they are."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import said
from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import workbook
from wellmetrics.views import confirming
from wellmetrics.views.choice import Release


def of_school(at: Here, figures: Release, urn: str) -> None:
    """For the lead: the disputes of a school that stand, to be settled."""
    if at.grant.role == "lead" and urn:
        settle(at, [one for one in said.answers(at, figures) or () if one.disputed and one.about.urn == urn])


def settle(at: Here, standing: Sequence[workbook.Answer]) -> None:
    for one in standing:
        if at.viewer.looks:
            st.markdown(plain(confirming.told(one)))
            continue
        with st.form(f"settle-{one.number}"):
            st.markdown(plain(confirming.told(one)))
            found = st.text_input(
                "What was found, such as “corrected by batch 12” or “kept, because ...”",
                max_chars=workbook.LONGEST,
            )
            if st.form_submit_button("Settle this dispute"):
                said.do(
                    lambda one=one, found=found: workbook.settle(
                        at.home, at.viewer, at.who, one.number, found
                    )
                )
