"""A file's bytes, in memory or on a disk, and the encoding its text is written in."""

import codecs
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from wellmetrics.intake.unread import unread

Source = bytes | Path
BLOCK = 1 << 20

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SHOWN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


def opened(source: Source) -> BinaryIO:
    return source.open("rb") if isinstance(source, Path) else io.BytesIO(source)


def size(source: Source) -> int:
    return source.stat().st_size if isinstance(source, Path) else len(source)


def sha256(source: Source) -> str:
    with opened(source) as stream:
        digest: Any = stream  # what the type of `opened` hides: both kinds can be read into a buffer
        return hashlib.file_digest(digest, "sha256").hexdigest()


def beginning(source: Source, length: int = 8_192) -> bytes:
    with opened(source) as stream:
        return stream.read(length)


def blocks(source: Source) -> Iterator[bytes]:
    with opened(source) as stream:
        while block := stream.read(BLOCK):
            yield block


def holds(source: Source, sought: bytes) -> bool:
    tail = b""
    for block in blocks(source):
        if sought in tail + block:
            return True
        tail = block[len(block) - len(sought) + 1 :]
    return False


def encoding(file: str, source: Source) -> str:
    """The codec that reads the whole file. Raises Refusal where none does, or where it holds no text."""
    for codec in _candidates(beginning(source)):
        try:
            written = _written(file, source, codec)
        except UnicodeDecodeError:
            continue
        if not written:
            raise unread(file, "empty_file")
        return codec
    raise unread(file, "not_text")


def _candidates(head: bytes) -> tuple[str, ...]:
    for mark, codec in MARKS.items():
        if head.startswith(mark):
            return (codec,)
    # Text in UTF-16 without a mark: every second byte of what offices write is zero, and hardly any other.
    first, second = head[::2].count(0), head[1::2].count(0)
    if max(first, second) > len(head) / 10 and min(first, second) < max(first, second) / 4:
        return ("utf-16-le" if second > first else "utf-16-be",)
    return ("utf-8", "cp1252")


def _written(file: str, source: Source, codec: str) -> bool:
    """Whether the file holds more than blanks. Raises UnicodeDecodeError, and Refusal for characters no table has."""
    decoder = codecs.getincrementaldecoder(codec)()
    written = False
    for block in blocks(source):
        text = decoder.decode(block)
        if "\x00" in text:
            raise unread(file, "not_text")
        written = written or (bool(text) and not text.isspace())
    decoder.decode(b"", final=True)
    return written
