"""Views collected on the pages of the application, as slides: a native chart, a native table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pandas as pd

from analytics.absence import Absence
from analytics.disclosure import Level, Published
from figures import french
from figures.marks import MARKS, ZONING
from figures.workbook import Sheet, named_indicators
from secrecy.thresholds import SMALL_RATE
from slides import plots, template
from slides.fitting import text_width
from slides.material import HIDDEN, REOPEN, definitions, labels_with_absence
from slides.outline import Column, Figure, Kind, Slide

MOST_ROWS = 40  # of a table on slides; the workbook has them all
_MOST_DOTS = 20
_DENOMINATORS = ("n", "known", "total", "due")
_BOUNDS = ("low", "high")
_AROUND = {*_BOUNDS, "rate_min", "rate_max"}
_KEPT = {*_DENOMINATORS, *_BOUNDS, "absence", "is_reference"}


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
    page, query : path of the page and its settings, which reopen the view
    """

    number: int
    key: str
    published: Published
    columns: tuple[Column, ...]
    page: str = ""
    query: tuple[tuple[str, str], ...] = ()

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
    return _with(published, table[kept].reset_index(drop=True))


def at_level(view: Collected, level: Level) -> Published:
    """Table of a view as a document of a level may hold it.

    In a document for committees, a rate on fewer than 20 is hidden with all that is told of it.

    Raises
    ------
    CollectedError : an internal view in a document for committees, or rates whose number of cases
        is not told
    """
    published = view.published
    if level is Level.INTERNAL:
        return published
    if published.level is Level.INTERNAL:
        raise CollectedError(
            f"«\u00a0{view.title}\u00a0» vient de la vue interne\u00a0: elle n’entre que dans un "
            "document interne. La rouvrir en «\u00a0Vue diffusion\u00a0» et l’ajouter de nouveau, "
            "si elle y est diffusée."
        )
    table = published.table
    rates = [c.name for c in view.columns if c.form in ("share", "points") or _told(c, table)]
    denominator = next((name for name in _DENOMINATORS if name in table), None)
    if not rates:
        return published
    if denominator is None:
        raise CollectedError(
            f"«\u00a0{view.title}\u00a0» n’entre pas dans un document de comité\u00a0: le nombre "
            f"de cas de ses taux n’y est pas, la règle des {SMALL_RATE} ne peut pas être vérifiée."
        )
    return _with(published, _hide_small(table, view.columns, rates, denominator))


def slides_of(view: Collected, level: Level, base: str) -> tuple[Slide, ...]:
    """Slides of a view: its interval chart where it has one, then its table.

    Parameters
    ----------
    level : of the deck
    base : address of the application, for the link of the notes

    Raises
    ------
    CollectedError : as `at_level`
    """
    published = at_level(view, level)
    key = f"vue-{view.number}-{re.sub(r'[^a-z0-9]+', '-', view.key.lower())}"
    chart = _chart(published, view.columns, f"{key}-graphique")
    figures = [(template.ONE, chart)] if chart else []
    figures.append((template.TABLE, _table(published, view.columns, f"{key}-tableau")))
    return tuple(
        Slide(
            figure.key,
            -1,
            layout,
            view.title,
            _caption(published, figure),
            f"{published.about.source} · {ZONING} · {MARKS[published.level]}\n{HIDDEN}",
            (figure,),
            notes=_notes(view, published, base),
        )
        for layout, figure in figures
    )


def _with(published: Published, table: pd.DataFrame) -> Published:
    """The same values at the same level, some of them fewer."""
    return replace(published, table=table, spec=None, structure=None)


def _told(column: Column, table: pd.DataFrame) -> bool:
    """Tell whether a column of texts holds rates."""
    return column.form == "text" and bool(table[column.name].astype(str).str.contains("%").any())


def _hide_small(
    table: pd.DataFrame, columns: Sequence[Column], rates: list[str], denominator: str
) -> pd.DataFrame:
    cases = pd.to_numeric(table[denominator], errors="coerce")
    few = cases.lt(SMALL_RATE) & cases.gt(0)
    untold = cases.isna()  # a secret number of cases: nothing proves that it is enough
    if "is_reference" in table and bool((few & table["is_reference"].astype(bool)).any()):
        few = pd.Series(data=True, index=table.index)  # a gap gives its reference back
    numbers = [c.name for c in columns if c.form != "text" and c.name not in _DENOMINATORS]
    hidden = table.astype(dict.fromkeys(numbers, float))
    hidden[numbers] = hidden[numbers].mask(few | untold)
    texts = [name for name in rates if name not in numbers]
    hidden[texts] = hidden[texts].astype(object).mask(few | untold, str(Absence.SMALL))
    bounds = [name for name in _BOUNDS if name in hidden]
    hidden[bounds] = hidden[bounds].mask(few | untold)
    told = table["absence"] if "absence" in table else pd.Series("", table.index)
    absence = told.astype(object).mask(few, str(Absence.SMALL))
    blank = absence.isna() | (absence == "")
    return hidden.assign(absence=absence.mask(untold & blank, str(Absence.SECRET)))


def _chart(published: Published, columns: tuple[Column, ...], key: str) -> Figure | None:
    """Dots with intervals, for a table of one named rate a row with its interval."""
    table = published.table
    at = next((i for i, c in enumerate(columns) if c.form == "share" and c.name not in _AROUND), 0)
    named = at == 1 and columns[0].form == "text" and table[columns[0].name].is_unique
    if not (named and set(_BOUNDS) <= set(table.columns) and 1 < len(table) <= _MOST_DOTS):
        return None
    label, value = columns[0], columns[at]
    if table[value.name].isna().all():
        return None
    absence = table["absence"] if "absence" in table else pd.Series("", table.index)
    short = table[label.name].map(lambda name: french.short_name(str(name), 18))
    names = short if short.is_unique else table[label.name]
    rows = pd.DataFrame(
        {
            "shown": labels_with_absence(names, absence, table[value.name]),
            "value": table[value.name],
            **{name: table[name] for name in _BOUNDS},
            "absence": absence,
        }
    )
    about = replace(published.about, title=f"{value.label}, intervalle à 95\u00a0%{plots.FROM}")
    drawn = replace(_with(published, rows), about=about)
    return Figure(
        key,
        Kind.DOTS,
        drawn,
        (Column("shown", label.label), Column("value", value.label, "share")),
        f"{published.about.title}\u00a0: {plots.told(rows, 'value')}",
        bounds=_BOUNDS,
    )


def _table(published: Published, columns: tuple[Column, ...], key: str) -> Figure:
    shown = _with(published, published.table.head(MOST_ROWS))
    widths = _widths(shown, columns)
    return replace(plots.table(shown, key, columns), widths=widths)


def _widths(published: Published, columns: tuple[Column, ...]) -> tuple[float, ...]:
    """Share of each column: that of its longest word, more where its texts are long."""
    wanted = []
    for column in columns:
        texts = [column.text(value) for value in published.table[column.name]]
        word = max(
            text_width(w, 10, bold=True) for t in (column.label, *texts) for w in t.split(" ")
        )
        long = max((text_width(text, 10) for text in texts), default=0.0)
        wanted.append(max(word, min(long, 150.0)) + 14)
    return tuple(width / sum(wanted) for width in wanted)


def _caption(published: Published, figure: Figure) -> str:
    caption, total = published.about.caption.rstrip(" ·"), len(published.table)
    if figure.kind is Kind.TABLE and total > MOST_ROWS:
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
