"""`returns`: what tells a true zero from a file that never came."""

from wellmetrics.datasets.common import ACADEMIC_YEAR, TERM, URN
from wellmetrics.model import Column, Dataset, RowCheck

RETURNS = Dataset(
    name="returns",
    title="What has come in",
    about=(
        "One row per dataset, school and term. Loading a file writes “complete” by itself; send this only "
        "to say that there was nothing to report, or that nothing is due."
    ),
    storage="snapshot",
    key=("dataset", "urn", "academic_year", "term"),
    slice=("dataset", "urn", "academic_year", "term"),
    order=8,
    columns=(
        Column(
            "dataset",
            "choice",
            "The dataset that the return is about.",
            "absence",
            choices=(
                "absence",
                "absence_summary",
                "workforce",
                "roll",
                "survey",
                "survey_invited",
                "survey_summary",
                "referrals",
                "participation",
            ),
        ),
        URN,
        ACADEMIC_YEAR,
        TERM,
        Column(
            "state",
            "choice",
            "complete, nothing to report (a true zero), or not due.",
            "nothing to report",
            choices=("complete", "nothing to report", "not due"),
            aliases=("status", "return"),
            value_aliases={
                "nil": "nothing to report",
                "nil return": "nothing to report",
                "none": "nothing to report",
            },
        ),
    ),
    checks=(
        RowCheck(
            "nothing_though_sent",
            "state",
            "query",
            """
            SELECT r.line, r.dataset AS value, r.term || ' ' || r.academic_year AS detail
            FROM rows AS r
            JOIN sent_before AS b
              ON b.dataset = r.dataset AND b.urn = r.urn AND b.academic_year = r.academic_year AND b.term = r.term
            WHERE r.state = 'nothing to report' AND b.state = 'complete'
            """,
            "The school sent {value} for {detail}, so there was something to report.",
            "Leave this row out, or take that load back if it should not have come.",
            "earlier",
        ),
    ),
)
