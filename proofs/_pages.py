"""Every page of the app, opened without a browser."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest.mock import patch

from streamlit import error_util
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).resolve().parent.parent / "app.py"
_DETAILS = {
    "pole": [{"detail": d} for d in ("manque", "comparables", "diagnostic", "fiabilite")],
    "entreprises": [{"volet": v} for v in ("portefeuille", "dependance", "reseau")],
}
# Streamlit reads the metadata of all installed packages for each page opened: once is enough.
_components = cache(manifest_scanner.scan_component_manifests)


def addresses() -> list[str]:
    """Addresses of the pages, as the app declares them."""
    declared = re.findall(r"st\.Page\((.*)\)", APP.read_text(encoding="utf-8"))
    found = [re.search(r'url_path="(\w+)"', one) for one in declared]
    return [one[1] if one else "" for one in found]


def failures(level: str) -> Iterator[str]:
    """Open every page of the version in force, and each detail; say what stops one.

    Parameters
    ----------
    level : "interne" or "diffusion"
    """
    for address in addresses():
        for setting in ({}, *_DETAILS.get(address, ())):
            raised: list[BaseException] = []
            with (
                patch.object(manifest_scanner, "scan_component_manifests", _components),
                patch.object(error_util, "_log_uncaught_app_exception", raised.append),
            ):
                app = AppTest.from_file(str(APP), default_timeout=300)
                for key, value in {"vue": level, **setting}.items():
                    app.query_params[key] = value
                if address:
                    app._page_hash = calc_hash(address)
                app.run()
            where = f"page {address or 'accueil'} {setting} {level}"
            yield from (f"{where}: {_where(error)}" for error in raised)
            yield from (f"{where}: {error.value}" for error in app.error)


def _where(error: BaseException) -> str:
    last, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if str(APP.parent) in code.co_filename and "site-packages" not in code.co_filename:
            last = f"{Path(code.co_filename).relative_to(APP.parent)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{last} {error!r}"[:300]
