"""Choices stand in the address: they survive a change of page, a refresh and a restart of the server."""

import streamlit as st

NAMES = ("role", "term", "school", "indicator", "part", "audience", "due", "struck")


def read() -> dict[str, str]:
    """What is chosen. Changing the page empties the address; what was chosen before is written back."""
    kept = st.session_state.setdefault("address", {})
    for name in NAMES:
        if name in st.query_params:
            kept[name] = st.query_params[name]
        elif kept.get(name):
            st.query_params[name] = kept[name]
    return kept


def put(**chosen: str) -> None:
    """Writes choices; an empty one is taken out."""
    kept = st.session_state.setdefault("address", {})
    for name, value in chosen.items():
        kept[name] = value
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def select(label: str, options: dict[str, str], name: str, chosen: str, **clears: str) -> None:
    """A select box whose choice is the address. `options` are values with their labels."""
    key = f"select-{name}"
    st.session_state[key] = chosen if chosen in options else next(iter(options), None)
    st.selectbox(
        label,
        list(options),
        format_func=lambda value: str(options.get(value, value)),
        key=key,
        on_change=lambda: put(**{name: st.session_state[key], **clears}),
    )
