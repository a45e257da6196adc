"""The digest in words: one content for the screen, the page to print and the slide."""

import html
from dataclasses import dataclass

import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.disclosure import Published
from data import silence
from figures.pole.trends import points_told
from figures.print.paper import document
from figures.words import french

KINDS = {
    sides.FAVOURABLE: "Évolutions favorables",
    sides.UNFAVOURABLE: "Évolutions défavorables",
    "neutral": "Autres évolutions",
    "silent": "Données qui manquent",
    "back": "Données retrouvées",
    "rectified": "Rectifications",
}
NOTHING = "Pas de changement détectable."
SIGNALS = {
    "name": "Bassin",
    "label": "Indicateur",
    "before": "Avant",
    "now": "Campagne",
    "change": "Écart",
}
_MOST = 12  # items of one printed page, then their number
_LINES = 36  # of one printed page: an item, a heading and a row take two each at most
METHOD = (
    "Un changement n’est annoncé que s’il sort de la variation ordinaire, à formations et "
    "établissements égaux, les élèves d’un établissement se ressemblant, et quoi que soient les "
    f"périodes {silence.UNTOLD_ES}\u00a0; au plus 5\u00a0% de fausses découvertes sur tout ce qui "
    "est examiné. Intervalles à 95\u00a0%. Un changement ne dit pas sa cause."
)
_STYLE = """
@page { margin: 16mm; } section { width: 178mm; } main { min-height: 235mm; }
body { font-size: 10.5pt; }
.lead { font-size: 12.5pt; margin: 3mm 0; } table { margin-top: 3mm; font-size: 8.5pt; }
"""


@dataclass(frozen=True)
class Item:
    """One sentence of the digest.

    Parameters
    ----------
    kind : key of `KINDS`
    text : French sentence
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Content:
    """What the page, the printed page and the slide show.

    Parameters
    ----------
    title : question or subject, with the campaign
    lead : « n indicateurs examinés, k signaux »
    items : sentences, by order of `KINDS`
    table : signals only, one row each, texts: the columns of `SIGNALS`
    caption, source : perimeter, period, attribution; files and their date
    """

    title: str
    lead: str
    items: tuple[Item, ...]
    table: pd.DataFrame
    caption: str
    source: str


def digest_content(
    changes: Published, silences: Published, rectified: Published | None = None
) -> Content:
    """Tell a digest by rule, from its tables.

    Parameters
    ----------
    changes, silences, rectified : tables of `analytics.verdicts.digest.Digest`
    """
    rows = changes.table
    signals = rows[rows["signal"].astype(bool)].sort_values(["p_value", "bef", "indicator"])
    year = changes.about.period
    items = [Item(str(row["side"]), change_sentence(row, year)) for _, row in signals.iterrows()]
    for kind in ("silent", "back"):
        told = silences.table[silences.table[kind] > 0]
        items += [Item(kind, silence_sentence(row, kind, year)) for _, row in told.iterrows()]
    if rectified is not None:
        told = rectified.table
        items += [Item("rectified", rectified_sentence(row)) for _, row in told.iterrows()]
    order = list(KINDS)
    items.sort(key=lambda item: order.index(item.kind))
    return Content(
        changes.about.title,
        lead(rows),
        tuple(items),
        _table(signals),
        changes.about.caption,
        changes.about.source,
    )


def describe_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table twin: changes in points, and the verdict of each in words."""
    points = {
        f"{name}points": 100 * changes[column]
        for name, column in (("", "change"), ("low_", "low"), ("high_", "high"))
    }
    examined, signal = (changes[name].astype(bool) for name in ("examined", "signal"))
    verdict = pd.Series(NOTHING, index=changes.index).mask(signal, "Changement")
    apart = ((changes["low"] > 0) | (changes["high"] < 0)) & ~signal
    verdict = verdict.mask(apart, f"Écart non retenu\u00a0: hasard ou {silence.UNTOLD}")
    return changes.assign(**points, verdict=verdict.where(examined, changes["absence"]))


def lead(changes: pd.DataFrame) -> str:
    """Say how many indicators were examined, and how many signals there are."""
    examined, signals = int(changes["examined"].sum()), int(changes["signal"].sum())
    if not examined:
        return "Aucun indicateur examiné\u00a0: trop peu de campagnes ou de périodes connues."
    told = french.plural(examined, "indicateur examiné", "indicateurs examinés")
    text = f"{told}, {french.plural(signals, 'signal', 'signaux')}."
    left = len(changes) - examined
    if left:
        verb = "ont" if left > 1 else "a"
        text += f" {french.number(left)} n’{verb} pas pu l’être, faute de données."
    return text if signals else f"{text} {NOTHING}"


def change_sentence(row: pd.Series, year: str) -> str:
    """Tell one signal: where, what, how much, on how many periods."""
    change = points_told(row["change"], row["low"], row["high"])
    known = french.plural(round(row["n"]), "cas connu", "cas connus")
    unknown = french.plural(round(row["unknown"]), str(Absence.UNKNOWN))
    return (
        f"{row['name']}\u00a0: {row['label']} de {french.percent(row['now'])} en {year}, contre "
        f"{french.percent(row['before'])} les campagnes précédentes, soit {change} "
        f"({known}, {unknown})."
    )


def silence_sentence(row: pd.Series, kind: str, year: str) -> str:
    """Tell how many schools no longer send, or send again; a silence may be a file to come."""
    count, schools = int(row[kind]), french.number(int(row["schools"]))
    told = french.plural(count, "établissement")
    many = count > 1
    if kind == "silent":
        what = "n’ont encore rien transmis" if many else "n’a encore rien transmis"
        return f"{row['name']}\u00a0: {told} sur {schools} {what} pour {year}, après l’avoir fait."
    what = "transmettent de nouveau" if many else "transmet de nouveau"
    return f"{row['name']}\u00a0: {told} sur {schools} {what} un suivi en {year}."


def rectified_sentence(row: pd.Series) -> str:
    """Tell what another version said of a past campaign."""
    known = (french.number(round(row[name])) for name in ("known_before", "known_now"))
    return (
        f"{row['name']}, {row['year']}, après rectification\u00a0: {row['label']} de "
        f"{french.percent(row['now'])}, et non {french.percent(row['before'])} "
        f"({' puis '.join(known)} périodes connues)."
    )


def digest_html(content: Content, mark: str, date: str) -> str:
    """The digest on one page A4: HTML that needs nothing from outside.

    Parameters
    ----------
    content : what is told
    mark : level of diffusion, in French
    date : of the page, dd/mm/yyyy
    """
    shown, more = content.items[:_MOST], len(content.items) - _MOST
    parts = [f"<p class=lead>{_safe(content.lead)}</p>"]
    for kind, heading in KINDS.items():
        texts = [item.text for item in shown if item.kind == kind]
        if texts:
            lines = "".join(f"<li>{_safe(text)}</li>" for text in texts)
            parts.append(f"<h2>{_safe(heading)}</h2><ul>{lines}</ul>")
    if more > 0:
        verb = "sont" if more > 1 else "est"
        parts.append(f"<p class=quiet>{french.plural(more, 'autre')} {verb} à l’écran.</p>")
    kinds = len({item.kind for item in shown})
    if len(content.table) < _LINES // 2 - len(shown) - kinds:  # it says no more than the items
        parts.append(_rows(content.table))
    head = f"<h1>{_safe(content.title)}</h1><p class=quiet>{_safe(content.caption)}</p>"
    foot = (
        f"{_safe(METHOD)}<br>{_safe(content.source)} · page du {_safe(date)} · limites des "
        "BEF\u00a0: hypothèse, à confirmer par l’académie"
    )
    return document(content.title, mark, [head + "".join(parts)], foot, _STYLE)


def _rows(table: pd.DataFrame) -> str:
    if table.empty:
        return ""
    head = "".join(f"<th>{name}</th>" for name in SIGNALS.values())
    lines = "".join(
        "<tr>" + "".join(f"<td>{_safe(value)}</td>" for value in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><tr>{head}</tr>{lines}</table>"


def _table(signals: pd.DataFrame) -> pd.DataFrame:
    """Signals as texts."""
    return pd.DataFrame(
        {
            "name": signals["name"].to_numpy(),
            "label": signals["label"].to_numpy(),
            "before": [french.percent(value) for value in signals["before"]],
            "now": [french.percent(value) for value in signals["now"]],
            "change": [points_told(row.change, row.low, row.high) for row in signals.itertuples()],
        }
    )


def _safe(text: object) -> str:
    return html.escape(str(text))
