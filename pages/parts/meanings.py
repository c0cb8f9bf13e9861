"""What words of a file mean that nobody knows: said once, for files like this one or for the whole trust."""

import streamlit as st

from pages.parts.frame import Here
from pages.parts.text import plain
from wellmetrics import desk
from wellmetrics.desk import Waiting
from wellmetrics.views.meanings import Asked, WordAsk

TRUST = "Remember this for the whole trust, not only for files like this one"
ABOUT_TRUST = (
    "The words then wait on the desk as a file of their own, are loaded with the others, and can be undone."
)


def ask(at: Here, waiting: Waiting, dataset: str, asked: Asked) -> None:
    """One form a file; the file is read again with what is said."""
    if not asked.words:
        return
    with st.form(f"words-{waiting.id}", border=False):
        st.markdown("**What do these words mean?**")
        said: dict[str, dict[str, str]] = {}
        places = st.columns(2)
        for number, word in enumerate(asked.words):
            with places[number % 2]:
                said.setdefault(word.column, {})[word.text] = _meaning(waiting, word)
        if asked.more:
            st.markdown(plain(asked.more))
        whole_trust = st.checkbox(TRUST, help=ABOUT_TRUST, key=f"trust-{waiting.id}")
        if st.form_submit_button("Read it with these words"):
            desk.set_words(at.home, at.who, waiting, dataset, said, whole_trust=whole_trust)
            st.rerun()


def _meaning(waiting: Waiting, word: WordAsk) -> str:
    options = list(word.choices)
    key = f"word-{waiting.id}-{word.column}-{word.text}"
    return (
        st.selectbox(
            f"“{plain(word.text)}” in {word.column}, {word.times}",
            options,
            options.index(word.chosen),
            word.choices.__getitem__,
            key=key,
        )
        or ""
    )
