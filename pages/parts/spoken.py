"""What is said on a line, either way: what of it is let through to the server, and which files it offers to a reader."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# What a browser may ask for on the line, besides a file that its screen names. The rest is for who writes the screens.
ANSWERED = ("stop_script", "file_urls_request", "app_heartbeat")


def said(frame: bytes) -> BackMsg:
    """Nothing where a frame is none of ours."""
    message = BackMsg()
    with suppress(DecodeError):
        message.ParseFromString(frame)
    return message


def let_through(said: BackMsg, *, may: bool, own: Callable[[str], bool]) -> bool:
    """Of whoever may not, only that the screen is drawn anew: the screen itself then says that nobody is signed in.

    What was pressed or chosen on it is taken out then, because Streamlit acts on that before the screen asks who they are;
    and so is that a part of the screen alone be drawn.
    """
    kind = said.WhichOneof("type")
    if file := said.backend_operation_request.deferred_file.file_id:
        return may and own(file)
    if kind == "rerun_script" and not may:
        for pressed in ("widget_states", "fragment_id"):
            said.rerun_script.ClearField(pressed)
    return kind == "rerun_script" or (may and kind in ANSWERED)


def names(drawn: bytes) -> list[str]:
    """The files that something sent to a reader offers to save: those that are made, and those that are once somebody asks.

    Only what stands where a file's address belongs: a sentence may repeat whatever a reader wrote into the address bar.
    """
    said = ForwardMsg()
    with suppress(DecodeError):
        said.ParseFromString(drawn)
    button, made = said.delta.new_element.download_button, said.backend_operation_response.deferred_file
    return [one for one in (name_of(button.url), button.deferred_file_id, name_of(made.url)) if one]


def name_of(address: str) -> str:
    """`7c1f` of `/media/7c1f.csv`."""
    return PurePosixPath(address).stem
