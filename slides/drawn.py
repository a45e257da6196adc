"""Which figure a card shows: declared by its page beside what it draws on screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.disclosure import Published
from figures.classes import MapClass
from figures.words import sides as words
from slides.outline import Column, Kind, Span

BOUNDS = (Span("low", "high"),)
_STEPS = {
    "base": "Socle (invisible)",
    "whole": "Actives",
    "gain": "En plus",
    "loss": "En moins",
}


@dataclass(frozen=True)
class Drawn:
    """A figure on screen, in the terms of its native form.

    Parameters
    ----------
    kind : its native form
    published : what it is made of, one row a bar, point or area (or a part of it: `by`)
    label : names of the rows; of a curve, numbers
    series : what is shown of them, one column a series, all in one form
    by : column whose values make the series of the one column of values; "": none
    names : of these series, in order: value of `by` and French name
    spans : intervals; without series, that of the value of the row
    dashed : series that are references
    band : series that are the foot of a band and its height
    reference : value of a dashed line, in the unit of the values; and its name
    ranked : rows from the least value to the most, those without one last
    zero : the axis of points starts from 0
    beside : column of texts written after the name of a row
    told : column of texts written on the areas of a map, in the place of its values
    scale, level, selected : of a map, as `slides.outline.Figure`
    """

    kind: Kind
    published: Published
    label: Column
    series: tuple[Column, ...]
    by: str = ""
    names: tuple[tuple[str, str], ...] = ()
    spans: tuple[Span, ...] = ()
    dashed: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    reference: float | None = None
    reference_name: str = "Académie"
    ranked: bool = False
    zero: bool = False
    beside: str = ""
    told: str = ""
    scale: tuple[MapClass, ...] = ()
    level: str = ""
    selected: str | None = None

    @property
    def shown(self) -> tuple[Column, ...]:
        """Columns that a reader sees: names, values, texts."""
        texts = dict.fromkeys(name for name in (self.beside, self.told) if name)
        return (self.label, *self.series, *(Column(name, "") for name in texts))

    @property
    def ends(self) -> list[str]:
        """Columns of the intervals."""
        return [end for span in self.spans for end in (span.low, span.high)]


def area_map(
    published: Published,
    level: str,
    value: Column,
    scale: Iterable[MapClass],
    selected: str | None = None,
    told: str = "",
) -> Drawn:
    """A map: one row an area, with code, category, name; of BEF, label, lon and lat too."""
    return Drawn(
        Kind.MAP,
        published,
        Column("name", "Territoire"),
        (value,),
        told=told,
        scale=tuple(scale),
        level=level,
        selected=selected,
    )


def dots(
    published: Published,
    label: str,
    value: Column,
    reference: float | None = None,
    *,
    polarity: int = 0,
    ranked: bool = True,
    reference_name: str = "Académie",
) -> Drawn:
    """Dots with their intervals, `low` and `high`, as `figures.intervals` draws them.

    Parameters
    ----------
    label : header of the names of the rows
    polarity : +1 or −1 where a row stands apart by its `position`: the sign of what is favourable
    """
    return Drawn(
        Kind.DOTS,
        published,
        Column("name", label),
        (value,),
        by="position" if polarity else "",
        names=tuple(words.heights(polarity).items()) if polarity else (),
        spans=BOUNDS,
        reference=reference,
        reference_name=reference_name,
        ranked=ranked,
    )


def pairs(published: Published, label: Column, series: Sequence[Column]) -> Drawn:
    """Several dots a row, each with its interval: columns `_low` and `_high`; the axis from 0."""
    spans = [Span(f"{c.name}_low", f"{c.name}_high", (c.name,), label=c.label) for c in series]
    return Drawn(Kind.DOTS, published, label, tuple(series), spans=tuple(spans), zero=True)


def gaps(published: Published, measure: str) -> Drawn:
    """Rates of publics against the reference, as `figures.equity` draws them.

    Parameters
    ----------
    measure : name of the rate
    """
    rows = published.table
    equal = "covered" in rows
    series = [Column("shown", f"{measure}, à formations égales" if equal else measure, "share")]
    if equal:
        series.append(Column("rate", f"{measure}, brut", "share"))
    bases = rows["base"].dropna()
    return Drawn(
        Kind.DOTS,
        published,
        Column("name", "Public"),
        tuple(series),
        spans=(Span("low", "high", ("shown",)),),
        reference=float(bases.iloc[0]) if len(bases) else None,
        reference_name="Référence",
    )


def bars(published: Published, label: str, value: Column) -> Drawn:
    """Amounts as `figures.bars` draws them, the text `shown` beside the name of the row."""
    return Drawn(Kind.BARS, published, Column("label", label), (value,), beside="shown")


def stacked(
    published: Published, label: Column, value: Column, by: str, names: Mapping[str, str]
) -> Drawn:
    """One bar a label, cut by the values of a column; one row a part."""
    return Drawn(Kind.STACKED, published, label, (value,), by=by, names=tuple(names.items()))


def shares(published: Published, label: Column, series: Sequence[Column]) -> Drawn:
    """One bar a row, cut by column."""
    return Drawn(Kind.STACKED, published, label, tuple(series))


def piled(published: Published, label: Column, values: Sequence[Column]) -> Drawn:
    """One bar a row, its parts one after the other."""
    return Drawn(Kind.PILED, published, label, tuple(values))


def columns(published: Published, label: Column, values: Sequence[Column]) -> Drawn:
    """One upright bar a row, its parts one on the other."""
    return Drawn(Kind.COLUMNS, published, label, tuple(values))


def waterfall(published: Published) -> Drawn:
    """The way from a total to another: step, label, amount, as `figures.engagement` draws it."""
    rows = published.table
    ends = rows["step"].isin(["before", "now"])
    level = rows["amount"].mask(rows["step"] == "now", 0.0).cumsum()
    table = rows[["label"]].assign(
        base=pd.concat([level, level - rows["amount"]], axis=1).min(axis=1).mask(ends),
        whole=rows["amount"].where(ends),
        gain=rows["amount"].where(~ends & (rows["amount"] > 0)),
        loss=-rows["amount"].where(~ends & (rows["amount"] < 0)),
    )
    moved = published.remade(table)
    values = [Column(name, words, "count") for name, words in _STEPS.items()]
    return columns(moved, Column("label", "Étape"), values)


def control(published: Published) -> Drawn:
    """A series in its band of ordinary variation, as `figures.trends` draws it."""
    rows = published.table
    signalled = rows["value"].where(rows["signal"].astype(bool))
    table = rows.assign(signalled=signalled, height=rows["high"].round(3) - rows["low"].round(3))
    marked = published.remade(table)
    return Drawn(
        Kind.LINES,
        marked,
        Column("label", "Moment"),
        (
            Column("low", "Variation ordinaire\u00a0: borne basse", "share"),
            Column("height", "Variation ordinaire (étendue)", "share"),
            Column("expected", "Moyenne de la série", "share"),
            Column("value", "Valeur à formations égales", "share"),
            Column("signalled", "Sort de la variation ordinaire", "share"),
        ),
        band=("low", "height"),
        dashed=("expected",),
    )


def curves(published: Published, label: Column, value: Column) -> Drawn:
    """A line a `code`, named `name`, over the numbers of `label`, with `low` and `high`."""
    named = published.table[["code", "name"]].drop_duplicates("code")
    return Drawn(
        Kind.LINES,
        published,
        label,
        (value,),
        by="code",
        names=tuple(named.astype(str).itertuples(index=False, name=None)),
        spans=BOUNDS,
        zero=True,
    )


def cumulated(published: Published, people: Column, share: Column) -> Drawn:
    """A cumulated share against the line of equality, as `figures.curves` draws it."""
    rows = published.table
    table = rows.assign(equal=rows[people.name])
    equal = published.remade(table)
    return Drawn(
        Kind.CURVE,
        equal,
        people,
        (share, Column("equal", "Égalité", "share")),
        dashed=("equal",),
        zero=True,
    )
