"""REDO: refresh an edited deck. What carries a name of ours gets today's data; the rest is kept."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.presentation import Presentation as Deck

from analytics.disclosure import Level
from data.faults import FaultError
from data.journal.journal_tables import Noted
from data.scope import Scope
from data.store.store import Store
from figures.marks import MARKS
from slides import added
from slides.content import ContentError, outline
from slides.deck import write
from slides.material import ADDRESS
from slides.outline import ACADEMY, TEXTS, Figure, Kind, Name, Outline, fingerprint
from slides.refresh import record, updating
from slides.refresh.report import Change, Kept, Report

_NOTHING_OURS = (
    "Aucune figure d’ÉquiStage dans ce fichier\u00a0: les formes y sont reconnues à leur nom. "
    "Partir d’un diaporama fait par « python -m slides »."
)

_USUAL = {"titre-": 24.0, "texte-": 16.0, "perimetre-": 12.0}  # sizes of the template, points


class RefreshError(FaultError):
    """A deck cannot be refreshed; its text is the message shown, in French."""


@dataclass
class _Fresh:
    """What a perimeter and campaign would give today.

    Parameters
    ----------
    figures : by key
    texts : by name without mark, of the same deck made now
    """

    outline: Outline
    figures: Mapping[str, Figure]
    texts: Mapping[str, str]


def refresh(
    source: bytes | Path,
    store: Store,
    scope: Scope,
    year: str | None = None,
    address: str = ADDRESS,
    noted: tuple[Noted, ...] = (),
) -> tuple[bytes, Report]:
    """Refresh a deck.

    Parameters
    ----------
    source : the file, edited or not
    store : the version whose data it takes
    scope : of the level at which the deck was made
    year : campaign to move to; None: each figure keeps its own
    noted : actions of the journal

    Raises
    ------
    RefreshError : it is no presentation, nothing in it is ours, or it is of the other level
    """
    deck = _opened(source)
    kept = record.read(deck)
    _refuse_other_level(_level_marked(deck) or kept.level, scope)
    found = list(_named(deck, kept.texts))
    names = [name for _, name, _ in found]
    if not names:
        raise RefreshError(_NOTHING_OURS)
    report = Report()
    fresh: dict[tuple[str, str], _Fresh] = {}
    for perimeter, of in sorted({(name.perimeter, year or name.year) for name in names}):
        bef = None if perimeter == ACADEMY else perimeter
        try:
            fresh[perimeter, of] = _made(outline(store, scope, bef, of, address, noted))
        except ContentError as error:
            report.remarks.append(str(error))
    report.frozen += added.frozen(deck, ((number, name.key) for number, name, _ in found))
    marks = dict(_walk(found, kept.texts, fresh, year, report))
    there = {(name.key, name.perimeter, year or name.year) for name in names}
    expected = ((key, *of) for of, made in fresh.items() for key in made.figures)
    report.missing += [str(Name(*each)) for each in expected if each not in there]
    if fresh:
        record.write(deck, next(iter(fresh.values())).outline, {**kept.texts, **marks})
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue(), report


def _opened(source: bytes | Path) -> Deck:
    try:
        return Presentation(io.BytesIO(source) if isinstance(source, bytes) else str(source))
    except Exception as error:  # python-pptx lets through what zip, XML or the format refuse
        raise RefreshError("Ce fichier n’est pas une présentation .pptx lisible.") from error


def _level_marked(deck: Deck) -> Level | None:
    """Level that the mark of any slide tells: one may come from another deck, pasted by hand."""
    shapes = (shape for _, shape in _shapes(deck) if shape.has_text_frame)
    inside = any(MARKS[Level.INTERNAL] in shape.text_frame.text for shape in shapes)
    return Level.INTERNAL if inside else None


def _refuse_other_level(level: Level | None, scope: Scope) -> None:
    wanted = scope.level
    if level not in (None, wanted):
        raise RefreshError(
            f"Ce diaporama est de niveau «\u00a0{level}\u00a0»\u00a0: il ne s’actualise pas au "
            f"niveau «\u00a0{wanted}\u00a0», car ce qui n’est pas retrouvé y resterait. Le refaire "
            "à ce niveau."
        )


def _made(found: Outline) -> _Fresh:
    """The deck of a perimeter and campaign as it would be made now."""
    drawn = Presentation(io.BytesIO(write(found)))
    texts = {
        _stem(shape.name): shape.text_frame.text
        for _, shape in _shapes(drawn)
        if shape.has_text_frame and shape.name.startswith(TEXTS)
    }
    figures = {figure.key: figure for slide in found.slides for figure in slide.figures}
    return _Fresh(found, figures, texts)


def _stem(name: str) -> str:
    return name.partition("#")[0]


def _shapes(deck: Deck) -> Iterator[tuple[int, Any]]:
    """All shapes with the number of their slide: in groups too, then those of the notes."""
    for number, slide in enumerate(deck.slides, start=1):
        yield from ((number, shape) for shape in updating.each(slide.shapes))
        if slide.has_notes_slide:
            yield from ((number, shape) for shape in slide.notes_slide.placeholders)


def _named(deck: Deck, texts: Mapping[str, str]) -> Iterator[tuple[int, Name, Any]]:
    for number, shape in _shapes(deck):
        name = Name.parse(shape.name) or Name.parse(_text_name(shape, texts))
        if name is not None:
            yield number, name, shape


def _text_name(shape: Any, texts: Mapping[str, str]) -> str:
    """Name of a text of ours: its own, or the one recorded for these very words."""
    if not shape.has_text_frame:
        return ""
    if Name.parse(shape.name) and shape.name.startswith(TEXTS):
        return str(shape.name)
    mark = fingerprint(shape.text_frame.text)
    return f"{texts[mark]}#{mark}" if mark in texts else ""


def _walk(
    found: list[tuple[int, Name, Any]],
    texts: Mapping[str, str],
    fresh: Mapping[tuple[str, str], _Fresh],
    year: str | None,
    report: Report,
) -> Iterator[tuple[str, str]]:
    """Refresh each named shape; yields the mark and the name of the texts that are ours."""
    pieces = {(n.key, n.perimeter): n.piece for _, n, _ in sorted(found, key=lambda f: f[1].piece)}
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for number, name, shape in found:
        now = replace(name, year=year or name.year)
        made = fresh.get((now.perimeter, now.year))
        text = _text_name(shape, texts)
        if made is not None and text:
            yield from _text(number, now, shape, made, report)
        if text or added.view_of(name.key):  # a view is told apart
            continue
        figure = made.figures.get(name.key) if made else None
        if figure is None or not _same_kind(shape, figure):
            report.unknown.append(str(name))
            continue
        if figure.kind is not Kind.BLANK:
            group = (name.key, name.perimeter)
            last = pieces[group] == name.piece
            _figure(number, shape, figure, report, last=last, seen=seen[group])
            report.refreshed.append(str(now))
        shape.name = str(now)


def _figure(
    number: int, shape: Any, figure: Figure, report: Report, *, last: bool, seen: set[str]
) -> None:
    title = figure.published.about.title
    if figure.kind is Kind.MAP:
        told: Iterator[Any] = updating.zones(shape, figure)
    elif figure.kind is Kind.TABLE:
        told = updating.table(shape, figure, last=last, seen=seen)
    else:
        told = updating.chart(shape, figure)
    for each in told:
        if isinstance(each, str):
            report.remarks.append(f"Diapositive {number}, {title}\u00a0: {each}.")
        else:
            report.changes.append(Change(number, title, *each))
    shape._element.xpath(".//p:cNvPr")[0].set("descr", figure.alt)


def _same_kind(shape: Any, figure: Figure) -> bool:
    if figure.kind is Kind.MAP:
        return hasattr(shape, "shapes")
    kind = "has_table" if figure.kind in (Kind.TABLE, Kind.BLANK) else "has_chart"
    return bool(getattr(shape, kind, False))


def _text(
    number: int, name: Name, shape: Any, made: _Fresh, report: Report
) -> Iterator[tuple[str, str]]:
    """Write a text again if nobody edited it."""
    shown = shape.text_frame.text
    proposed = made.texts.get(_stem(str(name)))
    if proposed is None:
        return
    if fingerprint(shown) != name.mark:
        report.kept.append(Kept(number, _stem(str(name)), shown, proposed))
        return
    mark = fingerprint(proposed)
    if mark != name.mark:
        updating.put(shape.text_frame, proposed)
        report.texts += 1
        if name.key.startswith("titre-"):
            report.changes.append(Change(number, "titre", "texte", shown, proposed))
        if not _fits(shape, proposed, name):
            report.remarks.append(
                f"Diapositive {number}\u00a0: le texte «\u00a0{proposed}\u00a0» déborde peut-être."
            )
    shape.name = str(replace(name, mark=mark))
    yield mark, _stem(str(name))


def _fits(shape: Any, text: str, name: Name) -> bool:
    if name.key.startswith("notes-"):
        return True
    runs = [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
    size = next((run.font.size.pt for run in runs if run.font.size), None)
    usual = next((one for start, one in _USUAL.items() if name.key.startswith(start)), 9.0)
    bold = name.key.startswith("titre-")
    return updating.shrink(shape, text, size or usual, bold=bold)
