"""Settings of the page of access, and the hypotheses that they make."""

from dataclasses import replace

from analytics.services import reference
from analytics.services.hypotheses import (
    EMPLOYERS,
    EXPECTED,
    FITTED,
    GAUSSIAN,
    OBSERVED,
    STEPS,
    Hypotheses,
)
from data import silence
from data.selection import HOST, Selection
from pages.components.reading import View
from pages.components.url_state import Setting

ACCESS, CROSSED, SUPPLY = "acces", "croise", "accueil"
_RADII = {
    **{str(km): f"{km}\u00a0km" for km in (10, 20, 30)},
    **{f"{minutes}min": f"{minutes}\u00a0min" for minutes in (20, 30, 45)},
}
RADIUS = Setting("rayon", "Rayon", _RADII, "20", 80)
MAP_VIEW = Setting(
    "affichage",
    "Vue de la carte",
    {ACCESS: "Accès", CROSSED: "Besoin × offre", SUPPLY: "Offre (accueil)"},
    ACCESS,
    124,
)
_SUPPLIES = {
    EMPLOYERS: "Employeurs (un lieu chacun)",
    OBSERVED: "Capacité observée",
    EXPECTED: "Capacité attendue (moyenne)",
}
_DECAYS = {STEPS: "Paliers", GAUSSIAN: "Gaussienne", FITTED: "Ajustée aux distances"}


def attributed(shown: str, selection: Selection, attribution: str) -> tuple[str, Selection]:
    """Map view and selection of an attribution: by host, the map is that of the places."""
    if attribution == HOST:
        return SUPPLY, selection
    return shown, replace(selection, attribution=attribution)


def supply(view: View) -> Setting:
    """What counts as a place; to others, and without any follow-up, employers only."""
    options = _SUPPLIES if _followed(view) else {EMPLOYERS: _SUPPLIES[EMPLOYERS]}
    return Setting("offre", "Offre", options, EMPLOYERS, 235)


def decay(view: View) -> Setting:
    """How weight falls with distance; fitted only where distances were observed."""
    options = _DECAYS if _followed(view) else {k: _DECAYS[k] for k in (STEPS, GAUSSIAN)}
    return Setting("decroissance", "Décroissance", options, STEPS, 235)


def hypotheses(supply_code: str, decay_code: str, radius_code: str) -> Hypotheses:
    """Hypotheses from the codes of the settings."""
    minutes = radius_code.endswith("min")
    return Hypotheses(supply_code, decay_code, float(radius_code.removesuffix("min")), minutes)


def usable(asked: Hypotheses, counted: bool, fitted: bool) -> tuple[Hypotheses, list[str]]:
    """Fall back on what needs no placement where a year has none, and say so.

    Parameters
    ----------
    asked : chosen by the reader
    counted : places were counted in this year
    fitted : a decay could be fitted on its distances
    """
    used, remarks = asked, []
    if asked.supply != EMPLOYERS and not counted:
        used = replace(used, supply=EMPLOYERS)
        remarks.append(
            f"Capacités d’accueil {silence.UNTOLD_ES} pour cette campagne\u00a0: l’offre est celle "
            "des employeurs."
        )
    if asked.decay == FITTED and not fitted:
        used = replace(used, decay=STEPS)
        remarks.append(
            "Aucune décroissance ne peut être ajustée aux distances de cette campagne\u00a0: "
            "celle par paliers est employée."
        )
    return used, remarks


def _followed(view: View) -> bool:
    """Tell whether this reader sees placements of some year."""
    return view.reader.tells_hosts and bool((reference.lists(view)["years"]["followed"] > 0).any())
