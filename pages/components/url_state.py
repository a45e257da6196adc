"""Settings whose code lives in the query string and follows from page to page.

``bind="query-params"`` would put the displayed French label in the address and
drop an unknown value without a word: codes are stable, and the reader is told.
The store below is the truth; the widget and the address are written from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

_STORE = "_settings"
_SEEN = "_settings_seen_in_url"
_MESSAGES = "_settings_messages"
_LONGEST = 60
_BETWEEN, _NOTHING = "-", "aucune"


@dataclass(frozen=True)
class Setting:
    """One setting: parameter name, French label, code -> label, default code, width in pixels."""

    key: str
    label: str
    options: Mapping[str, str]
    default: str
    width: int = 180


def read_address(settings: Iterable[Setting]) -> list[str]:
    """Bring the store and the address together; return French messages for unknown values.

    An address that changed since the last run (deep link, back button) wins;
    a parameter that vanished (page change) is written again from the store.
    """
    store, seen = _dict(_STORE), _dict(_SEEN)
    messages = _dict(_MESSAGES)
    settings = list(settings)
    for setting in settings:
        key, code = setting.key, st.query_params.get(setting.key)
        if code is not None and code != seen.get(key):
            messages.pop(key, None)
            if code in setting.options:
                store[key] = code
            else:
                messages[key] = (
                    f"« {code[:40]} » n’est pas une valeur connue pour « {setting.label} » : "
                    f"« {setting.options[setting.default]} » est affiché à la place."
                )
                store[key] = setting.default
        if store.get(key) not in setting.options:
            store[key] = setting.default
        _write(key, store[key])
    return [messages[s.key] for s in settings if s.key in messages]


def chosen(setting: Setting) -> str:
    """The code of a setting that `read_address` has read."""
    return _dict(_STORE).get(setting.key, setting.default)


def select(setting: Setting, label_visibility: Literal["visible", "collapsed"] = "visible") -> str:
    """Draw the select box of a setting and return the chosen code.

    The value is given twice on purpose. By session state, since a page change
    drops a widget's value; by ``index``, since the browser loses a session
    state value when a second run follows at once. Hence
    ``global.disableWidgetStateDuplicationWarning`` in the configuration.
    """
    store, widget = _dict(_STORE), _widget(setting.key)
    st.session_state[widget] = store[setting.key]
    st.selectbox(
        setting.label,
        list(setting.options),
        format_func=setting.options.__getitem__,
        index=list(setting.options).index(store[setting.key]),
        key=widget,
        filter_mode=None,
        label_visibility=label_visibility,
        width=setting.width,
        on_change=_take_from_widget,
        args=(setting.key,),
    )
    return store[setting.key]


def search(key: str, label: str, placeholder: str, width: int) -> str:
    """Draw a search box whose text lives in the query string, and return it."""
    store, seen, asked = _dict(_STORE), _dict(_SEEN), st.query_params.get(key)
    if asked is not None and asked != seen.get(key):
        store[key] = asked[:_LONGEST]
    text = store.setdefault(key, "")
    if text:
        _write(key, text)
    elif asked is not None:
        del st.query_params[key]
        seen[key] = ""
    st.session_state[_widget(key)] = text
    st.text_input(
        label,
        value=text,
        max_chars=_LONGEST,
        key=_widget(key),
        placeholder=placeholder,
        width=width,
        on_change=_take_from_widget,
        args=(key,),
    )
    return text


def ordered(key: str, label: str, options: Mapping[str, str], default: Sequence[str]) -> list[str]:
    """Draw a box of several codes, in the order they were chosen, kept in the query string.

    A code that is not known is named on screen, and left out.
    """
    store, seen, asked = _dict(_STORE), _dict(_SEEN), st.query_params.get(key)
    if asked is not None and asked != seen.get(key):
        store[key] = asked
    words = store.setdefault(key, _BETWEEN.join(default)).split(_BETWEEN)
    codes = list(dict.fromkeys(word for word in words if word in options))
    if unknown := [word[:40] for word in words if word not in (*options, _NOTHING)]:
        st.warning(
            f"«\u00a0{', '.join(unknown)}\u00a0» n’est pas connu pour «\u00a0{label}\u00a0»."
        )
    _write(key, _BETWEEN.join(codes) or _NOTHING)
    store[key] = st.query_params[key]
    st.session_state[_widget(key)] = codes
    st.multiselect(
        label,
        list(options),
        default=codes,
        format_func=options.__getitem__,
        key=_widget(key),
        placeholder="Ajouter une partie",
        on_change=_take_several,
        args=(key,),
    )
    return codes


def choose(key: str, code: str) -> None:
    """Set a setting from a callback (click on a map)."""
    _dict(_STORE)[key] = code
    _dict(_MESSAGES).pop(key, None)
    _write(key, code)


def _take_from_widget(key: str) -> None:
    choose(key, st.session_state[_widget(key)])


def _take_several(key: str) -> None:
    choose(key, _BETWEEN.join(st.session_state[_widget(key)]) or _NOTHING)


def _write(key: str, code: str) -> None:
    if st.query_params.get(key) != code:
        st.query_params[key] = code
    _dict(_SEEN)[key] = code


def _dict(name: str) -> dict[str, str]:
    return st.session_state.setdefault(name, {})


def _widget(key: str) -> str:
    return f"select_{key}"
