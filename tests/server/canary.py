"""A trust whose schools' figures are primes, each planted once: a number that is met tells whose it is.

And everything that one reader can fetch over the network, as the numbers in it.
"""

import base64
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pandas as pd
import pyarrow.parquet
from google.protobuf.message import Message
from httpx import Response

from pages.parts import screens
from tests import helpers
from tests.helpers import File, csv
from tests.server import stream
from tests.server.provider import Visitor
from tests.small_survey import MINI, declare, invited, wide
from wellmetrics.build import build_from
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

SCHOOLS = ("900001", "900002", "900003", "900004", "900005")
TERMS = ("Autumn", "Spring")
MONTHS = ("2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
ACTIVITIES = ("any club", "two hours of PE", "competition")
SCREENS = [name for _, _, names in screens.WINGS for name in names if name != "home"]
# What a run or a build names by chance: digests and moments.
OF_CHANCE = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32,}\b|\d{5}-\d{8}T\d{6}")
NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?(?![\w])"
)
DRAWN = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")


def _primes(start: int) -> Iterator[int]:
    n = start
    while True:
        if all(n % d for d in range(2, int(n**0.5) + 1)):
            yield n
        n += 1


@dataclass
class Trust:
    """The files, and which numbers were planted for which school."""

    planted: dict[str, set[int]] = field(default_factory=lambda: {urn: set() for urn in SCHOOLS})
    waiting: set[int] = field(default_factory=set)  # in the file that waits on the desk
    # A year is none of ours, and the mean of two terms is none of either.
    numbers: Iterator[int] = field(default_factory=lambda: _primes(2111))
    later: Iterator[int] = field(default_factory=lambda: _primes(7001))

    def plant(self, urn: str, term: str = "Autumn") -> int:
        number = next(self.numbers if term == "Autumn" else self.later)
        self.planted[urn].add(number)
        return number

    def files(self) -> list[File]:
        return [helpers.schools(*SCHOOLS), helpers.terms(), self._staff(), self._roll(), self._absence(),
                self._referrals(), self._participation(), *self._survey()]  # fmt: skip

    def owed(self) -> File:
        """A file that waits on the lead's desk: no row of it can be loaded."""
        planted = {urn: self.plant(urn) for urn in SCHOOLS}
        self.waiting.update(planted.values())
        rows = [f"{urn},2025-99,{number},1" for urn, number in planted.items()]
        return csv("owed.csv", "urn,month,days_lost,staff_absent", *rows)

    def _staff(self) -> File:
        return helpers.workforce({urn: self.plant(urn) for urn in SCHOOLS})

    def _roll(self) -> File:
        rows = [
            f"{urn},2025/26,{term},{year},F,N,none,{2 * self.plant(urn, term)}"
            for urn in SCHOOLS
            for term in TERMS
            for year in (5, 6)
        ]
        return csv("roll.csv", "urn,academic_year,term,year_group,sex,pupil_premium,send,pupils", *rows)

    def _absence(self) -> File:
        rows = [
            f"{urn},{month},{self.plant(urn)},{next(self.numbers) // 3}"
            for urn in SCHOOLS
            for month in MONTHS
        ]
        return csv("absence.csv", "urn,month,days_lost,staff_absent", *rows)

    def _referrals(self) -> File:
        rows = [
            f"R{n},{urn},pupil,pastoral,{5 + n % 2},F,N,none,2025-{9 + n % 3:02}-{8 + n % 5:02},2025-11-{14 + n % 11:02},accepted"
            for urn in SCHOOLS
            for n in range(self.plant(urn))
        ]
        headings = "referral_ref,urn,person,service,year_group,sex,pupil_premium,send,referred_on,first_contact_on,outcome"
        return csv("referrals.csv", headings, *rows)

    def _participation(self) -> File:
        rows = [
            f"{urn},2025/26,{term},{what},{self.plant(urn, term)}"
            for urn in SCHOOLS
            for term in TERMS
            for what in ACTIVITIES
        ]
        return csv("participation.csv", "urn,academic_year,term,activity,pupils", *rows)

    def _survey(self) -> Iterator[File]:
        for turn, urn in enumerate(SCHOOLS):
            replies, where = self.plant(urn), f"{urn},2025-11-03,staff"
            said = [
                f"{1 + (n + turn) % 4},{1 + n % 4},{5 - n % 3},{2 + (n * n + turn) % 4}"
                for n in range(replies)
            ]
            yield wide(*said, where=where)
            yield invited(replies + 40, where=where)


def build(home: Path) -> tuple[Trust, pd.DataFrame]:
    """The trust, and everything that is counted of it, before anything of it is hidden from anybody."""
    trust = Trust()
    declare(home, MINI)
    with Vault(home) as vault:
        vault.set("demo", "yes")
        helpers.put(vault, *trust.files())
        build_from(vault)
        return trust, observe(vault).observations.to_pandas()


def numbers(*said: str) -> set[str]:
    """Every number in texts, pictures within them too, to six figures."""
    found: set[str] = set()
    for text in said:
        pictures = [base64.b64decode(one).decode() for one in DRAWN.findall(text)]
        for part in (DRAWN.sub("", text), *pictures):
            found |= {
                key(float(one.replace(",", ""))) for one in NUMBER.findall(OF_CHANCE.sub(" ", unquote(part)))
            }
    return found


def key(number: float) -> str:
    return f"{number:.6g}"


def telling(number: float) -> bool:
    """Whether a number is met by nobody by chance: it is larger than a year, or has many figures."""
    return number > 2100 if number == int(number) else len(key(number).replace(".", "").lstrip("0")) >= 6


def telling_of(figures: pd.DataFrame) -> set[str]:
    """The telling numbers of cells or observations, and of the rates that are made of them."""
    stored = figures.select_dtypes("number").to_numpy().ravel()
    # A rate stands in no column: it is worked out when it is shown, as a share, of a hundred or of a thousand.
    rates = figures["numerator"] / figures["denominator"].where(figures["denominator"] > 0)
    every = [*stored, *rates, *(100 * rates), *(1000 * rates)]
    return {key(number) for number in every if number == number and telling(number)}


def within(message: Message) -> Iterator[str]:
    """Every text and number of a message, however deep."""
    for one, value in message.ListFields():
        many = value if one.is_repeated else (value,)
        if one.message_type and one.message_type.GetOptions().map_entry:
            many = [
                part if isinstance(part, Message) else str(part) for pair in value.items() for part in pair
            ]
        for part in many:
            if isinstance(part, Message):
                yield from within(part)
            else:
                yield part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part)


@dataclass
class Got:
    """The numbers of all that a reader was sent, and how much that was."""

    numbers: set[str] = field(default_factory=set)
    pages: int = 0
    messages: int = 0
    size: int = 0
    files: Counter[str] = field(default_factory=Counter)  # by their kind

    def take(self, *said: str) -> None:
        self.size += sum(map(len, said))
        self.numbers |= numbers(*said)

    def __str__(self) -> str:
        files = ", ".join(f"{many} {kind}" for kind, many in sorted(self.files.items()))
        return f"{self.pages} pages, {self.messages:,} messages, {self.size:,} characters, files: {files or 'none'}"


def fetched(visitor: Visitor, asked: Iterable[str], *queries: str) -> Got:
    """All that a signed-in reader gets: pages, what is drawn on them, and their files."""
    got = Got()
    with stream.opened(visitor) as line:
        for screen in asked:
            got.take(visitor.ask(f"/{screen}").text)
            for query in queries or ("",):
                shown = stream.drawn(line, screen, query)
                assert shown.title, screen
                got.pages += 1
                got.messages += len(shown.sent)
                got.take(*(text for one in shown.sent for text in within(one)))
                files = [
                    *stream.media(shown),
                    *(stream.made(line, shown, file) for file in stream.to_be_made(shown)),
                ]
                got.files.update(Path(file).suffix for file in files)
                got.take(*(contents(visitor.ask(file)) for file in files))
    return got


def contents(answer: Response) -> str:
    """What a file says. One of a kind that nobody looks into, such as a picture, is no text and raises."""
    assert answer.status_code == 200, answer.url
    return text_of(answer.content)


def text_of(file: bytes) -> str:
    if file.startswith(b"PK"):
        sheets = openpyxl.load_workbook(io.BytesIO(file), data_only=False).worksheets
        return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    if file.startswith(b"PAR1"):
        return pyarrow.parquet.read_table(io.BytesIO(file)).to_pandas().to_csv()
    return file.decode("utf-8-sig")
