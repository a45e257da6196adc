"""Batches add up, replace what they say again, and can be undone."""

import duckdb
import pytest

from data.intake.importing import import_folder, undo
from data.readers import IntakeError
from data.store import store
from demo.making_demo import build_demo
from tests.data.conftest import BRAVO, STAGES, STAGES_HEADER, import_academy, stage, write


def _rows(home, sql: str) -> list[tuple]:
    with duckdb.connect(str(store.current_path(home)), read_only=True) as con:
        return con.execute(sql).fetchall()


def _states(home) -> tuple:
    return _rows(home, "SELECT sum(due), sum(signed), sum(unknown) FROM period_state")[0]


@pytest.fixture
def home(own_home):
    """The small académie, imported as a first batch with no placement."""
    return own_home("first", import_academy)


@pytest.fixture
def stages(tmp_path):
    return write(tmp_path / "suivi", "stages.csv", STAGES_HEADER, *STAGES).parent


def test_a_batch_adds_to_those_before_it(home, stages):
    report = import_folder(stages, home, author="animateur")
    assert report.batch == "L0002"
    assert _rows(home, "SELECT batch, author, origin FROM batch") == [
        ("L0001", "daet", "depot"),
        ("L0002", "animateur", "suivi"),
    ]
    assert _rows(home, "SELECT count(*) FROM school") == [(2,)]
    assert _states(home)[1] == 2


def test_the_same_files_again_change_nothing(home, stages):
    import_folder(stages, home)
    before = store.current_path(home)
    again = import_folder(stages, home)
    assert again.batch is None
    assert "Rien de nouveau" in again.messages[0]
    assert store.current_path(home) == before == again.version


def test_a_renamed_copy_is_the_same_file(home, stages):
    import_folder(stages, home)
    (stages / "stages.csv").rename(stages / "copie de stages.csv")
    assert import_folder(stages, home).batch is None


def test_undo_gives_back_the_figures_before_the_batch(home, stages):
    before = _states(home)
    import_folder(stages, home)
    assert _states(home) != before
    undo("L0002", home)
    assert _states(home) == before
    assert _rows(home, "SELECT batch FROM batch") == [("L0001",)]


def test_an_undone_batch_can_come_back_under_a_new_name(home, stages):
    import_folder(stages, home)
    after = _states(home)
    undo("L0002", home)
    assert import_folder(stages, home).batch == "L0003"
    assert _states(home) == after


def test_a_later_batch_replaces_the_groups_it_speaks_of_and_no_other(home, stages, tmp_path):
    import_folder(stages, home)
    better = write(
        tmp_path / "correction",
        "stages.csv",
        STAGES_HEADER,
        *[stage("signé", "01/12/2025", "10/01/2026")] * 11,
    ).parent
    report = import_folder(better, home)
    assert report.files["file"].tolist() == ["stages.csv (L0003)"]
    assert _rows(home, "SELECT signed, unknown FROM period_state WHERE sent") == [(11, 0)]
    assert ("lignes remplacées par un lot plus récent", 9) in [
        (text.partition(" : ")[2], amount)
        for text, amount in _rows(home, "SELECT text, amount FROM remark WHERE topic = 'Lots'")
    ]
    undo("L0003", home)
    assert _rows(home, "SELECT signed FROM period_state WHERE sent") == [(2,)]


def test_a_row_refused_for_an_unknown_school_is_taken_once_the_school_is_known(home, tmp_path):
    from data.identifiers import uai_letter

    echo = "0350003" + uai_letter("0350003")
    periods = "uai;annee_scolaire;niveau;famille;periode;debut;fin;semaines;eleves_concernes"
    first = write(
        tmp_path / "a",
        "periodes_echo.csv",
        periods,
        f"{echo};2025-2026;2PRO;bois;1;12/01/2026;30/01/2026;3;4",
    ).parent
    assert import_folder(first, home, force=True).files["rejected"].tolist() == [1]
    second = write(
        tmp_path / "b",
        "annuaire_echo.csv",
        "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature",
        f"{echo};Lycée Echo;35002;1;OUVERT;LYCEE PROFESSIONNEL",
    ).parent
    import_folder(second, home)
    assert _rows(home, f"SELECT sum(due) FROM period_state WHERE uai = '{echo}'") == [(4,)]
    assert _rows(home, "SELECT rejected FROM import_file WHERE file = 'periodes_echo.csv'") == [
        (0,)
    ]


def test_more_than_five_percent_refused_stops_the_publication_until_forced(home, tmp_path):
    bad = write(
        tmp_path / "bad",
        "stages.csv",
        STAGES_HEADER,
        *[stage("signé")] * 18,
        stage("peut-être"),
        stage("on verra"),
    ).parent
    before = store.current_path(home)
    with pytest.raises(IntakeError, match=r"2 lignes rejetées sur 20 \(10,0 %") as refused:
        import_folder(bad, home)
    assert "--force" in str(refused.value)
    assert store.current_path(home) == before
    rejects = next((home / "rejets").glob("*.csv")).read_text(encoding="utf-8-sig")
    assert "peut-être" in rejects
    assert import_folder(bad, home, force=True).batch == "L0002"
    assert _rows(home, "SELECT forced FROM batch WHERE batch = 'L0002'") == [(True,)]


def test_five_percent_exactly_is_published(home, tmp_path):
    lines = [stage("signé")] * 19 + [stage("peut-être")]
    folder = write(tmp_path / "ok", "stages.csv", STAGES_HEADER, *lines).parent
    write(
        folder,
        "periodes.csv",
        "uai;annee_scolaire;niveau;famille;periode;debut;fin;semaines;eleves_concernes",
        f"{BRAVO};2025-2026;2PRO;commerce;1;12/01/2026;30/01/2026;3;20",
    )
    assert import_folder(folder, home).batch == "L0002"


def test_a_refused_line_is_kept_beside_its_reason_without_the_columns_of_no_contract(
    home, tmp_path
):
    folder = write(
        tmp_path / "x",
        "stages.csv",
        STAGES_HEADER + ";commentaire",
        stage("peut-être") + ";à rappeler",
    ).parent
    import_folder(folder, home, force=True)
    ((row,),) = _rows(home, 'SELECT "row" FROM reject')
    assert f'"uai":"{BRAVO}"' in row
    assert '"etat":"peut-être"' in row
    assert "rappeler" not in row


def test_unknown_and_only_batches_are_not_undone(home):
    with pytest.raises(IntakeError, match="L0001"):
        undo("L0042", home)
    with pytest.raises(IntakeError, match="seul lot"):
        undo("L0001", home)
    assert _rows(home, "SELECT batch FROM batch") == [("L0001",)]


def test_demonstration_and_real_data_never_stand_together(academy, tmp_path):
    home = tmp_path / "home"
    build_demo(home, lambda share, text: None, share=0.02)
    report = import_folder(academy, home)
    assert "Données de démonstration retirées" in " ".join(report.messages)
    assert _rows(home, "SELECT demo FROM batch") == [(False,)]
    assert _rows(home, "SELECT count(*) FROM school WHERE uai LIKE '990%'") == [(0,)]
    demo = build_demo(home, lambda share, text: None, share=0.02)
    assert "versions" in " ".join(demo.messages)
    assert _rows(home, "SELECT demo FROM batch") == [(True,)]


def test_two_imports_cannot_interleave(home, stages):
    with store.locked(home), pytest.raises(store.StoreError, match="en cours"):
        import_folder(stages, home)
    assert import_folder(stages, home).batch == "L0002"


def test_a_family_is_left_aside_where_the_enrolment_has_none(academy, tmp_path):
    write(
        academy,
        "effectifs.csv",
        "uai;annee_scolaire;niveau;famille;effectif",
        f"{BRAVO};2025-2026;2PRO;;11",
    )
    write(
        academy,
        "periodes.csv",
        "uai;annee_scolaire;niveau;famille;periode;debut;fin;semaines;eleves_concernes",
        f"{BRAVO};2025-2026;2PRO;;1;12/01/2026;30/01/2026;3;11",
    )
    write(academy, "stages.csv", STAGES_HEADER, stage("sans lieu"))
    import_folder(academy, tmp_path / "home")
    assert _states(tmp_path / "home")[2] > 0
    assert _rows(tmp_path / "home", "SELECT sum(without) FROM period_state") == [(1,)]
    told = _rows(tmp_path / "home", "SELECT amount FROM remark WHERE text LIKE 'Famille laissée%'")
    assert told == [(1,)]


def test_a_file_with_only_its_header_brings_nothing(home, tmp_path):
    folder = write(tmp_path / "vide", "stages.csv", STAGES_HEADER).parent
    with pytest.raises(IntakeError, match="que son en-tête"):
        import_folder(folder, home)
    assert _rows(home, "SELECT batch FROM batch") == [("L0001",)]
