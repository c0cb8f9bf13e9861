"""No name of a file acts on a screen: no picture, no link, no markup, no address outside the server."""

import json
import re
from html.parser import HTMLParser

import pytest

from pages.parts.text import NO_WIDTH, plain
from tests import hostile
from tests.hostile import EVIL, NAMES, URNS
from tests.pages.test_pages import SCREENS, started, turned

# Markdown that acts: a link or a picture whose brackets nobody escaped, or an address by itself.
ACTS = re.compile(rf"(?<!\\)\]\([^)]*{EVIL}|(?<!\\)<[a-z]|https?://{EVIL}", re.IGNORECASE)
MARKUP_GONE = re.compile(r"\\(.)")
LABELLED = (
    "button",
    "checkbox",
    "radio",
    "selectbox",
    "multiselect",
    "text_input",
    "expander",
    "toggle",
    "tabs",
)
ELSEWHERE = re.compile(r"^\s*(?!data:image)[a-z]+:|^\s*//|url\(", re.IGNORECASE)
FETCHES = ("src", "srcset", "href", "data", "action", "poster", "background", "style", "xlink:href")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return hostile.hostile(tmp_path_factory.mktemp("screens"))


class Drawn(HTMLParser):
    """What of a text of HTML would be fetched, run or followed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = [
            f"{name}={value}" for name, value in attrs if name in FETCHES and ELSEWHERE.search(value or "")
        ]
        found += [name for name, _ in attrs if name.startswith("on")]
        if tag in ("script", "iframe", "object", "embed", "link", "form"):
            found.append(tag)
        self.faults += found

    def handle_data(self, data):
        self.text += data


def acting(app) -> list[str]:
    """Everything on a screen that would act."""
    markdown = [
        one.value
        for kind in (
            "title",
            "header",
            "subheader",
            "markdown",
            "caption",
            "info",
            "warning",
            "error",
            "success",
        )
        for one in app.get(kind)
    ]
    labels = [str(getattr(one, "label", "") or "") for kind in LABELLED for one in app.get(kind)]
    html = [fault for one in app.get("html") for fault in Drawn(one.proto.body).faults]
    charts = [text for one in app.get("plotly_chart") for text in texts(json.loads(one.proto.spec))]
    return (
        [text for text in (*markdown, *labels) if ACTS.search(text)]
        + html
        + [t for t in charts if re.search(r"<(a|img)\b", t, re.IGNORECASE)]
    )


def texts(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    of = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in of for text in texts(one)]


@pytest.mark.parametrize("role", ["lead", "board", f"head:{URNS[1]}", f"head:{URNS[2]}"])
def test_no_name_acts_on_any_screen(home, role, monkeypatch):
    app = started(home, monkeypatch, role=role, school=URNS[2])
    for screen in SCREENS:
        turned(app, screen)
        assert not app.exception, (screen, app.exception)
        assert acting(app) == [], screen


def test_the_names_stand_there_as_they_were_written(home, monkeypatch):
    """Else the screens above would prove nothing."""
    app = started(home, monkeypatch, role="lead")
    said = " ".join(Drawn(one.proto.body).text for one in turned(app, "trust").get("html"))
    assert [name for name in NAMES if name in said]
    assert hostile.FILE in " ".join(Drawn(one.proto.body).text for one in turned(app, "history").get("html"))


def test_what_acts_would_be_found():
    assert ACTS.search(f"![x](https://{EVIL}/p.png)")
    assert ACTS.search("<b>x")
    assert Drawn(f"<img src=https://{EVIL}/p.png onerror=x>").faults == [
        f"src=https://{EVIL}/p.png",
        "onerror",
    ]
    assert not ACTS.search(rf"\!\[x\]\(https\://{EVIL}/p\.png\)")


@pytest.mark.parametrize(
    "said",
    [
        f"https://{EVIL}/x",
        f"www.{EVIL}",
        f"someone@{EVIL}",
        ":material/home:",
        ":smile:",
        "a -- b",
        "a -> b",
        "x >= 2",
    ],
)
def test_what_a_browser_makes_of_words_without_markup_is_parted_and_reads_the_same(said):
    """Links, pictures and dashes are made of the text after its backslashes are gone."""
    drawn = MARKUP_GONE.sub(r"\1", plain(said))
    assert NO_WIDTH in drawn
    assert drawn.replace(NO_WIDTH, "") == said
    assert plain("2025-26: from 10:30, a-b") == r"2025\-26\: from 10\:30, a\-b"
