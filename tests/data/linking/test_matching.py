import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching import SPOILERS, hard_world, measure, withhold
from data.linking import matching
from data.linking.company_names import plain_names, read_words
from data.linking.matching import MARGIN, SURE, match_names

METZ, NANCY = "57463", "54395"


def register(*names: str, commune: str = METZ) -> pd.DataFrame:
    """A register of `names` in one commune; the SIRET tells the position."""
    siret = [f"{n:014d}" for n in range(1, len(names) + 1)]
    return pd.DataFrame({"siret": siret, "name": names, "commune": commune})


def look(name: str | None, known: pd.DataFrame, commune: str | None = METZ) -> pd.Series:
    return match_names(pd.DataFrame({"name": [name], "commune": [commune]}), known).iloc[0]


def test_the_similarity_of_a_near_word_is_jaro_winkler(oracles):
    case = json.loads((oracles / "linkage-jaro-winkler.json").read_text(encoding="utf-8"))
    pair, expected = case["inputs"][0], case["expected"][0]
    words = [np.array([pair[side]], dtype=object) for side in "ab"]
    found = matching._word_similarity(*words, np.array([[False]]))
    assert found[0, 0] == pytest.approx(expected["jaro_winkler"], abs=1e-6)  # kept as float32


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("S.A.R.L. Boulangerie de l’Église", "BOULANGERIE EGLISE"),
        ("S A R L DUPONT", "DUPONT"),
        ("Ets DURAND & Fils", "DURAND FILS"),
        ("Société d'exploitation Durand", "EXPLOITATION DURAND"),
        ("M. Durand", "DURAND"),
        ("Mme DURAND (EI)", "DURAND"),
        ("Boul. Mathis", "BOULANGERIE MATHIS"),
        ("PHAR. Mathis", "PHARMACIE MATHIS"),
        ("COMP. Mathis", "COMP MATHIS"),  # comptable or comptoir: left as it is
        ("Transports Weber", "TRANSPORT WEBER"),
        ("Hôtel St-Martin", "HOTEL SAINT MARTIN"),
        ("E. Leclerc", "LECLERC"),
        ("Mr Bricolage", "MRBRICOLAGE"),
        ("H & M", "HM"),
        ("Œuvre du Cœur", "OEUVRE COEUR"),
        ("Ville de Metz", "MAIRIE METZ"),
        ("La Société", "LA SOCIETE"),  # nothing else: kept
        ("—", ""),
        ("", ""),
    ],
)
def test_plain_name(typed, plain):
    assert plain_names(pd.Series([typed])).tolist() == [plain]


def test_the_table_of_words_is_plain_and_without_contradiction():
    words = read_words()
    every = [*words.dropped, *words.becomes, *words.generic, *words.places]
    assert all(word.isascii() and word.isalnum() and word.isupper() for word in every)
    assert not words.generic & words.dropped
    assert not set(words.becomes) & (words.dropped | words.generic | words.places)


def test_plain_names_reads_absent_names_as_empty():
    assert plain_names(pd.Series(["Sté Weber", None])).tolist() == ["WEBER", ""]


@pytest.mark.parametrize(
    ("typed", "known", "verdict"),
    [
        ("GARAGE DURAND", "Garage Durand", "sure"),
        ("DURAND GARAGE SARL", "Garage Durand", "sure"),  # swapped
        ("Gar. Durand", "Garage Durand", "sure"),  # abbreviated
        ("Garage Durandd", "Garage Durand", "sure"),  # slips
        ("Boulagnerie Thiébaut", "Boulangerie Thiébaut", "sure"),
        ("Restaurant Haut Bois", "Restaurant Hautbois", "sure"),  # cut elsewhere
        ("Garage Weber et fils", "Garage Weber", "sure"),
        ("Durand", "Garage Durand", "to_confirm"),  # a word less
        ("Garage Durand Metz", "Garage Durand", "sure"),
        ("Garage Durand Nord Auto", "Garage Durand", "to_confirm"),
        ("Boulangerie", "Boulangerie Durand", "new"),  # a trade alone
        ("Boulangerie", "Boulangerie", "to_confirm"),
        ("Boulangerie Pâtisserie Traiteur Weber", "Boulangerie Pâtisserie Traiteur Colin", "new"),
        ("Boulangerie Durand", "Garage Durand", "new"),
        ("Pierre Durand", "Jean Durand", "new"),
        ("École 3", "École 4", "new"),
        ("Leclerc 57", "Leclerc 54", "new"),
        ("Roux", "Doux", "to_confirm"),
        ("Garage du Lion", "Garage du Pont", "new"),
    ],
)
def test_one_known_company(typed, known, verdict):
    found = look(typed, register(known))
    assert found["verdict"] == verdict
    assert pd.isna(found["siret"]) == (verdict == "new")


def test_two_companies_alike_are_never_sure():
    found = look("Garage Durand", register("SARL Garage Durand", "Garage DURAND EI"))
    assert (found["verdict"], found["siret"]) == ("to_confirm", "00000000000001")
    assert found["other_sirets"] == ["00000000000002"]
    assert found["other_scores"] == [1.0]


def test_a_company_known_under_two_names_is_not_ambiguous():
    known = register("Garage Durand", "Durand Garage").assign(siret="00000000000009")
    assert look("Garage Durand", known)["verdict"] == "sure"


def test_two_surnames_one_letter_apart_are_two_companies():
    """The right one is missing; its neighbour's name is another name, not a slip."""
    known = pd.concat(
        [register("Garage Durant"), register("Coiffure Durand", commune=NANCY)], ignore_index=True
    )
    assert look("Garage Durand", known)["verdict"] == "to_confirm"
    assert look("Garage Durand", known.iloc[:1])["verdict"] == "sure"  # a slip, for all we know


def test_another_commune_does_not_match():
    assert look("Garage Durand", register("Garage Durand"), NANCY)["verdict"] == "new"
    assert look("Garage Durand", register("Garage Durand"), "LU")["verdict"] == "new"


@pytest.mark.parametrize("missing", [None, ""])
def test_without_commune_an_exact_and_unique_name_is_to_confirm_at_most(missing):
    known = register("Garage Durand", "Boulangerie")
    assert look("GARAGE DURAND", known, missing)["verdict"] == "to_confirm"
    assert look("Garage Durandd", known, missing)["verdict"] == "new"
    assert look("Boulangerie", known, missing)["verdict"] == "new"
    twice = pd.concat([known, register("Garage Durand", commune=NANCY).assign(siret="5")])
    assert look("Garage Durand", twice, missing)["verdict"] == "new"


@pytest.mark.parametrize("name", [None, "", "—", "SARL"])
def test_a_name_that_says_nothing_is_new(name):
    assert look(name, register("Garage Durand"))["verdict"] == "new"


def test_nothing_to_match_or_nothing_known():
    none = register().astype("str")
    asked = pd.DataFrame({"name": ["Garage Durand"], "commune": [METZ]})
    assert match_names(asked, none)["verdict"].tolist() == ["new"]
    assert match_names(asked.iloc[:0], register("Garage Durand")).empty


def test_rows_keep_their_index_and_repeated_names_their_answer():
    asked = pd.DataFrame({"name": ["Durand Garage", "X", "Durand Garage"], "commune": METZ})
    found = match_names(asked.set_axis([7, 3, 9]), register("Garage Durand"))
    assert found.index.tolist() == [7, 3, 9]
    assert found["verdict"].tolist() == ["sure", "new", "sure"]
    assert found.columns[:2].tolist() == ["name", "commune"]


def test_new_names_alike_share_a_group_within_a_commune():
    names = ["Garage Thiébaut", "GARAGE THIEBAUT SARL", "Garage Thiebautt", "Garage Colin"]
    asked = pd.DataFrame({"name": [*names, names[0]], "commune": [METZ] * 4 + [NANCY]})
    group = match_names(asked, register())["group"]
    assert group.str.fullmatch("N[0-9a-f]{32}").all()
    assert group[0] == group[1] == group[2]
    assert group[[0, 3, 4]].is_unique


def test_names_without_commune_are_grouped_by_plain_name_only():
    asked = pd.DataFrame({"name": ["Garage Weber", "garage weber", "Garage Weberr"]})
    group = match_names(asked.assign(commune=None), register())["group"]
    assert group[0] == group[1] != group[2]


TRADE = st.sampled_from(["Garage", "Boulangerie", "Hôtel", "École", "Coiffure"])
WORD = st.sampled_from(["Weber", "Durand", "Durant", "Thiébaut", "Colin", "Collin", "Mathis"])
NAME = st.builds(lambda *w: " ".join(filter(None, w)), TRADE | st.just(""), WORD)
PLACE = st.sampled_from([METZ, NANCY, None])
ROWS = st.lists(st.tuples(NAME, PLACE), min_size=1, max_size=12)


def table(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "commune"])


@settings(max_examples=40)
@given(ROWS, ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(asked, known, chance):
    left = table(asked)
    right = table(known).assign(siret=[f"{n:014d}" for n in range(len(known))])
    order, other = [*range(len(left))], [*range(len(right))]
    chance.shuffle(order)
    chance.shuffle(other)
    straight = match_names(left, right)
    shuffled = match_names(left.iloc[order], right.iloc[other]).sort_index()
    pd.testing.assert_frame_equal(straight, shuffled)


@settings(max_examples=40)
@given(ROWS, ROWS)
def test_an_answer_depends_on_no_other_name_asked(asked, known):
    right = table(known).assign(siret=[f"{n:014d}" for n in range(len(known))])
    together = match_names(table(asked), right).iloc[[0]].drop(columns="group")
    alone = match_names(table(asked[:1]), right).drop(columns="group")
    pd.testing.assert_frame_equal(together, alone)


@settings(max_examples=40)
@given(
    NAME,
    st.sampled_from(["{}", "SARL {}", "{} SAS", "Ets. {}", "« {} »", "{} (E.I.)", "M. {}"]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
)
def test_a_sure_match_resists_case_punctuation_and_legal_form(name, form, case):
    spelt = case(form.format(name))
    there, back = look(spelt, register(name)), look(name, register(spelt))
    assert (there["verdict"], there["score"]) == (back["verdict"], back["score"]) == ("sure", 1.0)


def test_thresholds_decide(monkeypatch):
    known = register("Garage Durand")
    assert look("Garage Durandd", known)["verdict"] == "sure"
    monkeypatch.setattr(matching, "SURE", 0.999)
    assert look("Garage Durandd", known)["verdict"] == "to_confirm"
    monkeypatch.setattr(matching, "TO_CONFIRM", 0.999)
    assert look("Garage Durandd", known)["verdict"] == "new"


def test_the_margin_decides():
    names = pd.DataFrame({"plain_name": ["A", "B"], "commune": METZ})
    pairs = pd.DataFrame(
        [(0, "1", SURE + 0.1), (0, "2", SURE + 0.1 - MARGIN), (1, "1", 0.9), (1, "2", 0.86)],
        columns=["row", "siret", "score"],
    )
    assert matching.choose(names, pairs.round(4))["verdict"].tolist() == ["sure", "to_confirm"]


FLOORS = {  # precision of « sure », recall of « sure », recall of all that is shown
    "casse, forme": (0.995, 0.99, 0.99),
    "mots échangés": (0.995, 0.99, 0.99),
    "une faute": (0.995, 0.95, 0.97),
    "deux fautes": (0.985, 0.65, 0.70),
    "mot ajouté": (0.995, 0.10, 0.97),
    "abrégé": (0.995, 0.90, 0.98),
    "collé": (0.995, 0.93, 0.93),
}


@pytest.fixture(scope="module")
def hard():
    return hard_world(5, 4000)


@pytest.mark.parametrize("way", FLOORS)
def test_spoilt_names_are_found_again(hard, way):
    known, spoilt = hard
    rows = known.assign(truth=known["siret"], name=spoilt[way])
    found = measure(rows[["name", "commune", "truth"]], withhold(known, 5))
    precision, sure, shown = FLOORS[way]
    assert found["precision_sur"] >= precision
    assert found["rappel_sur"] >= sure
    assert found["rappel_tout"] >= shown


def test_the_benchmark_sees_a_bad_threshold(hard, monkeypatch):
    known, spoilt = hard
    rows = known.assign(truth=known["siret"], name=spoilt["casse, forme"])
    monkeypatch.setattr(matching, "SURE", 0.66)
    found = measure(rows[["name", "commune", "truth"]], withhold(known, 5))
    assert found["precision_sur"] < FLOORS["casse, forme"][0]
    assert set(SPOILERS) == set(FLOORS) | {"mot manquant"}
