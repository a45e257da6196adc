import io
import math

import pandas as pd
import pytest

from analytics.pole.findings import COLUMNS
from analytics.pole.spine import COUNTED
from figures.words.findings import answer, question, sentence, sentences

ACCESS = {
    "kind": "constat",
    "rule": "gap",
    "line": "taux_acces",
    "subject": "",
    "value": 0.887,
    "low": 0.875,
    "high": 0.898,
    "reference": 0.924,
    "count": math.nan,
    "n": 3825,
}
LACK = {**ACCESS, "rule": "lack", "subject": "Commerce", "count": 62, "n": 300}
COMPARED = [line.key for line in COUNTED] + ["distance"]


def test_a_difference_says_value_interval_gap_and_reference() -> None:
    assert sentence(ACCESS) == (
        "Taux d’accès à J0\u00a0: 88,7\u00a0% [87,5\u00a0;\u00a089,8], 3,7\u00a0points au-dessous "
        "de l’académie (92,4\u00a0%)."
    )


def test_a_way_is_said_in_km() -> None:
    row = {**ACCESS, "line": "distance", "value": 12.0, "low": 10.7, "high": 14.3, "reference": 9.2}
    assert sentence(row) == (
        "Distance médiane\u00a0: 12,0\u00a0km [10,7\u00a0;\u00a014,3], 2,8\u00a0km au-dessus de "
        "l’académie (9,2\u00a0km)."
    )


def test_one_place_is_singular() -> None:
    assert "1\u00a0place manquait" in sentence({**LACK, "count": 1})
    assert "62\u00a0places manquaient" in sentence(LACK)


@pytest.mark.parametrize("line", COMPARED)
def test_every_line_that_can_be_told_has_its_words(line: str) -> None:
    row = {**ACCESS, "line": line}
    for rule in ("gap", "cause", "known"):
        if rule == "cause" and line in ("famille", "aide", "autosuffisance"):
            continue  # neither side is better: nothing is asked
        if rule == "known" and line in ("taux_acces", "sans_lieu", "non_renseigne"):
            continue  # their unknown part is a line of its own
        assert sentence({**row, "rule": rule})
    assert "au-dessous de l’académie" in answer(pd.DataFrame([row]))


def test_sentences_come_back_from_an_exported_table() -> None:
    rows = pd.DataFrame(
        [
            ACCESS,
            LACK,
            {**ACCESS, "rule": "nothing", "count": 10},
            {**ACCESS, "kind": "question", "rule": "peers", "subject": "Briey\nNancy"},
            {**ACCESS, "kind": "question", "rule": "silent", "count": 2, "n": 734},
        ]
    )[list(COLUMNS)]
    back = pd.read_csv(io.StringIO(rows.to_csv(index=False)), keep_default_na=True)
    back[["line", "subject"]] = back[["line", "subject"]].fillna("")
    for kind in ("constat", "question"):
        assert sentences(back, kind) == sentences(rows, kind)
    assert "Briey et Nancy" in sentences(back, "question")[0]


def test_the_answer_is_made_of_the_findings() -> None:
    text = answer(pd.DataFrame([ACCESS, LACK]))
    assert text.startswith("À formations égales, l’accès à J0 est **nettement au-dessous")
    assert text.endswith(sentence(LACK))


def test_a_rule_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        sentence({**ACCESS, "rule": "autre"})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Nancy", "de Nancy"),
        ("Épinal", "d’Épinal"),
        ("Nord meusien", "du Nord meusien"),
        ("Vosges Est", "des Vosges Est"),
    ],
)
def test_the_question_names_the_pole(name: str, words: str) -> None:
    assert question(name) == f"Comment va le pôle {words}\u00a0?"
