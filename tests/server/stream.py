"""The line over which a browser has a screen drawn, spoken without a browser: what a reader is sent, word for word."""

import re
from contextlib import suppress
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.server.provider import Visitor


@dataclass(frozen=True)
class Screen:
    title: str
    said: str  # everything that was sent, as text
    sent: tuple[ForwardMsg, ...]


def opened(visitor: Visitor) -> ClientConnection:
    """Raises InvalidStatus where the server refuses the line."""
    visitor.ask("/_stcore/health")  # gives the token against forged requests
    jar = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    return connect(
        visitor.address.replace("http", "ws") + "/_stcore/stream",
        origin=visitor.address,  # type: ignore[arg-type]
        additional_headers={"Cookie": jar},
        subprotocols=["streamlit", visitor.cookies["_streamlit_xsrf"]],  # type: ignore[list-item]
        max_size=None,
    )


def refused(visitor: Visitor) -> bool:
    try:
        opened(visitor).close()
    except InvalidStatus as answer:
        return answer.response.status_code == 403
    return False


def drawn(line: ClientConnection, screen: str, query: str = "") -> Screen:
    """Asks for a screen and takes everything until its run has ended."""
    asked = BackMsg()
    asked.rerun_script.page_name = screen
    asked.rerun_script.query_string = query
    return _run(line, asked)


def chosen(line: ClientConnection, screen: str, widget: str, value: str) -> Screen:
    """The same after a choice in a select box."""
    asked = BackMsg()
    asked.rerun_script.page_name = screen
    asked.rerun_script.widget_states.widgets.add(id=widget, string_value=value)
    return _run(line, asked)


def pressed(line: ClientConnection, screen: str, button: str) -> Screen:
    """The same after a press of a button."""
    asked = BackMsg()
    asked.rerun_script.page_name = screen
    asked.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
    return _run(line, asked)


def button(shown: Screen, label: str) -> str:
    """The button whose label begins so."""
    buttons = [m.delta.new_element.button for m in shown.sent]
    return next(one.id for one in buttons if one.id and one.label.startswith(label))


def select(shown: Screen, label: str) -> str:
    """The select box of this label."""
    boxes = [m.delta.new_element.selectbox for m in shown.sent]
    return next(box.id for box in boxes if box.label == label)


def offered(shown: Screen, label: str) -> list[str]:
    """What may be chosen in the select box of this label; nothing where there is none."""
    boxes = [m.delta.new_element.selectbox for m in shown.sent]
    return next((list(box.options) for box in boxes if box.label == label), [])


def _run(line: ClientConnection, asked: BackMsg) -> Screen:
    line.send(asked.SerializeToString())
    sent: list[ForwardMsg] = []
    while not sent or not _ended(sent[-1]):
        sent.append(_heard(line))
    titles = [m.delta.new_element.heading.body for m in sent if m.delta.new_element.heading.tag == "h1"]
    return Screen((titles or [""])[-1], re.sub(r"\\+(?!n)", "", "\n".join(map(str, sent))), tuple(sent))


def _heard(line: ClientConnection, seconds: float = 30) -> ForwardMsg:
    message = ForwardMsg()
    message.ParseFromString(line.recv(timeout=seconds))  # type: ignore[arg-type]
    return message


def _ended(message: ForwardMsg) -> bool:
    """A screen that leads on to another ends its run early and begins a new one."""
    return message.WhichOneof("type") == "script_finished" and message.script_finished in (
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    )


def media(shown: Screen) -> list[str]:
    """The files that a screen names."""
    return re.findall(r"/media/\w+\.\w+", shown.said)


def to_be_made(shown: Screen) -> list[str]:
    """The files of a screen that are made once somebody asks for them."""
    return re.findall(r'deferred_file_id: "(\w+)"', shown.said)


def made(line: ClientConnection, own: Screen, file: str, seconds: float = 30) -> str:
    """Asks for such a file on the line of a screen; its address. Raises TimeoutError where nobody answers."""
    sessions = [
        m.new_session.initialize.session_id for m in own.sent if m.WhichOneof("type") == "new_session"
    ]
    asked = BackMsg()
    asked.backend_operation_request.request_id = file
    asked.backend_operation_request.session_id = sessions[0]
    asked.backend_operation_request.deferred_file.file_id = file
    line.send(asked.SerializeToString())
    while True:
        message = _heard(line, seconds)
        if message.WhichOneof("type") == "backend_operation_response":
            return message.backend_operation_response.deferred_file.url


def answers(line: ClientConnection, seconds: float) -> set[str | None]:
    """What kinds of things are said on a line in this time."""
    found = set()
    with suppress(TimeoutError):
        while True:
            found.add(_heard(line, seconds).WhichOneof("type"))
    return found
