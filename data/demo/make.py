"""Writes the demo trust's files, a folder for each term, as schools would have sent them."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import feed_files
import plan
from spells import Person, Row, rows_of, sent, work_days

HERE = Path(__file__).parent
ABSENCE = ("urn", "staff_ref", "post", "staff_group", "fte", "first_day", "last_day", "half_first",
           "half_last", "reason", "days_lost")  # fmt: skip
OTHER_ABSENCE = ("URN", "Staff Ref", "Post", "Staff Group", "FTE", "Start Date", "End Date", "Half First",
                 "Half Last", "Reason", "Days Lost")  # fmt: skip


def main() -> None:
    staff: dict[int, list[Person]] = {}
    rows: list[Row] = []
    for school in plan.SCHOOLS:
        staff[school.urn], drawn = rows_of(school, school.seed)
        rows += drawn
    for place, key in enumerate(plan.term_keys()):
        folder = HERE / plan.folder(key)
        folder.mkdir(exist_ok=True)
        write_absence(folder, place, rows)
        if key[1] == "Autumn":
            write_workforce(folder, place // 3, staff)
        write_feeds(key)
    write_reference(HERE / plan.folder(plan.term_keys()[0]))


def write(path: Path, header: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def place_of(urn: int, day: date) -> int:
    """The term in which a day falls, or the next one where it falls in a holiday."""
    ends = (plan.term_dates(urn, key)[1] for key in plan.term_keys())
    return sum(end < day for end in ends)


def write_absence(folder: Path, place: int, rows: list[Row]) -> None:
    """Spells that start in the term, and those left open earlier that have now ended."""
    due = [r for r in rows if place in (place_of(r.urn, r.first), place_of(r.urn, r.last))]
    due = [r for r in due if is_sent(r.urn, place)]
    due.sort(key=lambda r: (r.urn, r.first, r.staff_ref, r.post))
    secondary = {s.urn for s in plan.SCHOOLS if s.phase not in ("primary", "nursery")}
    files = {"absence.csv": due}
    if plan.term_keys()[place][0] == plan.SPLIT_YEAR:
        files = {
            "absence-primaries.csv": [r for r in due if r.urn not in secondary],
            "absence-secondaries.csv": [r for r in due if r.urn in secondary],
        }
    for name, part in files.items():
        header = OTHER_ABSENCE if folder.name in plan.OTHER_HEADINGS else ABSENCE
        write(folder / name, header, (cells(r, place, f"{folder.name}/{name}") for r in part))


def is_sent(urn: int, place: int) -> bool:
    return sent(next(s for s in plan.SCHOOLS if s.urn == urn), place)


def cells(row: Row, place: int, file: str) -> list[str]:
    """One row as the file of that term shows it: a spell that outlasts the term is still open."""
    layout = "%d/%m/%Y" if file.split("/")[0] in plan.OTHER_HEADINGS else "%Y-%m-%d"
    ended = place_of(row.urn, row.last) <= place
    halves = ["Y" if row.half_first else "N", "Y" if row.half_last else "N"]
    reason = plan.WORDS[row.reason] if file.startswith(plan.OTHER_WORDS) else row.reason
    lost = payroll_days(row) if ended and file == plan.PAYROLL_DAYS else ""
    dates = [row.first.strftime(layout), row.last.strftime(layout) if ended else ""]
    who = [str(row.urn), row.staff_ref, row.post, row.staff_group, str(row.fte)]
    return [*who, *dates, *halves, reason, lost]


def payroll_days(row: Row) -> str:
    """Payroll's own days lost: FTE working days, but a day more for some spells of four days or more.

    Payroll counts a training day there. Whoever reads the file must take its figure, not work one out.
    """
    terms = range(len(plan.term_keys()))
    days = sum(row.first <= d <= row.last for place in terms for d in work_days(row.urn, place))
    extra = 1 if days > 3 and int(row.staff_ref[-4:]) % 5 == 0 else 0
    return f"{(days + extra - 0.5 * row.half_first - 0.5 * row.half_last) * row.fte:.2f}"


def write_feeds(key: tuple[str, str]) -> None:
    """Roll, surveys, referrals and participation, with the returns of every dataset."""
    folder = feed_files.folder(key)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in feed_files.files(key).items():
        write(folder / name, header, rows)
    write_returns(folder, key, feed_files.returns(key))


Return = tuple[str, int, str, str, str]


def write_returns(folder: Path, key: tuple[str, str], more: Iterable[Return]) -> None:
    """What the absence files cannot say: a true zero, and a school that was not yet in the trust."""
    said = list(more)
    if key == plan.NIL[1:]:
        said.append(("absence", plan.NIL[0], *key, "nothing to report"))
    joined = next(s for s in plan.SCHOOLS if s.urn == plan.JOINED).joined
    if plan.term_dates(plan.JOINED, key)[1].isoformat() < joined:
        said.append(("absence", plan.JOINED, *key, "not due"))
    if said:
        write(folder / "returns.csv", ("dataset", "urn", "academic_year", "term", "state"), sorted(said))


def write_workforce(folder: Path, year: int, staff: dict[int, list[Person]]) -> None:
    """The census: a person counts once, in the main post's group; a second post adds FTE to its own group."""
    census, rows = plan.CENSUS[plan.YEARS[year]], []
    for urn, everyone in staff.items():
        here = [p for p in everyone if p.first_year <= year <= p.last_year]
        for group in plan.GROUPS:
            members = [p.fte for p in here if p.group == group]
            second = [p.second_fte for p in here if p.second_fte and group == "support staff"]
            if members:
                rows.append((urn, census, group, len(members), f"{sum(members) + sum(second):.2f}"))
    write(folder / "workforce.csv", ("urn", "census_date", "staff_group", "headcount", "fte"), rows)


def write_reference(folder: Path) -> None:
    schools = [(s.urn, s.name, s.phase, s.authority, s.joined, "") for s in plan.SCHOOLS]
    write(folder / "schools.csv", ("urn", "school", "phase", "local_authority", "joined", "left"), schools)
    groups = [(plan.TRUST, "trust", s.urn, s.joined, "") for s in plan.SCHOOLS]
    groups += sorted((s.hub, "hub", s.urn, s.joined, "") for s in plan.SCHOOLS)
    write(folder / "groups.csv", ("group", "kind", "urn", "from", "to"), groups)
    terms = [(*key, *dates, "") for key, dates in plan.TERMS.items()]
    terms += [(*key, *dates, plan.OWN_CALENDAR) for key, dates in plan.OWN_TERMS.items()]
    days = ("first_day", "last_day", "half_term_first_day", "half_term_last_day")
    write(folder / "terms.csv", ("academic_year", "term", *days, "urn"), terms)


if __name__ == "__main__":
    main()
