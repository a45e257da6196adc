"""Views kept for the deck: a list of this session, in order, with one step of undo."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from figures.cards.card import Card
from figures.words import french
from slides.collected import Collected, frozen, narrowed
from slides.material import ADDRESS

MOST = 30
PAGE = "page_path"  # of the page on screen, written by the frame
_VIEWS, _BEFORE, _NUMBER = "collected", "collected_before", "collected_number"
Views = tuple[Collected, ...]


def views() -> Views:
    """Collected views, in order."""
    return st.session_state.get(_VIEWS, ())


def undoable() -> bool:
    """Tell whether the last change can be undone."""
    return _BEFORE in st.session_state


def base() -> str:
    """Where the application is served, for links in files."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ADDRESS


def query() -> tuple[tuple[str, str], ...]:
    """Settings of the view on screen."""
    return tuple(sorted(st.query_params.to_dict().items()))


def add(card: Card, key: str, figures: Sequence[Card] = ()) -> None:
    """Keep a view as it is on screen; the same view again takes the place of the first.

    Parameters
    ----------
    card : its table
    key : of its export
    figures : those that stand on screen with it
    """
    number = st.session_state.get(_NUMBER, 0) + 1
    page = st.session_state.get(PAGE, "")
    table = narrowed(card.published, card.columns)
    view = Collected(number, key, table, card.columns, page, query(), frozen(figures))
    kept = views()
    at = next((i for i, other in enumerate(kept) if other.reference == view.reference), len(kept))
    if at == MOST:
        st.toast(f"{MOST} vues au plus\u00a0: en retirer une à la page «\u00a0Exports\u00a0».")
        return
    st.session_state[_NUMBER] = number
    _keep((*kept[:at], view, *kept[at + 1 :]))
    count = french.plural(len(views()), "vue")
    done = "mise à jour dans le" if at < len(kept) else "ajoutée au"
    st.toast(
        f"Vue {done} diaporama, {view.forms} ({count})\u00a0: voir la page «\u00a0Exports\u00a0»."
    )


def move(number: int, step: int) -> None:
    """Move a view up (−1) or down (+1)."""
    kept = list(views())
    at = next(i for i, view in enumerate(kept) if view.number == number)
    kept.insert(max(at + step, 0), kept.pop(at))
    _keep(tuple(kept))


def remove(number: int) -> None:
    """Take a view out."""
    _keep(tuple(view for view in views() if view.number != number))


def clear() -> None:
    """Take all the views out."""
    _keep(())


def undo() -> None:
    """Put the list back as it was before the last change."""
    st.session_state[_VIEWS] = st.session_state.pop(_BEFORE)


def _keep(kept: Views) -> None:
    st.session_state[_BEFORE] = views()
    st.session_state[_VIEWS] = kept
