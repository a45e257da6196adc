"""How often chance alone makes a change, and how often a planted step is seen.

    python -m benchmarks control

Counts are binomial, beta-binomial (rho inside a point), or of schools that share a shock of their
BEF at each moment; a series is false when it is said to have changed. Steps: the rate falls for
the last quarter of the points.
"""

import numpy as np
import pandas as pd

from analytics.statistics.control_charts import point_level
from analytics.statistics.uncertainty import false_discoveries
from analytics.verdicts.digest import COLUMNS, changes_of
from analytics.verdicts.school_panel import Panel, school_panel

RATE = 0.93
PANELS = 300
SCHOOLS = (15, 14, 9, 8, 7, 7, 6, 6, 5, 4, 4, 4, 3)  # in each of the 13 BEF
STEPS = (-0.03, -0.05)
Rng = np.random.Generator


def draw(rng: Rng, totals: np.ndarray, rates: np.ndarray | float, rho: float) -> np.ndarray:
    """Events around `rates`, alike inside a cell by `rho`."""
    rates = np.broadcast_to(rates, totals.shape)
    if rho > 0:
        size = (1 - rho) / rho
        rates = rng.beta(rates * size, (1 - rates) * size)
    return rng.binomial(totals.astype(int), rates).astype(float)


def panel(
    rng: Rng,
    moments: int,
    rho: float = 0.0,
    shock: float = 0.0,
    step: float = 0.0,
    unit: int = 0,
    schools: tuple[int, ...] = SCHOOLS,
    rate: float = RATE,
) -> Panel:
    """Schools of 30 to 1,200 periods a year, rates of their own; one in twelve is silent."""
    units = np.repeat(np.arange(len(schools)), schools)
    sizes = np.clip(rng.lognormal(5.6, 0.8, len(units)), 30, 1200) * 4 / moments
    totals = rng.poisson(sizes[:, None] * np.ones(moments)).astype(float)
    totals[rng.random(totals.shape) < 0.08] = 0
    own = np.clip(rate + 0.03 * rng.standard_normal(len(units)), 0.3, 0.995)[:, None]
    shared = shock * rng.standard_normal((len(schools), moments))[units]
    late = np.arange(moments) >= moments - max(1, moments // 4)
    rates = np.clip(own + shared + step * np.outer(units == unit, late), 0.01, 0.999)
    events = draw(rng, totals, rates, rho)
    expected = totals * events.sum() / totals.sum()
    return school_panel(events, totals, expected, units, len(schools))


def panel_shares(moments: int, panels: int = PANELS, seed: int = 1, **law: float) -> np.ndarray:
    """Shares of false: last campaign of a unit, its series, any unit (false discoveries)."""
    rng = np.random.default_rng(seed)
    last = np.arange(moments) >= moments - max(1, moments // 4)
    found = np.zeros(3)
    for _ in range(panels):
        made = panel(rng, moments, **law)  # type: ignore[arg-type]
        p = made.p_values(*made.contrast(last))
        each = made.p_values(made.effect, made.error)
        outside = (each <= point_level(0.05, moments)).any(axis=1)
        found += [np.mean(p <= 0.05), np.mean(outside), false_discoveries(p).any()]
    return found / panels


def power(moments: int, step: float, unit: int, rho: float, panels: int = 100) -> np.ndarray:
    """Shares of panels where the unit's last campaign, then any of its moments, is told."""
    rng = np.random.default_rng(2)
    last = np.arange(moments) >= moments - max(1, moments // 4)
    found = np.zeros(2)
    for _ in range(panels):
        made = panel(rng, moments, rho=rho, step=step, unit=unit)
        p = made.p_values(*made.contrast(last))[unit]
        each = made.p_values(made.effect, made.error)[unit]
        found += [p <= 0.05, (each <= point_level(0.05, moments)).any()]
    return found / panels


def null_counts(seed: int, schools: tuple[int, ...] = SCHOOLS) -> pd.DataFrame:
    """Four campaigns where nothing changes: counts of schools as `verdicts.digest` reads them.

    Schools differ, are alike inside by 0.01, and one in twelve says nothing of a campaign.
    """
    rng = np.random.default_rng(seed)
    units = np.repeat([f"BEF-{b:02}" for b in range(1, len(schools) + 1)], schools)
    table = pd.DataFrame({"bef": units, "uai": [f"U{i:03}" for i in range(len(units))]})
    table["size"] = np.clip(rng.lognormal(4.6, 0.8, len(units)), 10, 400)
    table["gap"] = 0.03 * rng.standard_normal(len(units))
    table = table.merge(
        pd.DataFrame({"year": [f"{y}-{y + 1}" for y in range(2022, 2026)]}), "cross"
    )
    table["silent"] = rng.random(len(table)) < 0.08
    table = table.merge(pd.DataFrame({"term": ["1", "3"], "level": ["TPRO", "2PRO"]}), "cross")
    table["family"] = "commerce"
    table["due"] = rng.poisson(table["size"])
    few = rng.binomial(table["due"], 0.02)
    table["unknown"] = np.where(table["silent"], table["due"], few)
    known = (table["due"] - table["unknown"]).to_numpy()
    gap = table["gap"].to_numpy()
    for name, rate in (("signed", 0.92), ("placed", 0.95)):
        table[name] = draw(rng, known, np.clip(rate + gap, 0.3, 0.999), 0.01)
    table["without"] = rng.binomial((known - table["signed"]).astype(int), 0.7)
    placed = table["placed"].to_numpy()
    for name, rate in (("late", 0.08), ("interrupted", 0.03)):
        table[name] = draw(rng, placed, np.clip(rate + gap / 2, 0.005, 0.9), 0.005)
    for name, rate in (("by_school", 0.25), ("in_own_bef", 0.6), ("evaluated", 0.5)):
        table[name] = draw(rng, placed, rate + gap, 0.03)
    return table.assign(**{name: 0 for name in COLUMNS if name not in table})


def claimed_share(digests: int = 200, seed: int = 0) -> float:
    """Share of digests of null counts that tell one change or more."""
    found = [changes_of(null_counts(seed + i))["signal"].any() for i in range(digests)]
    return float(np.mean(found))


def main() -> None:
    print(f"With schools, 13 BEF, {PANELS} panels: last campaign / series / any BEF of a map")
    for moments in (4, 12):
        for rho in (0.0, 0.01, 0.03):
            for shock in (0.0, 0.01):
                shares = panel_shares(moments, rho=rho, shock=shock)
                told = " / ".join(f"{share:.1%}" for share in shares)
                print(f"  {moments:2} moments, rho {rho:g}, shock {100 * shock:g} pt: {told}")
    print("With schools, a step in one BEF: last campaign / series")
    for moments in (4, 12):
        for unit in (0, 6, 12):
            for rho in (0.0, 0.01):
                cells = [
                    f"{100 * step:+.0f} pts "
                    + " / ".join(f"{share:.0%}" for share in power(moments, step, unit, rho))
                    for step in STEPS
                ]
                print(f"  {moments:2} moments, {SCHOOLS[unit]} schools, rho {rho:g}: {cells}")
    print(f"Digests of null counts that tell a change, of 200: {claimed_share():.1%}")


if __name__ == "__main__":
    main()
