"""One line to a browser: what is asked on it, and what is said."""

from contextlib import suppress
from dataclasses import dataclass

from google.protobuf.message import DecodeError
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.parts import browser, doorway, handed, setting
from wellmetrics.model import Refusal

# What a browser may ask for on the line, besides a file that its screen names. The rest is for who writes the screens.
ANSWERED = ("stop_script", "file_urls_request", "app_heartbeat")


@dataclass(slots=True)
class Line:
    asked: HTTPConnection
    receive: Receive
    send: Send
    whose: handed.Whose | None = (
        None  # as of the latest that was received; nobody's where no sign-in is set up
    )

    def may(self) -> bool:
        self.whose = None
        if setting.auth() is None:
            return True
        with suppress(Refusal):
            reader = doorway.reader(self.asked)
            self.whose = handed.whose(browser.of(self.asked.cookies), reader) if reader.grants else None
        return self.whose is not None

    async def received(self) -> Message:
        while True:
            message = await self.receive()
            if message["type"] != "websocket.receive":
                return message
            if answered := self._answered(_said(message)):
                return {**message, "bytes": answered.SerializeToString()}

    def _answered(self, said: BackMsg) -> BackMsg | None:
        """What is let through of it: nothing, or of whoever may not only that the screen is drawn anew.

        The screen itself then says that nobody is signed in. What was pressed or chosen on it is left out, because Streamlit
        acts on that before the screen asks who they are; and so is that a part of the screen alone be drawn.
        """
        may, kind = self.may(), said.WhichOneof("type")
        if file := said.backend_operation_request.deferred_file.file_id:
            return said if may and (self.whose is None or handed.may(self.whose, file)) else None
        if kind == "rerun_script" and not may:
            for pressed in ("widget_states", "fragment_id"):
                said.rerun_script.ClearField(pressed)
        return said if kind == "rerun_script" or (may and kind in ANSWERED) else None

    async def sent(self, message: Message) -> None:
        """A reader may have become another in the middle of a run, so it is asked anew whose a file is."""
        offered = handed.names(message.get("bytes") or b"") if self.whose else []
        if offered and self.may() and self.whose:
            handed.note(self.whose, offered)
        await self.send(message)


def _said(message: Message) -> BackMsg:
    """Nothing where a frame is none of ours."""
    said = BackMsg()
    with suppress(DecodeError):
        said.ParseFromString(message.get("bytes") or b"")
    return said
