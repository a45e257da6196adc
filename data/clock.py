"""The one clock: every date that the product calls today is asked of here.

`EQUISTAGE_TODAY` (ISO date) sets the day; the time of day stays the machine's, in UTC.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

import duckdb

VARIABLE = "EQUISTAGE_TODAY"

_SET: ContextVar[date | None] = ContextVar("today", default=None)


class ClockError(ValueError):
    """The day asked for is not a date; its text is the message shown, in French."""


def read_day(text: str) -> date:
    """Read an ISO date.

    Raises
    ------
    ClockError : it is not one
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ClockError(
            f"«\u00a0{text}\u00a0» n’est pas une date (2026-11-30 attendu)."
        ) from error


def today() -> date:
    """The day that it is.

    Raises
    ------
    ClockError : `EQUISTAGE_TODAY` is not a date
    """
    if (day := _SET.get()) is not None:
        return day
    if text := os.environ.get(VARIABLE, "").strip():
        return read_day(text)
    return datetime.now(UTC).astimezone().date()


def now() -> datetime:
    """The instant that it is, UTC: the day is `today`'s when it is set."""
    instant = datetime.now(UTC)
    if _SET.get() is None and not os.environ.get(VARIABLE, "").strip():
        return instant
    return datetime.combine(today(), instant.timetz())


def tell(con: duckdb.DuckDBPyConnection) -> None:
    """Make the day known to SQL, as `today()`."""
    con.execute(f"CREATE OR REPLACE TEMP MACRO today() AS DATE '{today()}'")


def stamp() -> str:
    """The instant that it is, ISO, UTC, to the second: what files and journals keep."""
    return now().isoformat(timespec="seconds")


@contextmanager
def set_to(day: date | None) -> Iterator[None]:
    """Hold the day for what runs inside; None: leave the clock alone."""
    if day is None:
        yield
        return
    token = _SET.set(day)
    try:
        yield
    finally:
        _SET.reset(token)
