"""BEF that are comparable: what holds them near, whether they stay, and whom to ask."""

import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.disclosure import Published
from analytics.pole.peers import VARIABLES
from data import silence
from figures import palette
from figures.equity.equity import points
from figures.sketch import AXIS, KEY, Sketch, hover, rows_axis
from figures.words import french
from figures.words import sides as words

# From dark to light, each at least a step of grey apart, so that neighbours differ in print.
_VERDICTS = {
    "better": "fait nettement mieux",
    "doubtful": "mieux sur ce qui est connu, à confirmer",
    "worse": "le bassin fait nettement mieux",
    sides.INDISTINCT: words.INDISTINCT,
    "unknown": str(Absence.UNKNOWN),
}
_DOING = {"taux_acces": "taux d’accès à J0", "sans_lieu": "part sans lieu à J0"}


def describe_peers(near: pd.DataFrame, beside: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Rows of `contribution_bars`, and of its twin.

    Parameters
    ----------
    near, beside : as `analytics.pole.peers.peers` and `ask_whom`, same peers in the same order
    names : label of each BEF

    Returns
    -------
    One row a peer, nearest first: code, name, rank, distance, one column a variable used (part of
    the squared distance), stable, dropped (names of the variables that hold it, French), stability
    (the same in a sentence), rate, own, gap_points, low_points, high_points, verdict, reading
    """
    table = near.drop(columns="dropped_by").rename(columns={"bef": "code"})
    dropped = [_either([VARIABLES[v] for v in held]) for held in near["dropped_by"]]
    table = table.assign(
        name=near["bef"].map(names),
        dropped=dropped,
        stability=[f"sort si l’on retire\u00a0: {held}" if held else "stable" for held in dropped],
        rate=beside["rate"].to_numpy(),
        own=beside["own"].to_numpy(),
        verdict=beside["verdict"].to_numpy(),
        reading=beside["verdict"].map(_VERDICTS).to_numpy(),
    )
    for name in ("gap", "low", "high"):
        table[f"{name}_points"] = 100 * beside[name].to_numpy()
    return table


def variables_of(table: pd.DataFrame) -> list[str]:
    """Variables that the distances of a table were made from."""
    return [name for name in VARIABLES if name in table]


def peers_answer(table: pd.DataFrame) -> str:
    """Name the comparable BEF, and warn of those that hang on one variable.

    Parameters
    ----------
    table : as `describe_peers`
    """
    if table.empty:
        return "**Aucun bassin comparable**\u00a0: rien n’est connu de tous les bassins."
    names = table["name"].tolist()
    text = f"Bassins comparables, du plus proche au moins proche\u00a0: **{french.listed(names)}**."
    moving = table[~table["stable"]]
    if len(variables_of(table)) < 2:
        return f"{text} Une seule variable est connue\u00a0: à prendre avec réserve."
    if moving.empty:
        return f"{text} Retirer une variable n’en change aucun."
    each = [f"{row.name} (sans\u00a0: {row.dropped})" for row in moving.itertuples(index=False)]
    return (
        f"{text} **Attention**, la liste change si l’on retire une seule variable\u00a0: "
        f"{french.listed(each)}."
    )


def ask_answer(table: pd.DataFrame, measure: str) -> str:
    """Say whom to ask: the nearest peer that does distinctly better, or nobody.

    Parameters
    ----------
    table : as `describe_peers`
    measure : "taux_acces" or "sans_lieu"
    """
    told = table[table["verdict"] != "unknown"]
    if told.empty:
        return f"À qui demander\u00a0: **{silence.UNTOLD}** pour ces bassins et ce choix."
    better = told[told["verdict"] == "better"]
    if len(better):
        first = better.iloc[0]
        return (
            f"À qui demander\u00a0: **{first['name']}**, {_DOING[measure]} de "
            f"{french.percent(first['rate'])} contre {french.percent(first['own'])} à formations "
            f"égales, écart {_gap(first)}."
        )
    text = "À qui demander\u00a0: **aucun bassin comparable ne fait nettement mieux**"
    doubtful = told[told["verdict"] == "doubtful"]
    if len(doubtful):
        first = doubtful.iloc[0]
        text += (
            f"\u00a0; {first['name']} fait mieux sur les périodes connues, écart {_gap(first)}, "
            f"mais les périodes {silence.UNTOLD_ES} pourraient l’effacer"
        )
    return text + "."


def left_out_note(left_out: list[str]) -> str:
    """Name the variables that are not known for every BEF; "" when all are."""
    if not left_out:
        return ""
    names = french.listed([VARIABLES[name] for name in left_out])
    return f"Non mesuré pour tous les bassins, laissé de côté\u00a0: {names}."


def contribution_bars(published: Published, *, height: int = 190) -> Sketch:
    """Draw one bar a peer, cut by what each variable adds to the squared distance.

    Parameters
    ----------
    published : as `describe_peers`
    """
    rows = published.table
    ticks = [
        row.name if row.stable else f"{row.name}\u00a0*" for row in rows.itertuples(index=False)
    ]
    sketch = Sketch()
    for variable in variables_of(rows):
        color = palette.RESEMBLANCE[variable]
        sketch.add(
            "bar",
            x=rows[variable],
            y=rows["code"],
            orientation="h",
            name=VARIABLES[variable],
            marker={"color": color, "line": {"color": palette.PAPER, "width": 1}},
            textposition="none",
            **hover([_hover(row, variable) for _, row in rows.iterrows()]),
        )
    return sketch.framed(
        height,
        AXIS | {"rangemode": "tozero", "nticks": 6},
        rows_axis(rows["code"].tolist(), ticks, range=None),
        margin={"t": 44},
        barmode="stack",
        bargap=0.35,
        showlegend=True,
        legend=KEY,
    )


def _either(names: list[str]) -> str:
    """Join names one of which is enough: « a, b ou c »."""
    return " ou ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _hover(row: pd.Series, variable: str) -> str:
    return (
        f"<b>{row['name']}</b><br>{VARIABLES[variable]}\u00a0: {french.number(row[variable], 2)}"
        f"<br>distance\u00a0: {french.number(row['distance'], 2)}<br>{row['stability']}"
    )


def _gap(row: pd.Series) -> str:
    low, high = row["low_points"] / 100, row["high_points"] / 100
    return f"{points(row['gap_points'] / 100)} {french.interval(low, high)}"
