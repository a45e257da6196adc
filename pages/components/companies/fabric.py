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
from pages.components import cards, reading, settings, style
from pages.components.cards import Shown
from pages.components.reading import View

_RATE = (
    Shown("value", "Engagement du tissu (%)", "share"),
    Shown("low", "Borne basse (%)", "share"),
    Shown("high", "Borne haute (%)", "share"),
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
    perimeter = settings.scope_text(view, inside)
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        territory = _map(view, found, inside, indicator)
    with right:
        sectors = _sectors(view, found, inside, perimeter)
        if found.located is not None:
            spots = _blind_spots(view, chosen)
        elif len(found.sizes):
            _sizes(view, found, inside, perimeter)
    cards.twin(sectors, title="Voir en tableau\u00a0: secteurs", lazy=True)
    _sections(view, found, inside, perimeter)
    cards.twin(territory, key="communes", title="Voir en tableau\u00a0: communes", lazy=True)
    if found.located is not None:
        _spot_tables(view, chosen, spots, perimeter)
    cards.limits("entreprises_engagees", "penetration", "tissu")


def _map(view: View, found: Hosting, inside: Selection, indicator: str) -> Card:
    everywhere = settings.scope_text(view, replace(inside, bef=None))
    rate = indicator == "penetration"
    communes = (
        describe_engagement(found.communes, reference.communes(view), found.followed)
        if rate
        else describe_fabric(found.communes, reference.communes(view))
    )
    title = f"{CATALOGUE[indicator].name}, {'%' if rate else 'nombre'}"
    territory = cards.publish(view, communes.table, title, everywhere, inside.year, "accueil")
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


def _sectors(view: View, found: Hosting, inside: Selection, perimeter: str) -> Card:
    by_sector = found.sectors.assign(position=position(found.sectors, found.rate, polarity=+1))
    sectors = cards.publish(
        view,
        describe_sectors(by_sector, reference.lists(view)["sectors"], found.followed),
        "Engagement du tissu par secteur, %",
        perimeter,
        inside.year,
        "accueil",
    )
    rate = Shown("share", _RATE[0].label, "share")
    whole = found.rate if found.followed else None
    card = Card(
        "secteurs",
        sectors,
        (
            Shown("name", "Secteur"),
            rate,
            *_RATE[1:],
            Shown("count", "Lieux d’accueil", "count"),
            Shown("n", "Établissements employeurs (n)", "count"),
            Shown("absence", "Code"),
        ),
        Intervals(Shown("name", "Secteur"), (rate,), whole, polarity=+1),
        "Engagement du tissu par secteur, avec son intervalle",
        extra=f"tirets\u00a0: ensemble, {french.percent(found.rate)}" if found.followed else "",
        height=150,
    )
    cards.show(card)
    return card


def _sections(view: View, found: Hosting, inside: Selection, perimeter: str) -> None:
    title = "Lieux d’accueil par section de la NAF"
    told = (title, perimeter, inside.year, "accueil")
    columns = (
        Shown("section", "Section"),
        Shown("section_label", "Libellé (NAF rév. 2)"),
        Shown("hosts", "Lieux d’accueil", "count"),
    )
    card = Card("sections", cards.publish(view, found.sections, *told), columns)
    cards.twin(card, title="Voir en tableau\u00a0: sections de la NAF", lazy=True)


def _sizes(view: View, found: Hosting, inside: Selection, perimeter: str) -> None:
    title = "Lieux d’accueil par taille (salariés)"
    sizes = cards.publish(view, found.sizes, title, perimeter, inside.year, "accueil")
    cards.head(Card("tailles", sizes))
    style.key_figures(size_figures(sizes.table))


def _blind_spots(view: View, chosen: Chosen) -> Card:
    lists = reference.lists(view)
    spots = describe_blind_spots(
        hosting.blind_spots(view, chosen),
        lists["families"],
        lists["activities"],
        chosen.bef is not None,
    )
    title = "Angles morts\u00a0: bassins avec élèves et employeurs, sans lieu d’accueil"
    told = (title, "Voie professionnelle", chosen.year, "établissement")
    card = Card(
        "angles_morts",
        cards.publish(view, spots, *told),
        (
            Shown("row", "Famille"),
            Shown("column", "Activité attendue (hypothèse)"),
            Shown("zones", "Bassins avec élèves et employeurs (n)", "count"),
            Shown("blind", "Dont sans lieu d’accueil", "count"),
            Shown("due", "Périodes dues dans ces bassins", "count"),
            Shown("establishments", "Employeurs dans ces bassins", "count"),
        ),
        Matrix(Shown("row", "Famille"), (Shown("value", "Sans lieu d’accueil (%)", "share"),)),
        "Matrice des familles et des secteurs attendus sans lieu d’accueil",
        extra=" · ".join(filter(None, (*_SHADES, fabric_words(reading.fabric_sources(view))))),
        height=245,
    )
    cards.show(card)
    if not len(spots):
        style.note("Aucun croisement attendu", ["aucun élève de la voie professionnelle ici"])
    return card


def _spot_tables(view: View, chosen: Chosen, spots: Card, perimeter: str) -> None:
    cards.twin(spots, key="angles", title="Voir en tableau\u00a0: angles morts", lazy=True)
    lists = reference.lists(view)
    names = lists["befs"].set_index("bef")["label"]
    sectors = lists["sectors"].set_index("sector")["label"]
    table = hosting.quotients(view, chosen)
    table = table.assign(zone=table["bef"].map(names), name=table["sector"].map(sectors))
    title = "Engagement de chaque secteur par rapport à l’académie (1\u00a0: comme elle)"
    columns = (
        Shown("zone", "Bassin"),
        Shown("name", "Secteur"),
        Shown("hosts", "Lieux d’accueil", "count"),
        Shown("establishments", "Établissements employeurs (n)", "count"),
        Shown("quotient", "Quotient", "decimal"),
        Shown("shrunk", "Quotient lissé", "decimal"),
        Shown("low", "Borne basse", "decimal"),
        Shown("high", "Borne haute", "decimal"),
    )
    told = (title, perimeter, chosen.year, "accueil")
    card = Card("quotients", cards.publish(view, table, *told), columns)
    cards.twin(card, title="Voir en tableau\u00a0: quotients de localisation", lazy=True)
