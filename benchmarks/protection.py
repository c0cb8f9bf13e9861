"""Protection of 36 schools, four cuts and fifteen terms, for every audience, against working out its figures; processor seconds."""

import resource
import tempfile
import time
from pathlib import Path

from benchmarks import trusts
from wellmetrics.disclosure.door import protect
from wellmetrics.disclosure.memory import Memory
from wellmetrics.intake.check import check
from wellmetrics.observe import observe
from wellmetrics.vault import Vault

SCHOOLS, YEARS = 36, 5


def run() -> None:
    """Referrals, by service, year group, sex and pupil premium: the smallest numbers there are."""
    files = [
        ("schools.csv", trusts.schools(SCHOOLS)),
        ("terms.csv", trusts.terms(YEARS)),
        ("roll.csv", trusts.roll(SCHOOLS, YEARS, 300)),
        ("referrals.csv", trusts.referrals(SCHOOLS, YEARS, 30)),
    ]
    with tempfile.TemporaryDirectory() as folder, Vault(Path(folder)) as vault:
        for name, data in files:
            vault.load(check(name, data, vault.context()), by="bench")
        start = time.process_time()
        observed = observe(vault)
        counted = time.process_time() - start
    memory = Memory()
    anew = _protected(observed, memory)
    again = _protected(observed, Memory(memory.met))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"protection of {SCHOOLS} schools x {3 * YEARS} terms, {SCHOOLS + 2} files")
    print(f"  working out the figures {counted:6.2f} s   1.0")
    print(f"  protecting them         {anew:6.2f} s   {anew / counted:.1f}   (aim: under 60 s)")
    print(f"  the same once more      {again:6.2f} s   {again / counted:.1f}")
    print(f"  peak memory             {peak:6.0f} MiB")


def _protected(observed, memory: Memory) -> float:
    start = time.process_time()
    for _ in protect(observed, memory=memory):
        pass
    return time.process_time() - start
