"""Files that are made to break a reader: small to send, and larger than any memory once they are opened."""

import io
import os
import signal
import time
import zipfile
import zlib
from collections.abc import Iterable

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: Iterable[Iterable[object]] = (("urn", "school"), (900001, "Alder"))) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def with_part(name: str, pieces: Iterable[bytes], base: bytes = b"") -> bytes:
    """A workbook with another part in the place of one of its own; `pieces` are packed one after the other."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        with new.open(name, "w") as content:
            for piece in pieces:
                content.write(piece)
    return out.getvalue()


def sheet(*pieces: bytes) -> Iterable[bytes]:
    """The XML of a sheet whose rows are `pieces`."""
    yield f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
    yield from pieces
    yield b"</sheetData></worksheet>"


def strings(*pieces: bytes) -> Iterable[bytes]:
    yield f'<?xml version="1.0"?><sst xmlns="{MAIN}">'.encode()
    yield from pieces
    yield b"</sst>"


def laughs(inside: str) -> bytes:
    """An XML text of a few hundred bytes that stands for a thousand million of them."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{inside}'.encode()


def lying(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with a directory that states the size and the checksum of `content` for a part of it."""
    size, checksum = len(content).to_bytes(4, "little"), zlib.crc32(content).to_bytes(4, "little")
    changed = bytearray(data)
    # Where the checksum, the size and the name stand in the two places that state them.
    for mark, sum_at, size_at, name_at in ((b"PK\x03\x04", 14, 22, 30), (b"PK\x01\x02", 16, 24, 46)):
        start = changed.find(mark)
        while start >= 0:
            if changed[start + name_at :].startswith(name.encode()):
                changed[start + size_at : start + size_at + 4] = size
                changed[start + sum_at : start + sum_at + 4] = checksum
            start = changed.find(mark, start + 4)
    return bytes(changed)


def ends_the_process(text: str) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return text


def never_ends(text: str) -> str:
    while True:
        text = text[::-1]


def sleeps(text: str) -> str:
    time.sleep(3_600)
    return text


def needs_clean_surroundings(text: str) -> str:
    if "WELLMETRICS_HOME" in os.environ:
        os.abort()
    return text
