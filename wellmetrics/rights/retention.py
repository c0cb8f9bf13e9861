"""How long each thing is kept, as the settings say: from which day on a row counts as past, by dataset."""

from dataclasses import dataclass
from datetime import date

from wellmetrics import settings
from wellmetrics.settings import Setting
from wellmetrics.vault import Vault


@dataclass(frozen=True, slots=True)
class Kept:
    """`ends` is SQL for the day on which a row `r` of the load `l` ended, `words` the same for people."""

    by: Setting
    ends: str
    words: str


# An open spell or referral is as young as the last file that sent it.
_LAST_SENT = "coalesce(r.{}, CAST(l.loaded_at AS DATE))"
_OF_YEAR = "make_date(CAST(left(r.academic_year, 4) AS INTEGER) + 1, 8, 31)"

DATASETS = {
    "absence": Kept(
        settings.KEEP_ABSENCE,
        _LAST_SENT.format("last_day"),
        "the last day; of an open spell, the last load that sent it",
    ),
    "referrals": Kept(
        settings.KEEP_REFERRALS,
        _LAST_SENT.format("closed_on"),
        "the close; of an open referral, the last load that sent it",
    ),
    "survey": Kept(settings.KEEP_SURVEYS, "r.wave_date", "the day of the survey"),
    "survey_invited": Kept(settings.KEEP_COUNTS, "r.wave_date", "the day of the survey"),
    "survey_summary": Kept(settings.KEEP_COUNTS, "r.wave_date", "the day of the survey"),
    "absence_summary": Kept(settings.KEEP_COUNTS, "r.month", "the month"),
    "workforce": Kept(settings.KEEP_COUNTS, "r.census_date", "the day of the census"),
    "roll": Kept(settings.KEEP_COUNTS, _OF_YEAR, "the school year"),
    "participation": Kept(settings.KEEP_COUNTS, _OF_YEAR, "the school year"),
}
# Nothing about people, and what earlier figures are read by.
FOR_GOOD = ("schools", "groups", "terms", "returns", "aliases")


@dataclass(frozen=True, slots=True)
class Due:
    """What has run out: of what, how many, and everything before which day."""

    what: str
    setting: str
    before: date
    count: int


def begins(today: date, years: int) -> date:
    """The first day of the school year that many before the one of today. What ended earlier goes."""
    return date(today.year - (today.month < 9) - years, 9, 1)


def limit(vault: Vault, of: Setting, today: date) -> date:
    return begins(today, int(settings.value(vault, of)))
