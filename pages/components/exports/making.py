"""The deck of the choices on screen: its content, cached; its file, made on request."""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from analytics.disclosure import Level
from data.journal.journal_tables import Noted
from data.readers import IntakeError
from data.scope import Scope
from figures import workbook
from figures.image import archive
from figures.words import french
from pages.components import collecting, maps
from pages.components.journal import kept
from pages.components.reading import View
from pages.components.url_state import Setting
from slides import choosing, content, deck, stills, template
from slides.collected import Collected, CollectedError, levels, slides_of
from slides.deck import FitError
from slides.geometry import Areas
from slides.outline import ACADEMY, PARTS, Kind, Outline, Slide
from slides.refresh.received import checked
from slides.template import TemplateError

OPTIONS = {str(number): name for number, name in choosing.CHOICES.items()}
DEFAULT = tuple(str(number) for number in choosing.ORDER)
BLANK = Kind.BLANK  # tables that the journal fills
_MADE = "deck_made"


@dataclass(frozen=True)
class Sorted:
    """Collected views that the level of a document takes, their slides, and why others are not.

    geometry : outlines of the levels of their maps
    """

    views: tuple[Collected, ...]
    slides: tuple[Slide, ...]
    refused: dict[int, str]
    geometry: dict[str, Areas]


def document(view: View) -> Setting:
    """For whom the document is; to others, for committees only."""
    options = {"diffusion": "Comité (diffusable)"}
    if view.scope.in_charge:
        options["interne"] = "Agents en charge (interne)"
    return Setting("document", "Document pour", options, "diffusion", 225)


def view_for(view: View, code: str) -> View:
    """The view that the content of a document is read with, whatever is on screen."""
    return replace(view, scope=Scope.outside()) if code == "diffusion" else view


@st.cache_resource(max_entries=12, show_spinner="Lecture des chiffres du diaporama…")
def outline(view: View, bef: str | None, year: str, base: str, noted: tuple[Noted, ...]) -> Outline:
    """All the parts of a deck."""
    return content.outline(*view.reader.at, bef, year, base, noted=noted)


def outline_or_stop(view: View, bef: str | None, year: str) -> Outline:
    """All the parts of a deck; a choice that has none stops the page with a message."""
    try:
        return outline(view, bef, year, collecting.base(), kept.noted(view))
    except content.ContentError as error:
        st.info(str(error))
        st.stop()


def sort_out(view: View, views: tuple[Collected, ...], level: Level) -> Sorted:
    """Separate the views that a document takes from those that it refuses.

    Parameters
    ----------
    view : which version gives the outlines of maps
    """
    geometry = content.geometry(*view.reader.at, levels(views))
    slides: dict[int, tuple[Slide, ...]] = {}
    refused: dict[int, str] = {}
    for one in views:
        try:
            slides[one.number] = slides_of(one, level, collecting.base(), geometry)
        except CollectedError as error:
            refused[one.number] = str(error)
    taken = tuple(one for one in views if one.number in slides)
    shown = tuple(slide for one in taken for slide in slides[one.number])
    return Sorted(taken, shown, refused, geometry)


def answer(made: Outline, views: tuple[Collected, ...]) -> str:
    """What the deck will be, in one sentence."""
    count = french.plural(len(made.slides), "sujet")
    whose = made.label if made.perimeter != ACADEMY else "l’académie"
    text = f"Diaporama\u00a0: **{whose}**, {made.year}, {count}"
    if views:
        text += f", dont {french.plural(len(views), 'vue ajoutée', 'vues ajoutées')}"
    if made.level is Level.INTERNAL:
        return text + ". **Document interne**\u00a0: la marque est sur chaque diapositive."
    return text + ". Document diffusable\u00a0: les petits effectifs y sont secrets."


def preview(made: Outline) -> list[tuple[str, str]]:
    """Part and title of each slide; the name of a part once."""
    lines, last = [], -2
    for rank, slide in enumerate(made.slides, start=1):
        name = PARTS.get(slide.part, choosing.CHOICES[choosing.ADDED])
        lines.append((name if slide.part != last else "", f"{rank}. {slide.title}"))
        last = slide.part
    return lines


def template_of(sent: object) -> tuple[str, bytes] | None:
    """Name and content of the template that was sent, checked; None: ours.

    A file that is no template says so, with the layouts that it lacks, and ours is used.
    """
    if sent is None:
        return None
    name, blob = str(sent.name), sent.getvalue()  # type: ignore[attr-defined]
    try:
        checked(name, blob)
        with tempfile.TemporaryDirectory() as folder:
            template.opened(_put(folder, name, blob))
    except (IntakeError, TemplateError) as error:
        st.error(f"{error} Le modèle d’ÉquiStage est gardé.")
        return None
    return name, blob


def offer_deck(made: Outline, model: tuple[str, bytes] | None, view: View) -> None:
    """Make the deck when asked, with progress, then let it be downloaded while it is current."""
    token = _token(made, model, view)
    if st.button("Faire le diaporama", type="primary", disabled=len(made.slides) < 2):
        bar = st.progress(0.0, "Diaporama en cours…")
        try:
            st.session_state[_MADE] = token, _written(made, model, bar)
        except FitError as error:
            st.error(f"{error} Retirer cette vue, ou choisir un autre modèle.")
        bar.empty()
    kept, blob = st.session_state.get(_MADE, ("", b""))
    if kept == token:
        st.download_button(
            "Télécharger le diaporama (.pptx)", blob, f"{_name(made)}.pptx", deck.MIME, key="deck"
        )


def offer_tables(made: Outline, views: tuple[Collected, ...], view: View) -> None:
    """The same figures as a workbook, and the maps as images."""
    base = collecting.base()
    st.download_button(
        "Mêmes chiffres en classeur (.xlsx)",
        data=lambda: workbook.write(choosing.sheets(made, views, base)),
        file_name=f"{_name(made)}.xlsx",
        mime=workbook.MIME,
        key="workbook",
    )
    if stills.maps(made):
        st.download_button(
            "Cartes en images (SVG et PNG, zip)",
            data=lambda: archive(stills.stills(made, maps.whole_ground(view))),
            file_name=f"{_name(made)}-cartes.zip",
            mime="application/zip",
            key="maps",
        )


def _written(made: Outline, model: tuple[str, bytes] | None, bar: object) -> bytes:
    def show(share: float, title: str) -> None:
        bar.progress(share, title[:90])  # type: ignore[attr-defined]

    if model is None:
        return deck.write(made, progress=show)
    with tempfile.TemporaryDirectory() as folder:
        return deck.write(made, _put(folder, *model), show)


def _put(folder: str, name: str, blob: bytes) -> Path:
    path = Path(folder) / (Path(name).name or "modele.pptx")
    path.write_bytes(blob)
    return path


def _name(made: Outline) -> str:
    return f"diaporama-{made.perimeter}-{made.year}-{made.level}"


def _token(made: Outline, model: tuple[str, bytes] | None, view: View) -> str:
    """Mark of what a deck is made from: another one asks for another deck."""
    told = [(slide.key, slide.title, slide.notes) for slide in made.slides]
    filled = [f.published.table.to_csv() for s in made.slides for f in s.figures if f.kind is BLANK]
    sent = model and hashlib.sha256(model[1]).hexdigest()
    parts = (view.path, _name(made), told, filled, sent)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
