"""`schools`: the trust's schools, when each joined and when it left."""

from wellmetrics.datasets.common import URN, listed
from wellmetrics.model import Column, Dataset, RowCheck

SCHOOLS = Dataset(
    name="schools",
    title="Schools of the trust",
    about="One row per school. Load it first: every other file is checked against it.",
    storage="reference",
    key=("urn",),
    order=1,
    columns=(
        URN,
        Column(
            "school",
            "text",
            "The school's name as it should be shown.",
            "Alder Primary School",
            aliases=listed("""
                school name; name; establishment name; establishmentname; institution; name of school;
                school or academy; academy name; academy; establishment
            """),
        ),
        Column(
            "phase",
            "choice",
            "The phase. Schools are compared within a phase.",
            "primary",
            choices=(
                "nursery",
                "primary",
                "secondary",
                "all-through",
                "special",
                "alternative provision",
                "16 plus",
            ),
            aliases=listed("""
                phase of education; phaseofeducation (name); school phase; phase of education name;
                phase of school; phase type; education phase
            """),
            value_aliases={
                "infant": "primary",
                "junior": "primary",
                "first": "primary",
                "middle deemed primary": "primary",
                "middle deemed secondary": "secondary",
                "all through": "all-through",
                "ap": "alternative provision",
                "pru": "alternative provision",
                "pupil referral unit": "alternative provision",
                "special school": "special",
                "sixth form": "16 plus",
                "16 plus": "16 plus",
            },
        ),
        Column(
            "local_authority",
            "text",
            "The local authority the school lies in.",
            "Westmere",
            needed=False,
            blank=True,
            aliases=listed("la; la (name); authority; la name; local authority name; lea name; lea; council"),
        ),
        Column(
            "joined",
            "date",
            "The day the school joined the trust. Blank: it was there from the start.",
            "01/09/2023",
            needed=False,
            blank=True,
            aliases=listed("""
                date joined; joined trust; joined on; date joined trust; joined trust on; date of joining;
                joining date; trust join date; join date, if alone; date of conversion, if alone
            """),
        ),
        Column(
            "left",
            "date",
            "The day the school left the trust. Its past stays.",
            "",
            needed=False,
            blank=True,
            aliases=listed("""
                date left; left trust; left on; date left trust; left trust on; date of leaving;
                leaving date
            """),
        ),
    ),
    checks=(
        RowCheck(
            "left_before_joined",
            "left",
            "error",
            'SELECT line, "left" AS value, joined AS detail FROM rows WHERE "left" < joined',
            "The school left on {value}, before it joined on {detail}.",
            "Correct one of the two dates.",
        ),
        RowCheck(
            "two_schools_of_one_name",
            "school",
            "query",
            """
            SELECT r.line, r.school AS value, min(e.urn) AS detail
            FROM rows AS r
            JOIN (
                SELECT urn, school, "left", line FROM rows
                UNION ALL
                SELECT urn, school, "left", NULL FROM sent_before WHERE urn NOT IN (SELECT urn FROM rows)
            ) AS e ON lower(e.school) = lower(r.school) AND e.urn <> r.urn AND (e.line IS NULL OR e.line < r.line)
            WHERE e."left" IS NULL AND r."left" IS NULL
            GROUP BY r.line, r.school
            """,
            "“{value}” is the name of school {detail} too.",
            "Give the old number a leaving date if the school got a new one, or the two schools names of their own.",
        ),
    ),
)
