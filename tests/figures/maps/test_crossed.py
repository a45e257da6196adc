import numpy as np
import pandas as pd

from figures.maps.crossed import SCALE, describe_crossed
from figures.palette import CROSSED


def grey(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def reached(need: list[float], supply: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "commune": [f"C{i}" for i in range(len(need))],
            "name": "N",
            "bef": "X",
            "access": 1.0,
            "edge": False,
            "need": need,
            "reach": supply,
        }
    )


def test_the_nine_colours_differ_in_greyscale() -> None:
    greys = [grey(color) for row in CROSSED[::-1] for color in row]
    assert greys == sorted(greys)  # more need is darker, then less supply
    assert np.diff(greys).min() > 15


def test_thirds_of_need_and_supply_make_nine_classes() -> None:
    need, supply = ([float(v) for v in t] for t in ([1, 1, 1, 2, 2, 2, 3, 3, 3], [1, 2, 3] * 3))
    table = describe_crossed(reached(need, supply)).table
    assert table["category"].nunique() == 9
    assert table.loc[6, "class_name"] == "besoin fort, offre faible"
    assert len(SCALE) == 9


def test_equal_values_share_their_class_whatever_the_order() -> None:
    table = describe_crossed(reached([5.0] * 6, [1.0, 2, 3, 3, 2, 1])).table
    pairs = table.groupby("reach")["category"].nunique()
    assert (pairs == 1).all()


def test_a_commune_with_no_pupil_around_is_not_applicable() -> None:
    table = describe_crossed(reached([0.0, 1, 2, 3], [1.0, 1, 2, 3])).table
    assert table["category"][0] == "sans_objet"
    nobody = describe_crossed(reached([0.0, 0.0], [1.0, 2.0])).table
    assert (nobody["category"] == "sans_objet").all()
