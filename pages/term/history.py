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
st.header("Take a load back, or let it stand again")
undo, redo = st.tabs(["Take a load back", "Let an undone load stand again"])
with undo:
    receipt.choose(
        [load for load in loads if load.undoable],
        "I want to take this load back. What stood before it will stand again.",
        "Undo this load",
        lambda batch, why: desk.undo(at.home, batch, at.who, why),
    )
with redo:
    receipt.choose(
        [load for load in loads if not load.undoable],
        "I want this load to stand again, as if it had not been undone.",
        "Redo this load",
        lambda batch, why: desk.redo(at.home, batch, at.who, why),
    )
st.header("All loads")
st.html(tables.history(loads, dark()))
