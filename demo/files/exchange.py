"""The files of the pôles: pupils, periods, hosts, pôles, requests for help."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Ints, day_words, stream, take
from demo.territory import Territory
from demo.world import access
from demo.world.pupils import family_names, level_names

NEVER_SOLVED = 0.72  # of requests not solved before the start
YES_NO = ("non", "oui")


def pole_file(territory: Territory) -> pd.DataFrame:
    """Return the pôles: one a BEF."""
    bef = territory.bef
    return pd.DataFrame(
        {
            "code_pole": bef["code"].str.replace("BEF", "POLE"),
            "libelle_pole": "Pôle de stage " + bef["libelle"],
            "bef": bef["code"],
            "ouvert_le": "2015-09-01",
        }
    )


def _keys(rows: pd.DataFrame, schools: pd.DataFrame) -> dict[str, object]:
    """Return the columns that name a school, year, level and family."""
    return {
        "uai": take(schools["uai"].tolist(), rows["school"].to_numpy()),
        "annee_scolaire": take(P.YEAR_LABELS, rows["year"].to_numpy()),
        "niveau": take(level_names(), rows["level"].to_numpy()),
        "famille": take(family_names(), rows["family"].to_numpy()),
    }


def enrolment_file(groups: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return pupils: one row a school, year, level and family."""
    rows = groups[groups["pupils"] > 0]
    return pd.DataFrame({**_keys(rows, schools), "effectif": rows["pupils"].to_numpy()})


def period_file(due: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return the periods due: one row a school, year, level, family and period."""
    return pd.DataFrame(
        {
            **_keys(due, schools),
            "periode": due["period"].to_numpy(),
            "debut": day_words(due["start"].to_numpy(), "iso"),
            "fin": day_words(due["end"].to_numpy(), "iso"),
            "semaines": due["weeks"].to_numpy(),
            "eleves_concernes": due["due"].to_numpy(),
        }
    )


def company_file(companies: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return the hosts met over the years: one row a SIRET."""

    def flag(column: str) -> pd.api.extensions.ExtensionArray:
        return take(YES_NO, companies[column].to_numpy().astype(np.int64))

    codes = territory.communes["code"].tolist()
    return pd.DataFrame(
        {
            "siret": companies["siret"],
            "denomination": companies["nom"],
            "commune": take(codes, companies["commune"].to_numpy()),
            "naf": companies["naf"],
            "tranche_effectif": companies["taille"],
            "employeur_public": flag("public"),
            "entrepreneur_individuel": flag("sole"),
            "diffusible": flag("diffusible"),
        }
    )


def pick_cases(seed: int, year: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Draw the requests passed to the pôle in one year, silent schools included.

    Parameters
    ----------
    seed, year : seed of the draw, rank of the school year
    rows : one row a pupil × period due, with its state and channel

    Returns
    -------
    One row a request: school, year, level, family, opened, solved (days, -1 for none), start.
    """
    draw = stream(seed, "recours", P.YEARS[year])
    total = round(P.CASES * len(rows))
    in_time = (rows["state"] == access.SIGNED).to_numpy()
    by_pole = (rows["channel"] == P.CHANNELS.index("pôle")).to_numpy()
    easy = np.flatnonzero(in_time)
    wanted = round(P.CASES_SOLVED * total)
    weight = np.where(by_pole[easy], 1.0, 0.004)
    solved = draw.choice(easy, wanted, replace=False, p=weight / weight.sum())
    hard = np.flatnonzero(~in_time & (rows["state"] != access.UNKNOWN).to_numpy())
    unsolved = draw.choice(hard, min(total - wanted, len(hard)), replace=False)
    case = rows.iloc[np.r_[solved, unsolved]]
    start = case["start"].to_numpy()
    agreed = np.where(case["state"] == access.NEVER, -1, case["agreed"].to_numpy())
    by_day_1 = np.arange(len(case)) < wanted
    agreed = np.where(by_day_1, agreed, np.where(agreed > start, agreed, -1))
    agreed = np.where(~by_day_1 & (draw.random(len(case)) < NEVER_SOLVED), -1, agreed)
    known = np.where(agreed >= 0, np.minimum(agreed, start), start)
    opened = np.maximum(known - draw.integers(3, 28, len(case)), access.SEPTEMBER_1[year])
    frame = case[["school", "level", "family", "start"]].assign(opened=opened, solved=agreed)
    return frame.assign(year=year).sort_values(["opened", "school"], ignore_index=True)


def case_file(cases: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return the requests passed to the pôles: one row a request."""
    keys = _keys(cases, schools)
    return pd.DataFrame(
        {
            "demande": _numbers(cases["year"].to_numpy()),
            "bef": schools["bef"].to_numpy()[cases["school"]],
            **keys,
            "ouverte_le": day_words(cases["opened"].to_numpy(), "fr"),
            "resolue_le": day_words(cases["solved"].to_numpy(), "fr"),
            "debut": day_words(cases["start"].to_numpy(), "fr"),
        }
    )


def _numbers(year: Ints) -> list[str]:
    return [f"D{P.YEARS[y]}-{n:05d}" for n, y in enumerate(year.tolist(), start=1)]
