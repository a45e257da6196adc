"""One call for any indicator, over any of its groupings: reads what it needs, and measures it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.absence import Absence
from analytics.access.funnel import STATES, to_place
from analytics.access.potential import mean_access
from analytics.access.travelling import balance, way
from analytics.catalogue import CATALOGUE, Indicator
from analytics.catalogue.attribution import follows, without_host
from analytics.companies.left_hosts import left_share
from analytics.engagement import (
    concentration,
    employers_of_trade,
    engaged,
    engagement,
    fidelity,
    hosts_of_trade,
    penetration,
    trained_tutors,
)
from analytics.equity.equity_gap import equity_gap
from analytics.measuring import amount, measure, ratio
from analytics.services.access import reached
from analytics.services.desk import Held
from analytics.statistics.retention import unseen_share
from data import reads
from data.faults import FaultError
from data.scope import Level, Scope
from data.selection import HOST, SCHOOL, Selection
from data.store.store import NotDiffusedError, Store

By = tuple[str, ...]
_Ask = Callable[[Store, Scope, Selection, By, str], pd.DataFrame]
_FINE = ("year", "uai", "level", "family", "period")


class NotComputedError(FaultError):
    """Nothing computes this indicator, or not over this grouping; its text is shown, in French."""


def ask(
    store: Store,
    scope: Scope,
    selection: Selection,
    indicator: str,
    by: By = (),
    key: str = "",
) -> pd.DataFrame:
    """Compute an indicator over a selection, one row a group.

    Parameters
    ----------
    selection : settings; its attribution is that of counts and of the lack of places, other
        indicators keep their own; `bef` is that of the attribution
    indicator : id in the catalogue
    by : groupings, among those of its sheet; empty: the whole
    key : which of its measures; "" for the main one

    Returns
    -------
    `by` and the columns that `measuring.measure` documents: value, count (numerator),
    n (denominator), unknown, rate_min, rate_max, low, high, absence

    Raises
    ------
    KeyError : no such indicator or measure
    NotComputedError : nothing computes it yet, or not by this grouping or attribution
    NotDiffusedError : the reader sees only what is diffused, and this is not
    """
    sheet = CATALOGUE[indicator]
    asked = sheet.measure(key)
    if not sheet.computed:
        raise NotComputedError(f"« {sheet.name} » n’est pas encore calculé.")
    if wrong := [name for name in by if name not in sheet.groups]:
        raise NotComputedError(f"« {sheet.name} » ne se calcule pas par {', '.join(wrong)}.")
    if not follows(sheet, asked):
        selection = _own(sheet, selection)
    elif selection.attribution == HOST:
        return without_host(store, scope, selection, by)
    if asked.part:
        counts = tuple(name for name in asked.columns if not name.startswith("schools"))
        sums = reads.reader_of(store, scope).states(selection, by, counts)  # schools come anyway
        return measure(indicator, sums, key)
    known = _KNOWN[scope.level]
    if indicator not in known:
        raise NotDiffusedError(f"« {CATALOGUE[indicator].name} » n’est pas diffusé.")
    return known[indicator](store, scope, selection, by, key)


def _own(sheet: Indicator, selection: Selection) -> Selection:
    """Settings of an indicator that is counted to one only: hosts where they are, ways from school.

    Raises
    ------
    NotComputedError : it is counted by school, and another attribution is asked for
    """
    if selection.attribution != SCHOOL and sheet.attribution != "accueil":
        raise NotComputedError(f"« {sheet.name} » ne se compte que par établissement.")
    return replace(selection, attribution=SCHOOL)


def _lacks_diffused(
    store: Store, scope: Scope, selection: Selection, by: By, key: str
) -> pd.DataFrame:
    table = measure("sans_lieu", reads.reader_of(store, scope).states(selection, by))
    return table.assign(value=table["count"].mask(table["absence"] == Absence.UNKNOWN))


def _hosts_diffused(
    store: Store, scope: Scope, selection: Selection, by: By, key: str
) -> pd.DataFrame:
    if key:
        raise NotDiffusedError("La densité de lieux d’accueil n’est pas diffusée.")
    hosts = reads.diffused.hosts(store, scope, selection, _only(by))
    if hosts.empty and not by:  # nobody told of any host
        return amount(pd.DataFrame(index=[0]), pd.Series([np.nan]), absence=Absence.UNKNOWN)
    secret = np.where(hosts["hosts"].isna(), Absence.SECRET, "")
    return amount(hosts, hosts["hosts"], absence=secret)


def _engagement_diffused(
    store: Store, scope: Scope, selection: Selection, by: By, key: str
) -> pd.DataFrame:
    group = _only(by)
    hosts = reads.diffused.hosts(store, scope, selection, group)
    fabric = reads.fabric.by_sector(store, scope)
    if selection.bef is not None:
        fabric = fabric[fabric["bef"] == selection.bef]
    if group is None:
        base = pd.DataFrame({"establishments": [fabric["establishments"].sum()]})
        base["hosts"] = hosts["hosts"].reindex([0]).to_numpy()
    else:
        base = fabric.groupby(group, as_index=False)["establishments"].sum()
        base = base.merge(hosts, on=group, how="left")
    secret = base["hosts"].isna()
    table = penetration(base.assign(hosts=base["hosts"].fillna(0)))
    derived = ["hosts", "value", "count", "low", "high", "rate_min", "rate_max"]
    table[derived] = table[derived].mask(secret)
    code = Absence.SECRET if len(hosts) else Absence.UNKNOWN  # no host at all: nobody told
    return table.assign(absence=table["absence"].mask(secret, code))


def _fidelity_diffused(
    store: Store, scope: Scope, selection: Selection, by: By, key: str
) -> pd.DataFrame:
    if by:
        raise NotDiffusedError("La fidélité n’est diffusée que pour un bassin ou l’académie.")
    moves = reads.diffused.moves(store, scope, selection)
    before = moves["returning"] + moves["lost"]
    counts = pd.DataFrame({"hosts_before": before, "hosts_back": moves["returning"]})
    table = fidelity(counts, _unseen(store, scope, selection, counts, ()))
    return table.assign(absence=table["absence"].mask(before.isna(), Absence.SECRET))


def _fabric_alone(
    store: Store, scope: Scope, selection: Selection, by: By, key: str
) -> pd.DataFrame:
    group, fabric = _only(by), reads.fabric.by_sector(store, scope)
    if selection.bef is not None:
        fabric = fabric[fabric["bef"] == selection.bef]
    if group is None:
        total = pd.Series([fabric["establishments"].sum()])
        return amount(pd.DataFrame(index=total.index), total)
    table = fabric.groupby(group, as_index=False)["establishments"].sum()
    return amount(table, table["establishments"])


def _lacks(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    fine = reads.reader_of(store, scope).states(selection, tuple(dict.fromkeys((*by, *_FINE))))
    table = to_place(fine, list(by)) if by else to_place(fine.assign(all=""), ["all"])
    known = table["due"] - table["unknown"]
    shown = amount(table, table["to_place"].where(known > 0), n=known, unknown=table["unknown"])
    rate = measure("taux_acces", table[STATES])
    return shown.assign(absence=rate["absence"], unknown_share=rate["unknown_share"])


def _hosts(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    hosts = reads.hosts.engaged(store, scope, selection, by)
    dues = reads.reader_of(store, scope).states(selection, by, ("due", "unknown"))
    if not by:
        return engaged(pd.concat([hosts, dues], axis=1), key)
    return engaged(dues.merge(hosts, on=list(by), how="outer"), key)


def _fidelity(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    counts = reads.hosts.returned(store, scope, selection, by)
    table = fidelity(counts, _unseen(store, scope, selection, counts, by))
    return _with_silence(table, store, scope, selection, by, Absence.UNMEASURED)


def _unseen(
    store: Store, scope: Scope, selection: Selection, groups: pd.DataFrame, by: By
) -> np.ndarray:
    """Share of the periods due of each group that nobody told of; 0 where none is due."""
    dues = reads.reader_of(store, scope).states(selection, by, ("due", "unknown"))
    shares = dues.assign(unseen=unseen_share(dues))
    found = groups.merge(shares, on=list(by), how="left") if by else groups.join(shares["unseen"])
    return found["unseen"].fillna(0.0).to_numpy(float)


def _gathered(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    table = concentration(reads.hosts.engaged(store, scope, selection, by), key)
    return _with_silence(table, store, scope, selection, by)


def _tutors(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    table = trained_tutors(reads.hosts.engaged(store, scope, selection, by))
    return _with_silence(table, store, scope, selection, by)


def _way(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    table = way(reads.hosts.distances(store, scope, selection, by), key)
    return _with_silence(table, store, scope, selection, by)


def _with_silence(
    table: pd.DataFrame,
    store: Store,
    scope: Scope,
    selection: Selection,
    by: By,
    nothing: Absence = Absence.NOT_APPLICABLE,
) -> pd.DataFrame:
    """Add the groups that have periods due and no host: nobody told, or nothing to tell."""
    dues = reads.reader_of(store, scope).states(selection, by, ("due", "unknown"))
    dues["silent"] = (dues["due"] > 0) & (dues["unknown"] == dues["due"])
    silence = dues[[*by, "silent"]]
    whole = table.merge(silence, on=list(by), how="outer") if by else table.join(silence)
    silent = whole["silent"].fillna(False).astype(bool)
    absence = whole["absence"].fillna(nothing)
    absence = absence.mask(silent & (absence == Absence.NOT_APPLICABLE), Absence.UNKNOWN)
    return whole.assign(absence=absence).drop(columns="silent")


def _engagement(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    hosts, fabric = (
        reads.hosts.listed(store, scope, selection),
        reads.fabric.by_sector(store, scope),
    )
    if selection.family is not None:
        expected = reads.fabric.family_activities(store, scope)
        expected = expected.loc[expected["family"] == selection.family, "sector"]
        hosts = hosts_of_trade(hosts, expected)
        fabric = employers_of_trade(reads.fabric.by_activity(store, scope), expected)
    if selection.bef is not None:
        fabric = fabric[fabric["bef"] == selection.bef]
    pole = reads.lists.pole_of_bef(store, scope)
    hosts, fabric = (t.assign(pole=t["bef"].map(pole)) for t in (hosts, fabric))
    followed = len(hosts) > 0 or _followed(store, scope, selection)
    return engagement(hosts, fabric, _only(by), followed)


def _followed(store: Store, scope: Scope, selection: Selection) -> bool:
    """Tell whether a school, of whatever BEF, told of a period due: a host may be anywhere."""
    dues = reads.reader_of(store, scope).states(
        replace(selection, bef=None), (), ("due", "unknown")
    )
    return bool((dues["due"] > dues["unknown"]).any())


def _fabric(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    table = _engagement(store, scope, replace(selection, family=None), by, key)
    return amount(table[[*by, "establishments"]], table["establishments"])


def _potential(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    table = reached(Held(reads.reader_of(store, scope)), selection)
    table["pole"] = table["bef"].map(reads.lists.pole_of_bef(store, scope))
    if selection.bef is not None:
        table = table[table["bef"] == selection.bef]
    return mean_access(table, _only(by))


def _balance(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    level = _only(by) or "bef"
    codes = {"bef": reads.lists.befs, "pole": reads.lists.poles, "commune": reads.lists.communes}[
        level
    ](store, scope)
    table = balance(
        reads.hosts.flows(store, scope, selection, level), codes[level].drop_duplicates()
    )
    if not by:
        if selection.bef is None:
            raise NotComputedError("« Solde des échanges » se lit par territoire.")
        return table[table["territory"] == selection.bef].drop(columns="territory")
    return table.rename(columns={"territory": level})


def _gap(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    return equity_gap(reads.equity.schools(store, scope, selection), by)


def _left(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    places = reads.profiles.past_hosts(store, scope, selection.year)
    wanted = {"bef": selection.bef, "family": selection.family}
    for name, code in wanted.items():
        places = places[places[name] == code] if code is not None else places
    if selection.track not in (None, "pro"):  # hosts of another track have no family
        places = places.head(0)
    return left_share(places, list(by), CATALOGUE["lieux_non_repris"].minimum)


def _refused(store: Store, scope: Scope, selection: Selection, by: By, key: str) -> pd.DataFrame:
    if by:
        raise NotComputedError("Les lignes à l’UAI inconnu ne se rattachent à aucun groupe.")
    lines = reads.imports.unmatched_schools(store, scope)
    part, whole = (lines[name].to_numpy(float) for name in ("unmatched", "lines"))
    return ratio(lines, part=part, whole=whole, estimated=False)


def _only(by: By) -> str | None:
    if len(by) > 1:
        raise NotComputedError("Cet indicateur se calcule par un seul regroupement à la fois.")
    return by[0] if by else None


_INSIDE: dict[str, _Ask] = {
    "manque": _lacks,
    "ecart_equite": _gap,
    "distance": _way,
    "apl": _potential,
    "solde": _balance,
    "entreprises_engagees": _hosts,
    "fidelite": _fidelity,
    "concentration": _gathered,
    "penetration": _engagement,
    "tissu": _fabric,
    "lieux_non_repris": _left,
    "qualite": _tutors,
    "fiabilite": _refused,
}
_TO_OTHERS: dict[str, _Ask] = {
    "manque": _lacks_diffused,
    "entreprises_engagees": _hosts_diffused,
    "penetration": _engagement_diffused,
    "fidelite": _fidelity_diffused,
    "apl": _potential,
    "tissu": _fabric_alone,
}
_KNOWN = {Level.INTERNAL: _INSIDE, Level.DIFFUSION: _TO_OTHERS}
