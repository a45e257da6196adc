"""Counts of an académie where no BEF differs from another, and schools do."""

import numpy as np
import pandas as pd

from analytics.pole.spine import COLUMNS

FAMILIES = ("commerce", "sante", "auto", "industrie")
BASE = {"commerce": -0.6, "sante": 0.0, "auto": 0.5, "industrie": 0.3}  # logits around the mean
SPREAD = 0.35  # of the schools' logits


def null_rows(seed: int, zones: int = 13) -> pd.DataFrame:
    """One row a school × family: what `spine.count_lines` reads, BEF without effect."""
    draw = np.random.default_rng(seed)
    schools = draw.integers(3, 12, zones)
    bef = np.repeat([f"BEF-{i + 1:02}" for i in range(zones)], schools)
    rows = pd.DataFrame({"bef": bef, "uai": [f"U{i:03}" for i in range(len(bef))]})
    rows = rows.merge(pd.DataFrame({"family": FAMILIES}), how="cross")
    rows = rows[draw.random(len(rows)) < 0.6].reset_index(drop=True)
    rows = rows.assign(level="1PRO", due=draw.integers(15, 120, len(rows)))
    school = pd.factorize(rows["uai"])[0]
    lean = rows["family"].map(BASE).to_numpy(float)

    def part(of: np.ndarray, share: float) -> np.ndarray:
        own = draw.normal(0, SPREAD, school.max() + 1)[school]
        return draw.binomial(of, 1 / (1 + np.exp(-(np.log(share / (1 - share)) + lean + own))))

    due = rows["due"].to_numpy()
    silent = (draw.random(school.max() + 1) < 0.05)[school]
    unknown = np.where(silent, due, draw.binomial(due, 0.02))
    signed = part(due - unknown, 0.92)
    agreed = draw.binomial(due - unknown - signed, 0.3)
    placed = signed + agreed
    told = placed - draw.binomial(placed, 0.05)
    family = part(told, 0.3)
    school_found = part(told - family, 0.25)
    counts = {
        "unknown": unknown,
        "signed": signed,
        "without": due - unknown - placed,
        "placed": placed,
        "late": part(placed, 0.1),
        "by_family": family,
        "by_school": school_found,
        "channel_unknown": placed - told,
        "in_own_bef": part(placed, 0.65),
        "evaluated": part(placed, 0.5),
        "interrupted": part(placed, 0.04),
    }
    return rows.assign(**{name: counts.get(name, 0) for name in COLUMNS if name not in rows})
