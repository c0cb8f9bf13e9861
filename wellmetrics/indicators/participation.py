"""PE, active minutes and clubs: how many pupils take part, each counted once."""

from dataclasses import replace

from wellmetrics.model import Indicator

GROUPS = ("year_group", "sex", "pupil_premium", "any_send", "send")

two_hours_pe = Indicator(
    code="two_hours_pe",
    title="Pupils with two hours of PE a week",
    short="Two hours of PE",
    why="The one promise about PE that every school can check in its own timetable.",
    counted="Pupils who have two hours of PE or more a week, of those who could (else of the roll).",
    dataset="activity_count",
    feed="participation",
    where="activity = 'two hours of PE'",
    sent="",
    counts=True,
    numerator="pupils",
    denominator="eligible",
    cuts=GROUPS,
    unit="of pupils",
    percent=True,
    better="up",
    method="proportion",
    protection="managed",
    people="pupils with two hours of PE",
    grains=("term", "year"),
    open_to_board=True,
    incentive="Counting changing time raises it.",
    guard="Count minutes taught, not minutes timetabled.",
)


def _activity(
    code: str, activity: str, title: str, short: str, why: str, incentive: str, guard: str
) -> Indicator:
    return replace(
        two_hours_pe,
        code=code,
        title=title,
        short=short,
        why=why,
        counted=f"Pupils counted under “{activity}” in the term, each once, of those who could (else of the roll).",
        where=f"activity = '{activity}'",
        people=f"pupils: {activity}",
        incentive=incentive,
        guard=guard,
    )


active_60_minutes = replace(
    _activity(
        "active_60_minutes",
        "60 active minutes",
        "Pupils active for 60 minutes a day",
        "Active minutes",
        "The activity that the Chief Medical Officers advise for children.",
        "Children say more than a device measures.",
        "Ways of measuring are never mixed in one line.",
    ),
    cuts=(*GROUPS, "method"),
    never_mixed="method",
)

any_club = _activity(
    "any_club",
    "any club",
    "Pupils in at least one club",
    "Any club",
    "A club is where many pupils find friends and a reason to come.",
    "Counting those who signed up and never came raises it.",
    "Each pupil counts once, however many clubs; read it by group.",
)

competition = _activity(
    "competition",
    "competition",
    "Pupils who took part in a competition",
    "Competition",
    "Whether competing is for many or for the same few.",
    "One whole-school event a year raises it.",
    "Count pupils, not entries.",
)

active_travel = _activity(
    "active_travel",
    "active travel",
    "Pupils who walk, cycle or scoot to school",
    "Active travel",
    "The easiest activity to fit into a day.",
    "A hands-up count on a sunny day raises it.",
    "Ask on the same weekday each term.",
)

outdoor_learning = _activity(
    "outdoor_learning",
    "outdoor learning",
    "Pupils who learn outdoors",
    "Outdoor learning",
    "Time outdoors helps attention and mood.",
    "Counting playtime raises it.",
    "Count planned lessons only.",
)

sports_leaders = _activity(
    "sports_leaders",
    "sports leader",
    "Pupils who lead sport for others",
    "Sports leaders",
    "Leading others builds confidence in pupils whom matches do not reach.",
    "Naming whole classes leaders raises it.",
    "Count pupils who led at least once in the term.",
)
