"""Access in the demonstration: the rates asked for, and the effects planted, are found again."""

import numpy as np
import pandas as pd
import pytest

from demo import parameters as P


def test_placed_on_day_1_is_93_percent(known_pro):
    assert known_pro["signe"].mean() == pytest.approx(0.93, abs=0.01)
    by_family = known_pro.groupby("famille")["signe"].mean()
    assert by_family["gestion"] == by_family.min()
    assert by_family[["hotellerie", "auto", "btp"]].between(0.96, 0.985).all()


def test_two_to_three_percent_are_without_a_place_a_week_later(known_pro):
    week_after = known_pro["debut"] + pd.Timedelta(days=7)
    without = ~(known_pro["date_accord"] <= week_after)
    assert 0.02 <= without.mean() <= 0.03
    poor = known_pro["ips_voie_pro"] < P.IPS_QUARTILES[0]
    assert (
        without[poor].mean() > 1.5 * without[known_pro["ips_voie_pro"] > P.IPS_QUARTILES[2]].mean()
    )


def test_agreement_comes_before_signature(stays):
    both = stays.dropna(subset=["date_accord", "date_convention"])
    assert (both["date_accord"] <= both["date_convention"]).all()
    assert stays.loc[stays["etat"] == "sans lieu", "date_accord"].isna().all()
    assert stays.loc[stays["etat"] == "sans lieu", "entreprise"].isna().all()


def test_second_gt_are_signed_two_weeks_before_for_70_percent(stays):
    rows = stays[(stays["niveau"] == "2GT") & (stays["etat"] != "inconnu")]
    early = rows["date_convention"] <= rows["debut"] - pd.Timedelta(days=14)
    assert early.mean() == pytest.approx(0.70, abs=0.03)


def _regression(rows: pd.DataFrame, bef: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Points and standard errors (clustered by school) of the planted effects, formation fixed."""
    starved = (rows["bef"] == P.STARVED[0]) & (rows["famille"] == P.STARVED[1])
    year = rows["annee_scolaire"].str[:4].astype(int) - 2023.5
    columns = [rows["ips_voie_pro"], rows["rural"], starved, *(rows["bef"] == b for b in bef)]
    columns += [(rows["bef"] == b) * year for b in P.TREND_POINTS]
    x = np.column_stack(columns).astype(float)
    cell = (rows["famille"] + rows["niveau"]).factorize()[0]
    size = np.bincount(cell)

    def within(v: np.ndarray) -> np.ndarray:
        return v - (np.bincount(cell, v) / size)[cell]

    x, y = np.column_stack([within(c) for c in x.T]), within(rows["signe"].to_numpy())
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ y)
    school = rows["uai"].factorize()[0]
    score = np.zeros((school.max() + 1, x.shape[1]))
    np.add.at(score, school, x * (y - x @ beta)[:, None])
    variance = inverse @ (score.T @ score) @ inverse
    return 100 * beta, 100 * np.sqrt(np.diag(variance))


def test_planted_effects_are_recovered_within_their_intervals(whole, known_pro):
    told = whole.truth["effets"]
    bef = [code for code in told["bef_points"] if code != told["bef_sans_effet"]]
    beta, error = _regression(known_pro, bef)
    planted = [told["pente_ips_points"], told["rural_points"], told["case_affamee"]["points"]]
    planted += [told["bef_points"][code] for code in bef]
    planted += list(told["tendance_points_par_an"].values())
    assert (np.abs(beta - planted) < np.maximum(1.96 * error, 0.75)).all()
    slope, width = beta[0], 1.96 * error[0]
    assert abs(slope - 0.35) < width < 0.25
    assert slope - width > 0.05
    assert beta[1] + 1.96 * error[1] < 0
    assert beta[2] + 1.96 * error[2] < 0


def test_one_bef_has_no_effect_and_some_do(whole):
    points = whole.truth["effets"]["bef_points"]
    assert [code for code, value in points.items() if value == 0] == [
        whole.truth["effets"]["bef_sans_effet"]
    ]
