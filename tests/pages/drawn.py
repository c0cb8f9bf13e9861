"""What a screen draws, as records that can be held against those of another run."""

import re
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

# Names that a run gives to what it draws, and what somebody may press and no one else.
OF_A_RUN = re.compile(r'\b(\w*id|\w*hash): "[^"]*"')
PRESSED = ("form", "popover")


def main(app: AppTest, *, without_forms: bool = False) -> list[str]:
    """The screen without its side; `without_forms` leaves out what only its own reader may fill in and press."""
    return [_said(one) for one in _leaves(app.main, PRESSED if without_forms else ())
            if not (without_forms and one.type == "button")]  # fmt: skip


def everything(app: AppTest) -> list[str]:
    return [_said(one) for block in (app.sidebar, app.main) for one in _leaves(block, ())]


def _leaves(block: Block, leave_out: tuple[str, ...]) -> Iterator[Element]:
    for child in block.children.values():
        if isinstance(child, Element):
            yield child
        elif child.type not in leave_out and not _is_looking(child):
            yield from _leaves(child, leave_out)


def _is_looking(block: Block) -> bool:
    """The frame above the screens that says as whom the lead looks."""
    return any(
        "You see what the" in str(child.proto)
        for child in block.children.values()
        if child.type == "markdown"
    )


def _said(one: Element) -> str:
    return f"{one.type} {OF_A_RUN.sub('', str(one.proto))}"
