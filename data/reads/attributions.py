"""Reads of counts by residence of the pupils and by host: the same totals on another map."""

from typing import NamedTuple

import pandas as pd

from data.faults import FaultError
from data.scope import Scope
from data.selection import HOST, RESIDENCE, Selection, condition
from data.store.store import Store

HOST_COUNTS = ("placed",)  # nobody knows the host of a period due that has none


class NotAttributedError(FaultError):
    """These counts have no host; its text is the message shown."""


class _Source(NamedTuple):
    """Tables, place of each territory, and the sum of a count."""

    tables: str
    territories: dict[str, str]
    total: str
    sent: str


_HOMES = """period_state p JOIN {} a USING (uai, year, level)
            LEFT JOIN bef_pole w ON w.bef = a.bef"""
_SHARES, _SHARES_BY_BEF = "residence", "residence_bef"
_SOURCES = {
    # compensated sums: the parts of a school add up to it, in any order
    RESIDENCE: _Source(
        _HOMES,
        {"bef": "a.bef", "pole": "w.pole", "commune": "a.commune"},
        "coalesce(fsum(p.{0} * a.share), 0)",
        "p.sent",
    ),
    HOST: _Source(
        "host_place p LEFT JOIN bef_pole w ON w.bef = p.bef",
        {"bef": "p.bef", "pole": "w.pole", "commune": "p.commune"},
        "coalesce(sum(p.{0}), 0)::BIGINT",
        "true",
    ),
}


def states(
    store: Store,
    scope: Scope,
    selection: Selection,
    groups: dict[str, str],
    columns: tuple[str, ...],
) -> pd.DataFrame:
    """Sum counts by residence (hypothesis) or by host; as `data.reads.states` documents.

    By residence, the counts of a school and level are spread over the communes of its pupils:
    real numbers, pupils of a school and level having the same chances wherever they live.

    Parameters
    ----------
    groups : name -> SQL over the school's counts; territories become those of the attribution
    columns : counts to sum; by host, `HOST_COUNTS` only

    Returns
    -------
    One row a group; a missing territory is beyond the académie, or not known

    Raises
    ------
    NotAttributedError : by host, a count that has none
    """
    if selection.attribution == HOST and set(columns) - set(HOST_COUNTS):
        raise NotAttributedError(
            "Une période due n’a pas de lieu d’accueil tant qu’elle n’est pas placée\u00a0: par "
            "accueil, seuls les placements se comptent."
        )
    source = _SOURCES[selection.attribution]
    tables = source.tables.format(_SHARES if "commune" in groups else _SHARES_BY_BEF)
    grouped = "GROUP BY ALL ORDER BY ALL" if groups else ""
    chosen = "".join(
        f"{source.territories.get(name, sql)} AS {name}, " for name, sql in groups.items()
    )
    sums = "".join(f"{source.total.format(name)} AS {name}, " for name in columns)
    where, values = condition(selection, "p", bef=False)
    if selection.bef is not None:
        where = f"{where} AND {source.territories['bef']} = $home"
        values["home"] = selection.bef
    return store.read(
        scope,
        f"""SELECT {chosen} {sums} count(DISTINCT p.uai) AS schools,
                   count(DISTINCT p.uai) FILTER ({source.sent}) AS schools_sent
            FROM {tables} WHERE {where} {grouped}""",
        **values,
    )


def homes(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Periods due and placements between BEF of school and of residence (hypothesis).

    Parameters
    ----------
    selection : settings; its `bef` and attribution are not applied: a pair has two ends

    Returns
    -------
    One row a pair: school_bef, bef (of residence; missing: elsewhere), due, placed, told_due
    (those whose residences a school has told)
    """
    where, values = condition(selection, "p", bef=False)
    return store.read(
        scope,
        f"""SELECT p.bef AS school_bef, a.bef, fsum(p.due * a.share) AS due,
                   fsum(p.placed * a.share) AS placed,
                   coalesce(fsum(p.due * a.share) FILTER (a.told_year IS NOT NULL), 0) AS told_due
            FROM {_HOMES.format(_SHARES_BY_BEF)} WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )


def places(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Placements between BEF of school and of host.

    Parameters
    ----------
    selection : as for `homes`

    Returns
    -------
    One row a pair: school_bef, bef (of the host; missing: not in one), place ("bef",
    "ailleurs", "etranger", "inconnu"), placed
    """
    where, values = condition(selection, "p", bef=False)
    return store.read(
        scope,
        f"""SELECT p.school_bef, p.bef, p.place, sum(p.placed)::BIGINT AS placed
            FROM host_place p WHERE {where} GROUP BY ALL ORDER BY ALL""",
        **values,
    )
