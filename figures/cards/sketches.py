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
from figures.maps.maps import Lines, commune_map, zone_map
from figures.pole.diagnosis import quadrant
from figures.pole.funnels import funnel_bars
from figures.pole.peers import contribution_bars
from figures.pole.spine import spine_chart
from figures.pole.trends import control_plot
from figures.pole.ways import ways_plot
from figures.sketch import Sketch


def sketch(card: Card, ground: Ground | None = None) -> Sketch | None:
    """Sketch a card; None: a table alone, or no row to draw.

    Parameters
    ----------
    ground : of a map
    """
    make = SKETCHES.get(type(card.shows))
    return make(card, card.shows, ground) if make and len(card.published.table) else None


def _sized(card: Card) -> dict[str, Any]:
    return {} if card.height is None else {"height": card.height}


def _over(shows: kinds.AreaMap | kinds.Series, mark: str) -> pd.DataFrame | None:
    return next((over.published.table for over in shows.over if over.mark == mark), None)


def _lines(shows: kinds.AreaMap, mark: str) -> Lines | None:
    table = _over(shows, mark)
    return None if table is None else (table["lon"].to_numpy(), table["lat"].to_numpy())


def _area_map(card: Card, shows: kinds.AreaMap, ground: Ground | None) -> Sketch:
    if ground is None:
        raise ValueError("a map without its outlines")
    befs = ground.outlines["bef"]
    looks = {"selected": card.selected, "simplified": ground.simplified, **_sized(card)}
    if shows.level == "bef":
        schools = _over(shows, kinds.SCHOOLS)
        return zone_map(card.published, befs.url, befs.shapes, shows.scale, points=schools, **looks)
    communes = ground.outlines["commune"]
    return commune_map(
        card.published,
        communes.url,
        communes.shapes,
        befs.url,
        befs.shapes,
        shows.scale,
        points=_over(shows, kinds.HOSTS),
        hatched=_lines(shows, kinds.EDGE),
        outlined=_lines(shows, kinds.WHITE_ZONES),
        **looks,
    )


def _intervals(card: Card, shows: kinds.Intervals, ground: Ground | None) -> Sketch:
    if shows.linked:
        return gap_dumbbells(card.published, **_sized(card))
    if len(shows.series) > 1:
        return ways_plot(card.published, selected=card.selected, **_sized(card))
    return interval_plot(
        card.published,
        reference=shows.reference,
        selected=card.selected,
        in_order=not shows.ranked,
        **_sized(card),
    )


def _bars(card: Card, shows: kinds.Bars, ground: Ground | None) -> Sketch:
    rows, amount = card.published.table, shows.series[0]
    told = rows[shows.beside] if shows.beside else rows[amount.name].map(amount.text)
    named = {"label": rows[shows.label.name], "amount": rows[amount.name], "shown": told}
    named["text"] = rows.get("text", told)
    drawn = card.published.remade(rows.assign(**named))
    return amount_bars(drawn, color=palette.SIDES[shows.side], **_sized(card))


def _parts(card: Card, shows: kinds.Parts, ground: Ground | None) -> Sketch:
    if shows.piled:
        return contribution_bars(card.published, **_sized(card))
    by = {"": part_bars, "state": funnel_bars, "channel": channel_bars}
    return by[shows.part](card.published, **_sized(card))


def _columns(card: Card, shows: kinds.Columns, ground: Ground | None) -> Sketch:
    draw = waterfall_figure if shows.floating else week_figure
    return draw(card.published, **_sized(card))


def _series(card: Card, shows: kinds.Series, ground: Ground | None) -> Sketch:
    actions = _over(shows, kinds.ACTIONS)
    looks = {"side": shows.side, "width": shows.room, **_sized(card)}
    return control_plot(card.published, actions=actions, **looks)


def _survival(card: Card, shows: kinds.Survival, ground: Ground | None) -> Sketch:
    return curve_figure(card.published, **_sized(card))


def _curve(card: Card, shows: kinds.Curve, ground: Ground | None) -> Sketch:
    note, axis, up = shows.note, shows.axis, shows.up
    return curve_plot(card.published, note=note, axis=axis, up=up, **_sized(card))


def _matrix(card: Card, shows: kinds.Matrix, ground: Ground | None) -> Sketch:
    return matrix_figure(card.published, **_sized(card))


def _network(card: Card, shows: kinds.Network, ground: Ground | None) -> Sketch:
    return network_matrix(card.published)


def _quadrant(card: Card, shows: kinds.Quadrant, ground: Ground | None) -> Sketch:
    return quadrant(card.published, **_sized(card))


def _spine(card: Card, shows: kinds.Spine, ground: Ground | None) -> Sketch:
    return spine_chart(
        card.published,
        codes=list(shows.codes),
        selected=str(card.selected),
        peers=shows.peers,
        intervals=shows.intervals,
    )


SKETCHES: dict[type, Callable[[Card, Any, Ground | None], Sketch]] = {
    kinds.AreaMap: _area_map,
    kinds.Intervals: _intervals,
    kinds.Bars: _bars,
    kinds.Parts: _parts,
    kinds.Columns: _columns,
    kinds.Series: _series,
    kinds.Survival: _survival,
    kinds.Curve: _curve,
    kinds.Matrix: _matrix,
    kinds.Network: _network,
    kinds.Quadrant: _quadrant,
    kinds.Spine: _spine,
}
