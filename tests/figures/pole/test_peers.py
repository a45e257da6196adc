import pandas as pd
import pytest

from analytics.disclosure import About, Published, internal
from figures.pole.peers import (
    ask_answer,
    contribution_bars,
    describe_peers,
    left_out_note,
    peers_answer,
    variables_of,
)
from figures.screen import plot
from figures.words.french import NBSP

NAMES = {"a": "Toul", "b": "Metz"}
NEAR = pd.DataFrame(
    {
        "bef": ["a", "b"],
        "rank": [1, 2],
        "distance": [1.0, 2.0],
        "density": [0.25, 3.0],
        "ips": [0.75, 1.0],
        "stable": [True, False],
        "dropped_by": [(), ("density", "ips")],
    }
)


def beside(*verdicts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "bef": ["a", "b"],
            "rate": [0.95, 0.90],
            "own": [0.85, 0.85],
            "gap": [0.10, 0.05],
            "low": [0.04, -0.01],
            "high": [0.15, 0.1],
            "verdict": verdicts,
        }
    )


def described(*verdicts: str) -> pd.DataFrame:
    return describe_peers(NEAR, beside(*verdicts), NAMES)


def published(table: pd.DataFrame) -> Published:
    return internal(table, About("t", "p", "2025-2026", "établissement", "s"))


def test_a_peer_that_hangs_on_one_variable_is_warned_of() -> None:
    text = peers_answer(described("better", "indistinct"))
    assert "**Toul et Metz**" in text
    assert "Metz (sans\u00a0: densité de population ou IPS des établissements)" in text
    calm = described("better", "better").head(1)
    assert "n’en change aucun" in peers_answer(calm)
    assert "Aucun bassin comparable" in peers_answer(calm.head(0))


def test_whom_to_ask_is_the_nearest_that_does_better_or_nobody() -> None:
    text = ask_answer(described("better", "better"), "taux_acces")
    assert f"**Toul**, taux d’accès à J0 de 95,0{NBSP}% contre 85,0{NBSP}%" in text
    assert f"+10,0{NBSP}points [4,0{NBSP};{NBSP}15,0]" in text
    nobody = ask_answer(described("indistinct", "worse"), "taux_acces")
    assert nobody.endswith("**aucun bassin comparable ne fait nettement mieux**.")
    doubtful = ask_answer(described("doubtful", "indistinct"), "taux_acces")
    assert "ne fait nettement mieux**\u00a0; Toul fait mieux sur les périodes connues" in doubtful
    assert "**non renseigné**" in ask_answer(described("unknown", "unknown"), "sans_lieu")


def test_bars_are_the_parts_of_the_table_and_mark_the_unstable() -> None:
    table = described("better", "indistinct")
    drawn = plot(contribution_bars(published(table)))
    assert variables_of(table) == ["density", "ips"]
    assert [list(bar.x) for bar in drawn.data] == [[0.25, 3.0], [0.75, 1.0]]
    assert list(drawn.layout.yaxis.ticktext) == ["Toul", "Metz\u00a0*"]
    total = sum(bar.x[1] for bar in drawn.data)
    assert total == pytest.approx(table["distance"].iloc[1] ** 2)


def test_what_is_left_out_is_named() -> None:
    assert "part rurale" in left_out_note(["rural"])
    assert left_out_note([]) == ""
