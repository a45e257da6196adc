"""Each number of a chart is the one that the same question gives, read in its workbook."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analytics.catalogue import asking
from analytics.equity import publics
from data import reads
from data.selection import Selection
from data.store import store
from figures.words import sides
from tests.conftest import some
from tests.slides.conftest import OUTSIDE, Made
from tests.slides.reading import charts

YEAR = "2025-2026"
SIDES = tuple(sides.heights(1).values())
Ask = Callable[[store.Store, str | None], pd.Series]


def asked(
    demo: store.Store, indicator: str, by: tuple[str, ...], **chosen: str | None
) -> pd.Series:
    """Values in %, under the rule of committees."""
    table = asking.ask(demo, OUTSIDE, Selection(**{"year": YEAR, **chosen}), indicator, by)
    return 100 * table["value"].mask(table["n"] < 20)


def by_year(demo: store.Store, bef: str | None) -> pd.Series:
    years = reads.reader_of(demo, OUTSIDE).years()["year"]
    values = [asked(demo, "taux_acces", (), year=y, track="pro", bef=bef).iloc[0] for y in years]
    return pd.Series(values)


def by_bef(track: str) -> Ask:
    return lambda demo, bef: asked(demo, "taux_acces", ("bef",), track=track)


def lacks(demo: store.Store, bef: str | None) -> pd.Series:
    by = ("family",) if bef else ("bef", "family")
    table = reads.reader_of(demo, OUTSIDE).states(Selection(YEAR, "pro", bef=bef), by)
    return table["without"]


def gaps(dimension: str, track: str) -> Ask:
    def rates(demo: store.Store, bef: str | None) -> pd.Series:
        counts = reads.diffused.publics(demo, OUTSIDE, Selection(YEAR, track))
        found = publics.crude_gaps(counts, dimension, "taux_acces")
        return 100 * found["rate"].mask(found["total"] < 20)

    return rates


def sectors(demo: store.Store, bef: str | None) -> pd.Series:
    return reads.diffused.hosts(demo, OUTSIDE, Selection(YEAR, bef=bef), "sector")["hosts"]


def moves(demo: store.Store, bef: str | None) -> pd.Series:
    row = reads.diffused.moves(demo, OUTSIDE, Selection(YEAR, bef=bef)).iloc[0].astype(float)
    return pd.Series([row["returning"] + row["lost"], row["returning"], row["lost"], row["new"]])


def states(demo: store.Store, bef: str | None) -> pd.Series:
    row = reads.reader_of(demo, OUTSIDE).dates(Selection(YEAR, "pro", bef=bef)).iloc[0]
    return row.drop("due").astype(float)


QUESTIONS: dict[str, Ask] = {
    "acces-annees": by_year,
    "acces-intervalles": by_bef("pro"),
    "seconde-intervalles": by_bef("gt"),
    "manques-barres": lacks,
    "equite-ips-points": gaps("ips", "pro"),
    "troisieme-ep-points": gaps("ep", "college"),
    "entreprises-secteurs": sectors,
    "entreprises-retour": moves,
    "calendrier-etats": states,
}
PARTIAL = {"manques-barres": 12, "entreprises-secteurs": 7}  # the largest ones, or those located


def plotted(rows: pd.DataFrame) -> list[float]:
    """Numbers of the series of a workbook, without what explains them."""
    others = ["Code", "Borne basse", "Borne haute", "Écart vers le haut", "Écart vers le bas"]
    values = rows.drop(columns=others, errors="ignore").to_numpy(dtype=float).ravel()
    return sorted(values[~np.isnan(values)])


def test_every_chart_of_every_deck_gives_the_answer_of_the_same_question(
    demo: store.Store, decks: dict[str, Made]
) -> None:
    seen = 0
    for perimeter, made in decks.items():
        bef = None if perimeter == "academie" else perimeter
        for name, _, rows in charts(made.deck):
            wanted = QUESTIONS[name.key](demo, bef).dropna().astype(float)
            found = plotted(rows)
            if name.key in PARTIAL:
                assert len(found) <= PARTIAL[name.key]
                if name.key == "manques-barres":
                    wanted = wanted[wanted > 0].nlargest(len(found))
                else:
                    wanted = wanted[[round(v, 9) in [round(f, 9) for f in found] for v in wanted]]
            assert found == pytest.approx(sorted(wanted), abs=1e-8), (perimeter, name)
            seen += len(found)
    assert seen > 14 * 30


def test_a_chart_draws_what_its_workbook_says(decks: dict[str, Made]) -> None:
    for made in decks.values():
        for name, chart, rows in charts(made.deck):
            plot = chart.plots[0]
            assert [str(c) for c in plot.categories] == rows.index.tolist(), name
            for series in plot.series:
                drawn = np.array(list(series.values), dtype=float)
                kept = rows[series.name].to_numpy(dtype=float)
                np.testing.assert_allclose(drawn, kept, atol=1e-9)


def test_a_row_without_a_value_names_its_absence(decks: dict[str, Made]) -> None:
    named = 0
    for made in decks.values():
        for _, _, rows in charts(made.deck):
            if "Code" not in rows or not set(rows.columns) & set(SIDES):
                continue
            values = rows[[c for c in rows.columns if c in SIDES]].astype(float)
            for label, code in rows.loc[values.isna().all(axis=1), "Code"].items():
                assert f"({code})" in str(label)
                named += 1
    assert named > 0


def test_intervals_hold_their_values(decks: dict[str, Made]) -> None:
    for made in some(decks.values()):
        for name, _, rows in some(charts(made.deck)):
            if "Borne basse" not in rows:
                continue
            numbers = rows.drop(columns="Code", errors="ignore").astype(float)
            value = numbers.iloc[:, 0 : list(rows.columns).index("Borne basse")].bfill(axis=1)
            known = numbers.dropna(subset=["Borne basse", "Borne haute"])
            value = value.iloc[:, 0].loc[known.index]
            assert (known["Borne basse"] <= value + 1e-9).all(), name
            assert (known["Borne haute"] >= value - 1e-9).all(), name
