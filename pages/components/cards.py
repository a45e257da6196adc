"""What stands around a figure: its caption, its table twin, its export, what it does not say."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler  # `table.style` would import it on a reader's time

from analytics.catalogue import CATALOGUE
from analytics.disclosure import About, Published, at_level
from data.cells import inert
from figures import french, workbook
from figures.image.still import WIDTH, Still
from figures.legends import Grid, Legend
from figures.marks import MARKS, NAMES, ZONING, level_of
from figures.screen import plot
from figures.sketch import Sketch
from figures.workbook import Sheet
from pages.components import collecting, maps, reading, stills, style
from pages.components.maps import Ground
from pages.components.reading import View
from slides.collected import address
from slides.drawn import Drawn
from slides.outline import Column

_ON_PAGE = "tables_on_page"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CAMPAIGN = re.compile(r"\d{4}-\d{4}(?!.*\d{4}-\d{4})")  # the last one named
DEMO_MARK = "Données de démonstration"
_MAX_STYLED = 2500
_LONG, _WIDEST = 14, 340  # letters that a column shows anyway, pixels


Shown = Column  # one column of a table twin


def about(view: View, title: str, perimeter: str, period: str, attribution: str) -> About:
    """Describe a table of this version."""
    facts = reading.info(view)
    origin = DEMO_MARK if facts["demo_seed"] else "fichiers importés"
    campaign = _CAMPAIGN.search(period)
    day = reading.day(view, campaign[0] if campaign else "")
    source = f"Source : {origin}, situation au {day}, version du {reading.created(view)}"
    return About(title, perimeter, period, attribution, source)


def publish(view: View, table: pd.DataFrame, described: About) -> Published:
    """Pass the gate, at the level of the view."""
    return at_level(view.scope.level, table, described)


def head(published: Published, extra: str = "") -> None:
    """Title, perimeter, period and attribution of a figure."""
    style.caption(published.about.title, published.about.caption + (f" · {extra}" if extra else ""))


def draw(
    published: Published,
    figure: Sketch | None,
    key: str,
    alt: str,
    extra: str = "",
    *,
    heading: tuple[str, str] | None = None,
    note: str = "",
    legends: Sequence[Legend | Grid] = (),
    ground: Ground | None = None,
    width: float = WIDTH,
) -> None:
    """Head of a figure, the figure without its mode bar, its legends, and its image.

    Parameters
    ----------
    published : what it is made of
    figure : made by `figures`; None: nothing to draw, the head stands alone
    key : stable, of the element and of its image
    alt : what it shows, for who does not see it
    extra : said after the perimeter
    heading : title and text that stand on screen in the place of those of the table
    note : said under the figure
    legends : of its classes
    ground : of a map
    width : of the image, pixels
    """
    with st.container(horizontal=True, key=f"head_{key}"):
        if heading is None:
            head(published, extra)
        else:
            style.caption(*heading)
            extra = " · ".join(text for text in heading if text != published.about.title)
        if figure is not None:
            shapes = {one.url: one.shapes for one in ground.outlines} if ground else {}
            stills.offer(Still(published, figure, key, alt, extra, note, legends, shapes, width))
    if figure is None:
        return
    if ground is None:
        st.plotly_chart(
            plot(figure), key=key, theme=None, config={"displayModeBar": False}, alt=alt
        )
    else:
        maps.clickable_map(figure, key, alt, ground)
    for legend in legends:
        style.legend(legend)
    if note:
        st.caption(note)


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
            f"Exporter (CSV, {NAMES[published.level]})",
            data=lambda: to_csv(published, columns),
            file_name=f"equistage-{key}-{published.level}.csv",
            mime="text/csv",
            key=f"export_{key}",
        )


def start_page() -> None:
    """Forget the tables and the figures of the page before."""
    st.session_state.pop(_ON_PAGE, None)
    stills.start_page()


def export_page(page: str) -> None:
    """The buttons that export all the tables of a page as one workbook, and its figures.

    Parameters
    ----------
    page : its title, in the name of the files
    """
    with st.container(horizontal=True):
        _export_tables(page, st.session_state.pop(_ON_PAGE, []))
        stills.export_page(page)


def _export_tables(page: str, sheets: Sequence[Sheet]) -> None:
    if not sheets:
        return
    level = level_of(sheet.published for sheet in sheets)
    count = french.plural(len(sheets), "tableau", "tableaux")
    st.download_button(
        f"Exporter la page\u00a0: {count} (XLSX, {NAMES[level]})",
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
        placeholder=french.MISSING,
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
