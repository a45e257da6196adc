"""The outline of a deck, in thirteen parts: pure content, from one scope and campaign."""

from collections.abc import Iterable

from data import reads
from data.faults import FaultError
from data.journal.journal_tables import Noted
from data.scope import Scope
from data.store.store import Store
from slides.geometry import TOLERANCES, Areas, areas
from slides.material import ADDRESS, Material
from slides.outline import ACADEMY, Outline
from slides.parts import around, changes, closing, course, fairness, frame, hosts, places

_PARTS = (
    (0, frame.cover),
    (1, frame.aims),
    (2, frame.key_figures),
    (2, changes.changes),
    (3, places.the_map),
    (3, around.communes),
    (4, places.missing),
    (5, fairness.equity),
    (6, course.channels),
    (7, hosts.companies),
    (8, hosts.flows),
    (9, course.calendar),
    (10, course.quality),
    (11, closing.actions),
    (12, fairness.others),
    (13, closing.vigilance),
)


class ContentError(FaultError):
    """A deck cannot be made of this; its text is the message shown, in French."""


def outline(
    store: Store,
    scope: Scope,
    bef: str | None = None,
    year: str | None = None,
    address: str = ADDRESS,
    noted: tuple[Noted, ...] = (),
) -> Outline:
    """Say what a deck shows.

    Parameters
    ----------
    store : a published version
    scope : `Scope.outside()` for committees; another one makes an internal document
    bef : code of the BEF of a pôle; None: the académie
    year : school year; None: the last one with a follow-up
    address : of the application, for the links of the notes
    noted : actions of the journal (`data.journal.journal_tables.noted`)

    Raises
    ------
    ContentError : unknown BEF or year, or nothing is published
    """
    m = Material(store, scope, year or _last(store, scope), bef, address, noted)
    if bef is not None and bef not in m.bef_names:
        raise ContentError(
            f"Bassin inconnu\u00a0: {bef}. Bassins de la version\u00a0: {', '.join(m.bef_names)}."
        )
    years = m.reader.years()["year"].tolist()
    if m.year not in years:
        raise ContentError(
            f"Campagne inconnue\u00a0: {m.year}. Campagnes de la version\u00a0: {', '.join(years)}."
        )
    slides = tuple(slide for number, part in _PARTS for slide in part(m.of(part=number)))
    label = m.bef_names[bef] if bef else "académie"
    levels = {figure.level for slide in slides for figure in slide.figures if figure.level}
    outlines = geometry(store, scope, levels)
    return Outline(bef or ACADEMY, m.year, label, scope.level, m.info["version"], slides, outlines)


def geometry(store: Store, scope: Scope, levels: Iterable[str]) -> dict[str, Areas]:
    """Outlines of the levels that maps need: "bef", "commune"."""
    return {
        one: areas(reads.lists.outline(store, scope, one), TOLERANCES[one])
        for one in sorted(levels)
    }


def _last(store: Store, scope: Scope) -> str:
    years = reads.reader_of(store, scope).years()
    followed = years[years["followed"] > 0]
    chosen = followed if len(followed) else years
    days = reads.days.campaigns(store, scope)
    if len(days) and not days["begun"].any():
        day = reads.days.observed(store, scope)
        raise ContentError(
            f"Aucune campagne n’a commencé au {day:%d/%m/%Y}\u00a0: rien n’est encore dû."
        )
    if not len(chosen):
        raise ContentError(
            "La version publiée n’a aucune campagne\u00a0: importer des fichiers d’abord."
        )
    return str(chosen["year"].iloc[-1])
