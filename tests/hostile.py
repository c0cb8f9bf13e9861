"""A small trust whose names try to be formulas, Markdown, HTML and SQL, and the same trust with names of no such sort."""

from pathlib import Path

from tests import helpers
from tests.helpers import absence, csv, terms

EVIL = "evil.example"
NAMES = (
    f'=HYPERLINK("https://{EVIL}/f","Ash")',
    f"![Beech](https://{EVIL}/m.png)",
    f"<img src=https://{EVIL}/h.png onerror=alert(1)>",
    f'<a href="https://{EVIL}/a">Cedar</a>',
    "Elm'); DROP TABLE schools; --",
    f"[Fir](https://{EVIL}/l) **bold** $x^2$ :material/home:",
)
GROUP = '"; DELETE FROM load; --'
LINKED = f"@![group](https://{EVIL}/g.png)"
FILE = f"![x](https://{EVIL}/file.png)<img src=x>'; DROP TABLE load; --.csv"
URNS = tuple(f"90000{n}" for n in range(1, len(NAMES) + 1))


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def home(folder: Path, names: tuple[str, ...], groups: tuple[str, str], file: str) -> Path:
    schools = csv(
        "schools.csv", "urn,school,phase", *(f"{urn},{_quoted(name)},primary" for urn, name in zip(URNS, names, strict=True))
    )  # fmt: skip
    members = csv(
        "groups.csv", "group,kind,urn", *(f"{_quoted(group)},hub,{urn}" for group in groups for urn in URNS[:4])
    )  # fmt: skip
    spells = [
        f"{urn},{urn}-{n},2025-{month}-{n + 1:02},2025-{month}-{n + 3:02}"
        for urn in URNS for month in ("09", "10", "11") for n in range(8)
    ]  # fmt: skip
    staff = helpers.workforce(dict.fromkeys(URNS, 30))
    return helpers.home_with(folder, schools, members, terms(), staff, absence(*spells, name=file))


def hostile(folder: Path) -> Path:
    """In a folder whose name would end a text of SQL."""
    return home(folder / "o'brien; --", NAMES, (GROUP, LINKED), FILE)


def tame(folder: Path) -> Path:
    return home(folder / "home", tuple(f"School {urn}" for urn in URNS), ("Hub A", "Hub B"), "absence.csv")
