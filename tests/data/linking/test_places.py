"""Places: the commune of a postcode and a city, on the real communes."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.linking import places
from data.linking.places import locate, place_key
from data.reference import REFERENCE

COMMUNES = pd.read_csv(REFERENCE / "communes.csv", dtype=str)


def located(postcode, city):
    found = locate(pd.Series([postcode]), pd.Series([city]), COMMUNES).iloc[0]
    return found["commune"], found["methode"]


@pytest.mark.parametrize(
    ("postcode", "city", "code", "method"),
    [
        ("88100", "ST DIE DES VOSGES", "88413", places.BOTH),
        ("57000", "Metz", "57463", places.BOTH),
        ("57050", "METZ 2", "57463", places.BOTH),
        ("57035", "METZ CEDEX 03", "57463", places.IN_DEPARTMENT),
        ("55000", "BAR LE DUC CEDEX", "55029", places.BOTH),
        ("54500", "Vandoeuvre les Nancy", "54547", places.BOTH),
        ("88250", "BRESSE (LA)", "88075", places.BOTH),
        ("88340", "LE VAL D AJOL", "88487", places.BOTH),
        ("54115", "Aboncourt", "54003", places.BOTH),  # two communes of that name
        ("57000", "Aboncourt", "57001", places.IN_DEPARTMENT),
        ("54000", "centre ville", "54395", places.POSTCODE_ONLY),
        ("54000", "", "54395", places.POSTCODE_ONLY),
        ("54000", "Metz", None, places.CONTRADICTION),
        ("88100", "zone industrielle", None, places.AMBIGUOUS),
        ("", "Metz", None, places.UNKNOWN),
        ("L-1234", "Luxembourg", None, places.UNKNOWN),
        ("75012", "PARIS 12EME ARRONDISSEMENT", None, places.UNKNOWN),
        (None, None, None, places.MISSING),
    ],
)
def test_places_by_hand(postcode, city, code, method):
    assert located(postcode, city) == (code, method)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St-Dié-des-Vosges", "SAINT DIE DES VOSGES"),
        ("STE MARIE AUX CHENES", "Sainte-Marie-aux-Chênes"),
        ("57035 METZ CEDEX 03", "Metz"),
        ("Lyon 3e Arrondissement", "LYON"),
        ("Neuves Maisons BP 12", "Neuves-Maisons"),
        ("VAL D'AJOL (LE)", "Le Val-d'Ajol"),
        ("Vandœuvre-lez-Nancy", "Vandoeuvre les Nancy"),
        ("Bar s/ Seine", "Bar-sur-Seine"),
    ],
)
def test_two_spellings_are_one_place(one, other):
    assert place_key(one) == place_key(other)


def test_other_names_stay_apart():
    assert place_key("Les Forges") != place_key("Forges-les-Eaux")
    assert place_key("La") == "la"
    assert place_key("Metz") != place_key("Metzervisse")


def test_the_order_and_the_index_of_the_rows_stay():
    postcodes = pd.Series(["57000", "88100", "57000"], index=[7, 3, 3])
    cities = pd.Series(["Metz", "ST DIE DES VOSGES", "Metz"], index=[7, 3, 3])
    found = locate(postcodes, cities, COMMUNES)["commune"]
    assert found.index.tolist() == [7, 3, 3]
    assert found.tolist() == ["57463", "88413", "57463"]


def test_nothing_asked_gives_nothing():
    empty = pd.Series([], dtype="string")
    assert locate(empty, empty, COMMUNES).empty


def test_every_real_commune_is_found_from_its_own_postcode_and_name_or_left_unsure():
    pairs = COMMUNES.assign(cp=COMMUNES["codes_postaux"].str.split("|")).explode("cp").dropna()
    pairs = pairs.reset_index(drop=True)
    found = locate(pairs["cp"], pairs["nom"].str.upper().str.replace("-", " "), COMMUNES)
    sure = found["commune"].notna()
    assert (found.loc[sure, "commune"] == pairs.loc[sure, "code"]).all()
    assert sure.mean() > 0.999


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["54000", "57000", "99999", ""]), st.text(max_size=12))))
def test_any_text_gives_a_known_commune_or_none(rows):
    postcodes = pd.Series([r[0] for r in rows], dtype="object")
    cities = pd.Series([r[1] for r in rows], dtype="object")
    found = locate(postcodes, cities, COMMUNES)
    assert len(found) == len(rows)
    assert found["commune"].dropna().isin(COMMUNES["code"]).all()
    assert found["methode"].notna().all()
