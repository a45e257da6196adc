"""Accès aux stages : où est-il difficile de trouver un lieu, et où en manque-t-il ?"""

from dataclasses import replace

import streamlit as st

from analytics.catalogue import CATALOGUE
from analytics.funnel import access_rates, to_place
from data.diffused_reads import NotDiffusedError
from data.selection import NO_FAMILY
from figures import french
from figures.bars import amount_bars, describe_lacks, describe_reach
from figures.classes import legend_items
from figures.communes import describe_access
from figures.maps import commune_map
from figures.sentences import potential_answer
from pages.components import cards, maps, reading, settings, style
from pages.components.cards import Shown
from pages.components.url_state import choose, read_address, select

MOST_BARS = 12
MEASURES = (
    Shown("to_place", "Manque à placer (places)", "count"),
    Shown("due", "Périodes dues (n)", "count"),
    Shown("unknown", "Non renseignées", "count"),
    Shown("rate", "Taux d’accès à J0 (%)", "share"),
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
    Shown("absence", "Code"),
)

# Réglages
view = reading.view_of_page()
controls = (
    settings.campaign(view),
    settings.level(view),
    settings.family(view),
    settings.zone(view),
    settings.RADIUS,
    settings.target(view),
    settings.RENDERING,
)
messages = read_address(controls)
st.title("Où l’accès aux stages est-il difficile\u00a0?", anchor=False)
answer = st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True):
    year, level, family, zone, radius, target, rendering = (select(s) for s in controls)
selection = settings.selection(year, level, family)
bef = settings.selected(zone)
inside = replace(selection, bef=bef)

# Calcul
try:
    reached = reading.potential_access(view, selection, int(radius))
    fine = reading.finest_states(view, inside)
except NotDiffusedError as error:
    reading.stop_if_not_diffused(error)
access = describe_access(reached, tell_pupils=not view.scope.diffused)
names = dict(reading.lists(view)["befs"][["bef", "label"]].itertuples(index=False))
families = dict(reading.lists(view)["families"][["family", "label"]].itertuples(index=False))
families[NO_FAMILY] = "Toutes formations"
lacks = to_place(fine, ["bef", "family"], int(target) / 100).assign(
    zone_name=lambda t: t["bef"].map(names), family_name=lambda t: t["family"].map(families)
)
lacks = access_rates(lacks).sort_values(
    ["to_place", "bef", "family"], ascending=[False, True, True]
)
perimeter = settings.scope_text(view, inside)
potential = cards.publish(
    view,
    access.table.drop(columns="pupils") if view.scope.diffused else access.table,
    cards.about(
        view,
        "Accessibilité potentielle, places pour 100\u00a0élèves",
        settings.scope_text(view, selection),
        year,
        f"{CATALOGUE['apl'].attribution} · rayon {radius}\u00a0km",
    ),
)
followed = bool((fine["due"] > fine["unknown"]).any())
if followed:
    bars = cards.publish(
        view,
        describe_lacks(lacks.head(MOST_BARS), one_zone=bef is not None),
        cards.about(
            view, "Manque à placer au premier jour, places", perimeter, year, "établissement"
        ),
    )
else:
    bars = cards.publish(
        view,
        describe_reach(reached.assign(zone_name=reached["bef"].map(names))),
        cards.about(
            view,
            "Places potentielles pour 100\u00a0élèves, par bassin",
            settings.scope_text(view, selection),
            year,
            f"établissement · rayon {radius}\u00a0km",
        ),
    )

# Vue
with answer:
    named = reached.assign(zone_name=reached["bef"].map(names))
    style.answer(potential_answer(named, int(radius), lacks))
left, right = st.columns([0.58, 0.42], gap="medium")
with left:
    cards.head(potential)
    zones, communes = reading.outlines(view, "bef"), reading.outlines(view, "commune")
    maps.clickable_map(
        commune_map(
            potential,
            communes.url,
            communes.shapes,
            zones.url,
            zones.shapes,
            access.scale,
            selected=bef,
            simplified=maps.simplified(rendering),
            height=420,
        ),
        key="carte_communes",
        alt="Carte des communes\u00a0: places potentielles pour 100 élèves",
        on_pick=lambda code: choose("bef", code),
        place="customdata",
    )
    style.legend(legend_items(potential.table["category"], access.scale))
with right:
    if not followed:
        style.note(
            "Placements non renseignés",
            [
                "Aucun suivi transmis pour "
                f"{french.plural(int(fine['due'].sum()), 'période due', 'périodes dues')}."
            ],
        )
    cards.head(bars)
    if len(bars.table):
        st.plotly_chart(
            amount_bars(
                bars,
                height=60 + 29 * len(bars.table),
                color="#c8702a" if followed else "#2a7f8e",
            ),
            key="barres",
            theme=None,
            config={"displayModeBar": False},
            alt=bars.about.title,
        )
    else:
        style.note("Aucune place ne manque", ["À cet objectif, dans ce périmètre."])
cards.twin(
    cards.publish(
        view,
        lacks,
        cards.about(view, "Manque à placer au premier jour", perimeter, year, "établissement"),
    ),
    (
        Shown("zone_name", "Bassin (BEF)"),
        Shown("family_name", "Famille"),
        *MEASURES,
    ),
    key="manque-bassin-famille",
    title="Voir en tableau\u00a0: bassin × famille",
)
if not view.scope.diffused:
    by_school = to_place(fine, ["uai"], int(target) / 100)
    schools = access_rates(
        reading.schools(view, inside).merge(by_school[["uai", "to_place"]], on="uai")
    ).sort_values(["to_place", "uai"], ascending=[False, True])
    cards.twin(
        cards.publish(
            view,
            schools.assign(zone_name=schools["bef"].map(names)),
            cards.about(
                view, "Manque à placer par établissement", perimeter, year, "établissement"
            ),
        ),
        (
            Shown("school_name", "Établissement"),
            Shown("commune_name", "Commune"),
            Shown("zone_name", "Bassin (BEF)"),
            *MEASURES,
        ),
        key="manque-etablissements",
        title="Voir en tableau\u00a0: établissements",
    )
cards.twin(
    potential,
    (
        Shown("name", "Commune"),
        Shown("access", "Places pour 100 élèves", "decimal"),
        Shown("places", "Employeurs de la commune", "count"),
        *(() if view.scope.diffused else (Shown("pupils", "Élèves de la commune", "count"),)),
        Shown("population", "Habitants", "count"),
    ),
    key="acces-communes",
    title="Voir en tableau\u00a0: communes",
)
cards.limits("apl", "manque", "taux_acces")
