"""A deck with collected views, refreshed: they are left as they are, and named in the report."""

import io

import pandas as pd
import pytest

from analytics.disclosure import About, Level, diffused
from data.store import store
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from slides.added import view_of
from slides.choosing import ADDED, arrange
from slides.collected import Collected, frozen, narrowed, slides_of
from slides.content import outline
from slides.deck import write
from slides.refresh.refresh import refresh
from slides.refresh.report import Frozen
from tests.slides.conftest import OUTSIDE
from tests.slides.reading import cells, charts, found, opened_deck

COLUMNS = (Column("name", "Bassin"), Column("share", "Taux", "share"), Column("n", "n", "count"))
DATE = "03/02/2025"


@pytest.fixture(scope="module")
def old(demo: store.Store) -> bytes:
    """The deck of last year, with two views: the second without the date of its version."""
    slides = []
    for number, source in enumerate((f"Source\u00a0: démonstration, version du {DATE}", "x"), 1):
        about = About(f"Vue n° {number}", "Voie pro", "2024-2025", "établissement", source)
        table = pd.DataFrame({"name": ["a", "b"], "share": [0.5, 0.6], "low": 0.4, "high": 0.7})
        gate = diffused(table.assign(n=100.0), about)
        shown = frozen([Card("x", gate, shows=Intervals(COLUMNS[0], (COLUMNS[1],)))])
        view = Collected(number, "bassins", narrowed(gate, COLUMNS), COLUMNS, cards=shown)
        slides += slides_of(view, Level.DIFFUSION, "http://x")
    return write(arrange(outline(demo, OUTSIDE, "BEF-06", "2024-2025"), (2, ADDED), slides))


def test_the_report_names_each_view_with_the_version_it_was_made_from(
    demo: store.Store, old: bytes
) -> None:
    _, report = refresh(old, demo, OUTSIDE, "2025-2026")
    count = len(opened_deck(old).slides)
    assert report.frozen == [
        Frozen((count - 3, count - 2), "Vue n° 1", DATE),
        Frozen((count - 1, count), "Vue n° 2", ""),
    ]
    told = "\n".join(report.lines())
    assert f"«\u00a0Vue n° 1\u00a0», telle qu’à la version du {DATE}" in told
    assert "«\u00a0Vue n° 2\u00a0», telle qu’à la version inconnue" in told
    assert report.refreshed
    assert not [name for name in (*report.unknown, *report.refreshed) if "vue-" in name]


def test_its_numbers_and_texts_stay(demo: store.Store, old: bytes) -> None:
    blob, _ = refresh(old, demo, OUTSIDE, "2025-2026")
    before, after = opened_deck(old), opened_deck(blob)
    for number in (1, 2):
        key = f"vue-{number}-bassins"
        assert cells(found(after, f"{key}-tableau")) == cells(found(before, f"{key}-tableau"))
        sheets = [{n.key: s for n, _, s in charts(deck)} for deck in (before, after)]
        pd.testing.assert_frame_equal(*(s[f"{key}-intervalles"] for s in sheets))
    texts = [
        [s.text_frame.text for s in deck.slides[-2].shapes if s.has_text_frame]
        for deck in (before, after)
    ]
    assert texts[0] == texts[1]


def test_a_title_edited_by_hand_is_the_one_told(demo: store.Store, old: bytes) -> None:
    deck = opened_deck(old)
    deck.slides[-4].shapes.title.text_frame.text = "Notre titre"
    _, report = refresh(_saved(deck), demo, OUTSIDE)
    assert report.frozen[0].title == "Notre titre"
    assert report.frozen[0].version == DATE


def _saved(deck: object) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def test_the_texts_of_a_view_are_of_it_and_those_of_a_deck_are_not() -> None:
    assert view_of("titre-figure-vue-12-x-carte") == view_of("vue-12-x-tableau") == "vue-12"
    assert view_of("titre-carte") == view_of("chiffres") == ""
