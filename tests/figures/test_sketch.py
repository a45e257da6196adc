"""A sketch on screen is the figure that the library would have checked step by step."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from figures.screen import plot
from figures.sketch import Sketch


def drawn(**properties: object) -> go.Figure:
    sketch = Sketch()
    sketch.add("scatter", **properties)
    return plot(sketch.lay_out(height=120, xaxis={"range": [0, 1]}))


def test_it_is_the_figure_made_step_by_step() -> None:
    table = pd.DataFrame({"x": [1.0, None], "y": ["a", "b"]})
    stepwise = go.Figure(go.Scatter(x=table["x"], y=table["y"], marker={"size": 4}))
    stepwise.update_xaxes(range=[0, 1]).update_layout(height=120)
    at_once = drawn(x=table["x"], y=table["y"], marker={"size": 4})
    assert go.Figure(at_once.to_dict()) == go.Figure(stepwise.to_dict())


def test_dates_are_written_in_full() -> None:
    dates = pd.Series(pd.to_datetime(["2025-11-01", "2026-02-15"]))
    assert '"2025-11-01T00:00:00"' in drawn(x=dates, y=[1, 2]).to_json()


def test_an_unknown_property_is_refused_when_it_is_checked() -> None:
    with pytest.raises(ValueError, match="colour"):
        go.Figure(drawn(x=[1], y=[1], colour="red").to_dict())
