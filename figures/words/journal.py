"""The journal of actions in words: the answer, the list, the history, practices reused."""

import pandas as pd

from analytics.absence import Absence
from analytics.companies.network import ISOLATED
from data import silence
from data.journal.actions import AXES
from figures.words import french

ROLES = {"daet": "DAET", "animateur": "animateur"}
_MOST_NAMES = 3


def journal_answer(actions: pd.DataFrame, members: pd.DataFrame, campaign: str) -> str:
    """Say what was done, with how many schools, and who is tied to nobody.

    Parameters
    ----------
    actions : those of the choice: bef, schools
    members : as `analytics.companies.network.members`, of the perimeter: uai, actions, status
    campaign : school year
    """
    if len(actions):
        done = french.plural(len(actions), "action")
        where = french.plural(actions["bef"].nunique(), "bassin")
        schools = actions["schools"].explode().nunique()
        parts = [
            f"En {campaign}, **{done}** au journal, dans {where}, avec "
            f"{french.plural(schools, 'établissement')}."
        ]
    else:
        parts = [f"Aucune action n’est écrite au journal pour ce choix ({campaign})."]
    if not len(members):
        return f"{parts[0]} Aucune période due n’est connue pour cette campagne."
    alone = members[members["status"] == ISOLATED]
    unknown = int((members["status"] == Absence.UNKNOWN).sum())
    if len(alone):
        verb = "ne partagent" if len(alone) > 1 else "ne partage"
        parts.append(
            f"**{french.plural(len(alone), 'établissement')}** {verb} ni lieu d’accueil ni action "
            f"avec un autre{_named(alone)}."
        )
    elif unknown < len(members):
        parts.append(
            "Chaque établissement qui a transmis partage un lieu d’accueil ou une action avec "
            "un autre."
        )
    if unknown:
        parts.append(
            f"{french.plural(unknown, 'établissement')} "
            f"{silence.UNTOLD_S if unknown > 1 else silence.UNTOLD}."
        )
    return " ".join(parts)


def _named(alone: pd.DataFrame) -> str:
    if len(alone) > _MOST_NAMES:
        return ""
    return f"\u00a0: {french.listed(alone['school_name'].tolist())}"


def describe_actions(
    actions: pd.DataFrame, befs: pd.DataFrame, names: dict[str, str]
) -> pd.DataFrame:
    """Words of the list of actions.

    Parameters
    ----------
    actions : as `data.journal.journal_tables.actions`
    befs : bef, label
    names : UAI -> name of the school

    Returns
    -------
    The table with day_text, zone_name, axis_name, school_names, partner_names, note
    """
    note = [
        " · ".join(["deux textes à départager"] * (waiting > 0) + ["inventée"] * invented)
        for waiting, invented in zip(actions["waiting"], actions["invented"], strict=True)
    ]
    return _worded(actions, names).assign(zone_name=_zones(actions["bef"], befs), note=note)


def describe_history(history: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Words of the revisions of an action: number, state, at, who, and its text in words.

    Parameters
    ----------
    history : as `data.journal.journal_tables.history`
    names : UAI -> name of the school
    """
    who = [
        f"{ROLES.get(role, role)} · {perimeter}"
        for role, perimeter in zip(history["role"], history["perimeter"], strict=True)
    ]
    return _worded(history, names).assign(who=who, at=history["saved_at"].map(moment))


def moment(saved_at: str) -> str:
    """Date and time of a save, UTC: 24/11/2026 13:05."""
    return pd.Timestamp(saved_at).strftime("%d/%m/%Y %H:%M")


def _zones(codes: pd.Series, befs: pd.DataFrame) -> pd.Series:
    """Names of BEF; one that is not known keeps its code."""
    return codes.map(befs.set_index("bef")["label"]).fillna(codes)


def _worded(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return table.assign(
        day_text=table["day"].dt.strftime("%d/%m/%Y"),
        axis_name=table["axis"].map(AXES),
        school_names=table["schools"].map(lambda uais: ", ".join(names.get(u, u) for u in uais)),
        partner_names=table["partners"].map(", ".join),
    )


def describe_reuse(found: pd.DataFrame, befs: pd.DataFrame) -> pd.DataFrame:
    """Words of the practices reused: practice, from_name, from_day, to_name, to_day, how.

    Parameters
    ----------
    found : as `analytics.companies.network.reused`
    befs : bef, label
    """
    return found.assign(
        practice=found["practice"].where(found["practice"] != "", "sans mot-clé"),
        from_name=_zones(found["source_bef"], befs),
        from_day=found["source_day"].dt.strftime("%d/%m/%Y"),
        to_name=_zones(found["bef"], befs),
        to_day=found["day"].dt.strftime("%d/%m/%Y"),
        how=found["declared"].map({True: "dit par l’action", False: "même pratique"}),
    )
