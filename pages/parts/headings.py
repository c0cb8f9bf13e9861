"""Which heading is which column, and what is the same in every row: asked only where the file does not say."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.text import plain
from wellmetrics.desk import Waiting
from wellmetrics.views.asks import Ask


def ask(waiting: Waiting, asks: tuple[Ask, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """The heading of each column, and the text of each column that is the same throughout."""
    columns, given = {}, {}
    for one in asks:
        left, right = st.columns(2)
        heading = left.selectbox(
            f"Which heading is {one.column}?", list(one.headings), index=list(one.headings).index(one.likely),
            format_func=one.headings.__getitem__, help=plain(one.help), key=f"heading-{waiting.id}-{one.column}",
        )  # fmt: skip
        same = _same(right, waiting, one) if one.same is not None else ""
        if same:
            given[one.column] = same
        elif heading or not one.needed:
            columns[one.column] = heading or ""
    return columns, given


def _same(place, waiting: Waiting, one: Ask) -> str:
    label, key = f"Or the same {one.column} in every row", f"same-{waiting.id}-{one.column}"
    before = waiting.options.given.get(one.column, "")
    if not one.same:
        return place.text_input(label, before, key=key).strip()
    choices: Mapping[str, str] = one.same
    index = list(choices).index(before) if before in choices else 0
    return place.selectbox(label, list(choices), index=index, format_func=choices.__getitem__, key=key) or ""


def same_question(waiting: Waiting, reworded: Mapping[str, str]) -> dict[str, str]:
    """A question in other words is the same measure only where the sender says so; else it is a new series."""
    return {
        heading: code
        for heading, code in reworded.items()
        if st.checkbox(
            f"“{plain(heading)}” is the same measure as question {plain(code)}",
            key=f"same-{waiting.id}-{heading}",
        )
    }
