"""Random small trusts for the proofs of the door: who was ill, in which group, for which reason, in which term."""

from hypothesis import strategies as st

from tests import helpers

GROUPS = ("leader", "teacher", "teaching assistant")
REASONS = ("mental health", "infection", "other")
DAYS = ("2025-09-08", "2025-10-06", "2026-01-12", "2026-02-02", "2026-04-20", "2026-06-08")


@st.composite
def trusts(draw: st.DrawFn, most_schools: int = 5) -> list[helpers.File]:
    """The files of a trust of one to five schools: a census and one to forty spells of one to sixty days."""
    urns = [f"90000{n}" for n in range(1, draw(st.integers(1, most_schools)) + 1)]
    phases = draw(st.sampled_from([("primary",), ("primary", "secondary")]))
    rows = [f"{urn},School {urn},{phases[i % len(phases)]}" for i, urn in enumerate(urns)]
    census = [
        f"{urn},2025-11-06,{group},{heads},{heads}"
        for urn in urns
        for group in GROUPS[: draw(st.integers(1, 3))]
        if (heads := draw(st.integers(2, 16)))
    ]
    places = st.sampled_from([tuple(line.split(",")[i] for i in (0, 2)) for line in census])
    spells = {}
    for _ in range(draw(st.integers(1, 40))):
        (urn, group), who = draw(places), draw(st.integers(1, 9))
        first = helpers.day(draw(st.sampled_from(DAYS)))
        last = first + draw(st.sampled_from([helpers.days(n) for n in (0, 2, 11, 40, 60)]))
        reason = draw(st.sampled_from(REASONS))
        # A key is met once a file; two groups of a school share no reference.
        spells[urn, group, who, first] = f"{urn},{group[:9]}-{who},,{group},1,{first},{last},,,{reason},"
    return [
        helpers.csv("schools.csv", "urn,school,phase", *rows),
        helpers.terms(),
        helpers.csv("workforce.csv", "urn,census_date,staff_group,headcount,fte", *census),
        helpers.absence(*spells.values()),
    ]
