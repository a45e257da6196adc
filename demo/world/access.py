"""Who has a place on day 1, who is late, who has none: the planted effects and the draw."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Flags, Floats, Ints, draw_classes, stream
from demo.world.pupils import family_names, level_names

SIGNED, AGREED, FOUND_SOON, FOUND_LATE, NEVER, UNKNOWN = range(6)
FEWEST_SCHOOLS = 60  # below, planted effects are only approximate
POINTS_PER_LOGIT = 6.5
SEPTEMBER_1 = [(pd.Timestamp(year, 9, 1) - pd.Timestamp(0)).days for year in P.YEARS]


@dataclass(frozen=True)
class Rates:
    """Probability of a convention signed on day 1, one a period due.

    Parameters
    ----------
    signed : probability, per 1
    logits : effects used, in logits (intercept, slope per IPS point, …)
    schools : effect of each school, logits
    """

    signed: Floats
    logits: dict[str, float]
    schools: Floats


def _logit(p: Floats) -> Floats:
    return np.log(p / (1 - p))


def _expit(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def published_ips(seed: int, schools: pd.DataFrame, column: str) -> Floats:
    """Return the IPS published each year, to 0.1: one line a school, one column a year."""
    draw = stream(seed, f"publication {column}")
    base = schools[column].to_numpy(dtype=np.float64)
    noise = 0.4 * draw.standard_normal((len(base), len(P.YEARS)))
    noise[:, -1] = 0.0
    return np.round(base[:, None] + noise, 1)


def _design(schools: pd.DataFrame, due: pd.DataFrame, ips: Floats) -> tuple[Floats, Floats]:
    """Return the columns of the planted effects, one line a group × period, and their points.

    Columns: IPS, rural, starved cell, each BEF but the one without effect, trend of some BEF.
    """
    school, year = due["school"].to_numpy(), due["year"].to_numpy()
    bef = schools["bef"].to_numpy()[school]
    starved_bef, starved_family, starved_points = P.STARVED
    starved = (bef == starved_bef) & (due["family"] == family_names().index(starved_family))
    columns = [ips[school, year] - P.IPS_QUARTILES[1], schools["rural"].to_numpy()[school], starved]
    points = [P.SLOPE_POINTS, P.RURAL_POINTS, starved_points]
    for code, value in P.BEF_POINTS.items():
        if code != P.NULL_BEF:
            columns.append(bef == code)
            points.append(value)
    for code, value in P.TREND_POINTS.items():
        columns.append((bef == code) * (year - (len(P.YEARS) - 1) / 2))
        points.append(value)
    return np.column_stack(columns).astype(np.float64), np.array(points)


def _within(values: Floats, group: Ints, weight: Floats) -> Floats:
    """Return values less the weighted mean of their formation (family × level)."""
    total = np.maximum(np.bincount(group, weight), 1e-12)
    means = [np.bincount(group, weight * column) / total for column in values.T]
    return values - np.column_stack(means)[group]


def vocational_rates(seed: int, schools: pd.DataFrame, due: pd.DataFrame, ips: Floats) -> Rates:
    """Return the rate of each vocational group × period.

    Parameters
    ----------
    seed : seed of the draw
    schools, due : as made by `make_schools` and `make_periods`, vocational rows only
    ips : published vocational IPS, school × year

    The rate is logistic in family, level, school and the planted effects. Their weights are set
    so that the linear regression of the rate on those effects at equal formation (family ×
    level), over all pupils due, gives the planted points exactly: school noise included.
    """
    families, levels = family_names(), level_names()
    school, year = due["school"].to_numpy(), due["year"].to_numpy()
    family, level = due["family"].to_numpy(), due["level"].to_numpy()
    centre = float(_logit(np.array([P.PLACED_PRO]))[0])
    family_rate = np.array([P.FAMILY_RATE[f] for f in families])
    level_rate = np.array([P.LEVEL_RATE.get(k, P.PLACED_PRO) for k in levels])
    effects = P.SCHOOL_SD * stream(seed, "effets etablissements").standard_normal(len(schools))
    yearly = stream(seed, "effets annuels").standard_normal((len(schools), len(P.YEARS)))
    fixed = _logit(family_rate)[family] + _logit(level_rate)[level] - 2 * centre
    fixed += effects[school] + P.SCHOOL_YEAR_SD * yearly[school, year]
    design, points = _design(schools, due, ips)
    weight = due["due"].to_numpy(dtype=np.float64)
    inner = _within(design, family * len(levels) + level, weight)
    gram = inner.T @ (inner * weight[:, None])
    exact = len(np.unique(school)) > FEWEST_SCHOOLS
    intercept, theta = centre, points / POINTS_PER_LOGIT
    for _ in range(60):
        rate = np.clip(_expit(intercept + fixed + design @ theta), 0.3, 0.999)
        if exact:
            got = 100 * np.linalg.solve(gram, inner.T @ (weight * rate))
            theta = theta + 0.7 * (points - got) / POINTS_PER_LOGIT
        gap = P.PLACED_PRO - float(np.average(rate, weights=weight))
        intercept += gap / float(np.average(rate * (1 - rate), weights=weight))
    return Rates(rate, {"intercept": intercept, "pente_ips": float(theta[0])}, effects)


def school_rates(schools: pd.DataFrame, due: pd.DataFrame, gt: Floats, seed: int) -> Floats:
    """Return the rate of each 3e and 2de GT group."""
    school, year = due["school"].to_numpy(), due["year"].to_numpy()
    draw = stream(seed, "effets secondes et colleges")
    noise = (0.35 * draw.standard_normal(len(schools)))[school]
    by_department = schools["departement"].map(P.GT_RATE).to_numpy(dtype=np.float64)
    general = np.where(schools["rural"].to_numpy(), P.GT_RURAL_RATE, by_department)[school]
    slope = P.SLOPE_POINTS / 100 * (np.nan_to_num(gt, nan=110.0)[school, year] - 110)
    college = schools["zone"].map(P.COLLEGE_RATE).to_numpy(dtype=np.float64)[school]
    is_college = (due["level"] == level_names().index("3e")).to_numpy()
    rate = np.clip(np.where(is_college, college, general + slope), 0.5, 0.985)
    return _expit(_logit(rate) + noise)


def draw_states(seed: int, year: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Draw the state and the dates of each pupil × period.

    Parameters
    ----------
    seed, year : seed of the draw, rank of the school year
    rows : one row a pupil × period: rate, risk (multiplies the odds of staying without), start,
        general (True in 2de GT)

    Returns
    -------
    One row a pupil × period: state (code), agreed, signed (days since 1970, -1 for none).
    """
    draw = stream(seed, "etats", P.YEARS[year])
    count = len(rows)
    state = np.full(count, SIGNED, dtype=np.int64)
    missed = np.flatnonzero(draw.random(count) >= rows["rate"].to_numpy())
    soon, late = np.array(P.MISSED_SHARES[:2]), np.array(P.MISSED_SHARES[2:])
    odds = rows["risk"].to_numpy()[missed][:, None]
    shares = np.hstack([np.broadcast_to(soon, (len(missed), 2)), late * odds])
    shares = shares / shares.sum(axis=1, keepdims=True)
    state[missed] = AGREED + draw_classes(draw, shares, np.arange(len(missed)))
    agreed, signed = _dates(draw, state, rows, SEPTEMBER_1[year])
    unknown = draw.random(count) < P.UNKNOWN_STATE
    state[unknown], agreed[unknown], signed[unknown] = UNKNOWN, -1, -1
    return pd.DataFrame({"state": state, "agreed": agreed, "signed": signed})


def _lags(draw: np.random.Generator, general: Flags, longest: Ints) -> Ints:
    """Draw the days between the agreement and the start, for those signed on day 1."""
    count = len(general)
    usual = draw.lognormal(np.where(general, np.log(50), np.log(44)), 0.65, count)
    longest = np.maximum(longest, 8)
    early = usual > longest  # before the school year: spread over its first weeks
    usual = np.where(early, longest * draw.uniform(0.6, 1.0, count), np.maximum(usual, 7))
    late = draw.random(count) < P.LATE_SHARE
    return np.where(late, draw.integers(0, 7, count), usual).astype(np.int64)


def _dates(
    draw: np.random.Generator, state: Ints, rows: pd.DataFrame, september: int
) -> tuple[Ints, Ints]:
    """Draw agreement and signature: agreement ≤ signature ≤ start for those in time."""
    start, count = rows["start"].to_numpy(), len(rows)
    lag = _lags(draw, rows["general"].to_numpy(), start - september)
    agreed = start - lag
    signed = agreed + np.floor((lag + 0.99) * draw.beta(1.3, 2.2, count)).astype(np.int64)
    signed = np.minimum(signed, start)
    pending = state == AGREED
    agreed = np.where(pending, start - 1 - draw.integers(0, 21, count), agreed)
    never_signed = draw.random(count) < 0.45
    after = start + draw.integers(1, 11, count)
    signed = np.where(pending, np.where(never_signed, -1, after), signed)
    soon, late = state == FOUND_SOON, state == FOUND_LATE
    agreed = np.where(soon, start + draw.integers(1, 8, count), agreed)
    agreed = np.where(late, start + draw.integers(8, 15, count), agreed)
    signed = np.where(soon | late, agreed + draw.integers(0, 4, count), signed)
    agreed, signed = np.where(state == NEVER, [[-1], [-1]], [agreed, signed])
    return agreed, signed
