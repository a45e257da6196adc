import numpy as np
import pandas as pd

from analytics.access.travelling import ways
from analytics.disclosure import About, internal
from figures.pole.ways import describe_ways, ways_plot
from figures.screen import plot

FAMILIES = pd.DataFrame({"family": ["btp", "bois", "coiffure"], "label": ["BTP", "Bois", "Co"]})
ABOUT = About("t", "p", "a", "e", "s")
TRIPS = pd.DataFrame(
    {
        "uai": ["a", "b"] * 3,
        "group": ["tous", "tous", "bois", "bois", "btp", "btp"],
        "km": [5.0, 40.0, 5.0, 40.0, np.nan, np.nan],
        "placements": [20, 10, 20, 10, 3, 4],
    }
)


def test_families_keep_their_order_the_whole_first_and_none_is_made_up() -> None:
    table = describe_ways(ways(TRIPS, 30), FAMILIES)
    assert table["label"].tolist() == ["Toutes familles", "BTP", "Bois"]


def test_a_text_gives_value_interval_and_n() -> None:
    text = describe_ways(ways(TRIPS, 30), FAMILIES)["text"]
    assert "médiane\u00a0: 5,0\u00a0km [5,0\u00a0;\u00a040,0]" in text[2]
    assert "n = 30, 2\u00a0établissements" in text[2]
    assert "non renseigné" in text[1]
    assert "nan" not in " ".join(text)


def test_distances_start_at_zero_and_unknown_ones_have_no_dot() -> None:
    table = describe_ways(ways(TRIPS, 30), FAMILIES)
    fig = plot(ways_plot(internal(table, ABOUT), selected="bois", height=200))
    assert fig.layout.xaxis.rangemode == "tozero"
    assert list(fig.data[0].y) == ["tous", "bois"]
    assert "<b>Bois</b>" in fig.layout.yaxis.ticktext
