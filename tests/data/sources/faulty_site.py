"""A local server that has every fault, and what one download from it must leave."""

import io
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from data.sources.fetching import MANIFEST, Fetched, OfficialFile, fetch

Answer = Callable[[BaseHTTPRequestHandler], None]
TABLE = (
    b"CODGEO;LIBGEO;DENS;LIBDENS;PMUN19\r\n"
    b"54395;Nancy;1;Grands centres urbains;104885\r\n"
    b"57463;Metz;1;Grands centres urbains;118489\r\n"
)
NEWER = TABLE + b"88160;\xc3\x89pinal;2;Centres urbains interm\xc3\xa9diaires;32256\r\n"


def ok(body: bytes, status: int = 200, length: int | None = None, **headers: str) -> Answer:
    """Answer `body`, announcing its length, or another one."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        announced = {"Content-Length": str(len(body) if length is None else length), **headers}
        for name, value in announced.items():
            if value:
                handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def status(code: int, **headers: str) -> Answer:
    return ok(b"", code, **headers)


def cut(body: bytes) -> Answer:
    return ok(body[: len(body) // 2], length=len(body))


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> Answer:
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end
    return ok(body, Transfer_Encoding="chunked", **{"Content-Length": ""})


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return out.getvalue()


class Site:
    """A local server; each path has its answers, the last one repeated."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                answers = site.answers[self.path]
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def slow(self, body: bytes) -> Answer:
        """Answer half of `body`, then nothing until the site closes."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            cut(body)(handler)
            handler.wfile.flush()
            self.closing.wait(20)

        return answer

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


def run(folder: Path, source: OfficialFile, **options: object) -> Fetched:
    """Fetch one source without waiting between attempts."""
    waits = options.pop("waits", [])
    [result] = fetch(folder, [source], sleep=waits.append, **options)
    return result


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def refuses(folder: Path, source: OfficialFile, site: Site, *answers: Answer, **options) -> str:
    """Check that the answers fail with and without an earlier file; return the message."""
    site.answers["/t"] = list(answers)
    first = run(folder / "empty", source, **options)
    assert (first.status, first.path, names(folder / "empty")) == ("échec", None, set())
    assert "aucun fichier en place" in first.message
    site.answers["/t"] = [ok(TABLE)]
    full = folder / "full"
    run(full, replace(source, member="", sha256=""))
    noted = (full / MANIFEST).read_bytes()
    site.answers["/t"] = list(answers)
    second = run(full, source, **options)
    assert (second.status, second.path) == ("échec", full / "t.csv")
    assert "le fichier précédent reste en place" in second.message
    assert "« t »" in second.message
    assert names(full) == {"t.csv", MANIFEST}
    assert ((full / "t.csv").read_bytes(), (full / MANIFEST).read_bytes()) == (TABLE, noted)
    return second.message


def refuses_first(folder: Path, source: OfficialFile) -> str:
    result = run(folder, source, retries=0)
    assert (result.status, result.path) == ("échec", None)
    return result.message
