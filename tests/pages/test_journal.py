import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import clock
from data.journal import journal
from data.journal.actions import Action, campaign_of, known_places
from data.journal.journal_file import ASIDE, SAVED, Revision
from data.journal.journal_tables import actions
from data.scope import Scope
from data.store import store
from demo.actions import invent_actions
from pages.components import reading
from tests.data.conftest import BRAVO, DELTA, import_academy
from tests.pages.conftest import OpenPage, html

DAET = Scope.daet()
CHOICE = {"bef": "O1", "campagne": "2025-2026"}
FORUM = Action(
    date(2026, 1, 15), "O1", "partenaires", "Forum des lieux d’accueil.", "forum", "", (BRAVO,),
    ("CCI",),
)  # fmt: skip


@pytest.fixture
def home(own_home: Callable[..., Path]) -> Path:
    """The small académie, with no journal."""
    return own_home("first", import_academy)


def save(home: Path, action: Action = FORUM, **of: object) -> Revision:
    path = store.current_path(home)
    assert path is not None
    opened = store.Store(path)
    try:
        return journal.save(home, DAET, action, known_places(opened, DAET), **of)  # type: ignore[arg-type]
    finally:
        opened.close()


def said(text: str) -> Action:
    return Action(**{**vars(FORUM), "text": text})


def fill(app: AppTest, key: str, text: str) -> AppTest:
    app.text_area(key=f"journal_text_{key}").set_value(text)
    return app.button(key=f"journal_send_{key}").click().run()


def listed(app: AppTest) -> list[str]:
    """Texts of the list of actions."""
    return next((d.value["text"].tolist() for d in app.dataframe if "day_text" in d.value), [])


def test_an_empty_journal_says_so_and_that_nothing_is_proved(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "journal", **CHOICE)
    text = html(app)
    assert "Aucune action n’est écrite" in text
    assert "Ce n’est pas dire que rien n’a été fait" in text
    assert not [b for b in app.button if b.key == "journal_invent"]  # real files


def test_an_action_is_added_then_undone(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "journal", **CHOICE)
    app.date_input(key="journal_day_new_0_O1").set_value(date(2026, 1, 15))
    app.multiselect(key="journal_schools_new_0_O1").set_value([BRAVO])
    app.text_area(key="journal_partners_new_0_O1").set_value("CCI\nMission locale\n")
    app.text_input(key="journal_practice_new_0_O1").set_value("forum")
    app.selectbox(key="journal_axis_new_0_O1").set_value("partenaires")
    app = fill(app, "new_0_O1", "Forum  des lieux d’accueil.")
    assert not app.exception
    assert "Action A0001 enregistrée." in [s.value for s in app.success]
    (kept,) = journal.revisions(home, DAET)
    assert kept.content == Action(**{**vars(FORUM), "partners": ("CCI", "Mission locale")})
    row = app.dataframe[0].value.iloc[0]
    assert row["day_text"] == "15/01/2026"
    assert row["school_names"] == "Lycée Bravo"
    assert app.text_area(key="journal_text_new_1_O1").value == ""  # ready for the next one
    app.button(key="journal_undo").click().run()
    assert listed(app) == ["Forum  des lieux d’accueil.".replace("  ", " ")]  # among those removed
    assert len(actions(home, DAET)) == 0
    assert "Actions retirées (1)" in [e.label for e in app.expander]


def test_an_action_of_another_campaign_or_axis_is_shown_once_saved(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "journal", axe="qualite", **CHOICE)
    app.date_input(key="journal_day_new_0_O1").set_value(date(2024, 10, 1))
    app = fill(app, "new_0_O1", "Visites.")
    assert app.query_params["campagne"] == "2024-2025"
    assert app.query_params["axe"] == "tous"
    assert listed(app) == ["Visites."]


def test_a_new_action_is_dated_today_and_its_campaign_can_be_chosen(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "journal", **CHOICE)
    assert app.date_input(key="journal_day_new_0_O1").value == clock.today()
    assert campaign_of(clock.today()) in app.selectbox(key="select_campagne").options


def test_a_person_named_is_refused_on_screen_and_what_was_typed_stays(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "journal", **CHOICE)
    app = fill(app, "new_0_O1", "Atelier animé par Sophie Martin.")
    assert [e.value for e in app.error] == [
        "Texte\u00a0: aucun nom de personne dans le journal\u00a0: écrire la fonction ou "
        "l’organisme («\u00a0la DDFPT\u00a0», «\u00a0le chef d’établissement\u00a0»)."
    ]
    assert "Sophie" in app.text_area(key="journal_text_new_0_O1").value
    assert journal.is_empty(home)
    app = fill(app, "new_0_O1", "Atelier animé par la DDFPT.")
    assert not app.error
    assert listed(app) == ["Atelier animé par la DDFPT."]


def test_an_action_opened_by_its_address_is_edited_and_its_history_is_read(
    open_page: OpenPage, home: Path
) -> None:
    save(home)
    app = open_page(home, "journal", action="A0001", **CHOICE)
    assert app.multiselect(key="journal_schools_A0001_1").value == [BRAVO]
    app = fill(app, "A0001_1", "Forum des métiers.")
    assert listed(app) == ["Forum des métiers."]
    history = next(d.value for d in app.dataframe if "who" in d.value)
    assert history["text"].tolist() == [FORUM.text, "Forum des métiers."]
    assert history["who"].unique().tolist() == ["DAET · académie"]
    app.selectbox(key="journal_back_A0001").set_value(1)
    app.button(key="journal_restore").click().run()
    assert listed(app) == [FORUM.text]
    app.button(key="journal_undo").click().run()
    assert listed(app) == ["Forum des métiers."]


def test_an_action_is_removed_and_brought_back(open_page: OpenPage, home: Path) -> None:
    save(home)
    app = open_page(home, "journal", action="A0001", **CHOICE)
    app.button(key="journal_remove").click().run()
    assert not app.exception
    assert len(actions(home, DAET)) == 0
    assert app.query_params["action"] == ""
    app.button(key="journal_bring_back").click().run()
    assert listed(app) == [FORUM.text]
    assert len(actions(home, DAET)) == 1


def _conflict(open_page: OpenPage, home: Path) -> AppTest:
    """Somebody saves while the page is open on the action; then the page saves."""
    save(home)
    app = open_page(home, "journal", action="A0001", **CHOICE)
    save(home, said("Texte de l’autre."), of="A0001", expected=1)
    app = fill(app, "A0001_1", "Texte de l’écran.")
    assert not app.exception
    return app


def test_two_texts_written_at_once_are_both_shown(open_page: OpenPage, home: Path) -> None:
    app = _conflict(open_page, home)
    assert "Votre texte est gardé à côté" in app.error[0].value
    text = html(app)
    assert "Deux textes pour l’action A0001" in text
    assert "Texte de l’autre." in text
    assert "Texte de l’écran." in text
    assert app.dataframe[0].value["note"].tolist() == ["deux textes à départager"]
    states = [(r.state, r.content.text) for r in journal.revisions(home, DAET)][1:]
    assert states == [(SAVED, "Texte de l’autre."), (ASIDE, "Texte de l’écran.")]
    again = open_page(home, "journal", action="A0001", **CHOICE)  # another session sees them too
    assert "Texte de l’écran." in html(again)


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("journal_keep", "Texte de l’autre."),
        ("journal_take", "Texte de l’écran."),
        ("journal_send_unite_A0001_2_3", "Texte de l’autre. Texte de l’écran."),
    ],
)
def test_a_conflict_is_settled_by_one_text_the_other_or_both(
    open_page: OpenPage, home: Path, button: str, text: str
) -> None:
    app = _conflict(open_page, home)
    app.button(key=button).click().run()
    assert not app.exception
    assert not app.error
    assert listed(app) == [text]
    assert "Deux textes" not in html(app)
    assert actions(home, DAET)["waiting"].tolist() == [0]
    assert len(journal.revisions(home, DAET)) == 4  # both texts are still there


def test_two_long_texts_can_be_shortened_together(open_page: OpenPage, home: Path) -> None:
    save(home)
    app = open_page(home, "journal", action="A0001", **CHOICE)
    save(home, said("a" * 200), of="A0001", expected=1)
    app = fill(app, "A0001_1", "b" * 200)
    assert not app.exception
    app.button(key="journal_send_unite_A0001_2_3").click().run()
    assert "401 signes, 280 au plus" in app.error[0].value
    app = fill(app, "unite_A0001_2_3", "Les deux.")
    assert listed(app) == ["Les deux."]


def test_an_edit_of_what_was_removed_meanwhile_can_be_kept_out(
    open_page: OpenPage, home: Path
) -> None:
    save(home)
    app = open_page(home, "journal", action="A0001", **CHOICE)
    journal.remove(home, DAET, "A0001", 1)
    app = fill(app, "A0001_1", "Texte de l’écran.")
    assert "Texte de l’écran." in html(app)
    assert "L’action A0001 a été retirée" in app.error[0].value
    app.button(key="journal_keep").click().run()
    assert not app.exception
    assert len(actions(home, DAET)) == 0
    assert actions(home, DAET, removed=True)["waiting"].tolist() == [0]


def test_a_text_typed_on_an_action_that_leaves_the_list_is_kept(
    open_page: OpenPage, home: Path
) -> None:
    save(home)
    app = open_page(home, "journal", action="A0001", axe="partenaires", **CHOICE)
    moved = Action(**{**vars(FORUM), "axis": "qualite", "day": date(2024, 10, 1)})
    save(home, moved, of="A0001", expected=1)
    app = fill(app, "A0001_1", "Texte de l’écran.")
    assert "Texte de l’écran." in html(app)
    assert [r.content.text for r in journal.revisions(home, DAET)][-1] == "Texte de l’écran."


def test_who_opened_an_older_text_is_told(open_page: OpenPage, home: Path) -> None:
    save(home)
    app = open_page(home, "journal", action="A0001", **CHOICE)
    save(home, said("Texte de l’autre."), of="A0001", expected=1)
    app.run()
    assert "L’action a été enregistrée depuis" in app.warning[0].value
    app.button(key="journal_reread").click().run()
    assert app.text_area(key="journal_text_A0001_2").value == "Texte de l’autre."


def test_nothing_of_the_journal_is_diffused(open_page: OpenPage, home: Path) -> None:
    save(home)
    app = open_page(home, "journal", vue="diffusion", **CHOICE)
    assert "réservée aux agents en charge" in app.info[0].value
    assert FORUM.text not in html(app)
    assert not app.dataframe
    assert not app.button


def test_an_animator_sees_the_own_actions_only(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(home)
    lande = Action(**{**vars(FORUM), "bef": "O2", "text": "Lande.", "schools": (DELTA,)})
    save(home, lande)
    path = str(store.current_path(home))
    own = reading.View(path, Scope.animator("O2"))
    monkeypatch.setattr(reading, "current_view", lambda today=False: own)
    app = open_page(home, "journal", campagne="2025-2026")
    assert listed(app) == ["Lande."]
    assert FORUM.text not in " ".join(d.value.to_csv() for d in app.dataframe)


def test_what_is_chosen_is_not_repeated_in_each_line(open_page: OpenPage, home: Path) -> None:
    save(home)
    whole = open_page(home, "journal", campagne="2025-2026").dataframe[0].value
    assert whole.columns[:4].tolist() == ["day_text", "action", "zone_name", "text"]
    chosen = open_page(home, "journal", axe=FORUM.axis, **CHOICE).dataframe[0].value
    assert chosen.columns[:4].tolist() == ["day_text", "action", "text", "school_names"]
    assert "axis_name" not in chosen


def test_a_campaign_without_periods_says_why_there_is_no_matrix(
    open_page: OpenPage, home: Path
) -> None:
    app = open_page(home, "journal", **CHOICE)
    now = campaign_of(clock.today())
    text = html(app.selectbox(key="select_campagne").set_value(now).run())
    assert f"aucune période due n’est connue en {now}" in text
    assert "choisir un bassin" not in text


def test_a_school_that_sent_nothing_is_never_isolated(open_page: OpenPage, home: Path) -> None:
    app = open_page(home, "journal", bef="tous", campagne="2025-2026")
    ties = next(d.value for d in app.dataframe if "status" in d.value)
    assert ties["status"].tolist() == ["non renseigné", "non renseigné"]
    save(home, Action(**{**vars(FORUM), "schools": (BRAVO, DELTA)}))
    app.run()
    ties = next(d.value for d in app.dataframe if "status" in d.value)
    assert ties["status"].tolist() == ["relié", "relié"]
    assert ties["hosts"].isna().all()


def test_the_demonstration_is_filled_on_request_and_emptied(
    open_page: OpenPage, demo_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(demo_home, tmp_path / "home")
    app = open_page(home, "journal", campagne="2025-2026")
    app.button(key="journal_invent").click().run()
    assert not app.exception
    assert len(actions(home, DAET)) == 12
    assert set(app.dataframe[0].value["note"]) == {"inventée"}
    reuse = next(d.value for d in app.dataframe if "how" in d.value)
    assert len(reuse) == 4
    assert "dit par l’action" in reuse["how"].tolist()
    app = open_page(home, "journal", bef="BEF-06", campagne="2025-2026")
    assert len(app.get("plotly_chart")) == 1
    app.button(key="journal_remove_invented").click().run()
    assert len(actions(home, DAET)) == 0


def test_invented_actions_are_not_shown_with_real_files(
    open_page: OpenPage, home: Path, demo_home: Path, tmp_path: Path
) -> None:
    demo = shutil.copytree(demo_home, tmp_path / "demo")
    invent_actions(demo)
    shutil.copy(demo / "journal.sqlite", home / "journal.sqlite")
    app = open_page(home, "journal", bef="tous", campagne="2025-2026")
    assert listed(app) == []
    assert "Le journal est vide" in html(app)
