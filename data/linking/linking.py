"""Linking: hosts without a SIRET to an establishment or a key, places to a commune."""

from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from data.frames import entered
from data.linking import decisions
from data.linking.matching import match_names
from data.linking.places import locate

_TYPES = {"score": "DOUBLE", "decided": "BOOLEAN"}
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
        f"""SELECT siret, nom AS name, commune FROM source.entreprises WHERE nom IS NOT NULL
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


def place_hosts(con: duckdb.DuckDBPyConnection) -> None:
    """Give a commune to the hosts of which a file says the postcode and the city only."""
    columns = _Columns("stages", "commune_accueil", "code_postal_accueil", "ville_accueil")
    _place(con, columns, "Lieux d’accueil", "AND pays = 'FR'")


def place_residences(con: duckdb.DuckDBPyConnection) -> None:
    """Give a commune to the residences of which a file says the postcode and the city only."""
    _place(con, _Columns("residences", "commune", "code_postal", "ville"), "Résidences")


class _Columns(NamedTuple):
    """Table of `source` and its columns that say a place."""

    table: str
    commune: str
    postcode: str
    city: str


def _place(con: duckdb.DuckDBPyConnection, at: _Columns, topic: str, also: str = "") -> None:
    wanted = f"""s.{at.commune} IS NULL AND NOT list_contains(s._unread, '{at.commune}')
                 AND (s.{at.postcode} IS NOT NULL OR s.{at.city} IS NOT NULL) {also}"""
    asked = con.execute(
        f"""SELECT DISTINCT {at.postcode} AS postcode, {at.city} AS city
            FROM source.{at.table} s WHERE {wanted} ORDER BY ALL"""
    ).df()
    if asked.empty:
        return
    communes = con.execute("SELECT code, nom, codes_postaux FROM source.communes").df()
    found = asked.join(locate(asked["postcode"], asked["city"], communes))
    _create(con, "OR REPLACE TEMP TABLE place", found[["postcode", "city", "commune", "methode"]])
    same = f"""p.postcode IS NOT DISTINCT FROM s.{at.postcode}
               AND p.city IS NOT DISTINCT FROM s.{at.city}"""
    con.execute(
        f"""INSERT INTO remark
            SELECT ?, 'Commune : ' || p.methode, count(*), ''
            FROM source.{at.table} s JOIN place p ON {same} WHERE {wanted} GROUP BY p.methode""",
        [topic],
    )
    con.execute(
        f"""UPDATE source.{at.table} s SET {at.commune} = p.commune FROM place p
            WHERE {same} AND {wanted} AND p.commune IS NOT NULL"""
    )


def _create(con: duckdb.DuckDBPyConnection, what: str, table: pd.DataFrame) -> None:
    with entered(con, "linked", table, **_TYPES):
        con.execute(f"CREATE {what} AS FROM linked")
