"""Potential places around the communes of a pôle: the map where communes are the point."""

from dataclasses import replace

import pandas as pd

from analytics.absence import Absence
from analytics.services.access import RADIUS_KM, reached
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import AreaMap
from figures.maps import classes
from figures.maps.classes import MapClass
from figures.maps.communes import describe_access
from figures.maps.legends import Legend
from figures.words import french
from slides.material import Material
from slides.outline import Slide

_SHOWN = ("code", "zone", "name", "value", "category", "absence", "access")
_HYPOTHESES = (
    f"Places potentielles\u00a0: un employeur, une place\u00a0; rayon de {RADIUS_KM}\u00a0km, "
    "poids 1, "
    "0,6 et 0,3 par tiers du rayon (hypothèses), concurrence des élèves de la voie professionnelle."
)


def communes(m: Material) -> list[Slide]:
    """Potential access of each commune of the pôle, and how many people live in each class."""
    if not m.alone:
        return []
    zones = describe_access(reached(m, m.chosen()).assign(edge=False), tell_pupils=False)
    rows = zones.table[zones.table["zone"] == m.bef].copy()
    rows["value"] = [f"{french.number(v)} places pour 100\u00a0élèves" for v in rows["access"]]
    nothing = rows["category"] == classes.NONE.key
    rows["absence"] = nothing.map({True: Absence.NOT_APPLICABLE, False: ""})
    scale = classes.held(zones.scale, rows["category"])
    title = (
        f"Places potentielles pour 100\u00a0élèves dans un rayon de {RADIUS_KM}\u00a0km, par "
        "commune"
    )
    access = Column("access", "Places pour 100\u00a0élèves", "decimal")
    shows = AreaMap(Column("name", "Commune"), (access,), "commune", scale, "value")
    card = replace(
        m.card("communes-carte", rows[[*_SHOWN]].reset_index(drop=True), title, shows),
        alt=f"Carte des {len(rows)} communes du bassin\u00a0: {title}. {_found(m, rows)}.",
        legends=[Legend(classes.legend_items(rows["category"], scale))],
    )
    return [
        m.slide(
            "communes",
            _found(m, rows),
            card,
            _classes(m, rows, scale),
            sheets=("apl",),
            links=(m.link("acces", niveau="pro", rayon=str(RADIUS_KM)),),
            more=(_HYPOTHESES,),
            aside="hypothèse\u00a0: une place par employeur · près d’un pays voisin, accès en "
            "partie inconnu",
        )
    ]


def _found(m: Material, rows: pd.DataFrame) -> str:
    told = rows[rows["category"] != "sans_objet"]
    if not len(told):
        return f"Autour de {m.here}, l’accès potentiel est sans objet\u00a0: aucun élève à portée"
    low, middle, high = (french.number(v) for v in told["access"].quantile([0, 0.5, 1]))
    return (
        f"{m.here}\u00a0: de {low} à {high} places potentielles pour 100\u00a0élèves selon la "
        f"commune, {middle} pour celle du milieu"
    )


def _classes(m: Material, rows: pd.DataFrame, scale: tuple[MapClass, ...]) -> Card:
    sums = rows.groupby("category").agg(communes=("code", "size"), people=("population", "sum"))
    listed = pd.DataFrame(
        {
            "name": [item.label for item in scale],
            "communes": [float(sums["communes"].get(item.key, 0)) for item in scale],
            "people": [float(sums["people"].get(item.key, 0)) for item in scale],
        }
    )
    columns = {
        Column("name", "Places pour 100\u00a0élèves"): 0.56,
        Column("communes", "Communes", "count"): 0.2,
        Column("people", "Habitants", "count"): 0.24,
    }
    title = "Communes et habitants de chaque classe (population, Insee)"
    return m.table("communes-classes", listed, title, columns)
