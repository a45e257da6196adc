"""The journal of actions of the pôles, kept apart from the versions, in the scope of who writes.

Each save, removal and return to an earlier text is a revision. A save made on a text that has
changed since is set aside, kept, and told: nothing is lost.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from data import clock
from data.journal.actions import Action, Known, check, tidy
from data.journal.journal_file import (
    ASIDE,
    REMOVED,
    SAVED,
    JournalError,
    Revision,
    journal_path,
    opened,
    read,
    told,
    write,
    writing,
)
from data.scope import Scope


class ConflictError(JournalError):
    """Somebody else changed the action meanwhile.

    read : the revision that the editor had read
    latest : the one that stands
    mine : the editor's own, set aside in the journal; None for a removal
    """

    def __init__(self, read: Revision | None, latest: Revision, mine: Revision | None) -> None:
        kept = " Votre texte est gardé à côté\u00a0: comparer et choisir." if mine else ""
        super().__init__(
            f"L’action {latest.action} a été {latest.state} par quelqu’un d’autre pendant votre "
            f"saisie.{kept}"
        )
        self.read, self.latest, self.mine = read, latest, mine


def is_empty(home: Path) -> bool:
    """Tell whether nothing was ever written, not even what was removed since."""
    return not revisions(home, Scope.daet())


def revisions(home: Path, scope: Scope, action: str | None = None) -> list[Revision]:
    """All the revisions that the reader may see, of one action or of all, in order.

    Raises
    ------
    JournalError : the journal does not open, or is closed to this reader
    """
    _refuse_outside(scope)
    if not journal_path(home).exists():
        return []
    with closing(opened(home)) as con, told():
        return [r for r in read(con, action) if _allowed(scope, r.content.bef)]


def save(
    home: Path,
    scope: Scope,
    action: Action,
    known: Known,
    *,
    of: str | None = None,
    expected: int = 0,
    settles: int = 0,
    invented: bool = False,
) -> Revision:
    """Write a new action, or a new text of one; on disk when this returns.

    Parameters
    ----------
    scope : who writes; the action, before and after, lies in it
    known : BEF and schools that may be named
    of : id of the action; None: a new one
    expected : number of the revision that the editor had read
    settles : number of the last text set aside that the editor had read
    invented : made for the demonstration

    Raises
    ------
    RefusedError : a field is wrong or names a person
    ConflictError : another text came in between; this one is set aside
    JournalError : outside the scope, unknown action, or the file does not open
    """
    action = tidy(action)
    _refuse_beyond(scope, action.bef)
    with writing(home) as con:
        ours = read(con, of) if of else []
        latest = _standing(ours)
        if of and latest is None:
            raise JournalError(f"L’action {of} n’est pas au journal.")
        if latest:
            _refuse_beyond(scope, latest.content.bef)
        others = {r.action: r.content.day for r in _all_standing(con, scope) if r.action != of}
        check(
            action,
            replace(known, actions=others),
            clock.today(),
            latest.content if latest else None,
        )
        late = latest is not None and latest.number != expected
        same = latest is not None and latest.state == SAVED and latest.content == action
        if latest and same and (late or settles <= latest.settles):
            return latest
        state, read_up_to = (ASIDE, 0) if late else (SAVED, settles)
        made_up = latest.invented if latest else invented
        made = _add(con, scope, of, action, state, made_up, read_up_to)
    if latest and late:
        raise ConflictError(_numbered(ours, expected), latest, made)
    return made


def remove(home: Path, scope: Scope, action: str, expected: int, settles: int = 0) -> Revision:
    """Take an action out of the journal; its revisions stay.

    Parameters
    ----------
    expected : number of the revision that the editor had read
    settles : number of the last text set aside that the editor had read; an action already out
        then stays out

    Raises
    ------
    ConflictError : its text changed since `expected`
    JournalError : outside the scope, or unknown
    """
    with writing(home) as con:
        ours, latest = _found(con, scope, action)
        if latest.number == expected and (latest.state != REMOVED or settles > latest.settles):
            return _add(con, scope, action, latest.content, REMOVED, latest.invented, settles)
    raise ConflictError(_numbered(ours, expected), latest, None)


def restore(home: Path, scope: Scope, action: str, number: int, expected: int) -> Revision:
    """Make an earlier text of an action the current one again: undo of an edit or of a removal.

    Raises
    ------
    ConflictError : its text changed since `expected`
    JournalError : outside the scope, or unknown
    """
    with writing(home) as con:
        ours, latest = _found(con, scope, action)
        wanted = _numbered(ours, number)
        if wanted is None:
            raise JournalError(f"L’action {action} n’a pas de texte n° {number}.")
        _refuse_beyond(scope, wanted.content.bef)
        if latest.number == expected:
            return _add(con, scope, action, wanted.content, SAVED, latest.invented)
    raise ConflictError(_numbered(ours, expected), latest, None)


def undo(home: Path, scope: Scope, action: str, number: int) -> Revision:
    """Bring an action back to what it was just before its revision `number`.

    Raises
    ------
    ConflictError : another revision came since
    JournalError : outside the scope, or unknown
    """
    before = _standing([r for r in revisions(home, scope, action) if r.number < number])
    if before is None or before.state == REMOVED:
        return remove(home, scope, action, number)
    return restore(home, scope, action, before.number, number)


def remove_invented(home: Path, scope: Scope) -> int:
    """Take the actions invented for the demonstration out; return how many."""
    _refuse_outside(scope)
    with writing(home) as con:
        found = [r for r in _all_standing(con, scope) if r.invented]
        for one in found:
            _add(con, scope, one.action, one.content, REMOVED, invented=True)
    return len(found)


def back_up(home: Path, target: Path) -> None:
    """Copy the journal, whole and at one instant, while others write.

    Raises
    ------
    JournalError : there is no journal, or `target` exists
    """
    if not journal_path(home).exists():
        raise JournalError("Aucun journal à copier\u00a0: aucune action n’a été saisie.")
    if target.exists():
        raise JournalError(f"«\u00a0{target}\u00a0» existe déjà\u00a0: choisir un autre nom.")
    with closing(opened(home)) as con, closing(sqlite3.connect(target)) as copy, told():
        con.backup(copy)


# --- Whose


def _allowed(scope: Scope, bef: str) -> bool:
    return scope.in_charge and (scope.everywhere or bef in scope.befs)


def _refuse_outside(scope: Scope) -> None:
    if not scope.in_charge:
        raise JournalError("Le journal est réservé aux agents en charge\u00a0: rien n’est diffusé.")


def _refuse_beyond(scope: Scope, bef: str) -> None:
    _refuse_outside(scope)
    if not _allowed(scope, bef):
        raise JournalError(f"Le bassin «\u00a0{bef}\u00a0» est hors de votre périmètre.")


# --- Revisions


def _standing(ours: list[Revision]) -> Revision | None:
    return next((r for r in reversed(ours) if r.state != ASIDE), None)


def _numbered(ours: list[Revision], number: int) -> Revision | None:
    return next((r for r in ours if r.number == number), None)


def _found(con: sqlite3.Connection, scope: Scope, action: str) -> tuple[list[Revision], Revision]:
    _refuse_outside(scope)
    ours = read(con, action)
    latest = _standing(ours)
    if latest is None:
        raise JournalError(f"L’action {action} n’est pas au journal.")
    _refuse_beyond(scope, latest.content.bef)
    return ours, latest


def _all_standing(con: sqlite3.Connection, scope: Scope) -> list[Revision]:
    last = {r.action: r for r in read(con, None) if r.state != ASIDE}
    return [r for r in last.values() if r.state == SAVED and _allowed(scope, r.content.bef)]


def _add(
    con: sqlite3.Connection,
    scope: Scope,
    of: str | None,
    content: Action,
    state: str,
    invented: bool,
    settles: int = 0,
) -> Revision:
    """Write the next revision of an action, or the first of a new one."""
    if of is None:
        (count,) = con.execute("SELECT count(DISTINCT action) FROM revision").fetchone()
        of = f"A{count + 1:04d}"
    (last,) = con.execute("SELECT max(number) FROM revision WHERE action = ?", [of]).fetchone()
    perimeter = "académie" if scope.everywhere else ", ".join(sorted(scope.befs))
    whose = (scope.role.value, perimeter)
    made = Revision(of, (last or 0) + 1, clock.stamp(), *whose, state, content, settles, invented)
    write(con, made)
    return made
