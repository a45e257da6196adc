"""What a version shows to others: counts with what must be hidden hidden, once, at publication.

Published crossings of the periods due, by year: BEF × family with its totals, levels for the
académie; publics of schools, for the académie. Of the hosts: BEF × sector, new, returning and lost
by BEF, sizes, sections and return by pupils hosted for the académie. Schools and named hosts are
not published to others.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data.frames import entered
from data.readers import IntakeError
from data.store.diffused_tables import AT_ALL_DATES, BEF, NOWHERE, WITH_SCHOOLS, WITH_WORTH
from secrecy import thresholds
from secrecy.cells import TOTAL, Spec
from secrecy.patterns import SecrecyError
from secrecy.tables import Decisions, Earlier, decide

UNKNOWN = "inconnu"
_TYPES = {"value": "DOUBLE", "hidden": "BOOLEAN"}
_STATES = ("signed", "agreed", "without", "unknown")
_SUMS = ", ".join(f'sum("{state}")::BIGINT AS "{state}"' for state in _STATES)
# Hosts of each year, once a connection: five crossings are made from it.
_ENGAGE = f"""
    CREATE TEMP TABLE engaged AS
        SELECT g.year, g.company, coalesce(h.bef, '{NOWHERE}') AS bef,
               coalesce(h.sector, '{UNKNOWN}') AS sector, coalesce(h.size, '{UNKNOWN}') AS size,
               coalesce(h.section, '{UNKNOWN}') AS section, sum(g.placements) AS placements
        FROM hosting g JOIN host h USING (company) GROUP BY ALL"""
# A version of before the rule counted every period, and compared every campaign.
_WITHOUT_DAYS = """
    CREATE TEMP VIEW begun_period AS FROM period_state;
    CREATE TEMP TABLE whole_year AS SELECT DISTINCT year FROM period_state"""
_WITH_DAYS = """
    CREATE TEMP VIEW IF NOT EXISTS begun_period AS FROM period_state WHERE begun;
    CREATE TEMP TABLE whole_year AS SELECT year FROM campaign_day WHERE NOT running"""
_WEIGHT = "max(placements)::INT AS largest, sum(placements)::INT AS placements"
_YEAR = "left({}.year, 4)::INT"


@dataclass(frozen=True)
class Crossing:
    """A published crossing.

    name : in the table of lots
    sql : its finest rows, read from a version
    spec : how it is published
    """

    name: str
    sql: str
    spec: Spec


def _pupils(*dimensions: tuple[str, ...]) -> Spec:
    """Counts of periods due: the rates come first, the size of the unknown last."""
    return Spec(
        dimensions=dimensions,
        states=_STATES,
        shown={
            "due": _STATES,
            "known": _STATES[:3],
            "signed": ("signed",),
            "without": ("without",),
            "unknown": ("unknown",),
        },
        by=("year",),
        rates=(("signed", "known"), ("without", "known")),
        capped=("unknown",),
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


def _engaged(*keys: str) -> str:
    return f"""SELECT year, {", ".join(keys)}, count(*)::INT AS hosts, {_WEIGHT}
               FROM engaged GROUP BY ALL"""


FAMILIES = Crossing(
    "families",
    f"""SELECT year, {BEF}, track || '/' || coalesce(family, '{UNKNOWN}') AS formation, track,
               {_SUMS} FROM begun_period GROUP BY ALL""",
    _pupils(("bef",), ("formation", "track")),
)
LEVELS = Crossing(
    "levels",
    f"SELECT year, level, {_SUMS} FROM begun_period WHERE track = 'pro' GROUP BY ALL",
    _pupils(("level",)),
)
PUBLICS = Crossing(
    "publics",
    f"""SELECT year, track || '/' || public AS public, track, {_SUMS}
        FROM begun_period GROUP BY ALL""",
    _pupils(("public", "track")),
)
DATES = tuple(
    Crossing(
        f"dates{end}",
        f"""SELECT year, {BEF}, track,
                   {", ".join(f'sum("{s}{end}")::BIGINT AS "{s}"' for s in _STATES)}
            FROM begun_period GROUP BY ALL""",
        _pupils(("bef",), ("track",)),
    )
    for end in ("_j21", "_j7", "_p7")
)
SECTORS = Crossing("sectors", _engaged("bef", "sector"), _companies(("bef",), ("sector",)))
MOVES = Crossing(
    "moves",
    f"""SELECT e.year, e.bef, count(*) FILTER (p.company IS NULL)::INT AS "new",
               count(p.company)::INT AS "returning", max(e.placements)::INT AS largest,
               sum(e.placements)::INT AS placements
        FROM engaged e LEFT JOIN engaged p
          ON p.company = e.company AND {_YEAR.format("p")} = {_YEAR.format("e")} - 1
        WHERE {_YEAR.format("e")} - 1 IN (SELECT {_YEAR.format("y")} FROM engaged y)
          AND e.year IN (FROM whole_year)
        GROUP BY ALL""",
    _companies(("bef",), states=("new", "returning")),
)
LOST = Crossing(
    "lost",
    f"""SELECT y.year, p.bef, count(*)::INT AS lost, max(p.placements)::INT AS largest,
               sum(p.placements)::INT AS placements
        FROM engaged p JOIN (SELECT DISTINCT year FROM engaged) y
          ON {_YEAR.format("y")} = {_YEAR.format("p")} + 1
        WHERE NOT EXISTS (FROM engaged e WHERE e.company = p.company AND e.year = y.year)
          AND y.year IN (FROM whole_year)
        GROUP BY ALL""",
    _companies(("bef",), states=("lost",)),
)
RETURNS = Crossing("return", "FROM return_weight", _companies(("load",), states=("back", "gone")))
SIZES = Crossing("size", _engaged("size"), _companies(("size",)))
SECTIONS = Crossing("section", _engaged("section"), _companies(("section",)))


def hide(con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Make the tables that others may read.

    Parameters
    ----------
    con : connection to the version being built, after the model's tables
    previous : the version published until now: read together, the two tell no more than one
    """
    prepare(con)
    deciding = _Deciding(con, previous)
    _hide_periods(con, deciding)
    _hide_hosts(con, deciding)
    _write(con, "secret", pd.concat(deciding.lots, ignore_index=True))
    con.execute(
        """CREATE TABLE open_demand AS
           SELECT year, commune, track, sum(pupils)::BIGINT AS pupils,
                  sum(pupil_weeks)::BIGINT AS pupil_weeks
           FROM demand GROUP BY ALL ORDER BY ALL"""
    )


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make what the crossings of a version are read from."""
    known = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'campaign_day'"
    ).fetchone()
    con.execute(_WITHOUT_DAYS if known == (0,) else _WITH_DAYS)
    con.execute(_ENGAGE)


class _Deciding:
    """Decides crossing by crossing, and keeps the lots for the next version."""

    def __init__(self, con: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
        self.con, self.previous = con, previous
        self.lots: list[pd.DataFrame] = []

    def decide(self, crossing: Crossing, known: pd.DataFrame | None = None) -> Decisions:
        """Decide a crossing; `known`: cells that another one has decided."""
        rows = self.con.execute(crossing.sql).df()
        try:
            decided = decide(rows, crossing.spec, self._earlier(crossing), known)
        except SecrecyError as error:
            raise IntakeError(
                f"Le secret statistique ne peut pas être assuré (croisement {crossing.name}) : "
                "rien n’est publié. Signaler ces fichiers à l’équipe d’ÉquiStage."
            ) from error
        columns = ["crossing", "year", "key", "other", "count", "value", "hidden"]
        lot = decided.cells.rename(columns=_general(crossing)).assign(crossing=crossing.name)
        self.lots.append(lot.reindex(columns=columns))
        self._remark(
            "sûr seul, à ne pas lire à côté de la version d’avant", crossing, decided.alone
        )
        self._remark("non diffusé : trop de petits nombres", crossing, decided.withheld)
        return decided

    def _remark(self, text: str, crossing: Crossing, years: list[tuple[str, ...]]) -> None:
        if years:
            self.con.execute(
                "INSERT INTO remark VALUES ('Secret', ?, ?, ?)",
                [
                    f"Croisement {text}",
                    len(years),
                    f"{crossing.name}, {', '.join(year for (year,) in years)}",
                ],
            )

    def _earlier(self, crossing: Crossing) -> Earlier | None:
        if self.previous is None:
            return None
        with duckdb.connect(str(self.previous), read_only=True) as con:
            try:
                prepare(con)
                lots = con.execute("FROM secret WHERE crossing = ?", [crossing.name]).df()
                table = con.execute(crossing.sql).df()
            except (duckdb.CatalogException, duckdb.BinderException):  # older than the rule
                return None
        names = {general: name for name, general in _general(crossing).items()}
        return Earlier(table, lots.rename(columns=names))


def _general(crossing: Crossing) -> dict[str, str]:
    """Names of the keys of a crossing in the table of lots."""
    return dict(zip(crossing.spec.keys[1:], ("key", "other"), strict=False))


def _hide_periods(con: duckdb.DuckDBPyConnection, deciding: _Deciding) -> None:
    by_family = deciding.decide(FAMILIES)
    cells = by_family.cells
    whole = cells[(cells["formation"] == "pro") & (cells["bef"] == TOTAL)].drop(columns="bef")
    by_level = deciding.decide(
        LEVELS, known=whole.rename(columns={"formation": "level"}).assign(level=TOTAL)
    )
    cells = by_family.masked()
    split = cells["formation"].str.split("/", expand=True).reindex(columns=[0, 1])
    cells["cut"], cells["family"] = split[0], split[1].fillna(TOTAL)
    cells = cells[cells["family"] != UNKNOWN].drop(columns="formation")
    finer = by_level.masked().rename(columns={"level": "cut"}).assign(family=TOTAL, bef=TOTAL)
    _write(con, "masked", pd.concat((cells, finer[finer["cut"] != TOTAL])))
    con.execute(WITH_SCHOOLS)
    tracks = by_family.cells[~by_family.cells["formation"].str.contains("/")]
    known = tracks[tracks["count"] == "due"].rename(columns={"formation": "track"})
    dated = [
        deciding.decide(crossing, known).masked().assign(date=crossing.name.removeprefix("dates"))
        for crossing in DATES
    ]
    _hide_publics(con, deciding, tracks)
    _write(con, "dated", pd.concat(dated).rename(columns={"track": "cut"}))
    con.execute(AT_ALL_DATES)


def _hide_publics(
    con: duckdb.DuckDBPyConnection, deciding: _Deciding, tracks: pd.DataFrame
) -> None:
    """Publics of the académie; `tracks`: cells of whole tracks, already decided."""
    whole = tracks[tracks["bef"] == TOTAL].drop(columns="bef")
    cells = deciding.decide(PUBLICS, whole.rename(columns={"formation": "public"})).masked()
    split = cells["public"].str.split("/", expand=True).reindex(columns=[0, 1])
    cells["track"], cells["public"] = split[0], split[1].fillna(TOTAL)
    _write(con, "masked_public", cells)
    con.execute(WITH_WORTH)


def _hide_hosts(con: duckdb.DuckDBPyConnection, deciding: _Deciding) -> None:
    by_sector = deciding.decide(SECTORS)
    _write(con, "diffused_hosts", by_sector.masked())
    whole = by_sector.cells[by_sector.cells["sector"] == TOTAL].drop(columns="sector")
    moves, lost = deciding.decide(MOVES, known=whole), deciding.decide(LOST)
    both = moves.masked().merge(lost.masked(), on=["year", "bef"], how="left")
    _write(con, "diffused_moves", both)
    told = pd.concat((moves.cells, lost.cells))
    told = told[told["bef"] == TOTAL].rename(columns={"bef": "load"})
    told["count"] = told["count"].map({"returning": "back", "lost": "gone"})
    returns = deciding.decide(RETURNS, known=told.dropna(subset="count"))
    _write(con, "diffused_return", returns.masked())
    total = whole[whole["bef"] == TOTAL].drop(columns="bef")
    for crossing in (SIZES, SECTIONS):
        known = total.assign(**{crossing.name: TOTAL})
        _write(con, f"diffused_{crossing.name}", deciding.decide(crossing, known).masked())


def _write(con: duckdb.DuckDBPyConnection, name: str, table: pd.DataFrame) -> None:
    with entered(con, "made", table, **_TYPES):
        con.execute(f"CREATE TABLE {name} AS FROM made ORDER BY ALL")
