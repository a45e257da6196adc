"""A formation stands in for a level and a family that a file does not give."""

import pytest

from tests.data.conftest import BRAVO, write
from tests.data.reading import read_table


def _read(folder, header: str, *rows: str):
    return read_table(write(folder, "effectifs.csv", header, *rows), "effectifs")


def test_a_file_with_formations_only_is_understood(tmp_path):
    found = _read(
        tmp_path,
        "uai;annee_scolaire;formation;effectif",
        f"{BRAVO};2025-2026;2NDE PRO METIERS DE LA RELATION CLIENT;24",
        f"{BRAVO};2025-2026;TLE ASSP;12",
    )
    assert found.accepted[["niveau", "famille"]].to_numpy().tolist() == [
        ["2PRO", "commerce"],
        ["TPRO", "sante"],
    ]
    assert len(found.repaired) == 4
    assert found.repaired["reason"].str.contains("hypothèse").all()


def test_what_the_file_says_goes_before_what_is_deduced(tmp_path):
    found = _read(
        tmp_path,
        "uai;annee_scolaire;niveau;famille;formation;effectif",
        f"{BRAVO};2025-2026;1PRO;;TLE ASSP;12",
    )
    assert found.accepted[["niveau", "famille"]].to_numpy().tolist() == [["1PRO", "sante"]]


def test_a_formation_that_says_nothing_refuses_the_line_with_its_reason(tmp_path):
    found = _read(tmp_path, "uai;annee_scolaire;formation;effectif", f"{BRAVO};2025-2026;ZZZ 12;12")
    assert found.accepted.empty
    assert "ZZZ 12" in found.rejected["value"].tolist()


@pytest.mark.parametrize("title", ["niveau", "famille"])
def test_without_a_formation_level_and_family_stay_needed(tmp_path, title):
    from data.readers import IntakeError

    header = [c for c in ("uai", "annee_scolaire", "niveau", "famille", "effectif") if c != title]
    with pytest.raises(IntakeError, match=title):
        _read(tmp_path, ";".join(header), ";".join(["x"] * 4))
