"""The journal under kill -9 and under two programs that write at once."""

import random
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from data import journal
from data.journal import ConflictError
from data.journal_file import ASIDE, SAVED, journal_path, write, writing
from data.journal_tables import waiting
from data.scope import Scope
from tests.data.killing import heard, start
from tests.data.test_journal import FORUM, KNOWN, said

KILLS = 20
DAET = Scope.daet()


def _save_endlessly(say: Connection, home: str, who: str) -> None:
    """Say each text once it is acknowledged."""
    say.send("ready")
    for n in range(1_000_000):
        text = f"Texte {who}-{n}."
        made = journal.save(Path(home), DAET, said(text), KNOWN)
        say.send(f"{made.action} 1 {text}")
        again = journal.save(
            Path(home), DAET, said("Revu. " + text), KNOWN, of=made.action, expected=1
        )
        say.send(f"{made.action} {again.number} Revu. {text}")


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


def test_every_acknowledged_save_outlives_a_kill_at_any_instant(tmp_path: Path) -> None:
    draw = random.Random(2026)
    acknowledged: list[str] = []
    for number in range(KILLS):
        process, voice = start(_save_endlessly, str(tmp_path), str(number))
        time.sleep(draw.uniform(0, 0.12))
        process.kill()
        acknowledged += heard(voice)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        _whole(tmp_path)
        revisions = journal.revisions(tmp_path, DAET)
        found = {f"{r.action} {r.number} {r.content.text}" for r in revisions}
        assert set(acknowledged) <= found
        assert len(found) <= len(acknowledged) + number + 1  # at most one unsaid a kill
    assert len(acknowledged) > KILLS  # the check can fail
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


def test_who_waits_for_a_writer_reads_what_it_wrote(tmp_path: Path) -> None:
    first = journal.save(tmp_path, DAET, FORUM, KNOWN)
    with ThreadPoolExecutor(1) as pool:
        with writing(tmp_path) as con:
            late = pool.submit(
                journal.save, tmp_path, DAET, said("B."), KNOWN, of=first.action, expected=1
            )
            time.sleep(0.3)  # it waits for its turn
            assert not late.done()
            write(con, replace(first, number=2, content=said("A.")))
        with pytest.raises(ConflictError) as caught:
            late.result()
    assert caught.value.latest.content.text == "A."


def test_a_program_killed_before_its_first_save_leaves_a_journal_that_opens(tmp_path: Path) -> None:
    journal_path(tmp_path).touch()  # made, not yet filled
    assert journal.revisions(tmp_path, DAET) == []
    assert journal.save(tmp_path, DAET, said("Un."), KNOWN).action == "A0001"
