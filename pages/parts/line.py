"""One line to a browser: what is asked on it, and what is said."""

from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Send

from pages.parts import browser, doorway, handed, setting, spoken
from wellmetrics.model import Refusal


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
            may, said = self.may(), spoken.said(message.get("bytes") or b"")
            if spoken.let_through(said, may=may, own=self._own):
                return {**message, "bytes": said.SerializeToString()}

    def _own(self, file: str) -> bool:
        return self.whose is None or handed.may(self.whose, file)

    async def sent(self, message: Message) -> None:
        """A reader may have become another in the middle of a run, so it is asked anew whose a file is."""
        offered = spoken.names(message.get("bytes") or b"") if self.whose else []
        if offered and self.may() and self.whose:
            handed.note(self.whose, offered)
        await self.send(message)
