import pandas as pd
import pytest

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from figures.maps.classes import ABSENT_KEYS, legend_items
from figures.maps.zones import describe_zones, stand_apart

BEFS = pd.DataFrame(
    {"bef": ["A", "B"], "label": ["Ouest", "Est"], "lon": 6.0, "lat": 48.0, "area_km2": 100.0}
)


def measured(absence: str, value: float) -> pd.DataFrame:
    rows = {"bef": ["A", "B"], "value": [0.5, value], "low": 0.4, "high": 0.6, "n": 50, "count": 25}
    return pd.DataFrame(rows | {"absence": ["", absence], "position": "", "unknown_share": 0.0})


@pytest.mark.parametrize("absence", list(Absence))
def test_the_legend_of_a_map_lists_the_absence_that_it_has_and_no_other(absence: Absence) -> None:
    sheet = CATALOGUE["taux_acces"]
    zones = describe_zones(measured(absence, float("nan")), BEFS, sheet)
    for shown in (zones, stand_apart(zones, sheet)):
        counts = {item.key: n for item, n in legend_items(shown.table["category"], shown.scale)}
        told = {key: n for key, n in counts.items() if key in ABSENT_KEYS.values()}
        assert told == {ABSENT_KEYS[absence]: 1}


def test_the_legend_of_a_map_without_absence_lists_none() -> None:
    sheet = CATALOGUE["taux_acces"]
    zones = describe_zones(measured("", 0.7), BEFS, sheet)
    for shown in (zones, stand_apart(zones, sheet)):
        assert not {item.key for item in shown.scale} & set(ABSENT_KEYS.values())
