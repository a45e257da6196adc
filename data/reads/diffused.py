"""Reads of what is diffused: the counts that the strict rule lets through, and no other."""

import pandas as pd

from data.counts import STATES
from data.reads.reader import Reader
from data.scope import Scope
from data.selection import NO_FAMILY, SCHOOL, Selection
from data.store.store import NotDiffusedError, Store
from secrecy.cells import TOTAL

COUNTS = ["due", "known", "signed", "without", "unknown", "unknown_low", "unknown_high"]
_WORTH = ("freedom", "signed_worth", "without_worth", "signed_equal", "without_equal")
_BY_SCHOOL = (
    "Seule l’attribution par établissement est diffusée\u00a0: par résidence et par accueil, les "
    "nombres sont réservés aux agents en charge."
)


class Diffused(Reader):
    """Reads of everybody else: by school only, all pupils together where hosts are counted."""

    tells_schools = tells_hosts = tells_attributions = tells_pupils = tells_parts = False

    def years(self) -> pd.DataFrame:
        """School years, oldest first: year, due, followed, derived, running."""
        return self.store.kept(self.scope, _years).copy(deep=False)

    def states(
        self, selection: Selection, by: tuple[str, ...], columns: tuple[str, ...] = ()
    ) -> pd.DataFrame:
        """States of the periods due, missing where they are secret.

        Parameters
        ----------
        selection : settings; `year` may be "" for all years, grouped by "year"
        by : "year", "bef", "family"
        columns : counts asked for; those of other dates and of the placements are not diffused

        Returns
        -------
        One row a group: `by`, due, known, signed, agreed, without, unknown, unknown_low,
        unknown_high (size class of the unknown), schools, schools_sent and, all families together,
        what a comparison needs: independent periods that the known ones are worth, rates at equal
        mix, schools − BEF (`signed_worth`, `signed_equal`, `without_…`, `freedom`)

        Raises
        ------
        NotDiffusedError : the crossing is not published
        """
        _refuse_attribution(selection)
        _check(selection, by)
        if set(columns) - {*COUNTS, "agreed"}:
            raise NotDiffusedError("Cet indicateur n’est pas diffusé.")
        whole = "" if _needs_family(selection, by) else TOTAL
        cut = selection.level or selection.track or whole
        keys = {"bef": selection.bef, "family": selection.family}
        where, values = _cells(keys, by, year=selection.year or None, cut=cut or None)
        wanted = ", ".join([*by, *COUNTS, "schools", "schools_sent", *_WORTH])
        table = self.store.read(
            self.scope,
            f"SELECT {wanted} FROM diffused WHERE {where} ORDER BY ALL",
            **values,
        )
        if not by and table.empty:  # no period due for this choice: there is nothing to hide
            table = pd.DataFrame([dict.fromkeys([*COUNTS, "schools", "schools_sent"], 0)])
            table = table.reindex(columns=[*COUNTS, "schools", "schools_sent", *_WORTH])
        agreed = table["known"] - table["signed"] - table["without"]
        return table.assign(agreed=agreed)

    def finest_states(self, selection: Selection) -> pd.DataFrame:
        """States by BEF and family of the whole vocational track; else one row a BEF."""
        if selection.family is None and selection.track != "pro":
            return self.states(selection, ("bef",)).assign(family=NO_FAMILY)
        return self.states(selection, ("bef", "family"))

    def dates(self, selection: Selection) -> pd.DataFrame:
        """States of a track, or of all, at J-21, J-7, J0 and J+7.

        Returns
        -------
        One row: due, and each state with the suffix of its date (`data.counts.DATES`), missing
        where secret; no row where the track has no period due

        Raises
        ------
        NotDiffusedError : one level, one family or another attribution is asked for
        """
        _refuse_attribution(selection)
        if selection.level is not None or selection.family is not None:
            raise NotDiffusedError(
                "L’évolution de J-21 à J+7 n’est diffusée que par voie, toutes familles ensemble."
            )
        table = self.store.read(
            self.scope,
            """SELECT * FROM diffused_dates
               WHERE year = $year AND bef = $bef AND cut = $cut ORDER BY date""",
            year=selection.year,
            bef=selection.bef or TOTAL,
            cut=selection.track or TOTAL,
        )
        table["agreed"] = table["known"] - table["signed"] - table["without"]
        named = {
            f"{state}{row.date}": getattr(row, state)
            for row in table.itertuples()
            for state in STATES
        }
        return pd.DataFrame([{"due": table["due"].iloc[0], **named}] if len(table) else [])

    def schools(self, selection: Selection) -> pd.DataFrame:
        raise NotDiffusedError("Les établissements ne sont pas diffusés un à un.")

    def homes(self, selection: Selection) -> pd.DataFrame:
        raise NotDiffusedError(_BY_SCHOOL)

    def places(self, selection: Selection) -> pd.DataFrame:
        raise NotDiffusedError(_BY_SCHOOL)

    def demand(self, selection: Selection) -> pd.DataFrame:
        """Pupils by commune of the school and track, as the State publishes them.

        Raises
        ------
        NotDiffusedError : one level or one family is asked for
        """
        if selection.level is not None or selection.family is not None:
            raise NotDiffusedError(
                "Les effectifs par commune ne sont diffusés que par voie : choisir une voie "
                "entière et toutes les familles."
            )
        where, values = _year_and_track(selection)
        return self.store.read(
            self.scope,
            f"""SELECT commune, sum(pupils)::BIGINT AS pupils,
                       sum(pupil_weeks)::BIGINT AS pupil_weeks
                FROM open_demand WHERE {where} GROUP BY commune ORDER BY commune""",
            **values,
        )

    def demand_by_pool(self, selection: Selection) -> pd.DataFrame:
        """All pupils together: families are not diffused by commune."""
        return self.demand(selection).assign(pool=None)

    def returns(self, year: str, cut: str, bef: str | None) -> pd.DataFrame:
        """By pupils taken for the whole académie; all hosts together of a BEF."""
        if bef:
            found = moves(*self.at, Selection(year, bef=bef))
            back = found["returning"]
            return pd.DataFrame({"load": 0, "hosts": back + found["lost"], "back": back})
        return self.store.read(
            self.scope,
            f"""SELECT load::INT AS load, hosts, back FROM diffused_return
                WHERE year = $year AND load <> '{TOTAL}' ORDER BY load""",
            year=year,
        )

    def befs(self) -> frozenset[str] | None:
        return None


def publics(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """States of the periods due by public of the school, for the académie.

    Returns
    -------
    One row a track and public: track, public, the counts of `COUNTS`, missing where secret,
    schools, schools_sent, and what the known periods are worth: signed_worth, without_worth,
    freedom (schools − 1)

    Raises
    ------
    NotDiffusedError : one level, one family or one BEF is asked for
    """
    if selection.level or selection.family or selection.bef:
        raise NotDiffusedError(
            "Les publics ne sont diffusés que par voie, pour toute l’académie : choisir une voie "
            "entière, toutes les familles et toute l’académie."
        )
    where, values = _year_and_track(selection)
    worth = ", ".join(("freedom", "signed_worth", "without_worth"))
    return store.read(
        scope,
        f"""SELECT track, public, {", ".join(COUNTS)}, schools, schools_sent, {worth}
            FROM diffused_public WHERE {where} ORDER BY ALL""",
        **values,
    )


def hosts(store: Store, scope: Scope, selection: Selection, by: str | None) -> pd.DataFrame:
    """Numbers of engaged hosts of a year: `by` ("bef" or "sector"), hosts.

    Raises
    ------
    NotDiffusedError : a level, a family or another grouping is asked for
    """
    _refuse_pupils(selection)
    if by not in (None, "bef", "sector"):
        raise NotDiffusedError("Les lieux d’accueil ne sont diffusés que par bassin et secteur.")
    keys = {"bef": selection.bef, "sector": None}
    where, values = _cells(keys, () if by is None else (by,), year=selection.year)
    columns = "hosts" if by is None else f"{by}, hosts"
    return store.read(
        scope,
        f"SELECT {columns} FROM diffused_hosts WHERE {where} ORDER BY ALL",
        **values,
    )


def moves(store: Store, scope: Scope, selection: Selection) -> pd.DataFrame:
    """New, returning and lost hosts of a year: one row, none the first year."""
    _refuse_pupils(selection)
    return store.read(
        scope,
        'SELECT "new", "returning", lost FROM diffused_moves WHERE year = $year AND bef = $bef',
        year=selection.year,
        bef=selection.bef or TOTAL,
    )


def sizes(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Numbers of engaged hosts of the académie by size: size, hosts."""
    return _listed(store, scope, "size", year)


def sections(store: Store, scope: Scope, year: str) -> pd.DataFrame:
    """Numbers of hosts of the académie by section of the NAF: section, section_label, hosts."""
    table = _listed(store, scope, "section", year)
    names = store.read(scope, "SELECT DISTINCT section, section_label FROM naf")
    return table.merge(names, on="section", how="left")


def _years(store: Store, scope: Scope) -> pd.DataFrame:
    return store.read(
        scope,
        f"""SELECT year, due, known AS followed, FALSE AS derived, running
            FROM diffused JOIN campaign_day USING (year)
            WHERE bef = '{TOTAL}' AND family = '{TOTAL}' AND cut = '{TOTAL}' ORDER BY year""",
    )


def _listed(store: Store, scope: Scope, key: str, year: str) -> pd.DataFrame:
    return store.read(
        scope,
        f"""SELECT {key}, hosts FROM diffused_{key}
            WHERE year = $year AND {key} <> '{TOTAL}' ORDER BY ALL""",
        year=year,
    )


def _cells(
    keys: dict[str, str | None], by: tuple[str, ...], **chosen: str | None
) -> tuple[str, dict[str, str]]:
    """Condition of the cells of a table with totals, and its values.

    Parameters
    ----------
    keys : columns with totals -> value that is asked for; None: each where in `by`, else the total
    chosen : other columns -> value; None: any
    """
    wanted = keys | chosen
    values = {name: value for name, value in wanted.items() if value is not None}
    clauses = [f"{name} = ${name}" for name in values]
    clauses += [f"{k} {'<>' if k in by else '='} '{TOTAL}'" for k in keys if k not in values]
    return " AND ".join(clauses), values


def _year_and_track(selection: Selection) -> tuple[str, dict[str, str]]:
    """Condition of a table of years and tracks, and its values."""
    if selection.track is None:
        return "year = $year", {"year": selection.year}
    values = {"year": selection.year, "track": selection.track}
    return "year = $year AND track = $track", values


def _refuse_attribution(selection: Selection) -> None:
    if selection.attribution != SCHOOL:
        raise NotDiffusedError(_BY_SCHOOL)


def _refuse_pupils(selection: Selection) -> None:
    if selection.track or selection.level or selection.family:
        raise NotDiffusedError(
            "Les lieux d’accueil sont diffusés pour tous les élèves ensemble : choisir « Tous "
            "niveaux » et toutes les familles."
        )


def _check(selection: Selection, by: tuple[str, ...]) -> None:
    unknown = [key for key in by if key not in ("year", "bef", "family")]
    if unknown or (selection.family == NO_FAMILY):
        raise NotDiffusedError(
            "Ce détail n’est pas diffusé : seuls le sont les bassins, les familles et leur "
            "croisement."
        )
    if selection.level is not None and ("bef" in by or selection.bef is not None):
        raise NotDiffusedError(
            "Un niveau seul n’est diffusé que pour toute l’académie\u00a0: croisé avec les "
            "bassins, il trahirait les familles. Choisir une voie entière."
        )
    if selection.level is not None and _needs_family(selection, by):
        raise NotDiffusedError(
            "Le croisement d’un niveau et d’une famille n’est pas diffusé : choisir une voie "
            "entière, ou toutes les familles."
        )


def _needs_family(selection: Selection, by: tuple[str, ...]) -> bool:
    return selection.family is not None or "family" in by
