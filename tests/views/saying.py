"""What heads of small trusts say of their figures, in the words that the screen keeps."""

from pathlib import Path

from tests.views.looking import opened
from wellmetrics import workbook
from wellmetrics.model import Feed, Viewer
from wellmetrics.views import confirming, disputed
from wellmetrics.views.confirming import Confirming, FeedView
from wellmetrics.workbook import Answer, Objection

WHO = "Head of School"


def answers(home: Path, who: str) -> list[Answer]:
    figures, _ = opened(home, who)
    return workbook.answers(home, Viewer.parse(who), disputed.shown_in(figures))


def looked(home: Path, urn: str, **asked: str) -> Confirming:
    """The first step as the head of a school sees it."""
    head = f"head:{urn}"
    figures, choice = opened(home, head, **asked)
    return confirming.view(confirming.held(figures, choice), choice, answers(home, head))


def feed(home: Path, urn: str, name: Feed, **asked: str) -> FeedView:
    return next(one for one in looked(home, urn, **asked).feeds if one.about.feed == name)


def agrees(home: Path, urn: str, name: Feed, **asked: str) -> Answer:
    one = feed(home, urn, name, **asked)
    return workbook.confirm(home, Viewer("head", urn), WHO, one.about, one.seen)


def disputes(
    home: Path, urn: str, name: Feed, code: str, why: str = "Our own list differs.", own: float | None = None,
    shared: bool = False, **asked: str,
) -> Answer:  # fmt: skip
    one = feed(home, urn, name, **asked)
    said = Objection(code, why, own, shared)
    return workbook.dispute(home, Viewer("head", urn), WHO, one.about, said, (*one.seen, *one.others))


def beside(home: Path, who: str) -> disputed.Disputes:
    figures, _ = opened(home, who)
    return disputed.of(home, Viewer.parse(who), figures)
