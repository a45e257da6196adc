"""What is known of each host: SIRET, name, activity, size, public or private."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Flags, Ints, rank_in_group, stream, take
from demo.territory import Territory, read_reference
from demo.world.codes import siret_codes
from demo.world.hosts import Registry
from demo.world.names import OTHER_TRADES, TRADES, persons, tails
from demo.world.pupils import family_names

UNEXPECTED_NAF = 0.08  # of hosts, besides placements with a host of another family
NAF_WEIGHT = {  # family -> division -> weight; 1 when absent
    "gestion": {"84": 5, "69": 3, "86": 1, "87": 1, "88": 1, "68": 2},
    "commerce": {"47": 12, "46": 2, "45": 1, "96": 1},
    "sante": {"87": 4, "88": 3, "86": 2, "85": 2},
    "electricite": {"43": 6, "62": 2, "95": 2, "33": 2},
    "cuisine": {"56": 5, "10": 3, "47": 2, "55": 1},
    "hotellerie": {"56": 3, "55": 2},
    "btp": {"43": 6, "41": 2, "42": 1},
    "logistique": {"49": 4, "52": 3, "46": 2},
    "bois": {"16": 2, "31": 1, "43": 3},
    "autre": {"01": 4, "02": 2, "81": 5},
}
NAF_CLASS = {
    "01": "01.50Z", "02": "02.20Z", "10": "10.71C", "16": "16.10A", "24": "24.51Z", "25": "25.62B",
    "27": "27.12Z", "28": "28.41Z", "29": "29.32Z", "31": "31.09B", "33": "33.12Z", "35": "35.13Z",
    "41": "41.20A", "42": "42.11Z", "43": "43.22A", "45": "45.20A", "46": "46.39B", "47": "47.11D",
    "49": "49.41A", "52": "52.10B", "55": "55.10Z", "56": "56.10A", "61": "61.10Z", "62": "62.01Z",
    "68": "68.31Z", "69": "69.20Z", "80": "80.10Z", "81": "81.21Z", "84": "84.11Z", "85": "85.20Z",
    "86": "86.10Z", "87": "87.10A", "88": "88.91A", "95": "95.22Z", "96": "96.02A",
}  # fmt: skip
PUBLIC_BY_DIVISION = {"84": 0.97, "85": 0.75, "86": 0.55, "87": 0.65, "88": 0.6}
PUBLIC_ELSEWHERE = 0.01
NEVER_SOLE = ("84", "85", "86", "87", "88", "24", "35", "61", "80")


def make_companies(seed: int, registry: Registry, territory: Territory) -> pd.DataFrame:
    """Draw the hosts' attributes.

    Returns
    -------
    One row a host of the registry: siret, nom, alias (a second spelling, for some), has_alias,
    commune (row), naf, division, taille, public, sole, diffusible, tutor (trained).
    """
    draw = stream(seed, "entreprises")
    count = len(registry.commune)
    division = _divisions(draw, registry.family)
    public = (
        draw.random(count)
        < np.array([PUBLIC_BY_DIVISION.get(d, PUBLIC_ELSEWHERE) for d in sorted(NAF_CLASS)])[
            division
        ]
    )
    busiest = np.maximum.reduce([_padded(t, count) for t in registry.total])
    size = _sizes(draw, busiest, public)
    may = (
        ~public & (size == 0) & ~np.isin(division, [sorted(NAF_CLASS).index(d) for d in NEVER_SOLE])
    )
    sole = may & (draw.random(count) < P.SOLE_TRADERS * count / max(may.sum(), 1))
    hidden = np.where(sole, 0.28, (P.NOT_DIFFUSIBLE - 0.28 * P.SOLE_TRADERS) / (1 - P.SOLE_TRADERS))
    names = _names(draw, registry.commune, division, sole)
    frame = pd.DataFrame({"siret": siret_codes(count), "nom": names})
    frame["alias"] = _aliases(names)
    frame["has_alias"] = draw.random(count) < P.TWO_NAMES
    frame["commune"] = registry.commune
    frame["division"] = take(sorted(NAF_CLASS), division)
    frame["naf"] = take([NAF_CLASS[d] for d in sorted(NAF_CLASS)], division)
    frame["taille"] = take(P.SIZES, size)
    frame["public"], frame["sole"] = public, sole
    frame["diffusible"] = draw.random(count) >= hidden
    frame["tutor"] = draw.random(count) < P.TRAINED_TUTORS * np.array([0.75, 1.1, 1.5, 1.7])[size]
    return frame


def _padded(values: Ints, count: int) -> Ints:
    return np.r_[values, np.zeros(count - len(values), dtype=np.int64)]


def _divisions(draw: np.random.Generator, family: Ints) -> Ints:
    """Draw the rank of the NAF division of each host among those of `NAF_CLASS`."""
    expected = read_reference("famille_naf.csv")
    divisions = sorted(NAF_CLASS)
    weight = np.zeros((len(family_names()), len(divisions)))
    for line, name in enumerate(family_names()):
        for code in expected.loc[expected["famille"] == name, "division_naf"]:
            weight[line, divisions.index(code)] = NAF_WEIGHT.get(name, {}).get(code, 1)
    weight /= weight.sum(axis=1, keepdims=True)
    weight = (1 - UNEXPECTED_NAF) * weight + UNEXPECTED_NAF * weight.mean(axis=0)
    levels = np.cumsum(weight, axis=1)
    flat = (levels / levels[:, -1:] + np.arange(len(levels))[:, None]).ravel()
    rank = np.searchsorted(flat, draw.random(len(family)) * (1 - 1e-9) + family, side="right")
    return rank - family * len(divisions)


def _sizes(draw: np.random.Generator, busiest: Ints, public: Flags) -> Ints:
    """Draw the size class: larger for those that host more."""
    score = (
        0.55 * np.log(np.maximum(busiest, 1)) + 0.3 * public + draw.standard_normal(len(busiest))
    )
    edges = np.quantile(score, np.cumsum(P.SIZE_SHARES)[:-1])
    return np.searchsorted(edges, score).astype(np.int64)


def _names(draw: np.random.Generator, commune: Ints, division: Ints, sole: Flags) -> list[str]:
    """Name the hosts: no two alike in a commune; sole traders are named like a person."""
    words = [TRADES.get(d, OTHER_TRADES) for d in sorted(NAF_CLASS)]
    choice = (draw.random(len(division)) * np.array([len(w) for w in words])[division]).astype(int)
    group = (commune * 100 + division) * 10 + choice
    number = rank_in_group(group) + commune * 53 + division * 17
    ends = tails(number)
    people = persons(np.cumsum(sole) * 37)
    rows = zip(division.tolist(), choice.tolist(), ends, sole.tolist(), people, strict=True)
    return [person if alone else f"{words[d][c]} {end}" for d, c, end, alone, person in rows]


def _aliases(names: list[str]) -> list[str]:
    """Return another spelling of each name, as another school would write it."""
    accents = str.maketrans("ÀÂÉÈÊËÎÏÔÛÜÇ’", "AAEEEEIIOUUC'")
    return [
        (f"SARL {name}" if rank % 3 == 0 else name).upper().translate(accents)
        for rank, name in enumerate(names)
    ]
