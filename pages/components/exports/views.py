"""The collected views on screen: listed, moved, taken out, put back."""

import streamlit as st

from analytics.disclosure import Level
from pages.components import collecting, style

_MARKS = {Level.INTERNAL: "vue interne", Level.DIFFUSION: "diffusable"}


def show(refused: dict[int, str]) -> None:
    """List the collected views.

    Parameters
    ----------
    refused : by number, why a view does not enter the document
    """
    kept = collecting.views()
    style.caption(
        f"Vues ajoutées\u00a0: {len(kept)} sur {collecting.MOST} au plus",
        "«\u00a0Ajouter au diaporama\u00a0», sous chaque tableau, garde la vue telle qu’elle est à "
        "l’écran, le temps de la session",
    )
    for rank, view in enumerate(kept):
        mark = _MARKS[view.published.level]
        told = f"{view.published.about.caption} · {mark} · {view.forms}"
        style.note(f"{rank + 1}. {view.title}", [told])
        with st.container(horizontal=True):
            _button("Monter", "up", view.number, collecting.move, -1, disabled=rank == 0)
            last = rank == len(kept) - 1
            _button("Descendre", "down", view.number, collecting.move, 1, disabled=last)
            _button("Retirer", "remove", view.number, collecting.remove)
        if view.number in refused:
            st.warning(refused[view.number])
    with st.container(horizontal=True):
        if kept:
            st.button("Tout retirer", key="views_clear", on_click=collecting.clear)
        if collecting.undoable():
            st.button("Annuler le dernier changement", key="views_undo", on_click=collecting.undo)


def _button(
    label: str, key: str, number: int, act: object, *more: int, disabled: bool = False
) -> None:
    st.button(
        label,
        key=f"view_{key}_{number}",
        on_click=act,  # type: ignore[arg-type]
        args=(number, *more),
        disabled=disabled,
        type="tertiary",
        width="content",
    )
