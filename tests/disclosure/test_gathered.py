"""Several files at once: readers who put theirs together, and a reader who kept what was shown before."""

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests import helpers
from tests.disclosure.test_attack import TRUST, by_all, observed_from
from tests.disclosure.test_earlier_releases import every_cell, two_terms
from wellmetrics import archive, corrections, doctor
from wellmetrics.build import build_from
from wellmetrics.disclosure.door import Audience, protect
from wellmetrics.disclosure.figures import Figures
from wellmetrics.disclosure.gathered import Rows, still_true
from wellmetrics.disclosure.reader import WHERE
from wellmetrics.model import OTHERS
from wellmetrics.vault import Vault


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    return observed_from(TRUST, tmp_path_factory.mktemp("gathered"))


@pytest.fixture(scope="module")
def files(observed) -> dict[str, Audience]:
    return {audience.name: audience for audience in protect(observed)}


def plain(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.astype(dict.fromkeys([*WHERE, "state"], str)).set_index(WHERE)


def test_no_file_shows_what_the_leads_hides(files):
    lead = plain(files["lead"].cells)
    hidden = lead.index[lead["state"] == "hidden"]
    assert len(hidden)
    for name in ("board", "900001", "900004"):
        cells = plain(files[name].cells)
        shown = cells.index[cells["state"].isin(["shown", "nil"])]
        assert len(shown)
        assert not shown.isin(hidden).any(), name


def test_what_a_leads_file_of_other_rows_hides_is_hidden_from_the_others_as_well(files, observed):
    """The lead sees a correction before the others do: her file is made of other rows than theirs."""
    key = ("staff_absent", "", "", "term", helpers.AUTUMN, "staff_group", "teacher")
    readers = ("board", "900003")
    assert all(plain(files[name].cells)["state"][key] == "shown" for name in readers)
    figures = Figures(observed)
    numbers = dict(zip(("indicator", "place", "period", "part"), at(figures, *key), strict=True))
    (row,) = np.flatnonzero(
        np.all([getattr(figures, name) == number for name, number in numbers.items()], axis=0)
    )
    where = {name: getattr(figures, name)[[row]] for name in numbers}
    told = {name: figures.numbers[name][[row]] for name in ("people", "schools")}
    again = {a.name: a for a in protect(observed, hides=figures.digests({**where, **told}, "lead"))}
    assert plain(again["lead"].cells)["state"][key] == "shown"
    assert all(plain(again[name].cells)["state"][key] == "hidden" for name in readers)


def at(figures: Figures, code, urn, group, grain, period, cut, part) -> tuple[int, ...]:
    pairs = (
        (figures.codes, code),
        (figures.places, (urn, group)),
        (figures.periods, (grain, period)),
        (figures.parts, (cut, part)),
    )
    return tuple(every.index(one) for every, one in pairs)


def test_a_figure_that_one_file_hides_and_another_shows_is_found(files, observed):
    """The heads' files as each would be if there were no other: what covers in the lead's is shown in theirs."""
    lead, head = files["lead"], files["900002"]
    hidden = plain(lead.cells)
    truth = plain(observed.observations.to_pandas().assign(state="shown"))
    of_head = hidden.index[(hidden["state"] == "hidden") & (hidden.index.get_level_values("urn") == "900002")]
    cells = plain(head.cells)
    cells.loc[of_head[:3]] = truth.loc[of_head[:3], cells.columns]
    again = Audience("900002", cells.reset_index(), head.pool)
    found = by_all([lead, again], observed)
    assert set(map(tuple, found[WHERE].to_numpy())) >= set(of_head[:3])
    assert by_all([lead, head], observed).empty


def test_a_pool_beside_its_group_tells_the_own_school(files, observed):
    """The trust is shown and the school is hidden: its head's pool would be the difference."""
    lead, head = files["lead"], files["900001"]
    cells, hidden = plain(head.cells), plain(lead.cells)
    pools = cells.index[(cells["state"] == "hidden") & (cells.index.get_level_values("group") == OTHERS)]
    truth = plain(observed.observations.to_pandas().assign(state="shown"))
    for key in pools:
        at = dict(zip(WHERE, key, strict=True))
        trust, own = (tuple((at | {"group": "", "urn": urn}).values()) for urn in ("", "900001"))
        if hidden["state"].get(trust) == "shown" and hidden["state"].get(own) == "hidden":
            for name in ("people", "base_people", "numerator", "denominator"):
                cells.loc[key, name] = truth.loc[trust, name] - truth.loc[own, name]
            cells.loc[key, "state"] = "shown"
            found = by_all([lead, Audience("900001", cells.reset_index(), head.pool)], observed)
            assert own in set(map(tuple, found[WHERE].to_numpy()))
            return
    raise AssertionError("no such pool is hidden")


LINEAGE = ["urn", "grain", "period", "batch", "feed"]
MEMBERS = ["group", "urn", "grain", "period"]
CELLS = [
    ("staff_absent", "900001", "", "term", "autumn", "all", "", "shown"),
    ("staff_absent", "900002", "", "term", "autumn", "all", "", "shown"),
    ("staff_absent", "", "", "term", "autumn", "all", "", "shown"),
    ("staff_absent", "900001", "", "year", "2025", "all", "", "nil"),
    ("staff_absent", "", "hub", "term", "spring", "all", "", "shown"),
    ("staff_absent", "900003", "", "term", "autumn", "all", "", "hidden"),
]


def rows(*lineage: tuple, members: tuple = ("900001", "900002")) -> Rows:
    who = [
        (group, urn, "term", term)
        for group in ("", "hub")
        for urn in members
        for term in ("autumn", "spring")
    ]
    return Rows(pd.DataFrame(lineage, columns=LINEAGE), pd.DataFrame(who, columns=MEMBERS))


def test_what_was_shown_is_true_still_where_the_same_loads_stand_behind_it():
    earlier = pd.DataFrame(CELLS, columns=[*WHERE, "state"])
    one, two = (
        ("900001", "term", "autumn", 1, "absence"),
        ("900002", "term", "autumn", 1, "absence"),
    )
    year, spring = ("900001", "year", "2025", 1, "absence"), ("900001", "term", "spring", 1, "absence")
    before = rows(one, two, year, spring)

    def true(now: Rows) -> list[tuple]:
        found = still_true(earlier, before, now)
        return list(zip(found["urn"] + found["group"], found["period"], strict=True))

    every = [
        ("900001", "autumn"),
        ("900002", "autumn"),
        ("", "autumn"),
        ("900001", "2025"),
        ("hub", "spring"),
    ]
    assert true(before) == every
    # Another file of one school: neither its own figure nor the trust's.
    again = ("900002", "term", "autumn", 2, "absence")
    assert true(rows(one, two, again, year, spring)) == [every[0], every[3], every[4]]
    # A year of one more term.
    assert true(rows(one, two, year, ("900001", "year", "2025", 2, "absence"), spring)) == [
        *every[:3],
        every[4],
    ]
    # One school more in the groups.
    more = rows(one, two, year, spring, members=("900001", "900002", "900004"))
    assert true(more) == [every[0], every[1], every[3]]


@pytest.fixture(scope="module")
def one_release(tmp_path_factory) -> Path:
    return helpers.home_with(tmp_path_factory.mktemp("one") / "home", *two_terms(5)[0])


@pytest.fixture(scope="module")
def two_releases(tmp_path_factory, one_release) -> Path:
    return next_term(shutil.copytree(one_release, tmp_path_factory.mktemp("two") / "home"))


def next_term(home: Path) -> Path:
    with Vault(home) as vault:
        helpers.put(vault, two_terms(5)[1])
        build_from(vault)
    return home


def attacked(home: Path) -> dict[str, doctor.Finding]:
    return {one.what: one for one in doctor.examine(home, with_attack=True) if "attack" in one.what}


def test_doctor_attacks_with_what_earlier_releases_showed(two_releases):
    found = attacked(two_releases)
    assert found["attack as all together"].well
    assert "1 earlier release" in found["attack as board"].finding
    assert all(one.well for one in found.values()), found


def test_doctor_finds_what_a_release_tells_that_was_made_without_remembering_the_one_before(
    one_release, tmp_path
):
    home = Path(shutil.copytree(one_release, tmp_path / "home"))
    (home / archive.PROTECTED).unlink()
    found = attacked(next_term(home))
    assert not all(one.well for one in found.values() if "earlier" in one.finding), found


def test_doctor_attacks_a_release_from_before_the_leads_file_knew_what_stands_behind_the_others(
    two_releases, tmp_path
):
    home = Path(shutil.copytree(two_releases, tmp_path / "home"))
    for file in home.glob("releases/*/lead.duckdb"):
        file.chmod(0o600)
        with duckdb.connect(str(file)) as con:
            con.execute("DROP TABLE seen_lineage")
    assert all(one.well for one in attacked(home).values())


def damaged(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def without_lineage(file: Path) -> None:
    with duckdb.connect(str(file)) as con:
        con.execute("DROP TABLE lineage")


@pytest.mark.parametrize("harm", [damaged, without_lineage, Path.unlink])
def test_an_earlier_release_that_cannot_be_read_is_named_and_the_attack_goes_on(two_releases, tmp_path, harm):
    home = Path(shutil.copytree(two_releases, tmp_path / "home"))
    earlier, _ = sorted((home / "releases").glob("[0-9]*"))
    file = earlier / "lead.duckdb"
    file.chmod(0o600)
    harm(file)
    found = attacked(home)
    said = found.pop("attack as a reader of an earlier release")
    assert not said.well
    assert earlier.name in said.finding
    assert all(one.well for one in found.values())
    assert "earlier release" not in found["attack as board"].finding


def test_what_the_leads_file_hides_is_hidden_from_all_while_a_correction_waits(tmp_path):
    """Her file is made of other rows then, and covers what is new with other figures than theirs would."""
    files, (name, text) = two_terms(6)
    helpers.home_with(tmp_path, *files)
    spring = b"\n".join(line for line in text.splitlines() if not line.startswith(b"900001"))
    with Vault(tmp_path) as vault:
        late = "900001,new,,teacher,1,2025-10-06,2025-10-07,,,infection,"
        helpers.put(vault, (name, spring), helpers.absence(late, name="late.csv"))
        assert corrections.found(vault)
        build_from(vault)
    hidden = plain(lead := every_cell(tmp_path, "lead"))
    others = lead["urn"].isin(["900002", "900003"]).to_numpy()  # of whom all files are made of the same rows
    hidden = hidden.index[others & (lead["state"] == "hidden").to_numpy()]
    for reader in ("board", "head:900002", "head:900003"):
        cells = plain(every_cell(tmp_path, reader))
        shown = cells.index[cells["state"].isin(["shown", "nil"])]
        assert len(shown)
        assert not shown.isin(hidden).any(), reader
