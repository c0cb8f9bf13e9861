"""The lead locks the months that fix a chart's limits, with a reason; nothing else ever moves them."""

import streamlit as st

from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import workbook
from wellmetrics.views.changing import ChangeView
from wellmetrics.views.choice import Refusal

SAID = "It stands in every chart and signal of this figure from the next release on, which the next load or “build” makes."


def form(at: Here, view: ChangeView) -> None:
    if view.months is None:
        return
    with (
        st.expander("Lock the baseline" if not view.locked else "Change or unlock the baseline"),
        st.form("baseline"),
    ):
        months = {p.period: p.label for p in view.months.points}
        first = st.selectbox("First month", list(months), format_func=lambda m: str(months[m]))
        last = st.selectbox(
            "Last month", list(months), index=min(len(months), 13) - 1, format_func=lambda m: str(months[m])
        )
        reason = st.text_input("Why these months", max_chars=workbook.LONGEST)
        lock = st.form_submit_button("Lock these months")
        unlock = view.locked and st.form_submit_button("Unlock: let every month count")
    if lock or unlock:
        _do(at, view, (str(first), str(last)) if lock else None, reason)


def _do(at: Here, view: ChangeView, months: tuple[str, str] | None, reason: str) -> None:
    try:
        if months:
            workbook.lock(at.home, at.viewer, at.who, view.place, months, reason)
        else:
            workbook.unlock(at.home, at.viewer, at.who, view.place, reason)
    except Refusal as refusal:
        st.error(plain(str(refusal)))
        return
    st.success(SAID)
