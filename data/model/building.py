"""Building of a version: from the rows kept to the tables that pages read."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd

from data import clock, silence
from data.contracts import CONTRACTS, ZONING, Contract
from data.frames import entered
from data.intake.intake import read_into, recognise
from data.journal.actions import campaign_of
from data.linking.communes import settle_codes
from data.linking.linking import link_hosts, place_hosts, place_residences
from data.model import batches, edition
from data.model.deducing import read_formations
from data.readers import IntakeError, open_sources, outline_files
from data.reference import REFERENCE
from data.store import store
from data.store.hiding import hide
from geo import outlines

MODEL = Path(__file__).parent
OUTLINES_FILE = "communes.geojson"
SHIPPED = "référence livrée : "
MODEL_VERSION = edition.model()  # of the tables that pages read; another is built again
_RESIDENCE = "48_residence.sql"
_COMPANIES = "50_companies.sql"
_ENROLMENT = "40_enrolment.sql"
_PLAIN_REFERENCE = (
    *("niveaux", "periodes", "familles", "famille_naf", "naf"),
    "naf2025/concordance",
)
_IN_FORCE = """today() BETWEEN valide_du AND valide_au"""

Progress = Callable[[float, str], None]


def quiet(share: float, text: str) -> None:
    """Say nothing."""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create what a version starts from: empty kept tables, shipped reference tables."""
    clock.tell(con)
    con.execute(f"CREATE TEMP MACRO running_campaign() AS {campaign_of(clock.today())[:4]}")
    con.execute(f"CREATE TEMP MACRO untold() AS '{silence.UNTOLD}'")
    con.execute((MODEL / "00_source.sql").read_text(encoding="utf-8"))
    for name in _PLAIN_REFERENCE:
        con.execute(
            f"CREATE TEMP TABLE ref_{Path(name).name} AS "
            "FROM read_csv(?, all_varchar=true, header=true, delim=',', nullstr='')",
            [str(REFERENCE / f"{name}.csv")],
        )
    con.execute(
        """CREATE TEMP TABLE ref_communes_france AS
           SELECT code, nom, codes_postaux, lon, lat FROM read_parquet(?)""",
        [str(REFERENCE / "france" / "communes.parquet")],
    )
    con.execute(  # of two rows of a code, the first: the commune that it was
        """CREATE TEMP TABLE ref_communes_passage AS
           SELECT ancien, first(COLUMNS(* EXCLUDE (ancien)))
           FROM read_csv(?, all_varchar=true, header=true, delim=',', nullstr='', parallel=false)
           GROUP BY ancien""",
        [str(REFERENCE / "france" / "communes_passage.csv")],
    )
    batches.create_kept(con)


def build(
    con: duckdb.DuckDBPyConnection, version: Path, home: Path, progress: Progress = quiet
) -> None:
    """Make all the tables of a version from its kept rows.

    Parameters
    ----------
    con : connection to the version being built, after `prepare` and the batches
    version : path that the version will have
    home : folder of the stores, for what officers have decided
    progress : called with the share done (0 to 1) and a French text

    Raises
    ------
    IntakeError : the zoning is incoherent, or no school is known
    """
    con.execute(
        """INSERT INTO import_file
           SELECT f.file, b.batch, f.sha256, f.contract, f.title, f.encoding, f.separator,
                  f.vintage, f.observed_on, f.declared, f.read, NULL, NULL, NULL, f.note
           FROM kept.file f JOIN kept.batch b ON b.number = f._batch;
           INSERT INTO reject SELECT * EXCLUDE (_batch) FROM kept.reject;
           INSERT INTO repair SELECT * EXCLUDE (_batch) FROM kept.repair;
           CREATE TABLE batch AS FROM kept.batch ORDER BY number"""
    )
    batches.fill_live(con)
    progress(0.1, "Zonage et contours")
    _complete_zoning(con)
    settle_codes(con)
    _draw_outlines(con)
    steps = [p for p in sorted(MODEL.glob("*.sql")) if not p.name.startswith("00")]
    for number, step in enumerate(steps):
        progress(0.2 + 0.7 * number / len(steps), "Calcul des tables")
        if step.name == _ENROLMENT:
            read_formations(con)
        if step.name == _RESIDENCE:
            place_residences(con)
        if step.name == _COMPANIES:
            place_hosts(con)
            link_hosts(con, home)
        con.execute(step.read_text(encoding="utf-8"))
    if con.execute("SELECT count(*) FROM school").fetchone() == (0,):
        raise IntakeError(
            "Aucun établissement connu : joindre un annuaire (lycées ou collèges). "
            "Rien n’est publié."
        )
    progress(0.92, "Secret statistique")
    hide(con, _published(home))
    _finish(con, version)


def _published(home: Path) -> Path | None:
    try:
        return store.current_path(home)
    except store.StoreError:  # a lost version hides nothing any more
        return None


def _complete_zoning(con: duckdb.DuckDBPyConnection) -> None:
    """Use the shipped zoning where no batch gives one."""
    for contract in ZONING:
        if con.execute(f"SELECT count(*) FROM source.{contract.name}").fetchone() != (0,):
            continue
        name = SHIPPED + f"{contract.name}.csv"
        read = _take_shipped(con, contract)
        con.execute(
            """INSERT INTO import_file (file, contract, title, read, note)
               VALUES (?, ?, ?, ?, '')""",
            [name, contract.name, contract.title, read],
        )
    _check_zoning(con)
    _complete_communes(con)


def _take_shipped(con: duckdb.DuckDBPyConnection, contract: Contract, where: str = "true") -> int:
    """Add the rows of a shipped file that a condition keeps; return how many it has."""
    path = REFERENCE / f"{contract.name}.csv"
    with open_sources(path) as sources:
        found = recognise(sources, [contract])
        assert found is not None, f"shipped {path.name} breaks its contract"
        read = read_into(con, found)
    con.execute(
        f"INSERT INTO source.{contract.name} SELECT ?, line, {batches.meant(contract)} "
        f"FROM accepted WHERE {where}",
        [SHIPPED + path.name],
    )
    return read


def _complete_communes(con: duckdb.DuckDBPyConnection) -> None:
    """Take from the shipped list the communes of the zoning that the given one lacks."""
    lacking = f"""SELECT code FROM source.commune_bef WHERE {_IN_FORCE}
                  EXCEPT SELECT code FROM source.communes"""
    before = con.execute(lacking).fetchall()
    if not before:
        return
    _take_shipped(con, CONTRACTS["communes"], f"code IN ({lacking})")
    left = sorted(code for (code,) in con.execute(lacking).fetchall())
    if left:
        raise IntakeError(
            f"Zonage incohérent : « commune_bef » cite {len(left)} communes absentes de "
            f"« communes » ({', '.join(left[:5])}…). Fournir les deux fichiers ensemble. "
            "Rien n’est publié."
        )
    con.execute(
        "INSERT INTO remark VALUES ('Zonage', ?, ?, '')",
        ["Communes absentes du fichier des communes : communes livrées", len(before)],
    )


def _check_zoning(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a zoning whose files do not speak of the same BEF."""
    con.execute(  # the shipped codes say nothing of another académie's BEF
        """DELETE FROM source.bef_officiels WHERE bef NOT IN (SELECT code FROM source.bef)
           AND _file LIKE ? || '%'""",
        [SHIPPED],
    )
    for table in ("commune_bef", "bef_officiels"):
        unknown = con.execute(
            f"""SELECT DISTINCT bef FROM source.{table}
                WHERE bef NOT IN (SELECT code FROM source.bef)"""
        ).fetchall()
        if unknown:
            raise IntakeError(
                f"Zonage incohérent : « {table} » cite des BEF absents de « bef » ("
                + ", ".join(sorted(u[0] for u in unknown)[:5])
                + "). Fournir les deux fichiers ensemble. Rien n’est publié."
            )


def _draw_outlines(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the display outlines and points of communes and BEF."""
    given = con.execute(
        """SELECT code, wkb, epsg FROM kept.boundary
           QUALIFY _batch = max(_batch) OVER () ORDER BY code"""
    ).df()
    shipped = outline_files.read_communes(REFERENCE / OUTLINES_FILE)
    zone_of = con.execute(
        f"""SELECT code, bef FROM source.commune_bef WHERE {_IN_FORCE}
            QUALIFY row_number() OVER (PARTITION BY code ORDER BY valide_du DESC NULLS LAST) = 1"""
    ).df()
    communes = shipped
    if len(given):  # a file may draw a part of the zoning: the rest has the shipped outlines
        rest = shipped["code"].isin(zone_of["code"]) & ~shipped["code"].isin(given["code"])
        communes = pd.concat([_from_wkb(given), shipped[rest]], ignore_index=True)
        if rest.any():
            con.execute(
                "INSERT INTO remark VALUES ('Contours', ?, ?, '')",
                ["Communes absentes des contours fournis : contours livrés", int(rest.sum())],
            )
    communes, bridged = _of_other_vintages(con, communes, set(zone_of["code"]))
    if bridged:
        con.execute(
            "INSERT INTO remark VALUES ('Contours', ?, ?, ?)",
            [
                "Communes sans contour propre : celui d’un autre millésime",
                len(bridged),
                ", ".join(bridged[:5]),
            ],
        )
    if bare := sorted(set(zone_of["code"]) - set(communes["code"])):
        raise IntakeError(
            f"Contours absents pour {len(bare)} communes du zonage ({', '.join(bare[:5])}…). "
            "Joindre un fichier de contours des communes. Rien n’est publié."
        )
    zones = outlines.merge(communes, zone_of.set_index("code")["bef"])
    for level, shapes in (("commune", communes), ("bef", zones)):
        described = outlines.describe(shapes)
        con.execute("INSERT INTO outline VALUES (?, ?)", [level, described.geojson])
        with entered(con, "points", described.points):
            con.execute(
                "INSERT INTO outline_point SELECT ?, code, lon, lat, x, y, area_km2 FROM points",
                [level],
            )


def _of_other_vintages(
    con: duckdb.DuckDBPyConnection, communes: gpd.GeoDataFrame, zoned: set[str]
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Give a commune that is not drawn the outline of what it became, or was made of."""
    kin = con.execute(
        """SELECT ancien AS code, code AS drawn FROM ref_communes_passage
           UNION SELECT code, ancien FROM ref_communes_passage"""
    ).df()
    lacking = zoned - set(communes["code"])
    found = communes.rename(columns={"code": "drawn"}).merge(kin[kin["code"].isin(lacking)])
    shapes = found[["code", "geometry"]].dissolve("code").reset_index()
    return pd.concat([communes, shapes], ignore_index=True), list(shapes["code"])


def _from_wkb(given: pd.DataFrame) -> gpd.GeoDataFrame:
    epsg = given["epsg"].fillna(2154).iloc[0]  # of the versions that did not say it
    shapes = gpd.GeoSeries.from_wkb(given["wkb"].map(bytes), crs=int(epsg))
    return gpd.GeoDataFrame({"code": given["code"]}, geometry=shapes).to_crs(outlines.DEGREES)


def _finish(con: duckdb.DuckDBPyConnection, version: Path) -> None:
    """Count the lines of each file, describe the version, and sign its tables."""
    con.execute(  # a line refused after its repair was not repaired
        """DELETE FROM repair p WHERE EXISTS
           (FROM reject r WHERE r.file = p.file AND r.line = p.line)"""
    )
    con.execute(
        """UPDATE import_file f SET
             repaired = (SELECT count(DISTINCT line) FROM repair r WHERE r.file = f.file),
             rejected = (SELECT count(DISTINCT line) FROM reject r WHERE r.file = f.file)"""
    )
    con.execute("UPDATE import_file SET accepted = read - rejected")
    seed = con.execute("SELECT max(graine) FROM source.demonstration").fetchone()
    values = {
        "format": batches.FORMAT,
        "model": MODEL_VERSION,
        "version": version.stem,
        "created": clock.stamp(),
        "as_of": _as_of(con),
        "demo_seed": "" if seed is None or seed[0] is None else str(seed[0]),
    }
    con.execute("CREATE TABLE info (key VARCHAR, value VARCHAR)")
    con.executemany("INSERT INTO info VALUES (?, ?)", list(values.items()))
    con.execute("DETACH source")  # made again from `kept` at each build
    sign(con)


def _as_of(con: duckdb.DuckDBPyConnection) -> str:
    """Day of which the version speaks, ISO."""
    row = con.execute("SELECT as_of()").fetchone()
    assert row is not None
    return str(row[0])


def _signed_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        """SELECT schema_name || '.' || table_name FROM duckdb_tables()
           WHERE NOT temporary AND NOT internal AND table_name <> 'signature'
             AND database_name = current_database() ORDER BY 1"""
    ).fetchall()
    return [row[0] for row in rows]


def _signature(con: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    row = con.execute(
        f"SELECT count(*), coalesce(sum((hash(t) % 1000000007)::HUGEINT), 0)::BIGINT FROM {table} t"
    ).fetchone()
    assert row is not None
    return row


def sign(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the number of rows and a checksum of each table."""
    con.execute('CREATE TABLE signature ("table" VARCHAR, rows BIGINT, checksum BIGINT)')
    signed = [(table, *_signature(con, table)) for table in _signed_tables(con)]
    con.executemany("INSERT INTO signature VALUES (?, ?, ?)", signed)


def verify(version: Path) -> None:
    """Read a finished version again and compare every table with its signature.

    Raises
    ------
    IntakeError : a table is missing, or differs from what was written
    """
    try:
        with duckdb.connect(str(version), read_only=True) as con:
            expected = con.execute("FROM signature ORDER BY 1").fetchall()
            found = [(table, *_signature(con, table)) for table in _signed_tables(con)]
    except duckdb.Error as error:
        raise IntakeError(
            "La version construite ne se relit pas : rien n’est publié. Vérifier la "
            "place sur le disque et recommencer."
        ) from error
    if expected != found:
        wrong = sorted({row[0] for row in set(expected) ^ set(found)})
        raise IntakeError(
            f"La version construite ne se relit pas à l’identique ({', '.join(wrong)}) : rien "
            "n’est publié. Vérifier le disque et recommencer."
        )
