"""The file of the journal: a table of revisions that only grows, whatever kills the program.

SQLite with a rollback journal and full synchronisation: what was committed is on disk, what was
cut short is undone at the next opening, and the whole is one file to copy.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.faults import FaultError
from data.journal.actions import Action

FILE = "journal.sqlite"
SAVED, REMOVED, ASIDE = "enregistrée", "retirée", "mise de côté"
_WAIT = 15.0  # seconds for another writer's turn
_FORMAT = 1
_SCHEMA = f"""
CREATE TABLE revision (
    action TEXT NOT NULL,
    number INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    role TEXT NOT NULL,
    perimeter TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('{SAVED}', '{REMOVED}', '{ASIDE}')),
    settles INTEGER NOT NULL,  -- texts set aside up to this number were read before this save
    invented INTEGER NOT NULL,
    day TEXT NOT NULL,
    bef TEXT NOT NULL,
    axis TEXT NOT NULL,
    text TEXT NOT NULL,
    practice TEXT NOT NULL,
    taken_from TEXT NOT NULL,
    schools TEXT NOT NULL,
    partners TEXT NOT NULL,
    PRIMARY KEY (action, number)
) STRICT;
CREATE TRIGGER only_grows BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'only grows'); END;
CREATE TRIGGER never_shrinks BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'only grows'); END;
PRAGMA user_version = {_FORMAT};
"""


class JournalError(FaultError):
    """The journal cannot be read or written; its text is the message shown, in French."""


@dataclass(frozen=True)
class Revision:
    """One revision of an action.

    action, number : id of the action, rank of the revision from 1
    saved_at : ISO 8601, UTC
    role, perimeter : whose save it is, never a person's name
    state : `SAVED`, `REMOVED` (its content is the last one), or `ASIDE` (it came too late)
    content : the action as written
    settles : number of the last text set aside that was read before
    invented : made for the demonstration
    """

    action: str
    number: int
    saved_at: str
    role: str
    perimeter: str
    state: str
    content: Action
    settles: int = 0
    invented: bool = False


def journal_path(home: Path) -> Path:
    """Path of the journal, beside the versions."""
    return home / FILE


def opened(home: Path) -> sqlite3.Connection:
    """Open the journal that exists; a write cut short by a crash is undone here."""
    uri = f"{journal_path(home).resolve().as_uri()}?mode=rw"
    try:
        con = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
        con.execute("PRAGMA synchronous = EXTRA")
        (known,) = con.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise _unreadable(error) from error
    if known > _FORMAT:
        con.close()
        raise JournalError("Le journal vient d’une édition plus récente d’ÉquiStage.")
    return con


@contextmanager
def writing(home: Path) -> Iterator[sqlite3.Connection]:
    """Hold the only right to write; all or nothing."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        journal_path(home).touch()
    except OSError as error:
        raise _unreadable(error) from error
    with closing(opened(home)) as con, told():
        con.execute("BEGIN IMMEDIATE")
        try:
            if con.execute("PRAGMA user_version").fetchone() == (0,):
                for statement in _statements():
                    con.execute(statement)
            yield con
            con.execute("COMMIT")
        finally:
            if con.in_transaction:
                con.execute("ROLLBACK")


def _statements() -> Iterator[str]:
    statement = ""
    for line in _SCHEMA.strip().splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def told() -> Iterator[None]:
    """Say in French what the file refuses."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> JournalError:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return JournalError("Le journal est occupé par une autre saisie\u00a0: recommencer.")
    return JournalError(
        f"Le journal ({FILE}) ne s’ouvre pas ou ne s’écrit pas ({error})\u00a0: vérifier les "
        "droits du dossier, ou remettre une copie."
    )


def read(con: sqlite3.Connection, action: str | None) -> list[Revision]:
    """Revisions of one action, or of all, in order."""
    if con.execute("PRAGMA user_version").fetchone() == (0,):
        return []
    con.row_factory = sqlite3.Row
    rows = con.execute(
        """SELECT * FROM revision WHERE ?1 IS NULL OR action = ?1
           ORDER BY length(action), action, number""",
        [action],
    ).fetchall()
    con.row_factory = None
    return [_revision(dict(row)) for row in rows]


def _revision(row: dict[str, Any]) -> Revision:
    names = ("bef", "axis", "text", "practice", "taken_from")
    content = Action(
        day=date.fromisoformat(row["day"]),
        schools=tuple(json.loads(row["schools"])),
        partners=tuple(json.loads(row["partners"])),
        **{name: row[name] for name in names},
    )
    own = ("action", "number", "saved_at", "role", "perimeter", "state", "settles")
    return Revision(content=content, invented=bool(row["invented"]), **{n: row[n] for n in own})


def write(con: sqlite3.Connection, revision: Revision) -> None:
    """Add a revision; on disk when the block of `writing` ends."""
    row = asdict(revision)
    content = row.pop("content")
    content["day"] = content["day"].isoformat()
    for name in ("schools", "partners"):
        content[name] = json.dumps(content[name], ensure_ascii=False)
    row |= content
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    con.execute(f"INSERT INTO revision ({names}) VALUES ({marks})", row)
