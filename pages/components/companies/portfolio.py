"""Section « Portefeuille »: statuses, waterfall, how long hosts stay, who they are."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.portfolio import STATUSES
from analytics.services import hosting
from analytics.services.hosting import Chosen
from figures import french
from figures.engagement import (
    curve_figure,
    describe_curves,
    describe_waterfall,
    waterfall_figure,
)
from figures.engagement_sentences import portfolio_answer
from figures.hosts import describe_returns, status_figures
from figures.intervals import interval_plot
from pages.components import cards, reading, style
from pages.components.cards import Shown
from pages.components.key_figures import previous_whole
from pages.components.reading import View
from pages.components.url_state import Setting
from slides import drawn

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
    before = previous_whole(view, chosen.year)
    steps, returned = hosting.steps(view, chosen), hosting.returns(view, chosen)
    with answer:
        runs = reading.runs(view, chosen.year)
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
        cards.twin(
            moves,
            (Shown("label", "Étape"), Shown("amount", "Lieux d’accueil", "count")),
            key="cascade",
            title="Voir en tableau\u00a0: d’une campagne à l’autre",
            drawn=(drawn.waterfall(moves),),
        )
    if statuses is not None:
        cards.twin(
            statuses,
            (
                Shown("name", "Statut"),
                Shown("hosts", "Lieux d’accueil", "count"),
                Shown("share", "Part du portefeuille (%)", "share"),
                Shown("absence", "Code"),
            ),
            key="statuts",
            title="Voir en tableau\u00a0: statuts",
        )
    returning = Shown("share", "Reviennent (%), au moins", "share")
    estimated = (
        (Shown("estimated", "Estimation (%), hypothèse", "share"),)
        if "estimated" in rates.table
        else ()
    )
    cards.twin(
        rates,
        (
            Shown("name", "Élèves accueillis la campagne d’avant"),
            returning,
            Shown("low", "Borne basse (%)", "share"),
            Shown("high", "Borne haute (%)", "share"),
            *estimated,
            Shown("n", "Lieux d’accueil (n)", "count"),
            Shown("absence", "Code"),
        ),
        key="retour",
        title="Voir en tableau\u00a0: retour selon le nombre d’élèves accueillis",
        drawn=(drawn.dots(rates, "Élèves accueillis", returning),) if before else (),
    )
    if curves is not None:
        time = Shown("time", "Campagnes après la première", "count")
        staying = Shown("survival", "Encore présents (%)", "share")
        cards.twin(
            curves,
            (
                Shown("name", "Groupe"),
                time,
                staying,
                Shown("low", "Borne basse (%)", "share"),
                Shown("high", "Borne haute (%)", "share"),
                Shown("at_risk", "Lieux suivis (n)", "count"),
            ),
            key="courbes",
            title="Voir en tableau\u00a0: courbes de fidélité",
            drawn=(drawn.curves(curves, time, staying),),
        )
        _named(view, chosen)
    _limits()


def _waterfall(
    view: View, chosen: Chosen, steps: pd.DataFrame | None, before: str | None
) -> cards.Published | None:
    if steps is None or before is None or steps["amount"].isna().any():
        runs = reading.runs(view, chosen.year)
        why = "campagne en cours" if runs else "non mesuré ou secret pour ce choix"
        style.caption("D’une campagne à l’autre", why)
        return None
    told = describe_waterfall(steps, before, chosen.year, view.reader.tells_hosts)
    about = cards.about(
        view,
        f"De {before} à {chosen.year}, lieux d’accueil",
        chosen.perimeter,
        chosen.year,
        "accueil",
    )
    moves = cards.publish(view, told, about)
    cards.draw(
        moves,
        waterfall_figure(moves, height=270),
        key="cascade",
        alt="Cascade des lieux d’accueil d’une campagne à l’autre",
    )
    return moves


def _statuses(view: View, chosen: Chosen) -> cards.Published:
    runs = reading.runs(view, chosen.year)
    about = cards.about(
        view,
        f"Statuts au {reading.day(view) if runs else '31 août'}, lieux d’accueil",
        chosen.perimeter,
        chosen.year,
        "accueil",
    )
    statuses = cards.publish(view, hosting.statuses(view, chosen), about)
    cards.head(statuses)
    style.key_figures(status_figures(statuses.table))
    return statuses


def _curves(view: View, chosen: Chosen, by: str) -> cards.Published:
    table, test = hosting.stay_curves(view, chosen, by)
    lists = reading.lists(view)
    sections = reading.sections(view)
    first = lists["years"]["year"].min()  # of no campaign, no name
    names = {
        "entered": {first: f"{first} (déjà là)"},
        "section": dict(zip(sections["section"], sections["section_label"], strict=True)),
        "bef": dict(zip(lists["befs"]["bef"], lists["befs"]["label"], strict=True)),
        "size": {},
    }[by]
    about = cards.about(
        view,
        "Encore présents sans interruption, %",
        chosen.perimeter,
        "toutes campagnes",
        "accueil",
    )
    curves = cards.publish(view, describe_curves(table, by, names), about)
    apart = (
        f"écart entre courbes\u00a0: p\u00a0{french.p_value(test.p_value)}" if test.freedom else ""
    )
    cards.draw(
        curves,
        curve_figure(curves, height=215),
        key="courbes",
        alt="Part des lieux d’accueil encore présents, campagne après campagne",
        extra=apart,
    )
    return curves


def _returns(
    view: View, chosen: Chosen, returned: pd.DataFrame, before: str | None
) -> cards.Published:
    about = cards.about(
        view,
        f"Reviennent de {before} à {chosen.year}, % par élèves accueillis",
        chosen.perimeter if view.reader.tells_hosts else chosen.all_tracks.perimeter,
        chosen.year,
        "accueil",
    )
    rates = cards.publish(view, describe_returns(returned), about)
    if before is None:
        runs = reading.runs(view, chosen.year)
        why = "campagne en cours" if runs else "année précédente non mesurée"
        style.caption("Reviennent d’une campagne à l’autre", why)
        return rates
    cards.draw(
        rates,
        interval_plot(rates, reference=None, height=120, in_order=True),
        key="retour",
        alt="Part des lieux d’accueil qui reviennent, selon le nombre d’élèves accueillis",
    )
    return rates


def _named(view: View, chosen: Chosen) -> None:
    table = hosting.named(view, chosen, MOST_NAMED)
    table = table.assign(status=table["status"].map(STATUSES))
    about = cards.about(
        view,
        "Lieux d’accueil qui ont le plus accueilli, tous niveaux",
        chosen.perimeter,
        chosen.year,
        "accueil",
    )
    cards.twin(
        cards.publish(view, table, about),
        (
            Shown("company_name", "Lieu d’accueil"),
            Shown("commune_name", "Commune"),
            Shown("section_label", "Secteur d’activité"),
            Shown("size", "Salariés"),
            Shown("status", "Statut"),
            Shown("placements", "Conventions signées", "count"),
            Shown("schools", "Établissements scolaires", "count"),
        ),
        key="lieux",
        title=f"Voir en tableau\u00a0: les {MOST_NAMED} lieux qui accueillent le plus",
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
