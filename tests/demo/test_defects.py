"""Defects of the demonstration: counted exactly, in the shares asked for."""

import pytest

from data.contracts import CONTRACTS
from demo import parameters as P
from tests.conftest import some


def test_defects_are_counted_exactly(whole):
    postcode = CONTRACTS["stages"].columns[15]
    names = set(whole.files["entreprises.csv"]["denomination"])
    schools = {*whole.files["annuaire.csv"].iloc[:, 0], *whole.files["colleges.csv"].iloc[:, 0]}
    for year in P.YEAR_LABELS:
        rows, told = whole.files[f"stages_{year}.csv"], whole.truth["annees"][year]
        french = rows["commune_accueil"].notna()
        bad = [
            text
            for text in rows["code_postal_accueil"].dropna().unique()
            if postcode.parse(text).error
        ]
        placed = rows["entreprise"].notna()
        found = {
            "siret_absent": (french & rows["siret"].isna()).sum(),
            "siret_scientifique": rows["siret"]
            .str.fullmatch(r"\d,\d\dE\+\d\d")
            .fillna(False)
            .sum(),
            "siret_zeros_perdus": rows["siret"].str.fullmatch(r"\d{10,13}").fillna(False).sum(),
            "code_postal_faux": rows["code_postal_accueil"].isin(bad).sum(),
            "nom_second": (french & ~rows["entreprise"].isin(names)).sum(),
            "canal_inconnu": (placed & rows["canal"].isna()).sum(),
            "uai_sans_etablissement": (~rows["uai"].isin(schools)).sum(),
        }
        assert {k: int(v) for k, v in found.items()} == told["defauts"]
        assert len(rows) == told["lignes"]
        assert french.sum() == told["placements_en_france"]


def test_defects_have_the_asked_shares(whole):
    for told in some(whole.truth["annees"].values()):
        found, base = told["defauts"], told["placements_en_france"]
        assert found["siret_absent"] / base == pytest.approx(P.NO_SIRET, abs=0.005)
        assert found["siret_scientifique"] / base == pytest.approx(P.SCIENTIFIC_SIRET, abs=0.002)
        assert found["siret_zeros_perdus"] / base == pytest.approx(P.SHORT_SIRET, abs=0.002)
        assert found["code_postal_faux"] / base == pytest.approx(P.BAD_POSTCODE, abs=0.003)
        assert found["uai_sans_etablissement"] / told["lignes"] == pytest.approx(
            P.UNKNOWN_UAI, abs=0.002
        )


def test_unknown_channels_vary_by_school(stays):
    placed = stays[stays["entreprise"].notna() & stays["bef"].notna()]
    share = placed["canal"].isna().groupby(placed["uai"]).agg(["mean", "size"]).query("size > 500")
    assert share["mean"].min() > 0.25
    assert share["mean"].max() < 0.55
    assert share["mean"].max() - share["mean"].min() > 0.12


def test_silent_schools_are_in_no_placements_file_of_their_year(whole):
    periods = whole.files["periodes.csv"]
    always = None
    for year in P.YEAR_LABELS:
        expected = set(periods.loc[periods["annee_scolaire"] == year, "uai"])
        sent = set(whole.files[f"stages_{year}.csv"]["uai"])
        silent = expected - sent
        assert silent == set(whole.truth["annees"][year]["etablissements_muets"])
        assert len(silent) / len(expected) == pytest.approx(P.SILENT, abs=0.01)
        always = silent if always is None else always & silent
    assert always
    assert len(always) < 0.05 * len(expected)


def test_date_styles_differ_between_years(whole):
    styles = set()
    for year in P.YEAR_LABELS:
        starts = whole.files[f"stages_{year}.csv"]["debut"]
        iso = starts.str.fullmatch(r"\d{4}-\d\d-\d\d").mean()
        assert iso in (0, 1)
        styles.add(iso)
    assert styles == {0, 1}


def test_rows_followed_are_the_periods_due_of_schools_that_sent_a_file(whole):
    periods = whole.files["periodes.csv"]
    for year in P.YEAR_LABELS:
        told = whole.truth["annees"][year]
        here = periods[periods["annee_scolaire"] == year]
        sent = here[~here["uai"].isin(told["etablissements_muets"])]
        assert sent["eleves_concernes"].sum() == told["lignes"]
        assert told["pro"]["dus"] + told["3e_2gt"]["dus"] == here["eleves_concernes"].sum()
