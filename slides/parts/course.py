"""How placements were found, when, and how they went."""

import pandas as pd

from analytics.catalogue import CATALOGUE
from analytics.services import counts
from data import silence
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Bars, Parts
from figures.pole.funnels import NAMES, describe_funnel
from figures.words import french
from slides.committees import rates_at
from slides.material import Material
from slides.outline import Slide
from slides.parts.frame import rate_text

CLOSED = (
    "Ces nombres ne sont pas diffusés\u00a0: leur secret n’est pas prouvé à côté des autres "
    "tableaux. Ils se lisent en vue interne, par les agents en charge."
)
_SIGNS = (
    ("qualite", "", "pro", "Évaluations rendues (L. 124-4)"),
    ("qualite", "tuteurs", "", "Lieux avec un tuteur formé (tous niveaux)"),
    ("qualite", "visites", "pro", "Visites faites"),
    ("realisation", "", "pro", "Jours faits ÷ jours prévus"),
    ("ruptures", "", "pro", "Placements interrompus"),
)


def closed(m: Material, key: str, title: str, sheets: tuple[str, ...], link: str) -> Slide:
    """A part that nothing diffused covers: what it would say, and where it is read."""
    asked = tuple(f"{CATALOGUE[s].name}\u00a0: {CATALOGUE[s].definition}" for s in sheets)
    text = (
        CLOSED,
        *asked,
        "À décider en comité\u00a0: ce que l’académie souhaite voir diffusé, et à quelle maille.",
    )
    return m.slide(key, title, text=text, sheets=sheets, links=(link,))


def channels(m: Material) -> list[Slide]:
    """Who found the placement, and the share of the pôle."""
    link = m.link("equite", niveau="pro")
    if not m.reader.tells_hosts:
        title = (
            "Canaux d’obtention et part du pôle\u00a0: non diffusés, ils se lisent en vue interne"
        )
        return [closed(m, "canaux", title, ("canal", "recours", "resolution"), link)]
    measures = CATALOGUE["canal"].measures
    rows = pd.concat(
        [m.ask("canal", key=each.key).head(1).assign(name=each.label) for each in measures],
        ignore_index=True,
    )
    pole = rows.iloc[0]
    title = "Canaux d’obtention\u00a0: " + (
        f"le pôle ou le CLEE a trouvé {rate_text(pole)} des placements dont le canal est connu "
        f"({french.percent(1 - pole['unknown_share'], 0)} le sont)"
        if pd.notna(pole["value"])
        else str(pole["absence"])
    )
    shown = "Canal d’obtention, % des placements dont le canal est connu"
    shows = Bars(Column("name", "Canal"), (Column("value", "Part", "share"),), beside="")
    bars = m.card("canaux-barres", rows, shown, shows)
    return [m.slide("canaux", title, bars, sheets=("canal", "recours"), links=(link,))]


def calendar(m: Material) -> list[Slide]:
    """States of the periods due from J-21 to J+7."""
    states, link = counts.funnel(m, m.chosen(m.bef)), m.link(niveau="pro")
    if not len(states):
        title = "Calendrier\u00a0: aucune période due, sans objet"
        text = ("Sans objet pour ce choix.",)
        return [m.slide("calendrier", title, text=text, links=(link,))]
    cards, sheets = (_stacks(m, states), _shares(m, states)), ("taux_acces", "sans_lieu")
    return [m.slide("calendrier", _when(states), *cards, sheets=sheets, links=(link,))]


def _stacks(m: Material, states: pd.DataFrame) -> Card:
    """Numbers of each state at each date."""
    title = "État des périodes dues de 21 jours avant à 7 jours après le premier jour, nombre"
    amount = Column("amount", "Périodes", "count")
    shows = Parts(Column("date", "Date"), (amount,), "state", NAMES)
    return m.card("calendrier-etats", describe_funnel(states), title, shows)


def _shares(m: Material, states: pd.DataFrame) -> Card:
    """Share of each state at each date, with its interval."""
    states = rates_at(m.scope.level, states)
    told = [
        {"date": row["date"], "state": row["state"], "text": rate_text(row)}
        for _, row in states.iterrows()
    ]
    rows = pd.DataFrame(told).pivot_table("text", "date", "state", aggfunc="first")
    rows = rows.reindex(states["date"].drop_duplicates()).rename_axis(columns=None).reset_index()
    columns = {
        Column("date", "Date"): 0.13,
        Column("signed", "Convention signée"): 0.29,
        Column("agreed", "Accord seul"): 0.29,
        Column("without", "Sans lieu"): 0.29,
    }
    title = "Part des périodes suivies, intervalle à 95\u00a0%"
    return m.table("calendrier-parts", rows, title, columns)


def _when(states: pd.DataFrame) -> str:
    share = states[states["state"].isin(["signed", "without"])].set_index(["date", "state"])[
        "value"
    ]
    first, last = share.get(("J-21", "signed")), share.get(("J+7", "without"))
    parts = []
    if first == first:
        parts.append(
            f"trois semaines avant, {french.percent(first)} des périodes suivies avaient une "
            "convention"
        )
    if last == last:
        parts.append(
            f"une semaine après le premier jour, {french.percent(last)} étaient encore sans lieu"
        )
    if not parts:
        return f"De J-21 à J+7\u00a0: le détail est secret ou {silence.UNTOLD}"
    text = "\u00a0; ".join(parts)
    return text[0].upper() + text[1:]


def quality(m: Material) -> list[Slide]:
    """Evaluations, tutors, visits, days done, interruptions."""
    sheets = ("qualite", "realisation", "ruptures")
    link = m.link("entreprises", niveau="pro", volet="qualite")
    if not m.reader.tells_hosts:
        title = (
            "Qualité d’accueil, réalisation et ruptures\u00a0: non diffusées, elles se lisent en "
            "vue interne"
        )
        return [closed(m, "qualite", title, sheets, link)]
    rows = []
    for indicator, key, track, name in _SIGNS:
        row = m.of(track=track).ask(indicator, key=key).iloc[0]
        known = french.percent(1 - row["unknown_share"], 0)
        rows.append(
            {"name": name, "rate": rate_text(row), "n": french.number(row["n"]), "known": known}
        )
    columns = {
        Column("name", "Signe"): 0.4,
        Column("rate", "Part [à 95\u00a0%]"): 0.3,
        Column("n", "n"): 0.15,
        Column("known", "Part connue"): 0.15,
    }
    first = rows[0]
    title = (
        f"Évaluations rendues\u00a0: {first['rate']}, connues pour {first['known']} des placements"
    )
    shown = "Signes de la qualité d’accueil"
    table = m.table("qualite-signes", pd.DataFrame(rows), shown, columns)
    return [m.slide("qualite", title, table, sheets=sheets, links=(link,))]
