"""The demonstration data are what they say: calibrated, impossible, repeatable."""

import json

import numpy as np
import pandas as pd
import pytest

from data.contracts import CONTRACTS
from data.demo import Demo, generate, write
from data.demo import parameters as P
from data.demo.streams import stream
from data.demo.territory import REFERENCE, distances, load_territory, read_reference
from data.identifiers import is_valid_siren, is_valid_siret, is_valid_uai

SMALL = 0.05
NEEDED = {
    "annuaire.csv": "etablissements",
    "colleges.csv": "colleges",
    "ips_colleges.csv": "ips_colleges",
    "ips_lycees.csv": "ips_lycees",
    "education_prioritaire.csv": "education_prioritaire",
    "effectifs.csv": "effectifs",
    "residences.csv": "residences",
    "poles.csv": "poles",
    "periodes.csv": "periodes",
    "entreprises.csv": "entreprises",
    "recours.csv": "recours",
    "employeurs.csv": "employeurs",
    "demonstration.csv": "demonstration",
    **{f"stages_{label}.csv": "stages" for label in P.YEAR_LABELS},
}


@pytest.fixture(scope="module")
def small() -> Demo:
    return generate(seed=7, share=SMALL)


@pytest.fixture(scope="module")
def whole() -> Demo:
    return generate()


@pytest.fixture(scope="module")
def stays(whole: Demo) -> pd.DataFrame:
    """All placements rows, with dates read, the school's place and the host's SIRET found."""
    rows = pd.concat([whole.files[f"stages_{y}.csv"] for y in P.YEAR_LABELS], ignore_index=True)
    for column in ("date_accord", "date_convention", "debut"):
        iso = pd.to_datetime(rows[column], format="%Y-%m-%d", errors="coerce")
        french = pd.to_datetime(rows[column], format="%d/%m/%Y", errors="coerce")
        rows[column] = iso.fillna(french)
    lycees = whole.files["annuaire.csv"].set_index("identifiant_de_l_etablissement")
    colleges = whole.files["colleges.csv"].set_index("numero_uai")
    columns = ["latitude", "longitude", "code_commune"]
    rows = rows.merge(
        pd.concat([lycees[columns], colleges[columns]]), left_on="uai", right_index=True, how="left"
    )
    communes = load_territory().communes.set_index("code")
    rows["bef"] = communes["bef"].reindex(rows["code_commune"]).to_numpy()
    rows["bef_accueil"] = communes["bef"].reindex(rows["commune_accueil"]).to_numpy()
    rows["km"] = _kilometres(rows, communes)
    rows["hote"] = _host(rows, whole.files["entreprises.csv"])
    return rows


def _kilometres(rows: pd.DataFrame, communes: pd.DataFrame) -> np.ndarray:
    there = communes.reindex(rows["commune_accueil"])
    lat = np.radians((rows["latitude"].to_numpy() + there["lat"].to_numpy()) / 2)
    north = rows["latitude"].to_numpy() - there["lat"].to_numpy()
    east = (rows["longitude"].to_numpy() - there["lon"].to_numpy()) * np.cos(lat)
    return np.fmax(111.195 * np.hypot(north, east), there["half_radius"].to_numpy())


def _host(rows: pd.DataFrame, companies: pd.DataFrame) -> pd.Series:
    """SIRET, zeros put back; failing that, the SIRET of that name in that commune."""
    typed = rows["siret"].str.zfill(14)
    known = typed.where(typed.isin(companies["siret"]))
    named = companies.drop_duplicates(["denomination", "commune"], keep=False)
    index = pd.MultiIndex.from_frame(named[["denomination", "commune"]])
    by_name = pd.Series(named["siret"].to_numpy(), index=index)
    wanted = pd.MultiIndex.from_frame(rows[["entreprise", "commune_accueil"]])
    return known.fillna(pd.Series(by_name.reindex(wanted).to_numpy(), index=rows.index))


@pytest.fixture(scope="module")
def known_pro(whole: Demo, stays: pd.DataFrame) -> pd.DataFrame:
    """Vocational rows whose state is known, with the IPS of the school that year."""
    rows = stays[stays["famille"].notna() & (stays["etat"] != "inconnu") & stays["bef"].notna()]
    ips = whole.files["ips_lycees.csv"][["rentree_scolaire", "uai", "ips_voie_pro"]]
    ips = ips.rename(columns={"rentree_scolaire": "annee_scolaire"})
    rows = rows.merge(ips, on=["uai", "annee_scolaire"])
    rows["signe"] = (rows["date_convention"] <= rows["debut"]).astype(float)
    rows["rural"] = rows["uai"].isin(whole.truth["etablissements"]["ruraux"]).astype(float)
    return rows


# --- form --------------------------------------------------------------------------------------


def test_same_seed_gives_the_same_bytes(tmp_path, small):
    write(small, tmp_path / "a")
    write(generate(seed=7, share=SMALL), tmp_path / "b")
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted([*NEEDED, "verite.json"])
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_another_seed_gives_other_placements(small):
    other = generate(seed=8, share=SMALL)
    name = f"stages_{P.YEAR_LABELS[-1]}.csv"
    assert not other.files[name].equals(small.files[name])


def test_streams_of_two_tables_or_years_differ():
    draws = [stream(*key).random() for key in ((1, "a"), (1, "b"), (1, "a", 2022), (2, "a"))]
    assert len(set(draws)) == len(draws)
    assert stream(1, "a").random() == draws[0]


def test_each_file_is_recognised_by_its_contract(small):
    assert set(small.files) == set(NEEDED)
    for file, name in NEEDED.items():
        found = CONTRACTS[name].match(list(small.files[file].columns))
        assert CONTRACTS[name].missing_headers(found) == [], file
        assert len(found) == small.files[file].shape[1], f"{file}: a column nobody reads"


def test_no_row_is_refused_and_only_spoilt_columns_are_emptied(small, tmp_path):
    write(small, tmp_path)
    spoilt = set()
    for file, name in NEEDED.items():
        frame = pd.read_csv(tmp_path / file, sep=";", dtype=str, keep_default_na=False)
        contract = CONTRACTS[name]
        for column, position in contract.match(list(frame.columns)).items():
            kept = next(c for c in contract.columns if c.name == column)
            cells = frame.iloc[:, position].unique()
            assert not (kept.cell_needed and "" in cells), (file, column)
            if kept.is_free_text:
                continue
            bad = [text for text in cells if kept.parse(text).error]
            if bad:
                assert not kept.rejects, (file, column, bad[:3])
                spoilt.add((name, column))
    assert spoilt == {("stages", "siret"), ("stages", "code_postal_accueil")}


def test_keys_are_unique(whole):
    for file, name in NEEDED.items():
        contract = CONTRACTS[name]
        frame = whole.files[file]
        found = contract.match(list(frame.columns))
        if contract.key:
            assert (
                not frame.iloc[:, [found[k] for k in contract.key if k in found]].duplicated().any()
            ), file


def test_truth_survives_json(small):
    assert json.loads(json.dumps(small.truth)) is not None
    assert small.truth["graine"] == 7


# --- nothing exists -----------------------------------------------------------------------------


def test_uai_are_valid_and_of_no_departement(whole):
    for file, column in (
        ("annuaire.csv", "identifiant_de_l_etablissement"),
        ("colleges.csv", "numero_uai"),
    ):
        codes = whole.files[file][column]
        assert codes.is_unique
        assert codes.map(is_valid_uai).all()
        assert codes.str.startswith("990").all()


def test_siret_are_valid_and_cannot_exist(whole):
    codes = whole.files["entreprises.csv"]["siret"]
    assert codes.is_unique
    assert codes.map(is_valid_siret).all()
    assert codes.str[:9].map(is_valid_siren).all()
    assert codes.str.startswith("0000").all()
    assert codes.str[:9].duplicated().any()


def test_a_name_says_one_host_of_a_commune(whole):
    companies = whole.files["entreprises.csv"]
    again = companies.duplicated(["denomination", "commune"], keep=False)
    assert again.mean() < 0.01


def test_every_host_of_the_files_is_described(whole, stays):
    known = set(whole.files["entreprises.csv"]["siret"])
    typed = stays["siret"].dropna()
    typed = typed[~typed.str.contains("E")].str.zfill(14)
    assert set(typed) <= known


# --- volumes -----------------------------------------------------------------------------------


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


# --- access ------------------------------------------------------------------------------------


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


# --- hosts -------------------------------------------------------------------------------------


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
    for before, after in zip(P.YEAR_LABELS, P.YEAR_LABELS[1:], strict=False):
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


# --- channels, quality, requests -----------------------------------------------------------------


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


# --- defects -----------------------------------------------------------------------------------


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
    for told in whole.truth["annees"].values():
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


# --- pieces ------------------------------------------------------------------------------------


def test_curve_visits_neighbours():
    communes = load_territory().communes.sort_values("curve")
    step = np.hypot(np.diff(communes["x"]), np.diff(communes["y"]))
    assert np.median(step) < 6
    assert np.allclose(
        distances(communes[["x", "y"]].to_numpy()[:1], np.array([[0.0, 0.0]]))[0, 0],
        np.hypot(communes["x"].iloc[0], communes["y"].iloc[0]),
    )
