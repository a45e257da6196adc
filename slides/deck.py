"""Write an outline as a presentation, from a template."""

import copy
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Pt

from data.faults import FaultError
from figures.marks import MARKS
from slides import template
from slides.geometry import Box
from slides.native.charts import add_chart
from slides.native.fitting import packed, size_that_fits, text_height
from slides.native.maps import add_map
from slides.native.spines import add_spine
from slides.native.tables import Piece, add_table, pieces
from slides.outline import TABLES, Figure, Kind, Name, Outline, Slide, fingerprint
from slides.refresh import record

MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLE_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
_COVER_SIZES = (36.0, 32.0, 28.0, 24.0)
_CAPTION_SIZES = (12.0, 11.0, 10.0, 9.0)
_SOURCE_SIZES = (9.0, 8.0, 7.0)
_TEXT_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_SPACE = 8.0  # points between two paragraphs
_HEAD = 26.0  # points above a figure, for its title
_FIGURES = (template.MAIN, template.SECOND)
Progress = Callable[[float, str], None]


class FitError(FaultError):
    """A text does not fit its box at the smallest size; its text says which, in French."""


def write(
    outline: Outline, template_path: Path = template.OURS, progress: Progress | None = None
) -> bytes:
    """Make the file of a deck.

    Parameters
    ----------
    template_path : a template with our layouts
    progress : told the share done and the slide being drawn

    Raises
    ------
    slides.template.TemplateError : the template cannot be used
    """
    deck = template.opened(template_path)
    for i, slide in enumerate(outline.slides):
        if progress:
            progress(i / len(outline.slides), slide.title)
        for page in pages(deck, slide):
            _draw(deck, outline, slide, page)
    _properties(deck, outline)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class Page:
    """What one slide shows of a subject: which of how many, paragraphs, piece of each table."""

    number: int
    count: int
    text: tuple[str, ...]
    tables: dict[str, Piece]


def pages(deck: Deck, slide: Slide) -> Iterator[Page]:
    """Cut what does not fit one slide: its number, how many, paragraphs, piece of each table."""
    boxes = _boxes(template.layout(deck, slide.layout))
    tables: dict[str, list[Piece]] = {}
    for figure, place in zip(slide.figures, _FIGURES, strict=False):
        if figure.kind in TABLES:
            _, _, width, height = boxes[place]
            tables[figure.key] = pieces(figure, width.pt, height.pt - _HEAD)
    texts = _text_pages(slide.text, boxes.get(template.MAIN)) if slide.text else [()]
    count = max([len(texts), *(len(found) for found in tables.values())])
    for i in range(count):
        shown = {key: found[i] for key, found in tables.items() if i < len(found)}
        yield Page(i + 1, count, tuple(texts[i]) if i < len(texts) else (), shown)


def _text_pages(text: tuple[str, ...], box: Any) -> list[tuple[str, ...]]:
    """Paragraphs of each slide: one slide if a size allows it, else as many as needed."""
    _, _, width, height = (v.pt for v in box)
    if size_that_fits(text, width, height, _TEXT_SIZES, space=_SPACE):
        return [text]

    def fits(taken: list[str]) -> bool:
        return text_height(taken, _TEXT_SIZES[-1], width, space=_SPACE) <= height

    return [tuple(taken) for taken in packed(text, fits)]


def _boxes(layout: Any) -> dict[int, Box]:
    return {
        p.placeholder_format.idx: (p.left, p.top, p.width, p.height) for p in layout.placeholders
    }


def _draw(deck: Deck, outline: Outline, slide: Slide, page: Page) -> None:
    """One slide: texts in their places, figures, number, notes."""
    layout = template.layout(deck, slide.layout)
    boxes = _boxes(layout)
    drawn = deck.slides.add_slide(layout)
    places = {p.placeholder_format.idx: p for p in drawn.placeholders}
    name = Name(slide.key, outline.perimeter, outline.year, page.number)
    _head(slide, page, name, places, boxes)
    if page.text:
        _paragraphs(places[template.MAIN], f"texte-{name}", page.text, boxes[template.MAIN])
    for i, place in enumerate(place for place in _FIGURES if place in places):
        figure = slide.figures[i] if i < len(slide.figures) else None
        if figure is not None or not page.text:
            _remove(places[place])
        if figure is not None and (figure.kind not in TABLES or figure.key in page.tables):
            piece = page.tables.get(figure.key)
            _figure(drawn, outline, figure, piece, boxes[place], page.number)
    _number_of(drawn, layout)
    body = "\n".join(slide.notes)
    drawn.notes_slide.notes_text_frame.text = body
    drawn.notes_slide.notes_placeholder.name = f"notes-{name}#{fingerprint(body)}"


def _head(
    slide: Slide, page: Page, name: Name, places: dict[int, Any], boxes: dict[int, Box]
) -> None:
    """Title, perimeter, source."""
    cover = slide.layout == template.COVER
    title = slide.title + (f" ({page.number}/{page.count})" if page.count > 1 else "")
    sizes = _COVER_SIZES if cover else _TITLE_SIZES
    for at, kind, text, asked in (
        (template.TITLE, "titre", title, sizes),
        (template.CAPTION, "perimetre", slide.caption, _CAPTION_SIZES),
        (template.SOURCE, "source", slide.source, _SOURCE_SIZES),
    ):
        inherit = cover and at == template.CAPTION
        bold = at == template.TITLE
        _put(places[at], f"{kind}-{name}", text, asked, boxes[at], bold=bold, inherit=inherit)


def _remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def _put(
    shape: Any,
    name: str,
    text: str,
    sizes: tuple[float, ...],
    box: Any,
    *,
    bold: bool = False,
    inherit: bool = False,
) -> None:
    """Write a text in its place, at the largest size that fits."""
    lines = text.split("\n")
    frame = shape.text_frame
    frame.text = text
    shape.name = f"{name}#{fingerprint(text)}"
    size = size_that_fits(lines, box[2].pt, box[3].pt, sizes, bold=bold)
    if size is None:
        raise FitError(f"Un texte ne tient pas dans sa zone\u00a0: «\u00a0{text}\u00a0».")
    if size != sizes[0] and not inherit:
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)


def _paragraphs(shape: Any, name: str, text: tuple[str, ...], box: Any) -> None:
    size = size_that_fits(text, box[2].pt, box[3].pt, _TEXT_SIZES, space=_SPACE)
    frame = shape.text_frame
    frame.text = "\n".join(text)
    shape.name = f"{name}#{fingerprint(frame.text)}"
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(_SPACE)
        for run in paragraph.runs:
            run.font.size = Pt(size or _TEXT_SIZES[-1])


def _figure(
    drawn: Any, outline: Outline, figure: Figure, piece: Piece | None, box: Any, number: int
) -> None:
    """A figure under its own title, named, with its alternative text."""
    left, top, width, height = box
    name = Name(figure.key, outline.perimeter, outline.year, number if piece else 1)
    head = drawn.shapes.add_textbox(left, top, width, Pt(_HEAD))
    _put_head(head, f"titre-figure-{name}", figure.published.about.title, width.pt)
    inner = (left, Emu(top + Pt(_HEAD)), width, Emu(height - Pt(_HEAD)))
    if figure.kind is Kind.MAP:
        areas = outline.geometry[figure.level].only(figure.published.table["code"])
        over = None
        if figure.level == "commune":
            zones = set(figure.published.table["zone"])
            over = outline.geometry["bef"].only(zones).moved_to(areas)
        shape = add_map(drawn.shapes, figure, areas, inner, over)
    elif figure.kind is Kind.SPINE:
        shape = add_spine(drawn.shapes, figure, inner)
    elif piece is not None:
        shape = add_table(drawn.shapes, figure, piece, inner)
    else:
        shape = add_chart(drawn.shapes, figure, inner)
    shape.name = str(name)
    shape._element.xpath(".//p:cNvPr")[0].set("descr", figure.alt)


def _put_head(box: Any, name: str, text: str, width: float) -> None:
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = text
    size = size_that_fits([text], width, _HEAD, (12.0, 11.0, 10.0, 9.0), bold=True)
    if size is None:
        raise FitError(f"Un titre de figure ne tient pas\u00a0: «\u00a0{text}\u00a0».")
    run.font.size, run.font.bold = Pt(size), True
    box.name = f"{name}#{fingerprint(text)}"


def _number_of(drawn: Any, layout: Any) -> None:
    """Number of the slide: python-pptx does not take it from the layout."""
    for shape in layout.placeholders:
        if shape._element.find(f".//{qn('p:ph')}").get("type") == "sldNum":
            copied = copy.deepcopy(shape._element)
            copied.nvSpPr.cNvPr.set("id", str(drawn.shapes._next_shape_id))
            drawn.shapes._spTree.append(copied)


def _properties(deck: Deck, outline: Outline) -> None:
    properties = deck.core_properties
    properties.title = outline.slides[0].title
    properties.author = "ÉquiStage"
    properties.subject = MARKS[outline.level]
    properties.language = "fr-FR"
    record.write(deck, outline, _marks(deck))


def _marks(deck: Deck) -> dict[str, str]:
    """Mark of each text of the deck, with the name of its shape."""
    shapes = [shape for page in deck.slides for shape in (*page.shapes, *page.notes_slide.shapes)]
    names = [shape.name.partition("#") for shape in shapes]
    return {mark: name for name, _, mark in names if mark}
