"""Who shares hosts and actions with whom: a matrix of the schools of a BEF."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.companies.network import seriate
from analytics.disclosure import Published
from figures import palette
from figures.maps.classes import MapClass, steps
from figures.sketch import GROUND, Sketch, hover
from figures.words import french

_ACTION = palette.ACTION
_BREAKS = (1, 2, 5, 10)
NOTHING = MapClass("aucun", "aucun lieu commun connu", palette.PAPER)
UNTOLD = MapClass("non_renseigne", str(Absence.UNKNOWN), palette.UNTOLD_CELL)
TOGETHER = MapClass("classe_action", "action commune (cercle)", _ACTION)
SCALE = (
    MapClass("classe_1", "1 lieu commun", palette.SEQUENTIAL[1]),
    MapClass("classe_2", "2 à 4", palette.SEQUENTIAL[2]),
    MapClass("classe_5", "5 à 9", palette.SEQUENTIAL[3]),
    MapClass("classe_10", "10 ou plus", palette.SEQUENTIAL[4]),
)
_LONGEST = 34
_SELF = palette.OWN_CELL
_BRIEF = (  # as schools call themselves
    (r"^lyc[ée]e g[ée]n[ée]ral et technologique\b", "LGT"),
    (r"^lyc[ée]e polyvalent\b", "LPO"),
    (r"^lyc[ée]e professionnel\b", "LP"),
    (r"^coll[èe]ge\b", "Clg"),
    (r"^section d[’']enseignement professionnel\b", "SEP"),
)


def describe_matrix(schools: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Cells of the matrix: one row a school (down) and other school (across).

    Schools that share much stand near each other; those tied to nobody come last.

    Parameters
    ----------
    schools : uai, school_name, status, sent
    pairs : uai, other, hosts, actions, among these schools or more

    Returns
    -------
    uai, other, row, column, name, other_name, hosts, actions, category (key of a class, "" on the
    diagonal), text
    """
    ours = schools.set_index("uai")
    both = pd.concat([pairs, pairs.rename(columns={"uai": "other", "other": "uai"})])
    both = both[both["uai"].isin(ours.index) & both["other"].isin(ours.index)]
    square = {
        name: both.pivot_table(index="uai", columns="other", values=name, aggfunc="sum")
        .reindex(index=ours.index, columns=ours.index)
        .fillna(0)
        .to_numpy(int)
        for name in ("hosts", "actions")
    }
    order = seriate(square["hosts"] + square["actions"])
    names = french_names(ours["school_name"].iloc[order])
    sent = ours["sent"].astype(bool).to_numpy()[order]
    row, column = (axis.ravel() for axis in np.indices((len(order), len(order))))
    cells = pd.DataFrame(
        {
            "row": row,
            "column": column,
            "uai": ours.index.to_numpy()[order][row],
            "other": ours.index.to_numpy()[order][column],
            "name": np.array(names, dtype=object)[row],
            "other_name": np.array(names, dtype=object)[column],
            **{name: grid[np.ix_(order, order)].ravel() for name, grid in square.items()},
        }
    )
    told = sent[row] & sent[column]
    keys = [item.key for item in SCALE]
    amount = np.searchsorted(_BREAKS, cells["hosts"], side="right")
    category = np.array([NOTHING.key, *keys], dtype=object)[amount]
    category = np.where(told, category, UNTOLD.key)
    cells["category"] = np.where(row == column, "", category)
    cells["text"] = [_text(cell) for cell in cells.itertuples()]
    return cells


def following(schools: pd.DataFrame) -> np.ndarray:
    """Say of each school whether it told of nothing, of a part, or of all: sent, partial."""
    sent, partial = schools["sent"].astype(bool), schools["partial"].astype(bool)
    return np.select([~sent, partial], [Absence.UNKNOWN.value, "partiel"], "complet")


def french_names(names: Sequence[str]) -> list[str]:
    """Names of schools short enough for an axis, each of its own."""
    for whole, brief in _BRIEF:
        names = [re.sub(whole, brief, name, flags=re.IGNORECASE) for name in names]
    short = [n if len(n) <= _LONGEST else n[: _LONGEST - 1].rstrip() + "…" for n in names]
    seen = pd.Series(short, dtype=object)
    again = seen.groupby(seen).cumcount()
    return [f"{name} ({n + 1})" if n else name for name, n in zip(short, again, strict=True)]


def _text(cell: Any) -> str:
    if not cell.category:
        return f"<b>{cell.name}</b>"
    if cell.category == UNTOLD.key:
        shared = f"lieux communs\u00a0: {Absence.UNKNOWN}"
    else:
        shared = french.plural(cell.hosts, "lieu commun", "lieux communs")
    return (
        f"<b>{cell.name}</b><br>{cell.other_name}<br>{shared}<br>"
        f"{french.plural(cell.actions, 'action commune', 'actions communes')}"
    )


def legend_items(cells: pd.DataFrame) -> list[tuple[MapClass, int]]:
    """Classes of the legend with their number of pairs."""
    pairs = cells[cells["row"] < cells["column"]]
    count = pairs["category"].value_counts()
    items = [(item, int(count.get(item.key, 0))) for item in (NOTHING, *SCALE, UNTOLD)]
    return [*items, (TOGETHER, int((pairs["actions"] > 0).sum()))]


def network_matrix(published: Published) -> Sketch:
    """Draw the matrix: darker, more hosts in common; a circle, an action in common.

    Parameters
    ----------
    published : as `describe_matrix`
    """
    cells = published.table
    size = int(cells["row"].max()) + 1 if len(cells) else 0
    keys = ["", NOTHING.key, UNTOLD.key, *(item.key for item in SCALE)]
    colors = [_SELF, NOTHING.color, UNTOLD.color, *(item.color for item in SCALE)]
    z = cells["category"].map(keys.index).to_numpy().reshape(size, size)
    sketch = Sketch()
    sketch.add(
        "heatmap",
        z=z,
        zmin=-0.5,
        zmax=len(keys) - 0.5,
        colorscale=steps(colors),
        showscale=False,
        xgap=1,
        ygap=1,
        **hover(cells["text"].to_numpy().reshape(size, size)),
    )
    acts = cells[(cells["actions"] > 0) & (cells["row"] != cells["column"])]
    step = 18 if size <= 30 else 12
    sketch.add(
        "scatter",
        x=acts["column"],
        y=acts["row"],
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": step * 0.55,
            "color": _ACTION,
            "line": {"width": 2},
        },
        hoverinfo="skip",
    )
    names = cells.loc[cells["column"] == 0, "name"].tolist()
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    return sketch.lay_out(
        height=40 + step * size,
        margin={"l": 8, "r": 8, "t": 4, "b": 8},
        showlegend=False,
        **GROUND,
        font={"color": palette.INK, "size": 12 if size <= 30 else 10},
        xaxis=axis | {"showticklabels": False, "range": [-0.5, size - 0.5]},
        yaxis=axis
        | {
            "tickvals": list(range(size)),
            "ticktext": names,
            "range": [size - 0.5, -0.5],
            "automargin": True,
            "tickfont": {"color": palette.MUTED if size > 30 else palette.INK},
        },
    )
