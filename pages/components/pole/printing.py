"""The page of a pôle on two A4 sheets, to be downloaded."""

from figures.print.printed_pole import SHEETS, Printed, printed_pole
from pages.components import cards, printing, reading, settings
from pages.components.pole import details, facts
from pages.components.pole.facts import Pole
from pages.components.reading import View


def offer(pole: Pole) -> None:
    """Draw the buttons; the document is made when it is asked for."""
    name = _name(pole)
    printing.offer_pdf(lambda: document(pole), name, SHEETS, "pdf_pole")
    printing.offer_html(
        lambda: document(pole), name, "Version imprimable (HTML)", key="imprimer_pole"
    )


def offer_elsewhere(view: View, year: str, bef: str) -> None:
    """Draw the button of the PDF on another page: the pôle as its own page opens."""
    chosen = settings.selection(year, settings.level(view).default)
    pole = Pole(view, chosen, bef)
    printing.offer_pdf(lambda: document(pole), _name(pole), SHEETS, "pdf_pole")


def _name(pole: Pole) -> str:
    """Name of the file: internal, as the page is."""
    return f"equistage-pole-{pole.bef}-{pole.selection.year}-interne"


def document(pole: Pole) -> str:
    """Write the document, as `figures.print.printed_pole.printed_pole`."""
    spine = facts.spine(pole, intervals=True)
    demo = reading.info(pole.view)["demo_seed"]
    mark = cards.MARKS[spine.published.level] + (f" · {cards.DEMO_MARK}" if demo else "")
    return printed_pole(
        Printed(
            pole.name,
            mark,
            spine,
            facts.findings(pole, spine.published.table),
            *facts.series(pole),
            details.schools(pole),
            *details.missing(pole),
            details.quality(pole),
        )
    )
