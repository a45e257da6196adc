"""Key figures of a campaign in words: label, value, and what stands beside it the year before."""

import pandas as pd

from analytics.absence import Absence
from data import silence
from figures.words import french

Figure = tuple[str, str, str]
HOSTS = "Entreprises engagées"  # counted where they are, whatever the attribution


def due_figure(now: pd.Series, before: pd.Series | None, year: str | None) -> Figure:
    """Periods due, and how they changed."""
    note = "première année connue"
    if pd.isna(now["due"]):
        return "Périodes dues", Absence.SECRET, "petits effectifs"
    if before is not None and before["due"] > 0:
        change = now["due"] / before["due"] - 1
        sign = "+" if change >= 0 else ""
        note = f"{sign}{french.percent(change)} par rapport à {year}"
    return "Périodes dues", french.number(now["due"]), note


def access_figure(now: pd.Series, before: pd.Series | None, year: str | None) -> Figure:
    """Access rate, with what the unknown may change."""
    if now["absence"] == Absence.SECRET:
        return "Taux d’accès à J0", Absence.SECRET, "petits effectifs"
    if not now["known"]:
        return "Taux d’accès à J0", _absence(now), "aucun suivi transmis"
    low, high = (french.number(100 * now[k], 1) for k in ("rate_min", "rate_max"))
    note = f"de {low} à {french.percent(now['rate_max'])} selon les inconnus" if high else ""
    if before is not None and before["known"] > 0:
        note = f"de {low} à {high}\u00a0% · {year}\u00a0: {french.percent(before['rate'])}"
    return "Taux d’accès à J0", french.percent(now["rate"]), note


def without_figure(now: pd.Series, before: pd.Series | None, year: str | None) -> Figure:
    """Periods without a place on the first day."""
    if pd.isna(now["without"]):
        return "Sans lieu à J0", Absence.SECRET, "petits effectifs"
    if not now["known"]:
        return "Sans lieu à J0", _absence(now), "aucun suivi transmis"
    note = f"{french.percent(now['without_share'])} des périodes suivies"
    if before is not None and before["without_share"] >= 0:
        share, was = now["without_share"], before["without_share"]
        note = f"{french.percent(share)} · {year}\u00a0: {french.percent(was)}"
    return "Sans lieu à J0", french.number(now["without"]), note


def unknown_figure(now: pd.Series) -> Figure:
    """Periods of which nothing was told, and how many schools sent something."""
    note = french.sent(int(now["schools_sent"]), int(now["schools"]))
    if pd.isna(now["unknown_share"]) and now["due"] != 0:
        return silence.UNTOLD.capitalize(), Absence.SECRET, note
    return silence.UNTOLD.capitalize(), french.percent(now["unknown_share"]), note


def _absence(now: pd.Series) -> str:
    return str(now["absence"]) or french.MISSING
