"""Writes docs/licences.md: every locked package with its licence, as its own metadata says. `python -m supply.licences`."""

from importlib.metadata import PackageNotFoundError, metadata

from supply.locked import LOCKS, ROOT, pinned

PAGE = ROOT / "docs" / "licences.md"
# Packages that are installed on other systems only, and those whose metadata has no licence that can be read.
KNOWN = {
    "colorama": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "watchdog": "Apache-2.0",
    "pycparser": "BSD-3-Clause",
    "axe-playwright-python": "MIT, with axe-core MPL-2.0",
}
HEAD = """# Licences

What is installed with the product (MIT, see `LICENSE`) and what tests and checks need besides, as the packages' own metadata
says. Written by `make licences` from the lock files; a test holds it to them.
"""
# Words of licences' long names, the most telling first.
_WORDS = (
    "AGPL",
    "LGPL",
    "GPL",
    "MPL",
    "Apache",
    "BSD",
    "MIT",
    "ISC",
    "PSF",
    "Python Software",
    "Unlicense",
    "Zope",
)


def licence(name: str) -> str:
    """The SPDX expression, else what classifiers say, else the first line of the licence field."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return KNOWN.get(name, "")
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    said = about.get("License-Expression") or " and ".join(c for c in classified if c != "OSI Approved")
    return said or _first_line(about.get("License") or "") or KNOWN.get(name, "")


def _first_line(text: str) -> str:
    line = next(iter(text.strip().splitlines()), "").strip()
    return line if len(line) < 60 else next((word for word in _WORDS if word in text), "")


def page() -> str:
    product = pinned(LOCKS["the product"])
    parts = [HEAD]
    for title, path in LOCKS.items():
        rows = [
            f"| {name} | {version} | {licence(name)} |"
            for name, version in sorted(pinned(path).items())
            if title == "the product" or name not in product
        ]
        parts.append(
            f"\n## For {title}\n\n| package | version | licence |\n|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
