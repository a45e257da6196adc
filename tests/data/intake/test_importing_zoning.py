"""Importing another académie needs files and no code; its zoning must agree with itself."""

import json

import pytest

from data.identifiers import uai_letter
from data.intake.arrivals import arrivals
from data.intake.importing import import_folder
from data.readers import IntakeError
from data.reads import lists
from data.reference import REFERENCE
from data.scope import Role, Scope
from data.store import store
from tests.conftest import shared
from tests.data.conftest import BRAVO, DELTA, write
from tests.data.published import rows

NOWHERE = "35999;O2;902;2020-09-01;;officiel\n"
NANCY = "0540001" + uai_letter("0540001")
SHIPPED = json.loads((REFERENCE / "communes.geojson").read_text(encoding="utf-8"))["features"]


def test_another_academie_needs_files_and_no_code(academy, tmp_path):
    report = import_folder(academy, tmp_path / "home")
    assert report.messages == []
    assert rows(report, "SELECT bef, label, status, lon IS NOT NULL FROM bef") == [
        ("O1", "Rivage", "officiel", True),
        ("O2", "Lande", "officiel", True),
    ]
    assert rows(report, "SELECT commune, bef FROM commune ORDER BY 1") == [
        (f"3500{n}", "O1" if n < 4 else "O2") for n in range(1, 7)
    ]
    assert rows(report, "SELECT uai, bef, bef_from FROM school ORDER BY 1") == [
        (BRAVO, "O1", "commune"),
        (DELTA, "O2", "commune"),
    ]
    areas = dict(rows(report, "SELECT level, sum(area_km2) FROM outline_point GROUP BY level"))
    assert areas["bef"] == pytest.approx(areas["commune"])
    assert areas["commune"] == pytest.approx(6 * 5.56 * 3.71, rel=0.02)  # 0.05° each way at 48° N


def test_the_schools_own_official_code_goes_before_its_commune(academy, tmp_path):
    write(academy, "bef_officiels.csv", "bef_officiel;bef;libelle", "901;O1;Rivage", "902;O2;Lande")
    write(
        academy,
        "annuaire.csv",
        "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature;code_bassin_formation",
        f"{BRAVO};Lycée Bravo;35001;1;OUVERT;LYCEE PROFESSIONNEL;902",
    )
    report = import_folder(academy, tmp_path / "home", force=True)
    assert rows(report, "SELECT bef, bef_from, bef_disagrees FROM school") == [
        ("O2", "établissement", True)
    ]


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("bef.csv", ["code;libelle;codes_officiels", "O1;Rivage;901"], "« commune_bef » cite.*O2"),
        (
            "bef_officiels.csv",
            ["bef_officiel;bef;libelle", "9;ZZ;Loin"],
            "« bef_officiels » cite.*ZZ",
        ),
    ],
)
def test_a_zoning_that_contradicts_itself_is_refused(academy, tmp_path, name, lines, said):
    write(academy, name, *lines)
    with pytest.raises(IntakeError, match=f"Zonage incohérent : {said}.*Rien n’est publié"):
        import_folder(academy, tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


def test_a_commune_has_the_zone_in_force_today(academy, tmp_path):
    lines = (academy / "commune_bef.csv").read_text(encoding="utf-8").splitlines()
    lines += ["35001;O2;902;2021-09-01;;officiel"]  # a later zone, the earlier left open
    lines += ["35002;O2;902;2035-09-01;;officiel"]  # a zone to come
    write(academy, "commune_bef.csv", *lines)
    report = import_folder(academy, tmp_path / "home")
    found = rows(report, "SELECT commune, bef FROM commune WHERE commune < '35003' ORDER BY 1")
    assert found == [("35001", "O2"), ("35002", "O1")]
    areas = dict(rows(report, "SELECT code, area_km2 FROM outline_point WHERE level = 'bef'"))
    assert areas["O2"] == pytest.approx(2 * areas["O1"], rel=0.01)  # 4 communes against 2


@pytest.mark.parametrize("content", ["{", '{"type": "FeatureCollection"', "bonjour", ""])
def test_unreadable_outlines_are_refused(academy, tmp_path, content):
    write(academy, "communes.geojson", content)
    with pytest.raises(IntakeError, match=r"« communes.geojson ».*Rien n’est publié"):
        import_folder(academy, tmp_path / "home")


def test_outlines_with_latitude_and_longitude_swapped_publish_nothing(tmp_path):
    with pytest.raises(IntakeError, match=r"contours hors de France.*inversées.*Rien n’est publié"):
        import_folder(shared("cases") / "31-outlines-latlon", tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


def test_a_part_of_the_communes_is_completed_by_the_shipped_list_and_told(tmp_path):
    folder = tmp_path / "depot"
    write(
        folder,
        "annuaire.csv",
        "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature",
        f"{NANCY};Lycée Bravo;54395;1;OUVERT;LYCEE PROFESSIONNEL",
    )
    write(
        folder,
        "communes.csv",
        "code;nom;departement;epci;codes_postaux;population",
        "54395;NANCY MÊME;54;200000001;54000;1000",
        "35001;Acigné;35;200000002;35690;1000",
    )
    report = import_folder(folder, tmp_path / "home")
    assert rows(report, "SELECT name FROM commune WHERE commune = '54395'") == [("NANCY MÊME",)]
    assert rows(report, "SELECT count(*) FROM commune") == [(len(SHIPPED),)]
    assert rows(report, "SELECT amount FROM remark WHERE text LIKE '%communes livrées'") == [
        (len(SHIPPED) - 1,)
    ]
    opened = store.Store(report.version)
    assert len(lists.communes(opened, Scope(Role.DAET))) == len(SHIPPED)


def test_a_zoning_of_communes_that_nobody_lists_publishes_nothing(academy, tmp_path):
    path = academy / "commune_bef.csv"
    path.write_text(path.read_text(encoding="utf-8") + NOWHERE, encoding="utf-8")
    with pytest.raises(IntakeError, match="« commune_bef » cite 1 communes absentes"):
        import_folder(academy, tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


@pytest.mark.parametrize("own", [False, True])
def test_a_bef_without_any_commune_today_is_left_aside_and_told(academy, tmp_path, own):
    """Even when schools say that they are of it: they are of the BEF of their commune."""
    path = academy / "bef.csv"
    path.write_text(path.read_text(encoding="utf-8") + "O3;Isolé;903;;officiel\n", encoding="utf-8")
    if own:
        write(
            academy,
            "bef_officiels.csv",
            "bef17;libelle17_annuaire_2026;bef13;statut",
            "903;X;O3;officiel",
        )
        path = academy / "annuaire.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        write(
            academy,
            "annuaire.csv",
            f"{lines[0]};code_bassin_formation",
            *(f"{x};903" for x in lines[1:]),
        )
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT bef FROM bef ORDER BY bef") == [("O1",), ("O2",)]
    assert rows(report, "SELECT count(*) FROM school WHERE bef = 'O3' OR bef IS NULL") == [(0,)]
    assert rows(
        report, "SELECT amount, detail FROM remark WHERE text LIKE 'BEF sans commune%'"
    ) == [(1, "O3 Isolé")]


def _outlines(folder, name, features):
    write(folder, name, json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.mark.parametrize("kept", [3, 5])
def test_communes_that_no_file_draws_have_the_outlines_of_france(academy, tmp_path, kept):
    drawn = json.loads((academy / "communes.geojson").read_text(encoding="utf-8"))["features"]
    _outlines(academy, "communes.geojson", drawn[:kept])
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, "SELECT amount FROM remark WHERE topic = 'Contours'") == [(6 - kept,)]
    assert rows(report, "SELECT count(*) FROM commune WHERE lon IS NULL") == [(0,)]


def test_communes_that_nobody_draws_publish_nothing(academy, tmp_path):
    for name, line in (("commune_bef", NOWHERE), ("communes", "35999;Nulle;35;1;35000;9\n")):
        path = academy / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(IntakeError, match="Contours absents pour 1 communes"):
        import_folder(academy, tmp_path / "home")
    assert store.current_path(tmp_path / "home") is None


def test_outlines_of_a_part_are_completed_and_what_two_files_draw_is_kept_once(tmp_path):
    folder = tmp_path / "depot"
    write(
        folder,
        "annuaire.csv",
        "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature",
        f"{NANCY};Lycée Bravo;54395;1;OUVERT;LYCEE PROFESSIONNEL",
    )
    _outlines(folder, "communes_1.geojson", SHIPPED[:3])
    _outlines(folder, "communes_2.geojson", SHIPPED[1:5])
    report = import_folder(folder, tmp_path / "home")
    assert any("2 communes déjà dans un autre fichier" in said for said in report.messages)
    assert rows(report, "SELECT amount FROM remark WHERE topic = 'Contours'") == [
        (len(SHIPPED) - 5,)
    ]
    assert rows(
        report, "SELECT count(*), count(DISTINCT code) FROM outline_point WHERE level = 'commune'"
    ) == [(len(SHIPPED), len(SHIPPED))]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
@pytest.mark.parametrize(
    ("stem", "read"),
    [
        *((stem, True) for stem in ("communes", "COMMUNE", "contours-communes-2025", "a_commune")),
        *((stem, False) for stem in ("bef", "epci", "arrondissement_de_commune", "ADMIN-EXPRESS")),
    ],
)
def test_outlines_are_those_of_communes_where_the_name_says_so_else_how_to_name_them(
    tmp_path, stem, read, suffix
):
    write(tmp_path, f"{stem}.{suffix}", '{"type": "FeatureCollection", "features": []}')
    with arrivals(tmp_path) as found:
        assert [one.outlines for one in found.files] == [True] * read
        assert sum("le renommer" in message for message in found.messages) == (not read)
