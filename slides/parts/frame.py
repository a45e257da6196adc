"""Cover, frame and aims, key figures."""

import pandas as pd

from analytics.absence import Absence
from data import silence
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from figures.words import french
from slides import template
from slides.material import Material
from slides.native import pen, plots
from slides.outline import Figure, Slide


def cover(m: Material) -> list[Slide]:
    """Whose deck it is, of which campaign and version."""
    name = f"Pôle de stage {m.here}" if m.alone else "Pôles de stage de l’académie"
    title = f"{name}\u00a0: l’accès aux stages en {m.year}"
    return [m.slide("couverture", 0, template.COVER, title, track="", attribution="")]


def aims(m: Material) -> list[Slide]:
    """Duty in law, aims, and what a pôle is not."""
    row = m.states().iloc[0]
    where = f"dans le bassin {m.here}" if m.alone else "dans l’académie"
    due = "un nombre secret de" if pd.isna(row["due"]) else french.number(row["due"])
    title = (
        f"Un accès équitable et de qualité aux stages\u00a0: {due} périodes sont dues en voie "
        f"professionnelle {where} en {m.year}, dans "
        f"{french.plural(int(row['schools']), 'établissement')}"
    )
    text = (
        "Le cadre\u00a0: au moins un pôle de stage par académie, pour offrir aux élèves de 3e et "
        "des "
        "lycées professionnels «\u00a0un accès équitable et de qualité\u00a0» aux stages (code de "
        "l’éducation, L. 124-2-1).",
        "Les buts\u00a0: développer l’offre et les partenariats, soutenir les établissements, "
        "renforcer "
        "l’équité d’accès, mieux travailler avec les lieux d’accueil, passer du nombre à la "
        "qualité.",
        "La cascade d’aide\u00a0: élève, équipe, établissement (DDFPT, bureau des entreprises), "
        "puis pôle. "
        "L’établissement accompagne la recherche (L. 124-2)\u00a0; l’élève rend une évaluation de "
        "l’accueil (L. 124-4).",
        "Ce que ce document n’est pas\u00a0: ni une banque de stages, ni un annuaire "
        "d’entreprises, ni un "
        "suivi d’élèves. Il ne montre que des nombres agrégés.",
        "Une période due\u00a0: un élève sous statut scolaire et une période prévue. Une période "
        f"dont personne n’a dit l’état est «\u00a0{silence.UNTOLD_E}\u00a0»\u00a0: ni placée, ni "
        "sans lieu.",
    )
    return [
        m.slide(
            "cadre", 1, template.TEXT, title, text=text, sheets=("taux_acces",), links=(m.link(),)
        )
    ]


def key_figures(m: Material) -> list[Slide]:
    """The figures of the campaign beside those of the year before, and the rate year by year."""
    now = m.ask("taux_acces").iloc[0]
    before = m.ask("taux_acces", year=m.before).iloc[0] if m.before else None
    columns = (
        Column("name", "Indicateur"),
        *((Column("before", m.beside),) if m.before else ()),
        Column("now", m.year),
    )
    rows = m.publish(
        pd.DataFrame(_rows(m)), "Chiffres clés de la campagne", attribution="établissement"
    )
    widths = (0.44, 0.28, 0.28) if m.before else (0.6, 0.4)
    numbers = plots.table(rows, "chiffres", columns, widths)
    return [
        m.slide(
            "chiffres-cles",
            2,
            template.TWO,
            _title(m, now, before),
            figures=(numbers, _by_year(m)),
            sheets=("taux_acces", "sans_lieu", "non_renseigne", "entreprises_engagees", "fidelite"),
            links=(m.link(niveau="pro"),),
            more=(
                "Deux années côte à côte\u00a0: ni hausse ni baisse n’est affirmée. Une classe de "
                "18 élèves "
                "bouge de 5 points ou plus entre deux années identiques trois fois sur quatre.",
            ),
        )
    ]


def _title(m: Material, now: pd.Series, before: pd.Series | None) -> str:
    if pd.isna(now["value"]):
        return f"Le taux d’accès au premier jour en {m.year}\u00a0: {now['absence']}"
    text = (
        f"En {m.year}, {french.percent(now['value'])} des périodes suivies avaient une convention "
        "signée "
        f"au premier jour {french.interval(now['low'], now['high'])}"
    )
    if before is not None and pd.notna(before["value"]):
        text += f"\u00a0; en {m.beside}, {french.percent(before['value'])}"
    return text


def _by_year(m: Material) -> Figure | None:
    years = m.reader.beside(m.year)[-5:]
    rows = pd.concat(
        [m.ask("taux_acces", year=year).head(1).assign(name=year) for year in years],
        ignore_index=True,
    )
    title = f"Taux d’accès à J0 par campagne{', à la même date' if m.running else ''}, %"
    rate = Column("value", title, "share")
    shows = Intervals(Column("name", "Campagne"), (rate,), ranked=False)
    return pen.figure(Card("acces-annees", m.publish(rows, title), shows=shows), "acces-annees")


def _rows(m: Material) -> list[dict[str, str]]:
    asked = (
        ("Périodes dues", _due),
        ("Taux d’accès à J0 [intervalle à 95\u00a0%]", lambda m, y: _rate(m, "taux_acces", y)),
        ("Périodes sans lieu à J0", lambda m, y: _count(m, "sans_lieu", y)),
        ("Part sans lieu à J0 [intervalle]", lambda m, y: _rate(m, "sans_lieu", y)),
        (f"Part {silence.UNTOLD_E}", lambda m, y: _rate(m, "non_renseigne", y, bounds=False)),
        ("Lieux d’accueil engagés (tous niveaux)", _hosts),
        ("Lieux de l’an passé revenus [intervalle]", _returned),
    )
    years = {"before": m.before, "now": m.year}
    return [
        {"name": name, **{column: ask(m, year) for column, year in years.items() if year}}
        for name, ask in asked
    ]


def _due(m: Material, year: str) -> str:
    row = m.ask("non_renseigne", year=year)
    return french.number(row["due"].iloc[0]) if row["due"].notna().iloc[0] else str(Absence.SECRET)


def _rate(m: Material, indicator: str, year: str, bounds: bool = True) -> str:
    return rate_text(m.ask(indicator, year=year).iloc[0], bounds)


def rate_text(row: pd.Series, bounds: bool = True) -> str:
    """A rate with its interval, or the name of its absence."""
    if pd.isna(row["value"]):
        return str(row["absence"]) or french.MISSING
    text = french.percent(row["value"])
    return f"{text} {french.interval(row['low'], row['high'])}" if bounds else text


def _count(m: Material, indicator: str, year: str) -> str:
    row = m.ask(indicator, year=year).iloc[0]
    return (
        french.number(row["count"])
        if pd.notna(row["count"])
        else str(row["absence"]) or french.MISSING
    )


def _hosts(m: Material, year: str) -> str:
    row = m.ask("entreprises_engagees", track="", year=year).iloc[0]
    return (
        french.number(row["value"])
        if pd.notna(row["value"])
        else str(row["absence"]) or french.MISSING
    )


def _returned(m: Material, year: str) -> str:
    return rate_text(m.ask("fidelite", track="", year=year).iloc[0])
