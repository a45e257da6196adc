"""How often chance colours a map of units, and how often a planted gap is seen.

    python -m benchmarks comparison

Null maps: 13 units, 92 schools, one rate for all, with or without an over-dispersion between
schools. A map is coloured when one unit at least is told apart from the others.
"""

import numpy as np

from analytics.statistics.comparison import compare_units

SCHOOLS = (15, 13, 11, 9, 8, 8, 7, 6, 5, 4, 3, 2, 1)  # in each of the 13 units
UNITS = np.repeat(np.arange(len(SCHOOLS)), SCHOOLS)
RATE = 0.93
MAPS = 2000
GAPS = (-0.03, -0.05, -0.08)
PLANTED = (0, 6, 11)  # a large, a middling and a small unit


def school_sizes(rng: np.random.Generator) -> np.ndarray:
    """Periods due of each school, 30 to 1 200, a few large and many small."""
    return np.clip(rng.lognormal(5.6, 0.8, len(UNITS)), 30, 1200).astype(int)


def draw_successes(rng: np.random.Generator, totals: np.ndarray, rates, rho: float) -> np.ndarray:
    """Successes of each school around `rates`, alike inside a school by `rho`."""
    rates = np.broadcast_to(rates, totals.shape)
    if rho > 0:
        size = (1 - rho) / rho
        rates = rng.beta(rates * size, (1 - rates) * size)
    return rng.binomial(totals, rates)


def coloured_share(rho: float, maps: int = MAPS, seed: int = 0, rate: float = RATE) -> float:
    """Share of null maps where a unit is told apart."""
    rng = np.random.default_rng(seed)
    coloured = 0
    for _ in range(maps):
        totals = school_sizes(rng)
        sides = compare_units(draw_successes(rng, totals, rate, rho), totals, UNITS)["side"]
        coloured += bool(sides.isin(["above", "below"]).any())
    return coloured / maps


def detection_share(
    gap: float, unit: int, rho: float, maps: int = 500, seed: int = 1
) -> tuple[float, float]:
    """Share of maps where the planted unit is told apart, and where another unit is."""
    rng = np.random.default_rng(seed)
    seen = wrong = 0
    for _ in range(maps):
        totals = school_sizes(rng)
        rates = np.where(unit == UNITS, RATE + gap, RATE)
        sides = compare_units(draw_successes(rng, totals, rates, rho), totals, UNITS)["side"]
        seen += sides[unit] == "below"
        wrong += bool(sides.drop(unit).isin(["above", "below"]).any())
    return seen / maps, wrong / maps


def main() -> None:
    print(f"Null maps coloured, of {MAPS} (13 units, 92 schools, rate {RATE:.0%})")
    for rho in (0.0, 0.01, 0.02, 0.03):
        print(f"  rho {rho:.2f}: {coloured_share(rho):.1%}")
    print("Planted gap seen in its unit, of 500 maps (in brackets: another unit coloured too)")
    for rho in (0.0, 0.02):
        for unit in PLANTED:
            shares = (detection_share(gap, unit, rho) for gap in GAPS)
            cells = (
                f"{gap * 100:+.0f} pts {seen:.0%} ({wrong:.0%})"
                for gap, (seen, wrong) in zip(GAPS, shares, strict=True)
            )
            print(f"  rho {rho:.2f}, unit of {SCHOOLS[unit]:2} schools: {', '.join(cells)}")


if __name__ == "__main__":
    main()
