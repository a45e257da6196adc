import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from data import clock, reads
from data.intake.importing import import_folder, rebuild
from data.linking import decisions
from data.scope import Scope
from data.store import store
from pages.components import importing, reading
from tests.data.conftest import STAGES, STAGES_HEADER, import_academy, stage, write
from tests.pages.conftest import OpenPage, html


class Sent(io.BytesIO):
    """A file as the page receives it."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text.encode())
        self.name = name


def _import_sent(home: Path) -> None:
    import_academy(home)
    with tempfile.TemporaryDirectory() as root:
        lines = (STAGES_HEADER, *STAGES, stage("peut-être"))
        import_folder(write(Path(root) / "suivi", "stages.csv", *lines).parent, home, force=True)


@pytest.fixture
def home(own_home: Callable[..., Path]) -> Path:
    """The small académie with its placements in a second batch."""
    return own_home("sent", _import_sent)


def test_the_page_says_who_has_sent_what(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "data")
    assert "1\u00a0établissement sur 2 a transmis un suivi" in html(app)
    by_bef = app.dataframe[0].value.set_index("zone_name")
    assert by_bef["schools_sent"].to_dict() == {"Rivage": 1, "Lande": 0}
    assert by_bef.loc["Lande", "unknown_share"] == 1.0
    schools = app.dataframe[1].value.set_index("school_name")["status"]
    assert schools.to_dict() == {"Lycée Bravo": "partiel", "Lycée Delta": "non renseigné"}


def test_every_line_of_every_batch_is_accounted_for(open_page: OpenPage, home: Path) -> None:
    batches = open_page(home, "data").dataframe[2].value
    assert batches["batch"].tolist() == ["L0001", "L0002"]
    assert batches["made_at"].str.fullmatch(r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}").all()
    assert (batches["read"] == batches["accepted"] + batches["rejected"]).all()
    assert batches["rejected"].tolist() == [0, 1]


def test_a_batch_is_undone_on_screen(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "data")
    app.button(key="annuler").click().run()
    assert not app.exception
    assert "Lot L0002 retiré." in [i.value for i in app.info]
    assert app.dataframe[2].value["batch"].tolist() == ["L0001"]


def test_the_refused_lines_come_back_beside_their_reason(
    open_page: OpenPage, home: Path, tmp_path: Path
) -> None:
    open_page(home, "data")
    view = reading.current_view()
    assert view is not None
    book = load_workbook(io.BytesIO(reading.rejects_workbook(view, "L0002")))
    header, row = book.worksheets[0].iter_rows(values_only=True)
    line = dict(zip(header, row, strict=True))
    assert line["ligne"] == 11
    assert "peut-être" in line["motif"]
    assert line["annee"] == "2025-2026"
    assert line["etat"] == "peut-être"


def _run(script: str) -> AppTest:
    return AppTest.from_string(script, default_timeout=60).run()


def test_files_received_become_a_batch(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQUISTAGE_HOME", str(home))
    app = _run(
        "import io\n"
        "from pages.components import importing\n"
        "from tests.data.conftest import STAGES_HEADER, stage\n"
        "file = io.BytesIO((STAGES_HEADER + '\\n' + stage('sans lieu') + '\\n').encode())\n"
        "file.name = '../../relance.csv'\n"
        "importing.receive([file], 'daet', False)\n"
        "importing.show_outcome()\n"
    )
    assert not app.exception
    assert "Lot L0003 publié" in app.success[0].value
    assert not list(home.parent.rglob("relance.csv"))  # no original is kept, nor written outside


def test_a_failure_is_said_and_nothing_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQUISTAGE_HOME", str(home))
    before = store.current_path(home)
    app = _run(
        "import io\n"
        "from pages.components import importing\n"
        "file = io.BytesIO(b'PK\\x03\\x04tronque')\n"
        "file.name = 'stages.xlsx'\n"
        "importing.receive([file], 'daet', False)\n"
        "importing.show_outcome()\n"
    )
    assert not app.exception
    assert "stages.xlsx" in app.error[0].value
    assert store.current_path(home) == before


def test_decisions_are_kept_and_applied(home: Path, tmp_path: Path) -> None:
    pairs = pd.DataFrame(
        {"plain_name": ["GARAGE DURAND"], "commune": ["35001"], "siret": ["73282932000074"]}
    )
    words = pd.Series(["même lieu"], index=pairs.index)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUISTAGE_HOME", str(home))
        assert importing.keep_decisions(pairs, words, "daet") == 1
    assert decisions.read(home).decisions["accepted"].tolist() == [True]


def test_a_name_to_confirm_waits_on_its_page_until_it_is_decided(
    open_page: OpenPage, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "noms"
    write(
        files,
        "entreprises.csv",
        "siret;denomination;commune;naf;tranche_effectif",
        "73282932000074;Garage Durand Martel;35001;4520A;0-9",
    )
    write(
        files,
        "stages_noms.csv",
        STAGES_HEADER + ";entreprise;commune_accueil",
        stage("signé", "01/12/2025", "10/01/2026") + ";Garage Durand Martel Occasion;35001",
    )
    import_folder(files, home)
    app = open_page(home, "pairs")
    assert "1\u00a0nom à confirmer" in html(app)
    monkeypatch.setenv("EQUISTAGE_HOME", str(home))
    path = store.current_path(home)
    assert path is not None
    pairs = reads.imports.company_pairs(store.Store(path), Scope.daet())
    assert pairs["known_name"].tolist() == ["Garage Durand Martel"]
    importing.keep_decisions(pairs, pd.Series("même lieu", pairs.index), "daet")
    rebuild(home)
    app = open_page(home, "pairs")
    assert "0\u00a0nom à confirmer" in html(app)
    assert "1\u00a0décision" in html(app)


def test_a_proposed_header_is_read_once_accepted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQUISTAGE_HOME", str(home))
    script = (
        "import io, streamlit as st\n"
        "from pages.components import importing\n"
        "from tests.data.conftest import BRAVO\n"
        "text = 'uai;annee_scolaire;niveau;famille;efectif\\n' + BRAVO + ';2025-2026;TPRO;bois;5'\n"
        "if st.button('envoyer', key='send'):\n"
        "    file = io.BytesIO(text.encode()); file.name = 'tableau.csv'\n"
        "    importing.receive([file], 'daet', False)\n"
        "importing.show_outcome()\n"
    )
    app = _run(script)
    app.button(key="send").click().run()
    assert "efectif" in app.error[0].value
    app.button(key="accept_0").click().run()
    assert "sera lu comme" in app.info[0].value
    app.button(key="send").click().run()
    assert "Lot L0003 publié" in app.success[0].value


def test_files_of_one_name_are_all_read(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(home, "data")
    sent = [Sent("stages.csv", "\n".join((STAGES_HEADER, line))) for line in STAGES[:3]]
    importing.receive(sent, "essai", force=True, observed=clock.today())  # parts of one day
    view = reading.current_view(today=True)
    assert view is not None
    files = reading.files(view)
    assert files.loc[files["batch"] == "L0003", "read"].tolist() == [1, 1, 1]
