"""Section « Portefeuille »: statuses, waterfall, how long hosts stay, who they are."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.companies.portfolio import STATUSES
from analytics.services import hosting, reference
from analytics.services.hosting import Chosen
from figures.cards.card import Card
from figures.cards.kinds import Columns, Intervals, Rows, Survival
from figures.companies.engagement import describe_curves, describe_waterfall
from figures.companies.hosts import describe_returns, status_figures
from figures.words import french
from figures.words.engagement_sentences import portfolio_answer
from pages.components import cards, reading, style
from pages.components.cards import Shown, Told
from pages.components.reading import View
from pages.components.url_state import Setting

MOST_NAMED = 200
CURVES = Setting(
    "courbes",
    "Courbes par",
    {"entered": "Année d’entrée", "section": "Secteur (NAF)", "size": "Taille", "bef": "Bassin"},
    "entered",
    150,
)


def show(view: View, chosen: Chosen, by: str, answer: DeltaGenerator) -> None:
    """Draw the section; `by` is what makes the groups of the curves."""
    before = hosting.previous(view, chosen.year)
    steps, returned = hosting.steps(view, chosen), hosting.returns(view, chosen)
    with answer:
        runs = view.reader.runs(chosen.year)
        whole = returned.iloc[0] if before else None
        style.answer(portfolio_answer(steps, whole, before, running=runs))
    told = Told(view, chosen.perimeter, chosen.year, "accueil")
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        moves = _waterfall(told, steps, before)
        statuses = _statuses(told, chosen) if view.reader.tells_hosts else None
    with right:
        curves = _curves(told, chosen, by) if view.reader.tells_hosts else None
        rates = _returns(told, chosen, returned, before)
    if moves is not None:
        cards.twin(moves, of="d’une campagne à l’autre")
    if statuses is not None:
        cards.twin(statuses, of="statuts")
    cards.twin(rates, of="retour selon le nombre d’élèves accueillis")
    if curves is not None:
        cards.twin(curves, of="courbes de fidélité")
        _named(told, chosen)
    _limits()


def _waterfall(told: Told, steps: pd.DataFrame | None, before: str | None) -> Card | None:
    reader, year = told.view.reader, told.period
    if steps is None or before is None or steps["amount"].isna().any():
        why = "campagne en cours" if reader.runs(year) else "non mesuré ou secret pour ce choix"
        style.caption("D’une campagne à l’autre", why)
        return None
    rows = describe_waterfall(steps, before, year, reader.tells_hosts)
    step, amount = Shown("label", "Étape"), Shown("amount", "Lieux d’accueil", "count")
    card = Card(
        "cascade",
        told.publish(rows, f"De {before} à {year}, lieux d’accueil"),
        (step, amount),
        Columns(step, (amount,), floating=True),
        "Cascade des lieux d’accueil d’une campagne à l’autre",
        height=270,
    )
    cards.show(card)
    return card


def _statuses(told: Told, chosen: Chosen) -> Card:
    runs = told.view.reader.runs(chosen.year)
    day = reading.day(told.view) if runs else "31 août"
    table = hosting.statuses(told.view, chosen)
    card = Card(
        "statuts",
        told.publish(table, f"Statuts au {day}, lieux d’accueil"),
        (
            Shown("name", "Statut"),
            Shown("hosts", "Lieux d’accueil", "count"),
            Shown("share", "Part du portefeuille (%)", "share"),
            Shown("absence", "Code"),
        ),
    )
    cards.head(card)
    style.key_figures(status_figures(card.published.table))
    return card


def _curves(told: Told, chosen: Chosen, by: str) -> Card:
    view = told.view
    table, test = hosting.stay_curves(view, chosen, by)
    sections = reference.sections(view)
    first = reference.lists(view)["years"]["year"].min()  # of no campaign, no name
    names = {
        "entered": {first: f"{first} (déjà là)"},
        "section": dict(zip(sections["section"], sections["section_label"], strict=True)),
        "bef": reference.names(view, "befs"),
        "size": {},
    }[by]
    rows = describe_curves(table, by, names)
    ever = replace(told, period="toutes campagnes")
    curves = ever.publish(rows, "Encore présents sans interruption, %")
    apart = (
        f"écart entre courbes\u00a0: p\u00a0{french.p_value(test.p_value)}" if test.freedom else ""
    )
    named = curves.table[["code", "name"]].drop_duplicates("code").astype(str)
    groups = dict(named.itertuples(index=False, name=None))
    time = Shown("time", "Campagnes après la première", "count")
    staying = Shown("survival", "Encore présents (%)", "share")
    card = Card(
        "courbes",
        curves,
        (
            Shown("name", "Groupe"),
            time,
            staying,
            *cards.BOUNDS,
            Shown("at_risk", "Lieux suivis (n)", "count"),
        ),
        Survival(time, (staying,), groups),
        "Part des lieux d’accueil encore présents, campagne après campagne",
        extra=apart,
        height=215,
    )
    cards.show(card)
    return card


def _returns(told: Told, chosen: Chosen, returned: pd.DataFrame, before: str | None) -> Card:
    if not told.view.reader.tells_hosts:
        told = replace(told, perimeter=chosen.all_tracks.perimeter)
    title = f"Reviennent de {before} à {chosen.year}, % par élèves accueillis"
    rates = told.publish(describe_returns(returned), title)
    returning = Shown("share", "Reviennent (%), au moins", "share")
    estimated = Shown("estimated", "Estimation (%), hypothèse", "share")
    card = Card(
        "retour",
        rates,
        (
            Shown("name", "Élèves accueillis la campagne d’avant"),
            returning,
            *cards.BOUNDS,
            *((estimated,) if "estimated" in rates.table else ()),
            Shown("n", "Lieux d’accueil (n)", "count"),
            Shown("absence", "Code"),
        ),
        Intervals(Shown("name", "Élèves accueillis"), (returning,), ranked=False)
        if before
        else Rows(),
        "Part des lieux d’accueil qui reviennent, selon le nombre d’élèves accueillis",
        height=120,
    )
    if before is None:
        runs = told.view.reader.runs(chosen.year)
        why = "campagne en cours" if runs else "année précédente non mesurée"
        style.caption("Reviennent d’une campagne à l’autre", why)
        return card
    cards.show(card)
    return card


def _named(told: Told, chosen: Chosen) -> None:
    table = hosting.named(told.view, chosen.year, chosen.bef, MOST_NAMED)
    table = table.assign(status=table["status"].map(STATUSES))
    published = told.publish(table, "Lieux d’accueil qui ont le plus accueilli, tous niveaux")
    columns = (
        Shown("company_name", "Lieu d’accueil"),
        Shown("commune_name", "Commune"),
        Shown("section_label", "Secteur d’activité"),
        Shown("size", "Salariés"),
        Shown("status", "Statut"),
        Shown("placements", "Conventions signées", "count"),
        Shown("schools", "Établissements scolaires", "count"),
    )
    cards.twin(
        Card("lieux", published, columns), of=f"les {MOST_NAMED} lieux qui accueillent le plus"
    )


def _limits() -> None:
    with st.expander("Définitions des statuts"):
        st.markdown(
            "Statut au 31 août de la campagne. **Nouvelle**\u00a0: première convention "
            "connue. **Fidèle**\u00a0: active, et active 3 des 4 dernières campagnes. "
            "**Active**\u00a0: les autres lieux actifs. **À réactiver**\u00a0: dernière convention "
            "la campagne d’avant (12 à 24 mois de silence). **Perdue de vue**\u00a0: silence "
            "plus long. La première campagne connue ne dit ni qui est nouveau ni depuis "
            "quand les autres étaient là\u00a0: sa courbe est à part («\u00a0déjà là\u00a0»), et "
            "les courbes par secteur, taille ou bassin la laissent de côté. Un lieu entré la "
            "dernière campagne n’est pas encore suivi. Courbes de Kaplan-Meier, "
            "intervalles de Greenwood à 95\u00a0%\u00a0; ce sont celles des conventions "
            "transmises, donc un minimum. Un retour chez les seuls élèves dont le lieu "
            "est inconnu ne se voit pas\u00a0: la borne haute du retour en tient compte, si "
            "ces élèves ont des lieux comme les autres (hypothèse). L’estimation, pour toute "
            "l’académie seulement, compte en plus ce que chaque lieu revu avait de chances de ne "
            "pas l’être, d’après ses élèves et leurs établissements\u00a0; elle suppose que les "
            "établissements muets le sont quels que soient leurs lieux d’accueil. Elle n’est pas "
            "donnée quand un tiers des périodes n’est pas dit."
        )
    cards.limits("entreprises_engagees", "fidelite")
