"""Figures of a deck made from tables: dots with intervals, bars, maps of BEF, tables."""

from analytics.disclosure import Published
from figures.cards.columns import Column
from figures.words import french
from slides.outline import Figure, Kind

FROM = " (l’axe ne part pas de 0)"


def bars(published: Published, key: str, columns: tuple[Column, ...]) -> Figure:
    """One bar a row, from 0."""
    return Figure(key, Kind.BARS, published, columns, read(published, columns))


def table(
    published: Published,
    key: str,
    columns: tuple[Column, ...],
    widths: tuple[float, ...] = (),
    *,
    upright: bool = False,
) -> Figure:
    """A table, its rows in the order given; `upright`: many narrow columns, headers turned."""
    alt = f"Tableau\u00a0: {published.about.title}. {french.plural(len(published.table), 'ligne')}."
    return Figure(key, Kind.TABLE, published, columns, alt, widths=widths, upright=upright)


def blank(
    published: Published, key: str, columns: tuple[Column, ...], widths: tuple[float, ...]
) -> Figure:
    """A table to fill in by hand; what is written in it is kept."""
    return Figure(
        key,
        Kind.BLANK,
        published,
        columns,
        f"Tableau à remplir\u00a0: {published.about.title}.",
        widths=widths,
    )


def read(published: Published, columns: tuple[Column, ...]) -> str:
    """Every number of a figure in words."""
    rows = []
    for _, row in published.table.iterrows():
        said = ", ".join(f"{c.label} {c.text(row[c.name])}" for c in columns[1:])
        rows.append(f"{row[columns[0].name]}\u00a0: {said}")
    return f"{published.about.title}. " + "\u00a0; ".join(rows) + "."
