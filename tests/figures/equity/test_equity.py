import pandas as pd
import pytest

from figures.equity.equity import describe_gaps, equity_answer, points


def gaps(**changes: object) -> pd.DataFrame:
    nan = float("nan")
    table = pd.DataFrame(
        {
            "group": ["rep-plus", "hors-ep"],
            "events": [80.0, 950.0],
            "total": [100.0, 1000.0],
            "rate": [0.8, 0.95],
            "schools": [4, 40],
            "due": [120.0, 1000.0],
            "unknown": [20.0, 0.0],
            "gap": [-0.15, nan],
            "low": [-0.2, nan],
            "high": [-0.1, nan],
        }
    )
    return table.assign(**changes)


@pytest.mark.parametrize(
    ("gap", "said"),
    [(-0.046, "−4,6\u00a0points"), (0.012, "+1,2\u00a0point"), (0.0, "0,0\u00a0point")],
)
def test_points_have_their_sign_and_their_plural(gap: float, said: str) -> None:
    assert points(gap) == said


@pytest.mark.parametrize(
    ("measure", "sign", "said"),
    [
        ("taux_acces", -1, "12 élèves de moins sur 100 ont une convention signée"),
        ("sans_lieu", 1, "12 élèves de plus sur 100 sont sans lieu"),
    ],
)
def test_the_answer_says_how_many_pupils_in_100(measure: str, sign: int, said: str) -> None:
    low, high = sorted([sign * 0.08, sign * 0.15])
    nan = float("nan")
    table = describe_gaps(
        gaps(gap=[sign * 0.12, nan], low=[low, nan], high=[high, nan]), "ep", measure
    )
    assert said in equity_answer(table, "ep", measure)
    assert table["position"].tolist() == ["unfavourable", ""]


def test_a_gap_that_chance_explains_is_not_claimed() -> None:
    nan = float("nan")
    table = describe_gaps(
        gaps(gap=[-0.01, nan], low=[-0.03, nan], high=[0.01, nan]), "ep", "taux_acces"
    )
    text = equity_answer(table, "ep", "taux_acces")
    assert "ne se distingue pas du hasard" in text
    assert "sur 100" not in text


def test_without_an_interval_nothing_is_claimed() -> None:
    nan = float("nan")
    table = describe_gaps(gaps(low=nan, high=nan), "ep", "taux_acces")
    assert "sans intervalle" in equity_answer(table, "ep", "taux_acces")
    assert table["position"].tolist() == ["indistinct", ""]


def test_a_secret_gap_is_named() -> None:
    nan = float("nan")
    table = describe_gaps(
        gaps(events=[nan, 950.0], rate=[nan, 0.95], gap=nan, low=nan, high=nan), "ep", "taux_acces"
    )
    assert table["absence"].tolist() == ["secret", ""]
    assert "secret" in equity_answer(table, "ep", "taux_acces")
    assert "nan" not in " ".join(table["text"])
