import pytest

from analytics.catalogue import CATALOGUE, Indicator
from data import reads
from data.counts import COUNTS
from data.store.store import READABLE
from tests.conftest import some

# DOMAIN, section 4
IDS = (
    "taux_acces sans_lieu non_renseigne realisation tardifs canal recours resolution "
    "ecart_equite manque distance apl autosuffisance solde entreprises_engagees fidelite "
    "concentration penetration tension adequation qualite ruptures fiabilite tissu "
    "lieux_non_repris"
)
SHEETS = pytest.mark.parametrize("sheet", list(CATALOGUE.values()), ids=lambda s: s.id)


def test_every_indicator_of_the_domain_has_its_sheet() -> None:
    assert set(CATALOGUE) == set(IDS.split())


@SHEETS
def test_a_sheet_says_all_it_must(sheet: Indicator) -> None:
    texts = (sheet.name, sheet.definition, sheet.numerator, sheet.unit, sheet.sources, sheet.limits)
    assert all(texts)
    assert sheet.definition.endswith(".")
    assert sheet.limits.endswith(".")
    assert sheet.attribution in {"établissement", "accueil", "résidence"}
    assert sheet.polarity in {-1, 0, 1}
    assert sheet.minimum >= 0
    assert set(sheet.tables) <= set(READABLE)


@SHEETS
def test_french_signs_have_their_no_break_space(sheet: Indicator) -> None:
    for text in (sheet.definition, sheet.numerator, sheet.denominator, sheet.limits, sheet.sources):
        for sign in (" :", " ;", " ?", " %", "« ", " »", "'"):
            assert sign not in text, (sign, text)


@SHEETS
def test_the_counts_it_names_exist_and_are_its_own(sheet: Indicator) -> None:
    for measure in some(sheet.measures):
        assert {c for c in measure.columns if not c.startswith("schools")} <= set(COUNTS)
        assert bool(measure.part) == bool(measure.whole)
    keys = [measure.key for measure in sheet.measures]
    assert keys[0] == ""
    assert len(set(keys)) == len(keys)


@SHEETS
def test_its_groupings_are_those_that_reads_know(sheet: Indicator) -> None:
    known = reads.period_counts.GROUPS if sheet.additive else {*reads.hosts.GROUPS, "sector"}
    assert set(sheet.groups) <= set(known)


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(KeyError, match="taux_acces has no measure"):
        CATALOGUE["taux_acces"].measure("j3")
