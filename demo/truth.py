"""What was planted and injected, so that a test can ask whether the product finds it."""

from typing import Any

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Ints
from demo.territory import RURAL_POPULATION, RURAL_RADIUS_KM
from demo.world import access
from demo.world.hosts import Registry
from demo.world.pupils import level_names


def planted() -> dict[str, Any]:
    """Return the effects planted in the access of vocational pupils, in points."""
    return {
        "taux_moyen_pfmp": P.PLACED_PRO,
        "pente_ips_points": P.SLOPE_POINTS,
        "rural_points": P.RURAL_POINTS,
        "rural_definition": (
            f"moins de {RURAL_POPULATION} habitants à {RURAL_RADIUS_KM:.0f} km de la commune"
        ),
        "case_affamee": {"bef": P.STARVED[0], "famille": P.STARVED[1], "points": P.STARVED[2]},
        "bef_sans_effet": P.NULL_BEF,
        "bef_points": P.BEF_POINTS,
        "tendance_points_par_an": P.TREND_POINTS,
        "taux_vise_famille": P.FAMILY_RATE,
        "taux_vise_niveau": P.LEVEL_RATE,
        "ecart_type_etablissement_logit": P.SCHOOL_SD,
        "ecart_type_etablissement_annee_logit": P.SCHOOL_YEAR_SD,
        "lecture": (
            "points retrouvés par la régression linéaire du taux à J0 sur IPS, rural, case "
            "affamée, BEF (référence : le BEF sans effet) et tendances, à famille × niveau égal, "
            "sur toutes les périodes dues de la voie professionnelle, établissements muets compris"
        ),
        "seconde_gt": {"departement": P.GT_RATE, "rural": P.GT_RURAL_RATE},
        "college": P.COLLEGE_RATE,
        "retour_par_nombre": dict(zip(("1", "2", "3+"), P.RETURN_RATES, strict=True)),
        "canal_quartile": P.CHANNEL_BY_QUARTILE,
        "canal_zone": P.CHANNEL_BY_ZONE,
        "distance_km": P.DISTANCE,
        "etranger": P.ABROAD,
    }


def pupils(groups: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return pupils by year: vocational streams, and each other level."""
    levels = np.array(level_names(), dtype=object)[groups["level"]]
    kind = np.where(groups["family"] >= 0, "pro", levels)
    table = groups["pupils"].groupby([groups["year"], kind]).sum()
    found: dict[str, dict[str, int]] = {label: {} for label in P.YEAR_LABELS}
    for (year, name), count in table.items():
        found[P.YEAR_LABELS[year]][name] = int(count)
    return found


def access_of_year(rows: pd.DataFrame, followed: pd.Series) -> dict[str, Any]:
    """Return the exact counts of one year.

    Parameters
    ----------
    rows : one row a pupil × period due
    followed : True for rows of schools that sent a file
    """
    found: dict[str, Any] = {}
    for name, part in (("pro", rows["vocational"]), ("3e_2gt", ~rows["vocational"])):
        seen = rows[part & followed]
        state = seen["state"]
        found[name] = {
            "dus": int(part.sum()),
            "semaines_dues": int(rows.loc[part, "weeks"].sum()),
            "suivis": len(seen),
            "signes_j0": int((state == access.SIGNED).sum()),
            "accord_non_signe_j0": int((state == access.AGREED).sum()),
            "trouves_j1_j7": int((state == access.FOUND_SOON).sum()),
            "trouves_apres_j7": int((state == access.FOUND_LATE).sum()),
            "jamais": int((state == access.NEVER).sum()),
            "inconnus": int((state == access.UNKNOWN).sum()),
            "etranger": int((seen["country"] > 0).sum()),
        }
    return found


def host_numbers(count: Ints) -> dict[str, float]:
    """Return how placements spread over hosts.

    Parameters
    ----------
    count : placements of each active host
    """
    ordered = np.sort(count)[::-1]
    top = ordered[: max(1, round(0.1 * len(ordered)))]
    return {
        "actifs": len(count),
        "moyenne": float(count.mean()),
        "part_un": float((count == 1).mean()),
        "part_deux": float((count == 2).mean()),
        "part_trois_et_plus": float((count >= 3).mean()),
        "part_placements_dixieme": float(top.sum() / count.sum()),
    }


def engagement(registry: Registry, seen: list[Ints]) -> dict[str, Any]:
    """Return engaged hosts by year and their return, silent schools included or not.

    Parameters
    ----------
    registry : all placements, silent schools included
    seen : placements of each host in the files, one array a year
    """
    years: dict[str, Any] = {}
    for year, label in enumerate(P.YEAR_LABELS):
        pro, total = registry.vocational[year], registry.total[year]
        years[label] = {
            "tous": host_numbers(total[total > 0]),
            "pro": host_numbers(pro[pro > 0]),
            "vus_dans_les_fichiers": int((seen[year] > 0).sum()),
        }
        if year:
            years[label]["fidelite"] = _returns(registry.total[year - 1], total)
            years[label]["fidelite_pro"] = _returns(registry.vocational[year - 1], pro)
            years[label]["fidelite_fichiers"] = _returns(seen[year - 1], seen[year])
    notes = (
        "62 / 20 / 18 %, dixième à 33 % et fidélité par nombre accueilli valent pour les "
        "placements de voie professionnelle ; leur moyenne est alors d’environ 1,9 à 2,0 : avec "
        "2,3, les hôtes de trois élèves ou plus en auraient 7 presque tous. Sur l’ensemble des "
        "placements la moyenne est d’environ 2,6."
    )
    return {"mesure_sur": notes, "hotes_decrits": len(registry.commune), "annees": years}


def _returns(before: Ints, after: Ints) -> dict[str, float]:
    """Return the share of hosts still there, by number hosted the year before."""
    again = after[: len(before)] > 0
    found = {"ensemble": float(again[before > 0].mean())}
    for name, group in (("1", before == 1), ("2", before == 2), ("3+", before >= 3)):
        found[name] = float(again[group].mean())
    return found
