"""The digest on slides: the sentences of the page, its signals as a native table."""

from pathlib import Path

import pytest

from analytics.disclosure import Published
from data.scope import Scope
from data.store import store
from figures.pole.digest import KINDS, METHOD, Content
from slides.changes import digest_deck, digest_slides
from slides.content import outline
from slides.deck import write
from slides.refresh.refresh import refresh
from tests.conftest import some
from tests.figures.pole.test_digest import (
    content as content,  # the same digest, with a planted fall
)
from tests.figures.pole.test_digest import tables as tables
from tests.pages.conftest import OpenPage, html
from tests.slides.conftest import Made
from tests.slides.reading import cells, found, named, opened_deck

LINK = "http://exemple.fr/changements?bef=tous"
Tables = tuple[Published, Published, Published]


def test_every_sentence_is_on_the_slide_kind_by_kind(content: Content, tables: Tables) -> None:
    told, _ = digest_slides(content, tables[0], 2, LINK)
    text = "\n".join(told.text)
    places = [text.index(item.text) for item in content.items]
    assert places == sorted(places)
    kinds = dict.fromkeys(item.kind for item in content.items)
    for line, kind in some(zip(told.text, kinds, strict=False)):
        assert line.startswith(f"{KINDS[kind]}. ")
    assert told.text[-1] == METHOD
    assert content.lead in told.title
    assert told.notes[-1].endswith(LINK)


def test_the_file_of_a_digest_is_its_slides_read_back(content: Content, tables: Tables) -> None:
    deck = opened_deck(digest_deck(content, tables[0], None, "version", LINK))
    assert len(deck.slides) == 2
    head, *rows = cells(found(deck, "vue-changements-tableau"))
    assert head == ["Bassin et indicateur", "Avant", "Campagne", "Écart"]
    wanted = content.table
    assert len(wanted) == 1
    assert [row[1:] for row in rows] == wanted[["before", "now", "change"]].to_numpy().tolist()
    name, label = wanted.loc[0, ["name", "label"]]
    assert rows[0][0] == f"{name}\u00a0: {label}"
    for slide in some(deck.slides):
        words = "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert "Document interne" in words
        assert LINK in slide.notes_slide.notes_text_frame.text


def test_a_quiet_campaign_is_one_slide_that_says_so(content: Content, tables: Tables) -> None:
    quiet = Content("Ce qui a changé", "104 examinés, 0 signal.", (), content.table.head(0), "", "")
    (slide,) = digest_slides(quiet, tables[0], 2, LINK)
    assert slide.text[0] == "Aucun établissement n’a cessé ni repris ses envois."
    assert slide.figures == ()


@pytest.mark.parametrize("bef", [None, "BEF-03"])
def test_the_internal_deck_tells_what_the_page_tells(
    open_page: OpenPage, demo: store.Store, demo_home: Path, bef: str | None
) -> None:
    made = outline(demo, Scope.daet(), bef)
    (slide,) = [slide for slide in made.slides if slide.key == "changements"]
    screen = html(open_page(demo_home, "digest", niveau="pro", bef=bef or "tous"))
    told = slide.title.partition("\u00a0: ")[2]
    assert told in screen
    for line in some(slide.text[:-1]):
        for sentence in line.partition(". ")[2].split(". "):
            assert sentence.rstrip(".") in screen


def test_committees_get_nothing_of_it(decks: dict[str, Made]) -> None:
    for made in some(decks.values()):
        assert not [s.key for s in made.outline.slides if s.key.startswith("changements")]


def test_in_a_deck_it_is_refreshed_and_alone_it_is_left_as_it_is(
    demo: store.Store, content: Content, tables: Tables
) -> None:
    now, before = (outline(demo, Scope.daet(), None, y) for y in ("2025-2026", "2024-2025"))
    blob, _ = refresh(write(before), demo, Scope.daet(), "2025-2026")
    wanted = next(slide for slide in now.slides if slide.key == "changements")
    assert found(opened_deck(blob), "titre-changements").text_frame.text == wanted.title
    alone = digest_deck(content, tables[0], None, now.version, LINK)
    blob, report = refresh(alone, demo, Scope.daet())
    texts = [[s.text_frame.text for _, _, s in named(opened_deck(b)) if s.has_text_frame]
             for b in (alone, blob)]  # fmt: skip
    assert texts[0] == texts[1]
    (kept,) = report.frozen
    assert kept.slides == (1, 2)
    assert kept.version in texts[0][1]
