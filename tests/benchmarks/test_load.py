"""The load benchmark: readers without a browser see pages, settings and errors, and leave."""

import asyncio
import os
from pathlib import Path

import pytest

from benchmarks.load import TELLING, Plan, copied, run
from benchmarks.serving import APP, serving
from benchmarks.websocket import Answer, Control, Session
from data.store import store

pytestmark = pytest.mark.xdist_group("load")
QUICK = Plan(seconds=60, answers=6, think=(0, 0))
SCRIPT = """
import streamlit as st
box = st.selectbox("a", ["un", "deux"])
part = st.segmented_control("b", ["x", "y"])
several = st.multiselect("c", ["p", "q"])
tick = st.checkbox("d")
with st.expander("e", key="e", on_change="rerun"):
    pass
with st.form("f"):
    st.selectbox("hidden", ["1", "2"])
    st.form_submit_button()
st.button("g")
st.query_params["box"] = box
if box == "deux":
    st.error("Refusé")
if part == "y":
    raise ValueError("broken")
"""


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return str(path)


def test_readers_use_the_floor_page_then_the_product(
    demo_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copied(demo_home, tmp_path / "home")
    before = store.current_path(home)
    ((floor, product),) = run(home, [1], QUICK)
    assert store.current_path(home) != before  # caches of the version were cold
    for level in (floor, product):
        assert len(level.answers) == QUICK.answers
        assert all(answer.size > 0 for answer in level.answers)
        assert level.processor > 0
        assert level.errors == []
    assert (floor.stores, product.stores) == (0, 1)
    assert product.memory > 100
    shown = capsys.readouterr().out
    assert "1 × floor" in shown
    assert "1 × product" in shown


def test_the_server_is_gone_when_its_reader_fails(page: str, tmp_path: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        serving(tmp_path, tmp_path / "log", page) as server,
    ):
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(server.pid, 0)


def _visit(port: int) -> tuple[list[Answer], list[Control]]:
    """Open a page, give each of its controls each of its values in turn."""

    async def all_of_them() -> tuple[list[Answer], list[Control]]:
        session = Session(port)
        answers = [await session.begin()]
        offered = list(session.controls.values())
        for control in offered:
            answers += [await session.choose(control, value) for value in control.values]
        await session.end()
        return answers, offered

    return asyncio.run(all_of_them())


def test_a_session_sees_every_kind_of_setting_and_every_error(page: str, tmp_path: Path) -> None:
    with serving(tmp_path, tmp_path / "log", page, *TELLING) as server:
        answers, offered = _visit(server.port)
    assert [control.values for control in offered] == [
        ("un", "deux"),
        (("x",), ("y",)),
        ((), ("p",), ("q",), ("p", "q")),
        (True, False),
        (True, False),
    ]
    assert answers[0].errors == []
    assert answers[2].query == "box=deux"
    assert answers[2].errors == ["Refusé"]
    assert [error.partition(":")[0] for error in answers[4].errors] == ["Refusé", "ValueError"]


def test_a_session_knows_every_page_of_the_product(demo_home: Path, tmp_path: Path) -> None:
    async def pages(port: int) -> set[str]:
        session = Session(port)
        await session.begin()
        await session.end()
        return set(session.pages)

    with serving(demo_home, tmp_path / "log") as server:
        found = asyncio.run(pages(server.port))
    declared = (Path(__file__).resolve().parents[2] / APP).read_text(encoding="utf-8")
    assert len(found) == declared.count("st.Page(") > 10
