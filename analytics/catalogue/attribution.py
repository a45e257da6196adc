"""To whom counts go: school, residence, host. Three maps of the same periods, and their balance."""

import pandas as pd

from analytics.absence import Absence
from analytics.catalogue import Indicator, Measure
from analytics.measuring import amount
from data import reads
from data.scope import Scope
from data.selection import HOST, RESIDENCE, SCHOOL, Selection
from data.store.store import Store

ELSEWHERE, ABROAD, UNKNOWN, TOTAL = "ailleurs", "etranger", "inconnu", "*"
WORDS = {
    SCHOOL: "établissement",
    RESIDENCE: "résidence (estimation, hypothèse)",
    HOST: "accueil",
}
_NOT_PLACES = (ELSEWHERE, ABROAD, UNKNOWN)


def follows(sheet: Indicator, asked: Measure) -> bool:
    """Tell whether a measure is counted to whom a reader chooses; others have their own."""
    return bool(asked.part) or sheet.id == "manque"


def attribution_of(sheet: Indicator, selection: Selection) -> str:
    """Words of the attribution of an indicator's main number, for titles and exports."""
    if follows(sheet, sheet.measure()):
        return WORDS[selection.attribution]
    return sheet.attribution


def without_host(reader: reads.Reader, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """Rows of an indicator on periods due, by host: "sans objet", since a due has no host yet."""
    groups = reader.states(selection, by, reads.attributions.HOST_COUNTS)
    nothing = pd.Series(float("nan"), index=groups.index)
    told = {"count": nothing, "unknown": nothing, "absence": Absence.NOT_APPLICABLE}
    return amount(groups[list(by)], nothing, **told)


def attribution_balance(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Count periods due and placements under the three attributions, and what makes them differ.

    Parameters
    ----------
    selection : settings; its `bef` and attribution are left out: every BEF is told

    Returns
    -------
    One row a BEF, then "ailleurs", "etranger", "inconnu" and the total "*": bef, label;
    due_school, due_home, due_in (live here, study elsewhere), due_out (study here, live
    elsewhere), due_told (of due_school, those whose residences are told); placed_school,
    placed_home, placed_host, host_in (hosted here, study elsewhere), host_out (study here, hosted
    elsewhere). What is by residence is estimated: real numbers. `home` = `school` + `in` − `out`,
    and so for the hosts; each of the three has the same total

    Raises
    ------
    NotDiffusedError : the reader sees only what is diffused
    """
    reader = reads.reader_of(store, scope)
    homes, places = reader.homes(selection), reader.places(selection)
    homes = homes.fillna({"school_bef": ELSEWHERE, "bef": ELSEWHERE})
    places = places.assign(bef=places["bef"].fillna(places["place"]))
    places = places.fillna({"school_bef": ELSEWHERE})
    befs = reads.lists.befs(store, scope)[["bef", "label"]]
    others = pd.DataFrame({"bef": _NOT_PLACES, "label": ""})
    table = pd.concat([befs, others], ignore_index=True)
    moved, hosted = (t[t["school_bef"] != t["bef"]] for t in (homes, places))
    for name, rows, side, count in (
        ("due_school", homes, "school_bef", "due"),
        ("due_home", homes, "bef", "due"),
        ("due_in", moved, "bef", "due"),
        ("due_out", moved, "school_bef", "due"),
        ("due_told", homes, "school_bef", "told_due"),
        ("placed_school", places, "school_bef", "placed"),
        ("placed_home", homes, "bef", "placed"),
        ("placed_host", places, "bef", "placed"),
        ("host_in", hosted, "bef", "placed"),
        ("host_out", hosted, "school_bef", "placed"),
    ):
        table[name] = table["bef"].map(rows.groupby(side)[count].sum()).fillna(0.0).astype(float)
    total = table.drop(columns=["bef", "label"]).sum()
    whole = pd.DataFrame([{"bef": TOTAL, "label": "", **total}])
    return pd.concat([table, whole], ignore_index=True)
