"""Channels, quality and requests to the pôle in the demonstration are as asked."""

import numpy as np
import pandas as pd
import pytest

from demo import parameters as P


def test_channels_depend_on_the_social_index(known_pro):
    rows = known_pro.dropna(subset="canal")
    quartile = np.searchsorted(P.IPS_QUARTILES, rows["ips_voie_pro"])
    found = pd.crosstab(quartile, rows["canal"], normalize="index")[list(P.CHANNELS)]
    asked = np.array(P.CHANNEL_BY_QUARTILE)
    assert np.abs(found.to_numpy() - asked).max() < 0.015


def test_quality_is_as_asked(stays):
    done = stays["jours_faits"].astype(float)
    planned = stays["jours_prevus"].astype(float)[done.notna()]
    assert done.sum() / planned.sum() == pytest.approx(P.DAYS_DONE, abs=0.01)
    assert (done.dropna() <= planned).all()
    assert (stays["interrompu"].dropna() == "oui").mean() == pytest.approx(0.03, abs=0.005)
    assert (stays["evaluation_rendue"].dropna() == "oui").mean() == pytest.approx(0.5, abs=0.03)
    assert (stays["tuteur_forme"].dropna() == "oui").mean() == pytest.approx(0.14, abs=0.02)


def test_requests_to_the_pole_are_three_percent_of_dues(whole):
    cases, due = whole.files["recours.csv"], whole.files["periodes.csv"]["eleves_concernes"].sum()
    assert len(cases) / due == pytest.approx(P.CASES, abs=0.001)
    dates = {
        c: pd.to_datetime(cases[c], format="%d/%m/%Y")
        for c in ("ouverte_le", "resolue_le", "debut")
    }
    assert (dates["resolue_le"] <= dates["debut"]).mean() == pytest.approx(P.CASES_SOLVED, abs=0.01)
    assert not (dates["resolue_le"] < dates["ouverte_le"]).any()
