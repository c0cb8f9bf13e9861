"""The vault as it would be: the same rows in memory, where loads are tried. Nothing of it is ever written to a disk."""

from contextlib import AbstractContextManager, nullcontext

import duckdb

from wellmetrics import opening
from wellmetrics.staging import Staging
from wellmetrics.vault import Vault


class Imagined(Vault):
    """A copy of an open vault in memory. A rolled-back transaction would leave its rows in the vault's free blocks."""

    keeps_originals = False

    def __init__(self, vault: Vault) -> None:
        self.home, self.path, self.key = vault.home, vault.path, vault.key
        self.con = duckdb.connect(config={"temp_directory": ""})
        opening.copy(vault.con, self.con, without=("original", "audit"))
        self.staging = Staging(self.con, self.key)
        self._views()

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()
