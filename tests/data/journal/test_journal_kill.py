"""The journal under kill -9 and under two programs that write at once."""

import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from data.journal import journal, journal_file
from data.journal.journal import ConflictError
from data.journal.journal_file import ASIDE, SAVED, journal_path, write, writing
from data.journal.journal_tables import waiting
from data.scope import Scope
from tests.data.journal.test_journal import FORUM, KNOWN, said
from tests.data.killing import Steps, heard, start

SAVES = 6  # acknowledged before the kill, at most
EVERY = 40  # instructions of SQLite between two steps within a statement
DAET = Scope.daet()


def _save(say: Connection, home: str, who: str, last: str) -> None:
    """Say each text once it is acknowledged, then the steps taken; killed at the step `last`."""
    steps, connect = Steps(int(last)), sqlite3.connect

    def stepping(*arguments: Any, **named: Any) -> sqlite3.Connection:
        con = connect(*arguments, **named)
        con.set_trace_callback(steps.take)
        con.set_progress_handler(steps.take, EVERY)
        return con

    say.send("ready")
    vars(sqlite3)["connect"] = stepping
    for n in range(SAVES // 2):
        text = f"Texte {who}-{n}."
        made = journal.save(Path(home), DAET, said(text), KNOWN)
        say.send(f"{made.action} 1 {text}")
        again = journal.save(
            Path(home), DAET, said("Revu. " + text), KNOWN, of=made.action, expected=1
        )
        say.send(f"{made.action} {again.number} Revu. {text}")
    say.send(f"steps {steps.taken}")


def _edit(say: Connection, home: str, who: str) -> None:
    """Edit one action as fast as it can, and read again only when told that it changed."""
    say.send("ready")
    read = 1
    for n in range(60):
        text = f"Texte {n} de {who}."
        try:
            made = journal.save(Path(home), DAET, said(text), KNOWN, of="A0001", expected=read)
            read = made.number
            say.send("saved " + text)
        except ConflictError as conflict:
            assert conflict.mine.content.text == text
            read = conflict.latest.number
            say.send("aside " + text)


def _whole(home: Path) -> None:
    with closing(sqlite3.connect(journal_path(home))) as con:
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_acknowledged_save_outlives_a_kill_at_any_step(tmp_path: Path) -> None:
    whole, voice = start(_save, str(tmp_path), "whole", "0")
    *acknowledged, last = heard(voice)
    whole.join()
    steps = int(last.removeprefix("steps "))
    assert steps > 5 * SAVES  # several a save
    for number, step in enumerate(range(1, steps, 2), start=1):
        process, voice = start(_save, str(tmp_path), str(number), str(step))
        acknowledged += heard(voice)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        _whole(tmp_path)
        revisions = journal.revisions(tmp_path, DAET)
        found = {f"{r.action} {r.number} {r.content.text}" for r in revisions}
        assert set(acknowledged) <= found
        assert len(found) <= len(acknowledged) + number  # at most one unsaid a kill
    assert len(acknowledged) > 2 * SAVES  # the check can fail
    journal.save(tmp_path, DAET, FORUM, KNOWN)


def test_two_programs_that_edit_at_once_lose_nothing(tmp_path: Path) -> None:
    journal.save(tmp_path, DAET, FORUM, KNOWN)
    editors = [start(_edit, str(tmp_path), who) for who in "XY"]
    told = [line for _, voice in editors for line in heard(voice)]
    for editor, _ in editors:
        editor.join()
    assert [editor.exitcode for editor, _ in editors] == [0, 0]
    saved = {line.removeprefix("saved ") for line in told if line.startswith("saved")}
    aside = {line.removeprefix("aside ") for line in told if line.startswith("aside")}
    assert len(saved) + len(aside) == 120
    assert aside  # they did meet
    revisions = journal.revisions(tmp_path, DAET)
    assert {r.content.text for r in revisions if r.state == SAVED} == saved | {FORUM.text}
    assert {r.content.text for r in revisions if r.state == ASIDE} == aside
    assert {r.content.text for r in waiting(tmp_path, DAET, "A0001")} == aside
    assert [r.number for r in revisions] == list(range(1, 122))
    _whole(tmp_path)


def test_who_waits_for_a_writer_reads_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = journal.save(tmp_path, DAET, FORUM, KNOWN)
    waits, opened = threading.Event(), journal_file.opened

    def seen(home: Path) -> sqlite3.Connection:
        con = opened(home)
        con.set_trace_callback(lambda statement: waits.set())
        return con

    with ThreadPoolExecutor(1) as pool:
        with writing(tmp_path) as con:
            monkeypatch.setattr(journal_file, "opened", seen)
            late = pool.submit(
                journal.save, tmp_path, DAET, said("B."), KNOWN, of=first.action, expected=1
            )
            assert waits.wait(30)  # for its turn
            assert not late.done()
            write(con, replace(first, number=2, content=said("A.")))
        with pytest.raises(ConflictError) as caught:
            late.result()
    assert caught.value.latest.content.text == "A."


def test_a_program_killed_before_its_first_save_leaves_a_journal_that_opens(tmp_path: Path) -> None:
    journal_path(tmp_path).touch()  # made, not yet filled
    assert journal.revisions(tmp_path, DAET) == []
    assert journal.save(tmp_path, DAET, said("Un."), KNOWN).action == "A0001"
