"""Native figures of collected views, from what their cards declare."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from analytics import sides
from figures import classes, french
from figures.classes import MapClass
from figures.workbook import DIGITS
from slides import plots
from slides.drawn import Drawn
from slides.geometry import Areas
from slides.material import labels_with_absence
from slides.outline import Column, Figure, Kind, Span

WORDS = {
    Kind.MAP: "carte",
    Kind.BARS: "barres",
    Kind.STACKED: "barres",
    Kind.PILED: "barres",
    Kind.COLUMNS: "barres",
    Kind.DOTS: "intervalles",
    Kind.LINES: "courbes",
    Kind.CURVE: "courbe",
}
_MOST_ROWS = 60  # of a chart that is read; a curve has as many points as it needs
_MOST_TOLD = 25  # rows told one by one in the alternative text
_SHORT = 18  # letters of a name under a dot
_POINTS = (Kind.DOTS, Kind.LINES)
_AREA = ("code", "category", "name", "label", "lon", "lat", "absence")
_NAME = "row_name"  # columns that are added: names of rows, value of the whole
_REFERENCE = "reference"
_UNCOMPARED = "uncompared"
_STEP = 0.005  # of the classes of a rate


def kept(drawn: Drawn, others: Iterable[str]) -> Drawn:
    """Keep of the table of a figure what it shows, and the columns `others` where it has them.

    Parameters
    ----------
    others : columns that tell how a value may be shown
    """
    wanted = [c.name for c in drawn.shown] + drawn.ends + [drawn.by, *others]
    wanted += _AREA if drawn.kind is Kind.MAP else ()
    table = drawn.published.table
    table = table[[name for name in dict.fromkeys(wanted) if name in table]]
    return replace(drawn, published=drawn.published.narrowed(columns=table.columns))


def figure(drawn: Drawn, key: str) -> Figure | None:
    """The native figure; None where there is nothing to draw, or too much to be read.

    Parameters
    ----------
    drawn : at the level of the deck
    key : stable name in the deck
    """
    if drawn.kind is Kind.MAP:
        return _map(drawn, key)
    rows, columns, spans = _series(drawn)
    if not len(rows) or (len(rows) > _MOST_ROWS and drawn.kind is not Kind.CURVE):
        return None
    rows[_NAME] = _labels(drawn, rows, columns)
    if drawn.reference is not None and drawn.reference == drawn.reference:
        form = drawn.series[0].form
        rows[_REFERENCE] = round(drawn.reference, DIGITS[form])
        columns = (*columns, Column(_REFERENCE, drawn.reference_name, form))
    label = drawn.label if drawn.kind is Kind.CURVE else Column(_NAME, drawn.label.label)
    made = Figure(
        key,
        drawn.kind,
        drawn.published.remade(rows).titled(_title(drawn)),
        (label, *columns),
        _alt(drawn, rows, columns),
        spans=spans,
        dashed=(*drawn.dashed, _REFERENCE),
        band=drawn.band,
        zero=drawn.zero,
    )
    return None if made.empty else made


def missing_outlines(made: Figure, geometry: Mapping[str, Areas]) -> bool:
    """Tell whether a map shows areas that have no outline in a version."""
    if made.kind is not Kind.MAP:
        return False
    known = geometry[made.level].rings if made.level in geometry else {}
    return not set(made.published.table["code"]) <= set(known)


def reclassed(drawn: Drawn, table: pd.DataFrame) -> Drawn:
    """A map whose hidden areas weigh on no class: breaks made from what is shown.

    Parameters
    ----------
    table : its rows, the hidden ones in the class of their absence
    """
    value = drawn.series[0]
    valued = table["category"].str.startswith("classe_")
    shown = table.loc[valued, value.name]
    scale = tuple(item for item in drawn.scale if not item.key.startswith("classe_"))
    if value.form != "share" or any(i.key == sides.FAVOURABLE for i in scale):
        scale = drawn.scale
    elif len(shown):
        breaks = classes.nice_breaks(shown, step=_STEP)
        again = classes.classify(shown, breaks)
        table = table.assign(category=again.reindex(table.index).fillna(table["category"]))
        scale = (*classes.sequential_scale(breaks, percent=True), *scale)
    return replace(drawn, published=drawn.published.remade(table), scale=whole(scale, table))


def whole(scale: tuple[MapClass, ...], table: pd.DataFrame) -> tuple[MapClass, ...]:
    """A scale with the absences that its areas have, and that it lacks."""
    known = {item.key for item in scale}
    present = set(table["category"]) - known
    return (*scale, *(item for item in classes.ABSENT if item.key in present))


def _map(drawn: Drawn, key: str) -> Figure | None:
    table, value = drawn.published.table, drawn.series[0]
    if not len(table):
        return None
    labels = {item.key: item.label for item in drawn.scale}
    texts = table[drawn.told] if drawn.told else table[value.name].map(value.text)
    shown = texts.where(table[drawn.told or value.name].notna(), "").astype(str)
    absent = table["absence"].astype(object) if "absence" in table else pd.Series("", table.index)
    absent = absent.where(absent.notna() & (absent != ""), table["category"].map(labels))
    rows = table[[name for name in _AREA if name in table]].assign(
        value=shown.mask(table["category"].isin([item.key for item in classes.ABSENT]), ""),
        absence=absent.astype(str),
    )
    if "label" not in rows:
        rows["label"] = rows["name"]
    columns = (Column("label", drawn.label.label), Column("value", value.label))
    title = drawn.published.about.title
    return Figure(
        key,
        Kind.MAP,
        drawn.published.remade(rows),
        columns,
        f"Carte\u00a0: {title}. {_areas_told(rows, drawn.scale)}.",
        scale=drawn.scale,
        level=drawn.level,
        over="bef" if drawn.level == "commune" else "",
        selected=drawn.selected,
    )


def _areas_told(rows: pd.DataFrame, scale: tuple[MapClass, ...]) -> str:
    """Each area, or how many there are in each class where they are many."""
    if len(rows) <= _MOST_TOLD:
        return ", ".join(f"{row.name} {row.value or row.absence}" for row in rows.itertuples())
    counts = classes.legend_items(rows["category"], scale)
    return ", ".join(f"{item.label}\u00a0: {french.number(n)}" for item, n in counts)


def _series(drawn: Drawn) -> tuple[pd.DataFrame, tuple[Column, ...], tuple[Span, ...]]:
    """Rows, one column a series, and their intervals; numbers with the digits of the screen."""
    rows, values = drawn.published.table.reset_index(drop=True), drawn.series
    digits = DIGITS[values[0].form]
    numbers = list(dict.fromkeys([*(c.name for c in values), *drawn.ends]))
    rows = rows.assign(**{name: rows[name].astype(float).round(digits) for name in numbers})
    if drawn.kind is Kind.CURVE:
        rows = rows.dropna(subset=[drawn.label.name, *(c.name for c in values)])
        rows[drawn.label.name] = rows[drawn.label.name].round(digits)
    if drawn.ranked:
        by = [values[0].name, *(["code"] if "code" in rows else [])]
        rows = rows.sort_values(by, na_position="last", kind="stable", ignore_index=True)
    if not drawn.by:
        values = tuple(c for c in values if rows[c.name].notna().any()) or values
        own = tuple(c.name for c in values)
        return rows, values, tuple(replace(s, series=s.series or own) for s in drawn.spans)
    if rows[drawn.label.name].is_unique:
        return _parted(drawn, rows)
    return _pivoted(drawn, rows)


def _parted(
    drawn: Drawn, rows: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[Column, ...], tuple[Span, ...]]:
    """Each row in the series of its own class; classes of no row are left out."""
    value, found = drawn.series[0], []
    for code, words in drawn.names:
        name = code or _UNCOMPARED
        rows[name] = rows[value.name].where(rows[drawn.by].fillna("") == code)
        if rows[name].notna().any():
            found.append(Column(name, words, value.form))
    if not found:
        return rows, drawn.series, ()
    series = tuple(c.name for c in found)
    return rows, tuple(found), tuple(replace(span, series=series) for span in drawn.spans)


def _pivoted(
    drawn: Drawn, rows: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[Column, ...], tuple[Span, ...]]:
    """One row a label, its parts side by side, each with its interval."""
    value, label = drawn.series[0], drawn.label.name
    order = rows[label].drop_duplicates().tolist()
    wide = pd.DataFrame({label: order})
    spans: list[Span] = []
    for code, words in drawn.names:
        part = rows[rows[drawn.by].astype(str) == code].set_index(label)
        wide[code] = part[value.name].reindex(order).to_numpy()
        for span in drawn.spans:
            own = replace(span, low=f"{code}:low", high=f"{code}:high", series=(code,), label=words)
            wide[own.low] = part[span.low].reindex(order).to_numpy()
            wide[own.high] = part[span.high].reindex(order).to_numpy()
            spans.append(own)
    if "absence" in rows:
        told = rows[rows["absence"].fillna("") != ""].drop_duplicates(label).set_index(label)
        wide["absence"] = told["absence"].reindex(order).fillna("").to_numpy()
    columns = tuple(Column(code, words, value.form) for code, words in drawn.names)
    return wide, columns, tuple(spans)


def _labels(drawn: Drawn, rows: pd.DataFrame, columns: tuple[Column, ...]) -> pd.Series:
    """Names of the rows, with what stands beside them and why they show nothing."""
    names = rows[drawn.label.name].map(drawn.label.text)
    if drawn.kind is Kind.DOTS:
        short = names.map(lambda name: french.short_name(str(name), _SHORT))
        names = short if short.is_unique else names
    if drawn.beside:
        return names + " (" + rows[drawn.beside].astype(str) + ")"
    absent = rows["absence"].fillna("") if "absence" in rows else pd.Series("", rows.index)
    known = rows[[c.name for c in columns if c.name not in drawn.dashed]].notna()
    if drawn.kind is Kind.STACKED:
        part = known.any(axis=1) & ~known.all(axis=1)
        names = names.mask(part, names + " (une part est secrète)")
    shown = known.any(axis=1).astype(float).where(known.any(axis=1))
    return labels_with_absence(names, absent, shown)


def _title(drawn: Drawn) -> str:
    title = drawn.published.about.title
    if drawn.kind is Kind.DOTS:
        named = drawn.series[0].label if len(drawn.series) == 1 else title
        title = f"{named}, intervalle à 95\u00a0%"
    return f"{title}{plots.FROM}" if drawn.kind in _POINTS and not drawn.zero else title


def _alt(drawn: Drawn, rows: pd.DataFrame, columns: tuple[Column, ...]) -> str:
    title = drawn.published.about.title
    if len(rows) > _MOST_TOLD or drawn.kind is Kind.CURVE:
        return f"{title}. {french.plural(len(rows), 'point')}\u00a0: voir le tableau."
    return plots.read(drawn.published.remade(rows), (Column(_NAME, ""), *columns))
