"""Pieces of page drawn with our own HTML; `style.css` is the only CSS of pages."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from figures import palette
from figures.maps.legends import Grid, Legend
from figures.words import french

_CSS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def apply() -> None:
    """Add the style sheet to the page."""
    st.html(f"<style>{palette.css()}{_CSS}</style>")


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


def legend(shown: Legend | Grid) -> None:
    """What the classes of a figure mean."""
    if isinstance(shown, Grid):
        _grid(shown)
        return
    lines = []
    for item, words in shown.classes():
        fill = item.color
        if item.hatched:
            fill = f"repeating-linear-gradient(135deg,{palette.PATTERN} 0 1px,{item.color} 1px 4px)"
        if item.dotted:
            fill = f"radial-gradient({palette.PATTERN} 1px,{item.color} 1.4px) 0 0/4px 4px"
        swatch = f'<i style="background:{fill};outline:1px solid var(--edge)"></i>'
        lines.append(f"<li>{swatch}{escape(words)}</li>")
    for mark, words in shown.lines():  # the class of a swatch is the name of its mark
        lines.append(f'<li><i class="{mark}"></i>{escape(words)}</li>')
    st.html(f'<ul class="legend">{"".join(lines)}</ul>')


def _grid(shown: Grid) -> None:
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="background:{item.color};color:{item.label_color}" '
            f'title="{escape(item.label)}">{french.number(count)}</td>'
            for item, count in row
        )
        + "</tr>"
        for row in shown.cells
    )
    st.html(
        f'<div class="crossed"><span>{escape(shown.down)}</span><table>{rows}</table>'
        f"<span>{escape(shown.across)}</span></div>"
    )


def _marked(text: str) -> str:
    parts = escape(text).split("**")
    return "".join(f"<strong>{p}</strong>" if i % 2 else p for i, p in enumerate(parts))
