"""`referrals`: one row per referral of a pupil or a member of staff to a service."""

from wellmetrics.datasets.common import PUPIL_GROUPS, URN, listed, optional
from wellmetrics.datasets.shared_checks import dated_in_the_trust, in_the_future, outside_the_calendar
from wellmetrics.model import Column, Dataset, RowCheck

SERVICES = (
    "school counselling",
    "mental health support team",
    "CAMHS",
    "educational psychology",
    "pastoral",
    "employee assistance",
    "occupational health",
)

REFERRALS = Dataset(
    name="referrals",
    title="Referrals",
    about=(
        "One row per referral, with the days of the referral, the first contact and the close. Send a referral again "
        "when something about it changed: the row with the same reference is updated."
    ),
    storage="log",
    key=("urn", "referral_ref"),
    order=6,
    period_column="referred_on",
    columns=(
        Column(
            "referral_ref",
            "reference",
            "The referral's own number. Stored only as a keyed code.",
            "R-00123",
            aliases=listed("""
                referral reference; referral number; referral id; case reference; case number; referral no;
                referral ref no; case ref; case id; case no; reference number, if alone;
                reference, if alone; ref, if alone; concern id, if alone; incident number, if alone;
                incident id, if alone; unique reference, if alone; id, if alone
            """),
        ),
        URN,
        Column(
            "person",
            "choice",
            "Who was referred: a pupil or a member of staff.",
            "pupil",
            choices=("pupil", "staff"),
            aliases=listed("""
                referred person; who; person type; referral for; referred for; type of person;
                client type, if alone
            """),
            value_aliases={
                "student": "pupil",
                "child": "pupil",
                "young person": "pupil",
                "employee": "staff",
                "member of staff": "staff",
                "colleague": "staff",
                "teacher": "staff",
            },
        ),
        Column(
            "service",
            "choice",
            f"To which service. One of: {', '.join(SERVICES)}.",
            "school counselling",
            choices=SERVICES,
            aliases=listed("""
                referred to; service name; referral to; referral service; service referred to;
                referred service; agency, if alone; external agency, if alone; provider, if alone;
                team, if alone; pathway, if alone; support type, if alone; type of support, if alone;
                intervention, if alone
            """),
            value_aliases={
                "counselling": "school counselling",
                "counsellor": "school counselling",
                "school counsellor": "school counselling",
                "mhst": "mental health support team",
                "cypmhs": "CAMHS",
                "child and adolescent mental health services": "CAMHS",
                "ep": "educational psychology",
                "educational psychologist": "educational psychology",
                "eps": "educational psychology",
                "pastoral team": "pastoral",
                "pastoral support": "pastoral",
                "eap": "employee assistance",
                "employee assistance programme": "employee assistance",
                "oh": "occupational health",
            },
        ),
        *(optional(column) for column in PUPIL_GROUPS),
        Column(
            "referred_on",
            "date",
            "The day of the referral.",
            "14/10/2025",
            aliases=listed("""
                referral date; date of referral; date referred; referred; referral made; referral made on;
                date of referral to service; referral received; date referral made; date referral received;
                date made, if alone; created on, if alone; created, if alone; date created, if alone;
                date opened, if alone; opened, if alone; date, if alone
            """),
        ),
        Column(
            "first_contact_on",
            "date",
            "The day the person was first seen. Blank while they wait.",
            "06/11/2025",
            needed=False,
            blank=True,
            aliases=listed("""
                first contact; first contact date; date of first contact; first appointment; first seen;
                date first seen; first seen on; first appointment date; date of first appointment;
                first session; first session date; date of first session; first contact on;
                assessment date, if alone; initial assessment, if alone; date seen, if alone;
                support started, if alone; start of support, if alone; start date, if alone
            """),
        ),
        Column(
            "closed_on",
            "date",
            "The day the referral was closed. Blank while it is open.",
            "",
            needed=False,
            blank=True,
            aliases=listed("""
                closed; date closed; closing date; close date; closed date; date of closure; closure date;
                case closed; date case closed; closed on date; discharged on, if alone;
                discharged, if alone; date discharged, if alone; discharge date, if alone;
                completed on, if alone; completion date, if alone; support ended, if alone;
                end date, if alone
            """),
        ),
        Column(
            "outcome",
            "choice",
            "What became of it so far: accepted, declined, waiting, completed or did not attend.",
            "accepted",
            needed=False,
            blank=True,
            choices=("accepted", "declined", "waiting", "completed", "did not attend"),
            aliases=listed("""
                referral outcome; referral status; outcome of referral; referral result;
                current status, if alone; case status, if alone; status, if alone; result, if alone;
                decision, if alone
            """),
            value_aliases={
                "rejected": "declined",
                "refused": "declined",
                "not accepted": "declined",
                "on waiting list": "waiting",
                "wait list": "waiting",
                "open": "accepted",
                "in progress": "accepted",
                "active": "accepted",
                "closed": "completed",
                "finished": "completed",
                "discharged": "completed",
                "dna": "did not attend",
            },
        ),
    ),
    checks=(
        RowCheck(
            "contact_before_referral",
            "first_contact_on",
            "error",
            """
            SELECT line, first_contact_on AS value, referred_on AS detail
            FROM rows WHERE first_contact_on < referred_on
            """,
            "The first contact, on {value}, comes before the referral, on {detail}.",
            "Correct one of the two dates.",
        ),
        RowCheck(
            "closed_before_referral",
            "closed_on",
            "error",
            "SELECT line, closed_on AS value, referred_on AS detail FROM rows WHERE closed_on < referred_on",
            "The referral was closed on {value}, before it was made on {detail}.",
            "Correct one of the two dates.",
        ),
        RowCheck(
            "seen_though_declined",
            "outcome",
            "query",
            "SELECT line, first_contact_on AS value FROM rows WHERE outcome = 'declined' AND first_contact_on IS NOT NULL",
            "The referral is declined, yet the person was seen on {value}. It counts as accepted.",
            "Correct the outcome, or empty the day of first contact.",
        ),
        RowCheck(
            "waiting_though_seen",
            "outcome",
            "query",
            "SELECT line, first_contact_on AS value FROM rows WHERE outcome = 'waiting' AND first_contact_on IS NOT NULL",
            "The referral is waiting, yet the person was seen on {value}. It counts as seen.",
            "Correct the outcome, or empty the day of first contact.",
        ),
        RowCheck(
            "very_long_wait",
            "first_contact_on",
            "query",
            """
            SELECT line, CAST(first_contact_on - referred_on AS VARCHAR) AS value
            FROM rows WHERE first_contact_on - referred_on > 365
            """,
            "The wait was {value} days, more than a year.",
            "Check the years of both dates.",
        ),
        RowCheck(
            "wrong_service_for_person",
            "service",
            "query",
            """
            SELECT line, service AS value, person AS detail
            FROM rows
            WHERE (person = 'pupil') = (service IN ('employee assistance', 'occupational health'))
            """,
            "{value} does not usually take referrals of this person ({detail}).",
            "Check the columns person and service.",
        ),
        RowCheck(
            "closed_before_contact",
            "closed_on",
            "query",
            """
            SELECT line, closed_on AS value, first_contact_on AS detail
            FROM rows WHERE closed_on < first_contact_on AND closed_on >= referred_on
            """,
            "The referral was closed on {value}, before the first contact on {detail}.",
            "Correct one of the two dates, or empty the day of first contact if the person was never seen.",
        ),
        *in_the_future("referred_on", "first_contact_on", "closed_on"),
        outside_the_calendar("referred_on"),
        *dated_in_the_trust("referred_on"),
    ),
)
