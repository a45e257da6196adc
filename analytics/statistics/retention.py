"""How long hosts stay: survival of a stay, test between groups, return by pupils hosted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import ndtri
from scipy.stats import chi2

from analytics.absence import Absence
from analytics.statistics.arrays import divided, tally
from analytics.statistics.uncertainty import check_confidence, wilson_interval


@dataclass(frozen=True)
class LogRank:
    """Test that groups stay as long as each other; missing when nothing can differ."""

    statistic: float
    freedom: int
    p_value: float


def retention_curve(
    durations: ArrayLike, events: ArrayLike, weights: ArrayLike | None = None
) -> pd.DataFrame:
    """Share that is still there after each duration (Kaplan & Meier, 1958).

    Parameters
    ----------
    durations : how long each was seen, not negative, shape (units,)
    events : true where the stay ended then, false where it was still going on (censored)
    weights : units that each entry stands for; None means 1 each

    Returns
    -------
    One row a duration at which a stay ended: `time`, `survival`, `low`, `high`, all in 0..1 but
    the first; see `survival_table`
    """
    return survival_table(durations, events, weights)[["time", "survival", "low", "high"]]


def survival_table(
    durations: ArrayLike,
    events: ArrayLike,
    weights: ArrayLike | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Kaplan-Meier estimate with Greenwood's variance and intervals on the log scale.

    Parameters
    ----------
    durations, events, weights : as in `retention_curve`
    confidence : between 0 and 1

    Returns
    -------
    One row a duration at which a stay ended: `time`, `at_risk`, `ended`, `survival`, `error`
    (standard), `low`, `high` (missing where nobody is left; at most 1). A unit censored at a
    duration is at risk in it, and not after: one censored at 0 tells nothing

    Raises
    ------
    ValueError : lengths differ, a duration is negative or missing, a weight is negative
    """
    t, ended, w = _units(durations, events, weights)
    check_confidence(confidence)
    gone = ended & (w > 0)
    times = np.unique(t[gone])
    order = np.argsort(t, kind="stable")
    below = np.concatenate([[0.0], np.cumsum(w[order])])
    at_risk = below[-1] - below[np.searchsorted(t[order], times, side="left")]
    lost = tally(w[gone], times.shape, np.searchsorted(times, t[gone]))
    survival = np.cumprod(1 - lost / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(lost / (at_risk * (at_risk - lost))))
        error = np.where(survival > 0, survival * spread, np.nan)
        half = ndtri(0.5 + confidence / 2) * spread
        low, high = survival * np.exp(-half), np.minimum(survival * np.exp(half), 1)
    alive = survival > 0
    return pd.DataFrame(
        {
            "time": times,
            "at_risk": at_risk,
            "ended": lost,
            "survival": survival,
            "error": error,
            "low": np.where(alive, low, np.nan),
            "high": np.where(alive, high, np.nan),
        }
    )


def log_rank(
    durations: ArrayLike, events: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None
) -> LogRank:
    """Test whether groups stay as long as each other (Mantel, 1966).

    Parameters
    ----------
    durations, events, weights : as in `retention_curve`
    groups : group of each unit, shape (units,)
    """
    t, ended, w = _units(durations, events, weights)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    times = np.unique(t[ended & (w > 0)])
    if len(names) < 2 or not len(times):
        return LogRank(np.nan, 0, np.nan)
    shape, last = (len(times), len(names)), np.searchsorted(times, t, side="right") - 1
    at_risk = tally(w, shape, last, group)[::-1].cumsum(axis=0)[::-1]
    lost = tally(w * (ended & np.isin(t, times)), shape, last, group)
    n, d = at_risk.sum(axis=1), lost.sum(axis=1)
    share = at_risk / n[:, None]
    gap = (lost - share * d[:, None]).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(n > 1, d * (n - d) / (n - 1), 0.0)
    spread = np.diag(factor @ share) - (share * factor[:, None]).T @ share
    statistic = float(gap[1:] @ np.linalg.pinv(spread[1:, 1:]) @ gap[1:])
    freedom = len(names) - 1
    return LogRank(statistic, freedom, float(chi2.sf(statistic, freedom)))


def curves(stays: pd.DataFrame, by: str) -> pd.DataFrame:
    """Survival of the stays of each group of hosts, from the start.

    Parameters
    ----------
    stays : one row a group of alike hosts: `by`, lasted, ended, hosts. Those that entered in the
        last campaign (0 lasted, not ended) are not at risk yet
    by : column of the groups

    Returns
    -------
    `by`, time, at_risk, ended, survival, error, low, high; time 0, where all are there, included
    """
    found = []
    for name, part in stays[stays["lasted"] > 0].groupby(by, sort=True):
        table = survival_table(part["lasted"], part["ended"], part["hosts"])
        start = pd.DataFrame([(0.0, float(part["hosts"].sum()), 0.0, 1.0, 0.0, 1.0, 1.0)])
        start.columns = table.columns
        found.append(pd.concat([start, table], ignore_index=True).assign(**{by: name}))
    columns = [by, "time", "at_risk", "ended", "survival", "error", "low", "high"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def return_rates(hosts: pd.DataFrame, unseen: float, minimum: int = 20) -> pd.DataFrame:
    """Share of the hosts of a campaign that host the next one, and what the unseen may hide.

    A host that came back may have taken only pupils whose place nobody told. If these pupils have
    hosts as the others do, at most a share `unseen` of the returns is missed: the true rate lies
    between what is seen and what is seen ÷ (1 − unseen).

    Parameters
    ----------
    hosts : one row a group, with hosts and back
    unseen : share of the periods due that are unknown in the campaign of the return, in 0..1
    minimum : below this number of hosts, "effectif faible"

    Returns
    -------
    The table with `value` (seen), `rate_min`, `rate_max`, `low`, `high` (Wilson on these bounds),
    `n` and `absence`
    """
    n, back = hosts["hosts"].to_numpy(float), hosts["back"].to_numpy(float)
    value, top, low, high = seen_again(back, n, unseen)
    absence = np.select([n == 0, n < minimum], [Absence.NOT_APPLICABLE, Absence.SMALL], default="")
    return hosts.assign(
        value=value, rate_min=value, rate_max=top, low=low, high=high, n=n, absence=absence
    )


def unseen_share(dues: pd.DataFrame) -> np.ndarray:
    """Share of the periods due that nobody told of; the most that it may be where it is secret.

    Parameters
    ----------
    dues : one row a group, with due and unknown; what is diffused has known and unknown_high too
    """
    most, known = dues["unknown"], dues["due"] - dues["unknown"]
    if "unknown_high" in dues:
        most, known = most.fillna(dues["unknown_high"]), dues["known"]
    whole = (known + most).to_numpy(float)
    share = np.divide(most.to_numpy(float), whole, out=np.zeros_like(whole), where=whole != 0)
    return np.where(np.isnan(share), 1.0, share)


def seen_again(
    back: np.ndarray, n: np.ndarray, unseen: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Share that came back as it is seen, at most, and Wilson's interval on these bounds.

    Parameters
    ----------
    back, n : hosts that came back, hosts of the campaign before
    unseen : as `return_rates`, of each group
    """
    most = np.minimum(back / np.maximum(1 - np.asarray(unseen, dtype=float), 1e-9), n)
    return (
        divided(back, n),
        divided(most, n),
        wilson_interval(back, n)[0],
        wilson_interval(most, n)[1],
    )


def with_estimate(rates: pd.DataFrame, estimate: pd.DataFrame) -> pd.DataFrame:
    """Add what the return rate would be, were all hosts seen.

    The interval stays that of `return_rates`, which supposes less: that a host is missed no more
    often than one pupil is. The estimate supposes that schools are silent and periods untold
    whatever the host, and that pupils are missed one by one when loads are told apart.

    Parameters
    ----------
    rates : as `return_rates` gives it, with load
    estimate : load, hosts, back: estimated numbers (`data/model/77_return.sql`)

    Returns
    -------
    `rates` with `estimated`, in 0..1; missing where nothing is estimated or hosts are too few
    """
    numbers = estimate.set_index("load").reindex(rates["load"])
    hosts, back = numbers["hosts"].to_numpy(float), numbers["back"].to_numpy(float)
    shown = (rates["absence"].to_numpy() == "") & (hosts > 0)
    return rates.assign(estimated=np.clip(divided(back, np.where(shown, hosts, 0)), 0, 1))


def _units(
    durations: ArrayLike, events: ArrayLike, weights: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    t, ended = np.asarray(durations, dtype=float), np.asarray(events).astype(bool)
    w = np.ones(t.shape) if weights is None else np.asarray(weights, dtype=float)
    if t.ndim != 1 or not t.shape == ended.shape == w.shape:
        raise ValueError("one duration, one event and one weight a unit")
    if not (np.all(t >= 0) and np.all(w >= 0)):
        raise ValueError("durations must be known and not negative, weights too")
    return t, ended, w
