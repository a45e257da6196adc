"""Where each BEF stands beside the others: told apart or not, and its rank interval."""

import numpy as np
import pandas as pd

from analytics import sides
from analytics.catalogue import CATALOGUE
from analytics.catalogue.counted import PARTS
from analytics.statistics.comparison import at_equal_mix, compare_effective
from analytics.statistics.shrinkage import rank_intervals
from data import reads
from data.scope import Scope
from data.selection import SCHOOL, Selection
from data.store.store import Store

COLUMNS = ["bef", "position", "equal", "rank_low", "rank_high", "ranked"]


def standing(store: Store, scope: Scope, selection: Selection, indicator: str) -> pd.DataFrame:
    """Compare the BEF of a selection at equal mix of formations, chance and schools accounted for.

    A BEF is told apart when it is at a rate of false discoveries of 5 % over the BEF, and when no
    value of its unknown periods could bring it to the other side of the whole.

    Parameters
    ----------
    selection : settings; its `bef` is left out: every BEF is compared
    indicator : "taux_acces" or "sans_lieu"; for another one, no row; nor by residence, where a
        school counts in several BEF, which are then not independent

    Returns
    -------
    One row a BEF: bef, position ("favourable", "unfavourable", "indistinct"; "" without a value),
    equal (rate at equal mix, 0..1), rank_low and rank_high (posterior 95 %, 1 is the most
    favourable), ranked (number of BEF ranked)
    """
    if indicator not in PARTS or selection.attribution != SCHOOL:
        return pd.DataFrame(columns=COLUMNS)
    whole = Selection(selection.year, selection.track, selection.level, selection.family)
    part = PARTS[indicator]
    reader = reads.reader_of(store, scope)
    counts = reader.states(whole, ("bef",))
    if reader.tells_schools:
        rows = reader.states(whole, ("bef", "uai", "family", "level"))
        compared = bef_at_equal_mix(rows, part)
    elif selection.family is None:
        compared = _diffused(counts, part)
    else:
        return pd.DataFrame(columns=COLUMNS)
    table = compared.merge(_bounds(counts, part), on="bef", how="left")
    polarity = CATALOGUE[indicator].polarity
    return _described(table, polarity)[COLUMNS]


def bef_at_equal_mix(rows: pd.DataFrame, part: str) -> pd.DataFrame:
    """Compare the BEF at equal mix of formations: `comparison.at_equal_mix`, `bef` for the unit.

    Parameters
    ----------
    rows : states by bef, uai, family and level
    part : the count that is compared, among the known periods
    """
    known = rows["due"] - rows["unknown"]
    strata = rows["family"] + "/" + rows["level"]
    found = at_equal_mix(rows[part], known, strata, rows["uai"], rows["bef"])
    return found.rename(columns={"unit": "bef"})


def _diffused(counts: pd.DataFrame, part: str) -> pd.DataFrame:
    rows = counts.dropna(subset=[f"{part}_equal", "known"])
    freedom = int(rows["freedom"].max()) if len(rows) else 0
    found = compare_effective(
        rows[f"{part}_equal"] * rows["known"], rows["known"], rows[f"{part}_worth"], freedom
    )
    return found.assign(bef=rows["bef"].to_numpy())


def _bounds(counts: pd.DataFrame, part: str) -> pd.DataFrame:
    """Gap to the whole of each BEF if none, then all of its unknown periods had the property."""
    known = counts["known"] if "known" in counts else counts["due"] - counts["unknown"]
    most = counts["unknown"]
    if "unknown_high" in counts:
        most = most.fillna(counts["unknown_high"])
    whole = counts[part].sum() / max(known.sum(), 1)
    every = (known + most).where(known + most > 0)
    return pd.DataFrame(
        {
            "bef": counts["bef"],
            "least": counts[part] / every - whole,
            "most": (counts[part] + most) / every - whole,
        }
    )


def _described(table: pd.DataFrame, polarity: int) -> pd.DataFrame:
    above = (table["side"] == "above") & (table["least"] > 0)
    below = (table["side"] == "below") & (table["most"] < 0)
    good, bad = (above, below) if polarity > 0 else (below, above)
    side = np.select([good, bad], [sides.FAVOURABLE, sides.UNFAVOURABLE], default=sides.INDISTINCT)
    position = pd.Series(side, index=table.index).where(table["side"] != "", "")
    worth = table["effective_n"].fillna(0.0).to_numpy(float)
    found = np.nan_to_num(table["rate"].to_numpy(float)) * worth
    low, high = rank_intervals(found if polarity > 0 else worth - found, worth)
    return table.assign(
        position=position,
        equal=table["rate"],
        rank_low=low,
        rank_high=high,
        ranked=int((worth > 0).sum()),
    )
