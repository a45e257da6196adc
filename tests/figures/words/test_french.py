import pytest

from figures.words import french


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234.5, 1, "1\u00a0234,5"),
        (0, 0, "0"),
        (-3, 0, "\u22123"),
        (-0.04, 1, "0,0"),
        (float("nan"), 1, "–"),
        (None, 0, "–"),
    ],
)
def test_numbers_are_french(value: float | None, decimals: int, expected: str) -> None:
    assert french.number(value, decimals) == expected


def test_percent_has_a_comma_and_a_no_break_space() -> None:
    assert french.percent(0.924) == "92,4\u00a0%"
    assert french.interval(0.875, 0.898) == "[87,5\u00a0;\u00a089,8]"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0\u00a0place"), (1, "1\u00a0place"), (2, "2\u00a0places")]
)
def test_zero_and_one_are_singular(count: int, expected: str) -> None:
    assert french.plural(count, "place") == expected


def test_names_are_joined_with_et() -> None:
    assert french.listed(["a", "b", "c"]) == "a, b et c"
    assert french.listed(["a"]) == "a"
    assert french.listed([]) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Nancy", "de Nancy"), ("Nord meusien", "du Nord meusien"), ("Vosges Est", "des Vosges Est")],
)
def test_what_is_of_a_zone_is_linked_to_its_name(name: str, expected: str) -> None:
    assert french.of(name) == expected


def test_a_long_zone_name_keeps_its_first_part() -> None:
    assert french.short_name("Creutzwald – Saint-Avold – Forbach") == "Creutzwald"
    assert french.short_name("Nord meusien") == "Nord meusien"
