import pandas as pd
import pytest

from analytics.disclosure import About, internal
from analytics.pole.diagnosis import INDISTINCT, PROBLEMS, SHORTAGE, UNMEASURED
from figures.maps.labels import label_places
from figures.pole.diagnosis import describe_diagnosis, diagnosis_answer, quadrant
from figures.screen import plot

FAMILIES = pd.DataFrame(
    {"family": ["bois", "auto", "btp"], "label": ["Bois – ameublement", "Automobile", "Bâtiment"]}
)


def table(*problems: str) -> pd.DataFrame:
    """A row a problem, in the order of FAMILIES reversed."""
    size = len(problems)
    rows = {
        "bef": "a",
        "family": ["btp", "auto", "bois"][:size],
        "due": 200,
        "unknown": 10,
        "without": 40,
        "without_p7": 20,
        "hosts": 100.0,
        "left": 20.0,
        "left_unknown": 5.0,
        "employers": 30.0,
        "problem": problems,
        "action": [PROBLEMS[key].action for key in problems],
        "absence": ["non mesuré" if key == UNMEASURED else "" for key in problems],
        "reason": ["rien n’est connu" if key == UNMEASURED else "" for key in problems],
        "seekers_side": "high",
        "places_side": "low",
    }
    sides = {"seekers": (0.20, 0.15, 0.26, 0.05), "places": (0.20, 0.12, 0.30, 0.40)}
    for name, (value, low, high, reference) in sides.items():
        rows |= {name: value, f"{name}_low": low, f"{name}_high": high}
        rows[f"{name}_reference"] = reference
    rows |= {"seekers_p7": 0.1, "seekers_p7_low": 0.05, "seekers_p7_high": 0.2}
    return pd.DataFrame(rows)


def test_points_are_gaps_to_the_other_bef_with_their_intervals_and_unmeasured_has_none() -> None:
    rows = describe_diagnosis(table(SHORTAGE, INDISTINCT, UNMEASURED), FAMILIES)
    assert rows["name"].tolist() == FAMILIES["label"].tolist()
    assert rows["seekers_gap"].isna().tolist() == [True, False, False]
    drawn = plot(quadrant(internal(rows, About("t", "p", "2025-2026", "établissement", "s"))))
    assert sum(len(trace.x) for trace in drawn.data) == 2
    told = next(trace for trace in drawn.data if trace.name == "Pénurie")
    assert list(told.x) == pytest.approx([15.0])
    assert list(told.y) == pytest.approx([-20.0])
    assert list(told.error_x.array) == pytest.approx([6.0])
    assert list(told.error_x.arrayminus) == pytest.approx([5.0])
    assert list(told.text) == ["<b>Bâtiment</b>"]
    corners = {note.text for note in drawn.layout.annotations}
    assert corners == {"PÉNURIE", "PLACES NON POURVUES", "APPARIEMENT", "ÉQUILIBRE"}
    symbols = {trace.marker.symbol for trace in drawn.data}
    assert len(symbols) == 2  # told apart in greyscale


def test_the_answer_names_the_families_and_counts_the_others() -> None:
    rows = describe_diagnosis(table(SHORTAGE, INDISTINCT, UNMEASURED), FAMILIES)
    assert diagnosis_answer(rows) == (
        "**Pénurie** en Bâtiment (1\u00a0famille indiscernable et 1\u00a0famille non mesurée)."
    )
    nothing = describe_diagnosis(table(INDISTINCT), FAMILIES)
    assert diagnosis_answer(nothing).startswith("**Aucun problème ne se distingue du hasard**")
    unknown = describe_diagnosis(table(UNMEASURED), FAMILIES)
    assert diagnosis_answer(unknown) == "**Non mesuré** pour ce bassin\u00a0: rien n’est connu."
    assert "Non mesuré" in diagnosis_answer(unknown.head(0))


def test_names_do_not_cover_each_other_where_there_is_room() -> None:
    together = label_places([0.5] * 4, [0.5] * 4, ["abcdefgh"] * 4, 900, 400)
    assert len(set(together)) == 4
    corner = label_places([0.99], [0.99], ["long name"], 900, 400)
    assert corner == ["bottom left"]
    assert label_places([], [], [], 900, 400) == []
