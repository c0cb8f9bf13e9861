"""What a file is by its first bytes: a workbook, text, or something that is no table and is told so."""

from wellmetrics.intake.source import Source, beginning, holds
from wellmetrics.intake.unread import unread

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
OTHERS = {
    b"%PDF-": "pdf",
    b"PK\x05\x06": "packed_file",
    b"\x1f\x8b": "packed_file",
    b"Rar!": "packed_file",
    b"7z\xbc\xaf\x27\x1c": "packed_file",
}
PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<workbook")


def is_workbook(file: str, source: Source) -> bool:
    """True for a workbook, False for what may be text. Raises Refusal for everything else that is known."""
    head = beginning(source)
    if head.startswith(OLE):
        raise unread(file, "excel_locked" if holds(source, LOCKED) else "excel_old")
    for mark, code in OTHERS.items():
        if head.startswith(mark):
            raise unread(file, code)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGES):
        raise unread(file, "web_page")
    return head.startswith(ZIP)
