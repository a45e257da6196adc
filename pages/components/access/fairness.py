"""What the page of equity shows, from the schools themselves or from what is diffused of them."""

from dataclasses import dataclass, field, replace

import pandas as pd

from analytics.equity import publics
from analytics.equity.publics import Concentration, Inequality
from analytics.services import equity
from data import silence
from data.scope import Level
from data.selection import Selection
from data.store.store import NotDiffusedError
from figures.cards.kinds import Intervals, Rows
from figures.equity.equity import describe_gaps
from figures.words.equity_words import why_nothing
from pages.components.cards import Shown
from pages.components.reading import View
from pages.components.url_state import Setting

PUBLIC = Setting(
    "public",
    "Public",
    {"ips": "IPS de l’établissement", "ep": "Éducation prioritaire", "ruralite": "Ruralité"},
    "ips",
    178,
)
MEASURE = Setting(
    "mesure", "Mesure", {"taux_acces": "Taux d’accès à J0", "sans_lieu": "Sans lieu à J0"},
    "taux_acces", 175,
)  # fmt: skip
NOT_MEASURED = (
    "Filles et garçons, quartier prioritaire de la ville (QPV)\u00a0: non mesuré, aucun fichier "
    "reçu ne le dit."
)
NOT_DIFFUSED = (
    "Les écarts à formations égales, les courbes, la part entre bassins, la ruralité et les canaux "
    "ne sont lus que par les agents en charge. L’écart montré ici est brut\u00a0: il mêle le "
    "public et les formations qu’il suit."
)
LEGENDS = {
    Level.INTERNAL: "plein\u00a0: formations égales\u00a0; creux\u00a0: brut\u00a0; "
    "[à 95\u00a0%]\u00a0; axe sans 0",
    Level.DIFFUSION: "brut, toutes formations ensemble\u00a0; "
    "[intervalle à 95\u00a0%]\u00a0; axe sans 0",
}
LACKS = {"taux_acces": "sans convention signée à J0", "sans_lieu": "sans lieu à J0"}
CURVE_COLUMNS = (
    Shown("people", "Part cumulée des périodes (%)", "share"),
    Shown("share", "Part cumulée (%)", "share"),
)
CHANNEL_COLUMNS = (
    Shown("public", "Public"),
    Shown("name", "Canal"),
    Shown("amount", "Placements", "count"),
    Shown("placed", "Placements du public (n)", "count"),
    Shown("share", "Part des placements (%)", "share"),
    Shown("share_known", "Part des canaux connus (%)", "share"),
    Shown("known", "Canaux connus", "count"),
    Shown("low", "Borne basse à 95\u00a0% (%)", "share"),
    Shown("high", "Borne haute à 95\u00a0% (%)", "share"),
)
PART_COLUMNS = (
    Shown("name", "Répartition"),
    Shown("between", "Entre bassins (%)", "share"),
    Shown("within", "À l’intérieur (%)", "share"),
    Shown("low", "Borne basse, entre bassins (%)", "share"),
    Shown("high", "Borne haute, entre bassins (%)", "share"),
)
EFFECT_COLUMNS = (
    Shown("name", "Ce qui change"),
    Shown("points", "Points", "decimal"),
    Shown("low", "Borne basse", "decimal"),
    Shown("high", "Borne haute", "decimal"),
    Shown("used", "Périodes (n)", "count"),
    Shown("reading", "Lecture"),
)
INDEX_COLUMNS = (
    Shown("name", "Indice"),
    Shown("value", "Valeur"),
    Shown("bounds", "Intervalle à 95\u00a0%"),
    Shown("schools", "Établissements (n)", "count"),
    Shown("reading", "Lecture"),
)
_RURAL = {
    "grille": "Rural\u00a0: classes 5 à 7 de la grille de densité de l’Insee, commune de "
    "l’établissement.",
    "habitants": "Rural\u00a0: moins de 25\u00a0000 habitants à moins de 10\u00a0km de la commune "
    "de l’établissement (hypothèse, faute de grille de densité importée).",
}


@dataclass(frozen=True)
class Inside:
    """What only the agents in charge read, made from schools."""

    concentration: Concentration
    inequality: Inequality
    effects: pd.DataFrame


@dataclass(frozen=True)
class Fairness:
    """Equity over a selection.

    gaps : as `figures.equity.equity.describe_gaps`
    reason : why there is no gap, in French; "" when there is one
    note : what a public is, in French; "" when its name says it
    inside : None to a reader of what is diffused, or when nothing is known
    channels : as `publics.channels`, to the agents in charge; no row: no placement
    """

    selection: Selection
    gaps: pd.DataFrame
    reason: str = ""
    note: str = ""
    inside: Inside | None = None
    channels: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def readable(self) -> bool:
        """Tell whether there is a gap to read."""
        return "gap" in self.gaps and bool(self.gaps["gap"].notna().any())


def gap_columns(table: pd.DataFrame) -> tuple[Shown, ...]:
    """Columns of the table of gaps; without equal mix, the crude gap only."""
    equal = "covered" in table
    gap = "Écart à formations égales (points)" if equal else "Écart (points)"
    crude = (
        Shown("crude_points", "Écart brut (points)", "decimal"),
        Shown("crude_low_points", "Borne basse, brut", "decimal"),
        Shown("crude_high_points", "Borne haute, brut", "decimal"),
        Shown("covered", "Périodes comparables (%)", "share"),
    )
    return (
        Shown("name", "Public"),
        Shown("rate", "Taux brut (%)", "share"),
        Shown("gap_points", gap, "decimal"),
        Shown("gap_low_points", "Borne basse", "decimal"),
        Shown("gap_high_points", "Borne haute", "decimal"),
        Shown("n", "Périodes suivies (n)", "count"),
        *(crude if equal else ()),
        Shown("count", "Numérateur", "count"),
        Shown("schools", "Établissements", "count"),
        Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
        Shown("unknown_share", f"{silence.UNTOLD.capitalize()} (%)", "share"),
        Shown("absence", "Code"),
    )


def shows(found: Fairness, measure: str) -> Intervals | Rows:
    """The rates of publics against the reference; nothing where there is no gap to read.

    Parameters
    ----------
    measure : name of the rate
    """
    if not found.readable:
        return Rows()
    rates: tuple[Shown, ...] = (Shown("shown", measure, "share"),)
    if "covered" in found.gaps:
        equal = Shown("shown", f"{measure}, à formations égales", "share")
        rates = (equal, Shown("rate", f"{measure}, brut", "share"))
    bases = found.gaps["base"].dropna()
    reference = float(bases.iloc[0]) if len(bases) else None
    name = Shown("name", "Public")
    return Intervals(name, rates, reference, "Référence", ranked=False, linked=True)


def whole(selection: Selection) -> Selection:
    """The same, for every BEF."""
    return replace(selection, bef=None)


def fairness(view: View, selection: Selection, dimension: str, measure: str) -> Fairness:
    """Gather what the view may read of the equity of a selection.

    Raises
    ------
    NotDiffusedError : the view reads what is diffused, and this crossing is not
    """
    if not view.reader.tells_schools:
        return _diffused(view, selection, dimension, measure)
    rows = equity.rows(view, selection)
    gaps = equity.gaps(view, selection, dimension, measure)
    described = describe_gaps(gaps, dimension, measure)
    told = rows.loc[rows["rural_from"].notna(), "rural_from"]
    rural = _RURAL[told.iloc[0]] if dimension == "ruralite" and len(told) else ""
    found = publics.channels(rows, dimension)
    if not gaps["gap"].notna().any():
        return Fairness(selection, described, why_nothing(rows, dimension), rural, None, found)
    inside = Inside(
        equity.concentration(view, selection, measure),
        equity.inequality(view, whole(selection), measure),
        equity.effects(view, selection, measure),
    )
    return Fairness(selection, described, "", rural, inside, found)


def _diffused(view: View, selection: Selection, dimension: str, measure: str) -> Fairness:
    if dimension == "ruralite":
        raise NotDiffusedError(
            "La ruralité n’est pas diffusée\u00a0: choisir l’IPS ou l’éducation prioritaire."
        )
    if selection.track is None and selection.level is None:
        track = {"ips": "pro", "ep": "college"}[dimension]
        selection = replace(selection, track=track)
    if dimension == "ips" and selection.track == "college":
        raise NotDiffusedError(
            "Pour les collèges, seule l’éducation prioritaire est diffusée\u00a0: la choisir."
        )
    gaps = equity.gaps(view, selection, dimension, measure)
    if not gaps["gap"].notna().any():
        told = equity.told(view, selection)
        return Fairness(selection, pd.DataFrame(), why_nothing(told, dimension))
    return Fairness(selection, describe_gaps(gaps, dimension, measure))
