"""The demonstration as seen on a day: its years shifted, and nothing of what follows."""

import json
import math
import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

from demo import parameters as P

_LABEL = re.compile(r"(?<!\d)(20\d\d)-(20\d\d)(?!\d)")
_YEARS = ("annee_scolaire", "derniere_annee_scolaire", "rentree_scolaire")
_DAYS = ("debut", "fin", "date_accord", "date_convention", "ouverte_le", "resolue_le")
# What a school tells of a placement, and what it tells once it is over.
_OVER = ("jours_faits", "visite", "evaluation_rendue", "interrompu")
_HOST = (
    *("siret", "entreprise", "commune_accueil", "code_postal_accueil", "pays", "naf"),
    *("canal", "tuteur_forme", *_OVER),
)
EXTRACTED = "date_extraction"


def seen_on(
    files: dict[str, pd.DataFrame], told: dict[str, Any], today: date
) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
    """Give the files of a demonstration as they would be on a day of its last campaign.

    Parameters
    ----------
    files : exchange files by name
    told : what is true of the whole campaigns
    today : the last campaign becomes that of this day

    Returns
    -------
    The files, extracted that day, and the same truth with the names of the shifted campaigns
    """
    ahead = today.year - (today.month < 9) - P.YEARS[-1]
    shifted = {
        _renamed(name, ahead): _shifted(file, ahead) if ahead else file.copy()
        for name, file in files.items()
    }
    for name, file in shifted.items():
        if name.startswith("stages_"):
            _cut_placements(file, today)
    shifted["recours.csv"] = _cut_cases(shifted["recours.csv"], today)
    return shifted, json.loads(_renamed(json.dumps(told), ahead))


def _renamed(text: str, ahead: int) -> str:
    """Move the school years that a text names."""
    return _LABEL.sub(lambda m: f"{int(m[1]) + ahead}-{int(m[2]) + ahead}", text)


def _shifted(file: pd.DataFrame, ahead: int) -> pd.DataFrame:
    """Move the campaigns of a file, its days by whole weeks: a Monday stays one."""
    by = timedelta(weeks=math.ceil(ahead * 365.25 / 7))  # never before the 1st of September
    moved = {
        name: _each(file[name], lambda t: _renamed(t, ahead)) for name in _YEARS if name in file
    }
    moved |= {name: _each(file[name], lambda t: _later(t, by)) for name in _DAYS if name in file}
    return file.assign(**moved)


def _each(column: pd.Series, change: Any) -> pd.Series:
    """Change the distinct texts of a column."""
    return column.map({text: change(text) for text in column.dropna().unique()}).astype("str")


def _later(text: str, by: timedelta) -> str:
    day = _day(text) + by
    return f"{day:%d/%m/%Y}" if "/" in text else day.isoformat()


def _day(text: str) -> date:
    if "/" not in text:
        return date.fromisoformat(text)
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _after(column: pd.Series, today: date) -> pd.Series:
    """Tell the rows whose day has not come."""
    return column.isin([text for text in column.dropna().unique() if _day(text) > today])


def _cut_placements(file: pd.DataFrame, today: date) -> None:
    """Take away what a day does not know yet: agreements, signatures, the end of a placement."""
    agreed, signed = (_after(file[name], today) for name in ("date_accord", "date_convention"))
    file.loc[agreed, "date_accord"] = None
    file.loc[signed, "date_convention"] = None
    file.loc[signed & (file["etat"] == "signé"), "etat"] = "accord"
    alone = agreed & file["etat"].isin(["accord", "signé"])
    file.loc[alone, "etat"] = "sans lieu"
    file.loc[alone, list(_HOST)] = None
    file.loc[_after(file["fin"], today), list(_OVER)] = None
    file[EXTRACTED] = today.isoformat()


def _cut_cases(file: pd.DataFrame, today: date) -> pd.DataFrame:
    """Leave out the requests that nobody has made yet, and the solutions to come."""
    kept = file[~_after(file["ouverte_le"], today)].reset_index(drop=True)
    solved = kept["resolue_le"].mask(_after(kept["resolue_le"], today))
    return kept.assign(resolue_le=solved)
