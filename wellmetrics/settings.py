"""The settings of a home: what each is for, what it is unless somebody says otherwise, and what it may be."""

from dataclasses import dataclass

from wellmetrics.model import CallError
from wellmetrics.vault import Vault


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. It may be one of `values` or, where there are none, a whole number from `least` to `most`."""

    name: str
    what: str
    default: str
    values: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    in_figures: bool = False  # a change of it is seen in the next release

    @property
    def may_be(self) -> str:
        return " or ".join(self.values) or f"{self.least} to {self.most}"

    def read(self, text: str) -> str:
        """What was written, as it is kept. Raises CallError, naming the setting, where it may not be that."""
        said = text.strip()
        if self.values:
            allowed = said in self.values
        else:
            allowed = said.isascii() and said.isdigit() and self.least <= int(said) <= self.most
        if not allowed:
            kind = "" if self.values else "a whole number from "
            raise CallError(f"{self.name} is {kind}{self.may_be}, not “{text}”. Nothing was changed.")
        return said if self.values else str(int(said))


HEADS_SEE = Setting(
    "heads_see",
    "What heads see of other schools. pool: other schools only together. schools: in PE and participation and in "
    "surveys also each school's figure for everybody, as the board sees it; never absence, referrals or anything "
    "confidential.",
    "pool",
    ("pool", "schools"),
    in_figures=True,
)
TRAY_DAYS = Setting(
    "tray_days",
    "Days until a file that nobody loaded is removed from the desk.",
    "14",
    least=1,
    most=365,
)
PAGE_MB = Setting(
    "page_mb",
    "Megabytes of the largest file that is read from the page; server.maxUploadSize in .streamlit/config.toml has to let it in.",
    "10",
    least=1,
    most=200,
)
PAGE_COLUMNS = Setting(
    "page_columns", "Columns of the widest file that is read from the page.", "200", least=20, most=2000
)


def _years(name: str, what: str, default: int, least: int) -> Setting:
    return Setting(name, f"{what} “purge” removes what is older.", str(default), least=least, most=25)


# Two school years at the least of what figures are made of: a term is read against the same one of the year before.
KEEP_ABSENCE = _years(
    "keep_absence",
    "School years that spells of staff absence are kept after the one in which they ended.",
    6,
    2,
)
KEEP_REFERRALS = _years(
    "keep_referrals", "School years that referrals are kept after the one in which they were closed.", 6, 2
)
KEEP_SURVEYS = _years("keep_surveys", "School years that replies to surveys are kept after their own.", 5, 2)
KEEP_COUNTS = _years(
    "keep_counts",
    "School years that counts of people are kept after their own: staff, pupils, participation, totals of absence and surveys.",
    10,
    2,
)
KEEP_FILES = _years("keep_files", "School years that files are kept as they were sent, sealed.", 1, 0)
KEEP_RELEASES = _years(
    "keep_releases", "School years that earlier releases are kept, the last ten at most.", 2, 0
)
KEEP_RECORD = _years("keep_record", "School years that the record of who did what is kept.", 6, 1)
RETENTION = (
    KEEP_ABSENCE,
    KEEP_REFERRALS,
    KEEP_SURVEYS,
    KEEP_COUNTS,
    KEEP_FILES,
    KEEP_RELEASES,
    KEEP_RECORD,
)
SETTINGS = (HEADS_SEE, TRAY_DAYS, PAGE_MB, PAGE_COLUMNS, *RETENTION)


def setting(name: str) -> Setting:
    """Raises CallError where there is none of this name."""
    for one in SETTINGS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in SETTINGS)
    raise CallError(f"There is no setting “{name}”. There are: {names}.")


def value(vault: Vault, of: Setting) -> str:
    """What it is in this home."""
    return vault.setting(of.name) or of.default


def change(vault: Vault, of: Setting, text: str, by: str) -> str:
    """Keeps another value, with who did it in the audit. Returns what it was."""
    said, was = of.read(text), value(vault, of)
    if said != was:
        vault.set(of.name, said)
        vault.audit(by, "settings", f"{of.name}: {said} instead of {was}")
    return was
