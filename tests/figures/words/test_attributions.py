import pandas as pd

from figures.words.attributions import NO_HOST, balance_answer, describe_balance, host_answer

COUNTS = [
    *("due_school", "due_home", "due_in", "due_out", "due_told"),
    *("placed_school", "placed_home", "placed_host", "host_in", "host_out"),
]
OWN = pd.DataFrame(
    {
        "bef": ["B1", "*", None],
        "value": [0.7, 0.8, 0.1],
        "low": [0.6, 0.79, 0.0],
        "high": [0.75, 0.81, 0.2],
    }
)


def balance(**changes: dict[str, float]) -> pd.DataFrame:
    """Two BEF and the places that are none; `changes`: counts of a row, by its code."""
    rows = {
        "B1": [2000, 1700.4, 100.2, 399.8, 2000, 1800, 1530, 1500, 50, 350],
        "B2": [1000, 1299.6, 399.8, 100.2, 1000, 900, 1170, 1080, 240, 60],
        "ailleurs": [0, 0, 0, 0, 0, 0, 0, 100, 100, 0],
        "etranger": [0, 0, 0, 0, 0, 0, 0, 20, 20, 0],
        "inconnu": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "*": [3000, 3000, 500, 500, 3000, 2700, 2700, 2700, 410, 410],
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=COUNTS, dtype=float)
    for code, counts in changes.items():
        table.loc[{"whole": "*"}.get(code, code), list(counts)] = list(counts.values())
    table.insert(0, "label", ["Ouest", "Est", "", "", "", ""])
    return table.rename_axis("bef").reset_index()


def test_rows_are_named_and_those_that_hold_nothing_left_out() -> None:
    table = describe_balance(balance(), OWN)
    assert table["bef"].tolist() == ["B1", "B2", "ailleurs", "etranger", "*"]
    assert table["name"].tolist()[-2:] == ["À l’étranger", "Ensemble"]
    assert table["name"].iloc[0] == "Ouest"


def test_shares_placed_in_their_own_bef_stand_beside_the_counts() -> None:
    table = describe_balance(balance(), OWN).set_index("bef")
    assert table.loc["B1", ["own", "own_low", "own_high"]].tolist() == [0.7, 0.6, 0.75]
    assert table.loc["*", "own"] == 0.8
    assert table.loc[["B2", "ailleurs", "etranger"], "own"].isna().all()


def test_abroad_has_hosts_and_neither_school_nor_residence() -> None:
    abroad = describe_balance(balance(), OWN).set_index("bef").loc["etranger"]
    assert abroad["placed_host"] == 20
    assert (
        abroad[["due_school", "due_home", "placed_school", "placed_home", "host_out"]].isna().all()
    )
    whole = describe_balance(balance(), OWN).set_index("bef").loc["*"]
    assert whole[COUNTS].notna().all()


def test_the_answer_says_how_many_change_of_zone_and_where_most() -> None:
    text = balance_answer(balance())
    assert "3\u00a0000\u00a0périodes dues" in text
    assert "environ 500 (16,7\u00a0%) changent de bassin" in text
    assert "Est en gagne le plus (+300), Ouest en perd le plus (−300)" in text
    assert "410\u00a0placements sur 2\u00a0700 (15,2\u00a0%)" in text
    assert "**Est**" not in text
    assert "**Est**\u00a0: y vivent mais étudient ailleurs 400" in balance_answer(balance(), "B2")


def test_residences_told_in_part_are_said_and_none_is_no_estimate() -> None:
    part = balance_answer(balance(whole={"due_told": 1500}))
    assert "Résidences connues pour 50,0\u00a0% des périodes." in part
    none = balance_answer(balance(whole={"due_told": 0}))
    assert "Aucun fichier de résidences" in none
    assert "changent de bassin" not in none


def test_without_dues_or_placements_no_share_is_given() -> None:
    assert "sans objet" in balance_answer(balance(whole={"due_school": 0}))
    assert "Aucun placement n’est transmis" in balance_answer(balance(whole={"placed_host": 0}))
    assert "Aucun placement transmis" in host_answer(balance(whole={"placed_host": 0}))


def test_hosts_are_counted_where_they_are() -> None:
    text = host_answer(balance())
    assert text.startswith(NO_HOST)
    assert (
        "2\u00a0580 dans un bassin de l’académie, 100 hors de l’académie et 20 à l’étranger" in text
    )
    assert "sans lieu connu" not in text
