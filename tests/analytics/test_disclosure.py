import pandas as pd
import pytest

from analytics.disclosure import MASKED_NAME, About, Level, Published, internal

ABOUT = About("Titre", "académie", "2025-2026", "accueil", "démonstration")


def test_a_published_table_is_made_by_the_gate_only() -> None:
    with pytest.raises(TypeError, match="disclosure"):
        Published(pd.DataFrame(), ABOUT, Level.INTERNAL)


def test_protected_names_are_masked_even_when_the_table_still_holds_them() -> None:
    table = pd.DataFrame(
        {"company_name": ["Garage", "Ysolde B.", "X"], "may_be_named": [True, False, None]}
    )
    shown = internal(table, ABOUT).table
    assert shown["company_name"].tolist() == ["Garage", MASKED_NAME, MASKED_NAME]


@pytest.mark.parametrize("column", ["siret", "company"])
def test_identifiers_of_companies_do_not_pass(column: str) -> None:
    with pytest.raises(ValueError, match=column):
        internal(pd.DataFrame({column: ["1"]}), ABOUT)


def test_names_without_the_right_to_show_them_do_not_pass() -> None:
    with pytest.raises(ValueError, match="may_be_named"):
        internal(pd.DataFrame({"company_name": ["Garage"]}), ABOUT)
