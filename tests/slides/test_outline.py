"""The outline: thirteen parts, sentences that the numbers allow, nothing empty."""

from pathlib import Path

import pytest

from data.journal.actions import AXES
from data.journal.journal_tables import Noted
from data.scope import Scope
from data.store import store
from slides.content import ContentError, outline
from slides.deck import write
from slides.outline import PARTS, Name, fingerprint
from tests.conftest import some
from tests.slides.conftest import OUTSIDE, Made

SAID = {
    "favourable": "se distingue du reste de l’académie, au-dessus",
    "unfavourable": "se distingue du reste de l’académie, au-dessous",
    "indistinct": "ne se distingue pas du hasard",
}


def test_there_is_a_deck_for_the_academie_and_each_of_the_13_poles(decks: dict[str, Made]) -> None:
    assert len(decks) == 14
    for made in some(decks.values()):
        told = [slide.part for slide in made.outline.slides]
        assert told == sorted(told)
        assert set(told) == set(PARTS) == set(range(14))


def test_each_slide_says_its_finding_perimeter_period_source_and_legend(
    decks: dict[str, Made],
) -> None:
    for made in some(decks.values()):
        for slide in some(made.outline.slides):
            assert len(slide.title) > 20
            assert made.outline.year in slide.caption
            assert "Source" in slide.source
            assert "version du" in slide.source
            assert "secret" in slide.source
            assert "hypothèse" in slide.source
            assert any("Filtres" in note for note in slide.notes)


def test_keys_are_stable_names_each_given_once(decks: dict[str, Made]) -> None:
    for made in some(decks.values()):
        slides = [slide.key for slide in made.outline.slides]
        figures = [f.key for slide in made.outline.slides for f in slide.figures]
        assert len(set(slides)) == len(slides)
        assert len(set(figures)) == len(figures)
        for key in some((*slides, *figures)):
            name = Name(key, made.outline.perimeter, made.outline.year)
            assert Name.parse(str(name)) == name


def test_no_figure_is_empty_and_each_says_itself_in_words(decks: dict[str, Made]) -> None:
    for made in some(decks.values()):
        for slide in some(made.outline.slides):
            assert slide.figures or slide.text or slide.part == 0
        for figure in some(f for slide in made.outline.slides for f in slide.figures):
            assert len(figure.published.table) > 0
            assert not figure.empty
            assert len(figure.alt) > 20
            assert figure.published.level == "diffusion"


def test_a_title_states_a_difference_only_where_the_three_classes_do(
    decks: dict[str, Made],
) -> None:
    seen = set()
    for bef, made in decks.items():
        slide = next(s for s in made.outline.slides if s.key == "carte")
        card = slide.figures[0].card
        assert card is not None
        zones = card.published.table
        if bef == "academie":
            apart = zones["position"].isin(["favourable", "unfavourable"])
            assert [name in slide.title for name in zones["name"]] == apart.tolist()
            continue
        row = zones[zones["code"] == bef].iloc[0]
        seen.add(row["position"])
        said = SAID.get(row["position"], str(row["absence"]))
        assert said in slide.title
        assert not any(words in slide.title for words in SAID.values() if words != said)
    assert "indistinct" in seen


def test_the_outline_reads_nothing_but_what_is_diffused(
    decks: dict[str, Made], hollow_home: Path
) -> None:
    """Emptied of every other table, the store gives the same slides, word for word."""
    path = store.current_path(hollow_home)
    assert path is not None
    hollow = store.Store(path)
    for bef in (None, "BEF-06"):
        again = outline(hollow, OUTSIDE, bef)
        full = decks[again.perimeter].outline
        assert [s.title for s in again.slides] == [s.title for s in full.slides]
        pairs = some(zip(again.slides, full.slides, strict=True))
        for one, other in pairs:
            assert (one.text, one.notes, one.source) == (other.text, other.notes, other.source)
            assert len(one.figures) == len(other.figures)
        for left, right in some(
            pair for one, other in pairs for pair in zip(one.figures, other.figures, strict=True)
        ):
            assert left.alt == right.alt
            assert left.published.table.equals(right.published.table)


def test_the_proof_sees_an_outline_that_reads_more(hollow_home: Path) -> None:
    """Inside, the same emptied store has no campaign to tell of."""
    path = store.current_path(hollow_home)
    assert path is not None
    with pytest.raises(ContentError, match="aucune campagne"):
        outline(store.Store(path), Scope.daet())


def test_inside_channels_flows_and_quality_are_told_and_marked(demo: store.Store) -> None:
    made = outline(demo, Scope.daet())
    told = {slide.part: slide for slide in made.slides}
    assert all(told[part].figures for part in (6, 8, 10))
    assert all("Document interne" in slide.source for slide in made.slides)


def test_to_committees_they_say_that_they_are_not_diffused(decks: dict[str, Made]) -> None:
    told = {slide.part: slide for slide in decks["academie"].outline.slides}
    for part in (6, 8, 10):
        assert "non diffusé" in told[part].title
        assert "vue interne" in told[part].title
        assert told[part].text


@pytest.mark.parametrize("bef", [None, "BEF-06"])
def test_without_any_follow_up_the_deck_says_so_and_draws_nothing_empty(
    real_home: Path, bef: str | None
) -> None:
    path = store.current_path(real_home)
    assert path is not None
    made = outline(store.Store(path), OUTSIDE, bef)
    assert {slide.part for slide in made.slides} == set(range(14))
    told = {slide.key: slide.title for slide in made.slides}
    assert "non renseigné" in told["chiffres-cles"]
    assert "non renseigné" in told["entreprises"]
    assert "renseigné" in told["manques"]
    assert not any(figure.empty for slide in made.slides for figure in slide.figures)
    assert len(write(made)) > 0


def test_an_unknown_year_or_bef_is_refused_with_those_that_exist(demo: store.Store) -> None:
    with pytest.raises(ContentError, match="2025-2026"):
        outline(demo, OUTSIDE, year="1999-2000")
    with pytest.raises(ContentError, match="BEF-13"):
        outline(demo, OUTSIDE, "BEF-99")


def test_the_mark_of_a_text_forgets_spaces_and_sees_words() -> None:
    assert fingerprint("a  b\nc") == fingerprint("a b c")
    assert fingerprint("12 places") != fingerprint("13 places")


NOTED = (
    Noted("2025-2026", "BEF-03", "parcours", "Forum au lycée.", "forum", 3),
    Noted("2025-2026", "BEF-06", "parcours", "Ateliers de recherche.", "", 1),
    Noted("2024-2025", "BEF-03", "qualite", "Charte signée.", "charte", 2),
)


@pytest.mark.parametrize(
    ("scope", "bef", "told"),
    [
        (Scope.outside(), None, "2\u00a0actions"),
        (Scope.daet(), None, "2\u00a0actions\u00a0: Forum au lycée.\u00a0; Ateliers de recherche."),
        (Scope.outside(), "BEF-03", "1\u00a0action"),
        (Scope.outside(), "BEF-09", "rien n’a été noté"),
    ],
)
def test_the_journal_is_told_by_axis_its_texts_to_agents_in_charge_only(
    demo: store.Store, scope: Scope, bef: str | None, told: str
) -> None:
    made = outline(demo, scope, bef, "2025-2026", noted=NOTED)
    slide = next(slide for slide in made.slides if slide.key == "actions")
    rows = slide.figures[0].published.table
    assert rows["axis"].tolist() == list(AXES.values())
    assert rows["action"].iloc[0] == told
    assert rows["action"].iloc[2] == "rien n’a été noté"
