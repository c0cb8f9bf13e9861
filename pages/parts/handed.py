"""Files that a screen names: given to the sign-in and the roles for which the screen was drawn, and to nobody else.

Streamlit names a file by its content and gives it to whoever knows the name.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from wellmetrics.people import Grant, Identity, Reader

Whose = tuple[str, tuple[Grant, ...], Grant | None]
READERS, FILES = (
    1000,
    2000,
)  # what is remembered; Streamlit forgets a file as soon as its screen is drawn anew
_NAMED: OrderedDict[Whose, OrderedDict[str, None]] = OrderedDict()


def whose(identity: Identity | None, reader: Reader) -> Whose:
    return identity.mark if identity else "", reader.grants, reader.looks_as


def note(to: Whose, files: Iterable[str]) -> None:
    """Remembers the files that a reader was offered."""
    for file in files:
        kept = _latest(_NAMED, to, _NAMED.get(to) or OrderedDict(), READERS)
        _latest(kept, file, None, FILES)


def may(to: Whose, name: str) -> bool:
    return name in _NAMED.get(to, ())


def _latest(kept: OrderedDict, key: object, value: Any, most: int) -> Any:
    """Puts a value last; of too many the first is forgotten."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
    return value
