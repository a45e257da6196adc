"""What is drawn is where its value puts it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.disclosure import internal
from figures.bars import amount_bars
from figures.companies.engagement import matrix_figure, waterfall_figure, week_figure
from figures.equity.curves import channel_bars
from figures.image.words import width
from figures.intervals import interval_plot
from figures.pole.trends import control_plot
from tests.conftest import some
from tests.figures.image.drawn import (
    ABOUT,
    all_text,
    box,
    middle,
    paths,
    place_of,
    published,
    sketch,
    svg,
    texts,
)  # fmt: skip

AMOUNTS = pd.DataFrame(
    {"label": ["Metz", "Nancy", "Toul"], "amount": [80.0, 40.0, 10.0], "shown": list("abc")}
).assign(text="")


def test_bars_are_as_long_as_their_amounts_in_the_order_of_the_table() -> None:
    root = svg(amount_bars(internal(AMOUNTS, ABOUT)))
    boxes = [box(root, f"bar-0-{row}") for row in range(3)]
    lengths = np.array([right - left for left, _, right, _ in boxes])
    assert lengths / lengths[0] == pytest.approx([1, 0.5, 0.125], abs=1e-4)
    tops = [top for _, top, _, _ in boxes]
    assert tops == sorted(tops)
    for row, (label, _, shown, _) in some(enumerate(AMOUNTS.itertuples(index=False))):
        x, y = place_of(root, shown)
        assert boxes[row][2] < x < boxes[row][2] + 6  # beside its bar
        assert boxes[row][1] < y < boxes[row][3]
        assert place_of(root, label)[0] < boxes[row][0]


def test_parts_of_a_stack_follow_each_other_and_the_unknown_is_hatched() -> None:
    shares = {"by_family": 0.5, "by_pupil": 0.3, "channel_unknown": 0.2}
    rows = pd.DataFrame({"channel": list(shares), "share": list(shares.values())})
    rows = rows.assign(public="Tous", label=[f"{100 * s:.0f} %" for s in rows["share"]], text="")
    root = svg(channel_bars(internal(rows, ABOUT)))
    first, second, last = (box(root, f"bar-{rank}-0") for rank in (0, 1, 6))
    assert first[2] == pytest.approx(second[0], abs=1e-3)
    assert second[2] == pytest.approx(last[0], abs=1e-3)
    width = last[2] - first[0]
    assert (first[2] - first[0]) / width == pytest.approx(0.5, abs=1e-4)
    assert (last[2] - last[0]) / width == pytest.approx(0.2, abs=1e-4)
    ends = {text: place_of(root, text)[0] for text in ("0\u00a0%", "100\u00a0%")}
    assert ends["0\u00a0%"] == pytest.approx(first[0], abs=12)
    assert ends["100\u00a0%"] == pytest.approx(last[2], abs=20)
    for name in ("famille, entourage", "élève seul", "canal inconnu"):
        assert name in texts(root)


def test_steps_of_a_waterfall_hang_where_the_step_before_ended() -> None:
    steps = pd.DataFrame(
        {
            "step": ["before", "lost", "new", "now"],
            "label": ["Actives en 2024", "Non revues", "Nouvelles", "Actives en 2025"],
            "amount": [100, -40, 20, 80],
            "shown": ["100", "−40", "+20", "80"],
        }
    )
    root = svg(waterfall_figure(internal(steps, ABOUT)))
    before, lost, new, now = (box(root, f"bar-0-{row}") for row in range(4))
    unit = (before[3] - before[1]) / 100
    assert lost[1] == pytest.approx(before[1], abs=1e-3)
    assert (lost[3] - lost[1]) / unit == pytest.approx(40, abs=0.01)
    assert new[3] == pytest.approx(lost[3], abs=1e-3)
    assert (new[3] - new[1]) / unit == pytest.approx(20, abs=0.01)
    assert (now[3] - now[1]) / unit == pytest.approx(80, abs=0.01)
    assert now[3] == pytest.approx(before[3], abs=1e-3)


def zones() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": ["A", "B", "C", "D"],
            "name": ["Ouest", "Est", "Nord", "Sud"],
            "share": [0.9, 0.8, 0.85, np.nan],
            "low": [0.88, 0.7, 0.8, np.nan],
            "high": [0.95, 0.85, 0.9, np.nan],
            "position": ["favourable", "unfavourable", "favourable", ""],
            "text": "",
            "note": ["", "", "", "secret"],
        }
    )


def test_dots_are_at_their_values_from_the_least_and_the_unknown_says_why() -> None:
    root = svg(interval_plot(internal(zones(), ABOUT), reference=0.85))
    names_of_points = ("point-0-0", "point-1-0", "point-1-1")  # one trace a colour
    least, nord, ouest = (middle(root, name) for name in names_of_points)
    assert least[1] < nord[1] < ouest[1]
    unit = (ouest[0] - least[0]) / 10
    assert nord[0] - least[0] == pytest.approx(5 * unit, abs=1e-2)
    names = [place_of(root, name)[1] for name in ("Est", "Nord", "Ouest", "Sud")]
    assert names == sorted(names)
    assert place_of(root, "secret")[1] == pytest.approx(names[-1], abs=1)
    tick = {text: place_of(root, text)[0] for text in ("80\u00a0%", "90\u00a0%")}
    assert tick["90\u00a0%"] - tick["80\u00a0%"] == pytest.approx(10 * unit, abs=0.1)


def test_rows_whose_order_means_something_stay_in_it() -> None:
    root = svg(interval_plot(internal(zones(), ABOUT), reference=None, in_order=True))
    names = [place_of(root, name)[1] for name in zones()["name"]]
    assert names == sorted(names)


def test_error_bars_end_at_their_bounds() -> None:
    points = {
        "x": [50], "y": [1], "mode": "markers", "marker": {"size": 8, "color": "#0d5966"},
        "error_x": {
            "type": "data", "array": [20], "arrayminus": [30], "color": "#c8702a", "width": 0
        },
    }  # fmt: skip
    axes = {"xaxis": {"range": [0, 100]}, "yaxis": {"visible": False}}
    root = svg(sketch("scatter", points, **axes))
    bars = [p for p in root.iter() if "c8702a" in (p.get("style") or "")]
    numbers = [float(n) for n in bars[0].get("d", "").replace("M", "").replace("L", "").split()]
    left, right = numbers[0], numbers[2]
    x, _ = middle(root, "point-0-0")
    assert (x - left) / (right - left) == pytest.approx(0.6, abs=1e-3)


def test_cells_without_a_value_stay_blank_and_words_are_in_their_cells() -> None:
    rows = pd.DataFrame(
        {
            "row": ["Bois", "Bois", "Vente"],
            "column": ["Agriculture", "Commerce", "Commerce"],
            "value": [0.0, 1.0, 0.5],
            "shown": ["0 / 13", "13 / 13", "6 / 13"],
            "text": "",
        }
    )
    root = svg(matrix_figure(internal(rows, ABOUT)))
    assert paths(root, "cell-0-0") and paths(root, "cell-0-1") and paths(root, "cell-1-1")
    assert not paths(root, "cell-1-0")
    for word, cell in (("0 / 13", "cell-0-0"), ("6 / 13", "cell-1-1")):
        left, top, right, bottom = box(root, cell)
        x, y = place_of(root, word)
        assert left < x < right
        assert top < y < bottom
    assert box(root, "cell-0-0")[1] < box(root, "cell-1-1")[1]


def test_weeks_stand_at_their_dates_and_thousands_are_spaced() -> None:
    weeks = pd.DataFrame(
        {
            "week": pd.to_datetime(["2026-01-05", "2026-01-12", "2026-02-02"]),
            "hosts": [1200, 600, 2400],
            "shared": [200, 100, 400],
        }
    )
    root = svg(week_figure(internal(weeks, ABOUT)))
    first, second, third = (middle(root, f"bar-0-{row}")[0] for row in range(3))
    assert third - first == pytest.approx(4 * (second - first), abs=0.05)
    assert "1\u00a0000" in texts(root)
    assert "01/2026" in texts(root) or "02/2026" in texts(root)


def test_actions_of_a_series_stand_at_their_dates_with_their_names() -> None:
    dates = pd.to_datetime([date(2023, 9, 1), date(2024, 9, 1), date(2025, 9, 1)])
    rows = pd.DataFrame(
        {"date": dates, "label": ["2023-2024", "2024-2025", "2025-2026"], "value": [0.8, 0.9, 0.85]}
    ).assign(expected=0.85, low=0.8, high=0.9, n=100, unknown=0, signal=False, absence="")
    actions = pd.DataFrame({"date": [pd.Timestamp(2024, 9, 1)], "label": ["forum <métiers>"]})
    root = svg(control_plot(internal(rows, ABOUT), actions=actions))
    assert "forum <métiers>, 09/2024" in texts(root)
    lines = [p.get("d", "") for p in root.iter() if "c8702a" in (p.get("style") or "")]
    x = float(next(d for d in lines if d.startswith("M")).split()[1])
    assert x == pytest.approx(middle(root, "point-3-1")[0], abs=0.01)


def test_a_note_that_has_no_point_is_read_from_below() -> None:
    rows = pd.DataFrame(
        {
            "date": pd.to_datetime(["2023-09-01", "2024-09-01"]),
            "label": ["2023-2024", "2024-2025"],
            "value": [0.8, np.nan],
        }
    ).assign(expected=0.8, low=0.7, high=0.9, n=100, unknown=0, signal=False)
    rows = rows.assign(absence=["", "non renseigné"])
    root = svg(control_plot(published(rows)))
    note = next(t for t in root.iter() if "".join(t.itertext()) == "non renseigné")
    assert "rotate(-90" in note.get("transform", "")
    assert "23-24" in all_text(root)


def test_a_hollow_mark_has_a_line_even_where_none_is_told() -> None:
    """The template of the application says that lines of marks have no width."""
    marker = {"size": 8, "color": "#b3afa4", "symbol": "circle-open", "line": {"width": 0}}
    root = svg(sketch("scatter", {"x": [1], "y": [1], "mode": "markers", "marker": marker}))
    styles = [p.get("style", "") for p in root.iter() if p.get("d") in paths(root, "point-0-0")]
    assert "stroke: #b3afa4" in styles[0]
    assert "fill: none" in styles[0]


def test_a_name_stands_on_the_side_that_was_chosen_for_it() -> None:
    sides = ["top right", "bottom left", "middle right", "top center"]
    words = ["un", "deux", "trois", "quatre"]
    points = {
        "x": [1, 2, 3, 4], "y": [1, 1, 1, 1], "text": words, "mode": "markers+text",
        "marker": {"size": 8, "color": "#0d5966"}, "textposition": sides,
    }  # fmt: skip
    root = svg(sketch("scatter", points, xaxis={"range": [0, 5]}))
    for row, (word, side) in enumerate(zip(words, sides, strict=True)):
        (px, py), (x, y) = middle(root, f"point-0-{row}"), place_of(root, word)
        assert (x > px) == ("right" in side)
        assert (y > py + 5) == ("bottom" in side)
        assert (y < py) == ("top" in side)


@pytest.mark.parametrize(("side", "share"), [("bottom", 0.0), ("middle", 0.5), ("top", 1.0)])
def test_a_turned_text_stands_by_the_side_that_it_names(side: str, share: float) -> None:
    """It is read from below: its letters begin at its bottom."""
    note = {
        "text": "non renseigné", "textangle": -90, "showarrow": False, "font": {"size": 10},
        "x": 0.5, "xref": "paper", "y": 0.5, "yref": "paper", "yanchor": side,
    }  # fmt: skip
    points = {"x": [0, 1], "y": [0, 1], "mode": "markers"}
    root = svg(sketch("scatter", points, annotations=[note]))
    level = svg(sketch("scatter", points, annotations=[note | {"text": "a"}]))
    begins = place_of(root, "non renseigné")[1] - place_of(level, "a")[1]
    longer = width("non renseigné", 10) - width("a", 10)
    assert begins == pytest.approx(share * longer, abs=0.1)
