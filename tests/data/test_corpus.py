"""Corpus: files broken or odd as in real life, each with its repair or its message."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.cells import inert
from data.identifiers import uai_letter
from data.intake import read_into, read_table, recognise_all
from data.readers import IntakeError, Limits, extract_archive, is_archive, open_sources
from tests.data.corpus import (
    HEADER,
    ROWS,
    Maker,
    archive,
    book,
    cell,
    changed,
    company,
    declared,
    encrypted,
    joined,
    link,
    ods,
    parquet,
    part,
    protected_workbook,
    pupils,
    raw,
    rows,
    typed,
    xls,
)

SIRET = "19540015100013"


@dataclass(frozen=True)
class Case:
    """One odd file and what it gives.

    accepted, rejected : lines; None: the file itself is refused
    reasons : pattern found in a reason of refusal or repair, or in the message of the file
    kept : column and its accepted values
    """

    name: str
    maker: Maker
    accepted: int | None = None
    rejected: int = 0
    reasons: str = ""
    contract: str = "effectifs"
    kept: tuple[str, list[Any]] | None = None


def good(name: str, maker: Maker, accepted: int = 3, **more: Any) -> Case:
    return Case(name, maker, accepted, **more)


def placed(name: str, column: str, text: str, value: Any, reasons: str = "", **more: Any) -> Case:
    """A placement of which one cell is odd and understood."""
    return Case(name, cell(column, text), 1, 0, reasons, "stages", (column, [value]), **more)


def refused_cell(name: str, column: str, text: str, reasons: str) -> Case:
    """A placement of which one cell refuses the line."""
    return Case(name, cell(column, text), 0, 1, reasons, "stages")


COUNTS = ("eleves", [12, 13, 14])
IN_2025 = ("annee", ["2025-2026"])
WRONG_LETTER = next(letter for letter in "ABCDEF" if letter != uai_letter("0540015"))

POLE = "code_pole;libelle_pole;bef\nP1;{};B1\n"


def pole(text: str, encoding: str = "utf-8", expected: str | None = None) -> Case:
    name = f"pôle en {encoding} : {text[:20]!r}"
    maker = raw(POLE.format(text).encode(encoding))
    return Case(name, maker, 1, 0, "", "poles", ("libelle", [expected or text]))


ENCODED = [
    *(
        pole("Pôle d’œuvre à Épinal, 5 €", encoding)
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32")
    ),
    *(pole("Pôle Éducation à Épinal", e) for e in ("utf-16-le", "utf-16-be", "iso-8859-1")),
    pole("Pôle des œuvres, cœur, 5 €", "iso-8859-15"),
    pole("Pôle Métiers de l’énergie à Épinal", "mac_roman"),
    pole("Pôle énergie à Nancy, lycée Héré", "cp850"),
]

TEXTS = [
    good("guillemets partout", rows(*([f'"{c}"' for c in row] for row in ROWS)), kept=COUNTS),
    good("ligne sep= d’Excel", rows(*ROWS, before="sep=;\n"), kept=COUNTS),
    good("titres au-dessus", rows(*ROWS, before="Lycée Héré\nEffectifs;;;;\n\n"), kept=COUNTS),
    good("deux lignes d’en-tête", rows(*ROWS, before="Qui;Quand;Quoi;;Combien\n"), kept=COUNTS),
    good(
        "en-tête à cellules fusionnées de haut en bas",
        raw("uai;annee_scolaire;Formation;;effectif\n;;niveau;famille;\n" + joined(*ROWS)),
        kept=COUNTS,
    ),
    good("ligne de total", rows(*ROWS, ["TOTAL", "", "", "", "39"]), rejected=1, reasons="total"),
    good(
        "total général décalé",
        rows(*ROWS, ["", "", "Total général :", "", "39"]),
        rejected=1,
        reasons="^ligne de total",
    ),
    good(
        "en-tête répété au milieu",
        rows(ROWS[0], HEADER, *ROWS[1:]),
        rejected=1,
        reasons="en-tête répété au milieu",
    ),
    good(
        "deux fichiers collés, marque d’ordre au milieu",
        raw("\ufeff" + joined(HEADER, ROWS[0]) + "\ufeff" + joined(HEADER, *ROWS[1:])),
        rejected=1,
        reasons="en-tête répété",
    ),
    good("lignes vides", rows(ROWS[0], [""], ["  "], ROWS[1], [""] * 5, ROWS[2]), kept=COUNTS),
    good("colonnes vides à droite", rows(*([*r, "", ""] for r in ROWS), header=[*HEADER, "", ""])),
    good(
        "colonne vide au milieu",
        rows(*([*r[:2], "", *r[2:]] for r in ROWS), header=[*HEADER[:2], "", *HEADER[2:]]),
        kept=COUNTS,
    ),
    good(
        "colonnes inconnues en plus",
        rows(*(["?", *r, "x"] for r in ROWS), header=["Remarque", *HEADER, "Suivi"]),
        kept=COUNTS,
    ),
    good("colonnes dans un autre ordre", rows(*(r[::-1] for r in ROWS), header=HEADER[::-1])),
    good(
        "colonne en double : la première compte",
        rows(*([*r, "99"] for r in ROWS), header=[*HEADER, "effectif"]),
        kept=COUNTS,
    ),
    good(
        "en-têtes en capitales et avec espaces",
        rows(*ROWS, header=["UAI", " Année scolaire ", "NIVEAU", "Famille", "Effectif"]),
        kept=COUNTS,
    ),
    good(
        "retour à la ligne dans une cellule",
        rows(*ROWS, [*ROWS[0][:3], '"bo\nis"', "1"]),
        rejected=1,
        reasons="inconnu",
    ),
    good(
        "guillemet jamais fermé",
        rows(*ROWS, [f'"{ROWS[0][0]}', *ROWS[0][1:]]),
        rejected=1,
        reasons="guillemets mal fermés",
    ),
    good("ligne coupée", rows(*ROWS, ROWS[0][:3]), rejected=1, reasons="trop courte"),
    good("ligne trop longue", rows(*ROWS, [*ROWS[0], "x"]), rejected=1, reasons="trop longue"),
    good("ligne identique", rows(*ROWS, ROWS[0]), rejected=1, reasons="doublon de la ligne 2"),
    good("fins de ligne mêlées", raw(joined(HEADER, end="\r\n") + joined(*ROWS, end="\r"))),
    good(
        "caractères de contrôle", rows(*([f"\x01{r[0]}\x1f", *r[1:]] for r in ROWS), header=HEADER)
    ),
    good("espaces autour des cellules", rows(*([f" {c} " for c in r] for r in ROWS)), kept=COUNTS),
    good(
        "espaces insécables et sans largeur",
        rows(*([f"\u00a0{r[0]}\ufeff", *r[1:]] for r in ROWS)),
        kept=COUNTS,
    ),
    good("en-tête seul", rows(), 0),
    Case(
        "UTF-8 mêlé de Windows",
        raw((POLE.format("Épinal-Éloyes") + "P2;").encode() + b"Vend\xf4me;B1\n"),
        2,
        0,
        "",
        "poles",
        ("libelle", ["Épinal-Éloyes", "Vendôme"]),
    ),
    pole("🚲 atelier <b>gras</b>"),
    pole("'; DROP TABLE pole; --".join('""'), expected="'; DROP TABLE pole; --"),
    pole("=cmd|' /C calc'!A0"),
    pole("<script>alert(1)</script>"),
    pole("x" * 100_000),
    pole('"dit ""grand""; au centre"', expected='dit "grand"; au centre'),
]

DATES = [
    placed("date ISO", "debut", "2026-01-12", date(2026, 1, 12)),
    placed("date à points", "debut", "12.01.2026", date(2026, 1, 12)),
    placed("date et heure", "debut", "12/01/2026 08:00:00", date(2026, 1, 12)),
    placed("numéro de série", "debut", "46034", date(2026, 1, 12), "numéro de série"),
    refused_cell("an sur deux chiffres", "debut", "12/01/26", "jj/mm/aaaa attendu"),
    placed("date ambiguë : le jour d’abord", "debut", "03/04/2026", date(2026, 4, 3)),
    refused_cell("date américaine", "debut", "01/31/2026", "n’existe pas.*mois et jour inversés"),
    refused_cell("30 février", "debut", "30/02/2026", "n’existe pas dans le calendrier"),
    refused_cell("date en lettres", "debut", "janvier", r"jj/mm/aaaa attendu"),
]

YEARS = [
    Case(f"année {text!r}", cell("annee_scolaire", text), 1, 0, "", "stages", IN_2025)
    for text in (
        "2025-2026",
        "2025/2026",
        "2025-26",
        "2025",
        "2025 – 2026",
        "2025_2026",
        "AS 2025-2026",
        "Rentrée 2025",
        "2025.0",
    )
]
YEARS.append(refused_cell("année à deux chiffres", "annee_scolaire", "25-26", "2025-2026 attendu"))
YEARS.append(
    refused_cell("années qui ne se suivent pas", "annee_scolaire", "2025-2027", "ne se suivent pas")
)

LEVEL_SPELLINGS = {
    "3e": "3e",
    "3ème": "3e",
    "2nde pro": "2PRO",
    "2de Pro": "2PRO",
    "2PRO": "2PRO",
    "1re pro": "1PRO",
    "Tle pro": "TPRO",
    "CAP 1": "CAP1",
    "cap2": "CAP2",
    "2nde GT": "2GT",
}
LEVELS = [placed(f"niveau {text!r}", "niveau", text, v) for text, v in LEVEL_SPELLINGS.items()]
LEVELS.append(
    refused_cell("niveau sans la voie", "niveau", "Seconde", "inconnu ; valeurs attendues")
)

FLAGS = [
    placed(f"oui ou non {text!r}", "visite", text, value)
    for value, spellings in (
        (True, ("oui", "OUI", "Oui ", "o", "VRAI", "true", "1", "x", "✓")),
        (False, ("non", "NON", "n", "Faux", "false", "0", "0.0")),
    )
    for text in spellings
]
COUNTED = [
    *(
        Case(f"effectif {text!r}", pupils(text), 1, 0, "", "effectifs", ("eleves", [value]))
        for text, value in (
            ("1234", 1234),
            ("1 234", 1234),
            ("1\u00a0234", 1234),
            ("1\u202f234", 1234),
            ("12,0", 12),
            ("12.0", 12),
            ("+12", 12),
            ("0", 0),
        )
    ),
    *(
        Case(f"effectif {text!r}", pupils(text), 0, 1, reason)
        for text, reason in (
            ("12,5", "pas un nombre entier"),
            ("1,234", "pas un nombre entier"),
            ("-3", "pas un effectif"),
            ("douze", "pas un effectif"),
            ("12 élèves", "pas un effectif"),
            ("#N/A", "valeur absente"),
            ("#REF!", "pas un effectif"),
            ("ND", "valeur absente"),
        )
    ),
]

CODES = [
    placed("SIRET à espaces", "siret", "195 400 151 00013", SIRET, "espaces ou ponctuation"),
    placed("SIRET à points", "siret", "195.400.151.00013", SIRET, "espaces ou ponctuation"),
    placed("SIRET décimal", "siret", "19540015100013.0", SIRET),
    placed("SIRET sans zéro de tête", "siret", "5420021000018", "05420021000018"),
    placed("SIRET scientifique", "siret", "1,954E+13", None, "notation scientifique"),
    placed("SIREN seul", "siret", "195400151", None, "SIREN"),
    placed("SIRET trop court", "siret", "19540015100", None, "trop court"),
    placed("SIRET trop long", "siret", "195400151000123", None, "trop long"),
    placed("SIRET à clé fausse", "siret", "19540015100014", None, "clé de contrôle"),
    placed("SIRET en lettres", "siret", "à venir", None, "illisible"),
    placed("SIRET nul", "siret", "00000000000000", None),
    placed("UAI en minuscules", "uai", "0540015y", "0540015Y", "UAI remis en forme"),
    placed("UAI à espaces", "uai", " 054 0015 Y", "0540015Y", "UAI remis en forme"),
    placed("UAI sans zéro", "uai", "540015Y", "0540015Y", "UAI remis en forme"),
    refused_cell("UAI à lettre fausse", "uai", f"0540015{WRONG_LETTER}", "lettre de contrôle"),
    refused_cell("UAI trop court", "uai", "054001Y", "UAI .* faux"),
    refused_cell("UAI absent", "uai", "", "cellule vide"),
    refused_cell("niveau absent", "niveau", "", "cellule vide"),
    Case(
        "code commune sans zéro",
        company("1001"),
        1,
        0,
        "zéro de tête",
        "entreprises",
        ("commune", ["01001"]),
    ),
    Case("code commune corse", company("2a004"), 1, 0, "", "entreprises", ("commune", ["2A004"])),
    Case("nom de commune au lieu du code", company("Nancy"), 0, 1, "code Insee à 5", "entreprises"),
    placed("code postal entier", "code_postal_accueil", "1000", "01000", "zéro de tête"),
    placed("code postal à espace", "code_postal_accueil", "54 000", "54000"),
    placed("code postal étranger", "code_postal_accueil", "L-1234", None, "cellule vidée"),
    placed("famille en capitales", "famille", "COMMERCE", "commerce"),
    placed("pays inconnu", "pays", "Suisse", None, "cellule vidée"),
    placed("canal inconnu", "canal", "pigeon", None, "cellule vidée"),
]


def merged_header(made: Any) -> None:
    sheet = made.active
    sheet.insert_rows(1)
    sheet["C1"] = "Formation"
    sheet.merge_cells("C1:D1")


def hide(made: Any) -> None:
    made["Feuille 1"].row_dimensions[3].hidden = True
    made["Feuille 1"].column_dimensions["F"].hidden = True


def hide_second(made: Any) -> None:
    made["Feuille 2"].sheet_state = "hidden"


def add_chart(made: Any) -> None:
    made.create_chartsheet("Graphique", 0)


def far_cell(made: Any) -> None:
    made.active["XFD1048576"] = "."


def styled_bottom(made: Any) -> None:
    made.active["F5000"].number_format = "0.00"


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def with_entities(data: bytes) -> bytes:
    return data.replace(b"?>", b"?>" + DOCTYPE, 1) if b"?>" in data else DOCTYPE + data


STAGE = ["uai", "annee_scolaire", "niveau", "famille", "periode", "etat", "debut", "siret"]
PLACED = ["0540015Y", "2025-2026", "2PRO", "commerce", 1, "signé"]

BOOKS = [
    good("classeur", book(typed()), kept=COUNTS),
    good("nombres en texte", book([HEADER, *ROWS]), kept=COUNTS),
    good("en-tête fusionné", book(typed(), work=merged_header), kept=COUNTS),
    good("lignes et colonnes masquées", book(typed(), work=hide), kept=COUNTS),
    good("feuille de graphique d’abord", book(typed(), work=add_chart), kept=COUNTS),
    good("première feuille vide", book([], typed()), kept=COUNTS),
    good("lisez-moi d’abord", book([["Lisez-moi"]], typed()), kept=COUNTS),
    good("deux feuilles du même contrat", book(typed()[:2], [HEADER, *typed()[2:]]), kept=COUNTS),
    good("copie de la feuille", book(typed(), typed()), kept=COUNTS),
    good("copie masquée", book(typed(), [HEADER, ROWS[0]], work=hide_second), kept=COUNTS),
    good(
        "la même ligne sur deux feuilles",
        book(typed(), [HEADER, typed()[1]]),
        rejected=1,
        reasons="autre feuille",
    ),
    good("bas de feuille mis en forme", book(typed(), work=styled_bottom), kept=COUNTS),
    good(
        "lignes vides et total",
        book([*typed(), [], ["Total", None, None, None, 39]]),
        rejected=1,
        reasons="ligne de total",
    ),
    good(
        "erreur de formule",
        book([*typed(), [*ROWS[0][:3], "bois", "#N/A"]]),
        rejected=1,
        reasons="cellule vide",
    ),
    good(
        "formule jamais calculée",
        book([*typed(), [*ROWS[0][:3], "bois", "=6+6"]]),
        rejected=1,
        reasons="cellule vide",
    ),
    Case(
        "dates, heures et numéros de série",
        book(
            [
                STAGE,
                [*PLACED, date(2026, 1, 12), None],
                [*PLACED, datetime(2026, 1, 12, 8), None],
                [*PLACED, 46034, None],
                [*PLACED, "12/01/2026", None],
            ]
        ),
        4,
        0,
        "numéro de série",
        "stages",
        ("debut", [date(2026, 1, 12)] * 4),
    ),
    Case(
        "booléens du tableur",
        book([[*STAGE, "visite"], [*PLACED, "12/01/2026", None, True]]),
        1,
        0,
        "",
        "stages",
        ("visite", [True]),
    ),
    Case(
        "SIRET en nombre",
        book([STAGE, [*PLACED, "12/01/2026", int(SIRET)]]),
        1,
        0,
        "",
        "stages",
        ("siret", [SIRET]),
    ),
    good("XLSX nommé .csv", book(typed(), name="export.csv"), kept=COUNTS),
    good("XLSM", book(typed(), name="macros.xlsm"), kept=COUNTS),
    good("CSV nommé .xls", raw(joined(HEADER, *ROWS, separator="\t"), "export.xls"), kept=COUNTS),
    good("XLS", xls(typed()), kept=COUNTS),
    Case(
        "XLS, date",
        xls([STAGE, [*PLACED, date(2026, 1, 12), ""]]),
        1,
        0,
        "",
        "stages",
        ("debut", [date(2026, 1, 12)]),
    ),
    good("ODS", ods(typed()), kept=COUNTS),
    good("ODS étendu à toute la feuille", ods(typed(), repeated=10_000), kept=COUNTS),
    good(
        "Parquet",
        parquet(
            uai=[r[0] for r in ROWS],
            annee_scolaire=["2025-2026"] * 3,
            niveau=[r[2] for r in ROWS],
            famille=[r[3] for r in ROWS],
            effectif=[12, 13.0, 14],
        ),
        kept=COUNTS,
    ),
    Case(
        "Parquet, codes et dates",
        parquet(
            **{
                k: [v]
                for k, v in zip(STAGE, [*PLACED, date(2026, 1, 12), "05420021000018"], strict=True)
            },
            visite=[True],
        ),
        1,
        0,
        "",
        "stages",
        ("siret", ["05420021000018"]),
    ),
]

FILES = [
    Case("fichier vide", raw(b""), reasons="est vide"),
    Case("blancs seulement", raw(b" \r\n\t\r\n"), reasons="est vide"),
    Case("marque d’ordre seule", raw(b"\xef\xbb\xbf"), reasons="est vide"),
    Case("en-tête d’un autre fichier", raw("nom;age\nA;1\n"), reasons="il manque la colonne"),
    Case("sans en-tête", raw(joined(*ROWS)), reasons="il manque la colonne"),
    Case(
        "il manque une colonne, sous un titre",
        rows(*(r[:4] for r in ROWS), header=HEADER[:4], before="Effectifs\n"),
        reasons="il manque la colonne « effectif »$",
    ),
    Case("octets nuls", raw(joined(HEADER, *ROWS).encode() + bytes(50)), reasons="octets nuls"),
    Case(
        "classeur coupé",
        changed(book(typed()), lambda b: b[: len(b) // 2], "c.xlsx"),
        reasons="classeur abîmé ou incomplet|classeur abîmé",
    ),
    Case(
        "classeur aux octets changés",
        changed(book(typed()), lambda b: b[:300] + bytes(80) + b[380:], "c.xlsx"),
        reasons="abîmé",
    ),
    Case("XLS coupé", changed(xls(typed()), lambda b: b[:600], "c.xls"), reasons="abîmé"),
    Case("classeur à mot de passe", protected_workbook, reasons="mot de passe"),
    Case(
        "Parquet coupé",
        changed(parquet(uai=["a"] * 99), lambda b: b[:-9], "c.parquet"),
        reasons="Parquet abîmé",
    ),
    Case(
        "tableau HTML nommé .xls",
        raw("<html><table><tr><td>uai</td></tr></table>", "e.xls"),
        reasons="page web.*XLSX",
    ),
    Case(
        "MHTML nommé .xls",
        raw("MIME-Version: 1.0\nContent-Type: multipart/related", "e.xls"),
        reasons="page web",
    ),
    Case(
        "classeur XML de 2003",
        raw(
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "e.xls",
        ),
        reasons="XML de 2003",
    ),
    Case("PDF nommé .csv", raw(b"%PDF-1.7\n\xe2\xe3"), reasons="est un PDF"),
    Case("JSON nommé .csv", raw('[{"uai": "0540015Y"}]'), reasons="est un fichier JSON"),
    Case("image", raw(b"\x89PNG\r\n\x1a\n" + bytes(60), "photo.csv"), reasons="est une image"),
    Case("document Word", archive({"word/document.xml": b"<w/>"}, "d.docx"), reasons="document"),
    Case("classeur binaire", archive({"xl/workbook.bin": b"x"}, "d.xlsb"), reasons="XLSB"),
    Case("archive gzip", raw(b"\x1f\x8b\x08" + bytes(20), "a.gz"), reasons="archive gzip"),
    Case("archive lue comme un tableau", archive({"a.csv": b"x"}), reasons="est une archive"),
    Case("base de données", raw(b"SQLite format 3\x00" + bytes(90)), reasons="base de données"),
    Case(
        "cellule au bout de la feuille",
        book(typed(), work=far_cell),
        reasons="17.179.869.184 cellules.*très loin",
    ),
    Case(
        "bombe XLSX",
        part(book(typed()), "xl/worksheets/sheet1.xml", lambda b: b + b" " * 2**25),
        reasons="se décompresse plus de 200 fois",
    ),
    Case(
        "entités XML", part(book(typed()), "xl/workbook.xml", with_entities), reasons="entités XML"
    ),
    Case(
        "entités XML dans une feuille",
        part(book(typed()), "xl/worksheets/sheet1.xml", with_entities),
        reasons="entités XML",
    ),
]

CASES = [*ENCODED, *TEXTS, *DATES, *YEARS, *LEVELS, *COUNTED, *FLAGS, *CODES, *BOOKS, *FILES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_odd_file_is_read_or_refused_as_expected(case, tmp_path):
    path = case.maker(tmp_path)
    if case.accepted is None:
        with pytest.raises(IntakeError, match=case.reasons) as raised:
            read_table(path, case.contract)
        assert f"« {path.name} »" in str(raised.value)
        return
    reading = read_table(path, case.contract)
    where = ["line", "sheet"] if "sheet" in reading.rejected else ["line"]
    refused = reading.rejected.drop_duplicates(where)
    assert (len(reading.accepted), len(refused)) == (case.accepted, case.rejected)
    if case.reasons:
        said = pd.concat([reading.rejected["reason"], reading.repaired["reason"]])
        assert said.str.contains(case.reasons).any(), list(said)
    if case.kept:
        column, values = case.kept
        assert _plain(reading.accepted[column]) == values


def _plain(column: pd.Series) -> list[Any]:
    values = [None if pd.isna(value) else value for value in column]
    return [value.date() if isinstance(value, datetime) else value for value in values]


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.accepted is not None], ids=lambda case: case.name
)
def test_every_line_read_is_accepted_or_refused_once(case, tmp_path):
    """The count of lines is taken from the staged rows, before any check."""
    with duckdb.connect() as con, open_sources(case.maker(tmp_path)) as sources:
        for found in recognise_all(sources)[0]:
            read = read_into(con, found)
            counts = con.execute(
                """SELECT (SELECT count(*) FROM accepted),
                          (SELECT count(DISTINCT line) FROM rejected),
                          (SELECT count(*) FROM accepted SEMI JOIN rejected USING (line)),
                          (SELECT count(*) FROM repaired SEMI JOIN rejected USING (line))"""
            ).fetchone()
            assert counts is not None
            assert counts[0] + counts[1] == read
            assert counts[2:] == (0, 0)


def test_the_corpus_is_large_and_its_names_are_distinct():
    assert len(CASES) > 150
    assert len({case.name for case in CASES}) == len(CASES)


# --- Sheets


def test_sheets_that_are_not_read_are_told_apart(tmp_path):
    path = book([["Lisez-moi"]], typed(), typed())(tmp_path)
    with open_sources(path) as sources:
        known, others = recognise_all(sources)
        assert [found.source.sheet for found in known] == ["Feuille 2"]
        assert [source.sheet for source in others] == ["Feuille 1", "Feuille 3"]


def test_lines_of_several_sheets_say_their_sheet(tmp_path):
    reading = read_table(book(typed()[:2], [HEADER, *typed()[2:]])(tmp_path), "effectifs")
    assert list(reading.accepted["sheet"]) == ["Feuille 1", "Feuille 2", "Feuille 2"]
    assert list(reading.accepted["line"]) == [2, 2, 3]


def test_a_formula_is_kept_as_text_and_made_inert_at_export(tmp_path):
    reading = read_table(raw(POLE.format("=cmd|' /C calc'!A0"))(tmp_path), "poles")
    (text,) = reading.accepted["libelle"]
    assert inert(text) == "'" + text


@pytest.mark.parametrize(
    ("maker", "limits", "said"),
    [
        (rows(*ROWS), Limits(bytes=100), r"pèse 1\d\d octets, 100 octets au plus.*découper"),
        (book(typed()), Limits(cells=19), r"couvre 20 cellules"),
        (book(typed()), Limits(bytes=7000), r"dépasse 6,8 ko une fois décompressé"),
        (book(typed()), Limits(entries=3), r"contient \d+ fichiers \(3 au plus\)"),
        (parquet(uai=["a"] * 99), Limits(cells=4), r"est trop grand"),
    ],
)
def test_sizes_are_limited(maker, limits, said, tmp_path):
    path = maker(tmp_path)
    with pytest.raises(IntakeError, match=said), open_sources(path, limits):
        pass


# --- Archives

CSV = joined(HEADER, *ROWS).encode()
ZEROS = bytes(4 * 2**20)


def test_an_archive_of_files_is_unfolded_with_its_folders(tmp_path):
    path = archive(
        {
            "lycée/effectifs.csv": CSV,
            "lycée\\sous\\effectifs.csv": CSV,
            "vide/": b"",
            "__MACOSX/._effectifs.csv": b"x",
            ".DS_Store": b"x",
            "Thumbs.db": b"x",
            "~$effectifs.xlsx": b"x",
        }
    )(tmp_path)
    files = extract_archive(path, tmp_path / "extrait")
    names = [str(file.relative_to(tmp_path / "extrait")) for file in files]
    assert names == ["lycée/effectifs.csv", "lycée/sous/effectifs.csv"]
    assert [len(read_table(file, "effectifs").accepted) for file in files] == [3, 3]


def test_names_written_by_old_windows_are_read(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("xxxxxxxx.csv", CSV)
    content = path.read_bytes().replace(b"xxxxxxxx.csv", "lycéeété.csv".encode("cp850"))
    path.write_bytes(content)
    assert [f.name for f in extract_archive(path, tmp_path / "e")] == ["lycéeété.csv"]


ARCHIVES: list[tuple[str, Maker, str]] = [
    ("traversée", archive({"../x.csv": CSV}), r"« ../x.csv » sortirait du dossier"),
    ("traversée à barres inverses", archive({"..\\..\\x.csv": CSV}), "sortirait du dossier"),
    ("traversée au milieu", archive({"a/../../x.csv": CSV}), "sortirait du dossier"),
    ("chemin absolu", archive({"/tmp/x.csv": CSV}), "sortirait du dossier"),
    ("lettre de lecteur", archive({"C:\\x.csv": CSV}), "sortirait du dossier"),
    ("lien", link, "est un lien, refusé"),
    ("archive dans l’archive", archive({"a.csv": CSV, "b.ZIP": b"PK"}), "autre archive, « b.ZIP »"),
    ("bombe", archive({"a.csv": ZEROS}), "« a.csv », .* se décompresse plus de 200 fois"),
    ("bombe qui ment", changed(archive({"a.csv": ZEROS}), declared(9), "m.zip"), "200 fois"),
    ("chiffrée", changed(archive({"a.csv": CSV}), encrypted, "c.zip"), "mot de passe"),
    ("coupée", changed(archive({"a.csv": CSV}), lambda b: b[:-30], "c.zip"), "fichier zip abîmé"),
    (
        "octets changés",
        changed(archive({"a.csv": CSV}), lambda b: b[:45] + b"??" + b[47:], "c.zip"),
        "fichier zip abîmé",
    ),
    ("vide", archive({}), "ne contient aucun fichier"),
    ("fichiers du système seulement", archive({"__MACOSX/a": b"x"}), "ne contient aucun fichier"),
    ("deux fois le même nom", archive({"a.csv": CSV, "./a.csv": CSV}), "contient deux fois"),
]


@pytest.mark.parametrize(("maker", "said"), [a[1:] for a in ARCHIVES], ids=[a[0] for a in ARCHIVES])
def test_an_archive_that_is_refused_leaves_nothing(maker, said, tmp_path):
    path = maker(tmp_path)
    inside = tmp_path / "la" / "dedans"
    inside.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(IntakeError, match=said) as raised:
        extract_archive(path, inside)
    assert f"« {path.name} »" in str(raised.value)
    assert [file for file in sorted(tmp_path.rglob("*")) if file.is_file()] == [
        file for file in before if file.is_file()
    ]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(entries=1), r"contient 2 fichiers \(1 au plus\)"),
        (Limits(bytes=150), "dépasse 150 octets une fois décompressé"),
        (Limits(ratio=1, ratio_from=10), "plus de 1 fois"),
    ],
)
def test_limits_of_archives(limits, said, tmp_path):
    path = archive({"a.csv": CSV, "b.csv": CSV + b"x"})(tmp_path)
    with pytest.raises(IntakeError, match=said):
        extract_archive(path, tmp_path / "e", limits)


@pytest.mark.parametrize(
    ("maker", "expected"),
    [
        (archive({"a.csv": CSV}), True),
        (archive({"a.csv": CSV, "c.shp": b"", "c.shx": b"", "c.dbf": b""}), True),
        (archive({"c.shp": b"", "c.shx": b"", "c.dbf": b"", "c.prj": b""}), False),
        (book(typed()), False),
        (ods(typed()), False),
        (archive({"word/document.xml": b""}), False),
        (rows(*ROWS), False),
    ],
)
def test_archives_are_told_from_workbooks_and_shapefiles(
    maker: Maker, expected: bool, tmp_path: Path
):
    assert is_archive(maker(tmp_path)) is expected


def test_broken_workbooks_never_stop_the_program(tmp_path):
    """Each truncation and each changed byte gives rows or a message, nothing else."""
    makers: list[Callable[[Path], Path]] = [book(typed()), xls(typed()), ods(typed())]
    for maker in makers:
        content = maker(tmp_path).read_bytes()
        for step in range(12):
            at = len(content) * step // 12
            for broken in (content[:at], content[:at] + b"\xff\x00" + content[at + 2 :]):
                path = tmp_path / "casse.xlsx"
                path.write_bytes(broken)
                try:
                    read_table(path, "effectifs")
                except IntakeError as error:
                    assert "« casse.xlsx »" in str(error)
