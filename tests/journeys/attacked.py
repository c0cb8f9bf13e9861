"""A trust that whoever could has written formulas, pictures, markup, scripts and SQL into: names, questions, notes, disputes, files."""

from pathlib import Path

from tests import helpers, hostile
from tests.hostile import EVIL, URNS
from tests.small_survey import MINI, declare, invited, wide
from wellmetrics import desk, workbook
from wellmetrics.model import Viewer
from wellmetrics.vault import Vault
from wellmetrics.workbook import About, Objection

SCRIPT = "<script>window.acted = 1</script>"
PICTURE = f"<img src=https://{EVIL}/i.png onerror='window.acted = 1'>"
DRAWING = f"![m](https://{EVIL}/d.png) <svg onload='window.acted = 1'>"
LINK = f"[click](javascript:window.acted=1) <a href='https://{EVIL}/n'>here</a>"
FORMULA = f'=HYPERLINK("https://{EVIL}/w", "open")'
SQL = "'; DROP TABLE load; --"
QUESTIONS = {
    "Small staff survey": SCRIPT,
    "I take my work home.": PICTURE,
    "My team helps me.": DRAWING,
    "I am thanked.": LINK,
    '"Strongly disagree"': f'"{SCRIPT}"',
    '"Disagree"': f'"{PICTURE}"',
    'construct = "B"': f'construct = "{DRAWING}"',
}
ON_THE_DESK = f"=HYPERLINK(1)<img src=x onerror=alert(2)>![x](https:{EVIL}).csv"
TAKEN_BACK = f"late <img src=x onerror=alert(3)> {SQL}.csv"
HEAD, LEAD = Viewer("head", URNS[2]), Viewer("lead")


def build(folder: Path) -> Path:
    home, text = hostile.hostile(folder), MINI
    for plain, written in QUESTIONS.items():
        text = text.replace(plain, written)
    declare(home, text)
    waves = {urn: f"{urn},2025-10-06,staff" for urn in URNS}
    replies = ["5,1,5,5", "4,2,4,4", "2,4,2,1", "1,5,1,2", "3,3,3,3"] * 4
    with Vault(home) as vault:
        vault.set("demo", "yes")
        helpers.put(vault, *(wide(*replies, where=where) for where in waves.values()))
        helpers.put(vault, *(invited(30, where=where) for where in waves.values()))
        (batch,) = helpers.put(
            vault, helpers.absence(f"{URNS[2]},late,2025-12-01,2025-12-02", name=TAKEN_BACK)
        )
    desk.undo(home, batch, SCRIPT, PICTURE)  # with a release of all that was loaded
    _write(home)
    return home


def _write(home: Path) -> None:
    """What people type: a note on a query, and a dispute that the board may read."""
    asked = next(one for one in desk.queries(home, LEAD) if one.column == "first_day")
    desk.note(home, LEAD, PICTURE, asked, DRAWING, settled=True, shared=True)
    about = About(URNS[2], helpers.AUTUMN, "absence")
    workbook.dispute(home, HEAD, LINK, about, Objection("", f"{SCRIPT} {LINK}", shared=True), [])


def on_the_desk(folder: Path) -> Path:
    """A file with faults, of which every cell would act."""
    path = folder / ON_THE_DESK
    row = f"{SCRIPT},{PICTURE},,{DRAWING},1,{LINK},2026-02-31,,,{SQL},"
    path.write_text(
        f"{helpers.ABSENCE}\n{row}\n{FORMULA.split(',')[0]},a,,teacher,1,2025-11-03,2025-11-04,,,infection,\n"
    )
    return path
