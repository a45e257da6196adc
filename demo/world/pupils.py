"""Pupils of each school by year, level and family (never one by one)."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Floats, stream, whole
from demo.territory import read_reference

SMALLEST_GROUP = 3


def level_names() -> list[str]:
    """Return the levels, in the order of the reference table."""
    return read_reference("niveaux.csv")["niveau"].tolist()


def family_names() -> list[str]:
    """Return the families, in the order of the reference table."""
    return read_reference("familles.csv")["famille"].tolist()


def make_groups(seed: int, schools: pd.DataFrame) -> pd.DataFrame:
    """Draw the pupils.

    Parameters
    ----------
    seed : seed of the draw
    schools : as made by `make_schools`

    Returns
    -------
    One row a school, year, level and family: school (row), year (rank), level, family (rank,
    -1 in 3e and 2de GT), pupils.
    """
    levels = level_names()
    parts = [_vocational(seed, schools, levels)]
    for level, column in (("2GT", "gt"), ("3e", "clg")):
        draw = stream(seed, f"effectifs {level}")
        rows = np.flatnonzero(schools[column].to_numpy() > 0)
        for year, volume in enumerate(P.VOLUME_BY_YEAR):
            size = schools[column].to_numpy()[rows]
            moved = size * np.exp(draw.normal(0, 0.03, len(rows)))
            parts.append(
                pd.DataFrame(
                    {
                        "school": rows,
                        "year": year,
                        "level": levels.index(level),
                        "family": -1,
                        "pupils": whole(draw, moved * size.sum() / moved.sum() * volume),
                    }
                )
            )
    groups = pd.concat(parts, ignore_index=True)
    return groups.sort_values(["year", "school", "level", "family"], ignore_index=True)


def _family_targets(schools: pd.DataFrame) -> Floats:
    """Return pupils by official BEF (lines) and family: raked, local marks kept."""
    table = read_reference("familles.csv")
    share = table["part_pct"].astype(float).to_numpy() / 100
    zones = list(P.BEF_PRO)
    pro = schools.iloc[np.flatnonzero(schools["pro"] > 0)]
    pupils = pro.groupby("bef_officiel")["pro"].sum().reindex(zones).to_numpy()
    fixed = np.full((len(zones), len(share)), np.nan)
    for zone, marks in P.LOCAL_MARKS.items():
        for family, part in marks.items():
            line = zones.index(zone)
            fixed[line, table["famille"].tolist().index(family)] = part * pupils[line]
    held = np.nan_to_num(fixed)
    free = np.where(np.isnan(fixed), np.outer(pupils, share), 0.0)
    rows, columns = pupils - held.sum(axis=1), share * pupils.sum() - held.sum(axis=0)
    for _ in range(60):
        free *= (columns / free.sum(axis=0))[None, :]
        free *= (rows / free.sum(axis=1))[:, None]
    return free + held


def _offer(seed: int, schools: pd.DataFrame) -> Floats:
    """Return pupils by vocational school (lines) and family: which school teaches what."""
    draw = stream(seed, "familles")
    targets = _family_targets(schools)
    zones = schools["bef_officiel"].map({z: i for i, z in enumerate(P.BEF_PRO)}).to_numpy()
    size = schools["pro"].to_numpy()
    offer = np.zeros((len(schools), targets.shape[1]))
    for zone in range(len(targets)):
        rows = np.flatnonzero((zones == zone) & (size > 0))
        count = len(rows)
        wanted = np.clip(np.ceil(targets[zone] / 75), 1, count).astype(int)
        appeal = draw.random((count, targets.shape[1])) / size[rows][:, None]
        opened = np.argsort(np.argsort(appeal, axis=0), axis=0) < wanted[None, :]
        closed = ~opened.any(axis=1)
        opened[closed, 0] = opened[closed, 3] = True
        block = opened * size[rows][:, None] * draw.gamma(4, 0.25, opened.shape)
        for _ in range(15):
            block *= (size[rows] / block.sum(axis=1))[:, None]
            block *= (targets[zone] / block.sum(axis=0))[None, :]
        offer[rows] = block
    return offer


def _level_mix(draw: np.random.Generator, offer: Floats, families: list[str]) -> Floats:
    """Return the share of each vocational level, by school × family × level."""
    shares = np.array(list(P.LEVEL_SHARES.values()))
    in_cap = shares[3:].sum()
    weight = np.array([P.CAP_WEIGHT[f] for f in families])
    has_cap = (draw.random(offer.shape) < 0.6) & (weight > 0)[None, :]
    cap = has_cap * weight[None, :]
    for _ in range(20):
        cap = np.minimum(cap * in_cap * offer.sum() / (cap * offer).sum(), 0.9)
    mix = np.empty((*offer.shape, len(shares)))
    mix[..., :3] = (1 - cap)[..., None] * shares[:3] / shares[:3].sum()
    mix[..., 3:] = cap[..., None] * shares[3:] / in_cap
    return mix


def _vocational(seed: int, schools: pd.DataFrame, levels: list[str]) -> pd.DataFrame:
    """One row a school, year, vocational level and family."""
    draw = stream(seed, "effectifs pro")
    families = family_names()
    offer = _offer(seed, schools)
    base = offer[..., None] * _level_mix(draw, offer, families)
    parts = []
    for year, volume in enumerate(P.VOLUME_BY_YEAR):
        moved = base * np.exp(draw.normal(0, 0.05, base.shape))
        moved[moved < SMALLEST_GROUP] = 0
        school, family, level = np.nonzero(moved)
        moved *= schools["pro"].sum() * volume / moved.sum()
        parts.append(
            pd.DataFrame(
                {
                    "school": school,
                    "year": year,
                    "level": np.array([levels.index(k) for k in P.LEVEL_SHARES])[level],
                    "family": family,
                    "pupils": whole(draw, moved[school, family, level]),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
