"""Every load: who, when, what, and the way back."""

import streamlit as st

from pages.parts import receipt
from pages.parts.frame import dark, here
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import desk as tables
from wellmetrics.views import history

at = here()
only(at, "lead")
st.title("History")
loads = history.view(desk.history(at.home))
if not loads:
    st.markdown("Nothing was loaded yet. [Go to Upload](/upload?role=lead)")
    st.stop()
said, _, _ = st.session_state.pop("receipt", ([], [], ""))
for sentence in said:
    st.success(plain(sentence))
st.header("Take a load back")
labels = {load.batch: load.label for load in loads if load.undoable}
batch = st.selectbox(
    "Which load", list(labels), format_func=lambda b: labels[b], index=None, placeholder="Choose a load"
)
sure = st.checkbox(
    "I want to take this load back. What stood before it will stand again.", disabled=batch is None
)
if st.button("Undo this load", disabled=not (batch and sure)) and batch:
    receipt.take_back(lambda chosen=batch: desk.undo(at.home, chosen, at.who))
st.header("All loads")
st.html(tables.history(loads, dark()))
