"""Invented schools: where they stand, how many pupils, which social index (IPS)."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Floats, Ints, apportion, stream
from demo.territory import KM_PER_DEGREE, Territory
from demo.world.codes import FIRST_COLLEGE, uai_codes
from demo.world.names import SCHOOL_WORDS, tails

JITTER_KM = 0.35


def make_schools(seed: int, share: float, territory: Territory) -> pd.DataFrame:
    """Draw the schools.

    Parameters
    ----------
    seed : seed of the draw
    share : share of the pupils and schools of the académie
    territory : communes and BEF

    Returns
    -------
    One row a school: uai, kind (LP, LPO, SEP, LEGT, CLG), nom, prive, commune (row of the
    communes), lat, lon, x, y, bef, bef_officiel, rural, pro, gt, clg (pupils of the vocational
    streams, of 2de GT, of 3e), ips_pro, ips_gt, ips_clg, zone, mere.
    """
    pro = _vocational(seed, share, territory)
    parts = [pro, _general(seed, share, territory, pro), _colleges(seed, share, territory)]
    schools = pd.concat(parts, ignore_index=True)
    for column in ("pro", "gt", "clg"):
        schools[column] = schools[column].fillna(0.0)
    schools["mere"] = _mothers(schools)
    return _place(seed, schools, territory)


def _seats(communes: pd.DataFrame, zones: pd.Series, seats: dict[str, int], power: float) -> Ints:
    """Seat schools in the larger communes of each zone (highest averages of population)."""
    chosen = []
    for zone, count in seats.items():
        rows = np.flatnonzero((zones == zone).to_numpy())
        size = communes["population"].to_numpy()[rows] ** power
        quotient = size[:, None] / (np.arange(count) + 0.6)
        best = np.argsort(-quotient, axis=None, kind="stable")[:count]
        chosen.append(rows[best // count])
    return np.concatenate(chosen)


def _vocational(seed: int, share: float, territory: Territory) -> pd.DataFrame:
    """One row a school with vocational streams."""
    draw = stream(seed, "lycees professionnels")
    codes, pupils = list(P.BEF_PRO), np.array([v[0] for v in P.BEF_PRO.values()], dtype=float)
    total = max(len(codes), round(P.SCHOOLS_PRO * share))
    counts = apportion(total, pupils**0.95, least=1)
    zone = np.repeat(np.arange(len(codes)), counts)
    communes = territory.communes
    seats = dict(zip(codes, counts.tolist(), strict=True))
    frame = pd.DataFrame({"commune": _seats(communes, communes["bef_officiel"], seats, 0.75)})
    frame["bef_officiel"] = np.array(codes)[zone]
    kinds = np.full(total, "LP", dtype=object)
    order = draw.permutation(total)
    sections = round(P.SECTION_SHARE * total)
    kinds[order[:sections]] = "SEP"
    kinds[order[sections : sections + round(P.POLYVALENT_SHARE * total)]] = "LPO"
    frame["kind"] = kinds
    size = draw.lognormal(0, 0.45, total) * np.where(kinds == "SEP", 0.4, 1.0)
    scale = P.PUPILS_PRO * share / pupils.sum()
    frame["pro"] = size * (pupils * scale / np.bincount(zone, size))[zone]
    targets = np.array([v[1] for v in P.BEF_PRO.values()])
    frame["ips_pro"] = _social_index(draw, zone, frame["pro"].to_numpy(), targets)
    return frame


def _social_index(draw: np.random.Generator, zone: Ints, weight: Floats, targets: Floats) -> Floats:
    """Draw IPS that meet both the means of the BEF and the quartiles of the académie."""
    ips = targets[zone] + 5.5 * draw.standard_normal(len(zone))
    low, middle, high = P.IPS_QUARTILES
    knots = np.array(
        [middle - 3.1 * (middle - low), low, middle, high, middle + 3.1 * (high - middle)]
    )
    for _ in range(40):
        gap = targets - np.bincount(zone, ips * weight) / np.bincount(zone, weight)
        ips = ips + gap[zone]
        order = np.argsort(ips, kind="stable")
        rank = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
        here = np.interp([0.0, 0.25, 0.5, 0.75, 1.0], rank, ips[order])
        here[[0, -1]] = min(here[0], knots[0]), max(here[-1], knots[-1])
        ips = np.interp(ips, here, knots)
    return ips


def _general(seed: int, share: float, territory: Territory, pro: pd.DataFrame) -> pd.DataFrame:
    """One row a general lycée; fills `gt` and `ips_gt` of the polyvalent ones in `pro`."""
    draw = stream(seed, "lycees generaux")
    both = (pro["kind"] == "LPO").to_numpy()
    total = max(len(territory.bef), round(P.SCHOOLS_GT * share) - int(both.sum()))
    communes = territory.communes
    people = communes.groupby("bef")["population"].sum()
    seats = dict(
        zip(people.index, apportion(total, people.to_numpy() ** 1.1, 1).tolist(), strict=True)
    )
    frame = pd.DataFrame({"commune": _seats(communes, communes["bef"], seats, 0.7), "kind": "LEGT"})
    size = draw.lognormal(0, 0.4, total + int(both.sum()))
    size[total:] *= 0.6
    pupils = size / size.sum() * P.PUPILS_2GT * share
    ips = np.clip(110 + 9 * draw.standard_normal(len(size)), 88, 140)
    frame["gt"], frame["ips_gt"] = pupils[:total], ips[:total]
    pro["gt"], pro["ips_gt"] = 0.0, np.nan
    pro.loc[both, "gt"], pro.loc[both, "ips_gt"] = pupils[total:], ips[total:] - 6
    return frame


def _colleges(seed: int, share: float, territory: Territory) -> pd.DataFrame:
    """One row a collège; REP+ and REP are those of lowest IPS."""
    draw = stream(seed, "colleges")
    communes = territory.communes
    people = communes.groupby("bef")["population"].sum()
    total = max(len(people), round(P.COLLEGES * share))
    seats = dict(zip(people.index, apportion(total, people.to_numpy(), 1).tolist(), strict=True))
    frame = pd.DataFrame({"commune": _seats(communes, communes["bef"], seats, 0.85), "kind": "CLG"})
    size = draw.lognormal(0, 0.35, total)
    frame["clg"] = size / size.sum() * P.PUPILS_3E * share
    poor = communes["bef"].map(lambda bef: -8.0 if bef in ("BEF-09", "BEF-10") else 1.5)
    ips = 103 + poor.to_numpy()[frame["commune"]] + 10 * draw.standard_normal(total)
    frame["ips_clg"] = np.clip(ips, 66, 142)
    order = np.argsort(frame["ips_clg"].to_numpy(), kind="stable")
    plus, rep = max(1, round(P.REP_PLUS * share)), max(1, round(P.REP * share))
    zone = np.full(total, "hors EP", dtype=object)
    zone[order[:plus]] = "REP+"
    zone[order[plus : plus + rep]] = "REP"
    frame["zone"] = zone
    return frame


def _mothers(schools: pd.DataFrame) -> Ints:
    """Return, for each section, the row of a lycée of its commune or else the nearest in rank."""
    mothers = np.full(len(schools), -1, dtype=np.int64)
    lycees = np.flatnonzero(schools["kind"].isin(["LEGT", "LPO"]).to_numpy())
    commune = schools["commune"].to_numpy()
    sections = np.flatnonzero((schools["kind"] == "SEP").to_numpy())
    gap = np.abs(commune[sections][:, None] - commune[lycees][None, :])
    mothers[sections] = lycees[np.argmin(gap, axis=1)]
    return mothers


def _place(seed: int, schools: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Add codes, names and coordinates (degrees and km)."""
    draw = stream(seed, "coordonnees")
    here = territory.communes.iloc[schools["commune"]].reset_index(drop=True)
    count = len(schools)
    college = (schools["kind"] == "CLG").to_numpy()
    numbers = np.arange(count) * 7 + 11
    numbers[college] = FIRST_COLLEGE + np.arange(college.sum()) * 11
    schools["uai"] = uai_codes(numbers)
    words = schools["kind"].map(SCHOOL_WORDS)
    schools["nom"] = [f"{w} {t}" for w, t in zip(words, tails(np.arange(count) + 40), strict=True)]
    schools["prive"] = draw.random(count) < 0.18
    shift = draw.normal(0, JITTER_KM, (count, 2))
    schools["x"], schools["y"] = here["x"] + shift[:, 0], here["y"] + shift[:, 1]
    schools["lat"] = schools["y"] / KM_PER_DEGREE
    schools["lon"] = schools["x"] / (here["x"] / here["lon"])
    for column in ("bef", "bef_officiel", "rural", "departement"):
        schools[column] = here[column]
    return schools
