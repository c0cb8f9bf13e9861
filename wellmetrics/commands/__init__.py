"""The commands, one module a topic; importing them fills the one application of `frame`."""

from wellmetrics.commands import (
    baselines,
    claims,
    confirmations,
    figures,
    files,
    history,
    home,
    people,
    queries,
    rights,
    settings,
)
from wellmetrics.commands.frame import app, told

__all__ = [
    "app",
    "baselines",
    "claims",
    "confirmations",
    "figures",
    "files",
    "history",
    "home",
    "people",
    "queries",
    "rights",
    "settings",
    "told",
]
