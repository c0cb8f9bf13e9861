"""Servers of a test's own, on this machine: each runs until its context ends."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def running(home: Path, port: int, *options: str, log: Path | None = None) -> Iterator[str]:
    """The dashboard, at its address. What it says itself goes into the log."""
    command = ["streamlit", "run", "dashboard.py", "--server.port", str(port), *options]
    address = f"http://127.0.0.1:{port}"
    with module(command, f"{address}/_stcore/health", log, WELLMETRICS_HOME=str(home)):
        yield address


@contextmanager
def module(command: list[str], ready: str, log: Path | None = None, **environment: str) -> Iterator[None]:
    """`python -m` of a command, as soon as the address answers."""
    python = [sys.executable, "-W", "ignore", "-m"]
    with (log or Path(os.devnull)).open("wb") as said:
        one = subprocess.Popen(
            [*python, *command], cwd=ROOT, env={**os.environ, **environment}, stdout=said, stderr=said
        )
        try:
            _wait(ready)
            yield
        finally:
            one.terminate()
            one.wait(20)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.15)
    raise TimeoutError(f"{address} did not start")
