"""The gate: a table is shown only once it has passed."""

from dataclasses import replace

import pandas as pd
import pytest

from analytics.disclosure import (
    About,
    DisclosureError,
    Level,
    Published,
    attacker_intervals,
    audit,
    diffused,
    internal,
    protect,
)
from secrecy.cells import Spec
from secrecy.thresholds import COMPANY_UNITS, SMALL_COUNT

ABOUT = About("Taux, %", "Toute l’académie", "2025-2026", "établissement", "Source : essai")
SPEC = Spec(
    dimensions=(("uai", "bef"), ("family",)),
    states=("signed", "without"),
    shown={"known": ("signed", "without"), "signed": ("signed",), "without": ("without",)},
    by=("year",),
    rates=(("signed", "known"),),
)


def pupils() -> pd.DataFrame:
    """Schools of two BEF by family; one has 3 pupils without a host."""
    return pd.DataFrame(
        {
            "year": "2025-2026",
            "uai": ["s1", "s1", "s2", "s2", "s3", "s3", "s4", "s4"],
            "bef": ["A", "A", "A", "A", "B", "B", "B", "B"],
            "family": ["x", "y"] * 4,
            "signed": [40, 50, 60, 70, 40, 50, 60, 70],
            "without": [3, 12, 8, 9, 7, 6, 9, 8],
        }
    )


def test_a_published_table_is_made_by_the_gate_only():
    with pytest.raises(TypeError, match=r"analytics\.disclosure"):
        Published(pd.DataFrame(), ABOUT, Level.INTERNAL)


def test_the_level_travels_with_the_table():
    assert internal(pd.DataFrame({"n": [3]}), ABOUT).level is Level.INTERNAL
    assert diffused(pd.DataFrame({"n": [30]}), ABOUT).level is Level.DIFFUSION


def test_a_name_that_may_not_be_shown_is_masked():
    table = pd.DataFrame({"company_name": ["A", "B", "C"], "may_be_named": [True, False, None]})
    shown = internal(table, ABOUT).table
    assert shown["company_name"].tolist() == ["A", "nom protégé", "nom protégé"]


def test_names_without_their_right_are_refused():
    with pytest.raises(ValueError, match="may_be_named"):
        internal(pd.DataFrame({"company_name": ["A"]}), ABOUT)


@pytest.mark.parametrize("gate", [internal, diffused])
@pytest.mark.parametrize("column", ["siret", "company"])
def test_identifiers_of_companies_never_pass(gate, column):
    with pytest.raises(ValueError, match=column):
        gate(pd.DataFrame({column: ["x"]}), ABOUT)


@pytest.mark.parametrize("column", ["sex", "qpv", "ulis", "segpa"])
def test_sensitive_publics_follow_the_strict_rule_at_every_level(column):
    with pytest.raises(DisclosureError, match=column):
        internal(pd.DataFrame({column: ["x"], "n": [40]}), ABOUT)


@pytest.mark.parametrize("column", ["uai", "school_name", "company_name"])
def test_others_read_neither_schools_nor_names(column):
    with pytest.raises(DisclosureError, match=column):
        diffused(pd.DataFrame({column: ["x"]}), ABOUT)


@pytest.mark.parametrize(
    ("value", "passes"), [(0, True), (1, False), (SMALL_COUNT - 1, False), (SMALL_COUNT, True)]
)
def test_small_counts_do_not_pass_the_last_net(value, passes):
    table = pd.DataFrame({"without": [value, None, 40]})
    if passes:
        diffused(table, ABOUT)
    else:
        with pytest.raises(DisclosureError, match="without"):
            diffused(table, ABOUT)


def test_a_protected_table_is_safe_and_its_rates_are_hidden_with_their_counts():
    published = protect(pupils(), SPEC, ABOUT)
    table = published.table
    cell = table[(table["uai"] == "s1") & (table["family"] == "x")].iloc[0]
    assert cell[["without", "signed_rate"]].isna().all()
    secret = table["signed"].isna() | table["known"].isna()
    assert table.loc[secret, "signed_rate"].isna().all()
    assert table.loc[~secret, "signed_rate"].notna().all()
    assert audit(published).empty
    assert published.level is Level.DIFFUSION


def test_the_audit_sees_a_count_that_comes_back():
    published = protect(pupils(), SPEC, ABOUT)
    leak = published.table.copy()
    small = (leak["uai"] == "s1") & (leak["family"] == "x")
    leak.loc[~small, ["signed", "without"]] = (
        protect(pupils().assign(without=9), SPEC)
        .table.loc[~small, ["signed", "without"]]
        .to_numpy()
    )
    truth = pupils().set_index(["uai", "family"])["without"]
    for row in leak[leak["uai"].isin(["s1", "s2"]) & (leak["family"] != "*")].index:
        key = (leak.loc[row, "uai"], leak.loc[row, "family"])
        if key != ("s1", "x"):
            leak.loc[row, "without"] = truth[key]
    names = {"A": ("s1", "s2")}
    for bef, schools in names.items():
        rows = pupils()["uai"].isin(schools) & (pupils()["family"] == "x")
        whole = (leak["uai"] == bef) & (leak["family"] == "x")
        leak.loc[whole, "without"] = pupils().loc[rows, "without"].sum()
    keep = leak["uai"].isin(["s1", "s2", "A"]) & (leak["family"] == "x")
    leak.loc[~keep, ["known", "signed", "without"]] = None
    object.__setattr__(published, "table", leak)
    found = audit(published)
    assert ("s1", "x", "without") in set(
        zip(found["uai"], found["family"], found["count"], strict=True)
    )


def test_only_a_protected_table_can_be_audited():
    with pytest.raises(ValueError, match="protect"):
        audit(internal(pd.DataFrame({"n": [3]}), ABOUT))


def test_attackers_of_a_simple_table_are_at_the_gate():
    low, high = attacker_intervals([[3, 10], [8, 9]], [[True, False], [False, False]])
    assert low[0, 0] == high[0, 0] == 3


def test_fewer_of_the_same_values_keep_their_proof():
    table = pd.DataFrame({"name": ["Metz", "Nancy", "Toul"], "n": [30, 40, 50]})
    shown = diffused(table, ABOUT)
    fewer = shown.narrowed(rows=table["n"] > 30, columns=["n"])
    assert fewer.table.to_dict("list") == {"n": [40, 50]}
    assert fewer.level is Level.DIFFUSION
    assert shown.titled("Autre titre").about.title == "Autre titre"
    with pytest.raises(KeyError):
        shown.narrowed(columns=["n", "signed"])


def test_a_change_of_content_passes_the_gate_again():
    shown = diffused(pd.DataFrame({"n": [30]}), ABOUT)
    assert shown.remade(pd.DataFrame({"n": [12]})).level is Level.DIFFUSION
    with pytest.raises(DisclosureError, match="small counts in n"):
        shown.remade(pd.DataFrame({"n": [3]}))


def test_no_copy_carries_the_proof_to_another_table():
    shown = diffused(pd.DataFrame({"n": [30]}), ABOUT)
    with pytest.raises(TypeError, match=r"analytics\.disclosure"):
        replace(shown, table=pd.DataFrame({"n": [3]}))
    assert not hasattr(shown, "key")


def test_a_name_that_was_hidden_stays_hidden_when_a_table_is_made_again():
    table = pd.DataFrame({"company_name": ["A", "B"], "may_be_named": [True, False]})
    shown = internal(table, ABOUT)
    again = shown.remade(pd.DataFrame({"company_name": ["A", "B", None]}))
    assert again.table["company_name"].fillna("").tolist() == ["A", "nom protégé", ""]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("0540015Y", "schools"),
        ("12345678900012", "establishments"),
        ("123 456 789 00012", "establishments"),
        ("123456789", "companies"),
    ],
)
def test_codes_are_refused_to_others_whatever_their_column_is_called(value, what):
    table = pd.DataFrame({"label": ["Metz", value], "n": [30, 40]})
    with pytest.raises(DisclosureError, match=f"codes of {what} in label"):
        diffused(table, ABOUT)
    assert internal(table, ABOUT).level is Level.INTERNAL


@pytest.mark.parametrize("column", ["hosts", "new", "returning", "lost", "back", "gone"])
def test_few_companies_are_refused_to_others(column):
    with pytest.raises(DisclosureError, match=f"too few companies in {column}"):
        diffused(pd.DataFrame({column: [0.0, COMPANY_UNITS - 1.0]}), ABOUT)
    assert diffused(pd.DataFrame({column: [0.0, COMPANY_UNITS, None]}), ABOUT)
