"""The whole flow on one screen: rows in the vault become observations, pass the door, and become a release."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from wellmetrics import corrections, opening, publish, release, settings, shown
from wellmetrics.disclosure import memory as memories
from wellmetrics.disclosure.attack import verify
from wellmetrics.disclosure.door import Audience, protect
from wellmetrics.model import CallError, Refusal, Viewer
from wellmetrics.observe import Observed, observe
from wellmetrics.opening import Tell, quiet, transaction
from wellmetrics.queries import state, written
from wellmetrics.settings import HEADS_SEE, Setting
from wellmetrics.shown import School
from wellmetrics.vault import Vault

INVENTED = 800_000  # no school of England has a URN from here on
WAIT = 15  # seconds for somebody else who is loading or building


def build(home: Path, engine: str = "duckdb", tell: Tell = quiet) -> str:
    """Observe, protect, attack, write. Returns the new release's id; the earlier one stays until it is there."""
    if engine != "duckdb":
        raise CallError(f"There is no engine “{engine}”. There is: duckdb.")
    with opening.alone(home, WAIT, tell), Vault(home, WAIT, tell) as vault:
        return build_from(vault, tell)


def build_from(vault: Vault, tell: Tell = quiet) -> str:
    tell("Working out the figures")
    with opening.alone(vault.home, WAIT, tell):
        waits = corrections.found(vault)
        observed = observe(vault)
        seen = _as_seen(vault, waits) if waits else observed
        audiences = _audiences(vault, observed, seen)
        beside = written(vault)
        # What is shown is remembered before anybody sees it: a process that ends in between has remembered what the next
        # build shows.
        with transaction(vault.con):
            shown.remember(vault, waits)
            meta = about(vault, beside) | {publish.WAITS: json.dumps(corrections.said(vault))}
            name = publish.write(vault.home, observed, audiences, meta, beside, tell, seen)
        publish.make_current(vault.home, name)
        vault.audit("build", "release", name)
    return name


def _as_seen(vault: Vault, waits: Collection[School]) -> Observed:
    with shown.as_seen(vault.con, waits):
        return observe(vault)


def _audiences(vault: Vault, observed: Observed, seen: Observed) -> Iterator[Audience]:
    """The lead's of all rows, the others' of those that do not wait; each attacked with what it was made of."""
    memory, heads_see = memories.read(vault.home, vault.key), settings.value(vault, HEADS_SEE)
    every = protect(observed, heads_see, memory)
    lead = verify(next(every), observed)
    memory.show(lead.shown)
    yield lead
    if seen is not observed:
        every = protect(seen, heads_see, memory, lead.hides)
        next(every)  # the lead has hers
    for audience in every:
        verify(audience, seen)
        memory.show(audience.shown)
        of_head = seen is not observed and audience.name != "board"
        yield corrections.with_own_records(audience, lead) if of_head else audience
    # Before anybody sees the files: what was shown is not forgotten where the process ends here.
    memories.keep(memory, vault.home, vault.key)


def about(vault: Vault, beside: Mapping[str, pa.Table]) -> dict[str, str]:
    """What a release is made of, to tell whether it is out of date."""
    return {
        "demo": "yes" if vault.setting("demo") == "yes" and _nobodys(vault) else "",
        "vault": vault.rows_state(),
        "notes": state(beside),
        HEADS_SEE.name: settings.value(vault, HEADS_SEE),
    }


def _nobodys(vault: Vault) -> bool:
    """Whether every school is invented. With one that is not, figures are for those who are signed in."""
    return all(int(row["urn"]) >= INVENTED for row in vault.standing("schools").to_pylist())


def change_setting(home: Path, name: str, text: str, by: str, tell: Tell = quiet) -> str:
    """Changes a setting and, where figures hang on it, builds a release: both or neither. Says what was done."""
    one = settings.setting(name)
    value = one.read(text)
    with opening.alone(home, WAIT, tell), Vault(home, WAIT, tell) as vault:
        was = settings.change(vault, one, value, by)
        said = f"{name} is {value}; it was {was}." if was != value else f"{name} is {value}, as it was."
        if not (one.in_figures and release.current(home) and _made_with(home, one) != value):
            return said
        try:
            return f"{said} Release {build_from(vault, tell)} is current."
        except BaseException:
            settings.change(vault, one, was, by)
            raise


def _made_with(home: Path, one: Setting) -> str:
    """What a setting was when the current release was made; nothing where that release cannot be read."""
    try:
        lead = release.open_for(home, Viewer("lead"))
    except Refusal:
        return ""
    try:
        return lead.meta.get(one.name, one.default)
    finally:
        lead.close()
