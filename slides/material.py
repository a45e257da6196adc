"""What the slides are made from: reads of one scope, campaign and perimeter, at the gate."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
from figures.equity.equity import describe_gaps
from figures.maps.zones import Zones, describe_zones
from figures.marks import MARKS, ZONING
from secrecy.thresholds import SMALL_COUNT, SMALL_RATE
from slides import template
from slides.committees import RATE, gaps_at, rates_at
from slides.outline import ACADEMY, Figure, Slide

ADDRESS = "http://127.0.0.1:8501"
TRACKS = {
    "pro": "Voie professionnelle",
    "gt": "2de générale et technologique",
    "college": "Collège (3e)",
    "": "Tous niveaux",
}
INTERNAL_MARK, DIFFUSED_MARK = MARKS[Level.INTERNAL], MARKS[Level.DIFFUSION]
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
    kept : what was computed, shared by the decks made together
    noted : actions of the journal, of all BEF and campaigns
    """

    store: Store
    scope: Scope
    year: str
    bef: str | None = None
    address: str = ADDRESS
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    noted: tuple[Noted, ...] = ()

    @cached_property
    def reader(self) -> reads.Reader:
        """Reads of the version, at the level of the deck."""
        return reads.reader_of(self.store, self.scope)

    def remember(self, service: str, most: int, asked: Question, find: Callable[[], Any]) -> Any:
        """Give what `find` gives, from the memory of the store."""
        return Held(self.reader).remember(service, most, asked, find)

    @property
    def perimeter(self) -> str:
        """Code of the perimeter in the names of shapes."""
        return self.bef or ACADEMY

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
        return dict(
            reads.lists.families(self.store, self.scope)[["family", "label"]].itertuples(
                index=False
            )
        )

    @property
    def here(self) -> str:
        """The perimeter in a sentence."""
        return self.bef_names[self.bef] if self.bef else "l’académie"

    @cached_property
    def info(self) -> dict[str, str]:
        """Facts on the version."""
        return reads.lists.info(self.store, self.scope)

    @cached_property
    def years(self) -> list[str]:
        """School years of the version, oldest first."""
        return self.reader.years()["year"].tolist()

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

    def chosen(self, track: str = "pro", bef: str | None = None) -> Selection:
        """Settings of a read: a track ("": all pupils) of a BEF, or of the académie."""
        return Selection(self.year, track or None, bef=bef)

    def ask(
        self,
        indicator: str,
        by: tuple[str, ...] = (),
        key: str = "",
        *,
        track: str = "pro",
        everywhere: bool = False,
        year: str = "",
    ) -> pd.DataFrame:
        """An indicator, under the rule of committees where the deck is for them."""
        selection = self.chosen(track, None if everywhere else self.bef)
        selection = replace(self.reader.to_the_day(selection), year=year or self.year)
        wanted = (self.store.version, self.scope, selection, indicator, by, key)
        if wanted not in self.kept:
            table = counts.asked(self, selection, indicator, by, key)
            if not by and not len(table):  # nobody followed this year: nothing to tell
                table = pd.DataFrame([dict.fromkeys([*RATE, "n", "unknown_share"], float("nan"))])
                table = table.assign(absence=Absence.UNMEASURED)
            rate = CATALOGUE[indicator].measure(key).unit == "%"
            self.kept[wanted] = rates_at(self.scope.level, table) if rate else table
        return self.kept[wanted].copy()

    def states(
        self, by: tuple[str, ...] = (), *, track: str = "pro", everywhere: bool = False
    ) -> pd.DataFrame:
        """States of the periods due on the first day, with `known`."""
        selection = self.chosen(track, None if everywhere else self.bef)
        table = self.reader.states(selection, by)
        return table if "known" in table else table.assign(known=table["due"] - table["unknown"])

    def zones(self, indicator: str, track: str = "pro") -> Zones:
        """An indicator by BEF, and where each one stands beside the others."""
        wanted = (self.store.version, self.scope, self.year, indicator, track)
        if wanted not in self.kept:
            table = self.ask(indicator, ("bef",), track=track, everywhere=True)
            measured = counts.placed(self, table, self.chosen(track), indicator)
            self.kept[wanted] = describe_zones(measured, self.befs, CATALOGUE[indicator])
        return self.kept[wanted]

    def funnel(self, track: str = "pro") -> pd.DataFrame:
        """States from J-21 to J+7: one row a date and state."""
        return counts.funnel(self, self.chosen(track, self.bef))

    def gaps(self, dimension: str, track: str, measure: str = "taux_acces") -> pd.DataFrame:
        """Gap of each public to the reference, of the académie; no row: nothing to compare."""
        selection = self.chosen(track)
        found = equity.gaps(self, selection, dimension, measure)
        found = gaps_at(self.scope.level, found, publics.DIMENSIONS[dimension].reference)
        told = found["gap"].notna().any()
        return describe_gaps(found, dimension, measure) if told else pd.DataFrame()

    def about(
        self, title: str, *, track: str = "pro", everywhere: bool = False, attribution: str
    ) -> About:
        """What a reader must know of a table."""
        where = "toute l’académie" if everywhere or not self.alone else self.here
        return About(title, f"{TRACKS[track]} · {where}", self.year, attribution, self.source)

    def publish(
        self,
        table: pd.DataFrame,
        title: str,
        *,
        track: str = "pro",
        everywhere: bool = False,
        attribution: str = "établissement",
    ) -> Published:
        """Pass the gate, at the level of the deck."""
        about = self.about(title, track=track, everywhere=everywhere, attribution=attribution)
        return at_level(self.scope.level, table, about)

    def link(self, page: str = "", **parameters: str) -> str:
        """Address that reopens the same view in the application."""
        chosen = {"campagne": self.year, "bef": self.bef or "tous", **parameters}
        chosen["vue"] = self.scope.level.value
        return f"{self.address.rstrip('/')}/{page}?{urlencode(chosen)}"

    def slide(
        self,
        key: str,
        part: int,
        layout: str,
        title: str,
        *,
        figures: tuple[Figure | None, ...] = (),
        text: tuple[str, ...] = (),
        sheets: tuple[str, ...] = (),
        track: str = "pro",
        everywhere: bool = False,
        attribution: str = "établissement",
        links: tuple[str, ...] = (),
        more: tuple[str, ...] = (),
        aside: str = "",
    ) -> Slide:
        """A slide, with what each one carries: perimeter (and an aside), source, marks, notes."""
        about = self.about(title, track=track, everywhere=everywhere, attribution=attribution)
        mark = MARKS[self.scope.level]
        source = f"{self.source} · {ZONING} · {mark}\n{HIDDEN}"
        to_whom = f"selon l’{attribution}" if attribution else ""
        caption = " · ".join(filter(None, (about.perimeter, self.year, to_whom, aside)))
        notes = (*more, *definitions(sheets), *self._filters(about, links))
        shown = tuple(figure for figure in figures if figure is not None and not figure.empty)
        if len(shown) < len(figures):  # no chart without a value: what remains has the room
            layout, text = (template.ONE, text) if shown else (template.TEXT, _NO_VALUE)
        return Slide(key, part, layout, title, caption, source, shown, text, notes)

    def _filters(self, about: About, links: tuple[str, ...]) -> tuple[str, ...]:
        said = (
            f"Filtres\u00a0: {about.perimeter}, campagne {self.year}, attribution "
            f"{about.attribution or '–'}, "
            f"vue {_WHO[self.scope.level]}.",
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


def labels_with_absence(labels: pd.Series, absence: pd.Series, shown: pd.Series) -> pd.Series:
    """Name what is not shown beside the label of its row: « Sud meusien (secret) »."""
    told = pd.Series(
        [f"{a} ({b})" if b else str(a) for a, b in zip(labels, absence, strict=True)],
        index=labels.index,
    )
    return told.where(shown.isna(), labels.astype(str))
