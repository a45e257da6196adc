"""Which problem is it? Seekers and places left, by BEF × family, each beside the other BEF."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics import sides
from analytics.absence import Absence
from analytics.companies.left_hosts import TOLD, left_hosts
from analytics.statistics.comparison import compare_units
from analytics.statistics.uncertainty import false_discoveries, wilson_interval
from data import reads, silence
from data.scope import Scope
from data.selection import NO_FAMILY, SCHOOL, Selection
from data.store.store import Store

SEEKERS_MARGIN = 0.05  # "no more than elsewhere" leaves this room (hypotheses)
PLACES_MARGIN = 0.10
SHORTAGE, UNFILLED, MISMATCH, BALANCE = "penurie", "non_pourvues", "appariement", "equilibre"
INDISTINCT, UNMEASURED = sides.INDISTINCT, "non_mesure"
_KEY = ["bef", "family"]
_COLUMNS = [
    *(*_KEY, "due", "unknown", "without", "without_p7"),
    *("seekers", "seekers_low", "seekers_high", "seekers_reference", "seekers_side"),
    *("seekers_p7", "seekers_p7_low", "seekers_p7_high", "hosts", "left", "left_unknown"),
    *("places", "places_low", "places_high", "places_reference", "places_side"),
    *("employers", "problem", "action", "absence", "reason"),
]
_COUNTS = ("due", "without", "unknown", "without_p7", "unknown_p7")


@dataclass(frozen=True)
class Problem:
    """A class: its French name, and the family of actions it suggests."""

    name: str
    action: str


PROBLEMS = {
    SHORTAGE: Problem(
        "Pénurie",
        "Prospecter\u00a0: chercher de nouveaux lieux dans les secteurs attendus, puis dans les "
        "métiers voisins et les bassins d’à côté.",
    ),
    UNFILLED: Problem(
        "Places non pourvues",
        "Faire connaître les places\u00a0: redonner aux établissements les lieux qui ont déjà "
        "accueilli, vérifier avec eux qu’ils accueilleraient encore.",
    ),
    MISMATCH: Problem(
        "Appariement",
        "Mettre en relation\u00a0: rapprocher lieux et élèves, étaler le calendrier, aider la "
        "mobilité.",
    ),
    BALANCE: Problem(
        "Équilibre",
        "Maintenir\u00a0: garder le lien avec les lieux qui accueillent.",
    ),
    INDISTINCT: Problem(
        "Indiscernable",
        "Aucune action propre à la famille\u00a0: les nombres ne permettent pas de trancher.",
    ),
    UNMEASURED: Problem(
        "Non mesuré",
        "Obtenir les données qui manquent avant de conclure.",
    ),
}


def diagnose(
    seekers: pd.DataFrame,
    places: pd.DataFrame,
    employers: pd.DataFrame,
    told: pd.DataFrame,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Tell which problem each BEF × family has, where both sides can be told.

    The reading is that of the Beveridge curve of a matching market (Blanchard & Diamond, 1989;
    hypothesis: hosts and pupils of a family and BEF are such a market): many seekers and few
    places left is a shortage, both many a mismatch. Seekers: periods due without a host on the
    first day. Places left: hosts that took pupils of the BEF and family in the two campaigns
    before, and take nobody in this one (hypothesis: what shows of places without takers). Each
    side is set beside the same family in the other BEF, chance and the likeness of pupils of one
    school accounted for, at a rate of false discoveries held over the cells and sides of a BEF, and
    its interval, extended to what the unknown could be, must leave that reference out.

    Parameters
    ----------
    seekers : one row a school and family: bef, uai, family, due, without, unknown, without_p7,
        unknown_p7 (periods)
    places : one row a school and family: bef, uai, family, hosts, taken, due, unknown (periods
        of the school and family in the campaign; those of which nobody told)
    employers : bef, family, employers (establishments of the expected sectors); a BEF that is not
        there is not known
    told : bef, family, due, unknown of the two campaigns before
    confidence : of the intervals

    Returns
    -------
    One row a BEF × family with periods due: bef, family, due, unknown, without, without_p7;
    seekers (share of what is known), seekers_low, seekers_high, seekers_reference, seekers_side,
    and seekers_p7, seekers_p7_low, seekers_p7_high at J+7; hosts, left, left_unknown, places
    (share of the hosts left), places_low, places_high, places_reference, places_side; employers,
    problem (key of `PROBLEMS`), action, absence ("non mesuré" or ""), reason (what lacks, French).
    A side is "high", "low", "near" (not more than the reference, its margin allowed), "wide", or ""
    without a value
    """
    table = seekers.groupby(_KEY, as_index=False)[list(_COUNTS)].sum()
    table = table[table["due"] > 0].set_index(_KEY)
    for end in ("", "_p7"):
        x, n, u = (seekers[name] for name in (f"without{end}", "due", f"unknown{end}"))
        rows = seekers[_KEY].assign(x=x, known=n - u, low=x, high=x + u, n=n)
        table = table.join(_side(rows, f"seekers{end}", confidence))
    free = left_hosts(places)
    sums = free.groupby(_KEY)[["hosts", "left", "hidden"]].sum()
    table = table.join(sums).join(_side(free, "places", confidence))
    table = table.join(employers.set_index(_KEY)).join(told.set_index(_KEY).add_suffix("_before"))
    table = table.rename(columns={"hidden": "left_unknown"}).reset_index()
    reason = _lacking(table)
    _tell(table, 1 - confidence)
    problem = np.where(reason != "", UNMEASURED, _problem(table))
    return table.assign(
        problem=problem,
        action=[PROBLEMS[key].action for key in problem],
        absence=np.where(reason != "", Absence.UNMEASURED, ""),
        reason=reason,
    )[_COLUMNS]


def diagnosis(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """Read and diagnose the vocational track of a campaign.

    Parameters
    ----------
    selection : year, and a level of the vocational track or None; the side of places is that of
        all levels; its `bef` is left out: each is set beside the others

    Returns
    -------
    The table of `diagnose`
    """
    whole = Selection(selection.year, "pro", selection.level, attribution=SCHOOL)
    seekers = reads.reader_of(store, scope).states(whole, ("bef", "uai", "family"), _COUNTS)
    seekers = seekers[seekers["family"] != NO_FAMILY]
    told = reads.profiles.told_before(store, scope, selection.year)
    places = reads.profiles.past_hosts(store, scope, selection.year)
    expected = reads.fabric.family_activities(store, scope)
    employers = expected_employers(
        reads.profiles.fine_employers(store, scope), expected, seekers["family"].unique().tolist()
    )
    return diagnose(seekers, places, employers, told)


def expected_employers(
    employers: pd.DataFrame, expected: pd.DataFrame, families: list[str]
) -> pd.DataFrame:
    """Count the employers of the sectors that each family expects; all where it expects none.

    Parameters
    ----------
    employers : bef, sector, establishments
    expected : family, sector
    families : codes

    Returns
    -------
    One row a BEF known in `employers` and family: bef, family, employers
    """
    counts = employers.pivot_table("establishments", "bef", "sector", aggfunc="sum", fill_value=0)
    wanted = pd.crosstab(expected["family"], expected["sector"]) > 0
    wanted = wanted.reindex(index=families, columns=counts.columns, fill_value=False)
    wanted[~wanted.any(axis=1)] = True
    found = counts.to_numpy(float) @ wanted.to_numpy(float).T
    cells = pd.MultiIndex.from_product([counts.index, families], names=_KEY)
    return pd.DataFrame({"employers": found.ravel()}, index=cells).reset_index()


def _side(rows: pd.DataFrame, name: str, confidence: float) -> pd.DataFrame:
    """One side of each cell: share of what is known, interval, the others' share, p-value.

    Parameters
    ----------
    rows : one row a school and family: bef, family, x of known (the share), low to high of n (what
        the unknown could make of it)
    """
    unit = rows["bef"] + "/" + rows["family"]
    found = compare_units(rows["x"], rows["known"], unit, confidence, rows["family"])
    sums = rows.groupby(_KEY)[["known", "low", "high", "n"]].sum()
    table = found.set_index("unit").reindex(["/".join(key) for key in sums.index])
    # what the unknown hide is worth as much as what is known
    worth = table["effective_n"].to_numpy() / sums["known"].where(sums["known"] > 0).to_numpy()
    size = (sums["n"] * worth).fillna(0)
    low, high = (np.minimum((sums[end] * worth).fillna(0), size) for end in ("low", "high"))
    share = table["rate"].to_numpy()  # of those that told: never out of what it can be
    ends = {
        "": np.clip(share, (sums["low"] / sums["n"]), (sums["high"] / sums["n"])),
        "_low": wilson_interval(low, size, confidence)[0],
        "_high": wilson_interval(high, size, confidence)[1],
        "_reference": table["others"],
        "_p": table["p_value"],
    }
    return pd.DataFrame(
        {f"{name}{end}": np.asarray(values) for end, values in ends.items()}, index=sums.index
    )


def _tell(table: pd.DataFrame, level: float) -> None:
    """Add which way each side lies, false discoveries held over the sides and cells of a BEF."""
    p = table[["seekers_p", "places_p"]].to_numpy(float)
    told = np.zeros(p.shape, dtype=bool)
    for rows in table.groupby("bef").indices.values():
        told[rows] = false_discoveries(p[rows].ravel(), level).reshape(-1, 2)
    for at, (name, margin) in enumerate((("seekers", SEEKERS_MARGIN), ("places", PLACES_MARGIN))):
        low, high, value, reference = (
            table[f"{name}{end}"] for end in ("_low", "_high", "", "_reference")
        )
        table[f"{name}_side"] = np.select(
            [
                value.isna() | reference.isna(),
                told[:, at] & (low > reference),
                told[:, at] & (high < reference),
                high <= reference + margin,
            ],
            ["", "high", "low", "near"],
            default="wide",
        )


def _problem(table: pd.DataFrame) -> np.ndarray:
    seekers, places = table["seekers_side"], table["places_side"]
    few_seekers, few_places = seekers.isin(["low", "near"]), places.isin(["low", "near"])
    return np.select(
        [
            (seekers == "high") & (places == "low"),
            (seekers == "high") & (places == "high"),
            few_seekers & (places == "high"),
            few_seekers & few_places,
        ],
        [SHORTAGE, MISMATCH, UNFILLED, BALANCE],
        default=INDISTINCT,
    )


def _lacking(table: pd.DataFrame) -> np.ndarray:
    """What keeps a cell from being measured, in French; "" when nothing does."""
    before = table["due_before"]
    return np.select(
        [
            table["unknown"] > TOLD * table["due"],
            table["employers"].isna(),
            before.isna() | (before == 0),
            table["unknown_before"] > TOLD * before,
            ~(table["hosts"] > 0),
            table["left_unknown"] > TOLD * table["hosts"],
            table["seekers_reference"].isna() | table["places_reference"].isna(),
        ],
        [
            "plus de la moitié des périodes n’est pas renseignée",
            "le nombre d’employeurs du bassin n’est pas connu",
            "aucune campagne d’avant n’est connue",
            "plus de la moitié des périodes des deux campagnes d’avant n’est pas renseignée",
            "aucun lieu d’accueil n’est connu dans les deux campagnes d’avant",
            f"plus de la moitié des lieux connus peut accueillir des élèves {silence.UNTOLD_S}",
            "aucun autre bassin lisible n’a cette famille",
        ],
        default="",
    )
