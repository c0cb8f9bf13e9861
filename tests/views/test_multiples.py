"""Small multiples: every school of the reader's file and no other, on one scale, silent about what is hidden."""

import dataclasses
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.views.looking import opened, pictures
from wellmetrics import access, release
from wellmetrics.charts import multiples as drawing
from wellmetrics.model import Viewer
from wellmetrics.release import Release
from wellmetrics.views import choice, multiples
from wellmetrics.views.multiples import PANELS, Multiples

SMALL, LARGE = "900003", "900011"
LONG = "long_term_absence"


def shown(home: Path, who: str, indicator: str = LONG, **asked: str) -> Multiples:
    view = multiples.view(*opened(home, who, indicator=indicator, **asked))
    assert view is not None
    return view


def trust_of(size: int, home: Path, folder: Path) -> Release:
    """The lead's file of the demo trust, with its first school as often as a trust of this size needs."""
    at = folder / "lead.duckdb"
    shutil.copy(access.open_release(home, Viewer("lead")).path, at)
    at.chmod(0o600)
    with duckdb.connect(str(at)) as con:
        con.execute("CREATE TEMP TABLE one AS SELECT * FROM places WHERE urn = ?", [LARGE])
        con.execute(
            "CREATE TEMP TABLE figures AS SELECT * FROM cells WHERE urn = ? AND indicator = ?", [LARGE, LONG]
        )
        con.execute("DELETE FROM places WHERE urn <> ''")
        con.execute("DELETE FROM cells WHERE urn <> ''")
        for n in range(size):
            new = [f"{800000 + n}", f"School {n:03}"]
            con.execute("INSERT INTO places SELECT * REPLACE (? AS urn, ? AS name) FROM one", new)
            con.execute("INSERT INTO cells SELECT * REPLACE (? AS urn) FROM figures", new[:1])
    return Release(at)


def test_every_school_has_a_panel_by_name_on_the_same_terms(demo_home):
    view = shown(demo_home, "lead")
    names = [panel.name for panel in view.panels]
    assert names == sorted(names)
    assert len(names) == 14
    assert {len(panel.points) for panel in view.panels} == {len(view.labels)}
    assert view.beside_name == "the whole trust"
    assert sum(v is not None for v in view.beside) == len(view.labels)


def test_the_title_is_the_finding_by_name_while_names_are_few(demo_home):
    assert shown(demo_home, "lead").title == (
        "Long absence: higher than usual at Cedar Field Primary School and Larch High School"
    )


def test_the_chosen_school_is_marked_and_a_chosen_group_marks_its_schools(demo_home):
    assert [p.urn for p in shown(demo_home, "lead", school=LARGE).panels if p.chosen] == [LARGE]
    figures, _ = opened(demo_home, "lead")
    group = figures.groups[0].group
    marked = {p.urn for p in shown(demo_home, "lead", school=group).panels if p.chosen}
    assert marked == set(figures.members(group)) != set()


@pytest.mark.parametrize("who", ["board", "lead"])
@pytest.mark.parametrize("code", [LONG, "mental_health_share", "days_lost_per_teacher"])
def test_what_is_hidden_is_not_drawn(demo_home, who, code):
    """A picture with a hidden term is the picture of a school without that term, but for one mark."""
    view = shown(demo_home, who, indicator=code)
    drawn = pictures(drawing.grid(view, dark=False))
    assert len(drawn) == len(view.panels)
    for panel, svg in zip(view.panels, drawn, strict=True):
        seen = tuple(p if p and p.value is not None else None for p in panel.points)
        alone = dataclasses.replace(panel, points=seen)
        grid = drawing.grid(dataclasses.replace(view, panels=(alone,)), dark=False)
        marks = re.sub(r'<text [^>]*text-anchor="middle">[o−]</text>', "", svg)
        assert pictures(grid) == [marks]


def test_one_scale_comes_from_shown_figures_alone(demo_home):
    view = shown(demo_home, "board")
    seen = [p.value for panel in view.panels for p in panel.points if p and p.value is not None]
    assert view.highest == max(*seen, *(v for v in view.beside if v is not None))
    assert view.labels == ("2021/22", "2022/23", "2023/24", "2024/25", "2025/26"), (
        "small schools are given by the year"
    )
    assert "Summer 2026" in shown(demo_home, "lead").labels


def test_the_board_reads_nothing_of_a_school_that_is_hidden_from_it(demo_home):
    figures, asked = opened(demo_home, "board", indicator=LONG)
    view = shown(demo_home, "board")
    html = (
        drawing.grid(view, dark=True)
        + drawing.latest(view, dark=True)
        + "".join(map(str, drawing.csv(multiples.rows(figures, asked))))
    )
    assert "hidden to protect people" in html
    assert "16.0%" not in html
    assert "4 of 25" not in html


def test_a_head_without_single_schools_has_no_panels(demo_home):
    assert multiples.view(*opened(demo_home, f"head:{SMALL}", indicator=LONG)) is None


@pytest.mark.parametrize("size", [4, 120])
def test_a_small_trust_is_one_screen_and_a_large_one_turns_pages(demo_home, tmp_path, size):
    figures = trust_of(size, demo_home, tmp_path)
    viewer = Viewer("lead")
    first = multiples.view(figures, choice.choose(figures, viewer, {"indicator": LONG}))
    assert first is not None
    assert len(first.panels) == min(size, PANELS)
    assert len(first.parts) == (0 if size <= PANELS else 5)
    assert len(drawing.grid(first, dark=False)) < 120_000
    wanted = {"indicator": LONG, "school": f"{800000 + size - 1}"}
    last = multiples.view(figures, choice.choose(figures, viewer, wanted))
    assert last is not None
    assert last.panels[-1].chosen
    turned = multiples.view(figures, choice.choose(figures, viewer, {**wanted, "part": "0"}))
    assert turned is not None
    assert [p.urn for p in turned.panels] == [p.urn for p in first.panels]
    asked = choice.choose(figures, viewer, {"indicator": LONG, "part": "no such part"})
    assert len({place.urn for place, _ in multiples.rows(figures, asked)}) == size
    assert multiples.view(figures, asked) is not None


def test_a_title_counts_where_names_are_many(demo_home, tmp_path):
    figures = trust_of(4, demo_home, tmp_path)
    view = multiples.view(figures, choice.choose(figures, Viewer("lead"), {"indicator": LONG}))
    assert view is not None
    assert view.title == "Long absence: higher than usual at 4 of 4 schools"


def test_one_term_alone_is_too_early_to_tell(one_term_home):
    view = shown(one_term_home, "lead")
    assert view.title == "Long absence at every school: too early to tell"
    assert len(pictures(drawing.grid(view, dark=False))) == len(view.panels)


def test_a_name_from_a_file_cannot_act(demo_home):
    view = shown(demo_home, "lead")
    named = dataclasses.replace(view.panels[0], name="<script>alert(1)</script>", alt='" onload="x')
    html = drawing.grid(dataclasses.replace(view, panels=(named,)), dark=False)
    assert "<script>" not in html
    assert '" onload="' not in html


def test_an_older_release_without_queries_still_opens(demo_home, tmp_path):
    figures = trust_of(4, demo_home, tmp_path)
    batches = [s.batch for s in figures.sources("", "term", "2025/26 Summer", "absence")]
    assert figures.queries(batches)
    path = figures.path
    figures.close()
    with duckdb.connect(str(path)) as con:
        con.execute("DROP TABLE queries")
    assert Release(path).queries(batches) == []
    assert release.LOCKED["lock_configuration"] == "true"
