"""Entreprises engagées : quelles entreprises accueillent les élèves ?"""

from dataclasses import replace

import streamlit as st

from analytics.catalogue import CATALOGUE
from analytics.measuring import position
from figures.classes import legend_items
from figures.communes import describe_engagement, describe_fabric
from figures.hosts import bubbles, describe_sectors, move_figures, size_figures
from figures.intervals import interval_plot
from figures.maps import commune_map
from figures.sentences import companies_answer
from pages.components import cards, maps, reading, settings, style
from pages.components.cards import Shown
from pages.components.hosting import hosting
from pages.components.url_state import choose, read_address, select

MOST_NAMED = 200

# Réglages
view = reading.view_of_page()
pupils = () if view.scope.diffused else (settings.level(view), settings.family(view))
controls = (
    settings.campaign(view),
    settings.zone(view),
    settings.indicator(("tissu",) if view.scope.diffused else ("penetration", "tissu")),
    settings.RENDERING,
    *pupils,  # to others, hosts are told of all pupils together
)
messages = read_address(controls)
st.title("Quelles entreprises accueillent les élèves\u00a0?", anchor=False)
answer = st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True):
    year, zone, indicator, rendering, *chosen = (select(s) for s in controls)
selection = settings.selection(year, *(chosen or [settings.ALL]))
bef = settings.selected(zone)
inside = replace(selection, bef=bef)

# Calcul
found = hosting(view, inside)
communes = (
    describe_engagement(found.communes, reading.communes(view), found.followed)
    if indicator == "penetration"
    else describe_fabric(found.communes, reading.communes(view))
)
by_sector = found.sectors.assign(position=position(found.sectors, found.rate, polarity=+1))
perimeter = settings.scope_text(view, inside)


def described(title: str, where: str = perimeter) -> cards.About:
    """What a reader must know of a table of this page."""
    return cards.about(view, title, where, year, "accueil")


unit = "%" if indicator == "penetration" else "nombre"
territory = cards.publish(
    view,
    communes.table,
    described(f"{CATALOGUE[indicator].name}, {unit}", settings.scope_text(view, selection)),
)
sectors = cards.publish(
    view,
    describe_sectors(by_sector, reading.lists(view)["sectors"], found.followed),
    described("Engagement du tissu par secteur, %"),
)
sections = cards.publish(view, found.sections, described("Lieux d’accueil par section de la NAF"))
sizes = cards.publish(view, found.sizes, described("Lieux d’accueil par taille (salariés)"))

# Vue
with answer:
    style.answer(
        companies_answer(found.count, found.away, found.rate, found.moves, found.earlier_year)
    )
left, right = st.columns([0.56, 0.44], gap="medium")
with left:
    cards.head(
        territory, "cercles\u00a0: lieux d’accueil par commune" if found.located is not None else ""
    )
    outlines, shapes = reading.outlines(view, "bef"), reading.outlines(view, "commune")
    maps.clickable_map(
        commune_map(
            territory,
            shapes.url,
            shapes.shapes,
            outlines.url,
            outlines.shapes,
            communes.scale,
            selected=bef,
            points=None
            if found.located is None
            else bubbles(found.located, reading.communes(view)),
            simplified=maps.simplified(rendering),
            height=430,
        ),
        key="carte_entreprises",
        alt=f"Carte des communes\u00a0: {CATALOGUE[indicator].name}",
        on_pick=lambda code: choose("bef", code),
        place="customdata",
    )
    style.legend(legend_items(territory.table["category"], communes.scale))
with right:
    cards.head(sectors)
    st.plotly_chart(
        interval_plot(sectors, reference=found.rate if found.followed else None, height=215),
        key="secteurs",
        theme=None,
        config={"displayModeBar": False},
        alt="Engagement du tissu par secteur, avec son intervalle",
    )
    style.caption(
        "Portefeuille",
        f"par rapport à {found.earlier_year}"
        if found.earlier_year
        else "année précédente non mesurée",
    )
    style.key_figures(move_figures(found.moves))
    if len(sizes.table):
        style.caption(
            "Par taille", "salariés\u00a0; lieux d’accueil, puis conventions signées (conv.)"
        )
        style.key_figures(size_figures(sizes.table))
cards.twin(
    sectors,
    (
        Shown("name", "Secteur"),
        Shown("share", "Engagement du tissu (%)", "share"),
        Shown("low", "Borne basse (%)", "share"),
        Shown("high", "Borne haute (%)", "share"),
        Shown("count", "Lieux d’accueil", "count"),
        Shown("n", "Établissements employeurs (n)", "count"),
        Shown("absence", "Code"),
    ),
    key="secteurs",
    title="Voir en tableau\u00a0: secteurs",
)
placed = () if view.scope.diffused else (Shown("placements", "Conventions signées", "count"),)
cards.twin(
    sections,
    (
        Shown("section", "Section"),
        Shown("section_label", "Libellé (NAF rév. 2)"),
        Shown("hosts", "Lieux d’accueil", "count"),
        *placed,
    ),
    key="sections",
    title="Voir en tableau\u00a0: sections de la NAF",
)
engaged = (
    ()
    if view.scope.diffused
    else (
        Shown("count", "Lieux d’accueil", "count"),
        Shown("value", "Engagement du tissu (%)", "share"),
        Shown("low", "Borne basse (%)", "share"),
        Shown("high", "Borne haute (%)", "share"),
        Shown("absence", "Code"),
    )
)
cards.twin(
    territory,
    (
        Shown("name", "Commune"),
        *engaged[:1],
        Shown("n", "Établissements employeurs (n)", "count"),
        *engaged[1:],
    ),
    key="communes",
    title="Voir en tableau\u00a0: communes",
)
if found.named is not None:
    cards.twin(
        cards.publish(
            view,
            found.named.head(MOST_NAMED),
            described("Lieux d’accueil qui ont le plus accueilli"),
        ),
        (
            Shown("company_name", "Lieu d’accueil"),
            Shown("commune_name", "Commune"),
            Shown("section_label", "Secteur d’activité"),
            Shown("size", "Salariés"),
            Shown("placements", "Conventions signées", "count"),
            Shown("schools", "Établissements scolaires", "count"),
        ),
        key="lieux",
        title=f"Voir en tableau\u00a0: les {MOST_NAMED} lieux qui accueillent le plus",
    )
cards.limits("entreprises_engagees", "penetration", "tissu")
