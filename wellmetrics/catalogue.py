"""Finds every declaration of a dataset and of an indicator; refuses two with one name."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TypeVar

from wellmetrics import datasets, indicators
from wellmetrics.model import CallError, Dataset, Indicator

Declared = TypeVar("Declared", Dataset, Indicator)


def _declared(room: ModuleType, kind: type[Declared], name: str) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for module in pkgutil.iter_modules(room.__path__):
        for thing in vars(importlib.import_module(f"{room.__name__}.{module.name}")).values():
            if isinstance(thing, kind):
                key = getattr(thing, name)
                if found.setdefault(key, thing) is not thing:
                    raise ValueError(f"{key} is declared twice in {room.__name__}")
    return found


@cache
def all_datasets() -> dict[str, Dataset]:
    """Every dataset by name, in the order in which files are best loaded."""
    return dict(sorted(_declared(datasets, Dataset, "name").items(), key=lambda item: item[1].order))


@cache
def all_indicators() -> dict[str, Indicator]:
    return _declared(indicators, Indicator, "code")


def dataset(name: str) -> Dataset:
    if name not in all_datasets():
        raise CallError(f"There is no dataset “{name}”. There are: {', '.join(all_datasets())}.")
    return all_datasets()[name]


def indicator(code: str) -> Indicator:
    if code not in all_indicators():
        raise CallError(f"There is no indicator “{code}”. There are: {', '.join(all_indicators())}.")
    return all_indicators()[code]
