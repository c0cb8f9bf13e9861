"""The answer key of the demo trust's surveys, referrals and participation, by the plain reading in the tests."""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

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
REPLIES = ("staff_response_rate", *ALL)
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
    if name[0] == REPLIES[0] and feeds.COLLAPSED[0] in urns:
        return "collapsed"
    if name[0].startswith("staff_") and name[2] in FOLLOWS["leadership"] and feeds.FELL[0] in urns:
        return "fell"
    return ""


# --- the key as TOML and as text


def words(term: ref.Term) -> str:
    return f"{term[0]} {term[1]}"


def counts(line: sums.Line) -> list[int]:
    return [int(s[0]) for s in line.values()]


def rounded(values: list[float]) -> list[float]:
    return [round(v, 4) for v in values]


class Key:
    """Everything that the answer key of the new feeds says, worked out once from the files."""

    def __init__(self, members: dict[str, list[int]]) -> None:
        self.tables = read()
        self.schools = of_schools(self.tables)
        self.urns = dict(members)
        self.urns |= {urn: [int(urn)] for urn in self.schools}
        self.lines = dict(self.schools)
        for place, urns in members.items():
            self.lines[place] = sums.together([self.schools[str(u)] for u in urns])
        self.found = {place: signals(lines, place) for place, lines in self.lines.items()}

    def unplanted(self) -> list[tuple[str, sums.Name, ref.Term, str]]:
        """Signals of the last year that follow from no plant."""
        return [
            (place, *key, state)
            for place, found in self.found.items()
            for key, state in flagged(found).items()
            if key[1][0] == YEAR and not follows(place, self.urns[place], *key)
        ]

    def surges(self) -> list[dict]:
        found = []
        for urn in feeds.SURGE:
            line, wait = self.lines[str(urn)][REFERRED], self.lines[str(urn)][WAIT]
            days = {
                of: [w for term, ws in wait.items() if (term[0] == YEAR) == of for w in ws]
                for of in (False, True)
            }
            states = [self.found[str(urn)][REFERRED, term] for term in LAST_YEAR]
            found.append({
                "urn": str(urn),
                "terms": [words(t) for t in LAST_YEAR],
                "counts": [int(line[t][0]) for t in LAST_YEAR],
                "rolls": [int(line[t][1]) for t in LAST_YEAR],
                "upper_limits_per_1000": [round(1000 * high, 2) for _, _, high in states],
                "signals": [state for state, _, _ in states],
                "all_counts": counts(line),
                "median_wait_before": median(days[False]),
                "median_wait": median(days[True]),
                "median_waits": [median(wait[t]) for t in LAST_YEAR],
                "wait_signals": [self.found[str(urn)][WAIT, term][0] for term in LAST_YEAR],
            })  # fmt: skip
        return found

    def all_waits(self) -> dict[str, float]:
        """Median waits of the last year and before, in the four schools and in the others."""
        found = {}
        for where, inside in (("surge", True), ("other", False)):
            for when, last in (("before", False), ("last_year", True)):
                found[f"{where}_{when}"] = median(
                    w
                    for urn, lines in self.schools.items()
                    for term, ws in lines[WAIT].items()
                    for w in ws
                    if (int(urn) in feeds.SURGE) == inside and (term[0] == YEAR) == last
                )
        return found

    def club_gaps(self) -> list[dict]:
        found = []
        for place in (*map(str, CLUB_GAP), "trust"):
            girls, boys = (self.lines[place]["any_club", "sex", sex] for sex in feeds.SEXES)
            term = LAST_YEAR[-1]
            gap = plain.newcombe(*map(int, girls[term]), *map(int, boys[term]))
            every = values(self.lines[place], place)["gap_any_club_sex", *ALL]
            found.append({
                ("urn" if place.isdigit() else "group"): place,
                "term": words(term),
                "girls": [int(n) for n in girls[term]],
                "boys": [int(n) for n in boys[term]],
                "gap": round(gap[0], 4), "lower": round(gap[1], 4), "upper": round(gap[2], 4),
                "change": self.found[place][("gap_any_club_sex", *ALL), term][0],
                "all_gaps": rounded(list(every.values())),
            })  # fmt: skip
        return found

    def reworded(self) -> dict:
        """S02 of the whole trust; `untold` is the signal of somebody who does not know of the new wording."""
        line = self.lines["trust"][REWORDED]
        naive = dict(list(sums.values(line).items())[:4])
        return {
            "survey": "staff-voice", "question": "S02", "construct": "Workload",
            "since": feeds.REWORDED_FROM, "favourable": counts(line), "answers": [int(s[1]) for s in line.values()],
            "untold": ref.same_term(naive)[0],
            "state": self.found["trust"][REWORDED, (YEAR, "Spring")][0],
        }  # fmt: skip

    def fell(self) -> dict:
        urn, construct, year = feeds.FELL
        line = self.lines[str(urn)][FELL]
        state, low, _ = self.found[str(urn)][FELL, (year, "Spring")]
        return {
            "urn": str(urn), "construct": construct, "term": f"{year} Spring",
            "means": rounded(list(sums.values(line).values())), "replies": [int(s[1]) for s in line.values()],
            "lower_limit": round(low, 4), "signal": state,
            "overall": self.found[str(urn)][("staff_favourable", *ALL), (year, "Spring")][0],
        }  # fmt: skip

    def collapsed(self) -> dict:
        urn, year = feeds.COLLAPSED
        line = self.lines[str(urn)][REPLIES]
        both = [(year, "Spring"), (year, "Summer")]
        states = [self.found[str(urn)][REPLIES, term] for term in both]
        return {
            "urn": str(urn), "terms": [words(t) for t in both],
            "replies": counts(line), "asked": [int(s[1]) for s in line.values()],
            "rates": rounded(list(sums.values(line).values())),
            "lower_limits": rounded([low for _, low, _ in states]), "signals": [state for state, _, _ in states],
        }  # fmt: skip

    def quiet(self) -> list[str]:
        """Schools whose lines have no signal in the last year but what follows from a plant: all of them."""
        loud = {place for place, *_ in self.unplanted()}
        return [place for place in self.lines if place not in loud]

    def nils(self) -> list[tuple[str, ref.Term]]:
        return sorted(
            (urn, term)
            for urn in self.schools
            for term in plain.said(self.tables, "referrals", urn, "nothing to report")
        )


def table_of(name: str, content: dict) -> list[str]:
    def written(value: object) -> str:
        return f'"{value}"' if isinstance(value, str) else str(value)

    return [name, *(f"{k} = {written(v)}" for k, v in content.items()), ""]


def toml(key: Key) -> str:
    out = ["# Surveys, referrals and participation.", ""]
    for surge in key.surges():
        out += table_of("[[surges]]", surge)
    out += table_of("[waits]  # median days, schools of the surge and the others", key.all_waits())
    for gap in key.club_gaps():
        out += table_of("[[club_gaps]]", gap)
    out += table_of("[reworded]", key.reworded())
    out += table_of("[fell]", key.fell())
    out += table_of("[collapsed]", key.collapsed())
    out += table_of(
        "[other_method]", {"urns": list(map(str, feeds.DEVICE)), "since": f"{feeds.DEVICE_FROM} Autumn"}
    )
    urn, year = feeds.NO_STAFF_SURVEY
    out += table_of("[not_sent.staff_survey]", {"urn": str(urn), "term": f"{year} Spring"})
    urn, *term = feeds.NO_PARTICIPATION
    out += table_of("[not_sent.participation]", {"urn": str(urn), "term": " ".join(term)})
    out += table_of(
        "[not_asked]  # returns say not due",
        {"urn": str(feeds.NURSERY), "feeds": ["participation", "pupil survey"]},
    )
    out += table_of("[no_referrals]  # returns say nothing to report",
                    {"urn_terms": [f"{urn} {words(term)}" for urn, term in key.nils()]})  # fmt: skip
    quiet = sorted({name[0] for found in key.found.values() for name, _ in found})
    out += table_of(
        "[quiet_feeds]  # no signal in any term of the last year but what follows from a plant",
        {"places": key.quiet(), "indicators": quiet},
    )
    out += ["# Every signal that the same-term rule gives in these feeds, term by term, planted or not."]
    for place, found in key.found.items():
        for (name, term), state in flagged(found).items():
            said = {("urn" if place.isdigit() else "group"): place, "indicator": name[0]}
            said |= {"part": name[2]} if name[2] else {}
            said |= {"term": words(term), "state": state}
            if because := follows(place, key.urns[place], name, term):
                said["follows"] = because
            out += table_of("[[feed_signals]]", said)
    for term in plan.term_keys():
        said = {"term": words(term)}
        for name, line in key.lines["trust"].items():
            if name[1] == "all" and term in line:
                got = line[term]
                said[name[0]] = [round(float(n), 6) for n in got] if isinstance(got, tuple) else median(got)
        out += table_of("[[trust_feeds]]", said)
    return "\n".join(out).replace("'", '"')


def page(key: Key, table: Callable[[list[str], list[list[object]]], str]) -> dict[str, str]:
    """What the template's sections on the new feeds are filled with."""
    names = {str(s.urn): s.name for s in plan.SCHOOLS}
    surges, waits, fell, collapsed, reworded = (
        key.surges(),
        key.all_waits(),
        key.fell(),
        key.collapsed(),
        key.reworded(),
    )
    referred = [
        [f"{names[s['urn']]} ({s['urn']})", y, *s["all_counts"][-15:][3 * n : 3 * n + 3]]
        for s in surges
        for n, y in enumerate(plan.YEARS)
    ]
    limits = [
        [names[s["urn"]], *(f"{1000 * c / r:.1f} over {h:.1f}" for c, r, h in
                            zip(s["counts"], s["rolls"], s["upper_limits_per_1000"], strict=True)),
         f"{s['median_wait_before']:g}", f"{s['median_wait']:g}", ", ".join(s["wait_signals"])]
        for s in surges
    ]  # fmt: skip
    tests = [
        state for found in key.found.values() for (_, term), (state, _, _) in found.items() if term[0] == YEAR
    ]
    loud = {
        (place, name, term): state
        for place, found in key.found.items()
        for (name, term), state in flagged(found).items()
        if term[0] == YEAR
    }
    gaps_found = [
        [names.get(g.get("urn", ""), "The trust"), *(f"{x} of {n}" for x, n in (g["girls"], g["boys"])),
         f"{100 * g['gap']:.1f} ({100 * g['lower']:.1f} to {100 * g['upper']:.1f})",
         f"{100 * min(g['all_gaps']):.1f} to {100 * max(g['all_gaps']):.1f}"]
        for g in key.club_gaps()
    ]  # fmt: skip
    shares = [
        f"{x} of {n} ({x / n:.0%})" for x, n in zip(reworded["favourable"], reworded["answers"], strict=True)
    ]
    return {
        "referred_table": table(["school", "year", *plan.TERM_NAMES], referred),
        "surge_table": table(["2025/26, per 1,000 over its limit", *plan.TERM_NAMES, "wait before", "wait since",
                              "signal in the wait"], limits),
        "waits": f"{waits['surge_last_year']:g} days in 2025/26 and {waits['surge_before']:g} before; in the other "
                 f"schools {waits['other_last_year']:g} and {waits['other_before']:g}",
        "gap_table": table(["Summer 2025/26", "girls", "boys", "gap in points (95%)", "all terms"], gaps_found),
        "reworded_table": table(["", *plan.YEARS], [["favourable", *shares]]),
        "fell_table": table(["", *plan.YEARS], [["mean share", *(f"{m:.1%}" for m in fell["means"])],
                                                ["replies", *fell["replies"]]]),
        "fell_limit": f"{fell['lower_limit']:.1%}",
        "replies_table": table(
            ["", *plan.YEARS],
            [[survey, *(f"{x} of {n}" for x, n in list(zip(collapsed["replies"], collapsed["asked"], strict=True))[i::2])]
             for i, survey in enumerate(("staff survey (Spring)", "inclusion survey (Summer)"))]),
        "replies_limits": " and ".join(f"{low:.1%}" for low in collapsed["lower_limits"]),
        "nil_terms": ", ".join(f"{words(term)} ({urn})" for urn, term in key.nils()),
        "feed_tests": f"{sum(s in ('higher', 'lower', 'none') for s in tests):,}",
        "feed_flags": str(len(loud)),
        "feed_unplanted": str(len(key.unplanted())),
        "feed_signals": table(
            ["line", "indicator", "term", "signal", "follows from"],
            [[place, f"{name[0]} {name[2]}".strip(), words(term), state, follows(place, key.urns[place], name, term)]
             for (place, name, term), state in loud.items() if name[1] != "question"]),
    }  # fmt: skip
