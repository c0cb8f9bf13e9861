"""Why staff were ill, as groups of reasons: confidential, because a reason points at a person sooner than a day."""

from dataclasses import replace

from wellmetrics.model import Indicator

mental_health_days_per_fte = Indicator(
    code="mental_health_days_per_fte",
    title="Working days lost to mental ill health per full-time post",
    short="Mental health",
    why="Mental ill health is the reason an employer can do most about.",
    counted="Working days lost with the reason group “mental health”, divided by full-time-equivalent staff.",
    dataset="absence_by_person",
    numerator="mental_health_days",
    base="workforce",
    denominator="fte",
    unit="days per FTE",
    method="ratio",
    protection="confidential",
    people="absent staff",
    part_of=("reason", "mental health"),
    grains=("term", "year"),
    companion="unknown_reason_share",
    summary=("mental_health_days", "fte"),
    incentive="Recording the reason as unknown lowers it.",
    guard="The share of days without a known reason always stands beside it.",
)

mental_health_share = Indicator(
    code="mental_health_share",
    title="Share of lost days that were for mental ill health",
    short="Mental health share",
    why="Whether the mix of reasons is moving, whatever the amount.",
    counted="Working days lost with the reason group “mental health”, of all working days lost. No national figure exists.",
    dataset="absence_by_person",
    numerator="mental_health_days",
    denominator="days_lost",
    unit="of days lost",
    percent=True,
    better="neither",
    method="ratio",
    protection="confidential",
    people="absent staff",
    part_of=("reason", "mental health"),
    grains=("term", "year"),
    companion="unknown_reason_share",
    summary=("mental_health_days", "reason_days"),
    incentive="Better recording raises it.",
    guard="No trend is claimed when the share of unknown reasons moved.",
)

unknown_reason_share = replace(
    mental_health_share,
    code="unknown_reason_share",
    title="Share of lost days without a known reason",
    short="Reason unknown",
    why="When it moves, every other reason seems to move with it.",
    counted="Working days lost without a reason, or with one that says only “sickness”, of all working days lost.",
    numerator="unknown_reason_days",
    better="down",
    part_of=("reason", "unknown"),
    companion=None,
    summary=("unknown_reason_days", "reason_days"),
    incentive="Choosing any reason lowers it.",
    guard="A sudden fall is a reason to ask how reasons are recorded.",
)

musculoskeletal_share = replace(
    unknown_reason_share,
    code="musculoskeletal_share",
    title="Share of lost days for back, muscle and joint problems",
    short="Musculoskeletal",
    why="Much of it can be prevented by how work is set up.",
    counted="Working days lost with the reason group “musculoskeletal”, of all working days lost.",
    numerator="musculoskeletal_days",
    better="neither",
    part_of=("reason", "musculoskeletal"),
    companion="unknown_reason_share",
    summary=("musculoskeletal_days", "reason_days"),
    incentive="Better recording raises it.",
    guard="Read it beside the share of unknown reasons.",
)

infection_share = replace(
    musculoskeletal_share,
    code="infection_share",
    title="Share of lost days for infections",
    short="Infection",
    why="Colds and stomach bugs follow the season; a rise out of season is news.",
    counted="Working days lost with the reason group “infection”, of all working days lost.",
    numerator="infection_days",
    part_of=("reason", "infection"),
    summary=("infection_days", "reason_days"),
)
