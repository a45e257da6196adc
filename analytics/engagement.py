"""Companies that host: who is engaged, who is new, who came back, and how much of the fabric."""

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.companies.dependence import herfindahl as herfindahl
from analytics.measuring import amount, ratio
from analytics.statistics.retention import retention_curve as retention_curve
from analytics.statistics.retention import seen_again


def moved(counts: pd.DataFrame) -> pd.DataFrame:
    """Tell the new, returning and lost hosts of a year from their counts.

    Parameters
    ----------
    counts : new, returning, lost: one row, or none when the year before is not measured; missing
        where secret

    Returns
    -------
    One row a status (new, returning, lost): `status`, `hosts`, `absence`
    """
    table = counts.reindex([0])[["new", "returning", "lost"]].T.reset_index()
    table.columns = ["status", "hosts"]
    reason = Absence.SECRET if len(counts) else Absence.UNMEASURED
    return table.assign(absence=np.where(table["hosts"].isna(), reason, ""))


def penetration(hosts: pd.DataFrame, followed: bool = True) -> pd.DataFrame:
    """Compute the engagement of the fabric: engaged hosts ÷ employer establishments.

    Parameters
    ----------
    hosts : one row a zone or sector, with the counts `hosts` and `establishments`
    followed : somebody told of a placement or of a period due of the selection, wherever

    Returns
    -------
    The table with the columns of `measuring.measure`; "non mesuré" where hosts
    outnumber the establishments known, "non renseigné" where nothing is followed: not 0
    """
    fabric = hosts["establishments"].fillna(0).to_numpy(float)
    engaged = hosts["hosts"].to_numpy(float)
    impossible = engaged > fabric
    unmeasured = impossible | (not followed)
    part, whole = np.where(unmeasured, 0.0, engaged), np.where(unmeasured, 0.0, fabric)
    table = ratio(hosts, part=part, whole=whole, minimum=CATALOGUE["penetration"].minimum)
    table["absence"] = table["absence"].mask(impossible, Absence.UNMEASURED)
    if not followed:
        return table.assign(count=np.nan, n=fabric, absence=Absence.UNKNOWN)
    return table.assign(count=engaged, n=fabric)


def hosts_of_trade(hosts: pd.DataFrame, expected: "pd.Series[str]") -> pd.DataFrame:
    """Keep the hosts of the activities that a family expects; all where it expects none.

    Parameters
    ----------
    hosts : one row a host, with its `division` and its large `sector`
    expected : activities: divisions or large sectors
    """
    wanted = hosts["division"].isin(expected) | hosts["sector"].isin(expected)
    return hosts[wanted] if len(expected) else hosts


def employers_of_trade(fabric: pd.DataFrame, expected: "pd.Series[str]") -> pd.DataFrame:
    """Keep the employers of the activities that a family expects; `sector` is then the large one.

    Parameters
    ----------
    fabric : commune, sector (division or large sector), large_sector, establishments
    expected : activities: divisions or large sectors; none: all are kept
    """
    kept = fabric[fabric["sector"].isin(expected)] if len(expected) else fabric
    return kept.assign(sector=kept["large_sector"])


def engagement(
    hosts: pd.DataFrame, fabric: pd.DataFrame, by: str | None, followed: bool = True
) -> pd.DataFrame:
    """Compute the engagement of the fabric by zone or sector.

    Parameters
    ----------
    hosts : one row a host, with `commune` and `by`; a host without a commune counts nowhere
    fabric : establishments, with `by` and `establishments`
    by : "bef", "commune" or "sector"; None: the whole
    followed : as `penetration`

    Returns
    -------
    One row a group of `fabric`: `by`, `hosts`, `establishments` and what `penetration` adds
    """
    located = hosts.dropna(subset="commune")
    if by is None:
        total = int(fabric["establishments"].sum())
        whole = pd.DataFrame({"establishments": [total], "hosts": [len(located)]})
        return penetration(whole, followed)
    base = fabric.groupby(by, as_index=False)["establishments"].sum()
    base["hosts"] = base[by].map(located.groupby(by).size()).fillna(0).astype(int)
    return penetration(base, followed)


def fidelity(hosts: pd.DataFrame, unseen: np.ndarray | float = 0.0) -> pd.DataFrame:
    """Compute the share of last year's hosts that host again, and what the unseen may hide.

    Parameters
    ----------
    hosts : one row a group, with hosts_before, hosts_back; no host before: "non mesuré"
    unseen : share of the periods due of each group that are unknown this year, as
        `analytics.statistics.retention.return_rates`
    """
    before, back = (hosts[name].to_numpy(float) for name in ("hosts_before", "hosts_back"))
    table = ratio(hosts, part=back, whole=before, minimum=CATALOGUE["fidelite"].minimum)
    _, most, _, high = seen_again(back, before, unseen)
    absence = table["absence"].mask(before == 0, Absence.UNMEASURED)
    return table.assign(rate_max=most, high=high, absence=absence)


def concentration(hosts: pd.DataFrame, key: str = "") -> pd.DataFrame:
    """Compute how placements gather: share of the top tenth of hosts, or Herfindahl index.

    Parameters
    ----------
    hosts : one row a group, with placements, squares, top
    key : "" for the share of the top tenth, "hhi" for the index, Σ (share of each host)²
    """
    placed = hosts["placements"].astype(float)
    part, whole = (hosts["squares"], placed**2) if key == "hhi" else (hosts["top"], placed)
    table = ratio(hosts, part=part, whole=whole, estimated=False).assign(n=placed)
    small = (placed > 0) & (placed < CATALOGUE["concentration"].minimum)
    return table.assign(absence=table["absence"].mask(small, Absence.SMALL))


def trained_tutors(hosts: pd.DataFrame) -> pd.DataFrame:
    """Compute the share of hosts that have a trained tutor.

    Parameters
    ----------
    hosts : one row a group, with hosts, hosts_told, hosts_trained
    """
    part, told, minimum = hosts["hosts_trained"], hosts["hosts_told"], CATALOGUE["qualite"].minimum
    return ratio(hosts, part=part, whole=told, unknown=hosts["hosts"] - told, minimum=minimum)


def engaged(hosts: pd.DataFrame, key: str = "") -> pd.DataFrame:
    """Give the number of engaged hosts, or that number for 100 periods due.

    Parameters
    ----------
    hosts : one row a group, with hosts, due, unknown (periods due)
    key : "" for the number, "pour100" for the density

    Returns
    -------
    The columns of `measuring.measure`; the unknown periods make it a least number
    """
    due, unknown = hosts["due"].fillna(0), hosts["unknown"].fillna(0)
    count = hosts["hosts"].fillna(0)
    silent = (due > 0) & (unknown == due) & (count == 0)
    value = (100 * count / due.where(due > 0)) if key == "pour100" else count.astype(float)
    absence = np.select(
        [silent, value.isna()], [Absence.UNKNOWN, Absence.NOT_APPLICABLE], default=""
    )
    table = amount(hosts, value.mask(silent), count=count, n=due, unknown=unknown)
    return table.assign(absence=absence, unknown_share=unknown / due.where(due > 0))
