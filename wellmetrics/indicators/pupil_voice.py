"""What pupils say in surveys, and how they are by validated scales. Anonymous: ten replies or more."""

from dataclasses import replace

from wellmetrics.indicators.voice import (
    staff_answers,
    staff_construct_mean,
    staff_favourable,
    staff_low_wellbeing,
    staff_question,
    staff_response_rate,
    staff_wellbeing_score,
)

PUPIL_GROUPS = ("year_group", "sex", "pupil_premium", "any_send", "send")

pupil_favourable = replace(
    staff_favourable,
    code="pupil_favourable",
    title="Favourable answers in the pupil survey",
    short="Pupil voice",
    why="What children say about school: belonging, safety, being listened to.",
    audience="pupils",
    where="audience = 'pupils' AND topic = 'voice' AND share IS NOT NULL",
    cuts=PUPIL_GROUPS,
    people="pupil replies",
    companion="pupil_response_rate",
    incentive="Asking only some classes can raise it.",
)

pupil_construct_mean = replace(
    staff_construct_mean,
    code="pupil_construct_mean",
    title="Favourable answers by area of the pupil survey",
    short="Pupil survey areas",
    why="Which part of school life moves, when the whole stays where it is.",
    audience="pupils",
    where="audience = 'pupils' AND topic = 'voice' AND share IS NOT NULL",
    people="pupil replies",
    companion="pupil_response_rate",
)

pupil_question = replace(
    staff_question,
    code="pupil_question",
    title="Favourable answers to each question of the pupil survey",
    short="Pupil questions",
    audience="pupils",
    where="audience = 'pupils'",
    people="pupil replies",
    companion="pupil_response_rate",
)

pupil_response_rate = replace(
    staff_response_rate,
    code="pupil_response_rate",
    title="Replies to the pupil survey",
    short="Pupil replies",
    counted=(
        "Replies to the pupil survey of all who were asked it. A survey that is only scored, or that nobody has declared "
        "yet, counts only where there was no other. More replies than people asked: no figure, and a query."
    ),
    audience="pupils",
    where="audience = 'pupils'",
    people="pupils asked",
)

swemwbs_mean = replace(
    staff_wellbeing_score,
    code="swemwbs_mean",
    title="Wellbeing score of pupils",
    short="Pupil wellbeing",
    why="A validated scale says how children are, and can be followed over years.",
    audience="pupils",
    where="audience = 'pupils' AND swemwbs IS NOT NULL",
    cuts=PUPIL_GROUPS,
    people="pupils scored",
    companion="pupil_response_rate",
)

swemwbs_low = replace(
    staff_low_wellbeing,
    code="swemwbs_low",
    title="Pupils with low wellbeing",
    short="Low wellbeing",
    audience="pupils",
    where="audience = 'pupils' AND swemwbs IS NOT NULL",
    unit="of pupils scored",
    people="pupils with low wellbeing",
    among="pupils scored",
    companion="pupil_response_rate",
)

who5_mean = replace(
    swemwbs_mean,
    code="who5_mean",
    title="WHO-5 wellbeing index of pupils",
    short="WHO-5",
    counted="Each person's five answers added and taken times four (0 to 100), then the mean over people.",
    where="audience = 'pupils' AND who5 IS NOT NULL",
    numerator="who5",
    cuts=(),
    unit="points of 100",
    people="pupils scored by WHO-5",
)

who5_low = replace(
    swemwbs_low,
    code="who5_low",
    title="Pupils with a low WHO-5 index",
    short="Low WHO-5",
    counted="People with an index of 50 or less, of all who were scored. A screening band, never a diagnosis.",
    where="audience = 'pupils' AND who5 IS NOT NULL",
    numerator="who5_low",
    people="pupils with a low WHO-5 index",
    among="pupils scored by WHO-5",
)

sdq_high = replace(
    swemwbs_low,
    code="sdq_high",
    title="Pupils with high or very high difficulties (SDQ)",
    short="High difficulties",
    counted=(
        "People whose total difficulties lie in the bands high or very high of their version's four bands, of all who "
        "were scored. A screening band, never a diagnosis."
    ),
    where="audience = 'pupils' AND sdq IS NOT NULL",
    numerator="sdq_high",
    people="pupils with high difficulties",
    among="",
)

pupil_answers = replace(
    staff_answers,
    code="pupil_answers",
    title="How pupils answered each question",
    short="Pupil answers",
    why="The same share of favourable answers can hide a divided class.",
    audience="pupils",
    where="audience = 'pupils'",
    people="pupil replies",
    companion="pupil_response_rate",
)
