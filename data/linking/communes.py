"""Communes: every code of a file leads to a commune in force, or is unknown and told."""

import duckdb
import numpy as np
import pandas as pd

from data.contracts import CONTRACTS, ZONING, Column, Contract
from data.frames import entered
from data.linking.places import BOTH, locate, place_key

CITY = {  # column that names the city of the same place
    "etablissements": "nom_commune",
    "offres": "ville",
    "residences": "ville",
    "stages": "ville_accueil",
}
_COUNTRY = r"99[1-5]\d\d"  # Insee's codes of foreign countries
_UNLISTED = r"97[578]\d\d|98\d{3}"  # collectivités d'outre-mer: real, and in no list that ships
_DISTRICT = "arrondissement municipal"
_NATURES = {
    "commune deleguee": "commune déléguée",
    "commune associee": "commune associée",
    "code fictif de l annuaire": "code fictif de l’annuaire",
}
# What is told of a column, by verdict.
ABOUT = {
    "moved": "ancien code ou arrondissement : commune d’aujourd’hui",
    "postcode": "n’est pas un code Insee (code postal ?) : commune retrouvée",
    "both": "code postal, d’après la ville ou la colonne : commune retrouvée",
    "unknown": "n’est pas un code Insee (code postal ?) : commune inconnue",
    "doubtful": "code Insee et code postal à la fois, près de codes postaux : lu comme code Insee",
    "ambiguous": "codes Insee et codes postaux à la fois, toute la colonne : à vérifier, lus comme "
    "codes Insee",
    "abroad": "code Insee d’un pays étranger : compté hors de l’académie",
    "overseas": "code Insee d’une collectivité d’outre-mer : compté hors de l’académie",
    "beyond": "commune d’un département de l’académie, hors du zonage : comptée hors de l’académie",
}
_REASON = """CASE
    WHEN verdict NOT IN ('moved', 'postcode', 'both', 'unknown') THEN NULL
    WHEN verdict = 'moved'
    THEN '« ' || code || ' »' || coalesce(' (' || old_name || ')', '') || ' : ' || nature
         || ', aujourd’hui ' || today_name || ' (' || today || ')'
    ELSE '« ' || code || ' » '
         || CASE why WHEN 'column' THEN 'est un code postal, comme les autres de la colonne'
                     WHEN 'city' THEN 'est le code postal de la ville écrite à côté'
                     ELSE 'n’est pas un code Insee (code postal ?)' END
         || coalesce(' : ' || (SELECT any_value(nom) FROM known_commune k WHERE k.code = "to")
                     || ' (' || "to" || ')', '') || coalesce(', ' || methode, '') END"""


def settle_codes(con: duckdb.DuckDBPyConnection) -> None:
    """Mend the commune codes of the live rows, in every contract but the zonings.

    A code of the zoning in force, else of France, stays; an old one becomes today's; a postcode
    becomes its commune where that is sure; any other is unknown. All but the first are told.

    Parameters
    ----------
    con : version being built, its live rows and its zoning in `source`
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE known_commune AS
           SELECT coalesce(z.code, f.code) AS code, coalesce(z.nom, f.nom) AS nom,
                  coalesce(z.codes_postaux, f.codes_postaux) AS codes_postaux,
                  z.code IS NOT NULL AS zoned
           FROM source.communes z FULL JOIN ref_communes_france f ON f.code = z.code;
           CREATE OR REPLACE TEMP TABLE known_postcode AS
           SELECT DISTINCT unnest(string_split(codes_postaux, '|')) AS postcode
           FROM known_commune"""
    )
    known = con.execute("FROM known_commune").df()
    for contract in CONTRACTS.values():
        if contract in ZONING:
            continue
        for column in (c for c in contract.columns if c.kind == "commune"):
            _settle(con, contract, column, known)


def _settle(
    con: duckdb.DuckDBPyConnection, contract: Contract, column: Column, known: pd.DataFrame
) -> None:
    city = f"s.{CITY[contract.name]}" if contract.name in CITY else "NULL::VARCHAR"
    cells = con.execute(
        f"""SELECT c.*, k.code IS NOT NULL AS known, k.nom AS name,
                   coalesce(k.zoned, FALSE) AS zoned, p.code AS today, p.nature,
                   c.code IN (FROM known_postcode) AS postal,
                   p.ancien_nom AS old_name, t.nom AS today_name
            FROM (SELECT DISTINCT _file AS file, {column.name} AS code, {city} AS city
                  FROM source.{contract.name} s WHERE {column.name} IS NOT NULL) c
            LEFT JOIN known_commune k ON k.code = c.code
            LEFT JOIN ref_communes_passage p ON p.ancien = c.code
            LEFT JOIN known_commune t ON t.code = p.code
            ORDER BY ALL"""
    ).df()
    if cells.empty:
        return
    judged = judge(cells, known)
    by_commune = column.name in (contract.unit or ())
    if by_commune:
        judged = judged[~judged["verdict"].isin(["abroad", "overseas", "beyond"])]
    told = judged[judged["verdict"] != "stays"]
    if told.empty:
        return
    about, nature = told["verdict"].map(ABOUT), told["nature"].replace(_NATURES)
    with entered(con, "judged", told.assign(about=about, nature=nature)):
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE settled AS
                SELECT file, code, city, about, nature, {_REASON} AS reason, "to" AS today
                FROM judged"""
        )
    same = f"""x.file = s._file AND x.code = s.{column.name}
               AND x.city IS NOT DISTINCT FROM {city}"""
    if by_commune:
        _leave_districts(con, contract, column, same)
    con.execute(
        f"""INSERT INTO remark
            SELECT 'Communes', ? || ' : ' || x.about, count(*),
                   listing(list(DISTINCT x.code || coalesce(' → ' || nullif(x.today, x.code), '')))
            FROM source.{contract.name} s JOIN settled x ON {same}
            GROUP BY x.about ORDER BY x.about""",
        [contract.title],
    )
    con.execute("DELETE FROM settled WHERE reason IS NULL")
    header = column.headers[0]
    if column.rejects:
        con.execute(
            f"""INSERT INTO reject
                SELECT s._file, s._line, ?, x.code, x.reason, to_json(s)::VARCHAR
                FROM source.{contract.name} s JOIN settled x ON {same} WHERE x.today IS NULL""",
            [header],
        )
        con.execute(
            f"""DELETE FROM source.{contract.name} s USING settled x
                WHERE {same} AND x.today IS NULL"""
        )
    con.execute(
        f"""INSERT INTO repair
            SELECT s._file, s._line, ?, x.code,
                   x.reason || CASE WHEN x.today IS NULL THEN ' ; cellule vidée' ELSE '' END
            FROM source.{contract.name} s JOIN settled x ON {same}""",
        [header],
    )
    con.execute(
        f"""UPDATE source.{contract.name} s SET {column.name} = x.today
            FROM settled x WHERE {same}"""
    )


def _leave_districts(
    con: duckdb.DuckDBPyConnection, contract: Contract, column: Column, same: str
) -> None:
    """Leave out the rows of arrondissements of a city that has its own row in the same file."""
    counted = f"""{same} AND x.nature = '{_DISTRICT}' AND EXISTS
                  (FROM source.{contract.name} w
                   WHERE w._file = s._file AND w.{column.name} = x.today)"""
    con.execute(
        f"""INSERT INTO remark
            SELECT 'Communes', ? || ' : lignes d’arrondissements, déjà comptées dans celle de leur '
                   || 'ville', count(*), listing(list(DISTINCT x.code))
            FROM source.{contract.name} s JOIN settled x ON {counted} HAVING count(*) > 0""",
        [contract.title],
    )
    con.execute(f"DELETE FROM source.{contract.name} s USING settled x WHERE {counted}")


def judge(cells: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Say what becomes of each cell of a column of commune codes.

    Postcodes are told from codes by the column of their file: where some can only be postcodes and
    none can only be a code, all are postcodes; else a code that is both is one, unless the city of
    its row is that of the postcode.

    Parameters
    ----------
    cells : one row a file, code and city (or missing): known (in force), name, zoned, today (what
        an old code became), postal (a postcode too)
    known : communes in force: code, nom, codes_postaux, zoned

    Returns
    -------
    `cells` with `to` (code, missing when unknown), `verdict` (« stays » or a key of `ABOUT`),
    `why` (column, city, or code: why it is read as a postcode) and `methode` (of `places`)
    """
    code, in_force, today = cells["code"], cells["known"], cells["today"].fillna("")
    postal = cells["postal"]
    # 75001 was Alfortville until 1968: a code of a département left long ago is a postcode
    left = postal & (code.map(_department) != today.map(_department))
    old = (today != "") & ~in_force & ~left
    named = in_force | old
    stray = ~named & ~code.str.fullmatch(f"{_COUNTRY}|{_UNLISTED}")
    mixed = (postal & stray).groupby(cells["file"]).transform("any")
    column = postal & mixed & ~(named & ~postal).groupby(cells["file"]).transform("any")
    elsewhere = named & postal & cells["city"].notna()
    elsewhere[elsewhere] = _key(cells.loc[elsewhere, "city"]) != _key(cells.loc[elsewhere, "name"])
    alike = postal & in_force & cells["city"].isna()
    alike = alike.groupby(cells["file"]).transform("all")
    alike &= code.groupby(cells["file"]).transform("nunique") > 1
    inside = set(known.loc[known["zoned"], "code"].map(_department))
    beyond = in_force & ~cells["zoned"] & code.map(_department).isin(inside)

    judged = cells.assign(verdict="stays", why="code", methode=None)
    judged["to"] = code.mask(old, today).astype(object)
    judged.loc[beyond, "verdict"] = "beyond"
    judged.loc[alike, "verdict"] = "ambiguous"
    judged.loc[~named & ~stray, "verdict"] = "abroad"
    judged.loc[~named & code.str.fullmatch(_UNLISTED), "verdict"] = "overseas"
    judged.loc[old, "verdict"] = "moved"
    judged.loc[in_force & postal & mixed & ~column, "verdict"] = "doubtful"
    judged.loc[stray | column, "verdict"] = "unknown"
    judged.loc[stray | column, "to"] = None
    judged.loc[elsewhere, "why"] = "city"
    judged.loc[column & named, "why"] = "column"

    asked = (postal & stray) | column | elsewhere
    if not asked.any():
        return judged
    near = known[known["code"].map(_area).isin(set(code[asked].map(_area)))]
    found = locate(code[asked], cells.loc[asked, "city"], near)
    by_city = elsewhere & ~column
    sure = found["commune"].notna() & (~by_city[asked] | (found["methode"] == BOTH))
    judged.loc[sure[sure].index, "to"] = found.loc[sure, "commune"]
    judged.loc[sure[sure].index, "verdict"] = np.where(stray[sure[sure].index], "postcode", "both")
    told = sure | ~by_city[asked]
    judged.loc[told[told].index, "methode"] = found.loc[told, "methode"]
    return judged


def _key(cities: pd.Series) -> pd.Series:
    return cities.fillna("").map(place_key)


def _department(code: str) -> str:
    """Département of a commune's code."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _area(code: str) -> str:
    """Département of a commune's code or of a postcode; Corsica's two are one."""
    return "20" if code[:2] in ("2A", "2B") else _department(code)
