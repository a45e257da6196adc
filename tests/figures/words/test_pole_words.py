import pandas as pd

from figures.words.pole_words import describe_schools, sending_sentence


def test_schools_are_counted_by_what_they_sent() -> None:
    schools = pd.DataFrame({"status": ["complet", "partiel", "partiel", "non renseigné"]})
    assert sending_sentence(schools).startswith(
        "4\u00a0établissements\u00a0: 1\u00a0complet, 2\u00a0partiels et 1\u00a0sans transmission."
    )
    assert "sans objet" in sending_sentence(schools.head(0))


def test_a_rate_that_nobody_told_has_its_word() -> None:
    rows = pd.DataFrame(
        {
            "rate": [0.948, float("nan")],
            "low": [0.91, 0.0],
            "high": [0.963, 1.0],
            "absence": ["", "non renseigné"],
        }
    )
    table = describe_schools(rows)
    assert table["rate_text"].tolist() == ["94,8\u00a0%", "non renseigné"]
    assert table["interval_text"].tolist() == ["[91,0\u00a0;\u00a096,3]", ""]
