"""Activity codes: every code of either version is read, at each grain, and nothing else."""

import csv

import pytest

from data.contracts import naf
from data.contracts.kinds import parse_naf
from data.reference import REFERENCE
from tests.conftest import some

FOLDER = REFERENCE / "naf2025"
LEAVES = {
    naf.REV2: ("concordance.csv", "naf_rev2", 732),
    naf.NAF_2025: ("naf2025.csv", "naf_2025", 747),
}


def leaves(version: str) -> list[str]:
    """Sub-classes of a version, with their point."""
    file, column, _ = LEAVES[version]
    with (FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return sorted({row[column] for row in csv.DictReader(stream)})


@pytest.mark.parametrize("version", LEAVES)
def test_every_code_of_a_version_is_read_at_each_grain_with_or_without_its_point(version):
    found = leaves(version)
    assert len(found) == LEAVES[version][2]
    for leaf in some(found):
        for text in (leaf, leaf[:5], leaf[:4], leaf[:2]):
            plain = text.replace(".", "")
            assert parse_naf(text).value == plain
            if not (len(plain) == 3 and naf.is_known("0" + plain)):  # 141: 14.1 or 01.41
                assert parse_naf(plain).value == plain
            assert parse_naf(f" {text.lower()} ").value == plain
            assert plain in naf.codes()[version]


def test_no_sub_class_is_of_both_versions():
    assert not set(leaves(naf.REV2)) & set(leaves(naf.NAF_2025))


def test_codes_taken_for_numbers_get_their_zeros_back_and_that_is_said():
    for text, value in (("1.11", "0111"), ("1.1", "011"), ("111Z", "0111Z"), ("113Y", "0113Y")):
        found = parse_naf(text)
        assert (found.value, bool(found.repair)) == (value, True)
    assert parse_naf("47.0").value == "47"
    assert parse_naf("47,11F").value == "4711F"


def test_the_label_after_a_whole_code_is_left_out():
    assert parse_naf("4399A Travaux d'étanchéification").value == "4399A"
    assert parse_naf("95.31G - Réparation").value == "9531G"


@pytest.mark.parametrize(
    "text",
    ["99.99Z", "00.00Z", "00", "47.11Z", "45.20Y", "95.31Z", "54395", "-4", "4e5", "12 élèves",
     "12/01/2026", "commerce", "G", "471100", "100000000000000"],
)  # fmt: skip
def test_what_is_of_neither_version_is_refused(text):
    found = parse_naf(text)
    assert found.value is None
    assert found.error.startswith(f"code NAF « {text} »")


def test_three_digits_that_may_be_a_group_or_a_class_are_not_guessed():
    assert "14.1 ou 01.41" in parse_naf("141").error
    assert parse_naf("14.1").value == "141"


@pytest.mark.parametrize(
    ("header", "version"),
    [
        *((text, naf.NAF_2025) for text in ("naf25", "naf_2025", "ape_2025", "code_ape_25")),
        ("activiteprincipale25etablissement", naf.NAF_2025),
        ("activiteprincipalenaf25etablissement", naf.NAF_2025),
        *((text, naf.REV2) for text in ("naf_rev2", "naf_rev_2", "code_naf_2008")),
        *((text, None) for text in ("naf", "ape", "activiteprincipaleetablissement")),
    ],
)
def test_a_header_says_its_version(header, version):
    assert header in naf.HEADERS
    assert naf.version_of_header(header) == version


def test_every_header_with_a_year_or_a_revision_says_its_version():
    for header in naf.HEADERS:
        if "25" in header:
            assert naf.version_of_header(header) == naf.NAF_2025, header
        elif "2008" in header or "rev" in header:
            assert naf.version_of_header(header) == naf.REV2, header
        else:
            assert naf.version_of_header(header) is None, header


def test_what_a_nomenclature_column_says_is_one_of_three():
    for word in ("nafrev2", "naf_rev_2", "naf2025", "naf_2025", "naf1993", "nap"):
        assert word in naf.VERSIONS
    assert set(naf.VERSIONS.values()) == {naf.REV2, naf.NAF_2025, naf.OTHER}
