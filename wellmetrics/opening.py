"""Opens a store of the house: hardened, one process at a time, its migrations done, and damage said in a sentence."""

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import RLock

import duckdb

from wellmetrics.model import Refusal
from wellmetrics.standing import ident

Tell = Callable[[str], None]

# Given at the opening, not after it: a second opening in one process shares the first one's locked configuration.
HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "allowed_configs": ["enable_progress_bar", "memory_limit", "threads"],
    # Over small tables threads wait for one another more than they bring.
    "threads": 1,
}
MANY = 100_000  # rows, worth the whole machine
BUSY = "Somebody else is loading or building just now. Wait a minute and try again; nothing was changed."
FULL = "The disk is full, so this was not done. What was loaded before stands. Free some space and try again."
_HELD = ("could not set lock", "being used by another process")
_NO_SPACE = ("no space left", "file too large", "disk quota")
_DAMAGE = (
    "corrupt",
    "checksum",
    "could not read",
    "not a valid duckdb",
    "invalidated",
    "serializ",
    "replaying wal",
)
_OF_STORE = (duckdb.IOException, duckdb.InternalException, duckdb.SerializationException)
_ALONE: dict[Path, RLock] = {}
_OPENED: set[Path] = set()


def quiet(_: str) -> None:
    pass


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def alone(home: Path, wait: float = 0, tell: Tell = quiet) -> Iterator[None]:
    """One writer at a time within this process; DuckDB's own lock keeps other processes out."""
    lock = _ALONE.setdefault(home.resolve(), RLock())
    if not lock.acquire(blocking=False):
        tell(_waiting(wait))
        if not lock.acquire(timeout=wait):
            raise Refusal(BUSY)
    try:
        yield
    finally:
        lock.release()


def connect(path: Path, wait: float = 0, tell: Tell = quiet) -> duckdb.DuckDBPyConnection:
    """The store for its owner alone. Another process is waited for `wait` seconds, then refused in a sentence."""
    until, waiting = time.monotonic() + wait, False
    while True:
        try:
            con = duckdb.connect(str(path), config=HARDENED)
        except duckdb.Error as error:
            if not any(said in str(error).lower() for said in _HELD):
                raise refusal(error, path) or error from None
            if time.monotonic() >= until:
                raise Refusal(BUSY) from None
            if not waiting:
                tell(_waiting(wait))
            waiting = True
            time.sleep(0.1)
        else:
            path.chmod(0o600)
            con.execute("SET enable_progress_bar = false")  # it would draw into what a command prints
            _sweep(path.resolve())
            return con


def _sweep(path: Path) -> None:
    """What a killed process laid down beside the store. Nobody else has it open, unless this process has already."""
    if path not in _OPENED:
        _OPENED.add(path)
        shutil.rmtree(f"{path}.tmp", ignore_errors=True)


@contextmanager
def little_memory(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """For a load, whatever the size of its file: what is more lies beside the store while it is needed."""
    con.execute("SET memory_limit = '1GB'")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # a full disk may have closed it
            con.execute("RESET memory_limit")


@contextmanager
def all_threads(con: duckdb.DuckDBPyConnection, rows: int) -> Iterator[None]:
    """As many as the machine has, where there are many rows to work through."""
    if rows < MANY:
        yield
        return
    con.execute("RESET threads")
    try:
        yield
    finally:
        with suppress(duckdb.Error):
            con.execute("SET threads = 1")


def _waiting(seconds: float) -> str:
    return f"Somebody else is loading or building. Waiting up to {seconds:.0f} seconds"


def refusal(error: BaseException, path: Path) -> Refusal | None:
    """What a store's error means to the person who asked; None where it is no matter of disk or file."""
    said = str(error).lower()
    no_space = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    if no_space or (isinstance(error, duckdb.Error) and any(words in said for words in _NO_SPACE)):
        return Refusal(FULL)
    if not isinstance(error, duckdb.Error):
        return None
    # Other errors quote what stands in a file: their words say nothing about the store.
    of_store = type(error) is duckdb.Error or isinstance(error, _OF_STORE)
    if isinstance(error, duckdb.FatalException) or (of_store and any(words in said for words in _DAMAGE)):
        return Refusal(
            f"The file {path.name} is damaged and cannot be read whole. Nothing was changed, and the figures of the "
            "last release can still be read. Put the latest backup back with “restore”."
        )
    if isinstance(error, duckdb.IOException):
        return Refusal(f"The file {path} cannot be opened: {str(error).splitlines()[0]}")
    return None


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.execute("BEGIN")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        # After a full disk the rollback raises too; the first error is the one to tell.
        try:
            con.execute("ROLLBACK")
        except duckdb.Error:
            con.close()
        raise


def migrate(con: duckdb.DuckDBPyConnection, folder: Traversable, before: Callable[[str], None]) -> None:
    """Numbered files, forwards only, each in a transaction of its own.

    `before` is called with the number of the first one that a store with rows has still to do.
    """
    con.execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, done_at TIMESTAMP)")
    done = {number for (number,) in con.execute("SELECT number FROM migration").fetchall()}
    files = {int(f.name[:4]): f for f in folder.iterdir() if f.name.endswith(".sql")}
    if max(done, default=0) > max(files):
        raise Refusal("This vault was written by a newer version of the product. Update the product first.")
    left = sorted(files.keys() - done)
    if done and left:
        before(f"{left[0]:04}")
    for number in left:
        with transaction(con):
            con.execute(files[number].read_text())
            con.execute("INSERT INTO migration VALUES (?, ?)", [number, now()])


def _all_rows(table: str) -> str:
    return f"SELECT * FROM main.{ident(table)}"


def copy(
    con: duckdb.DuckDBPyConnection,
    to: duckdb.DuckDBPyConnection,
    without: tuple[str, ...] = (),
    rows: Callable[[str], str] = _all_rows,
) -> None:
    """Every table of a store as it is at one moment, written anew in another; rows of `without` stay behind.

    `rows` is the query of what is taken of a table: as a rule, all of it.

    The file itself is never copied: to close a second handle on it would give up DuckDB's lock, and freed blocks
    keep what was erased.
    """
    with transaction(con):
        for name, made in _tables(con):
            to.execute(made)
            if name not in without:
                # Arrow's reader hands over a part at a time: an archive of originals may be larger than memory.
                to.register("copied_rows", con.sql(rows(name)).to_arrow_reader(100_000))
                to.execute(f"INSERT INTO main.{ident(name)} SELECT * FROM copied_rows")
                to.unregister("copied_rows")


def read_whole(con: duckdb.DuckDBPyConnection) -> None:
    """Reads every block that holds a row, so that DuckDB's checksums find what is damaged."""
    for name, _ in _tables(con):
        con.execute(f"SELECT bit_xor(hash(r)) FROM main.{ident(name)} AS r").fetchall()


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute(
        "SELECT table_name, sql FROM duckdb_tables() WHERE NOT temporary AND NOT internal ORDER BY table_oid"
    ).fetchall()


def remove(path: Path) -> None:
    """A store's file with what DuckDB keeps beside it."""
    for file in (path, Path(f"{path}.wal")):
        with suppress(FileNotFoundError):
            os.unlink(file)
