import pandas as pd
import pytest

from analytics.disclosure import About, internal
from analytics.pole.spine import count_lines, spine
from benchmarks.null_pole import null_rows
from figures.image import inline
from figures.palette import SIDES
from figures.pole.spine import spine_chart
from figures.screen import plot
from figures.words.spine_words import LABELS, describe_spine
from tests.conftest import some

CODES = [f"BEF-{i + 1:02}" for i in range(13)]
PEERS = {"BEF-02": "Briey", "BEF-09": "Nancy"}


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    counts = null_rows(8)
    own = counts["bef"] == "BEF-04"
    counts.loc[own, "late"] = counts.loc[own, "placed"]
    counts.loc[own, "in_own_bef"] = counts.loc[own, "placed"]
    table = count_lines(counts)
    table = spine(table.assign(shown=table["equal"].fillna(table["value"])), "BEF-04")
    return describe_spine(table, CODES, PEERS)


def test_right_is_more_favourable(rows: pd.DataFrame) -> None:
    line = rows.set_index("line")
    assert line.loc["tardifs", "shown"] > line.loc["tardifs", "academy"]
    assert line.loc["tardifs", "x"] < 0
    assert line.loc["autosuffisance", "x"] > 0
    better = (rows["shown"] - rows["academy"]) * rows["polarity"].replace(0, 1) > 0
    assert (rows["x"] > 0)[rows["x"].notna()].equals(better[rows["x"].notna()])


def test_all_that_is_drawn_is_on_the_scale(rows: pd.DataFrame) -> None:
    drawn = rows[["x", "x_low", "x_high", "x_least", "x_most", *(f"x_{code}" for code in CODES)]]
    assert drawn.abs().max().max() <= 1.06
    assert (rows["x"] - rows["x_BEF-04"]).abs().max() == 0


def test_every_line_is_named_and_says_its_value_or_why_not(rows: pd.DataFrame) -> None:
    assert [name.removesuffix("\u00a0°") for name in rows["name"]] == list(LABELS.values())
    said = rows.set_index("line")["shown_text"]
    assert said["distance"] == "sans objet"
    assert said["tardifs"].endswith("\u00a0%")
    assert not rows["name"].str.contains("°")[rows["polarity"] != 0].any()


def test_the_chart_draws_each_line_once_with_its_colour(rows: pd.DataFrame) -> None:
    published = internal(rows, About("t", "p", "y", "a", "s"))
    fig = plot(spine_chart(published, codes=CODES, selected="BEF-04", peers=tuple(PEERS)))
    own = [trace for trace in fig.data if trace.text is not None]
    assert sorted(y for trace in own for y in trace.y) == sorted(rows.dropna(subset="x")["line"])
    colours = {trace.marker.color: set(trace.y) for trace in own}
    assert "tardifs" in colours[SIDES["unfavourable"]]
    assert "autosuffisance" in colours[SIDES["distinct"]]
    others = [trace for trace in fig.data if trace.type == "scatter" and trace.mode == "markers"]
    assert len(others[0].x) == 10 * len(rows)
    assert len(others[1].x) == 2 * len(rows)
    assert {note.text for note in fig.layout.annotations} >= {"pôle", "académie", "plus favorable"}


def test_paper_shows_the_same_values(rows: pd.DataFrame) -> None:
    published = internal(rows, About("t", "p", "y", "a", "s"))
    fig = spine_chart(published, codes=CODES, selected="BEF-04", peers=tuple(PEERS), intervals=True)
    svg = inline(fig, 700, "t")
    assert "://" not in svg  # a document that asks for nothing from outside
    for column in ("name", "shown_text", "academy_text", "interval_text"):
        assert all(f">{text}</text>" in svg for text in some(rows.loc[rows[column] != "", column]))
    bare = inline(spine_chart(published, codes=CODES, selected="BEF-04"), 700, "t")
    assert not any(f">{text}</text>" in bare for text in set(rows["interval_text"]) - {""})
