"""Tables made of the journal: what stands, its history, the marks on curves, the exported file."""

import csv
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data.cells import inert
from data.contracts.kinds import fold
from data.journal.actions import AXES, campaign_of
from data.journal.journal import revisions
from data.journal.journal_file import ASIDE, SAVED, Revision, journal_path
from data.scope import Scope

LONGEST_LABEL = 32
_CONTENT = ("day", "bef", "axis", "text", "practice", "taken_from", "schools", "partners")
_OWN = ("action", "number", "state", "saved_at", "role", "perimeter", "settles", "invented")
_TYPES = dict.fromkeys(("action", "bef", "text", "practice", "taken_from"), "str")
_TYPES |= {"number": "int", "settles": "int", "invented": "bool"}
_HEADERS = {
    "action": "action",
    "number": "revision",
    "state": "etat",
    "saved_at": "enregistree_le_utc",
    "role": "role",
    "perimeter": "perimetre",
    "invented": "inventee",
    "day": "date",
    "bef": "bef",
    "axis": "axe",
    "text": "texte",
    "practice": "pratique",
    "taken_from": "reprise_de",
    "schools": "etablissements_uai",
    "partners": "partenaires",
}


def history(home: Path, scope: Scope, action: str | None = None) -> pd.DataFrame:
    """One row a revision, in order: its own columns, then those of the action.

    Parameters
    ----------
    action : id of one action; None: all

    Returns
    -------
    action, number, state, saved_at, role, perimeter, settles, invented, day (a date), bef, axis,
    text, practice, taken_from, schools and partners (lists)
    """
    rows = [_row(one) for one in revisions(home, scope, action)]
    table = pd.DataFrame(rows, columns=[*_OWN, *_CONTENT])
    return table.astype(_TYPES).assign(day=pd.to_datetime(table["day"]))


def actions(
    home: Path, scope: Scope, *, invented: bool = True, removed: bool = False
) -> pd.DataFrame:
    """One row an action as it stands, in time order.

    Parameters
    ----------
    invented : those made for the demonstration too
    removed : those taken out, rather than those that stand

    Returns
    -------
    As `history`, with campaign, practice_key (the tag, accents and signs folded), waiting (number
    of texts set aside that nobody has settled)
    """
    table = history(home, scope)
    aside = table["state"] == ASIDE
    seen = table.groupby("action")["settles"].transform("max")
    waiting = table[aside & (table["number"] > seen)].groupby("action").size()
    last = table[~aside].drop_duplicates("action", keep="last")
    kept = last[(last["state"] == SAVED) != removed]
    kept = kept if invented else kept[~kept["invented"]]
    return (
        kept.assign(
            campaign=kept["day"].map(campaign_of),
            practice_key=kept["practice"].map(fold),
            waiting=kept["action"].map(waiting).fillna(0).astype(int),
        )
        .sort_values(["day", "action"], kind="stable")
        .reset_index(drop=True)
    )


def waiting(home: Path, scope: Scope, action: str) -> list[Revision]:
    """Texts of an action that came too late and that nobody has settled, in order."""
    ours = revisions(home, scope, action)
    seen = max((r.settles for r in ours), default=0)
    return [r for r in ours if r.state == ASIDE and r.number > seen]


class Noted(NamedTuple):
    """One action as a committee may be told of it.

    Parameters
    ----------
    campaign, bef, axis, text, practice : as in the journal
    schools : number of schools that take part
    """

    campaign: str
    bef: str
    axis: str
    text: str
    practice: str
    schools: int


def noted(home: Path, scope: Scope, *, invented: bool = True) -> tuple[Noted, ...]:
    """Actions that stand, in time order, without partners nor names of schools."""
    table = actions(home, scope, invented=invented)
    return tuple(
        Noted(row.campaign, row.bef, row.axis, row.text, row.practice, len(row.schools))
        for row in table.itertuples()
    )


def markers(
    home: Path, scope: Scope, bef: str | None = None, *, invented: bool = True
) -> pd.DataFrame:
    """Marks to draw on a curve: one row an action of a BEF (None: of all), in time order.

    Parameters
    ----------
    invented : those made for the demonstration too

    Returns
    -------
    date, label (its practice, or the start of its text), axis. Nothing to a reader of what is
    diffused
    """
    if not scope.in_charge or not journal_path(home).is_file():
        return pd.DataFrame({"date": pd.to_datetime([]), "label": [], "axis": []})
    table = actions(home, scope, invented=invented)
    if bef is not None:
        table = table[table["bef"] == bef]
    label = table["practice"].where(table["practice"] != "", table["text"]).map(short_label)
    return pd.DataFrame({"date": table["day"], "label": label, "axis": table["axis"]}).reset_index(
        drop=True
    )


def short_label(text: str) -> str:
    """Start of a text, cut between words."""
    if len(text) <= LONGEST_LABEL:
        return text
    return text[: LONGEST_LABEL - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def write_csv(home: Path, scope: Scope, target: Path, *, whole: bool = False) -> int:
    """Write the journal for a spreadsheet; return the number of lines.

    Parameters
    ----------
    whole : every revision, those removed or set aside too
    """
    table = history(home, scope) if whole else actions(home, scope)
    table = table.assign(
        axis=table["axis"].map(AXES),
        day=table["day"].dt.strftime("%d/%m/%Y"),
        invented=table["invented"].map({True: "oui", False: ""}),
        schools=table["schools"].map(" | ".join),
        partners=table["partners"].map(" | ".join),
    )[list(_HEADERS)]
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(_HEADERS.values())
        writer.writerows([inert(cell) for cell in row] for row in table.itertuples(index=False))
    return len(table)


def _row(revision: Revision) -> dict[str, object]:
    row = asdict(revision)
    content = row.pop("content")
    return row | content | {name: list(content[name]) for name in ("schools", "partners")}
