"""Académies: thirty, each département in one, whatever way a file writes their names."""

import pytest

from data.reference.academies import AcademieError, academie, academies, of_prefixes, prefixes


def test_each_departement_is_of_one_academie() -> None:
    departments = [d for one in academies().values() for d in one.departments]
    assert len(academies()) == 30
    assert len(departments) == len(set(departments)) == 101


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("lille", "Lille"),
        ("BESANCON", "Besançon"),
        ("Besançon", "Besançon"),
        ("03", "Besançon"),
        ("CAEN", "Normandie"),
        ("Rouen", "Normandie"),
        ("reunion", "La Réunion"),
        ("LA REUNION", "La Réunion"),
        ("orleans tours", "Orléans-Tours"),
        ("académie d’Aix-Marseille", "Aix-Marseille"),
        (" Nancy-Metz ", "Nancy-Metz"),
    ],
)
def test_an_academie_is_found_however_it_is_written(written: str, name: str) -> None:
    assert academie(written).name == name


def test_another_name_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(AcademieError, match=r"« Nanci-Metz » n’est pas une académie \(Nancy-Metz"):
        academie("Nanci-Metz")


def test_uai_of_corsica_and_overseas_have_their_own_start() -> None:
    assert prefixes(["54", "2A", "2B", "974"]) == ("054", "620", "720", "974")
    assert of_prefixes(["054", "057", "620", "999", "974"]) == {
        "Nancy-Metz": 2,
        "Corse": 1,
        "La Réunion": 1,
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lille", "de Lille"),
        ("Amiens", "d’Amiens"),
        ("Orléans-Tours", "d’Orléans-Tours"),
        ("Guadeloupe", "de la Guadeloupe"),
        ("La Réunion", "de La Réunion"),
        ("Mayotte", "de Mayotte"),
    ],
)
def test_the_name_has_its_article(name: str, words: str) -> None:
    assert academies()[name].of_name == words
