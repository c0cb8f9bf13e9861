"""What the screen Voice shows of a wave: rows, questions with their answers, and tables of them."""

from dataclasses import dataclass

from wellmetrics.views.waves import Figure, Step


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in its wave, beside the others, against the wave before, and over all waves."""

    code: str
    name: str
    now: Figure
    step: Step = Step("")  # noqa: RUF009  (frozen)
    beside: str = ""
    beside_name: str = ""
    line: tuple[Figure, ...] = ()
    note: str = ""
    link: str = ""
    signal: str = ""
    percent: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """One piece of a question's bar."""

    label: str
    favourable: bool
    share: float
    count: float


@dataclass(frozen=True, slots=True)
class Asking:
    """One question: its wording, its figure, and how the answers fell from the least to the most favourable."""

    row: Row
    answers: tuple[Answer, ...]
    whole: bool  # every answer has its own piece; else only favourable and not
    reversed: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions of one area."""

    title: str
    asked: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one survey in its latest wave. `scales` are the labels of its answers, least favourable first."""

    title: str
    label: str
    scales: tuple[tuple[tuple[str, bool], ...], ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    counted: str
    beside: str  # the heading of the others' column
    rows: tuple[Row, ...]
