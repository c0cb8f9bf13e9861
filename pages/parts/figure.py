"""How every screen shows a figure: its drawing, its schools, and where it came from."""

from collections.abc import Callable

import streamlit as st

from pages.parts import address, download
from pages.parts.text import plain
from wellmetrics.charts import multiples, tables
from wellmetrics.charts.drawn import CONFIG, Drawn
from wellmetrics.export.tables import csv_text
from wellmetrics.views.indicator import IndicatorView
from wellmetrics.views.multiples import Multiples


def heading(title: str, subtitle: str) -> None:
    st.header(plain(title))
    st.markdown(plain(subtitle))


def chart(figure: Drawn, alt: str, key: str | None = None) -> None:
    st.plotly_chart(figure, theme=None, alt=alt, config=CONFIG, key=key)


def every_school(view: Multiples, rows: Callable, night: bool) -> None:
    """A panel a school; `rows` gives the download, which is worked out when somebody asks for it."""
    heading(view.title, view.subtitle)
    if view.parts:
        address.select("Schools shown", view.parts, "part", view.part)
    st.html(multiples.grid(view, night))
    with st.expander("The latest figure of each school as a table"):
        st.html(multiples.latest(view, night))
    download.button(
        "Download every school as CSV",
        lambda: csv_text(multiples.DOWNLOAD, multiples.csv(rows())),
        view.file,
    )


def sources(view: IndicatorView, night: bool) -> None:
    st.header("Where it came from")
    st.html(tables.sources(view, night))
    for sentence in view.waits:
        st.markdown(plain(sentence))
    if view.queries:
        with st.expander(view.queries_title):
            st.html(tables.queries(view, night))
