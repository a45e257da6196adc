"""What stands around a figure: its caption, its table twin, its export, what it does not say."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler  # `table.style` would import it on a reader's time

from analytics.catalogue import CATALOGUE
from analytics.disclosure import About, Published, at_level
from data import silence
from data.cells import inert
from data.selection import Selection
from figures import workbook
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import AreaMap, Rows
from figures.cards.sketches import sketch
from figures.image.still import Still
from figures.marks import MARKS, NAMES, ZONING, level_of
from figures.screen import plot
from figures.words import french
from figures.workbook import Sheet
from pages.components import collecting, maps, reading, settings, stills, style
from pages.components.reading import View
from slides.collected import address

_ON_PAGE = "tables_on_page"
_CAMPAIGN = re.compile(r"\d{4}-\d{4}(?!.*\d{4}-\d{4})")  # the last one named
DEMO_MARK = "Données de démonstration"
_MAX_STYLED = 2500
_LONG, _WIDEST = 14, 340  # letters that a column shows anyway, pixels
SCHOOLS = "établissement"  # to whom most tables count
Shown = Column  # one column of a table twin
BOUNDS = (Shown("low", "Borne basse (%)", "share"), Shown("high", "Borne haute (%)", "share"))


@dataclass(frozen=True)
class Told:
    """What a reader must know of the tables of a page or of a section.

    Parameters
    ----------
    view : whose view of which version
    perimeter, period, attribution : as `analytics.disclosure.About`
    """

    view: View
    perimeter: str
    period: str
    attribution: str = SCHOOLS

    def publish(self, table: pd.DataFrame, title: str) -> Published:
        """Pass the gate, at the level of the view."""
        origin = DEMO_MARK if reading.info(self.view)["demo_seed"] else "fichiers importés"
        campaign = _CAMPAIGN.search(self.period)
        day = reading.day(self.view, campaign[0] if campaign else "")
        made = reading.created(self.view)
        source = f"Source : {origin}, situation au {day}, version du {made}"
        about = About(title, self.perimeter, self.period, self.attribution, source)
        return at_level(self.view.scope.level, table, about)


def told(view: View, selection: Selection, attribution: str = SCHOOLS) -> Told:
    """What is told of the tables of a selection."""
    return Told(view, settings.scope_text(view, selection), selection.year, attribution)


def head(card: Card) -> None:
    """Title, perimeter, period and attribution of a card."""
    said = f" · {card.extra}" if card.extra else ""
    style.caption(*(card.heading or (card.title, card.published.about.caption + said)))


def show(card: Card, view: View | None = None) -> None:
    """Head of a card, its figure without its mode bar, its legends, and its image.

    A card without any row, or that draws nothing, is its head alone. A click on a map chooses the
    BEF that it is on.

    Parameters
    ----------
    view : of a map: whose outlines it has
    """
    level = card.shows.level if isinstance(card.shows, AreaMap) else ""
    ground = maps.ground(view, level) if view and level else None
    figure = sketch(card, ground)
    with st.container(horizontal=True, key=f"head_{card.key}"):
        head(card)
        if figure is not None:
            stills.offer(Still.of(card, figure, ground))
    if figure is None:
        return
    alt = card.alt or card.title
    if not level:
        bare = {"displayModeBar": False}
        st.plotly_chart(plot(figure), key=card.key, theme=None, config=bare, alt=alt)
    else:
        maps.clickable_map(figure, card.key, alt, level)
    for legend in card.legends:
        style.legend(legend)
    if card.note:
        st.caption(card.note)


def twin(
    card: Card | Callable[[], Card],
    *figures: Card,
    of: str = "",
    key: str = "",
    title: str = "Voir en tableau",
    lazy: bool = False,
) -> None:
    """The values of a card as a table, with their export.

    Parameters
    ----------
    card : the table, or what makes it; its own figure goes with it into a deck
    figures : others that it is the table of
    of : what it is the table of, said after the title
    key : stable, in the name of the exported file; "": that of the card
    title : of the closed table
    lazy : make it when the reader opens it
    """
    key = key or (card.key if isinstance(card, Card) else "")
    title = f"{title}\u00a0: {of}" if of else title
    expander = st.expander(
        title, key=f"twin_{key}" if lazy else None, on_change="rerun" if lazy else "ignore"
    )
    if lazy and not expander.open:
        return
    with expander:
        rows(card if isinstance(card, Card) else card(), *figures, key=key)


def rows(
    card: Card,
    *figures: Card,
    key: str = "",
    height: int | Literal["auto", "content"] = "auto",
) -> None:
    """The values of a card as a table that stands open, with their export."""
    table(card.published, card.columns, height)
    own = () if isinstance(card.shows, Rows) else (card,)
    _export(card, key or card.key, (*own, *figures))


def _export(card: Card, key: str, figures: Sequence[Card]) -> None:
    """Source, number of rows, the buttons that export them and keep them for the deck."""
    published, columns = card.published, card.columns
    st.session_state.setdefault(_ON_PAGE, []).append(Sheet(published, columns, page_address()))
    with st.container(horizontal=True, vertical_alignment="center"):
        count = french.plural(len(published.table), "ligne")
        st.caption(f"{published.about.source} · {count}", width="stretch")
        st.button(
            "Ajouter au diaporama",
            key=f"collect_{key}",
            on_click=collecting.add,
            args=(card, key, figures),
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
        if sheets := st.session_state.pop(_ON_PAGE, []):
            level = level_of(sheet.published for sheet in sheets)
            count = french.plural(len(sheets), "tableau", "tableaux")
            st.download_button(
                f"Exporter la page\u00a0: {count} (XLSX, {NAMES[level]})",
                data=lambda: workbook.write(sheets),
                file_name=f"equistage-{page}-{level}.xlsx",
                mime=workbook.MIME,
                key="export_page",
            )
        stills.export_page(page)


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
    for row in published.table[[c.name for c in columns]].itertuples(index=False):
        writer.writerow([inert(c.text(v)) for c, v in zip(columns, row, strict=True)])
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
            f"Wilson à 95 %, étendus à tout ce que les périodes "
            f"{silence.UNTOLD_ES} pourraient être."
        )


def page_address() -> str:
    """Address that reopens the view on screen."""
    return address(collecting.base(), st.session_state.get(collecting.PAGE, ""), collecting.query())


def _formatted(table: pd.DataFrame, columns: Sequence[Shown]) -> object:
    """Values in French, still sorted as numbers; a very long table is given as text."""
    forms = {c.name: c.text for c in columns}
    texts = {c.name: table[c.name].map(c.text) for c in columns if c.form == "text"}
    table = table.assign(**texts)  # a missing text would be shown as « None »
    if len(table) <= _MAX_STYLED:
        return Styler(table).format(forms)
    return table.assign(**{name: table[name].map(form) for name, form in forms.items()})


def _width(values: pd.Series, column: Shown) -> int | None:
    """Pixels that a column of long names wants, so that none is cut; None: the browser's choice."""
    if column.form != "text" or values.empty:
        return None
    longest = int(values.map(column.text).str.len().max())
    return min(_WIDEST, 22 + 7 * longest) if longest > _LONG else None
