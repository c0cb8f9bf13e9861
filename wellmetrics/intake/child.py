"""A file read in a process of its own, with limits on its time and memory: what breaks there breaks nothing here."""

import json
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from wellmetrics.intake.bounds import MIB, PAGE, Bounds
from wellmetrics.intake.heading_rows import Plain
from wellmetrics.intake.how import How
from wellmetrics.intake.messages import Unreadable
from wellmetrics.intake.read import Sheet, encoded, read
from wellmetrics.intake.source import Source
from wellmetrics.intake.unread import unread
from wellmetrics.model import Problem

SECONDS = 60
MEMORY = 1024 * MIB
STARTED = b"started\n"
OUT_OF_MEMORY = 3
# Enough to find Python and its libraries; the rest of the server's surroundings is nobody's business there.
PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")
# One thread is enough for one file, and each takes memory from the limit.
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def read_safely(
    file: str,
    data: Source,
    known_headings: frozenset[str],
    plain: Plain,
    bounds: Bounds = PAGE,
    seconds: int = SECONDS,
    memory: int = MEMORY,
) -> Sheet:
    """`read` in another process. Raises Refusal too where that needs more than `seconds` of processor time, or by the
    clock three times as long, or more than `memory` bytes, of which the process itself takes 350 MB. Windows has
    no such limits, and the clock alone counts there; macOS has none of memory. `plain` is a function of a module.
    """
    job = pickle.dumps((file, data if isinstance(data, Path) else None, known_headings, plain, bounds))
    limits = [str(seconds), str(memory), str(len(job))]
    surroundings = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        # Not multiprocessing: it would run the caller's main module again, and that is the whole server.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", "from wellmetrics.intake.child import main; main()", *limits],
            input=job + (data if isinstance(data, bytes) else b""),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may show cells of the file
            env={**surroundings, **ALONE, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=3 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise unread(file, "took_too_long", seconds=seconds) from None
    if not done.stdout.startswith(STARTED):
        raise RuntimeError("The process that reads files did not start.")
    if done.returncode == 0:
        return _received(file, done.stdout)
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise unread(file, "took_too_long", seconds=seconds)
    if done.returncode == OUT_OF_MEMORY:
        raise unread(file, "took_too_much", memory=memory // MIB)
    raise unread(file, "gave_up")


def main() -> None:
    """What the other process does: limits itself, then reads a job and its bytes, and writes what comes of it."""
    seconds, memory, length = map(int, sys.argv[1:])
    sys.meta_path.insert(0, _NoPandas())
    out = sys.stdout.buffer
    out.write(STARTED)
    out.flush()
    try:
        _limit(seconds, memory)
        file, path, known, plain, bounds = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301
        data = path or sys.stdin.buffer.read()
        try:
            _send(read(file, data, known, plain, bounds), out)
        except Unreadable as refused:
            _say({"refused": asdict(refused.problem)}, out)
        out.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


class _NoPandas(MetaPathFinder):
    """Arrow would load it with its first array, which takes as long as all the rest of the start."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ImportError


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _send(sheet: Sheet, out: BinaryIO) -> None:
    said = {name: getattr(sheet, name) for name in ("headings", "decisions", "items")}
    said |= {"problems": [asdict(problem) for problem in sheet.problems], "how": asdict(sheet.how)}
    _say(said, out)
    columns = pa.record_batch([sheet.lines, *sheet.columns], [str(i) for i in range(len(sheet.columns) + 1)])
    sink: Any = out
    with pa.ipc.new_stream(sink, columns.schema) as stream:
        stream.write_batch(columns)


def _say(said: dict[str, Any], out: BinaryIO) -> None:
    out.write(json.dumps(said).encode() + b"\n")


def _received(file: str, sent: bytes) -> Sheet:
    """The sheet that the other process wrote. What it read may have got the better of it: nothing here is run, and
    the columns are looked at before they are used."""
    end = sent.index(b"\n", len(STARTED))
    words = json.loads(sent[len(STARTED) : end])
    if "refused" in words:
        raise Unreadable(Problem(**words["refused"]))
    columns = pa.ipc.open_stream(pa.py_buffer(sent).slice(end + 1)).read_next_batch()
    columns.validate(full=True)
    lines, *texts = columns.columns
    how = words["how"] | {"lines_above": tuple(words["how"]["lines_above"])}
    return Sheet(
        file,
        tuple(words["headings"]),
        tuple(map(encoded, texts)),
        lines,
        tuple(Problem(**problem) for problem in words["problems"]),
        tuple(words["decisions"]),
        How(**how),
        tuple(words["items"]),
    )
