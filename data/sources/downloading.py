"""Downloading: one address to one file, whole, or a reason in French."""

import http.client
import os
import random
import socket
import ssl
import string
import time
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote, urljoin, urlsplit

from data import clock

MAX_BYTES = 500_000_000
MAX_SECONDS = 900  # for one download
MAX_REDIRECTS = 5
BLOCK = 65_536
_REDIRECTS = {301, 302, 303, 307, 308}
_TRY_AGAIN = {408, 429}
_MEANINGS = {
    400: "demande refusée, sans doute un champ du filtre qui a changé de nom",
    401: "accès refusé",
    403: "accès refusé",
    404: "le fichier n’est plus à cette adresse",
    410: "le fichier a été retiré",
}


class RefusedError(Exception):
    """A source that cannot be taken now; its text is the reason, in French."""


class PassingError(RefusedError):
    """A failure that a new attempt may cure."""


def persist(
    action: Callable[[], dict[str, str] | None], retries: int, sleep: Callable[[float], None]
) -> dict[str, str] | None:
    """Call `action` again while its failure may pass, waiting twice as long each time."""
    for attempt in range(retries):
        try:
            return action()
        except PassingError:
            sleep(2**attempt * random.uniform(0.5, 1))
    try:
        return action()
    except PassingError as error:
        tries = f" ({retries + 1} essais)" if retries else ""
        raise RefusedError(f"{error}{tries}") from error


def download(
    url: str, part: Path, headers: dict[str, str], timeout: float
) -> dict[str, str] | None:
    """Write the body of `url` to `part`; return what dates it, None when it has not changed."""
    with _open(url, headers, timeout) as response:
        if response.status == 304 and headers:
            return None
        if response.status != 200:
            meaning = _MEANINGS.get(response.status, "réponse inattendue")
            passing = response.status >= 500 or response.status in _TRY_AGAIN
            kind, meaning = (
                (PassingError, "serveur indisponible") if passing else (RefusedError, meaning)
            )
            raise kind(f"{meaning} (réponse {response.status})")
        with part.open("wb") as out:
            write_blocks(_decoded(response), out)
        return {
            "etag": response.headers.get("ETag", ""),
            "last_modified": response.headers.get("Last-Modified", ""),
            "date": clock.stamp(),
        }


def _open(url: str, headers: dict[str, str], timeout: float) -> http.client.HTTPResponse:
    """Open `url` with handlers of http and https only, following redirections."""
    opener = urllib.request.OpenerDirector()
    handlers = (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
    )
    for handler in handlers:
        opener.add_handler(handler())
    sent = {**headers, "User-Agent": "EquiStage", "Accept-Encoding": "gzip"}
    for _ in range(MAX_REDIRECTS + 1):
        check_address(url)
        with _network():
            response = opener.open(urllib.request.Request(url, headers=sent), timeout=timeout)
        if not isinstance(response, http.client.HTTPResponse):
            raise RefusedError("adresse qui ne peut être ouverte")
        if response.status not in _REDIRECTS:
            return response
        response.close()
        url = _redirected(url, response.headers.get("Location", ""))
    raise RefusedError(f"plus de {MAX_REDIRECTS} redirections : l’adresse tourne en rond")


def _redirected(url: str, location: str) -> str:
    """Return where `url` sends us; never from https down to http."""
    target = urljoin(url, quote(location, safe=string.punctuation, encoding="iso-8859-1"))
    if not location or (url.startswith("https:") and target.startswith("http:")):
        raise RefusedError("redirection refusée : elle ne mène nulle part, ou quitte https")
    check_address(target)
    return target


def check_address(url: str) -> None:
    """Refuse an address that is not a plain http or https one."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or not url.isascii() or " " in url:
        raise RefusedError(
            f"adresse refusée, « {url[:80]} » : http ou https, accents et espaces codés"
        )


@contextmanager
def _network() -> Iterator[None]:
    """Tell in French what the network did; all of it may pass."""
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        cause = getattr(error, "reason", error)
        reason = "connexion refusée ou coupée"
        if isinstance(cause, TimeoutError):
            reason = "le serveur ne répond pas à temps"
        elif isinstance(cause, ssl.SSLError):
            reason = "certificat du serveur refusé"
        elif isinstance(cause, socket.gaierror):
            reason = "serveur introuvable (réseau ou proxy ?)"
        raise PassingError(reason) from error


def _blocks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the body as it travels, all that was announced or a failure."""
    left, deadline = response.length, time.monotonic() + MAX_SECONDS
    while left is None or left > 0:
        with _network():
            block = response.read1(BLOCK if left is None else min(BLOCK, left))
        if not block:
            break
        if time.monotonic() > deadline:
            raise PassingError("téléchargement trop lent")
        left = None if left is None else left - len(block)
        yield block
    if left:
        raise PassingError(f"téléchargement coupé : il manque {left} octets")


def _decoded(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield the body, out of gzip when the server used it."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        yield from _blocks(response)
        return
    if encoding not in ("gzip", "x-gzip"):
        raise RefusedError(f"compression inconnue, « {encoding} »")
    inflater = zlib.decompressobj(31)
    try:
        for block in _blocks(response):
            yield inflater.decompress(block)
    except zlib.error as error:
        raise PassingError("téléchargement abîmé (gzip)") from error
    if not inflater.eof:
        raise PassingError("téléchargement coupé (gzip)")


def write_blocks(blocks: Iterator[bytes], out: IO[bytes]) -> None:
    """Write `blocks`, no more than the limit, down to the disk."""
    size = 0
    for block in blocks:
        size += len(block)
        if size > MAX_BYTES:
            raise RefusedError(f"fichier de plus de {MAX_BYTES // 1_000_000} Mo, refusé")
        out.write(block)
    out.flush()
    os.fsync(out.fileno())
