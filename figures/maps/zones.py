"""BEF on a map: names, texts and classes made from measured values."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.access.funnel import mostly_unknown
from analytics.catalogue import Indicator
from figures import palette
from figures.maps import classes
from figures.maps.classes import MapClass
from figures.words import french
from figures.words import sides as words


@dataclass(frozen=True)
class Zones:
    """A table ready for a map and an interval plot, with the scale of its classes.

    table : one row a BEF: code, name, label (short), lon, lat, share, low, high, n, count,
        absence, position, category, value (formatted), text (hover), note
    """

    table: pd.DataFrame
    scale: tuple[MapClass, ...]

    @property
    def compared(self) -> bool:
        """Tell whether the BEF were compared with the whole."""
        return "position" in self.table and bool((self.table["position"] != "").any())


def stand_apart(zones: Zones, sheet: Indicator) -> Zones:
    """Three classes in the place of the values': distinctly above, indistinct, distinctly below."""
    above, below = (sides.FAVOURABLE, sides.UNFAVOURABLE)
    if sheet.polarity < 0:
        above, below = below, above
    scale = (
        MapClass(above, f"{words.ABOVE} de l’académie", palette.SIDE_AREAS[above], palette.PAPER),
        MapClass(sides.INDISTINCT, words.INDISTINCT, palette.SIDE_AREAS[sides.INDISTINCT]),
        MapClass(below, words.BELOW, palette.SIDE_AREAS[below], palette.PAPER),
    )
    position = zones.table["position"]
    category = position.where(position != "", zones.table["category"])
    return Zones(zones.table.assign(category=category), classes.held(scale, category))


def describe_zones(measured: pd.DataFrame, befs: pd.DataFrame, sheet: Indicator) -> Zones:
    """Join measured values to the BEF; a BEF without any row is "sans objet", never left out.

    Parameters
    ----------
    measured : one row a BEF: bef, value, low, high, n, count, absence; where they are compared,
        position, equal, rank_low, rank_high, ranked; for indicators on periods, unknown_share,
        schools, schools_sent
    befs : one row a BEF: bef, label, lon, lat, area_km2
    sheet : the indicator
    """
    table = befs.merge(measured, on="bef", how="left").rename(columns={"value": "share"})
    table["absence"] = table["absence"].fillna(Absence.NOT_APPLICABLE)
    table = table.reindex(columns=list(dict.fromkeys([*table.columns, *_COMPARED])))
    table["position"] = table["position"].astype("object").fillna("")
    unknown = pd.Series(False, index=table.index)
    if sheet.additive and sheet.id != "non_renseigne":
        unknown = mostly_unknown(table) & (table["absence"] != Absence.NOT_APPLICABLE)
    hidden = unknown | table["share"].isna()
    breaks = classes.nice_breaks(table.loc[~hidden, "share"], step=0.005)
    category = classes.classify(table["share"], breaks).mask(unknown, classes.UNKNOWN.key)
    missing = table["absence"].map(classes.ABSENT_KEYS).fillna(classes.UNKNOWN.key)
    table["category"] = category.where(category.notna(), missing)
    table.loc[unknown, ["share", "low", "high"]] = float("nan")
    unseen = table["share"].isna()
    table.loc[unseen, "position"] = ""
    table.loc[unseen, ["equal", "rank_low", "rank_high"]] = float("nan")
    table["standing"] = [_standing(side, sheet.polarity) for side in table["position"]]
    table["rank"] = [_rank(row) for row in table.itertuples()]
    table.loc[unknown, "absence"] = Absence.UNKNOWN
    table["name"] = table["label"]
    table["label"] = table["label"].map(french.short_name)
    tiny = table["area_km2"] < _TINY * table["area_km2"].sum()  # no room for a name
    table.loc[tiny, "label"] = ""
    table["code"] = table["bef"]
    rows = list(table.rename(columns={"count": "amount"}).itertuples())
    table["value"] = [_value(row, sheet) for row in rows]
    table["note"] = [_note(row) for row in rows]
    table["text"] = [_hover(row, sheet) for row in rows]
    valued = () if hidden.all() else classes.sequential_scale(breaks, percent=True)
    return Zones(table.drop(columns="bef"), classes.held(valued, table["category"]))


_TINY = 0.015
_COMPARED = ("position", "equal", "rank_low", "rank_high", "ranked")
_BASES = {"penetration": "établissements employeurs", "non_renseigne": "périodes dues"}


def _standing(side: str, polarity: int) -> str:
    if side in ("", sides.INDISTINCT):
        return words.INDISTINCT if side else ""
    return "au-dessus" if (side == sides.FAVOURABLE) == (polarity > 0) else "au-dessous"


def _rank(row: Any) -> str:
    if pd.isna(row.rank_low):
        return ""
    low, high, of = int(row.rank_low), int(row.rank_high), int(row.ranked)
    return f"{low} à {high} sur {of}" if low < high else f"{low} sur {of}"


def _value(row: Any, sheet: Indicator) -> str:
    if pd.isna(row.share):
        return ""  # the hatching says it, and the legend
    if sheet.id == "sans_lieu":
        return f"{french.number(row.amount)} · {french.percent(row.share)}"
    return french.percent(row.share)


def _note(row: Any) -> str:
    if row.absence == Absence.SECRET:
        return str(Absence.SECRET)
    if getattr(row, "schools", None) and not pd.isna(row.schools):
        return french.sent(int(row.schools_sent), row.schools)
    return str(row.absence)


def _hover(row: Any, sheet: Indicator) -> str:
    lines = [f"<b>{row.name}</b>"]
    if pd.isna(row.share):
        lines.append(str(row.absence))
    else:
        bounds = "" if row.low == row.high else f" {french.interval(row.low, row.high)}"
        lines.append(f"{sheet.name} : {french.percent(row.share)}{bounds}")
    if row.rank:
        lines.append(f"à formations égales\u00a0: {row.standing}, rang {row.rank}")
    if not pd.isna(row.n):
        base = _BASES.get(sheet.id, "périodes suivies")
        lines.append(f"{french.number(row.amount)} sur {french.number(row.n)} {base}")
    if getattr(row, "schools", None) and not pd.isna(row.schools):
        lines.append(_note(row))
    return "<br>".join(lines)
