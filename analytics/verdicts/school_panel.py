"""Units from moment to moment, each school compared with itself: what changed, and how surely."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from analytics.statistics.arrays import divided
from analytics.statistics.comparison import gap_p_values

_MEDIAN_SQUARE = 0.4549  # median of the square of a normal draw
_FARTHEST, _HALVINGS = 64, 16  # search of a limit: up to 64 errors, to a thousandth of one


@dataclass(frozen=True)
class Panel:
    """Rates of units over moments, schools and formations held; arrays of units × moments.

    Parameters
    ----------
    total : known periods
    centre : rate of each unit over all its moments, shape (units,)
    effect : gap of a moment to the unit's mean; missing where schools do not link the moments
    covariance : of the effects, units × moments × moments
    rho : correlation of the periods of one school and moment
    freedom : degrees of freedom behind the covariance
    """

    total: np.ndarray
    centre: np.ndarray
    effect: np.ndarray
    covariance: np.ndarray
    rho: float
    freedom: int

    @property
    def error(self) -> np.ndarray:
        """Standard errors of the effects."""
        found = np.sqrt(np.diagonal(self.covariance, axis1=1, axis2=2))
        return np.where(np.isnan(self.effect), np.nan, found)

    def p_values(self, gap: np.ndarray, error: np.ndarray) -> np.ndarray:
        """Two-sided p of gaps with these errors, the law leaning as rates near 100 % do."""
        whole = self.centre.reshape(-1, *[1] * (gap.ndim - 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            worth = whole * (1 - whole) / error**2
            return gap_p_values(gap, worth, np.inf, whole, self.freedom)

    def limits(self, level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rates between which a moment is ordinary, at the level of each unit; shape of `total`."""
        bounds = []
        for side in (-1.0, 1.0):
            near, far = np.zeros_like(self.effect), np.minimum(1, _FARTHEST * self.error)
            for _ in range(_HALVINGS):
                middle = (near + far) / 2
                out = self.p_values(side * middle, self.error) <= level[:, None]
                near, far = np.where(out, near, middle), np.where(out, middle, far)
            bound = np.clip(self.centre[:, None] + side * far, 0, 1)
            bounds.append(np.where(np.isnan(self.effect), np.nan, bound))
        return bounds[0], bounds[1]

    def half_width(self, confidence: float = 0.95) -> float:
        """Half an interval, in standard errors."""
        return float(student.ppf(0.5 + confidence / 2, self.freedom)) if self.freedom else np.nan

    def contrast(self, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean of some moments minus mean of the others, for each unit, with its error.

        Parameters
        ----------
        after : shape (moments,) or (units, moments), true for the moments that are compared
        """
        chosen = np.broadcast_to(after, self.total.shape)
        sides = (self.total * chosen, self.total * ~chosen)
        own, others = (divided(side, side.sum(axis=1, keepdims=True)) for side in sides)
        weights = own - others
        gap = np.sum(weights * np.nan_to_num(self.effect), axis=1)
        error = np.sqrt(np.einsum("ua,uab,ub->u", weights, self.covariance, weights))
        told = ~np.isnan(np.where(self.total > 0, self.effect, 0)).any(axis=1)
        told &= np.isfinite(weights).all(axis=1)
        return np.where(told, gap, np.nan), np.where(told, error, np.nan)


def school_panel(
    events: np.ndarray, totals: np.ndarray, expected: np.ndarray, units: np.ndarray, count: int
) -> Panel:
    """Fit the moments of each unit, with an effect of its own for each school.

    Least squares weighted by periods, on the gaps to what each formation would give (indirect
    standardisation): neither the mix of formations nor the schools that send make a change. The
    variance carries chance and the correlation of the periods of one school and moment, by
    moments over the schools of all units (Donner & Klar, 2000), and what units vary more than
    their schools explain, by the median of successive differences (after Laney, 2002).

    Parameters
    ----------
    events, totals, expected : of each school and moment, shape (schools, moments); expected: what
        its formations give at the rates of the whole
    units : unit of each school, 0 to `count` − 1
    count : number of units

    Returns
    -------
    The panel
    """
    moments = totals.shape[1]
    sent = totals.sum(axis=1) > 0
    x, n, e, units = events[sent], totals[sent], expected[sent], units[sent]
    size = n.sum(axis=1)[:, None]
    total, whole = _summed(n, units, count), np.bincount(units, size[:, 0], count)
    hits = np.bincount(units, x.sum(axis=1), count)
    centre = divided(hits, whole)
    gap = x - e
    eye = np.eye(moments)
    inner = n[:, :, None] * eye - n[:, :, None] * n[:, None, :] / size[:, :, None]
    inverse = np.linalg.pinv(_summed(inner, units, count), rcond=1e-9, hermitian=True)
    raw = np.einsum(
        "uab,ub->ua", inverse, _summed(gap - n * gap.sum(axis=1)[:, None] / size, units, count)
    )
    spread = centre * (1 - centre)
    rho, freedom = _school_correlation(n, gap, units, raw, inverse, np.nan_to_num(spread))
    variance = divided(1 + (n - 1) * rho, n, 0.0)
    variance *= np.nan_to_num(spread)[units, None]
    noise = np.einsum("jab,jb,jcb->jac", inner, variance, inner, optimize=True)
    raw_covariance = inverse @ _summed(noise, units, count) @ inverse
    centred = eye - divided(total, total.sum(axis=1, keepdims=True), 0.0)[:, None, :]
    effect = np.einsum("uab,ub->ua", centred, raw)
    covariance = centred @ raw_covariance @ centred.transpose(0, 2, 1)
    effect[(total == 0) | ~_linked(inverse, total)[:, None]] = np.nan
    shock, pairs = _shock(effect, covariance)
    if shock > 0:
        freedom = min(freedom, pairs)
        covariance += shock * centred @ centred.transpose(0, 2, 1)
    return Panel(total, centre, effect, covariance, rho, freedom)


def _school_correlation(
    n: np.ndarray,
    gap: np.ndarray,
    units: np.ndarray,
    effect: np.ndarray,
    inverse: np.ndarray,
    spread: np.ndarray,
) -> tuple[float, int]:
    """Correlation inside a school and moment, by moments, clipped at 0; degrees of freedom."""
    share = n / n.sum(axis=1)[:, None]
    rate = divided(gap, n, 0.0)
    fitted = effect[units] - np.sum(share * effect[units], axis=1)[:, None]
    left = rate - np.sum(share * rate, axis=1)[:, None] - fitted
    apart = np.eye(n.shape[1]) - share[:, None, :]
    lever = share + n * np.einsum("jta,jab,jtb->jt", apart, inverse[units], apart, optimize=True)
    free = np.where(n > 0, np.clip(1 - lever, 0, 1), 0)
    found = np.sum(n * left**2) - np.sum(free * spread[units, None])
    scale = np.sum(free * spread[units, None] * (n - 1))
    rho = float(np.clip(found / scale, 0, 1)) if scale > 0 else 0.0
    return rho, int(np.floor(free.sum() + 1e-6))


def _shock(effect: np.ndarray, covariance: np.ndarray) -> tuple[float, int]:
    """Variance of a unit's moments that its schools do not explain, at least 0; pairs behind it.

    The one that gives the squares of successive differences the median of chance: a few units
    that change do not move it.
    """
    after, before = effect[:, 1:], effect[:, :-1]
    same = np.diagonal(covariance, axis1=1, axis2=2)
    crossed = np.diagonal(covariance, offset=1, axis1=1, axis2=2)
    variance = same[:, 1:] + same[:, :-1] - 2 * crossed
    kept = np.isfinite(after - before) & (variance > 0)
    squares, variance = (after - before)[kept] ** 2, variance[kept]
    if not len(squares) or np.median(squares / variance) <= _MEDIAN_SQUARE:
        return 0.0, len(squares)
    low, high = 0.0, float(squares.max()) / _MEDIAN_SQUARE
    for _ in range(_HALVINGS):
        shock = (low + high) / 2
        wide = np.median(squares / (variance + 2 * shock)) > _MEDIAN_SQUARE
        low, high = (shock, high) if wide else (low, shock)
    return high, len(squares)


def _linked(inverse: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Tell the units whose moments are all linked by schools that have several of them."""
    rank = np.linalg.matrix_rank(inverse, hermitian=True)
    return rank == np.maximum((total > 0).sum(axis=1) - 1, 0)


def _summed(values: np.ndarray, units: np.ndarray, count: int) -> np.ndarray:
    out = np.zeros((count, *values.shape[1:]))
    np.add.at(out, units, values)
    return out
