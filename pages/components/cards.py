"""What stands around a figure: its caption, its table twin, its export, what it does not say."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.io.formats.style import Styler  # `table.style` would import it on a reader's time

from analytics.catalogue import CATALOGUE
from analytics.disclosure import About, Level, Published, diffused, internal
from data.cells import inert
from figures import french, workbook
from figures.marks import MARKS, ZONING
from figures.workbook import Sheet
from pages.components import collecting, reading, style
from pages.components.reading import View
from slides.collected import address
from slides.drawn import Drawn
from slides.outline import Column

_ON_PAGE = "tables_on_page"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEMO_MARK = "Données de démonstration"
_NAMES = {Level.INTERNAL: "document interne", Level.DIFFUSION: "diffusable"}
_MAX_STYLED = 2500
_LONG, _WIDEST = 24, 340  # letters that a column shows anyway, pixels


Shown = Column  # one column of a table twin


def about(view: View, title: str, perimeter: str, period: str, attribution: str) -> About:
    """Describe a table of this version."""
    facts = reading.info(view)
    origin = DEMO_MARK if facts["demo_seed"] else "fichiers importés"
    source = f"Source : {origin}, version du {reading.created(view)}"
    return About(title, perimeter, period, attribution, source)


def publish(view: View, table: pd.DataFrame, described: About) -> Published:
    """Pass the gate, at the level of the view."""
    return (diffused if view.scope.diffused else internal)(table, described)


def head(published: Published, extra: str = "") -> None:
    """Title, perimeter, period and attribution of a figure."""
    style.caption(published.about.title, published.about.caption + (f" · {extra}" if extra else ""))


def draw(
    published: Published, figure: go.Figure | None, key: str, alt: str, extra: str = ""
) -> None:
    """Head of a figure, and the figure, without its mode bar.

    Parameters
    ----------
    published : what it is made of
    figure : made by `figures`; None: nothing to draw, the head stands alone
    key : stable, of the element
    alt : what it shows, for who does not see it
    extra : said after the perimeter
    """
    head(published, extra)
    if figure is not None:
        chart(figure, key, alt)


def chart(figure: go.Figure, key: str, alt: str) -> None:
    """A figure without its mode bar.

    Parameters
    ----------
    key : stable, of the element
    alt : what it shows, for who does not see it
    """
    st.plotly_chart(figure, key=key, theme=None, config={"displayModeBar": False}, alt=alt)


def twin(
    published: Published | Callable[[], Published],
    columns: Sequence[Shown],
    key: str,
    title: str = "Voir en tableau",
    lazy: bool = False,
    drawn: Sequence[Drawn] = (),
) -> None:
    """The same values as a table, with their export.

    Parameters
    ----------
    published : the table, or what makes it
    columns : what is shown of it
    key : stable, in the name of the exported file
    title : of the closed table
    lazy : make it when the reader opens it
    drawn : the figures that it is the table of, in the terms of their native form
    """
    expander = st.expander(
        title, key=f"twin_{key}" if lazy else None, on_change="rerun" if lazy else "ignore"
    )
    if lazy and not expander.open:
        return
    with expander:
        made = published() if callable(published) else published
        table(made, columns)
        export(made, columns, key, drawn)


def export(
    published: Published, columns: Sequence[Shown], key: str, drawn: Sequence[Drawn] = ()
) -> None:
    """Source, number of rows, the buttons that export them and keep them for the deck."""
    st.session_state.setdefault(_ON_PAGE, []).append(Sheet(published, columns, page_address()))
    with st.container(horizontal=True, vertical_alignment="center"):
        rows = french.plural(len(published.table), "ligne")
        st.caption(f"{published.about.source} · {rows}", width="stretch")
        st.button(
            "Ajouter au diaporama",
            key=f"collect_{key}",
            on_click=collecting.add,
            args=(published, columns, key, drawn),
        )
        st.download_button(
            f"Exporter (CSV, {_NAMES[published.level]})",
            data=lambda: to_csv(published, columns),
            file_name=f"equistage-{key}-{published.level}.csv",
            mime="text/csv",
            key=f"export_{key}",
        )


def start_page() -> None:
    """Forget the tables of the page before."""
    st.session_state.pop(_ON_PAGE, None)


def export_page(page: str) -> None:
    """The button that exports all the tables of a page as one workbook, where it has some.

    Parameters
    ----------
    page : its title, in the name of the file
    """
    sheets: list[Sheet] = st.session_state.pop(_ON_PAGE, [])
    if not sheets:
        return
    level = workbook.level_of(sheets)
    count = french.plural(len(sheets), "tableau", "tableaux")
    st.download_button(
        f"Exporter la page\u00a0: {count} (XLSX, {_NAMES[level]})",
        data=lambda: workbook.write(sheets),
        file_name=f"equistage-{page}-{level}.xlsx",
        mime=_XLSX,
        key="export_page",
    )


def table(
    published: Published,
    columns: Sequence[Shown],
    height: int | Literal["auto", "content"] = "auto",
) -> None:
    """Values of a published table, in French."""
    shown = published.table[[c.name for c in columns]]
    st.dataframe(
        _formatted(shown, columns),
        hide_index=True,
        width="stretch",
        height=height,
        alt=f"Tableau : {published.about.title}",
        column_config={
            c.name: st.column_config.Column(c.label, width=_width(shown[c.name], c))
            for c in columns
        },
    )


def to_csv(published: Published, columns: Sequence[Shown]) -> bytes:
    """The table as CSV for a French spreadsheet, headed by what a reader must know."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    about_it = published.about
    for line in (
        MARKS[published.level],
        about_it.title,
        about_it.caption,
        about_it.source,
        ZONING,
    ):
        writer.writerow([line])
    writer.writerow([c.label for c in columns])
    forms = [_FORMS[c.form] for c in columns]
    for row in published.table[[c.name for c in columns]].itertuples(index=False):
        writer.writerow([inert(form(v)) for form, v in zip(forms, row, strict=True)])
    return stream.getvalue().encode("utf-8-sig")


def limits(*indicators: str) -> None:
    """What the indicators do not say, with their definitions."""
    with st.expander("Ce que cela ne dit pas, définitions et sources"):
        for name in indicators:
            sheet = CATALOGUE[name]
            st.markdown(
                f"**{sheet.name}** ({sheet.unit}, selon l’{sheet.attribution}). "
                f"{sheet.definition} {sheet.formula}.  \n{sheet.limits}  \n"
                f"Sources\u00a0: {sheet.sources}. "
                f"[Fiche et exemple](methode?fiche={sheet.id})"
            )
        st.markdown(
            "Le découpage en BEF est une **hypothèse, à confirmer par l’académie**. Intervalles : "
            "Wilson à 95 %, étendus à tout ce que les périodes non renseignées pourraient être."
        )


def page_address() -> str:
    """Address that reopens the view on screen."""
    return address(collecting.base(), st.session_state.get(collecting.PAGE, ""), collecting.query())


def _formatted(table: pd.DataFrame, columns: Sequence[Shown]) -> object:
    """Values in French, still sorted as numbers; a very long table is given as text."""
    forms = {c.name: _FORMS[c.form] for c in columns}
    texts = {c.name: table[c.name].map(_text) for c in columns if c.form == "text"}
    table = table.assign(**texts)  # a missing text would be shown as « None »
    if len(table) <= _MAX_STYLED:
        return Styler(table).format(forms)
    return table.assign(**{name: table[name].map(form) for name, form in forms.items()})


def _width(values: pd.Series, column: Shown) -> int | None:
    """Pixels that a column of long names wants, so that none is cut; None: the browser's choice."""
    if column.form != "text" or values.empty:
        return None
    longest = int(values.map(_text).str.len().max())
    return min(_WIDEST, 22 + 7 * longest) if longest > _LONG else None


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _count(value: object) -> str:
    return french.MISSING if pd.isna(value) else french.number(float(value))  # type: ignore[arg-type]


def _decimal(value: object) -> str:
    return french.MISSING if pd.isna(value) else french.number(float(value), 1)  # type: ignore[arg-type]


def _share(value: object) -> str:
    return french.MISSING if pd.isna(value) else french.percent(float(value))  # type: ignore[arg-type]


def _decimal3(value: object) -> str:
    return french.MISSING if pd.isna(value) else french.number(float(value), 3)  # type: ignore[arg-type]


_FORMS = {
    "text": _text,
    "count": _count,
    "decimal": _decimal,
    "decimal3": _decimal3,
    "share": _share,
}
