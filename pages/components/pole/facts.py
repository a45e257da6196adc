"""What the page of a pôle and its printed sheets say first: spine, findings, series."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analytics.disclosure import Published
from analytics.pole import findings as rules
from analytics.pole import spine as spines
from analytics.pole.findings import Facts
from analytics.services import changes as changing
from analytics.services import pole as asked
from analytics.services import reference
from data import silence
from data.selection import Selection
from figures.cards.card import Card
from figures.cards.kinds import Spine
from figures.pole.trends import describe_points, verdict_sentence
from figures.words.findings import sentence, sentences
from figures.words.spine_words import LEGEND, describe_spine, with_others
from pages.components import cards, style
from pages.components.campaign import changes
from pages.components.cards import Shown, Told
from pages.components.journal import kept
from pages.components.reading import View

ACCESS = "taux_acces"  # what the pôle is followed by
_SPINE = (
    Shown("name", "Indicateur"),
    Shown("shown_text", "Pôle"),
    Shown("interval_text", "Intervalle à 95\u00a0%"),
    Shown("academy_text", "Académie"),
    Shown("standing", "Écart à l’académie"),
    Shown("why", "Pourquoi"),
    Shown("peers_text", "Bassins comparables"),
    Shown("quarter_text", "Premier quart des bassins"),
    Shown("three_quarters_text", "Troisième quart"),
    Shown("value_text", "Sans égaliser les formations"),
    Shown("n", "Sur (n)", "count"),
    Shown("unknown", silence.UNTOLD.capitalize(), "count"),
    Shown("absence", "Code"),
)
_FINDINGS = (
    Shown("sentence", "Phrase"),
    Shown("rule", "Règle"),
    Shown("line", "Indicateur ou famille"),
    Shown("subject", "À propos de"),
    Shown("value", "Valeur", "decimal3"),
    Shown("low", "Borne basse", "decimal3"),
    Shown("high", "Borne haute", "decimal3"),
    Shown("reference", "Référence", "decimal3"),
    Shown("count", "Nombre", "count"),
    Shown("n", "Sur (n)", "count"),
)
_KINDS = {"constat": "Constats", "question": "Questions"}


@dataclass(frozen=True)
class Pole:
    """One pôle as the settings ask for it.

    Parameters
    ----------
    view : whose view of which version
    selection : settings, without a BEF
    bef : of the pôle
    """

    view: View
    selection: Selection
    bef: str

    @property
    def inside(self) -> Selection:
        """The selection inside the BEF."""
        return replace(self.selection, bef=self.bef)

    @property
    def told(self) -> Told:
        """What a reader must know of its tables."""
        return cards.told(self.view, self.inside)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all BEF by code."""
        return reference.names(self.view, "befs")

    @property
    def name(self) -> str:
        """Name of the BEF."""
        return self.names[self.bef]

    @cached_property
    def peers(self) -> tuple[str, ...]:
        """Codes of the comparable BEF."""
        return tuple(asked.peers(self.view, self.selection, self.bef).near["bef"])

    @property
    def peer_names(self) -> dict[str, str]:
        """Names of the comparable BEF by code."""
        return {code: self.names[code] for code in self.peers}


def spine(pole: Pole, intervals: bool = False) -> Card:
    """The pôle beside the académie, in words and on its scales.

    Parameters
    ----------
    intervals : they are written, where no mouse tells them
    """
    table = spines.spine(asked.measured(pole.view, pole.selection), pole.bef)
    described = describe_spine(table, list(pole.names), pole.peer_names)
    x = Shown("x", "Pôle", "decimal3")
    return Card(
        "epine",
        pole.told.publish(described, "Indicateurs du pôle, à formations égales"),
        _SPINE,
        Spine(_SPINE[0], (x,), tuple(pole.names), pole.peers, intervals),
        alt="Indicateurs du pôle autour de l’académie ; les valeurs sont dans le tableau",
        selected=pole.bef,
        note=LEGEND,
    )


def spine_twin(pole: Pole, shown: Card) -> None:
    """Draw the same values as a table, the other BEF in columns."""
    table = shown.published.table
    others = {code: name for code, name in pole.names.items() if code in table}

    def whole() -> Card:
        every = pole.told.publish(with_others(table, others), shown.title)
        texts = (Shown(f"text_{code}", name) for code, name in others.items())
        return Card("pole", every, (*_SPINE, *texts))

    cards.twin(whole, shown, of="indicateurs", key="pole", lazy=True)


def findings(pole: Pole, spine_table: pd.DataFrame) -> Published:
    """Findings and questions of the pôle, as the table of their numbers."""
    inside = pole.inside
    table = rules.findings(
        Facts(
            spine_table,
            asked.families(pole.view, inside),
            asked.blind_spots(pole.view, inside.year, pole.bef),
            asked.schools(pole.view, inside),
            changing.trend(pole.view, inside, ACCESS, True).verdicts,
            tuple(pole.peer_names.values()),
            only=len(reference.names(pole.view, "befs")) == 1,
        )
    )
    said = [sentence(row) for row in table.to_dict("records")]
    return pole.told.publish(table.assign(sentence=said), "Constats et questions")


def show_findings(published: Published) -> None:
    """Draw three findings and three questions, each a sentence made from its row of numbers."""
    for kind, title in _KINDS.items():
        style.points(title, sentences(published.table, kind))


def findings_twin(published: Published) -> None:
    """Draw the numbers behind the sentences."""
    card = Card("pole-constats", published, _FINDINGS)
    cards.twin(card, of="constats et questions", lazy=True)


def series(pole: Pole) -> tuple[Card, str]:
    """The access of the pôle, term by term, in its ordinary variation; what can be said of it.

    The actions of the journal are marked on it.
    """
    found = changing.trend(pole.view, pole.inside, ACCESS, True)
    points = describe_points(found.points)
    first = f" depuis {points['label'].iloc[0].partition(', ')[0]}" if len(points) else ""
    published = pole.told.publish(points, f"Accès à J0 par période{first}")
    verdict, side = "Aucune période due.", ""
    if len(found.verdicts):
        last = found.verdicts.iloc[0]
        verdict, side = verdict_sentence(last), str(last["side"])
    card = Card(
        "evolution",
        published,
        changes.POINTS,
        changes.series(published, kept.marks(pole.view, pole.bef), side, room=430),
        alt="Accès à J0 de chaque période, dans sa bande de variation ordinaire",
        heading=(
            published.about.title,
            f"Bande\u00a0: variation ordinaire. Verdict\u00a0: {verdict}",
        ),
        height=150,
    )
    return card, verdict
