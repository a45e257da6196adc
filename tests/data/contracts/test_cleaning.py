"""Cleaning: what nobody sees or means is taken out of a cell; absence has many words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts.cleaning import fold, is_absent, made_plain, unscrambled, visible

NAMES = st.text("abcdefghijéèàçôëïùÉÈÀŒœ’ -°0123456789", min_size=1)


@given(NAMES)
def test_utf_8_read_once_or_twice_as_windows_comes_back(text):
    wrong = text.encode("utf-8").decode("cp1252", "replace")
    if "\ufffd" not in wrong:
        assert unscrambled(wrong) == text
        again = wrong.encode("utf-8").decode("cp1252", "replace")
        assert "\ufffd" in again or unscrambled(again) == text


@pytest.mark.parametrize("text", ["Pâtisserie Ångström", "DÉJÀ VU", "Â la carte", "Noël", "São"])
def test_a_right_text_is_not_unscrambled(text):
    assert unscrambled(text) == text


@given(st.sampled_from("\u200b\u200e\u200f\u2060\ufeff\u00ad\u061c\x07"), st.integers(0, 8))
def test_an_invisible_sign_is_taken_out_wherever_it_stands_and_shown(sign, at):
    written = "0540015Y"[:at] + sign + "0540015Y"[at:]
    cell = made_plain(written)
    assert cell.text == "0540015Y"
    assert f"<U+{ord(sign):04X}>" in cell.repair
    assert visible("0540015Y") == "0540015Y"


@pytest.mark.parametrize(
    "written",
    ['="0540015Y"', "'0540015Y", "“0540015Y”", "« 0540015Y »", "０５４００１５Y", "‘0540015Y’"],
)
def test_what_stands_around_a_code_is_taken_off(written):
    assert made_plain(written).text == "0540015Y"


def test_a_name_keeps_its_own_signs():
    for name in ("L’Atelier", "'T Hoekje", "Café–Bar", "S.A. « Le Coin » et fils"):
        assert made_plain(name, is_code=False).text == name


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "--",
        "—",
        "–",
        "?",
        "??",
        ".",
        "…",
        "/",
        "*",
        "ND",
        "nd",
        "N.D.",
        "N/D",
        "#N/A",
        "#REF!",
        "#VALEUR!",
        "#VALUE!",
        "#NOM?",
        "#DIV/0!",
        "Err:502",
        "néant",
        "NÉANT",
        "aucun",
        "Aucune",
        "inconnu",
        "NC",
        "n.c.",
        "NSP",
        "[ND]",
        "(vide)",
        "nan",
        "null",
        "None",
        "xxx",
        "####",
        "<NA>",
    ],
)
def test_words_of_absence_say_nothing_anywhere(text):
    assert is_absent(text, official=False)


@pytest.mark.parametrize(
    "text",
    [
        *("à définir", "A PRÉCISER", "à compléter", "en cours", "En attente", "sans objet"),
        *("non renseigné", "pas encore trouvé", "en recherche", "à déterminer", "S.O.", "n.p."),
        *("En recherche de stage", "recherche active", "en attente de réponse", "sans lieu"),
        *("À définir ultérieurement", "aucune entreprise", "Pas d’entreprise", "-- Choisir --"),
        *("Sélectionnez une entreprise", "réponse en attente", "à voir ?", "En cours de signature"),
        *("Pas de lieu pour l’instant", "A RENSEIGNER PAR LE LYCÉE", "sans affectation"),
    ],
)
def test_phrases_of_absence_too(text):
    assert is_absent(text, official=False)


@given(
    st.sampled_from(["pas de", "aucun", "sans", "en attente de", "à la recherche d’un"]),
    st.sampled_from(["lieu", "stage", "entreprise", "lieu de stage", "structure d’accueil"]),
    st.sampled_from(["", " pour le moment", " à ce jour", " trouvé", "…"]),
)
def test_a_phrase_of_absence_is_one_however_it_goes_on(start, thing, end):
    assert is_absent(f"{start} {thing}{end}", official=False)
    assert is_absent(f"{start} {thing}{end}".upper(), official=False)
    assert not is_absent(f"{start} {thing} Martin{end}", official=False)


@pytest.mark.parametrize(
    "text",
    [
        *("Sans Souci", "La Place", "Pas à Pas", "A Voir Optique", "Cherche-Midi", "Rien à dire"),
        *("À la recherche du pain perdu", "RAS Intérim", "NP Auto", "SO Bio", "Solution RH"),
    ],
)
def test_a_name_that_starts_as_an_absence_is_a_name(text):
    assert not is_absent(text, official=False)


@pytest.mark.parametrize(
    "text",
    ["Nancy", "S", "X", "NS", "1111", "A", "Chez Néant", "En cours de cuisine", "#Team", "3M", "✓"],
)
def test_a_name_is_not_an_absence(text):
    assert not is_absent(text, official=False)


@pytest.mark.parametrize("title", ["N° UAI", "Nº UAI", "№ UAI", "n° uai", "N°UAI", "N ° UAI"])
def test_number_signs_fold_alike(title):
    assert fold(title) == "n_uai"


@pytest.mark.parametrize("plus", ["+", " +", "＋", "﹢", "⁺"])
def test_a_plus_is_kept_whatever_its_form(plus):
    assert fold(f"REP{plus}") == "rep_plus"
