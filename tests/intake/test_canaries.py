"""Personal canaries in every corner of a file, and a search of everything that was written and printed afterwards."""

import io
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.helpers import File, csv, home_with, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.intake.check import Options
from wellmetrics.vault import Vault

# Nobody's: numbers kept for tests and films, a form that is never given out, and names of no one.
NI, NHS, UPN = "QQ123456C", "999 000 0018", "X310300109001"
MAIL, PHONE, POSTCODE, IP = "z.quackenbush@example.org", "07700 900123", "ZZ99 3VZ", "192.0.2.7"
BORN, WORDS = "12/03/1975", "the bus had not come and it was all too much since the summer"
REF = "CANARY-REF-7731"
CANARIES = [
    "Zebedee",
    "Quackenbush",
    NI,
    NHS,
    UPN,
    MAIL,
    PHONE,
    POSTCODE,
    IP,
    BORN,
    "bus had not come",
    "not\nwell at all",
]

HEADINGS = "Personal Ref.,URN,Position Ref.,Staff type,FTE,Start Date,End Date,Illness Category"
PERSONAL = {
    "Forename": "Zebedee",
    "Legal surname": "Quackenbush",
    "Line manager": "Zebedee Quackenbush",
    "Col 1": NI,
    "Col 2": NHS,
    "Col 3": UPN,
    "Col 4": MAIL,
    "Col 5": PHONE,
    "Col 6": POSTCODE,
    "Col 7": IP,
    "Col 8": BORN,
    "": "Quackenbush, Z",
    "Further info": WORDS,
    "Col 9": "was not\nwell at all",
}
GOOD = f"{REF},900001,1,teacher,1,08/09/2025,09/09/2025"
EXTRA = ",".join(f'"{cell}"' for cell in PERSONAL.values())
BARE = "," * len(PERSONAL)


def hr_export() -> File:
    """Canaries above the headings, in columns known by heading or by cells, in known cells, totals and a cut-off row."""
    rows = [
        f"{GOOD},infection,{EXTRA}",
        f'"Quackenbush, Z",900001,1,teacher,1,10/09/2025,11/09/2025,infection{BARE}',
        f"P2,900001,{NI},teacher,1,10/09/2025,11/09/2025,infection{BARE}",
        f"P3,900001,1,teacher,1,10/09/2025,11/09/2025,rang in from {PHONE}{BARE}",
        f'P4,900001,1,teacher,1,10/09/2025,11/09/2025,"{WORDS}"{BARE}',
        f"P5,900001,1,teacher,1,10/09/2025,11/09/2025,Zebedee Quackenbush{BARE}",
        f"P6,900001,1,teacher,1,{BORN} {MAIL},11/09/2025,infection{BARE}",
        f"P7,900001,1,Zebedee {MAIL},1,10/09/2025,11/09/2025,infection{BARE}",
        f"P8,900001,1,Quackenbush {NI}",
        f"Total,Zebedee Quackenbush,{UPN},,,,,{BARE}",
    ]
    head = f"{HEADINGS},{','.join(PERSONAL)}"
    name, data = csv("hr.csv", f"Made by Zebedee Quackenbush {MAIL}\n{head}", *rows)
    return name, data


def ways(secret: str) -> list[bytes]:
    forms = {secret, secret.replace(" ", ""), secret.lower(), secret.upper()}
    return [form.encode(encoding) for form in forms for encoding in ("utf-8", "utf-16-le")]


def written(*folders: Path) -> bytes:
    return b"\n".join(p.read_bytes() for folder in folders for p in sorted(folder.rglob("*")) if p.is_file())


def kept(home: Path) -> bytes:
    """Everything that the vault holds, with the files that it keeps opened."""
    with Vault(home) as vault:
        tables = vault.con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        rows = [vault.con.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]
        originals = [vault.original(load.batch) for load in vault.history()]
    return repr(rows).encode() + b"".join(originals)


def none_in(found: bytes, *secrets: str, there: bytes = b"900001") -> None:
    assert there in found  # the search finds what is there
    for secret in secrets:
        assert not [way for way in ways(secret) if way in found], secret


class Trust:
    def __init__(self, folder: Path) -> None:
        self.home, self.temporary, self.hr = folder / "home", folder / "tmp", folder / "sent" / "hr.csv"
        self.temporary.mkdir()
        self.hr.parent.mkdir()
        self.hr.write_bytes(hr_export()[1])
        home_with(self.home, schools("900001"), terms(), workforce({"900001": 12}), build=False)

    def run(self, *arguments: str, code: int) -> bytes:
        """One process of the command line, with a folder of its own for temporary files; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "wellmetrics", *arguments, "--home", str(self.home)],
            capture_output=True, check=False, env={**os.environ, "TMPDIR": str(self.temporary)},
        )  # fmt: skip
        assert done.returncode == code, done.stderr.decode()
        return done.stdout + done.stderr


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


def test_the_canaries_are_all_in_the_file_that_is_sent():
    _, data = hr_export()
    assert all(secret.encode() in data for secret in (*CANARIES, REF))


def test_no_canary_is_written_by_a_check_or_by_a_load_that_is_refused(trust):
    (checked,) = desk.check_files(trust.home, [hr_export()])
    receipt, _ = desk.load_files(trust.home, [hr_export()], "a lead", Options(leave_out_errors=True))
    assert desk.refused(checked, Options(leave_out_errors=True))
    assert receipt.loads == ()
    none_in(written(trust.home, trust.temporary) + kept(trust.home), *CANARIES, REF)


def test_no_canary_is_written_or_printed_by_a_load_that_leaves_them_out_nor_after_a_restart(trust):
    said = trust.run("load", str(trust.hr), "--leave-out-personal", "--leave-out-errors", "--yes", code=0)
    # What she typed and nobody knows is told to her, and kept by nobody.
    told = said.replace("“Zebedee Quackenbush”".encode(), b"")
    none_in(told, *CANARIES, REF, there=b"hr.csv")
    none_in(trust.run("history", code=0), *CANARIES, REF, there=b"hr.csv")
    none_in(written(trust.home, trust.temporary) + kept(trust.home), *CANARIES)
    none_in(written(trust.home, trust.temporary), REF)
    desk.undo(trust.home, 4, "a lead")
    none_in(written(trust.home, trust.temporary) + kept(trust.home), *CANARIES)


def test_a_file_that_waits_on_the_desk_is_sealed(trust):
    desk.put(trust.home, "a lead", [hr_export()])
    none_in(written(trust.home, trust.temporary) + kept(trust.home), *CANARIES, REF)


def test_the_report_and_the_page_repeat_no_canary_but_what_she_typed(trust):
    (checked,) = desk.check_files(trust.home, [hr_export()], Options(leave_out_personal=True))
    report = (
        desk.report(checked.problems)
        .replace("“Zebedee Quackenbush”", "")
        .replace(",Zebedee Quackenbush,", ",,")
    )
    none_in(report.encode(), *CANARIES, there=b"hr.csv")
    assert checked.holds_personal


def test_a_file_with_nothing_personal_is_kept_as_it_came(trust):
    (checked,) = desk.check_files(trust.home, [csv("hr.csv", HEADINGS, f"{GOOD},infection")])
    assert checked.errors == []
    assert not checked.holds_personal


def sheets(*others: str) -> File:
    """A workbook of spells, and what nobody looks at: a sheet of people, shown or hidden."""
    book = openpyxl.Workbook()
    spells = book.active
    assert spells is not None
    for line in (HEADINGS, f"{GOOD},infection"):
        spells.append(line.split(","))
    for state in others:
        people = book.create_sheet(f"Staff {state}")
        people.sheet_state = state
        people.append(["off with depression", "Zebedee Quackenbush", NI])
    out = io.BytesIO()
    book.save(out)
    return "absence.xlsx", out.getvalue()


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_of_a_workbook_with_sheets_that_nobody_looks_at_the_rows_alone_are_kept(trust, state):
    receipt, _ = desk.load_files(trust.home, [sheets(state)], "a lead")
    (load,) = receipt.loads
    with Vault(trust.home) as vault:
        assert vault.original(load.batch).startswith(b'"line"')


def test_a_workbook_of_one_sheet_is_kept_as_it_came(trust):
    sent = sheets()
    receipt, _ = desk.load_files(trust.home, [sent], "a lead")
    (load,) = receipt.loads
    with Vault(trust.home) as vault:
        assert vault.original(load.batch) == sent[1]
