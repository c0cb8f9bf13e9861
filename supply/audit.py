"""Asks the public list of known faults about every locked package: 0 nothing known, 1 something known, 3 not audited."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from supply.locked import LOCKS

CLEAN, FAULTY, NOT_AUDITED = 0, 1, 3


def verdict(found: Sequence[dict], titled: str) -> tuple[int, list[str]]:
    """What pip-audit found of each package, in sentences. A package that it could not look up is not one without faults."""
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}."
        for one in found
        for fault in one.get("vulns", ())
    ]
    skipped = [f"not audited: {one['skip_reason']}" for one in found if "skip_reason" in one]
    asked = len(found) - len(skipped)
    code = FAULTY if faults else NOT_AUDITED if skipped or not found else CLEAN
    summary = f"{titled}: {asked} of {len(found)} packages audited; known faults: {len(faults)}."
    return code, [*faults, *skipped, summary]


def audit(tool: str, path: Path) -> list[dict]:
    """Raises RuntimeError with what the tool said where it could not be asked at all."""
    command = [
        tool,
        "--requirement",
        path,
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own arguments)
    try:
        return json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        raise RuntimeError(next(iter(done.stderr.strip().splitlines()[-1:]), "no answer")) from None


def main(tool: str) -> int:
    worst = CLEAN
    for title, path in LOCKS.items():
        try:
            code, said = verdict(audit(tool, path), title)
        except (RuntimeError, OSError) as error:
            code, said = NOT_AUDITED, [f"not audited: {title}: {error}"]
        print(*said, sep="\n")
        worst = FAULTY if FAULTY in (worst, code) else max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
