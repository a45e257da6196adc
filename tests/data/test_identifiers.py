"""Identifiers: what is valid, what is mended, what is said lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.identifiers import is_valid_siret, is_valid_uai, repair_siret, uai_letter

LYCEE = "19540015500014"  # SIRET of a public lycée
LA_POSTE_SITE = "35600000012342"  # sum of digits 26, and Luhn fails


def siret_from(thirteen: str) -> str:
    """The SIRET whose first thirteen digits are given: Luhn's last digit, by trial."""
    return next(thirteen + last for last in "0123456789" if _luhn(thirteen + last))


def _luhn(digits: str) -> bool:
    """Luhn's rule as its article states it, written apart from the product's."""
    doubled = [int(d) for d in digits]
    for i in range(len(digits) - 2, -1, -2):
        doubled[i] = sum(map(int, str(2 * doubled[i])))
    return sum(doubled) % 10 == 0


sirets = st.text("0123456789", min_size=13, max_size=13).map(siret_from).filter(is_valid_siret)


def test_the_letter_of_a_uai_is_the_remainder_modulo_23():
    assert uai_letter("0000000") == "A"
    assert uai_letter("0000022") == "Z"
    assert uai_letter("0000023") == "A"
    assert uai_letter("0541268") == "K"


@pytest.mark.parametrize("uai", ["0541268K", "0570279U", "0540015Y"])
def test_real_uai_are_valid(uai):
    assert is_valid_uai(uai)


@pytest.mark.parametrize(
    "text",
    [None, "", "0541268L", "0541268k", "541268K", "0541268", "0541268KK", " 0541268K", "٠541268K"],
)
def test_anything_else_is_not_a_uai(text):
    assert not is_valid_uai(text)


def test_a_uai_has_one_valid_letter():
    valid = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_valid_uai("0541268" + letter)]
    assert valid == ["K"]


def test_a_siret_is_fourteen_digits_that_pass_luhn():
    assert is_valid_siret(LYCEE)
    assert is_valid_siret("73282932000074")
    assert not is_valid_siret("73282932000075")
    assert not is_valid_siret("0" * 14)
    assert not is_valid_siret(None)


def test_the_establishments_of_la_poste_are_valid_by_the_sum_of_their_digits():
    assert is_valid_siret("35600000000048")  # head office: Luhn
    assert is_valid_siret("35600000049837")  # 3+5+6+4+9+8+3+7 = 45
    assert not _luhn("35600000049837")
    assert not is_valid_siret(LA_POSTE_SITE)


@given(sirets, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(siret, place, shift):
    wrong = str((int(siret[place]) + shift) % 10)
    altered = siret[:place] + wrong + siret[place + 1 :]
    if not siret.startswith("356000000") and not altered.startswith("356000000"):
        assert not is_valid_siret(altered)


@given(sirets)
def test_a_valid_siret_is_left_as_it_is_and_nothing_is_said(siret):
    assert repair_siret(siret) == (siret, "")


@given(sirets)
def test_spaces_points_and_hyphens_are_taken_out(siret):
    for written in (
        f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}",
        f"{siret[:9]}\u00a0{siret[9:]}",
        f"{siret[:9]}\u202f{siret[9:]}",
        f"{siret[:9]}-{siret[9:]}",
        f"{siret[:9]}.{siret[9:]}",
    ):
        value, reason = repair_siret(written)
        assert value == siret
        assert reason == "espaces ou ponctuation retirés du SIRET"


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_leading_zeros_that_a_spreadsheet_dropped_come_back(lost):
    siret = siret_from("0" * lost + "5320067000123"[lost:])
    assert siret.startswith("0" * lost)
    assert repair_siret(siret[lost:]) == (siret, "zéros de tête du SIRET rétablis")
    assert repair_siret(siret[lost:] + ".0")[0] == siret


@pytest.mark.parametrize(
    "text", ["2,17003E+13", "2.17003E+13", "2,17003e13", " 2,17003E+13 ", "2E+13"]
)
def test_scientific_notation_is_lost_and_the_message_says_what_to_do(text):
    value, reason = repair_siret(text)
    assert value is None
    assert text.strip() in reason
    assert "irrécupérable" in reason
    assert "format texte" in reason


def test_a_siren_is_not_made_into_a_siret():
    value, reason = repair_siret("732 829 320")
    assert value is None
    assert "SIREN" in reason
    assert "NIC" in reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "absent"),
        ("", "absent"),
        ("   ", "absent"),
        ("en cours", "illisible"),
        ("7328293200007٤", "illisible"),
        ("73282932000075", "clé de contrôle"),
        ("732829320000745", "trop long"),
        ("7328293200", "trop court"),
        ("123", "faux"),
    ],
)
def test_what_cannot_be_mended_says_why(text, said):
    value, reason = repair_siret(text)
    assert value is None
    assert said in reason


@given(st.one_of(st.text(), st.text("0123456789 .,E+-’", max_size=20), st.none()))
def test_a_repair_is_a_valid_siret_or_nothing_with_a_reason(text):
    value, reason = repair_siret(text)
    if value is None:
        assert reason
    else:
        assert is_valid_siret(value)
        digits = "".join(c for c in str(text).strip().removesuffix(".0") if c.isdigit())
        assert value.lstrip("0") == digits.lstrip("0")  # no digit is invented, none lost
