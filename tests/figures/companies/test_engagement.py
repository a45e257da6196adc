import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import About, internal
from figures.companies.engagement import (
    curve_figure,
    describe_blind_spots,
    describe_curves,
    describe_waterfall,
    matrix_figure,
    waterfall_figure,
    week_figure,
)
from figures.screen import plot

ABOUT = About("Titre", "académie", "2025-2026", "accueil", "démonstration")
ORDER = ["before", "lost", "new", "revived", "now"]
CURVES = pd.DataFrame(
    {
        "section": ["C", "C", "F"],
        "time": [0.0, 1.0, 0.0],
        "survival": [1.0, 0.4, 1.0],
        "low": [1.0, 0.25, 1.0],
        "high": [1.0, 0.6, 1.0],
        "at_risk": [1200.0, 1200.0, 1.0],
    }
)


def moved(before: int, lost: int, new: int, revived: int) -> pd.DataFrame:
    amount = [before, -lost, new, revived, before - lost + new + revived]
    return pd.DataFrame({"step": ORDER, "amount": [float(n) for n in amount]})


def waterfall(steps: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Bottom and top of each bar."""
    table = describe_waterfall(steps, "2024-2025", "2025-2026", True)
    bar = plot(waterfall_figure(internal(table, ABOUT))).data[0]
    return np.array(bar.base), np.array(bar.base) + np.array(bar.y)


def test_the_steps_of_the_waterfall_by_hand() -> None:
    bottom, top = waterfall(moved(1000, 300, 200, 50))
    assert bottom.tolist() == [0, 700, 700, 900, 0]
    assert top.tolist() == [1000, 1000, 900, 950, 950]


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_each_step_starts_where_the_one_before_ends(
    before: int, lost: int, new: int, revived: int
) -> None:
    lost = min(lost, before)
    bottom, top = waterfall(moved(before, lost, new, revived))
    assert (bottom >= 0).all()
    assert top[0] == top[1]
    assert bottom[1] == bottom[2]
    assert top[2] == bottom[3]
    assert top[3] == top[4]


def test_steps_are_written_in_french_with_their_sign() -> None:
    table = describe_waterfall(moved(1200, 300, 200, 50), "2024-2025", "2025-2026", True)
    assert table["shown"].tolist() == ["1\u00a0200", "−300", "+200", "+50", "1\u00a0150"]
    assert table["label"].iloc[[0, 4]].tolist() == ["Actives en 2024-2025", "Actives en 2025-2026"]
    told = describe_waterfall(moved(9, 1, 2, 0), "2024-2025", "2025-2026", False)
    assert told["label"].iloc[2] == "Nouvelles ou revenues"


def test_curves_are_drawn_at_their_values_with_their_intervals() -> None:
    table = describe_curves(CURVES, "section", {"C": "Industrie"})
    industry, other = plot(curve_figure(internal(table, ABOUT))).data
    assert (industry.name, other.name) == ("Industrie", "F")  # without a name, the code
    assert industry.y == pytest.approx([100, 40])
    assert industry.error_y.array == pytest.approx([0, 20])
    assert industry.error_y.arrayminus == pytest.approx([0, 15])
    assert industry.line.dash != other.line.dash  # told apart without colours
    assert "40,0\u00a0% [25,0\u00a0;\u00a060,0]" in industry.text[1]
    assert "1\u00a0200\u00a0lieux suivis" in industry.text[1]
    assert "1\u00a0lieu suivi" in other.text[0]


def test_the_names_of_many_curves_have_rows_of_their_own_over_them() -> None:
    one = CURVES[CURVES["section"] == CURVES["section"].iloc[0]]
    many = pd.concat([one.assign(section=code) for code in "ABCDEF"], ignore_index=True)
    names = dict.fromkeys("ABCDEF", "Commerce, réparation d’automobiles et de motocycles")
    few = plot(curve_figure(internal(describe_curves(one, "section", {}), ABOUT), height=200))
    fig = plot(curve_figure(internal(describe_curves(many, "section", names), ABOUT), height=200))
    assert {trace.name for trace in fig.data} == {"Commerce"}
    assert fig.layout.legend.y > 1  # over the plot, not on it
    room = fig.layout.height - fig.layout.margin.t
    assert room == few.layout.height - few.layout.margin.t  # the curves keep their height
    long = dict.fromkeys("ABCDEF", "Sarrebourg – Sarreguemines – Bitche")
    wide = plot(curve_figure(internal(describe_curves(many, "section", long), ABOUT), height=200))
    assert wide.layout.margin.t > fig.layout.margin.t == few.layout.margin.t


def test_an_interval_that_is_not_known_is_not_drawn_as_0() -> None:
    table = describe_curves(CURVES.assign(low=np.nan, high=np.nan), "section", {})
    error = plot(curve_figure(internal(table, ABOUT))).data[0].error_y
    assert np.isnan(np.array(error.array, dtype=float)).all()
    assert np.isnan(np.array(error.arrayminus, dtype=float)).all()


def test_without_any_stay_there_is_no_curve() -> None:
    table = describe_curves(CURVES.head(0), "section", {})
    assert len(plot(curve_figure(internal(table, ABOUT))).data) == 0


def spots(one_zone: bool = False) -> pd.DataFrame:
    found = pd.DataFrame(
        {
            "family": ["bois", "auto"],
            "sector": ["BE", "GZ"],
            "zones": [13, 4],
            "blind": [3, 0],
            "establishments": [1250, 0],
            "due": [1, 0],
        }
    )
    families = pd.DataFrame({"family": ["auto", "bois"], "label": ["Automobile", "Bois"]})
    sectors = pd.DataFrame({"sector": ["BE", "GZ"], "label": ["Industrie", "Commerce et autres"]})
    return describe_blind_spots(found, families, sectors, one_zone)


def test_a_crossing_that_is_not_expected_stays_blank() -> None:
    figure = plot(matrix_figure(internal(spots(), ABOUT)))
    cells, names = figure.data[0], figure.layout.xaxis.ticktext
    place = {
        (row, column): (i, j) for i, row in enumerate(cells.y) for j, column in enumerate(names)
    }
    assert list(cells.y) == ["Automobile", "Bois"]  # as families are listed
    assert np.isnan(cells.z[place["Bois", "Commerce"]])
    assert cells.text[place["Bois", "Commerce"]] == ""
    assert cells.z[place["Bois", "Industrie"]] == pytest.approx(3 / 13)
    assert cells.text[place["Bois", "Industrie"]] == "3 / 13"
    assert cells.z[place["Automobile", "Commerce"]] == 0  # expected, and no blind spot
    text = cells.customdata[place["Bois", "Industrie"]]
    assert "3\u00a0bassins sur 13" in text
    assert "1\u00a0période due et 1\u00a0250\u00a0employeurs" in text


def test_divisions_of_the_naf_are_named_by_their_code_and_have_no_words_in_their_cells() -> None:
    codes = [f"{code} Activité {code}" for code in range(41, 57)]
    table = spots().iloc[[0] * 17].assign(column=[*codes, "Agriculture"], row="Bois")
    figure = matrix_figure(internal(table, ABOUT))
    axis = figure.layout["xaxis"]
    assert axis["ticktext"] == [*(str(code) for code in range(41, 57)), "Ag."]
    assert figure.marks[0]["x"] == axis["tickvals"] == list(range(17))
    assert figure.marks[0]["texttemplate"] is None


def test_columns_that_are_cut_to_the_same_letters_stand_apart() -> None:
    alike = [f"Commerce {letter}" for letter in "ABCDEFGHIJKLM"]
    figure = matrix_figure(internal(spots().iloc[[0] * 13].assign(column=alike, row="Bois"), ABOUT))
    axis = figure.layout["xaxis"]
    assert axis["ticktext"] == ["Co."] * 13
    assert figure.marks[0]["x"] == axis["tickvals"] == list(range(13))
    assert not axis["zeroline"]


def test_in_one_zone_a_blind_spot_is_said_in_a_word() -> None:
    assert spots(one_zone=True)["shown"].tolist() == ["", "aucun"]


def test_the_two_parts_of_a_week_add_up_to_its_hosts() -> None:
    rows = pd.DataFrame(
        {"week": pd.to_datetime(["2025-11-03", "2025-11-10"]), "hosts": [12, 5], "shared": [4, 0]}
    )
    one, several = plot(week_figure(internal(rows, ABOUT))).data
    assert (np.array(one.y) + np.array(several.y)).tolist() == [12, 5]
    assert list(several.y) == [4, 0]
    assert pd.to_datetime(one.x).tolist() == rows["week"].tolist()
