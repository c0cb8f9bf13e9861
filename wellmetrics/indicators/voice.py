"""What staff, families and trustees say in surveys. Anonymous: ten replies or more."""

from dataclasses import replace

from wellmetrics.model import Indicator

LOW_RESPONSE = "A low response rate can move it either way: only those who answered are heard."
BESIDE = "The response rate always stands beside it."

staff_favourable = Indicator(
    code="staff_favourable",
    title="Favourable answers in the staff survey",
    short="Staff voice",
    why="What staff say about their work, before it shows in absence or leaving.",
    counted=(
        "For each reply the share of its valid answers that are favourable, where at least the instrument's minimum "
        "is answered; then the mean over replies."
    ),
    dataset="survey_reply",
    feed="survey",
    audience="staff",
    where="audience = 'staff' AND topic = 'voice' AND share IS NOT NULL",
    sent="",
    occasion="wave",
    numerator="share",
    denominator="1.0",
    cuts=("staff_kind", "staff_group"),
    unit="favourable",
    percent=True,
    better="up",
    method="mean",
    protection="anonymous",
    people="staff replies",
    grains=("term", "year"),
    companion="staff_response_rate",
    incentive="Asking only those who are content raises it.",
    guard=BESIDE,
)

staff_construct_mean = replace(
    staff_favourable,
    code="staff_construct_mean",
    title="Favourable answers by area of the staff survey",
    short="Staff survey areas",
    why="Which part of working life moves, when the whole stays where it is.",
    counted=(
        "For each reply the share of its valid answers within one area (construct) that are favourable, where at "
        "least the minimum is answered; then the mean over replies."
    ),
    dataset="survey_construct",
    cuts=("construct",),
    whole=False,
)

staff_question = replace(
    staff_favourable,
    code="staff_question",
    title="Favourable answers to each question of the staff survey",
    short="Staff questions",
    why="A question says what to talk about; an area only says where.",
    counted="Favourable answers, after reversing where a question is put the other way round, of all valid answers.",
    dataset="survey_answer",
    where="audience = 'staff'",
    numerator="favourable",
    cuts=("question",),
    whole=False,
    method="proportion",
    summary=("favourable", "answered"),
    summary_from="survey_by_question",
)

staff_response_rate = Indicator(
    code="staff_response_rate",
    title="Replies to the staff survey",
    short="Staff replies",
    why="How many voices stand behind every figure of the survey. A fall is a finding of its own.",
    counted=(
        "Replies to the staff survey of all who were asked it. The inclusion survey has a rate of its own; a survey that "
        "is only scored, or that nobody has declared yet, counts only where there was no other. More replies than people "
        "asked: no figure, and a query."
    ),
    dataset="survey_response",
    feed="survey",
    audience="staff",
    where="audience = 'staff' AND topic <> 'edi'",
    sent="",
    counts=True,
    occasion="wave",
    numerator="replies",
    denominator="invited",
    unit="of those asked",
    percent=True,
    better="up",
    method="proportion",
    protection="anonymous",
    people="staff asked",
    grains=("term", "year"),
    incentive="Pressing people to answer raises it and makes answers cautious.",
    guard="Ask why it moved before reading any other figure of the survey.",
)

intent_to_stay = replace(
    staff_favourable,
    code="intent_to_stay",
    title="Staff who intend to stay",
    short="Intend to stay",
    why="The earliest sign of turnover that a trust can still do something about.",
    counted="Favourable answers to the instrument's question about staying, of all valid answers to it.",
    where="audience = 'staff' AND intends_to_stay IS NOT NULL",
    numerator="intends_to_stay",
    unit="of staff who answered",
    method="proportion",
    people="staff who intend to stay",
)

edi_favourable = replace(
    staff_favourable,
    code="edi_favourable",
    title="Favourable answers in the equality and inclusion survey",
    short="Inclusion",
    why="Whether people feel they belong and are treated fairly, whoever they are.",
    where="audience = 'staff' AND topic = 'edi' AND share IS NOT NULL",
    people="replies about inclusion",
    companion="edi_response_rate",
)

edi_response_rate = replace(
    staff_response_rate,
    code="edi_response_rate",
    title="Replies to the equality and inclusion survey",
    short="Inclusion replies",
    counted="Replies to the survey of all who were asked it. More replies than people asked: no figure, and a query.",
    where="audience = 'staff' AND topic = 'edi'",
    people="staff asked about inclusion",
)

staff_wellbeing_score = replace(
    staff_favourable,
    code="staff_wellbeing_score",
    title="Wellbeing score of staff",
    short="Staff wellbeing",
    why="A validated scale says how people are, not what they think of the school.",
    counted=(
        "Short Warwick-Edinburgh scale: each person's seven answers added and converted to the metric score (7 to 35), "
        "then the mean over people."
    ),
    where="audience = 'staff' AND swemwbs IS NOT NULL",
    numerator="swemwbs",
    cuts=("staff_kind", "staff_group"),
    unit="points of 35",
    percent=False,
    people="staff scored",
)

staff_low_wellbeing = replace(
    staff_wellbeing_score,
    code="staff_low_wellbeing",
    title="Staff with low wellbeing",
    short="Staff low wellbeing",
    why="A mean hides those who struggle.",
    counted="People whose metric score lies below 19.5, of all who were scored. A screening band, never a diagnosis.",
    numerator="swemwbs_low",
    cuts=(),
    unit="of staff scored",
    percent=True,
    better="down",
    method="proportion",
    band=True,
    people="staff with low wellbeing",
    among="staff scored",
)

staff_answers = replace(
    staff_question,
    code="staff_answers",
    title="How staff answered each question",
    short="Staff answers",
    why="The same share of favourable answers can hide a divided staff room.",
    counted="People who gave each answer (after reversing), of all valid answers to the question.",
    dataset="survey_option",
    summary=None,
    occasion="''",
    counts=True,
    numerator="chosen",
    denominator="answers",
    cuts=("answer",),
    better="neither",
    grains=("term",),
    unit="of answers",
)

families_favourable = replace(
    staff_favourable,
    code="families_favourable",
    title="Favourable answers of families",
    short="Families' voice",
    why="Families see what schools cannot: how a child comes home.",
    audience="families",
    where="audience = 'families' AND topic = 'voice' AND share IS NOT NULL",
    cuts=(),
    people="family replies",
    companion=None,
    guard="Read it with the number of replies; who answers differs from school to school.",
)

trustees_favourable = replace(
    families_favourable,
    code="trustees_favourable",
    title="Favourable answers of trustees",
    short="Trustees' voice",
    why="Whether those who govern are told what they need to know.",
    audience="trustees",
    where="audience = 'trustees' AND topic = 'voice' AND share IS NOT NULL",
    people="trustee replies",
)
