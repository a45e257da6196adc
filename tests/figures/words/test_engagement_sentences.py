import pandas as pd
import pytest

from figures.words.engagement_sentences import (
    NOTHING,
    dependence_answer,
    load_answer,
    portfolio_answer,
    quality_answer,
)

NAN = float("nan")


def steps(
    before: float, lost: float, new: float, revived: float | None, now: float
) -> pd.DataFrame:
    amount = {"before": before, "lost": -lost, "new": new, "revived": revived, "now": now}
    return pd.DataFrame(
        [(k, v) for k, v in amount.items() if v is not None], columns=["step", "amount"]
    )


def rate(value: float, low: float, high: float, n: float = 1000, **more: float) -> pd.Series:
    return pd.Series({"value": value, "low": low, "high": high, "n": n, **more})


def test_the_portfolio_is_said_from_its_steps() -> None:
    text = portfolio_answer(steps(1200, 500, 300, 150, 1150), rate(0.584, 0.57, 0.65), "2024-2025")
    assert "1\u00a0150\u00a0lieux d’accueil actifs" in text
    assert "contre 1\u00a0200 en 2024-2025" in text
    assert "500 n’ont pas été revus, 450 sont venus ou revenus" in text
    assert "58,4\u00a0% au moins reviennent" in text
    assert text.endswith("[57,0\u00a0;\u00a065,0].")


def test_an_estimate_of_the_return_names_its_hypothesis() -> None:
    returned = rate(0.52, 0.51, 0.6, estimated=0.553)
    text = portfolio_answer(steps(9, 4, 2, 1, 8), returned, "2024-2025")
    assert "55,3\u00a0%" in text
    assert text.endswith("(hypothèse).")
    without = portfolio_answer(
        steps(9, 4, 2, 1, 8), rate(0.52, 0.51, 0.6, estimated=NAN), "2024-2025"
    )
    assert "hypothèse" not in without
    assert "–" not in without


def test_what_is_diffused_has_no_host_that_came_back_after_a_silence() -> None:
    assert "2 sont venus ou revenus" in portfolio_answer(steps(9, 4, 2, None, 7), None, "2024-2025")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "Première campagne connue"),
        (steps(NAN, NAN, 2, None, NAN), "est secret"),
        (steps(0, 0, 0, 0, 0), "n’est pas renseigné"),
    ],
)
def test_an_absence_is_named_and_no_number_is_given(found: pd.DataFrame | None, said: str) -> None:
    text = portfolio_answer(found, None, "2024-2025")
    assert said in text
    assert not any(letter.isdigit() for letter in text)


def test_dependence_is_said_with_the_families_that_one_host_carries() -> None:
    whole = pd.Series({"top_share": 0.334, "effective": 2101.4, "hosts": 9000, "placements": 20000})
    alone = pd.DataFrame({"alone": [True] * 3 + [False] * 1201})
    text = dependence_answer(whole, alone)
    assert "porte 33\u00a0% des placements" in text
    assert "9\u00a0000\u00a0lieux d’accueil accueillent autant que 2\u00a0101 lieux" in text
    assert "3 des 1\u00a0204 croisements" in text
    assert "Aucune famille" in dependence_answer(whole, alone[3:])
    assert dependence_answer(None, alone) == NOTHING
    assert dependence_answer(whole * 0, alone) == NOTHING


def test_quality_is_two_rates_with_their_intervals_and_no_score() -> None:
    text = quality_answer(rate(0.504, 0.45, 0.6), rate(0.317, 0.3, 0.33))
    assert "50\u00a0% des évaluations sont rendues** [45\u00a0;\u00a060]" in text
    assert "32\u00a0% des lieux d’accueil ont un tuteur formé [30\u00a0;\u00a033]" in text
    assert "Aucune note d’ensemble" in text
    assert quality_answer(rate(NAN, NAN, NAN, n=0), rate(0.3, 0.2, 0.4)) == NOTHING


def test_the_load_of_hosts_is_said() -> None:
    load = pd.Series({"hosts": 31758, "many": 1, "crowded": 1240, "many_share": 0.256})
    text = load_answer(load)
    assert text.startswith("**1\u00a0lieu d’accueil sur 31\u00a0758**")
    assert "26\u00a0% des placements" in text
    assert "1\u00a0240 ont eu au moins cinq élèves" in text
    assert load_answer(load * 0) == NOTHING
