"""Every kind has its pens; a card says what its table, its image and its head are made from."""

import inspect

import pandas as pd
import pytest

from analytics.disclosure import About, internal
from figures.cards import kinds
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Bars, Intervals, Kind, Rows
from figures.cards.sketches import SKETCHES, sketch
from figures.image.still import Still
from slides.native import pen

ABOUT = About("Titre", "Voie pro", "2025-2026", "établissement", "Source")
ROWS = pd.DataFrame({"label": ["Metz"], "amount": [3.0], "shown": ["3"], "text": ["x"], "z": [1]})
DRAWN = [
    kind
    for _, kind in inspect.getmembers(kinds, inspect.isclass)
    if issubclass(kind, Kind) and kind is not Kind
]


@pytest.mark.parametrize("kind", DRAWN)
def test_every_kind_has_a_sketch_a_native_form_and_a_place_in_decks(kind: type) -> None:
    assert kind in SKETCHES
    assert kind in pen.SHAPES
    assert kind in pen._PLACES


def test_no_pen_draws_what_is_not_a_kind() -> None:
    assert set(SKETCHES) == set(DRAWN)
    assert set(pen.SHAPES) == {*DRAWN, Rows}
    assert set(pen._PLACES) == set(DRAWN)


def bars(rows: pd.DataFrame = ROWS) -> Card:
    shows = Bars(Column("label", "Lieu"), (Column("amount", "Places", "count"),))
    return Card("barres", internal(rows, ABOUT), shows=shows, extra="J0", heading=("Titre", "dit"))


def test_a_table_and_a_card_without_rows_draw_nothing() -> None:
    assert sketch(Card("table", internal(ROWS, ABOUT))) is None
    assert sketch(bars(ROWS.head(0))) is None
    assert sketch(bars()) is not None


def test_bars_of_other_columns_write_their_amount_in_words_on_every_pen() -> None:
    rows = pd.DataFrame(
        {"place": ["Metz", "Toul"], "hosts": [1234.0, None], "absence": ["", "secret"]}
    )
    shows = Bars(Column("place", "Lieu"), (Column("hosts", "Lieux", "count"),), beside="")
    card = Card("x", internal(rows, ABOUT), shows=shows)
    drawn, made = sketch(card), pen.figure(card)
    assert drawn is not None and made is not None
    assert list(drawn.marks[0]["text"]) == ["1\u00a0234", "–"]
    assert made.published.table[made.columns[0].name].tolist() == ["Metz", "Toul (secret)"]
    assert made.published.table["hosts"].tolist()[0] == 1234


def test_the_image_of_a_card_says_what_its_head_says() -> None:
    card = bars()
    drawn = sketch(card)
    assert drawn is not None
    still = Still.of(card, drawn)
    assert (still.key, still.extra) == ("barres", "J0 · dit")


def test_a_frozen_card_keeps_what_its_figure_shows_and_no_other_column() -> None:
    kept = pen.kept(bars(), ())
    assert set(kept.published.table) == {"label", "amount", "shown"}


def test_the_value_of_the_whole_can_be_left_out() -> None:
    shows = Intervals(Column("name", "Lieu"), (Column("share", "Taux", "share"),), 0.5)
    alone = shows.alone()
    assert isinstance(alone, Intervals)
    assert alone.reference is None
    assert alone.series == shows.series
