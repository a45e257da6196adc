"""The page of a pôle on two A4 sheets: one document that needs nothing from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.disclosure import Published
from figures.cards.card import Card
from figures.cards.sketches import sketch
from figures.image import inline
from figures.print.paper import document
from figures.words import french
from figures.words.findings import answer, question, sentences
from figures.words.pole_words import blind_sentence, sending_sentence
from figures.words.spine_words import LEGEND

SHEETS = 2
MOST_SCHOOLS, MOST_ROWS = 24, 9  # lines of a table that a sheet has room for
_WIDTH, _HALF = 700.0, 430.0  # at which drawings are laid out, pixels: of a sheet, of its half
_HYPOTHESIS = "Limites des BEF\u00a0: hypothèse, à confirmer par l’académie."
_STYLE = """
.answer { font-size: 11pt; } svg { width: 100%; display: block; }
table + .quiet { margin-top: 1mm; } .whole { white-space: nowrap; }
.two { display: table; width: 100%; table-layout: fixed; }
.two > div { display: table-cell; vertical-align: top; padding-right: 4mm; }
.two > div + div { padding: 0 0 0 4mm; }
"""

Form = Callable[[Any], str]


class Column(NamedTuple):
    """A column of a table.

    Parameters
    ----------
    form : writes a number; None: text
    letters : that a line of text holds at least; 0: never wrapped
    """

    name: str
    header: str
    form: Form | None = None
    letters: int = 0


@dataclass(frozen=True)
class Printed:
    """What is printed: the tables of the page, as published.

    Parameters
    ----------
    name : of the BEF
    mark : level of diffusion, in words
    spine, trend : cards of the page
    verdict : sentence of the trend
    """

    name: str
    mark: str
    spine: Card
    findings: Published
    trend: Card
    verdict: str
    schools: Published
    lacks: Published
    blind: Published
    signs: Published


def printed_pole(shown: Printed) -> str:
    """Write the document: HTML with its style and drawings inside."""
    about = shown.spine.published.about
    foot = f"{escape(about.source)} · {escape(about.caption)} · {_HYPOTHESIS}"
    title = question(shown.name)
    sheets = (_first(shown, escape(title)), _second(shown))
    return document(title, shown.mark, sheets, foot, _STYLE)


def _first(shown: Printed, title: str) -> str:
    table = shown.findings.table
    return (
        f'<h1>{title}</h1><p class="answer">{_marked(answer(table))}</p>'
        f"<h2>{escape(shown.spine.title)}</h2>"
        f'<p class="quiet">{escape(shown.spine.published.about.caption)}</p>'
        + _drawing(shown.spine, _WIDTH)
        + f'<p class="quiet">{LEGEND}</p>'
        + f'<div class="two"><div>{_points("Constats", sentences(table, "constat"))}</div>'
        + f"<div>{_points('Questions', sentences(table, 'question'))}</div></div>"
        + f'<div class="two"><div><h2>{escape(shown.trend.title)}</h2>'
        + f"<p>{escape(shown.verdict)}</p></div>"
        + f"<div>{_drawing(shown.trend, _HALF)}</div></div>"
    )


def _drawing(card: Card, width: float) -> str:
    """A figure of the page; "": it has no row."""
    figure = sketch(card)
    return "" if figure is None else inline(figure, width, card.title)


def _second(shown: Printed) -> str:
    blind = shown.blind.table
    return (
        f"<h2>{escape(shown.schools.about.title)}</h2>"
        f"<p>{escape(sending_sentence(shown.schools.table))}</p>"
        + _table(shown.schools.table, _SCHOOLS, MOST_SCHOOLS)
        + f'<div class="two"><div><h2>{escape(shown.lacks.about.title)}</h2>'
        + _table(shown.lacks.table, _LACKS, MOST_ROWS)
        + f"</div><div><h2>{escape(shown.blind.about.title)}</h2>"
        + f'<p class="quiet">{escape(blind_sentence(blind))}</p>'
        + _table(blind, _BLIND, MOST_ROWS)
        + f"</div></div><h2>{escape(shown.signs.about.title)}</h2>"
        + _table(shown.signs.table, _SIGNS, MOST_ROWS)
        + '<p class="quiet">Une période sans information n’est comptée ni comme placée ni comme '
        "sans lieu. «\u00a0Indiscernable\u00a0» ne veut pas dire pareil\u00a0: on ne sait pas "
        "dire. Un écart ne dit pas sa cause.</p>"
    )


def _points(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{_marked(line)}</li>" for line in lines)
    return f"<h2>{title}</h2><ul>{items}</ul>"


def _marked(text: str) -> str:
    parts = escape(text).split("**")
    return "".join(f"<b>{part}</b>" if i % 2 else part for i, part in enumerate(parts))


_SCHOOLS = (
    Column("school_name", "Établissement", None, 42),
    Column("commune_name", "Commune"),
    Column("status", "Transmission"),
    Column("due", "Dues", french.number),
    Column("signed", "Signées à J0", french.number),
    Column("agreed", "Accord", french.number),
    Column("without", "Sans lieu", french.number),
    Column("unknown", "Non rens.", french.number),
    Column("rate_text", "Accès à J0", str),
)
_LACKS = (
    Column("family_name", "Famille", None, 28),
    Column("to_place", "Places", french.number),
    Column("due", "Périodes dues", french.number),
    Column("unknown", "Non rens.", french.number),
)
_BLIND = (
    Column("name", "Famille", None, 22),
    Column("sector", "Secteur", None, 22),
    Column("establishments", "Employeurs", french.number),
)
_SIGNS = (Column("name", "Signe"), Column("value_text", "Part"), Column("note", "Compte"))


def _table(rows: pd.DataFrame, columns: Sequence[Column], most: int) -> str:
    """A table of at most so many lines; how many rows are left out is said."""
    if not len(rows):
        return ""
    heads = "".join(f'<th class="{"n" if c.form else ""}">{c.header}</th>' for c in columns)
    shown = rows[_lines(rows, columns).cumsum() <= most]
    body = "".join(
        "<tr>" + "".join(_cell(row[column.name], column) for column in columns) + "</tr>"
        for row in shown.to_dict("records")
    )
    left = len(rows) - len(shown)
    more = (
        f'<p class="quiet">et {french.plural(left, "autre ligne", "autres lignes")}, à l’écran</p>'
        if left
        else ""
    )
    return f"<table><tr>{heads}</tr>{body}</table>{more}"


def _lines(rows: pd.DataFrame, columns: Sequence[Column]) -> pd.Series:
    """Lines of text that each row takes, or one more."""
    wrapped = [
        np.ceil(rows[column.name].astype(str).str.len() / column.letters)
        for column in columns
        if column.letters
    ]
    return pd.concat(wrapped, axis=1).max(axis=1) if wrapped else pd.Series(1, rows.index)


def _cell(value: object, column: Column) -> str:
    if column.form:
        return f'<td class="n">{escape(column.form(value))}</td>'
    text = escape("" if pd.isna(value) else str(value))
    return f"<td>{text}</td>" if column.letters else f'<td class="whole">{text}</td>'
