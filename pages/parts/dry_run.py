"""What loading would change: rows school by school, totals, and the sentences of the front page."""

import streamlit as st

from pages.parts import desktop, doing, filecard
from pages.parts.frame import Here, dark
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.charts import desk as tables
from wellmetrics.desk import Looked, Tell
from wellmetrics.views import upload, would_change


def show(at: Here, looked: Looked) -> None:
    st.header("What will change")
    trial = doing.once("dry_run", desktop.mark(looked), lambda tell: desk.dry_run(at.home, looked, tell))
    for file, _, change in trial.files:
        filecard.change(upload.change(change, at.people), file)
    st.html(tables.totals(upload.totals(trial.totals), dark()))
    st.markdown("Which sentences of the front page would change takes as long as working out all figures.")
    if st.button("Work out which sentences would change") or "would_change" in st.session_state:
        for term in doing.once(
            "would_change", desktop.mark(looked), lambda tell: _sentences(at, looked, tell)
        ):
            st.html(tables.would_change(term, dark()))


def _sentences(at: Here, looked: Looked, tell: Tell) -> tuple[would_change.WouldChange, ...]:
    with desk.figures_to_be(at.home, at.viewer, looked, tell) as (before, after):
        return would_change.view(before, after)


def load(at: Here, looked: Looked) -> None:
    count = upload.numbers.times(len(looked.ready), "file")
    # Whoever is signed in loads under that name.
    by = at.who if at.email else st.text_input("Who is loading (kept in the history)", at.who)
    why = st.text_input("Why, if it is not the usual load (kept in the history)", max_chars=desk.LONGEST_WHY)
    if st.button(f"Load {plain(count)}", type="primary"):
        doing.run(lambda tell: desk.load(at.home, looked, by, why, tell), by)
