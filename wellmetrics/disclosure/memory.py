"""What was hidden and what was shown before: a load protects only what it changes, and takes nothing back that was told."""

import os
import stat
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np

from wellmetrics import opening
from wellmetrics.archive import PROTECTED
from wellmetrics.disclosure.blocks import DIGEST
from wellmetrics.keys import Key
from wellmetrics.model import Refusal


class Memory:
    """Marks by digest, which nodes of a block are hidden, and the digests of all cells that any reader was shown.

    Without it the same rows are hidden the same, in more time; but what changed rows are hidden with may be what an earlier
    release showed.
    """

    def __init__(
        self, earlier: Mapping[bytes, np.ndarray] | None = None, shown: np.ndarray | None = None
    ) -> None:
        self._earlier = earlier or {}
        self.shown = np.zeros(0, np.uint64) if shown is None else shown
        self.met: dict[bytes, np.ndarray] = {}

    def recall(self, digest: bytes) -> np.ndarray | None:
        marks = self.met.get(digest, self._earlier.get(digest))
        if marks is not None:
            self.met[digest] = marks
        return marks

    def add(self, digest: bytes, marks: np.ndarray) -> None:
        self.met[digest] = marks

    def show(self, cells: np.ndarray) -> None:
        """Remembers the digests of cells that are given out."""
        self.shown = np.union1d(self.shown, cells)

    def has_shown(self, cells: np.ndarray) -> np.ndarray:
        return np.isin(cells, self.shown)


def read(home: Path, key: Key) -> Memory:
    """The memory of the last build; an empty one where there is none.

    Raises Refusal where it cannot be read: a release made without it may tell what earlier ones hid.
    """
    try:
        held = np.load(BytesIO(key.unseal((home / PROTECTED).read_bytes())))
        marks = np.split(held["marks"], np.cumsum(held["sizes"])[:-1])
        digests = [digest.tobytes() for digest in held["digests"]]
        return Memory(dict(zip(digests, marks, strict=False)), held["shown"])
    except FileNotFoundError:
        return Memory()
    except OSError as error:
        raise _no_release("read", error) from None
    except (Refusal, ValueError, KeyError, zipfile.BadZipFile):
        raise Refusal(
            f"The file “{PROTECTED}”, which says what earlier releases showed, was changed or belongs to another home. "
            "No release is made without it; the last one stands. Put the latest backup back with “restore”. Where there "
            "is none, delete the file and build: whoever kept an earlier release may then work out more."
        ) from None


def keep(memory: Memory, home: Path, key: Key) -> None:
    """Of what is hidden only what the last build met; of what was shown all that ever was.

    Raises Refusal where it cannot be written, and OSError where the disk is full.
    """
    sink, marks = BytesIO(), list(memory.met.values())
    np.savez(
        sink,
        digests=np.frombuffer(b"".join(memory.met), np.uint8).reshape(-1, DIGEST),
        sizes=np.array([len(of_block) for of_block in marks], int),
        marks=np.concatenate([*marks, np.zeros(0, bool)]),
        shown=memory.shown,
    )
    part = home / f".{PROTECTED}"
    try:
        part.write_bytes(key.seal(sink.getvalue()))
        part.chmod(stat.S_IRUSR | stat.S_IWUSR)
        os.replace(part, home / PROTECTED)
    except BaseException as error:
        # What was written may have been the last room on the disk.
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if not isinstance(error, OSError) or opening.refusal(error, part):
            raise
        raise _no_release("written", error) from None


def _no_release(done: str, error: OSError) -> Refusal:
    return Refusal(
        f"The file “{PROTECTED}”, which says what releases showed, cannot be {done}: {error.strerror}. No release is made "
        "without it; the last one stands. See that the account which runs this may read and write all of the home, and build."
    )
