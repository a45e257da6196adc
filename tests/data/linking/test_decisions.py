import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from data.identifiers import is_valid_siret
from data.linking import decisions
from data.linking.decisions import (
    Decision,
    DecisionError,
    apply,
    journal_path,
    read,
    record,
)
from data.linking.matching import match_names

METZ = "57463"
A, B, C, D, E, F = [s for s in (f"{n:014d}" for n in range(1, 200)) if is_valid_siret(s)][:6]
ROOT = Path(__file__).resolve().parents[3]


def decision(
    accepted: bool | None, siret: str = A, name: str = "GARAGE DURAND", commune: str | None = METZ
) -> Decision:
    return Decision(name, commune, siret, accepted, "agent")


def decide(home: Path, *wanted: Decision) -> pd.DataFrame:
    for one in wanted:
        record(home, one)
    return read(home).decisions


def matches(*known: tuple[str, str], asked: str = "Garage Durand", commune: str | None = METZ):
    register = pd.DataFrame(known, columns=["siret", "name"]).assign(commune=METZ)
    return match_names(pd.DataFrame({"name": [asked], "commune": [commune]}), register)


def test_no_journal_is_no_decision(tmp_path):
    found = read(tmp_path)
    assert found.decisions.empty
    assert found.messages == []
    assert apply(matches((A, "Garage Durand")), found.decisions)["verdict"].tolist() == ["sure"]


def test_a_decision_is_kept_as_said(tmp_path):
    one = Decision("GARAGE DURAND", METZ, A, True, "é. agent", "2026-11-24T08:00:00+00:00")
    record(tmp_path, one)
    line = (tmp_path / "decisions" / "companies.jsonl").read_text(encoding="utf-8")
    assert json.loads(line) == vars(one)
    assert read(tmp_path).decisions.iloc[0].to_dict() == vars(one)


@pytest.mark.parametrize(
    "bad",
    [
        Decision("", METZ, A, True, "agent"),
        Decision("X", METZ, A, True, " "),
        Decision("X", METZ, "12345678901234", True, "agent"),
    ],
)
def test_a_decision_that_means_nothing_is_refused(tmp_path, bad):
    with pytest.raises(DecisionError, match="non gardée"):
        record(tmp_path, bad)
    assert not journal_path(tmp_path).exists()


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([A, B]), st.sampled_from([True, False, None]))))
def test_the_last_decision_wins(tmp_path_factory, said):
    home = tmp_path_factory.mktemp("home")
    found = decide(home, *(decision(accepted, siret) for siret, accepted in said))
    last = dict(said)
    standing = {siret: accepted for siret, accepted in last.items() if accepted is not None}
    assert dict(zip(found["siret"], found["accepted"], strict=True)) == standing
    assert len(journal_path(home).read_bytes().splitlines() if said else []) == len(said)


@settings(max_examples=40)
@given(st.data())
def test_a_torn_last_line_is_ignored_said_and_does_not_spoil_the_next(tmp_path_factory, data):
    home = tmp_path_factory.mktemp("home")
    decide(home, decision(False, A), decision(True, B, name="ÉCLAIR"))
    path = journal_path(home)
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    path.write_bytes(whole[: data.draw(st.integers(first + 1, len(whole) - 2))])
    found = read(home)
    assert found.decisions["siret"].tolist() == [A]
    assert found.messages == ["Décisions : ligne 2 illisible (écriture interrompue ?), ignorée."]
    assert set(decide(home, decision(True, C))["siret"]) == {A, C}


@pytest.mark.parametrize(
    "line", [b"[]", b"3", b"{}", b'{"siret": 1}', b"\xff\xfe", b'{"plain_name": null}']
)
def test_a_line_that_is_no_decision_is_ignored_and_said(tmp_path, line):
    decide(tmp_path, decision(True))
    with journal_path(tmp_path).open("ab") as stream:
        stream.write(line + b"\n")
    found = read(tmp_path)
    assert len(found.decisions) == len(found.messages) == 1


def test_many_writers_lose_nothing(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: record(tmp_path, decision(True, A, f"N{n}")), range(60)))
    found = read(tmp_path)
    assert set(found.decisions["plain_name"]) == {f"N{n}" for n in range(60)}
    assert found.messages == []


def test_a_killed_holder_of_the_lock_blocks_nobody(tmp_path, monkeypatch):
    decide(tmp_path, decision(True))
    asked = threading.Event()

    class Told(FileLock):
        def acquire(self, *arguments, **named):
            asked.set()
            return super().acquire(*arguments, **named)

    script = (
        "import sys; from pathlib import Path; from filelock import FileLock\n"
        "with FileLock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    lock = journal_path(tmp_path).with_suffix(".lock")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        monkeypatch.setattr(decisions, "FileLock", Told)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(record, tmp_path, decision(True, B))
            assert asked.wait(30)
            assert not waiting.done()
            os.kill(holder.pid, signal.SIGKILL)
            waiting.result(timeout=20)
    assert len(read(tmp_path).decisions) == 2


TWO = ((A, "SARL Garage Durand"), (B, "Garage Durand EI"))


def test_an_accepted_pair_is_sure(tmp_path):
    found = apply(matches(*TWO), decide(tmp_path, decision(True, B))).iloc[0]
    assert (found["siret"], found["verdict"], found["score"]) == (B, "sure", 1.0)
    assert found["decided"]


def test_a_refused_pair_leaves_the_next_best(tmp_path):
    before = matches(*TWO)
    found = apply(before, decide(tmp_path, decision(False, A))).iloc[0]
    assert before["verdict"].tolist() == ["to_confirm"]
    assert (found["siret"], found["verdict"]) == (B, "sure")  # nothing is near it any more
    assert not found["decided"]


def test_all_refused_is_new_and_keeps_its_group(tmp_path):
    before = matches(*TWO)
    found = apply(before, decide(tmp_path, decision(False, A), decision(False, B))).iloc[0]
    assert pd.isna(found["siret"])
    assert (found["verdict"], found["score"]) == ("new", 0)
    assert found["group"] == before["group"][0]


def test_a_sure_pair_that_is_refused_is_new(tmp_path):
    found = apply(matches((A, "Garage Durand")), decide(tmp_path, decision(False, A)))
    assert found["verdict"].tolist() == ["new"]


def test_a_withdrawn_decision_changes_nothing(tmp_path):
    before = matches(*TWO)
    after = apply(before, decide(tmp_path, decision(True, B), decision(None, B)))
    pd.testing.assert_frame_equal(after.drop(columns="decided"), before)


def test_of_two_accepted_the_last_wins(tmp_path):
    said = decide(tmp_path, decision(True, A), decision(True, B))
    assert apply(matches(*TWO), said)["siret"].tolist() == [B]


def test_an_officer_may_name_an_establishment_that_was_no_candidate(tmp_path):
    found = apply(matches((A, "Hôtel Weber")), decide(tmp_path, decision(True, F))).iloc[0]
    assert (found["siret"], found["verdict"], found["score"]) == (F, "sure", 0)


def test_a_decision_is_about_one_commune_even_a_missing_one(tmp_path):
    said = decide(tmp_path, decision(True, B, commune=None))
    before = matches(*TWO)
    pd.testing.assert_frame_equal(apply(before, said).drop(columns="decided"), before)
    assert apply(matches(*TWO, commune=None), said)["siret"].tolist() == [B]


def test_applying_twice_is_applying_once(tmp_path):
    said = decide(tmp_path, decision(False, A), decision(True, C, name="HOTEL WEBER"))
    register = pd.DataFrame(TWO, columns=["siret", "name"]).assign(commune=METZ)
    asked = pd.DataFrame({"name": ["Garage Durand", "Hôtel Weber", None], "commune": METZ})
    once = apply(match_names(asked.set_axis([4, 2, 8]), register), said)
    pd.testing.assert_frame_equal(apply(once, said), once)
    assert once.index.tolist() == [4, 2, 8]
    assert once["siret"].tolist()[:2] == [B, C]
