"""Section « Carte et tissu »: who hosts, where, among how many employers, and blind spots."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.catalogue import CATALOGUE
from analytics.measuring import position
from analytics.services import hosting, reference
from analytics.services.hosting import Chosen, Hosting, gather
from data.reads.engagement import cut_of
from data.selection import Selection
from figures.cards.card import Card
from figures.cards.kinds import HOSTS, NAME, AreaMap, Intervals, Matrix, Over
from figures.companies.engagement import describe_blind_spots
from figures.companies.hosts import bubbles, describe_sectors, size_figures, status_items
from figures.maps.classes import legend_items
from figures.maps.communes import describe_engagement, describe_fabric
from figures.maps.legends import Legend
from figures.words import french
from figures.words.engagement_sentences import fabric_words
from figures.words.sentences import companies_answer
from pages.components import cards, reading, style
from pages.components.cards import Shown, Told
from pages.components.reading import View

_RATE = (
    Shown("value", "Engagement du tissu (%)", "share"),
    *cards.BOUNDS,
)
_SECTIONS = (
    Shown("section", "Section"),
    Shown("section_label", "Libellé (NAF rév. 2)"),
    Shown("hosts", "Lieux d’accueil", "count"),
)
_SHADES = (
    "teinte\u00a0: part des bassins, 0\u00a0% (clair) à 100\u00a0% (foncé)",
    "colonnes\u00a0: division de la NAF, par son code, ou grand secteur, par son début",
)


def show(view: View, inside: Selection, indicator: str, answer: DeltaGenerator) -> None:
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
    told = cards.told(view, inside, "accueil")
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        territory = _map(view, found, inside, indicator)
    with right:
        sectors = _sectors(told, found)
        if found.located is not None:
            spots = _blind_spots(view, chosen)
        elif len(found.sizes):
            sizes = told.publish(found.sizes, "Lieux d’accueil par taille (salariés)")
            cards.head(Card("tailles", sizes))
            style.key_figures(size_figures(sizes.table))
    cards.twin(sectors, of="secteurs", lazy=True)
    sections = told.publish(found.sections, "Lieux d’accueil par section de la NAF")
    cards.twin(Card("sections", sections, _SECTIONS), of="sections de la NAF", lazy=True)
    cards.twin(territory, of="communes", key="communes", lazy=True)
    if found.located is not None:
        cards.twin(spots, of="angles morts", key="angles", lazy=True)
        cards.twin(_quotients(told, chosen), of="quotients de localisation", lazy=True)
    cards.limits("entreprises_engagees", "penetration", "tissu")


def _map(view: View, found: Hosting, inside: Selection, indicator: str) -> Card:
    everywhere = cards.told(view, replace(inside, bef=None), "accueil")
    rate = indicator == "penetration"
    communes = (
        describe_engagement(found.communes, reference.communes(view), found.followed)
        if rate
        else describe_fabric(found.communes, reference.communes(view))
    )
    title = f"{CATALOGUE[indicator].name}, {'%' if rate else 'nombre'}"
    territory = everywhere.publish(communes.table, title)
    shown = found.located is not None
    circles = "cercles\u00a0: lieux d’accueil, statut le plus fréquent"
    if inside.level or inside.family:
        circles += " pour ces élèves"
    legends = [Legend(legend_items(territory.table["category"], communes.scale))]
    over: tuple[Over, ...] = ()
    if shown:
        legends.append(Legend(status_items(found.located)))
        over = (Over(HOSTS, territory.remade(bubbles(found.located, reference.communes(view)))),)
    value = _RATE[0] if rate else Shown("n", "Établissements employeurs", "count")
    told = view.reader.tells_hosts
    engaged = (Shown("count", "Lieux d’accueil", "count"), *_RATE) if told else ()
    card = Card(
        "carte_entreprises",
        territory,
        (
            Shown("name", "Commune"),
            *engaged,
            Shown("n", "Établissements employeurs (n)", "count"),
            *((Shown("absence", "Code"),) if told else ()),
        ),
        AreaMap(NAME, (value,), "commune", communes.scale, over=over),
        f"Carte des communes\u00a0: {CATALOGUE[indicator].name}",
        selected=inside.bef,
        extra=circles if shown else "",
        legends=legends,
        height=395,
    )
    cards.show(card, view)
    return card


def _sectors(told: Told, found: Hosting) -> Card:
    by_sector = found.sectors.assign(position=position(found.sectors, found.rate, polarity=+1))
    names = reference.lists(told.view)["sectors"]
    rows = describe_sectors(by_sector, names, found.followed)
    name, rate = Shown("name", "Secteur"), Shown("share", _RATE[0].label, "share")
    whole = found.rate if found.followed else None
    card = Card(
        "secteurs",
        told.publish(rows, "Engagement du tissu par secteur, %"),
        (
            name,
            rate,
            *cards.BOUNDS,
            Shown("count", "Lieux d’accueil", "count"),
            Shown("n", "Établissements employeurs (n)", "count"),
            Shown("absence", "Code"),
        ),
        Intervals(name, (rate,), whole, polarity=+1),
        "Engagement du tissu par secteur, avec son intervalle",
        extra=f"tirets\u00a0: ensemble, {french.percent(found.rate)}" if found.followed else "",
        height=150,
    )
    cards.show(card)
    return card


def _blind_spots(view: View, chosen: Chosen) -> Card:
    lists = reference.lists(view)
    spots = describe_blind_spots(
        hosting.blind_spots(view, chosen),
        lists["families"],
        lists["activities"],
        chosen.bef is not None,
    )
    title = "Angles morts\u00a0: bassins avec élèves et employeurs, sans lieu d’accueil"
    family = Shown("row", "Famille")
    card = Card(
        "angles_morts",
        Told(view, "Voie professionnelle", chosen.year).publish(spots, title),
        (
            family,
            Shown("column", "Activité attendue (hypothèse)"),
            Shown("zones", "Bassins avec élèves et employeurs (n)", "count"),
            Shown("blind", "Dont sans lieu d’accueil", "count"),
            Shown("due", "Périodes dues dans ces bassins", "count"),
            Shown("establishments", "Employeurs dans ces bassins", "count"),
        ),
        Matrix(family, (Shown("value", "Sans lieu d’accueil (%)", "share"),)),
        "Matrice des familles et des secteurs attendus sans lieu d’accueil",
        extra=" · ".join(filter(None, (*_SHADES, fabric_words(reading.fabric_sources(view))))),
        height=245,
    )
    cards.show(card)
    if not len(spots):
        style.note("Aucun croisement attendu", ["aucun élève de la voie professionnelle ici"])
    return card


def _quotients(told: Told, chosen: Chosen) -> Card:
    zones, sectors = (reference.names(told.view, of) for of in ("befs", "sectors"))
    table = hosting.quotients(told.view, chosen)
    table = table.assign(zone=table["bef"].map(zones), name=table["sector"].map(sectors))
    title = "Engagement de chaque secteur par rapport à l’académie (1\u00a0: comme elle)"
    return Card(
        "quotients",
        told.publish(table, title),
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
    )
