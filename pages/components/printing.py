"""Documents to print: their buttons, and what is said where no PDF can be made."""

from collections.abc import Callable

import streamlit as st

from figures.print.pdf import MISSING, available, pdf
from figures.words import french


def offer_html(document: Callable[[], str], name: str, label: str, key: str) -> None:
    """Draw the button of a document as it is: HTML, made when asked for.

    Parameters
    ----------
    document : writes it
    name : of the file, without its extension
    key : stable, of the element
    """
    st.download_button(
        label,
        data=lambda: document().encode(),
        file_name=f"{name}.html",
        mime="text/html",
        key=key,
    )


def offer_pdf(document: Callable[[], str], name: str, sheets: int, key: str) -> None:
    """Draw the button of its PDF, made when asked for; without Pango, say what prints the same.

    Parameters
    ----------
    document, name, key : as for `offer_html`
    sheets : number of its pages
    """
    if not available():
        same = "la même page" if sheets == 1 else f"les mêmes {french.plural(sheets, 'page')}"
        st.caption(f"Pas de PDF ici\u00a0: {MISSING}. La version HTML imprime {same}.")
        return
    st.download_button(
        f"PDF, {french.plural(sheets, 'page')}",
        data=lambda: pdf(document()),
        file_name=f"{name}.pdf",
        mime="application/pdf",
        key=key,
    )
