"""What is not known is refused: an image never differs in silence from the figure on screen."""

from typing import Any

import pytest

from figures.image import image
from figures.image.known import UnknownDrawingError
from figures.image.still import Form
from figures.sketch import Sketch
from tests.figures.image.drawn import sketch, still

BAR = {"x": [1, 2], "y": ["a", "b"], "orientation": "h", "marker": {"color": "#0d5966"}}
POINTS = {"x": [1, 2], "y": [1, 2], "mode": "markers", "marker": {"color": "#0d5966"}}


def refused(figure: Sketch, words: str) -> None:
    for form in Form:
        with pytest.raises(UnknownDrawingError, match=words):
            image(still(figure), form)


def test_a_trace_type_that_is_not_known() -> None:
    refused(sketch("pie", {"values": [1, 2], "labels": ["a", "b"]}), "unknown type 'pie'")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"opacity": 0.5}, "opacity"),
        ({"visible": False}, "visible"),
        ({"xaxis": "x2"}, "xaxis"),
        ({"offset": 1}, "offset"),
        ({"marker": {"color": "#000000", "pattern": {"shape": "x"}}}, "pattern.shape"),
        ({"marker": {"color": [1, 2], "colorscale": "Viridis"}}, "colorscale"),
        ({"textposition": "auto"}, "textposition"),
    ],
)
def test_a_property_of_a_bar_that_changes_the_drawing(more: dict[str, Any], words: str) -> None:
    refused(sketch("bar", BAR | more), words)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"mode": "text"}, "mode"),
        ({"line": {"shape": "spline"}}, "line.shape"),
        ({"fill": "tozeroy"}, "fill"),
        ({"connectgaps": True}, "connectgaps"),
        ({"stackgroup": "one"}, "stackgroup"),
        ({"marker": {"symbol": ["circle", "star"]}}, "star"),
        ({"error_x": {"type": "percent", "value": 5}}, "error_x"),
    ],
)
def test_a_property_of_points_that_changes_the_drawing(more: dict[str, Any], words: str) -> None:
    refused(sketch("scatter", POINTS | more), words)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"xaxis": {"type": "log"}}, "xaxis.type"),
        ({"xaxis": {"tickangle": 45}}, "tickangle"),
        ({"yaxis2": {"overlaying": "y"}}, "yaxis2"),
        ({"barmode": "relative"}, "barmode"),
        ({"plot_bgcolor": "#000000"}, "plot_bgcolor"),
        ({"title": {"text": "Deux titres"}}, "title"),
        ({"annotations": [{"x": 1, "y": 1, "text": "a", "showarrow": True}]}, "showarrow"),
        ({"shapes": [{"type": "rect", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]}, "rect"),
        ({"images": [{"source": "a.png"}]}, "images"),
    ],
)
def test_a_property_of_the_layout_that_changes_the_drawing(
    more: dict[str, Any], words: str
) -> None:
    refused(sketch("scatter", POINTS, **more), words)


def test_traces_that_nobody_could_tell_apart() -> None:
    refused(sketch("bar", BAR, BAR, barmode="stack", showlegend=True), "without names")
    refused(sketch("bar", BAR, BAR, showlegend=False), "not stacked")


def test_bars_that_go_below_nothing() -> None:
    refused(sketch("bar", BAR | {"x": [-1, 2]}), "below 0")


def test_markup_that_would_be_read_as_letters() -> None:
    note = {"x": 1, "y": 1, "text": "<sup>2</sup>", "showarrow": False}
    refused(sketch("scatter", POINTS, annotations=[note]), "sup")


def test_a_value_of_another_kind_than_its_axis() -> None:
    names = POINTS | {"y": ["a", "b"]}
    yaxis = {"type": "category", "tickvals": ["z"], "ticktext": ["z"]}
    refused(sketch("scatter", names, yaxis=yaxis), "'z'")


def test_what_only_the_mouse_reads_is_drawn_without_it() -> None:
    deaf = {"hovertemplate": "%{x}", "customdata": [[1], [2]], "hoverinfo": "skip"}
    assert image(still(sketch("scatter", POINTS | deaf)), Form.SVG)
