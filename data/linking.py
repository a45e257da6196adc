"""Linking: hosts named without a SIRET are given the establishment that they are, or a key."""

from pathlib import Path

import duckdb
import pandas as pd

from data import decisions
from data.matching import match_names

_PLACE = "coalesce(commune_accueil, nullif(pays, 'FR'))"


def link_hosts(con: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Fill `nameless(name, place, company)` and `company_pair`, before the model's companies.

    Parameters
    ----------
    con : version being built, its live rows in `source`
    home : folder of the stores, for the officers' decisions
    """
    unknown = con.execute(
        f"""SELECT DISTINCT entreprise AS name, {_PLACE} AS commune FROM source.stages
            WHERE siret IS NULL AND entreprise IS NOT NULL ORDER BY ALL"""
    ).df()
    known = con.execute(
        f"""SELECT siret, nom AS name, commune FROM source.entreprises
            UNION SELECT siret, entreprise, {_PLACE} FROM source.stages
            WHERE siret IS NOT NULL AND entreprise IS NOT NULL ORDER BY ALL"""
    ).df()
    journal = decisions.read(home)
    found = decisions.apply(match_names(unknown, known), journal.decisions)
    sure = found["verdict"] == "sure"
    _create(
        con,
        "TEMP TABLE nameless",
        pd.DataFrame(
            {
                "name": found["name"],
                "place": found["commune"].fillna(""),
                "company": found["siret"].where(sure, found["group"]),
            }
        ),
    )
    official = known.drop_duplicates("siret").set_index("siret")["name"]
    shown = found[(found["verdict"] == "to_confirm") | found["decided"]]
    _create(
        con,
        "TABLE company_pair",
        pd.DataFrame(
            {
                "name": shown["name"],
                "plain_name": shown["plain_name"],
                "commune": shown["commune"],
                "siret": shown["siret"],
                "known_name": shown["siret"].map(official),
                "score": shown["score"].astype(float),
                "verdict": shown["verdict"],
                "decided": shown["decided"].astype(bool),
            }
        ),
    )
    counts = found["verdict"].value_counts()
    rows = [
        ("sure", "Nom sans SIRET rattaché à un établissement connu (sûr)"),
        ("to_confirm", "Nom sans SIRET à confirmer (page Rapprochements)"),
        ("new", "Nom sans SIRET, lieu d’accueil nouveau"),
    ]
    con.executemany(
        "INSERT INTO remark SELECT 'Entreprises', ?, ?, '' WHERE ? > 0",
        [[text, int(counts.get(key, 0)), int(counts.get(key, 0))] for key, text in rows],
    )
    for message in journal.messages:
        con.execute("INSERT INTO remark VALUES ('Rapprochements', ?, 1, '')", [message])


def _create(con: duckdb.DuckDBPyConnection, what: str, table: pd.DataFrame) -> None:
    con.register("linked", table)
    types = {"score": "DOUBLE", "decided": "BOOLEAN"}
    columns = ", ".join(f"{name}::{types.get(name, 'VARCHAR')} AS {name}" for name in table.columns)
    con.execute(f"CREATE {what} AS SELECT {columns} FROM linked")
    con.unregister("linked")
