"""Nothing of the demonstration exists: no school and no company."""

from data.identifiers import is_valid_siret, is_valid_uai


def luhn(digits: str) -> int:
    """Luhn's sum, by hand: every other digit from the right is doubled."""
    doubled = [(1 + place % 2) * int(digit) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled)


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
    assert (codes.str[:9].map(luhn) % 10 == 0).all()
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
