import pandas as pd

from analytics.engagement import moved
from figures.words.sentences import access_answer, companies_answer, potential_answer


def _whole(due: int, without: int, unknown: int) -> pd.Series:
    return pd.Series({"due": due, "without": without, "unknown": unknown})


def _zones(*sides: str) -> pd.DataFrame:
    return pd.DataFrame({"name": [f"Z{i}" for i in range(len(sides))], "position": list(sides)})


def test_the_answer_names_the_zones_below_and_counts_the_others() -> None:
    text = access_answer(_whole(100, 7, 20), _zones("unfavourable", "indistinct", "indistinct"))
    assert "7 périodes sur 80 suivies" in text
    assert "20 autres ne sont pas renseignées" in text
    assert "Z0" in text
    assert "Pour 2\u00a0bassins" in text


def test_without_any_follow_up_nothing_is_claimed() -> None:
    text = access_answer(_whole(100, 0, 100), _zones("", ""))
    assert "non renseignés" in text.replace("ne sont pas renseignés", "non renseignés")
    assert "%" not in text


def test_no_due_is_not_applicable() -> None:
    assert "sans objet" in access_answer(_whole(0, 0, 0), _zones())


def test_no_zone_apart_is_said() -> None:
    assert "Aucun bassin ne se distingue" in access_answer(_whole(10, 1, 0), _zones("indistinct"))


def test_potential_access_is_a_mean_over_pupils() -> None:
    reached = pd.DataFrame(
        {"pupils": [30.0, 10.0, 0.0], "access": [100.0, 200.0, 900.0], "zone_name": ["A", "B", "B"]}
    )
    lacks = pd.DataFrame({"zone_name": ["A"], "family_name": ["Bois"], "to_place": [3.0]})
    text = potential_answer(reached, "20\u00a0km", lacks)
    assert "125 places potentielles" in text
    assert "de 100 (A) à 200 (B)" in text
    assert "surtout en Bois, bassin d’A (3\u00a0places)" in text


def test_pupils_of_no_family_lack_places_in_a_basin_not_in_a_family() -> None:
    reached = pd.DataFrame({"pupils": [10], "access": [50.0], "zone_name": ["Sud meusien"]})
    lacks = pd.DataFrame(
        {"zone_name": ["Sud meusien"], "family_name": ["Toutes formations"], "to_place": [59]}
    )
    text = potential_answer(reached, "20\u00a0km", lacks)
    assert "manquaient surtout dans le bassin du Sud meusien (59\u00a0places)" in text


def test_the_worst_of_what_is_diffused_is_not_said_to_be_the_worst() -> None:
    reached = pd.DataFrame({"pupils": [10], "access": [50.0], "zone_name": ["A"]})
    lacks = pd.DataFrame(
        {"zone_name": ["A", "A"], "family_name": ["Bois", "Auto"], "to_place": [3, float("nan")]}
    )
    text = potential_answer(reached, "20\u00a0km", lacks)
    assert "(3\u00a0places, parmi les nombres diffusés)" in text


def test_companies_are_counted_and_compared() -> None:
    moves = moved(pd.DataFrame({"new": [1], "returning": [1], "lost": [1]}))
    text = companies_answer(2, 0, 0.1, moves, "2024-2025")
    assert "2\u00a0lieux d’accueil" in text
    assert "10,0\u00a0%" in text
    assert "1 revenus, 1 nouveaux, 1 non revus" in text
    assert "n’est pas renseigné" in companies_answer(0, 0, float("nan"), moves, None)
