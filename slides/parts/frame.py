"""Cover, frame and aims, key figures."""

import pandas as pd

from analytics.absence import Absence
from data import silence
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from figures.words import french
from slides.material import Material
from slides.outline import Slide

_KEY_FIGURES = (  # name, indicator, track, what is told of it
    ("Périodes dues", "non_renseigne", "pro", "due"),
    ("Taux d’accès à J0 [intervalle à 95\u00a0%]", "taux_acces", "pro", "interval"),
    ("Périodes sans lieu à J0", "sans_lieu", "pro", "count"),
    ("Part sans lieu à J0 [intervalle]", "sans_lieu", "pro", "interval"),
    (f"Part {silence.UNTOLD_E}", "non_renseigne", "pro", "rate"),
    ("Lieux d’accueil engagés (tous niveaux)", "entreprises_engagees", "", "value"),
    ("Lieux de l’an passé revenus [intervalle]", "fidelite", "", "interval"),
)


def cover(m: Material) -> list[Slide]:
    """Whose deck it is, of which campaign and version."""
    name = f"Pôle de stage {m.here}" if m.alone else "Pôles de stage de l’académie"
    title = f"{name}\u00a0: l’accès aux stages en {m.year}"
    return [m.of(track="", attribution="").slide("couverture", title)]


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
        "des lycées professionnels «\u00a0un accès équitable et de qualité\u00a0» aux stages (code "
        "de l’éducation, L. 124-2-1).",
        "Les buts\u00a0: développer l’offre et les partenariats, soutenir les établissements, "
        "renforcer l’équité d’accès, mieux travailler avec les lieux d’accueil, passer du nombre à "
        "la qualité.",
        "La cascade d’aide\u00a0: élève, équipe, établissement (DDFPT, bureau des entreprises), "
        "puis pôle. L’établissement accompagne la recherche (L. 124-2)\u00a0; l’élève rend une "
        "évaluation de l’accueil (L. 124-4).",
        "Ce que ce document n’est pas\u00a0: ni une banque de stages, ni un annuaire "
        "d’entreprises, ni un suivi d’élèves. Il ne montre que des nombres agrégés.",
        "Une période due\u00a0: un élève sous statut scolaire et une période prévue. Une période "
        f"dont personne n’a dit l’état est «\u00a0{silence.UNTOLD_E}\u00a0»\u00a0: ni placée, ni "
        "sans lieu.",
    )
    return [m.slide("cadre", title, text=text, sheets=("taux_acces",), links=(m.link(),))]


def key_figures(m: Material) -> list[Slide]:
    """The figures of the campaign beside those of the year before, and the rate year by year."""
    now = m.ask("taux_acces").iloc[0]
    before = m.ask("taux_acces", year=m.before).iloc[0] if m.before else None
    names, years = (0.44, 0.28) if m.before else (0.6, 0.4)
    beside = {Column("before", m.beside): years} if m.before else {}
    columns = {Column("name", "Indicateur"): names, **beside, Column("now", m.year): years}
    numbers = m.table("chiffres", _rows(m), "Chiffres clés de la campagne", columns)
    return [
        m.slide(
            "chiffres-cles",
            _title(m, now, before),
            numbers,
            _by_year(m),
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
        f"signée au premier jour {french.interval(now['low'], now['high'])}"
    )
    if before is not None and pd.notna(before["value"]):
        text += f"\u00a0; en {m.beside}, {french.percent(before['value'])}"
    return text


def _by_year(m: Material) -> Card:
    years = m.reader.beside(m.year)[-5:]
    rows = pd.concat(
        [m.ask("taux_acces", year=year).head(1).assign(name=year) for year in years],
        ignore_index=True,
    )
    title = f"Taux d’accès à J0 par campagne{', à la même date' if m.running else ''}, %"
    rate = Column("value", title, "share")
    shows = Intervals(Column("name", "Campagne"), (rate,), ranked=False)
    return m.card("acces-annees", rows, title, shows)


def _rows(m: Material) -> pd.DataFrame:
    years = {"before": m.before, "now": m.year}
    return pd.DataFrame(
        {"name": name, **{column: _told(m, year, *asked) for column, year in years.items() if year}}
        for name, *asked in _KEY_FIGURES
    )


def _told(m: Material, year: str, indicator: str, track: str, what: str) -> str:
    """A rate, with its interval or not, or a count."""
    row = m.of(track=track).ask(indicator, year=year).iloc[0]
    if what in ("rate", "interval"):
        return rate_text(row, bounds=what == "interval")
    return count_text(row[what], Absence.SECRET if what == "due" else row["absence"])


def count_text(count: float, absence: object = Absence.SECRET) -> str:
    """A count, or the name of its absence."""
    return french.number(count) if pd.notna(count) else str(absence) or french.MISSING


def rate_text(row: pd.Series, bounds: bool = True) -> str:
    """A rate with its interval, or the name of its absence."""
    if pd.isna(row["value"]):
        return str(row["absence"]) or french.MISSING
    text = french.percent(row["value"])
    return f"{text} {french.interval(row['low'], row['high'])}" if bounds else text
