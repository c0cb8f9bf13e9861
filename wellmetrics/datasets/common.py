"""Columns that several datasets share, so that a school number or a staff group means one thing everywhere."""

from dataclasses import replace

from wellmetrics.datasets.reasons import REASON
from wellmetrics.model import Column

__all__ = [
    "ACADEMIC_YEAR",
    "PUPIL_GROUPS",
    "REASON",
    "SEND",
    "SEX",
    "STAFF_GROUP",
    "TERM",
    "URN",
    "listed",
    "optional",
]


def listed(names: str) -> tuple[str, ...]:
    """Names separated by semicolons, over as many lines as they need."""
    return tuple(" ".join(name.split()) for name in names.split(";"))


def _names(groups: dict[str, str]) -> dict[str, str]:
    """Each name of a choice with its choice."""
    return {name: group for group, names in groups.items() for name in listed(names)}


URN = Column(
    "urn",
    "urn",
    "The school's unique reference number: six digits, as on Get Information about Schools.",
    "900001",
    aliases=(
        "school urn", "urn of school", "establishment urn", "school number", "unique reference number", "urn code",
        "school urn number", "urn number", "school unique reference number", "dfe urn",
        # Where a file has no number, it may name the school: the name must be that of one school of the trust.
        "school, if alone", "school name, if alone", "institution, if alone", "establishment, if alone",
        "establishment name, if alone", "academy, if alone", "academy name, if alone", "site, if alone",
        "name of school, if alone", "organisation, if alone", "organisation name, if alone", "unit, if alone",
        "location, if alone", "workplace, if alone", "cost centre name, if alone",
        "dfe no, if alone", "dfe number, if alone", "dfes number, if alone", "laestab, if alone", "estab, if alone",
        "establishment number, if alone", "school code, if alone",
    ),
)  # fmt: skip

ACADEMIC_YEAR = Column(
    "academic_year",
    "academic_year",
    "The academic year, from September to August.",
    "2025/26",
    aliases=(
        "school year", "academic yr", "acad year", "academic year name", "ay", "time period",
        "year, if alone",  # a pupil file writes the year group there
    ),
)  # fmt: skip

TERM = Column(
    "term",
    "choice",
    "The term.",
    "Autumn",
    choices=("Autumn", "Spring", "Summer"),
    aliases=("term name", "school term", "academic term"),
    # No numbers: some schools have six terms, and their second is not Spring.
    value_aliases=_names({"Autumn": "aut; aut term; autumn term; michaelmas", "Spring": "spr; spr term; spring term; lent",
                          "Summer": "sum; sum term; summer term; trinity"}),
)  # fmt: skip


# The short codes are those of the School Workforce Census.
STAFF_GROUP = Column(
    "staff_group",
    "choice",
    "What the person does. One of: leader, teacher, teaching assistant, support staff, central team.",
    "teacher",
    choices=("leader", "teacher", "teaching assistant", "support staff", "central team"),
    aliases=(
        "staff type", "role group", "contract type group", "category of staff", "employee group", "staff category",
        "staffing group", "employee type", "employee category", "job group", "job family", "job category", "role type",
        "role category", "post category", "post type", "workforce group", "occupational group", "type of staff",
        "role identifier",
    ),
    value_aliases=_names({
        "leader": """
            leaders; leadership; leadership team; leadership teacher; leadership teachers; slt; senior leadership;
            senior leadership team; senior leader; senior leaders; smt; elt; head; heads; head teacher; head teachers;
            headteacher; headteachers; ht; executive head; executive headteacher; executive head teacher; acting head;
            acting headteacher; associate headteacher; head of school; principal; executive principal; vice principal;
            assistant principal; deputy; deputy head; deputy heads; deputy headteacher; deputy head teacher; dht; dh;
            assistant head; assistant heads; assistant headteacher; assistant head teacher; aht; ah; hdt; hdtr; dpht; asht
        """,
        "teacher": """
            teachers; class teacher; classroom teacher; classroom teachers; qualified teacher; unqualified teacher; uqt;
            teaching; teaching staff; subject teacher; main scale teacher; mps; ups; ect; ect teacher; nqt;
            early career teacher; cover teacher; supply teacher; peripatetic teacher; lead practitioner;
            leading practitioner; head of department; head of year; head of faculty; subject leader; middle leader;
            sendco; senco; tch; tchr; ldp; ldpr; instructor; trainee teacher
        """,
        "teaching assistant": """
            ta; tas; t a; ta1; ta2; ta3; ta4; ta level 1; ta level 2; ta level 3; hlta; hltas; lsa; lsas; lsp;
            teaching assistants; teaching asst; teaching assts; teach asst; teaching assistant level 1;
            teaching assistant level 2; teaching assistant level 3; higher level teaching assistant;
            higher level teaching assistants; special needs assistant; sen ta; sen teaching assistant;
            send teaching assistant; learning support; learning support assistant; learning support assistants;
            classroom assistant; nursery nurse; nursery assistant; early years practitioner; early years assistant;
            cover supervisor; tass; 1 to 1 ta
        """,
        "support staff": """
            support; supp; sup; admin; administration; administrator; admin staff; administrative; administrative staff;
            office; office staff; office manager; secretary; receptionist; clerical; business manager; sbm; bursar;
            school business manager; school business professional; school business professionals; site; site staff;
            site manager; caretaker; caretaking; premises; premises staff; premises manager; cleaner; cleaning; cleaners;
            catering; catering staff; cook; kitchen; kitchen assistant; midday; midday supervisor; midday supervisors;
            midday assistant; mdsa; msa; lunchtime supervisor; lunchtime staff; dinner lady; technician; technicians;
            it technician; ict; it support; librarian; associate staff; auxiliary; auxiliary staff; welfare; pastoral;
            pastoral staff; learning mentor; family support worker; attendance officer; non teaching; non teaching staff;
            support staff other; other support staff; other staff; exams officer; data manager; professional services;
            non classroom based support staff
        """,
        "central team": """
            central; central staff; central services; central office; trust central team; trust central; trust team;
            trust office; trust staff; trust; head office; hq; mat central; executive team; ceo; coo; cfo; shared services
        """,
    }),
)  # fmt: skip


def optional(column: Column, **changes: object) -> Column:
    """The same column where the file may lack it and a cell may be empty."""
    return replace(column, needed=False, blank=True, **changes)  # type: ignore[arg-type]


YEARS = ("N", "R", *(str(year) for year in range(1, 15)))
YEAR_GROUP = Column(
    "year_group",
    "choice",
    "The year group: N, R, or 1 to 14.",
    "5",
    choices=YEARS,
    aliases=(
        "nc year", "nc year group", "national curriculum year", "yeargroup", "ncy", "nc year actual", "year grp",
        "national curriculum year group", "curriculum year", "year taught in", "yr group", "yr grp", "pupil year group",
        "actual year group", "actual nc year", "yeargrp", "ncyear", "current year group", "school year group",
    ),
    value_aliases={
        **_names({
            "N": """nursery; n1; n2; nursery 1; nursery 2; nursery class; year n; fs1; f1; foundation 1; foundation stage 1;
                    eyfs 1; pre school; preschool; pre reception; e1; e2; -1; -2""",
            "R": """reception; rec; year r; yr; y r; yr r; 0; 0 0; fs2; f2; foundation; foundation 2;
                    foundation stage 2; eyfs; eyfs 2; reception class; year reception""",
        }),
        **{f"{word}{year}": str(year) for year in range(1, 15)
           for word in ("y", "yr", "yr ", "year ", "year", "nc", "nc ", "nc year ", "0") if word != "0" or year < 10},
        **{f"{year} 0": str(year) for year in range(1, 15)},  # 5.0, as spreadsheets write a 5
    },
)  # fmt: skip

SEX = Column(
    "sex",
    "choice",
    "F or M, as in the school census.",
    "F",
    choices=("F", "M"),
    aliases=("gender", "sex of pupil", "legal sex", "pupil sex", "pupil gender", "gender of pupil", "legal gender", "m f"),
    value_aliases=_names({
        "F": "female; females; girl; girls; woman; women",
        "M": "male; males; boy; boys; man; men",
    }),
)  # fmt: skip

PUPIL_PREMIUM = Column(
    "pupil_premium",
    "choice",
    "Y where the pupil is eligible for the pupil premium.",
    "N",
    choices=("Y", "N"),
    aliases=(
        "pp", "pupil premium eligible", "disadvantaged", "pupil premium indicator", "pupil premium status", "pp status",
        "pp eligible", "pp indicator", "pupil premium flag", "eligible for pupil premium", "in receipt of pupil premium",
        "pupil premium y n", "is pupil premium", "is pp", "disadvantage", "disadvantaged pupil", "fsm6cla1a", "ppg",
        "pupil premium grant", "deprivation pupil premium",
    ),
    value_aliases=_names({
        "Y": """yes; true; t; 1; 1 0; ✓; ✔; tick; pp; ppg; pupil premium; eligible; disadvantaged; pp eligible; is pp; ever 6; ever6;
                ever 6 fsm; fsm6""",
        "N": """no; false; f; 0; 0 0; non pp; not pp; non pupil premium; not pupil premium; not eligible; ineligible;
                not disadvantaged; non disadvantaged; other""",
    }),
)  # fmt: skip

SEND = Column(
    "send",
    "choice",
    "Special educational needs: none, support (SEN support) or plan (an education, health and care plan).",
    "none",
    choices=("none", "support", "plan"),
    aliases=(
        "sen", "sen status", "sen provision", "send status", "send provision", "sen code", "send code", "sen stage",
        "sen level", "sen provision type", "sen support status", "special educational needs", "special needs",
        "special educational need", "sen d", "current sen status", "senprovision",
    ),
    value_aliases=_names({
        "none": """n; no; no sen; no send; no special educational needs; no special educational need; non sen; non send;
                   not sen; no specified special educational need; no provision; none identified""",
        "support": "k; sen support; send support; s; sens; school support; sen k; sen without an ehc plan; on sen register",
        "plan": """e; ehcp; ehc; ehc plan; ehcplan; education health and care plan; education health care plan; statement;
                   sen statement; sen ehcp; sen e; ehc plan or statement; statement or ehc plan""",
    }),
)  # fmt: skip

PUPIL_GROUPS = (YEAR_GROUP, SEX, PUPIL_PREMIUM, SEND)
