"""A text as sentences: plain or Markdown, with headings, bullets, tables and lines broken at any width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ABBREVIATIONS = (
    "e.g", "i.e", "st", "mr", "mrs", "ms", "miss", "dr", "prof", "rev", "revd", "vs", "approx", "cf", "fig", "inc", "dept",
    "govt", "est", "hon", "sr",
)  # fmt: skip
# Short for a word that stands before a number: “no. 3”, “Oct. 2025”, but “I said no. Absence rose.”
BEFORE_A_NUMBER = (
    "no", "nos", "p", "pp", "ca", "c", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
)  # fmt: skip
# Where a word begins: an apostrophe within one (“England's”) begins none.
BEGINS = re.compile(r"[\s(“\"‘]|(?<!\w)'")
END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)")
BULLET = re.compile(r"^\s*(?:>\s*)*(?:[-*+•‣◦–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+", re.IGNORECASE)
HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
RULE = re.compile(r"^\s*(?:[-=*_]\s*){3,}$|^[\s|:+-]+$")
# Each pattern gives way to its first group.
MARKUP = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it stands. Sentences of one paragraph may lean on one another; a heading is above them all."""

    text: str
    paragraph: int
    heading: bool = False


def sentences(text: str) -> list[Sentence]:
    """Every sentence of a text, in order; line ends within one are taken as spaces."""
    for pattern, kept in MARKUP:
        text = pattern.sub(kept, text)
    found = []
    for number, (block, heading) in enumerate(_blocks(text.replace("\x00", " "))):
        found += [Sentence(one, number, heading) for one in split(block)]
    return found


def split(block: str) -> list[str]:
    """A run of prose, cut where sentences end: never at a decimal point, an abbreviation or an initial."""
    block, found, start = " ".join(block.split()), [], 0
    for end in END.finditer(block):
        if _ends(block[start : end.start()], end.group(), block[end.end() :].lstrip()):
            found.append(block[start : end.end()].strip())
            start = end.end()
    found.append(block[start:].strip())
    return [one for one in found if any(c.isalnum() for c in one)]


def _ends(before: str, mark: str, after: str) -> bool:
    if not after:
        return False
    if mark[0] != ".":
        return not after[0].islower()
    word = BEGINS.split(before)[-1]
    if word.lower() in BEFORE_A_NUMBER:
        return after.lstrip("(“\"'‘")[:1].isupper()
    initial = len(word) == 1 and word.isupper() and word != "I"
    return not (initial or word.lower() in ABBREVIATIONS or after[0].islower())


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Paragraphs, bullets, table rows and headings: what no sentence runs across."""
    kept: list[str] = []
    for line in [*text.splitlines(), ""]:
        heading = HEADING.match(line)
        alone = heading or BULLET.match(line) or RULE.match(line) or line.lstrip().startswith("|")
        if kept and (alone or not line.strip()):
            yield from _paragraph(kept)
            kept = []
        if heading:
            yield heading[1], True
        elif line.lstrip().startswith("|"):
            yield (
                ", ".join(cell.strip() for cell in line.strip().strip("|").split("|") if cell.strip()),
                False,
            )
        elif line.strip() and not RULE.match(line):
            kept.append(BULLET.sub("", line).strip(" >\t"))


def _paragraph(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Lines that were broken at a width belong together; a list of lines without full stops does not."""
    listed = len(lines) > 1 and all(line[:1].isupper() for line in lines)
    block = ""
    for line in lines:
        if block and listed and not block.rstrip("\"”’')").endswith((".", "!", "?", ",", "…")):
            yield block, False
            block = ""
        block = f"{block} {line}".strip()
    if block:
        yield block, False
