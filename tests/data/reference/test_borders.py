"""Borders: their lengths are those of geography, and a coast is none."""

import math

import pandas as pd
import pytest

from data.reference.borders import FILE, SPACING_M, points
from geo.travel import great_circle

KNOWN_KM = {  # public figures, of borders that wind more than generalised outlines
    **{"BE": 620, "LU": 73, "DE": 448, "CH": 572, "IT": 515},
    **{"ES": 623, "AD": 56, "BR": 730, "SR": 556},
}


@pytest.fixture(scope="module")
def border() -> pd.DataFrame:
    return pd.read_csv(FILE)


def test_the_shipped_file_is_what_the_command_makes(border: pd.DataFrame) -> None:
    assert list(border.itertuples(index=False, name=None)) == points()


@pytest.mark.parametrize(("country", "length"), KNOWN_KM.items())
def test_a_border_is_as_long_as_on_a_map(border: pd.DataFrame, country: str, length: float) -> None:
    own = border[border["pays"] == country]
    steps = great_circle(
        own["lon"][:-1].to_numpy(), own["lat"][:-1].to_numpy(), own["lon"][1:], own["lat"][1:]
    )
    kept = steps[steps < 3 * SPACING_M]  # Spain's is in two parts
    assert 0.7 * length < kept.sum() / 1000 < 1.1 * length


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ((2.38, 51.03), True),  # Dunkerque: 12 km from Belgium
        ((-1.62, 49.64), False),  # Cherbourg
        ((3.88, 43.61), False),  # Montpellier
        ((-1.77, 43.36), True),  # Hendaye
    ],
)
def test_a_coast_is_no_border(border: pd.DataFrame, place: tuple[float, float], near: bool) -> None:
    away = great_circle(*place, border["lon"], border["lat"])
    assert math.isfinite(away.min())
    assert (away.min() < 20_000) == near
