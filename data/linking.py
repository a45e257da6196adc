"""Linking: hosts named without a SIRET are given the establishment that they are, or a key."""

from pathlib import Path

import duckdb
import pandas as pd

from data import decisions
from data.matching import match_names
from data.places import locate

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


def place_hosts(con: duckdb.DuckDBPyConnection) -> None:
    """Give a commune to the hosts of which a file says the postcode and the city only."""
    wanted = """commune_accueil IS NULL AND coalesce(pays, 'FR') = 'FR'
                AND (code_postal_accueil IS NOT NULL OR ville_accueil IS NOT NULL)"""
    asked = con.execute(
        f"""SELECT DISTINCT code_postal_accueil AS postcode, ville_accueil AS city
            FROM source.stages WHERE {wanted} ORDER BY ALL"""
    ).df()
    if asked.empty:
        return
    communes = con.execute("SELECT code, nom, codes_postaux FROM source.communes").df()
    found = asked.join(locate(asked["postcode"], asked["city"], communes))
    _create(con, "TEMP TABLE place", found[["postcode", "city", "commune", "methode"]])
    same = """p.postcode IS NOT DISTINCT FROM s.code_postal_accueil
              AND p.city IS NOT DISTINCT FROM s.ville_accueil"""
    con.execute(
        f"""INSERT INTO remark
            SELECT 'Lieux d’accueil', 'Commune : ' || p.methode, count(*), ''
            FROM source.stages s JOIN place p ON {same} WHERE {wanted} GROUP BY p.methode"""
    )
    con.execute(
        f"""UPDATE source.stages s SET commune_accueil = p.commune FROM place p
            WHERE {same} AND {wanted} AND p.commune IS NOT NULL"""
    )


def _create(con: duckdb.DuckDBPyConnection, what: str, table: pd.DataFrame) -> None:
    con.register("linked", table)
    types = {"score": "DOUBLE", "decided": "BOOLEAN"}
    columns = ", ".join(f"{name}::{types.get(name, 'VARCHAR')} AS {name}" for name in table.columns)
    con.execute(f"CREATE {what} AS SELECT {columns} FROM linked")
    con.unregister("linked")
