"""How large a file may be."""

from dataclasses import dataclass

from wellmetrics.intake.unread import unread

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one file. The defaults are those of the command line, where nobody else is waiting."""

    size: int = 64 * 1024 * MIB  # bytes, as the file comes
    columns: int = 2_000
    cell: int = 65_536  # characters
    row: int = 4 * MIB  # characters
    unpacked: int = 8 * 1024 * MIB  # bytes of a workbook's parts
    sheet_rows: int = 1_048_576  # rows of a workbook's sheet, empty ones too: what Excel has


COMMAND_LINE = Bounds()
PAGE = Bounds(size=10 * MIB, columns=200, unpacked=256 * MIB, sheet_rows=250_000)


def check_size(file: str, size: int, bounds: Bounds) -> None:
    if size > bounds.size:
        raise unread(file, "too_large", size=-(-size // MIB), most=bounds.size // MIB)


def check_columns(file: str, row: int, columns: int, bounds: Bounds) -> None:
    if columns > bounds.columns:
        raise unread(file, "too_many_columns", row, columns=columns, most=bounds.columns)
