"""The rows of the spine chart in words: names, values, verdicts, places on each row's scale."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analytics.measuring import with_columns
from data import silence
from figures.words import french
from figures.words import sides as words

LABELS = {
    "taux_acces": "Taux d’accès à J0",
    "sans_lieu": "Sans lieu à J0",
    "non_renseigne": silence.UNTOLD.capitalize(),
    "tardifs": "Placements tardifs",
    "distance": "Distance médiane",
    "famille": "Réseau familial",
    "aide": "Trouvé par l’école ou le pôle",
    "autosuffisance": "Autosuffisance",
    "fidelite": "Fidélité des entreprises",
    "penetration": "Engagement du tissu",
    "tuteurs": "Tuteurs formés",
    "evaluations": "Évaluations retournées",
    "ruptures": "Ruptures",
}
KM = {"distance"}
REASONS = {
    "unknown": "l’écart dépend de ce qui n’est pas renseigné",
    "hosts": "rien ne dit comment les lieux d’accueil dépendent les uns des autres",
    "schools": "trop peu d’établissements pour connaître le hasard",
    "scope": "les autres bassins ne sont pas dans ce périmètre",
}
_NO_SIDE = "\u00a0°"
LEGEND = (
    f"Trait épais\u00a0: intervalle à 95\u00a0%\u00a0; trait fin\u00a0: ce que le {silence.UNTOLD} "
    "pourrait changer\u00a0; gris clair\u00a0: les autres bassins, leur moitié centrale en "
    "bande\u00a0; traits verticaux\u00a0: les bassins comparables. "
    "Couleur ou losange\u00a0: l’écart à l’académie dépasse le hasard\u00a0; gris\u00a0: "
    f"{words.INDISTINCT}\u00a0; point vide\u00a0: {words.UNCOMPARED}. °\u00a0: à droite, "
    "davantage, sans mieux ni moins bien."
)
_EDGE = 1.06  # of a row's scale: what is beyond is drawn there


def decimals_of(line: str) -> int:
    """Decimals of a share: rates of access, late places and interruptions move by little."""
    return 1 if line in ("taux_acces", "sans_lieu", "ruptures", "tardifs") else 0


def amount(line: str, value: float) -> str:
    """One value of a line, with its unit."""
    if value != value:
        return french.MISSING
    if line in KM:
        return f"{french.number(value, 1)}\u00a0km"
    return french.percent(value, decimals_of(line))


def describe_spine(spine: pd.DataFrame, codes: list[str], peers: dict[str, str]) -> pd.DataFrame:
    """Put a spine in words, and on the scale of its rows: −1 to 1, the académie at 0.

    Parameters
    ----------
    spine : of `analytics.pole.spine.spine`
    codes : codes of the BEF that have a column
    peers : code and name of the comparable BEF

    Returns
    -------
    The table with name, shown_text, value_text, academy_text, quarter_text, three_quarters_text,
    standing, why, interval_text, peers_text, text (hover), and x, x_low, x_high,
    x_least, x_most, x_quarter, x_three_quarters, `x_<code>`: right is more favourable, or more
    where neither side is better
    """
    known = [code for code in codes if code in spine]
    both = zip(spine.to_dict("records"), _peers(spine, peers), strict=True)
    texts = [_texts(row, told) for row, told in both]
    words = {name: [text[name] for text in texts] for name in texts[0]}
    return with_columns(spine, **_placed(spine, known), **words)


def _placed(spine: pd.DataFrame, codes: list[str]) -> dict[str, np.ndarray]:
    """What is drawn of each row, on its scale."""
    ends = ("shown", "low", "high", "least", "most", "quarter", "three_quarters", *codes)
    centre = spine["academy"].fillna(spine[codes].median(axis=1))
    moved = {name: (spine[name] - centre).to_numpy(float) for name in ends}
    reach = np.fmax.reduce([np.abs(moved[name]) for name in ("low", "high", *codes)])
    side = np.where(spine["polarity"] < 0, -1.0, 1.0)
    scale = side / np.where(reach > 0, reach, 1.0)
    return {
        "x" if name == "shown" else f"x_{name}": np.clip(gap * scale, -_EDGE, _EDGE)
        for name, gap in moved.items()
    }


def _texts(row: dict[str, Any], peers_text: str) -> dict[str, str]:
    """Words of a row of a spine."""
    line = row["line"]
    texts = {
        "name": LABELS[line] + ("" if row["polarity"] else _NO_SIDE),
        "shown_text": _own(row),
        "academy_text": amount(line, row["academy"]),
        "value_text": amount(line, row["value"]),
        "quarter_text": amount(line, row["quarter"]),
        "three_quarters_text": amount(line, row["three_quarters"]),
        "interval_text": _interval(row),
        "peers_text": peers_text,
        "standing": "" if pd.isna(row["value"]) else words.QUALITY[row["verdict"]],
        "why": REASONS.get(row["reason"], ""),
    }
    return texts | {"text": _hover(row | texts)}


def with_others(spine: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Add what each BEF shows, in words: `text_<code>`, one column a BEF of the table."""
    lines = spine["line"]
    texts = {
        f"text_{code}": [amount(line, v) for line, v in zip(lines, spine[code], strict=True)]
        for code in codes
        if code in spine
    }
    return spine.assign(**texts)


def _own(row: dict[str, Any]) -> str:
    return str(row["absence"]) if pd.isna(row["shown"]) else amount(row["line"], row["shown"])


def _interval(row: dict[str, Any]) -> str:
    low, high = row["low"], row["high"]
    if pd.isna(row["shown"]) or pd.isna(low):
        return ""
    if row["line"] in KM:
        return french.bounds(low, high)
    return french.interval(low, high, decimals_of(row["line"]))


def _peers(spine: pd.DataFrame, peers: dict[str, str]) -> list[str]:
    """What the comparable BEF show, one text a line."""
    known = [code for code in peers if code in spine]
    names = [french.short_name(peers[code]) for code in known]
    lines, values = spine["line"].tolist(), spine[known].to_numpy(float)
    return [
        ", ".join(f"{n}\u00a0{amount(line, v)}" for n, v in zip(names, row, strict=True))
        for line, row in zip(lines, values, strict=True)
    ]


def _hover(row: dict[str, Any]) -> str:
    head = f"<b>{row['name']}</b>"
    if pd.isna(row["shown"]):
        return f"{head}<br>{row['absence']}"
    lines = [head, f"{row['shown_text']} {row['interval_text']}"]
    if pd.notna(row["academy"]):
        lines.append(f"académie\u00a0: {row['academy_text']}")
    if row["unknown"] > 0:
        lines.append(f"{silence.UNTOLD}\u00a0: {french.percent(row['unknown_share'], 0)}")
    lines.append(f"n = {french.number(row['n'])}")
    lines.append(row["standing"] + (f"\u00a0: {row['why']}" if row["why"] else ""))
    if row["peers_text"]:
        lines.append(f"comparables\u00a0: {row['peers_text']}")
    return "<br>".join(lines)
