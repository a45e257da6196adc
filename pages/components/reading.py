"""What pages read: the published version, cached by version, scope and question."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pandas as pd
import streamlit as st

from analytics.services import reference
from analytics.services.desk import Question
from data import reads
from data.contracts.templates import write_templates
from data.dictionary import dictionary
from data.intake.rejects import write_xlsx
from data.model.building import MODEL_VERSION
from data.scope import Scope
from data.selection import NO_FAMILY, Selection
from data.store import store, versions
from data.store.store import NotDiffusedError
from figures.cards.card import Outlines
from pages.components.url_state import Setting, choose, chosen

LEVEL = Setting(
    "vue", "Vue", {"interne": "Vue interne", "diffusion": "Vue diffusion"}, "interne", 150
)
TODAY = "_"  # code of the version in force, in the address: no name that a version may have
OPENED = 6  # versions held open; one that goes is closed when nobody reads it any more
STATIC = Path(__file__).resolve().parents[2] / "static" / "outlines"
STATIC_URL = "app/static/outlines"
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """Whose view of which version: every cached read takes it.

    Parameters
    ----------
    path : file of the version
    scope : perimeter of the reader
    """

    path: str
    scope: Scope

    @property
    def reader(self) -> reads.Reader:
        """Reads of the version, at the level of the session."""
        return reads.reader_of(self.opened, self.scope)

    def remember(self, service: str, most: int, asked: Question, find: Callable[[], Any]) -> Any:
        """Give what `find` gives, from the memory that all sessions share."""
        return _memory(service, most)(self, asked, find)

    @property
    def opened(self) -> store.Store:
        """The store, opened once for all sessions."""
        return _open(self.path)


def snapshot() -> Setting:
    """The version in force, or one that was named for a committee."""
    names = {name: name for name in versions.labelled(store.home())}
    return Setting("instantane", "Version", {TODAY: "Version en cours", **names}, TODAY, 190)


def current_view(today: bool = False) -> View | None:
    """View of the reader of this session; None: nothing published.

    Who may see all may ask to see what others will: the scope of the reads is then theirs.

    Parameters
    ----------
    today : the version in force, even where a snapshot is being read
    """
    named = None if today else versions.labelled(store.home()).get(chosen(snapshot()))
    path = named or store.current_path(store.home())
    diffused = chosen(LEVEL) == "diffusion"
    return View(str(path), Scope.outside() if diffused else Scope.daet()) if path else None


def view_of_page(today: bool = False) -> View:
    """View of a page; a page run without any published version stops with a message."""
    view = current_view(today)
    if view is None:
        st.error("Aucune version publiée\u00a0: `python -m data import DOSSIER`.")
        st.stop()
    if not _reads(view):
        stop_if_older(view)
    return view


def snapshot_views(today: View) -> dict[str, View]:
    """Named versions that this edition reads, by name, with the scope of `today`."""
    views = {
        name: View(str(path), today.scope) for name, path in versions.labelled(store.home()).items()
    }
    return {name: v for name, v in views.items() if v.opened.fits}


def _reads(view: View) -> bool:
    """Tell whether this edition reads a version: what is frozen, as soon as its tables fit."""
    if info(view).get("model") == MODEL_VERSION:
        return True
    return view != current_view(today=True) and view.opened.fits


def stop_if_older(view: View) -> NoReturn:
    """Say that a version was made by an older edition, and what to do; draw nothing else."""
    if view == current_view(today=True):
        st.error(
            "La version publiée vient d’une édition antérieure d’ÉquiStage\u00a0: la recalculer "
            "avec `python -m data rebuild`. Rien n’est perdu."
        )
    else:
        st.error(
            f"L’instantané du {created(view)} vient d’une édition antérieure d’ÉquiStage, que "
            "celle-ci ne sait pas lire\u00a0: le recalculer avec `python -m data rebuild`, qui "
            "garde son nom. Rien n’est perdu."
        )
        st.button("Revenir à la version en cours", on_click=choose, args=("instantane", TODAY))
    st.stop()


def refuse_diffused(view: View) -> None:
    """Stop a page that is for the agents in charge only."""
    if not view.scope.in_charge:
        st.info(
            "Cette page est réservée aux agents en charge\u00a0: rien n’en est diffusé. Revenir "
            "à «\u00a0Vue interne\u00a0», en haut à droite, pour la lire."
        )
        st.stop()


def stop_if_not_diffused(error: NotDiffusedError) -> NoReturn:
    """Say what is not diffused and what to choose, and draw nothing else."""
    st.info(f"{error} Ce qui est diffusé est décrit à la page «\u00a0Lecture et méthode\u00a0».")
    st.stop()


@cache
def _memory(service: str, most: int) -> Callable[[View, Question, Callable[[], Any]], Any]:
    """Answers of one service, the last `most` of them."""

    def answer(view: View, asked: Question, _find: Callable[[], Any]) -> Any:
        return _find()

    answer.__qualname__ = service  # what tells the memory of one service from those of others
    return st.cache_resource(max_entries=most, show_spinner=False)(answer)


@st.cache_resource(max_entries=OPENED, show_spinner=False)
def _open(path: str) -> store.Store:
    return store.Store(Path(path))


@st.cache_data(max_entries=20, show_spinner=False)
def info(view: View) -> dict[str, str]:
    """Facts on the version."""
    return reads.lists.info(*view.reader.at)


def created(view: View) -> str:
    """Date of the version, dd/mm/yyyy."""
    return datetime.fromisoformat(info(view)["created"]).strftime("%d/%m/%Y")


def day(view: View, year: str = "") -> str:
    """Day of which the figures of a campaign, or of the version, speak: dd/mm/yyyy."""
    return f"{reads.days.observed(*view.reader.at, year):%d/%m/%Y}"


def campaigns_told(view: View) -> str:
    """Campaigns that are not over, in words."""
    told = []
    for row in reads.days.campaigns(*view.reader.at).itertuples():
        if row.running:
            told.append(
                f"Campagne {row.year} en cours\u00a0: seules les périodes commencées sont comptées."
            )
        elif not row.begun:
            first = (
                "" if pd.isna(row.first_day) else f" (première période le {row.first_day:%d/%m/%Y})"
            )
            told.append(f"Campagne {row.year} pas commencée{first}.")
    return " ".join(told)


def rows(view: View, find: Callable[..., T], *asked: Hashable) -> T:
    """Give what a read gives, remembered by version, scope and question."""
    name = f"{find.__module__}.{find.__qualname__}"
    found: T = view.remember(name, 20, asked, lambda: find(*view.reader.at, *asked))
    return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found


def batches(view: View) -> pd.DataFrame:
    """Batches of the version, oldest first."""
    table = rows(view, reads.imports.batches)
    return table.assign(made_at=table["made_at"].str.slice(0, 16).str.replace("T", " "))


def files(view: View) -> pd.DataFrame:
    """Files of the version, those that ship left out."""
    table = rows(view, reads.imports.files)
    return table[table["batch"].notna()].reset_index(drop=True)


@st.cache_data(show_spinner=False)
def data_dictionary() -> pd.DataFrame:
    """Columns of all the files that are understood."""
    return dictionary()


def rejects_workbook(view: View, batch: str) -> bytes:
    """Refused lines of a batch, as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        table = reads.imports.rejects(*view.reader.at, batch)
        return write_xlsx(table, Path(folder) / "rejets.xlsx").read_bytes()


def zoning_zip(view: View) -> bytes:
    """The zoning of a version as an import takes it, to be corrected: bef and commune_bef."""
    communes, befs = reference.communes(view).dropna(subset="bef"), reference.lists(view)["befs"]
    befs = befs.rename(columns={"bef": "code", "label": "libelle"})
    communes = communes.rename(
        columns={"commune": "code", "name": "nom", "confidence": "confiance"}
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bef.csv", befs[["code", "libelle"]].to_csv(index=False, sep=";"))
        told = communes[["code", "bef", "nom", "confiance"]]
        archive.writestr("commune_bef.csv", told.to_csv(index=False, sep=";"))
    return stream.getvalue()


def templates_zip() -> bytes:
    """All the templates, in one archive."""
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(stream, "w") as archive:
        for path in write_templates(folder):
            archive.write(path, path.name)
    return stream.getvalue()


@st.cache_data(max_entries=5, show_spinner=False)
def fabric_sources(view: View) -> list[str]:
    """Sources of the fine fabric."""
    return sorted(reference.fine_fabric(view)["source"].unique())


@st.cache_data(max_entries=5, show_spinner=False)
def families_known(view: View) -> list[str]:
    """Families that have periods due in this version."""
    table = view.reader.states(Selection(""), ("family",))
    return [f for f in table["family"].drop_duplicates() if f != NO_FAMILY]


@st.cache_resource(max_entries=8, show_spinner=False)
def outlines(view: View, level: str) -> Outlines:
    """Outlines of "bef" or "commune", written as a static file named after its content."""
    text = reads.lists.outline(*view.reader.at, level)
    name = f"{level}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.geojson"
    target = STATIC / name
    if not target.is_file():
        STATIC.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    return Outlines(f"{STATIC_URL}/{name}", json.loads(text))
