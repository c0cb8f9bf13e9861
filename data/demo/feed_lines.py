"""What the files of the newer feeds say, line by line, and what the same-term rule says of each line."""

import sys
from pathlib import Path

import feeds
import plan

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))
from tests import demo_reference as ref  # noqa: E402 (found only once its folder is known)
from tests import demo_reference_sums as sums  # noqa: E402
from tests import demo_reference_voice as plain  # noqa: E402

Lines = dict[sums.Name, sums.Line]
Found = dict[tuple[sums.Name, ref.Term], tuple[str, float, float]]  # signal, lower and upper limit

ALL = sums.ALL
REWORDED = ("staff_question", "question", "S02")
BREAKS = {
    REWORDED: feeds.REWORDED_FROM,
    ("staff_construct_mean", "construct", "Workload"): feeds.REWORDED_FROM,
}
ACTIVE = ("active_60_minutes", *ALL)
FELL = ("staff_construct_mean", "construct", feeds.FELL[1])
REPLIES = {"Spring": ("staff_response_rate", *ALL), "Summer": ("edi_response_rate", *ALL)}
REFERRED, WAIT = ("pupil_referrals_per_1000", *ALL), ("wait_median_days", *ALL)
YEAR = plan.YEARS[-1]
LAST_YEAR = [(YEAR, term) for term in plan.TERM_NAMES]
CLUB_GAP = tuple(s.urn for s in feeds.SCHOOLS if s.girls)
GAPS = {  # of: cut, first group, the others
    "sex": (("F",), ("M",)),
    "pupil_premium": (("Y",), ("N",)),
    "send": (("support", "plan"), ("none",)),
}
GAPS_OF = ("any_club", "swemwbs_mean", "pupil_referrals_per_1000")
TESTED_CUTS = ("all", "construct", "question")
FOLLOWS = {  # what a plant moves beside its own line
    "referrals": ("pupil_referrals_per_1000", "wait_median_days", "seen_within_28_days", "referrals_waiting",
                  "gap_pupil_referrals_per_1000_sex", "gap_pupil_referrals_per_1000_pupil_premium",
                  "gap_pupil_referrals_per_1000_send"),
    "leadership": ("S05", "S06", "S07", "S08", "Leadership"),
}  # fmt: skip


def read() -> dict[str, list[ref.Row]]:
    folders = [HERE] if feeds.FOLDER == HERE else [HERE, feeds.FOLDER]
    return plain.read(*folders) | {"workforce": ref.read(HERE)["workforce"]}


def of_schools(tables: dict[str, list[ref.Row]]) -> dict[str, Lines]:
    return {str(s.urn): sums.of_school(tables, str(s.urn)) for s in feeds.SCHOOLS}


def values(lines: Lines, place: str) -> dict[sums.Name, dict[ref.Term, float]]:
    """The figures that are tested for change, with gaps; a new series holds only what came after its break."""
    found = {name: sums.values(line) for name, line in lines.items() if name[1] in TESTED_CUTS}
    found |= gaps(lines)
    since = dict(BREAKS)
    if place in map(str, feeds.DEVICE):
        since[ACTIVE] = feeds.DEVICE_FROM
    elif not place.isdigit():
        found.pop(ACTIVE, None)  # sets of schools that measure in two ways have no figure
    for name, year in since.items():
        if name in found:
            found[name] = {term: value for term, value in found[name].items() if term[0] >= year}
    return found


def gaps(lines: Lines) -> dict[sums.Name, dict[ref.Term, float]]:
    found = {}
    for code in GAPS_OF:
        for cut, groups in GAPS.items():
            first, others = (pooled(lines, code, cut, parts) for parts in groups)
            line = {term: first[term] - others[term] for term in first if term in others}
            if line:
                found[f"gap_{code}_{cut}", *ALL] = line
    return found


def pooled(lines: Lines, code: str, cut: str, parts: tuple[str, ...]) -> dict[ref.Term, float]:
    held = [{("", "", ""): lines[code, cut, part]} for part in parts if (code, cut, part) in lines]
    return sums.values(sums.together(held).get(("", "", ""), {}))


def signals(lines: Lines, place: str) -> Found:
    """The same-term rule for each line at each term, as it stood then."""
    found: Found = {}
    for name, line in values(lines, place).items():
        for n, term in enumerate(line, start=1):
            found[name, term] = ref.same_term(dict(list(line.items())[:n]))
    return found


def flagged(found: Found) -> dict[tuple[sums.Name, ref.Term], str]:
    return {key: state for key, (state, _, _) in found.items() if state in ("higher", "lower")}


def follows(place: str, urns: list[int], name: sums.Name, term: ref.Term) -> str:
    """Which plant a signal of a place follows from; empty where none does."""
    if term[0] != YEAR:
        return ""
    if name[0] in FOLLOWS["referrals"] and set(urns) & set(feeds.SURGE):
        return "surge"
    if name in REPLIES.values() and feeds.COLLAPSED[0] in urns:
        return "collapsed"
    if name[0].startswith("staff_") and name[2] in FOLLOWS["leadership"] and feeds.FELL[0] in urns:
        return "fell"
    return ""
