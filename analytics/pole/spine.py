"""The spine of one BEF: its indicators beside the académie's, at equal mix, noise tested."""

import numpy as np
import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.access.funnel import mostly_unknown
from analytics.catalogue import CATALOGUE
from analytics.catalogue.counted import Counted, columns_of, counted
from analytics.measuring import ratio, with_columns
from analytics.pole.spine_hosts import host_lines, way_line
from analytics.statistics.arrays import tally
from analytics.statistics.comparison import at_equal_mix
from analytics.statistics.uncertainty import false_discoveries, wilson_interval
from data import reads
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store

LINES = (
    counted("taux_acces", "taux_acces"),
    counted("sans_lieu", "sans_lieu"),
    counted("non_renseigne", "non_renseigne"),
    counted("tardifs", "tardifs"),
    Counted("distance", "distance"),
    counted("famille", "canal", "famille"),
    counted("aide", "canal", "ecole", ""),
    counted("autosuffisance", "autosuffisance"),
    Counted("fidelite", "fidelite"),
    Counted("penetration", "penetration"),
    Counted("tuteurs", "qualite"),
    counted("evaluations", "qualite"),
    counted("ruptures", "ruptures"),
)
COUNTED = tuple(line for line in LINES if line.parts)
COLUMNS = columns_of(COUNTED)
GROUPS = ("bef", "uai", "family", "level")
_AROUND = ("rate_min", "rate_max", "effective_n")
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
    rows = reads.reader_of(store, scope).states(whole, GROUPS, COLUMNS)
    table = pd.concat(
        [
            count_lines(rows),
            way_line(store, scope, whole, rows),
            host_lines(store, scope, whole, rows),
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
    bef, names = pd.factorize(rows["bef"], sort=True)
    coded = rows.assign(  # once for all the lines
        stratum=rows.groupby(["family", "level"], dropna=False).ngroup(),
        school=pd.factorize(rows["uai"], sort=True)[0],
        unit=bef,
    )
    tested = [_tested(line, coded, len(names)) for line in COUNTED]
    columns = {name: np.concatenate([one[name] for one in tested]) for name in tested[0]}
    told = {
        "line": np.repeat([line.key for line in COUNTED], len(names)),
        "bef": np.tile(names.to_numpy(object), len(COUNTED)),
    }
    table = pd.DataFrame(told | columns)
    part, known, unknown = (table[name].to_numpy(float) for name in ("part", "known", "unknown"))
    minimum = CATALOGUE["taux_acces"].minimum
    table = ratio(table, part=part, whole=known, unknown=unknown, minimum=minimum)
    counted = (table["line"] == "non_renseigne").to_numpy()
    silent = ~counted & mostly_unknown(table).to_numpy() & (known + unknown > 0)
    found = {
        name: np.where(silent, np.nan, table[name].to_numpy(float))
        for name in ("value", "equal", "low", "high", "p_value")
    }
    found.update(_around(found, *(table[name].to_numpy(float) for name in _AROUND)))
    absence = np.where(counted & (known > 0), "", table["absence"].to_numpy(object))
    absence = np.where(silent, Absence.UNKNOWN, absence)
    reason = np.where(np.isnan(found["equal"]), FEW_SCHOOLS, "")
    kept = table.drop(columns=["part", "known", *_AROUND])
    return with_columns(kept, **found, absence=absence, reason=reason)


def _tested(line: Counted, rows: pd.DataFrame, units: int) -> dict[str, np.ndarray]:
    """Counts of a line by BEF, its rate at equal mix, and the p of its gap to the others."""
    counts = part, known, _ = line.counts(rows)
    unit = rows["unit"].to_numpy()
    of = np.where(unit < 0, np.nan, unit)
    found = at_equal_mix(part, known, rows["stratum"], rows["school"], of)
    equal, worth, p_value = np.full((3, units), np.nan)
    at = found["unit"].to_numpy(int)
    p_value[at] = found["p_value"]
    equal[at] = np.where(np.isnan(p_value[at]), np.nan, found["rate"])
    worth[at] = found["effective_n"]
    academy = np.sum(part) / known.sum() if known.sum() else np.nan
    sums = (tally(values, (units,), unit) for values in counts)
    return {
        **dict(zip(("part", "known", "unknown"), sums, strict=True)),
        "academy": np.full(units, academy),
        "equal": equal,
        "effective_n": worth,
        "p_value": p_value,
    }


def _around(
    found: dict[str, np.ndarray], rate_min: np.ndarray, rate_max: np.ndarray, size: np.ndarray
) -> dict[str, np.ndarray]:
    """Set the interval of a value at equal mix on its effective size, and its unknown around it."""
    value, equal = found["value"], found["equal"]
    compared, size = ~np.isnan(equal), np.nan_to_num(size)
    low, high = wilson_interval(np.minimum(np.nan_to_num(equal) * size, size), size)
    moved = np.where(compared, equal, value) - value
    return {
        "low": np.where(compared, low, found["low"]),
        "high": np.where(compared, high, found["high"]),
        "least": np.clip(rate_min + moved, 0, 1),
        "most": np.clip(rate_max + moved, 0, 1),
    }


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
    ("favourable", "unfavourable", sides.DISTINCT where neither side is better, "indistinct", "" not
    compared; "unknown" in `reason` where the unknown alone forbid to tell), quarter and
    three_quarters (of the BEF that have a value), and one column a BEF, named by its code: what
    it shows
    """
    keys = [line.key for line in LINES]
    codes = sorted(table["bef"].unique())
    wide = table.set_index(["line", "bef"])["shown"].unstack()  # noqa: PD010 nothing is aggregated
    values = wide.reindex(index=keys, columns=codes).to_numpy(float)
    own = table[table["bef"] == bef].set_index("line").reindex(keys)
    absence, reason = own["absence"].fillna(Absence.NOT_APPLICABLE), own["reason"].fillna("")
    polarity = np.array([one.polarity for one in LINES])
    shown, academy, low, high = (
        own[name].to_numpy(float) for name in ("shown", "academy", "low", "high")
    )
    told = false_discoveries(own["p_value"], LINES_LEVEL)
    least, most = own["least"].fillna(own["low"]), own["most"].fillna(own["high"])
    up, down = (told & (low > academy)), (told & (high < academy))
    above, below = up & (least > academy), down & (most < academy)
    side = np.select([above, below], [1, -1], default=0) * polarity
    verdict = np.select(
        [own["equal"].isna(), side > 0, side < 0, above | below],
        ["", sides.FAVOURABLE, sides.UNFAVOURABLE, sides.DISTINCT],
        default=sides.INDISTINCT,
    )
    quarter, three_quarters = _quarters(values)
    return with_columns(
        own,
        absence=absence,
        reason=reason.mask((up | down) & ~above & ~below, UNKNOWN),
        polarity=polarity,
        gap=shown - academy,
        verdict=verdict,
        quarter=quarter,
        three_quarters=three_quarters,
        bef=bef,
        **{str(code): values[:, at] for at, code in enumerate(codes)},
    ).reset_index()


def _quarters(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Quarters of the BEF that have a value, a row a line; missing where none has one."""
    some = np.isfinite(values).any(axis=1)
    found = np.full((2, len(values)), np.nan)
    if some.any():
        found[:, some] = np.nanquantile(values[some], [0.25, 0.75], axis=1)
    return found[0], found[1]
