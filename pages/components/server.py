"""What the server does around the pages: it speaks French from the first byte, and is ready."""

import gc
import importlib
import inspect
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App

import figures
from data import faults
from data.store import store
from pages import components

# Our `pages/` holds packages, not Streamlit's own multipage scripts. Said here, before the first
# session, so that a first visitor by a deep link does not meet "Page not found".
PagesManager.uses_pages_directory = False

_ENGLISH, _FRENCH = b'<html lang="en"', b'<html lang="fr"'  # same length: headers stay true
_HEAD_BYTES = 2000
# What libraries import at their first use only.
_LATE = (
    "pandas.core.methods.to_dict",
    "plotly.graph_objs._bar",
    "plotly.io._json",
    "plotly.tools",
    "pyarrow.pandas_compat",
    "streamlit.runtime.scriptrunner.magic_funcs",
)


def load() -> None:
    """Import what the pages are made of: else the first reader of each page waits for it."""
    for package in (figures, components):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in _LATE:
        importlib.import_module(name)
    inspect.stack()  # looks through all modules, once: Streamlit asks it at the first element
    gc.collect()
    gc.freeze()  # code stays: the collector need not walk it under a reader's click


@asynccontextmanager
async def ready(app: App) -> AsyncIterator[None]:
    """Load the pages between the start of the server and its first answer."""
    load()
    yield


def told(error: Exception) -> bool:
    """Say in French why a page or what a click asked stops; nothing else is shown of it."""
    st.error(faults.message(error, store.home()))
    return True


class FrenchDocument:
    """Turn `<html lang="en">` of the page into `<html lang="fr">`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, uncompressed when it may be for the document."""

        async def send_french(message: Message) -> None:
            body = message.get("body", b"")
            if message["type"] == "http.response.body" and _ENGLISH in body[:_HEAD_BYTES]:
                message = {**message, "body": body.replace(_ENGLISH, _FRENCH, 1)}
            await send(message)

        if scope["type"] != "http" or "." in scope["path"].rsplit("/", 1)[-1]:
            await self.app(scope, receive, send)
            return
        headers = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, send_french)
