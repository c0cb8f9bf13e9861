"""The command line: `python -m wellmetrics`. Exit codes: 0 done, 1 the file or the data is at fault, 2 the call."""

from collections.abc import Sequence

from wellmetrics.commands import app, told
from wellmetrics.model import CallError, Refusal


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and leaves with its exit code; a refusal is one sentence, never a traceback."""
    try:
        app(args=arguments)
    except CallError as error:
        told.print(str(error), markup=False)
        raise SystemExit(2) from None
    except Refusal as error:
        told.print(str(error), markup=False)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
