"""Reads a text and gives each of its sentences a verdict, the figure it is about, and the reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views.claims import besides, changes, counting, extremes, quoted, sending, subjects
from wellmetrics.views.claims.evidence import Bound, Evidence, catalogued
from wellmetrics.views.claims.names import names
from wellmetrics.views.claims.ruling import HOPE, NO_CLAIM, OPINION, Ruling, cannot, no, together, unknown
from wellmetrics.words.claims import LONGEST, Clause, Read, read
from wellmetrics.words.claims.statements import Statement

COLUMNS = ("sentence", "verdict", "figure", "reason")
CAUSES = "A figure shows that something changed, never why: that takes an evaluation."
OTHERS = "It speaks of every other place too. Say only what holds at the places that are named."
TOO_LONG = f"It is longer than {LONGEST:,} characters without a full stop. Cut it into sentences."
RANKS = "Schools are never put in an order: the difference between most of them is chance."


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence. `verdict` is supported, not supported, or cannot be checked."""

    sentence: str
    verdict: str
    figure: str
    reason: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        return self.sentence, self.verdict, self.figure, self.reason


def check(figures: Release, viewer: Viewer, text: str) -> list[Checked]:
    """Every sentence of a text, in order, against the cells of one reader's release."""
    evidence = Evidence(figures, viewer)
    known: dict[tuple[Clause, ...], Ruling] = {}
    return [_checked(one, evidence, known) for one in read(text, names(figures))]


def _checked(one: Read, evidence: Evidence, known: dict[tuple[Clause, ...], Ruling]) -> Checked:
    if len(one.text) > LONGEST:
        return Checked(one.text, "cannot be checked", "", TOO_LONG)
    if one.clauses not in known:
        known[one.clauses] = _sentence(one.clauses, evidence)
    ruling = known[one.clauses]
    return Checked(one.text, ruling.verdict, ruling.figure, ruling.reason)


def _sentence(clauses: Sequence[Clause], evidence: Evidence) -> Ruling:
    withheld = [c for c in clauses if any(s.kind == "state" and s.way == "no claim" for s in c.statements)]
    if withheld:
        return together([_withheld(c, evidence) for c in withheld])
    claiming = [c for c in clauses if c.claims or (c.by_doing and not c.hedged)]
    if not claiming:
        return cannot(_unclaimed(clauses))
    about = [c for c in claiming if subjects.named(c) or any(s.kind == "sent" for s in c.statements)]
    # What has no figure to it, beside what has, claims nothing that could be checked.
    rulings = [ruling for c in about for ruling in _clause(c, evidence)]
    if rulings:
        return together(rulings)
    return cannot("No figure of this release is named in it." if not about else NO_CLAIM)


def _unclaimed(clauses: Sequence[Clause]) -> str:
    """Why a sentence claims nothing."""
    if any(c.hedged and c.statements for c in clauses):
        return HOPE
    return OPINION if any(c.opinion and subjects.named(c) for c in clauses) else NO_CLAIM


def _clause(clause: Clause, evidence: Evidence) -> list[Ruling]:
    refused = subjects.refused(clause, evidence)
    if refused:
        return [refused]
    if clause.only or clause.except_:
        return _of_others_too(clause, evidence)
    found = [r for s in clause.statements if s.kind == "sent" for r in _sent(s, clause, evidence)]
    if found:
        return found
    if clause.schools and not _cause(clause):
        counted, alone = _counted_and_alone(clause)
        found = [_count(s, clause, evidence) for s in counted]
        clause = replace(clause, statements=tuple(alone), schools=None)
    subject = subjects.subjects(clause, evidence)
    if not subject:
        return found or [cannot(subjects.none(clause))]
    for bound, name in subject:
        found += _of(clause, bound, name, evidence)
    return found


def _of_others_too(clause: Clause, evidence: Evidence) -> list[Ruling]:
    """“Only at Larch”, “except at Larch”: what is said of the place is ruled; of all others it is not known."""
    turned = clause.statements
    if clause.except_:
        turned = tuple(replace(s, denied=not s.denied) for s in turned if s.kind != "quoted")
    found = _clause(replace(clause, only=False, except_=False, statements=turned), evidence)
    return [cannot(OTHERS, r.figure) if r.verdict == "supported" else r for r in found]


def _cause(clause: Clause) -> bool:
    return clause.by_doing or any(s.kind == "cause" for s in clause.statements)


def _of(clause: Clause, bound: Bound, group: str, evidence: Evidence) -> list[Ruling]:
    """What a clause states of one figure."""
    found = [no(bound, CAUSES)] if _cause(clause) and bound.signal else []
    stated = [s for s in clause.statements if not s.place or subjects.at(bound, s.place)]
    found += [one for s in stated if (one := ruled(s, _meant(s, bound, clause, evidence), group, evidence))]
    if clause.share and not any(s.kind in ("moved", "beside") for s in clause.statements):
        found.append(quoted.share(clause.share, bound))
    return found


def _meant(stated: Statement, bound: Bound, clause: Clause, evidence: Evidence) -> Bound:
    """A number right before the name of another figure is that figure's, where the unit fits."""
    if not stated.figure or bound.indicator.code in stated.figure:
        return bound
    alone = replace(clause, figures=(stated.figure,), areas=(), statements=(stated,))
    fitting = subjects.codes(stated.figure, alone, evidence)
    if bound.indicator.companion in fitting:
        fitting = [bound.indicator.companion]
    if not fitting or subjects.misfit(catalogued()[fitting[0]], alone):
        return bound
    return evidence.bound(fitting[0], bound.place.urn or bound.place.group, clause.when)


def ruled(stated: Statement, bound: Bound, group: str, evidence: Evidence) -> Ruling | None:
    """One statement of one figure; None where it claims nothing by itself."""
    match stated.kind:
        case "moved":
            return changes.moved(stated, bound, evidence)
        case "beside" if bound.indicator.gap and stated.target and stated.target.kind == "group":
            return besides.side(stated, bound, group)
        case "beside":
            return besides.beside(stated, bound, evidence)
        case "quoted":
            return quoted.quoted(stated, bound, evidence)
        case "extreme":
            return extremes.extreme(stated, bound)
        case "rank":
            return no(bound, RANKS)
        case "state":
            return extremes.state(stated, bound)
        case "against":
            return extremes.held_against(stated, bound)
    return None


# Schools counted


def _counted_and_alone(clause: Clause) -> tuple[list[Statement], list[Statement]]:
    """What is said of so many schools, and what of the whole: a number is the whole's, but for a threshold."""
    counted = [
        s
        for s in clause.statements
        if s.kind in ("moved", "beside", "state", "extreme") or (s.kind == "quoted" and s.soft)
    ]
    if not counted and re.search(r"\b(every|each)\b", clause.text, re.IGNORECASE):
        # “39 days at every school”; “in all schools” may be of them together.
        counted = [s for s in clause.statements if s.kind == "quoted"]
    return counted, [s for s in clause.statements if s not in counted]


def _count(stated: Statement, clause: Clause, evidence: Evidence) -> Ruling:
    many = clause.schools
    if many is None or evidence.viewer.role == "head":
        return cannot("A head's figures hold no other single school, so schools cannot be counted.")
    rulings: list[tuple[str, Ruling]] = []
    about = []
    for place in evidence.schools:
        if many.kind in ("", "other") or place.phase.startswith(many.kind):
            alone = replace(clause, places=((place.urn,),), schools=None)
            for bound, group in subjects.subjects(alone, evidence):
                about.append(bound.indicator.code)
                if ruling := ruled(stated, bound, group, evidence) if _due(bound) else None:
                    rulings.append((place.name, ruling))
    ruling = counting.count(many, rulings, len(evidence.schools))
    code = next(iter(about), "")
    return replace(ruling, figure=f"{code}: {ruling.figure}" if ruling.figure else code)


def _due(bound: Bound) -> bool:
    """A school to which the figure never applied is no school of the count."""
    return any(c.withheld or c.state not in ("missing", "not applicable") for c in bound.cells)


def _sent(stated: Statement, clause: Clause, evidence: Evidence) -> Iterable[Ruling]:
    codes = [subjects.codes(c, clause, evidence) for c in clause.figures]
    known = [catalogued()[found[0]] for found in codes if found]
    terms = [evidence.period(when, "term", []) for when in clause.times] or [evidence.term]
    for term in dict.fromkeys(terms):
        yield sending.sending(stated, clause, known, term, evidence)


def _withheld(clause: Clause, evidence: Evidence) -> Ruling:
    """“No change is claimed”: so it is, where who recorded or replied has changed."""
    found = subjects.subjects(clause, evidence)
    if not found:
        return cannot(NO_CLAIM)
    bound = found[0][0]
    if bound.signal and not bound.recorded:
        return Ruling("supported", "Who recorded or who replied has changed too.", bound.said)
    return unknown(bound, "Nothing is claimed.")
