"""The parts of a workbook, looked through before it is opened: what it is, how large, and whether it is whole."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from wellmetrics.intake.bounds import MIB, Bounds
from wellmetrics.intake.unread import unread

BLOCK = 1 << 16
MOST_PARTS = 10_000
# What is held whole while a part is read: one row or one text, and else the part.
LARGEST_PIECE = 2 * MIB
LARGEST_PART = 16 * MIB
OTHER_WORKBOOKS = {"xl/vbaProject.bin": "excel_macros", "xl/workbook.bin": "excel_binary"}
DOCUMENTS = {
    "content.xml": "an OpenDocument file",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
    "Index/Document.iwa": "a Numbers file",
}
# How Excel packs; the other ways unpack a great deal at a time.
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")
AFTER_ROWS = re.compile(rb"</(?:\w+:)?sheetData>")
# As libraries write formulas that no spreadsheet has worked out yet.
NO_RESULT = re.compile(rb"</f>(<v ?/>)?</c>")
# No workbook declares entities, which are what makes XML grow when it is read; nor is its XML in UTF-16.
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)|\x00")


def look_through(file: str, stream: BinaryIO, bounds: Bounds) -> bool:
    """Unpacks every part a block at a time and keeps none of it: what the directory says of sizes is a first look
    only. Returns whether the results of formulas are all there. Raises Refusal.
    """
    unpacked, results = 0, True
    try:
        with zipfile.ZipFile(stream) as archive:
            _look_at_directory(file, archive, bounds)
            for part in archive.infolist():
                watch, before = _Watch(file, part.filename, bounds), unpacked
                for block in _unpacked(stream, part):
                    unpacked += len(block)
                    _check_unpacked(file, unpacked, bounds)
                    watch.see(block)
                if unpacked - before != part.file_size:
                    raise unread(file, "excel_damaged")
                results &= watch.results
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError):
        raise unread(file, "excel_damaged") from None
    return results


def _unpacked(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """All that a part unpacks to. Python's own reader stops at the stated size, and says nothing of what is behind;
    read whole, it unpacks that too before it cuts it off."""
    stream.seek(part.header_offset + 26)
    name_and_more = sum(struct.unpack("<HH", stream.read(4)))
    stream.seek(name_and_more, io.SEEK_CUR)
    left, packed = part.compress_size, part.compress_type == zipfile.ZIP_DEFLATED
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while left and (block := stream.read(min(BLOCK, left))):
        left -= len(block)
        while block and packed:
            yield inflate.decompress(block, BLOCK)
            block = inflate.unconsumed_tail
        yield block
    yield inflate.flush()


def _look_at_directory(file: str, archive: zipfile.ZipFile, bounds: Bounds) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise unread(file, "excel_locked")
    for name in names & OTHER_WORKBOOKS.keys():
        raise unread(file, OTHER_WORKBOOKS[name])
    for name in names & DOCUMENTS.keys():
        raise unread(file, "other_document", what=DOCUMENTS[name])
    if "[Content_Types].xml" not in names:
        raise unread(file, "packed_file")
    if len(parts) > MOST_PARTS or {part.compress_type for part in parts} - PACKINGS:
        raise unread(file, "excel_damaged")
    _check_unpacked(file, sum(part.file_size for part in parts), bounds)


def _check_unpacked(file: str, size: int, bounds: Bounds) -> None:
    if size > bounds.unpacked:
        raise unread(file, "too_large_unpacked", most=bounds.unpacked // MIB)


class _Watch:
    """One part as it is unpacked: is it what a workbook holds, and is no piece of it out of all measure?"""

    def __init__(self, file: str, name: str, bounds: Bounds) -> None:
        self.file, self.bounds = file, bounds
        self.is_xml = name.lower().endswith((".xml", ".rels"))
        self.piece = ROW if name.startswith("xl/worksheets/") else TEXT
        self.most = LARGEST_PART
        self.results = True
        self.rows = self.length = 0  # length: bytes since the last piece began
        self.tail = b""

    def see(self, block: bytes) -> None:
        if not self.is_xml:
            return
        text = self.tail + block
        if DECLARED.search(text):
            raise unread(self.file, "excel_damaged")
        self.results = self.results and not NO_RESULT.search(text)
        starts = [found.start() for found in self.piece.finditer(text)]
        self.length = len(text) - starts[-1] if starts else self.length + len(block)
        self.rows += len(starts)
        # Behind the rows a sheet may have links or merged cells in plenty.
        self.most = LARGEST_PART if AFTER_ROWS.search(text) else LARGEST_PIECE if starts else self.most
        if self.length > self.most:
            raise unread(self.file, "too_large_piece", most=self.most // MIB)
        if self.piece is ROW and self.rows > self.bounds.sheet_rows:
            raise unread(self.file, "too_many_rows", most=self.bounds.sheet_rows)
        self.tail = block[-16:]
