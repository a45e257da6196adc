from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.disclosure import About, internal
from analytics.equity.publics import Inequality
from figures.equity.curves import (
    CHANNELS,
    channel_bars,
    curve_plot,
    describe_channels,
    describe_curve,
    describe_parts,
    part_bars,
)
from figures.screen import plot

ABOUT = About("Titre", "académie", "2025-2026", "établissement", "démonstration")
NAN = float("nan")


def test_a_curve_is_drawn_at_its_values_beside_the_line_of_equality() -> None:
    table = describe_curve(
        pd.DataFrame({"people": [0.0, 0.5, 1.0], "share": [0.0, 0.35, 1.0]}), "des périodes"
    )
    fig = plot(curve_plot(internal(table, ABOUT), note="indice 0,15", axis="élèves", up="périodes"))
    equal, curve = fig.data
    assert list(equal.x) == list(equal.y) == [0, 100]
    assert curve.x == pytest.approx([0, 50, 100])
    assert curve.y == pytest.approx([0, 35, 100])
    assert curve.text[1] == "50\u00a0% des élèves\u00a0: 35\u00a0% des périodes"
    assert fig.layout.annotations[0].text == "indice 0,15"
    assert (fig.layout.xaxis.title.text, fig.layout.yaxis.title.text) == ("élèves", "périodes")


def test_an_empty_curve_leaves_the_line_of_equality_alone() -> None:
    table = describe_curve(pd.DataFrame({"people": [], "share": []}), "des périodes")
    equal, curve = plot(curve_plot(internal(table, ABOUT), note="", axis="élèves", up="")).data
    assert len(equal.x) == 2
    assert len(curve.x) == 0


PARTS = Inequality(
    lorenz=pd.DataFrame(),
    gini=0.1,
    gini_low=0.08,
    gini_high=0.12,
    theil=0.02,
    between=0.3,
    by_chance=0.12,
    chance_low=0.05,
    chance_high=0.2,
    schools=40,
)


def test_the_share_between_zones_stands_beside_that_of_chance() -> None:
    between, within, chance = plot(part_bars(internal(describe_parts(PARTS), ABOUT))).data
    assert list(between.y) == ["Observé", "Au hasard"]
    assert between.x == pytest.approx([30, 12])
    assert within.x == pytest.approx([70, 88])
    assert list(chance.y) == ["Au hasard"]  # over the bars: an error bar would be half covered
    assert chance.x == pytest.approx([12])
    assert chance.error_x.array == pytest.approx([8])
    assert chance.error_x.arrayminus == pytest.approx([7])
    assert within.text[0] == "30\u00a0% entre bassins"
    assert within.text[1] == "12\u00a0% entre bassins [5\u00a0;\u00a020]"


def test_a_share_that_is_not_known_has_no_bar_and_no_words() -> None:
    table = describe_parts(replace(PARTS, between=NAN))
    between, within, _ = plot(part_bars(internal(table, ABOUT))).data
    assert np.isnan(between.x[0])
    assert np.isnan(within.x[0])
    assert within.text[0] == ""
    assert between.hovertext[0] == "entre bassins –"


def channels(counts: dict[str, list[float]]) -> pd.DataFrame:
    """One row a public and channel; `counts`: those of the seven channels, by public."""
    rows = []
    for group, each in counts.items():
        placed, known = sum(each), sum(each[:-1])
        for channel, count in zip(CHANNELS, each, strict=True):
            told = channel != "channel_unknown" and known > 0
            rows.append(
                (
                    group,
                    channel,
                    count,
                    placed,
                    known,
                    count / placed,
                    count / known if told else NAN,
                )
            )
    columns = ["group", "channel", "count", "placed", "known", "share", "share_known"]
    return pd.DataFrame(rows, columns=columns)


def test_channels_fill_each_public_and_the_unknown_come_last() -> None:
    table = describe_channels(channels({"rep-plus": [450, 250, 0, 200, 90, 10, 1000]}))
    fig = plot(channel_bars(internal(table, ABOUT)))
    assert [bar.name for bar in fig.data] == list(CHANNELS.values())
    assert sum(bar.x[0] for bar in fig.data) == pytest.approx(100)
    assert fig.data[-1].x[0] == pytest.approx(50)
    assert fig.data[-1].marker.pattern.shape == "/"
    assert fig.data[0].text[0] == "22\u00a0%"
    assert fig.data[5].text[0] == ""  # too narrow for a number
    first, last = fig.data[0].hovertext[0], fig.data[-1].hovertext[0]
    assert "famille, entourage\u00a0: 450 sur 2\u00a0000 placements (22,5\u00a0%)" in first
    assert "45,0\u00a0% des 1\u00a0000 connus" in first
    assert "connus" not in last


def test_where_no_channel_is_known_no_share_of_the_known_is_given() -> None:
    table = describe_channels(channels({"rep": [0, 0, 0, 0, 0, 0, 12]}))
    assert not table["text"].str.contains("connus").any()
    assert plot(channel_bars(internal(table, ABOUT))).data[-1].x[0] == pytest.approx(100)


def test_without_any_placement_there_is_no_bar() -> None:
    fig = plot(channel_bars(internal(describe_channels(channels({})), ABOUT)))
    assert all(len(bar.x) == 0 for bar in fig.data)
