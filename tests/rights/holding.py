"""A home that holds one person everywhere somebody can be held, and where bytes of it would still lie."""

from pathlib import Path

from tests import helpers
from tests.helpers import absence, csv, schools, terms, workforce
from wellmetrics import desk
from wellmetrics.keys import Key
from wellmetrics.model import Viewer
from wellmetrics.vault import Vault

URNS = ("900001", "900002")
WHO, OTHER = "CANARY-7", "P-0137"
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
MANY = tuple(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(6))
# A spell at a weekend is doubtful, so that there is something to write a note on.
FIRST = absence(f"900001,{WHO},2025-09-13,2025-09-14", *MANY, name="first.csv")
AGAIN = absence(
    f"900001,{WHO},2025-10-06,2025-10-08", f"900001,{OTHER},2025-10-06,2025-10-07", name="again.csv"
)
REFERRED = csv(
    "referrals.csv",
    "referral_ref,urn,person,service,referred_on,first_contact_on,closed_on,outcome",
    f"{WHO},900001,staff,occupational health,2025-10-06,,,waiting",
    "R-2,900001,staff,occupational health,2025-10-06,,,waiting",
)
# Extra columns are left out of the rows and stay in the file as it came.
COUNTED = csv(
    "census.csv", "urn,census_date,staff_group,headcount,fte,clerk",
    f"900002,2025-10-02,teacher,20,20,{WHO.lower()}", "900001,2025-10-02,teacher,20,20,",
)  # fmt: skip
NOTE = "Confirmed by the office, with regards to the long weekend"
LEAD = Viewer("lead")


def home_that_holds(home: Path, *, build: bool = True) -> Path:
    """Rows of three loads and two datasets, a kept file of a third, a note, and a file on the desk."""
    helpers.home_with(home, *BASE, FIRST, AGAIN, REFERRED, COUNTED, build=build)
    asked = next(one for one in desk.queries(home, LEAD) if one.file == "first.csv")
    desk.note(home, LEAD, "A. Lead", asked, NOTE)
    waits = absence(
        f"900001,{WHO},2025-11-03,2025-11-04", f"900001,{OTHER},2025-11-03,2025-11-04", name="waits.csv"
    )
    desk.put(home, "A. Lead", [waits, absence(f"900001,{OTHER},2025-11-10,2025-11-11", name="stays.csv")])
    return home


def files_with(home: Path, *sought: str) -> set[str]:
    """The files of a home in whose bytes one of these texts stands, sealed ones opened."""
    key, found = Key(home), set()
    for path in home.rglob("*"):
        if path.is_file():
            held = [path.read_bytes()]
            if path.parent.parent.name == "tray":
                held.append(key.unseal(held[0]))
            if any(text.encode() in data for text in sought for data in held):
                found.add(str(path.relative_to(home)))
    return found | {
        f"original {batch}" for batch, data in originals(home).items() if any(t in data for t in sought)
    }


def originals(home: Path) -> dict[int, str]:
    with Vault(home) as vault:
        batches = [load.batch for load in vault.history() if vault.holds_original(load.batch)]
        return {batch: vault.original(batch).decode() for batch in batches}


def traces(home: Path, who: str = WHO) -> set[str]:
    """Where the reference, in either case, or its pseudonym stands in the bytes of a home."""
    (pseudonym,) = Key(home).pseudonyms([who])
    return files_with(home, who, who.lower(), pseudonym)


def rows(home: Path) -> dict[str, list[tuple]]:
    with Vault(home) as vault:
        return helpers.standing(vault)


def loads(home: Path) -> list[tuple[int, str]]:
    with Vault(home) as vault:
        return [(load.batch, load.state) for load in vault.history()]


def recorded(home: Path) -> list[str]:
    with Vault(home) as vault:
        return [what for (what,) in vault.con.execute("SELECT what FROM audit ORDER BY done_at").fetchall()]
