"""What was said of figures, read and settled on a screen, and refused in words."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import workbook
from wellmetrics.views import confirming, disputed
from wellmetrics.views.choice import Refusal, Release


def answers(at: Here, figures: Release) -> list[workbook.Answer] | None:
    """None where the workbook cannot be read: the screen has said so above, and its figures can be."""
    try:
        return workbook.answers(at.home, at.viewer, disputed.shown_in(figures))
    except Refusal:
        return None


def of_school(at: Here, figures: Release, urn: str) -> None:
    """For the lead: the disputes of a school that stand, to be settled."""
    if at.viewer.role == "lead" and urn:
        settle(at, [one for one in answers(at, figures) or () if one.disputed and one.about.urn == urn])


def settle(at: Here, standing: Sequence[workbook.Answer]) -> None:
    for one in standing:
        with st.form(f"settle-{one.number}"):
            st.markdown(plain(confirming.told(one)))
            found = st.text_input(
                "What was found, such as “corrected by batch 12” or “kept, because ...”",
                max_chars=workbook.LONGEST,
            )
            if st.form_submit_button("Settle this dispute"):
                do(
                    lambda one=one, found=found: workbook.settle(
                        at.home, at.viewer, at.who, one.number, found
                    )
                )


def do(work: Callable[[], object]) -> None:
    try:
        work()
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.rerun()
