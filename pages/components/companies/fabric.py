"""Section « Carte et tissu »: who hosts, where, among how many employers, and blind spots."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.catalogue import CATALOGUE
from analytics.disclosure import Published
from analytics.measuring import position
from analytics.services import hosting
from analytics.services.hosting import Chosen, Hosting, gather
from data.reads.engagement import cut_of
from data.selection import Selection
from figures import french
from figures.classes import legend_items
from figures.communes import describe_engagement, describe_fabric
from figures.engagement import describe_blind_spots, matrix_figure
from figures.engagement_sentences import fabric_words
from figures.hosts import bubbles, describe_sectors, size_figures, status_items
from figures.intervals import interval_plot
from figures.legends import Legend
from figures.maps import commune_map
from figures.sentences import companies_answer
from pages.components import cards, maps, reading, settings, style
from pages.components.cards import Shown
from pages.components.maps import Ground
from pages.components.reading import View
from pages.components.url_state import choose
from slides import drawn
from slides.drawn import Drawn

_RATE = (
    Shown("value", "Engagement du tissu (%)", "share"),
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
)


def show(
    view: View, inside: Selection, indicator: str, rendering: str, answer: DeltaGenerator
) -> None:
    """Draw the section; `inside` holds the BEF of the host, `indicator` what colours the map."""
    found = gather(view, inside)
    with answer:
        style.answer(
            companies_answer(
                found.count,
                found.away,
                found.rate,
                found.moves,
                found.earlier_year,
                of_trade=inside.family is not None,
            )
        )
    chosen = Chosen(inside.year, inside.bef, cut_of(inside), "")
    perimeter = settings.scope_text(view, inside)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        territory, area_map = _map(view, found, inside, indicator, rendering)
    with right:
        sectors = _sectors(view, found, inside, perimeter)
        if found.located is not None:
            spots = _blind_spots(view, chosen, perimeter)
        elif len(found.sizes):
            _sizes(view, found, inside, perimeter)
    rate = Shown("share", _RATE[0].label, "share")
    cards.twin(
        sectors,
        (
            Shown("name", "Secteur"),
            rate,
            *_RATE[1:],
            Shown("count", "Lieux d’accueil", "count"),
            Shown("n", "Établissements employeurs (n)", "count"),
            Shown("absence", "Code"),
        ),
        key="secteurs",
        title="Voir en tableau\u00a0: secteurs",
        lazy=True,
        drawn=(drawn.dots(sectors, "Secteur", rate, found.rate, polarity=+1),),
    )
    _sections(view, found, inside, perimeter)
    told = view.reader.tells_hosts
    engaged = (Shown("count", "Lieux d’accueil", "count"), *_RATE) if told else ()
    cards.twin(
        territory,
        (
            Shown("name", "Commune"),
            *engaged,
            Shown("n", "Établissements employeurs (n)", "count"),
            *((Shown("absence", "Code"),) if told else ()),
        ),
        key="communes",
        title="Voir en tableau\u00a0: communes",
        lazy=True,
        drawn=(area_map,),
    )
    if found.located is not None:
        _spot_tables(view, chosen, spots, perimeter)
    cards.limits("entreprises_engagees", "penetration", "tissu")


def _map(
    view: View, found: Hosting, inside: Selection, indicator: str, rendering: str
) -> tuple[Published, Drawn]:
    everywhere = settings.scope_text(view, replace(inside, bef=None))
    rate = indicator == "penetration"
    communes = (
        describe_engagement(found.communes, reading.communes(view), found.followed)
        if rate
        else describe_fabric(found.communes, reading.communes(view))
    )
    title = f"{CATALOGUE[indicator].name}, {'%' if rate else 'nombre'}"
    territory = cards.publish(
        view, communes.table, cards.about(view, title, everywhere, inside.year, "accueil")
    )
    shown = found.located is not None
    circles = "cercles\u00a0: lieux d’accueil, statut le plus fréquent"
    if inside.level or inside.family:
        circles += " pour ces élèves"
    legends = [Legend(legend_items(territory.table["category"], communes.scale))]
    if shown:
        legends.append(Legend(status_items(found.located)))
    outlines, shapes = reading.outlines(view, "bef"), reading.outlines(view, "commune")
    cards.draw(
        territory,
        commune_map(
            territory,
            shapes.url,
            shapes.shapes,
            outlines.url,
            outlines.shapes,
            communes.scale,
            selected=inside.bef,
            points=bubbles(found.located, reading.communes(view)) if shown else None,
            simplified=maps.simplified(rendering),
            height=395,
        ),
        key="carte_entreprises",
        alt=f"Carte des communes\u00a0: {CATALOGUE[indicator].name}",
        extra=circles if shown else "",
        legends=legends,
        ground=Ground([shapes, outlines], lambda code: choose("bef", code), "customdata"),
    )
    value = _RATE[0] if rate else Shown("n", "Établissements employeurs", "count")
    return territory, drawn.area_map(territory, "commune", value, communes.scale, inside.bef)


def _sectors(view: View, found: Hosting, inside: Selection, perimeter: str) -> Published:
    by_sector = found.sectors.assign(position=position(found.sectors, found.rate, polarity=+1))
    sectors = cards.publish(
        view,
        describe_sectors(by_sector, reading.lists(view)["sectors"], found.followed),
        cards.about(view, "Engagement du tissu par secteur, %", perimeter, inside.year, "accueil"),
    )
    cards.draw(
        sectors,
        interval_plot(sectors, reference=found.rate if found.followed else None, height=150),
        key="secteurs",
        alt="Engagement du tissu par secteur, avec son intervalle",
        extra=f"tirets\u00a0: ensemble, {french.percent(found.rate)}" if found.followed else "",
    )
    return sectors


def _sections(view: View, found: Hosting, inside: Selection, perimeter: str) -> None:
    about = cards.about(
        view, "Lieux d’accueil par section de la NAF", perimeter, inside.year, "accueil"
    )
    cards.twin(
        cards.publish(view, found.sections, about),
        (
            Shown("section", "Section"),
            Shown("section_label", "Libellé (NAF rév. 2)"),
            Shown("hosts", "Lieux d’accueil", "count"),
        ),
        key="sections",
        title="Voir en tableau\u00a0: sections de la NAF",
        lazy=True,
    )


def _sizes(view: View, found: Hosting, inside: Selection, perimeter: str) -> None:
    title = "Lieux d’accueil par taille (salariés)"
    about = cards.about(view, title, perimeter, inside.year, "accueil")
    sizes = cards.publish(view, found.sizes, about)
    cards.head(sizes)
    style.key_figures(size_figures(sizes.table))


def _blind_spots(view: View, chosen: Chosen, perimeter: str) -> Published:
    lists = reading.lists(view)
    spots = describe_blind_spots(
        hosting.blind_spots(view, chosen),
        lists["families"],
        lists["activities"],
        chosen.bef is not None,
    )
    title = "Angles morts\u00a0: bassins avec élèves et employeurs, sans lieu d’accueil"
    published = cards.publish(
        view, spots, cards.about(view, title, "Voie professionnelle", chosen.year, "établissement")
    )
    cards.draw(
        published,
        matrix_figure(published, height=245) if len(spots) else None,
        key="angles_morts",
        alt="Matrice des familles et des secteurs attendus sans lieu d’accueil",
        extra=fabric_words(reading.fabric_sources(view)),
    )
    if not len(spots):
        style.note("Aucun croisement attendu", ["aucun élève de la voie professionnelle ici"])
    return published


def _spot_tables(view: View, chosen: Chosen, spots: Published, perimeter: str) -> None:
    cards.twin(
        spots,
        (
            Shown("row", "Famille"),
            Shown("column", "Activité attendue (hypothèse)"),
            Shown("zones", "Bassins avec élèves et employeurs (n)", "count"),
            Shown("blind", "Dont sans lieu d’accueil", "count"),
            Shown("due", "Périodes dues dans ces bassins", "count"),
            Shown("establishments", "Employeurs dans ces bassins", "count"),
        ),
        key="angles",
        title="Voir en tableau\u00a0: angles morts",
        lazy=True,
    )
    lists = reading.lists(view)
    names = lists["befs"].set_index("bef")["label"]
    sectors = lists["sectors"].set_index("sector")["label"]
    table = hosting.quotients(view, chosen)
    table = table.assign(zone=table["bef"].map(names), name=table["sector"].map(sectors))
    title = "Engagement de chaque secteur par rapport à l’académie (1\u00a0: comme elle)"
    cards.twin(
        cards.publish(view, table, cards.about(view, title, perimeter, chosen.year, "accueil")),
        (
            Shown("zone", "Bassin"),
            Shown("name", "Secteur"),
            Shown("hosts", "Lieux d’accueil", "count"),
            Shown("establishments", "Établissements employeurs (n)", "count"),
            Shown("quotient", "Quotient", "decimal"),
            Shown("shrunk", "Quotient lissé", "decimal"),
            Shown("low", "Borne basse", "decimal"),
            Shown("high", "Borne haute", "decimal"),
        ),
        key="quotients",
        title="Voir en tableau\u00a0: quotients de localisation",
        lazy=True,
    )
