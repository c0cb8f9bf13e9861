"""Schools like this one, and a tick to strike one out where the reader may see single schools."""

import streamlit as st

from pages.parts import address, finding
from pages.parts.text import plain
from wellmetrics.charts import comparing as drawing
from wellmetrics.views.alike import RECIPE, Alike


def alike(view: Alike, night: bool) -> None:
    if view.why_none:
        st.markdown(plain(view.why_none))
        return
    st.markdown(plain(RECIPE))
    st.html(drawing.alike(view, night))
    if view.may_strike:
        _strike(view)
    finding.said(view.said)


def _strike(view: Alike) -> None:
    names = {row.urn: row.name for row in view.rows}
    st.session_state["struck"] = [row.urn for row in view.rows if row.struck]
    st.multiselect(
        "Strike out a school that is not like this one",
        list(names),
        format_func=lambda urn: str(names[urn]),
        key="struck",
        placeholder="None",
        on_change=lambda: address.put(struck=",".join(st.session_state["struck"])),
    )
