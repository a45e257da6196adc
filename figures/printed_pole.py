"""The page of a pôle on two A4 sheets: one document that needs nothing from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analytics.disclosure import Published
from figures import french
from figures.findings import answer, question, sentences
from figures.pole_words import blind_sentence, sending_sentence
from figures.printed_spine import spine_svg, trend_svg
from figures.spine import LEGEND

MOST_SCHOOLS, MOST_ROWS = 20, 9
_HYPOTHESIS = "Limites des BEF\u00a0: hypothèse, à confirmer par l’académie."
_CSS = """
@page { size: A4; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0; font-family: Arial, sans-serif; font-size: 9.5pt; line-height: 1.4;
  color: #1f1f1d; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
section { width: 190mm; min-height: 275mm; margin: 0 auto; display: flex; flex-direction: column; }
section + section { break-before: page; }
h1 { font-size: 17pt; margin: 3mm 0 2mm; } h2 { font-size: 11pt; margin: 4mm 0 1.5mm; }
p { margin: 0 0 1mm; } .mark { font-size: 8pt; border-bottom: 1px solid #1f1f1d; display: flex;
  justify-content: space-between; } .quiet { font-size: 7.5pt; color: #5d5b55; }
.answer { font-size: 11pt; } .two { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; }
ul { margin: 0; padding-left: 4mm; } li { margin-bottom: 0.8mm; }
svg { width: 100%; display: block; }
table { border-collapse: collapse; width: 100%; font-size: 7.5pt; }
th { text-align: left; font-weight: 600; vertical-align: bottom; }
th { border-bottom: 1px solid #8c8a83; }
td { border-bottom: 1px solid #e4e2dc; } th, td { padding: 0.5mm 1mm; }
.n { text-align: right; white-space: nowrap; }
footer { margin-top: auto; }
"""

Form = Callable[[Any], str]
Column = tuple[str, str, Form | None]  # name, header, form of a number


@dataclass(frozen=True)
class Printed:
    """What is printed: the tables of the page, as published.

    Parameters
    ----------
    name : of the BEF
    mark : level of diffusion, in words
    codes, selected, peers : as `figures.spine.spine_chart`
    verdict : sentence of the trend
    """

    name: str
    mark: str
    codes: list[str]
    selected: str
    peers: tuple[str, ...]
    spine: Published
    findings: Published
    trend: Published
    verdict: str
    schools: Published
    lacks: Published
    blind: Published
    signs: Published


def printed_pole(shown: Printed) -> str:
    """Write the document: HTML with its style and drawings inside."""
    title = escape(question(shown.name))
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_CSS}</style></head><body>"
        f"<section>{_head(shown, 1)}{_first(shown, title)}{_foot(shown)}</section>"
        f"<section>{_head(shown, 2)}{_second(shown)}{_foot(shown)}</section></body></html>"
    )


def _head(shown: Printed, page: int) -> str:
    return f'<p class="mark"><b>{escape(shown.mark)}</b><span>page {page} sur 2</span></p>'


def _foot(shown: Printed) -> str:
    return (
        f'<footer class="quiet">{escape(shown.spine.about.source)} · '
        f"{escape(shown.spine.about.caption)} · {_HYPOTHESIS}</footer>"
    )


def _first(shown: Printed, title: str) -> str:
    table = shown.findings.table
    return (
        f'<h1>{title}</h1><p class="answer">{_marked(answer(table))}</p>'
        f"<h2>{escape(shown.spine.about.title)}</h2>"
        f'<p class="quiet">{escape(shown.spine.about.caption)}</p>'
        + spine_svg(shown.spine.table, shown.codes, shown.selected, shown.peers)
        + f'<p class="quiet">{LEGEND}</p>'
        + f'<div class="two"><div>{_points("Constats", sentences(table, "constat"))}</div>'
        + f"<div>{_points('Questions', sentences(table, 'question'))}</div></div>"
        + f'<div class="two"><div><h2>{escape(shown.trend.about.title)}</h2>'
        + f"<p>{escape(shown.verdict)}</p></div>"
        + f"<div>{trend_svg(shown.trend.table)}</div></div>"
    )


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


_SCHOOLS: tuple[Column, ...] = (
    ("school_name", "Établissement", None),
    ("commune_name", "Commune", None),
    ("status", "Transmission", None),
    ("due", "Dues", french.number),
    ("signed", "Signées à J0", french.number),
    ("agreed", "Accord", french.number),
    ("without", "Sans lieu", french.number),
    ("unknown", "Non rens.", french.number),
    ("rate_text", "Accès à J0", None),
)
_LACKS: tuple[Column, ...] = (
    ("family_name", "Famille", None),
    ("to_place", "Places", french.number),
    ("due", "Périodes dues", french.number),
    ("unknown", "Non rens.", french.number),
)
_BLIND: tuple[Column, ...] = (
    ("name", "Famille", None),
    ("sector", "Secteur", None),
    ("establishments", "Employeurs", french.number),
)
_SIGNS: tuple[Column, ...] = (
    ("name", "Signe", None),
    ("value_text", "Part", None),
    ("note", "Compte", None),
)


def _table(rows: pd.DataFrame, columns: Sequence[Column], most: int) -> str:
    """A table of at most so many rows; how many are left out is said."""
    if not len(rows):
        return ""
    heads = "".join(f'<th class="{"n" if form else ""}">{h}</th>' for _, h, form in columns)
    body = "".join(
        "<tr>" + "".join(_cell(row[name], form) for name, _, form in columns) + "</tr>"
        for row in rows.head(most).to_dict("records")
    )
    left = len(rows) - most
    more = (
        f'<p class="quiet">et {french.plural(left, "autre ligne", "autres lignes")}, à l’écran</p>'
        if left > 0
        else ""
    )
    return f"<table><tr>{heads}</tr>{body}</table>{more}"


def _cell(value: object, form: Form | None) -> str:
    if form is None:
        return f"<td>{escape('' if pd.isna(value) else str(value))}</td>"
    return f'<td class="n">{escape(form(value))}</td>'
