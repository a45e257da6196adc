"""Which parts of a deck are kept, in which order, and where the collected views stand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics.disclosure import DisclosureError, Level
from figures.cards.columns import Column
from figures.workbook import Sheet
from slides.collected import Collected, at_level
from slides.content import ContentError
from slides.geometry import Areas
from slides.material import REOPEN
from slides.native.workbooks import EXPLAINING
from slides.outline import PARTS, Figure, Kind, Outline, Slide

ADDED = 14  # the part of the collected views
CHOICES = {number: name for number, name in PARTS.items() if number} | {ADDED: "Vues ajoutées"}
ORDER = (*(number for number in PARTS if 0 < number < 13), ADDED, 13)  # decisions come last


def parse(text: str, separator: str = ",") -> tuple[int, ...]:
    """Read the parts asked for: « 2,5,13 »; empty: all of them, in the usual order.

    Raises
    ------
    ContentError : a part that does not exist, or twice the same
    """
    words = [word.strip() for word in text.split(separator) if word.strip()]
    found = tuple(int(word) for word in words if word.isdecimal() and int(word) in CHOICES)
    if len(found) < len(words) or len(set(found)) < len(found):
        listed = ", ".join(f"{number} ({name})" for number, name in CHOICES.items())
        raise ContentError(
            f"Parties inconnues, ou deux fois la même\u00a0: {text[:60]}. Parties\u00a0: {listed}."
        )
    return found or ORDER


def arrange(
    outline: Outline,
    order: Sequence[int],
    added: Sequence[Slide] = (),
    geometry: Mapping[str, Areas] | None = None,
) -> Outline:
    """Keep the parts of `order`, in that order, after the cover; `added` stand for `ADDED`.

    Parameters
    ----------
    geometry : outlines of the levels of the maps of `added`

    Raises
    ------
    DisclosureError : an internal figure would enter a deck for committees
    """
    kept = [slide for slide in outline.slides if slide.part == 0]
    for number in order:
        own = added if number == ADDED else (s for s in outline.slides if s.part == number)
        kept += own
    inside = [f.key for s in kept for f in s.figures if f.published.level is Level.INTERNAL]
    if inside and outline.level is Level.DIFFUSION:
        raise DisclosureError(f"internal figures in a deck for committees: {', '.join(inside)}")
    outlines = {**outline.geometry, **(geometry or {})}
    return replace(outline, slides=tuple(kept), geometry=outlines)


def sheets(outline: Outline, views: Sequence[Collected], base: str) -> list[Sheet]:
    """Tables of a deck, for a workbook: those of its own parts, then the collected views, whole.

    Parameters
    ----------
    outline : the deck, with or without slides of `views`
    views : collected views; those that the level of the deck refuses raise
    base : address of the application
    """
    found = [
        _sheet(figure, link)
        for slide in outline.slides
        if slide.part > 0
        for figure, link in zip(slide.figures, _links(slide), strict=False)
        if figure.kind is not Kind.BLANK
    ]
    return found + [
        Sheet(at_level(view, outline.level), view.columns, view.address(base)) for view in views
    ]


def _links(slide: Slide) -> list[str]:
    """Address of the view of each figure: the last one holds for those that follow."""
    told = [note.removeprefix(REOPEN) for note in slide.notes if note.startswith(REOPEN)] or [""]
    return told + told[-1:] * len(slide.figures)


def _sheet(figure: Figure, address: str) -> Sheet:
    """Columns of a figure as a table: a map by the names of its areas, dots with their bounds."""
    label, *values = figure.columns
    published, table = figure.published, figure.published.table
    if figure.kind is Kind.MAP and "name" in table:
        label = Column("name", label.label)
    if figure.kind is Kind.DOTS:
        (span,) = figure.spans
        names = [c.name for c in values]
        merged = table.assign(value=table[names].bfill(axis=1).iloc[:, 0].astype(float))
        published = published.remade(merged)
        form = values[0].form
        values = [Column("value", "Valeur", form)]
        pairs = zip((span.low, span.high), EXPLAINING, strict=True)
        values += [Column(name, words, form) for name, (_, words) in pairs]
    if "absence" in table and all(c.name != "absence" for c in values):
        values.append(Column("absence", "Code"))
    return Sheet(published, (label, *values), address)
