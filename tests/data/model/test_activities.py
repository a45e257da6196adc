"""Activities: codes of either version of the NAF lead to the same divisions, or say why not."""

import csv
from pathlib import Path

import duckdb
import pytest

from data.contracts import naf
from data.intake.importing import import_folder
from data.model import batches
from data.model.building import MODEL, prepare
from data.reference import REFERENCE
from data.reference.academies import DEFAULT, academies
from tests.conftest import shared, some
from tests.data.conftest import BRAVO, write, write_academy
from tests.data.published import rows
from tests.data.reading import read_table


def pairs() -> list[dict[str, str]]:
    """The concordance."""
    with (REFERENCE / "naf2025" / "concordance.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_codes(*written: tuple[str, str, str | None]) -> duckdb.DuckDBPyConnection:
    """A base where files wrote (file, code, version told), their activities made."""
    con = duckdb.connect()
    prepare(con)
    batches.fill_live(con, academies()[DEFAULT])
    con.executemany(
        "INSERT INTO source.entreprises (_file, naf, nomenclature) VALUES (?, ?, ?)", written
    )
    for step in ("10_reference.sql", "49_activities.sql"):
        con.execute((MODEL / step).read_text(encoding="utf-8"))
    return con


def divisions(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Code -> divisions of NAF rév. 2 that it may be."""
    found = con.execute(
        "SELECT DISTINCT code, divisions FROM naf_code JOIN activity_division USING (activity)"
    ).fetchall()
    return {code: tuple(each) for code, each in found}


def told(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, str]]:
    """What the remarks say: text up to a comma or a colon -> amount, detail."""
    found = con.execute(
        "SELECT text, amount, detail FROM remark WHERE topic = 'Activités'"
    ).fetchall()
    return {text: (amount, detail) for text, amount, detail in found}


@pytest.fixture(scope="module")
def everything() -> duckdb.DuckDBPyConnection:
    """All sub-classes of both versions, each version in its own file."""
    old = {row["naf_rev2"] for row in pairs()}
    with (REFERENCE / "naf2025" / "naf2025.csv").open(encoding="utf-8", newline="") as stream:
        new = {row["naf_2025"] for row in csv.DictReader(stream)}
    return read_codes(
        *(("a.csv", code.replace(".", ""), None) for code in sorted(old)),
        *(("b.csv", code.replace(".", ""), None) for code in sorted(new)),
    )


def test_each_sub_class_of_rev_2_is_its_own_division(everything):
    found = divisions(everything)
    for row in some(pairs()):
        assert found[row["naf_rev2"].replace(".", "")] == (row["naf_rev2"][:2],)


def test_each_sub_class_of_2025_is_the_divisions_that_it_came_from(everything):
    found = divisions(everything)
    sources: dict[str, set[str]] = {}
    mains: dict[str, set[str]] = {}
    for row in pairs():
        code = row["naf_2025"].replace(".", "")
        sources.setdefault(code, set()).add(row["naf_rev2"][:2])
        if row["cible_principale_insee"] == "oui":
            mains.setdefault(code, set()).add(row["naf_rev2"][:2])
    assert len(sources) == 746
    for code, every in some(sources.items()):
        main = mains.get(code, set())
        assert set(found[code]) == (main if len(main) == 1 else every)
    assert "4689Y" not in found


def test_a_code_with_one_image_in_each_direction_comes_back(everything):
    found = divisions(everything)
    both_ways = [row for row in pairs() if row["lien"] == "1-1"]
    assert len(both_ways) == 367
    for row in some(both_ways):
        new, old = (row[name].replace(".", "") for name in ("naf_2025", "naf_rev2"))
        assert found[new] == found[old]


def test_what_was_translated_chosen_bounded_or_lost_is_told(everything):
    found = told(everything)
    amounts = {text.partition(" : ")[0].partition(",")[0]: n for text, (n, _) in found.items()}
    single = sum(len(each) == 1 for each in divisions(everything).values())
    assert amounts["Code NAF 2025"] == 746
    assert amounts["Code NAF de plusieurs divisions possibles"] == 732 + 746 - single
    assert amounts["Code NAF sans correspondance en NAF rév. 2"] == 1
    sources: dict[str, list[dict[str, str]]] = {}
    for row in pairs():
        sources.setdefault(row["naf_2025"], []).append(row)
    chosen = [
        code
        for code, each in sources.items()
        if len({row["naf_rev2"][:2] for row in each}) > 1
        and len({r["naf_rev2"][:2] for r in each if r["cible_principale_insee"] == "oui"}) == 1
    ]
    assert amounts["Code NAF 2025 à plusieurs correspondances"] == len(chosen) > 30


@pytest.mark.parametrize(
    ("others", "told_version", "expected"),
    [
        (["4711F", "4520A"], None, ("95",)),  # the file is in rév. 2
        (["4711G", "9531G"], None, ("45", "82", "95")),  # in 2025: 95.3 and 95.4 are new there
        (["45"], None, ("95",)),  # a division that is of rév. 2 only
        (["4711F", "9531G"], None, ("45", "82", "95")),  # both: nothing is guessed
        ([], None, ("45", "82", "95")),
        ([], naf.REV2, ("95",)),  # a column says it
        (["4711F"], naf.NAF_2025, ("45", "82", "95")),
        (["4711F"], naf.OTHER, None),  # NAF 1993: not in our tables
    ],
)
def test_a_division_of_both_versions_is_read_in_that_of_its_column_or_of_its_file(
    others, told_version, expected
):
    con = read_codes(*(("f.csv", code, None) for code in others), ("f.csv", "95", told_version))
    assert divisions(con).get("95") == expected


def test_another_file_says_nothing_of_this_one():
    con = read_codes(("f.csv", "4711F", None), ("g.csv", "95", None))
    assert divisions(con)["95"] == ("45", "82", "95")


def test_a_code_of_one_version_only_is_read_in_it_whatever_its_column_says():
    con = read_codes(("f.csv", "9531", naf.REV2))
    assert divisions(con)["9531"] == ("45",)
    assert any("lu dans la sienne" in text for text in told(con))


def test_a_family_expects_an_activity_of_which_it_expects_all_the_divisions():
    con = read_codes(("f.csv", "9540Y", None), ("f.csv", "9531G", None), ("f.csv", "4724Y", None))
    found = dict(
        con.execute(
            """SELECT family || ' ' || code, fits FROM fit JOIN naf_code USING (activity)"""
        ).fetchall()
    )
    assert found["auto 9531G"] is True  # 45
    assert found["auto 9540Y"] is None  # 45 or 82
    assert found["btp 9540Y"] is False  # neither
    assert found["cuisine 4724Y"] is True  # 10 or 47, both expected
    assert found["commerce 4724Y"] is None


def test_every_family_expects_something_of_each_version(everything):
    for version, size in ((naf.REV2, "a.csv"), (naf.NAF_2025, "b.csv")):
        families = everything.execute(
            """SELECT count(DISTINCT family) FROM fit JOIN naf_code USING (activity)
               WHERE fits AND file = ?""",
            [size],
        ).fetchone()
        assert families == (15,), version


HEADER = "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;date_convention;debut;siret"


def followed(folder: Path, header: str, codes: list[str], extra: str = "") -> Path:
    """The small académie with one signed placement a code."""
    write_academy(folder)
    lines = [
        f"{BRAVO};2025-2026;2PRO;commerce;1;signé;01/12/2025;10/12/2025;12/01/2026;;"
        f"Société {rank};35001;{code}{extra}"
        for rank, code in enumerate(codes)
    ]
    write(folder, "stages.csv", f"{HEADER};entreprise;commune_accueil;{header}", *lines)
    return folder


COUNTED = """SELECT sum(naf_asked)::INT, sum(naf_expected)::INT, sum(naf_unknown)::INT
             FROM period_state"""


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("naf", "95.31G", ("9531G", None)),
        ("APE", "45.20A", ("4520A", None)),
        ("activitePrincipaleEtablissement", "45.20A", ("4520A", None)),
        ("naf25", "95", ("95", naf.NAF_2025)),
        ("APE 2025", "95", ("95", naf.NAF_2025)),
        ("activitePrincipale25Etablissement", "95", ("95", naf.NAF_2025)),
        ("activitePrincipaleNAF25Etablissement", "95", ("95", naf.NAF_2025)),
        ("NAF rév. 2", "95", ("95", naf.REV2)),
        ("naf;nomenclature", "95;NAFRev2", ("95", naf.REV2)),
        ("naf;nomenclature", "95;NAF 2025", ("95", naf.NAF_2025)),
        ("naf;nomenclature", "45.20A;NAF1993", ("4520A", naf.OTHER)),
        ("naf;naf25", "45.20A;95", ("4520A", None)),
        ("naf;naf25", ";95", ("95", naf.NAF_2025)),
        ("naf25;naf", "95;47", ("47", None)),
        ("naf25;naf rev 2", "95;47", ("47", naf.REV2)),
        ("naf25;naf rev 2", "95;", ("95", naf.NAF_2025)),
    ],
)
def test_a_version_is_what_its_column_or_its_header_says(tmp_path, header, cells, expected):
    line = f"73282932000074;Garage;54395;0-9;{cells}"
    path = write(tmp_path, "e.csv", f"siret;denomination;commune;tranche_effectif;{header}", line)
    found = read_table(path, "entreprises").accepted.iloc[0]
    assert (found["naf"], found["nomenclature"]) == expected


def test_renaming_codes_that_have_one_image_leaves_every_table_equal(tmp_path):
    images: dict[str, set[str]] = {}
    for row in pairs():
        images.setdefault(row["naf_2025"], set()).add(row["naf_rev2"][:2])
    new = {
        row["naf_rev2"]: row["naf_2025"]
        for row in pairs()
        if images[row["naf_2025"]] == {row["naf_rev2"][:2]}
    }
    codes = sorted(new)[:: len(new) // 10][:11]  # as many as the pupils due
    folders = {"old": codes, "new": [new[code] for code in codes]}
    reports = {
        name: import_folder(followed(tmp_path / name, "naf", list(codes)), tmp_path / f"h{name}")
        for name, codes in folders.items()
    }
    tables = {row[0] for row in rows(reports["old"], "SHOW TABLES")}
    told_apart = {"import_file", "remark", "batch", "info", "signature"}
    for table in some(sorted(tables - told_apart)):
        old, new_ = (rows(each, f'FROM "{table}" ORDER BY ALL') for each in reports.values())
        assert old == new_, table
    asked, expected, unknown = rows(reports["old"], COUNTED)[0]
    assert (asked, unknown) == (11, 0)
    assert 0 < expected < asked
    assert not rows(reports["old"], "FROM remark WHERE topic = 'Activités'")
    assert rows(reports["new"], "SELECT amount FROM remark WHERE topic = 'Activités'") == [(11,)]


def test_hosts_of_a_file_in_two_versions_are_counted_in_their_trade(tmp_path):
    report = import_folder(shared("cases") / "08-naf-2025", tmp_path, force=True)
    assert rows(report, COUNTED) == [(3, 2, 1)]
    told = """SELECT "column", value FROM repair UNION SELECT "column", "row" FROM reject"""
    assert any("99.99Z" in value for _, value in rows(report, told))
    named = rows(report, "SELECT company_name, size FROM host ORDER BY company")
    assert named[:2] == [("Garage B", "0-9"), (None, "0-9")]
