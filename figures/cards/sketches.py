"""The sketch of a card: where its marks are, for the pens of the screen and of images."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from figures import palette
from figures.bars import amount_bars
from figures.cards import kinds
from figures.cards.card import Card, Ground
from figures.companies.engagement import curve_figure, matrix_figure, waterfall_figure, week_figure
from figures.companies.network import network_matrix
from figures.equity.curves import channel_bars, curve_plot, part_bars
from figures.equity.equity import gap_dumbbells
from figures.intervals import interval_plot
from figures.maps.maps import commune_map, zone_map
from figures.pole.diagnosis import quadrant
from figures.pole.funnels import funnel_bars
from figures.pole.peers import contribution_bars
from figures.pole.spine import spine_chart
from figures.pole.trends import control_plot
from figures.pole.ways import ways_plot
from figures.sketch import Sketch

Drawn = tuple[Callable[..., Sketch], dict[str, Any]]  # what draws the rows, its options


def sketch(card: Card, ground: Ground | None = None) -> Sketch | None:
    """Sketch a card; None: a table alone, or no row to draw.

    Parameters
    ----------
    ground : of a map
    """
    chosen = SKETCHES.get(type(card.shows))
    if chosen is None or not len(card.published.table):
        return None
    draw, options = chosen(card, card.shows, ground)
    if card.height is not None and draw not in (network_matrix, spine_chart):
        options["height"] = card.height
    return draw(options.pop("published", card.published), **options)


def _over(shows: kinds.AreaMap | kinds.Series, mark: str) -> pd.DataFrame | None:
    return next((over.published.table for over in shows.over if over.mark == mark), None)


def _area_map(card: Card, shows: kinds.AreaMap, ground: Ground | None) -> Drawn:
    if ground is None:
        raise ValueError("a map without its outlines")
    befs = ground.outlines["bef"]
    looks: dict[str, Any] = {"outlines_url": befs.url, "outlines": befs.shapes}
    looks |= {"scale": shows.scale, "selected": card.selected, "simplified": ground.simplified}
    if shows.level == "bef":
        return zone_map, looks | {"points": _over(shows, kinds.SCHOOLS)}
    communes = ground.outlines["commune"]
    looks |= {"communes_url": communes.url, "communes_outlines": communes.shapes}
    for name, mark in (("hatched", kinds.EDGE), ("outlined", kinds.WHITE_ZONES)):
        lines = _over(shows, mark)
        looks[name] = lines if lines is None else (lines["lon"].to_numpy(), lines["lat"].to_numpy())
    return commune_map, looks | {"points": _over(shows, kinds.HOSTS)}


def _intervals(card: Card, shows: kinds.Intervals, ground: Ground | None) -> Drawn:
    if shows.linked:
        return gap_dumbbells, {}
    if len(shows.series) > 1:
        return ways_plot, {"selected": card.selected}
    options = {"reference": shows.reference, "in_order": not shows.ranked}
    return interval_plot, options | {"selected": card.selected}


def _bars(card: Card, shows: kinds.Bars, ground: Ground | None) -> Drawn:
    rows, amount = card.published.table, shows.series[0]
    told = rows[shows.beside] if shows.beside else rows[amount.name].map(amount.text)
    named = {"label": rows[shows.label.name], "amount": rows[amount.name], "shown": told}
    drawn = card.published.remade(rows.assign(**named, text=rows.get("text", told)))
    return amount_bars, {"published": drawn, "color": palette.SIDES[shows.side]}


def _parts(card: Card, shows: kinds.Parts, ground: Ground | None) -> Drawn:
    by_part = {"": part_bars, "state": funnel_bars, "channel": channel_bars}
    return contribution_bars if shows.piled else by_part[shows.part], {}


def _columns(card: Card, shows: kinds.Columns, ground: Ground | None) -> Drawn:
    return waterfall_figure if shows.floating else week_figure, {}


def _series(card: Card, shows: kinds.Series, ground: Ground | None) -> Drawn:
    actions = _over(shows, kinds.ACTIONS)
    return control_plot, {"actions": actions, "side": shows.side, "width": shows.room}


def _curve(card: Card, shows: kinds.Curve, ground: Ground | None) -> Drawn:
    return curve_plot, {"note": shows.note, "axis": shows.axis, "up": shows.up}


def _spine(card: Card, shows: kinds.Spine, ground: Ground | None) -> Drawn:
    options = {"codes": list(shows.codes), "selected": str(card.selected)}
    return spine_chart, options | {"peers": shows.peers, "intervals": shows.intervals}


SKETCHES: dict[type, Callable[[Card, Any, Ground | None], Drawn]] = {
    kinds.AreaMap: _area_map,
    kinds.Intervals: _intervals,
    kinds.Bars: _bars,
    kinds.Parts: _parts,
    kinds.Columns: _columns,
    kinds.Series: _series,
    kinds.Survival: lambda *_: (curve_figure, {}),
    kinds.Curve: _curve,
    kinds.Matrix: lambda *_: (matrix_figure, {}),
    kinds.Network: lambda *_: (network_matrix, {}),
    kinds.Quadrant: lambda *_: (quadrant, {}),
    kinds.Spine: _spine,
}
