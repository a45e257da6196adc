"""Figures of a deck made from tables: dots with intervals, bars, maps of BEF, tables."""

import pandas as pd

from analytics.catalogue import CATALOGUE
from analytics.disclosure import Published
from analytics.sides import UNCOMPARED
from figures.cards.columns import Column, Span
from figures.maps import classes
from figures.maps.classes import MapClass
from figures.maps.zones import Zones, stand_apart
from figures.words import french
from figures.words import sides as words
from slides.material import Material, labels_with_absence
from slides.outline import Figure, Kind

FROM = " (l’axe ne part pas de 0)"
ALONE = Column("value", "Valeur", "share")


def zone_figures(
    m: Material, key: str, indicator: str, track: str = "pro"
) -> tuple[Figure, Figure]:
    """The BEF on a map, in three classes, and the same values with their intervals."""
    zones = m.zones(indicator, track)
    sheet = CATALOGUE[indicator]
    title = f"{sheet.name}, %"
    drawn = m.publish(_apart(zones, indicator).table, title, track=track, everywhere=True)
    scale = _apart(zones, indicator).scale
    told = ", ".join(
        f"{row.name} {row.value or row.absence}"
        for row in drawn.table.sort_values("name").itertuples()
    )
    on_map = Figure(
        f"{key}-carte",
        Kind.MAP,
        drawn,
        (Column("label", "Bassin"), Column("value", sheet.name)),
        f"Carte des bassins\u00a0: {sheet.name}. {told}.",
        scale=scale,
        level="bef",
        selected=m.bef,
    )
    return on_map, zone_dots(m, f"{key}-intervalles", zones, indicator, track)


def _apart(zones: Zones, indicator: str) -> Zones:
    """Three classes where the BEF are compared, and every way to be absent, in a fixed order."""
    shown = stand_apart(zones, CATALOGUE[indicator])
    absent = (classes.UNKNOWN, classes.SECRET, classes.SMALL, classes.NONE)
    return Zones(shown.table, (*shown.scale[:3], *absent))


def zone_dots(m: Material, key: str, zones: Zones, indicator: str, track: str = "pro") -> Figure:
    """One dot a BEF with its interval, in the series of its class, the least value first."""
    table = zones.table.sort_values(["share", "code"], na_position="last").reset_index(drop=True)
    short = table["name"].map(lambda name: french.short_name(name, 18))
    rows = table.assign(shown=labels_with_absence(short, table["absence"], table["share"]))
    named = words.heights(CATALOGUE[indicator].polarity)
    uncompared = named.pop(UNCOMPARED)
    for side in named:
        rows[side] = rows["share"].where(rows["position"] == side)
    rows["uncompared"] = rows["share"].where(rows["position"] == UNCOMPARED)
    columns = [Column(side, text, "share") for side, text in named.items()]
    if rows["uncompared"].notna().any():
        columns.append(Column("uncompared", uncompared, "share"))
    name = CATALOGUE[indicator].name
    return Figure(
        key,
        Kind.DOTS,
        m.publish(rows, f"{name}, %, intervalle à 95\u00a0%{FROM}", track=track, everywhere=True),
        (Column("shown", "Bassin"), *columns),
        f"{name} de chaque bassin avec son intervalle à 95\u00a0%, du plus bas au plus haut\u00a0: "
        + told(rows, "share"),
        spans=(Span("low", "high", tuple(c.name for c in columns)),),
    )


def dots(m: Material, key: str, rows: pd.DataFrame, title: str, *, label: str, track: str = "pro",
         everywhere: bool = False) -> Figure:  # fmt: skip
    """One dot a row with its interval: columns shown, value, low, high, absence."""
    return Figure(
        key,
        Kind.DOTS,
        m.publish(rows, title + FROM, track=track, everywhere=everywhere),
        (Column("shown", label), ALONE),
        f"{title}\u00a0: {told(rows, 'value')}",
        spans=(Span("low", "high", (ALONE.name,)),),
    )


def bars(published: Published, key: str, columns: tuple[Column, ...]) -> Figure:
    """One bar a row, from 0."""
    return Figure(key, Kind.BARS, published, columns, read(published, columns))


def stacked(published: Published, key: str, columns: tuple[Column, ...]) -> Figure:
    """One bar a row, cut by column."""
    return Figure(key, Kind.STACKED, published, columns, read(published, columns))


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


def area_map(
    published: Published, key: str, scale: tuple[MapClass, ...], level: str, alt: str
) -> Figure:
    """Areas of a level, each in the class of its `category`; columns code, label, value."""
    columns = (Column("label", "Territoire"), Column("value", "Valeur"))
    return Figure(key, Kind.MAP, published, columns, alt, scale=scale, level=level)


def told(rows: pd.DataFrame, value: str) -> str:
    """Every value of a figure in words, with its interval."""
    shown = [
        f"{row['shown']} {french.percent(row[value])} {french.interval(row['low'], row['high'])}"
        if row[value] == row[value]
        else str(row["shown"])
        for _, row in rows.iterrows()
    ]
    return "\u00a0; ".join(shown) + "."


def read(published: Published, columns: tuple[Column, ...]) -> str:
    """Every number of a figure in words."""
    rows = []
    for _, row in published.table.iterrows():
        said = ", ".join(f"{c.label} {c.text(row[c.name])}" for c in columns[1:])
        rows.append(f"{row[columns[0].name]}\u00a0: {said}")
    return f"{published.about.title}. " + "\u00a0; ".join(rows) + "."
