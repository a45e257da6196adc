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
        < np.array([PUBLIC_BY_DIVISION.get(d, PUBLIC_ELSEWHERE) for d in sorted(P.NAF_CLASS)])[
            division
        ]
    )
    busiest = np.maximum.reduce([_padded(t, count) for t in registry.total])
    size = _sizes(draw, busiest, public)
    may = (
        ~public
        & (size == 0)
        & ~np.isin(division, [sorted(P.NAF_CLASS).index(d) for d in NEVER_SOLE])
    )
    sole = may & (draw.random(count) < P.SOLE_TRADERS * count / max(may.sum(), 1))
    hidden = np.where(sole, 0.28, (P.NOT_DIFFUSIBLE - 0.28 * P.SOLE_TRADERS) / (1 - P.SOLE_TRADERS))
    names = _names(draw, registry.commune, division, sole)
    frame = pd.DataFrame({"siret": siret_codes(count), "nom": names})
    frame["alias"] = _aliases(names)
    frame["has_alias"] = draw.random(count) < P.TWO_NAMES
    frame["commune"] = registry.commune
    frame["division"] = take(sorted(P.NAF_CLASS), division)
    frame["naf"] = take([P.NAF_CLASS[d] for d in sorted(P.NAF_CLASS)], division)
    frame["taille"] = take(P.SIZES, size)
    frame["public"], frame["sole"] = public, sole
    frame["diffusible"] = draw.random(count) >= hidden
    frame["tutor"] = draw.random(count) < P.TRAINED_TUTORS * np.array([0.75, 1.1, 1.5, 1.7])[size]
    return frame


def _padded(values: Ints, count: int) -> Ints:
    return np.r_[values, np.zeros(count - len(values), dtype=np.int64)]


def _divisions(draw: np.random.Generator, family: Ints) -> Ints:
    """Draw the rank of the NAF division of each host among those of `P.NAF_CLASS`."""
    expected = read_reference("famille_naf.csv")
    divisions = sorted(P.NAF_CLASS)
    weight = np.zeros((len(family_names()), len(divisions)))
    for line, name in enumerate(family_names()):
        for code in expected.loc[expected["famille"] == name, "division_naf"]:
            weight[line, divisions.index(code)] = P.NAF_WEIGHT.get(name, {}).get(code, 1)
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
    words = [TRADES.get(d, OTHER_TRADES) for d in sorted(P.NAF_CLASS)]
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
