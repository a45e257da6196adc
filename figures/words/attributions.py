"""Why three maps: words and rows of the balance between school, residence and host."""

import pandas as pd

from analytics.absence import Absence
from analytics.catalogue.attribution import ABROAD, ELSEWHERE, TOTAL, UNKNOWN
from data import silence
from figures.words import french
from figures.words.key_figures import HOSTS, Figure

HYPOTHESIS = (
    "Par résidence, c’est une **estimation**\u00a0: hypothèse des mêmes chances pour les élèves "
    "d’un établissement et d’un niveau, où qu’ils vivent."
)
NO_HOST = (
    "Une période due n’a pas d’accueil tant qu’elle n’est pas placée\u00a0: par accueil, ce qui se "
    "rapporte aux périodes dues est sans objet."
)
_NAMES = {
    ELSEWHERE: "Hors de l’académie, ou sans bassin",
    ABROAD: "À l’étranger",
    UNKNOWN: f"Lieu {silence.UNTOLD}",
    TOTAL: "Ensemble",
}
_HOST_ONLY = ["due_school", "due_home", "due_in", "due_out", "placed_school", "placed_home"]
_COUNTS = [*_HOST_ONLY, "placed_host", "host_in", "host_out"]


def describe_balance(balance: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table of `attribution.attribution_balance`, named; empty ones left out.

    Abroad or nowhere known, there is neither school nor residence: those cells are missing.

    Parameters
    ----------
    balance : the table
    own : the indicator `autosuffisance`, one row a BEF and one of all (`TOTAL`): bef, value, low,
        high
    """
    table = balance.assign(name=balance["bef"].map(_NAMES).fillna(balance["label"]))
    nowhere = table["bef"].isin([ABROAD, UNKNOWN])
    table.loc[nowhere, [*_HOST_ONLY, "host_out"]] = float("nan")
    shares = own.dropna(subset=["bef"]).set_index("bef")
    for name, source in (("own", "value"), ("own_low", "low"), ("own_high", "high")):
        table[name] = table["bef"].map(shares[source]).astype(float)
    empty = table["bef"].isin([ELSEWHERE, ABROAD, UNKNOWN]) & (table[_COUNTS].fillna(0) == 0).all(
        axis=1
    )
    return table[~empty].reset_index(drop=True)


def balance_answer(balance: pd.DataFrame, selected: str | None = None) -> str:
    """Say how many periods change of BEF by residence and by host; then those of one BEF.

    Parameters
    ----------
    balance : as `attribution.attribution_balance` returns it
    selected : code of a BEF
    """
    rows = balance.set_index("bef")
    total = rows.loc[TOTAL]
    if total["due_school"] == 0:
        return "Aucune période due pour ce choix\u00a0: sans objet."
    parts = [
        f"Les mêmes {french.plural(round(total['due_school']), 'période due', 'périodes dues')}, "
        "comptées de trois façons.",
        _by_home(rows, total),
        _by_host(total),
    ]
    if selected is not None and selected in rows.index:
        parts.append(_one(rows.loc[selected]))
    return " ".join(parts)


def host_answer(balance: pd.DataFrame) -> str:
    """Say where the placements are, and why nothing is told of the periods due."""
    rows = balance.set_index("bef")["placed_host"]
    placed = round(rows[TOTAL])
    if placed == 0:
        return f"{NO_HOST} **Aucun placement transmis** pour ce choix."
    inside = round(placed - rows[[ELSEWHERE, ABROAD, UNKNOWN]].sum())
    away = [
        f"{french.number(round(rows[code]))} {words}"
        for code, words in (
            (ELSEWHERE, "hors de l’académie"),
            (ABROAD, "à l’étranger"),
            (UNKNOWN, "sans lieu connu"),
        )
        if rows[code] > 0
    ]
    said = french.listed([f"{french.number(inside)} dans un bassin de l’académie", *away])
    return f"{NO_HOST} **{french.plural(placed, 'placement')}**\u00a0: {said}."


def _by_home(rows: pd.DataFrame, total: pd.Series) -> str:
    """What changes by residence, and where the most."""
    told = total["due_told"] / total["due_school"]
    if told == 0:
        return (
            "Aucun fichier de résidences n’est transmis\u00a0: par résidence, tous les élèves sont "
            "comptés là où ils étudient."
        )
    moved = total["due_in"]
    text = (
        f"Par résidence (estimation, hypothèse), environ {french.number(moved)} "
        f"({french.percent(moved / total['due_school'])}) changent de bassin"
    )
    net = (rows["due_in"] - rows["due_out"])[rows["label"] != ""]
    most, least = net.idxmax(), net.idxmin()
    if round(net[most]) > 0 > round(net[least]):
        text += (
            f"\u00a0: {rows['label'][most]} en gagne le plus (+{french.number(net[most])}), "
            f"{rows['label'][least]} en perd le plus ({french.number(net[least])})"
        )
    known = f" Résidences connues pour {french.percent(told)} des périodes." if told < 1 else ""
    return f"{text}.{known}"


def _by_host(total: pd.Series) -> str:
    placed = total["placed_host"]
    if placed == 0:
        return "Aucun placement n’est transmis\u00a0: rien à compter par accueil."
    away = total["host_in"]
    return (
        f"Par accueil, {french.plural(round(away), 'placement')} sur {french.number(placed)} "
        f"({french.percent(away / placed)}) ne sont pas dans le bassin de l’établissement\u00a0; "
        "les périodes sans lieu n’y sont pas."
    )


def _one(row: pd.Series) -> str:
    """What enters and leaves one BEF."""
    due_in, due_out, host_in, host_out = (
        french.number(row[name]) for name in ("due_in", "due_out", "host_in", "host_out")
    )
    return (
        f"**{row['label']}**\u00a0: y vivent mais étudient ailleurs {due_in} (estimation), y "
        f"étudient mais vivent ailleurs {due_out} (estimation)\u00a0; {host_in} placements y "
        f"viennent d’établissements d’ailleurs, {host_out} des siens sont ailleurs."
    )


def host_figures(balance: pd.DataFrame, bef: str | None, hosts: float) -> list[Figure]:
    """Label, value and note of the figures by host: placements only.

    Parameters
    ----------
    balance : as `attribution.attribution_balance` returns it
    bef : BEF of the figures, None for the académie
    hosts : engaged hosts there
    """
    rows = balance.set_index("bef")
    row = rows.loc[bef or TOTAL]
    placed = row["placed_host"]
    if rows["placed_host"][TOTAL] == 0:
        return [("Placements, par accueil", str(Absence.UNKNOWN), "aucun placement transmis")]
    away = french.percent(row["host_in"] / placed) if placed else french.MISSING
    return [
        ("Placements, par accueil", french.number(placed), "selon le lieu d’accueil"),
        ("Venus d’un autre bassin", french.number(row["host_in"]), f"{away} des accueillis"),
        ("Partis ailleurs", french.number(row["host_out"]), "depuis les établissements d’ici"),
        (
            "Taux d’accès, sans lieu",
            str(Absence.NOT_APPLICABLE),
            "une période due n’a pas d’accueil",
        ),
        (HOSTS, french.number(hosts), "selon le lieu d’accueil"),
    ]


def estimated(figures: list[Figure]) -> list[Figure]:
    """The same figures by residence: those of the periods due are estimates, and say so."""
    return [
        (name, value, note if name == HOSTS else f"estimation (hypothèse) · {note}")
        for name, value, note in figures
    ]
