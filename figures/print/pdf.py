"""A document of `figures.print.paper` as a PDF, made without a browser."""

import ctypes
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

MISSING = "la bibliothèque Pango n’est pas installée sur ce serveur"
_PANGO = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll")
_ONE_AT_A_TIME = threading.Lock()  # Pango promises nothing to two threads


class PdfError(Exception):
    """A PDF that cannot be made; the message is for the reader."""


@cache
def available() -> bool:
    """Whether the libraries that lay text out are on this machine; WeasyPrint is not imported."""
    return any(_loads(name) for name in _PANGO)


def _loads(name: str) -> bool:
    """Whether a library loads, with all those it needs: Pango, HarfBuzz, fontconfig."""
    with suppress(OSError):
        ctypes.CDLL(name)
        return True
    return False


def pdf(html: str) -> bytes:
    """Lay a document out on its pages: tagged (PDF/UA), with its title and its language.

    Parameters
    ----------
    html : whole document, its style and drawings inside

    Raises
    ------
    PdfError : Pango is missing, or something is left out: an address, be it of a file, is
        never followed
    """
    if not available():
        raise PdfError(f"PDF impossible\u00a0: {MISSING}.")
    with _ONE_AT_A_TIME, _noting() as failures:
        # Here and not above: one second and 50 MB, for those who ask for a PDF.
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError, URLFetcher

        nothing = URLFetcher(allowed_protocols=(), fail_on_errors=True)
        try:
            made = HTML(string=html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
        except FatalURLFetchingError as error:
            raise PdfError(f"PDF refusé\u00a0: appel à l’extérieur ({error}).") from error
    if failures:
        raise PdfError(f"PDF refusé\u00a0: il serait incomplet ({failures[0]}).")
    return bytes(made)


@contextmanager
def _noting() -> Iterator[list[str]]:
    """What WeasyPrint leaves out, a drawing for instance: it goes on, and only its log says so."""
    failures: list[str] = []

    class Noted(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failures.append(record.getMessage())

    log, noted = logging.getLogger("weasyprint"), Noted(logging.ERROR)
    log.addHandler(noted)
    try:
        yield failures
    finally:
        log.removeHandler(noted)
