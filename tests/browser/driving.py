"""Starts the product and drives it with Chromium, as a reader would."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Download,
    Page,
    Playwright,
    expect,
)

from benchmarks import serving as server

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_MS = 30_000
DOWNLOAD_MS = 120_000  # made by the server at the click
SCREEN = {"width": 1366, "height": 768}

_QUIET = [
    "--no-sandbox",  # continuous integration runs as root
    "--no-proxy-server",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RENDERINGS = {
    "webgl": [*_QUIET, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    "svg": [*_QUIET, "--disable-3d-apis"],
}
PAGES = {
    "/": ("Où les élèves manquent-ils de stages ?", "carte_zones"),
    "/acces": ("Où l’accès aux stages est-il difficile ?", "carte_communes"),
    "/entreprises": ("Quelles entreprises accueillent les élèves ?", "carte_entreprises"),
}
# Streamlit looks for its server below the page's address before it looks at the root: two 404.
_PATHS = (*PAGES, "/pole", "/equite", "/journal")
_BENIGN = {f"{path}/_stcore/{what}" for path in _PATHS for what in ("health", "host-config")}

logs: list[Path] = []  # of the servers now running


def chromium_path() -> str | None:
    """Chromium or Chrome of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright, executable: str, rendering: str) -> Browser:
    """A browser with WebGL2 ("webgl") or without it ("svg")."""
    return playwright.chromium.launch(executable_path=executable, args=RENDERINGS[rendering])


@contextmanager
def serving(home: Path, log: Path) -> Iterator[str]:
    """Address of a server of its own on the stores of `home`."""
    logs.append(log)
    try:
        with server.serving(home, log) as served:
            yield served.address
    finally:
        logs.remove(log)


def fetch(address: str, path: str) -> bytes:
    """Raw body of a page, as the server sends it."""
    return server.fetch(urlparse(address).port or 80, path)


class Watch:
    """What a browser context asked of other machines, and the errors of its console."""

    def __init__(self, context: BrowserContext) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self._asked(request.url))
        context.on("page", lambda page: page.on("websocket", lambda ws: self._asked(ws.url)))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _asked(self, url: str) -> None:
        parts = urlparse(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.outside.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        url = urlparse(message.location["url"])
        if "404" in message.text and url.hostname == "127.0.0.1" and url.path in _BENIGN:
            return
        self.errors.append(f"{message.text} {message.location['url']}")


@contextmanager
def visited(browser: Browser, address: str, path: str = "/") -> Iterator[Page]:
    """A page in a context of its own; at the end, no outside request and no console error."""
    context = browser.new_context(viewport=SCREEN, locale="fr-FR")
    context.set_default_timeout(TIMEOUT_MS)
    expect.set_options(timeout=TIMEOUT_MS)
    watch = Watch(context)
    page = context.new_page()
    try:
        page.goto(address + path)
        yield page
    finally:
        context.close()
    assert watch.outside == []
    assert watch.errors == []


_FIND = """(key) => {
  const plot = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  return [plot, plot?._fullLayout?.map?._subplot?.map, plot?._fullLayout?.geo?._subplot];
}"""

_SETTLED = """() =>
  document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-stale=true], .map-cover")"""

_READY = f"""([key, selected]) => {{
  if (!({_SETTLED})()) return false;
  const [plot, map, geo] = ({_FIND})(key);
  if (!map && !geo) return false;
  const outlined = plot.data.filter((t) => t.locations?.length === 1).map((t) => t.locations[0]);
  if (selected && !outlined.includes(selected)) return false;
  if (geo) return plot.querySelectorAll(".choroplethlayer path").length >= 13;
  return map.loaded() && map.areTilesLoaded() && !map.isMoving()
    && map.getStyle().layers.some((layer) => layer.id.startsWith("plotly-trace"));
}}"""

_POINT = f"""([key, lon, lat]) => {{
  const [plot, map, geo] = ({_FIND})(key);
  const box = plot.getBoundingClientRect();
  const [x, y] = map ? Object.values(map.project([lon, lat])) : geo.projection([lon, lat]);
  return [box.x + x, box.y + y];
}}"""

_VIEW = f"""(key) => {{
  const [, map] = ({_FIND})(key);
  return {{ ...map.getCenter(), zoom: map.getZoom() }};
}}"""

_STEADY = f"""([key, wanted, margin, ms]) => {{
  const view = ({_VIEW})(key);
  const off = Object.keys(wanted).some((name) => Math.abs(view[name] - wanted[name]) > margin);
  if (off || !window.__since) window.__since = off ? undefined : performance.now();
  return !off && performance.now() - window.__since > ms;
}}"""


def wait_for_map(page: Page, key: str, selected: str | None = None) -> None:
    """Wait until the run is over and the map is painted, with the selected zone outlined."""
    page.wait_for_function(_READY, arg=[key, selected], polling=50)


def downloaded(page: Page, button: str) -> Download:
    """Click on a button once the run is over, a click during it may be lost; what it gives."""
    page.wait_for_function(_SETTLED, polling=50)
    with page.expect_download(timeout=DOWNLOAD_MS) as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value


def map_box(page: Page, key: str) -> dict[str, float]:
    """Place of the map on the screen."""
    box = page.locator(f".st-key-{key} .js-plotly-plot").bounding_box()
    assert box is not None
    return dict(box)


def map_view(page: Page, key: str) -> dict[str, float]:
    """Centre and zoom of a WebGL map."""
    return page.evaluate(_VIEW, key)


def wait_for_view(page: Page, key: str, wanted: dict[str, float], margin: float) -> None:
    """Wait until a WebGL map shows this view and has kept it for a second."""
    page.evaluate("() => { window.__since = undefined; }")
    page.wait_for_function(_STEADY, arg=[key, wanted, margin, 1000], polling=50)


def click_map(page: Page, key: str, lon: float, lat: float, name: str) -> None:
    """Click a place of the map once the map has named it."""
    x, y = page.evaluate(_POINT, [key, lon, lat])
    page.mouse.move(x - 1, y)
    page.mouse.move(x, y)
    page.locator(f".st-key-{key} .hoverlayer .hovertext").filter(has_text=name).wait_for()
    page.mouse.click(x, y)


def url_value(page: Page, name: str) -> str | None:
    """Value of a parameter of the address."""
    return parse_qs(urlparse(page.url).query).get(name, [None])[0]


def wait_for_url_value(page: Page, name: str, value: str) -> None:
    """Wait until the address says so."""
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value",
        arg=[name, value],
        polling=50,
    )


def expect_setting(page: Page, label: str, text: str) -> None:
    """Wait until a setting shows so."""
    expect(page.get_by_role("combobox", name=label)).to_have_value(text)
