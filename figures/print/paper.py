"""The frame of a document to print: A4 sheets, the mark at their head, the source at their foot."""

from collections.abc import Sequence
from html import escape

from figures import palette

# Liberation Sans and Arimo have the widths of Arial: the same lines with any of the three.
FONTS = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
# A browser and WeasyPrint must lay it out alike: no grid, and a foot under a least height.
_STYLE = (
    f"{palette.css()}"
    """
@page { size: A4; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0; font-size: 9.5pt; line-height: 1.4; color: var(--ink);
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
section { width: 190mm; margin: 0 auto; } section + section { break-before: page; }
main { min-height: 255mm; }
.mark { display: flex; justify-content: space-between; font-size: 8pt; margin: 0;
  padding-bottom: 0.7mm; border-bottom: 0.25mm solid var(--ink); }
footer { margin-top: 3mm; padding-top: 1mm; border-top: 0.25mm solid var(--printed-line); }
h1 { font-size: 17pt; line-height: 1.2; margin: 4mm 0 2mm; }
h2 { font-size: 11pt; line-height: 1.25; margin: 4mm 0 1.5mm; }
p { margin: 0 0 1mm; } .quiet { font-size: 7.5pt; line-height: 1.35; color: var(--quiet); }
ul { list-style: none; margin: 0; padding: 0; }
li { margin-bottom: 0.8mm; padding-left: 3.5mm; text-indent: -3.5mm; }
li::before { content: "•"; display: inline-block; width: 3.5mm; text-indent: 0; }
table { border-collapse: collapse; width: 100%; font-size: 7.5pt; line-height: 1.3; }
th { text-align: left; font-weight: 700; vertical-align: bottom;
  border-bottom: 0.25mm solid var(--rule); }
td { vertical-align: top; border-bottom: 0.2mm solid var(--printed-hairline); }
th, td { padding: 0.6mm 1.2mm; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.n { text-align: right; white-space: nowrap; }
"""
    f"body {{ font-family: {FONTS}; }}"
)


def document(title: str, mark: str, sheets: Sequence[str], foot: str, style: str = "") -> str:
    """Write a document of so many A4 sheets: HTML that needs nothing from outside.

    Parameters
    ----------
    title : of the document, plain text
    mark : level of diffusion, in words, at the head of each sheet
    sheets : HTML of each sheet
    foot : HTML at the foot of each sheet
    style : CSS of this document, beside that of all
    """
    name, level = escape(title), escape(mark)
    body = "".join(
        f'<section><p class="mark"><b>{level}</b>{_number(at, len(sheets))}</p>'
        f'<main>{sheet}</main><footer class="quiet">{foot}</footer></section>'
        for at, sheet in enumerate(sheets, 1)
    )
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{name}</title>'
        f'<meta name="generator" content="ÉquiStage"><meta name="description" content="{level}">'
        f"<style>{_STYLE}{style}</style></head><body>{body}</body></html>"
    )


def _number(sheet: int, count: int) -> str:
    return f"<span>page {sheet} sur {count}</span>" if count > 1 else ""
