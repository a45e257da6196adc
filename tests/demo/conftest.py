"""Demonstration files: a twentieth of the pupils, the whole, and its placements read back."""

import numpy as np
import pandas as pd
import pytest

from demo import Demo, generate
from demo import parameters as P
from demo.territory import load_territory

SMALL = 0.05


@pytest.fixture(scope="package")
def small() -> Demo:
    return generate(seed=7, share=SMALL)


@pytest.fixture(scope="package")
def whole() -> Demo:
    return generate()


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def known_pro(whole: Demo, stays: pd.DataFrame) -> pd.DataFrame:
    """Vocational rows whose state is known, with the IPS of the school that year."""
    rows = stays[stays["famille"].notna() & (stays["etat"] != "inconnu") & stays["bef"].notna()]
    ips = whole.files["ips_lycees.csv"][["rentree_scolaire", "uai", "ips_voie_pro"]]
    ips = ips.rename(columns={"rentree_scolaire": "annee_scolaire"})
    rows = rows.merge(ips, on=["uai", "annee_scolaire"])
    rows["signe"] = (rows["date_convention"] <= rows["debut"]).astype(float)
    rows["rural"] = rows["uai"].isin(whole.truth["etablissements"]["ruraux"]).astype(float)
    return rows
