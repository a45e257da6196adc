"""The report of a refresh, in words."""

import pytest

from slides.refresh.report import Change, Report, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1\u00a0234,5\u00a0%", 1234.5),
        ("−3,2\u00a0points", -3.2),
        ("92,4\u00a0% [87,5\u00a0;\u00a089,8]", 92.4),
        ("0", 0.0),
        ("secret", None),
        ("–", None),
        ("", None),
    ],
)
def test_a_number_is_read_from_its_french_form(text: str, value: float | None) -> None:
    assert number(text) == value


def test_a_change_is_told_with_its_difference() -> None:
    change = Change(3, "Figure", "Nancy", "92,4\u00a0%", "93,0\u00a0%")
    assert str(change) == "Nancy\u00a0: 92,4\u00a0% → 93,0\u00a0% (+0,6)"
    assert str(Change(3, "F", "Metz", "12", "9")) == "Metz\u00a0: 12 → 9 (−3)"
    assert str(Change(3, "F", "Metz", "12", "secret")) == "Metz\u00a0: 12 → secret"


def test_a_long_report_says_how_much_it_leaves_out() -> None:
    report = Report(changes=[Change(1, "F", str(i), "1", "2") for i in range(60)])
    assert any("20\u00a0autres valeurs" in line for line in report.lines())
