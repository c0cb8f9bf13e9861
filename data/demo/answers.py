"""Writes the answer key of the demo trust from its files, by the plain references in the tests.

ANSWERS.md is for people, answers.toml for tests; both say the same. Run it after `make.py`.
"""

import sys
from collections import defaultdict
from pathlib import Path

import feed_words
import plan
from answers_feeds import Key

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))
from tests import demo_reference as ref  # noqa: E402 (found only once its folder is known)

Totals = dict[ref.Term, dict[str, float]]
INDICATORS = {  # code: numerator and denominator among the sums of a term
    "days_lost_per_fte": ("days", "fte"),
    "absence_rate": ("days", "fte_days"),
    "staff_absent": ("people", "headcount"),
    "spells_per_person": ("spells", "headcount"),
    "long_term_absence": ("long", "headcount"),
}
LONG = "long_term_absence"
LAST_TWO = [("2025/26", "Spring"), ("2025/26", "Summer")]
PLANTED = (plan.RISE_SECONDARY, plan.RISE_PRIMARY)
SMALL = "small primary schools"


def main() -> None:
    tables = ref.read(HERE)
    schools = {s.urn: totals(tables, s.urn) for s in plan.SCHOOLS}
    sets = {name: added([schools[u] for u in urns]) for name, urns in members().items()}
    lines = {str(urn): t for urn, t in schools.items()} | sets
    found = {name: signals(t) for name, t in lines.items()}
    levels = {year: level(tables, year) for year in plan.YEARS}
    reasons = reason_shares(tables)
    key = Key(members())
    text = toml(lines, found, levels, reasons) + "\n" + feed_words.toml(key)
    (HERE / "answers.toml").write_text(text, encoding="utf-8")
    (HERE / "ANSWERS.md").write_text(page(lines, found, levels, reasons, key), encoding="utf-8")


def members() -> dict[str, list[int]]:
    """The sets of schools whose lines the key gives."""
    found = {"trust": [s.urn for s in plan.SCHOOLS]}
    found[SMALL] = [s.urn for s in plan.SCHOOLS if s.phase == "primary" and max(s.people) < 50]
    for phase in ("primary", "secondary"):
        found[f"{phase} schools"] = [s.urn for s in plan.SCHOOLS if s.phase == phase]
    for hub in ("North hub", "South hub"):
        found[hub] = [s.urn for s in plan.SCHOOLS if s.hub == hub]
    return found


def totals(tables: dict[str, list[ref.Row]], urn: int) -> Totals:
    """A school's sums for every term it sent."""
    base, days = ref.denominators(tables, str(urn)), ref.working_days(tables["terms"], str(urn))
    return {
        key: {
            "days": fact.days, "people": fact.people, "long": fact.long, "spells": fact.spells_met,
            "headcount": base[key][0], "fte": base[key][1], "fte_days": base[key][1] * len(days[key]),
        }
        for key, fact in ref.facts(tables, str(urn)).items()
    }  # fmt: skip


def added(parts: list[Totals]) -> Totals:
    """Sums over schools, each term over those that sent it."""
    found: Totals = defaultdict(lambda: defaultdict(float))
    for part in parts:
        for key, sums in part.items():
            for name, value in sums.items():
                found[key][name] += value
    return {key: dict(found[key]) for key in plan.term_keys() if key in found}


def signals(line: Totals) -> dict[tuple[str, ref.Term], tuple[str, float, float]]:
    """The same-term rule for each indicator at each term, as it stood then."""
    found = {}
    for code, (above, below) in INDICATORS.items():
        values = {key: sums[above] / sums[below] for key, sums in line.items()}
        for n, key in enumerate(values, start=1):
            found[code, key] = ref.same_term(dict(list(values.items())[:n]))
    return found


def level(tables: dict[str, list[ref.Row]], year: str) -> dict[str, float]:
    """A year's levels over the trust: teachers by the School Workforce Census definition, then everybody."""
    found = {}
    for name, group in (("teachers", "teacher"), ("teaching_assistants", "teaching assistant"), ("all", "")):
        lost, people, heads, spells = 0.0, 0, 0.0, 0
        for school in plan.SCHOOLS:
            urn = str(school.urn)
            facts = [f for key, f in ref.facts(tables, urn, group).items() if key[0] == year]
            lost, people = (
                lost + sum(f.days for f in facts),
                people + len({w for f in facts for w in f.staff}),
            )
            spells += sum(f.spells_begun for f in facts)
            heads += ref.denominators(tables, urn, group).get((year, "Autumn"), (0.0, 0.0))[0]
        found[f"days_per_head_{name}"], found[f"share_absent_{name}"] = lost / heads, people / heads
    return found | {"spells_per_person": spells / heads, "headcount": heads}


def reason_shares(tables: dict[str, list[ref.Row]]) -> dict[str, float]:
    """Shares of all days lost by reason, and in long spells; rows that overlap count twice here."""
    group_of = {word: group for group, word in plan.WORDS.items()}
    lost: dict[str, float] = defaultdict(float)
    for school in plan.SCHOOLS:
        urn = str(school.urn)
        days, loaded = ref.working_days(tables["terms"], urn), ref.loaded_terms(tables, urn)
        work = {d for key in loaded for d in days[key]}
        rows = [r for r in tables["absence"] if r["urn"] == urn]
        spans: dict[str, list[tuple]] = defaultdict(list)
        for row in rows:
            last = ref.day(row["last_day"]) if row["last_day"] else max(work)
            spans[row["staff_ref"]].append((ref.day(row["first_day"]), last))
        for row in rows:
            first, last = (
                ref.day(row["first_day"]),
                ref.day(row["last_day"]) if row["last_day"] else max(work),
            )
            share = sum(ref.weights(row, last, work).values())
            whole = next(s for s in ref.merged(spans[row["staff_ref"]]) if s[0] <= first <= s[1])
            lost[group_of.get(row["reason"], row["reason"])] += share
            lost["all"] += share
            lost["in long spells"] += share * ((whole[1] - whole[0]).days + 1 >= ref.LONG_TERM_DAYS)
    return {name: lost[name] / lost["all"] for name in (*plan.REASONS, "in long spells")}


def words(key: ref.Term) -> str:
    return f"{key[0]} {key[1]}"


def flagged(found: dict, code: str) -> list[ref.Term]:
    return [key for (c, key), (state, _, _) in found.items() if c == code and state in ("higher", "lower")]


def toml(lines: dict[str, Totals], found: dict, levels: dict, reasons: dict[str, float]) -> str:
    named = {str(s.urn): s.name for s in plan.SCHOOLS}
    out = [
        "# The answer key for tests, written by answers.py. Every school, person and figure is invented.",
        "",
    ]
    out += [f'trust = "{plan.TRUST}"', f'last_term = "{words(LAST_TWO[1])}"', ""]
    for line in [*(str(u) for u in PLANTED), SMALL]:
        out += [
            "[[rises]]",
            f'urn = "{line}"\nname = "{named[line]}"' if line in named else f'group = "{line}"',
        ]
        out += [f'indicator = "{LONG}"', f"terms = {[words(k) for k in LAST_TWO]}"]
        for name in ("long", "headcount"):
            out.append(
                f"{'counts' if name == 'long' else name} = {[int(lines[line][k][name]) for k in LAST_TWO]}"
            )
        out.append(f"upper_limits = {[round(found[line][LONG, k][2], 6) for k in LAST_TWO]}")
        out += [f"all_counts = {[int(sums['long']) for sums in lines[line].values()]}", ""]
    joined = next(s for s in plan.SCHOOLS if s.urn == plan.JOINED)
    out += [
        "[joined]",
        f'urn = "{joined.urn}"',
        f"date = {joined.joined}",
        'first_term = "2023/24 Autumn"',
        "",
    ]
    out += ["[stopped]", f'urn = "{plan.STOPPED}"', f'last_term = "{words(plan.LAST_SENT)}"', ""]
    out += ["[nil]", f'urn = "{plan.NIL[0]}"', f'term = "{words(plan.NIL[1:])}"', ""]
    quiet = [str(s.urn) for s in plan.SCHOOLS if s.urn not in (*PLANTED, plan.STOPPED)]
    out += [
        "[quiet]  # none or too early in the last term",
        f"urns = {quiet}",
        f"indicators = {list(INDICATORS)}",
    ]
    calm = [code for code in INDICATORS if found["trust"][code, LAST_TWO[1]][0] == "none"]
    out += [f"trust_indicators = {calm}", 'groups = ["South hub"]', ""]
    out += ["# Every signal that the same-term rule gives in these files, term by term, planted or not."]
    for line, states in found.items():
        for code in INDICATORS:
            for key in flagged(states, code):
                state, kind = states[code, key][0], "urn" if line in named else "group"
                out += [
                    "[[signals]]",
                    f'{kind} = "{line}"',
                    f'indicator = "{code}"',
                    f'term = "{words(key)}"',
                ]
                out += [f'state = "{state}"', ""]
    for year, found_levels in levels.items():
        out += [
            f"[levels.{year.replace('/', '-')}]",
            *(f"{k} = {v:.4f}" for k, v in found_levels.items()),
            "",
        ]
    out += ["[days_by_reason]", *(f'"{name}" = {share:.4f}' for name, share in reasons.items()), ""]
    out += ["[files]", f"other_headings = {list(plan.OTHER_HEADINGS)}", f'other_words = "{plan.OTHER_WORDS}"']
    out += [f'payroll_days = "{plan.PAYROLL_DAYS}"', f'own_calendar = "{plan.OWN_CALENDAR}"', ""]
    out += ["[files.words]", *(f'"{word}" = "{group}"' for group, word in plan.WORDS.items()), ""]
    for key, sums in lines["trust"].items():
        out += ["[[trust_terms]]", f'term = "{words(key)}"', *(f"{n} = {v:.6g}" for n, v in sums.items()), ""]
    return "\n".join(out).replace("'", '"')


def table(head: list[str], rows: list[list[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in lines) + "\n"


def by_year(line: Totals, name: str) -> list[list[object]]:
    return [[y, *(f"{line[y, t][name]:g}" if (y, t) in line else "" for t in ref.ORDER)] for y in plan.YEARS]


def rises(line: Totals, states: dict) -> str:
    """What the last two terms show and the limit they pass."""
    text = []
    for key in LAST_TWO:
        sums, (state, _, high) = line[key], states[LONG, key]
        share = f"{sums['long']:g} of {sums['headcount']:g} people ({sums['long'] / sums['headcount']:.1%})"
        text.append(f"{key[1]} 2026: {share}, upper limit {high:.1%}: {state}.")
    return " ".join(text)


def other_signals(lines: list[str], found: dict) -> list[list[object]]:
    return [[name, code, words(key), found[name][code, key][0]]
            for name in lines for code in INDICATORS for key in flagged(found[name], code)]  # fmt: skip


def page(
    lines: dict[str, Totals],
    found: dict,
    levels: dict,
    reasons: dict[str, float],
    key: Key,
) -> str:
    """The template with its numbers filled in."""
    heads = ["", *levels]
    rows = [
        [name.replace("_", " "), *(f"{levels[y][name]:.2f}" for y in levels)] for name in levels["2025/26"]
    ]
    margins = [margin(found[str(s.urn)], lines[str(s.urn)]) for s in plan.SCHOOLS if s.urn not in PLANTED]
    planted = [str(urn) for urn in PLANTED]
    others = [line for line in lines if line not in planted]
    fill = {
        "primary_least": f"{min(s['people'] for s in lines[planted[1]].values()):g}",
        "margin": f"{max(m for m in margins if m is not None):.0%}",
        "planted_signals": table(["urn", "indicator", "term", "signal"], other_signals(planted, found)),
        "other_signals": table(["line", "indicator", "term", "signal"], other_signals(others, found)),
        "levels": table(heads, rows),
        "reasons": table(
            ["of all days lost", "share"], [[n, f"{share:.1%}"] for n, share in reasons.items()]
        ),
    }
    named = zip(("secondary", "primary", "small", "trust"), (*planted, SMALL, "trust"), strict=True)
    for name, line in named:
        fill[name] = rises(lines[line], found[line])
        fill[f"{name}_table"] = table(["year", *ref.ORDER], by_year(lines[line], "long"))
    fill |= feed_words.page(key, table)
    return (HERE / "ANSWERS.template.md").read_text(encoding="utf-8").format(**fill)


def margin(states: dict, line: Totals) -> float | None:
    """How far the last term's worst indicator lies from the middle, as a share of the way to its limit."""
    if LAST_TWO[1] not in line:
        return None
    found = []
    for code, (above, below) in INDICATORS.items():
        _, low, high = states[code, LAST_TWO[1]]
        value = line[LAST_TWO[1]][above] / line[LAST_TWO[1]][below]
        found.append(abs(value - (low + high) / 2) / ((high - low) / 2))
    return max(found)


if __name__ == "__main__":
    main()
