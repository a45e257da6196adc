"""Reads of the store, by subject: one function a question, each with its scope.

What a level changes is asked to a `Reader`: one signature, an internal one and a diffused one.
"""

from data.reads import (
    access,
    attributions,
    days,
    diffused,
    engagement,
    equity,
    fabric,
    hosts,
    imports,
    lists,
    network,
    period_counts,
    profiles,
)
from data.reads.diffused import Diffused
from data.reads.internal import Internal
from data.reads.reader import J0, Reader
from data.scope import Level, Scope
from data.store.store import NotDiffusedError, Store

_READERS: dict[Level, type[Reader]] = {Level.INTERNAL: Internal, Level.DIFFUSION: Diffused}


def reader_of(store: Store, scope: Scope) -> Reader:
    """Reader of a version at the level of a scope."""
    return _READERS[scope.level](store, scope)
