"""Employers by commune and activity: the latest year of a wide file, then the finest fabric."""

import csv
from pathlib import Path

import pytest

from data import clock
from data.contracts.kinds import fold
from data.intake.importing import import_folder
from data.intake.recognising import recognise_all
from data.readers import open_sources
from data.reference import REFERENCE
from demo.world.codes import siret_codes
from tests.data.conftest import COMMUNES, write, write_academy
from tests.data.published import rows
from tests.data.reading import read_table

EXTRACT = (
    "etablissements-et-effectifs-salaries-au-niveau-commune-x-ape-last_extrait-rouen_2006-2022.csv"
)
EMPLOYERS = (
    "codgeo;ettot18;etaz18;etbe18;etfz18;etgu18;etgz18;etoq18;ettef118;ettefp1018",
    *(f"{commune};100;5;10;10;60;20;15;70;30" for commune in COMMUNES),
)


def urssaf(*lines: str, years: tuple[int, ...] = (2021, 2022)) -> tuple[str, ...]:
    """Lines of a file in the Urssaf's form."""
    pairs = ";".join(f"Nombre d'établissements {y};Effectifs salariés {y}" for y in years)
    return (f"Commune;APE;Code commune;Code APE;{pairs}", *lines)


def line(commune: str, code: str, *cells: str) -> str:
    return f"{commune} Commune;{code} Libellé d'activité;{commune};{code};" + ";".join(cells)


def everywhere(*codes: str) -> list[str]:
    """Two employers a code in every commune in the latest year, one the year before."""
    return [line(commune, code, "1", "3", "2", "9") for commune in COMMUNES for code in codes]


def folder(tmp_path: Path, *lines: str, employers: bool = True) -> Path:
    found = write_academy(tmp_path / "depot")
    write(found, "urssaf.csv", *lines)
    if employers:
        write(found, "employeurs_2018.csv", *EMPLOYERS)
    return found


FABRIC = """SELECT division, source, sum(establishments)::INT FROM fabric_division
            GROUP BY ALL ORDER BY ALL"""


def test_the_real_extract_is_read_in_its_latest_year(real):
    path = real / "france" / EXTRACT
    found = read_table(path, "employeurs_ape")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        wanted = list(csv.DictReader(stream, delimiter=";"))
    assert (len(found.accepted), len(found.repaired), len(found.rejected)) == (9338, 0, 0)
    assert found.accepted["millesime"].unique().tolist() == [2022]
    told = [row["Nombre d'établissements 2022"] for row in wanted]
    assert found.accepted["etablissements"].sum() == sum(int(cell or 0) for cell in told)
    assert found.accepted["etablissements"].isna().sum() == told.count("")
    assert found.accepted["naf"].tolist() == [row["Code APE"] for row in wanted]
    assert found.accepted["commune"].tolist() == [row["Code commune"] for row in wanted]


def test_headers_that_are_identifiers_are_the_same_file(real, tmp_path):
    path = real / "france" / EXTRACT
    header, *lines = path.read_text(encoding="utf-8-sig").splitlines()[:400]
    plain = ";".join(fold(cell) for cell in header.split(";"))
    assert "nombre_d_etablissements_2022" in plain
    named, technical = (
        read_table(write(tmp_path, name, top, *lines), "employeurs_ape").accepted
        for name, top in (("a.csv", header), ("b.csv", plain))
    )
    assert named.equals(technical)
    with open_sources(tmp_path / "b.csv") as sources:
        known, _ = recognise_all(sources)
        assert [found.contract.name for found in known] == ["employeurs_ape"]


@pytest.mark.parametrize(
    ("years", "cells", "expected"),
    [
        ((2021, 2022), ("1", "3", "2", "9"), (2022, 2, 9)),
        ((2022, 2021), ("1", "3", "2", "9"), (2022, 1, 3)),  # the order of columns says nothing
        ((2021, 2022, 2023), ("1", "3", "2", "9", "4", "8"), (2023, 4, 8)),  # a year is added
        ((2021, 2022, 2023), ("1", "3", "2", "9", "", ""), (2022, 2, 9)),  # announced, not filled
    ],
)
def test_the_latest_year_that_says_something_is_read(tmp_path, years, cells, expected):
    path = write(tmp_path, "u.csv", *urssaf(line("35001", "4520A", *cells), years=years))
    row = read_table(path, "employeurs_ape").accepted.iloc[0]
    assert (row["millesime"], row["etablissements"], row["salaries"]) == expected


@pytest.mark.parametrize("filled", range(5))
def test_a_latest_year_that_is_hardly_filled_or_to_come_is_left_and_told_once(tmp_path, filled):
    """Four communes; the year before is whole, the last filled in some, the next is to come."""
    cells = [("3", "9", "5" * (n < filled), "7" * (n < filled), "8", "8") for n in range(4)]
    years = (2020, 2021, clock.today().year + 1)
    told = [line(code, "4399A", *row) for code, row in zip(COMMUNES, cells, strict=False)]
    path = folder(tmp_path, *urssaf(*told, years=years), employers=False)
    report = import_folder(path, tmp_path / "home")
    note = report.files.set_index("file")["note"]["urssaf.csv"]
    read = 2021 if filled >= 2 else 2020
    left = ["2020"] if filled >= 2 else [f"2021 (cellules remplies : {filled} pour 4)"]
    assert note == f"année {read} lue ; laissées de côté : {left[0]}, {years[2]} (à venir)"
    assert rows(report, "SELECT DISTINCT millesime FROM kept.employeurs_ape") == [(read,)]


def test_columns_without_a_year_are_not_those_of_the_urssaf(tmp_path):
    header = "Code commune;Code APE;Nombre d'établissements;Effectifs salariés"
    path = write(tmp_path, "u.csv", header, "35001;4520A;1;2")
    with open_sources(path) as sources:
        assert not recognise_all(sources)[0]


def test_an_unknown_activity_is_refused_and_a_cell_without_data_is_nobody(tmp_path):
    path = write(
        tmp_path,
        "u.csv",
        *urssaf(
            line("35001", "9999Z", "1", "1", "1", "1"),
            line("35001", "4520A", "1", "1", "", ""),
            line("35002", "4520A", "1", "1", "1", "0"),
        ),
    )
    found = read_table(path, "employeurs_ape")
    assert found.rejected["line"].tolist() == [2]
    assert found.accepted["etablissements"].isna().tolist() == [True, False]


def test_without_the_urssaf_the_fabric_is_in_large_sectors(tmp_path):
    found = write_academy(tmp_path / "depot")
    write(found, "employeurs_2018.csv", *EMPLOYERS)
    report = import_folder(found, tmp_path / "home")
    assert rows(report, FABRIC) == [
        (sector, "Insee, par secteur", 6 * n)
        for sector, n in zip(
            ("AZ", "BE", "FZ", "GZ", "HU", "OQ"), (5, 10, 10, 20, 40, 15), strict=True
        )
    ]
    assert rows(report, "SELECT * FROM family_activity") == rows(
        report, "SELECT * FROM family_sector ORDER BY ALL"
    )


def test_with_it_the_fabric_is_in_divisions_and_the_rest_of_what_it_does_not_count(tmp_path):
    lines = urssaf(*everywhere("4520A", "4711F", "8610Z", "8891A"))
    found = folder(tmp_path, *lines)
    public = "commune;division_naf;statut;etablissements;source"
    write(found, "publics.csv", public, "35001;85;public;4;BPE", "35001;86;privé lucratif;1;SAE")
    report = import_folder(found, tmp_path / "home")
    assert rows(report, FABRIC) == [
        ("45", "Urssaf", 12),
        ("47", "Urssaf", 12),
        ("85", "établissements publics", 4),
        ("86", "Urssaf", 12),
        ("88", "Urssaf", 12),
        ("AZ", "Insee, par secteur", 30),
        ("OQ", "Insee, par secteur", 6 * 15 - 24 - 4),
    ]
    expected = dict.fromkeys(["45"], "auto") | {"86": "sante", "OQ": "sante", "AZ": "autre"}
    pairs = set(rows(report, "SELECT division, family FROM family_activity"))
    assert expected.items() <= pairs
    assert ("GZ", "auto") not in pairs
    assert rows(report, "SELECT label FROM fabric_activity") == [
        ("Agriculture",),
        ("45 Commerce et réparation d’automobiles",),
        ("47 Commerce de détail, hors automobiles",),
        ("85 Enseignement",),
        ("86 Activités pour la santé humaine",),
        ("88 Action sociale sans hébergement",),
        ("Administration, enseignement, santé, social (hors Urssaf)",),
    ]
    assert rows(report, "SELECT text, amount FROM remark WHERE topic = 'Employeurs'") == [
        ("Employeurs privés par activité (Urssaf) : année 2022", 48)
    ]


def test_public_counts_alone_are_not_used_and_that_is_said(tmp_path):
    found = write_academy(tmp_path / "depot")
    write(found, "publics.csv", "commune;division_naf;statut;etablissements", "35001;85;public;4")
    report = import_folder(found, tmp_path / "home")
    assert {source for _, source, _ in rows(report, FABRIC)} == {"Insee, par secteur"}
    told = dict(rows(report, "SELECT text, amount FROM remark WHERE topic = 'Employeurs'"))
    said = "Établissements d’enseignement et de santé : ne servent qu’à compléter l’Urssaf"
    assert told.pop(said) == 4
    (shipped,) = told  # no file counts the employers of these communes
    assert "référence livrée (Insee, fin 2018)" in shipped


def test_codes_of_2025_give_the_same_fabric(tmp_path):
    old, new = (
        import_folder(folder(tmp_path / name, *urssaf(*everywhere(*codes))), tmp_path / name / "h")
        for name, codes in (("old", ("4520A", "5610A")), ("new", ("9531G", "5611G")))
    )
    assert rows(old, FABRIC) == rows(new, FABRIC)


def test_a_file_of_a_part_of_the_academie_leaves_large_sectors_and_says_so(tmp_path):
    report = import_folder(
        folder(tmp_path, *urssaf(line("35001", "4520A", "1", "1", "1", "1"))), tmp_path / "home"
    )
    assert {division for division, *_ in rows(report, FABRIC)} == {
        *(["AZ", "BE", "FZ", "GZ", "HU", "OQ"])
    }
    remarks = rows(report, "SELECT text, amount, detail FROM remark WHERE topic = 'Employeurs'")
    assert (17, "% de la population couverte") in [found[1:] for found in remarks]


def test_alone_it_tells_the_private_fabric_of_each_sector(tmp_path):
    report = import_folder(
        folder(tmp_path, *urssaf(*everywhere("4520A", "8610Z")), employers=False), tmp_path / "home"
    )
    found = rows(report, "SELECT sector, sum(establishments)::INT FROM fabric GROUP BY ALL")
    assert sorted(found) == [("GZ", 12), ("OQ", 12)]
    assert [row[0] for row in rows(report, FABRIC)] == ["45", "86"]


def test_of_two_files_the_latest_year_of_a_commune_counts(tmp_path):
    found = folder(tmp_path, *urssaf(*everywhere("4520A")))
    write(found, "urssaf_ancien.csv", *urssaf(*everywhere("4520A", "4711F"), years=(2019, 2020)))
    report = import_folder(found, tmp_path / "home")
    assert rows(report, FABRIC)[0] == ("45", "Urssaf", 12)
    assert "47" not in {row[0] for row in rows(report, FABRIC)}


def test_the_shipped_divisions_all_have_a_label():
    with (REFERENCE / "naf.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["division_naf"]: row["division_libelle"] for row in csv.DictReader(stream)}
    assert len(found) == 88
    assert all(found.values())


SIRENE = (
    "siret,codeCommuneEtablissement,activitePrincipaleEtablissement,"
    "nomenclatureActivitePrincipaleEtablissement,etatAdministratifEtablissement,"
    "caractereEmployeurEtablissement,trancheEffectifsEtablissement"
)


def sirene(*ends: str) -> list[str]:
    """The same establishments in every commune: what comes after its code."""
    sirets = iter(siret_codes(len(COMMUNES) * len(ends)))
    return [f"{next(sirets)},{commune},{end}" for commune in COMMUNES for end in ends]


REGISTERED = (
    "84.11Z,NAFRev2,A,O,12",
    "84.11Z,NAFRev2,A,N,NN",  # no employee
    "84.11Z,NAFRev2,F,O,12",  # closed
    "86.10Z,NAFRev2,A,O,31",
    "86.10Y,NAF2025,A,O,",  # no size class: said to employ
    "01.50Z,NAFRev2,A,O,01",
    "45.20A,NAF1993,A,O,01",  # an old version: no division
    "95.31G,NAF2025,A,O,02",
)


def test_the_stock_of_sirene_tells_what_the_urssaf_does_not_count(tmp_path):
    found = folder(tmp_path, *urssaf(*everywhere("4520A", "8610Z")))
    write(found, "StockEtablissement.csv", SIRENE, *sirene(*REGISTERED))
    report = import_folder(found, tmp_path / "home")
    assert rows(report, FABRIC) == [
        ("01", "Sirene", 6),
        ("45", "Urssaf", 12),
        ("84", "Sirene", 6),
        ("86", "Urssaf", 12),  # two of each in both: nothing is left to the public
    ]


def test_the_stock_of_sirene_alone_is_the_whole_fabric(tmp_path):
    found = write_academy(tmp_path / "depot")
    write(found, "StockEtablissement.csv", SIRENE, *sirene(*REGISTERED))
    report = import_folder(found, tmp_path / "home")
    expected = [("01", 6), ("45", 6), ("84", 6), ("86", 12)]
    assert rows(report, FABRIC) == [(division, "Sirene", n) for division, n in expected]
    sectors = rows(report, "SELECT sector, sum(establishments)::INT FROM fabric GROUP BY ALL")
    assert sorted(sectors) == [("AZ", 6), ("GZ", 6), ("OQ", 18)]
