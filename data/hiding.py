"""What a version shows to others: counts with what must be hidden hidden, once, at publication.

Published crossings of the periods due, by year: BEF × family, BEF × level, and BEF × track at the
other dates, each with its totals. Of the hosts: BEF × sector, new and returning by BEF, sizes and
sections for the académie. Schools and named hosts are not published to others at all.
"""

from pathlib import Path

import duckdb
import pandas as pd

from secrecy import thresholds
from secrecy.cells import TOTAL, Spec
from secrecy.tables import Decisions, decide

NOWHERE = "ailleurs"  # hosts outside the académie, or not located
UNKNOWN = "inconnu"
_BEF = f"coalesce(bef, '{NOWHERE}') AS bef"
_STATES = ("signed", "agreed", "without", "unknown")
_SHOWN = {
    "due": _STATES,
    "known": _STATES[:3],
    "signed": ("signed",),
    "without": ("without",),
    "unknown": ("unknown",),
}


# The number of schools is not a number of pupils: it tells how much is known.
_WITH_SCHOOLS = f"""
    CREATE TABLE diffused AS
    WITH counted AS (
        SELECT year, coalesce(track, level, '{TOTAL}') AS cut, coalesce(bef, '{TOTAL}') AS bef,
               coalesce(family, '{TOTAL}') AS family, count(DISTINCT uai) AS schools,
               count(DISTINCT uai) FILTER (sent) AS schools_sent
        FROM (SELECT * EXCLUDE (bef), {_BEF} FROM period_state)
        GROUP BY GROUPING SETS ((year), (year, bef), (year, track), (year, bef, track),
            (year, track, family), (year, bef, track, family), (year, level), (year, bef, level)))
    SELECT m.*, c.schools, c.schools_sent
    FROM masked m LEFT JOIN (SELECT DISTINCT ON (year, cut, bef, family) * FROM counted) c
      USING (year, cut, bef, family)
    ORDER BY ALL;
    DROP TABLE masked"""


def _pupils(*dimensions: tuple[str, ...]) -> Spec:
    """Counts of periods due: the rates come first, the size of the unknown last."""
    return Spec(
        dimensions=dimensions,
        states=_STATES,
        shown=_SHOWN,
        by=("year",),
        rates=(("signed", "known"), ("without", "known")),
        capped=("unknown",),
        k=thresholds.SMALL_COUNT,
        hidden_rate=thresholds.HIDDEN_RATE,
        small_rate=thresholds.SMALL_RATE,
        costs={"due": 0.3, "known": 3.0, "signed": 3.0, "without": 2.0, "unknown": 0.3},
    )


def _companies(*dimensions: tuple[str, ...], states: tuple[str, ...] = ("hosts",)) -> Spec:
    """Counts of companies."""
    shown = {state: (state,) for state in states}
    return Spec(
        dimensions=dimensions,
        states=states,
        shown=shown if len(states) == 1 else {"hosts": states, **shown},
        by=("year",),
        k=thresholds.COMPANY_UNITS,
        largest="largest",
        magnitude="placements",
        dominance=thresholds.DOMINANCE,
    )


def hide(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Make the tables that others may read.

    Parameters
    ----------
    con : connection to the version being built, after the model's tables
    previous : the version published until now, whose lots are kept where nothing has changed
    """
    lots = _previous_lots(previous)
    decisions = {**_hide_periods(con, lots), **_hide_hosts(con, lots)}
    _write(con, "secret", pd.concat([_lot(name, d) for name, d in decisions.items()]))
    con.execute(
        """CREATE TABLE open_demand AS
           SELECT year, commune, track, sum(pupils)::BIGINT AS pupils,
                  sum(pupil_weeks)::BIGINT AS pupil_weeks
           FROM demand GROUP BY ALL ORDER BY ALL"""
    )


def _hide_periods(
    con: duckdb.DuckDBPyConnection, lots: dict[str, pd.DataFrame]
) -> dict[str, Decisions]:
    families = _read(
        con,
        f"""SELECT year, {_BEF}, track || '/' || coalesce(family, '{UNKNOWN}') AS formation, track,
                   {_sums(_STATES)}
            FROM period_state GROUP BY ALL""",
    )
    by_family = decide(families, _pupils(("bef",), ("formation", "track")), lots.get("families"))
    levels = _read(
        con,
        f"""SELECT year, {_BEF}, level, {_sums(_STATES)} FROM period_state
            WHERE track = 'pro' GROUP BY ALL""",
    )
    whole = by_family.cells[by_family.cells["formation"] == "pro"]
    by_level = decide(
        levels,
        _pupils(("bef",), ("level",)),
        lots.get("levels"),
        known=whole.rename(columns={"formation": "level"}).assign(level=TOTAL),
    )
    cells = by_family.masked()
    split = cells["formation"].str.split("/", expand=True).reindex(columns=[0, 1])
    cells["cut"], cells["family"] = split[0], split[1].fillna(TOTAL)
    cells = cells[cells["family"] != UNKNOWN].drop(columns="formation")
    finer = by_level.masked().rename(columns={"level": "cut"}).assign(family=TOTAL)
    _write(con, "masked", pd.concat((cells, finer[finer["cut"] != TOTAL])))
    con.execute(_WITH_SCHOOLS)
    return {"families": by_family, "levels": by_level}


_MOVES = """
    SELECT e.year, e.bef, count(*) FILTER (p.company IS NULL)::INT AS "new",
           count(p.company)::INT AS "returning", max(e.placements)::INT AS largest,
           sum(e.placements)::INT AS placements
    FROM engaged e LEFT JOIN engaged p
      ON p.company = e.company AND left(p.year, 4)::INT = left(e.year, 4)::INT - 1
    WHERE left(e.year, 4)::INT - 1 IN (SELECT left(year, 4)::INT FROM engaged)
    GROUP BY ALL"""
_LOST = """
    SELECT y.year, p.bef, count(*)::INT AS lost, max(p.placements)::INT AS largest,
           sum(p.placements)::INT AS placements
    FROM engaged p
    JOIN (SELECT DISTINCT year FROM engaged) y ON left(y.year, 4)::INT = left(p.year, 4)::INT + 1
    WHERE NOT EXISTS (FROM engaged e WHERE e.company = p.company AND e.year = y.year)
    GROUP BY ALL"""


def _hide_hosts(
    con: duckdb.DuckDBPyConnection, lots: dict[str, pd.DataFrame]
) -> dict[str, Decisions]:
    con.execute(
        f"""CREATE TEMP TABLE engaged AS
            SELECT g.year, g.company, coalesce(h.bef, '{NOWHERE}') AS bef,
                   coalesce(h.sector, '{UNKNOWN}') AS sector,
                   coalesce(h.size, '{UNKNOWN}') AS size,
                   coalesce(h.section, '{UNKNOWN}') AS section, sum(g.placements) AS placements
            FROM hosting g JOIN host h USING (company) GROUP BY ALL"""
    )
    by_sector = decide(
        _engaged(con, "bef", "sector"), _companies(("bef",), ("sector",)), lots.get("sectors")
    )
    _write(con, "diffused_hosts", by_sector.masked())
    whole = by_sector.cells[by_sector.cells["sector"] == TOTAL].drop(columns="sector")
    moves = decide(
        _read(con, _MOVES),
        _companies(("bef",), states=("new", "returning")),
        lots.get("moves"),
        known=whole,
    )
    lost = decide(_read(con, _LOST), _companies(("bef",), states=("lost",)), lots.get("lost"))
    _write(
        con,
        "diffused_moves",
        moves.masked().merge(lost.masked(), on=["year", "bef"], how="left"),
    )
    made = {"sectors": by_sector, "moves": moves, "lost": lost}
    total = whole[whole["bef"] == TOTAL].drop(columns="bef")
    for key in ("size", "section"):
        made[key] = decide(
            _engaged(con, key),
            _companies((key,)),
            lots.get(key),
            known=total.assign(**{key: TOTAL}),
        )
        _write(con, f"diffused_{key}", made[key].masked())
    return made


def _engaged(con: duckdb.DuckDBPyConnection, *keys: str) -> pd.DataFrame:
    return _read(
        con,
        f"""SELECT year, {", ".join(keys)}, count(*)::INT AS hosts,
                   max(placements)::INT AS largest, sum(placements)::INT AS placements
            FROM engaged GROUP BY ALL""",
    )


def _lot(name: str, decided: Decisions) -> pd.DataFrame:
    """Cells of a crossing under general names, for the next version."""
    names = dict(zip(decided.spec.keys[1:], ("key", "other"), strict=False))
    columns = ["crossing", "year", "key", "other", "count", "value", "hidden"]
    return decided.cells.rename(columns=names).assign(crossing=name).reindex(columns=columns)


def _previous_lots(previous: Path | None) -> dict[str, pd.DataFrame]:
    """What an earlier version showed and hid, by crossing."""
    if previous is None:
        return {}
    with duckdb.connect(str(previous), read_only=True) as con:
        try:
            lots = con.execute("FROM secret").df()
        except duckdb.CatalogException:  # a version older than the rule
            return {}
    return {
        name: lots[lots["crossing"] == name].rename(
            columns=dict(zip(("key", "other"), keys, strict=False))
        )[["year", *keys, "count", "value", "hidden"]]
        for name, keys in _CROSSINGS.items()
    }


_CROSSINGS = {
    "families": ("bef", "formation"),
    "levels": ("bef", "level"),
    "sectors": ("bef", "sector"),
    "moves": ("bef",),
    "lost": ("bef",),
    "size": ("size",),
    "section": ("section",),
}


def _sums(states: tuple[str, ...]) -> str:
    return ", ".join(f'sum("{state}")::BIGINT AS "{state}"' for state in states)


def _read(con: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    return con.execute(sql).df()


def _write(con: duckdb.DuckDBPyConnection, name: str, table: pd.DataFrame) -> None:
    con.register("made", table)
    con.execute(f"CREATE TABLE {name} AS FROM made ORDER BY ALL")
    con.unregister("made")
