"""The vault as it would be: the same rows in memory, where loads are tried. No store is ever written of it."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import duckdb

from wellmetrics import opening
from wellmetrics.staging import Staging
from wellmetrics.vault import Vault


class Imagined(Vault):
    """A copy of an open vault in memory. A rolled-back transaction would leave its rows in the vault's free blocks.

    What memory does not hold of a large vault lies in `folder`, for its owner alone, until the copy is closed.
    """

    keeps_originals = False

    def __init__(self, vault: Vault, folder: Path | None = None) -> None:
        self.home, self.path, self.key = vault.home, vault.path, vault.key
        self.con = duckdb.connect(config={"temp_directory": str(folder or ""), "threads": 1})
        with opening.little_memory(self.con):
            opening.copy(vault.con, self.con, without=("original", "audit"))
        self.staging = Staging(self.con, self.key)
        self._views()

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()

    def _record(self, who: str, what: str, said: str) -> None:
        """What is only tried is nobody's doing."""
