"""Cases of the corpus: delimited texts and their cells."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.identifiers import uai_letter
from tests.data.readers.corpus import (
    HEADER,
    ROWS,
    Maker,
    cell,
    company,
    joined,
    pupils,
    raw,
    rows,
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
    refused_cell("an sur deux chiffres", "debut", "12/01/31", "hors de l’année scolaire"),
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
            ("1,234", "ambigu"),
            ("-3", "pas un effectif"),
            ("douze", "pas un effectif"),
            ("12 garçons", "pas un effectif"),
            ("#N/A", "valeur absente"),
            ("#REF!", "valeur absente"),
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
    placed("SIRET en lettres", "siret", "douze mille", None, "illisible"),
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
    placed("code postal étranger", "code_postal_accueil", "L-1234", None, "valeur inconnue"),
    placed("famille en capitales", "famille", "COMMERCE", "commerce"),
    placed("pays inconnu", "pays", "Syldavie", None, "valeur inconnue"),
    placed("canal inconnu", "canal", "pigeon", None, "valeur inconnue"),
]

CELL_CASES = [*ENCODED, *TEXTS, *DATES, *YEARS, *LEVELS, *COUNTED, *FLAGS, *CODES]
