import os
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from figures.print.paper import document
from figures.print.pdf import PdfError, pdf
from tests.conftest import ROOT

Poppler = Callable[..., str]
PLAIN = document("Un titre\u00a0?", "Document interne", ["<p>Une feuille</p>"] * 3, "source")


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked for: its address, and the paths asked."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the screen of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, from the root."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )


def unpacked(made: bytes) -> bytes:
    """The objects of a PDF, out of their compressed streams."""
    packed = re.findall(rb"/FlateDecode.*?stream\n(.*?)\nendstream", made, re.DOTALL)
    return made + b"".join(zlib.decompress(stream) for stream in packed)


def test_each_sheet_is_a_page_of_a4_and_the_document_says_what_it_is(poppler: Poppler) -> None:
    made = pdf(PLAIN)
    told = poppler(made, "pdfinfo")
    for line in (
        "Title:           Un titre\u00a0?",
        "Subject:         Document interne",
        "Creator:         ÉquiStage",
        "Tagged:          yes",
        "Pages:           3",
    ):
        assert line in told.splitlines()
    assert "(A4)" in told
    assert b"/Lang (fr)" in unpacked(made)
    assert "page 2 sur 3" in poppler(made, "pdftotext")


def test_its_fonts_have_the_widths_of_arial(poppler: Poppler) -> None:
    lines = poppler(pdf(PLAIN), "pdffonts").splitlines()[2:]
    names = {line.split()[0].partition("+")[2] for line in lines}
    assert names
    assert all(name.startswith(("Liberation-Sans", "Arial", "Arimo")) for name in names), names


def test_a_drawing_has_its_title_as_alternative_text(poppler: Poppler) -> None:
    drawing = '<svg viewBox="0 0 9 9"><title>Un point</title><circle r="3"/></svg><p>Une'
    assert b"/Alt (Un point)" in unpacked(pdf(PLAIN.replace("<p>Une", drawing)))


@pytest.mark.parametrize(
    "call",
    [
        '<img alt="" src="{}/a.png">',
        '<link rel="stylesheet" href="{}/a.css">',
        "<style>@import url({}/a.css);</style>",
        '<p style="background: url({}/a.png)">a</p>',
        '<svg viewBox="0 0 9 9"><image href="{}/a.png" width="9" height="9"/></svg>',
        "<style>@font-face {{ font-family: a; src: url({}/a.ttf) }} p {{ font-family: a }}</style>",
        '<a rel="attachment" href="{}/a.txt">a</a>',
    ],
)
def test_a_call_outside_is_refused_and_nothing_is_fetched(
    poppler: Poppler, outside: tuple[str, list[str]], call: str
) -> None:
    address, asked = outside
    with pytest.raises(PdfError, match="PDF refusé"):
        pdf(PLAIN.replace("<p>Une", f"{call.format(address)}<p>Une"))
    assert asked == []


def test_a_file_of_this_machine_is_refused_too(poppler: Poppler, tmp_path: Path) -> None:
    near = tmp_path / "near.svg"
    near.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    with pytest.raises(PdfError, match="PDF refusé"):
        pdf(PLAIN.replace("<p>Une", f'<img alt="" src="{near.as_uri()}"><p>Une'))


def test_weasyprint_is_not_loaded_before_a_pdf_is_asked_for(poppler: Poppler) -> None:
    code = """
import sys
from figures.print.pdf import available, pdf
assert available()
print("weasyprint" in sys.modules)
pdf("<!doctype html><html lang='fr'><title>t</title><p>a</p>")
print("weasyprint" in sys.modules)
"""
    assert run(code).stdout.split() == ["False", "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="the loader is broken in the way of Linux")
def test_without_pango_it_says_what_is_missing(tmp_path: Path) -> None:
    """The loader of the system meets an empty file where Pango should be, and fails."""
    (tmp_path / "libpango-1.0.so.0").touch()
    code = """
from figures.print.pdf import PdfError, available, pdf
assert not available()
try:
    pdf("<p>a</p>")
except PdfError as error:
    print(error)
"""
    told = run(code, LD_LIBRARY_PATH=str(tmp_path), PYTHONIOENCODING="utf-8").stdout
    assert (
        told == "PDF impossible\u00a0: la bibliothèque Pango n’est pas installée sur ce serveur.\n"
    )
