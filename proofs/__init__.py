"""Promises proved at length: one module a proof, found by its name.

A module of this package that holds a `PROOF` is a proof; the first line of its docstring is what it
promises. `python -m proofs` runs them in full, the suite runs a sample of each.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass


class BrokenError(AssertionError):
    """A promise does not hold; its text says which figure passes which bound."""


class MissingError(RuntimeError):
    """What a proof needs is not on this machine; its text says what."""


@dataclass(frozen=True)
class Proof:
    """How a promise is proved.

    Parameters
    ----------
    run : size and seed -> lines of text, the figures; raises `BrokenError` when a bound does not
        hold, `MissingError` when it cannot run here
    unit : what `size` counts, plural
    full : size of `python -m proofs`
    sample : size in the suite, a few seconds to a minute
    seed : same size and seed, same lines (but for what they time)
    """

    run: Callable[[int, int], Iterator[str]]
    unit: str
    full: int
    sample: int
    seed: int = 1


def proofs() -> dict[str, Proof]:
    """Every proof, by the name of its module."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"]
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {name: module.PROOF for name, module in modules.items() if hasattr(module, "PROOF")}


def promise(name: str) -> str:
    """First line of the docstring of a proof."""
    module = importlib.import_module(f"{__name__}.{name}")
    return (module.__doc__ or "").partition("\n")[0]


def within(count: int, bound: float, said: str) -> str:
    """Say a count beside its bound.

    Raises
    ------
    BrokenError : the count passes the bound
    """
    line = f"{said}: {count} (at most {bound:g})"
    if count > bound:
        raise BrokenError(line)
    return line
