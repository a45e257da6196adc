"""Where the pupils of each school live: gravity around it, drawn on the communes."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Floats, Ints, stream, take
from demo.territory import KM_PER_DEGREE, Territory, distances
from demo.world.hosts import draw_communes
from demo.world.pupils import level_names


def residence_file(
    seed: int, groups: pd.DataFrame, schools: pd.DataFrame, territory: Territory
) -> pd.DataFrame:
    """Return pupils by commune of residence: one row a school, year, level and commune.

    Parameters
    ----------
    seed : seed of the draw
    groups : as `make_groups` returns them
    schools : as `make_schools` returns them
    territory : communes; some of the neighbouring académies are added
    """
    draw = stream(seed, "residences")
    told = draw.random(len(schools)) >= P.HOME_SILENT
    recent = groups[groups["year"] >= len(P.YEARS) - P.HOME_YEARS]
    summed = recent.groupby(["year", "school", "level"], as_index=False)["pupils"].sum()
    rows = summed[told[summed["school"]]].reset_index(drop=True)
    codes, shares, line = _laws(rows, schools, territory)
    pupil = np.repeat(np.arange(len(rows)), rows["pupils"])
    pupil = pupil[draw.random(len(pupil)) >= P.HOME_UNKNOWN]
    commune = draw_communes(draw, shares, line[pupil])
    cell, count = np.unique(pupil * len(codes) + commune, return_counts=True)
    row = rows.iloc[cell // len(codes)]
    return pd.DataFrame(
        {
            "uai": take(schools["uai"].tolist(), row["school"].to_numpy()),
            "annee_scolaire": take(P.YEAR_LABELS, row["year"].to_numpy()),
            "niveau": take(level_names(), row["level"].to_numpy()),
            "commune_residence": take(codes, cell % len(codes)),
            "eleves_residents": count,
        }
    )


def _laws(
    rows: pd.DataFrame, schools: pd.DataFrame, territory: Territory
) -> tuple[list[str], Floats, Ints]:
    """Return the communes, cumulated shares by school and law, and the line of each row."""
    communes, names = territory.communes, list(P.HOME_GRAVITY)
    known = {name: rank for rank, name in enumerate(names)}
    law = np.array([known.get(level, known["pro"]) for level in level_names()])
    pairs, line = np.unique(
        rows["school"].to_numpy() * len(names) + law[rows["level"]], return_inverse=True
    )
    scale, power = np.array([P.HOME_GRAVITY[n] for n in names]).T[:, pairs % len(names), None]
    around = pd.DataFrame(P.NEIGHBOURS, columns=["code", "lat", "lon", "population"])
    shrink = communes["x"].iloc[0] / communes["lon"].iloc[0]
    beyond = np.column_stack([around["lon"] * shrink, around["lat"] * KM_PER_DEGREE])
    people = np.r_[communes["population"].to_numpy() + 20, around["population"]]
    half = np.r_[communes["half_radius"].to_numpy(), np.full(len(around), 1.5)]
    seats = schools[["x", "y"]].to_numpy(dtype=np.float64)[pairs // len(names)]
    far = np.maximum(distances(seats, np.vstack([territory.xy, beyond])), half)
    weight = people * (1 + far / scale) ** -power
    shares = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
    return [*communes["code"], *around["code"]], shares, line
