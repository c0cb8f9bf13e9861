"""Text that came from a file, made plain: no markup in it acts, and no address in it is fetched."""

import re

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=])")
# Bare addresses become links, names between colons pictures, and two signs a dash or an arrow, after the backslashes are
# gone: a space without width parts them.
PARTED = re.compile(r"(?<=:)(?=[a-z/+-])|(?<=www)(?=\.)|(?=@)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
NO_WIDTH = "\N{ZERO WIDTH SPACE}"


def plain(text: str) -> str:
    """The text as Markdown that reads as it stands."""
    return MARKUP.sub(r"\\\1", PARTED.sub(NO_WIDTH, " ".join(str(text).split())))
