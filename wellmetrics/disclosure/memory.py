"""What was hidden before, block by block: a load that changes one term protects that term, not all of them again."""

import contextlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from wellmetrics.keys import Key
from wellmetrics.model import Refusal

FILE = "protected"


class Memory:
    """Marks by digest: which nodes of a block are hidden. Without it the same is worked out again, in more time."""

    def __init__(self, earlier: Mapping[bytes, np.ndarray] | None = None) -> None:
        self._earlier = earlier or {}
        self.met: dict[bytes, np.ndarray] = {}

    def recall(self, digest: bytes) -> np.ndarray | None:
        marks = self.met.get(digest, self._earlier.get(digest))
        if marks is not None:
            self.met[digest] = marks
        return marks

    def add(self, digest: bytes, marks: np.ndarray) -> None:
        self.met[digest] = marks


def read(home: Path, key: Key) -> Memory:
    """The memory of the last build; an empty one where there is none, or another key or hand wrote it."""
    try:
        sealed = (home / FILE).read_bytes()
        table = pa.ipc.open_stream(key.unseal(sealed)).read_all()
    except (OSError, Refusal, ValueError):  # a file that was cut short is not even a sealed one
        return Memory()
    return Memory({bytes(row["digest"]): np.array(row["hidden"], bool) for row in table.to_pylist()})


def keep(memory: Memory, home: Path, key: Key) -> None:
    """Only what the last build met: what is gone from the figures is forgotten."""
    table = pa.table(
        {
            "digest": pa.array(memory.met, pa.binary()),
            "hidden": [marks.tolist() for marks in memory.met.values()],
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    part = home / f".{FILE}"
    # It saves time and nothing else: where there is no room for it, the release stands without.
    with contextlib.suppress(OSError):
        part.write_bytes(key.seal(sink.getvalue().to_pybytes()))
        part.chmod(stat.S_IRUSR | stat.S_IWUSR)
        os.replace(part, home / FILE)
