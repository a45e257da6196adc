"""The spine of one BEF: its indicators beside the académie's, at equal mix, noise tested."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import CATALOGUE
from analytics.comparison import at_equal_mix
from analytics.funnel import mostly_unknown
from analytics.measuring import ratio
from analytics.spine_hosts import host_lines, way_line
from analytics.uncertainty import false_discoveries, wilson_interval
from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store import Store


@dataclass(frozen=True)
class Line:
    """One row of the spine.

    Parameters
    ----------
    key : stable key of the row
    indicator : id in the catalogue, whose polarity and minimum are taken
    parts, whole, unknown : counts of `data.counts`, parts added; none: not made of counts
    """

    key: str
    indicator: str
    parts: tuple[str, ...] = ()
    whole: str = ""
    unknown: str = ""

    @property
    def polarity(self) -> int:
        """+1 more is better, -1 less is better, 0 neither."""
        return CATALOGUE[self.indicator].polarity


def _of(key: str, indicator: str, measure: str = "") -> Line:
    asked = CATALOGUE[indicator].measure(measure)
    return Line(key, indicator, (asked.part,), asked.whole, asked.unknown)


LINES = (
    _of("taux_acces", "taux_acces"),
    _of("sans_lieu", "sans_lieu"),
    _of("non_renseigne", "non_renseigne"),
    _of("tardifs", "tardifs"),
    Line("distance", "distance"),
    _of("famille", "canal", "famille"),
    Line("aide", "canal", ("by_school", "by_pole"), "placed", "channel_unknown"),
    _of("autosuffisance", "autosuffisance"),
    Line("fidelite", "fidelite"),
    Line("penetration", "penetration"),
    Line("tuteurs", "qualite"),
    _of("evaluations", "qualite"),
    _of("ruptures", "ruptures"),
)
COUNTED = tuple(line for line in LINES if line.parts)
COLUMNS = tuple(
    dict.fromkeys(
        name
        for line in COUNTED
        for name in (*line.parts, line.whole, line.unknown, "due", "unknown")
        if name
    )
)
GROUPS = ("bef", "uai", "family", "level")
# The 5 % of false claims that a page may make, shared between its lines and its last campaign.
LINES_LEVEL, CAMPAIGN_LEVEL = 0.04, 0.01
# Why a row is not compared (and "hosts": nothing says how hosts depend on each other).
FEW_SCHOOLS, OTHERS_UNREAD = "schools", "scope"
UNKNOWN = "unknown"  # compared, but what nobody told could bring it to the other side


def measured(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Measure the lines of the spine in every BEF, and test each against all the others.

    Parameters
    ----------
    selection : settings; its `bef` is left out; hosts are told by track, tutors of all pupils

    Returns
    -------
    One row a line × BEF: line, bef, value, count, n, unknown, unknown_share, absence; academy (the
    whole's value); where it is compared, equal (value at equal mix) and p_value, else why not in
    `reason`; shown (equal, or else the value) with low, high, its interval by chance, and least,
    most: what it would be if none, then all of the unknown had the property
    """
    whole = Selection(selection.year, selection.track, selection.level, selection.family)
    rows = reads.states(store, scope, whole, GROUPS, COLUMNS)
    table = pd.concat(
        [
            count_lines(rows),
            way_line(store, scope, whole, rows),
            host_lines(store, scope, whole),
        ],
        ignore_index=True,
    )
    if not scope.everywhere:  # the académie of a reader of one BEF would be this BEF
        table = table[table["bef"].isin(scope.befs)].assign(
            academy=np.nan, p_value=np.nan, equal=np.nan, reason=OTHERS_UNREAD
        )
    compared = table["equal"].notna()
    return table.assign(shown=table["equal"].where(compared, table["value"]))


def count_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Measure the lines that are made of counts.

    Parameters
    ----------
    rows : one row a school × family × level: `GROUPS`, `COLUMNS`

    Returns
    -------
    The table of `measured`, before `shown`
    """
    strata = rows["family"] + "/" + rows["level"]
    table = pd.concat([_tested(line, rows, strata) for line in COUNTED], ignore_index=True)
    part, known, unknown = (table[name].to_numpy(float) for name in ("part", "known", "unknown"))
    minimum = CATALOGUE["taux_acces"].minimum
    table = ratio(table, part=part, whole=known, unknown=unknown, minimum=minimum)
    counted = table["line"] == "non_renseigne"
    silent = ~counted & mostly_unknown(table) & (known + unknown > 0)
    table["absence"] = (
        table["absence"].mask(silent, Absence.UNKNOWN).mask(counted & (known > 0), "")
    )
    names = ["value", "equal", "low", "high", "p_value"]
    table[names] = table[names].mask(silent)
    table = _around(table).assign(reason=np.where(table["equal"].isna(), FEW_SCHOOLS, ""))
    return table.drop(columns=["part", "known", "rate_min", "rate_max", "effective_n"])


def _tested(line: Line, rows: pd.DataFrame, strata: pd.Series) -> pd.DataFrame:
    """Counts of a line by BEF, its rate at equal mix, and the p of its gap to the others."""
    part = sum(rows[name].to_numpy(float) for name in line.parts)
    unknown = rows[line.unknown].to_numpy(float) if line.unknown else np.zeros(len(rows))
    known = rows[line.whole].to_numpy(float) - unknown
    bef, names = pd.factorize(rows["bef"], sort=True)
    found = at_equal_mix(part, known, strata, rows["uai"], rows["bef"])
    found = found.set_index("unit").reindex(names)
    columns = {name: found[name].to_numpy(float) for name in ("rate", "effective_n", "p_value")}
    return pd.DataFrame(
        {
            "line": line.key,
            "bef": names,
            "part": np.bincount(bef, part),
            "known": np.bincount(bef, known),
            "unknown": np.bincount(bef, unknown),
            "academy": np.sum(part) / known.sum() if known.sum() else np.nan,
            "equal": np.where(np.isnan(columns["p_value"]), np.nan, columns["rate"]),
            "effective_n": columns["effective_n"],
            "p_value": columns["p_value"],
        }
    )


def _around(table: pd.DataFrame) -> pd.DataFrame:
    """Set the interval of a value at equal mix on its effective size, and its unknown around it."""
    compared, size = table["equal"].notna(), table["effective_n"].fillna(0.0)
    low, high = wilson_interval(np.minimum(table["equal"].fillna(0.0) * size, size), size)
    moved = table["equal"].fillna(table["value"]) - table["value"]
    return table.assign(
        low=np.where(compared, low, table["low"]),
        high=np.where(compared, high, table["high"]),
        least=(table["rate_min"] + moved).clip(0, 1),
        most=(table["rate_max"] + moved).clip(0, 1),
    )


def spine(table: pd.DataFrame, bef: str) -> pd.DataFrame:
    """Read the spine of one BEF: what it shows, and what passes the noise test.

    A difference is told when it is one of the page's discoveries (false ones held over its rows to
    `LINES_LEVEL`: Benjamini & Hochberg, 1995), when its interval leaves the académie's value on
    one side, and when no value of the unknown brings it back.

    Parameters
    ----------
    table : of `measured`
    bef : code

    Returns
    -------
    One row a line, in order: the columns of `measured`, polarity, gap (shown − academy), verdict
    ("favourable", "unfavourable", "distinct" where neither side is better, "indistinct", "" not
    compared; "unknown" in `reason` where the unknown alone forbid to tell), quarter and
    three_quarters (of the BEF that have a value), and one column a BEF, named by its code: what
    it shows
    """
    keys = [line.key for line in LINES]
    values = table.set_index(["line", "bef"])["shown"].unstack("bef").reindex(keys)  # noqa: PD010
    own = table[table["bef"] == bef].set_index("line").reindex(keys)
    own["absence"] = own["absence"].fillna(Absence.NOT_APPLICABLE)
    own["reason"] = own["reason"].fillna("")
    own["polarity"] = [line.polarity for line in LINES]
    own["gap"] = own["shown"] - own["academy"]
    told = false_discoveries(own["p_value"], LINES_LEVEL)
    least, most = own["least"].fillna(own["low"]), own["most"].fillna(own["high"])
    up, down = (told & (own["low"] > own["academy"])), (told & (own["high"] < own["academy"]))
    above, below = up & (least > own["academy"]), down & (most < own["academy"])
    own["reason"] = own["reason"].mask((up | down) & ~above & ~below, UNKNOWN)
    side = np.select([above, below], [1, -1], default=0) * own["polarity"]
    verdict = np.select(
        [own["equal"].isna(), side > 0, side < 0, above | below],
        ["", "favourable", "unfavourable", "distinct"],
        default="indistinct",
    )
    return own.assign(
        verdict=verdict,
        quarter=values.quantile(0.25, axis=1),
        three_quarters=values.quantile(0.75, axis=1),
        bef=bef,
        **{str(code): values[code] for code in values.columns},
    ).reset_index()
