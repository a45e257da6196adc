"""The data dictionary: one row a column of a file or of a table, made from the contracts alone."""

from collections.abc import Iterable

import pandas as pd

from data.contracts import CONTRACTS, Column, Contract
from data.contracts.kinds import KINDS
from data.contracts.tables import TABLES, WHOLE, StoreTable

COLUMNS = [
    "fichier",
    "ligne",
    "colonne",
    "autres écritures",
    "type",
    "obligatoire",
    "valeurs admises",
    "cellule vide",
    "cellule illisible",
    "sens",
]


def dictionary(contracts: Iterable[Contract] = CONTRACTS.values()) -> pd.DataFrame:
    """Return one row per column of each contract: what it is and what is done with it.

    Parameters
    ----------
    contracts : those to describe; all when left out
    """
    rows = [_row(contract, column) for contract in contracts for column in contract.columns]
    return pd.DataFrame(rows, columns=COLUMNS)


def tables() -> pd.DataFrame:
    """Return one row per column of each table of the store: what it says and who reads it."""
    rows = [
        {
            "table": table.name,
            "ligne": table.grain,
            "colonne": column,
            "sens": table.meaning(column),
            "lue en": _readers(table),
        }
        for table in TABLES
        for column in table.columns
    ]
    return pd.DataFrame(rows)


def _readers(table: StoreTable) -> str:
    """Say in French who reads a table."""
    if not table.read:
        return "aucune vue"
    if table.diffused:
        return "vues interne et diffusion"
    if table.scope == WHOLE:
        return "vue interne, toute l’académie"
    return "vue interne" + (f", selon {table.scope}" if table.scope else "")


def _row(contract: Contract, column: Column) -> dict[str, str]:
    first, *others = (_spelling(header) for header in column.headers)
    return {
        "fichier": contract.title,
        "ligne": contract.grain,
        "colonne": first,
        "autres écritures": ", ".join(others),
        "type": "liste fermée" if column.allowed else KINDS[column.kind].french,
        "obligatoire": needed(column),
        "valeurs admises": ", ".join(allowed_values(column)) or believed(column),
        "cellule vide": emptied(column),
        "cellule illisible": unreadable(column),
        "sens": column.about,
    }


def _spelling(header: str) -> str:
    return header[:-1] + "…" if header.endswith("*") else header


def needed(column: Column) -> str:
    """Say in French what of a column may not be missing."""
    if column.cell_needed:
        return "oui" if column.header_needed else "cellule, si la colonne est là"
    return "titre seulement" if column.header_needed else "non"


def allowed_values(column: Column) -> tuple[str, ...]:
    """Return the values of a closed list, as they are kept; none for an open column."""
    if column.sql_type == "BOOLEAN":
        return ("oui", "non")
    return tuple(dict.fromkeys(column.allowed.values()))


def believed(column: Column) -> str:
    """Say in French which values of an open column are believed; empty without limits."""
    if column.in_year is None:
        return column.limits
    before, after = column.in_year
    if not before and not after:
        return "dans l’année scolaire de la ligne"
    return f"année scolaire de la ligne, de {before} jours avant à {after} jours après"


def emptied(column: Column) -> str:
    """Say in French what an empty cell stands for."""
    if column.cell_needed:
        return "ligne refusée"
    return (
        f"« {column.meaning} »" if column.empty else "voir le sens" if column.speaks else "inconnu"
    )


def unreadable(column: Column) -> str:
    """Say in French what is done with a cell that cannot be read."""
    if column.is_free_text:
        return "gardée telle quelle"
    return "ligne refusée" if column.rejects else "valeur inconnue, signalée"
