"""What a committee saw, and what is known today: the same figures in two versions."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.catalogue.asking import NotComputedError, ask
from data.reads.days import observed, running
from data.scope import Scope
from data.selection import Selection
from data.store.store import NotDiffusedError, Store

INDICATORS = (
    *("taux_acces", "sans_lieu", "non_renseigne", "autosuffisance"),
    *("entreprises_engagees", "fidelite", "qualite", "ruptures"),
)
_KEPT = ["value", "n", "low", "high", "absence"]


@dataclass(frozen=True)
class Moment:
    """A version, and the campaign that it showed first.

    Parameters
    ----------
    store : the version
    year : its last campaign with a follow-up
    """

    store: Store
    year: str


def differences(
    then: Moment, now: Moment, scope: Scope, selection: Selection, by: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Split what changed since a committee into corrections and change.

    The value that was shown becomes the one of today in two steps: the same campaign on today's
    data (rectification), then today's campaign (évolution). The two add up to the whole difference.
    A campaign that was running then has grown since, which is no rectification: none is told. One
    that runs today is compared with what that of then was by the same day of the year.

    Parameters
    ----------
    then, now : what was shown, and the version of today
    scope : perimeter of the reader, the same for both
    selection : settings; its year is left out
    by : groupings, among "bef"

    Returns
    -------
    One row an indicator × group: indicator, `by`, then `shown` (in the version of then),
    `corrected` (the same campaign today), `today` (today's campaign), each with its n, low, high
    and absence (`shown_n`…); rectification, evolution (differences, missing where a side is).
    An indicator that is not diffused, or not computed so, has no row
    """
    sides = {
        "shown": (then.store, then.year),
        "corrected": (now.store, then.year),
        "today": (now.store, now.year),
    }
    grown = then.year == running(then.store, scope) and observed(
        then.store, scope, then.year
    ) != observed(now.store, scope, then.year)
    if now.year != then.year and now.year == running(now.store, scope):
        sides["same_day"] = (now.store, then.year)
    tables = []
    for indicator in INDICATORS:
        try:
            asked = {
                name: ask(
                    store,
                    scope,
                    replace(selection, year=year, same_day=name == "same_day"),
                    indicator,
                    by,
                )
                for name, (store, year) in sides.items()
            }
        except (NotDiffusedError, NotComputedError):
            continue
        tables.append(_side_by_side(asked, by).assign(indicator=indicator))
    if not tables:
        return pd.DataFrame(columns=["indicator", *by, "shown", "corrected", "today"])
    table = pd.concat(tables, ignore_index=True)
    return table.assign(
        rectification=np.nan if grown else table["corrected"] - table["shown"],
        evolution=table["today"] - table["same_day" if "same_day" in sides else "corrected"],
    )


def _side_by_side(asked: dict[str, pd.DataFrame], by: tuple[str, ...]) -> pd.DataFrame:
    """One row a group; a group that a version does not know is missing on that side."""
    parts = []
    for name, table in asked.items():
        part = (table.set_index(list(by)) if by else table)[_KEPT]
        part = part.astype({"value": float, "n": float, "low": float, "high": float})
        parts.append(part.rename(columns={"value": name} | {k: f"{name}_{k}" for k in _KEPT[1:]}))
    joined = pd.concat(parts, axis=1, join="outer").sort_index()
    return joined.reset_index() if by else joined.reset_index(drop=True)
