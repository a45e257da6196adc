"""Cases of the corpus: workbooks, and files that are no table."""

from datetime import date, datetime
from typing import Any

from tests.data.readers.corpus import (
    HEADER,
    ROWS,
    archive,
    book,
    changed,
    joined,
    ods,
    parquet,
    part,
    protected_workbook,
    raw,
    rows,
    typed,
    xls,
)
from tests.data.readers.corpus_cells import COUNTS, SIRET, Case, good


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
    good(
        "copie de la feuille",  # an import recognises it by what it says
        book(typed(), typed()),
        kept=COUNTS,
        rejected=3,
        reasons="autre feuille",
    ),
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
    Case("JSON nommé .csv", raw('[{"uai": "0540015Y"}]'), reasons="il manque la colonne"),
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
