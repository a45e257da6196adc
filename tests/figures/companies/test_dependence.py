import pandas as pd

from analytics.absence import Absence
from figures.companies.dependence import (
    describe_adequacy,
    describe_leaning,
    describe_measures,
    most_leaning,
    whole_of,
)

NAN = float("nan")
ZONES = pd.DataFrame({"bef": ["B1", "B2"], "label": ["Nord meusien", "Briey – Jarny – Longwy"]})
FAMILIES = pd.DataFrame({"family": ["bois", "auto"], "label": ["Bois", "Automobile"]})


def cells(**changes: object) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "bef": ["*", "B1", "B1", "B2"],
            "family": ["*", "*", "bois", "auto"],
            "largest": [50, 40, 30, 20],
            "placements": [9000, 1250, 60, 25],
            "effective": [800.0, 90.0, 3.25, 2.0],
            "largest_share": [0.006, 0.032, 0.5, 0.8],
            "absence": ["", "", "", Absence.SMALL],
        }
    )
    return table.assign(**changes)


def test_the_whole_is_that_of_the_perimeter() -> None:
    whole, zone = whole_of(cells(), None), whole_of(cells(), "B1")
    assert whole is not None
    assert zone is not None
    assert (whole["placements"], zone["placements"]) == (9000, 1250)
    assert whole_of(cells(), "B2") is None


def test_small_crossings_are_not_among_those_that_lean_most() -> None:
    assert most_leaning(cells())["largest_share"].tolist() == [0.5, 0.032, 0.006]
    many = pd.concat([cells(absence="")] * 9, ignore_index=True)
    assert most_leaning(many)["largest_share"].tolist() == [0.8] * 9 + [0.5] * 3


def test_bars_have_the_shares_of_the_table_and_french_words() -> None:
    rows = cells().iloc[[2, 3]]
    table = describe_leaning(rows, ZONES, FAMILIES, None)
    assert table["amount"].tolist() == [0.5, 0.8]
    assert table["label"].tolist() == ["Nord meusien · Bois", "Briey · Automobile"]
    assert table["shown"].tolist() == ["50\u00a0% de 60", "80\u00a0% de 25"]
    assert "30 placements sur 60" in table["text"].iloc[0]
    assert "3,2 lieux de même poids" in table["text"].iloc[0]
    assert describe_leaning(rows, ZONES, FAMILIES, "B1")["label"].iloc[0] == "Bois"


def test_no_crossing_gives_an_empty_table_with_its_columns() -> None:
    table = describe_leaning(cells().head(0), ZONES, FAMILIES, None)
    assert table.empty
    assert list(table.columns) == ["label", "amount", "shown", "text"]


def measured(**changes: object) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "family": ["bois", "auto"],
            "value": [0.725, NAN],
            "low": [0.7, NAN],
            "high": [0.75, NAN],
            "n": [1204.0, 0.0],
            "absence": ["", Absence.NOT_APPLICABLE],
        }
    )
    return table.assign(**changes)


def test_an_adequacy_has_its_interval_and_a_missing_one_its_name() -> None:
    table = describe_adequacy(measured(), FAMILIES)
    assert table["share"].iloc[0] == 0.725
    assert pd.isna(table["share"].iloc[1])
    assert table["note"].tolist() == ["", "sans objet"]
    assert table["text"].tolist() == [
        "<b>Bois</b><br>72,5\u00a0% [70,0\u00a0;\u00a075,0]<br>sur 1\u00a0204",
        "<b>Automobile</b><br>sans objet",
    ]


def test_measures_keep_their_order_and_their_names() -> None:
    rows = measured(name=["Visites faites", "Ruptures"], code=["v", "r"])
    table = describe_measures(rows)
    assert table["name"].tolist() == ["Visites faites", "Ruptures"]
    assert table["text"].iloc[0].startswith("<b>Visites faites</b>")
    assert describe_measures(rows.head(0)).empty
