"""Renewing: a version that an older edition made is made again from its kept rows."""

from datetime import date
from pathlib import Path

import duckdb

from data import clock
from data.counts import STATES
from data.intake.vintages import date_older_files
from data.model import batches
from data.model.building import Progress, build, prepare, quiet, verify
from data.readers import IntakeError
from data.store import store, versions

_COUNTS = "SELECT year, " + ", ".join(f'sum("{name}")' for name in ("due", *STATES))


def copy(con: duckdb.DuckDBPyConnection, source: Path, without: str | None = None) -> None:
    """Take the kept rows of another version.

    Parameters
    ----------
    con : connection to the version being built, after `prepare`
    source : file of the other
    without : name of a batch left out
    """
    batches.copy_kept(con, source, without=without)
    date_older_files(con)


def renew(home: Path, progress: Progress = quiet) -> list[str]:
    """Make the named versions that this edition cannot read again, each under its name.

    Parameters
    ----------
    home : folder of the stores
    progress : called with the share done of each and a French text

    Returns
    -------
    what became of each, in French: its counts are the same, or in which campaigns they are not
    """
    with store.locked(home):
        older: dict[Path, list[str]] = {}
        for name, path in versions.labelled(home).items():
            if not _fits(path):
                older.setdefault(path, []).append(name)
        return [_renewed(home, path, names, progress) for path, names in older.items()]


def _fits(path: Path) -> bool:
    opened = store.Store(path)
    try:
        return opened.fits
    finally:
        opened.close()


def _renewed(home: Path, path: Path, names: list[str], progress: Progress) -> str:
    """Make a named version again from its kept rows; say whether its counts are the same."""
    told = f"Instantané «\u00a0{', '.join(names)}\u00a0»"
    with duckdb.connect(str(path), read_only=True) as con:
        made = con.execute("SELECT value FROM info WHERE key = 'created'").fetchone()
    try:
        day = date.fromisoformat(made[0][:10]) if made else None
        with clock.set_to(day), store.building(home) as (con, version):
            prepare(con)
            copy(con, path)
            build(con, version, home, progress)
    except IntakeError as error:
        return f"{told}\u00a0: {error}"
    verify(version)
    differing = changed(path, version)
    versions.rename(home, path, version)
    if not differing:
        return f"{told} recalculé\u00a0: mêmes comptes."
    return (
        f"{told} recalculé\u00a0: comptes différents en {', '.join(differing)}, selon les règles "
        f"d’aujourd’hui. Ceux d’alors restent dans la version {path.stem}."
    )


def changed(then: Path, now: Path) -> list[str]:
    """Campaigns whose counts of states differ between two versions.

    Parameters
    ----------
    then, now : files of two versions
    """
    with duckdb.connect() as con:
        for name, path in (("then", then), ("now", now)):
            con.execute(f"ATTACH '{batches.quoted(path)}' AS {name}_ (READ_ONLY)")
        each = [f"({_COUNTS} FROM {name}_.period_state GROUP BY year)" for name in ("then", "now")]
        rows = con.execute(
            f"""SELECT DISTINCT year FROM (({each[0]} EXCEPT {each[1]})
                UNION ALL ({each[1]} EXCEPT {each[0]})) ORDER BY year"""
        ).fetchall()
    return [str(year) for (year,) in rows]
