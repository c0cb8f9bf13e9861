"""The answer key of the newer feeds in words: as TOML for tests, as text and tables for people."""

from collections.abc import Callable, Iterable
from statistics import median

import feeds
import plan
from answers_feeds import Key, words
from feed_lines import YEAR, flagged, follows

Table = Callable[[list[str], list[list[object]]], str]
NAMES = {str(s.urn): s.name for s in plan.SCHOOLS}
SURVEYS = {"staff_response_rate": "staff survey (Spring)", "edi_response_rate": "inclusion survey (Summer)"}


# --- TOML


def toml(key: Key) -> str:
    out = ["# Surveys, referrals and participation.", ""]
    out += [line for surge in key.surges() for line in table_of("[[surges]]", surge)]
    out += table_of("[waits]  # median days, schools of the surge and the others", key.all_waits())
    out += [line for gap in key.club_gaps() for line in table_of("[[club_gaps]]", gap)]
    out += table_of("[reworded]", key.reworded())
    out += table_of("[fell]", key.fell())
    out += [line for fell in key.collapsed() for line in table_of("[[collapsed]]", fell)]
    out += [*_absent(key), *_quiet(key)]
    out += ["# Every signal that the same-term rule gives in these feeds, term by term, planted or not."]
    out += [line for said in _signals(key) for line in table_of("[[feed_signals]]", said)]
    out += [line for said in _trust(key) for line in table_of("[[trust_feeds]]", said)]
    return "\n".join(out).replace("'", '"')


def table_of(name: str, content: dict) -> list[str]:
    def written(value: object) -> str:
        return f'"{value}"' if isinstance(value, str) else str(value)

    return [name, *(f"{k} = {written(v)}" for k, v in content.items()), ""]


def _absent(key: Key) -> list[str]:
    """Another way of measuring, what was not sent, not asked, and what was truly nothing."""
    (no_survey, year), (no_pupils, *term) = feeds.NO_STAFF_SURVEY, feeds.NO_PARTICIPATION
    return [
        *table_of("[other_method]", {"urns": list(map(str, feeds.DEVICE)), "since": f"{feeds.DEVICE_FROM} Autumn"}),
        *table_of("[not_sent.staff_survey]", {"urn": str(no_survey), "term": f"{year} Spring"}),
        *table_of("[not_sent.participation]", {"urn": str(no_pupils), "term": " ".join(term)}),
        *table_of("[not_asked]  # returns say not due",
                  {"urn": str(feeds.NURSERY), "feeds": ["participation", "pupil survey"]}),
        *table_of("[no_referrals]  # returns say nothing to report",
                  {"urn_terms": [f"{urn} {words(term)}" for urn, term in key.nils()]}),
    ]  # fmt: skip


def _quiet(key: Key) -> list[str]:
    tested = sorted({name[0] for found in key.found.values() for name, _ in found})
    head = "[quiet_feeds]  # no signal in any term of the last year but what follows from a plant"
    return table_of(head, {"places": key.quiet(), "indicators": tested})


def _signals(key: Key) -> Iterable[dict]:
    for place, found in key.found.items():
        for (name, term), state in flagged(found).items():
            said = {("urn" if place.isdigit() else "group"): place, "indicator": name[0]}
            said |= {"part": name[2]} if name[2] else {}
            said |= {"term": words(term), "state": state}
            because = follows(place, key.urns[place], name, term)
            yield said | ({"follows": because} if because else {})


def _trust(key: Key) -> Iterable[dict]:
    """The whole trust's sums, term by term."""
    for term in plan.term_keys():
        said = {"term": words(term)}
        for name, line in key.lines["trust"].items():
            if name[1] == "all" and term in line:
                got = line[term]
                said[name[0]] = [round(float(n), 6) for n in got] if isinstance(got, tuple) else median(got)
        yield said


# --- text and tables


def page(key: Key, table: Table) -> dict[str, str]:
    """What the template's sections on the new feeds are filled with."""
    return _referrals(key, table) | _clubs(key, table) | _surveys(key, table) | _rest(key, table)


def _referrals(key: Key, table: Table) -> dict[str, str]:
    surges, waits = key.surges(), key.all_waits()
    referred = [
        [f"{NAMES[s['urn']]} ({s['urn']})", y, *s["all_counts"][-15:][3 * n : 3 * n + 3]]
        for s in surges
        for n, y in enumerate(plan.YEARS)
    ]
    limits = [
        [NAMES[s["urn"]], *(f"{1000 * c / r:.1f} over {h:.1f}" for c, r, h in
                            zip(s["counts"], s["rolls"], s["upper_limits_per_1000"], strict=True)),
         f"{s['median_wait_before']:g}", f"{s['median_wait']:g}", ", ".join(s["wait_signals"])]
        for s in surges
    ]  # fmt: skip
    return {
        "referred_table": table(["school", "year", *plan.TERM_NAMES], referred),
        "surge_table": table(["2025/26, per 1,000 over its limit", *plan.TERM_NAMES, "wait before", "wait since",
                              "signal in the wait"], limits),
        "waits": f"{waits['surge_last_year']:g} days in 2025/26 and {waits['surge_before']:g} before; in the other "
                 f"schools {waits['other_last_year']:g} and {waits['other_before']:g}",
        "nil_terms": ", ".join(f"{words(term)} ({urn})" for urn, term in key.nils()),
    }  # fmt: skip


def _clubs(key: Key, table: Table) -> dict[str, str]:
    rows = [
        [NAMES.get(g.get("urn", ""), "The trust"), *(f"{x} of {n}" for x, n in (g["girls"], g["boys"])),
         f"{100 * g['gap']:.1f} ({100 * g['lower']:.1f} to {100 * g['upper']:.1f})",
         f"{100 * min(g['all_gaps']):.1f} to {100 * max(g['all_gaps']):.1f}"]
        for g in key.club_gaps()
    ]  # fmt: skip
    return {"gap_table": table(["Summer 2025/26", "girls", "boys", "gap in points (95%)", "all terms"], rows)}


def _surveys(key: Key, table: Table) -> dict[str, str]:
    fell, collapsed, reworded = key.fell(), key.collapsed(), key.reworded()
    asked_anew = zip(reworded["favourable"], reworded["answers"], strict=True)
    means = ["mean share", *(f"{m:.1%}" for m in fell["means"])]
    replies = [
        [SURVEYS[c["indicator"]], *(f"{x} of {n}" for x, n in zip(c["replies"], c["asked"], strict=True))]
        for c in collapsed
    ]
    return {
        "reworded_table": table(["", *plan.YEARS], [["favourable", *(f"{x} of {n} ({x / n:.0%})" for x, n in asked_anew)]]),
        "fell_table": table(["", *plan.YEARS], [means, ["replies", *fell["replies"]]]),
        "fell_limit": f"{fell['lower_limit']:.1%}",
        "replies_table": table(["", *plan.YEARS], replies),
        "replies_limits": " and ".join(f"{c['lower_limit']:.1%}" for c in collapsed),
    }  # fmt: skip


def _rest(key: Key, table: Table) -> dict[str, str]:
    """How many tests there were, and every flag of the last year."""
    last = {
        (place, name, term): state
        for place, found in key.found.items()
        for (name, term), (state, _, _) in found.items()
        if term[0] == YEAR
    }
    loud = {where: state for where, state in last.items() if state in ("higher", "lower")}
    rows = [
        [
            place,
            f"{name[0]} {name[2]}".strip(),
            words(term),
            state,
            follows(place, key.urns[place], name, term),
        ]
        for (place, name, term), state in loud.items()
        if name[1] != "question"
    ]
    return {
        "feed_tests": f"{sum(state != 'too early' for state in last.values()):,}",
        "feed_flags": str(len(loud)),
        "feed_unplanted": str(len(key.unplanted())),
        "feed_signals": table(["line", "indicator", "term", "signal", "follows from"], rows),
    }
