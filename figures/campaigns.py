"""The access rate of one BEF over its campaigns."""

import pandas as pd
import plotly.graph_objects as go

from analytics.disclosure import Published
from figures import french
from figures.classes import INK
from figures.intervals import MUTED

_SHORT = slice(2, 4)


def campaigns_sentence(table: pd.DataFrame) -> str:
    """Say whether the last campaign is told apart from the others.

    Parameters
    ----------
    table : of `analytics.spine.campaigns`
    """
    known = table.dropna(subset=["equal"])
    if len(known) < 2:
        return "Une seule campagne est renseignée\u00a0: aucun changement ne peut se lire."
    side = {"above": "au-dessus", "below": "au-dessous"}.get(table["side"].iloc[-1])
    if side:
        return f"{table['year'].iloc[-1]} est nettement {side} des autres campagnes."
    return "Pas de changement détectable."


def describe_campaigns(table: pd.DataFrame) -> pd.DataFrame:
    """Add label and text (hover) to the table of `analytics.spine.campaigns`."""
    return table.assign(
        label=[f"{year[_SHORT]}-{year[-2:]}" for year in table["year"]],
        text=[
            f"<b>{row.year}</b><br>{french.percent(row.equal)} "
            f"{french.interval(row.low, row.high)}<br>n = {french.number(row.n)}"
            for row in table.itertuples()
        ],
    )


def campaigns_chart(published: Published, *, height: int = 125) -> go.Figure:
    """Draw one dot a campaign with its interval.

    Parameters
    ----------
    published : as `describe_campaigns` gives it
    """
    rows = published.table.dropna(subset=["equal"])
    fig = go.Figure(
        go.Scatter(
            x=rows["label"],
            y=100 * rows["equal"],
            mode="lines+markers",
            line={"color": "#0d5966", "width": 2},
            marker={"size": 7},
            error_y={
                "type": "data",
                "array": 100 * (rows["high"] - rows["equal"]),
                "arrayminus": 100 * (rows["equal"] - rows["low"]),
                "color": MUTED,
                "thickness": 1.5,
                "width": 0,
            },
            text=rows["text"],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    fig.update_xaxes(type="category", fixedrange=True, ticks="", showgrid=False, zeroline=False)
    fig.update_yaxes(
        ticksuffix="\u00a0%", fixedrange=True, nticks=4, gridcolor="#f1efe9", zeroline=False
    )
    return fig.update_layout(
        height=height,
        margin={"l": 44, "r": 8, "t": 6, "b": 22},
        showlegend=False,
        separators=",\u00a0",
        plot_bgcolor="#ffffff",
        paper_bgcolor="#ffffff",
        font={"family": "Arial, sans-serif", "size": 11, "color": INK},
    )
