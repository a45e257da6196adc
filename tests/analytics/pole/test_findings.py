import pandas as pd
import pytest

from analytics.pole.findings import Facts, findings
from analytics.pole.spine import CAMPAIGN_LEVEL, count_lines, spine
from benchmarks.null_pole import null_rows
from figures.words.findings import answer, sentences


def row(line: str, verdict: str = "indistinct", **values: float) -> dict[str, object]:
    given = {"shown": 0.8, "low": 0.7, "high": 0.9, "academy": 0.9, "unknown_share": 0.0, "n": 99}
    given |= {"value": 0.8, "p_value": 0.001} | values
    return {"line": line, "verdict": verdict, "reason": "", **given}


LACKS = pd.DataFrame(
    {"name": ["Automobile", "Commerce"], "to_place": [4.0, 62.0], "known": [90.0, 300.0]}
)
SCHOOLS = pd.DataFrame({"due": [50, 60], "unknown": [50, 2]})


def test_a_planted_difference_is_claimed() -> None:
    rows = null_rows(1)
    own = rows["bef"] == "BEF-04"
    rows.loc[own, "late"] = (0.6 * rows.loc[own, "placed"]).astype(int)
    table = count_lines(rows)
    table = spine(table.assign(shown=table["equal"].fillna(table["value"])), "BEF-04")
    assert table.set_index("line").loc["tardifs", "verdict"] == "unfavourable"
    found = findings(Facts(table))
    assert "Placements tardifs" in sentences(found, "constat")[0]
    assert "au-dessus de l’académie" in sentences(found, "constat")[0]


def test_only_lines_that_passed_are_told() -> None:
    table = pd.DataFrame([row("taux_acces"), row("tardifs", "unfavourable", shown=0.95)])
    found = findings(Facts(table))
    assert found.loc[found["rule"] == "gap", "line"].tolist() == ["tardifs"]


def test_places_without_a_host_are_not_told_twice() -> None:
    table = pd.DataFrame([row("taux_acces", "unfavourable"), row("sans_lieu", "unfavourable")])
    assert findings(Facts(table))["line"].tolist().count("sans_lieu") == 0
    alone = pd.DataFrame([row("taux_acces"), row("sans_lieu", "unfavourable")])
    assert findings(Facts(alone))["line"].iloc[0] == "sans_lieu"


def test_when_nothing_passes_it_is_said_and_the_gaps_of_the_data_are_asked() -> None:
    table = pd.DataFrame([row("taux_acces"), row("famille", unknown_share=0.4)])
    found = findings(Facts(table, schools=SCHOOLS))
    assert found["rule"].tolist() == ["nothing", "sent", "silent", "known"]
    assert answer(found).startswith("**Rien ne distingue nettement ce bassin de l’académie**")


def test_nothing_compared_is_not_nothing_found() -> None:
    table = pd.DataFrame([row("taux_acces", "", value=float("nan")), row("non_renseigne")])
    assert findings(Facts(table))["rule"].tolist() == ["uncompared"]


def test_at_most_three_of_each_and_the_most_lacking_family_first() -> None:
    lines = ("taux_acces", "tardifs", "distance", "ruptures")
    table = pd.DataFrame([row(line, "unfavourable") for line in lines])
    blind = pd.DataFrame({"name": ["Commerce"], "sector": ["Transport"], "establishments": [31]})
    found = findings(Facts(table, LACKS, blind, SCHOOLS, peers=("Briey",)))
    assert found["kind"].tolist() == ["constat"] * 3 + ["question"] * 3
    assert found.loc[found["rule"] == "lack", "subject"].tolist() == ["Commerce"]
    assert found.loc[found["kind"] == "question", "rule"].tolist() == ["blind", "silent", "cause"]


@pytest.mark.parametrize(
    ("held", "p_value", "said"),
    [(True, 0.001, True), (False, 0.001, False), (True, 2 * CAMPAIGN_LEVEL, False)],
)
def test_a_change_is_told_only_beyond_chance_and_whatever_the_unknown(
    held: bool, p_value: float, said: bool
) -> None:
    verdict = {"last": "2025-2026", "now": 0.85, "before": 0.95, "n": 100, "held": held}
    verdict |= {"last_low": -0.13, "last_high": -0.07, "p_value": p_value}
    found = findings(Facts(pd.DataFrame([row("taux_acces")]), trend=pd.DataFrame([verdict])))
    assert ("change" in found["rule"].tolist()) == said
    if said:
        text = " ".join(sentences(found, "constat"))
        assert "85,0\u00a0%, 10,0\u00a0points au-dessous des campagnes précédentes" in text
        assert "[−13,0\u00a0;\u00a0−7,0]" in text


def test_the_only_bef_of_an_academie_is_compared_with_nothing() -> None:
    table = pd.DataFrame([row("taux_acces")])
    assert findings(Facts(table, only=True))["rule"].tolist()[0] == "only"
