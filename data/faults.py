"""Faults: what can go wrong, in one French message that says what, where and what to do."""

import errno
import re
import secrets
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

import duckdb

from data import clock

LOG = "erreurs.log"  # under the folder of the stores: the only place of a traceback
INTERRUPTED = 130  # exit status of a command stopped by its user

_UNTOUCHED = "La version en cours n’a pas changé."
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_SYSTEM = {
    **dict.fromkeys(_FULL, "plus de place sur le disque"),
    **dict.fromkeys(_FORBIDDEN, "droit de lire ou d’écrire refusé"),
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.ENOTDIR: "un dossier est attendu, c’est un fichier",
    errno.EISDIR: "un fichier est attendu, c’est un dossier",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EIO: "le disque ne répond pas",
    errno.ENOMEM: "plus de mémoire",
}
_ADVICE = {
    **dict.fromkeys(_FULL, "Libérer de la place, puis recommencer."),
    **dict.fromkeys(_FORBIDDEN, "Demander ce droit ou changer de dossier, puis recommencer."),
}
# What DuckDB says, in its own words, of the system under it.
_DUCKDB = (
    (r"no space left|disk quota|failed to offload|max_temp_directory_size", errno.ENOSPC),
    (r"permission denied|read-only file system|operation not permitted", errno.EACCES),
    (r"no such file|does not exist|cannot open file", errno.ENOENT),
    (r"out of memory|allocat", errno.ENOMEM),
)
_DAMAGED = (
    *(duckdb.IOException, duckdb.SerializationException, duckdb.FatalException),
    duckdb.InternalException,
)


class FaultError(Exception):
    """What stops a work, and is known; its text is the message shown, in French."""


def message(error: BaseException, home: Path) -> str:
    """Say any failure in French; what nobody foresaw goes to the log, with a reference.

    Parameters
    ----------
    error : what was raised
    home : folder of the stores, where the log is
    """
    if isinstance(error, FaultError | clock.ClockError):
        return str(error)
    if _is_interruption(error):
        return f"Interrompu à la demande. {_UNTOUCHED}"
    if isinstance(error, MemoryError):
        return _of_system(errno.ENOMEM, "")
    if isinstance(error, OSError) and error.errno is not None:
        return _of_system(error.errno, str(error.filename or ""))
    if isinstance(error, duckdb.Error) and (said := _of_duckdb(error)):
        return said
    return _unforeseen(error, home)


def guard(work: Callable[[], int | None], home: Callable[[], Path]) -> int:
    """Run the work of a command; return its exit status, any failure said on the error output.

    Parameters
    ----------
    work : returns the status, None for 0
    home : gives the folder of the stores
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries speak to programmers
    try:
        return work() or 0
    except BrokenPipeError:  # its reader has gone: nobody is left to tell
        sys.stdout = None
        return 1
    except (Exception, KeyboardInterrupt) as error:
        print(f"Erreur\u00a0: {message(error, home())}", file=sys.stderr)
        return INTERRUPTED if _is_interruption(error) else 1


def _is_interruption(error: BaseException) -> bool:
    """DuckDB answers to Ctrl-C in its own way."""
    if isinstance(error, RuntimeError) and not isinstance(error, duckdb.Error):
        return str(error) == "Query interrupted"
    return isinstance(error, KeyboardInterrupt | duckdb.InterruptException)


def _of_system(code: int, place: str) -> str:
    what = _SYSTEM.get(code, f"le système refuse (code {code})")
    where = f" : « {place} »" if place else ""
    advice = _ADVICE.get(code, "Vérifier, puis recommencer.")
    return f"{what[0].upper()}{what[1:]}{where}. {advice} {_UNTOUCHED}"


def _of_duckdb(error: duckdb.Error) -> str | None:
    """Say what the system or a damaged file does to DuckDB; None: neither of them."""
    text = str(error)
    named = re.search(r"""["'](/[^"']+|[A-Z]:\\[^"']+)["']""", text)
    place = named[1] if named else ""
    for pattern, code in _DUCKDB:
        if re.search(pattern, text, re.IGNORECASE):
            return _of_system(code, place)
    if not isinstance(error, _DAMAGED):
        return None
    where = f" : « {place} »" if place else ""
    return (
        f"Une version des données est abîmée ou ne se lit plus{where}. En publier une autre "
        "(python -m data versions, puis python -m data publish VERSION), ou remettre une copie."
    )


def _unforeseen(error: BaseException, home: Path) -> str:
    reference = secrets.token_hex(3)
    said = f"Erreur inattendue (référence {reference}). {_UNTOUCHED} "
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / LOG).open("a", encoding="utf-8") as log:
            log.write(f"{clock.stamp()} {reference}\n")
            log.writelines(traceback.format_exception(error))
    except (OSError, FaultError):
        return f"{said}Le détail n’a pas pu être écrit dans « {home} ». Recommencer."
    return (
        f"{said}Recommencer ; si elle revient, signaler la référence à l’équipe d’ÉquiStage, "
        f"avec « {home / LOG} »."
    )
