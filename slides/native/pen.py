"""The native pen: the figure of a card in the terms of PowerPoint, kind by kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analytics import sides
from analytics.disclosure import Published
from figures.cards import kinds
from figures.cards.card import Card
from figures.cards.columns import Column, Span
from figures.companies.engagement import short_name
from figures.companies.network import SCALE, UNTOLD
from figures.maps import classes
from figures.maps.classes import MapClass
from figures.maps.legends import Legend
from figures.pole.diagnosis import MARKS
from figures.words import french
from figures.workbook import DIGITS
from slides.geometry import Areas
from slides.outline import TABLES, Figure, Kind

_MOST_ROWS = 60  # of a chart that is read; a curve has as many points as it needs
_MOST_LINES, _MOST_CELLS = 30, 40  # of a matrix: rows, columns
_MOST_TOLD = 25  # rows told one by one in the alternative text
_LABELS = 0.2  # of the width of a matrix
_SHORT = 18  # letters of a name under a dot
_POINTS = (Kind.DOTS, Kind.LINES)
_AREA = ("code", "category", "name", "label", "lon", "lat", "absence", "zone")
_NAME = "row_name"  # columns that are added: names of rows, value of the whole
_REFERENCE = "reference"
_UNCOMPARED = "uncompared"
_STEP = 0.005  # of the classes of a rate
_MOVES = {
    "base": "Socle (invisible)",
    "whole": "Actives",
    "gain": "En plus",
    "loss": "En moins",
}
_BAND = (
    Column("low", "Variation ordinaire\u00a0: borne basse", "share"),
    Column("height", "Variation ordinaire (étendue)", "share"),
)
_SIGNALLED = Column("signalled", "Sort de la variation ordinaire", "share")
_EQUAL = Column("equal", "Égalité", "share")
_FROM = " (l’axe ne part pas de 0)"
Shaped = tuple[pd.DataFrame, tuple[Column, ...], tuple[Span, ...]]  # rows, series, intervals


def kept(card: Card, others: Iterable[str]) -> Card:
    """Keep of the table of a card what its figure shows, and the columns `others` it has.

    Parameters
    ----------
    others : columns that tell how a value may be shown
    """
    if isinstance(card.shows, kinds.Rows):
        return card
    wanted = dict.fromkeys([*card.shows.columns, *others])
    columns = [name for name in wanted if name in card.published.table]
    return card.of(card.published.narrowed(columns=columns))


def figure(card: Card) -> Figure | None:
    """The native figure; None where there is nothing to draw, or too much to be read.

    Parameters
    ----------
    card : at the level of the deck; its key is the stable name there
    """
    made = SHAPES[type(card.shows)](card, card.shows)
    return None if made is None or made.empty else replace(made, card=card)


def as_on_screen(made: Figure) -> Figure:
    """The numbers of a chart with the digits of the screen and no more."""
    if made.kind in (*TABLES, Kind.MAP, Kind.SPINE):
        return made
    ends = {end: made.columns[1].form for span in made.spans for end in (span.low, span.high)}
    forms = ends | {column.name: column.form for column in made.columns if column.form in DIGITS}
    digits = {name: DIGITS[form] for name, form in forms.items()}
    return replace(made, published=made.published.remade(made.published.table.round(digits)))


def reclassed(card: Card, shows: kinds.AreaMap) -> Card:
    """A map whose hidden areas weigh on no class: breaks made from what is shown.

    Parameters
    ----------
    card : its rows, the hidden ones in the class of their absence
    """
    table, value, scale = card.published.table, shows.series[0], shows.scale
    valued = table["category"].str.startswith("classe_")
    shown = table.loc[valued, value.name]
    rate = value.form == "share" and all(item.key != sides.FAVOURABLE for item in scale)
    if rate:
        scale = tuple(item for item in scale if not item.key.startswith("classe_"))
    if rate and len(shown):
        breaks = classes.nice_breaks(shown, step=_STEP)
        again = classes.classify(shown, breaks)
        table = table.assign(category=again.reindex(table.index).fillna(table["category"]))
        scale = (*classes.sequential_scale(breaks, percent=True), *scale)
    shows = replace(shows, scale=classes.held(scale, table["category"]))
    legend = Legend(classes.legend_items(table["category"], shows.scale))
    told = (legend, *card.legends[1:])
    return replace(card, published=card.published.remade(table), shows=shows, legends=told)


def _rows(card: Card, shows: kinds.Rows) -> Figure:
    alt = f"Tableau\u00a0: {card.title}. {french.plural(len(card.published.table), 'ligne')}."
    kind = Kind.TABLE
    if shows.blank:
        kind, alt = Kind.BLANK, f"Tableau à remplir\u00a0: {card.title}."
    widths, upright = shows.widths, shows.upright
    return Figure(card.key, kind, card.published, card.columns, alt, widths=widths, upright=upright)


def _map(card: Card, shows: kinds.AreaMap) -> Figure | None:
    table, value = card.published.table, shows.series[0]
    if not len(table):
        return None
    labels = {item.key: item.label for item in shows.scale}
    texts = table[shows.told] if shows.told else table[value.name].map(value.text)
    shown = texts.where(table[shows.told or value.name].notna(), "").astype(str)
    absent = table["absence"].astype(object) if "absence" in table else pd.Series("", table.index)
    absent = absent.where(absent.notna() & (absent != ""), table["category"].map(labels))
    rows = table[[name for name in _AREA if name in table]].assign(
        value=shown.mask(table["category"].isin(list(classes.ABSENT_KEYS.values())), ""),
        absence=absent.astype(str),
    )
    if "label" not in rows:
        rows["label"] = rows["name"]
    columns = (Column("label", shows.label.label), Column("value", value.label))
    return Figure(
        card.key,
        Kind.MAP,
        card.published.remade(rows),
        columns,
        f"Carte\u00a0: {card.title}. {_areas_told(rows, shows.scale)}.",
        scale=shows.scale,
        level=shows.level,
        selected=card.selected,
    )


def _areas_told(rows: pd.DataFrame, scale: tuple[MapClass, ...]) -> str:
    """Each area, or how many there are in each class where they are many."""
    if len(rows) <= _MOST_TOLD:
        return ", ".join(f"{row.name} {row.value or row.absence}" for row in rows.itertuples())
    counts = classes.legend_items(rows["category"], scale)
    return ", ".join(f"{item.label}\u00a0: {french.number(n)}" for item, n in counts)


def _intervals(card: Card, shows: kinds.Intervals) -> Figure | None:
    rows = _numbers(card, shows)
    if shows.ranked:
        by = [shows.series[0].name, *(["code"] if "code" in rows else [])]
        rows = rows.sort_values(by, na_position="last", kind="stable", ignore_index=True)
    return _chart(card, shows, Kind.DOTS, _series(shows, rows), zero=shows.zero)


def _bars(card: Card, shows: kinds.Bars) -> Figure | None:
    return _chart(card, shows, Kind.BARS, _series(shows, _numbers(card, shows)))


def _parts(card: Card, shows: kinds.Parts) -> Figure | None:
    kind = Kind.PILED if shows.piled else Kind.STACKED
    return _chart(card, shows, kind, _series(shows, _numbers(card, shows)))


def _columns(card: Card, shows: kinds.Columns) -> Figure | None:
    rows = _numbers(card, shows)
    shaped = _moves(rows, shows.series[0]) if shows.floating else _series(shows, rows)
    return _chart(card, shows, Kind.COLUMNS, shaped)


def _moves(rows: pd.DataFrame, amount: Column) -> Shaped:
    """The way from a total to another: what holds each step up, then the step."""
    moved, ends = rows[amount.name], rows["step"].isin(["before", "now"])
    level = moved.mask(rows["step"] == "now", 0.0).cumsum()
    rows = rows.assign(
        base=pd.concat([level, level - moved], axis=1).min(axis=1).mask(ends),
        whole=moved.where(ends),
        gain=moved.where(~ends & (moved > 0)),
        loss=-moved.where(~ends & (moved < 0)),
    )
    columns = (Column(name, words, amount.form) for name, words in _MOVES.items())
    return rows, _known(rows, columns), ()


def _band(card: Card, shows: kinds.Series) -> Figure | None:
    rows, (value, expected) = _numbers(card, shows), shows.series
    signalled = rows[value.name].where(rows["signal"].astype(bool))
    rows = rows.assign(height=rows["high"] - rows["low"], signalled=signalled)
    series = _known(rows, (*_BAND, expected, value, _SIGNALLED))
    band, dashed = tuple(c.name for c in _BAND), (expected.name,)
    return _chart(card, shows, Kind.LINES, (rows, series, ()), dashed=dashed, band=band)


def _survival(card: Card, shows: kinds.Survival) -> Figure | None:
    return _chart(card, shows, Kind.LINES, _series(shows, _numbers(card, shows)), zero=True)


def _curve(card: Card, shows: kinds.Curve) -> Figure | None:
    people = shows.label
    rows = _numbers(card, shows).dropna(subset=[people.name, *(c.name for c in shows.series)])
    rows = rows.assign(equal=rows[people.name])
    shaped = (rows, (*shows.series, _EQUAL), ())
    return _chart(card, shows, Kind.CURVE, shaped, dashed=(_EQUAL.name,), zero=True)


def _matrix(card: Card, shows: kinds.Matrix) -> Figure | None:
    """Words of the cells, coloured by a fifth of the scale of shares."""
    rows, share = card.published.table, shows.series[0].name
    fifth = (5 * rows[share]).clip(0, 4).astype(int)
    cells = rows.assign(cell="classe_" + fifth.astype(str)).rename(columns={"row": "line"})
    heads = {str(name): short_name(str(name)) for name in rows["column"].drop_duplicates()}
    cells["told"] = rows["shown"].str.replace(" / ", "/")
    return _cells(card, shows, cells, heads, card.title)


def _network(card: Card, shows: kinds.Network) -> Figure | None:
    """Hosts in common, a circle for actions; schools are numbered, down and across."""
    rows = card.published.table
    line = (rows["row"] + 1).astype(str) + ". " + rows["name"]
    hosts = rows[shows.series[0].name].map(french.number)
    silent = (rows["row"] == rows["column"]) | (rows["category"] == UNTOLD.key)
    told = hosts.mask(silent | (rows[shows.series[0].name] == 0), "")
    together = (rows["actions"] > 0) & (rows["row"] != rows["column"])
    acts = pd.Series(" ○", rows.index).where(together, "")
    ranks = {item.key: f"classe_{rank}" for rank, item in enumerate(SCALE, start=1)}
    cell = rows["category"].replace(ranks)
    cells = rows.assign(line=line, told=(told + acts).str.strip(), cell=cell)
    heads = {at: str(at + 1) for at in sorted(rows["column"].unique())}
    title = f"{card.title}\u00a0: nombre de lieux, ○ action commune"
    return _cells(card, shows, cells, heads, title)


def _cells(
    card: Card, shows: kinds.Kind, cells: pd.DataFrame, heads: dict[Any, str], title: str
) -> Figure | None:
    """A table whose cells are coloured; None beyond what a slide has room for.

    Parameters
    ----------
    cells : line, column, told (words), cell (class)
    heads : header of each column
    """
    order = cells["line"].drop_duplicates()
    if not len(order) or len(order) > _MOST_LINES or len(heads) > _MOST_CELLS:
        return None
    wide = cells.pivot_table(["told", "cell"], "line", "column", "first").reindex(order)
    columns = [Column(f"cell_{at}", head) for at, head in enumerate(heads.values())]
    table = pd.DataFrame({_NAME: order.to_numpy()})
    for column, name in zip(columns, heads, strict=True):
        table[column.name] = wide[("told", name)].fillna("").to_numpy()
        table[f"{column.name}:class"] = wide[("cell", name)].fillna("").to_numpy()
    widths = (_LABELS, *((1 - _LABELS) / len(columns) for _ in columns))
    named = (Column(_NAME, shows.label.label), *columns)
    drawn = replace(card, published=card.published.remade(table).titled(title), columns=named)
    made = _rows(drawn, kinds.Rows(widths, upright=True))
    return replace(made, kind=Kind.MATRIX, alt=card.alt or made.alt)


def _quadrant(card: Card, shows: kinds.Quadrant) -> Figure | None:
    """Points in the order of their classes: a series a class."""
    rows, (across, up) = _numbers(card, shows), shows.series
    ranks = {problem: rank for rank, problem in enumerate(MARKS)}
    rows = rows.dropna(subset=[across.name, up.name])
    rows = rows.sort_values("problem", key=lambda p: p.map(ranks), kind="stable")
    if not len(rows) or len(rows) > _MOST_ROWS:
        return None
    columns = (shows.label, across, up, Column("problem_name", "Problème"))
    return Figure(
        card.key,
        Kind.QUADRANT,
        card.published.remade(rows.reset_index(drop=True)),
        columns,
        _read(card.published.remade(rows), columns),
        spans=shows.spans,
    )


def _spine(card: Card, shows: kinds.Spine) -> Figure | None:
    """Lines, each on its own scale; the dots of the other BEF with them."""
    rows = card.published.table
    others = [c for c in shows.codes if c != card.selected and f"x_{c}" in rows]
    texts = ("shown_text", "interval_text", "academy_text", "standing")
    heads = ("Pôle", "Intervalle à 95\u00a0%", "Académie", "Écart à l’académie")
    told = tuple(Column(name, head) for name, head in zip(texts, heads, strict=True))
    dots = (Column(f"x_{code}", code, "decimal3") for code in others)
    return Figure(
        card.key,
        Kind.SPINE,
        card.published,
        (shows.label, *shows.series, *dots),
        _read(card.published, (shows.label, *told)),
        spans=shows.spans,
        apart=tuple(f"x_{code}" for code in others if code in shows.peers),
    )


def _numbers(card: Card, shows: kinds.Kind) -> pd.DataFrame:
    """Rows of a figure, what it shows as numbers."""
    rows = card.published.table.reset_index(drop=True)
    return rows.astype(dict.fromkeys([*(c.name for c in shows.series), *shows.ends], float))


def _known(rows: pd.DataFrame, columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns that have a value; all of them where none has."""
    every = tuple(columns)
    return tuple(c for c in every if rows[c.name].notna().any()) or every


def _series(shows: kinds.Kind, rows: pd.DataFrame) -> Shaped:
    """Rows, one column a series, and their intervals."""
    if shows.by:
        unique = rows[shows.label.name].is_unique
        return (_parted if unique else _pivoted)(shows, rows)
    values = _known(rows, shows.series)
    own = tuple(c.name for c in values)
    return rows, values, tuple(replace(s, series=s.series or own) for s in shows.spans)


def _parted(shows: kinds.Kind, rows: pd.DataFrame) -> Shaped:
    """Each row in the series of its own class, all there: the chart of the next data is ready."""
    value, found = shows.series[0], []
    for code, words in shows.names.items():
        name = code or _UNCOMPARED
        rows[name] = rows[value.name].where(rows[shows.by].fillna("") == code)
        if code or rows[name].notna().any():
            found.append(Column(name, words, value.form))
    series = tuple(c.name for c in found)
    return rows, tuple(found), tuple(replace(span, series=series) for span in shows.spans)


def _pivoted(shows: kinds.Kind, rows: pd.DataFrame) -> Shaped:
    """One row a label, its parts side by side, each with its interval."""
    value, label = shows.series[0], shows.label.name
    order = rows[label].drop_duplicates().tolist()
    wide = pd.DataFrame({label: order})
    spans: list[Span] = []
    for code, words in shows.names.items():
        part = rows[rows[shows.by].astype(str) == code].set_index(label)
        wide[code] = part[value.name].reindex(order).to_numpy()
        for span in shows.spans:
            own = replace(span, low=f"{code}:low", high=f"{code}:high", series=(code,), label=words)
            wide[own.low] = part[span.low].reindex(order).to_numpy()
            wide[own.high] = part[span.high].reindex(order).to_numpy()
            spans.append(own)
    if "absence" in rows:
        told = rows[rows["absence"].fillna("") != ""].drop_duplicates(label).set_index(label)
        wide["absence"] = told["absence"].reindex(order).fillna("").to_numpy()
    columns = tuple(Column(code, words, value.form) for code, words in shows.names.items())
    return wide, columns, tuple(spans)


def _chart(
    card: Card, shows: kinds.Kind, kind: Kind, shaped: Shaped,
    dashed: tuple[str, ...] = (), zero: bool = False, **more: Any,
) -> Figure | None:  # fmt: skip
    """A chart of shaped rows: their names, the value of the whole, title and words."""
    rows, series, spans = shaped
    if not len(rows) or (len(rows) > _MOST_ROWS and kind is not Kind.CURVE):
        return None
    rows[_NAME] = _labels(shows, kind, rows, [c.name for c in series if c.name not in dashed])
    if (whole := getattr(shows, _REFERENCE, None)) is not None and whole == whole:
        rows[_REFERENCE] = whole
        series = (*series, Column(_REFERENCE, shows.reference_name, shows.series[0].form))  # type: ignore[attr-defined]
    label = shows.label if kind is Kind.CURVE else Column(_NAME, shows.label.label)
    return Figure(
        card.key,
        kind,
        card.published.remade(rows).titled(_title(card, shows, kind, zero)),
        (label, *series),
        _alt(card, kind, rows, series, spans),
        spans=spans,
        dashed=(*dashed, _REFERENCE),
        zero=zero,
        **more,
    )


def _labels(shows: kinds.Kind, kind: Kind, rows: pd.DataFrame, series: list[str]) -> pd.Series:
    """Names of the rows, with what stands beside them and why they show nothing."""
    names = rows[shows.label.name].map(shows.label.text)
    if kind is Kind.DOTS:
        short = names.map(lambda name: french.short_name(str(name), _SHORT))
        names = short if short.is_unique else names
    if shows.texts:
        return names + " (" + rows[shows.texts[0]].astype(str) + ")"
    absent = rows["absence"].fillna("") if "absence" in rows else pd.Series("", rows.index)
    known = rows[series].notna()
    if kind is Kind.STACKED:
        part = known.any(axis=1) & ~known.all(axis=1)
        names = names.mask(part, names + " (une part est secrète)")
    shown = known.any(axis=1).astype(float).where(known.any(axis=1))
    return labels_with_absence(names, absent, shown)


def labels_with_absence(labels: pd.Series, absence: pd.Series, shown: pd.Series) -> pd.Series:
    """Name what is not shown beside the label of its row: « Sud meusien (secret) »."""
    told = pd.Series(
        [f"{a} ({b})" if b else str(a) for a, b in zip(labels, absence, strict=True)],
        index=labels.index,
    )
    return told.where(shown.isna(), labels.astype(str))


def _title(card: Card, shows: kinds.Kind, kind: Kind, zero: bool) -> str:
    title = card.title
    if kind is Kind.DOTS:
        named = shows.series[0].label if len(shows.series) == 1 else title
        title = f"{named}, intervalle à 95\u00a0%"
    return f"{title}{_FROM}" if kind in _POINTS and not zero else title


def _alt(
    card: Card, kind: Kind, rows: pd.DataFrame, series: tuple[Column, ...], spans: tuple[Span, ...]
) -> str:
    if len(rows) > _MOST_TOLD or kind is Kind.CURVE:
        return f"{card.title}. {french.plural(len(rows), 'point')}\u00a0: voir le tableau."
    if kind is Kind.DOTS and len(spans) == 1:
        return f"{card.title}. " + "\u00a0; ".join(_dots_told(rows, series, spans[0])) + "."
    return _read(card.published.remade(rows), (Column(_NAME, ""), *series))


def _read(published: Published, columns: tuple[Column, ...]) -> str:
    """Every number of a figure in words."""
    rows = []
    for _, row in published.table.iterrows():
        said = ", ".join(f"{c.label} {c.text(row[c.name])}" for c in columns[1:])
        rows.append(f"{row[columns[0].name]}\u00a0: {said}")
    return f"{published.about.title}. " + "\u00a0; ".join(rows) + "."


def _dots_told(rows: pd.DataFrame, series: tuple[Column, ...], span: Span) -> Iterable[str]:
    """Each dot with its interval, whatever its class; one that is not there says why."""
    own = [c for c in series if c.name in span.series]
    values = rows[[c.name for c in own]].astype(float).bfill(axis=1).iloc[:, 0]
    for name, value, low, high in zip(
        rows[_NAME], values, rows[span.low], rows[span.high], strict=True
    ):
        told = [own[0].text(one) for one in (value, low, high) if one == one]
        yield " ".join([str(name), *told[:1], *([f"({told[1]} à {told[2]})"] if told[2:] else [])])


SHAPES: dict[type, Callable[[Card, Any], Figure | None]] = {
    kinds.Rows: _rows,
    kinds.AreaMap: _map,
    kinds.Intervals: _intervals,
    kinds.Bars: _bars,
    kinds.Parts: _parts,
    kinds.Columns: _columns,
    kinds.Series: _band,
    kinds.Survival: _survival,
    kinds.Curve: _curve,
    kinds.Matrix: _matrix,
    kinds.Network: _network,
    kinds.Quadrant: _quadrant,
    kinds.Spine: _spine,
}
# What ends the key of a figure of a collected view; never changed: decks have them.
_PLACES: dict[type, str] = {
    kinds.AreaMap: "carte",
    kinds.Intervals: "intervalles",
    kinds.Bars: "barres",
    kinds.Parts: "parts",
    kinds.Columns: "colonnes",
    kinds.Series: "courbes",
    kinds.Survival: "courbes",
    kinds.Curve: "courbe",
    kinds.Matrix: "matrice",
    kinds.Network: "matrice",
    kinds.Quadrant: "quadrant",
    kinds.Spine: "epine",
}
_WORDS = {"epine": "épine", **dict.fromkeys(("parts", "cumul", "colonnes"), "barres")}


def left_out(card: Card, made: Figure | None, geometry: Mapping[str, Areas]) -> str:
    """Why a figure of a screen is not on a slide, in words; "": it is, or it showed nothing."""
    if made is not None and made.kind is Kind.MAP:
        known = geometry[made.level].rings if made.level in geometry else {}
        if not set(made.published.table["code"]) <= set(known):
            return "carte non reprise\u00a0: ses contours ne sont pas ceux de la version en cours"
    if made is None and isinstance(card.shows, (kinds.Matrix, kinds.Network)):
        return (
            f"matrice non reprise\u00a0: plus de {_MOST_LINES} lignes ou de {_MOST_CELLS} colonnes"
        )
    return ""


def place(card: Card) -> str:
    """What ends the key of the native figure of a card."""
    piled = isinstance(card.shows, kinds.Parts) and card.shows.piled
    return "cumul" if piled else _PLACES[type(card.shows)]


def word(card: Card) -> str:
    """What a reader calls the native figure of a card."""
    ending = place(card)
    return _WORDS.get(ending, ending)
