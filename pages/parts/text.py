"""Text that came from a file, made plain: no markup in it acts, and no address in it is fetched."""

import re

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=])")


def plain(text: str) -> str:
    """The text as Markdown that reads as it stands."""
    return MARKUP.sub(r"\\\1", " ".join(str(text).split()))
