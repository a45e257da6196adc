"""A reader's session, in Streamlit's own protobuf over its WebSocket, without a browser.

It sends what a browser sends and reads what it reads: pages by their code, settings by their
widgets, messages that it has already by their digest. Maps and tables are not drawn, buttons not
pressed.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

MESSAGE_RUNS = 2  # runs during which a browser keeps a large message
_COOKIE = "webgl2=1"  # what a browser that draws maps says
_ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
_TEXT, _TEXTS, _FLAG = "string_value", "string_array_value", "bool_value"
Value = str | bool | tuple[str, ...]


@dataclass(frozen=True)
class Control:
    """A setting that the page shows.

    Parameters
    ----------
    widget : its identifier
    kind : field of the protobuf that holds its value
    values : those that it offers
    """

    widget: str
    kind: str
    values: tuple[Value, ...]


@dataclass
class Answer:
    """What one run of the page gave.

    Parameters
    ----------
    page : its address, "" for the first one
    asked : "open" or "set"
    query : the settings, once the page has answered
    seconds : from the question to the end of the script
    size : bytes received, as they travel
    errors : exceptions and error messages that the page shows
    """

    page: str
    asked: str
    query: str = ""
    seconds: float = 0.0
    size: int = 0
    errors: list[str] = field(default_factory=list)


class _Counted(ClientConnection):
    """A connection that counts the bytes that it receives, compressed or not."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Take what the network gives."""
        self.received += len(data)
        super().data_received(data)


class Session:
    """A reader with one page open; `begin` first.

    Parameters
    ----------
    port : of the server on 127.0.0.1
    patience : seconds after which no answer is an error
    """

    def __init__(self, port: int, patience: float = 60.0) -> None:
        self.port, self.patience = port, patience
        self.page, self.query = "", ""
        self.pages: dict[str, str] = {}  # address -> code
        self.controls: dict[str, Control] = {}
        self._values: dict[str, tuple[str, Value]] = {}
        self._known: dict[str, tuple[int, ForwardMsg]] = {}  # digest -> run, message
        self._runs = 0
        self._socket: Any = None

    async def begin(self) -> Answer:
        """Connect and open the first page."""
        self._socket = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": _COOKIE},
            create_connection=_Counted,
            max_size=None,
            open_timeout=self.patience,
            ping_interval=None,
        )
        return await self._run(Answer("", "open"))

    async def open(self, page: str) -> Answer:
        """Go to a page by its address in `pages`."""
        self.page, self.query = page, ""
        self._values.clear()
        return await self._run(Answer(page, "open"))

    async def choose(self, control: Control, value: Value) -> Answer:
        """Give a setting another value."""
        self._values[control.widget] = (control.kind, value)
        return await self._run(Answer(self.page, "set"))

    async def end(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, answer: Answer) -> Answer:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.pages.get(self.page, "")
        self._runs += 1
        self._known = {k: v for k, v in self._known.items() if v[0] >= self._runs - MESSAGE_RUNS}
        asked.cached_message_hashes.extend(self._known)
        for widget, (kind, value) in self._values.items():
            state = asked.widget_states.widgets.add(id=widget)
            if kind == _TEXTS:
                state.string_array_value.data.extend(value)
                state.string_array_value.SetInParent()  # an empty choice is one
            else:
                setattr(state, kind, value)
        before, start = self._socket.received, time.perf_counter()
        self.controls = {}
        try:
            async with asyncio.timeout(self.patience):
                await self._socket.send(message.SerializeToString())
                while not self._take(await self._message(), answer):
                    pass
        except TimeoutError:
            answer.errors.append(f"no answer in {self.patience:.0f} s")
        answer.seconds = time.perf_counter() - start
        answer.size = self._socket.received - before
        answer.query = self.query
        return answer

    async def _message(self) -> ForwardMsg:
        message = ForwardMsg.FromString(await self._socket.recv())
        if message.WhichOneof("type") == "ref_hash":
            _, known = self._known[message.ref_hash]
            self._known[message.ref_hash] = (self._runs, known)
            return known
        if message.metadata.cacheable:
            self._known[message.hash] = (self._runs, message)
        return message

    def _take(self, message: ForwardMsg, answer: Answer) -> bool:
        """Read a message; tell whether it is the last of the run."""
        match message.WhichOneof("type"):
            case "navigation":
                self.pages = {
                    "" if page.is_default else page.url_pathname: page.page_script_hash
                    for page in message.navigation.app_pages
                }
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "page_not_found":
                answer.errors.append("page not found")
            case "session_event":
                if error := message.session_event.script_compilation_exception.message:
                    answer.errors.append(error)
            case "delta":
                self._draw(message.delta, answer)
            case "script_finished":
                return message.script_finished in _ENDS
        return False

    def _draw(self, delta: Any, answer: Answer) -> None:
        if delta.WhichOneof("type") == "add_block":
            box = delta.add_block.expandable
            if delta.add_block.WhichOneof("type") == "expandable" and box.id:
                self._offer(box.id, _FLAG, (True, False))
            return
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind == "exception":
            answer.errors.append(f"{element.type}: {element.message}".strip())
        elif kind == "alert" and element.format == Alert.ERROR:
            answer.errors.append(element.body)
        elif kind in _READ and not element.disabled and not element.form_id:
            field_of, values = _READ[kind](element)
            self._offer(element.id, field_of, values)
            if element.set_value:  # the server has chosen: a browser takes it
                self._values.pop(element.id, None)

    def _offer(self, widget: str, kind: str, values: tuple[Value, ...]) -> None:
        if len(values) > 1:
            self.controls[widget] = Control(widget, kind, values)


def _one(element: Any) -> tuple[str, tuple[Value, ...]]:
    return _TEXT, tuple(element.options)


def _several(element: Any) -> tuple[str, tuple[Value, ...]]:
    options = [getattr(option, "content", option) for option in element.options]
    return _TEXTS, ((), *((option,) for option in options), tuple(options))


def _segmented(element: Any) -> tuple[str, tuple[Value, ...]]:
    return _TEXTS, tuple((option.content,) for option in element.options)


def _flag(element: Any) -> tuple[str, tuple[Value, ...]]:
    return _FLAG, (True, False)


_READ = {
    "selectbox": _one,
    "radio": _one,
    "multiselect": _several,
    "button_group": _segmented,
    "checkbox": _flag,
}
