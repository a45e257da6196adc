"""Examples in docstrings are true."""

import doctest
import importlib

import pytest

from tests.conftest import ROOT

PRODUCT = (
    "analytics",
    "benchmarks",
    "data",
    "figures",
    "geo",
    "pages",
    "proofs",
    "secrecy",
    "slides",
)
TOLD = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for folder in PRODUCT
    for path in sorted((ROOT / folder).rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", TOLD)
def test_the_examples_of_a_module_are_true(name):
    found = doctest.testmod(importlib.import_module(name.removesuffix(".__init__")))
    assert found.attempted > 0
    assert found.failed == 0


def test_some_modules_have_examples():
    assert "figures.words.french" in TOLD
