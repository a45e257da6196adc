"""Entreprises engagées : quelles entreprises accueillent les élèves ?"""

from dataclasses import replace

import streamlit as st

from analytics.catalogue import CATALOGUE
from analytics.disclosure import internal
from analytics.engagement import engagement, portfolio
from analytics.measuring import position
from figures.classes import legend_items
from figures.communes import describe_engagement, describe_fabric
from figures.hosts import bubbles, describe_sectors, move_figures, size_figures
from figures.intervals import interval_plot
from figures.maps import commune_map
from figures.sentences import companies_answer
from pages.components import cards, maps, reading, settings, style
from pages.components.cards import Shown
from pages.components.key_figures import previous_year
from pages.components.url_state import choose, read_address, select

MOST_NAMED = 200

# Réglages
view = reading.view_of_page()
controls = (
    settings.campaign(view),
    settings.level(view),
    settings.family(view),
    settings.zone(view),
    settings.indicator(("penetration", "tissu")),
    settings.RENDERING,
)
messages = read_address(controls)
st.title("Quelles entreprises accueillent les élèves\u00a0?", anchor=False)
answer = st.container()
for message in messages:
    st.warning(message)
with st.container(horizontal=True):
    year, level, family, zone, indicator, rendering = (select(s) for s in controls)
selection = settings.selection(year, level, family)
bef = settings.selected(zone)
inside = replace(selection, bef=bef)

# Calcul
hosts, fabric = reading.hosts(view, inside), reading.fabric(view)
if bef:
    fabric = fabric[fabric["bef"] == bef]
followed = len(reading.hosts(view, selection)) > 0
earlier_year = previous_year(view, year)
earlier = reading.hosts(view, replace(inside, year=earlier_year)) if earlier_year else None
if earlier is not None and len(earlier) == 0:
    earlier, earlier_year = None, None
moves = portfolio(hosts["company"], None if earlier is None else earlier["company"])
whole = engagement(hosts, fabric, None).iloc[0]
by_commune = engagement(reading.hosts(view, selection), reading.fabric(view), "commune")
communes = (
    describe_engagement(by_commune, reading.communes(view), followed)
    if indicator == "penetration"
    else describe_fabric(by_commune, reading.communes(view))
)
by_sector = engagement(hosts, fabric, "sector")
by_sector["position"] = position(by_sector, whole["value"], polarity=+1)
perimeter = settings.scope_text(view, inside)
territory = internal(
    communes.table,
    cards.about(
        view,
        f"{CATALOGUE[indicator].name}, {'%' if indicator == 'penetration' else 'nombre'}",
        settings.scope_text(view, selection),
        year,
        "accueil",
    ),
)
sectors = internal(
    describe_sectors(by_sector, reading.lists(view)["sectors"], followed),
    cards.about(view, "Engagement du tissu par secteur, %", perimeter, year, "accueil"),
)
sections = internal(
    hosts.groupby(["section", "section_label"], as_index=False, dropna=False)
    .agg(hosts=("company", "size"), placements=("placements", "sum"))
    .sort_values("hosts", ascending=False),
    cards.about(view, "Lieux d’accueil par section de la NAF", perimeter, year, "accueil"),
)
sizes = internal(
    hosts.groupby("size", as_index=False, dropna=False)
    .agg(hosts=("company", "size"), placements=("placements", "sum"))
    .assign(size=lambda t: t["size"].fillna("non renseignée")),
    cards.about(view, "Lieux d’accueil par taille (salariés)", perimeter, year, "accueil"),
)
named = internal(
    hosts.drop(columns="company").head(MOST_NAMED),
    cards.about(view, "Lieux d’accueil qui ont le plus accueilli", perimeter, year, "accueil"),
)

# Vue
with answer:
    style.answer(
        companies_answer(
            len(hosts), int(hosts["commune"].isna().sum()), whole["value"], moves, earlier_year
        )
    )
left, right = st.columns([0.56, 0.44], gap="medium")
with left:
    cards.head(territory, "cercles\u00a0: lieux d’accueil par commune" if followed else "")
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
            points=bubbles(hosts, reading.communes(view)),
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
        interval_plot(sectors, reference=whole["value"] if followed else None, height=215),
        key="secteurs",
        theme=None,
        config={"displayModeBar": False},
        alt="Engagement du tissu par secteur, avec son intervalle",
    )
    style.caption(
        "Portefeuille",
        f"par rapport à {earlier_year}" if earlier_year else "année précédente non mesurée",
    )
    style.key_figures(move_figures(moves))
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
cards.twin(
    sections,
    (
        Shown("section", "Section"),
        Shown("section_label", "Libellé (NAF rév. 2)"),
        Shown("hosts", "Lieux d’accueil", "count"),
        Shown("placements", "Conventions signées", "count"),
    ),
    key="sections",
    title="Voir en tableau\u00a0: sections de la NAF",
)
cards.twin(
    territory,
    (
        Shown("name", "Commune"),
        Shown("count", "Lieux d’accueil", "count"),
        Shown("n", "Établissements employeurs (n)", "count"),
        Shown("value", "Engagement du tissu (%)", "share"),
        Shown("low", "Borne basse (%)", "share"),
        Shown("high", "Borne haute (%)", "share"),
        Shown("absence", "Code"),
    ),
    key="communes",
    title="Voir en tableau\u00a0: communes",
)
cards.twin(
    named,
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
