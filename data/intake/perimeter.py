"""Perimeter: of national files, what is of the académie of the store and of its neighbours.

Only rows that are surely of another académie are left out: a code that cannot be read stays, to be
judged by its contract.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data.contracts import CONTRACTS, DEMO_MARK, EXCHANGE, ZONING, Column, Contract
from data.intake.arrivals import Arrivals, arrivals
from data.intake.recognising import recognise_all
from data.readers import IntakeError, open_sources, used_width
from data.reference.academies import (
    DEFAULT,
    INVENTED,
    Academie,
    AcademieError,
    academies,
    of_prefixes,
    prefixes,
)
from geo.travel import reaching

_MOST = 0.9  # share of the schools that files name, for their académie to be sure

# A code, its zero perhaps lost by a spreadsheet, and what starts it: whose it is.
_UAI = "lpad(upper(trim(c{at})), 8, '0')"
_COMMUNE = "lpad(upper(trim(c{at})), 5, '0')"
_WHOLE = {"uai": "[0-9]{7}[A-Z]", "commune": "([0-8][0-9AB]|9[0-8])[0-9]{3}"}  # 99: abroad
_CODES = {
    "uai": (_UAI, f"left({_UAI}, 3)"),
    "commune": (
        _COMMUNE,
        f"left({_COMMUNE}, CASE WHEN left({_COMMUNE}, 2) IN ('97', '98') THEN 3 ELSE 2 END)",
    ),
}


@dataclass(frozen=True)
class Perimeter:
    """What a store takes of a national file.

    Parameters
    ----------
    academie : that of the store
    around : départements of other académies that lie near
    """

    academie: Academie
    around: tuple[str, ...] = ()


def settled(
    con: duckdb.DuckDBPyConnection, found: Arrivals, asked: Academie | None
) -> tuple[Academie, str]:
    """Choose the académie of an import: that of the store, else the one asked, else a guess.

    Parameters
    ----------
    con : version being built, the batches of the current one copied
    found : files of the import
    asked : named by the officer; None: nothing was said

    Returns
    -------
    the académie, and what has to be said of it where it is guessed

    Raises
    ------
    AcademieError : the store is of another académie
    """
    row = con.execute("SELECT max(academie), count(*) FROM kept.batch WHERE NOT demo").fetchone()
    if row and row[1]:
        own = academies()[row[0] or DEFAULT]
        if asked not in (None, own) and not _is_demonstration(found):
            raise AcademieError(
                f"Cette base est celle de l’académie {own.of_name}, et une base ne parle que d’une "
                f"académie. Pour celle {asked.of_name} : un autre dossier (EQUISTAGE_HOME). "
                "Rien n’est publié."
            )
        return own if asked is None else asked, ""
    if asked:
        return asked, ""
    counts = of_prefixes(_prefixes(con, found))
    first = next(iter(counts), DEFAULT)
    if counts and counts[first] >= _MOST * sum(counts.values()):
        owner, why = academies()[first], "celle des établissements de ces fichiers"
    else:
        owner, why = academies()[DEFAULT], "par défaut : ces fichiers sont de plusieurs académies"
    if not counts:
        return owner, ""
    return owner, (
        f"Académie {owner.of_name}, supposée ({why}) ; pour une autre : option --academie, ou "
        "page Données"
    )


def _is_demonstration(found: Arrivals) -> bool:
    """Tell whether files are those of a demonstration, which stands beside no real batch."""
    for arrival in found.files:
        if not arrival.outlines:
            with open_sources(arrival.path) as sources:
                if recognise_all(sources, [DEMO_MARK])[0]:
                    return True
    return False


def _prefixes(con: duckdb.DuckDBPyConnection, found: Arrivals) -> list[str]:
    """First characters of the UAI of files, each school once."""
    _name_schools(con, found)
    rows = con.execute("SELECT left(uai, 3) FROM (SELECT DISTINCT uai FROM named_schools)")
    return [row[0] for row in rows.fetchall()]


def survey(folder: Path) -> pd.DataFrame:
    """Say what the files of a folder give of each académie.

    Returns
    -------
    One row an académie, by name: academie, departments, listed (schools of the directories),
    counted (schools whose pupils are counted), coded (schools with a code of BEF), befs (codes)
    """
    with arrivals(folder) as found, duckdb.connect() as con:
        _name_schools(con, found)
        given = con.execute(
            """SELECT left(uai, 3) AS prefix, count(DISTINCT uai) FILTER (
                          contract IN ('etablissements', 'colleges')) AS listed,
                      count(DISTINCT uai) FILTER (
                          regexp_matches(contract, '^(effectifs|niveaux|ival)')) AS counted,
                      count(DISTINCT uai) FILTER (bef <> '') AS coded,
                      count(DISTINCT nullif(bef, '')) AS befs
               FROM named_schools GROUP BY prefix"""
        ).df()
    owner = {prefix: one.name for one in academies().values() for prefix in one.prefixes}
    sums = (
        given.assign(academie=given["prefix"].map(owner)).groupby("academie").sum(numeric_only=True)
    )
    every = pd.DataFrame(
        {"academie": one.name, "departments": ", ".join(one.departments)}
        for one in academies().values()
    )
    found_of = sums.reindex(every["academie"]).fillna(0).astype(int)
    return every.join(found_of.reset_index(drop=True))


def _name_schools(con: duckdb.DuckDBPyConnection, found: Arrivals) -> None:
    """Fill `named_schools(contract, uai, bef)` with the schools that files name, and their BEF."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE named_schools (contract VARCHAR, uai VARCHAR, bef VARCHAR)"
    )
    for arrival in found.files:
        if arrival.outlines:
            continue
        try:
            with open_sources(arrival.path) as sources:
                for known in recognise_all(sources, list(CONTRACTS.values()))[0]:
                    if (at := known.found.get("uai")) is None:
                        continue
                    known.source.load(con, known.header_row, used_width(known.header))
                    uai = _UAI.format(at=at)
                    bef = known.found.get("bef_officiel")
                    con.execute(
                        f"""INSERT INTO named_schools
                            SELECT DISTINCT ?, {uai}, {"''" if bef is None else f"trim(c{bef})"}
                            FROM staged WHERE regexp_full_match({uai}, '{_WHOLE["uai"]}')""",
                        [known.contract.name],
                    )
        except IntakeError:  # told when the file is read
            continue


def near(con: duckdb.DuckDBPyConnection, academie: Academie, reach_km: float) -> Perimeter:
    """Find the départements of which a commune is near one of the académie.

    Parameters
    ----------
    con : connection with `ref_communes_france`
    reach_km : how far what lies beyond the border counts
    """
    communes = con.execute("SELECT departement, lon, lat FROM ref_communes_france").df()
    inside = communes["departement"].isin(academie.departments)
    own, others = communes[inside], communes[~inside]
    reached = reaching(others["lon"], others["lat"], own["lon"], own["lat"], reach_km)
    return Perimeter(academie, tuple(sorted(others.loc[reached, "departement"].unique())))


def leave_out(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    found: dict[str, int],
    perimeter: Perimeter | None,
) -> None:
    """Note in `elsewhere(line, code, near)` the lines of other académies; delete those not near.

    What schools tell of themselves and the zoning are the académie's alone; of public files, what
    lies near is read too.

    Parameters
    ----------
    con : connection with `staged`, the cells of a file as they stand
    found : column of the contract -> its rank in the file
    perimeter : what is kept; None: everything
    """
    con.execute("CREATE OR REPLACE TEMP TABLE elsewhere (line BIGINT, code VARCHAR, near BOOLEAN)")
    column = _place(contract)
    if perimeter is None or column is None or column.name not in found:
        return
    around = () if contract in (*EXCHANGE, *ZONING) else perimeter.around
    own, near = perimeter.academie.departments, around
    if column.kind == "uai":
        own, near = (*prefixes(own), INVENTED), prefixes(near)
    code, department = (text.format(at=found[column.name]) for text in _CODES[column.kind])
    con.execute(
        f"""INSERT INTO elsewhere
            SELECT line, {code}, {department} IN $near FROM staged
            WHERE regexp_full_match({code}, '{_WHOLE[column.kind]}')
              AND {department} NOT IN $own""",
        {"own": list(own), "near": list(near)},
    )
    con.execute("DELETE FROM staged WHERE line IN (SELECT line FROM elsewhere WHERE NOT near)")


def _place(contract: Contract) -> Column | None:
    """Column that says of which académie a row is; None where none does."""
    if column := next((c for c in contract.columns if c.name == "uai"), None):
        return column
    if contract in EXCHANGE:  # a host may be anywhere
        return None
    return next((c for c in contract.columns if c.kind == "commune"), None)
