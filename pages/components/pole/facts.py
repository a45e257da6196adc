"""What the page of a pôle reads, cached by version, scope and settings."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
import streamlit as st

from analytics import findings as rules
from analytics import spine as spines
from analytics.disclosure import Published
from analytics.findings import Facts
from analytics.funnel import access_rates
from data import reads
from data.selection import Selection
from figures.findings import sentence
from figures.spine_words import describe_spine
from pages.components import cards, changes, engaging, lacks, reading, settings
from pages.components.engaging import Chosen
from pages.components.reading import View

ACCESS = "taux_acces"  # what the pôle is followed by
_ALL_PLACES = 100  # target of the places to find, in % of the periods followed


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
        return reading.names(self.view, "befs")

    @property
    def peer_names(self) -> dict[str, str]:
        """Names of the comparable BEF by code."""
        return {code: self.names[code] for code in self.peers}

    def publish(self, table: pd.DataFrame, title: str, perimeter: str = "") -> Published:
        """Pass the gate, with what a reader must know."""
        words = perimeter or settings.scope_text(self.view, self.inside)
        year = self.selection.year
        return cards.publish(self.view, table, title, words, year, "établissement")


@st.cache_data(max_entries=60, show_spinner=False)
def _measured(view: View, selection: Selection) -> pd.DataFrame:
    return spines.measured(view.opened, view.scope, selection)


def spine(pole: Pole) -> Published:
    """The spine of the pôle, in words and on its scales."""
    table = spines.spine(_measured(pole.view, pole.selection), pole.bef)
    described = describe_spine(table, list(pole.names), pole.peer_names)
    return pole.publish(described, "Indicateurs du pôle, à formations égales")


@st.cache_data(max_entries=200, show_spinner=False)
def schools(view: View, inside: Selection) -> pd.DataFrame:
    """Schools of the pôle, most dues first: states at the four dates, what they have sent."""
    table = reading.schools(view, inside)
    columns = ("due", *(f"without{date}" for date in ("_j21", "_j7", "_p7")))
    dated = reads.states(view.opened, view.scope, inside, ("uai",), columns)
    table = table.merge(dated[["uai", *columns[1:]]], on="uai")
    table = table.sort_values(["due", "uai"], ascending=[False, True], ignore_index=True)
    status = reading.sending_status(table)
    return access_rates(table).assign(status=status)


@st.cache_data(max_entries=200, show_spinner=False)
def reliability(view: View, inside: Selection) -> pd.DataFrame:
    """Counts behind the signs of reliability, one row."""
    columns = ("due", "unknown", "placed", "siret_valid", "located")
    return reads.states(view.opened, view.scope, inside, (), columns)


@st.cache_data(max_entries=200, show_spinner=False)
def families(view: View, inside: Selection) -> pd.DataFrame:
    """Places to find by family of the pôle, the most first."""
    table = lacks.gather(view, inside, _ALL_PLACES).table
    return table.assign(name=table["family_name"])


@st.cache_data(max_entries=200, show_spinner=False)
def blind_spots(view: View, year: str, bef: str) -> pd.DataFrame:
    """Families × sectors of the BEF with employers and no host: vocational pupils."""
    table = engaging.blind_spots(view, Chosen(year, bef, "pro", ""))
    names = reading.names(view, "families")
    sectors = reading.names(view, "activities")
    table = table[table["blind"] > 0].sort_values("due", ascending=False)
    return table.assign(name=table["family"].map(names), sector=table["sector"].map(sectors))


def findings(pole: Pole, spine_table: pd.DataFrame) -> Published:
    """Findings and questions of the pôle, as the table of their numbers."""
    inside = pole.inside
    table = rules.findings(
        Facts(
            spine_table,
            families(pole.view, inside),
            blind_spots(pole.view, inside.year, pole.bef),
            schools(pole.view, inside),
            changes.trend(pole.view, inside, ACCESS, True).verdicts,
            tuple(pole.peer_names.values()),
        )
    )
    said = [sentence(row) for row in table.to_dict("records")]
    return pole.publish(table.assign(sentence=said), "Constats et questions")
