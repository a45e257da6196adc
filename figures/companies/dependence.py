"""Dependence on few hosts and fit to the trade: rows of bars and of interval plots."""

import pandas as pd

from analytics import sides
from figures.bars import crossing
from figures.intervals import row_texts
from figures.words import french

_ALL = "*"
_MOST = 12


def whole_of(cells: pd.DataFrame, bef: str | None) -> pd.Series | None:
    """Row of the whole perimeter; None when it has no placement.

    Parameters
    ----------
    cells : bef, family ("*": all of them) and what `analytics.companies.dependence.dependence` adds
    bef : BEF of the perimeter, None for the académie
    """
    rows = cells[(cells["bef"] == (bef or _ALL)) & (cells["family"] == _ALL)]
    return rows.iloc[0] if len(rows) else None


def most_leaning(fine: pd.DataFrame) -> pd.DataFrame:
    """Crossings that lean most on one host, small ones left out."""
    big = fine[fine["absence"] == ""]
    return big.sort_values(["largest_share", "bef", "family"], ascending=[False, True, True]).head(
        _MOST
    )


def describe_leaning(
    rows: pd.DataFrame, zones: pd.DataFrame, families: pd.DataFrame, bef: str | None
) -> pd.DataFrame:
    """Rows of `figures.bars.amount_bars`: label, amount, shown, text.

    Parameters
    ----------
    rows : bef, family, largest, placements, effective, largest_share
    zones, families : code, label
    bef : BEF of the perimeter: its name is not repeated
    """
    zone = zones.set_index("bef")["label"]
    family = families.set_index("family")["label"]
    found = [
        {
            "label": crossing(zone[row.bef], family[row.family], bool(bef)),
            "amount": row.largest_share,
            "shown": f"{french.percent(row.largest_share, 0)} de {french.number(row.placements)}",
            "text": f"<b>{zone[row.bef]}</b><br>{family[row.family]}<br>"
            f"premier lieu\u00a0: {french.number(row.largest)} placements sur "
            f"{french.number(row.placements)}<br>"
            f"autant que {french.number(row.effective, 1)} lieux de même poids",
        }
        for row in rows.itertuples()
    ]
    return pd.DataFrame(found, columns=["label", "amount", "shown", "text"])


def describe_adequacy(measured: pd.DataFrame, families: pd.DataFrame) -> pd.DataFrame:
    """Rows of an interval plot, one a family: `measured` as `asking.ask` gives it."""
    table = measured.merge(families[["family", "label"]], on="family")
    table = table.rename(columns={"family": "code", "label": "name", "value": "share"})
    return _described(table)


def describe_measures(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of an interval plot from code, name, value, low, high, n, absence."""
    return _described(rows.rename(columns={"value": "share"}))


def _described(table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(position=sides.INDISTINCT, note=table["absence"].astype(str))
    told = row_texts(table, [f"sur {french.number(n)}" for n in table["n"]])
    absent = "<b>" + table["name"] + "</b><br>" + table["note"]
    table["text"] = absent.mask(table["share"].notna(), pd.Series(told, table.index, dtype="str"))
    return table
