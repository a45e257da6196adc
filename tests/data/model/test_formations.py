"""Formations: what a MEF code or a label says, and what it does not."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts.kinds import fold
from data.contracts.vocabulary import FAMILIES, LEVELS
from data.model.formations import _FILE, formation
from tests.conftest import shared


@pytest.mark.parametrize(
    ("text", "family", "level"),
    [
        ("24731205311", "commerce", "2PRO"),
        ("24731205321", "commerce", "1PRO"),
        ("2473120533 1", "commerce", "TPRO"),
        ("24133201211", "sante", "CAP1"),
        ("24133201221", "sante", "CAP2"),
        ("BAC PRO MCV OPTION A 1ERE ANNEE", "commerce", "2PRO"),  # its first year is the 2de
        ("BAC PRO CUISINE 3EME ANNEE", "cuisine", "TPRO"),
        ("2NDE PRO METIERS DE LA RELATION CLIENT", "commerce", "2PRO"),
        ("2nde pro gestion administrative, transport et logistique", "gestion", "2PRO"),
        ("CAP AEPE 2", "sante", "CAP2"),
        ("1CAP2 EPC", "commerce", "CAP1"),
        ("2CAP2 EPC", "commerce", "CAP2"),
        ("2e année CAP cuisine", "cuisine", "CAP2"),
        ("TLE ASSP", "sante", "TPRO"),
        ("1ERE PRO CIEL", "electricite", "1PRO"),
        ("T MELEC", "electricite", "TPRO"),
        ("TPRO MVA", "auto", "TPRO"),
        ("1RE PRO CSR", "hotellerie", "1PRO"),
        ("TLE PRO MSPC", "maintenance", "TPRO"),
        ("CAP CARROSSIER AUTOMOBILE 2E ANNEE", "chaudronnerie", "CAP2"),
        ("CAP1 menuisier fabricant", "bois", "CAP1"),
        ("1ERPRO AGORA", "gestion", "1PRO"),
    ],
)
def test_formations_read_whole(text, family, level):
    assert formation(text) == (family, level, "")


@pytest.mark.parametrize(
    ("text", "family", "level", "why"),
    [
        ("", None, None, "non renseignée"),
        ("AGORA", "gestion", None, "année"),
        ("MCV OPTION 1", "commerce", None, "année"),
        ("24799901311", None, "2PRO", "NSF 999"),
        ("24731205991", "commerce", None, "année de formation 99"),
        ("27631205211", "commerce", None, "dispositif 276"),
        ("40031205", "commerce", None, "ne dit pas l’année"),
        ("32031213", None, None, "ni bac pro ni CAP"),
        ("2,47E+10", None, None, "11 caractères"),
        ("CAP AEPE en 1 an", "sante", None, "CAP en 1 an"),
        ("1ERE STMG", None, None, "ni bac pro ni CAP"),
        ("BTS MCO", None, None, "ni bac pro ni CAP"),
        ("TLE PRO ASTRONAUTE", None, "TPRO", "formation inconnue"),
        ("2NDE PRO MELEC MCV", None, "2PRO", "plusieurs familles"),
    ],
)
def test_what_is_unknown_stays_unknown_and_is_said(text, family, level, why):
    found = formation(text)
    assert (found.family, found.level) == (family, level)
    assert why in found.reason


@pytest.mark.parametrize(
    ("text", "level"),
    [("10310019110", "3e"), ("3e", "3e"), ("2de GT", "2GT"), ("3EME PREPA", "3e")],
)
def test_3e_and_2de_gt_have_no_family(text, level):
    assert formation(text) == (None, level, "")


def test_the_table_is_a_hypothesis_over_our_families_each_key_once():
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["famille"] for row in rows} == set(FAMILIES.values())
    assert {row["statut"] for row in rows} == {"hypothese"}
    keys = [(row["nature"], fold(row["cle"])) for row in rows]
    assert len(keys) == len(set(keys))
    assert {row["nature"] for row in rows} == {"nsf", "sigle", "mots"}


@given(st.text(max_size=40))
def test_any_text_gives_known_values_and_a_reason_when_the_level_is_unknown(text):
    found = formation(text)
    assert found.family in {None, *FAMILIES.values()}
    assert found.level in {None, *LEVELS.values()}
    assert found.level is not None or found.reason


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("23810031202", ("commerce", "2PRO")),
        ("23820025407", ("chaudronnerie", "1PRO")),
        ("23831021211", ("autre", "TPRO")),  # agricole
        ("23210023401", ("bois", "CAP1")),
        ("23220031122", ("logistique", "CAP2")),
        ("23110031122", ("logistique", None)),  # CAP in one year
        ("23320031122", ("logistique", None)),  # CAP in three
        ("32211022207", (None, None)),  # BTS
        ("23910022001", (None, None)),  # mention complémentaire
        ("23B10023305", (None, None)),  # BMA
    ],
)
def test_a_statistical_mef_gives_its_family_and_year(code, expected):
    found = formation(code)
    assert (found.family, found.level) == expected
    assert bool(found.reason) == (found.level is None)


def test_the_families_of_all_statistical_mef_are_those_of_their_diploma():
    path = shared("real") / "france" / "nomenclatures" / "nMef.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        known = [
            (row["MEF_STAT_11"], row["FORMATION_DIPLOME"])
            for row in csv.DictReader(stream, delimiter=";")
            if row["MEF_STAT_11"][:4] in ("2381", "2382", "2383", "2321", "2322")
            and row["FORMATION_DIPLOME"][:3] in ("400", "403", "500", "503")
        ]
    assert len(known) > 2000
    differing = [k for k in known if formation(k[0]).family != formation(k[1]).family]
    assert differing == []
