import pandas as pd
import pytest

from analytics.disclosure import About, internal
from analytics.verdicts.trends import FOLLOWED, trends_of
from benchmarks.control import null_counts
from figures.pole.trends import control_plot, points_told, verdict_sentence
from figures.screen import plot
from tests.analytics.verdicts.test_trends import LAST, moved

ABOUT = About("Accès", "toute l’académie", LAST, "établissement", "source")


def _trend(points: float, bef: str = "BEF-01", by_term: bool = False):
    found = trends_of(moved(null_counts(1), bef, points), FOLLOWED["taux_acces"], by_term=by_term)
    return (t[t["bef"] == bef] for t in (found.points, found.verdicts))


def _row(**values: object) -> pd.Series:
    plain = {
        "verdict": "stable",
        "last": LAST,
        "last_change": 0.004,
        "last_low": -0.01,
        "last_high": 0.018,
        "p_value": 0.6,
        "held": False,
        "detectable": 0.014,
        "absence": "",
    }
    return pd.Series(plain | values)


def test_the_default_is_no_change_with_what_could_not_be_seen() -> None:
    text = verdict_sentence(_row())
    assert text.startswith("Pas de changement détectable.")
    assert "+0,4\u00a0point [−1,0\u00a0;\u00a01,8]" in text
    assert "moins de 1,4\u00a0point ne se verrait pas" in text


def test_a_gap_that_the_unknown_may_explain_is_no_change() -> None:
    text = verdict_sentence(_row(last_change=0.03, last_low=0.01, last_high=0.05, p_value=0.001))
    assert text.startswith("Pas de changement détectable.")
    assert "les périodes non renseignées pourraient suffire" in text


def test_a_change_says_since_when_how_much_and_its_interval() -> None:
    _, verdicts = _trend(-0.08)
    row = verdicts.iloc[0]
    told = points_told(row["change"], row["low"], row["high"])
    assert verdict_sentence(row) == f"Changement depuis {LAST}\u00a0: {told}, par rapport à avant."


def test_too_few_points_and_absences_are_named() -> None:
    assert "Trop peu de points" in verdict_sentence(_row(verdict="few"))
    text = verdict_sentence(_row(verdict="", absence="non renseigné"))
    assert text == f"{LAST}\u00a0: non renseigné."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (-0.027, "−2,7\u00a0points"),
        (0.0, "0,0\u00a0point"),
        (-0.0004, "0,0\u00a0point"),
        (0.0196, "+2,0\u00a0points"),
    ],
)
def test_points_are_french(change: float, words: str) -> None:
    assert points_told(change, -0.01, 0.01).startswith(words)


def test_the_chart_has_the_band_the_line_and_its_signal() -> None:
    points, _ = _trend(-0.08)
    fig = plot(control_plot(internal(points, ABOUT), side="unfavourable"))
    line = fig.data[-1]
    assert list(line.y) == pytest.approx((100 * points["value"]).tolist())
    assert list(line.marker.symbol) == ["circle"] * 3 + ["diamond"]
    assert list(fig.data[0].y) == pytest.approx((100 * points["low"]).tolist())


def test_actions_are_marked_inside_the_series_and_their_labels_do_not_overlap() -> None:
    points, _ = _trend(0, by_term=True)
    days = ["2024-11-02", "2024-11-10", "2024-12-01", "2026-05-30", "2010-01-01"]
    actions = pd.DataFrame(
        {"date": days, "label": ["forum", "visites <b>", "réunion", "bilan", "x"]}
    )
    fig = plot(control_plot(internal(points, ABOUT), actions=actions, width=500))
    labels = fig.layout.annotations
    assert len(fig.layout.shapes) == len(labels) == 4
    assert labels[1].text == "visites &lt;b>, 11/2024"
    assert [label.yshift for label in labels[:3]] == [0, 14, 28]
    assert labels[3].xanchor == "right"


def test_a_moment_without_value_says_why() -> None:
    points, _ = _trend(0)
    hole = points.assign(value=points["value"].mask(points["moment"] == LAST))
    hole["absence"] = hole["absence"].mask(hole["moment"] == LAST, "non renseigné")
    fig = plot(control_plot(internal(hole, ABOUT)))
    assert "non renseigné" in fig.layout.annotations[0].text
