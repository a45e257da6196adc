"""Import on screen: files received, progress, report, undo."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from data import faults
from data.contracts import CONTRACTS
from data.intake.headers import accept
from data.intake.importing import Report, UnrecognisedError, import_folder, rebuild, undo
from data.intake.keeping import Suggestion
from data.linking.decisions import Decision, record
from data.store import store
from figures.words import french

DECISIONS: dict[str, bool | None] = {
    "même lieu": True,
    "autre lieu": False,
    "je ne sais plus": None,
}
_REPORT = "import_report"
_FAILURE = "import_failure"
_SUGGESTIONS = "import_suggestions"


def receive(
    files: Sequence[Any],
    author: str,
    force: bool,
    year: str = "",
    observed: date | None = None,
    academie: str | None = None,
) -> None:
    """Import the files received, with progress; keep the report, or the failure, for the page.

    The files are copied to a folder that goes at once: no original is kept.

    Parameters
    ----------
    year : school year of those that do not say theirs; empty: nothing is said of it
    academie : whose they are; None: that of the store, or of the schools that they name
    """
    bar = st.progress(0.0, "Réception des fichiers")

    def show(share: float, text: str) -> None:
        bar.progress(share, text)

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "envoi"
        folder.mkdir()

        def take() -> Report:
            for file, name in zip(files, _names([file.name for file in files]), strict=True):
                with (folder / name).open("wb") as target:
                    shutil.copyfileobj(file, target)
            return import_folder(
                folder,
                store.home(),
                show,
                author=author,
                force=force,
                year=year,
                observed=observed,
                academie=academie,
            )

        _keep_outcome(take)
    bar.empty()


def _names(sent: list[str]) -> list[str]:
    """Name of each file received: of several that are called the same, all are read."""
    names: list[str] = []
    for file in (Path(name) for name in sent):
        same = (f"{file.stem} ({n}){file.suffix}" for n in count(2))
        taken = {name.casefold() for name in (*names, *sent)}
        first = file.name.casefold() not in {name.casefold() for name in names}
        names.append(file.name if first else next(n for n in same if n.casefold() not in taken))
    return names


def take_back(batch: str) -> None:
    """Publish a version without a batch."""
    with st.spinner(f"Retrait du lot {batch}…"):
        _keep_outcome(lambda: undo(batch, store.home()))


def _keep_outcome(run: Callable[[], Report]) -> None:
    st.session_state.pop(_REPORT, None)
    st.session_state.pop(_FAILURE, None)
    st.session_state[_SUGGESTIONS] = []
    try:
        st.session_state[_REPORT] = report = run()
        st.session_state[_SUGGESTIONS] = report.suggestions
    except UnrecognisedError as unknown:
        st.session_state[_FAILURE] = str(unknown)
        st.session_state[_SUGGESTIONS] = unknown.suggestions
    except Exception as error:
        st.session_state[_FAILURE] = faults.message(error, store.home())


def show_outcome() -> None:
    """Show the last report or failure of this session."""
    if failure := st.session_state.get(_FAILURE):
        st.error(failure)
    for number, suggestion in enumerate(st.session_state.get(_SUGGESTIONS, [])):
        _offer(suggestion, number)
    report: Report | None = st.session_state.get(_REPORT)
    if report is None:
        return
    if report.batch:
        st.success(
            f"Lot {report.batch} publié\u00a0: "
            f"{french.plural(report.read, 'ligne lue', 'lignes lues')}, "
            f"{french.plural(report.rejected, 'rejetée')}."
        )
    for message in report.messages:
        st.info(message)


def _offer(suggestion: Suggestion, number: int) -> None:
    """Let the reader accept that a header is a column; nothing is applied without it."""
    column, header = suggestion.column, suggestion.header
    shown = CONTRACTS[suggestion.contract].header(column)
    if st.button(f"Lire « {header} » comme « {shown} »", key=f"accept_{number}"):
        try:
            with store.locked(store.home()):
                accept(store.home(), suggestion.contract, column, header, "écran")
            st.info(f"« {header} » sera lu comme « {shown} »\u00a0: importer de nouveau.")
        except Exception as error:
            st.error(faults.message(error, store.home()))


def recompute() -> None:
    """Publish the same batches again, with the decisions taken since."""
    with st.spinner("Calcul d’une nouvelle version…"):
        _keep_outcome(lambda: rebuild(store.home()))


def keep_decisions(pairs: pd.DataFrame, words: pd.Series, author: str) -> int:
    """Keep what an officer says of pairs; return how many were kept.

    Parameters
    ----------
    pairs : one row a pair: plain_name, commune, siret
    words : same rows, one of `DECISIONS`
    """
    said = words[words.isin(list(DECISIONS))]
    for row, word in zip(pairs.loc[said.index].itertuples(), said, strict=True):
        place = None if pd.isna(row.commune) else str(row.commune)
        record(
            store.home(),
            Decision(str(row.plain_name), place, str(row.siret), DECISIONS[word], author),
        )
    return len(said)
