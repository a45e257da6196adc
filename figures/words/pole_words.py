"""Words of the sections of a pôle's page: who has sent, blind spots, reliability."""

import pandas as pd

from analytics.absence import Absence
from data import silence
from figures.words import french

_SIGNS = {
    "fiabilite": "Établissements qui ont transmis",
    "non_renseigne": f"Périodes {silence.UNTOLD_ES}",
    "fiabilitesiret": "SIRET valides",
    "fiabilitelieu": "Lieux localisés",
}
_OF = {
    "fiabilite": ("établissement", "établissements"),
    "non_renseigne": ("période due", "périodes dues"),
    "fiabilitesiret": ("placement", "placements"),
    "fiabilitelieu": ("placement", "placements"),
}


def describe_schools(schools: pd.DataFrame) -> pd.DataFrame:
    """Add rate_text and interval_text: the access rate, or why there is none.

    Parameters
    ----------
    schools : one row a school: rate, low, high, absence
    """
    rows = list(schools.itertuples())
    known = schools["rate"].notna()
    interval = pd.Series([french.interval(r.low, r.high) for r in rows], schools.index, dtype="str")
    rate = pd.Series([french.percent(r.rate) for r in rows], schools.index, dtype="str")
    return schools.assign(
        rate_text=rate.where(known, schools["absence"].astype("str")),
        interval_text=interval.where(known, ""),
    )


def sending_sentence(schools: pd.DataFrame) -> str:
    """Count the schools that have sent all, a part, nothing.

    Parameters
    ----------
    schools : one row a school: status ("complet", "partiel", "non renseigné")
    """
    if not len(schools):
        return "Aucun établissement n’a de période due pour ce choix\u00a0: sans objet."
    count = schools["status"].value_counts()
    parts = [
        french.plural(int(count[status]), *words)
        for status, words in (
            ("complet", ("complet", "complets")),
            ("partiel", ("partiel", "partiels")),
            (str(Absence.UNKNOWN), ("sans transmission", "sans transmission")),
        )
        if count.get(status, 0)
    ]
    return (
        f"{french.plural(len(schools), 'établissement')}\u00a0: {french.listed(parts)}. Sans "
        f"transmission\u00a0: «\u00a0{silence.UNTOLD}\u00a0», jamais 0\u00a0%."
    )


def blind_sentence(blind: pd.DataFrame) -> str:
    """Say how many crossings of a family and a sector have employers and no host.

    Parameters
    ----------
    blind : one row a family × sector without host: establishments
    """
    if not len(blind):
        return "Chaque famille a un lieu d’accueil dans chacun de ses secteurs attendus."
    found = french.plural(
        len(blind), "croisement famille × secteur", "croisements famille × secteur"
    )
    return f"{found} avec des employeurs et aucun lieu d’accueil connu des élèves du bassin."


def describe_quality(signs: pd.DataFrame) -> pd.DataFrame:
    """Add name, value_text and note to signs of reliability.

    Parameters
    ----------
    signs : one row a sign: sign, value, count, n, absence
    """
    rows = list(signs.rename(columns={"count": "amount"}).itertuples())
    return signs.assign(
        name=signs["sign"].map(_SIGNS),
        value_text=[
            str(row.absence) if pd.isna(row.value) else french.percent(row.value, 0) for row in rows
        ],
        note=[
            f"{french.number(row.amount)} sur {french.plural(int(row.n), *_OF[row.sign])}"
            for row in rows
        ],
    )
