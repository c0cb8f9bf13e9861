"""The first start: where there is nothing yet, the demo trust is built, so that there is something to see."""

import sys

from wellmetrics import access, release
from wellmetrics.demo import build_demo
from wellmetrics.model import Refusal


def main() -> None:
    home = access.home()
    if release.current(home) or (home / "vault.duckdb").exists():
        return
    print("First start: building the demo trust, about a minute.", flush=True)
    try:
        build_demo(home, lambda step: print(f"  {step}", flush=True))
    except Refusal as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
