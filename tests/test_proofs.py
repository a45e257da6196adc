"""A sample of every proof holds, and a promise that does not is said."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs import BrokenError, MissingError, Proof, promise, proofs, within
from proofs.__main__ import prove
from tests.conftest import ROOT

PROOFS = proofs()


@pytest.mark.parametrize("name", PROOFS)
def test_a_sample_of_each_proof_holds(name: str) -> None:
    proof = PROOFS[name]
    try:
        lines = list(proof.run(proof.sample, proof.seed))
    except MissingError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    assert lines
    assert all(isinstance(line, str) for line in lines)


@pytest.mark.parametrize("name", PROOFS)
def test_each_proof_says_what_it_promises_and_is_longer_than_its_sample(name: str) -> None:
    assert promise(name).endswith(".")
    assert PROOFS[name].sample < PROOFS[name].full


def _one(size: int, seed: int) -> Iterator[str]:
    yield f"{size} drawn"
    yield within(seed, 1, "misses")


@pytest.mark.parametrize(("seed", "held"), [(1, True), (2, False)])
def test_what_is_written_says_whether_the_promise_holds(
    tmp_path: Path, seed: int, held: bool
) -> None:
    proof = Proof(_one, "things", full=4, sample=1)
    assert prove("null_maps", proof, 4, seed, tmp_path) is held
    page = (tmp_path / "null_maps.md").read_text(encoding="utf-8")
    assert "4 drawn" in page
    assert ("DOES NOT HOLD: misses: 2 (at most 1)" in page) is not held
    assert ("**holds**" in page) is held


def test_a_count_beyond_its_bound_breaks_the_promise() -> None:
    assert within(5, 5, "misses") == "misses: 5 (at most 5)"
    with pytest.raises(BrokenError, match="misses: 6"):
        within(6, 5, "misses")


def test_an_unknown_proof_is_refused_and_a_known_one_ends_with_zero(tmp_path: Path) -> None:
    def code(*words: str) -> int:
        command = [sys.executable, "-m", "proofs", *words, "--out", str(tmp_path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True).returncode

    assert code("nothing") == 2
    assert code("null_maps", "--size", "40") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["null_maps.md"]
