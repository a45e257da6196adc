"""What pages read: the published version, cached by version, scope and question."""

import gc
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import streamlit as st

from analytics import asking
from analytics.absence import Absence
from analytics.funnel import FUNNEL_COLUMNS
from analytics.funnel import funnel as funnel_of
from analytics.standing import standing as standing_of
from data import day_reads, diffused_reads, reads, store, versions
from data.building import MODEL_VERSION
from data.dictionary import dictionary
from data.diffused_reads import NotDiffusedError
from data.rejects import write_xlsx
from data.scope import Scope
from data.selection import NO_FAMILY, Selection
from data.templates import write_templates
from figures.cards.card import Outlines
from pages.components.url_state import Setting, choose, chosen

LEVEL = Setting(
    "vue", "Vue", {"interne": "Vue interne", "diffusion": "Vue diffusion"}, "interne", 150
)
TODAY = "_"  # code of the version in force, in the address: no name that a version may have
STATIC = Path(__file__).resolve().parents[2] / "static" / "outlines"
STATIC_URL = "app/static/outlines"


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
    def opened(self) -> store.Store:
        """The store, opened once for all sessions."""
        return _open(self.path)


def snapshot(today: str = "Version en cours") -> Setting:
    """The version in force, in the words `today`, or one that was named for a committee."""
    names = {name: name for name in versions.labelled(store.home())}
    return Setting("instantane", "Version", {TODAY: today, **names}, TODAY, 190)


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
    if info(view).get("model") != MODEL_VERSION:
        stop_if_older(view)
    return view


def snapshot_views(today: View) -> dict[str, View]:
    """Named versions that this edition reads, by name, with the scope of `today`."""
    views = {
        name: View(str(path), today.scope) for name, path in versions.labelled(store.home()).items()
    }
    return {name: v for name, v in views.items() if info(v).get("model") == MODEL_VERSION}


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
            "celle-ci ne sait pas lire\u00a0: le relire avec l’édition d’alors. Rien n’est perdu."
        )
        st.button("Revenir à la version en cours", on_click=choose, args=("instantane", TODAY))
    st.stop()


def refuse_diffused(view: View) -> None:
    """Stop a page that is for the agents in charge only."""
    if view.scope.diffused:
        st.info(
            "Cette page est réservée aux agents en charge\u00a0: rien n’en est diffusé. Revenir "
            "à «\u00a0Vue interne\u00a0», en haut à droite, pour la lire."
        )
        st.stop()


def stop_if_not_diffused(error: NotDiffusedError) -> NoReturn:
    """Say what is not diffused and what to choose, and draw nothing else."""
    st.info(f"{error} Ce qui est diffusé est décrit à la page «\u00a0Lecture et méthode\u00a0».")
    st.stop()


@st.cache_resource(max_entries=6, show_spinner=False)
def _open(path: str) -> store.Store:
    return store.Store(Path(path))


@st.cache_data(max_entries=20, show_spinner=False)
def info(view: View) -> dict[str, str]:
    """Facts on the version."""
    return reads.info(view.opened, view.scope)


def created(view: View) -> str:
    """Date of the version, dd/mm/yyyy."""
    return datetime.fromisoformat(info(view)["created"]).strftime("%d/%m/%Y")


def day(view: View, year: str = "") -> str:
    """Day of which the figures of a campaign, or of the version, speak: dd/mm/yyyy."""
    return f"{day_reads.observed(view.opened, view.scope, year):%d/%m/%Y}"


def runs(view: View, year: str) -> bool:
    """Tell whether a campaign is under way: it is compared by the same day of the year only."""
    return bool(year) and year == day_reads.running(view.opened, view.scope)


def campaigns_told(view: View) -> str:
    """Campaigns that are not over, in words."""
    told = []
    for row in day_reads.campaigns(view.opened, view.scope).itertuples():
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


@st.cache_resource(max_entries=20, show_spinner=False)
def lists(view: View) -> Mapping[str, pd.DataFrame]:
    """Small lists, read ten times a page and never written to: years, befs, levels, …"""
    names = ("years", "befs", "levels", "families", "sectors", "activities")
    return {name: getattr(reads, name)(view.opened, view.scope) for name in names}


def names(view: View, of: str) -> dict[str, str]:
    """Labels of a list of `lists` by code."""
    table = lists(view)[of]
    return dict(zip(table[table.columns[0]], table["label"], strict=True))


@st.cache_data(max_entries=200, show_spinner=False)
def states(view: View, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """States of the periods due, summed by group."""
    return reads.states(view.opened, view.scope, selection, by)


@st.cache_data(max_entries=200, show_spinner=False)
def funnel(view: View, selection: Selection) -> pd.DataFrame:
    """States of the periods due from J-21 to J+7, one row a date and state."""
    if view.scope.diffused:
        sums = diffused_reads.dates(view.opened, view.scope, selection)
    else:
        sums = reads.states(view.opened, view.scope, selection, (), FUNNEL_COLUMNS)
    return funnel_of(sums, []) if len(sums) else pd.DataFrame()


@st.cache_data(max_entries=300, show_spinner=False)
def asked(
    view: View, selection: Selection, indicator: str, by: tuple[str, ...] = (), key: str = ""
) -> pd.DataFrame:
    """An indicator of the catalogue over a selection, one row a group."""
    return asking.ask(view.opened, view.scope, selection, indicator, by, key)


@st.cache_data(max_entries=100, show_spinner=False)
def standing(view: View, selection: Selection, indicator: str) -> pd.DataFrame:
    """Where each BEF stands: told apart or not at equal mix, and its rank interval."""
    return standing_of(view.opened, view.scope, selection, indicator)


@st.cache_data(max_entries=100, show_spinner=False)
def schools(view: View, selection: Selection) -> pd.DataFrame:
    """Schools with periods due."""
    return reads.schools(view.opened, view.scope, selection)


def finest_states(view: View, selection: Selection) -> pd.DataFrame:
    """States by BEF and family, and by school, level and period for the agents in charge.

    To others, families are told of the whole vocational track only; else one row a BEF.
    """
    if not view.scope.diffused:
        return states(view, selection, ("bef", "family", "uai", "level", "period"))
    if selection.family is None and selection.track != "pro":
        return states(view, selection, ("bef",)).assign(family=NO_FAMILY)
    return states(view, selection, ("bef", "family"))


def school_points(view: View, selection: Selection) -> pd.DataFrame | None:
    """Where the schools are: lon, lat; not told to others, who read no school."""
    if view.scope.diffused:
        return None
    return schools(view, selection)[["lon", "lat"]].dropna()


@st.cache_data(max_entries=30, show_spinner=False)
def hosts(view: View, selection: Selection) -> pd.DataFrame:
    """Engaged hosts of a year."""
    return reads.hosts(view.opened, view.scope, selection)


@st.cache_data(max_entries=200, show_spinner=False)
def hosts_again(view: View, selection: Selection, earlier: str) -> pd.Series:
    """Numbers of engaged hosts of a year, and of those that were there in an earlier one."""
    return reads.hosts_again(view.opened, view.scope, selection, earlier)


@st.cache_data(max_entries=30, show_spinner=False)
def diffused_moves(view: View, selection: Selection) -> pd.DataFrame:
    """New, returning and lost hosts of a year."""
    return diffused_reads.moves(view.opened, view.scope, selection)


@st.cache_data(max_entries=10, show_spinner=False)
def diffused_sizes(view: View, year: str) -> pd.DataFrame:
    """Numbers of hosts by size."""
    return diffused_reads.sizes(view.opened, view.scope, year)


@st.cache_data(max_entries=10, show_spinner=False)
def diffused_sections(view: View, year: str) -> pd.DataFrame:
    """Numbers of hosts by section of the NAF."""
    return diffused_reads.sections(view.opened, view.scope, year)


@st.cache_data(max_entries=5, show_spinner=False)
def batches(view: View) -> pd.DataFrame:
    """Batches of the version, oldest first."""
    table = reads.batches(view.opened, view.scope)
    return table.assign(made_at=table["made_at"].str.slice(0, 16).str.replace("T", " "))


@st.cache_data(max_entries=5, show_spinner=False)
def files(view: View) -> pd.DataFrame:
    """Files of the version, those that ship left out."""
    table = reads.files(view.opened, view.scope)
    return table[table["batch"].notna()].reset_index(drop=True)


@st.cache_data(max_entries=5, show_spinner=False)
def company_pairs(view: View) -> pd.DataFrame:
    """Names without SIRET that an officer has to confirm, or has decided."""
    return reads.company_pairs(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def reject_reasons(view: View) -> pd.DataFrame:
    """Refused lines by file and reason."""
    return reads.reject_reasons(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def remarks(view: View) -> pd.DataFrame:
    """What the version has to say."""
    return reads.remarks(view.opened, view.scope)


@st.cache_data(show_spinner=False)
def data_dictionary() -> pd.DataFrame:
    """Columns of all the files that are understood."""
    return dictionary()


def sending_status(table: pd.DataFrame) -> pd.Series:
    """Say of each school whether it has sent nothing, a part, or all."""
    choices = [table["unknown"] == table["due"], table["unknown"] > 0]
    return pd.Series(np.select(choices, [str(Absence.UNKNOWN), "partiel"], "complet"), table.index)


def rejects_workbook(view: View, batch: str) -> bytes:
    """Refused lines of a batch, as a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        table = reads.rejects(view.opened, view.scope, batch)
        return write_xlsx(table, Path(folder) / "rejets.xlsx").read_bytes()


def templates_zip() -> bytes:
    """All the templates, in one archive."""
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(stream, "w") as archive:
        for path in write_templates(folder):
            archive.write(path, path.name)
    return stream.getvalue()


@st.cache_data(max_entries=5, show_spinner=False)
def fabric(view: View) -> pd.DataFrame:
    """Employer establishments by commune and large sector."""
    return reads.fabric(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def section_labels(view: View) -> pd.DataFrame:
    """Sections of the NAF: section, section_label."""
    return reads.sections(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def communes(view: View) -> pd.DataFrame:
    """Communes, by code."""
    return reads.communes(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def fine_fabric(view: View) -> pd.DataFrame:
    """Employer establishments by commune and finest activity."""
    return reads.fine_fabric(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def fabric_sources(view: View) -> list[str]:
    """Sources of the fine fabric."""
    return sorted(fine_fabric(view)["source"].unique())


@st.cache_data(max_entries=5, show_spinner=False)
def family_activities(view: View) -> pd.DataFrame:
    """Sectors expected by family."""
    return reads.family_activities(view.opened, view.scope)


@st.cache_data(max_entries=5, show_spinner=False)
def families_known(view: View) -> list[str]:
    """Families that have periods due in this version."""
    table = reads.states(view.opened, view.scope, Selection(""), ("family",))
    return [f for f in table["family"].drop_duplicates() if f != NO_FAMILY]


@st.cache_resource(max_entries=8, show_spinner=False)
def outlines(view: View, level: str) -> Outlines:
    """Outlines of "bef" or "commune", written as a static file named after its content."""
    text = reads.outline(view.opened, view.scope, level)
    name = f"{level}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.geojson"
    target = STATIC / name
    if not target.is_file():
        STATIC.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    found = Outlines(f"{STATIC_URL}/{name}", json.loads(text))
    gc.collect()
    gc.freeze()  # these many lists stay: the collector need not walk them at each click
    return found
