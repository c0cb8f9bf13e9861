"""Files that wait on the desk: sealed in the home, so that a refresh or a restart loses none and nobody else reads them."""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from wellmetrics import settings
from wellmetrics.archive import VAULT
from wellmetrics.desk.looking import Sent
from wellmetrics.intake.checked import Options
from wellmetrics.keys import Key
from wellmetrics.model import CallError, Refusal
from wellmetrics.opening import now
from wellmetrics.settings import TRAY_DAYS
from wellmetrics.vault import Vault

FORGOTTEN = 3600  # seconds: nobody is still laying down what is older


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file of a sender that waits, with what the sender has said about it so far."""

    id: str
    file: str
    size: int
    sha256: str
    added_at: datetime
    until: datetime
    options: Options
    covers: tuple[str, ...] = ()


def tray(home: Path, who: str) -> list[Waiting]:
    """What waits for this sender, in the order in which it came. What has waited too long is removed first."""
    sweep(home)
    if not (home / "tray").is_dir():
        return []
    return sorted(_all(home, _folder(home, who)), key=lambda one: (one.added_at, one.file))


def put(
    home: Path, who: str, files: Sequence[tuple[str, bytes]], options: Options | None = None
) -> list[Waiting]:
    """Lays files into the tray; one that is there already, byte for byte under its name, stays as it is."""
    key, folder, days = Key(home), _folder(home, who), _days(home)
    for part in (home, folder.parent, folder):  # what `parents` makes on the way is for everybody to read
        part.mkdir(exist_ok=True, mode=0o700)
    there = {one.id: one for one in _all(home, folder)}
    laid = []
    for name, data in files:
        sha256 = hashlib.sha256(data).hexdigest()
        id_ = key.opaque_name(f"{name}\n{sha256}")
        if id_ not in there:
            at = now()
            one = Waiting(id_, name, len(data), sha256, at, at + timedelta(days), options or Options())
            _write(folder / f"{id_}.file", key.seal(data))
            _keep(key, folder, one)
            there[id_] = one
        laid.append(there[id_])
    return laid


def set_options(home: Path, who: str, id_: str, options: Options, covers: Iterable[str] = ()) -> Waiting:
    """Keeps what the sender says about a file."""
    key, folder = Key(home), _folder(home, who)
    one = _read(key, folder / f"{id_}.about")
    if one is None:
        raise CallError("This file no longer waits on the desk. Drop it again.")
    changed = replace(one, options=options, covers=tuple(covers))
    _keep(key, folder, changed)
    return changed


def take_out(home: Path, who: str, ids: Iterable[str]) -> None:
    """Removes files from the tray; one that is gone already is no fault."""
    for id_ in ids:
        _remove(_folder(home, who), id_)


def sent(home: Path, who: str) -> list[Sent]:
    """The files that wait, with their bytes, ready to be looked at."""
    key, folder = Key(home), _folder(home, who)
    return [
        Sent(one.file, key.unseal((folder / f"{one.id}.file").read_bytes()), one.options, one.covers, f"{folder.name}/{one.id}")
        for one in tray(home, who)
    ]  # fmt: skip


def loaded(home: Path, sent: Sent) -> None:
    """A file that was loaded waits no longer."""
    if sent.waiting:
        folder, _, id_ = sent.waiting.partition("/")
        _remove(home / "tray" / folder, id_)


def everybodys(home: Path) -> Iterator[tuple[Path, Waiting]]:
    """Every file that waits, whoever sent it, with the path of its sealed bytes."""
    for folder in sorted((home / "tray").glob("*")):
        for one in _all(home, folder):
            yield folder / f"{one.id}.file", one


def _folder(home: Path, who: str) -> Path:
    return home / "tray" / Key(home).opaque_name(f"tray of {who}")


def _days(home: Path) -> int:
    """Until a file that nobody loaded is removed."""
    if (home / VAULT).exists():
        # A vault that somebody else has open is no reason to lose a file.
        with suppress(Refusal), Vault(home) as vault:
            return int(settings.value(vault, TRAY_DAYS))
    return int(TRAY_DAYS.default)


def sweep(home: Path) -> None:
    """Removes what has waited too long, and what a process that died left there."""
    if not (home / "tray").is_dir():
        return
    key = Key(home)
    for path in (home / "tray").glob("*/*.about"):
        one = _read(key, path)
        if one is None or one.until < now():
            _remove(path.parent, path.stem)
    for path in left_over(home):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > FORGOTTEN:
                path.unlink()


def left_over(home: Path) -> list[Path]:
    """Bytes of which nothing says whose they are: a process died, or the disk was full, while a file was laid down or taken away."""
    found = (path for path in (home / "tray").glob("*/*") if path.suffix in (".file", ".part"))
    return [path for path in found if path.suffix == ".part" or not path.with_suffix(".about").exists()]


def _all(home: Path, folder: Path) -> Iterator[Waiting]:
    key = Key(home)
    for path in folder.glob("*.about"):
        one = _read(key, path)
        if one and (folder / f"{one.id}.file").exists():
            yield one


def _remove(folder: Path, id_: str) -> None:
    for end in ("file", "about"):  # bytes without a word about them would be found by nobody
        (folder / f"{id_}.{end}").unlink(missing_ok=True)


# What is said about a file, as JSON; sealed too, because a file's name may be somebody's.

_OWN = ("id", "file", "size", "sha256", "added_at", "until")


def _keep(key: Key, folder: Path, one: Waiting) -> None:
    said = {name: getattr(one, name) for name in (*_OWN, "covers")} | {"options": asdict(one.options)}
    _write(folder / f"{one.id}.about", key.seal(json.dumps(said, default=datetime.isoformat).encode()))


def _read(key: Key, path: Path) -> Waiting | None:
    try:
        said = json.loads(key.unseal(path.read_bytes()))
    except FileNotFoundError:
        return None
    moments = {name: datetime.fromisoformat(said[name]) for name in ("added_at", "until")}
    return Waiting(**said | moments | {"options": _options(said["options"]), "covers": tuple(said["covers"])})


def _options(said: Mapping[str, Any]) -> Options:
    """The options of an earlier version may lack a field, or have one that is no more."""
    known = {field.name for field in fields(Options)} & said.keys()
    return Options(**{name: _as_it_was(said[name]) for name in known})


def _as_it_was(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _write(path: Path, sealed: bytes) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
    os.replace(part, path)
