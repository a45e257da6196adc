"""Bars with their amounts written beside them."""

import plotly.graph_objects as go

from analytics.disclosure import Published
from figures.classes import INK
from figures.intervals import MUTED


def amount_bars(published: Published, *, height: int = 330, color: str = "#c8702a") -> go.Figure:
    """Draw one bar a row, in the order given, from 0.

    Parameters
    ----------
    published : label, amount, shown (text beside the bar), text (hover)
    """
    rows = published.table
    order = [str(i) for i in range(len(rows))]
    fig = go.Figure(
        go.Bar(
            x=rows["amount"],
            y=order,
            orientation="h",
            marker={"color": color},
            text=rows["shown"],
            textposition="outside",
            textfont={"size": 11, "color": INK},
            hovertext=rows["text"],
            hovertemplate="%{hovertext}<extra></extra>",
            cliponaxis=False,
        )
    )
    fig.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=order[::-1],
        tickvals=order,
        ticktext=rows["label"].tolist(),
        automargin=True,
        fixedrange=True,
        ticks="",
        ticklabelstandoff=6,
        tickfont={"size": 12, "color": INK},
    )
    fig.update_xaxes(visible=False, fixedrange=True, range=[0, float(rows["amount"].max()) * 1.25])
    return fig.update_layout(
        height=height,
        margin={"l": 0, "r": 4, "t": 4, "b": 4},
        bargap=0.35,
        separators=",\u00a0",
        plot_bgcolor="#ffffff",
        paper_bgcolor="#ffffff",
        font={"family": "Arial, sans-serif", "color": MUTED},
        hoverlabel={"bgcolor": "#ffffff", "bordercolor": "#8c8a83"},
    )
