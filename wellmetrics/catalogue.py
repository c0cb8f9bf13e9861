"""Finds every declaration of a dataset and of an indicator; refuses two with one name."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import TypeVar

from wellmetrics import comparators, datasets, indicators
from wellmetrics.model import CallError, Dataset, Indicator

Declared = TypeVar("Declared", Dataset, Indicator)


def _declared(room: ModuleType, kind: type[Declared], name: str) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for module in pkgutil.iter_modules(room.__path__):
        for thing in _things(importlib.import_module(f"{room.__name__}.{module.name}")):
            if isinstance(thing, kind):
                key = getattr(thing, name)
                if found.setdefault(key, thing) is not thing:
                    raise ValueError(f"{key} is declared twice in {room.__name__}")
    return found


def _things(module: ModuleType) -> Iterator[object]:
    """What a module declares by name, or together in a tuple."""
    for thing in vars(module).values():
        yield from thing if isinstance(thing, tuple) else (thing,)


@cache
def all_datasets() -> dict[str, Dataset]:
    """Every dataset by name, in the order in which files are best loaded."""
    return dict(sorted(_declared(datasets, Dataset, "name").items(), key=lambda item: item[1].order))


@cache
def all_indicators() -> dict[str, Indicator]:
    """Every indicator by code, with the published figures that may stand beside it."""
    beside = comparators.all_comparators()
    return {
        code: replace(indicator, comparators=beside.get(code, ()))
        for code, indicator in _declared(indicators, Indicator, "code").items()
    }


def dataset(name: str) -> Dataset:
    if name not in all_datasets():
        raise CallError(f"There is no dataset “{name}”. There are: {', '.join(all_datasets())}.")
    return all_datasets()[name]


def indicator(code: str) -> Indicator:
    if code not in all_indicators():
        raise CallError(f"There is no indicator “{code}”. There are: {', '.join(all_indicators())}.")
    return all_indicators()[code]
