"""A home as one file: its stores, key, instruments and current release, under one checksum that any change breaks."""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from wellmetrics import opening
from wellmetrics.keys import Key
from wellmetrics.model import Refusal

VAULT, WORKBOOK = "vault.duckdb", "workbook.duckdb"
STORES = (VAULT, WORKBOOK)
PEOPLE = "people.sqlite"
ERASED = "erased"  # digests of people: no restore takes them back
PROTECTED = "protected"  # what was shown to whom, so that it is not hidden later to cover something else
FOLDERS = ("surveys",)
KEPT = 5  # backups that are taken before a migration
_DIGITS = 64
_TO_REMOVE = "remove.json"
_COPY, _RESTORING, _REWRITING = ".copy-", ".restoring-", ".rewriting-"
_RESTORED, _REWRITTEN = "restored", "rewritten"
_ASIDE = Path("backups") / "replaced"  # what the last restore replaced


def write(home: Path, to: Path, vault: duckdb.DuckDBPyConnection) -> None:
    """Writes `to`, which only its owner may read; it is there whole or not at all.

    `vault` is open: its rows are those of one moment. Files that wait on the desk stay behind.
    """
    if to.exists():
        raise Refusal(f"There is a file {to} already. Choose another name.")
    _sweep(home)
    part = to.with_name(f".{to.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with tempfile.TemporaryDirectory(dir=home, prefix=_COPY) as folder:
            _copy_store(vault, Path(folder) / VAULT)
            _copy_workbook(home, Path(folder) / WORKBOOK)
            _copy_people(home, Path(folder) / PEOPLE)
            _pack(home, Path(folder), part)
        _seal(part)
        os.replace(part, to)
    except OSError as error:
        raise opening.refusal(error, to) or Refusal(f"{to} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)


def _sweep(home: Path) -> None:
    """What a killed backup or restore left behind; nobody else is at one, because they hold the vault."""
    for prefix in (_COPY, _RESTORING, _REWRITING):
        for left in home.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)


def _copy_store(con: duckdb.DuckDBPyConnection, to: Path) -> None:
    with duckdb.connect(str(to)) as copy:
        opening.copy(con, copy)


def _copy_workbook(home: Path, to: Path) -> None:
    # A home from before there was a workbook gets an empty one: a backup has always all parts.
    if not (home / WORKBOOK).exists():
        return duckdb.connect(str(to)).close()
    with opening.connect(home / WORKBOOK, wait=10) as con:
        _copy_store(con, to)
    return None


def _copy_people(home: Path, to: Path) -> None:
    """Who may sign in and the record, but nobody as signed in."""
    if (home / PEOPLE).exists():
        with closing(sqlite3.connect(home / PEOPLE)) as con, closing(sqlite3.connect(to)) as copy:
            con.backup(copy)
            copy.execute("DELETE FROM session")
            copy.commit()
            copy.execute("VACUUM")


def _pack(home: Path, copies: Path, part: Path) -> None:
    release = _current(home)
    files = [("key", home / "key"), *((name, copies / name) for name in STORES)]
    beside = [(PEOPLE, copies / PEOPLE), (ERASED, home / ERASED), (PROTECTED, home / PROTECTED)]
    files += [(name, path) for name, path in beside if path.exists()]
    for folder in (*FOLDERS, *([f"releases/{release}"] if release else [])):
        files += [(f"{folder}/{path.name}", path) for path in sorted((home / folder).glob("*"))]
    about = {"format": 1, "made_at": f"{opening.now():%Y-%m-%dT%H:%M:%S}", "release": release}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        pack.comment = b"0" * _DIGITS
        pack.writestr("about.json", json.dumps(about))
        for name, path in files:
            pack.write(path, name)


def _current(home: Path) -> str:
    pointer = home / "releases" / "current"
    return pointer.read_text().strip() if pointer.exists() else ""


def _seal(part: Path) -> None:
    """The file ends with the SHA-256 of all that stands before: as a zip's comment, so that any tool opens it."""
    with part.open("r+b") as file:
        digest = _digest(part)
        file.seek(-_DIGITS, os.SEEK_END)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def _digest(path: Path) -> bytes:
    left, total = path.stat().st_size - _DIGITS, hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (read := file.read(min(left, 1 << 20))):
            total.update(read)
            left -= len(read)
    return total.hexdigest().encode()


@contextmanager
def unpacked(file: Path, home: Path) -> Iterator[Path]:
    """The parts of a whole and unchanged backup in a folder of the home; raises Refusal for any other file."""
    if not file.is_file():
        raise Refusal(f"There is no file {file}.")
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _DIGITS))
        last = opened.read()
    if last != _digest(file):
        raise Refusal(
            f"{file.name} is no backup of this product, or it was cut short or changed since it was written. Nothing "
            "was replaced. Take another backup."
        )
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(home)
    folder = Path(tempfile.mkdtemp(dir=home, prefix=_RESTORING))
    try:
        with zipfile.ZipFile(file) as pack:
            # Names stay inside the folder: zipfile sees to it, and the checksum is ours.
            pack.extractall(folder)
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
        for path in folder.rglob("*"):
            of_release = path.is_relative_to(folder / "releases")
            path.chmod(0o700 if path.is_dir() else 0o400 if of_release else 0o600)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(home: Path, folder: Path) -> None:
    """All parts or none: from one rename on the new parts are the home's, and the next opening ends what was cut off."""
    _gone(home / _ASIDE)
    os.replace(folder, home / _RESTORED)
    finish(home)


def finish(home: Path) -> None:
    """Moves restored parts into place; nothing where there are none. What they replace is laid aside.

    Two processes may do it at once: a part that the other has moved is passed over.
    """
    _finish_rewriting(home)
    new = home / _RESTORED
    if not new.is_dir():
        return
    if not (new / "about.json").exists():
        # Everything was in its place, and only the sweeping up was cut off.
        shutil.rmtree(new, ignore_errors=True)
        return
    aside = home / _ASIDE
    for part in (aside.parent, aside):
        part.mkdir(exist_ok=True, mode=0o700)
    release = json.loads((new / "about.json").read_text())["release"]
    parts = ["key", ERASED, *STORES, *FOLDERS, *([f"releases/{release}"] if release else [])]
    for name in parts:
        with suppress(FileNotFoundError):
            _swap(home / name, new / name, aside / Path(name).name)
    # Whom somebody has removed since the backup stays removed, and what was shown since stays known: only a home that has
    # lost such a list gets it back.
    for name, stays in ((PEOPLE, (home / PEOPLE).exists()), (PROTECTED, _opens(home))):
        with suppress(FileNotFoundError):
            if not stays:
                os.replace(new / name, home / name)
    if release:
        point_to(home, release)
    shutil.rmtree(new, ignore_errors=True)


def _opens(home: Path) -> bool:
    """Whether what was shown is there, and sealed by the key that is there."""
    try:
        Key(home).unseal((home / PROTECTED).read_bytes())
    except (FileNotFoundError, Refusal, ValueError):
        return False
    return True


@contextmanager
def rewriting(home: Path) -> Iterator[Path]:
    """A folder of the home for stores that are written anew."""
    _sweep(home)
    folder = Path(tempfile.mkdtemp(dir=home, prefix=_REWRITING))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_rewritten(home: Path, folder: Path, remove: Iterable[Path]) -> None:
    """From one rename on the rewritten stores are the home's, and what they replace and `remove` names is no more."""
    gone = [str(path.relative_to(home)) for path in remove]
    (folder / _TO_REMOVE).write_text(json.dumps(gone))
    os.replace(folder, home / _REWRITTEN)
    _finish_rewriting(home)


def _finish_rewriting(home: Path) -> None:
    """Nothing is laid aside: what was rewritten was rewritten so that something goes for good."""
    new = home / _REWRITTEN
    if not new.is_dir():
        return
    with suppress(FileNotFoundError):
        for name in json.loads((new / _TO_REMOVE).read_text()):
            with suppress(FileNotFoundError):
                _gone(home / name)
    # The vault comes last: whoever waits for it finds the rest in place. Another process may be at it too.
    for name in (ERASED, WORKBOOK, VAULT):
        with suppress(FileNotFoundError):
            if (new / name).exists():
                Path(f"{home / name}.wal").unlink(missing_ok=True)
                os.replace(new / name, home / name)
    shutil.rmtree(new, ignore_errors=True)


def point_to(home: Path, release: str) -> None:
    """One atomic rename: a reader sees the old release or the new one, never half of either."""
    pointer = home / "releases" / ".current.new"
    pointer.write_text(release)
    os.replace(pointer, home / "releases" / "current")


def _swap(old: Path, new: Path, aside: Path) -> None:
    if not new.exists():
        return
    old.parent.mkdir(exist_ok=True, mode=0o700)
    if old.is_dir():
        _gone(aside)
        os.replace(old, aside)
    elif old.exists():
        # A second name for it: the home is never without its vault, or another process would begin an empty one.
        aside.unlink(missing_ok=True)
        os.link(old, aside)
    log = Path(f"{old}.wal")  # of the earlier store: it would be played into the restored one
    if log.exists():
        os.replace(log, f"{aside}.wal")
    os.replace(new, old)


def _gone(path: Path) -> None:
    if path.is_dir():
        for file in path.rglob("*"):
            file.chmod(0o700 if file.is_dir() else 0o600)  # Windows refuses to delete what is read-only
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def before_migration(home: Path, number: str, vault: duckdb.DuckDBPyConnection) -> None:
    """A backup of the home as the earlier version left it; only the last few are kept."""
    folder = home / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    write(home, folder / f"before-{number}-{datetime.now():%Y%m%dT%H%M%S%f}.zip", vault)
    for old in sorted(folder.glob("before-*.zip"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        with suppress(OSError):
            old.unlink()
