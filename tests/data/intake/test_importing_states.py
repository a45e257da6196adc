"""States at J0 after an import, by hand: the STAGES of conftest."""

from pathlib import Path

import pytest

from data import reads
from data.intake.importing import import_folder
from data.readers import IntakeError
from data.scope import Scope
from data.selection import Selection
from data.store import store
from tests.conftest import some
from tests.data.conftest import BRAVO, DELTA, STAGES_HEADER, write
from tests.data.published import rows, version_of


def states(home: Path) -> dict[tuple[str, int], dict]:
    opened = store.Store(version_of(home))
    chosen = Selection("2025-2026")
    table = reads.reader_of(opened, Scope.daet()).states(chosen, ("uai", "period"))
    opened.close()
    return {(row.pop("uai"), row.pop("period")): row for row in table.to_dict("records")}


def test_states_at_j0_are_those_counted_by_hand(academy_home):
    assert states(academy_home)[BRAVO, 1] == {
        "due": 11,
        "signed": 2,  # one before, one on the first day
        "agreed": 2,  # one signed late but agreed in time, one not signed yet
        "without": 2,  # one agreed after the start, one said without a place
        "unknown": 5,  # one unknown, two without date, two pupils with no row
        "schools": 1,
        "schools_sent": 1,
    }


def test_a_silent_school_is_unknown_not_without_a_place(academy_home):
    for period in (1, 2):
        state = states(academy_home)[DELTA, period]
        assert (state["due"], state["unknown"], state["without"]) == (7, 7, 0)
        assert state["schools_sent"] == 0


def test_a_due_is_in_one_state_only(academy_home):
    for state in some(states(academy_home).values()):
        parts = ("signed", "agreed", "without", "unknown")
        assert state["due"] == sum(state[part] for part in parts)


def test_more_rows_than_pupils_are_refused_or_raise_the_due_if_forced(academy, tmp_path):
    row = f"{BRAVO};2025-2026;2PRO;commerce;1;sans lieu;;;12/01/2026;"
    write(academy, "stages.csv", STAGES_HEADER, *[row] * 13)
    with pytest.raises(IntakeError, match=r"(?s)période 1 : 13 lignes pour 11 élèves.*stages.csv"):
        import_folder(academy, tmp_path / "home")
    report = import_folder(academy, tmp_path / "home", force=True)
    found = rows(report, f"SELECT due, without, unknown FROM period_state WHERE uai = '{BRAVO}'")
    assert found == [(13, 13, 0)]
    assert any("Plus de lignes suivies" in text for text in report.remarks["text"])


def test_a_period_whose_start_is_unknown_is_unknown_not_without_a_place(academy, tmp_path):
    header = "uai;annee_scolaire;niveau;famille;periode;etat;date_convention;siret"
    write(academy, "stages.csv", header, f"{DELTA};2025-2026;CAP1;bois;1;signé;01/12/2025;")
    report = import_folder(academy, tmp_path / "home")
    found = rows(
        report,
        "SELECT due, signed, without, unknown FROM period_state "
        f"WHERE uai = '{DELTA}' AND period = 1",
    )
    assert found == [(7, 0, 0, 7)]
