"""The access of the pôle, term by term, in its band of ordinary variation, and its actions."""

import pandas as pd

from analytics.disclosure import Published
from analytics.services.changes import trend
from figures.cards.card import Card
from figures.pole.trends import describe_points, verdict_sentence
from pages.components import cards
from pages.components.campaign import changes
from pages.components.journal import kept
from pages.components.pole.facts import ACCESS, Pole


def published(pole: Pole) -> tuple[Published, pd.DataFrame]:
    """Points of the series, ready to be drawn, and its verdict: one row, or none."""
    found = trend(pole.view, pole.inside, ACCESS, True)
    points = describe_points(found.points)
    first = f" depuis {points['label'].iloc[0].partition(', ')[0]}" if len(points) else ""
    return pole.publish(points, f"Accès à J0 par période{first}"), found.verdicts


def verdict(verdicts: pd.DataFrame) -> str:
    """What the series says."""
    return verdict_sentence(verdicts.iloc[0]) if len(verdicts) else "Aucune période due."


def card(pole: Pole, shown: Published, verdicts: pd.DataFrame) -> Card:
    """The series, the actions of the journal on it, and what can be said of it."""
    side = str(verdicts.iloc[0]["side"]) if len(verdicts) else ""
    told = f"Bande\u00a0: variation ordinaire. Verdict\u00a0: {verdict(verdicts)}"
    return Card(
        "evolution",
        shown,
        changes.POINTS,
        changes.series(shown, kept.marks(pole.view, pole.bef), side, room=430),
        alt="Accès à J0 de chaque période, dans sa bande de variation ordinaire",
        heading=(shown.about.title, told),
        height=150,
    )


def twin(series: Card) -> None:
    """Draw the same values as a table."""
    title = "Voir en tableau\u00a0: périodes"
    cards.twin(series, key="pole-campagnes", title=title, lazy=True)
