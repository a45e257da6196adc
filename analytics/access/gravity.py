"""How placements thin out with distance: a Poisson gravity model fitted on observed flows."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.special import ndtri

MOST_STEPS = 60
PRECISION = 1e-9


@dataclass(frozen=True)
class GravityFit:
    """Decay of flows with distance: flow = origin total × attraction × exp(−decay × term).

    Parameters
    ----------
    decay : maximum-likelihood estimate
    low, high : its interval; the variance is clustered by origin. NaN with a single origin
    flows : placements that were used
    left_out : placements beyond the radius, or where attraction is null: not used
    """

    decay: float
    low: float
    high: float
    flows: float
    left_out: float


def fit_gravity(
    flows: csr_array, attraction: ArrayLike, terms: csr_array, confidence: float = 0.95
) -> GravityFit:
    """Fit the decay by Poisson maximum likelihood, one free level by origin.

    With a level by origin the model is the origin-constrained gravity model (Wilson, 1971;
    Poisson form: Flowerdew and Aitkin, 1982). Levels are eliminated: at each step they make the
    fitted flows of an origin add up to the observed ones, and Fisher scoring (what iteratively
    reweighted least squares does) runs on the decay alone. Placements of one school are not
    independent: the variance is the sandwich clustered by origin, with G / (G − 1).

    Parameters
    ----------
    flows : n × m placements from origins (communes of schools) to destinations (of hosts)
    attraction : of each destination, (m,), employer establishments say
    terms : n × m, what the decay multiplies (km, or ln km), stored where a flow is possible
    confidence : of the interval

    Returns
    -------
    A decay that is not positive means that flows do not thin out

    Raises
    ------
    ValueError : shapes differ, a value is negative or missing, or flows tell nothing of distance
    """
    pairs, used = _pairs(flows, np.asarray(attraction, dtype=float), terms)
    decay = 0.0
    for _ in range(MOST_STEPS):
        score, information = _score(pairs, decay)
        if information <= 0:
            raise ValueError("no origin has a choice of distances: the decay cannot be told")
        step = score.sum() / information
        decay += float(np.clip(step, -1, 1))
        if abs(step) <= PRECISION * max(1.0, abs(decay)):
            break
    else:
        raise ValueError("the decay does not converge: flows are at one end of the distances")
    score, information = _score(pairs, decay)
    error = _clustered_error(score, information)
    margin = float(ndtri(0.5 + confidence / 2)) * error
    left_out = float(flows.sum()) - used
    return GravityFit(decay, decay - margin, decay + margin, used, left_out)


def _pairs(
    flows: csr_array, attraction: np.ndarray, terms: csr_array
) -> tuple[pd.DataFrame, float]:
    """Possible pairs of the origins that send somebody: origin, flow, attraction, term."""
    if flows.shape != terms.shape or attraction.shape != (flows.shape[1],):
        raise ValueError("flows, attraction and terms have different shapes")
    for values in (flows.data, attraction):
        if not np.all(np.isfinite(values)) or np.any(values < 0):
            raise ValueError("flows and attraction must be finite and not negative")
    if not np.all(np.isfinite(terms.data)):
        raise ValueError("terms must be finite")
    origin = np.repeat(np.arange(terms.shape[0]), np.diff(terms.indptr))
    pairs = pd.DataFrame({"origin": origin, "term": terms.data.astype(float)})
    pairs["attraction"] = attraction[terms.indices]
    pairs["flow"] = np.asarray(flows[origin, terms.indices], dtype=float)  # 0 where none
    pairs = pairs[pairs["attraction"] > 0]
    sent = pairs.groupby("origin")["flow"].transform("sum")
    pairs = pairs[sent > 0].reset_index(drop=True)
    pairs["sent"] = sent[sent > 0].to_numpy()
    pairs["origin"] = pd.factorize(pairs["origin"])[0]
    return pairs, float(pairs["flow"].sum())


def _score(pairs: pd.DataFrame, decay: float) -> tuple[np.ndarray, float]:
    """The score of each origin, and the information on the decay."""
    origin, term = pairs["origin"].to_numpy(), pairs["term"].to_numpy()
    power = np.log(pairs["attraction"].to_numpy()) - decay * term
    first = np.flatnonzero(np.diff(origin, prepend=-1))  # pairs of an origin follow each other
    power -= np.maximum.reduceat(power, first)[origin]
    share = np.exp(power)
    share /= np.bincount(origin, share)[origin]
    expected = pairs["sent"].to_numpy() * share
    mean = np.bincount(origin, share * term)[origin]
    score = np.bincount(origin, (expected - pairs["flow"].to_numpy()) * term)
    return score, float((expected * (term - mean) ** 2).sum())


def _clustered_error(score: np.ndarray, information: float) -> float:
    groups = len(score)
    if groups < 2:
        return float("nan")
    return float(np.sqrt(groups / (groups - 1) * (score**2).sum()) / information)
