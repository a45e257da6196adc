"""Personal data: seen by header and by content, and never shown again."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import clock
from data.contracts import CONTRACTS
from data.intake.intake import keep_refused, read_into, recognise
from data.privacy.person_names import SUSPECT, first_names, is_person_name, names_someone
from data.privacy.personal import HIDDEN, personal_columns, scrub, staged_sample, tell
from data.privacy.personal_cells import has_phone, holds_personal, is_named, is_personal_header
from data.readers import open_sources
from tests.data.conftest import BRAVO, write

STAGES = CONTRACTS["stages"]
HEADER = "uai;annee_scolaire;niveau;famille;periode;etat;debut;siret;entreprise"
ROW = f"{BRAVO};2025-2026;2PRO;commerce;1;accord;12/01/2026;"


@pytest.mark.parametrize(
    "header",
    [
        "Nom",
        "NOM DE L’ÉLÈVE",
        "Prénom",
        "PRENOMS",
        "prÃ©nom",
        "NomPrenom",
        "nom_usage",
        "Élève",
        "Élève ",
        " Nom",
        "INE",
        "N° INE",
        "BEA",
        "Né(e) le",
        "née le",
        "Date de naissance",
        "dateNaiss",
        "DDN",
        "Adresse",
        "adresse mail",
        "E-mail",
        "Mél",
        "Courriel",
        "Tél.",
        "Tel",
        "tel1",
        "TÉLÉPHONE",
        "téléphone portable",
        "Portable",
        "GSM",
        "Tuteur",
        "Nom du tuteur",
        "Responsable légal",
        "resp1",
        "Représentant",
        "Professeur référent",
        "Contact entreprise",
        "Mail entreprise",
        "Civilité",
    ],
)
def test_headers_that_name_a_person(header):
    assert is_personal_header(header)


@pytest.mark.parametrize(
    "header",
    [
        "Sexe",
        "Nom de l’entreprise",
        "nom_etablissement",
        "Nom commune",
        "Adresse de l’entreprise",
        "remarque",
        "Effectif élèves",
        "nombre d’élèves",
        "connaissances",
        "Tuteur formé",
        "date de contact",
        "ville",
        "mobilité",
        "classe",
        "nomenclature",
        "hôtellerie",
        "intelligence",
        "inexact",
        "Né",
    ],
)
def test_headers_that_name_nobody(header):
    assert not is_personal_header(header)


def test_the_columns_of_a_contract_are_fine_and_official_files_are_not_searched():
    for contract, header in (
        (STAGES, [*HEADER.split(";"), "tuteur_forme"]),
        (CONTRACTS["entreprises"], ["siret", "denomination"]),
    ):
        others = set(range(len(header))) - set(contract.match(header).values())
        assert not [header[i] for i in others if is_personal_header(header[i])]
    assert (
        personal_columns(
            ["mail", "telephone"], [["a@b.fr", "0383000000"]], CONTRACTS["etablissements"], {}
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "0612345678",
        "0612 345 678",
        "06\u00a012\u00a034\u00a056\u00a078",
        "+33 6 12 34 56 78",
        "+33(0)6 12 34 56 78",
        "0033612345678",
        "tél:0383123456",
        "appeler le 03 83 12 34 56 avant midi",
        "+352 621 123 456",
    ],
)
def test_telephones_in_all_spellings(text):
    assert has_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "35600000000048",
        "356 000 000 00048",
        "01/12/2025 10:30",
        "01 12 2025 1030",
        "2025-2026",
        "54000",
        "12402|12403|12414",
        "123456789",
        "24731205311",
        "Garage 2000",
    ],
)
def test_numbers_that_are_no_telephone(text):
    assert not holds_personal(text)


def test_mails_and_ine_inside_a_text():
    assert holds_personal("écrire à jean.dupont@exemple.fr")
    assert holds_personal("léa (at) exemple.fr")
    assert holds_personal("1234567890A")
    assert holds_personal("élève 123456789AB absent")
    assert not holds_personal("1671000C11A")  # a MEF
    assert not holds_personal("salaire @ discuter")


@given(st.lists(st.sampled_from("0123456789"), min_size=8, max_size=8), st.sampled_from(" .-/"))
def test_any_french_number_in_pairs_is_seen(digits, sign):
    pairs = ["06", *("".join(digits[i : i + 2]) for i in range(0, 8, 2))]
    assert has_phone(sign.join(pairs))


@pytest.mark.parametrize(
    "text",
    [
        "Mme Durand",
        "mme durand a rappelé",
        "M. Petit",
        "M.Petit",
        "Jean Dupont",
        "DUPONT Léa",
        "MME MARTIN",
        "Dr Lambert",
        "Appel de Jean Dupont pour 3 élèves",
        "vu M Durand hier",
        "Monsieur de La Tour",
        "Jean-Pierre Martin",
        "Marie de Bruyn",
        "contact : Julie Weber, le matin",
        "Le lieu a été trouvé par Sophie Martin.",
    ],
)
def test_texts_that_name_a_person(text):
    assert is_person_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "H&M Metz",
        "Mr Bricolage",
        "Monsieur Meuble",
        "Garage Vincent",
        "Boulangerie Martin",
        "Martin Bricolage",
        "Yves Rocher",
        "Lycée Jean Moulin",
        "Lycée des métiers du tertiaire Jean-Victor Poncelet",
        "3 rue docteur Laflotte",
        "SARL Dupont Jean",
        "Jean Louis David",
        "Carrefour Market",
        "Saint Max",
        "Sainte-Marie-aux-Mines",
        "Nancy",
        "Leroy Merlin",
        "Madame la directrice",
        "M. le Proviseur",
        "Norauto",
        "il faut me rappeler demain",
        "Claude rappelle demain",
        "Transport Thomas",
        "Place Charles de Gaulle",
        "12 m. carrés",
        "Crédit Mutuel",
        "Pont-à-Mousson",
        "Ets Michel Colas",
        "3 élèves sans lieu",
        "Rue Marie Cl.",
        "",
    ],
)
def test_texts_that_name_nobody(text):
    assert not is_person_name(text)


LABELLED = Path(__file__).with_name("labelled_names.csv")


def labelled(column, person):
    with LABELLED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return [r["text"] for r in rows if r["column"] == column and (r["person"] == "1") is person]


@pytest.mark.parametrize(
    ("column", "test", "missed", "taken"),
    [
        ("lieu", names_someone, [], ["Maître Carré"]),
        ("texte", is_named, ["Pôle Toul – Paul Petit"], []),
    ],
)
def test_of_the_labelled_cells_only_the_known_limits_are_told_wrong(column, test, missed, taken):
    people, others = labelled(column, True), labelled(column, False)
    assert min(len(people), len(others)) >= 40
    assert [text for text in people if not test(text)] == missed
    assert [text for text in others if test(text)] == taken


def test_what_sql_leaves_aside_names_nobody():
    people = labelled("lieu", True) + [t for t in labelled("texte", True) if names_someone(t)]
    seen = duckdb.execute(
        "SELECT t FROM unnest(?) u(t) WHERE regexp_matches(t, ?)", [people, SUSPECT]
    )
    assert {row[0] for row in seen.fetchall()} == set(people)


@pytest.mark.parametrize("written", [str.upper, str.lower])
@pytest.mark.parametrize("text", ["tuteur : Weber", "contact : Julie Bernard", "Mme Klein"])
def test_a_name_is_seen_whatever_the_case(text, written):
    assert names_someone(written(text))


def test_the_first_names_are_many_and_none_is_a_place_of_the_academie():
    assert len(first_names()) >= 300
    assert {"nancy", "lorraine", "france"}.isdisjoint(first_names())


def cells(*values):
    return [[value] for value in values]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (["a@b.fr", "c@d.fr", "néant"], "adresses électroniques"),
        (["0612345678", "07 11 22 33 44"], "numéros de téléphone"),
        (["612345678", "711223344", "698765432"], "numéros de téléphone"),
        (["123456789AB", "1234567890C"], "numéros INE"),
        (["Mme Klein", "M. Weber", "à voir"], "noms de personnes"),
        (["Dupont Léa", "Petit Hugo"], "noms de personnes"),
        (["Léa", "Hugo", "Inès"], "prénoms"),
        (["12 rue des Lilas", "3 bis av. Foch"], "adresses postales"),
        (["12/03/2008", "2009-11-30", "01/01/2010"], "dates de naissance"),
    ],
)
def test_columns_whose_header_says_nothing_are_read_by_their_content(values, why):
    found = personal_columns(["divers"], cells(*values), STAGES, {})
    assert [(f.header, f.why, f.position) for f in found] == [("divers", why, 0)]


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("divers", ["12/03/2025", "2026-01-12", "01/06/2026"]),
        ("date_creation", ["12/03/2008", "2009-11-30", "01/01/2010"]),
        ("divers", ["oui", "non"]),
        ("divers", ["54000", "57000", "88100"]),
        ("sexe", ["F", "M"]),
        ("divers", ["", None]),
        ("adresse entreprise", ["12 rue des Lilas", "3 rue Foch"]),
    ],
)
def test_columns_that_hold_no_person(header, values):
    assert personal_columns([header], cells(*values), STAGES, {}) == []


def test_a_column_of_the_contract_is_not_held_against_its_own_file():
    assert personal_columns(["entreprise"], cells("M. Petit"), STAGES, {"entreprise": 0}) == []


def test_a_header_that_is_itself_a_value_is_not_shown():
    (found,) = personal_columns(["lea.petit@b.fr"], cells("c@d.fr"), STAGES, {})
    assert found.header == "n° 1"


def taken(tmp_path, *lines, header=HEADER):
    """Read a file as importing does; return the connection, the findings and the message."""
    path = write(tmp_path, "stages.csv", header, *lines)
    con = duckdb.connect()
    with open_sources(path) as sources:
        found = recognise(sources, [STAGES])
        assert found is not None
        read_into(con, found)
        personal = personal_columns(found.header, staged_sample(con), STAGES, found.found)
        personal += scrub(con, STAGES, found.found, personal)
        keep_refused(con, found)
    return con, personal, tell("stages.csv", personal)


def test_a_cell_with_a_telephone_is_emptied_and_said_without_its_value(tmp_path):
    lines = [ROW + ";Garage Vincent", ROW + ";Norauto 06 12 34 56 78", ROW + ";Lidl"]
    con, personal, message = taken(tmp_path, *lines)
    names = con.execute("SELECT line, entreprise FROM accepted ORDER BY line").fetchall()
    assert names == [(2, "Garage Vincent"), (3, None), (4, "Lidl")]
    assert con.execute("FROM repaired").fetchall() == [
        (3, "entreprise", HIDDEN, "donnée personnelle retirée")
    ]
    assert [(f.header, f.why) for f in personal] == [("entreprise", "cellules retirées : 1")]
    assert message is not None
    assert "06 12" not in message


def emptied(tmp_path, column, *values):
    """Cells of a column of placements once personal data are taken out, and what is told."""
    header = HEADER.replace(";entreprise", f";{column}")
    con, personal, message = taken(tmp_path, *(f"{ROW};{v}" for v in values), header=header)
    kept = con.execute(f"SELECT {column} FROM accepted ORDER BY line").fetchall()
    reported = repr([con.execute(f"FROM {t}").fetchall() for t in ("valid", "repaired")])
    return [row[0] for row in kept], [f.why for f in personal], reported, message


def test_a_cell_that_names_a_person_is_emptied_and_no_other(tmp_path):
    names = ["Lidl", "Boulangerie Martin, tuteur M. Paul Petit", "Jean Dupont", "Garage Dupont"]
    kept, why, reported, message = emptied(tmp_path, "entreprise", *names)
    assert kept == ["Lidl", None, "Jean Dupont", "Garage Dupont"]
    assert why == ["cellules retirées : 1"]
    assert "Petit" not in reported + message


def test_a_bare_name_is_a_person_where_no_company_is_written(tmp_path):
    towns = ["Nancy", "Saint-Max", "Dupont Julie", "Metz (contact : Paul Petit)", "Toul"]
    kept, _, reported, message = emptied(tmp_path, "ville_accueil", *towns)
    assert kept == ["Nancy", "Saint-Max", None, None, "Toul"]
    assert "Dupont" not in reported + message


def test_poles_called_after_people_keep_their_names(tmp_path):
    contract, names = CONTRACTS["poles"], ["Pôle Jean Prouvé", "Pôle Simone Veil", "M. Paul Petit"]
    lines = [f"P{i};{name};BEF-0{i}" for i, name in enumerate(names, 1)]
    path = write(tmp_path, "poles.csv", "code_pole;libelle_pole;bef", *lines)
    con = duckdb.connect()
    with open_sources(path) as sources:
        read_into(con, recognise(sources, [contract]))
        scrub(con, contract)
    kept = con.execute("SELECT libelle FROM accepted ORDER BY line").fetchall()
    assert [row[0] for row in kept] == names[:2]
    ((line, value),) = con.execute("SELECT line, value FROM rejected").fetchall()
    assert (line, value) == (4, HIDDEN)


@pytest.mark.parametrize(("today", "why"), [(2026, ""), (2031, "dates de naissance")])
def test_birth_dates_follow_the_clock(today, why):
    with clock.set_to(date(today, 11, 30)):
        found = personal_columns(
            ["divers"], cells("12/03/2019", "2018-11-30", "1/1/2017"), STAGES, {}
        )
    assert [f.why for f in found] == ([why] if why else [])


def test_a_text_column_most_of_whose_cells_are_personal_goes_whole(tmp_path):
    lines = [ROW + ";a@b.fr", ROW + ";c@d.fr", ROW + ";Lidl"]
    con, personal, _ = taken(tmp_path, *lines)
    assert con.execute("SELECT count(entreprise) FROM accepted").fetchone() == (0,)
    assert [f.why for f in personal] == ["colonne retirée"]


def test_a_needed_cell_that_is_personal_refuses_its_line(tmp_path):
    contract = CONTRACTS["poles"]
    path = write(
        tmp_path,
        "p.csv",
        "code_pole;libelle_pole;bef",
        "P1;a@b.fr;BEF-01",
        "P2;Pôle de Toul;BEF-02",
        "P3;Pôle de Metz;BEF-03",
    )
    con = duckdb.connect()
    with open_sources(path) as sources:
        read_into(con, recognise(sources, [contract]))
        scrub(con, contract)
    kept = con.execute("SELECT libelle FROM accepted ORDER BY 1").fetchall()
    assert kept == [("Pôle de Metz",), ("Pôle de Toul",)]
    ((line, column, value, _),) = con.execute("FROM rejected").fetchall()
    assert (line, column, value) == (2, "libelle_pole", HIDDEN)


SECRETS = ("Kowalczyk", "Lucienne", "123456789AB", "14/03/2009", "kowa@mail.fr", "0611223344")


def test_no_value_of_a_personal_column_is_in_any_report_reject_or_log(tmp_path):
    header = HEADER + ";Nom;Prénom;INE;divers;Courriel;Tél"
    person = ";".join(SECRETS)
    lines = [
        f"{ROW};Lidl;{person}",
        f"{ROW};Lidl;{person};de trop",  # malformed: shown whole otherwise
        f"{BRAVO};2025-2026;2PRO;commerce;1;Kowalczyk;12/01/2026;;Lidl;{person}",  # shifted cell
        f"{BRAVO};2025-2026;2PRO;commerce;1;kowa@mail.fr;12/01/2026;;Lidl;{person}",
        f"{BRAVO};2025-2026;Mme Weber;commerce;1;accord;12/01/2026;0611223344;Lidl;{person}",
        f"{ROW};appeler 0611223344;{person}",
        f"{ROW};Lidl;{person.replace('09', '08')}",
        f"{ROW};Lidl;{person.replace('09', '07')}",
    ]
    con, personal, message = taken(tmp_path, *lines, header=header)
    assert {f.header for f in personal} >= {"Nom", "Prénom", "INE", "divers", "Courriel", "Tél"}
    kept = [str(message), repr(personal)]
    for table in ("accepted", "valid", "rejected", "repaired", "refused_rows"):
        kept.append(repr(con.execute(f"FROM {table}").fetchall()))
    for secret in (*SECRETS, "Weber"):
        assert not any(secret in text for text in kept), secret
    reasons = con.execute("SELECT reason FROM rejected WHERE line = 4").fetchall()
    assert "valeurs attendues" in reasons[0][0]  # the reason still helps


def test_the_sample_is_spread_over_the_whole_table():
    con = duckdb.connect()
    con.execute(
        "CREATE TEMP TABLE staged AS SELECT i AS line, i::VARCHAR AS c0 FROM range(100) t(i)"
    )
    assert [row[0] for row in staged_sample(con, 10)] == [str(i) for i in range(0, 100, 10)]
    assert len(staged_sample(con, 1000)) == 100
