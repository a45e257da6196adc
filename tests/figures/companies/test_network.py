import pandas as pd
import pytest

from analytics.disclosure import About, internal
from figures.companies.network import (
    NOTHING,
    TOGETHER,
    UNTOLD,
    describe_matrix,
    following,
    french_names,
    legend_items,
    network_matrix,
)
from figures.screen import plot
from figures.words.journal import describe_reuse, journal_answer

SCHOOLS = pd.DataFrame(
    {
        "uai": list("ABCD"),
        "school_name": ["Collège A", "Lycée professionnel B", "Lycée C", "Collège D"],
        "sent": [True, True, True, False],
        "partial": [True, False, False, True],
        "status": ["relié", "relié", "isolé", "relié"],
        "actions": [1, 0, 0, 1],
    }
)
PAIRS = pd.DataFrame(
    [("A", "B", 4, 0), ("A", "D", 0, 1), ("B", "Z", 9, 0)],
    columns=["uai", "other", "hosts", "actions"],
)


def cell(cells: pd.DataFrame, one: str, other: str) -> pd.Series:
    return cells[(cells["uai"] == one) & (cells["other"] == other)].iloc[0]


def test_a_cell_says_what_two_schools_share_both_ways() -> None:
    cells = describe_matrix(SCHOOLS, PAIRS)
    assert len(cells) == 16
    for one, other in ("AB", "BA"):
        assert cell(cells, one, other)["category"] == "classe_2"
        assert cell(cells, one, other)["hosts"] == 4
    assert cell(cells, "A", "C")["category"] == NOTHING.key
    assert cells.loc[cells["column"] == 0, "uai"].tolist()[-1] == "C"  # tied to nobody: last


def test_hosts_of_a_school_that_told_nothing_are_unknown_never_none() -> None:
    cells = describe_matrix(SCHOOLS, PAIRS)
    assert (
        cells.loc[(cells["uai"] == "D") & (cells["other"] != "D"), "category"] == UNTOLD.key
    ).all()
    assert "non renseigné" in cell(cells, "D", "B")["text"]
    assert "1\u00a0action commune" in cell(cells, "D", "A")["text"]
    assert following(SCHOOLS).tolist() == ["partiel", "complet", "complet", "non renseigné"]


def test_the_legend_counts_pairs_once() -> None:
    items = dict(legend_items(describe_matrix(SCHOOLS, PAIRS)))
    assert items[TOGETHER] == 1
    assert sum(items.values()) - items[TOGETHER] == 6


@pytest.mark.parametrize("size", [0, 1, 4])
def test_the_matrix_is_drawn_whatever_the_number_of_schools(size: int) -> None:
    about = About("Titre", "BEF", "2025-2026", "établissement", "Source")
    fig = plot(network_matrix(internal(describe_matrix(SCHOOLS.head(size), PAIRS), about)))
    assert fig.data[0].z.shape == (size, size)
    assert len(fig.layout.yaxis.ticktext) == size


def test_two_schools_of_one_name_have_two_labels() -> None:
    assert french_names(["Collège Bleu", "Lycée professionnel Vert", "Collège Bleu"]) == [
        "Clg Bleu",
        "LP Vert",
        "Clg Bleu (2)",
    ]


def test_long_kinds_of_schools_are_cut_as_they_call_themselves() -> None:
    names = french_names(["Section d’enseignement professionnel du Charme Clair"])
    assert names == ["SEP du Charme Clair"]


def test_the_answer_names_who_is_tied_to_nobody_and_counts_the_unknown() -> None:
    acts = pd.DataFrame({"bef": ["X", "X"], "schools": [["A"], ["A", "B"]]})
    known = SCHOOLS.assign(status=["relié", "relié", "isolé", "non renseigné"])
    assert journal_answer(acts, known, "2025-2026") == (
        "En 2025-2026, **2\u00a0actions** au journal, dans 1\u00a0bassin, avec "
        "2\u00a0établissements. **1\u00a0établissement** ne partage ni lieu d’accueil ni action "
        "avec un autre\u00a0: Lycée C. 1\u00a0établissement non renseigné."
    )
    nobody = known.assign(status="non renseigné")
    assert journal_answer(acts.head(0), nobody, "2025-2026") == (
        "Aucune action n’est écrite au journal pour ce choix (2025-2026). "
        "4\u00a0établissements non renseignés."
    )


def test_a_reuse_says_how_it_is_known() -> None:
    day = pd.to_datetime(["2025-01-02"])
    found = pd.DataFrame(
        {
            "practice": [""], "source": ["A1"], "source_bef": ["X"], "source_day": day,
            "action": ["A2"], "bef": ["Y"], "day": day, "declared": [True],
        }
    )  # fmt: skip
    row = describe_reuse(found, pd.DataFrame({"bef": ["X"], "label": ["Rivage"]})).iloc[0]
    assert row[["practice", "from_name", "to_name", "to_day", "how"]].tolist() == [
        "sans mot-clé",
        "Rivage",
        "Y",
        "02/01/2025",
        "dit par l’action",
    ]
