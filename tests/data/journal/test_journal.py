import csv
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import clock
from data.__main__ import main
from data.intake.importing import import_folder, undo
from data.journal import journal
from data.journal.actions import Action, Known, RefusedError, campaign_of, known_places, tidy
from data.journal.journal import ConflictError
from data.journal.journal_file import ASIDE, FILE, REMOVED, SAVED, JournalError, journal_path
from data.journal.journal_tables import actions, history, markers, waiting, write_csv
from data.scope import Role, Scope
from data.store import store, versions
from demo.actions import invent_actions
from tests.data.conftest import BRAVO, DELTA, STAGES, STAGES_HEADER, write, write_academy

DAET, OUTSIDE = Scope.daet(), Scope.outside()
RIVAGE, LANDE = Scope.animator("O1"), Scope.animator("O2")
KNOWN = Known({"O1", "O2"}, {BRAVO, DELTA})
FORUM = Action(
    date(2026, 1, 15), "O1", "partenaires", "Forum des lieux d’accueil.", "forum",
    schools=(BRAVO,), partners=("CCI", "Mission locale"),
)  # fmt: skip
VISIT = replace(FORUM, day=date(2026, 3, 2), bef="O2", text="Visites.", practice="visites")


def said(text: str, action: Action = FORUM) -> Action:
    return replace(action, text=text)


def texts(home: Path, state: str) -> list[str]:
    return [r.content.text for r in journal.revisions(home, DAET) if r.state == state]


def test_an_action_is_kept_as_written(tmp_path: Path) -> None:
    kept = journal.save(tmp_path, RIVAGE, FORUM, KNOWN)
    (read,) = journal.revisions(tmp_path, RIVAGE)
    assert read == kept
    assert (read.content, read.action, read.number, read.state) == (FORUM, "A0001", 1, SAVED)
    assert (read.role, read.perimeter) == ("animateur", "O1")


def test_no_journal_is_no_action_and_reading_makes_none(tmp_path: Path) -> None:
    assert len(actions(tmp_path, DAET)) == len(history(tmp_path, DAET)) == 0
    assert len(markers(tmp_path, DAET, "O1")) == 0
    assert journal.is_empty(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_spaces_and_repeats_are_tidied() -> None:
    messy = replace(
        FORUM,
        text=" Forum  des\nmétiers ",
        partners=("CCI", " cci ", ""),
        schools=(DELTA, BRAVO, ""),
    )
    assert tidy(messy) == replace(
        FORUM, text="Forum des métiers", partners=("CCI",), schools=(BRAVO, DELTA)
    )


def test_history_keeps_every_text_and_undo_brings_one_back(tmp_path: Path) -> None:
    first = journal.save(tmp_path, DAET, FORUM, KNOWN)
    second = journal.save(tmp_path, DAET, said("Deux."), KNOWN, of=first.action, expected=1)
    removed = journal.remove(tmp_path, DAET, first.action, second.number)
    assert len(actions(tmp_path, DAET)) == 0
    assert actions(tmp_path, DAET, removed=True)["text"].tolist() == ["Deux."]
    journal.restore(tmp_path, DAET, first.action, 2, removed.number)
    journal.restore(tmp_path, DAET, first.action, 1, 4)
    assert actions(tmp_path, DAET)["text"].tolist() == [FORUM.text]
    rows = history(tmp_path, DAET, first.action)
    assert rows["number"].tolist() == [1, 2, 3, 4, 5]
    assert rows["state"].tolist() == [SAVED, SAVED, REMOVED, SAVED, SAVED]
    assert rows["text"].tolist() == [FORUM.text, "Deux.", "Deux.", "Deux.", FORUM.text]


def test_saving_the_same_text_again_adds_nothing(tmp_path: Path) -> None:
    first = journal.save(tmp_path, DAET, FORUM, KNOWN)
    again = journal.save(tmp_path, DAET, FORUM, KNOWN, of=first.action, expected=1)
    assert again == first
    assert len(journal.revisions(tmp_path, DAET)) == 1


def test_the_file_itself_refuses_to_change_or_lose_a_revision(tmp_path: Path) -> None:
    journal.save(tmp_path, DAET, FORUM, KNOWN)
    with sqlite3.connect(journal_path(tmp_path)) as con:
        for order in ("DELETE FROM revision", "UPDATE revision SET text = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                con.execute(order)


# --- Two editors


def test_a_save_on_a_text_that_changed_keeps_both_and_shows_both(tmp_path: Path) -> None:
    first = journal.save(tmp_path, DAET, FORUM, KNOWN)
    journal.save(tmp_path, RIVAGE, said("D’un côté."), KNOWN, of=first.action, expected=1)
    with pytest.raises(ConflictError, match="Votre texte est gardé") as caught:
        journal.save(tmp_path, DAET, said("De l’autre."), KNOWN, of=first.action, expected=1)
    found = caught.value
    assert found.read == first
    assert found.latest.content.text == "D’un côté."
    assert found.mine is not None
    assert found.mine.content.text == "De l’autre."
    row = actions(tmp_path, DAET).iloc[0]
    assert (row["text"], row["number"], row["waiting"]) == ("D’un côté.", 2, 1)
    assert [r.content.text for r in waiting(tmp_path, DAET, first.action)] == ["De l’autre."]


def test_a_text_set_aside_waits_until_somebody_who_read_it_settles_it(tmp_path: Path) -> None:
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    journal.save(tmp_path, DAET, said("A."), KNOWN, of=of, expected=1)
    with pytest.raises(ConflictError):
        journal.save(tmp_path, DAET, said("B."), KNOWN, of=of, expected=1)
    journal.save(tmp_path, DAET, said("C."), KNOWN, of=of, expected=2)  # who did not see B
    assert len(waiting(tmp_path, DAET, of)) == 1
    journal.save(tmp_path, DAET, said("C."), KNOWN, of=of, expected=4, settles=3)
    assert waiting(tmp_path, DAET, of) == []
    assert actions(tmp_path, DAET)["waiting"].tolist() == [0]


def test_the_same_text_from_two_editors_is_no_conflict(tmp_path: Path) -> None:
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    journal.save(tmp_path, DAET, said("A."), KNOWN, of=of, expected=1)
    assert journal.save(tmp_path, DAET, said("A."), KNOWN, of=of, expected=1).number == 2


@pytest.mark.parametrize("change", [journal.remove, lambda *a: journal.restore(*a[:3], 1, a[3])])
def test_a_removal_or_an_undo_on_a_text_that_changed_is_refused(tmp_path: Path, change) -> None:
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    journal.save(tmp_path, DAET, said("A."), KNOWN, of=of, expected=1)
    with pytest.raises(ConflictError):
        change(tmp_path, DAET, of, 1)
    assert actions(tmp_path, DAET)["text"].tolist() == ["A."]


def test_an_edit_of_what_was_removed_meanwhile_is_set_aside(tmp_path: Path) -> None:
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    journal.remove(tmp_path, DAET, of, 1)
    with pytest.raises(ConflictError, match="retirée"):
        journal.save(tmp_path, DAET, said("A."), KNOWN, of=of, expected=1)
    assert texts(tmp_path, ASIDE) == ["A."]
    assert actions(tmp_path, DAET, removed=True)["waiting"].tolist() == [1]


EDITS = st.lists(
    st.tuples(st.sampled_from("XY"), st.sampled_from(["save", "read", "remove", "undo"])),
    max_size=14,
)


@settings(max_examples=60)
@given(EDITS)
def test_whatever_two_editors_do_every_text_is_kept(tmp_path_factory, edits) -> None:
    home = tmp_path_factory.mktemp("journal")
    of = journal.save(home, DAET, FORUM, KNOWN).action
    read = {"X": 1, "Y": 1}
    written, refused = [FORUM.text], []
    for rank, (who, what) in enumerate(edits):
        ours = [r for r in journal.revisions(home, DAET, of) if r.state != ASIDE]
        standing = ours[-1]
        text, current = f"Texte {rank} de {who}.", read[who] == standing.number
        try:
            if what == "save":
                journal.save(home, DAET, said(text), KNOWN, of=of, expected=read[who])
                written.append(text)
            elif what == "remove":
                journal.remove(home, DAET, of, read[who])
            elif what == "undo":
                journal.restore(home, DAET, of, ours[0].number, read[who])
            else:
                read[who] = standing.number
                continue
            assert current  # nobody writes over what they have not read
            read[who] = journal.revisions(home, DAET, of)[-1].number
        except ConflictError:
            assert not current or (what == "remove" and standing.state == REMOVED)
            if what == "save":
                refused.append(text)
    assert texts(home, ASIDE) == refused
    assert set(written) <= set(texts(home, SAVED))
    assert [r.content.text for r in waiting(home, DAET, of)] == refused
    numbers = [r.number for r in journal.revisions(home, DAET, of)]
    assert numbers == list(range(1, len(numbers) + 1))


# --- Who may


def test_an_animator_reads_and_writes_the_own_bef_only(tmp_path: Path) -> None:
    ours = journal.save(tmp_path, RIVAGE, FORUM, KNOWN)
    theirs = journal.save(tmp_path, LANDE, VISIT, KNOWN)
    assert actions(tmp_path, RIVAGE)["action"].tolist() == [ours.action]
    assert actions(tmp_path, DAET)["action"].tolist() == [ours.action, theirs.action]
    assert markers(tmp_path, RIVAGE)["label"].tolist() == ["forum"]
    for write_beyond in (
        lambda: journal.save(tmp_path, RIVAGE, VISIT, KNOWN),
        lambda: journal.save(tmp_path, RIVAGE, FORUM, KNOWN, of=theirs.action, expected=1),
        lambda: journal.save(tmp_path, RIVAGE, VISIT, KNOWN, of=ours.action, expected=1),
        lambda: journal.remove(tmp_path, RIVAGE, theirs.action, 1),
        lambda: journal.restore(tmp_path, RIVAGE, theirs.action, 1, 1),
    ):
        with pytest.raises(JournalError, match="hors de votre périmètre"):
            write_beyond()
    assert len(journal.revisions(tmp_path, DAET)) == 2


def test_nobody_outside_reads_or_writes(tmp_path: Path) -> None:
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    for act in (
        lambda: journal.revisions(tmp_path, OUTSIDE),
        lambda: actions(tmp_path, OUTSIDE),
        lambda: write_csv(tmp_path, OUTSIDE, tmp_path / "j.csv"),
        lambda: journal.save(tmp_path, OUTSIDE, FORUM, KNOWN),
        lambda: journal.remove(tmp_path, OUTSIDE, of, 1),
        lambda: journal.restore(tmp_path, OUTSIDE, of, 1, 1),
        lambda: journal.remove_invented(tmp_path, OUTSIDE),
    ):
        with pytest.raises(JournalError, match="réservé aux agents"):
            act()
    assert len(markers(tmp_path, OUTSIDE)) == 0
    with pytest.raises(JournalError, match="hors de votre périmètre"):
        journal.save(tmp_path, Scope(Role.DAET), FORUM, KNOWN)  # no BEF, no right


# --- What is refused


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "Rendez-vous avec Mme Durand au lycée.", "aucun nom de personne"),
        ("text", "Atelier animé par Sophie Martin.", "aucun nom de personne"),
        ("text", "Forum, écrire à pole@ac-nancy-metz.fr pour venir.", "aucun courriel"),
        ("text", "Forum, appeler le 03 83 12 34 56.", "aucun courriel, téléphone"),
        ("text", "Élève 123456789AB aidé.", "numéro d’élève"),
        ("text", "  ", "dire en une phrase"),
        ("text", "a" * 281, "281 signes, 280 au plus"),
        ("practice", "dupont léa", "aucun nom de personne"),
        ("practice", "p" * 41, "40 au plus"),
        ("partners", ("CCI", "Pierre Martin"), "aucun nom de personne"),
        ("partners", ("contact@cci.fr",), "aucun courriel"),
        ("partners", tuple(f"Organisme {n}" for n in range(21)), "20 au plus"),
        ("schools", ("0999999Z",), "0999999Z absent de la version"),
        ("bef", "O9", "n’existe pas"),
        ("axis", "autre", "l’un des trois axes"),
        ("day", date(2010, 1, 1), "01/01/2010 est hors du journal"),
        ("day", clock.today() + timedelta(days=400), "est hors du journal"),
        ("taken_from", "A0042", "n’est pas une action"),
    ],
)
def test_a_wrong_field_is_refused_with_one_message_and_nothing_is_kept(
    tmp_path: Path, field: str, value: object, message: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        journal.save(tmp_path, DAET, replace(FORUM, **{field: value}), KNOWN)  # type: ignore[arg-type]
    assert list(caught.value.messages) == [field]
    assert message in caught.value.messages[field]
    assert journal.is_empty(tmp_path)


def test_the_refused_name_is_not_said_again_nor_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        journal.save(tmp_path, DAET, said("Atelier animé par Sophie Martin."), KNOWN)
    assert "Martin" not in str(caught.value)
    assert b"Martin" not in journal_path(tmp_path).read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "Forum au lycée Jean Moulin avec la CCI, 12 janvier.",
        "Visites au lycée professionnel Marie Marvingt de Tomblaine.",
        "Réunion du CLEE, 45 entreprises, 3 établissements, SIRET 35600000000048.",
    ],
)
def test_schools_places_and_numbers_are_no_names(tmp_path: Path, text: str) -> None:
    assert journal.save(tmp_path, DAET, said(text), KNOWN).content.text == text


def test_a_practice_is_taken_from_an_earlier_action_that_the_writer_reads(tmp_path: Path) -> None:
    source = journal.save(tmp_path, RIVAGE, FORUM, KNOWN).action
    kept = journal.save(tmp_path, DAET, replace(VISIT, taken_from=source), KNOWN)
    assert kept.content.taken_from == source
    earlier = replace(VISIT, day=date(2025, 12, 1), taken_from=source)
    with pytest.raises(RefusedError, match="postérieure"):
        journal.save(tmp_path, DAET, earlier, KNOWN)
    with pytest.raises(RefusedError, match="n’est pas une action"):
        journal.save(tmp_path, LANDE, replace(VISIT, taken_from=source), KNOWN)
    with pytest.raises(RefusedError, match="n’est pas une action"):  # itself
        itself = replace(FORUM, taken_from=source)
        journal.save(tmp_path, DAET, itself, KNOWN, of=source, expected=1)


def test_a_school_gone_from_the_version_stays_in_its_action(tmp_path: Path) -> None:
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    smaller = Known({"O1"}, {DELTA})
    journal.save(tmp_path, DAET, said("Autre."), smaller, of=of, expected=1)
    assert actions(tmp_path, DAET)["schools"].tolist() == [[BRAVO]]
    with pytest.raises(RefusedError, match=BRAVO):
        journal.save(tmp_path, DAET, FORUM, smaller)


def test_campaigns_start_in_september() -> None:
    assert campaign_of(date(2026, 8, 31)) == "2025-2026"
    assert campaign_of(date(2026, 9, 1)) == "2026-2027"


# --- Files


def test_a_damaged_file_is_a_message(tmp_path: Path) -> None:
    journal_path(tmp_path).write_bytes(b"pas une base " * 500)
    with pytest.raises(JournalError, match="ne s’ouvre pas"):
        journal.revisions(tmp_path, DAET)


def test_a_journal_of_a_later_edition_is_left_alone(tmp_path: Path) -> None:
    journal.save(tmp_path, DAET, FORUM, KNOWN)
    with sqlite3.connect(journal_path(tmp_path)) as con:
        con.execute("PRAGMA user_version = 99")
    with pytest.raises(JournalError, match="plus récente"):
        journal.save(tmp_path, DAET, FORUM, KNOWN)


def test_the_export_holds_every_revision_and_no_formula(tmp_path: Path) -> None:
    of = journal.save(tmp_path, DAET, said("=1+1"), KNOWN).action
    journal.save(tmp_path, DAET, said("-2"), KNOWN, of=of, expected=1)
    assert write_csv(tmp_path, DAET, tmp_path / "j.csv") == 1
    assert write_csv(tmp_path, DAET, tmp_path / "h.csv", whole=True) == 2
    with (tmp_path / "h.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [row["texte"] for row in rows] == ["'=1+1", "'-2"]
    assert rows[0]["date"] == "15/01/2026"
    assert rows[0]["axe"] == "Réseau de partenaires"
    assert rows[0]["partenaires"] == "CCI | Mission locale"


def test_a_folder_that_cannot_be_written_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("un fichier")
    with pytest.raises(JournalError, match="vérifier les droits"):
        journal.save(tmp_path / "home", DAET, FORUM, KNOWN)


def test_the_command_lists_exports_and_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["data", "journal", *arguments])
        status = main()
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    monkeypatch.setenv("EQUISTAGE_HOME", str(tmp_path))
    assert run() == (0, "Aucune action au journal.\n")
    of = journal.save(tmp_path, DAET, FORUM, KNOWN).action
    journal.save(tmp_path, DAET, said("Deux."), KNOWN, of=of, expected=1)
    assert run()[1] == "A0001  15/01/2026  O1       partenaires  Deux.\n"
    target, copy = str(tmp_path / "j.csv"), str(tmp_path / "copie.sqlite")
    assert run("--export", target) == (0, f"{target} : 1 ligne\n")
    assert run("--export", target, "--history")[1] == f"{target} : 2 lignes\n"
    assert run("--backup", copy)[0] == 0
    assert run("--backup", copy) == (
        1,
        f"Erreur\u00a0: «\u00a0{copy}\u00a0» existe déjà\u00a0: choisir un autre nom.\n",
    )
    assert run("--invent")[0] == 1


def test_a_backup_is_the_same_journal(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="Aucun journal"):
        journal.back_up(tmp_path, tmp_path / "copie.sqlite")
    journal.save(tmp_path, DAET, FORUM, KNOWN)
    other = tmp_path / "autre"
    other.mkdir()
    journal.back_up(tmp_path, other / FILE)
    assert journal.revisions(other, DAET) == journal.revisions(tmp_path, DAET)
    with pytest.raises(JournalError, match="existe déjà"):
        journal.back_up(tmp_path, other / FILE)


def test_marks_are_dates_and_short_labels_in_time_order(tmp_path: Path) -> None:
    long = said("Une demi-journée de formation des tuteurs de l’artisanat.", VISIT)
    journal.save(tmp_path, DAET, replace(long, practice=""), KNOWN)
    journal.save(tmp_path, DAET, FORUM, KNOWN)
    marks = markers(tmp_path, DAET)
    assert marks["date"].tolist() == [pd.Timestamp(2026, 1, 15), pd.Timestamp(2026, 3, 2)]
    assert marks["label"].tolist() == ["forum", "Une demi-journée de formation…"]
    assert markers(tmp_path, DAET, "O1")["label"].tolist() == ["forum"]


def test_the_journal_stands_through_imports_publications_and_undo(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = import_folder(write_academy(tmp_path / "depot"), home)
    opened = store.Store(first.version)
    known = known_places(opened, DAET)
    opened.close()
    assert (set(known.befs), set(known.schools)) == ({"O1", "O2"}, {BRAVO, DELTA})
    of = journal.save(home, DAET, FORUM, known).action
    journal.save(home, DAET, said("Deux."), known, of=of, expected=1)
    before, raw = journal.revisions(home, DAET), journal_path(home).read_bytes()
    stages = write(tmp_path / "suivi", "stages.csv", STAGES_HEADER, *STAGES).parent
    later = import_folder(stages, home)
    assert later.batch is not None
    versions.publish(home, first.version.stem)
    versions.publish(home, later.version.stem)
    undo(later.batch, home)
    assert journal.revisions(home, DAET) == before
    assert journal_path(home).read_bytes() == raw


def test_actions_are_invented_only_in_an_empty_journal_of_a_demonstration(
    academy_home: Path, tmp_path: Path
) -> None:
    for home in (academy_home, tmp_path):
        with pytest.raises(JournalError, match="n’est pas une démonstration"):
            invent_actions(home)
        assert journal.is_empty(home)
