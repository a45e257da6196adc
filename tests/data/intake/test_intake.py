"""Intake: every line of a file is accepted or refused, with its line, its column and why."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.contracts import CONTRACTS, Column, Contract, Rule
from data.intake.intake import closest_contract, possible_headers, read_into, recognise
from data.readers import IntakeError, open_sources
from tests.data.reading import read_table

HEADER = "uai;annee_scolaire;niveau;famille;effectif;note"
GOOD = "0540015Y;2025-2026;2PRO;commerce;12;"

FRUIT = Contract(
    name="fruits",
    title="Fruits",
    grain="une ligne par fruit",
    key=("nom",),
    columns=(
        Column("nom", "text", ("fruit",), "Nom.", header_needed=True, cell_needed=True),
        Column("poids", "count", ("poids_g", "masse*"), "Poids.", True, True, True),
        Column("prix", "decimal", ("prix",), "Prix."),
        Column("le", "date", ("cueilli_le",), "Jour."),
    ),
    rules=(Rule("prix > 100", "prix", "trop cher"),),
)


def put(folder: Path, *lines: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_reading_has_accepted_repaired_and_rejected_lines_with_reasons_in_french(tmp_path):
    path = put(
        tmp_path,
        "fruit;poids_g;prix;cueilli_le",
        "pomme;150;1,5;45370",
        ";10;;",
        "poire;lourde;;",
        "figue;20;abc;",
        "melon;900;120;",
        "pomme;160;;",
        "noix;ND;;",
        "court;1",
    )
    accepted, repaired, rejected = read_table(path, FRUIT)
    assert accepted[["line", "nom", "poids"]].to_numpy().tolist() == [
        [2, "pomme", 150],
        [5, "figue", 20],
    ]
    assert accepted["prix"].iloc[0] == 1.5
    assert str(accepted["le"].iloc[0].date()) == "2024-03-19"
    assert repaired.to_numpy().tolist() == [
        [2, "cueilli_le", "45370", "date lue d’un numéro de série de tableur"],
        [5, "prix", "abc", "« abc » n’est pas un nombre ; valeur inconnue"],
    ]
    refusals = {n: cell for n, *cell in rejected.fillna("").itertuples(index=False, name=None)}
    assert refusals == {
        3: ["fruit", "", "cellule vide"],
        4: ["poids_g", "lourde", "« lourde » n’est pas un effectif (nombre entier attendu)"],
        6: ["prix", "120.0", "trop cher"],
        7: ["fruit", "pomme", "doublon de la ligne 2"],
        8: ["poids_g", "ND", "valeur absente"],
        9: ["", "court;1", "ligne trop courte : 4 colonnes attendues"],
    }


def test_a_contract_or_its_name_is_the_same(tmp_path):
    path = put(tmp_path, HEADER, GOOD)
    by_name, by_contract = read_table(path, "effectifs"), read_table(path, CONTRACTS["effectifs"])
    assert by_name.accepted.equals(by_contract.accepted)
    assert read_table(str(path), "effectifs").accepted.equals(by_name.accepted)


def test_columns_of_the_contract_absent_from_the_file_are_empty(tmp_path):
    accepted = read_table(put(tmp_path, "fruit;masse_totale", "kiwi;80"), FRUIT).accepted
    assert list(accepted.columns) == ["line", "nom", "poids", "prix", "le"]
    assert accepted[["prix", "le"]].isna().all(axis=None)


def test_columns_unknown_to_the_contract_are_not_kept(tmp_path):
    path = put(tmp_path, "fruit;poids_g;nom de l’élève;INE", "kiwi;80;Untel;123456789AB")
    reading = read_table(path, FRUIT)
    assert "Untel" not in str([table.to_dict() for table in reading])
    assert "123456789AB" not in str([table.to_dict() for table in reading])


def test_a_row_with_two_faults_says_both_and_counts_once(tmp_path):
    rejected = read_table(put(tmp_path, "fruit;poids_g", ";x", "kiwi;1"), FRUIT).rejected
    assert list(rejected["line"]) == [2, 2]
    assert set(rejected["column"]) == {"fruit", "poids_g"}


def test_a_mended_cell_of_a_refused_row_is_not_said_mended(tmp_path):
    path = put(tmp_path, "fruit;poids_g;cueilli_le", "kiwi;x;45370")
    assert read_table(path, FRUIT).repaired.empty


def test_the_first_of_two_doubles_is_kept_if_it_is_good(tmp_path):
    path = put(tmp_path, "fruit;poids_g", "kiwi;x", "kiwi;80", "kiwi;90")
    reading = read_table(path, FRUIT)
    assert list(reading.accepted["poids"]) == [80]
    assert reading.rejected["reason"].iloc[-1] == "doublon de la ligne 3"


def test_rare_good_values_among_thousands_of_bad_ones_are_read(tmp_path):
    sirets = [f"73282932{i:06d}" for i in range(6000)]
    lines = [f"P{i};{siret};54395;;" for i, siret in enumerate(sirets)]
    path = put(tmp_path, "denomination;siret;commune;naf;tranche_effectif", *lines)
    reading = read_table(path, "entreprises")
    assert 0 < len(reading.accepted) < 1000
    assert "73282932000074" in set(reading.accepted["siret"])
    assert len(reading.accepted) + reading.rejected["line"].nunique() == 6000


def test_an_unreadable_cell_that_may_be_empty_is_unknown_and_said(tmp_path):
    path = put(tmp_path, "fruit;poids_g;prix", "kiwi;80;cher")
    reading = read_table(path, FRUIT)
    assert len(reading.accepted) == 1
    assert reading.accepted["prix"].isna().all()
    assert reading.repaired["reason"].iloc[0].endswith("valeur inconnue")


def test_an_unknown_family_refuses_its_row_rather_than_moving_its_pupils(tmp_path):
    reading = read_table(
        put(tmp_path, HEADER, GOOD, GOOD.replace("commerce", "comerce")), "effectifs"
    )
    assert list(reading.accepted["line"]) == [2]
    assert reading.rejected["reason"].iloc[0].startswith("« comerce » inconnu ; valeurs attendues")


def test_the_contract_that_explains_the_most_columns_is_recognised(tmp_path):
    path = put(tmp_path, HEADER, GOOD)
    with open_sources(path) as sources:
        found = recognise(sources)
        assert found is not None
        assert found.contract is CONTRACTS["effectifs"]
        assert found.found == {"uai": 0, "annee": 1, "niveau": 2, "famille": 3, "eleves": 4}


def test_an_unknown_file_is_not_recognised_but_the_nearest_contract_is_named(tmp_path):
    path = put(tmp_path, HEADER.replace("effectif", "nombre"), GOOD)
    with open_sources(path) as sources:
        assert recognise(sources) is None
        near = closest_contract(sources)
    assert near is not None
    assert (near[0].name, near[1]) == ("effectifs", ["effectif"])
    with pytest.raises(IntakeError, match="il manque la colonne « effectif »"):
        read_table(path, "effectifs")


def test_a_merged_upper_header_goes_on_to_its_right():
    headers = dict(
        list(possible_headers([["", "Effectifs", "", "IPS"], ["uai", "2nde", "1ère", ""]]))[2:]
    )
    assert headers == {1: ["uai", "Effectifs | 2nde", "Effectifs | 1ère", "IPS"]}


class Item(NamedTuple):
    """One record of a made file, and what must become of it: accepted, rejected or nothing."""

    text: str
    fate: str


WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_characters='\r\n";,\t|\x00\ufeff', exclude_categories=("Cs",)
    ),
    max_size=12,
)
QUOTED = st.text(st.sampled_from('ab;,\n"é '), max_size=12).map(
    lambda text: '"x' + text.replace('"', '""') + '"'  # a letter first: see the test below
)
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """A table of good, short, long, wrong, blank and badly quoted records."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        uai = f"{number:07d}{LETTERS[number % 23]}"
        row = f"{uai};2025-2026;2PRO;commerce;{number}"
        note = draw(st.one_of(WORDS, QUOTED))
        made.append(
            draw(
                st.sampled_from(
                    [
                        Item(f"{row};{note}", "accepted"),
                        Item(f"{row};{note};;", "accepted"),
                        Item(f"{row};{note};de trop", "rejected"),
                        Item(f"{uai};2025-2026", "rejected"),
                        Item(f"{uai[:7]}I;2025-2026;2PRO;commerce;1;{note}", "rejected"),
                        Item(f'{row};"jamais fermé', "rejected"),
                        Item(f'{row};"fermé"trop tôt', "rejected"),
                        Item("", "nothing"),
                        Item("  ", "nothing"),
                        Item(";;;;;", "nothing"),
                    ]
                )
            )
        )
    return made


def lines_of(path: Path) -> tuple[int, list[int], list[int]]:
    """Number of records read, lines accepted, lines refused."""
    with duckdb.connect() as con, open_sources(path) as sources:
        recognised = recognise(sources, [CONTRACTS["effectifs"]])
        assert recognised is not None
        read = read_into(con, recognised)
        accepted = con.execute("SELECT line FROM accepted ORDER BY 1").fetchall()
        rejected = con.execute("SELECT DISTINCT line FROM rejected ORDER BY 1").fetchall()
    return read, [line for (line,) in accepted], [line for (line,) in rejected]


@given(items(), st.sampled_from(["\n", "\r\n"]), st.integers(0, 3))
@settings(max_examples=80)
def test_each_record_is_accepted_or_refused_at_its_line_and_none_is_lost(made, end, titles):
    expected: dict[str, list[int]] = {"accepted": [], "rejected": [], "nothing": []}
    text, line = "Titre\n" * titles + HEADER, titles + 2
    for item in made:
        text += "\n" + item.text
        expected[item.fate].append(line)
        line += item.text.count("\n") + 1
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(text.replace("\n", end).encode())
        read, accepted, rejected = lines_of(path)
    assert accepted == expected["accepted"]
    assert rejected == expected["rejected"]
    assert read == len(expected["accepted"]) + len(expected["rejected"])


def test_an_open_quote_that_swallowed_good_rows_gives_them_back(tmp_path):
    rows = (GOOD.replace("commerce", family) for family in ("auto", "bois", "btp"))
    path = put(tmp_path, HEADER, GOOD + '"ouvert', *rows, GOOD + '";clos"')
    assert lines_of(path) == (5, [3, 4, 5, 6], [2])


def test_a_cell_on_lines_that_hold_separators_is_one_row(tmp_path):
    path = put(tmp_path, HEADER, GOOD + '"a;b\nc;d;e\nf"', GOOD.replace("commerce", "bois"))
    assert lines_of(path) == (2, [2, 5], [])


@given(st.lists(st.text(st.sampled_from('ab12;"; \né')), max_size=8))
@settings(max_examples=40)
def test_whatever_the_text_what_is_read_is_accepted_or_refused(lines):
    with TemporaryDirectory() as folder:
        path = put(Path(folder), HEADER, GOOD, *lines)
        read, accepted, rejected = lines_of(path)
        last = path.read_text(encoding="utf-8").count("\n") + 1
    assert read == len(accepted) + len(rejected) == len({*accepted, *rejected})
    assert 2 in accepted
    assert all(2 <= line <= last for line in (*accepted, *rejected))
