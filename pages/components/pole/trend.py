"""The access of the pôle, term by term, in its band of ordinary variation, and its actions."""

import pandas as pd

from analytics.disclosure import Published
from analytics.services.changes import trend
from figures.trends import control_plot, describe_points, verdict_sentence
from pages.components import cards, changes
from pages.components.journal import kept
from pages.components.pole.facts import ACCESS, Pole
from slides import drawn


def published(pole: Pole) -> tuple[Published, pd.DataFrame]:
    """Points of the series, ready to be drawn, and its verdict: one row, or none."""
    found = trend(pole.view, pole.inside, ACCESS, True)
    points = describe_points(found.points)
    first = f" depuis {points['label'].iloc[0].partition(', ')[0]}" if len(points) else ""
    return pole.publish(points, f"Accès à J0 par période{first}"), found.verdicts


def verdict(verdicts: pd.DataFrame) -> str:
    """What the series says."""
    return verdict_sentence(verdicts.iloc[0]) if len(verdicts) else "Aucune période due."


def show(pole: Pole, shown: Published, verdicts: pd.DataFrame) -> None:
    """Draw the series, the actions of the journal on it, and what can be said of it."""
    plot = None
    if len(verdicts):
        actions, side = kept.marks(pole.view, pole.bef), str(verdicts.iloc[0]["side"])
        plot = control_plot(shown, actions=actions, side=side, height=150, width=430)
    told = f"Bande\u00a0: variation ordinaire. Verdict\u00a0: {verdict(verdicts)}"
    cards.draw(
        shown,
        plot,
        key="evolution",
        alt="Accès à J0 de chaque période, dans sa bande de variation ordinaire",
        heading=(shown.about.title, told),
    )


def twin(shown: Published) -> None:
    """Draw the same values as a table."""
    cards.twin(
        shown,
        changes.POINTS,
        key="pole-campagnes",
        title="Voir en tableau\u00a0: périodes",
        lazy=True,
        drawn=(drawn.control(shown),),
    )
