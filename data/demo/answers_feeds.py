"""The answer key of the demo trust's surveys, referrals and participation, by the plain reading in the tests."""

from statistics import median

import feeds
from feed_lines import (
    ALL,
    CLUB_GAP,
    FELL,
    LAST_YEAR,
    REFERRED,
    REPLIES,
    REWORDED,
    WAIT,
    YEAR,
    flagged,
    follows,
    of_schools,
    plain,
    read,
    ref,
    signals,
    sums,
    values,
)


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

    def collapsed(self) -> list[dict]:
        """The staff survey, then the inclusion survey."""
        urn, year = feeds.COLLAPSED
        found = []
        for term, name in REPLIES.items():
            line, (state, low, _) = self.lines[str(urn)][name], self.found[str(urn)][name, (year, term)]
            found.append({
                "urn": str(urn), "indicator": name[0], "term": words((year, term)),
                "replies": counts(line), "asked": [int(s[1]) for s in line.values()],
                "rates": rounded(list(sums.values(line).values())),
                "lower_limit": round(low, 4), "signal": state,
            })  # fmt: skip
        return found

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
