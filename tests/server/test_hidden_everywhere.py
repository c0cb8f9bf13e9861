"""What is hidden from a reader moves nothing that they are sent: no word, number, mark, order, axis, description or file."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from tests import helpers
from tests.server import canary, stream, veiled
from tests.server import provider as p
from tests.server.provider import Visitor
from tests.server.veiled import Way

# Who reads, and which other way of telling the trust they cannot tell from the first.
READERS = [
    ("lead", "another secret"),
    ("board", "another small school"),
    ("head", "another small school"),
]
MORE = [
    ("board", "another secret"),
    ("programme", "another small school"),
    ("head", "another secret"),
    ("school", "another secret"),
    ("admin", "another secret"),
    ("officer", "another small school"),
]
FIGURES = (
    "days_lost_per_fte",
    "mental_health_share",
    "pupil_referrals_per_1000",
    "staff_favourable",
    "staff_answers",
)
QUERIES = [
    "",
    *(f"indicator={code}&school={urn}" for code in FIGURES for urn in ("", veiled.LARGE[0], veiled.SMALL[0])),
]
# Who was there, when, and in which file it stood: the rows differ, and so do their digests.
OF_THE_LOAD = re.compile(r"\b\d{1,2}:\d{2}(:\d{2})?\b|\b[0-9a-f]{8,}\b")

# The lead loads the rows of everybody, and is asked about them; the office shows who signed in and saw what.
OF_PEOPLE = {"lead": ("queries", "history"), "admin": ("people", "record"), "officer": ("record",)}
HIDDEN = "hidden to protect people"

Read = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[Way, Path]:
    folder = tmp_path_factory.mktemp("veiled")
    homes: dict[Way, Path] = {way: folder / f"home-{n}" for n, way in enumerate(get_args(Way))}
    for way, home in homes.items():
        veiled.build(home, way)
        p.invite_all(home)
    return homes


@pytest.fixture(scope="module")
def read(homes, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """What somebody is sent of each screen where the trust was told in a way; one server for all."""
    folder = tmp_path_factory.mktemp("linked")
    link = folder / "home"
    link.symlink_to(homes["as it was"])
    with p.server(link, folder, provider) as address:

        def read(
            name: str, way: Way, *queries: str, screens: Sequence[str] = canary.SCREENS
        ) -> dict[str, str]:
            link.unlink()
            link.symlink_to(homes[way])
            visitor = Visitor(address)
            visitor.sign_in(name)
            return sent(visitor, screens, queries or ("",))

        yield read


def sent(visitor: Visitor, screens: Sequence[str], queries: Sequence[str]) -> dict[str, str]:
    """Every text and number of screens and of their files, but for what a run names by chance."""
    found = {}
    with stream.opened(visitor) as line:
        for screen in screens:
            for query in queries:
                shown = stream.drawn(line, screen, query)
                drawn = (one for one in shown.sent if one.WhichOneof("type") != "new_session")
                texts = [text for one in drawn for text in canary.within(one)]
                files = [
                    *stream.media(shown),
                    *(stream.made(line, shown, file) for file in stream.to_be_made(shown)),
                ]
                texts += [canary.contents(visitor.ask(file)) for file in files]
                found[f"{screen}?{query}"] = by_chance("\n".join(texts))
    return found


def by_chance(text: str) -> str:
    return OF_THE_LOAD.sub("", canary.OF_CHANCE.sub("", text))


def same(read: Read, name: str, way: Way, *queries: str) -> None:
    screens = [one for one in canary.SCREENS if one not in OF_PEOPLE.get(name, ())]
    before, after = (read(name, one, *queries, screens=screens) for one in ("as it was", way))
    for screen, text in before.items():
        assert after[screen] == text, screen
    assert any(HIDDEN in text for text in before.values()) or name in ("admin", "officer")


@pytest.mark.parametrize(("name", "way"), READERS)
def test_a_reader_is_sent_the_same_whatever_is_true_of_what_is_hidden(read, name, way):
    same(read, name, way)


@pytest.mark.long
@pytest.mark.parametrize(("name", "way"), [*READERS, *MORE])
def test_every_reader_is_sent_the_same_of_every_figure_and_school(read, name, way):
    same(read, name, way, *QUERIES)


def test_whoever_may_know_is_sent_something_else(read):
    """Else the screens above would be the same whatever they showed."""
    asked = f"school={veiled.SMALL[0]}"
    before, after = (
        read("lead", way, asked, screens=["school"]) for way in ("as it was", "another small school")
    )
    assert before != after


@pytest.mark.parametrize("way", ["another secret", "another small school"])
@pytest.mark.parametrize("role", ["lead", "board", *(f"head:{urn}" for urn in veiled.SCHOOLS)])
def test_a_readers_file_is_the_same_whatever_is_true_of_what_is_hidden_from_them(homes, role, way):
    if way == "another small school" and (role == "lead" or role[-6:] in veiled.SMALL[:2]):
        assert not helpers.frame(homes["as it was"], role).equals(helpers.frame(homes[way], role))
    else:
        pd.testing.assert_frame_equal(
            helpers.frame(homes["as it was"], role), helpers.frame(homes[way], role)
        )
