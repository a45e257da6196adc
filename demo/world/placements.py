"""One year of periods due, pupil by pupil and without identity: state, host, channel, quality."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Flags, Floats, Ints, draw_classes, stream
from demo.territory import Territory
from demo.world import access, hosts
from demo.world.pupils import family_names, level_names

VISITED = {"3e": 0.25, "2GT": 0.12}
VISITED_PRO = 0.86


@dataclass(frozen=True)
class Inputs:
    """What every year is drawn from: seed, territory, schools, rates, IPS, places of hosts."""

    seed: int
    territory: Territory
    schools: pd.DataFrame
    ips_pro: Floats  # school × year
    ips_other: Floats  # school × year: GT, else collège
    reach: dict[str, tuple[Ints, Floats]]  # family or level -> line by school, cumulated shares


def make_reach(territory: Territory, schools: pd.DataFrame) -> dict[str, tuple[Ints, Floats]]:
    """Return where the hosts are, by family (or level) and school."""
    columns = {"3e": "clg", "2GT": "gt"}
    found = {}
    for name, (median, high) in P.DISTANCE.items():
        rows = np.flatnonzero(schools[columns.get(name, "pro")].to_numpy() > 0)
        line = np.full(len(schools), -1, dtype=np.int64)
        line[rows] = np.arange(len(rows))
        stretch = np.where(schools["rural"].to_numpy()[rows], P.RURAL_STRETCH, 1.0)
        less = P.DISTANCE_DRAWN[name]
        law = (median * less[0], high * less[1])
        xy = schools[["x", "y"]].to_numpy(dtype=np.float64)[rows]
        found[name] = (line, hosts.commune_shares(xy, stretch, law, territory))
    return found


def expand(inputs: Inputs, year: int, due: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pupil × period due of a year, with its state and dates."""
    rows = due.loc[due["year"] == year].reset_index(drop=True)
    levels = level_names()
    vocational = (rows["family"] >= 0).to_numpy()
    school = rows["school"].to_numpy()
    ips = inputs.ips_pro[school, year]
    tertiary = rows["family"].isin([family_names().index(f) for f in P.TERTIARY]).to_numpy()
    youngest = (rows["level"] == levels.index("2PRO")).to_numpy()
    odds = np.exp(0.05 * (P.IPS_QUARTILES[1] - np.nan_to_num(ips, nan=P.IPS_QUARTILES[1])))
    rows["risk"] = odds * np.where(tertiary, 1.35, 1.0) * np.where(youngest, 1.4, 1.0)
    rows["vocational"], rows["general"] = vocational, rows["level"] == levels.index("2GT")
    pupils = rows.loc[rows.index.repeat(rows["due"])].reset_index(drop=True)
    states = access.draw_states(inputs.seed, year, pupils)
    return pd.concat([pupils.drop(columns=["risk", "pupils", "due"]), states], axis=1)


def engage(inputs: Inputs, year: int, rows: pd.DataFrame, registry: hosts.Registry) -> None:
    """Add to `rows` the country (0 France, else rank) and the host (-1 for none)."""
    draw = stream(inputs.seed, "lieux", P.YEARS[year])
    schools, school = inputs.schools, rows["school"].to_numpy()
    placed = ~rows["state"].isin([access.NEVER, access.UNKNOWN]).to_numpy()
    rows["country"] = _countries(draw, schools["bef"].to_numpy()[school], placed)
    wanted = _wanted_families(draw, rows["family"].to_numpy())
    commune = _wanted_communes(draw, inputs, rows)
    curve = inputs.territory.communes["curve"].to_numpy()
    host = np.full(len(rows), -1, dtype=np.int64)
    here = placed & (rows["country"] == 0).to_numpy()
    vocational = rows["vocational"].to_numpy()
    back = hosts.returning(stream(inputs.seed, "retours", P.YEARS[year]), registry)
    pro, other = np.flatnonzero(here & vocational), np.flatnonzero(here & ~vocational)
    seat = (inputs.seed, year, registry, curve)
    host[pro] = hosts.place_vocational(*seat, wanted[pro], commune[pro], back)
    count = np.bincount(host[pro], minlength=len(registry.commune))
    host[other] = hosts.place_school(*seat, wanted[other], commune[other], back, count)
    size = len(registry.commune)
    registry.vocational.append(np.bincount(host[pro], minlength=size))
    registry.total.append(np.bincount(host[host >= 0], minlength=size))
    rows["host"] = host


def _countries(draw: np.random.Generator, bef: np.ndarray, placed: Flags) -> Ints:
    """Draw the country: 0 France, 1 Luxembourg, 2 Germany, 3 Belgium."""
    country = np.zeros(len(bef), dtype=np.int64)
    for code, share in P.ABROAD.items():
        away = np.flatnonzero((bef == code) & placed & (draw.random(len(bef)) < share))
        split = np.array(P.ABROAD_COUNTRIES[code])[None, :]
        country[away] = 1 + draw_classes(draw, split, np.zeros(len(away), dtype=np.int64))
    return country


def _wanted_families(draw: np.random.Generator, family: Ints) -> Ints:
    """Draw the family of the host: that of the formation, but for a few and in 3e and 2de GT."""
    weight = np.array([P.SCHOOL_FAMILY_WEIGHT[f] for f in family_names()], dtype=np.float64)
    anyone = draw.choice(len(weight), size=len(family), p=weight / weight.sum())
    return np.where((family < 0) | (draw.random(len(family)) < P.OTHER_FAMILY), anyone, family)


def _wanted_communes(draw: np.random.Generator, inputs: Inputs, rows: pd.DataFrame) -> Ints:
    """Draw the commune where each pupil looks for a host."""
    names = [*family_names(), "2GT", "3e"]
    general, family = rows["general"].to_numpy(), rows["family"].to_numpy()
    law = np.where(family >= 0, family, np.where(general, len(names) - 2, len(names) - 1))
    school = rows["school"].to_numpy()
    commune = np.zeros(len(rows), dtype=np.int64)
    for rank, name in enumerate(names):
        here = np.flatnonzero(law == rank)
        line, cumulated = inputs.reach[name]
        commune[here] = hosts.draw_communes(draw, cumulated, line[school[here]])
    return commune


def add_quality(inputs: Inputs, year: int, rows: pd.DataFrame) -> None:
    """Add to `rows` the channel (rank, -1 unknown), days planned and done, and the flags."""
    draw = stream(inputs.seed, "qualite", P.YEARS[year])
    placed = (rows["host"] >= 0).to_numpy() | (rows["country"] > 0).to_numpy()
    rows["placed"] = placed
    rows["channel"] = np.where(placed, _channels(draw, inputs, year, rows), -1)
    asked = stream(inputs.seed, "canal connu").uniform(*P.CHANNEL_UNKNOWN, len(inputs.schools))
    rows["channel_known"] = draw.random(len(rows)) >= asked[rows["school"]]
    rows["planned"] = 5 * rows["weeks"]
    rows["stopped"] = placed & (draw.random(len(rows)) < P.INTERRUPTED)
    rows["done"] = _days_done(draw, rows)
    levels = level_names()
    visited = np.array([VISITED.get(k, VISITED_PRO) for k in levels])[rows["level"]]
    rows["visited"] = placed & (draw.random(len(rows)) < visited)
    habit = stream(inputs.seed, "evaluations").beta(4, 4, len(inputs.schools))
    rows["evaluated"] = placed & (draw.random(len(rows)) < habit[rows["school"]])


def _channels(draw: np.random.Generator, inputs: Inputs, year: int, rows: pd.DataFrame) -> Ints:
    """Draw the channel by IPS quartile (lycées) or by priority zone (3e)."""
    school, zones = rows["school"].to_numpy(), list(P.CHANNEL_BY_ZONE)
    shares = np.array([*P.CHANNEL_BY_QUARTILE, *P.CHANNEL_BY_ZONE.values()])
    shares /= shares.sum(axis=1, keepdims=True)
    pro = np.searchsorted(P.IPS_QUARTILES, inputs.ips_pro[school, year])
    other = inputs.ips_other[school, year]
    general = rows["general"].to_numpy()
    edges = np.quantile(other[general], [0.25, 0.5, 0.75])
    zone = (
        inputs.schools["zone"].map({z: 4 + i for i, z in enumerate(zones)}).fillna(4).to_numpy(int)
    )
    line = np.where(general, np.searchsorted(edges, other), zone[school])
    return draw_classes(draw, shares, np.where(rows["vocational"], pro, line))


def _days_done(draw: np.random.Generator, rows: pd.DataFrame) -> Ints:
    """Draw the days done: absences, interruptions, late starts; 0 without a place, -1 unknown."""
    planned = rows["planned"].to_numpy()
    state, placed = rows["state"].to_numpy(), rows["placed"].to_numpy()
    delay = np.where(rows["agreed"] > rows["start"], (rows["agreed"] - rows["start"]) * 5 // 7, 0)
    done = np.maximum(draw.binomial(planned, 0.972) - delay, 0)
    stopped = np.floor(planned * draw.uniform(0.1, 0.8, len(rows))).astype(np.int64)
    done = np.where(rows["stopped"], np.minimum(done, stopped), done)
    return np.where(state == access.UNKNOWN, -1, np.where(placed, done, 0)).astype(np.int64)
