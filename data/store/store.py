"""The store: one DuckDB file a version, a pointer swapped atomically, scoped read-only reads."""

import json
import os
import re
import secrets
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
from filelock import FileLock, Timeout

from data import clock
from data.contracts.tables import TABLES, WHOLE
from data.faults import FaultError
from data.frames import left
from data.scope import Level, Scope

T = TypeVar("T")

POINTER = "current"
VERSIONS = "versions"
LOCK = ".lock"

# Column that a scope filters on, what a read sees of the rows, what the level "diffusion" may read:
# what the strict rule lets through, and what anybody can find elsewhere.
READABLE = {table.name: table.scope for table in TABLES if table.read}
DUE = {table.name: table.due for table in TABLES if table.due}
DIFFUSED = {table.name for table in TABLES if table.diffused}
READABLE_AT = {Level.INTERNAL: READABLE.keys(), Level.DIFFUSION: DIFFUSED}
_KEPT = 64  # tables held in memory, each once a perimeter
_TEXTS = 1000  # texts of queries whose names are kept: values are not in them
_TABLE_FUNCTIONS = {"unnest", "range", "generate_series"}  # those that read no table


class StoreError(FaultError):
    """The store cannot be opened or read; its text is the message shown, in French."""


class NotDiffusedError(StoreError):
    """What is asked for is not diffused; its text is the message shown, in French."""


def home() -> Path:
    """Folder of the stores: `EQUISTAGE_HOME`, or `var/` beside the code."""
    default = Path(__file__).resolve().parents[2] / "var"
    return Path(os.environ.get("EQUISTAGE_HOME") or default)


def current_name(folder: Path) -> str | None:
    """Name of the file of the published version, which may be lost; None: nothing published.

    Raises
    ------
    StoreError : the pointer cannot be read
    """
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable_pointer(folder) from error
    if not re.fullmatch(r"[\w.-]{1,100}", name):
        raise _unreadable_pointer(folder)
    return name


def _unreadable_pointer(folder: Path) -> StoreError:
    return StoreError(
        f"Le fichier « {folder / POINTER} », qui nomme la version publiée, ne se lit pas : "
        "vérifier ses droits, ou le supprimer puis publier une version (« python -m data "
        "versions », puis « python -m data publish VERSION »)."
    )


def current_path(folder: Path) -> Path | None:
    """Path of the published version in `folder`, or None when nothing is published.

    Raises
    ------
    StoreError : the pointer cannot be read, or its version is not there
    """
    name = current_name(folder)
    if name is None:
        return None
    path = folder / VERSIONS / name
    if not path.is_file():
        raise StoreError(
            f"La version publiée « {name} » est introuvable dans {folder / VERSIONS} : "
            "relancer « python -m data import » ou « python -m data demo »."
        )
    return path


def new_version_path(folder: Path) -> Path:
    """Path, not yet taken, of a version to build in `folder`."""
    (folder / VERSIONS).mkdir(parents=True, exist_ok=True)
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    return folder / VERSIONS / f"{stamp}-{secrets.token_hex(3)}.duckdb"


def publish(folder: Path, version: Path) -> None:
    """Make `version` the current one: an atomic swap, whatever happens around it."""
    with version.open("rb") as stream:
        os.fsync(stream.fileno())
    draft = folder / f".{POINTER}-{secrets.token_hex(4)}"
    try:
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(version.name + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(folder / POINTER)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the only right to change what is published; readers do not need it.

    The system frees the lock of a killed program. What it left half built is removed.

    Raises
    ------
    StoreError : another import holds it
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(
            "Un autre import ou une autre publication est en cours : attendre sa fin, puis "
            "recommencer."
        ) from error
    try:
        _remove((folder / VERSIONS).glob("*.draft*"))
        _remove(folder.glob(f".{POINTER}-*"))
        yield
    finally:
        lock.release()


@contextmanager
def building(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Open a new version for writing; removed if the block fails, never published by itself."""
    path = new_version_path(folder)
    draft = path.with_suffix(".draft")
    con = duckdb.connect(str(draft))
    try:
        con.execute("SET enable_progress_bar = false")  # it speaks English
        yield con, path
        con.execute("CHECKPOINT")
        con.close()
        draft.replace(path)
    except BaseException:
        con.close()
        raise
    finally:  # the file, its log, the folder where DuckDB spills
        _remove(draft.parent.glob(f"{draft.name}*"))


def _remove(left: Iterable[Path]) -> None:
    for path in left:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class Store:
    """A published version, opened read-only. Safe for many threads: a cursor a query.

    Its file is closed as soon as nobody holds it: nothing that it holds leads back to it, so that
    it does not wait for the collector of cycles.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._con = duckdb.connect(str(path), read_only=True)
        except duckdb.Error as error:
            raise StoreError(
                f"La version « {path.name} » ne s’ouvre pas : fichier abîmé ou d’un autre outil."
            ) from error
        locked = self._con.execute("SELECT current_setting('lock_configuration')").fetchone()
        if locked != (True,):  # two stores on one file share their settings
            self._con.execute("SET enable_external_access=false; SET lock_configuration=true")
        self._lock = threading.Lock()
        held = weakref.proxy(self)
        self._names = lru_cache(maxsize=_TEXTS)(lambda sql: Store._names_of(held, sql))
        self._kept = lru_cache(maxsize=_KEPT)(lambda scope, read: read(held, scope))
        self.version = path.stem

    def read(self, scope: Scope, sql: str, **values: Any) -> pd.DataFrame:
        """Run a query on the readable tables, each cut to `scope` before the query sees it.

        Parameters
        ----------
        scope : perimeter of the reader
        sql : a SELECT over bare names of `READABLE`; `$name` for values
        values : values of the `$name`

        Raises
        ------
        NotDiffusedError : the query reads what is for the agents in charge
        StoreError : it reads something that is not readable
        """
        names = self._names(sql)
        unknown = [name for name in names if name not in READABLE_AT[scope.level]]
        if unknown:
            inside = set(unknown) <= READABLE.keys()
            refused = NotDiffusedError if inside else StoreError
            raise refused(f"Lecture refusée : {', '.join(unknown)}")
        views = [f"{name} AS ({_scoped(name, scope)})" for name in names]
        query = f"WITH {', '.join(views)} {_after_with(sql)}" if views else sql
        if "$scope_befs" in query:
            values["scope_befs"] = sorted(scope.befs)
        with self._cursor() as cursor:
            return left(cursor.execute(query, values))

    def kept(self, scope: Scope, read: Callable[["Store", Scope], T]) -> T:
        """Give what `read` reads of the version, held in memory: a version never changes."""
        found: T = self._kept(scope, read)
        return found

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._con.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _names_of(self, sql: str) -> tuple[str, ...]:
        """Names that a text reads, kept by text: parsing takes as long as a small read."""
        with self._cursor() as cursor:
            return tuple(sorted(_names_read(cursor, sql)))

    @cached_property
    def fits(self) -> bool:
        """Tell whether it has the tables and the columns that this edition reads."""
        with self._cursor() as cursor:
            rows = cursor.execute(
                """SELECT table_name, list(column_name) FROM duckdb_columns()
                   WHERE schema_name = 'main' AND NOT internal GROUP BY 1"""
            ).fetchall()
        made = {name: set(columns) for name, columns in rows}
        return all(set(t.columns) <= made.get(t.name, set()) for t in TABLES if t.read)

    def close(self) -> None:
        """Close the file."""
        self._con.close()


def _names_read(cursor: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """Names of the tables and table functions that a query reads, its own WITH left out."""
    row = cursor.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if tree["error"] or len(tree["statements"]) != 1:
        raise StoreError(
            f"Lecture refusée : un seul SELECT attendu. {tree.get('error_message', '')}"
        )
    return set(_walk(tree["statements"][0]["node"], frozenset()))


def _walk(node: Any, own: frozenset[str]) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _walk(item, own)
    if not isinstance(node, dict):
        return
    for entry in node.get("cte_map", {}).get("map", []):
        query = entry["value"]["query"]
        recursive = query["node"]["type"] == "RECURSIVE_CTE_NODE"
        yield from _walk(query, own | {entry["key"]} if recursive else own)
        own |= {entry["key"]}
    if node.get("type") == "BASE_TABLE":
        parts = (node["catalog_name"], node["schema_name"], node["table_name"])
        name = ".".join(part for part in parts if part)
        if name not in own:
            yield name
    elif node.get("type") == "TABLE_FUNCTION":
        function = node["function"]["function_name"]
        if function not in _TABLE_FUNCTIONS:
            yield f"{function}()"
    elif node.get("type") == "SHOW_REF":
        yield "DESCRIBE"
    yield from _walk([value for key, value in node.items() if key != "cte_map"], own)


def _scoped(name: str, scope: Scope) -> str:
    column, conditions = READABLE[name], [DUE[name]] if name in DUE else []
    if column == WHOLE and not scope.everywhere:
        conditions.append("false")
    elif column is not None and not scope.everywhere:
        conditions.append(f"list_contains($scope_befs, {column})")
    return f"FROM main.{name} WHERE {' AND '.join(conditions) or 'true'}"


def _after_with(sql: str) -> str:
    """Let a query that starts with its own WITH follow the scoped views."""
    return re.sub(r"^\s*WITH\s", ", ", sql, count=1, flags=re.IGNORECASE)
