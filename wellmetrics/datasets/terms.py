"""`terms`: the school calendar, from which every working day is worked out."""

from wellmetrics.datasets.common import ACADEMIC_YEAR, TERM, URN, listed, optional
from wellmetrics.model import Column, Dataset, RowCheck

TERMS = Dataset(
    name="terms",
    title="Term dates",
    about=(
        "One row per term. Rows without a urn hold for every school; a school with dates of its own has "
        "its own rows. Working days are Monday to Friday in term, outside half term and bank holidays."
    ),
    storage="reference",
    key=("academic_year", "term", "urn"),
    order=3,
    columns=(
        ACADEMIC_YEAR,
        TERM,
        Column(
            "first_day",
            "date",
            "The first day of term for staff.",
            "01/09/2025",
            aliases=listed("""
                start date; term start; start; first day; term starts; term start date; term begins;
                term first day; starts; opens; from
            """),
        ),
        Column(
            "last_day",
            "date",
            "The last day of term for staff.",
            "19/12/2025",
            aliases=listed("""
                end date; term end; end; last day; term ends; term end date; term finishes; term last day;
                ends; closes; to
            """),
        ),
        Column(
            "half_term_first_day",
            "date",
            "The first day of half term.",
            "27/10/2025",
            needed=False,
            blank=True,
            aliases=listed("""
                half term start; half term starts; half term start date; half term begins; half term from;
                start of half term
            """),
        ),
        Column(
            "half_term_last_day",
            "date",
            "The last day of half term.",
            "31/10/2025",
            needed=False,
            blank=True,
            aliases=listed("""
                half term end; half term ends; half term end date; half term finishes; half term to;
                end of half term
            """),
        ),
        optional(URN, help="Only for a school with dates of its own. Blank: every school.", example=""),
    ),
    checks=(
        RowCheck(
            "term_ends_before_it_starts",
            "last_day",
            "error",
            "SELECT line, last_day AS value, first_day AS detail FROM rows WHERE last_day < first_day",
            "The term ends on {value}, before it starts on {detail}.",
            "Correct one of the two dates.",
        ),
        RowCheck(
            "half_term_outside_term",
            "half_term_first_day",
            "error",
            """
            SELECT line, half_term_first_day AS value, half_term_last_day AS detail
            FROM rows
            WHERE half_term_last_day < half_term_first_day
               OR half_term_first_day < first_day
               OR half_term_last_day > last_day
               OR (half_term_first_day IS NULL) <> (half_term_last_day IS NULL)
            """,
            "Half term from {value} to {detail} does not lie within the term.",
            "Give both days of half term, inside the term and in order.",
        ),
        RowCheck(
            "terms_overlap",
            "first_day",
            "error",
            """
            SELECT a.line, a.first_day AS value, b.line AS detail
            FROM rows AS a
            JOIN rows AS b
              ON a.urn IS NOT DISTINCT FROM b.urn
             AND a.line > b.line
             AND a.first_day <= b.last_day
             AND b.first_day <= a.last_day
            """,
            "This term, from {value}, overlaps the term in row {detail}.",
            "Correct the dates so that a day belongs to one term.",
        ),
        RowCheck(
            "year_and_dates_differ",
            "academic_year",
            "error",
            """
            SELECT line, academic_year AS value, first_day AS detail
            FROM rows
            WHERE CAST(substr(academic_year, 1, 4) AS INTEGER)
                  <> year(first_day) - CASE WHEN month(first_day) < 8 THEN 1 ELSE 0 END
            """,
            "The term starts on {detail}, which is not in the academic year {value}.",
            "Correct the year or the date.",
        ),
        RowCheck(
            "very_long_term",
            "last_day",
            "query",
            "SELECT line, last_day - first_day + 1 AS value FROM rows WHERE last_day - first_day + 1 > 140",
            "The term is {value} days long.",
            "Check the years of both dates.",
        ),
    ),
)
