"""The demonstration is as large as the académie, and made of the same parts."""

import numpy as np
import pandas as pd
import pytest

from data.reference import REFERENCE
from demo import parameters as P
from demo.territory import load_territory


def test_volumes_are_those_of_the_academie(whole):
    periods = whole.files["periodes.csv"]
    weeks = periods["semaines"] * periods["eleves_concernes"]
    pro = periods["famille"].notna()
    groups = whole.files["effectifs.csv"]
    for year in P.YEAR_LABELS:
        here, there = periods["annee_scolaire"] == year, groups["annee_scolaire"] == year
        assert groups.loc[there & groups["famille"].notna(), "effectif"].sum() == pytest.approx(
            23_900, rel=0.01
        )
        assert periods.loc[here & pro, "eleves_concernes"].sum() == pytest.approx(47_600, rel=0.01)
        assert weeks[here & pro].sum() == pytest.approx(163_000, rel=0.015)
        for level, pupils in (("3e", 25_500), ("2GT", 17_000)):
            count = groups.loc[there & (groups["niveau"] == level), "effectif"].sum()
            assert count == pytest.approx(pupils, rel=0.015)


def test_schools_and_zones_are_as_many_as_asked(whole):
    directory, colleges = whole.files["annuaire.csv"], whole.files["colleges.csv"]
    assert (directory["voie_professionnelle"] == "1").sum() == P.SCHOOLS_PRO
    with_gt = whole.files["effectifs.csv"].query("niveau == '2GT'")["uai"].nunique()
    assert with_gt == P.SCHOOLS_GT
    assert len(colleges) == P.COLLEGES
    zones = whole.files["education_prioritaire.csv"]["zone_ep"].value_counts()
    assert zones.to_dict() == {"REP": P.REP, "REP+": P.REP_PLUS}


def test_every_bef_has_schools_of_each_kind_even_when_small(small):
    communes = load_territory().communes.set_index("code")["bef"]
    for file in ("annuaire.csv", "colleges.csv"):
        assert communes.reindex(small.files[file]["code_commune"]).nunique() == 13


def test_optional_weeks_are_not_due(whole):
    last = whole.files["periodes.csv"].query("niveau == 'TPRO'")
    assert set(last["periode"]) == {1, 2}


def test_social_index_has_the_published_quartiles(whole):
    ips = (
        whole.files["ips_lycees.csv"]
        .query("rentree_scolaire == '2025-2026'")
        .dropna(subset="ips_voie_pro")
    )
    ordered = ips.sort_values("ips_voie_pro")
    weight = ordered["effectifs_voie_pro"].astype(float)
    rank = (weight.cumsum() - weight / 2) / weight.sum()
    found = np.interp([0.25, 0.5, 0.75], rank, ordered["ips_voie_pro"])
    assert found == pytest.approx(P.IPS_QUARTILES, abs=0.5)


def test_families_have_the_asked_shares(whole):
    groups = whole.files["effectifs.csv"].dropna(subset="famille")
    share = groups.groupby("famille")["effectif"].sum() / groups["effectif"].sum() * 100
    asked = pd.read_csv(REFERENCE / "familles.csv").set_index("famille")["part_pct"]
    assert (share - asked).abs().max() < 0.6


def test_schools_start_the_same_period_in_different_weeks(whole):
    periods = whole.files["periodes.csv"].query("annee_scolaire == '2025-2026'")
    starts = periods.groupby(["niveau", "periode"])["debut"].nunique()
    assert (starts.drop("2GT", level=0) >= 3).all()
    assert starts.loc["2GT", 1] == 1
    assert (pd.to_datetime(periods["debut"]).dt.day_of_week == 0).all()
