"""What the demonstration gives a family of formations stands in its parameters, and is whole."""

import ast
from collections.abc import Mapping

from demo import parameters as P
from demo.territory import read_reference
from tests.conftest import ROOT, some

FAMILIES = set(read_reference("familles.csv")["famille"])


def test_no_other_module_of_the_demonstration_spells_a_family():
    spelled = {
        str(path.relative_to(ROOT)): {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        & FAMILIES
        for path in sorted((ROOT / "demo").rglob("*.py"))
    }
    assert {name for name, found in spelled.items() if found} == {"demo/parameters.py"}


def test_each_table_by_family_has_all_of_them():
    tables = {name: table for name, table in vars(P).items() if isinstance(table, Mapping)}
    by_family = some(name for name in tables if FAMILIES & set(tables[name]))
    partial = {"NAF_WEIGHT"}  # 1 when absent
    assert {name for name in by_family if not set(tables[name]) >= FAMILIES} == partial


def test_each_expected_division_has_an_invented_class():
    assert set(read_reference("famille_naf.csv")["division_naf"]) <= set(P.NAF_CLASS)
