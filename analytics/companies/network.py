"""The network of schools: hosts and actions in common, who has none, practices reused elsewhere."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from analytics.absence import Absence

LINKED, ISOLATED = "relié", "isolé"
_PAIR = ["uai", "other"]
_TYPES = {"uai": "str", "other": "str", "actions": int}


def taking_part(actions: pd.DataFrame) -> pd.DataFrame:
    """Who takes part in what: one row an action and school, each once.

    Parameters
    ----------
    actions : action, schools (lists of UAI)

    Returns
    -------
    action, uai
    """
    rows = actions[["action", "schools"]].explode("schools").dropna(subset="schools")
    return rows.rename(columns={"schools": "uai"}).drop_duplicates().reset_index(drop=True)


def acting_together(parts: pd.DataFrame) -> pd.DataFrame:
    """Pairs of schools that take part in the same actions: uai, other (uai < other), actions.

    Parameters
    ----------
    parts : as `taking_part`
    """
    if not len(parts):
        return pd.DataFrame({"uai": [], "other": [], "actions": []}).astype(_TYPES)
    action, _ = pd.factorize(parts["action"])
    school, names = pd.factorize(parts["uai"], sort=True)
    there = sparse.csr_matrix((np.ones(len(parts), dtype=int), (school, action)))
    both = sparse.triu(there @ there.T, k=1).tocoo()
    pairs = pd.DataFrame(
        {"uai": names[both.row], "other": names[both.col], "actions": both.data}
    ).astype(_TYPES)
    return pairs.sort_values(_PAIR).reset_index(drop=True)


def links(hosts: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Pairs of schools that share something.

    Parameters
    ----------
    hosts : uai, other (uai < other), hosts
    parts : as `taking_part`

    Returns
    -------
    uai, other, hosts, actions: how many they share, 0 where only the other is shared
    """
    pairs = hosts.merge(acting_together(parts), how="outer", on=_PAIR)
    counts = {name: pairs[name].fillna(0).astype(int) for name in ("hosts", "actions")}
    return pairs.assign(**counts).sort_values(_PAIR).reset_index(drop=True)


def members(schools: pd.DataFrame, pairs: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """What ties each school to others.

    Parameters
    ----------
    schools : uai, sent (it told of its periods), hosts, shared
    pairs : as `links`, over all the schools that the reader sees
    parts : as `taking_part`

    Returns
    -------
    The schools with actions (it takes part in), others (schools it shares a host or an action
    with), status: `LINKED`; `ISOLATED`: it told of its hosts, and shares none and no action;
    "non renseigné": it told nothing and no action ties it. hosts and shared are missing where
    nothing was told, and others where only actions are known
    """
    acts = parts.groupby("uai").size()
    both = pd.concat([pairs["uai"], pairs["other"]], ignore_index=True)
    others = schools["uai"].map(both.value_counts()).fillna(0).astype(int)
    sent = schools["sent"].astype(bool)
    status = np.select([others > 0, sent], [LINKED, ISOLATED], Absence.UNKNOWN.value)
    table = schools.assign(
        actions=schools["uai"].map(acts).fillna(0).astype(int), others=others, status=status
    )
    table[["hosts", "shared", "others"]] = table[["hosts", "shared", "others"]].where(sent)
    return table


def reused(actions: pd.DataFrame) -> pd.DataFrame:
    """Practices met again later in another BEF, or said to be taken from one.

    Parameters
    ----------
    actions : action, day, bef, practice, practice_key (the tag, folded), taken_from

    Returns
    -------
    One row a source and BEF that reuses it first: practice, source, source_bef, source_day, action,
    bef, day, declared (the action names its source; else only the tag is the same)
    """
    kept = ["action", "day", "bef", "practice", "practice_key", "taken_from"]
    texts = {name: "str" for name in kept if name != "day"}
    later = actions[kept].astype(texts).sort_values(["day", "action"])
    source = later.drop(columns="taken_from").rename(
        columns={"action": "source", "day": "source_day", "bef": "source_bef"}
    )
    named = later.merge(
        source.drop(columns=["practice", "practice_key"]), left_on="taken_from", right_on="source"
    )
    first = source[source["practice_key"] != ""].drop_duplicates("practice_key")
    same = later.merge(first.drop(columns="practice"), on="practice_key")
    same = same[(same["day"] > same["source_day"]) & (same["bef"] != same["source_bef"])]
    named = named[named["bef"] != named["source_bef"]]
    found = pd.concat([named.assign(declared=True), same.assign(declared=False)])
    found = found.drop_duplicates("action")  # what is said is surer than a tag
    found = found.sort_values(["day", "action"], kind="stable")
    found = found.drop_duplicates(["source", "bef"])
    order = ["practice", "source", "source_bef", "source_day", "action", "bef", "day", "declared"]
    return found[order].reset_index(drop=True)


def seriate(weights: ArrayLike) -> np.ndarray:
    """Order that puts linked units near each other: the Fiedler vector of the graph.

    Atkins, Boman and Hendrickson (1998), applied to D^-1/2 W D^-1/2; units without any link come
    last, in their own order. Parts of the graph that nothing ties follow each other, the largest
    first.

    Parameters
    ----------
    weights : units × units, symmetric, not negative; the diagonal does not count

    Returns
    -------
    Positions of the units, in order; always the same for the same weights
    """
    w = np.array(weights, dtype=float)
    if not len(w):
        return np.array([], dtype=int)
    np.fill_diagonal(w, 0)
    count, part = sparse.csgraph.connected_components(w, directed=False)
    size = np.bincount(part, minlength=count)
    groups = sorted(range(count), key=lambda k: (-size[k], k))
    return np.concatenate([_along(w, np.flatnonzero(part == k)) for k in groups])


def _along(weights: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Order the units of one part of the graph."""
    if len(units) < 3:
        return units
    inside = weights[np.ix_(units, units)]
    root = np.sqrt(inside.sum(axis=1))
    _, vectors = np.linalg.eigh(inside / np.outer(root, root))
    fiedler = vectors[:, -2] / root
    largest = np.argmax(np.abs(fiedler))
    return units[np.argsort(np.sign(fiedler[largest]) * np.round(fiedler, 9), kind="stable")]
