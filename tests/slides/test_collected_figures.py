"""Figures of collected views: native, the values on screen, nothing of what is hidden."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pptx.enum.dml import MSO_FILL

from analytics.absence import Absence
from analytics.disclosure import About, Level, Published, diffused, internal
from figures.cards import kinds
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.maps import classes
from figures.maps.classes import sequential_scale
from slides.choosing import ADDED, arrange
from slides.collected import Collected, frozen, narrowed, slides_of
from slides.deck import write
from slides.geometry import Areas
from slides.native.charts import update_chart
from slides.native.pen import figure
from slides.outline import Kind
from tests.conftest import some
from tests.slides.conftest import Made
from tests.slides.reading import cells, charts, found, opened_deck, parts

ABOUT = About("Taux d’accès à J0, %", "Voie pro", "2025-2026", "établissement", "Source")
NAME, RATE = Column("name", "Bassin"), Column("share", "Taux", "share")
COLUMNS = (NAME, RATE, Column("n", "n", "count"), Column("absence", "Code"))
BREAKS = (0.60, 0.65, 0.75, 0.9, 0.99)
SMALL = "BEF-03"  # the highest rate, on 19 periods
FOUND = ("97,3", "97.3", "96.5", "98.7", "96,5", "98,7")  # its rate and bounds, words and cells
TRACES = (*FOUND, "0.973", "0.965", "0.987", "Xylophage")


def zones(geometry: Areas) -> pd.DataFrame:
    """One row a BEF; the one that committees do not see has every mark of its own value."""
    codes = sorted(geometry.rings)
    share = np.linspace(0.61, 0.83, len(codes))
    table = pd.DataFrame({"code": codes, "share": share, "n": 200.0, "absence": ""})
    table.loc[table["code"] == SMALL, ["share", "n"]] = 0.9731, 19.0
    table.loc[table["code"] == codes[4], ["share", "n"]] = np.nan
    table.loc[table["code"] == codes[4], "absence"] = Absence.SECRET
    hidden = table["share"].isna()
    category = classes.classify(table["share"], BREAKS)
    return table.assign(
        name=[f"Bassin {code}" for code in codes],
        label=[f"B{i}" for i in range(len(codes))],
        lon=6.0,
        lat=48.5,
        low=(table["share"] - 0.0081).round(4),
        high=(table["share"] + 0.0139).round(4),
        value=[f"{100 * v:.1f}\u00a0%".replace(".", ",") if v == v else "" for v in table["share"]],
        category=category.where(~hidden, classes.SECRET.key),
        position=np.where(hidden, "", np.where(table["code"] == SMALL, "favourable", "indistinct")),
        secretly="Xylophage",  # a column that the screen does not show
    )


def card(shown: Published, shows: kinds.Kind, selected: str | None = None) -> Card:
    return Card("x", shown, shows=shows, selected=selected)


def view_of(table: pd.DataFrame, gate: object = diffused) -> Collected:
    published = gate(table, ABOUT)  # type: ignore[operator]
    scale = (*sequential_scale(BREAKS, percent=True), classes.SECRET)
    on_screen = (
        card(published, kinds.AreaMap(NAME, (RATE,), "bef", scale, "value"), "BEF-06"),
        card(published, kinds.Intervals(NAME, (RATE,), 0.7712, polarity=1)),
    )
    kept = narrowed(published, COLUMNS)
    return Collected(1, "bassins", kept, COLUMNS, "acces", (), frozen(on_screen))


def collected(made: Made, view: Collected, level: Level) -> bytes:
    geometry = {"bef": made.outline.geometry["bef"]}
    whole = replace(made.outline, level=level)
    return write(arrange(whole, (ADDED,), slides_of(view, level, "http://x", geometry), geometry))


@pytest.fixture(scope="module")
def academy(decks: dict[str, Made]) -> Made:
    return decks["academie"]


@pytest.fixture(scope="module")
def outlines(academy: Made) -> Areas:
    return academy.outline.geometry["bef"]


@pytest.fixture(scope="module")
def inside(academy: Made, outlines: Areas) -> bytes:
    return collected(academy, view_of(zones(outlines), internal), Level.INTERNAL)


@pytest.fixture(scope="module")
def outside(academy: Made, outlines: Areas) -> bytes:
    return collected(academy, view_of(zones(outlines)), Level.DIFFUSION)


def shapes(blob: bytes) -> dict[str, object]:
    return {s.name: s for s in found(opened_deck(blob), "vue-1-bassins-carte").shapes}


def told(blob: bytes) -> str:
    """Every word and number of a file, those of its workbooks too, outlines left out."""
    text = "\n".join(data.decode("utf-8", "ignore") for data in parts(blob).values())
    return re.sub(r"<a:pathLst>.*?</a:pathLst>", "", text, flags=re.DOTALL)


def legend(blob: bytes) -> dict[str, str]:
    return {
        name.partition(":")[2]: shape.text_frame.text  # type: ignore[attr-defined]
        for name, shape in shapes(blob).items()
        if name.startswith("legende:")
    }


def test_a_map_is_one_freeform_an_area_in_the_colour_of_its_class(
    inside: bytes, outlines: Areas
) -> None:
    table, drawn_shapes = zones(outlines), shapes(inside)
    areas = {name for name in drawn_shapes if name.startswith("bef:")}
    assert areas == {f"bef:{code}" for code in outlines.rings}
    for row in some(table.itertuples()):
        area, square = (
            drawn_shapes[name].fill  # type: ignore[attr-defined]
            for name in (f"bef:{row.code}", f"legende-carre:{row.category}")
        )
        assert area.type == square.type
        assert area.fore_color.theme_color == square.fore_color.theme_color
        assert area.type == MSO_FILL.PATTERNED or (
            area.fore_color.brightness == square.fore_color.brightness
        )
    counts = table["category"].value_counts()
    for key, text in some(legend(inside).items()):
        assert text.endswith(f"({counts.get(key, 0)})")


def test_the_secret_is_dotted_and_says_so(inside: bytes, outlines: Areas) -> None:
    code = sorted(outlines.rings)[4]
    area = shapes(inside)[f"bef:{code}"]
    assert area.fill.type == MSO_FILL.PATTERNED  # type: ignore[attr-defined]
    assert area._element.nvSpPr.cNvPr.get("descr").endswith("secret")  # type: ignore[attr-defined]


def test_dots_are_the_table_on_screen_in_their_classes_and_order(
    inside: bytes, outlines: Areas
) -> None:
    ((_, chart, sheet),) = charts(opened_deck(inside))
    rows = zones(outlines).sort_values(["share", "code"], na_position="last")
    assert [label.partition(" (")[0] for label in sheet.index] == rows["name"].tolist()
    for column, side in (("nettement au-dessus", "favourable"), ("indiscernable", "indistinct")):
        wanted = (100 * rows["share"].where(rows["position"] == side)).round(1)
        np.testing.assert_allclose(sheet[column].astype(float), wanted)
        series = next(s for s in chart.plots[0].series if s.name == column)
        np.testing.assert_allclose(np.array(series.values, dtype=float), wanted)
    for column, end in (("Borne basse", "low"), ("Borne haute", "high")):
        np.testing.assert_allclose(sheet[column].astype(float), (100 * rows[end]).round(1))
    assert set(sheet["Académie"]) == {77.1}


def test_what_committees_do_not_see_is_nowhere_in_the_file(inside: bytes, outside: bytes) -> None:
    assert [trace for trace in TRACES if trace in told(inside)] == list(FOUND)  # it can be found
    assert [trace for trace in TRACES if trace in told(outside)] == []


def test_a_hidden_area_has_the_colour_of_its_absence_and_weighs_on_no_class(
    outside: bytes, outlines: Areas
) -> None:
    area, square = (
        shapes(outside)[name].fill  # type: ignore[attr-defined]
        for name in (f"bef:{SMALL}", f"legende-carre:{classes.SMALL.key}")
    )
    assert area.fore_color.theme_color == square.fore_color.theme_color
    assert legend(outside)[classes.SMALL.key] == "effectif faible (1)"
    assert "99" not in " ".join(legend(outside).values())
    valued = sum(
        int(t.rpartition("(")[2][:-1]) for k, t in legend(outside).items() if k[-1] in "01234"
    )
    assert valued == len(outlines.rings) - 2
    assert shapes(outside)[f"libelle:{SMALL}"].text_frame.text.endswith("effectif faible")  # type: ignore[attr-defined]


def test_a_hidden_dot_keeps_its_name_and_the_whole_that_would_give_it_back_is_left_out(
    outside: bytes,
) -> None:
    ((_, _, sheet),) = charts(opened_deck(outside))
    assert "Académie" not in sheet
    assert f"Bassin {SMALL} (effectif faible)" in sheet.index
    assert sheet.loc[f"Bassin {SMALL} (effectif faible)"].drop("Code").fillna(0).eq(0).all()


def test_with_nothing_hidden_committees_see_what_the_screen_shows(
    academy: Made, outlines: Areas
) -> None:
    table = zones(outlines)
    blob = collected(academy, view_of(table.assign(n=table["n"].mask(table["n"] < 20, 20))),
                     Level.DIFFUSION)  # fmt: skip
    ((_, _, sheet),) = charts(opened_deck(blob))
    assert set(sheet["Académie"]) == {77.1}
    assert "90 à 99\u00a0% (1)" in legend(blob).values()


def test_a_map_whose_outlines_are_of_another_version_leaves_its_table_and_says_so(
    outlines: Areas,
) -> None:
    view = view_of(zones(outlines))
    other = replace(outlines, rings={"BEF-01": outlines.rings["BEF-01"]})
    made = slides_of(view, Level.DIFFUSION, "http://x", {"bef": other})
    assert [f.kind for slide in made for f in slide.figures] == [Kind.DOTS, Kind.TABLE]
    assert "carte non reprise" in made[-1].caption


def published(table: pd.DataFrame) -> Published:
    return internal(table, ABOUT)


def native_of(declared: Card, academy: Made) -> tuple[object, pd.DataFrame]:
    """The chart of a figure and its workbook, read from the file."""
    assert isinstance(declared.shows, kinds.Kind)
    label = declared.shows.label
    table = narrowed(declared.published, (label,))
    view = Collected(1, "x", table, (label,), cards=frozen([declared]))
    assert view.forms.endswith("et tableau")
    blob = collected(academy, view, Level.INTERNAL)
    ((_, chart, sheet),) = charts(opened_deck(blob))
    return chart, sheet


def control(rows: pd.DataFrame) -> Card:
    value = Column("value", "Valeur à formations égales", "share")
    expected = Column("expected", "Moyenne de la série", "share")
    return card(published(rows), kinds.Series(Column("label", "Moment"), (value, expected)))


MOMENTS = pd.DataFrame(
    {
        "label": ["2023-2024", "2024-2025", "2025-2026"],
        "value": [0.91, np.nan, 0.95],
        "expected": 0.93,
        "low": [0.9, np.nan, 0.92],
        "high": [0.94, np.nan, 0.94],
        "signal": [False, False, True],
        "absence": ["", Absence.UNKNOWN, ""],
    }
)


def test_a_series_over_time_has_its_band_behind_it(academy: Made) -> None:
    chart, sheet = native_of(control(MOMENTS), academy)
    band, lines = chart.plots  # type: ignore[attr-defined]
    assert [s.name for s in band.series] == list(sheet.columns[:2])
    assert [list(s.values) for s in band.series] == [[90.0, None, 92.0], [4.0, None, 2.0]]
    named = {s.name: list(s.values) for s in lines.series}
    assert named["Valeur à formations égales"] == [91.0, None, 95.0]
    assert named["Moyenne de la série"] == [93.0, 93.0, 93.0]
    assert named["Sort de la variation ordinaire"] == [None, None, 95.0]
    assert sheet.index[1] == "2024-2025 (non renseigné)"


def test_a_series_over_time_takes_new_values_and_keeps_its_band(academy: Made) -> None:
    chart, _ = native_of(control(MOMENTS), academy)
    now = MOMENTS.assign(value=[0.85, 0.9, 0.99], low=0.88, high=0.98)
    made = figure(control(now))
    assert made is not None
    update_chart(chart, made)
    band, lines = chart.plots  # type: ignore[attr-defined]
    assert [list(s.values) for s in band.series] == [[88.0] * 3, [10.0] * 3]
    assert list(lines.series[1].values) == [85.0, 90.0, 99.0]
    assert chart.value_axis.maximum_scale == 100  # type: ignore[attr-defined]


def test_each_line_has_its_own_intervals(academy: Made) -> None:
    rows = pd.DataFrame(
        {
            "code": ["a", "a", "b"],
            "name": ["2022", "2022", "2023"],
            "time": [0, 1, 0],
            "survival": [1.0, 0.5, 0.8],
            "low": [1.0, 0.45, 0.7],
            "high": [1.0, 0.56, 0.85],
        }
    )
    time, staying = Column("time", "Après", "count"), Column("survival", "Présents", "share")
    groups = {"a": "2022", "b": "2023"}
    declared = card(published(rows), kinds.Survival(time, (staying,), groups))
    _, sheet = native_of(declared, academy)
    assert sheet.index.tolist() == ["0", "1"]
    assert sheet["2022"].tolist() == [100, 50]
    assert sheet["2023"].iloc[0] == 80
    assert np.isnan(sheet["2023"].astype(float).iloc[1])
    assert sheet["Borne basse, 2022"].tolist() == [100, 45]
    assert sheet["Écart vers le haut, 2022"].tolist() == [0, 6]
    assert sheet["Écart vers le bas, 2023"].tolist() == [10, 0]


def test_a_curve_is_drawn_at_its_numbers(academy: Made) -> None:
    rows = pd.DataFrame({"people": [0.0, 0.1, 1.0], "share": [0.0, 0.35, 1.0]})
    people, share = Column("people", "Élèves", "share"), Column("share", "Part", "share")
    chart, sheet = native_of(
        card(published(rows), kinds.Curve(people, (share,), "", "", "")), academy
    )
    assert sheet.index.tolist() == [0, 10, 100]
    assert sheet["Part"].tolist() == [0, 35, 100]
    assert sheet["Égalité"].tolist() == [0, 10, 100]
    series = chart.plots[0].series[0]._element  # type: ignore[attr-defined]
    where = [node.text for node in series.xpath(".//c:xVal//c:f | .//c:yVal//c:f")]
    assert where == ["Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"]


def test_a_waterfall_stands_on_what_was_reached(academy: Made) -> None:
    rows = pd.DataFrame(
        {
            "step": ["before", "lost", "new", "now"],
            "label": ["Avant", "Perdues", "Nouvelles", "Après"],
            "amount": [100.0, -30.0, 20.0, 90.0],
        }
    )
    step, amount = Column("label", "Étape"), Column("amount", "Lieux", "count")
    shows = kinds.Columns(step, (amount,), floating=True)
    _, sheet = native_of(card(published(rows), shows), academy)
    assert sheet["Socle (invisible)"].fillna(0).tolist() == [0, 70, 70, 0]
    assert sheet["Actives"].fillna(0).tolist() == [100, 0, 0, 90]
    assert sheet["En plus"].fillna(0).tolist() == [0, 0, 20, 0]
    assert sheet["En moins"].fillna(0).tolist() == [0, 30, 0, 0]


def test_parts_are_side_by_side_and_a_bar_that_lacks_one_says_so(academy: Made) -> None:
    rows = pd.DataFrame(
        {
            "date": ["J-7", "J-7", "J0", "J0"],
            "state": ["signed", "unknown"] * 2,
            "amount": [40.0, 5.0, 60.0, np.nan],
            "absence": ["", "", "", Absence.SECRET],
        }
    )
    names = {"signed": "signée", "unknown": "non renseigné"}
    shows = kinds.Parts(Column("date", "Date"), (Column("amount", "n", "count"),), "state", names)
    declared = card(published(rows), shows)
    chart, sheet = native_of(declared, academy)
    assert sheet.index.tolist() == ["J-7", "J0 (une part est secrète)"]
    assert sheet["signée"].tolist() == [40, 60]
    hatched = chart.plots[0].series[1].format.fill  # type: ignore[attr-defined]
    assert hatched.type == MSO_FILL.PATTERNED


def test_parts_of_few_periods_are_hidden_from_committees(academy: Made) -> None:
    rows = pd.DataFrame(
        {
            "date": ["J-7", "J-7", "J0", "J0"],
            "state": ["signed", "without"] * 2,
            "amount": [13.0, 6.0, 47.0, 6.0],
            "due": [19.0, 19.0, 53.0, 53.0],
        }
    )
    gate = diffused(rows, ABOUT)
    date, amount = Column("date", "Date"), Column("amount", "n", "count")
    shows = kinds.Parts(date, (amount,), "state", {"signed": "s", "without": "w"})
    declared = card(gate, shows)
    shown = (date, Column("due", "n", "count"))
    view = Collected(1, "x", narrowed(gate, shown), shown, cards=frozen([declared]))
    ((_, _, sheet),) = charts(opened_deck(collected(academy, view, Level.DIFFUSION)))
    assert sheet["s"].fillna(0).tolist() == [0, 47]


def test_a_view_without_a_native_figure_is_a_table_and_says_so() -> None:
    view = view_of(zones_without_outlines())
    bare = replace(view, cards=())
    assert bare.forms == "en tableau"
    assert view.forms == "en carte, intervalles et tableau"
    (slide,) = slides_of(bare, Level.DIFFUSION, "http://x")
    assert slide.figures[0].kind is Kind.TABLE


def zones_without_outlines() -> pd.DataFrame:
    codes = [f"BEF-{i:02}" for i in range(1, 9)]
    return zones(Areas(dict.fromkeys(codes, ()), 1.0, 1.0, 0.0, 0.0, 1.0))


def test_its_table_follows_the_figures_whole(outside: bytes) -> None:
    rows = cells(found(opened_deck(outside), "vue-1-bassins-tableau"))
    assert [row[1] for row in rows if row[0] == f"Bassin {SMALL}"] == ["effectif faible"]
