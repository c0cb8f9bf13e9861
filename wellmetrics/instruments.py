"""Survey instruments: which questions there are, what an answer is worth, and what is scored. Declared in TOML.

Shipped ones stand in data/surveys/, a trust's own in the folder `surveys` of its home; a trust's own with the same
code takes the place of a shipped one.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from wellmetrics.model import Refusal
from wellmetrics.questions import Earlier, Instrument, Question, Scale, Score, plain

SHIPPED = Path(__file__).parents[1] / "data" / "surveys"
AUDIENCES = ("staff", "pupils", "trustees", "families")
TOPICS = ("voice", "edi")
SCORES = {"swemwbs": 7, "who5": 5, "sdq-self": 25, "sdq-parent": 25, "sdq-teacher": 25}
MEASURES = ("intent_to_stay",)
SETTINGS = {
    "code", "title", "audience", "topic", "aliases", "minimum_answered", "scales", "questions", "scores",
}  # fmt: skip
OF_A_SCALE = {"labels", "values", "favourable_from"}
OF_A_QUESTION = {"code", "wording", "scale", "construct", "reversed", "measure", "version", "earlier"}
OF_AN_EARLIER = {"wording", "until"}
OF_A_SCORE = {"name", "items", "low", "high"}


def find(instruments: Iterable[Instrument], survey: str) -> Instrument | None:
    """The instrument that a file calls `survey`, by its code, title or alias."""
    return next((i for i in instruments if plain(survey) in i.names), None)


def for_home(home: Path | None = None) -> tuple[Instrument, ...]:
    """The home's own instruments, then the shipped ones. Raises Refusal, with file and line, for a faulty file."""
    own = _folder(home / "surveys") if home else ()
    mine = {i.code for i in own}
    every = (*own, *(i for i in shipped() if i.code not in mine))
    _no_code_twice(every)
    return every


def _no_code_twice(every: Iterable[Instrument]) -> None:
    """An instrument's code is its own, and a question's code belongs to one instrument of its audience."""
    instruments: dict[str, Instrument] = {}
    questions: dict[tuple[str, str], Instrument] = {}
    for instrument in every:
        other = instruments.setdefault(instrument.code, instrument)
        if other is not instrument:
            raise _reader(other).wrong(
                "code", f"{_named(instrument)} has the code {instrument.code} too.",
                "Give one of the two another code, or remove one.",
            )  # fmt: skip
        for question in instrument.questions:
            other = questions.setdefault((instrument.audience, question.code), instrument)
            if other is not instrument:
                raise _reader(other).wrong(
                    "code",
                    f"The question code {question.code} stands in {_named(instrument)} too, for {instrument.audience} as well.",
                    "Give one of the two questions another code.", after=question.code,
                )  # fmt: skip


def _named(instrument: Instrument) -> str:
    return instrument.declared_in.name if instrument.declared_in else instrument.code


def _reader(instrument: Instrument) -> "_Reader":
    path = instrument.declared_in
    return _Reader(_named(instrument), path.read_text(encoding="utf-8") if path else "")


@cache
def shipped() -> tuple[Instrument, ...]:
    return _folder(SHIPPED)


def _folder(folder: Path) -> tuple[Instrument, ...]:
    return tuple(_file(path) for path in sorted(folder.glob("*.toml")))


def _file(path: Path) -> Instrument:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{path.name}: this file is not UTF-8 text. Save it as UTF-8.") from None
    return replace(read(path.name, text), declared_in=path)


def read(file: str, text: str) -> Instrument:
    """One instrument file. Raises Refusal naming the file, the line and what to do."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = at[1] if at else max(1, len(text.splitlines()))
        raise Refusal(
            f"{file}, line {line}: this line, or the one before it, is not TOML. "
            'Write each setting as name = "text" on a line of its own.'
        ) from None
    return _Reader(file, text).instrument(found)


class _Reader:
    """Turns what stands in a file into an instrument; says the line of what is wrong."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, text.splitlines()

    def wrong(self, name: str, problem: str, fix: str, after: str = "") -> Refusal:
        """The line is the first that begins with `name`: of the table that holds `after`, else of the file."""
        held = re.compile(rf"""["']{re.escape(after)}["']|^\s*\[+(scales\.)?{re.escape(after)}\]""")
        start = next((n for n, line in enumerate(self.lines) if after and held.search(line)), 0)
        begins = re.compile(rf"""\s*\[*(scales\.)?["']?{re.escape(name)}\b""")
        another = re.compile(r"\s*\[+(questions|scores|scales\b.*)\]")
        rest = list(enumerate(self.lines[start:], start + 1))
        end = next((n for n, line in rest[1:] if after and another.match(line)), len(self.lines) + 1)
        found = next((n for n, line in rest if n < end and begins.match(line)), start + 1)
        return Refusal(f"{self.file}, line {found}, {name}: {problem} {fix}")

    def text(
        self,
        table: Mapping,
        name: str,
        among: tuple[str, ...] = (),
        after: str = "",
        default: str | None = None,
    ) -> str:
        value = table.get(name, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.wrong(name, "This text is missing.", f'Write {name} = "…".', after)
        if among and value not in among:
            raise self.wrong(name, f"“{value}” is not known.", f"Write one of: {', '.join(among)}.", after)
        return value.strip()

    def texts(self, table: Mapping, name: str, after: str = "") -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.wrong(name, "This is a list of texts.", f'Write {name} = ["…", "…"].', after)
        return tuple(v.strip() for v in value)

    def tables(self, table: Mapping, name: str, after: str = "", must: str = "") -> list[dict]:
        """The tables of a list of tables, such as [[questions]]. Each must have the setting `must`."""
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            shown = f"questions.{name}" if after else name
            raise self.wrong(
                name, "Each of these is a table of its own.", f"Begin each with [[{shown}]].", after
            )
        begins = [n for n, line in enumerate(self.lines, 1) if line.strip() == f"[[{name}]]"]
        for nth, one in enumerate(value):
            if must and must not in one:
                line = begins[nth] if nth < len(begins) else 1
                raise Refusal(
                    f'{self.file}, line {line}, {must}: This text is missing. Write {must} = "…" below it.'
                )
        return value

    def unknown(self, table: Mapping, known: set[str], after: str = "") -> None:
        for name in table:
            if name not in known:
                raise self.wrong(
                    name, "This setting is not known.", f"Use: {', '.join(sorted(known))}.", after
                )

    def instrument(self, found: dict) -> Instrument:
        self.unknown(found, SETTINGS)
        code = self.text(found, "code")
        minimum = found.get("minimum_answered", 0.5)
        if not isinstance(minimum, int | float) or not 0 < minimum <= 1:
            raise self.wrong("minimum_answered", f"{minimum} is not a share.", "Write a share such as 0.5.")
        tables = found.get("scales", {})
        if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
            raise self.wrong("scales", "A scale is a table with a name.", "Begin each with [scales.NAME].")
        scales = {name: self.scale(name, table) for name, table in tables.items()}
        instrument = Instrument(
            code=code,
            title=self.text(found, "title"),
            audience=self.text(found, "audience", AUDIENCES),
            topic=self.text(found, "topic", TOPICS, default="voice"),
            aliases=self.texts(found, "aliases"),
            minimum_answered=float(minimum),
            questions=tuple(
                self.question(table, scales) for table in self.tables(found, "questions", must="code")
            ),
            scores=tuple(self.score(table) for table in self.tables(found, "scores", must="name")),
        )
        codes = [q.code for q in instrument.questions] + [i for s in instrument.scores for i in s.items]
        if not codes:
            raise self.wrong("code", "The instrument has neither questions nor scores.", "Declare some.")
        twice = next((c for c in codes if codes.count(c) > 1), None)
        if twice:
            raise self.wrong(
                "code", f"{twice} stands twice.", "Give each question its own code.", after=twice
            )
        return instrument

    def scale(self, name: str, table: Mapping) -> Scale:
        self.unknown(table, OF_A_SCALE, name)
        values = table.get("values")
        labels = self.texts(table, "labels", name)
        if (
            not isinstance(values, list)
            or len(values) < 2
            or any(not isinstance(v, int | float) for v in values)
            or sorted(values) != values
        ):
            raise self.wrong(
                name, "The values of a scale are numbers, lowest first.", "Write values = [1, 2, 3]."
            )
        if len(set(values)) != len(values):
            raise self.wrong(name, "A value stands twice.", "Give each answer its own value.")
        if labels and len(labels) != len(values):
            raise self.wrong(
                name, f"{len(labels)} labels stand beside {len(values)} values.", "Give each value its label."
            )
        favourable = table.get("favourable_from")
        if not isinstance(favourable, int | float) or not values[0] <= favourable <= values[-1]:
            raise self.wrong(
                name, "favourable_from is missing or outside the scale.", "Write the lowest favourable value."
            )
        return Scale(labels or tuple(f"{v:g}" for v in values), tuple(map(float, values)), favourable)

    def question(self, table: Mapping, scales: Mapping[str, Scale]) -> Question:
        code = self.text(table, "code")
        self.unknown(table, OF_A_QUESTION, code)
        scale = self.text(table, "scale", tuple(scales), code)
        earlier = tuple(self.earlier(e, code) for e in self.tables(table, "earlier", code))
        version = table.get("version", 1)
        if version != len(earlier) + 1:
            raise self.wrong(
                "version", f"Version {version} stands beside {len(earlier)} earlier wordings.",
                "The first wording is version 1; each change adds one.", code,
            )  # fmt: skip
        turned = table.get("reversed", False)
        if not isinstance(turned, bool):
            raise self.wrong("reversed", f"“{turned}” is neither.", "Write true or false.", code)
        return Question(
            code=code,
            wording=self.text(table, "wording", after=code),
            scale=scales[scale],
            construct=self.text(table, "construct", after=code, default=""),
            reversed=turned,
            measure=self.text(table, "measure", MEASURES, code) if "measure" in table else "",
            version=version,
            earlier=earlier,
        )

    def earlier(self, table: Mapping, code: str) -> Earlier:
        self.unknown(table, OF_AN_EARLIER, code)
        found = Earlier(self.text(table, "wording", after=code), self.text(table, "until", after=code))
        if not re.fullmatch(r"\d{4}/\d{2}", found.until):
            raise self.wrong(
                "until", f"“{found.until}” is not an academic year.", "Write it as 2023/24.", code
            )
        return found

    def score(self, table: Mapping) -> Score:
        name = self.text(table, "name", tuple(SCORES))
        self.unknown(table, OF_A_SCORE, name)
        items = self.texts(table, "items", name)
        if len(items) != SCORES[name] or len(set(items)) != len(items):
            raise self.wrong(
                "items",
                f"{name} has {SCORES[name]} items; {len(set(items))} are named.",
                "Name each once.",
                name,
            )
        low, high = table.get("low"), table.get("high")
        if not isinstance(low, int | float) or not isinstance(high, int | float) or not low < high:
            raise self.wrong(
                "low", "low and high are the ends of the items' scale.", "Write two numbers.", name
            )
        return Score(name, items, low, high)
