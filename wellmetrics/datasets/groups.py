"""`groups`: any named set of schools, with membership over time."""

from wellmetrics.datasets.common import URN
from wellmetrics.model import Column, Dataset, RowCheck

GROUPS = Dataset(
    name="groups",
    title="Groups of schools",
    about="One row per school in a group: a hub, a programme, a tier, a local authority, the trust itself.",
    storage="reference",
    key=("group", "urn", "from"),
    order=2,
    columns=(
        Column(
            "group",
            "text",
            "The group's name as it should be shown.",
            "North hub",
            aliases=("group name", "hub", "programme"),
        ),
        Column(
            "kind",
            "text",
            "What sort of group it is: trust, local authority, programme, tier, hub, federation.",
            "hub",
            aliases=("group kind", "type", "group type"),
        ),
        URN,
        Column(
            "from",
            "date",
            "The first day of membership. Blank: from the start.",
            "01/09/2023",
            needed=False,
            blank=True,
            aliases=("member from", "start"),
        ),
        Column(
            "to",
            "date",
            "The last day of membership. Blank: still a member.",
            "",
            needed=False,
            blank=True,
            aliases=("member to", "end", "until"),
        ),
    ),
    checks=(
        RowCheck(
            "ends_before_it_starts",
            "to",
            "error",
            'SELECT line, "to" AS value, "from" AS detail FROM rows WHERE "to" < "from"',
            "Membership ends on {value}, before it starts on {detail}.",
            "Correct one of the two dates.",
        ),
        RowCheck(
            "group_renamed",
            "group",
            "query",
            """
            WITH sent AS (
                SELECT "group", kind, min(line) AS line, string_agg(urn, ' ' ORDER BY urn) AS members, count(*) AS n
                FROM rows
                WHERE "to" IS NULL
                GROUP BY "group", kind
            ),
            earlier AS (
                SELECT "group", kind, string_agg(urn, ' ' ORDER BY urn) AS members
                FROM sent_before
                WHERE "to" IS NULL AND "group" NOT IN (SELECT "group" FROM rows)
                GROUP BY "group", kind
            )
            SELECT s.line, s."group" AS value, min(e."group") AS detail
            FROM sent AS s
            JOIN earlier AS e ON e.kind = s.kind AND e.members = s.members
            WHERE s.n > 1 AND s."group" NOT IN (SELECT "group" FROM sent_before)
            GROUP BY s.line, s."group"
            """,
            "“{value}” has the same schools as “{detail}”, which goes on.",
            "End “{detail}” with a last day if the group got a new name.",
            "earlier",
        ),
    ),
)
