"""One call for any indicator, over any of its groupings: reads what it needs, and measures it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

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
_How = Literal["outer", "left"]
_FINE = ("year", "uai", "level", "family", "period")


class NotComputedError(FaultError):
    """Nothing computes this indicator, or not over this grouping; its text is shown, in French."""


@dataclass(frozen=True)
class _Question:
    """Who asks, over which selection, by which groups, for which number of the indicator."""

    reader: reads.Reader
    selection: Selection
    by: By
    key: str

    @property
    def where(self) -> tuple[Store, Scope, Selection]:
        """What most reads take."""
        return (*self.reader.at, self.selection)

    @property
    def group(self) -> str | None:
        """The only grouping."""
        if len(self.by) > 1:
            raise NotComputedError("Cet indicateur se calcule par un seul regroupement à la fois.")
        return self.by[0] if self.by else None

    def inside(self, table: pd.DataFrame) -> pd.DataFrame:
        """Rows of the BEF of the selection."""
        bef = self.selection.bef
        return table if bef is None else table[table["bef"] == bef]

    def dues(self) -> pd.DataFrame:
        """Periods due of each group, and those that nobody told of."""
        return self.reader.states(self.selection, self.by, ("due", "unknown"))

    def beside(self, left: pd.DataFrame, right: pd.DataFrame, how: _How = "outer") -> pd.DataFrame:
        """Set two tables side by side, one row a group."""
        return left.merge(right, on=list(self.by), how=how) if self.by else left.join(right)


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
    sheet, reader = CATALOGUE[indicator], reads.reader_of(store, scope)
    asked = sheet.measure(key)
    if not sheet.computed:
        raise NotComputedError(f"« {sheet.name} » n’est pas encore calculé.")
    if wrong := [name for name in by if name not in sheet.groups]:
        raise NotComputedError(f"« {sheet.name} » ne se calcule pas par {', '.join(wrong)}.")
    if not follows(sheet, asked):
        selection = _own(sheet, selection)
    elif selection.attribution == HOST:
        return without_host(reader, selection, by)
    if asked.part:
        counts = tuple(name for name in asked.columns if not name.startswith("schools"))
        return measure(indicator, reader.states(selection, by, counts), key)  # schools come anyway
    known = _KNOWN[scope.level]
    if indicator not in known:
        raise NotDiffusedError(f"« {sheet.name} » n’est pas diffusé.")
    return known[indicator](_Question(reader, selection, by, key))


def _own(sheet: Indicator, selection: Selection) -> Selection:
    """Settings of an indicator that is counted to one only: hosts where they are, ways from school.

    Raises
    ------
    NotComputedError : it is counted by school, and another attribution is asked for
    """
    if selection.attribution != SCHOOL and sheet.attribution != "accueil":
        raise NotComputedError(f"« {sheet.name} » ne se compte que par établissement.")
    return replace(selection, attribution=SCHOOL)


def _lacks_diffused(asked: _Question) -> pd.DataFrame:
    table = measure("sans_lieu", asked.reader.states(asked.selection, asked.by))
    return table.assign(value=table["count"].mask(table["absence"] == Absence.UNKNOWN))


def _hosts_diffused(asked: _Question) -> pd.DataFrame:
    if asked.key:
        raise NotDiffusedError("La densité de lieux d’accueil n’est pas diffusée.")
    hosts = reads.diffused.hosts(*asked.where, asked.group)
    if hosts.empty and not asked.by:  # nobody told of any host
        return amount(pd.DataFrame(index=[0]), pd.Series([np.nan]), absence=Absence.UNKNOWN)
    secret = np.where(hosts["hosts"].isna(), Absence.SECRET, "")
    return amount(hosts, hosts["hosts"], absence=secret)


def _engagement_diffused(asked: _Question) -> pd.DataFrame:
    hosts = reads.diffused.hosts(*asked.where, asked.group)
    base = asked.beside(_employers(asked), hosts, "left")
    secret = base["hosts"].isna()
    table = penetration(base.assign(hosts=base["hosts"].fillna(0)))
    derived = ["hosts", "value", "count", "low", "high", "rate_min", "rate_max"]
    table[derived] = table[derived].mask(secret)
    code = Absence.SECRET if len(hosts) else Absence.UNKNOWN  # no host at all: nobody told
    return table.assign(absence=table["absence"].mask(secret, code))


def _fidelity_diffused(asked: _Question) -> pd.DataFrame:
    if asked.by:
        raise NotDiffusedError("La fidélité n’est diffusée que pour un bassin ou l’académie.")
    moves = reads.diffused.moves(*asked.where)
    before = moves["returning"] + moves["lost"]
    counts = pd.DataFrame({"hosts_before": before, "hosts_back": moves["returning"]})
    table = fidelity(counts, _unseen(asked, counts))
    return table.assign(absence=table["absence"].mask(before.isna(), Absence.SECRET))


def _fabric_alone(asked: _Question) -> pd.DataFrame:
    table = _employers(asked)
    return amount(table, table["establishments"])


def _employers(asked: _Question) -> pd.DataFrame:
    """Employers of the perimeter by group; one row for the whole."""
    fabric = asked.inside(reads.fabric.by_sector(*asked.reader.at))
    if asked.group is None:
        return pd.DataFrame({"establishments": [fabric["establishments"].sum()]})
    return fabric.groupby(asked.group, as_index=False)["establishments"].sum()


def _lacks(asked: _Question) -> pd.DataFrame:
    fine = asked.reader.states(asked.selection, tuple(dict.fromkeys((*asked.by, *_FINE))))
    table = to_place(fine.assign(all=""), list(asked.by) or ["all"])
    known = table["due"] - table["unknown"]
    shown = amount(table, table["to_place"].where(known > 0), n=known, unknown=table["unknown"])
    rate = measure("taux_acces", table[STATES])
    return shown.assign(absence=rate["absence"], unknown_share=rate["unknown_share"])


def _hosts(asked: _Question) -> pd.DataFrame:
    hosts = reads.hosts.engaged(*asked.where, asked.by)
    return engaged(asked.beside(asked.dues(), hosts), asked.key)


def _fidelity(asked: _Question) -> pd.DataFrame:
    counts = reads.hosts.returned(*asked.where, asked.by)
    table = fidelity(counts, _unseen(asked, counts))
    return _with_silence(table, asked, Absence.UNMEASURED)


def _unseen(asked: _Question, groups: pd.DataFrame) -> np.ndarray:
    """Share of the periods due of each group that nobody told of; 0 where none is due."""
    dues = asked.dues()
    shares = dues.assign(unseen=unseen_share(dues))[[*asked.by, "unseen"]]
    return asked.beside(groups, shares, "left")["unseen"].fillna(0.0).to_numpy(float)


def _gathered(asked: _Question) -> pd.DataFrame:
    hosts = reads.hosts.engaged(*asked.where, asked.by)
    return _with_silence(concentration(hosts, asked.key), asked)


def _tutors(asked: _Question) -> pd.DataFrame:
    return _with_silence(trained_tutors(reads.hosts.engaged(*asked.where, asked.by)), asked)


def _way(asked: _Question) -> pd.DataFrame:
    return _with_silence(way(reads.hosts.distances(*asked.where, asked.by), asked.key), asked)


def _with_silence(
    table: pd.DataFrame, asked: _Question, nothing: Absence = Absence.NOT_APPLICABLE
) -> pd.DataFrame:
    """Add the groups that have periods due and no host: nobody told, or nothing to tell."""
    dues = asked.dues()
    dues["silent"] = (dues["due"] > 0) & (dues["unknown"] == dues["due"])
    whole = asked.beside(table, dues[[*asked.by, "silent"]])
    silent = whole["silent"].fillna(False).astype(bool)
    absence = whole["absence"].fillna(nothing)
    absence = absence.mask(silent & (absence == Absence.NOT_APPLICABLE), Absence.UNKNOWN)
    return whole.assign(absence=absence).drop(columns="silent")


def _engagement(asked: _Question) -> pd.DataFrame:
    hosts = reads.hosts.listed(*asked.where)
    fabric = reads.fabric.by_sector(*asked.reader.at)
    if asked.selection.family is not None:
        expected = reads.fabric.family_activities(*asked.reader.at)
        expected = expected.loc[expected["family"] == asked.selection.family, "sector"]
        hosts = hosts_of_trade(hosts, expected)
        fabric = employers_of_trade(reads.fabric.by_activity(*asked.reader.at), expected)
    pole = reads.lists.pole_of_bef(*asked.reader.at)
    hosts, fabric = (t.assign(pole=t["bef"].map(pole)) for t in (hosts, asked.inside(fabric)))
    followed = len(hosts) > 0 or _followed(asked)
    return engagement(hosts, fabric, asked.group, followed)


def _followed(asked: _Question) -> bool:
    """Tell whether a school, of whatever BEF, told of a period due: a host may be anywhere."""
    dues = replace(asked, selection=replace(asked.selection, bef=None), by=()).dues()
    return bool((dues["due"] > dues["unknown"]).any())


def _fabric(asked: _Question) -> pd.DataFrame:
    table = _engagement(replace(asked, selection=replace(asked.selection, family=None)))
    return amount(table[[*asked.by, "establishments"]], table["establishments"])


def _potential(asked: _Question) -> pd.DataFrame:
    table = reached(Held(asked.reader), asked.selection)
    table["pole"] = table["bef"].map(reads.lists.pole_of_bef(*asked.reader.at))
    return mean_access(asked.inside(table), asked.group)


def _balance(asked: _Question) -> pd.DataFrame:
    lists = {"bef": reads.lists.befs, "pole": reads.lists.poles, "commune": reads.lists.communes}
    level = asked.group or "bef"
    codes = lists[level](*asked.reader.at)[level].drop_duplicates()
    table = balance(reads.hosts.flows(*asked.where, level), codes)
    table = table.rename(columns={"territory": level})
    if asked.by:
        return table
    if asked.selection.bef is None:
        raise NotComputedError("« Solde des échanges » se lit par territoire.")
    return asked.inside(table).drop(columns="bef")


def _gap(asked: _Question) -> pd.DataFrame:
    return equity_gap(reads.equity.schools(*asked.where), asked.by)


def _left(asked: _Question) -> pd.DataFrame:
    places = asked.inside(reads.profiles.past_hosts(*asked.reader.at, asked.selection.year))
    if asked.selection.family is not None:
        places = places[places["family"] == asked.selection.family]
    if asked.selection.track not in (None, "pro"):  # hosts of another track have no family
        places = places.head(0)
    return left_share(places, list(asked.by), CATALOGUE["lieux_non_repris"].minimum)


def _refused(asked: _Question) -> pd.DataFrame:
    if asked.by:
        raise NotComputedError("Les lignes à l’UAI inconnu ne se rattachent à aucun groupe.")
    lines = reads.imports.unmatched_schools(*asked.reader.at)
    return ratio(lines, part=lines["unmatched"], whole=lines["lines"], estimated=False)


_Ask = Callable[[_Question], pd.DataFrame]
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
