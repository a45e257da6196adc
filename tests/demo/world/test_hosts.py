"""Hosts of the demonstration: how many pupils they take, from where, and who comes back."""

import numpy as np
import pandas as pd
import pytest

from demo import parameters as P
from demo.territory import read_reference
from tests.conftest import some


def test_most_hosts_take_one_vocational_pupil(whole):
    for year in P.YEAR_LABELS:
        told = whole.truth["entreprises"]["annees"][year]["pro"]
        assert told["actifs"] == pytest.approx(23_000, rel=0.1)
        assert told["part_un"] == pytest.approx(0.62, abs=0.03)
        assert told["part_deux"] == pytest.approx(0.20, abs=0.02)
        assert told["part_trois_et_plus"] == pytest.approx(0.18, abs=0.02)
        assert told["part_placements_dixieme"] == pytest.approx(0.33, abs=0.03)


def test_hosts_counted_in_the_files_are_those_of_the_truth(whole, stays):
    for year in P.YEAR_LABELS:
        here = stays[stays["annee_scolaire"] == year]
        told = whole.truth["entreprises"]["annees"][year]
        # rows without a SIRET and under a second name are lost: a little less than the truth
        assert here["hote"].nunique() == pytest.approx(told["vus_dans_les_fichiers"], rel=0.01)
        count = here.loc[here["famille"].notna(), "hote"].value_counts()
        assert (count == 1).mean() == pytest.approx(told["pro"]["part_un"], abs=0.03)


def test_hosts_of_many_come_back_more(whole, stays):
    for before, after in some(zip(P.YEAR_LABELS, P.YEAR_LABELS[1:], strict=False)):
        told = whole.truth["entreprises"]["annees"][after]["fidelite_pro"]
        for name, rate in zip(("1", "2", "3+"), P.RETURN_RATES, strict=True):
            assert told[name] == pytest.approx(rate, abs=0.03)
        assert told["ensemble"] == pytest.approx(0.55, abs=0.03)
        pro = stays[stays["famille"].notna()]
        count = pro.loc[pro["annee_scolaire"] == before, "hote"].value_counts()
        back = count.index.isin(pro.loc[pro["annee_scolaire"] == after, "hote"])
        seen = [back[count == 1].mean(), back[count == 2].mean(), back[count >= 3].mean()]
        assert seen[0] + 0.05 < seen[1] < seen[2] - 0.05


def test_distances_follow_the_family(stays):
    law = stays["famille"].fillna(stays["niveau"])
    for rank, level in enumerate((0.5, 0.9)):
        found = stays.groupby(law)["km"].quantile(level)
        asked = pd.Series({name: law[rank] for name, law in P.DISTANCE.items()})
        assert (found / asked).between(0.75, 1.25).all(), level


def test_rural_schools_go_farther(whole, stays):
    pro = stays[stays["famille"].notna()]
    rural = pro["uai"].isin(whole.truth["etablissements"]["ruraux"])
    assert pro[rural]["km"].median() / pro[~rural]["km"].median() == pytest.approx(1.8, abs=0.25)


def test_most_placements_stay_in_the_bef_of_the_school(stays):
    pro = stays[stays["famille"].notna() & stays["bef_accueil"].notna() & stays["bef"].notna()]
    assert 0.55 <= (pro["bef"] == pro["bef_accueil"]).mean() <= 0.75


def test_one_percent_go_abroad_near_the_border_only(stays):
    pro = stays[stays["famille"].notna() & stays["bef"].notna()]
    abroad = pro["pays"].notna()
    assert abroad.mean() == pytest.approx(0.01, abs=0.002)
    by_bef = abroad.groupby(pro["bef"]).mean()
    assert by_bef[by_bef > 0].index.tolist() == list(P.ABROAD)
    assert by_bef[list(P.ABROAD)].between(0.025, 0.05).all()


def test_activity_of_the_host_is_mostly_the_expected_one(stays):
    rows = stays[stays["famille"].notna() & stays["naf"].notna()]
    expected = read_reference("famille_naf.csv")
    pairs = set(zip(expected["famille"], expected["division_naf"], strict=True))
    found = [pair in pairs for pair in zip(rows["famille"], rows["naf"].str[:2], strict=True)]
    assert np.mean(found) == pytest.approx(0.85, abs=0.03)


def test_hosts_have_the_asked_sizes_and_status(whole, stays):
    companies = whole.files["entreprises.csv"]
    share = companies["tranche_effectif"].value_counts(normalize=True)
    assert share[list(P.SIZES)].to_numpy() == pytest.approx(P.SIZE_SHARES, abs=0.01)
    assert (companies["entrepreneur_individuel"] == "oui").mean() == pytest.approx(0.12, abs=0.01)
    assert (companies["diffusible"] == "non").mean() == pytest.approx(0.06, abs=0.01)
    public = companies.set_index("siret")["employeur_public"] == "oui"
    pro = stays[stays["famille"].notna() & stays["hote"].notna()]
    of_host = public.reindex(pro["hote"]).to_numpy().astype(float)
    assert of_host.mean() == pytest.approx(0.15, abs=0.03)
    assert of_host[(pro["famille"] == "sante").to_numpy()].mean() == pytest.approx(0.60, abs=0.06)


def test_employers_add_up_and_hold_the_hosts(whole, stays):
    table = whole.files["employeurs.csv"]
    assert len(table) == 2321
    assert table["ETTOT25"].sum() == 62_364
    assert table["ETGZ25"].sum() == 12_461
    parts = table[["ETAZ25", "ETBE25", "ETFZ25", "ETGU25", "ETOQ25"]].sum(axis=1)
    assert (parts == table["ETTOT25"]).all()
    assert (table["ETTEF125"] + table["ETTEFP1025"] <= table["ETTOT25"]).all()
    last = stays[stays["annee_scolaire"] == "2025-2026"].dropna(subset="hote")
    hosts = last.groupby("commune_accueil")["hote"].nunique()
    assert (hosts <= table.set_index("CODGEO")["ETTOT25"].reindex(hosts.index)).all()


def test_private_employers_by_division_keep_the_counts_of_each_commune(whole):
    table, private = whole.files["employeurs.csv"], whole.files["employeurs_ape.csv"]
    sector = read_reference("naf.csv").set_index("division_naf")["secteur"]
    found = (
        private.assign(sector=private["Code APE"].str[:2].map(sector))
        .pivot_table(
            index="Code commune",
            columns="sector",
            values="Nombre d'établissements 2025",
            aggfunc="sum",
            fill_value=0,
        )
        .reindex(table["CODGEO"], fill_value=0)
    )
    services = table["ETGU25"] - table["ETGZ25"]
    for name, wanted in (
        *((sector, table[f"ET{sector}25"]) for sector in ("BE", "FZ", "GZ")),
        ("HU", services),
    ):
        assert found[name].tolist() == wanted.tolist(), name
    social = found["OQ"].to_numpy()
    assert (social <= table["ETOQ25"].to_numpy()).all()
    assert 0.4 < social.sum() / table["ETOQ25"].sum() < 0.8
    assert not private.duplicated(["Code commune", "Code APE"]).any()
    assert "AZ" not in found  # farms are not the Urssaf's
