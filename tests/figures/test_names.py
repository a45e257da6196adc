"""Two rows of one name stand apart: axes of names go by code or by rank."""

import pandas as pd
import pytest

from analytics.disclosure import About, internal
from analytics.pole.peers import VARIABLES
from figures.bars import amount_bars
from figures.equity.equity import gap_dumbbells
from figures.intervals import interval_plot
from figures.pole.peers import contribution_bars
from figures.pole.ways import ways_plot
from figures.sketch import Sketch

ABOUT = About("Titre", "académie", "2025-2026", "établissement", "démonstration")
BOUNDS = {f"{name}{end}": 3.0 for name in ("median", "p90") for end in ("", "_low", "_high")}
ROWS = pd.DataFrame({"code": ["A", "B"], "name": "Nord", "label": "Nord", "text": "Nord"}).assign(
    share=[0.2, 0.3], low=0.1, high=0.4, position="", note="", absence="", amount=[1.0, 2.0],
    shown=["1", "2"], base=0.5, rate=0.3, is_reference=False, stable=True, stability="stable",
    distance=1.0, **BOUNDS, **dict.fromkeys(VARIABLES, 0.5),
)  # fmt: skip
DRAWN = {
    "bars": lambda: amount_bars(internal(ROWS, ABOUT)),
    "intervals": lambda: interval_plot(internal(ROWS, ABOUT), reference=None),
    "ways": lambda: ways_plot(internal(ROWS, ABOUT), height=200),
    "peers": lambda: contribution_bars(internal(ROWS, ABOUT)),
    "gaps": lambda: gap_dumbbells(internal(ROWS.assign(shown=[0.4, 0.6]), ABOUT)),
}


@pytest.mark.parametrize("figure", DRAWN)
def test_two_rows_of_one_name_have_each_their_line(figure: str) -> None:
    made: Sketch = DRAWN[figure]()
    axis = made.layout["yaxis"]
    assert len(set(axis["tickvals"])) == len(axis["ticktext"]) == 2
    assert {str(y) for mark in made.marks for y in mark["y"]} == set(axis["tickvals"])
