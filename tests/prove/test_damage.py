"""A vault with one bit turned, or cut anywhere: read right, or refused in a sentence, and the release is still served."""

import random
import shutil
from pathlib import Path

import pytest

from tests import helpers
from tests.helpers import AUTUMN, absence, schools, terms, workforce
from wellmetrics import desk, doctor
from wellmetrics.model import Refusal
from wellmetrics.vault import Vault

pytestmark = pytest.mark.long
URNS = ("900001", "900002")
BASE = (schools(*URNS), terms(), workforce(dict.fromkeys(URNS, 20)))
SPELLS = absence(*(f"{urn},{urn}-{n},2025-09-08,2025-09-{9 + n:02}" for urn in URNS for n in range(6)))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    home = helpers.home_with(tmp_path_factory.mktemp("damage") / "home", *BASE, SPELLS)
    with Vault(home) as vault:
        return home, helpers.standing(vault)


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_vault_is_read_right_or_refused_by_every_hand(kept, tmp_path, seed):
    whole, rows = kept
    home = Path(shutil.copytree(whole, tmp_path / "home"))
    path, rng = home / "vault.duckdb", random.Random(seed)
    data = bytearray(path.read_bytes())
    if seed % 3:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    else:
        del data[rng.randrange(len(data)) :]
    path.write_bytes(data)
    findings = {finding.what: finding for finding in doctor.examine(home)}
    assert findings["release"].well
    read, refused = standing(home)
    # The doctor reads every block, also those that no row that stands lies in.
    assert not (findings["vault"].well and refused)
    assert read in (None, rows)
    assert not refused or "vault.duckdb" in refused
    assert "vault.duckdb" in loaded(home) or not refused
    assert helpers.term_cells(home, "days_lost_per_fte")[AUTUMN].state == "shown"


def standing(home):
    """The rows, or the sentence."""
    try:
        with Vault(home) as vault:
            return helpers.standing(vault), ""
    except Refusal as refusal:
        return None, str(refusal)


def loaded(home):
    """What the desk says when a file is loaded into it; empty where it was loaded."""
    try:
        desk.load_files(home, [absence("900001,Z1,2025-10-06,2025-10-08", name="later.csv")], "a lead")
    except Refusal as refusal:
        return str(refusal)
    return ""
