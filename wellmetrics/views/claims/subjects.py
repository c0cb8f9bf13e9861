"""What a clause is about: which figure of which place, group of people and time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wellmetrics.model import Indicator
from wellmetrics.views.claims.evidence import Bound, Evidence, catalogued
from wellmetrics.views.claims.ruling import Ruling, cannot
from wellmetrics.words.claims import Clause

ARE_AREAS = {"staff": "staff_construct_mean", "pupils": "pupil_construct_mean"}
KINDS = {"primary": "primary schools", "secondary": "secondary schools"}
WORDS = {"trust": "", **KINDS}  # places that are named by a word, and their keys
PUPIL_CUTS = ("sex", "pupil_premium", "any_send", "year_group")
MADE = "of referrals made"
FITS = {"%": "percent", "day": "days", "points": "points", "per 1,000": "per 1,000", "per 100": "per 100"}


def named(clause: Clause) -> bool:
    return bool(clause.figures or clause.areas or clause.unheld)


def refused(clause: Clause, evidence: Evidence) -> Ruling | None:
    """A place that the reader's figures do not hold."""
    if clause.nowhere and not clause.places:
        return cannot(f"There is no school “{clause.nowhere}” in this trust's figures.")
    if clause.nobody:
        return cannot(f"No figure is broken down by “{clause.nobody}”.")
    if clause.unheld:
        return cannot(f"No figure of this release is about “{clause.unheld}”.")
    if clause.elsewhere:
        return cannot(f"It speaks of others (“{clause.elsewhere}”): only this trust's own figures are held.")
    head = evidence.viewer
    if head.role == "head":
        others = [k for keys in clause.places for k in keys if k.isdigit() and head.urn not in keys]
        if others:
            return cannot(
                "A head sees the own school and the pool of other schools, never another school by itself."
            )
    unsure = next((keys for keys in clause.places if isinstance(keys, tuple) and len(keys) > 1), None)
    if unsure:
        return cannot("Several schools have that name: write it in full.")
    return None


def none(clause: Clause) -> str:
    if clause.gap:
        return "It is not said between whom the gap lies: girls and boys, pupil premium, or SEND."
    return "This release holds no such figure."


def subjects(clause: Clause, evidence: Evidence) -> list[tuple[Bound, str]]:
    """Each figure at each place, with the group of pupils that the clause puts first."""
    found = []
    for code, cut, part, group in _figures(clause, evidence):
        for key in places(clause, evidence):
            found.append((_named(evidence.bound(code, key, clause.when, cut, part), clause), group))
    return found


def _named(bound: Bound, clause: Clause) -> Bound:
    """A year is said by its last figure; whether a year was meant is kept in the time."""
    when = clause.when
    if when and when.unit == "year" and not bound.why and bound.signal is None:
        return replace(bound, why="no figure of that year")
    if when and bound.signal and (why := _finer(when.unit, bound.indicator)):
        return replace(bound, signal=None, why=why)
    return bound


def _finer(unit: str, indicator: Indicator) -> str:
    """Why a figure says nothing of so short a time. A survey is of the term in whose month it was held."""
    if unit == "day":
        return "no figure is of one day"
    if unit == "month" and indicator.feed != "survey" and "month" not in indicator.grains:
        return "it is not counted by the month"
    return ""


def places(clause: Clause, evidence: Evidence) -> list[str]:
    """The keys of the places; without one, the trust, or a head's own school."""
    own = evidence.viewer.urn if evidence.viewer.role == "head" else ""
    hubs = [p.group for p in evidence.figures.groups if p.kind == "hub"] if "hubs" in clause.places else []
    given = [keys[0] if isinstance(keys, tuple) else _key(keys, own, evidence) for keys in clause.places]
    given += hubs
    known = [key for key in given if key is not None]
    # “Across the trust, at Larch”: the narrower place is meant.
    narrow = [key for key in known if key]
    return list(dict.fromkeys(narrow if narrow and (hubs or not _both(clause)) else known)) or [own]


def at(bound: Bound, place: tuple[str, ...] | str) -> bool:
    """Whether a figure is of the place beside which a number stands."""
    keys = place if isinstance(place, tuple) else (WORDS.get(place, place),)
    return (bound.place.urn or bound.place.group) in keys


def _both(clause: Clause) -> bool:
    return " and " in clause.text


def _key(kind: str, own: str, evidence: Evidence) -> str | None:
    if kind == "trust":
        return ""
    if kind == "own":
        return own
    return KINDS[kind] if KINDS.get(kind) in {p.group for p in evidence.figures.groups} else None


def _figures(clause: Clause, evidence: Evidence) -> Iterable[tuple[str, str, str, str]]:
    """Code, cut and part, and the group put first where it is a gap."""
    for area in clause.areas:
        for audience, code in ARE_AREAS.items():
            if (
                clause.audience in ("", audience)
                and evidence.any(code, "construct")
                and _has_part(code, area, evidence)
            ):
                yield code, "construct", area, ""
                break
    if clause.areas:
        return
    for fitting in _meant([codes(c, clause, evidence) for c in clause.figures], clause):
        if gap := _gap(fitting, clause):
            yield gap
        elif clause.gap and not any(catalogued()[c].gap for c in fitting):
            continue
        elif fitting:
            yield from _by_group(fitting, clause)


def _meant(found: list[list[str]], clause: Clause) -> list[list[str]]:
    """Without what only says of what a share is, and what only stands beside the figure that England has."""
    firsts = [catalogued()[codes[0]] for codes in found if codes]
    if any(i.unit == MADE for i in firsts) and not _counted(clause):
        found = [codes for codes in found if codes[:1] != ["pupil_referrals_per_1000"]]
    if any(s.target and s.target.what == "england" for s in clause.statements):
        compared = [codes for codes in found if codes and catalogued()[codes[0]].comparators]
        return compared or found
    return found


def _counted(clause: Clause) -> bool:
    """Whether a number of the clause counts by itself, and is no share."""
    numbers = [s.number for s in clause.statements if s.number]
    return any(n.unit != "%" and n.of is None for n in numbers)


def _has_part(code: str, part: str, evidence: Evidence) -> bool:
    evidence.line(code, "", "term", "construct")
    return any(key and key[2] == part for key in evidence.held[code, "term", "construct"])


def _gap(fitting: Sequence[str], clause: Clause) -> tuple[str, str, str, str] | None:
    """The gap indicator, where two groups of one cut are set beside one another or a gap is named."""
    cuts = [g.partition(":")[0] for g in clause.groups if ":" in g]
    two = next((c for c in cuts if cuts.count(c) > 1), "")
    cut = two or (cuts[0] if cuts and (clause.gap or "other" in clause.groups) else "")
    cut = clause.gap if clause.gap not in ("", "any") else cut
    between = {(i.gap.of, i.gap.cut): code for code, i in catalogued().items() if i.gap}
    code = next((between[c, cut] for c in fitting if (c, cut) in between), "")
    first = next((g.partition(":")[2] for g in clause.groups if g.startswith(f"{cut}:")), "")
    return (code, "all", "", first) if code else None


def _by_group(fitting: Sequence[str], clause: Clause) -> Iterable[tuple[str, str, str, str]]:
    """The figure of everybody, or of the groups that are named and that it is broken down by."""
    groups = [g.partition(":")[::2] for g in clause.groups if ":" in g]
    with_cut = [
        (code, cut, part) for code in fitting for cut, part in groups if cut in catalogued()[code].cuts
    ]
    if not with_cut and any(cut in PUPIL_CUTS for cut, _ in groups):
        return  # what holds of all pupils is not said of some
    if not with_cut or misfit(catalogued()[with_cut[0][0]], clause) > misfit(
        catalogued()[fitting[0]], clause
    ):
        yield fitting[0], "all", "", ""
        return
    for code, cut, part in with_cut:
        if code == with_cut[0][0]:
            yield code, cut, part, ""


def codes(candidates: Sequence[str], clause: Clause, evidence: Evidence) -> list[str]:
    """Those that the release holds, the best fitting first: by who is meant, by the units, by what it is beside."""
    held = [c for c in candidates if c in catalogued() and evidence.any(c, _cut(catalogued()[c]))]
    beside = {catalogued()[c].companion for c in clause.beside if c in catalogued()}
    held = [c for c in held if c in beside] or held
    voiced = [c for c in held if not clause.audience or catalogued()[c].audience in ("", clause.audience)]
    spoken = [c for c in held if catalogued()[c].audience in clause.spoken_of]
    # What is said of staff alone is not bound to pupils; trustees and families may be those who hear of it.
    others = [] if {"pupils", "staff"} & {*clause.spoken_of} else held
    return sorted(voiced or spoken or others, key=lambda code: misfit(catalogued()[code], clause))


def _cut(indicator: Indicator) -> str:
    return "all" if indicator.whole else indicator.cuts[0]


def misfit(indicator: Indicator, clause: Clause) -> int:
    """How many of the clause's units, times and comparisons the figure does not go with."""
    units = [s.number.unit for s in clause.statements if s.number and s.number.unit and s.role != "change"]
    counts = [
        s.number
        for s in clause.statements
        if s.number and (s.number.of or s.number.noun) and not s.number.unit
    ]
    off = sum(not _has_unit(indicator, unit) for unit in units)
    off += bool(counts) and indicator.method not in ("proportion", "rate")
    off += (
        any(s.target and s.target.what == "england" for s in clause.statements) and not indicator.comparators
    )
    off += bool(clause.when and clause.when.unit == "month") and "month" not in indicator.grains
    off += "term" not in indicator.grains and any(s.kind == "moved" for s in clause.statements)
    off += bool(clause.share) and indicator.method != "proportion"
    return off


def _has_unit(indicator: Indicator, unit: str) -> bool:
    if unit == "%":
        return indicator.percent
    return FITS.get(unit, unit) in indicator.unit
