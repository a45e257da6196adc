"""Building of a version: from the rows kept to the tables that pages read."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from data import clock, silence
from data.journal.actions import campaign_of
from data.linking.communes import settle_codes
from data.linking.linking import link_hosts, place_hosts, place_residences
from data.model import batches, edition, zoning
from data.model.deducing import read_formations
from data.readers import IntakeError
from data.reference import REFERENCE
from data.store import store
from data.store.hiding import hide

MODEL = Path(__file__).parent
MODEL_VERSION = edition.model()  # of the tables that pages read; another is built again
_RESIDENCE = "48_residence.sql"
_COMPANIES = "50_companies.sql"
_ENROLMENT = "40_enrolment.sql"
_PLAIN_REFERENCE = (
    *("niveaux", "periodes", "familles", "famille_naf", "naf"),
    "naf2025/concordance",
)

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
           SELECT code, nom, departement, codes_postaux, population, lon, lat, lon_interieur,
                  lat_interieur, area_km2, densite_2024 AS density_class
           FROM read_parquet(?)""",
        [str(REFERENCE / "france" / "communes.parquet")],
    )
    con.execute(  # of two rows of a code, the first: the commune that it was
        """CREATE TEMP TABLE ref_communes_passage AS
           SELECT ancien, first(COLUMNS(* EXCLUDE (ancien)))
           FROM read_csv(?, all_varchar=true, header=true, delim=',', nullstr='', parallel=false)
           GROUP BY ancien""",
        [str(REFERENCE / "france" / "communes_passage.csv")],
    )
    con.execute(
        "CREATE TEMP TABLE ref_employers AS SELECT * RENAME (code AS commune) FROM read_parquet(?)",
        [str(REFERENCE / "france" / "employers_2018.parquet")],
    )
    con.execute(
        "CREATE TEMP TABLE ref_frontieres AS FROM read_csv(?)",
        [str(REFERENCE / "france" / "frontieres.csv")],
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
    academie = batches.academie(con)
    batches.fill_live(con, academie)
    progress(0.1, "Zonage et contours")
    kind = zoning.complete(con, academie)
    settle_codes(con)
    zoning.draw(con)
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
    _finish(con, version, {"academie": academie.name, "zoning": kind})


def _published(home: Path) -> Path | None:
    try:
        return store.current_path(home)
    except store.StoreError:  # a lost version hides nothing any more
        return None


def _finish(con: duckdb.DuckDBPyConnection, version: Path, told: dict[str, str]) -> None:
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
        **told,
        "demo_seed": "" if seed is None or seed[0] is None else str(seed[0]),
    }
    con.execute("CREATE TABLE info (key VARCHAR, value VARCHAR)")
    con.executemany("INSERT INTO info VALUES (?, ?)", list(values.items()))
    con.execute("DETACH source; DETACH beyond")  # made again from `kept` at each build
    sign(con)


def _as_of(con: duckdb.DuckDBPyConnection) -> str:
    """Day of which the version speaks, ISO."""
    row = con.execute("SELECT as_of()").fetchone()
    assert row is not None
    return str(row[0])


def _signatures(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Name, rows and checksum of each table, by name."""
    rows = con.execute(
        """SELECT schema_name || '.' || table_name FROM duckdb_tables()
           WHERE NOT temporary AND NOT internal AND table_name <> 'signature'
             AND database_name = current_database() ORDER BY 1"""
    ).fetchall()
    each = (
        f"SELECT '{name}' AS name, count(*), "
        f"coalesce(sum((hash(t) % 1000000007)::HUGEINT), 0)::BIGINT FROM {name} t"
        for (name,) in rows
    )
    return con.execute(" UNION ALL ".join(each) + " ORDER BY name").fetchall()


def sign(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the number of rows and a checksum of each table."""
    signed = _signatures(con)
    con.execute('CREATE TABLE signature ("table" VARCHAR, rows BIGINT, checksum BIGINT)')
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
            found = _signatures(con)
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
