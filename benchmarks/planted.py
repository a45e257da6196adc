"""Are the effects planted in the demonstration data found again, inside their intervals?

    python -m benchmarks planted

Twenty académies of the demonstration's generator, up to the state of each period at J0 (hosts,
files and intake change none of it), last year only, silent schools and unknown states left out as
in the product. The generator gives back its planted points exactly by regression on all periods,
school effects included, so intervals that count schools as drawn at random hold them more often
than 95 times in 100; gaps between publics are compared with those of the rates that were drawn.

Then the planted return of hosts, in three whole demonstration stores read as the page reads them:
what is seen, the estimate, and the interval, all campaigns together.
"""

import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.equity.effects import net_effects
from analytics.equity.publics import DIMENSIONS, concentration, effects, gaps, inequality
from analytics.statistics.retention import return_rates, with_estimate
from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store import store
from data.store.store import Store
from demo import _add_rates
from demo import parameters as P
from demo.files import stages
from demo.making_demo import build_demo
from demo.streams import Floats
from demo.territory import Territory, load_territory
from demo.world import access, placements
from demo.world.periods import make_periods
from demo.world.pupils import family_names, level_names, make_groups
from demo.world.schools import make_schools

SEEDS = range(3001, 3021)
YEAR = len(P.YEARS) - 1
GAPS = (
    ("ips", "pro", "ips-1"),
    ("ruralite", "pro", "rural"),
    ("ep", "college", "rep-plus"),
    ("ep", "college", "rep"),
)


@dataclass(frozen=True)
class Found:
    """One effect in one draw: what was planted and what is found; `claimed`: 0 is outside."""

    planted: float
    value: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        """There is an interval: without some school, nothing tells the effect from the others."""
        return not np.isnan(self.low)

    @property
    def held(self) -> bool:
        """The interval holds what was planted."""
        return self.low <= self.planted <= self.high

    @property
    def claimed(self) -> bool:
        """The interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def draw(seed: int, territory: Territory) -> pd.DataFrame:
    """Periods due of the last year by school, level and family, as `data.reads.equity.schools`.

    Returns
    -------
    Its columns but those of placements, and `expected`, periods that the drawn rates would sign
    """
    schools = make_schools(seed, 1.0, territory)
    due = make_periods(seed, make_groups(seed, schools))
    ips = {c: access.published_ips(seed, schools, c) for c in ("ips_pro", "ips_gt", "ips_clg")}
    _add_rates(seed, schools, due, ips)
    inputs = placements.Inputs(seed, territory, schools, ips["ips_pro"], ips["ips_gt"], {})
    pupils = placements.expand(inputs, YEAR, due)
    pupils = pupils.assign(
        expected=pupils["rate"],
        signed=(pupils["state"] == access.SIGNED).astype(int),
        unknown=(pupils["state"] == access.UNKNOWN).astype(int),
        due=1,
    )
    keys, sums = ["school", "level", "family"], ["due", "signed", "unknown", "expected"]
    rows = pupils.groupby(keys, as_index=False)[sums].sum()
    silent = rows["school"].isin(stages.silent_schools(seed, schools)[YEAR])
    rows.loc[silent, "unknown"], rows.loc[silent, "signed"] = rows.loc[silent, "due"], 0
    return _with_publics(rows, schools, ips)


def _with_publics(
    rows: pd.DataFrame, schools: pd.DataFrame, ips: dict[str, Floats]
) -> pd.DataFrame:
    """Add names, IPS and publics, as data/model/47_groups.sql says them."""
    levels, families = np.array(level_names()), np.array([*family_names(), "sans-objet"])
    at, level = rows["school"].to_numpy(), levels[rows["level"]]
    track = np.select([level == "3e", level == "2GT"], ["college", "gt"], "pro")
    last = {name: values[:, -1] for name, values in ips.items()}
    column = np.select(
        [track == "college", track == "gt"], [last["ips_clg"][at], last["ips_gt"][at]],
        last["ips_pro"][at],
    )  # fmt: skip
    zone = schools["zone"].map({"REP+": "rep-plus", "REP": "rep", "hors EP": "hors-ep"})
    rows = rows.assign(
        uai=at,
        track=track,
        level=level,
        family=families[rows["family"]],
        bef=schools["bef"].to_numpy()[at],
        ips=column,
        public=zone.to_numpy()[at],
        rural_class=np.where(schools["rural"].to_numpy()[at], "rural", "urbain"),
    )
    rows["ips_class"] = "inconnu"
    for _, part in rows.groupby("track"):
        mass = part.groupby("ips")["due"].sum()
        below = (mass.cumsum() - mass) / mass.sum()
        quarter = 1 + np.floor(4 * part["ips"].map(below)).astype(int)
        rows.loc[part.index, "ips_class"] = "ips-" + quarter.astype(str)
    return rows


def planted_effects(rows: pd.DataFrame) -> dict[str, Found]:
    """Effects of the generator, each net of the others, in points (of the vocational track)."""
    rows = rows[rows["track"] == "pro"]
    bef, family, points = P.STARVED
    traits = {
        "IPS": rows["ips"],
        "rural": rows["rural_class"] == "rural",
        "starved": (rows["bef"] == bef) & (rows["family"] == family),
    }
    planted = {"IPS": P.SLOPE_POINTS, "rural": P.RURAL_POINTS, "starved": points}
    # Coded so that the effect of the null BEF is its gap to the pupils' mean of all BEF.
    share = rows.groupby("bef")["due"].sum() / rows["due"].sum()
    null = P.NULL_BEF
    now = YEAR - (len(P.YEARS) - 1) / 2
    of_bef = {b: P.BEF_POINTS[b] + now * P.TREND_POINTS.get(b, 0.0) for b in share.index}
    traits["null"] = _against_the_mean(rows["bef"], share, null, null)
    planted["null"] = of_bef[null] - sum(share[b] * of_bef[b] for b in share.index)
    pivot = next(b for b in share.index if b != null)
    for b in share.index.difference([null, pivot]):
        traits[b] = _against_the_mean(rows["bef"], share, b, null)
    known = rows["due"] - rows["unknown"]
    strata = rows["family"] + "/" + rows["level"]
    table = pd.DataFrame({name: values.astype(float) for name, values in traits.items()})
    found = net_effects(table, rows["signed"], known, strata, rows["uai"]).set_index("trait")
    hundred = 100 * found[["effect", "low", "high"]]
    return {name: Found(value, *hundred.loc[name]) for name, value in planted.items()}


def _against_the_mean(bef: pd.Series, share: pd.Series, own: str, null: str) -> pd.Series:
    """Column whose effect is that of BEF `own`, the effects weighted by pupils adding up to 0."""
    pivot = next(b for b in share.index if b != null)
    return (bef == own).astype(float) - (bef == pivot) * share[own] / share[pivot]


def public_gaps(rows: pd.DataFrame) -> dict[str, Found]:
    """Gaps at equal mix as the page shows them, beside those of the rates that were drawn."""
    found = {}
    for dimension, track, public in GAPS:
        part = rows[rows["track"] == track]
        sure = part.assign(signed=part["expected"], unknown=0)
        pages, truth = (
            gaps(table, dimension, "taux_acces").set_index("group").loc[public]
            for table in (part, sure)
        )
        values = pages[["adjusted", "adjusted_low", "adjusted_high"]]
        name = f"{public} − {DIMENSIONS[dimension].reference} ({track})"
        found[name] = Found(100 * truth["adjusted"], *(100 * values))
    return found


def run(seeds: range = SEEDS) -> dict[str, list[Found]]:
    """All effects over seeds, by name."""
    territory = load_territory()
    found = defaultdict(list)
    for seed in seeds:
        rows = draw(seed, territory)
        for name, effect in {**planted_effects(rows), **public_gaps(rows)}.items():
            found[name].append(effect)
    return dict(found)


def returns(opened: Store) -> pd.DataFrame:
    """Return of vocational hosts, all campaigns: load, planted, value, estimated, low, high."""
    scope, pro = Scope.daet(), Selection("", "pro")
    states = reads.reader_of(opened, scope).states(pro, ("year",), ("due", "unknown"))
    later = states[states["year"] > states["year"].min()]
    unseen = later["unknown"].sum() / later["due"].sum()
    rates = return_rates(reads.engagement.returns(opened, scope, "", "pro", None), unseen)
    table = with_estimate(rates, reads.engagement.return_estimate(opened, scope, "", "pro"))
    return table.assign(planted=P.RETURN_RATES)


def _returns() -> None:
    """Print the planted return and what is found of it, one store a seed."""
    print("\nReturn of hosts by pupils taken, % (seen is a least value)")
    print("seed  pupils  planted  seen  estimated  interval      held")
    for seed in SEEDS[:3]:
        with tempfile.TemporaryDirectory() as folder:
            build_demo(Path(folder), lambda *_: None, seed=seed)
            path = store.current_path(Path(folder))
            assert path is not None
            opened = Store(path)
            for row in returns(opened).itertuples():
                held = row.low <= row.planted <= row.high
                print(
                    f"{seed}  {row.load:6}  {100 * row.planted:7.1f} {100 * row.value:5.1f}"
                    f" {100 * row.estimated:10.1f}  [{100 * row.low:.1f}, {100 * row.high:.1f}]"
                    f"  {'yes' if held else 'NO'}"
                )
            opened.close()


def _timings(seed: int) -> None:
    """Time of what the page computes at a change of setting, without cache or reads."""
    rows = draw(seed, load_territory())
    rows = rows.assign(without=0)
    part = rows[rows["track"] == "pro"]
    steps = {
        "gaps": lambda: gaps(part, "ips", "taux_acces"),
        "concentration": lambda: concentration(part, "taux_acces"),
        "inequality": lambda: inequality(part, "taux_acces"),
        "effects": lambda: effects(part, "taux_acces"),
    }
    for name, step in steps.items():
        start = time.perf_counter()
        step()
        print(f"  {name}: {1000 * (time.perf_counter() - start):.0f} ms")


def main() -> None:
    start = time.perf_counter()
    print(f"{len(SEEDS)} seeds, {P.YEAR_LABELS[YEAR]}, points of the rate of access at J0")
    print(f"{'effect':34} planted   found  half-width   held claimed no interval")
    for name, draws in run().items():
        mean = {k: np.mean([getattr(d, k) for d in draws]) for k in ("planted", "value")}
        told = [d for d in draws if d.told]
        half = np.mean([(d.high - d.low) / 2 for d in told])
        held, claimed = (sum(getattr(d, k) for d in told) for k in ("held", "claimed"))
        print(
            f"{name:34} {mean['planted']:+7.2f} {mean['value']:+7.2f} {half:11.2f}"
            f" {held:4}/{len(told)} {claimed:4}/{len(told)} {len(draws) - len(told):11}"
        )
    print(f"{time.perf_counter() - start:.0f} s; one page, vocational track:")
    _timings(SEEDS[0])
    _returns()


if __name__ == "__main__":
    main()
