"""Files laid on the desk, and what was found in them."""

import streamlit as st

from pages.parts import doing
from pages.parts.frame import Here
from wellmetrics import desk
from wellmetrics.desk import Looked, Waiting


def drop(at: Here) -> None:
    """Files dropped here wait on the desk until they are loaded or taken off: a refresh or a restart loses none."""
    files = st.file_uploader(
        f"Drop files here: CSV or Excel, several at once, up to {st.get_option('server.maxUploadSize')} MB each",
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('files', 0)}",
    )
    if files:
        laid = {one.id for one in desk.put(at.home, at.who, [(file.name, file.getvalue()) for file in files])}
        # A corrected file takes the place of the one with its name.
        names = {file.name for file in files}
        before = [one.id for one in desk.tray(at.home, at.who) if one.file in names and one.id not in laid]
        desk.take_out(at.home, at.who, before)
        st.session_state["files"] = st.session_state.get("files", 0) + 1
        st.rerun()


def looked(at: Here, current: str | None) -> tuple[list[Waiting], Looked | None]:
    """What waits on the desk, and what was found in it."""
    waiting = desk.tray(at.home, at.who)
    if not waiting:
        return [], None
    key = (tuple((one.id, repr(one.options), one.covers) for one in waiting), current)
    return waiting, doing.once(
        "looked", key, lambda tell: desk.look(at.home, desk.sent(at.home, at.who), tell)
    )


def mark(looked: Looked) -> object:
    """What was looked at, with what was said about it, and against which rows."""
    return looked.token, tuple((one.waiting, repr(one.options), one.covers) for one in looked.sent)
