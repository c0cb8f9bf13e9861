"""Files looked at: what each holds, what is wrong with it, and against which rows that was seen."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from wellmetrics import opening, settings
from wellmetrics.build import WAIT
from wellmetrics.intake.bounds import MIB, PAGE, Bounds
from wellmetrics.intake.check import check, recognised
from wellmetrics.intake.checked import Checked, Context, Options
from wellmetrics.intake.source import Source
from wellmetrics.model import Refusal
from wellmetrics.opening import Tell, quiet
from wellmetrics.settings import PAGE_COLUMNS, PAGE_MB
from wellmetrics.vault import Change, Vault

LAST = 99  # order of a file that nobody recognised
REFERENCES = ("schools", "terms", "workforce", "roll", "aliases")  # files of the same call may refer to these
SCHOOLS_CLOCK = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Sent:
    """One file with what its sender says about it. `waiting` is where it waits in the tray, if it does."""

    file: str
    data: Source = field(repr=False)
    options: Options = field(default_factory=Options)
    covers: tuple[str, ...] = ()
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """Files as checked, in the order given. `token` says against which rows: a load is refused once those changed."""

    sent: tuple[Sent, ...]
    checked: tuple[Checked, ...]
    token: str

    @property
    def ready(self) -> list[tuple[Sent, Checked]]:
        """What may be loaded, reference files first."""
        pairs = zip(self.sent, self.checked, strict=True)
        return sorted(
            ((sent, one) for sent, one in pairs if not refused(one, sent.options)),
            key=lambda pair: pair[1].dataset.order if pair[1].dataset else LAST,
        )


@contextmanager
def writing(home: Path, tell: Tell = quiet) -> Iterator[Vault]:
    """The vault for one writer; another waits a little, or is told."""
    with opening.alone(home, WAIT, tell), Vault(home, WAIT, tell) as vault:
        yield vault


@contextmanager
def reading(home: Path, tell: Tell = quiet) -> Iterator[Vault]:
    with Vault(home, WAIT, tell) as vault:
        yield vault


def as_sent(
    files: Sequence[tuple[str, Source]], options: Options | None = None, covers: Iterable[str] = ()
) -> tuple[Sent, ...]:
    """Files with the same options for all of them; a path instead of bytes is read in parts."""
    return tuple(Sent(name, data, options or Options(), tuple(covers)) for name, data in files)


def look(home: Path, sent: Sequence[Sent], tell: Tell = quiet) -> Looked:
    """Each file checked against what is loaded and against the reference files of the same call. Stores nothing."""
    with reading(home, tell) as vault:
        return look_in(vault, sent, tell)


def look_in(vault: Vault, sent: Sequence[Sent], tell: Tell) -> Looked:
    """In the order given; reference files are read first, because the others refer to them."""
    # What comes through the page is read in a process of its own: what breaks there breaks nothing here.
    apart, at = _of_page(vault) if any(one.waiting for one in sent) else None, token(vault)
    context = replace(vault.context(), apart=apart, pseudonyms=vault.key.pseudonyms)
    alone = len(sent) == 1
    kinds = [None if alone else recognised(one.file, one.data, one.options, context) for one in sent]
    order = sorted(range(len(sent)), key=lambda i: kind.order if (kind := kinds[i]) else LAST)
    checked: dict[int, Checked] = {}
    for number, i in enumerate(order, 1):
        one = sent[i]
        tell(f"Checking {one.file}, {number} of {len(sent)}")
        checked[i] = again = check(one.file, one.data, context, one.options)
        if again.rows is not None and again.dataset and not again.errors:
            context = _known(context, again)
    return Looked(tuple(sent), tuple(checked[i] for i in range(len(sent))), at)


def _of_page(vault: Vault) -> Bounds:
    """How large a file of the page may be in this home."""
    size, columns = (int(settings.value(vault, one)) for one in (PAGE_MB, PAGE_COLUMNS))
    return replace(PAGE, size=size * MIB, columns=columns)


def _known(context: Context, checked: Checked) -> Context:
    dataset = checked.dataset
    if dataset and checked.rows is not None and dataset.name in REFERENCES:
        return context.with_rows(dataset, checked.rows)
    return context


def refused(checked: Checked, options: Options) -> bool:
    """Whether a file stays out: it has errors and nobody agreed to leave its rows out, or no row is left."""
    if checked.dataset is None or checked.rows is None or checked.rows.num_rows == 0:
        return True
    return bool(checked.stopping) or (bool(checked.errors) and not options.leave_out_errors)


def covers(sent: Sent, checked: Checked) -> tuple[str, ...]:
    """The terms that a file covers whole: only logs do."""
    return sent.covers if checked.dataset and checked.dataset.storage == "log" else ()


def check_files(
    home: Path, files: Sequence[tuple[str, Source]], options: Options | None = None, tell: Tell = quiet
) -> list[Checked]:
    """Each (name, bytes or path) checked against what is loaded and against the reference files of the same call."""
    return list(look(home, as_sent(files, options), tell).checked)


def preview(home: Path, checked: Checked, covers: Iterable[str] = ()) -> Change:
    """What loading one file would change, school by school. Stores nothing."""
    with reading(home) as vault:
        return vault.preview(checked, covers)


# Two people at once


def token(vault: Vault) -> str:
    """Names the rows that stand, and how far the history had come."""
    loads = vault.history()
    return f"{vault.rows_state()}/{loads[0].batch if loads else 0}/{len(vault.events())}"


def refuse_if_changed(vault: Vault, token: str) -> None:
    """Raises Refusal, saying who did what and when, where the rows are no longer those that were looked at."""
    state, batch, events = token.split("/")
    if state == vault.rows_state():
        return
    loads = {load.batch: load for load in vault.history()}
    done = [
        (load.loaded_at, load.by, f"loaded {load.file} (batch {load.batch})")
        for load in loads.values()
        if load.batch > int(batch)
    ]
    done += [
        (at, who, f"{'undid' if what == 'undo' else 'redid'} batch {number} ({loads[number].file})")
        for number, at, who, what, _ in vault.events()[int(events) :]
    ]
    said = [f"{who} {what} at {clock(at)}" for at, who, what in sorted(done)]
    raise Refusal(
        f"Since your preview, {'; '.join(said) or 'a backup was put back'}. Nothing of yours was loaded. "
        "Look at the preview again."
    )


def clock(moment: datetime) -> str:
    """A moment of the history (UTC) on the schools' clock, with the day where it is not today's."""
    here = moment.replace(tzinfo=UTC).astimezone(SCHOOLS_CLOCK)
    today = datetime.now(SCHOOLS_CLOCK).date()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%H:%M} on {here.day} {here:%B %Y}"
