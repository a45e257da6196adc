"""Views collected on the pages of the application, as slides: native figures, native table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pandas as pd

from analytics.disclosure import Level, Published
from figures.cards import kinds
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.marks import MARKS, ZONING
from figures.words import french
from figures.workbook import Sheet, named_indicators
from secrecy.thresholds import SMALL_RATE
from slides.committees import hide_small, small
from slides.geometry import Areas
from slides.material import HIDDEN, REOPEN, definitions
from slides.native import pen
from slides.native.fitting import packed, text_width
from slides.outline import Figure, Slide

_TABLE, _LONGEST, _PADDING = 880.0, 150.0, 14.0  # points: a table, a long text, sides of a cell
_SMALLEST = 9.0  # size of letters
MOST_ROWS = 40  # of a table on slides; the workbook has them all
_DENOMINATORS = ("n", "known", "total", "due", "placed")
_BOUNDS = ("low", "high")
_KEPT = (*_DENOMINATORS, *_BOUNDS, "absence", "is_reference")


class CollectedError(Exception):
    """A view cannot enter a deck; its text is the message shown, in French."""


@dataclass(frozen=True)
class Collected:
    """A view as it was on screen.

    Parameters
    ----------
    number : rank of its collection, for the names of shapes
    key : stable key of its figure
    published : what was on screen, at its level
    columns : those that were shown
    cards : figures that were on screen
    page, query : path of the page and its settings, which reopen the view
    """

    number: int
    key: str
    published: Published
    columns: tuple[Column, ...]
    page: str = ""
    query: tuple[tuple[str, str], ...] = ()
    cards: tuple[Card, ...] = ()

    @property
    def forms(self) -> str:
        """What it is on slides, in words: « en carte, intervalles et tableau »."""
        drawn = (card for card in self.cards if pen.figure(card) is not None)
        words = list(dict.fromkeys(map(pen.word, drawn)))
        return f"en {french.listed([*words, 'tableau'])}"

    @property
    def title(self) -> str:
        """What it shows."""
        return self.published.about.title

    @property
    def reference(self) -> tuple[object, ...]:
        """Which view it is, whatever its values: page, settings, figure."""
        return self.page, self.query, self.key

    def address(self, base: str) -> str:
        """Address that reopens the view."""
        return address(base, self.page, self.query)


def address(base: str, page: str, query: Sequence[tuple[str, str]]) -> str:
    """Address of a page with its settings."""
    return f"{base.rstrip('/')}/{page}?{urlencode(query)}"


def narrowed(published: Published, columns: Sequence[Column]) -> Published:
    """Keep what is shown of a table, and what tells how a value may be shown."""
    table = published.table
    names = [c.name for c in columns]
    kept = names + [n for n in table.columns if n in _KEPT and n not in names]
    return published.narrowed(columns=kept)


def frozen(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Keep of the tables of figures what is shown, and what tells how it may be."""
    return tuple(pen.kept(card, _KEPT) for card in cards)


def at_level(view: Collected, level: Level) -> Published:
    """Table of a view as a document of a level may hold it.

    In a document for committees, a rate on fewer than 20 is hidden with all that is told of it.

    Raises
    ------
    CollectedError : an internal view in a document for committees, or rates whose number of cases
        is not told
    """
    rates = _rates(view.published.table, view.columns)
    ends = [name for name in _BOUNDS if name in view.published.table]
    return _allowed(view, view.published, view.columns, rates, ends, level)


def card_at_level(view: Collected, card: Card, level: Level) -> Card:
    """A figure of a view as a document of a level may hold it: no trace of what is hidden.

    Raises
    ------
    CollectedError : as `at_level`
    """
    shows, published = card.shows, card.published
    if isinstance(shows, kinds.Rows):
        return card
    names = [c.name for c in shows.series]
    parts = names if isinstance(shows, kinds.Parts) and not shows.piled else []
    rates = [*dict.fromkeys([*_rates(published.table, shows.shown), *parts])]
    allowed = _allowed(view, published, shows.shown, rates, shows.ends, level)
    if allowed is published:
        return card
    before, after = (one.table[names].notna() for one in (published, allowed))
    if before.equals(after):
        return card.of(allowed)
    card = replace(card, published=allowed, shows=shows.alone())
    return pen.reclassed(card, shows) if isinstance(shows, kinds.AreaMap) else card


def slides_of(
    view: Collected, level: Level, base: str, geometry: Mapping[str, Areas] | None = None
) -> tuple[Slide, ...]:
    """Slides of a view: the figures that were on screen, then its table.

    Parameters
    ----------
    level : of the deck
    base : address of the application, for the link of the notes
    geometry : outlines of the levels of its maps (`levels`)

    Raises
    ------
    CollectedError : as `at_level`
    """
    published = at_level(view, level)
    key = f"vue-{view.number}-{re.sub(r'[^a-z0-9]+', '-', view.key.lower()).strip('-')}"
    made = [
        pen.figure(replace(card_at_level(view, card, level), key=f"{key}-{pen.place(card)}"))
        for card in view.cards
    ]
    why = [pen.left_out(*pair, geometry or {}) for pair in zip(view.cards, made, strict=True)]
    kept = tuple(
        pen.as_on_screen(f) for f, out in zip(made, why, strict=True) if f is not None and not out
    )
    said = " · ".join([_caption(published), *filter(None, dict.fromkeys(why))])
    charts = [(kept, published.about.caption)] if kept else []
    tables = _tables(published, view.columns, f"{key}-tableau")
    return tuple(
        Slide(
            figures[0].key,
            -1,
            view.title,
            caption.rstrip(" ·"),
            f"{published.about.source} · {ZONING} · {MARKS[published.level]}\n{HIDDEN}",
            figures,
            notes=_notes(view, published, base),
        )
        for figures, caption in [*charts, *(((table,), said) for table in tables)]
    )


def levels(views: Sequence[Collected]) -> set[str]:
    """Levels of outlines that the maps of views need."""
    shown = (card.shows for view in views for card in view.cards)
    found = {shows.level for shows in shown if isinstance(shows, kinds.AreaMap)}
    return found | {"bef"} if found else found  # whose outlines are over those of communes


def _rates(table: pd.DataFrame, columns: Sequence[Column]) -> list[str]:
    return [c.name for c in columns if c.form in ("share", "points") or _told(c, table)]


def _denominator(table: pd.DataFrame) -> str:
    """Column of the number of cases; "" where the table has none."""
    return next((name for name in _DENOMINATORS if name in table), "")


def _allowed(
    view: Collected,
    published: Published,
    columns: Sequence[Column],
    rates: list[str],
    ends: Sequence[str],
    level: Level,
) -> Published:
    """A table of a view at a level: itself where nothing has to be hidden."""
    if level is Level.INTERNAL:
        return published
    if published.level is Level.INTERNAL:
        raise CollectedError(
            f"«\u00a0{view.title}\u00a0» vient de la vue interne\u00a0: elle n’entre que dans un "
            "document interne. La rouvrir en «\u00a0Vue diffusion\u00a0» et l’ajouter de nouveau, "
            "si elle y est diffusée."
        )
    table = published.table
    denominator = _denominator(table)
    if not rates:
        return published
    if not denominator:
        raise CollectedError(
            f"«\u00a0{view.title}\u00a0» n’entre pas dans un document de comité\u00a0: le nombre "
            f"de cas de ses taux n’y est pas, la règle des {SMALL_RATE} ne peut pas être vérifiée."
        )
    numbers = [c.name for c in columns if c.form != "text" and c.name not in _DENOMINATORS]
    texts = [name for name in rates if name not in numbers]
    numbers = list(dict.fromkeys([*numbers, *ends]))
    why = small(table, denominator)
    return published.remade(hide_small(table, why, numbers, texts))


def _told(column: Column, table: pd.DataFrame) -> bool:
    """Tell whether a column of texts holds rates."""
    return column.form == "text" and bool(table[column.name].astype(str).str.contains("%").any())


def _tables(published: Published, columns: tuple[Column, ...], key: str) -> list[Figure]:
    """A view as tables: one, or several where its columns are too many, the first in each."""
    shown = published.narrowed(pd.Series(published.table.index < MOST_ROWS))
    sizes = {column.name: _sizes(shown, column) for column in columns}
    first, *others = columns

    def fits(group: list[Column]) -> bool:
        return sum(sizes[column.name][0] for column in (first, *group)) <= _TABLE

    groups = [[first, *group] for group in packed(others, fits)]
    made = (
        pen.figure(
            Card(
                f"{key}-{rank}" if rank > 1 else key,
                shown,
                tuple(group),
                kinds.Rows(_widths([sizes[column.name] for column in group])),
            )
        )
        for rank, group in enumerate(groups, start=1)
    )
    return [table for table in made if table is not None]


def _sizes(published: Published, column: Column) -> tuple[float, float]:
    """Points that a column needs for its longest word, and those that its texts would fill."""
    texts = [column.text(value) for value in published.table[column.name]]
    words = (word for text in (column.label, *texts) for word in text.split(" "))
    least = max(text_width(word, _SMALLEST, bold=True) for word in words) + _PADDING
    long = max((text_width(text, 10) for text in texts), default=0.0)
    return least, max(least, min(long, _LONGEST) + _PADDING)


def _widths(sizes: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Share of each column: what its words need, then what is left where texts are long."""
    least, wanted = (sum(each) for each in zip(*sizes, strict=True))
    spare = min(1.0, max(0.0, _TABLE - least) / (wanted - least)) if wanted > least else 0.0
    widths = [low + spare * (high - low) for low, high in sizes]
    return tuple(width / sum(widths) for width in widths)


def _caption(published: Published) -> str:
    """That of the table."""
    caption, total = published.about.caption.rstrip(" ·"), len(published.table)
    if total > MOST_ROWS:
        caption += (
            f" · {MOST_ROWS} premières lignes sur {french.number(total)}, toutes sont dans le "
            "classeur"
        )
    return caption


def _notes(view: Collected, published: Published, base: str) -> tuple[str, ...]:
    about = published.about
    found = named_indicators([Sheet(published, view.columns)])
    return (
        *definitions(tuple(sheet.id for sheet in found)),
        f"Filtres\u00a0: {about.perimeter}, {about.period}, attribution "
        f"{about.attribution or french.MISSING}.",
        f"{about.source}.",
        f"{REOPEN}{view.address(base)}",
    )
