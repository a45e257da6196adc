"""What the page of a pôle reads, cached by version, scope and settings."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analytics.disclosure import Published
from analytics.pole import findings as rules
from analytics.pole import spine as spines
from analytics.pole.findings import Facts
from analytics.services import changes, reference
from analytics.services import pole as asked
from data.selection import Selection
from figures.words.findings import sentence
from figures.words.spine_words import describe_spine
from pages.components import cards, settings
from pages.components.reading import View

ACCESS = "taux_acces"  # what the pôle is followed by


@dataclass(frozen=True)
class Pole:
    """One pôle as the settings ask for it.

    Parameters
    ----------
    view : whose view of which version
    selection : settings, without a BEF
    bef, name : the BEF of the pôle
    peers : codes of comparable BEF
    """

    view: View
    selection: Selection
    bef: str
    name: str
    peers: tuple[str, ...] = ()

    @property
    def inside(self) -> Selection:
        """The selection inside the BEF."""
        return replace(self.selection, bef=self.bef)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all BEF by code."""
        return reference.names(self.view, "befs")

    @property
    def peer_names(self) -> dict[str, str]:
        """Names of the comparable BEF by code."""
        return {code: self.names[code] for code in self.peers}

    def publish(self, table: pd.DataFrame, title: str, perimeter: str = "") -> Published:
        """Pass the gate, with what a reader must know."""
        words = perimeter or settings.scope_text(self.view, self.inside)
        year = self.selection.year
        return cards.publish(self.view, table, title, words, year, "établissement")


def spine(pole: Pole) -> Published:
    """The spine of the pôle, in words and on its scales."""
    table = spines.spine(asked.measured(pole.view, pole.selection), pole.bef)
    described = describe_spine(table, list(pole.names), pole.peer_names)
    return pole.publish(described, "Indicateurs du pôle, à formations égales")


def findings(pole: Pole, spine_table: pd.DataFrame) -> Published:
    """Findings and questions of the pôle, as the table of their numbers."""
    inside = pole.inside
    table = rules.findings(
        Facts(
            spine_table,
            asked.families(pole.view, inside),
            asked.blind_spots(pole.view, inside.year, pole.bef),
            asked.schools(pole.view, inside),
            changes.trend(pole.view, inside, ACCESS, True).verdicts,
            tuple(pole.peer_names.values()),
        )
    )
    said = [sentence(row) for row in table.to_dict("records")]
    return pole.publish(table.assign(sentence=said), "Constats et questions")
