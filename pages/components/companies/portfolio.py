"""Section « Portefeuille »: statuses, waterfall, how long hosts stay, who they are."""

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
from pages.components.cards import Shown
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
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        moves = _waterfall(view, chosen, steps, before)
        statuses = _statuses(view, chosen) if view.reader.tells_hosts else None
    with right:
        curves = _curves(view, chosen, by) if view.reader.tells_hosts else None
        rates = _returns(view, chosen, returned, before)
    if moves is not None:
        cards.twin(moves, title="Voir en tableau\u00a0: d’une campagne à l’autre")
    if statuses is not None:
        cards.twin(statuses, title="Voir en tableau\u00a0: statuts")
    title = "Voir en tableau\u00a0: retour selon le nombre d’élèves accueillis"
    cards.twin(rates, title=title)
    if curves is not None:
        cards.twin(curves, title="Voir en tableau\u00a0: courbes de fidélité")
        _named(view, chosen)
    _limits()


def _waterfall(
    view: View, chosen: Chosen, steps: pd.DataFrame | None, before: str | None
) -> Card | None:
    if steps is None or before is None or steps["amount"].isna().any():
        runs = view.reader.runs(chosen.year)
        why = "campagne en cours" if runs else "non mesuré ou secret pour ce choix"
        style.caption("D’une campagne à l’autre", why)
        return None
    told = describe_waterfall(steps, before, chosen.year, view.reader.tells_hosts)
    title = f"De {before} à {chosen.year}, lieux d’accueil"
    step, amount = Shown("label", "Étape"), Shown("amount", "Lieux d’accueil", "count")
    card = Card(
        "cascade",
        cards.publish(view, told, title, chosen.perimeter, chosen.year, "accueil"),
        (step, amount),
        Columns(step, (amount,), floating=True),
        "Cascade des lieux d’accueil d’une campagne à l’autre",
        height=270,
    )
    cards.show(card)
    return card


def _statuses(view: View, chosen: Chosen) -> Card:
    runs = view.reader.runs(chosen.year)
    day = reading.day(view) if runs else "31 août"
    told = (f"Statuts au {day}, lieux d’accueil", chosen.perimeter, chosen.year, "accueil")
    statuses = cards.publish(view, hosting.statuses(view, chosen), *told)
    card = Card(
        "statuts",
        statuses,
        (
            Shown("name", "Statut"),
            Shown("hosts", "Lieux d’accueil", "count"),
            Shown("share", "Part du portefeuille (%)", "share"),
            Shown("absence", "Code"),
        ),
    )
    cards.head(card)
    style.key_figures(status_figures(statuses.table))
    return card


def _curves(view: View, chosen: Chosen, by: str) -> Card:
    table, test = hosting.stay_curves(view, chosen, by)
    lists = reference.lists(view)
    sections = reference.sections(view)
    first = lists["years"]["year"].min()  # of no campaign, no name
    names = {
        "entered": {first: f"{first} (déjà là)"},
        "section": dict(zip(sections["section"], sections["section_label"], strict=True)),
        "bef": dict(zip(lists["befs"]["bef"], lists["befs"]["label"], strict=True)),
        "size": {},
    }[by]
    title = "Encore présents sans interruption, %"
    told = (title, chosen.perimeter, "toutes campagnes", "accueil")
    curves = cards.publish(view, describe_curves(table, by, names), *told)
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
            Shown("low", "Borne basse (%)", "share"),
            Shown("high", "Borne haute (%)", "share"),
            Shown("at_risk", "Lieux suivis (n)", "count"),
        ),
        Survival(time, (staying,), groups),
        "Part des lieux d’accueil encore présents, campagne après campagne",
        extra=apart,
        height=215,
    )
    cards.show(card)
    return card


def _returns(view: View, chosen: Chosen, returned: pd.DataFrame, before: str | None) -> Card:
    rates = cards.publish(
        view,
        describe_returns(returned),
        f"Reviennent de {before} à {chosen.year}, % par élèves accueillis",
        chosen.perimeter if view.reader.tells_hosts else chosen.all_tracks.perimeter,
        chosen.year,
        "accueil",
    )
    returning = Shown("share", "Reviennent (%), au moins", "share")
    estimated = Shown("estimated", "Estimation (%), hypothèse", "share")
    card = Card(
        "retour",
        rates,
        (
            Shown("name", "Élèves accueillis la campagne d’avant"),
            returning,
            Shown("low", "Borne basse (%)", "share"),
            Shown("high", "Borne haute (%)", "share"),
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
        runs = view.reader.runs(chosen.year)
        why = "campagne en cours" if runs else "année précédente non mesurée"
        style.caption("Reviennent d’une campagne à l’autre", why)
        return card
    cards.show(card)
    return card


def _named(view: View, chosen: Chosen) -> None:
    table = hosting.named(view, chosen.year, chosen.bef, MOST_NAMED)
    table = table.assign(status=table["status"].map(STATUSES))
    title = "Lieux d’accueil qui ont le plus accueilli, tous niveaux"
    told = (title, chosen.perimeter, chosen.year, "accueil")
    columns = (
        Shown("company_name", "Lieu d’accueil"),
        Shown("commune_name", "Commune"),
        Shown("section_label", "Secteur d’activité"),
        Shown("size", "Salariés"),
        Shown("status", "Statut"),
        Shown("placements", "Conventions signées", "count"),
        Shown("schools", "Établissements scolaires", "count"),
    )
    named = f"Voir en tableau\u00a0: les {MOST_NAMED} lieux qui accueillent le plus"
    cards.twin(Card("lieux", cards.publish(view, table, *told), columns), title=named)


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
