"""The term in sentences: feed by feed what is usual and what is not, then who has not sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from wellmetrics.indicators.gaps import BETWEEN
from wellmetrics.model import Feed
from wellmetrics.release import Release
from wellmetrics.views import disputed, lines, moved, referred, sent
from wellmetrics.views import found as looked
from wellmetrics.views.choice import Choice, indicators, sentence_case
from wellmetrics.views.found import Found
from wellmetrics.words import numbers, sentences
from wellmetrics.words.signals import Certainty

A_FEED = 2  # sentences about what is unusual in one feed; the rest is named in one
CLUBS = "gap_any_club_sex"
VOICES = ("staff_favourable", "edi_favourable", "pupil_favourable")
IN_CLUBS = "take part in clubs"


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    link: str = ""
    label: str = ""
    verdict: str = "neither"
    sure: Certainty = ""


Said = tuple[list[Sentence], set[str]]  # the sentences, and the indicators that they have dealt with


def sentences_of(figures: Release, choice: Choice, found: list[Found]) -> list[Sentence]:
    """Absence first; each feed its usual sentence, then what moved, the worse first."""
    said: list[Sentence] = []
    out: list[list[Found]] = []
    look: list[list[Found]] = []
    news = False
    for feed in sent.feeds(figures):
        of_feed = looked.of_feed(found, feed)
        usual, dealt = USUAL[feed](figures, choice, of_feed)
        groups = moved.by_change([f for f in looked.flagged(of_feed) if f.indicator.code not in dealt])
        first = [group for group in groups if moved.stands_out(group, of_feed)]
        said += [*usual, *(_about(group, choice, found) for group in first[:A_FEED])]
        out += first[A_FEED:]
        look += [group for group in groups if group not in first]
        news = news or bool(dealt or groups)
    said += [Sentence(told) for told in (moved.also(out), moved.worth_a_look(look)) if told]
    if not news:
        every = looked.tested(found)
        any_tested = any(signal.tested for signal in every)
        said.append(Sentence(sentences.NOTHING_NEW if any_tested else sentences.too_early(every)))
    late = sent.missing(figures, sent.standing(figures, choice.term), choice.term)
    return [*said, *([Sentence(" ".join(late), "#coverage", "see who has sent what")] if late else [])]


def worsening(choice: Choice, found: list[Found]) -> list[Sentence]:
    """Worse than usual, and not for the first term: schools, and the small ones together."""
    running = [
        f
        for f in looked.flagged(found)
        if f.signal and f.signal.verdict == "worse" and f.signal.running > 1
        if f.trust or f.school or f.place.kind == "small schools"
    ]
    running.sort(
        key=lambda f: (-(f.signal.running if f.signal else 0), f.indicator.short, not f.trust, f.place.name)
    )
    return [_line(f, choice) for f in running]


def _line(f: Found, choice: Choice) -> Sentence:
    where = "Whole trust" if f.trust else sentence_case(f.place.name)
    running = f.signal.running if f.signal else 0
    text = f"{where}, {f.indicator.short}: {numbers.times(running, 'term')} running{_doubted([f], choice)}"
    return Sentence(text, _link(choice, f.indicator.code, f.key), "see why", "worse")


def _doubted(shown: list[Found], choice: Choice) -> str:
    """The schools of a sentence that dispute what it tells."""
    doubted = [
        f for f in shown if disputed.beside(choice.disputed, f.indicator.code, f.place.urn, choice.term)
    ]
    names = list(dict.fromkeys(sentence_case(f.place.name) for f in doubted))
    return f" {disputed.SIGN} Disputed by {numbers.listed(names)}." if names else ""


def _link(choice: Choice, code: str, place: str = "") -> str:
    return choice.link("indicator", indicator=code, school=place)


# What is said of a feed in every term


def _absence(figures: Release, choice: Choice, found: list[Found]) -> Said:
    """How much sickness there was: days lost, or the first figure that there is."""
    whole = [f for f in found if f.trust and f.signal and f.signal.cell.value is not None]
    if not whole or whole[0].signal is None or whole[0].signal.flagged:
        return [], set()
    first = whole[0]
    text = sentences.own(whole[0].signal, first.indicator)
    return [Sentence(text, _link(choice, first.indicator.code), "see the figure")], set()


def _surveys(figures: Release, choice: Choice, found: list[Found]) -> Said:
    """What staff and pupils say, with how many of those asked replied."""
    said = []
    for code in VOICES:
        one = next((f for f in found if f.trust and f.indicator.code == code), None)
        if one is None or (one.signal and one.signal.flagged and one.claim):
            continue
        if one.signal is None or one.signal.cell.value is None:
            said += _asked_before(figures, choice, one)
            continue
        value = numbers.with_unit(one.signal.cell.value, one.indicator)
        doubt = one.signal.flagged and not one.claim
        change = (
            "no change is claimed, because who replied has changed" if doubt else sentences.change(one.signal)
        )
        said.append(f"{one.indicator.short}: {change} ({value}). {_replies(one, found)}")
    return [
        Sentence(" ".join(said), choice.link("voice", school=""), "see the answers")
    ] if said else [], set()


def _asked_before(figures: Release, choice: Choice, one: Found) -> list[str]:
    """A survey of an earlier term of this academic year still counts; one of an earlier year does not."""
    if one.asked:
        return []
    year = choice.term[:7]
    kept = lines.all_lines(
        figures, choice.term, indicator=(one.indicator.code, one.indicator.companion or "")
    )
    last = {
        code: next((c for c in reversed(kept.get((code, "", ""), [])) if c.period[:7] == year and c.value is not None), None)
        for code in (one.indicator.code, one.indicator.companion or "")
    }  # fmt: skip
    voice = last[one.indicator.code]
    if voice is None or voice.value is None:
        return []
    replies = next(
        (c for c in kept.get((one.indicator.companion or "", "", ""), []) if c.period == voice.period), None
    )
    heard = (
        f", from {numbers.figure(replies.value, indicators()[replies.indicator])} of those asked"
        if replies and replies.value is not None
        else ""
    )
    return [
        f"{one.indicator.short}: not asked in {numbers.term(choice.term)}; last in {numbers.term(voice.period)} "
        f"({numbers.with_unit(voice.value, one.indicator)}{heard})."
    ]


def _replies(one: Found, found: list[Found]) -> str:
    """The response rate that stands beside what was said."""
    code = one.indicator.companion
    beside = next((f for f in found if f.indicator.code == code and f.key == one.key), None)
    if beside is None or beside.signal is None or beside.signal.cell.value is None:
        return "How many of those asked replied is not known."
    return f"{numbers.figure(beside.signal.cell.value, beside.indicator)} of those asked replied, {sentences.change(beside.signal)}."


def _referrals(figures: Release, choice: Choice, found: list[Found]) -> Said:
    """Counts, and the wait beside them; neither way is better."""
    told = referred.said(figures, choice.term, found, ("", ""))
    if told is None:
        return [], set()
    moved = any(f.indicator.code in told.codes for f in looked.flagged(found))
    way = choice.link("referrals", school="")
    text = told.text + _doubted([f for f in found if f.indicator.code in told.codes], choice)
    said = [Sentence(text, way, "see why" if moved else "see the figures")]
    return said, set(told.codes) if moved else set()


def _participation(figures: Release, choice: Choice, found: list[Found]) -> Said:
    """Who is left out of clubs, in how many schools, and whether that has changed."""
    gap = [f for f in found if f.indicator.code == CLUBS and f.signal and f.signal.cell.value is not None]
    trust = next((f for f in gap if f.trust), None)
    schools = [f for f in gap if f.school]
    if trust is None or not _side(trust) or not schools:
        return [], set()
    fewer = [f for f in schools if _side(f) == _side(trust)]
    moved = [
        "the whole trust" if f.trust else sentence_case(f.place.name)
        for f in looked.flagged(gap)
        if f.trust or f.school
    ]
    *_, first, other, _, _ = BETWEEN["sex"]
    groups = (first, other) if _side(trust) < 0 else (other, first)
    text = sentences.left_out(len(fewer), len(schools), groups, IN_CLUBS, moved)
    if not any(f.signal and f.signal.tested for f in gap):
        text = text.replace("the gap has not changed", "it is too early to tell whether the gap has changed")
    return [Sentence(text, choice.link("participation", school=""), "see why")], {CLUBS} if moved else set()


def _side(found: Found) -> int:
    """Which group has less: -1 the first, 1 the other, 0 where the gap's range holds nought."""
    cell = found.signal.cell if found.signal else None
    if cell is None or cell.lower is None or cell.upper is None:
        return 0
    return -1 if cell.upper < 0 else int(cell.lower > 0)


USUAL: dict[Feed, Callable[[Release, Choice, list[Found]], Said]] = {
    "absence": _absence,
    "survey": _surveys,
    "referrals": _referrals,
    "participation": _participation,
}


def _about(group: list[Found], choice: Choice, found: list[Found]) -> Sentence:
    """One sentence; groups of schools are named only where no single school is."""
    schools = [f for f in group if f.trust or f.school]
    small = [f for f in group if f.place.kind == "small schools"]
    shown = [*schools, *small] if schools else group
    names = ["" if f.trust else sentence_case(f.place.name) for f in shown]
    said = [f.signal for f in shown if f.signal]
    text = sentences.about(said, names, shown[0].indicator, reader=choice.viewer.role)
    if (shown[0].indicator.companion or "").endswith("response_rate"):
        text += f" {_replies(replace(shown[0], part=''), found)}"
    text += _doubted(shown, choice)
    worst = next((f for f in shown if f.school), shown[0])
    verdict = shown[0].signal.verdict if shown[0].signal else "neither"
    # An area of a survey has no screen of its own.
    way = (
        choice.link("voice", school=worst.key)
        if worst.part
        else _link(choice, worst.indicator.code, worst.key)
    )
    return Sentence(
        text, way, "see why", verdict, moved.certainty(group, looked.of_feed(found, shown[0].indicator.feed))
    )
