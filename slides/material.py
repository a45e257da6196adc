"""What the slides are made from: reads of one scope, campaign and perimeter, at the gate."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.disclosure import About, Level, Published, at_level
from analytics.equity import publics
from analytics.services import counts, equity
from analytics.services.desk import Held, Question
from data import reads, silence
from data.journal.journal_tables import Noted
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Kind, Rows
from figures.equity.equity import describe_gaps
from figures.maps.zones import Zones, describe_zones
from figures.marks import MARKS, ZONING
from secrecy.thresholds import SMALL_COUNT, SMALL_RATE
from slides.committees import RATE, gaps_at, rates_at
from slides.native import pen
from slides.outline import Slide

ADDRESS = "http://127.0.0.1:8501"
TRACKS = {
    "pro": "Voie professionnelle",
    "gt": "2de générale et technologique",
    "college": "Collège (3e)",
    "": "Tous niveaux",
}
HIDDEN = (
    f"secret\u00a0: nombre de 1 à {SMALL_COUNT - 1}, ou qui le ferait retrouver · effectif faible"
    f"\u00a0: taux sur moins de {SMALL_RATE} périodes, non montré · {silence.UNTOLD}\u00a0: "
    "personne n’a répondu, ni 0 ni 100\u00a0% · –\u00a0: valeur absente, le code dit pourquoi"
)
_WHO = {
    Level.INTERNAL: "interne",
    Level.DIFFUSION: "diffusion (règle stricte, taux sur moins de 20 masqués)",
}
REOPEN = "Rouvrir la vue\u00a0: "
_NO_VALUE = (
    f"Aucune valeur ne peut être montrée pour ce choix\u00a0: elles sont {silence.UNTOLD_ES}, ou "
    "secrètes. Le titre dit lesquelles.",
)


@dataclass(frozen=True)
class Material:
    """Reads of a deck.

    Parameters
    ----------
    bef : of the pôle; None: the académie
    address : of the application, for the links of the notes
    noted : actions of the journal, of all BEF and campaigns
    part : of the deck that is made
    track : of its tables and slides; "": all pupils
    everywhere : they are of the whole académie
    attribution : of their placements
    """

    store: Store
    scope: Scope
    year: str
    bef: str | None = None
    address: str = ADDRESS
    noted: tuple[Noted, ...] = ()
    part: int = 0
    track: str = "pro"
    everywhere: bool = False
    attribution: str = "établissement"

    def of(self, **settings: Any) -> "Material":
        """The same with other settings of a part; what was read stays read."""
        other = copy(self)
        other.__dict__.update(settings)
        return other

    @cached_property
    def reader(self) -> reads.Reader:
        """Reads of the version, at the level of the deck."""
        return reads.reader_of(self.store, self.scope)

    def remember(self, service: str, most: int, asked: Question, find: Callable[[], Any]) -> Any:
        """Give what `find` gives, from the memory of the store."""
        return Held(self.reader).remember(service, most, asked, find)

    @property
    def alone(self) -> bool:
        """Tell whether the deck is that of one pôle."""
        return self.bef is not None

    @cached_property
    def befs(self) -> pd.DataFrame:
        """One row a BEF."""
        return reads.lists.befs(self.store, self.scope)

    @cached_property
    def bef_names(self) -> dict[str, str]:
        """Name of each BEF."""
        return dict(zip(self.befs["bef"], self.befs["label"], strict=True))

    @cached_property
    def family_names(self) -> dict[str, str]:
        """Name of each family."""
        families = reads.lists.families(self.store, self.scope)
        return dict(zip(families["family"], families["label"], strict=True))

    @property
    def here(self) -> str:
        """The perimeter in a sentence."""
        return self.bef_names[self.bef] if self.bef else "l’académie"

    @cached_property
    def info(self) -> dict[str, str]:
        """Facts on the version."""
        return reads.lists.info(self.store, self.scope)

    @property
    def before(self) -> str | None:
        """The school year before, when the version holds it; of what is diffused, whole ones."""
        return self.reader.before(self.year)

    @cached_property
    def running(self) -> bool:
        """Whether the campaign is under way: the others are told by the same day of the year."""
        return self.reader.runs(self.year)

    @property
    def beside(self) -> str:
        """How the school year before is told, in a sentence."""
        return f"{self.before} à la même date" if self.running else str(self.before)

    @property
    def source(self) -> str:
        """Where the numbers come from, and when."""
        origin = "données de démonstration" if self.info["demo_seed"] else "fichiers importés"
        made = datetime.fromisoformat(self.info["created"]).strftime("%d/%m/%Y")
        day = f"{reads.days.observed(self.store, self.scope, self.year):%d/%m/%Y}"
        return f"Source\u00a0: {origin}, situation au {day}, version du {made}"

    def chosen(self, bef: str | None = None) -> Selection:
        """Settings of a read: the track of a BEF, or of the académie."""
        return Selection(self.year, self.track or None, bef=bef)

    def ask(
        self, indicator: str, by: tuple[str, ...] = (), key: str = "", *, everywhere: bool = False,
        year: str | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """An indicator, under the rule of committees where the deck is for them."""
        selection = self.reader.to_the_day(self.chosen(None if everywhere else self.bef))
        table = counts.asked(self, replace(selection, year=year or self.year), indicator, by, key)
        if not by and not len(table):  # nobody followed this year: nothing to tell
            table = pd.DataFrame([dict.fromkeys([*RATE, "n", "unknown_share"], float("nan"))])
            table = table.assign(absence=Absence.UNMEASURED)
        rate = CATALOGUE[indicator].measure(key).unit == "%"
        return rates_at(self.scope.level, table) if rate else table

    def states(self, by: tuple[str, ...] = ()) -> pd.DataFrame:
        """States of the periods due on the first day, with `known`."""
        table = self.reader.states(self.chosen(self.bef), by)
        return table if "known" in table else table.assign(known=table["due"] - table["unknown"])

    def zones(self, indicator: str) -> Zones:
        """An indicator by BEF, and where each one stands beside the others."""
        selection = self.chosen()

        def found() -> Zones:
            table = self.ask(indicator, ("bef",), everywhere=True)
            measured = counts.placed(self, table, selection, indicator)
            return describe_zones(measured, self.befs, CATALOGUE[indicator])

        zones: Zones = self.remember("zones", 60, (selection, indicator), found)
        return zones

    def gaps(self, dimension: str) -> pd.DataFrame:
        """Gap of access of each public of the académie; no row: nothing to compare."""
        found = equity.gaps(self, self.chosen(), dimension, "taux_acces")
        found = gaps_at(self.scope.level, found, publics.DIMENSIONS[dimension].reference)
        told = found["gap"].notna().any()
        return describe_gaps(found, dimension, "taux_acces") if told else pd.DataFrame()

    def about(self, title: str) -> About:
        """What a reader must know of a table."""
        where = "toute l’académie" if self.everywhere or not self.alone else self.here
        perimeter = f"{TRACKS[self.track]} · {where}"
        return About(title, perimeter, self.year, self.attribution, self.source)

    def publish(self, table: pd.DataFrame, title: str) -> Published:
        """Pass the gate, at the level of the deck."""
        return at_level(self.scope.level, table, self.about(title))

    def card(self, key: str, table: pd.DataFrame, title: str, shows: Kind) -> Card:
        """A figure of rows that pass the gate."""
        return Card(key, self.publish(table, title), shows=shows)

    def table(
        self, key: str, table: pd.DataFrame, title: str, columns: dict[Column, float],
        upright: bool = False, blank: bool = False,
    ) -> Card:  # fmt: skip
        """A table of rows that pass the gate.

        Parameters
        ----------
        columns : each with its share of the width
        upright, blank : as `figures.cards.kinds.Rows`
        """
        rows = Rows(tuple(columns.values()), upright, blank)
        return Card(key, self.publish(table, title), tuple(columns), rows)

    def link(self, page: str = "", **parameters: str) -> str:
        """Address that reopens the same view in the application."""
        chosen = {"campagne": self.year, "bef": self.bef or "tous", **parameters}
        chosen["vue"] = self.scope.level.value
        return f"{self.address.rstrip('/')}/{page}?{urlencode(chosen)}"

    def slide(
        self, key: str, title: str, *cards: Card, text: tuple[str, ...] = (),
        sheets: tuple[str, ...] = (), links: tuple[str, ...] = (), more: tuple[str, ...] = (),
        aside: str = "",
    ) -> Slide:  # fmt: skip
        """A slide, with what each one carries: perimeter (and an aside), source, marks, notes."""
        about = self.about(title)
        source = f"{self.source} · {ZONING} · {MARKS[self.scope.level]}\n{HIDDEN}"
        to_whom = f"selon l’{self.attribution}" if self.attribution else ""
        caption = " · ".join(filter(None, (about.perimeter, self.year, to_whom, aside)))
        notes = (*more, *definitions(sheets), *self._filters(about, links))
        shown = tuple(figure for figure in map(pen.figure, cards) if figure is not None)
        if cards and not shown:
            text = _NO_VALUE
        return Slide(key, self.part, title, caption, source, shown, text, notes)

    def _filters(self, about: About, links: tuple[str, ...]) -> tuple[str, ...]:
        said = (
            f"Filtres\u00a0: {about.perimeter}, campagne {self.year}, attribution "
            f"{about.attribution or '–'}, vue {_WHO[self.scope.level]}.",
            f"{self.source} ({self.info['version']}).",
        )
        return (*said, *(f"{REOPEN}{link}" for link in links))


def definitions(sheets: tuple[str, ...]) -> tuple[str, ...]:
    """Definitions of the indicators of a slide, from the catalogue."""
    found = (CATALOGUE[name] for name in sheets)
    return tuple(
        f"{sheet.name}\u00a0: {sheet.definition} {sheet.formula}. Ce que cela ne dit pas\u00a0: "
        f"{sheet.limits}"
        for sheet in found
    )
