"""Pieces of page drawn with our own HTML; `style.css` is the only CSS."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from figures import french
from figures.classes import MapClass
from figures.maps import HATCH_INK

# What lines on a map mean: the class of a swatch, and the words; `{n}` communes.
LINE_MARKS = (
    ("hatched", "bord\u00a0: lieux d’à côté inconnus ({n})"),
    ("outlined", "zone blanche"),
)
_CSS = Path(__file__).with_suffix(".css")


def apply() -> None:
    """Add the style sheet to the page."""
    st.html(_CSS)


def frame(banner: str, identity: str) -> None:
    """Say, on every page, what the data are and whose view it is."""
    st.html(
        f'<div class="banner" role="note">{escape(banner)}</div>'
        f'<div class="identity">{escape(identity)}</div>'
    )


def answer(text: str) -> None:
    """Show the answer sentence; what stands between two ** is set in bold."""
    st.html(f'<p class="answer">{_marked(text)}</p>')


def key_figures(figures: Sequence[tuple[str, str, str]]) -> None:
    """Show label, value and comparison of each figure in one quiet row."""
    cells = "".join(
        f'<div><dt>{escape(name)}</dt><dd class="value">{escape(value)}</dd>'
        f"<dd>{escape(note)}</dd></div>"
        for name, value, note in figures
    )
    st.html(f'<dl class="figures">{cells}</dl>')


def caption(title: str, text: str) -> None:
    """Title of a figure and what it shows."""
    st.html(f'<div class="caption"><h2>{escape(title)}</h2><p>{escape(text)}</p></div>')


def definitions(rows: Sequence[tuple[str, str]]) -> None:
    """Show terms and what they mean, one under the other."""
    cells = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows)
    st.html(f'<dl class="sheet">{cells}</dl>')


def note(title: str, lines: Sequence[str]) -> None:
    """A few lines about what is selected."""
    body = "".join(f"<br>{escape(line)}" for line in lines)
    st.html(f'<div class="note"><b>{escape(title)}</b>{body}</div>')


def points(title: str, lines: Sequence[str]) -> None:
    """Show a titled list of sentences; what stands between two ** is set in bold."""
    items = "".join(f"<li>{_marked(line)}</li>" for line in lines)
    st.html(f'<div class="caption"><h2>{escape(title)}</h2><ul class="points">{items}</ul></div>')


def grid_legend(cells: Sequence[Sequence[tuple[MapClass, int]]], across: str, down: str) -> None:
    """Legend of two crossed amounts: a square of classes, their counts inside, axes named."""
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="background:{item.color};color:{item.label_color}" '
            f'title="{escape(item.label)}">{french.number(count)}</td>'
            for item, count in row
        )
        + "</tr>"
        for row in cells
    )
    st.html(
        f'<div class="crossed"><span>{escape(down)}</span><table>{rows}</table>'
        f"<span>{escape(across)}</span></div>"
    )


def legend(
    items: Sequence[tuple[MapClass, int]], marks: Sequence[tuple[str, str]] = (), lined: int = 0
) -> None:
    """Class names with their counts, in words; then what the lines mean (`LINE_MARKS`)."""
    lines = []
    for item, count in items:
        if not count and not item.key.startswith("classe_"):
            continue
        fill = item.color
        if item.hatched:
            fill = f"repeating-linear-gradient(135deg,{HATCH_INK} 0 1px,{item.color} 1px 4px)"
        if item.dotted:
            fill = f"radial-gradient({HATCH_INK} 1px,{item.color} 1.4px) 0 0/4px 4px"
        swatch = f'<i style="background:{fill};outline:1px solid #d8d5cc"></i>'
        lines.append(f"<li>{swatch}{escape(item.label)} ({french.number(count)})</li>")
    for mark, words in marks:
        text = escape(words.replace("{n}", french.number(lined)))
        lines.append(f'<li><i class="{mark}"></i>{text}</li>')
    st.html(f'<ul class="legend">{"".join(lines)}</ul>')


def _marked(text: str) -> str:
    parts = escape(text).split("**")
    return "".join(f"<strong>{p}</strong>" if i % 2 else p for i, p in enumerate(parts))
