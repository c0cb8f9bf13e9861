"""Where the columns of a large file lie while it is looked at: in a folder of the home, mapped, so that memory is free."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None

PREFIX = ".reading-"
WHOLE = pa.int32()
Column = TypeVar("Column", bound=pa.Array)
AT_ONCE = 1 << 20  # rows of a large file that are worked on at once


class Aside:
    """Columns laid aside; without a folder they stay in memory as they are.

    A file has no name any more once it is mapped: nothing remains of it when the last column that lies there is gone,
    or the process with it.
    """

    def __init__(self, folder: Path | None = None, at_once: int = AT_ONCE) -> None:
        self.folder, self.at_once, self._numbers = folder, at_once, count()

    def slices(self, rows: int) -> list[slice]:
        """The rows in parts, those of a small file in one."""
        step = self.at_once if self.folder else max(rows, 1)
        return [slice(start, min(start + step, rows)) for start in range(0, max(rows, 1), step)]

    def numbers(self, parts: Iterable[np.ndarray], kind: pa.DataType = WHOLE) -> pa.Array:
        """Whole numbers, one part after the other."""
        dtype: Any = kind.to_pandas_dtype()
        if self.folder is None:
            return pa.array(np.concatenate([np.empty(0, dtype), *parts]), kind)

        def write(out: pa.NativeFile) -> None:
            for part in parts:
                held: Any = np.ascontiguousarray(part, dtype)
                out.write(pa.py_buffer(held))
            out.write(bytes(8))  # nobody can map an empty file

        found = self._mapped(write).read_buffer()
        rows = (found.size - 8) * 8 // kind.bit_width
        return pa.Array.from_buffers(kind, rows, [None, found])

    def array(self, values: Column) -> Column:
        if self.folder is None or len(values) == 0:
            return values
        lies: Any = self.table([pa.table([values], ["values"])])["values"].chunk(0)
        return lies

    def spread(self, values: pa.Array, codes: pa.Array) -> pa.Array:
        """`values` where `codes` say, a part after the other."""
        if self.folder is None or pa.types.is_boolean(values.type):  # a bit a row is little
            return self.array(values.take(codes))
        kind: Any = WHOLE if pa.types.is_date32(values.type) else values.type
        plain = values.view(kind).fill_null(pa.scalar(0, kind)).to_numpy()
        numbers, slices = codes.to_numpy(), self.slices(len(codes))
        found = self.numbers((plain[numbers[part]] for part in slices), kind)
        there = (
            self._marks(np.asarray(values.is_valid())[numbers[part]] for part in slices)
            if values.null_count
            else None
        )
        return pa.Array.from_buffers(values.type, len(codes), [there, found.buffers()[1]])

    def table(self, parts: Iterable[pa.Table]) -> pa.Table:
        """Tables of the same columns, one below the other. There is at least one."""
        if self.folder is None:
            return pa.concat_tables(parts)
        rest = iter(parts)
        first = next(rest)

        def write(out: pa.NativeFile) -> None:
            with pa.ipc.new_file(out, first.schema) as file:
                for part in chain([first], rest):
                    file.write_table(part)

        return pa.ipc.open_file(self._mapped(write)).read_all()

    def _marks(self, parts: Iterable[np.ndarray]) -> pa.Buffer:
        """Which rows hold something, as Arrow wants it: a bit a row."""
        there = self.numbers(parts, pa.uint8()).to_numpy()
        bits: Any = np.packbits(there, bitorder="little")
        return pa.py_buffer(bits)

    def kept(self, rows: pa.Table, keep: pa.Array) -> pa.Table:
        """The rows marked `keep`; one column after the other, so that only one is in memory."""
        columns = {name: self.array(_whole(rows[name].filter(keep))) for name in rows.column_names}
        return pa.table(columns)

    def _mapped(self, write: Callable[[pa.NativeFile], None]) -> pa.MemoryMappedFile:
        assert self.folder  # noqa: S101
        path = self.folder / str(next(self._numbers))
        with pa.OSFile(str(path), "wb") as out:
            write(out)
        mapped = pa.memory_map(str(path))
        with suppress(OSError):  # Windows keeps it until it is closed
            path.unlink()
        return mapped


def _whole(column: Any) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


IN_MEMORY = Aside()


@contextmanager
def begun(home: Path | None, at_once: int = AT_ONCE) -> Iterator[Aside]:
    """A folder of the home that only its owner can read; columns outlive it. In memory where there is no home."""
    if home is None:
        yield IN_MEMORY
        return
    folder, held = _own(home)
    try:
        yield Aside(folder, at_once)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _let_go(held)


def sweep(home: Path) -> None:
    """Removes what a killed process left behind; a folder whose process is at work stays."""
    for folder in home.glob(f"{PREFIX}*"):
        with suppress(OSError):
            held = _hold(folder, wait=False)
            shutil.rmtree(folder, ignore_errors=True)
            _let_go(held)


def _own(home: Path) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=home, prefix=PREFIX))
        with suppress(OSError):
            held = _hold(folder, wait=True)
            if folder.exists():
                return folder, held
            _let_go(held)  # somebody swept in between


def _hold(folder: Path, wait: bool) -> int | None:
    """The system lets go of it when the process ends, however it ends. Raises OSError where another one holds it."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        raise
    return handle


def _let_go(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)
