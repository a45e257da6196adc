"""Collected views: what is on screen, at the level of the deck, in native shapes."""

import numpy as np
import pandas as pd
import pytest

from analytics.absence import Absence
from analytics.disclosure import About, DisclosureError, Level, diffused, internal
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from figures.marks import MARKS
from slides.choosing import ADDED, ORDER, arrange, parse, sheets
from slides.collected import (
    MOST_ROWS,
    Collected,
    CollectedError,
    at_level,
    frozen,
    narrowed,
    slides_of,
)
from slides.content import ContentError
from slides.deck import write
from slides.outline import Kind
from tests.slides.conftest import Made
from tests.slides.reading import cells, charts, found, opened_deck

ABOUT = About(
    "Taux d’accès à J0, %", "Voie professionnelle", "2025-2026", "établissement", "Source"
)
TABLE = pd.DataFrame(
    {
        "code": ["a", "b", "c"],
        "name": ["Lunéville", "Toul – Pont-à-Mousson", "Nancy"],
        "share": [0.5, 0.9, np.nan],
        "low": [0.3, 0.85, np.nan],
        "high": [0.7, 0.95, np.nan],
        "count": [9.0, 90.0, np.nan],
        "n": [19.0, 100.0, np.nan],
        "absence": [Absence.SMALL, "", Absence.SECRET],
    }
)
COLUMNS = (
    Column("name", "Bassin"),
    Column("share", "Taux (%)", "share"),
    Column("low", "Borne basse (%)", "share"),
    Column("high", "Borne haute (%)", "share"),
    Column("count", "Numérateur", "count"),
    Column("n", "Dénominateur", "count"),
)


def view(table: pd.DataFrame = TABLE, gate: object = diffused, number: int = 1) -> Collected:
    whole = gate(table, ABOUT)  # type: ignore[operator]
    published = narrowed(whole, COLUMNS)
    figures = frozen([Card("x", whole, shows=Intervals(COLUMNS[0], (COLUMNS[1],), ranked=False))])
    query = (("bef", "x"),)
    return Collected(number, "bassins-taux_acces", published, COLUMNS, "acces", query, figures)


def test_a_rate_on_19_is_hidden_with_its_numerator_for_committees_and_one_on_20_is_not() -> None:
    shown = at_level(view(), Level.DIFFUSION).table.set_index("name")
    assert shown.loc["Lunéville", ["share", "low", "high", "count"]].isna().all()
    assert shown.loc["Lunéville", "absence"] == Absence.SMALL
    assert shown.loc["Lunéville", "n"] == 19
    assert shown.loc["Toul – Pont-à-Mousson", "share"] == 0.9
    assert shown.loc["Nancy", "absence"] == Absence.SECRET


def test_a_rate_whose_number_of_cases_is_secret_is_hidden() -> None:
    shown = at_level(view(TABLE.assign(share=0.5)), Level.DIFFUSION).table
    assert np.isnan(shown.loc[2, "share"])


def test_rates_without_their_number_of_cases_are_refused() -> None:
    bare = TABLE.drop(columns=["n", "count"])
    columns = COLUMNS[:4]
    collected = Collected(1, "x", narrowed(diffused(bare, ABOUT), columns), columns)
    with pytest.raises(CollectedError, match="règle des 20"):
        at_level(collected, Level.DIFFUSION)
    told = pd.DataFrame({"name": ["a"], "text": ["93,2\u00a0%"]})
    columns = (Column("name", "Bassin"), Column("text", "Taux"))
    collected = Collected(1, "x", narrowed(diffused(told, ABOUT), columns), columns)
    with pytest.raises(CollectedError, match="règle des 20"):
        at_level(collected, Level.DIFFUSION)


def test_no_gap_is_shown_to_a_small_reference() -> None:
    table = TABLE.assign(is_reference=[True, False, False])
    shown = at_level(view(table), Level.DIFFUSION).table
    assert shown["share"].isna().all()


def test_an_internal_view_does_not_enter_a_deck_for_committees() -> None:
    with pytest.raises(CollectedError, match="vue interne"):
        slides_of(view(gate=internal), Level.DIFFUSION, "http://x")


def test_in_an_internal_deck_an_internal_view_keeps_its_values_and_its_mark() -> None:
    made = slides_of(view(gate=internal), Level.INTERNAL, "http://x")
    assert all(MARKS[Level.INTERNAL] in slide.source for slide in made)
    assert made[-1].figures[0].published.table.loc[0, "share"] == 0.5


def test_an_internal_figure_cannot_be_put_in_a_deck_for_committees_by_hand(
    decks: dict[str, Made],
) -> None:
    made = slides_of(view(gate=internal), Level.INTERNAL, "http://x")
    with pytest.raises(DisclosureError):
        arrange(decks["academie"].outline, ORDER, made)


def test_only_the_chosen_parts_are_there_in_their_order(decks: dict[str, Made]) -> None:
    whole = decks["BEF-12"].outline
    made = arrange(whole, (13, ADDED, 2), slides_of(view(), Level.DIFFUSION, "http://x"))
    parts = [slide.part for slide in made.slides]
    assert parts == [0, 13, 13, 13, -1, -1, 2]
    assert arrange(whole, ORDER).slides == whole.slides


def test_a_collected_view_is_a_native_table_and_a_native_chart_of_what_was_on_screen(
    decks: dict[str, Made],
) -> None:
    whole = decks["BEF-12"].outline
    deck = opened_deck(
        write(arrange(whole, (ADDED,), slides_of(view(), Level.DIFFUSION, "http://x")))
    )
    assert len(deck.slides) == 3
    shown = cells(found(deck, "vue-1-bassins-taux-acces-tableau"))
    assert shown[0] == [column.label for column in COLUMNS]
    assert shown[2] == [
        "Toul – Pont-à-Mousson",
        "90,0\u00a0%",
        "85,0\u00a0%",
        "95,0\u00a0%",
        "90",
        "100",
    ]
    assert shown[1][1] == "effectif faible"
    assert shown[3][1] == "secret"
    ((_, chart, sheet),) = [c for c in charts(deck) if c[0].key.startswith("vue-1")]
    assert list(chart.plots[0].series[0].values) == [None, 90.0, None]
    assert sheet.index.tolist()[0] == "Lunéville (effectif faible)"
    notes = deck.slides[1].notes_slide.notes_text_frame.text
    assert "http://x/acces?bef=x" in notes


def test_a_view_keeps_the_columns_shown_and_no_other_number() -> None:
    assert "code" not in view().published.table


def test_a_long_table_says_how_many_rows_it_leaves_out() -> None:
    table = pd.concat([TABLE.iloc[[1]]] * 100, ignore_index=True)
    (made,) = slides_of(view(table), Level.DIFFUSION, "http://x")
    assert len(made.figures[0].published.table) == MOST_ROWS
    assert "40 premières lignes sur 100" in made.caption


def test_the_workbook_has_each_figure_of_the_deck_and_the_views_whole(
    decks: dict[str, Made],
) -> None:
    whole = decks["BEF-12"].outline
    table = pd.concat([TABLE.iloc[[1]]] * 100, ignore_index=True)
    made = sheets(arrange(whole, (2, 11)), (view(table),), "http://x")
    assert len(made[-1].published.table) == 100
    own = [f for s in whole.slides if s.part == 2 for f in s.figures if f.kind is not Kind.BLANK]
    assert len(made) == len(own) + 1


@pytest.mark.parametrize("text", ["0", "15", "2,2", "deux", "1;2", "-1"])
def test_parts_that_do_not_exist_are_one_message(text: str) -> None:
    with pytest.raises(ContentError, match="Parties"):
        parse(text)


def test_parts_are_read_in_order_and_none_means_all() -> None:
    assert parse("13, 2") == (13, 2)
    assert parse("") == ORDER
