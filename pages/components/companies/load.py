"""Section « Sollicitation »: schools and pupils at the same time at one host."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.companies.solicitation import MANY_SCHOOLS, TO_COORDINATE, by_peak, load_summary
from analytics.services import hosting
from analytics.services.hosting import Chosen
from figures.cards.card import Card
from figures.cards.kinds import Columns
from figures.companies.hosts import describe_peaks, load_figures
from figures.words.engagement_sentences import load_answer
from pages.components import cards, style
from pages.components.cards import Shown, Told
from pages.components.reading import View


def show(view: View, chosen: Chosen, answer: DeltaGenerator) -> None:
    """Draw the section; all tracks are read together: a host has one door."""
    cells = hosting.loads(view, chosen.year, chosen.bef)
    load = load_summary(cells)
    told = Told(view, chosen.all_tracks.perimeter, chosen.year, "accueil")
    with answer:
        style.answer(load_answer(load))
    week = Shown("week_text", "Semaine du")
    parts = (
        Shown("alone", "d’un seul établissement", "count"),
        Shown("shared", "de deux établissements ou plus", "count"),
    )
    shown = Card(
        "semaines",
        told.publish(
            hosting.weeks(view, chosen), "Lieux avec plusieurs élèves la même semaine, nombre"
        ),
        (
            week,
            Shown("hosts", "Lieux avec deux élèves ou plus", "count"),
            Shown("shared", "Dont de deux établissements ou plus", "count"),
            Shown("pupils", "Élèves dans ces lieux", "count"),
        ),
        Columns(week, parts),
        "Lieux d’accueil avec plusieurs élèves, semaine par semaine",
        extra="dénombrement, sans intervalle",
        height=340,
    )
    at_once = Card(
        "sollicitation",
        told.publish(
            describe_peaks(by_peak(cells)), "Lieux par établissements et élèves à la fois"
        ),
        (
            Shown("schools_name", "Établissements"),
            Shown("peak_name", "Élèves à la fois"),
            Shown("hosts", "Lieux (n)", "count"),
            Shown("share", "Part (%)", "share"),
        ),
    )
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        cards.show(shown)
    with right:
        cards.head(at_once)
        style.key_figures(load_figures(load))
        cards.table(at_once.published, at_once.columns, height="content")
    cards.twin(shown, of="semaines")
    cards.twin(at_once, of="sollicitation")
    _to_coordinate(told, chosen)
    with st.expander("Comment lire la sollicitation"):
        st.markdown(
            "Un lieu sollicité par plusieurs établissements peut le souhaiter. Les demandes "
            "restées sans suite ne sont pas connues\u00a0: seules comptent les conventions "
            "signées. Aucun fichier ne dit s’il existe un interlocuteur unique\u00a0: c’est "
            "**non mesuré**. Sans SIRET, un lieu est reconnu à son nom et à sa commune. "
            "Semaines d’après les dates des périodes, vacances comprises."
        )
    cards.limits("entreprises_engagees")


def _to_coordinate(told: Told, chosen: Chosen) -> None:
    title = f"{TO_COORDINATE} entreprises à coordonner"
    table = hosting.to_coordinate(told.view, chosen)
    if table is None:
        style.note(title, ["Cette liste est réservée à l’animateur du pôle, pour son pôle."])
        return
    published = told.publish(table, f"{title} ({MANY_SCHOOLS} établissements ou plus)")
    columns = (
        Shown("company_name", "Lieu d’accueil"),
        Shown("commune_name", "Commune"),
        Shown("section_label", "Secteur d’activité"),
        Shown("schools", "Établissements scolaires", "count"),
        Shown("placements", "Conventions signées", "count"),
        Shown("peak", "Élèves la même semaine, au plus", "count"),
    )
    cards.twin(Card("a_coordonner", published, columns), title=title)
