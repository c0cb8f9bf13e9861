"""The demo trust: fictional schools, loaded term by term as a lead would load them."""

from collections.abc import Callable
from pathlib import Path

from wellmetrics.build import build_from
from wellmetrics.intake.check import Options, check, recognised
from wellmetrics.model import Refusal
from wellmetrics.vault import Vault

LAST = 99
DATA = Path(__file__).parent.parent / "data" / "demo"


def build_demo(
    home: Path, progress: Callable[[str], None] = lambda _: None, folders: int | None = None
) -> str:
    """Loads data/demo, folder by folder, into an empty home and builds a release; returns its id.

    Raises Refusal where the home holds a trust's own data: demo figures are never mixed with real ones.
    """
    terms = sorted(p for p in DATA.iterdir() if p.is_dir() and p.name[:2] == "20")[:folders]
    with Vault(home) as vault:
        if vault.history() and vault.setting("demo") != "yes":
            raise Refusal(
                f"{home} holds a trust's own data. Choose an empty folder with --home for the demo trust."
            )
        if not vault.history():
            vault.set("demo", "yes")
            for term in terms:
                progress(f"Loading {term.name}")
                _load_folder(vault, term)
        progress("Working out the figures")
        return build_from(vault, progress)


def _load_folder(vault: Vault, folder: Path) -> None:
    files = [(f.name, f.read_bytes()) for f in sorted(folder.glob("*.csv"))]
    kinds = {name: kind for name, data in files if (kind := recognised(name, data))}
    for name, data in sorted(files, key=lambda file: kinds[file[0]].order if file[0] in kinds else LAST):
        known = Options(dataset=kinds[name].name) if name in kinds else None
        checked = check(name, data, vault.context(), known)
        if checked.errors:
            raise Refusal(f"The demo file {folder.name}/{name} has an error. {checked.errors[0]}")
        vault.load(checked, by="demo")
